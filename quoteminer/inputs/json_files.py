"""JSON lines (an object a line) and JSON (a list of objects, or one or more objects)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import TextIOBase
from typing import Any, Final

from quoteminer.errors import InputError
from quoteminer.inputs.open_files import CHUNK, File
from quoteminer.inputs.rows import Input, is_plain_id, json_value, keys_of, repaired, row_article, too_long

# Beginnings of files that are likely to be JSON objects, or a list of them:
OBJECT: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*(?:"|\})')
LIST: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*\[\s*(?:\{\s*["}]|$)')
_BETWEEN: Final = re.compile(r"[\s,\[\]]*")
_RECORD_KEYS: Final = {"schema_version", "quotes", "speakers"}


class RecordsError(InputError):
    """A file of records that quoteminer wrote, not of articles."""


class JsonError(ValueError):
    """Text that is not JSON. ``line`` counts from 1; ``too_long``: a value is longer than the limit."""

    def __init__(self, reason: str, line: int, *, too_long: bool = False) -> None:
        super().__init__(reason)
        self.line = line
        self.too_long = too_long


def json_values(stream: TextIOBase, most: int) -> Iterator[tuple[int, str]]:
    """Yield the first line and the JSON text of each value in a list or sequence. Raises JsonError at the first invalid
    one, or one of more than ``most`` characters."""
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
        if end > at and (ended or end < len(text) or text[end - 1] in '}"'):  # a number may be incomplete
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


def read_json_lines(file: File) -> Iterator[Input | InputError]:
    """Yield the articles of a file of JSON lines. A JSON list of that name is read as one."""
    if LIST.match(file.head):
        return read_json(file)
    lines = ((f"line {one.number}", one.number, one.text) for one in file.lines() if one.cut or one.text.strip())
    return _articles(lines, file, "Give one JSON object a line, with id and text.")


def read_json(file: File) -> Iterator[Input | InputError]:
    """Yield the articles of a JSON file up to its first error."""
    return _articles(_values(file), file, "Give a list of JSON objects, with id and text.")


def _values(file: File) -> Iterator[tuple[str, int, str]]:
    """Yield the place of each value for messages, its number from 1, and its JSON text."""
    previous = number = 0
    try:
        for number, (line, text) in enumerate(json_values(file.text(), file.options.row_size), start=1):
            yield f"line {line}" + (f", item {number}" if line == previous else ""), number, text
            previous = line
    except JsonError as error:
        place = f"line {error.line}, item {number + 1}"
        if error.too_long:
            raise too_long(file, place, what="the rest is not read, for the object") from None
        advice = "Fix the file, or use .jsonl (one object per line), where one bad line doesn't affect the others."
        raise file.error(f"{error}. The rest is not read. {advice}", place) from None


def _articles(values: Iterator[tuple[str, int, str]], file: File, advice: str) -> Iterator[Input | InputError]:
    """Yield the articles of values; an empty value was too long. Raises RecordsError if a record comes first."""
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
                reason = "is a record that quoteminer wrote, no article. Give the articles that it was made of."
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
        value = json.loads(content, parse_constant=lambda _: None, parse_float=lambda digits: json_value(float(digits)))
    except ValueError as error:
        raise file.error(f"is no JSON ({error}). {advice}", place) from None
    except RecursionError:
        raise file.error(f"is nested too deeply. {advice}", place) from None
    if not isinstance(value, dict):
        raise file.error(f"expected a JSON object with a text. {advice}", place)
    return value
