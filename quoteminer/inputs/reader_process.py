"""Read files in a child process with limits of memory and time: a small PDF or zip file can need
any amount of both.

The child is started for the first such file and kept for the next ones. It ends when its parent
does, in any way.
"""

from __future__ import annotations

import atexit
import os
import pickle
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from queue import SimpleQueue
from tempfile import TemporaryFile
from typing import Any, BinaryIO, Final

from quoteminer.errors import InputError, QuoteMinerError, one_line
from quoteminer.inputs.open_files import File, ReadOptions, ignore
from quoteminer.inputs.rows import Input
from quoteminer.inputs.unpack import Stream

# a function of a module, which the child imports
Read = Callable[[File], Iterator[Input | InputError]]
# limit of the child's memory in bytes, to which each character that an article may have adds:
MEMORY: Final = 1 << 30
MEMORY_OF_CHARACTER: Final = 200  # a PDF of five million characters takes 350 MB
# limit of the time until the next article, to which the characters add that the file can have:
SECONDS: Final = 30.0
CHARACTERS_A_SECOND: Final = 20_000  # a PDF is read at twice that speed by a busy core
CHARACTERS_OF_BYTE: Final = 20  # the most that an ordinary file has for each of its bytes
MOST_FILES: Final = 100  # read by one child, because libraries may not free all memory
_OUT_OF_MEMORY: Final = 77  # exit status
_WATCH_SECONDS: Final = 0.05
_START: Final = (
    "import sys; sys.path[:] = {}; from quoteminer.inputs.reader_process import serve; serve()"
)
_ADVICE: Final = "Save its text as .txt, a table as .csv."


@dataclass(frozen=True, slots=True)
class _Job:
    """A file to read. ``path``: an absolute path; None if its content was sent before. ``memory``:
    limit in bytes."""

    read: Read
    source: str
    stem: str
    suffix: str
    options: ReadOptions
    path: str | None
    memory: int


def read_apart(read: Read, file: File) -> Iterator[Input | InputError]:
    """Yield what ``read(file)`` yields, and raise what it raises, but run it in a child process.
    Raises InputError if it needs too much memory or time, ends the process, or has an unexpected
    error."""
    reader = _idle.pop() if _idle else _Reader()
    if not reader.is_alive():
        reader.end()
        reader = _Reader()
    try:
        failure = yield from reader.read(read, file)
    except BaseException:
        # of this side, or the caller reads no further: the child may be in the middle of the file
        reader.end()
        raise
    if _idle or reader.files >= MOST_FILES:
        reader.end()
    else:
        _idle.append(reader)
    if failure:
        raise failure


class _Reader:
    """A child process, and what it was asked to read."""

    def __init__(self) -> None:
        import subprocess

        self.files = 0
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START.format(ascii(sys.path))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the parent
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # the same on Windows
        )
        assert self._process.stdin
        assert self._process.stdout
        self._to, self._from = self._process.stdin, self._process.stdout

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def read(self, read: Read, file: File) -> Generator[Input | InputError, None, Exception | None]:
        """Yield the articles and errors of a file; return the error that ended it. Raises
        InputError if the child ended or was too slow; then it can't be used again."""
        self.files += 1
        size, path, seconds = 0, None, SECONDS
        options, most = replace(file.options, tell=ignore), file.options.max_chars
        memory = MEMORY + MEMORY_OF_CHARACTER * most
        try:
            if file.plain:
                path = os.path.abspath(file.source)
                size = os.path.getsize(path)
            else:
                for piece in file.pieces():
                    size += len(piece)
                    self._send(piece)
            self._send(_Job(read, file.source, file.stem, file.suffix, options, path, memory))
            seconds += min(most, CHARACTERS_OF_BYTE * size) / CHARACTERS_A_SECOND
            while True:
                kind, value = self._receive(seconds)
                if kind == "tell":
                    file.options.tell(value)
                elif kind == "item":
                    yield value
                else:
                    return value  # type: ignore[no-any-return]
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            # One reason for all: which of them it is, depends on the machine, and a resumed run
            # compares the reasons.
            limits = f"{memory >> 20:,} MB of memory or {seconds:.0f} seconds"
            raise file.error(
                f"needs more than {limits} to be read, or is damaged. {_ADVICE}"
            ) from None

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        for stream in (self._to, self._from):
            with suppress(OSError):  # of what was not sent
                stream.close()
        self._process.wait()

    def _send(self, value: bytes | _Job) -> None:
        pickle.dump(value, self._to)
        self._to.flush()

    def _receive(self, seconds: float) -> tuple[str, Any]:
        """Return the next message. Raises EOFError or UnpicklingError if the process ends or takes
        longer."""
        timer = threading.Timer(seconds, self._process.kill)
        timer.daemon = True
        timer.start()
        try:
            return pickle.load(self._from)  # type: ignore[no-any-return]
        finally:
            timer.cancel()


