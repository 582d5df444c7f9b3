"""A statement and its quotes, for tables and views, and the differences between its wordings, found
by `check`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

from quoteminer.commands.check.check_record import Difference
from quoteminer.commands.check.passages import Passage, passages
from quoteminer.commands.check.runs import PairIndex
from quoteminer.commands.check.sentences import difference_line
from quoteminer.commands.check.words import Grave, Words
from quoteminer.commands.statements.quote_columns import KeptQuote, compared_words
from quoteminer.types import QuoteType

DifferenceKind: TypeAlias = Grave | Literal["speaker", "words", "cut"]
KINDS: Final[tuple[DifferenceKind, ...]] = (*get_args(Grave), "speaker", "words", "cut")
"""Kinds of differences, the gravest first: the grave kinds of `check`, another speaker, other
changes of words, a missing part."""
# least share of a wording's weight that must match for a list of single differences
_FOUND: Final = 0.6
# at least this many added words at an end are not an alteration: the other wording is cut there
_LONGER: Final = 3
NO_DATE: Final = "9999"  # sorts after all dates
# a wording with this share of the words of the longest wording may be the fullest
_NEARLY_FULL: Final = 0.9


class Wording(NamedTuple):
    """The differences of a wording from the fullest one: the kinds, gravest first, and the
    words."""

    differs: tuple[DifferenceKind, ...] = ()
    differences: str = ""


_REWORDED: Final = Wording(("words",), "worded differently")


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement in several quotes. ``statement`` counts from 1: the gravest differences first,
    then most articles. ``differs``: the kinds of differences among its quotes (see `KINDS`).
    ``text``: the fullest wording. ``speaker``: the speaker in most articles, or with the longest
    name of several, "" if unknown; ``speakers``: names with their numbers of articles. Dates: ISO
    8601 or "". ``first_text_id``: the first article with the statement.
    """

    statement: int
    differs: tuple[DifferenceKind, ...]
    text: str
    speaker: str
    speakers: Counter[str]
    articles: int
    quotes: int
    wordings: int
    first_date: str
    last_date: str
    first_text_id: str


@dataclass(frozen=True, slots=True)
class StatementQuote:
    """A quote of a statement. ``wording`` counts the wordings of the statement from 1, in order of
    appearance. ``outlet``: who published the article, "" if unknown. ``differs`` and
    ``differences`` (in words) compare the quote with the statement's fullest wording and its
    speaker."""

    statement: int
    wording: int
    text_id: str
    quote_id: int
    date: str
    outlet: str
    speaker: str
    type: QuoteType
    text: str
    differs: tuple[DifferenceKind, ...]
    differences: str


def describe_statement(
    quotes: Sequence[KeptQuote], is_other: Callable[[int, int], bool]
) -> tuple[Statement, list[StatementQuote]]:
    """Return the statement, with the number 0, for quotes in order of appearance. ``is_other``
    takes the indices of two quotes, and returns whether the first has another speaker than the
    second."""
    wordings = defaultdict[tuple[int, ...], list[int]](list)  # in order of appearance
    for at, quote in enumerate(quotes):
        wordings[quote.words].append(at)
    fullest = quotes[_fullest(wordings)]
    named = dict.fromkeys((quote.text_id, quote.speaker.name) for quote in quotes if quote.speaker)
    speakers = Counter(name for _, name in named)
    speaker = max(speakers, key=lambda name: (speakers[name], len(name)), default="")
    main = next(
        (at for at, quote in enumerate(quotes) if quote.speaker and quote.speaker.name == speaker),
        None,
    )
    number_of = {words: number for number, words in enumerate(wordings, 1)}
    compared = {words: _compared(quotes[places[0]], fullest) for words, places in wordings.items()}
    rows = []
    for at, quote in enumerate(quotes):
        differs, differences = compared[quote.words]
        if main is not None and is_other(main, at):
            differs = in_order((*differs, "speaker"))
        said = quote.speaker.name if quote.speaker else "", quote.type, quote.text
        article = number_of[quote.words], quote.text_id, quote.quote_id, quote.date, quote.outlet
        rows.append(StatementQuote(0, *article, *said, differs, differences))
    statement = Statement(
        statement=0,
        differs=in_order(kind for row in rows for kind in row.differs),
        text=fullest.text,
        speaker=speaker,
        speakers=speakers,
        articles=len({quote.text_id for quote in quotes}),
        quotes=len(quotes),
        wordings=len(wordings),
        first_date=quotes[0].date,
        last_date=max(quote.date for quote in quotes),
        first_text_id=quotes[0].text_id,
    )
    return statement, rows


