"""Find the column of a table, or the key of an object, that holds the text, and the one that holds the id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from quoteminer.inputs.files import File

TEXT_NAMES: Final = tuple(
    "text body content article fulltext articletext articlebody bodytext textbody maintext articlecontent "
    "maincontent newstext storytext story document transcript".split()
)
"""Names of columns with articles, the likelier ones first, in lower case and without spaces or punctuation."""
ID_NAMES: Final = tuple("id docid textid articleid documentid newsid storyid uuid guid key url link uri".split())
"""Names of columns with ids, in the same form."""
ADDRESSES: Final = frozenset({"url", "link", "uri"})
"""Columns with ids that are kept as metadata, too."""
_SHOWN, _NAME_LENGTH = 12, 30
_IGNORED = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table: all names in order, and the indexes of the text, of the id (None: no ids) and of the
    metadata."""

    names: tuple[str, ...]
    text: int
    id: int | None
    meta: tuple[int, ...]


def is_plain_id(name: str) -> bool:
    """True for a column of ids that says nothing else about the article, as an address would."""
    return _plain(name) not in ADDRESSES


def layout_of(header: Sequence[object], file: File, place: str = "") -> Layout:
    """Find the columns below a header, and tell the user what was guessed.

    Raises:
        InputError: there is no column for the texts, or a column that was asked for is missing.
    """
    names = unique_names(header)
    text, id = text_and_id(names, names, file, place, "column")
    if text is None:
        raise file.error(
            f"no column has a name for texts, like text or body (there are: {listed(names)}). Name one with "
            "--text-column.",
            place,
        )
    asked = file.options.columns
    if asked.text is None or (id and asked.id is None):
        tell_guess(file, text, id, place)
    meta = tuple(at for at, name in enumerate(names) if name != text and (name != id or not is_plain_id(name)))
    return Layout(tuple(names), names.index(text), None if id is None else names.index(id), meta)


def text_and_id(
    names: Sequence[str], texts: Iterable[str], file: File, place: str, what: str
) -> tuple[str | None, str | None]:
    """Choose the names of the text and of the id, None where none fits. ``texts``: the ones that may hold the text if
    none was asked for. ``what``: "column" or "key". Raises InputError if one that was asked for is missing."""

    def find(name: str, option: str) -> str:
        found = name if name in names else next((n for n in names if n.lower() == name.strip().lower()), None)
        if found is None:
            raise file.error(f"there is no {what} {name!r} (there are: {listed(names)}). Check {option}.", place)
        return found

    asked = file.options.columns
    text = _likeliest(texts, TEXT_NAMES) if asked.text is None else find(asked.text, "--text-column")
    others = (name for name in names if name != text)
    return text, _likeliest(others, ID_NAMES) if asked.id is None else find(asked.id, "--id-column")


def tell_guess(file: File, text: str, id: str | None, place: str = "") -> None:
    """Tell the user which columns were guessed."""
    where = f"{file.source}, {place}" if place else file.source
    ids = f"ids in {_shortened(id)!r}" if id is not None else "there are no ids"
    file.options.tell(f"{where}: texts are in {_shortened(text)!r}, {ids}; --text-column and --id-column take others.")


def unique_names(header: Sequence[object]) -> list[str]:
    """Name the columns: an empty name becomes "column 3", one that was there before "text (3)", with its number."""
    names: dict[str, None] = {}
    for number, value in enumerate(header, start=1):
        name = ("" if value is None else str(value)).strip() or f"column {number}"
        while name in names:
            name += f" ({number})"
        names[name] = None
    return list(names)


def listed(names: Sequence[str]) -> str:
    """Join names for a message, not too many and none too long."""
    shown = [_shortened(name) for name in names[:_SHOWN]]
    return ", ".join([*shown, "…"] if len(names) > _SHOWN else shown) or "none"


def _plain(name: str) -> str:
    return _IGNORED.sub("", name).lower()


def _likeliest(names: Iterable[str], known: Sequence[str]) -> str | None:
    ranked = [(known.index(plain), at, name) for at, name in enumerate(names) if (plain := _plain(name)) in known]
    return min(ranked)[2] if ranked else None


def _shortened(name: str) -> str:
    line = "".join(letter if letter.isprintable() else "\ufffd" for letter in " ".join(name.split()))
    return line if len(line) <= _NAME_LENGTH else line[: _NAME_LENGTH - 1] + "…"
