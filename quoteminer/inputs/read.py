"""Where articles come from: files of text, files of JSON lines, standard input. What can't be read is told, not raised,
so that one bad input never ends the stream."""

from __future__ import annotations

import json
import math
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from quoteminer.errors import InputError
from quoteminer.inputs.item import Columns, Input
from quoteminer.text.article import INVISIBLE
from quoteminer.text.encoding import decode, has_wide_mark
from quoteminer.types import Warning

STDIN = "-"
MAX_CHARS = 5_000_000
"""Characters that an article may have, where nothing else is said."""
ANY_COLUMNS = Columns()
JSON_LINES = (".jsonl", ".ndjson")
_HINTS = {
    ".json": "Give one article a line as .jsonl, or the text alone.",
    ".html": "Take the article's text out first, and save it as .txt.",
    ".htm": "Take the article's text out first, and save it as .txt.",
}


def is_many(path: str) -> bool:
    """Whether a path may stand for more than one article, as far as can be told without opening it."""
    return path == STDIN or Path(path).suffix.lower() in JSON_LINES or os.path.isdir(path)


def read_inputs(
    paths: Iterable[str | Path],
    *,
    stdin: BinaryIO | None = None,
    columns: Columns = ANY_COLUMNS,
    max_chars: int = MAX_CHARS,
    tell: Callable[[str], None] = lambda message: None,
) -> Iterator[Input | InputError]:
    """The articles of the given files, in order, each read when it is asked for.

    A ``.jsonl`` file has one object a line, with the article as ``text``; ``id`` is optional, the other keys become
    ``meta``. Any other file is one article. A byte order mark is no part of the text: offsets count from behind it.
    Line ends are kept as they are.

    Args:
        paths: files; "-" is standard input, which may hold either kind.
        stdin: what to read for "-"; None is the process's own.

    Yields:
        An Input for each article, and an InputError, which says what is wrong and what to do, for each that can't be
        read: no such file, a folder, no text (an image), nothing but spaces; a line that is no JSON or has no text.
    """
    for path in paths:
        try:
            if str(path) == STDIN:
                yield from _from_stdin(stdin)
            else:
                yield from _from_file(Path(path))
        except InputError as error:
            yield error


def _from_file(path: Path) -> Iterator[Input | InputError]:
    suffix = path.suffix.lower()
    if suffix in _HINTS and os.path.isfile(path):
        raise InputError(f"{path}: a {suffix} file is not read as text. {_HINTS[suffix]}")
    try:
        with path.open("rb") as stream:
            if suffix in JSON_LINES:
                yield from _json_lines(stream, str(path), path.stem)
            else:
                yield _one_text(stream.read(), str(path), path.stem)
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file. Check the name and the folder ({os.getcwd()}).") from None
    except (IsADirectoryError, PermissionError):  # Windows takes a folder for a file without rights
        if os.path.isdir(path):
            raise InputError(f"{path}: is a folder. Give its files, e.g. {path}/*.txt") from None
        raise InputError(f"{path}: you have no right to read it. Change its rights, or copy it.") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL byte in the name
        raise InputError(f"{path}: can't be read ({error}).") from None


def _from_stdin(stdin: BinaryIO | None) -> Iterator[Input | InputError]:
    stream = stdin or getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise InputError(f"{STDIN}: there is no standard input. Give a file.")
    try:
        yield from _from_stream(stream)
    except (OSError, ValueError) as error:  # a folder (< .); ValueError: it was closed
        raise InputError(f"{STDIN}: standard input can't be read ({error}). Give a file.") from None


def _from_stream(stream: BinaryIO) -> Iterator[Input | InputError]:
    """JSON lines where the first line begins like an object, else one article."""
    first = stream.readline()
    if re.match(rb'(\xef\xbb\xbf)?\s*\{\s*"', first):
        yield from _json_lines(chain([first], stream), STDIN, "stdin")
    else:
        yield _one_text(first + stream.read(), STDIN, "stdin")


def _one_text(data: bytes, source: str, id: str) -> Input:
    if not data:
        raise InputError(f"{source}: is empty. Give a file with an article in it.")
    text, warnings = _decoded(data, source)
    if not text.strip(INVISIBLE):
        raise InputError(f"{source}: holds nothing but spaces. Give a file with an article in it.")
    return Input(text, id, source, {}, warnings)


def _json_lines(lines: BinaryIO | Iterable[bytes], source: str, stem: str) -> Iterator[Input | InputError]:
    found = False
    for number, line in enumerate(_lines_of(lines, source), start=1):
        if not line.strip():
            continue
        found = True
        try:
            yield _one_line(line, number, source, stem)
        except InputError as error:
            yield error
    if not found:
        raise InputError(f"{source}: has no line with an article. Give one JSON object a line, with id and text.")


def _lines_of(lines: Iterable[bytes], source: str) -> Iterator[bytes]:
    """The lines as UTF-8 or some encoding that has the same line ends, without a byte order mark."""
    stream = iter(lines)
    first = next(stream, b"")
    if has_wide_mark(first):
        text, _ = _decoded(b"".join(chain([first], stream)), source)
        stream = iter(BytesIO(text.encode("utf-8", "surrogatepass")))
        first = next(stream, b"")
    yield first.removeprefix(b"\xef\xbb\xbf")
    yield from stream


def _one_line(line: bytes, number: int, source: str, stem: str) -> Input:
    where = f"{source}, line {number}"
    content, warnings = _decoded(line, where)
    try:
        value = json.loads(content, parse_constant=lambda _: None, parse_float=_finite)
    except ValueError as error:
        raise InputError(f"{where}: is no JSON ({error}). Give one JSON object a line, with id and text.") from None
    except RecursionError:
        raise InputError(f"{where}: is nested too deeply. Give one JSON object a line, with id and text.") from None
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise InputError(f"{where}: has no text. Give an object with the article as a string under the key 'text'.")
    text, id = value.pop("text"), value.pop("id", None)
    if not text.strip(INVISIBLE):
        warnings = (*warnings, Warning("empty", "The text is empty."))
    return Input(text, f"{stem}:{number}" if id is None else str(id), source, value, warnings)


def _finite(digits: str) -> float | None:
    """A number as JSON can hold it: what is too large for a float becomes null."""
    value = float(digits)
    return value if math.isfinite(value) else None


def _decoded(data: bytes, where: str) -> tuple[str, tuple[Warning, ...]]:
    try:
        return decode(data)
    except ValueError as error:
        raise InputError(f"{where}: {error}") from None