def _fullest(wordings: Mapping[tuple[int, ...], Sequence[int]]) -> int:
    """Return the first quote with the fullest wording: the most frequent of the wordings with
    nearly the most words."""
    least = _NEARLY_FULL * max(map(len, wordings))
    return max((places for words, places in wordings.items() if len(words) >= least), key=len)[0]


def _compared(quote: KeptQuote, full: KeptQuote) -> Wording:
    """Return the differences of a wording from the fullest one."""
    if quote.words == full.words:
        return Wording()
    words, fullest = (compared_words(kept.type, kept.text) for kept in (quote, full))
    passage = next(passages(words, fullest, PairIndex([words]).runs(fullest).get(0, ())), None)
    if not passage:
        return _REWORDED
    parts = [passage.heads[0], passage.inside, passage.tails[len(words)]]
    differences = [change for part in parts for change in part.differences]
    elsewhere = {index for change in differences for index in _moved(change, words, fullest)}
    there = elsewhere.union(*(part.same for part in parts))
    known = sum(words.weights[index + 1] - words.weights[index] for index in there)
    if known / words.weights[-1] < _FOUND:
        return _REWORDED
    changes = [change for change in differences if elsewhere.isdisjoint(_indices(change, words))]
    kinds, lines = set[DifferenceKind](), list[tuple[int, str]]()
    for change in changes:
        is_longer = _is_longer(change, words)
        grave = () if is_longer else change.grave
        plain: DifferenceKind = "cut" if is_longer or change.kind == "left out" else "words"
        kinds.update(grave or (plain,))
        lines.append((gravity(grave), difference_line(change)))
    begins = not passage.first and not any(map(str.isalnum, words.text[: words.spans[0][0]]))
    if passage.negation and begins:
        kinds.add("negation")
        lines.append((0, f"left out before it: “{passage.negation}”"))
    if elsewhere or _is_part(passage, changes, words, fullest):
        kinds.add("cut")
    lines.sort(key=lambda pair: pair[0])
    return Wording(in_order(kinds), "; ".join(line for _, line in lines))


def in_order(kinds: Iterable[DifferenceKind]) -> tuple[DifferenceKind, ...]:
    """Return the distinct kinds of differences, the gravest first."""
    return tuple(sorted(set(kinds), key=KINDS.index))


def gravity(kinds: Iterable[DifferenceKind]) -> int:
    """Return the index in KINDS of the gravest kind; the length of KINDS if there is none."""
    return min(map(KINDS.index, kinds), default=len(KINDS))


def _indices(change: Difference, words: Words) -> range:
    """Return the indices of the words of a wording that differ."""
    start, end = change.draft_span
    inside = [
        index for index, (first, last) in enumerate(words.spans) if start <= first and last <= end
    ]
    return range(inside[0], inside[-1] + 1) if inside else range(0)


def _moved(change: Difference, words: Words, fullest: Words) -> range:
    """Return the indices of a change's words if the fullest wording has these words elsewhere; else
    an empty range."""
    indices = _indices(change, words)
    is_there = f" {' '.join(words.among(indices))} " in f" {' '.join(fullest.keys)} "
    return indices if is_there and len(indices) >= _LONGER else range(0)


def _is_longer(change: Difference, words: Words) -> bool:
    """True for added words at an end of the wording."""
    start, end = change.draft_span
    is_outer = start <= words.spans[0][0] or end >= words.spans[-1][1]
    return change.kind == "added" and is_outer and len(change.draft.split()) >= _LONGER


def _is_part(passage: Passage, changes: Iterable[Difference], words: Words, fullest: Words) -> bool:
    """True if the fullest wording continues before or after the compared part; a note in brackets
    there counts as no cut."""
    spans = [*passage.spans, *(change.source_span for change in changes if change.source_span)]
    start, end = min(start for start, _ in spans), max(end for _, end in spans)
    return (
        start >= fullest.spans[0][1]
        and words.breaks.get(0) != "brackets"
        or end <= fullest.spans[-1][0]
    )
