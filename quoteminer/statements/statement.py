"""A statement and its quotes, for tables and views."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from quoteminer.statements.quote_columns import KeptQuote, compared_words
from quoteminer.statements.wordings import DifferenceKind, Wording, compare_wordings, in_order
from quoteminer.types import QuoteType

NO_DATE: Final = "9999"
"""Sorts after all dates."""
_NEARLY_FULL: Final = 0.9  # a wording with this share of the words of the longest wording may be the fullest


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement in several quotes. ``statement`` counts from 1: the gravest differences first, then most articles.

    ``differs``: the kinds of differences among its quotes (see `KINDS`). ``text``: the fullest wording. ``speaker``:
    the speaker in most articles, "" if unknown; ``speakers``: names with their numbers of articles. Dates: ISO 8601 or
    "". ``first_text_id``: the first article with the statement.
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
    """A quote of a statement. ``wording`` counts the wordings of the statement from 1, in order of appearance.

    ``outlet``: who published the article, "" if unknown. ``differs`` and ``differences`` (in words) compare the quote
    with the statement's fullest wording and its speaker.
    """

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
    """Return the statement, with the number 0, for quotes in order of appearance.

    ``is_other``: takes the indices of two quotes, and returns whether the first has another speaker than the second.
    """
    wordings = defaultdict[tuple[int, ...], list[int]](list)  # in order of appearance
    for at, quote in enumerate(quotes):
        wordings[quote.words].append(at)
    fullest, main = quotes[_fullest(wordings)], _main_speaker(quotes)
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
    names = {(row.text_id, row.speaker) for row in rows if row.speaker}
    statement = Statement(
        statement=0,
        differs=in_order(kind for row in rows for kind in row.differs),
        text=fullest.text,
        speaker=rows[main].speaker if main is not None else "",
        speakers=Counter(name for _, name in names),
        articles=len({quote.text_id for quote in quotes}),
        quotes=len(quotes),
        wordings=len(wordings),
        first_date=quotes[0].date,
        last_date=max(quote.date for quote in quotes),
        first_text_id=quotes[0].text_id,
    )
    return statement, rows


def _fullest(wordings: Mapping[tuple[int, ...], Sequence[int]]) -> int:
    """Return the first quote with the fullest wording: the most frequent of the wordings with nearly the most words."""
    least = _NEARLY_FULL * max(map(len, wordings))
    return max((places for words, places in wordings.items() if len(words) >= least), key=len)[0]


def _compared(quote: KeptQuote, fullest: KeptQuote) -> Wording:
    if quote.words == fullest.words:
        return Wording()
    words, others = (compared_words(kept.type, kept.text) for kept in (quote, fullest))
    return compare_wordings(words, others)


def _main_speaker(quotes: Sequence[KeptQuote]) -> int | None:
    """Return the first quote of the speaker in most articles; of equal ones, of the speaker with the longest name."""
    articles = defaultdict[str, set[str]](set)
    for quote in quotes:
        if quote.speaker:
            articles[quote.speaker.name].add(quote.text_id)
    name = max(articles, key=lambda name: (len(articles[name]), len(name)), default=None)
    return next((index for index, quote in enumerate(quotes) if quote.speaker and quote.speaker.name == name), None)
