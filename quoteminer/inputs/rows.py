"""Make articles from texts and rows, check the limits, and find the columns or keys of texts and
ids."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from io import BufferedReader
from typing import Any, Final, TypeVar

from quoteminer.errors import InputError
from quoteminer.inputs.open_files import File
from quoteminer.records.jsontext import plain
from quoteminer.text.article import INVISIBLE, make_article
from quoteminer.text.encoding import decode, fix_encoding
from quoteminer.text.form_words import SECTIONS
from quoteminer.transcripts.numbered_lines import without_line_numbers
from quoteminer.types import Article, Transcript, Warning

Made = TypeVar("Made")
_SPLIT: Final = "Split it, or raise --max-chars."
_ESCAPED: Final = re.compile("[\udc80-\udcff]")
TEXT_NAMES, ID_NAMES = (SECTIONS.listed(section) for section in ("text_columns", "id_columns"))
# columns with ids that are kept as metadata, too
ADDRESSES: Final = frozenset({"url", "link", "uri"})
_SHOWN, _NAME_LENGTH = 12, 30
_IGNORED = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Input:
    """A text as it was read. ``source``: the path as given or found, "-" for standard input.
    ``extracted`` and ``pages``: see `Article`. ``transcript``: the turns, if the format has them;
    with None, look for labels.
    """

    text: str
    id: str
    source: str
    meta: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[Warning, ...] = ()
    extracted: bool = False
    transcript: Transcript | None = None
    pages: tuple[int, ...] = ()

    def article(self) -> Article:
        return make_article(**{field.name: getattr(self, field.name) for field in fields(self)})


def read_text(file: File) -> Iterator[Input]:
    text, warnings = decoded(whole(file, file.options.text_bytes), file)
    words = without_line_numbers(text)
    yield whole_article(words or text, file, warnings=warnings, extracted=words is not None)


def whole(file: File, most: int) -> bytes:
    """Read all bytes of a file. Raises InputError if it has a known kind that is not text, or more
    than ``most``."""
    file.refuse_known_kinds()
    data = BufferedReader(file.stream).read(most + 1)
    if len(data) > most:
        raise too_long(file, what="the article")
    return data


def decoded(data: bytes, file: File, place: str = "") -> tuple[str, tuple[Warning, ...]]:
    """Decode bytes, with a warning if the encoding was guessed. Raises InputError if they are not
    text."""
    try:
        return decode(data)
    except ValueError as error:
        raise file.error(str(error), place) from None


def repaired(text: str, file: File, place: str) -> tuple[str, tuple[Warning, ...]]:
    """Decode the surrogate escapes of `File.text` in the most likely encoding. Raises
    InputError."""
    if text.isascii() or not _ESCAPED.search(text):
        return text, ()
    return decoded(text.encode("utf-8", "surrogateescape"), file, place)


def whole_article(text: str, file: File, **details: Any) -> Input:
    """Make the one article of a file; ``details``: see `row_article`. Raises InputError if it is
    blank or too long."""
    if not text.strip(INVISIBLE):
        raise file.error("has only spaces. Give a file with an article in it.")
    return row_article(text, file, id=file.stem, **details)


def row_article(
    text: Any,
    file: File,
    place: str = "",
    number: int | str = "",
    *,
    id: Any,
    meta: Mapping[str, Any] | None = None,
    warnings: tuple[Warning, ...] = (),
    extracted: bool = False,
) -> Input:
    """Make an article of a file with several, with a warning if it is blank. Without an ``id``
    (None, "") it gets the file's stem and ``number``. Raises InputError, at ``place`` ("line 3"),
    if ``text`` is not a string or too long.
    """
    known = None if id is None or id == "" else str(id)
    if not isinstance(text, str):
        what = "is missing" if text is None else f"is of the type {type(text).__name__}"
        raise file.error(
            f"has no text: its value {what}. Give the article as text.", place, id=known
        )
    most = file.options.max_chars
    if len(text) > most:
        reason = (
            f"the article has {len(text):,} characters, more than the {most:,} that are allowed."
            f" {_SPLIT}"
        )
        raise file.error(reason, place, id=known)
    if not text.strip(INVISIBLE):
        warnings = (*warnings, Warning("empty", "The text is empty."))
    if file.options.fix_encoding and (fixed := fix_encoding(text)):
        text, warnings, extracted = fixed[0], (*warnings, fixed[1]), True
    return Input(
        text, known or f"{file.stem}:{number}", file.source, meta or {}, warnings, extracted
    )


@dataclass(frozen=True, slots=True)
class Layout:
    """The names of a table's columns, and the indexes of the columns with texts, ids (None: no ids)
    and metadata."""

    names: tuple[str, ...]
    text: int
    id: int | None
    meta: tuple[int, ...]


def is_plain_id(name: str) -> bool:
    """True for a column of ids that are not addresses."""
    return _key(name) not in ADDRESSES


def layout_of(header: Sequence[object], file: File, place: str = "") -> Layout:
    """Find the columns of a header, and report guesses. Raises InputError if there is no column for
    texts, or an option names a missing column."""
    names = unique_names(header)
    text, id = _text_and_id(names, names, file, place, "column")
    if text is None:
        listed = f"no column has a name for texts, like text or body (there are: {_listed(names)})"
        raise file.error(f"{listed}. Name one with --text-column.", place)
    if file.options.text_column is None or (id and file.options.id_column is None):
        _tell_guess(file, text, id, place)
    meta = tuple(
        index
        for index, name in enumerate(names)
        if name != text and (name != id or not is_plain_id(name))
    )
    return Layout(tuple(names), names.index(text), None if id is None else names.index(id), meta)


def keys_of(value: dict[str, Any], file: File, place: str, *, tell: bool) -> tuple[str, str | None]:
    """Find the keys of the text and the id (None: no id); ``tell``: report guesses. Raises
    InputError."""
    strings = (key for key, item in value.items() if isinstance(item, str))
    text, id = _text_and_id(list(value), strings, file, place, "key")
    if text is None and "text" in value:
        return "text", id  # `row_article` says what its value is
    if text is None:
        advice = (
            "Give an object with the article as a string under the key 'text', or name its key with"
            " --text-column."
        )
        reason = f"has no text (its keys are: {_listed(list(value))}). {advice}"
        raise file.error(reason, place, id=value[id] if id else None)
    is_text_guessed = file.options.text_column is None and text != "text"
    if tell and (is_text_guessed or file.options.id_column is None and id not in (None, "id")):
        _tell_guess(file, text, id)
    return text, id


def _text_and_id(
    names: Sequence[str], texts: Iterable[str], file: File, place: str, what: str
) -> tuple[str | None, str | None]:
    """Choose the names of the text (among ``texts`` if no option names it) and of the id; None if
    none fits. Raises InputError if an option names a missing column or key (``what``)."""

    def find(name: str, option: str) -> str:
        exact = (
            name
            if name in names
            else next((n for n in names if n.lower() == name.strip().lower()), None)
        )
        if exact is None:
            raise file.error(
                f"there is no {what} {name!r} (there are: {_listed(names)}). Check {option}.", place
            )
        return exact

    asked = file.options
    text = (
        _likeliest(texts, TEXT_NAMES)
        if asked.text_column is None
        else find(asked.text_column, "--text-column")
    )
    others = (name for name in names if name != text)
    return text, (
        _likeliest(others, ID_NAMES)
        if asked.id_column is None
        else find(asked.id_column, "--id-column")
    )


def _tell_guess(file: File, text: str, id: str | None, place: str = "") -> None:
    where = f"{file.source}, {place}" if place else file.source
    ids = f"ids in {_shortened(id)!r}" if id is not None else "there are no ids"
    file.options.tell(
        f"{where}: texts are in {_shortened(text)!r}, {ids}; --text-column and --id-column take"
        " others."
    )


def unique_names(header: Sequence[object]) -> list[str]:
    """Name the columns: an empty name becomes "column 3", and a repeated name "text (3)", with the
    column's number."""
    names: dict[str, None] = {}
    for number, value in enumerate(header, start=1):
        name = ("" if value is None else str(value)).strip() or f"column {number}"
        while name in names:
            name += f" ({number})"
        names[name] = None
    return list(names)


