"""JSON lines (an object a line) and JSON (a list of objects, one object, or several that follow each other)."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from io import TextIOBase
from typing import Any, Final

from quoteminer.errors import InputError
from quoteminer.inputs.articles import Input, repaired, row_article, too_long
from quoteminer.inputs.columns import is_plain_id, listed, tell_guess, text_and_id
from quoteminer.inputs.files import File
from quoteminer.inputs.packed import CHUNK
from quoteminer.text.encoding import is_binary

_OBJECT: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*(?:"|\})')
_LIST: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*\[\s*(?:\{\s*["}]|$)')
_BETWEEN: Final = re.compile(r"[\s,\[\]]*")
_RECORD_KEYS: Final = {"schema_version", "quotes", "speakers"}


class RecordsError(InputError):
    """A file holds records that quoteminer wrote, where articles are wanted."""


class JsonError(ValueError):
    """Text that is not JSON. ``line`` counts from 1; ``too_long``: a value is longer than the limit."""

    def __init__(self, reason: str, line: int, *, too_long: bool = False) -> None:
        super().__init__(reason)
        self.line = line
        self.too_long = too_long


def json_values(stream: TextIOBase, most: int) -> Iterator[tuple[int, str]]:
    """Yield the values of a JSON file as JSON text, each with the line where it begins.

    The values stand in a list, alone, or one behind the other.

    Args:
        stream: the file.
        most: characters of a value.

    Raises:
        JsonError: after the last value before the break.
    """
    decode = json.JSONDecoder().raw_decode
    text, at, line, depth, size, ended = "", 0, 1, 0, CHUNK, False
    while True:
        gap = _BETWEEN.match(text, at)
        assert gap
        line, depth, at = line + gap[0].count("\n"), depth + gap[0].count("[") - gap[0].count("]"), gap.end()
        reason, broken = "", at
        try:
            end = decode(text, at)[1]
        except RecursionError:
            raise JsonError("is nested too deeply", line) from None
        except ValueError as error:  # one that is not JSON's own has no place: a number of too many digits
            end, reason, broken = at, getattr(error, "msg", str(error)), getattr(error, "pos", at)
        if end > at and (ended or end < len(text) or text[end - 1] in '}"'):  # a number may go on
            yield line, text[at:end]
            line, at, size = line + text.count("\n", at, end), end, CHUNK
        elif not ended and len(text) - at <= most:
            more = stream.read(size)
            text, at, size, ended = text[at:] + more, 0, min(2 * size, most), not more  # doubled: linear in all
        elif at == len(text) and not depth:
            return
        elif reason.startswith("Unterminated") or broken >= len(text.rstrip()):
            raise JsonError("is cut off: the file ends before what begins here does", line, too_long=not ended)
        else:
            raise JsonError(f"is no JSON ({reason})", line + text.count("\n", at, broken))


def begins_like_object(head: bytes) -> bool:
    """True if a file that begins so is likely to be JSON objects."""
    return _OBJECT.match(head) is not None


def begins_like_list(head: bytes) -> bool:
    """True if a file that begins so is likely to be a JSON list of objects."""
    return _LIST.match(head) is not None


def read_json_lines(file: File) -> Iterator[Input | InputError]:
    """Yield the articles of a file of JSON lines. A JSON list of that name is read as one."""
    if begins_like_list(file.head):
        yield from read_json(file)
        return
    objects, found = _Objects(file, shape="one JSON object a line"), False
    for line in file.lines():
        place = f"line {line.number}"
        if line.cut:
            yield too_long(file, place, what="the line")
        elif not line.text.strip():
            continue
        else:
            yield objects.article(line.text, place, line.number, is_first=not found)
        found = True
    if not found:
        raise file.error("has no line with an article. Give one JSON object a line, with id and text.")


def read_json(file: File) -> Iterator[Input | InputError]:
    """Yield the articles of a JSON file up to its first break."""
    objects, number, previous = _Objects(file, shape="a list of JSON objects"), 0, 0
    try:
        for number, (line, text) in enumerate(json_values(file.text(), file.options.row_size), start=1):
            place = f"line {line}" + (f", item {number}" if line == previous else "")
            previous = line
            yield objects.article(text, place, number, is_first=number == 1)
    except JsonError as error:
        place = f"line {error.line}"
        if error.too_long:
            raise too_long(file, f"{place}, the rest is not read", what="the object") from None
        raise file.error(
            f"{error}. The rest is not read. Give a list of JSON objects, or one a line (.jsonl), where a broken one "
            "costs no other.",
            place,
        ) from None
    if not number:
        raise file.error("has no article. Give a list of JSON objects, with id and text.")


class _Objects:
    """The objects of a file. Which keys were guessed is told once."""

    def __init__(self, file: File, *, shape: str) -> None:
        file.refuse_known_kinds()
        if is_binary(file.head) and not begins_like_object(file.head):
            raise file.error(f"is a binary file, not text. Give {shape}, with id and text.")
        self._file = file
        self._advice = f"Give {shape}, with id and text."
        self._told = False

    def article(self, source: str, place: str, number: int, *, is_first: bool) -> Input | InputError:
        """Make an article of JSON text. Raises RecordsError if the first one of a file is a record."""
        try:
            return self._article(source, place, number)
        except InputError as error:
            if is_first and isinstance(error, RecordsError):
                raise
            return error

    def _article(self, source: str, place: str, number: int) -> Input:
        content, warnings = repaired(source, self._file, place)
        value = self._object(content, place)
        strings = (key for key, item in value.items() if isinstance(item, str))
        text, id = text_and_id(list(value), strings, self._file, place, "key")
        name = value[id] if id else None
        if text is None:
            raise self._file.error(
                f"has no text (its keys are: {listed(list(value))}). Give an object with the article as a string under "
                "the key 'text', or name its key with --text-column.",
                place,
                id=name,
            )
        self._tell(text, id)
        words = value.pop(text)
        if id and is_plain_id(id):
            value.pop(id, None)
        return row_article(words, self._file, place, number, id=name, meta=value, warnings=warnings)

    def _object(self, content: str, place: str) -> dict[str, Any]:
        try:
            value = json.loads(content, parse_constant=lambda _: None, parse_float=_finite)
        except ValueError as error:
            raise self._file.error(f"is no JSON ({error}). {self._advice}", place) from None
        except RecursionError:
            raise self._file.error(f"is nested too deeply. {self._advice}", place) from None
        if not isinstance(value, dict):
            raise self._file.error(f"expected a JSON object with a text. {self._advice}", place)
        if value.keys() >= _RECORD_KEYS:
            reason = "is a record that quoteminer wrote, no article. Give the articles that it was made of."
            raise RecordsError(str(self._file.error(reason, place)), source=self._file.source)
        return value

    def _tell(self, text: str, id: str | None) -> None:
        """Tell a guess once, unless it is what the manual promises."""
        asked = self._file.options.columns
        guessed = (asked.text is None and text != "text") or (asked.id is None and id not in (None, "id"))
        if guessed and not self._told:
            tell_guess(self._file, text, id)
        self._told = True


def _finite(digits: str) -> float | None:
    """Read a number; one that is too large for a float becomes null."""
    value = float(digits)
    return value if math.isfinite(value) else None
