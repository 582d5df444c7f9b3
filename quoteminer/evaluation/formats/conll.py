"""CoNLL columns: a token a line, a tab, its BIO label; a blank line after each sequence. Comments name article and
text.

::

    # id = morning/17
    # text = Ida said no.
    # after = "\\n\\n"
    Ida	B-Source
    said	B-Cue
    no	B-Content
    .	O

What labels lose, and how quotes are made of them, is told in labels.py; the links are looked for within a sequence. A
sequence that is written here is a line of the text.

Reading: the token is the first column, the label the last; columns stand between tabs, or spaces where a line has no
tab. BIO, BIOES and BILOU with roles in whatever case. ``# id = …``, ``# newdoc id = …``, ``# newdoc`` and a token
``-DOCSTART-`` begin an article; without any, the file is one. ``# text = …`` is the sequence's text, ``# after = "…"``
(a JSON string) the white space behind it, ``# before`` that before the first one. Without text the tokens stand with
single spaces between them; without ``after``, so do the sequences. Other comments are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from quoteminer.errors import GoldError
from quoteminer.evaluation.formats.check import checked_in_order
from quoteminer.evaluation.formats.cofenet import find_tokens
from quoteminer.evaluation.formats.labels import LABEL_HINT, Label, labels_of, parse_label, quotes_of_labels
from quoteminer.evaluation.formats.pieces import Line, lines_of
from quoteminer.evaluation.formats.place import Place
from quoteminer.evaluation.formats.source import GoldFile, parse_json
from quoteminer.evaluation.gold import GoldArticle, GoldQuote
from quoteminer.output.jsontext import dump
from quoteminer.output.writer import StreamWriter

_COMMENT = re.compile(r"#\s*(id|newdoc id|newdoc|text|after|before)\b\s*(?:=\s?(.*))?")
_DOCUMENT = "-DOCSTART-"


def read(file: GoldFile) -> Iterator[GoldArticle | GoldError]:
    """The articles of a file. An article with a line that is wrong is not given, but the first such line is told."""
    draft = _Draft(file.name, file.at(1))
    for number, data in file.lines():
        place = file.at(number)
        try:
            line = file.line(number, data)
            began = _beginning(line, file.name, place)
        except GoldError as error:
            draft.error = draft.error or error
            continue
        if began is not None and began != draft.id and (began or draft.begun):
            yield from draft.finished()
            draft = _Draft(began or f"{file.name}:{number}", place, begun=bool(began))
        draft.add(line, place)
    yield from draft.finished()


@dataclass(slots=True)
class _Sequence:
    """A sequence as its lines come in. ``text`` and ``after`` are None where no comment gives them."""

    tokens: list[str] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    text: str | None = None
    after: str | None = None


@dataclass(slots=True)
class _Draft:
    """An article as its lines come in."""

    id: str
    place: Place
    begun: bool = False
    text: str = ""
    gap: str | None = ""
    quotes: list[GoldQuote] = field(default_factory=list)
    error: GoldError | None = None
    sequence: _Sequence = field(default_factory=_Sequence)

    def add(self, line: str, place: Place) -> None:
        """Add a line; what is wrong with it is kept for `finished`."""
        try:
            self._add(line, place)
        except GoldError as error:
            self.error = self.error or error

    def finished(self) -> Iterator[GoldArticle | GoldError]:
        """The article, or the first thing that was wrong with it; nothing where no line has begun it."""
        try:
            self._end_sequence(self.place)
            if self.error:
                yield self.error
            elif self.begun:
                article = GoldArticle(self.id, self.text + (self.gap or ""), tuple(self.quotes))
                yield checked_in_order(article, self.place)
        except GoldError as error:
            yield error

    def _add(self, line: str, place: Place) -> None:
        if not line.strip():
            self._end_sequence(place)
            return
        comment = _COMMENT.fullmatch(line)
        if comment:
            self._comment(comment[1], comment[2] or "", place, before=comment.start(2))
        elif not _is_comment(line):
            self._row(line, place)

    def _comment(self, key: str, value: str, place: Place, *, before: int) -> None:
        self.begun = self.begun or key != "newdoc"
        if key == "text":
            self.sequence.text = value
        elif key == "after":
            self.sequence.after = str(parse_json(value, place, before=before))
        elif key == "before":
            self.text += str(parse_json(value, place, before=before))

    def _row(self, line: str, place: Place) -> None:
        columns = _columns(line)
        if columns[0] == _DOCUMENT:
            return
        self.begun = True
        if len(columns) < 2:
            raise place.error("has one column. Write token, tab and label.", 1)
        column = len(line.rstrip()) - len(columns[-1]) + 1
        try:
            self.sequence.labels.append(parse_label(columns[-1]))
        except ValueError:
            raise place.error(f"the label is {columns[-1]!r}. {LABEL_HINT}", column) from None
        self.sequence.tokens.append(columns[0])

    def _end_sequence(self, place: Place) -> None:
        done, self.sequence = self.sequence, _Sequence()
        if not done.tokens and done.text is None:
            return
        text = " ".join(done.tokens) if done.text is None else done.text
        self.text += " " if self.gap is None else self.gap
        spans = find_tokens(done.tokens, text, place, start=len(self.text))
        self.text += text
        self.gap = done.after
        self.quotes += quotes_of_labels(spans, done.labels)


class ConllWriter(StreamWriter[GoldArticle]):
    """Two columns, a sequence for each line of the article that is not blank."""

    def write(self, record: GoldArticle) -> None:
        lines, text = lines_of(record), record.text
        id = record.id
        plain = id.isprintable() and id == id.strip() and not id.startswith('"')
        self._comment("id", id if plain else dump(id))
        first = lines[0].span[0] if lines else len(text)
        if first:
            self._comment("before", dump(text[:first]))
        for index, (line, labels) in enumerate(zip(lines, labels_of(record, lines), strict=True)):
            after = lines[index + 1].span[0] if index + 1 < len(lines) else len(text)
            self._sequence(text, line, labels, text[line.span[1] : after])
        self.stream.write("" if lines else "\n")

    def _sequence(self, text: str, line: Line, labels: list[str], after: str) -> None:
        self._comment("text", text[line.span[0] : line.span[1]])
        self._comment("after", dump(after))
        for (start, end), label in zip(line.tokens, labels, strict=True):
            prefix, _, role = label.partition("-")
            self.stream.write(f"{text[start:end]}\t{prefix}{'-' if role else ''}{role.capitalize()}\n")
        self.stream.write("\n")

    def _comment(self, key: str, value: str) -> None:
        self.stream.write(f"# {key} = {value}\n")


def is_row(line: str) -> bool:
    """Whether a line is a token with a label."""
    columns = _columns(line)
    if len(columns) < 2:
        return False
    try:
        parse_label(columns[-1])
    except ValueError:
        return False
    return True


def _beginning(line: str, name: str, place: Place) -> str | None:
    """The id of the article that a line begins, "" where it says none; None where it begins none."""
    if _columns(line)[:1] == [_DOCUMENT]:
        return ""
    comment = _COMMENT.fullmatch(line)
    if not comment or comment[1] not in ("id", "newdoc id", "newdoc"):
        return None
    value = (comment[2] or "").strip()
    return str(parse_json(value, place)) if value.startswith('"') else value


def _is_comment(line: str) -> bool:
    """A line with a number sign first that is no row of a token "#"."""
    return line.startswith("#") and "\t" not in line and not is_row(line)


def _columns(line: str) -> list[str]:
    return [column.strip() for column in line.rstrip().split("\t")] if "\t" in line else line.split()
