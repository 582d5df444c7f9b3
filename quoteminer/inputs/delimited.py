"""Tables as text: .csv, .tsv, and what has other marks between its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import Final

from quoteminer.errors import InputError
from quoteminer.inputs.article import decoded, row_article, too_long
from quoteminer.inputs.cells import TAB, Damage, Row, Rows
from quoteminer.inputs.columns import Layout, layout_of
from quoteminer.inputs.file import File
from quoteminer.inputs.item import Input
from quoteminer.inputs.lines import lines_of
from quoteminer.inputs.wishes import Wishes
from quoteminer.types import Warning

DELIMITERS: Final = (",", ";", TAB, "|")
TABBED: Final = (".tsv", ".tab")
_QUOTED: Final = re.compile('"[^"]*"')
_DECLARED: Final = re.compile(r'"?sep=(.)"?\r?\n?')
_ESCAPED: Final = re.compile("[\udc80-\udcff]")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f]")
_DOUBTFUL: Final = Warning(
    "table", "A quotation mark in a row before this one is damaged, and its cell may reach to here: check this row."
)


def read_delimited(file: File, wishes: Wishes) -> Iterator[Input | InputError]:
    """The articles of a table whose first row has the names of the columns. What stands between cells is told by that
    row, or by a line ``sep=;`` before it."""
    file.refuse_known_kinds()
    rows = _rows(file, wishes)
    header = next(rows, None)
    if header is None:
        raise file.error("is empty. Give a table with a row of names and a row for each article.")
    layout = layout_of(_header(header, file, wishes), file, wishes)
    found = False
    for row in rows:
        if isinstance(row, Row) and not any(map(str.strip, row.cells)):
            continue
        try:
            yield _article(row, layout, file, wishes)
        except InputError as error:
            yield error
        found = True
    if not found:
        raise file.error("has no row below the names of its columns. Give a row for each article.")


def delimiter_of(header: str, *, tabs: bool = False) -> str:
    """What stands between the cells of this row: the mark that it has most of outside quotation marks, a comma where it
    has none. ``tabs``: a tab, if it has one."""
    bare = _QUOTED.sub("", header)
    if tabs and TAB in bare:
        return TAB
    return max(DELIMITERS, key=lambda mark: (bare.count(mark), -DELIMITERS.index(mark)))


def _rows(file: File, wishes: Wishes) -> Iterator[Row | Damage]:
    old_mac = b"\r" in file.head and b"\n" not in file.head
    lines = lines_of(file, wishes.row_bytes, end=b"\r" if old_mac else b"\n")
    first = next((line for line in lines if line.cut or line.data.strip()), None)
    if first is None:
        return iter(())
    text = first.data.decode("utf-8", "surrogateescape")
    declared = _DECLARED.fullmatch(text)
    if declared:
        return iter(Rows(lines, declared[1], wishes.row_bytes))
    delimiter = delimiter_of(text, tabs=file.suffix in TABBED)
    return iter(Rows(chain([first], lines), delimiter, wishes.row_bytes))


def _header(row: Row | Damage, file: File, wishes: Wishes) -> list[str]:
    if isinstance(row, Damage):
        raise _explained(row, file, wishes)
    place = f"line {row.line}"
    cells, _ = _repaired(row.cells, file, place)
    if _CONTROL.search("".join(cells)):
        raise file.error("is a binary file, not a table. Export it as .csv in UTF-8.", place)
    return cells


def _article(row: Row | Damage, layout: Layout, file: File, wishes: Wishes) -> Input:
    if isinstance(row, Damage):
        raise _explained(row, file, wishes)
    place, width = f"line {row.line}", len(layout.names)
    if len(row.cells) < width or any(row.cells[width:]):
        raise file.error(
            f"the row has {len(row.cells)} cells, the first row {width}. Check its quotation marks and line breaks.",
            place,
        )
    cells, warnings = _repaired(row.cells, file, place)
    return row_article(
        cells[layout.text],
        file,
        wishes,
        place=place,
        number=row.line,
        id=None if layout.id is None else cells[layout.id],
        meta={layout.names[at]: cells[at] for at in layout.meta_places()},
        warnings=(*warnings, *([_DOUBTFUL] if row.doubtful else ())),
    )


def _explained(damage: Damage, file: File, wishes: Wishes) -> InputError:
    place = f"line {damage.line}" if damage.line == damage.last else f"lines {damage.line} to {damage.last}"
    if damage.too_long:
        return too_long(file, wishes, place, what="the row")
    return file.error(f"{damage.reason}. Double the mark, or take it out.", place)


def _repaired(cells: list[str], file: File, place: str) -> tuple[list[str], tuple[Warning, ...]]:
    """The cells in the encoding that they are really in, which is guessed once for the whole row."""
    row = "\n".join(cells)
    if row.isascii() or not _ESCAPED.search(row):
        return cells, ()
    text, warnings = decoded(row.encode("utf-8", "surrogateescape"), file, place)
    lines = iter(text.split("\n"))
    return ["\n".join(islice(lines, cell.count("\n") + 1)) for cell in cells], warnings
