"""A statement and its quotes, as people and tables see them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from quoteminer.checking.words import Words
from quoteminer.statements.quote_columns import KeptQuote, compared_words
from quoteminer.statements.wordings import Kind, Wording, compare_wordings, in_order
from quoteminer.types import QuoteType

NO_DATE: Final = "9999"
"""Sorts after all dates."""
_NEARLY_FULL: Final = 0.9  # a wording with this share of the words of the longest one may be the fullest


@dataclass(frozen=True, slots=True)
class Statement:
    """What several quotes say. ``statement`` counts from 1, the gravest differences first, then the most articles.

    ``differs``: the kinds of differences among its quotes (see `KINDS`). ``text``: the fullest wording. ``speaker``:
    who says it in most articles, "" if nobody is known; ``speakers``: names with their numbers of articles. Dates: ISO
    8601 or "". ``first_text_id``: the article that had it first.
    """

    statement: int
    differs: tuple[Kind, ...]
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
    """A quote of a statement. ``wording`` counts from 1 within the statement, in the order in which they appeared.

    ``differs`` and ``differences`` (in words) compare it with the statement's fullest wording and its speaker.
    """

    statement: int
    wording: int
    text_id: str
    quote_id: int
    date: str
    speaker: str
    type: QuoteType
    text: str
    differs: tuple[Kind, ...]
    differences: str


def describe(
    quotes: Sequence[KeptQuote], is_other: Callable[[int, int], bool]
) -> tuple[Statement, list[StatementQuote]]:
    """Return the statement of quotes that are in order of appearance, with the number 0.

    ``is_other``: whether a quote, by its index, has another speaker than one of the main speaker.
    """
    words = [compared_words(quote.type, quote.text) for quote in quotes]
    wordings = defaultdict[tuple[str, ...], list[int]](list)  # in order of appearance
    for at, one in enumerate(words):
        wordings[tuple(one.keys)].append(at)
    fullest, main = _fullest(wordings.values(), words), _main_speaker(quotes)
    number_of = {at: number for number, places in enumerate(wordings.values(), 1) for at in places}
    compared = {
        number: Wording() if fullest in places else compare_wordings(words[places[0]], words[fullest])
        for number, places in enumerate(wordings.values(), 1)
    }
    rows = []
    for at, (text_id, quote_id, date, speaker, type, text) in enumerate(quotes):
        differs, differences = compared[number_of[at]]
        if main is not None and is_other(main, at):
            differs = in_order((*differs, "speaker"))
        name = speaker.name if speaker else ""
        row = StatementQuote(0, number_of[at], text_id, quote_id, date, name, type, text, differs, differences)
        rows.append(row)
    names = {(quote.text_id, quote.speaker) for quote in rows if quote.speaker}
    statement = Statement(
        statement=0,
        differs=in_order(kind for quote in rows for kind in quote.differs),
        text=quotes[fullest].text,
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


def _fullest(wordings: Iterable[Sequence[int]], words: Sequence[Words]) -> int:
    """Return the first quote with the fullest wording: of those with nearly the most words, that of most quotes."""
    least = _NEARLY_FULL * max(map(len, words))
    return max((places for places in wordings if len(words[places[0]]) >= least), key=len)[0]


def _main_speaker(quotes: Sequence[KeptQuote]) -> int | None:
    """Return the first quote of the speaker in most articles; of equal ones, of that with the longest name."""
    articles = defaultdict[str, set[str]](set)
    for quote in quotes:
        if quote.speaker:
            articles[quote.speaker.name].add(quote.text_id)
    name = max(articles, key=lambda name: (len(articles[name]), len(name)), default=None)
    return next((at for at, quote in enumerate(quotes) if quote.speaker and quote.speaker.name == name), None)
