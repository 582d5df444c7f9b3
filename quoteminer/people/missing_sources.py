"""Candidates for the speaker of a quote without a source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from quoteminer.people.entities import Entity
from quoteminer.people.features import add_kind
from quoteminer.people.nesting import bounds
from quoteminer.people.ranker import Candidate
from quoteminer.text.article_index import ArticleIndex
from quoteminer.types import Attribution

#: The places before and after an attribution at which its neighbours stand.
STEPS: Final = (-1, -2, -3, 1, 2)
_NOT_PARTICIPLES: Final = frozenset("being seeming appearing according".split())
_PASSIVE: Final = frozenset("is are was were be been being".split())


class Neighbour(NamedTuple):
    """An attribution ``step`` places behind another one (negative: before it)."""

    step: int
    attribution: Attribution
    speaker: Entity


def missing_candidates(
    index: ArticleIndex,
    attribution: Attribution,
    near: Sequence[Candidate],
    neighbours: Sequence[Neighbour],
    around: Entity | None,
) -> list[Candidate]:
    """Return the candidates: those who are mentioned ``near``, the speakers of neighbours and of
    the quote ``around``, and nobody."""
    known = {candidate.entity: candidate for candidate in near}
    for neighbour in neighbours:
        candidate = known.setdefault(neighbour.speaker, Candidate(neighbour.speaker))
        candidate.set(**_relation(index, attribution, neighbour))
    if around is not None:
        known.setdefault(around, Candidate(around)).set(around=1)
    for candidate in known.values():
        add_kind(candidate)
    kinds = (attribution.type, _kind_of_cue(index.text, attribution))
    nobody = Candidate(None, {"nobody": 1.0, **{f"nobody_{kind}": 1.0 for kind in kinds}})
    nobody.set(nobody_headline=index.in_headline(bounds(attribution.content)[0]))
    return [*known.values(), nobody]


def _relation(
    index: ArticleIndex, attribution: Attribution, neighbour: Neighbour
) -> Mapping[str, bool]:
    if neighbour.step > 0:
        return {"next": True}
    here, edge = bounds(attribution.content)[0], bounds(neighbour.attribution.spans)[1]
    same = index.paragraph(edge) == index.paragraph(here)
    between = index.text[min(edge, here) : max(edge, here)]
    return {
        "before": True,
        "before_same_paragraph": same,
        "before_adjoining": not any(map(str.isalnum, between)),
        "before_alternates": attribution.type == "direct" and neighbour.step == -2 and not same,
    }


def _kind_of_cue(text: str, attribution: Attribution) -> str:
    """Return "ing" ("…, adding that"), "passive" ("is expected"), "other", or "none"."""
    words = [word for span in attribution.cue for word in text[slice(*span)].casefold().split()]
    if not _PASSIVE.isdisjoint(words):
        return "passive"
    if any(word.endswith("ing") and word not in _NOT_PARTICIPLES for word in words[:2]):
        return "ing"
    return "other" if attribution.cue else "none"
