"""A row of a list of known people: what its columns may hold, and what its name says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

from quoteminer.errors import PeopleFileError
from quoteminer.names.lexicon import LEGAL_SUFFIXES, ORG_NOUNS, SUFFIXES
from quoteminer.names.organisations import is_acronym
from quoteminer.names.person_names import given_name_gender
from quoteminer.names.similarity import fold

RowKind = Literal["person", "org"]

OWN_COLUMNS: Final = {"name": "name", "aliases": "aliases", "alias": "aliases", "kind": "kind", "key": "key"}
"""Columns that mean something here, and what they are called from here on."""
EVIDENCE: Final = ("role", "affiliation")
"""Further columns that help to tell namesakes apart."""
_KINDS: Final = ("person", "org")
_BETWEEN_ALIASES = re.compile(r"[|;]")
_GAP = re.compile(r"[\s,]+")
_LINKS: Final = frozenset("of for and &".split())
_COMPANY: Final = LEGAL_SUFFIXES - {"co", "sa", "ag"}
"""Without those that are family names as well."""


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file; ``line`` counts from 1."""

    path: str
    line: int

    def error(self, reason: str, column: str | int | None = None) -> PeopleFileError:
        """The error to raise for what is wrong here. ``column``: a column's name, or a character's number from 1."""
        where = f"{self.path}, line {self.line}"
        return PeopleFileError(f"{where}: {reason}" if column is None else f"{where}, column {column}: {reason}")


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody the user knows. ``key`` names the row. ``columns`` are those that mean nothing here, and `EVIDENCE`.
    ``guessed``: the list doesn't say of which kind it is."""

    key: str
    name: str
    aliases: tuple[str, ...]
    kind: RowKind
    columns: Mapping[str, Any]
    guessed: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        """The names that the row goes by, as they are spoken: "Kell, Dana" is "Dana Kell"."""
        names = (self.name, *self.aliases)
        return names if self.kind == "org" else tuple([spoken(name) if "," in name else name for name in names])

    def said(self, column: str) -> str:
        """The text of a further column, empty where it has none."""
        value = self.columns.get(column)
        return value if isinstance(value, str) else ""


def column_name(written: str) -> str:
    """What a column is called here: its own columns and `EVIDENCE` in lower case, the others as they are written."""
    plain_name = written.strip().lower()
    return OWN_COLUMNS.get(plain_name, plain_name if plain_name in (*EVIDENCE, "id") else written.strip())


def make_row(values: Mapping[str, Any], place: Place) -> Row:
    """The row of these values by column. The key is that of the column ``key``, else of ``id``, else the line's number.

    Raises:
        PeopleFileError: no name, or a value that is not allowed.
    """
    name = _text(values, "name", place)
    if not any(ch.isalnum() for ch in name):
        raise place.error(f"{name!r} is no name. Write one with letters, or take the row out.", "name")
    key_column = "key" if "key" in values else "id" if "id" in values else None
    used = {"name", "aliases", "kind", key_column}
    kind = _kind(_text(values, "kind", place), place)
    return Row(
        key=_key(values, key_column, place) if key_column else str(place.line),
        name=name,
        aliases=_aliases(values.get("aliases"), place),
        kind=kind or guess_kind(name),
        columns={column: value for column, value in values.items() if column not in used},
        guessed=kind is None,
    )


def _text(values: Mapping[str, Any], column: str, place: Place) -> str:
    value = values.get(column)
    if value is not None and not isinstance(value, str):
        raise place.error(f"is {_shown(value)}; give a text.", column)
    return (value or "").strip()


def _key(values: Mapping[str, Any], column: str, place: Place) -> str:
    value = values[column]
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise place.error(f"is {_shown(value)}; give a text or a whole number.", column)
    key = str(value).strip()
    if not key:
        raise place.error("is empty. Fill it in every row, or take the column out.", column)
    return key


def _aliases(value: object, place: Place) -> tuple[str, ...]:
    """The aliases of a list, or of a text where "|" or ";" stands between them."""
    if value is None or value == "":
        return ()
    listed = _BETWEEN_ALIASES.split(value) if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise place.error(f"is {_shown(value)}; give a list of texts.", "aliases")
    return tuple(one.strip() for one in listed if one.strip())


def _kind(written: str, place: Place) -> RowKind | None:
    if not written:
        return None
    if written.lower() not in _KINDS:
        raise place.error(f"is {_shown(written)}; give person or org, or leave it empty to have it guessed.", "kind")
    return cast("RowKind", written.lower())


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"


def guess_kind(name: str) -> RowKind:
    """What a name is of that the list doesn't say the kind of. "org": an acronym ("FBI"), "the" in front, a company's
    suffix at the end ("Ltd"), or, unless a known given name comes first ("Charlotte Church"), "of", "for", "and" or a
    noun such as "bank", "ministry", "university" in it. "person": all others."""
    words = [fold(word) for word in _GAP.split(name) if word]
    first, last = words[0], words[-1]
    if len(words) == 1:
        return "org" if first in ORG_NOUNS or is_acronym(name) else "person"
    if first == "the" or last in _COMPANY:
        return "org"
    if given_name_gender(first) is not None:
        return "person"
    return "org" if any(word in _LINKS or word in ORG_NOUNS or word in LEGAL_SUFFIXES for word in words) else "person"


def spoken(name: str) -> str:
    """A person's name in the order in which it is spoken: "Kell, Dana" becomes "Dana Kell", "Dana Kell, Jr." stays."""
    family, comma, rest = name.partition(",")
    if not comma or "," in rest or not rest.strip() or not family.strip():
        return name
    return name if fold(rest.strip()) in SUFFIXES else f"{rest.strip()} {family.strip()}"
