"""How outcomes become a part of the result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from quoteminer.corpus.cluster.rows import Placed, table_of, values_of
from quoteminer.corpus.cluster.storage import Storage
from quoteminer.corpus.journal import Totals
from quoteminer.corpus.tasks import Failed, Mined
from quoteminer.errors import OutputError, QuoteMinerError
from quoteminer.output.files import explained
from quoteminer.records import ArticleRecord
from quoteminer.writers import FORMATS

FORMAT = "parquet"


@dataclass(slots=True)
class Part:
    """A part that is written: the name and the size in bytes of its file ("" where there is no record in it), what
    there is in it, how many items it has of each file of the input, and those that failed."""

    name: str = ""
    size: int = 0
    totals: Totals = field(default_factory=Totals)
    items: Mapping[int, int] = field(default_factory=dict)
    failed: list[Placed] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PartWriter:
    """A task: packs of outcomes become a Parquet file in a folder.

    Its name tells where its first item is from, so that a part that is written again, since the machine that wrote it
    has died, takes the place of what there is of the first attempt.
    """

    folder: Storage

    def __call__(self, packs: Any) -> Any:
        """A table with a Part; with an error in its place where one came, or where nothing can be written."""
        values = list(values_of(packs))
        hindered = next((value for value in values if isinstance(value, QuoteMinerError)), None)
        outcomes = [one for pack in values for one in pack] if not hindered else []
        try:
            return table_of([hindered] if hindered else [self._part(outcomes)] if outcomes else [])
        except OutputError as error:
            return table_of([error])

    def _part(self, outcomes: list[Placed]) -> Part:
        part = Part(
            items=Counter(one.file for one in outcomes),
            failed=[one for one in outcomes if isinstance(one.value, Failed)],
        )
        mined = [one for one in outcomes if isinstance(one.value, Mined)]
        if mined:
            part.name = f"{outcomes[0].file:06d}-{outcomes[0].place:09d}.parquet"
            self._write(mined, part)
        part.totals.items, part.totals.failed = len(outcomes), len(part.failed)
        return part

    def _write(self, mined: list[Placed], part: Part) -> None:
        file = self.folder.below(part.name)
        try:
            with file.system.open_output_stream(file.path) as stream:
                writer = FORMATS[FORMAT].make(stream)
                for one in mined:
                    _add(one, writer, part)
                writer.close(several=True)
            part.size = file.system.get_file_info(file.path).size
        except OSError as error:
            raise explained(error, file.shown) from error


def _add(one: Placed, writer: Any, part: Part) -> None:
    outcome: Mined = one.value
    record = ArticleRecord.from_json(outcome.line)
    try:
        writer.write(record)
    except OutputError as error:
        part.failed.append(one._replace(value=Failed("write", "OutputError", str(error), record.source, record.id)))
        return
    part.totals.records += 1
    part.totals.quotes += outcome.quotes
    part.totals.words += outcome.words
