"""Sources that the text leaves out: the quote that goes on, the paragraph that opens again, dialogue that alternates,
"X: “…”". Whose the words are is told by the quotes around them, if by anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quoteminer.people.entities import Entity
from quoteminer.people.ranker import Option
from quoteminer.people.scene import Scene
from quoteminer.types import Attribution, Span

_ACTIVE = frozenset("said told added wrote insisted argued warned saying adding telling asking says".split())
_NOT_ACTIVE = frozenset("being seeming appearing according".split())
_PASSIVE = frozenset("is are was were be been being".split())


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An attribution near the one without a source, and its speaker. ``steps``: -1 is the one before, 1 the next."""

    attribution: Attribution
    entity: Entity
    steps: int


def missing_options(
    attribution: Attribution, near: Sequence[Neighbour], outer: Entity | None, scene: Scene
) -> list[Option]:
    """The speakers of the attributions around one without a source, and nobody."""
    options: dict[int, Option] = {}
    for neighbour in near:
        option = options.setdefault(neighbour.entity.id, Option(neighbour.entity, {}))
        for key, value in _relation(attribution, neighbour, scene).items():
            option.features[key] = max(value, option.features.get(key, 0.0))
    if outer is not None:
        options.setdefault(outer.id, Option(outer, {})).features["around"] = 1.0
    return [*options.values(), Option(None, _alone(attribution, scene))]


def _relation(attribution: Attribution, near: Neighbour, scene: Scene) -> dict[str, float]:
    start, end = _bounds(attribution.content)
    other = near.attribution
    before = near.steps < 0
    edge = _bounds(_spans(other))[before]
    here = start if before else end
    apart = abs(scene.sentence(edge) - scene.sentence(here))
    same = scene.paragraph(edge) == scene.paragraph(here)
    between = scene.text[min(edge, here) : max(edge, here)]
    side = "before" if before else "next"
    quoted = attribution.type == "direct"
    told = {
        f"{side}": True,
        f"{side}_nearest": abs(near.steps) == 1,
        f"{side}_second": abs(near.steps) == 2,
        f"{side}_same_sentence": apart == 0,
        f"{side}_same_paragraph": same,
        f"{side}_same_paragraph_quoted": same and quoted,
        f"{side}_same_paragraph_cue": same and bool(attribution.cue),
        f"{side}_adjoining": not any(map(str.isalnum, between)),
        f"{side}_both_quoted": quoted and other.type == "direct",
        f"{side}_question": quoted and asks(other, scene.text) and abs(near.steps) == 1,
        f"{side}_alternates": quoted and abs(near.steps) == 2 and not same,
        f"{side}_active": apart <= 1 and _kind_of_cue(attribution, scene) == "active",
        f"{side}_ing": apart <= 1 and _kind_of_cue(attribution, scene) == "ing",
    }
    return {key: 1.0 for key, holds in told.items() if holds}


def _alone(attribution: Attribution, scene: Scene) -> dict[str, float]:
    kind = _kind_of_cue(attribution, scene)
    start, _ = _bounds(attribution.content)
    features = {"nobody": 1.0, f"nobody_{attribution.type}": 1.0, f"nobody_{kind}": 1.0}
    features[f"nobody_{attribution.act}"] = 1.0
    if scene.in_headline(start):
        features["nobody_headline"] = 1.0
    return features


def _kind_of_cue(attribution: Attribution, scene: Scene) -> str:
    """ "ing" ("…, adding that"), "active" ("But told the BBC"), "passive" ("is expected"), "other", or "none"."""
    if not attribution.cue:
        return "none"
    words = [word.casefold() for start, end in attribution.cue for word in scene.text[start:end].split()]
    if any(word in _PASSIVE for word in words):
        return "passive"
    if any(word.endswith("ing") and word not in _NOT_ACTIVE for word in words[:2]):
        return "ing"
    return "active" if any(word in _ACTIVE for word in words[:2]) else "other"


def asks(attribution: Attribution, text: str) -> bool:
    """True where what is quoted ends with a question mark."""
    start, end = attribution.content[-1] if attribution.content else (0, 0)
    return "?" in text[max(start, end - 4) : end]


def _bounds(spans: Sequence[Span]) -> Span:
    """Where the first of some spans starts and the last one ends."""
    return min((start for start, _ in spans), default=0), max((end for _, end in spans), default=0)


def _spans(attribution: Attribution) -> list[Span]:
    return [*attribution.content, *attribution.cue, *([attribution.source] if attribution.source else [])]
