"""Read JSON lines (one object per line) and JSON (a list of objects, or one or more objects)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import TextIOBase
from typing import Any, Final

from quoteminer.errors import InputError
from quoteminer.inputs.open_files import File
from quoteminer.inputs.rows import Input, is_plain_id, keys_of, repaired, row_article, too_long
from quoteminer.inputs.unpack import CHUNK
from quoteminer.records.jsontext import plain

# Beginnings of files that are probably JSON objects, or a list of them:
OBJECT: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*(?:"|\})')
LIST: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*\[\s*(?:\{\s*["}]|$)')
_BETWEEN: Final = re.compile(r"[\s,\[\]]*")
_DECODER: Final = json.JSONDecoder()
_RECORD_KEYS: Final = {"schema_version", "quotes", "speakers"}


class RecordsError(InputError):
    """The file has records that quoteminer wrote, not articles."""


class JsonError(ValueError):
    """The text is not JSON. ``line`` counts from 1; ``too_long``: a value is longer than the
    limit."""

    def __init__(self, reason: str, line: int, *, too_long: bool = False) -> None:
        super().__init__(reason)
        self.line = line
        self.too_long = too_long


class JsonValues:
    """The values of a JSON list, or of a sequence, in a stream of text. A value has at most
    ``most`` characters."""

    def __init__(self, stream: TextIOBase, most: int) -> None:
        self._stream, self._most = stream, most
        # what was read and not yet dropped, and where the next value starts in it
        self._text, self._start = "", 0
        self._line, self._depth = 1, 0  # at that start: the line in the file, the open lists
        # the characters to read next; nothing is left to read
        self._size, self._ended = CHUNK, False

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Yield the first line and the JSON text of each value. Raises JsonError at the first
        invalid or too long value."""
        while True:
            gap = _BETWEEN.match(self._text, self._start)
            assert gap
            self._depth += gap[0].count("[") - gap[0].count("]")
            self._advance(gap.end())
            end, error = self._end_of_value()
            if end is not None:
                yield self._line, self._text[self._start : end]
                self._advance(end)
                self._size = CHUNK
            elif not self._ended and len(self._text) - self._start <= self._most:
                more = self._stream.read(self._size)
                self._text, self._start = self._text[self._start :] + more, 0
                # doubled: linear in all
                self._size, self._ended = min(2 * self._size, self._most), not more
            elif self._start == len(self._text) and not self._depth:
                return
            else:
                raise self._explained(error)

    def _advance(self, place: int) -> None:
        self._line += self._text.count("\n", self._start, place)
        self._start = place

    def _end_of_value(self) -> tuple[int | None, ValueError | None]:
        """Return the end of the value that starts here; None with an error if it is invalid or may
        be incomplete."""
        try:
            _, end = _DECODER.raw_decode(self._text, self._start)
        except RecursionError:
            raise JsonError("is nested too deeply", self._line) from None
        except ValueError as error:
            return None, error
        # The digits of a number may go on in what follows.
        whole = self._ended or end < len(self._text) or self._text[end - 1] in '}"'
        return end if whole else None, None

    def _explained(self, error: ValueError | None) -> JsonError:
        # Some errors have no position, such as the error for a number with too many digits.
        reason, place = getattr(error, "msg", str(error or "")), getattr(error, "pos", self._start)
        if reason.startswith("Unterminated") or place >= len(self._text.rstrip()):
            reason = "is cut off: the file ends before what begins here does"
            return JsonError(reason, self._line, too_long=not self._ended)
        return JsonError(
            f"is not JSON ({reason})", self._line + self._text.count("\n", self._start, place)
        )


def read_json_lines(file: File) -> Iterator[Input | InputError]:
    """Yield the articles of a file of JSON lines. A file of that name with a JSON list is read as a
    list."""
    if LIST.match(file.head):
        return read_json(file)
    lines = (
        (f"line {line.number}", line.number, line.text)
        for line in file.lines()
        if line.cut or line.text.strip()
    )
    return _articles(lines, file, "Give one JSON object per line, with id and text.")


def read_json(file: File) -> Iterator[Input | InputError]:
    """Yield the articles of a JSON file up to its first error."""
    return _articles(_values(file), file, "Give a list of JSON objects, with id and text.")


def _values(file: File) -> Iterator[tuple[str, int, str]]:
    """Yield the place of each value for messages, its number from 1, and its JSON text."""
    previous = number = 0
    try:
        for number, (line, text) in enumerate(
            JsonValues(file.text(), file.options.row_size), start=1
        ):
            yield f"line {line}" + (f", item {number}" if line == previous else ""), number, text
            previous = line
    except JsonError as error:
        place = f"line {error.line}, item {number + 1}"
        if error.too_long:
            raise too_long(file, place, what="the rest is not read, for the object") from None
        advice = (
            "Fix the file, or use .jsonl (one object per line), where one bad line doesn't affect"
            " the others."
        )
        raise file.error(f"{error}. The rest is not read. {advice}", place) from None


def _articles(
    values: Iterator[tuple[str, int, str]], file: File, advice: str
) -> Iterator[Input | InputError]:
    """Yield the articles of values; an empty value was too long. Raises RecordsError if a record
    comes first."""
    if not OBJECT.match(file.head):
        file.refuse_binary(advice)
    is_first = True
    for place, number, text in values:
        try:
            if not text:
                raise too_long(file, place, what="the line")
            content, warnings = repaired(text, file, place)
            value = _object(content, file, place, advice)
            if value.keys() >= _RECORD_KEYS:
                reason = (
                    "is a record that quoteminer wrote, not an article. Give the original article."
                )
                error = file.error(reason, place)
                raise RecordsError(str(error), source=file.source) if is_first else error
            text_key, id_key = keys_of(value, file, place, tell=is_first)
            id, words = value[id_key] if id_key else None, value.pop(text_key)
            if id_key and is_plain_id(id_key):
                value.pop(id_key, None)
            yield row_article(words, file, place, number, id=id, meta=value, warnings=warnings)
            is_first = False
        except RecordsError:
            raise
        except InputError as error:
            yield error


def _object(content: str, file: File, place: str, advice: str) -> dict[str, Any]:
    try:
        value = json.loads(
            content, parse_constant=lambda _: None, parse_float=lambda digits: plain(float(digits))
        )
    except (ValueError, RecursionError) as error:
        problem = f"not JSON ({error})" if isinstance(error, ValueError) else "nested too deeply"
        raise file.error(f"is {problem}. {advice}", place) from None
    if not isinstance(value, dict):
        raise file.error(f"expected a JSON object with a text. {advice}", place)
    return value
