"""The figures that the gate holds our own gold to, by the formulas of shared/tools/score.py.

To be replaced by ``quoteminer.evaluation.scores``: nothing but `own_scores` is used from here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from quoteminer.evaluation.gold import GoldArticle, GoldQuote, GoldSpeaker
from quoteminer.types import Span

_HONORIFICS = set(
    "mr mrs ms miss dr prof professor sir sen senator rep representative gov governor president vice secretary "
    "mayor judge justice general gen col sgt lt rev reverend pope king queen prince princess lord lady the former "
    "then".split()
)
Figures = dict[str, dict[str, float]]


def own_scores(gold: Sequence[GoldArticle], found: Sequence[GoldArticle]) -> Figures:
    """``content.<type>`` e2e: F1 of whole quotes (Jaccard index of letters at least 0.8) with the right source.
    ``names.all`` and ``names.quoted`` F1: of speech by named speakers (Jaccard at least 0.5), with the speaker's name.
    ``found`` has the same articles in the same order. All figures are between 0 and 1."""
    counts = Counter[str]()
    for wanted, got in zip(gold, found, strict=True):
        assert wanted.text == got.text
        counts.update(_contents(wanted, got))
        counts.update(_names(wanted, got))
    figures: Figures = {}
    for key in sorted({key.rpartition(" ")[0] for key in counts}):
        row, figure = key.split()
        total = counts[f"{key} gold"] + counts[f"{key} found"]
        figures[row] = {figure: 2 * counts[f"{key} hit"] / total}
    return figures


def _contents(wanted: GoldArticle, got: GoldArticle) -> Iterator[str]:
    text, pairs = wanted.text, _pairs(wanted, got, 0.8)
    back = {j: i for i, j in pairs.items()}
    for i, quote in enumerate(wanted.quotes):
        right = i in pairs and _same_source(text, quote, got.quotes[pairs[i]])
        for kind in (_type(text, quote), "all"):
            yield f"content.{kind} e2e gold"
            if right:
                yield f"content.{kind} e2e hit"
    for j, quote in enumerate(got.quotes):
        for kind in (_type(text, wanted.quotes[back[j]] if j in back else quote), "all"):
            yield f"content.{kind} e2e found"


def _names(wanted: GoldArticle, got: GoldArticle) -> Iterator[str]:
    text, pairs = wanted.text, _pairs(wanted, got, 0.5)
    back = {j: i for i, j in pairs.items()}
    for i, quote in enumerate(wanted.quotes):
        speaker = _named(wanted, quote)
        if speaker is not None:
            heard = _speaker(got, got.quotes[pairs[i]]) if i in pairs else None
            hit = heard is not None and _key(heard.name) == _key(speaker.name)
            for row in _name_rows(text, quote):
                yield f"{row} F1 gold"
                if hit:
                    yield f"{row} F1 hit"
    for j, quote in enumerate(got.quotes):
        unasked = j in back and _named(wanted, wanted.quotes[back[j]]) is None
        if not unasked and _speaker(got, quote) is not None:
            yield from (f"{row} F1 found" for row in _name_rows(text, quote))


def _pairs(wanted: GoldArticle, got: GoldArticle, threshold: float) -> dict[int, int]:
    """Gold to found, one to one, the pairs that share most first."""
    ours, theirs = ([_letters(one.text, quote.content) for quote in one.quotes] for one in (wanted, got))
    shares = [(_jaccard(a, b), i, j) for i, a in enumerate(ours) for j, b in enumerate(theirs)]
    pairs: dict[int, int] = {}
    for share, i, j in sorted(shares, key=lambda row: (-row[0], *row[1:])):
        if share >= threshold and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _jaccard(one: set[int], other: set[int]) -> float:
    return len(one & other) / max(len(one | other), 1)


def _letters(text: str, spans: Iterable[Span]) -> set[int]:
    return {i for start, end in spans for i in range(start, end) if text[i].isalnum()}


def _same_source(text: str, one: GoldQuote, other: GoldQuote) -> bool:
    ours, theirs = _letters(text, one.source), _letters(text, other.source)
    return bool(ours & theirs) or not (ours or theirs)


def _type(text: str, quote: GoldQuote) -> str:
    letters, mask = _letters(text, quote.content), _quoted(text)
    share = sum(mask[i] for i in letters) / max(len(letters), 1)
    return "direct" if share >= 0.9 else "mixed" if share > 0.02 else "indirect"


def _quoted(text: str) -> list[bool]:
    """For each character: does it stand between double marks? They pair within a line."""
    mask, inside = [], False
    for char in text:
        if char in "“„«":
            inside = True
        elif char in "”»\n":
            inside = False
        elif char == '"':
            inside = not inside
        mask.append(inside)
    return mask


def _name_rows(text: str, quote: GoldQuote) -> tuple[str, ...]:
    return ("names.all",) if _type(text, quote) == "indirect" else ("names.all", "names.quoted")


def _speaker(article: GoldArticle, quote: GoldQuote) -> GoldSpeaker | None:
    return next((speaker for speaker in article.speakers if speaker.id == quote.speaker), None)


def _named(article: GoldArticle, quote: GoldQuote) -> GoldSpeaker | None:
    speaker = _speaker(article, quote)
    return speaker if speaker and speaker.kind != "unnamed" and quote.act == "speech" else None


def _key(name: str) -> str:
    words = re.findall(r"\w+", name.casefold().replace("’s", "").replace("'s", ""))
    while words and words[0] in _HONORIFICS:
        words = words[1:]
    return " ".join(words)
