"""A run over many articles on many machines, through Ray Data."""

from __future__ import annotations

import logging
import os
import re
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any, Final
from warnings import catch_warnings, simplefilter

from quoteminer.commands.corpus.cluster.steps import (
    MineBatches,
    ReadBatches,
    WriteParts,
    pickled_table,
    unpickled,
)
from quoteminer.commands.corpus.cluster.storage import (
    ClusterResult,
    InputFile,
    Storage,
    WrittenPart,
    find_stored_files,
    is_uri,
    need_ray,
)
from quoteminer.commands.corpus.pool import Serve
from quoteminer.commands.corpus.run import Done, OnProgress, Read, check_inputs
from quoteminer.commands.corpus.worker import Settings, serve
from quoteminer.errors import QuoteMinerError, WorkerError
from quoteminer.inputs import STDIN, read_found
from quoteminer.inputs.open_files import FoundFile
from quoteminer.network.find_model import as_folder
from quoteminer.output.run.outcomes import Failed
from quoteminer.output.run.run_file import RunTotals

PART_BATCHES: Final = 32  # batches in a file of the result
READ_TASKS: Final = 200  # most tasks that read. The articles of a lost task are read again.
# The cores that Ray reserves for an actor, which uses one: half of the cluster stays free for the
# actors of a machine that dies, whose work would else wait forever. Ray fills half of each machine
# before the next: an actor for each core.
ACTOR_CPUS: Final = 0.5
# actors for each task that reads and each that writes, which take no core
ACTORS_PER_TASK: Final = 32
# no statistics, no log
_ENVIRONMENT: Final = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_BACKEND_LOG_LEVEL": "fatal"}
_RAISED: Final = re.compile(r"(\w+\.)*\w*(Error|Exception)\b")
_COLOURS: Final = re.compile(r"\x1b\[[\d;]*m")
_HOST_AND_PORT: Final = re.compile(r"(?:ray://)?(?P<host>[^/]+):(?P<port>\d+)")
_TIMEOUT: Final = 10.0  # seconds; Ray itself would try for five minutes


