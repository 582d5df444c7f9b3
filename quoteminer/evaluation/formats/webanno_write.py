"""WebAnno TSV 3.3, which INCEpTION imports: writing. What stands where is told in webanno.py."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any, Final

from quoteminer.evaluation.formats.graph import Mark, marks_of
from quoteminer.evaluation.formats.jsonl import speaker_to_dict
from quoteminer.evaluation.formats.pieces import Line, lines_of, trimmed
from quoteminer.evaluation.formats.roster import speaker_in_words
from quoteminer.evaluation.formats.webanno_table import (
    BASE,
    EMPTY,
    ESCAPES,
    NO_VALUE,
    RELATION_LAYER,
    SENTENCE_ID,
    SPAN_LAYER,
    TEXT,
)
from quoteminer.evaluation.gold import GoldArticle, GoldQuote
from quoteminer.output.jsontext import dump
from quoteminer.types import Span

SUFFIX: Final = ".tsv"
_HEADER: Final = "#FORMAT=WebAnno TSV 3.3"
_SPAN: Final = "custom.Span"
_RELATION: Final = "custom.Relation"
_FEATURES: Final = ("label", "act", "speaker")
_RESERVED = re.compile(r"->|[\\\[\]|_;*]")
_CONTROL = re.compile(r"[\x00-\x08\t\n\f\r\x0e-\x1f\\]")
_LETTERS: Final = {character: letter for letter, character in ESCAPES.items()}
_NEW_SENTENCE = re.compile(r"\s*\n *")
"""Space between two lines that the format can hold between two sentences: all before the last line end belongs to the
first one, and spaces behind it are filled in."""


def files(article: GoldArticle, stem: str) -> dict[str, str]:
    """The article's file: suffix and content. ``stem``: what it is called, which is the id that will be read. The text
    must have a word."""
    return {SUFFIX: _Sheet(article, lines_of(article), stem).content()}


def escape_text(text: str) -> str:
    """Text for a line of its own: control characters and backslashes get a backslash."""
    return _CONTROL.sub(lambda found: "\\" + _LETTERS.get(found[0], found[0]), text)


def escape_value(value: str) -> str:
    """A value for a cell: reserved characters get a backslash."""
    return _RESERVED.sub(lambda found: "\\" + found[0], value)


class _Sheet:
    """One article as rows."""

    def __init__(self, article: GoldArticle, lines: Sequence[Line], stem: str) -> None:
        self._text = article.text
        self._sentences = _sentences(article.text, lines)
        self._meta = _meta(article, stem, lines)
        self._marks, links = marks_of(_trimmed(article), {one.id: speaker_in_words(one) for one in article.speakers})
        self._features = [name for name in _FEATURES if any(_value(mark, name) for mark in self._marks)]
        tokens = [(token, f"{n}-{m}") for n, one in enumerate(self._sentences, 1) for m, token in enumerate(one, 1)]
        self._ids = {start: id for (start, _), id in tokens}
        self._standing = _standing(self._marks, [start for (start, _), _ in tokens])
        self._links: dict[int, list[tuple[int, int, str]]] = {}
        for source, target, label in links:
            self._links.setdefault(self._marks[target].span[0], []).append((source, target, label))
        self._units = list(accumulate((1 + (letter > "\uffff") for letter in self._text), initial=0))

    def content(self) -> str:
        """The whole file."""
        head = [_HEADER]
        if self._features:
            head.append(f"{SPAN_LAYER}{_SPAN}|{'|'.join(self._features)}")
        if self._links:
            head.append(f"{RELATION_LAYER}{_RELATION}|label|{BASE}{_SPAN}")
        sentences = (self._sentence(number) for number in range(len(self._sentences)))
        return "".join(f"{line}\n" for line in [*head, ""]) + "".join(f"\n{sentence}" for sentence in sentences)

    def _sentence(self, number: int) -> str:
        tokens = self._sentences[number]
        start, end = tokens[0][0], tokens[-1][1]
        if number + 1 < len(self._sentences):
            end += self._text[end : self._sentences[number + 1][0][0]].rindex("\n")
        rows = [f"{TEXT}{escape_text(line)}" for line in self._text[start:end].split("\n")]
        if number == 0 and self._meta:
            rows.insert(0, f"{SENTENCE_ID}{escape_text(dump(self._meta))}")
        return "".join(f"{row}\n" for row in [*rows, *map(self._row, tokens)])

    def _row(self, token: Span) -> str:
        start, end = token
        cells = [self._ids[start], f"{self._units[start]}-{self._units[end]}", self._text[start:end]]
        here = self._standing.get(start, ())
        for name in self._features:
            values = (f"{_value(self._marks[index], name) or NO_VALUE}[{index + 1}]" for index in here)
            cells.append("|".join(values) or EMPTY)
        if self._links:
            coming = self._links.get(start, ())
            cells.append("|".join(label for _, _, label in coming) or EMPTY)
            cells.append("|".join(self._end(source, target) for source, target, _ in coming) or EMPTY)
        return "\t".join([*cells, ""])

    def _end(self, source: int, target: int) -> str:
        return f"{self._ids[self._marks[source].span[0]]}[{source + 1}_{target + 1}]"


def _value(mark: Mark, feature: str) -> str | None:
    """A feature's value for a cell."""
    value = {"label": mark.role.capitalize(), "act": mark.act, "speaker": mark.speaker}[feature]
    return escape_value(value) if value else None


def _standing(marks: Sequence[Mark], starts: Sequence[int]) -> dict[int, list[int]]:
    """The indices of the marks that stand on each token, by the token's start; a mark is whole tokens."""
    standing: dict[int, list[int]] = {}
    for index, mark in enumerate(marks):
        for start in starts[bisect_left(starts, mark.span[0]) : bisect_left(starts, mark.span[1])]:
            standing.setdefault(start, []).append(index)
    return standing


def _sentences(text: str, lines: Sequence[Line]) -> list[tuple[Span, ...]]:
    """The tokens of each sentence: a line, with those that follow it where the space between can't be held
    otherwise."""
    sentences: list[tuple[Span, ...]] = []
    for line in lines:
        if sentences and not _NEW_SENTENCE.fullmatch(text, sentences[-1][-1][1], line.span[0]):
            sentences[-1] += line.tokens
        else:
            sentences.append(line.tokens)
    return sentences


def _meta(article: GoldArticle, stem: str, lines: Sequence[Line]) -> dict[str, Any]:
    """What the format has no place for."""
    lead, tail = article.text[: lines[0].span[0]], article.text[lines[-1].span[1] :]
    values: dict[str, Any] = {
        "id": article.id if article.id != stem else None,
        "speakers": [speaker_to_dict(speaker) for speaker in article.speakers],
        "lead": lead if lead.strip(" ") else None,
        "tail": tail,
    }
    return {key: value for key, value in values.items() if value}


def _trimmed(article: GoldArticle) -> list[GoldQuote]:
    """The quotes without space at the ends of their spans; those that have no content then are left out."""
    quotes = []
    for quote in article.quotes:
        content, cue, source = (
            tuple(filter(None, (trimmed(article.text, span) for span in spans)))
            for spans in (quote.content, quote.cue, quote.source)
        )
        if content:
            quotes.append(replace(quote, content=content, cue=cue, source=source))
    return quotes
