"""WebAnno TSV 3.3, which INCEpTION imports and exports: reading. Writing: webanno_write.py.

Content, Cue and Source are spans of the layer ``custom.Span`` whose label says which they are; relations of
``custom.Relation`` lead from the first part of a content to its other parts, its cues and its sources. An INCEpTION
project made from the template "Basic annotation (span/relation)" has both layers. Where acts and speakers are known,
they stand in the features ``act`` and ``speaker`` (roster.py) of the first part: add two text features of these names
to the layer Span before such a file is imported.

Any layers do for reading: a span's role is a feature's value "content", "cue" or "source" in whatever case, else the
name of its layer; what the relations join counts, not their direction or label (graph.py). Chains and slots are passed
over.

The format can't mark space at the ends of a span: spans are trimmed, and a quote whose content is nothing but space is
left out. It has no place for an article's id and its list of speakers, nor for line ends before the first word and
behind the last: they stand as JSON in the id of the first sentence, which INCEpTION keeps. Lines of the text are its
sentences. Nothing else is lost.

Offsets count UTF-16 units, as Java does. Source: INCEpTION's user guide, appendix "WebAnno TSV 3.3 File format".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from quoteminer.errors import GoldError
from quoteminer.evaluation.formats.check import act_in, checked_in_order, speakers_in
from quoteminer.evaluation.formats.graph import Mark, quotes_of, role_of
from quoteminer.evaluation.formats.jsonl import id_of
from quoteminer.evaluation.formats.place import Place
from quoteminer.evaluation.formats.roster import Roster
from quoteminer.evaluation.formats.source import GoldFile
from quoteminer.evaluation.formats.webanno_table import EMPTY, NO_VALUE, Layer, Table, Unit, read_table, unescape
from quoteminer.evaluation.gold import GoldArticle
from quoteminer.types import Span

_NUMBER = re.compile(r"(?<!\\)(?:\\\\)*\[(\d+)(?:_(\d+))?\]\Z")
"""Behind a value: the number of an annotation, or those of a relation's two ends, 0 for an end that needs none."""
_UNNUMBERED = "0"
Key = tuple[str, str]
"""The layer of an annotation and its number, or, where it has none, the unit that it stands on and its height there."""


@dataclass(slots=True)
class _Annotation:
    place: Place
    unit: str
    span: Span
    values: dict[str, str]


def read(file: GoldFile) -> Iterator[GoldArticle | GoldError]:
    """The article of a file."""
    table = read_table(file)
    annotations = _annotations(table)
    marks, index_of = _marks(annotations, table)
    links = [
        (index_of[source], index_of[target])
        for source, target in _relations(table, annotations)
        if source in index_of and target in index_of
    ]
    roster = Roster(speakers_in(table.meta, file.at()))
    quotes = quotes_of(marks, links, roster)
    yield checked_in_order(GoldArticle(id_of(table.meta, file.name), table.text, quotes, roster.speakers), file.at())


def _annotations(table: Table) -> dict[Key, _Annotation]:
    """The annotations of all span layers; one that stands on several units is one."""
    found: dict[Key, _Annotation] = {}
    for unit in table.units:
        for layer in table.layers:
            for key, values in _stacked(layer, unit) if layer.base is None else ():
                one = found.setdefault(key, _Annotation(unit.place, unit.id, unit.span, values))
                one.span = one.span[0], max(one.span[1], unit.span[1])
    return found


def _stacked(layer: Layer, unit: Unit) -> Iterator[tuple[Key, dict[str, str]]]:
    """What a layer has on a unit, from the lowest to the highest."""
    stacks = {name: _cells(unit.cells[at]) for name, at in layer.features if unit.cells[at] != EMPTY}
    for height in range(max(map(len, stacks.values()), default=0)):
        key, values = f"{unit.id}/{height}", {}
        for name, stack in stacks.items():
            value, numbers = _numbered(stack[height]) if height < len(stack) else (NO_VALUE, ())
            key = numbers[0] if numbers else key
            if value not in (NO_VALUE, EMPTY, ""):
                values[name] = unescape(value)
        yield (layer.name, key), values


def _cells(column: str) -> list[str]:
    """The values of a cell, which stand between bars; a bar behind a backslash is a part of a value."""
    parts, escaped = [""], False
    for letter in column:
        if letter == "|" and not escaped:
            parts.append("")
        else:
            parts[-1] += letter
        escaped = letter == "\\" and not escaped
    return parts


def _numbered(value: str) -> tuple[str, tuple[str, ...]]:
    found = _NUMBER.search(value)
    return (value[: value.rindex("[")], tuple(filter(None, found.groups()))) if found else (value, ())


def _marks(annotations: Mapping[Key, _Annotation], table: Table) -> tuple[list[Mark], dict[Key, int]]:
    """The annotations that have a role, and the index of each."""
    marks: list[Mark] = []
    index_of: dict[Key, int] = {}
    for (layer, number), one in annotations.items():
        names = [value for feature, value in one.values.items() if feature not in ("act", "speaker")]
        roles = [role for role in map(role_of, [*names, layer.rpartition(".")[2]]) if role]
        if roles:
            index_of[layer, number] = len(marks)
            act = act_in(one.values.get("act"), one.place, "the annotation")
            span = cast("Span", table.ruler.span(one.span))  # its units have been checked
            marks.append(Mark(roles[0], span, act, one.values.get("speaker")))
    return marks, index_of


def _relations(table: Table, annotations: Mapping[Key, _Annotation]) -> Iterator[tuple[Key, Key]]:
    """The ends of each relation: it stands on the unit that it leads to, and names the one where it comes from."""
    standing: dict[Key, Key] = {}
    for key, one in annotations.items():
        standing.setdefault((key[0], one.unit), key)
    for unit in table.units:
        for layer in table.layers:
            if layer.base is None or unit.cells[layer.base[0]] == EMPTY:
                continue
            for value in _cells(unit.cells[layer.base[0]]):
                yield _ends(value, unit, layer.base[1], annotations, standing)


def _ends(
    value: str, unit: Unit, layer: str, annotations: Mapping[Key, _Annotation], standing: Mapping[Key, Key]
) -> tuple[Key, Key]:
    source, numbers = _numbered(value)
    ends = []
    for at, number in zip((source, unit.id), (*numbers, _UNNUMBERED, _UNNUMBERED), strict=False):
        key = (layer, number) if number != _UNNUMBERED else standing.get((layer, at))
        if key is None or key not in annotations:
            raise unit.place.error(f"a relation has {at} at one end, where {layer} has nothing. Export it again.")
        ends.append(key)
    return ends[0], ends[1]