_idle: Final[list[_Reader]] = []  # the one that is kept
if hasattr(os, "register_at_fork"):
    # a fork of the parent has no children, and must not use its pipes
    os.register_at_fork(after_in_child=_idle.clear)


@atexit.register
def end_idle() -> None:
    """End the child that is kept."""
    while _idle:
        _idle.pop().end()


def serve() -> None:
    """Read the files that the parent asks for, in the child, until the parent ends."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # no library may print between the results
    jobs: SimpleQueue[tuple[_Job, BinaryIO | None]] = SimpleQueue()
    threading.Thread(target=_receive_jobs, args=(jobs,), daemon=True).start()

    def send(kind: str, value: Any) -> None:
        pickle.dump((kind, value), results)
        results.flush()

    while True:
        job, content = jobs.get()
        limit_memory(job.memory)
        failure: Exception | None = None
        try:
            with content or open(job.path or "", "rb") as whole:
                whole.seek(0)
                options = replace(job.options, tell=lambda message: send("tell", message))
                file = File(
                    job.source,
                    job.stem,
                    job.suffix,
                    options,
                    False,
                    Stream(whole.read),
                    whole=whole,
                )
                for item in job.read(file):
                    send("item", item)
        except (QuoteMinerError, OSError) as error:
            failure = error
        except MemoryError:
            os._exit(_OUT_OF_MEMORY)
        except Exception as error:
            reason = f"can't be read ({one_line(error)}). {_ADVICE}"
            failure = InputError(f"{job.source}: {reason}", source=job.source)
        send("end", failure)


def _receive_jobs(jobs: SimpleQueue[tuple[_Job, BinaryIO | None]]) -> None:
    """Receive jobs, each after the pieces of its content, if any. End the process when the parent
    has ended."""
    content: BinaryIO | None = None
    try:
        while True:
            message = pickle.load(sys.stdin.buffer)
            if isinstance(message, _Job):
                jobs.put((message, content))
                content = None
            else:
                content = content or TemporaryFile(prefix="quoteminer.")  # noqa: SIM115  closed by the reader
                content.write(message)
    finally:
        os._exit(0)


def limit_memory(limit: int) -> None:
    """Limit the memory of this process in bytes. Windows has no such limit."""
    if sys.platform == "win32":
        return
    if sys.platform == "darwin":  # accepts a limit, but does not enforce it
        threading.Thread(target=watch_memory, args=(limit,), daemon=True).start()
        return
    import resource

    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(
        resource.RLIMIT_AS, (limit if most == resource.RLIM_INFINITY else min(limit, most), most)
    )
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def watch_memory(limit: int) -> None:
    """End this process once it has taken more memory, in bytes."""
    if sys.platform == "win32":
        return
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit <= limit:
        time.sleep(_WATCH_SECONDS)
    os._exit(_OUT_OF_MEMORY)
