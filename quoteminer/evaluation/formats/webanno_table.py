"""The rows of a WebAnno TSV file, whatever its layers mean: text, layers, and what each token has on each layer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from quoteminer.errors import GoldError
from quoteminer.evaluation.formats.place import Place
from quoteminer.evaluation.formats.rulers import Ruler, utf16_length, utf16_ruler
from quoteminer.evaluation.formats.source import BOM, GoldFile, parse_json
from quoteminer.types import Span

FORMAT: Final = "#FORMAT=WebAnno TSV 3"
SPAN_LAYER: Final = "#T_SP="
RELATION_LAYER: Final = "#T_RL="
BASE: Final = "BT_"
"""Stands before the layer that a relation joins spans of."""
SENTENCE_ID: Final = "#Sentence.id="
TEXT: Final = "#Text="
EMPTY: Final = "_"
"""A cell of a token that has nothing on this layer."""
NO_VALUE: Final = "*"
"""A cell of a token that has something without a value."""
ESCAPES: Final = {"t": "\t", "n": "\n", "f": "\f", "r": "\r", "b": "\b"}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_UNIT = re.compile(r"(\d+-\d+(?:\.\d+)?)\t(\d+)-(\d+)\t([^\t]*)(?:\t|$)")
_FIRST_COLUMN = 3


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer. ``features``: the name of each and the index of its column. ``base``: for relations the index of the
    column that says where they come from and the layer of their ends, None for spans."""

    name: str
    features: tuple[tuple[str, int], ...]
    base: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A token or a part of one: where it stands in the file, its id ("1-2"), its span (in what the file counts), its
    words and the cells of the layers' columns."""

    place: Place
    id: str
    span: Span
    words: str
    cells: tuple[str, ...]


@dataclass(slots=True)
class Table:
    """A file. ``meta`` is what stands as JSON in the id of the first sentence; ``ruler`` turns spans into code
    points."""

    layers: tuple[Layer, ...]
    text: str = ""
    length: int = 0
    meta: dict[str, Any] = field(default_factory=dict)
    units: list[Unit] = field(default_factory=list)
    ruler: Ruler = field(default_factory=Ruler)


def read_table(file: GoldFile) -> Table:
    """The rows of a file. Offsets are taken for UTF-16 units; where they don't fit, as some scripts write them, for
    code points.

    Raises:
        GoldError: it is no such file, a row lacks columns, or a token is not where its offsets say.
    """
    lines = [line.removesuffix("\r") for line in file.text().removeprefix(BOM).split("\n")]
    if not lines[0].startswith(FORMAT):
        raise file.at(1).error(f"does not begin with {FORMAT!r}. Export it as WebAnno TSV 3.3.", 1)
    try:
        return _table(lines, file, utf16_length, utf16_ruler)
    except GoldError:
        try:
            return _table(lines, file, len, lambda _: Ruler())
        except GoldError:
            pass
        raise


def unescape(written: str) -> str:
    """Text or a value as it was before its reserved characters got backslashes."""
    return _ESCAPED.sub(lambda found: ESCAPES.get(found[1], found[1]), written)


def _table(
    lines: Sequence[str], file: GoldFile, measure: Callable[[str], int], ruler_of: Callable[[str], Ruler]
) -> Table:
    first = next((n for n, line in enumerate(lines) if n and not line.startswith("#T_")), len(lines))
    table = Table(tuple(_layers(lines[1:first])))
    width = max((index for layer in table.layers for _, index in layer.features), default=-1) + 1
    waiting: list[str] = []
    for number, line in enumerate(lines[first:], start=first + 1):
        if line.startswith(TEXT):
            waiting.append(unescape(line.removeprefix(TEXT)))
        elif line.startswith(SENTENCE_ID):
            _read_meta(unescape(line.removeprefix(SENTENCE_ID)), file.at(number), table)
        elif line and not line.startswith("#"):
            unit = _unit(line, file.at(number), width)
            if waiting:
                _add_sentence(waiting, unit, table, measure)
                waiting.clear()
            table.units.append(unit)
    _finish(table, ruler_of)
    return table


def _layers(lines: Sequence[str]) -> Iterator[Layer]:
    column = 0
    for line in lines:
        name, *declared = line.partition("=")[2].split("|")
        features = [feature for feature in declared if feature] or [""]
        columns = tuple((feature, column + index) for index, feature in enumerate(features))
        column += len(features)
        base = next(((at, f.removeprefix(BASE)) for f, at in columns if f.startswith(BASE)), None)
        if not line.startswith(RELATION_LAYER):
            yield Layer(name, columns)
        elif base:
            yield Layer(name, columns, base)


def _read_meta(written: str, place: Place, table: Table) -> None:
    """What the writer put into the id of the first sentence; other ids of sentences say nothing here."""
    if written.startswith("{") and not table.meta:
        table.meta = parse_json(written, place)


def _unit(line: str, place: Place, width: int) -> Unit:
    found = _UNIT.match(line)
    cells = line.split("\t")[_FIRST_COLUMN:]
    if not found or len(cells) < width:
        raise place.error(f"is no token with {width} columns behind it. Export the file again as WebAnno TSV 3.3.", 1)
    return Unit(place, found[1], (int(found[2]), int(found[3])), found[4], tuple(cells[:width]))


def _add_sentence(lines: Sequence[str], first: Unit, table: Table, measure: Callable[[str], int]) -> None:
    """The text of a sentence, which starts where its first token does. The line end that follows each sentence is taken
    away where the next one starts at once; where it starts later, spaces fill the gap."""
    start = first.span[0]
    if table.length == start + 1 and table.text.endswith("\n"):
        table.text, table.length = table.text[:-1], start
    if table.length > start:
        raise first.place.error(f"starts at {start}, but {table.length} characters stand before it. Export it again.")
    sentence = "\n".join(lines) + "\n"
    table.text += " " * (start - table.length) + sentence
    table.length = start + measure(sentence)


def _finish(table: Table, ruler_of: Callable[[str], Ruler]) -> None:
    """Give the text the white space at both ends that the format can't hold, and check that the tokens stand in it."""
    lead, tail = (str(table.meta.get(key) or "") for key in ("lead", "tail"))
    table.text = lead + table.text.removesuffix("\n")[len(lead) :] + tail
    table.ruler = ruler_of(table.text)
    for unit in table.units:
        points = table.ruler.span(unit.span)
        found = "".join(table.text[slice(*points)].split()) if points else None
        if found not in ("".join(unit.words.split()), "".join(unescape(unit.words).split())):
            at = f"{unit.span[0]}-{unit.span[1]}"
            raise unit.place.error(f"{unit.words!r} is not at {at} of the text, but {found or ''!r}. Export it again.")
