"""Match predicted quotes with gold quotes by the letters and digits that their contents share, and
read marks and names for the figures. This does not use ``text/`` and ``people/``, which are
measured here: a yardstick must not change.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from quoteminer.output.gold.gold_articles import GoldArticle, GoldQuote, GoldSpeaker
from quoteminer.types import QuoteType, Span

EDGE: Final = " \t\n\r\xa0\"“”‘’'„«»,.;:"  # characters that are ignored at the ends of a span
OPENING: Final = "“„«"
CLOSING: Final = "”»"
# of a region: a single word between marks is as often a title, nickname or term as a quote
LEAST_WORDS: Final = 2
DIRECT_SHARE: Final = 0.9  # least share of a direct quote's letters between marks
MIXED_SHARE: Final = 0.02  # a mixed quote has a larger share of its letters between marks
HONORIFICS: Final = frozenset(  # words that may precede a name without changing the person
    "mr mrs ms miss dr prof professor sir sen senator rep representative gov governor president"
    " vice secretary mayor judge justice general gen col sgt lt rev reverend pope king queen prince"
    " princess lord lady the former then".split()
)
_MARK: Final = re.compile(f'["{OPENING}{CLOSING}]')
_LINE: Final = re.compile(r"[^\n]+")
_WORD: Final = re.compile(r"\w+")

Letters = frozenset[int]  # positions of letters and digits


def letters_of(text: str, spans: Iterable[Span]) -> Letters:
    """Return the positions of the letters and digits inside the spans, ignoring positions outside
    the text."""
    inside = (
        position for start, end in spans for position in range(max(start, 0), min(end, len(text)))
    )
    return frozenset(position for position in inside if text[position].isalnum())


def trimmed(text: str, span: Span) -> Span:
    """Strip the characters of EDGE from a span; a span of nothing else becomes empty, at its
    end."""
    words = text[span[0] : span[1]]
    start = span[1] - len(words.lstrip(EDGE))
    return start, start + len(words.strip(EDGE))


def shared_letters(
    some: Sequence[Collection[int]], others: Sequence[Collection[int]]
) -> dict[tuple[int, int], int]:
    """Count the letters that each pair of indices shares. Pairs without shared letters are left
    out. Time is linear."""
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for index, letters in enumerate(others):
        for letter in letters:
            holders[letter].append(index)
    shared: Counter[tuple[int, int]] = Counter()
    for index, letters in enumerate(some):
        shared.update((index, other) for letter in letters for other in holders.get(letter, ()))
    return dict(shared)


@dataclass(frozen=True, slots=True)
class LetteredQuote:
    """A quote with the letters of its content and its source, and its speaker (None: unknown)."""

    quote: GoldQuote
    content: Letters
    source: Letters
    speaker: GoldSpeaker | None

    @property
    def name(self) -> str:
        return self.speaker.name if self.speaker else ""


def _lettered(text: str, reading: GoldArticle) -> tuple[LetteredQuote, ...]:
    """Return the quotes whose contents have letters."""
    known: dict[int | None, GoldSpeaker] = {speaker.id: speaker for speaker in reading.speakers}
    return tuple(
        LetteredQuote(quote, content, letters_of(text, quote.source), known.get(quote.speaker))
        for quote in reading.quotes
        if (content := letters_of(text, quote.content))
    )


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two readings of one article. ``shared`` has the pairs (gold index, predicted index) whose
    contents overlap, and by how many letters."""

    text: str
    gold: tuple[LetteredQuote, ...]
    predicted: tuple[LetteredQuote, ...]
    shared: Mapping[tuple[int, int], int]

    def jaccard(self, gold: int, predicted: int) -> float:
        """Return the Jaccard index of the letters of two contents, 0..1."""
        common = self.shared.get((gold, predicted), 0)
        return common / (
            len(self.gold[gold].content) + len(self.predicted[predicted].content) - common
        )

    def matched(self, threshold: float) -> dict[int, int]:
        """Map gold indices to predicted indices, one to one. Take the remaining pair with the
        highest Jaccard index (of equal ones, the lowest gold index, then predicted index), down to
        ``threshold`` (0..1; 0: any overlap).
        """
        ranked = [(-self.jaccard(*pair), *pair) for pair in self.shared]
        matched: dict[int, int] = {}
        taken: set[int] = set()
        for _, gold, predicted in sorted(pair for pair in ranked if -pair[0] >= threshold):
            if gold not in matched and predicted not in taken:
                matched[gold] = predicted
                taken.add(predicted)
        return matched

    def same_source(self, gold: int, predicted: int) -> bool:
        """Return True if the two sources share a letter, or both quotes have none."""
        ours, theirs = self.gold[gold].source, self.predicted[predicted].source
        return not ours.isdisjoint(theirs) or not (ours or theirs)


def align(gold: GoldArticle, predicted: GoldArticle) -> Alignment:
    """Align a prediction with the gold. Both are readings of ``gold.text``."""
    ours, theirs = _lettered(gold.text, gold), _lettered(gold.text, predicted)
    shared = shared_letters([quote.content for quote in ours], [quote.content for quote in theirs])
    return Alignment(gold.text, ours, theirs, shared)


def quoted_passages(text: str) -> list[Span]:
    """Return the passages between double quotation marks, without the marks, in text order and
    without overlap. An opening mark (“ „ «) opens a passage, a closing mark (” ») closes one, and a
    straight mark does the opposite of the previous mark. Each mark ends the passage before it. A
    passage without a closing mark ends with its line.
    """
    passages = []
    for line in _LINE.finditer(text):
        start, inside = line.start(), False
        for mark in _MARK.finditer(text, *line.span()):
            if inside and start < mark.start():
                passages.append((start, mark.start()))
            inside = mark[0] in OPENING or (mark[0] not in CLOSING and not inside)
            start = mark.end()
        if inside and start < line.end():
            passages.append((start, line.end()))
    return passages


def regions(text: str, passages: list[Span]) -> list[Letters]:
    """Return the letters of each passage that has LEAST_WORDS words or more."""
    long = (passage for passage in passages if len(text[slice(*passage)].split()) >= LEAST_WORDS)
    return [letters for passage in long if (letters := letters_of(text, [passage]))]


def type_of(content: Collection[int], quoted: Collection[int]) -> QuoteType:
    """Return the type of quote by the share of the content's letters at ``quoted`` positions."""
    share = sum(position in quoted for position in content) / max(len(content), 1)
    return "direct" if share >= DIRECT_SHARE else "mixed" if share > MIXED_SHARE else "indirect"


def gold_name_key(name: str) -> str:
    """Return the name's words in lower case, without punctuation, possessives and leading
    HONORIFICS."""
    words = _WORD.findall(name.casefold().replace("’s", "").replace("'s", ""))
    first = next((index for index, word in enumerate(words) if word not in HONORIFICS), len(words))
    return " ".join(words[first:])


def is_canonical_name(name: str, speaker: GoldSpeaker) -> bool:
    """Return True if a predicted name is the speaker's canonical one."""
    key = gold_name_key(name)
    return key != "" and key == gold_name_key(speaker.name)


def is_name_or_alias(name: str, speaker: GoldSpeaker) -> bool:
    """Return True if a predicted name is any name that the gold has for the speaker."""
    key = gold_name_key(name)
    return key != "" and key in map(gold_name_key, (speaker.name, *speaker.aliases))
