"""The steps of a run on a cluster (read, mine, write), which Ray Data runs on any machine. Batches
pass between them pickled, because Arrow's strings can't hold lone surrogates."""

from __future__ import annotations

import pickle
import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, NamedTuple

from quoteminer.commands.corpus.cluster.storage import InputFile, Storage, WrittenPart, need_ray
from quoteminer.commands.corpus.pool import Pool, Serve
from quoteminer.commands.corpus.run import Read
from quoteminer.commands.corpus.worker import Settings, item_of
from quoteminer.errors import OutputError, QuoteMinerError, RunError
from quoteminer.inputs.open_files import FoundFile
from quoteminer.output.formats import FORMATS
from quoteminer.output.run.outcomes import Failed, Item, Mined
from quoteminer.output.run.run_file import RunTotals
from quoteminer.output.whole_files import explaining
from quoteminer.records import ArticleRecord
from quoteminer.records.jsontext import dump


class ItemBatch(NamedTuple):
    """Items, or their outcomes, in input order, and the position of the first: its file and its
    place there, from 0. One without items stands for those of a part that is finished."""

    file: int
    place: int
    values: list[Any]


def pickled_table(values: Iterable[Any]) -> Any:
    """Return a pyarrow.Table with a row for each value."""
    arrow = need_ray("pyarrow")
    return arrow.table(
        {"value": arrow.array([pickle.dumps(value) for value in values], arrow.large_binary())}
    )


def unpickled(table: Any) -> Iterator[Any]:
    return (pickle.loads(value.as_py()) for value in table.column("value"))


@dataclass(frozen=True, slots=True)
class ReadBatches:
    """A task that reads files into batches of limited numbers of articles and characters, in
    order. ``finished``: by position, how many items from there on an earlier run has finished; an
    empty batch stands for them."""

    read: Read
    articles: int = 32
    characters: int = 200_000
    finished: Mapping[tuple[int, int], int] = field(default_factory=dict)

    def __call__(self, files: Any) -> Iterator[Any]:
        """Take a table of pairs (number of the file, InputFile or Failed); yield tables of one
        ItemBatch of items."""
        batch, characters, skipped = ItemBatch(0, 0, []), 0, 0
        for number, file in unpickled(files):
            for place, item in enumerate(self._items(file)):
                if skip := self.finished.get((number, place)):
                    if batch.values:
                        yield pickled_table([batch])
                    yield pickled_table([ItemBatch(number, place, [])])
                    batch, characters, skipped = ItemBatch(0, 0, []), 0, skip
                if skipped:
                    skipped -= 1
                    continue
                if not batch.values:
                    batch = ItemBatch(number, place, [])
                batch.values.append(item)
                characters += 0 if isinstance(item, Failed) else len(item.text)
                if len(batch.values) >= self.articles or characters >= self.characters:
                    yield pickled_table([batch])
                    batch, characters = ItemBatch(0, 0, []), 0
        if batch.values:
            yield pickled_table([batch])

    def _items(self, file: InputFile | Failed) -> Iterator[Item]:
        if isinstance(file, Failed):
            yield file
            return
        shown = file.storage.shown
        try:
            with file.storage.on_disk() as path:
                for item in map(item_of, self.read([FoundFile(path, file.stem, file.named)])):
                    if isinstance(item, Failed):
                        reason = item.reason.replace(path, shown)
                        yield replace(item, reason=reason, source=item.source and shown)
                    else:
                        yield replace(item, source=shown)
        except OSError as error:
            yield Failed(
                "read",
                "InputError",
                f"{shown}: can't be read ({error}). Check your permissions.",
                shown,
            )


class MineBatches:
    """An actor that turns batches of articles into outcomes, on one core.

    The model runs in a worker process, because an article that kills an actor would be given to one
    actor after the other. Errors of this machine are returned, because Ray would convert a raised
    error to text. ``expected``: `Settings.to_dict` of the machine that began the run, from which
    this one must not differ (RunError).
    """

    def __init__(self, settings: Settings, expected: Mapping[str, Any], serve: Serve) -> None:
        self._error: QuoteMinerError | None = None
        self._pool = Pool(1, settings, serve=serve)
        try:
            here = settings.to_dict()
            differing = [name for name in expected if expected[name] != here[name]]
            if differing:
                changes = "; ".join(
                    f"{name} is {dump(here[name])}, not {dump(expected[name])}"
                    for name in differing
                )
                raise RunError(
                    f"{platform.node()}: this machine differs from the one that began the run"
                    f" ({changes}). Install the same version of quoteminer on all, and keep the"
                    " files that you name where all have them."
                )
            self._pool.__enter__()  # its process ends when this one does
        except QuoteMinerError as error:
            self._error = error

    def __call__(self, batches: Any) -> Any:
        """Return the batches with outcomes instead of items, or an error."""
        return pickled_table(map(self._mine, unpickled(batches)))

    def _mine(self, batch: ItemBatch) -> ItemBatch | QuoteMinerError:
        if self._error:
            return self._error
        try:
            return batch._replace(
                values=[outcome for _, outcome in self._pool.outcomes(batch.values)]
            )
        except QuoteMinerError as error:
            return error


@dataclass(frozen=True, slots=True)
class WriteParts:
    """A task that writes batches of outcomes to a Parquet file, named after the position of its
    first item, so that a part written again replaces the earlier file; then what is written, to
    ``kept``."""

    folder: Storage
    kept: Storage

    def __call__(self, table: Any) -> Any:
        """Return a table with a WrittenPart for each row of batches without a finished part
        between them, or with an error."""
        batches = list(unpickled(table))
        errors = [batch for batch in batches if isinstance(batch, QuoteMinerError)]
        if errors:
            return pickled_table(errors[:1])
        rows = groupby(batches, key=lambda batch: bool(batch.values))
        try:
            return pickled_table([self._write(list(row)) for has_items, row in rows if has_items])
        except OutputError as error:
            return pickled_table([error])

    def _write(self, batches: list[ItemBatch]) -> WrittenPart:
        part = self._write_records(batches)
        with explaining(self.kept.shown):
            part.keep(self.kept)
        return part

    def _write_records(self, batches: list[ItemBatch]) -> WrittenPart:
        outcomes = [outcome for batch in batches for outcome in batch.values]
        mined = [outcome for outcome in outcomes if isinstance(outcome, Mined)]
        failed = [
            (place, outcome)
            for place, outcome in enumerate(outcomes)
            if isinstance(outcome, Failed)
        ]
        quotes = sum(outcome.quotes for outcome in mined)
        words = sum(outcome.words for outcome in mined)
        totals = RunTotals(len(outcomes), len(mined), len(failed), quotes, words)
        ranges = [(batch.file, batch.place, len(batch.values)) for batch in batches]
        if not mined:
            return WrittenPart("", totals, failed, ranges)
        name = f"{batches[0].file:06d}-{batches[0].place:09d}.parquet"
        file = self.folder / name
        with explaining(file.shown), file.system.open_output_stream(file.path) as stream:
            writer = FORMATS["parquet"].make(stream)
            for outcome in mined:
                writer.write(ArticleRecord.from_json(outcome.line))
            writer.close(several=True)
        return WrittenPart(name, totals, failed, ranges)