def run(
    inputs: Iterable[str],
    out: str,
    settings: Settings,
    *,
    workers: int | None = None,
    address: str | None = None,
    read: Read = read_found,
    tell: Callable[[str], None] = lambda message: None,
    on_progress: OnProgress = lambda totals: None,
    serve: Serve = serve,
    batch_articles: int = 32,
) -> Done:
    """Mine articles on a cluster, in input order. Any machine may die, except the one that calls
    this function. Each machine needs this version of quoteminer, and the files that ``settings``
    name.

    Args:
        inputs: files, folders and globs that all machines see under these names, or URIs that
            pyarrow.fs opens.
        out: a new or empty folder that all machines see, or a URI; see `ClusterResult`. With an
            unfinished run in it, the same call resumes that from its finished parts.
        workers: number of actors; None takes the cores of the cluster.
        address: of the cluster, for ``ray.init``; None: $RAY_ADDRESS, else a cluster on this
            machine, else a new one.
        read, serve: functions that read articles and run workers, importable on all machines.
        tell: called with messages about skipped files, and about guessed columns and encoding of
            the first file.
        on_progress: called with the totals so far, some time after each part is written.
        batch_articles: articles that an actor gets at a time; when it dies, two batches are mined
            again.

    Raises the errors of `corpus.run.run`; ConfigError for unknown URIs; WorkerError if Ray can't be
    reached or gives up; RunError if a machine differs from the others, or the run from an earlier
    one in ``out``; DependencyError if ray is
    not installed.
    """
    ray = need_ray("ray")
    need_ray("ray.data")
    # each machine finds a name by itself
    model = settings.model and (as_folder(settings.model) or settings.model)
    settings = replace(settings, model=model, people=settings.people and settings.people.absolute())
    expected, names, result = settings.to_dict(), list(inputs), ClusterResult(Storage.of(out))
    check_inputs((name for name in names if name != STDIN and not is_uri(name)), read)
    files = list(find_stored_files(names, tell))
    _report_first(files, read, tell)
    with result.begun(expected, files) as parts, connected(ray, address), run_options(ray):
        finished = {(file, place): number for part in parts for file, place, number in part.ranges}
        count = workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
        task_pool = ray.data.TaskPoolStrategy(size=-(-count // ACTORS_PER_TASK))
        actor_pool = ray.data.ActorPoolStrategy(size=count, max_tasks_in_flight_per_actor=2)
        tasks = {"batch_format": "pyarrow", "num_cpus": 0, "compute": task_pool}
        actors = {"batch_format": "pyarrow", "num_cpus": ACTOR_CPUS, "compute": actor_pool}
        batches = _dataset(ray, files).map_batches(
            ReadBatches(read, batch_articles, finished=finished), batch_size=None, **tasks
        )
        arguments = (settings, expected, serve)
        mined = batches.map_batches(
            MineBatches, batch_size=None, fn_constructor_args=arguments, **actors
        )
        write = WriteParts(result.records, result.kept)
        written = mined.map_batches(write, batch_size=PART_BATCHES, **tasks)
        return Done(result.finish(_run(written, parts, on_progress), expected))


def _report_first(
    files: Iterable[InputFile | Failed], read: Read, tell: Callable[[str], None]
) -> None:
    """Read the first article on this machine, so that guesses about its file are reported before
    the run."""
    first = next(
        (file for file in files if isinstance(file, InputFile) and not is_uri(file.storage.shown)),
        None,
    )
    if first:
        path, shown = first.storage.path, first.storage.shown
        articles = read(
            [FoundFile(path, first.stem)], tell=lambda message: tell(message.replace(path, shown))
        )
        next(iter(articles), None)


def _dataset(ray: Any, files: Sequence[InputFile | Failed]) -> Any:
    step, numbered = -(-len(files) // READ_TASKS) or 1, list(enumerate(files))
    tables = [pickled_table(numbered[begin : begin + step]) for begin in range(0, len(files), step)]
    return ray.data.from_arrow(tables or [pickled_table([])])


def _run(
    written: Any, finished: Sequence[WrittenPart], on_progress: OnProgress
) -> list[WrittenPart]:
    """Run to the end, and return all parts; those that were finished before come first."""
    parts = list(finished)
    totals = sum((part.totals for part in parts), RunTotals())
    on_progress(totals)
    for table in written.iter_batches(batch_size=None, batch_format="pyarrow"):
        for part in unpickled(table):
            if isinstance(part, QuoteMinerError):
                raise part
            parts.append(part)
            totals += part.totals
            on_progress(totals)
    return parts


@contextmanager
def connected(ray: Any, address: str | None) -> Iterator[None]:
    """Connect to a cluster for the block, or use the program's own connection. Raises
    WorkerError."""
    if ray.is_initialized():
        yield
        return
    check_reachable(address or os.environ.get("RAY_ADDRESS"))
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    logging.getLogger("ray").setLevel(logging.ERROR)
    try:
        with _no_stderr():
            ray.init(
                address=address,
                include_dashboard=False,
                log_to_driver=False,
                logging_level=logging.ERROR,
            )
    except (OSError, RuntimeError, ValueError) as error:
        raise WorkerError(
            f"Ray can't be reached: {_reason(error)}. Check --ray-address, or $RAY_ADDRESS."
        ) from None
    try:
        yield
    finally:
        ray.shutdown()


@contextmanager
def _no_stderr() -> Iterator[None]:
    """Discard what Ray's core writes to standard error when it starts; no option prevents it."""
    try:
        kept = os.dup(2)
    except OSError:  # there is no standard error
        yield
        return
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(null)


def check_reachable(address: str | None) -> None:
    """Raise WorkerError if an address has a host and a port, and no server listens there."""
    parts = _HOST_AND_PORT.fullmatch(address or "")
    if not parts:
        return
    try:
        socket.create_connection((parts["host"].strip("[]"), int(parts["port"])), _TIMEOUT).close()
    except (OSError, OverflowError) as error:
        raise WorkerError(
            f"{address}: there is no Ray cluster ({error}). Check --ray-address, or $RAY_ADDRESS."
        ) from None


def _reason(error: BaseException) -> str:
    """Return an error of Ray as one line: the last exception of a traceback, else the first
    line."""
    lines = [_COLOURS.sub("", line).strip() for line in str(error).splitlines() if line.strip()]
    raised = [line for line in lines if _RAISED.match(line)]
    return [type(error).__name__, *lines[:1], *raised][-1].rstrip(".")


@contextmanager
def run_options(ray: Any) -> Iterator[None]:
    """Set Ray Data's options for the block, keep its log off standard error, and convert its errors
    to WorkerError."""
    context = ray.data.DataContext.get_current()
    options = (
        (context.execution_options, "preserve_order", True),
        # makes each row a block, so that batches keep their size
        (context, "target_max_block_size", 1),
        (context, "enable_progress_bars", False),
        (context, "scheduling_strategy", "DEFAULT"),  # see ACTOR_CPUS
    )
    logger = logging.getLogger("ray.data")
    with catch_warnings(), ExitStack() as stack:
        # scheduling_strategy is deprecated since Ray 2.60
        simplefilter("ignore", DeprecationWarning)
        for handler in [
            known for known in logger.handlers if isinstance(known, logging.StreamHandler)
        ]:
            logger.removeHandler(handler)
            stack.callback(logger.addHandler, handler)
        for holder, name, value in options:
            stack.callback(setattr, holder, name, getattr(holder, name))
            setattr(holder, name, value)
        try:
            yield
        except ray.exceptions.RayError as error:
            raise WorkerError(
                f"Ray gave up: {_reason(error)}. Do all machines have the same quoteminer? Ray's"
                " logs are in /tmp/ray."
            ) from None
