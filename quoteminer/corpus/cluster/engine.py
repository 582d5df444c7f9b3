"""A run over many articles on many machines, through Ray Data."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, Final
from warnings import catch_warnings, simplefilter

from quoteminer.corpus.cluster.connection import connected, explained_by_ray
from quoteminer.corpus.cluster.files import File, Packs, Read, Reader, find_files
from quoteminer.corpus.cluster.mining import Mining
from quoteminer.corpus.cluster.result import Result
from quoteminer.corpus.cluster.rows import EXTRA, WHAT, table_of, values_of
from quoteminer.corpus.cluster.storage import Storage
from quoteminer.corpus.cluster.writing import Part, PartWriter
from quoteminer.corpus.journal import Totals
from quoteminer.corpus.pool import Serve
from quoteminer.corpus.run import Done, Watch
from quoteminer.corpus.settings import Settings
from quoteminer.corpus.tasks import Failed
from quoteminer.corpus.worker import serve
from quoteminer.errors import ConfigError, QuoteMinerError
from quoteminer.extras import need
from quoteminer.inputs import read_found
from quoteminer.inputs.files import Found

PACKS: Final = Packs()
PART_PACKS: Final = 32
"""Of a file of the result."""
FILE_BLOCKS: Final = 200
"""Tasks that read, at most; each has some of the files. What one has read is read again where it is lost."""
ACTOR_CPUS: Final = 0.5
"""What Ray counts for an actor, though it keeps a core busy. So half of what the cluster has stays free for the actors
of a machine that dies: if none were free, what these had in hand would wait for ever for another machine. Ray's
default strategy fills machines up to a half before it takes the next, so that each core gets one actor."""
ACTORS_PER_TASK: Final = 32
"""For so many actors, one task reads, and one writes: both are much faster. Ray counts no core for these."""


def run(
    inputs: Iterable[str],
    out: str,
    settings: Settings,
    *,
    workers: int | None = None,
    address: str | None = None,
    read: Read = read_found,
    tell: Callable[[str], None] = lambda message: None,
    watch: Watch = lambda totals: None,
    serve: Serve = serve,
    packs: Packs = PACKS,
) -> Done:
    """Mine many articles on a cluster; machines may die on the way, all but the one that this is called on.

    The files of the input are read by tasks, mined by a pool of actors, and written as Parquet by tasks, in the order
    of the input; the records are those that the local engine gives. Each machine needs this version of quoteminer.

    Args:
        inputs: files, folders and globs that all machines see under these names, or URIs that pyarrow.fs opens.
        out: a new or empty folder, likewise; see `Result`. It is whole or not there; in an object store, it is whole
            where it has a file ``_SUCCESS``.
        settings: what the records depend on. Files that they name must be there on all machines.
        workers: actors; each keeps a core busy. None: as many as the cluster has cores.
        address: of the cluster, as ``ray.init`` takes it. None: $RAY_ADDRESS, else the one that runs on this machine,
            else a new one on this machine, until the run is done.
        read: reads articles; it must be importable on all machines.
        tell: called with what was passed over, and with what is guessed of the first file.
        watch: is told of the progress, some time after each part is written.
        serve: what the workers run; see `worker.serve`.
        packs: what an actor gets at a time; when it dies, two of them are mined again.

    Raises:
        OutputError: ``out`` is not empty, or can't be written by all machines.
        ConfigError: ``workers`` is less than 1, or a URI is of an unknown kind.
        ModelError, PeopleFileError, RunError: a machine can't mine, or not as the others do.
        WorkerError: Ray can't be reached, or gave up.
        DependencyError: ray is not installed.
    """
    if workers is not None and workers < 1:
        raise ConfigError(f"workers is {workers}; give 1 or more.")
    ray = need("ray", extra=EXTRA, what=WHAT)
    need("ray.data", extra=EXTRA, what=WHAT)
    settings = settings.anywhere()
    told, files, result = settings.told(), list(find_files(inputs, tell)), Result(Storage.of(out))
    _glance(files, read, tell)
    with result.begun() as folder, connected(ray, address), explained_by_ray(ray):
        count = workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
        with _context(ray):
            mining = {"fn_constructor_args": (settings, told, serve), **_pool(ray, count)}
            light = _tasks(ray, count)
            packed = _found(ray, files).map_batches(Reader(read, packs), batch_size=None, **light)
            mined = packed.map_batches(Mining, batch_size=None, **mining)
            parts = mined.map_batches(PartWriter(folder), batch_size=PART_PACKS, **light)
            return Done(result.finish(_watched(parts, watch), folder, told))


def _glance(files: Iterable[File | Failed], read: Read, tell: Callable[[str], None]) -> None:
    """Read the first article here, so that what is guessed of its file is told before the run."""
    first = next((file for file in files if isinstance(file, File) and file.at.local), None)
    if first:
        next(iter(read([Found(first.at.address, first.stem)], tell=lambda line: tell(first.renamed(line)))), None)


def _found(ray: Any, files: Sequence[File | Failed]) -> Any:
    """A dataset of the files, with a block for each task that is to read."""
    step = -(-len(files) // FILE_BLOCKS) or 1
    tables = [table_of(list(enumerate(files[begin : begin + step], begin))) for begin in range(0, len(files), step)]
    return ray.data.from_arrow(tables or [table_of([])])


def _tasks(ray: Any, actors: int) -> dict[str, Any]:
    """Options of a step that is done by tasks."""
    size = -(-actors // ACTORS_PER_TASK)
    strategy = getattr(ray.data, "TaskPoolStrategy", None)  # since 2.51, in place of the number
    how = {"compute": strategy(size=size)} if strategy else {"concurrency": size}
    return {"batch_format": "pyarrow", "num_cpus": 0, **how}


def _pool(ray: Any, actors: int) -> dict[str, Any]:
    """Options of a step that is done by so many actors. They and their tasks are begun anew elsewhere as often as it
    takes, as Ray does with actors of datasets where nothing else is said."""
    return {
        "batch_format": "pyarrow",
        "compute": ray.data.ActorPoolStrategy(size=actors, max_tasks_in_flight_per_actor=2),
        "num_cpus": ACTOR_CPUS,
    }


def _watched(parts: Any, watch: Watch) -> list[Part]:
    """Run the dataset; its parts, in order. Raises what hindered a machine."""
    totals, done = Totals(), []
    watch(totals)
    for table in parts.iter_batches(batch_size=None, batch_format="pyarrow"):
        for part in values_of(table):
            if isinstance(part, QuoteMinerError):
                raise part
            done.append(part)
            totals.add_all(part.totals)
            watch(totals)
    return done


@contextmanager
def _context(ray: Any) -> Iterator[None]:
    """The options for datasets that are made in the block; the program's own are as they were behind it."""
    context = ray.data.DataContext.get_current()
    options = (
        (context.execution_options, "preserve_order", True),
        (context, "target_max_block_size", 1),  # each row is a block: a pack has the size that it should have
        (context, "enable_progress_bars", False),
        (context, "scheduling_strategy", "DEFAULT"),  # see ACTOR_CPUS
    )
    with _silent(logging.getLogger("ray.data")), catch_warnings(), ExitStack() as stack:
        simplefilter("ignore", DeprecationWarning)  # from 2.60 on, a strategy may be set until there is none any more
        for holder, name, value in options:
            stack.callback(setattr, holder, name, getattr(holder, name))
            setattr(holder, name, value)
        yield


@contextmanager
def _silent(logger: logging.Logger) -> Iterator[None]:
    """Nothing of it goes to standard error; Ray's own handler, which writes to a file, stays."""
    handlers = [one for one in logger.handlers if isinstance(one, logging.StreamHandler)]
    for handler in handlers:
        logger.removeHandler(handler)
    try:
        yield
    finally:
        for handler in handlers:
            logger.addHandler(handler)
