"""Store the direct and mixed quotes of many records in columns, so that a million quotes fit in
memory."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from quoteminer.commands.check.words import Words, is_content, words_of
from quoteminer.linking.namesakes import common_words
from quoteminer.linking.stories import date_of
from quoteminer.output.flat import split_meta
from quoteminer.output.outlet import outlet_of
from quoteminer.records import ArticleRecord, Quote, Speaker
from quoteminer.text.article import make_article
from quoteminer.text.article_index import quoted_spans
from quoteminer.types import QuoteType

_TYPES: Final[tuple[QuoteType, ...]] = ("direct", "mixed")
_FREQUENT: Final = 300  # this many of the most common words have little information
_STEM: Final = 5  # letters of a word that its other forms share: "treats", "treating"
_FUNCTION, _COMMON, _RARE = 0.15, 0.6, 1.0
"""The information of a word: a function word, one of the most frequent other words, any other
word."""
LEAST: Final = 1.5  # quotes with less information than this are left out: "Absolutely"


class KeptQuote(NamedTuple):
    """A quote of an article, its speaker (without mentions), and the numbers of its words in the
    vocabulary."""

    text_id: str
    quote_id: int
    date: str
    outlet: str
    speaker: Speaker | None
    type: QuoteType
    text: str
    words: tuple[int, ...]


class QuoteColumns:
    """The quotes of the added records, by number, and the meta columns of their articles."""

    def __init__(self, date_column: str | None) -> None:
        self.text_ids: list[str] = []
        self.dates: list[str] = []
        self.outlets: list[str] = []
        self.columns: set[str] = set()
        self.speakers: list[Speaker | None] = [None]
        self.vocabulary = Vocabulary()
        self.article, self.quote_id, self.speaker = array("I"), array("q"), array("I")
        self.start, self.end, self.type, self.sure = array("q"), array("q"), array("B"), array("B")
        self.words, self.word_ends = array("I"), array("q", [0])
        self._text, self._text_ends = bytearray(), array("q", [0])
        self._speaker_numbers: dict[Speaker, int] = {}
        self._date_column = date_column

    def __len__(self) -> int:
        return len(self.article)

    def add(self, record: ArticleRecord) -> None:
        self.columns.update(record.meta)
        speakers = {speaker.id: speaker for speaker in record.speakers}
        for quote in record.quotes:
            words = (
                compared_words(quote.type, quote.text)
                if quote.type in _TYPES and not quote.negated
                else None
            )
            numbers = self.vocabulary.numbers(words.keys) if words else []
            if sum(self.vocabulary.weights[number] for number in numbers) >= LEAST:
                self._add(
                    quote,
                    numbers,
                    speakers.get(quote.speaker) if quote.speaker is not None else None,
                )
        self.text_ids.append(record.id)
        self.dates.append(date_of(record.meta, self._date_column))
        self.outlets.append(
            sys.intern(outlet_of(record.meta, split_meta(record.meta)[0]["url"]) or "")
        )

    def _add(self, quote: Quote, words: Sequence[int], speaker: Speaker | None) -> None:
        self.article.append(len(self.text_ids))
        self.quote_id.append(quote.id)
        self.start.append(quote.start)
        self.end.append(quote.end)
        self.type.append(_TYPES.index(quote.type))
        self.sure.append(speaker is not None and not quote.doubtful)
        self.words.extend(words)
        self.word_ends.append(len(self.words))
        self._text += quote.text.encode("utf-8", "surrogatepass")
        self._text_ends.append(len(self._text))
        number = 0
        if speaker:
            known = replace(speaker, id=0, mentions=(), quotes=(), known=None)
            number = self._speaker_numbers.setdefault(known, len(self.speakers))
            if number == len(self.speakers):
                self.speakers.append(known)
        self.speaker.append(number)

    def __getitem__(self, number: int) -> KeptQuote:
        article = self.article[number]
        text = self._text[self._text_ends[number] : self._text_ends[number + 1]].decode(
            "utf-8", "surrogatepass"
        )
        return KeptQuote(
            text_id=self.text_ids[article],
            quote_id=self.quote_id[number],
            date=self.dates[article],
            outlet=self.outlets[article],
            speaker=self.speakers[self.speaker[number]],
            type=_TYPES[self.type[number]],
            text=text,
            words=tuple(self.words_of(number)),
        )

    def words_of(self, number: int) -> list[int]:
        """Return the numbers of a quote's words in the vocabulary."""
        return self.words[self.word_ends[number] : self.word_ends[number + 1]].tolist()

    def day(self, number: int) -> int | None:
        """Return the day of a quote's article as an ordinal, None if it is unknown."""
        day = self.dates[self.article[number]]
        return date.fromisoformat(day).toordinal() if len(day) == len("2016-09-26") else None

    def overlap(self, number: int, other: int) -> bool:
        """True if two quotes overlap in one article: one is inside the other."""
        same = self.article[number] == self.article[other]
        return (
            same and self.start[number] < self.end[other] and self.start[other] < self.end[number]
        )


class Vocabulary:
    """The numbered words of all quotes, with the information of each word, the number of its stem
    (0: none), and whether it is a number."""

    def __init__(self) -> None:
        self.weights: list[float] = []
        self.stems = array("I")
        self.numerals: set[int] = set()
        self._numbers: dict[str, int] = {}
        self._stem_numbers: dict[str, int] = {"": 0}

    def numbers(self, keys: Sequence[str]) -> list[int]:
        return [self._numbers[key] if key in self._numbers else self._new(key) for key in keys]

    def _new(self, key: str) -> int:
        rank = common_words().get(key, _FREQUENT)
        self.weights.append(
            _FUNCTION if not is_content(key) else _COMMON if rank < _FREQUENT else _RARE
        )
        stem = key[:_STEM] if is_content(key) else ""
        self.stems.append(self._stem_numbers.setdefault(stem, len(self._stem_numbers)))
        if any(map(str.isdecimal, key)):
            self.numerals.add(len(self._numbers))
        return self._numbers.setdefault(key, len(self._numbers))


def compared_words(type: QuoteType, text: str) -> Words:
    """Return the compared words of a quote: all words of a direct quote, the words between marks of
    a mixed one."""
    return words_of(text, quoted_spans(make_article(text)) if type == "mixed" else None)