def _listed(names: Sequence[str]) -> str:
    shown = [_shortened(name) for name in names[:_SHOWN]]
    return ", ".join([*shown, "…"] if len(names) > _SHOWN else shown) or "none"


def _key(name: str) -> str:
    return _IGNORED.sub("", name).lower()


def _likeliest(names: Iterable[str], known: Sequence[str]) -> str | None:
    keys = {_key(name): name for name in reversed(list(names))}  # of equal ones the first
    return next((keys[key] for key in known if key in keys), None)


def _shortened(name: str) -> str:
    line = "".join(
        letter if letter.isprintable() else "\ufffd" for letter in " ".join(name.split())
    )
    return line if len(line) <= _NAME_LENGTH else line[: _NAME_LENGTH - 1] + "…"


def table_article(
    cells: Sequence[Any],
    layout: Layout,
    file: File,
    place: str,
    number: int | str,
    warnings: tuple[Warning, ...] = (),
) -> Input:
    id = None if layout.id is None else cells[layout.id]
    id = int(id) if isinstance(id, float) and id.is_integer() else plain(id)
    meta = {layout.names[index]: plain(cells[index]) for index in layout.meta}
    return row_article(cells[layout.text], file, place, number, id=id, meta=meta, warnings=warnings)


def or_error(make: Callable[..., Made], *args: Any) -> Made | InputError:
    """Make an article or a layout, or return its InputError, so that the other rows or sheets are
    read."""
    try:
        return make(*args)
    except InputError as error:
        return error


def too_long(file: File, place: str = "", *, what: str) -> InputError:
    return file.error(
        f"{what} has more than {file.options.max_chars:,} characters. {_SPLIT}", place
    )
