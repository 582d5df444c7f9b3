"""CofeNet's data (Wang et al., COLING 2022): one JSON object a line, with tokens and one BIO label for each.

::

    {"tokens": ["Ida", "said", "no", "."], "labels": ["B-source", "B-cue", "B-content", "O"], "id": "…"}

Its files (``train.txt``, ``valid.txt``, ``test.txt``) have a sentence or a chunk of a few sentences on each line, those
of one document behind each other under one ``id``; here they become one article again. What labels lose, and how quotes
are made of them, is told in labels.py; the links are looked for within a line.

A file of CofeNet's has no text: it becomes the tokens with single spaces between them, and the lines with line ends.
What is written here has, besides, the ``text`` of each line with the space that follows it, which CofeNet passes over;
then the tokens are looked for in that, and the article's text is as it was. Other keys (``pos``, ``ner``) are passed
over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from quoteminer.errors import GoldError
from quoteminer.evaluation.formats.check import checked_in_order
from quoteminer.evaluation.formats.jsonl import id_of
from quoteminer.evaluation.formats.labels import LABEL_HINT, Label, labels_of, parse_label, quotes_of_labels
from quoteminer.evaluation.formats.pieces import lines_of
from quoteminer.evaluation.formats.place import Place
from quoteminer.evaluation.formats.source import GoldFile, parse_json
from quoteminer.evaluation.gold import GoldArticle, GoldQuote
from quoteminer.output.jsontext import dump
from quoteminer.output.writer import StreamWriter
from quoteminer.types import Span


def read(file: GoldFile) -> Iterator[GoldArticle | GoldError]:
    """The articles of a file. An article one of whose lines is wrong is not given, but its first wrong line is told."""
    draft: Draft | None = None
    unread: GoldError | None = None
    for value, place in _objects(file):
        if isinstance(value, GoldError):
            unread = unread or value
            continue
        id = id_of(value, f"{file.name}:{place.line}")
        if draft is None or draft.id != id:
            yield from _ended(draft, unread)
            draft = Draft(id, place)
        elif unread:  # the line that can't be read stands in the middle of this article
            draft.error = draft.error or unread
        unread = None
        draft.add(value, place)
    yield from _ended(draft, unread)


def find_tokens(tokens: list[str], text: str, place: Place, *, start: int = 0) -> list[Span]:
    """Where the tokens stand in the text, one behind the other with nothing but space between; offsets count from
    ``start``. Raises GoldError where one is not there."""
    spans: list[Span] = []
    at = 0
    for token in tokens:
        while at < len(text) and text[at].isspace() and not text.startswith(token, at):
            at += 1
        if not text.startswith(token, at):
            raise place.error(
                f"the token {token!r} is not at character {at} of the text, where {text[at : at + 20]!r} stands. Write "
                "the tokens as in the text, or take the text out."
            )
        spans.append((start + at, start + at + len(token)))
        at += len(token)
    return spans


@dataclass(slots=True)
class Draft:
    """An article as its lines come in."""

    id: str
    place: Place
    text: str = ""
    quotes: list[GoldQuote] = field(default_factory=list)
    error: GoldError | None = None

    def add(self, value: dict[str, Any], place: Place) -> None:
        """Add a line; what is wrong with it is kept for `finished`."""
        try:
            self._add(value, place)
        except GoldError as error:
            self.error = self.error or error

    def finished(self) -> Iterator[GoldArticle | GoldError]:
        """The article, or the first thing that was wrong with it."""
        if self.error:
            yield self.error
            return
        try:
            yield checked_in_order(GoldArticle(self.id, self.text, tuple(self.quotes)), self.place)
        except GoldError as error:
            yield error

    def _add(self, value: dict[str, Any], place: Place) -> None:
        tokens, labels = _labelled(value, place)
        text = value.get("text")
        if not isinstance(text, str):
            self.text += "\n" if self.text else ""
            text = " ".join(tokens)
        spans = find_tokens(tokens, text, place, start=len(self.text))
        self.text += text
        self.quotes += quotes_of_labels(spans, labels)


class CofeNetWriter(StreamWriter[GoldArticle]):
    """A line of JSON for each line of the article that is not blank, since CofeNet reads a few hundred tokens at a
    time."""

    def write(self, record: GoldArticle) -> None:
        lines, text = lines_of(record), record.text
        starts = [0, *(line.span[0] for line in lines[1:]), len(text)]
        for index, (line, labels) in enumerate(zip(lines, labels_of(record, lines), strict=True)):
            tokens = [text[start:end] for start, end in line.tokens]
            self._write(record.id, tokens, labels, text[starts[index] : starts[index + 1]])
        if not lines:
            self._write(record.id, [], [], text)

    def _write(self, id: str, tokens: list[str], labels: list[str], text: str) -> None:
        self.stream.write(dump({"tokens": tokens, "labels": labels, "id": id, "text": text}) + "\n")


def _ended(draft: Draft | None, unread: GoldError | None) -> Iterator[GoldArticle | GoldError]:
    if draft:
        yield from draft.finished()
    if unread:
        yield unread


def _objects(file: GoldFile) -> Iterator[tuple[dict[str, Any] | GoldError, Place]]:
    for number, data in file.lines():
        if not data.strip():
            continue
        place = file.at(number)
        try:
            value = parse_json(file.line(number, data), place)
            if not isinstance(value, dict):
                raise place.error("is no object. Give one with tokens and labels.")
            yield value, place
        except GoldError as error:
            yield error, place


def _labelled(value: dict[str, Any], place: Place) -> tuple[list[str], list[Label]]:
    tokens, labels = (value.get(key) for key in ("tokens", "labels"))
    for key, listed in (("tokens", tokens), ("labels", labels)):
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise place.error(f"the {key} are no list of strings. Give one label for each token.")
    assert isinstance(tokens, list)
    assert isinstance(labels, list)
    if len(tokens) != len(labels):
        raise place.error(f"has {len(tokens)} tokens and {len(labels)} labels. Give one label for each token.")
    if not all(tokens):
        raise place.error(f"token {tokens.index('') + 1} is empty. Take it and its label out.")
    return tokens, [_label(label, place, f"label {number}") for number, label in enumerate(labels, start=1)]


def _label(written: str, place: Place, what: str) -> Label:
    try:
        return parse_label(written)
    except ValueError:
        raise place.error(f"{what} is {written!r}. {LABEL_HINT}") from None
