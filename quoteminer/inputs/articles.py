"""Articles as they are read: a text with its id and metadata, checked against the limits."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BufferedReader
from typing import Any, Final

from quoteminer.errors import InputError
from quoteminer.inputs.columns import Layout
from quoteminer.inputs.files import File
from quoteminer.text.article import INVISIBLE, make_article
from quoteminer.text.encoding import decode, fix_encoding
from quoteminer.types import Article, Warning

_SPLIT: Final = "Split it, or raise --max-chars."
_ESCAPED: Final = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Input:
    """A text as it was read.

    ``source`` is the path as given or found, "-" for standard input. ``with_text``: no file has the text as it is here
    (it was extracted from HTML, or repaired), so its record must hold it.
    """

    text: str
    id: str
    source: str
    meta: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[Warning, ...] = ()
    with_text: bool = False

    def article(self, *, with_text: bool = False) -> Article:
        """Find the paragraphs. ``with_text``: the record must hold the text in any case."""
        with_text = with_text or self.with_text
        return make_article(
            self.text, id=self.id, source=self.source, meta=self.meta, warnings=self.warnings, with_text=with_text
        )


def read_text(file: File) -> Iterator[Input]:
    """Yield the article of a plain text file. Raises InputError."""
    file.refuse_known_kinds()
    text, warnings = decoded(whole(file, file.options.text_bytes), file)
    yield whole_article(text, file, warnings=warnings)


def whole(file: File, most: int) -> bytes:
    """Read all bytes of a file. Raises InputError if there are none, or more than ``most``."""
    if not file.head:
        raise file.error("is empty. Give a file with an article in it.")
    data = BufferedReader(file.stream).read(most + 1)
    if len(data) > most:
        raise too_long(file, what="the article")
    return data


def decoded(data: bytes, file: File, place: str = "") -> tuple[str, tuple[Warning, ...]]:
    """Decode bytes, with a warning if the encoding was guessed. Raises InputError if they are not text."""
    try:
        return decode(data)
    except ValueError as error:
        raise file.error(str(error), place) from None


def repaired(text: str, file: File, place: str) -> tuple[str, tuple[Warning, ...]]:
    """Decode the surrogate escapes of `File.text` in the likeliest encoding. Raises InputError."""
    if text.isascii() or not _ESCAPED.search(text):
        return text, ()
    return decoded(text.encode("utf-8", "surrogateescape"), file, place)


def whole_article(
    text: str,
    file: File,
    *,
    meta: Mapping[str, Any] | None = None,
    warnings: tuple[Warning, ...] = (),
    with_text: bool = False,
) -> Input:
    """Make the one article of a file. Raises InputError if it is blank or too long."""
    if not text.strip(INVISIBLE):
        raise file.error("holds nothing but spaces. Give a file with an article in it.")
    return row_article(text, file, "", "", id=file.stem, meta=meta or {}, warnings=warnings, with_text=with_text)


def row_article(
    text: Any,
    file: File,
    place: str,
    number: int | str,
    *,
    id: Any,
    meta: Mapping[str, Any],
    warnings: tuple[Warning, ...],
    with_text: bool = False,
) -> Input:
    """Make an article of a file that has several.

    Its id is ``id``, any value, unless it is None or "": then its file's stem and ``number``. ``place`` is for messages
    ("line 3"). Raises InputError if ``text`` is no string, or too long; one that is blank gets a warning.
    """
    known = None if id is None or id == "" else str(id)
    if not isinstance(text, str):
        what = "is missing" if text is None else f"is of the type {type(text).__name__}"
        raise file.error(f"has no text, for its value {what}. Give the article as text.", place, id=known)
    most = file.options.max_chars
    if len(text) > most:
        reason = f"the article has {len(text):,} characters, more than the {most:,} that are allowed. {_SPLIT}"
        raise file.error(reason, place, id=known)
    if not text.strip(INVISIBLE):
        warnings = (*warnings, Warning("empty", "The text is empty."))
    if file.options.fix_encoding and (fixed := fix_encoding(text)):
        text, warnings, with_text = fixed[0], (*warnings, fixed[1]), True
    return Input(text, f"{file.stem}:{number}" if known is None else known, file.source, meta, warnings, with_text)


def table_article(
    cells: Sequence[Any],
    layout: Layout,
    file: File,
    place: str,
    number: int | str,
    warnings: tuple[Warning, ...] = (),
) -> Input:
    """Make an article of the cells of a row, which may be of any type. The rest is as in `row_article`."""
    id = None if layout.id is None else cells[layout.id]
    id = int(id) if isinstance(id, float) and id.is_integer() else json_value(id)
    meta = {layout.names[at]: json_value(cells[at]) for at in layout.meta}
    return row_article(cells[layout.text], file, place, number, id=id, meta=meta, warnings=warnings)


def article_or_error(make: Callable[..., Input], *args: Any) -> Input | InputError:
    """Make an article, or return the InputError of it: a bad row costs no other."""
    try:
        return make(*args)
    except InputError as error:
        return error


def json_value(value: Any) -> Any:
    """Convert a value to what JSON can hold: dates and times to ISO 8601, NaN and infinity to null, decimals and
    durations to strings, bytes to text, in which U+FFFD replaces what is not UTF-8."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, Mapping):
        return {str(key): json_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(item) for item in value]
    return str(value)


def too_long(file: File, place: str = "", *, what: str) -> InputError:
    """Make the error for what is not read to its end."""
    return file.error(f"{what} has more than {file.options.max_chars:,} characters. {_SPLIT}", place)
