"""Which column of a table, or which key of an object, holds the text, and which the id."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from quoteminer.inputs.file import File
from quoteminer.inputs.wishes import Wishes

TEXT_NAMES: Final = tuple(
    "text body content article fulltext articletext articlebody bodytext textbody maintext articlecontent "
    "maincontent newstext storytext story document transcript".split()
)
"""Names of columns that hold the articles, the likelier ones first, in small letters and without spaces or marks."""
ID_NAMES: Final = tuple("id docid textid articleid documentid newsid storyid uuid guid key url link uri".split())
"""Names of columns that tell the articles apart."""
ADDRESSES: Final = frozenset({"url", "link", "uri"})
"""These say something of the article beside."""
OTHERS: Final = "--text-column and --id-column take others."
_SHOWN, _NAME_LENGTH = 12, 30
_IGNORED = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table: the names of all, in order, and the places of the text's and the id's (None: no ids)."""

    names: tuple[str, ...]
    text: int
    id: int | None

    def meta_places(self) -> list[int]:
        """The places of the columns that are passed on."""
        ids = {self.id} if self.id is not None and plain_name(self.names[self.id]) not in ADDRESSES else set()
        return [place for place in range(len(self.names)) if place not in {self.text, *ids}]


def plain_name(name: str) -> str:
    """A name as the tables above have it."""
    return _IGNORED.sub("", name).lower()


def layout_of(header: Sequence[object], file: File, wishes: Wishes, place: str = "") -> Layout:
    """What the columns under this header hold, told to the user where it was guessed.

    Raises:
        InputError: there is no column for the texts, or a column that was asked for is missing.
    """
    names = unique_names(header)
    text = _asked(names, wishes.columns.text, "--text-column", file, place) or likeliest(names, TEXT_NAMES)
    if text is None:
        raise file.error(
            f"no column has a name for texts, like text or body (there are: {listed(names)}). Name one with "
            "--text-column.",
            place,
        )
    id = _asked(names, wishes.columns.id, "--id-column", file, place) or likeliest(
        [name for name in names if name != text], ID_NAMES
    )
    if wishes.columns.text is None or (id and wishes.columns.id is None):
        wishes.tell(guess_told(file, text, id, place))
    return Layout(tuple(names), names.index(text), None if id is None else names.index(id))


def guess_told(file: File, text: str, id: str | None, place: str = "") -> str:
    """What is said of a guess."""
    where = f"{file.source}, {place}" if place else file.source
    ids = f"ids in {shortened(id)!r}" if id is not None else "there are no ids"
    return f"{where}: texts are in {shortened(text)!r}, {ids}; {OTHERS}"


def unique_names(header: Sequence[object]) -> list[str]:
    """A name for each column: empty ones are called "column 3", and one that is there already gets a number."""
    names: dict[str, None] = {}
    counts: Counter[str] = Counter()  # a header of a million equal names is no reason to count each from 1
    for number, value in enumerate(header, start=1):
        name = stem = ("" if value is None else str(value)).strip() or f"column {number}"
        while name in names:
            counts[stem] += 1
            name = f"{stem} ({counts[stem] + 1})"
        names[name] = None
    return list(names)


def likeliest(names: Iterable[str], known: Sequence[str]) -> str | None:
    """The one of the names that stands first among the known ones, however it is written."""
    ranked = [(known.index(plain), at, name) for at, name in enumerate(names) if (plain := plain_name(name)) in known]
    return min(ranked)[2] if ranked else None


def matching(names: Iterable[str], asked: str) -> str | None:
    """The name that was asked for, or else one that differs from it in capitals only."""
    all_names = list(names)
    if asked in all_names:
        return asked
    return next((name for name in all_names if name.lower() == asked.strip().lower()), None)


def listed(names: Sequence[str]) -> str:
    """Names for a message, not too many and none too long."""
    shown = [shortened(name) for name in names[:_SHOWN]]
    return ", ".join([*shown, "…"] if len(names) > _SHOWN else shown) or "none"


def shortened(name: str) -> str:
    """A name for a message, on one line."""
    line = "".join(letter if letter.isprintable() else "\ufffd" for letter in " ".join(name.split()))
    return line if len(line) <= _NAME_LENGTH else line[: _NAME_LENGTH - 1] + "…"


def _asked(names: Sequence[str], asked: str | None, option: str, file: File, place: str) -> str | None:
    if asked is None:
        return None
    found = matching(names, asked)
    if found is None:
        raise file.error(f"there is no column {asked!r} (there are: {listed(names)}). Check {option}.", place)
    return found
