"""Write files and folders completely or not at all, and explain errors in writing them."""

from __future__ import annotations

import errno
import glob
import os
import platform
import re
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final, TextIO

from quoteminer.errors import OutputError

PART: Final = ".part"  # suffix of files and folders that are being written
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
_REASONS: Final = {
    errno.ENOSPC: "there is no space left. Free some, or give a file on another disk.",
    errno.EDQUOT: "your quota is used up. Free some space, or give a file on another disk.",
    errno.EACCES: "you have no permission to write there. Give a file in a folder of your own.",
    errno.EPERM: "you have no permission to write there. Give a file in a folder of your own.",
    errno.EROFS: "that disk can only be read. Give a file on another one.",
    errno.ENOENT: "there is no such folder. Make it first.",
    errno.ENOTDIR: "a part of that path is not a folder. Check it.",
    errno.EEXIST: "there is a file of that name. Give another name.",
    errno.EISDIR: "that is a folder. Give the name of a file in it.",
}


@contextmanager
def whole_file(path: str | Path) -> Iterator[TextIO]:
    """Open a UTF-8 stream whose content replaces the file at ``path`` after the block; after an
    error nothing changes. It is written to another file beside it, synced, given the rights of the
    old file, and renamed. Anything but a regular file (a device, a pipe) is written directly.
    Raises OutputError."""
    with _whole(path) as target, target.open("w", encoding="utf-8", newline="\n") as stream:
        yield stream


@contextmanager
def whole_bytes(path: str | Path) -> Iterator[BinaryIO]:
    """Open a byte stream in the same way as `whole_file`."""
    with _whole(path) as target, target.open("wb") as stream:
        yield stream


@contextmanager
def whole_path(path: str | Path) -> Iterator[Path]:
    """Yield the path of an empty file that replaces ``path``, which must be a regular file, as in
    `whole_file`."""
    with _whole(path) as target:
        if target == Path(path):
            raise OutputError(
                f"{path}: is not a regular file, which this format needs. Give a file name."
            )
        yield target


@contextmanager
def whole_folder(path: str | Path) -> Iterator[Path]:
    """Yield an empty folder, which becomes ``path`` after the block; after an error nothing
    changes. Raises OutputError, also if ``path`` is a file or a folder that is not empty: nothing
    is overwritten.
    """
    target = Path(os.path.realpath(path))
    with explaining(path):
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            kind = (
                "has files in it, which are not overwritten"
                if target.is_dir()
                else "is a file, not a folder"
            )
            raise OutputError(f"{path}: {kind}. Give the name of a new folder.")
        _delete_abandoned(target)
        part = Path(tempfile.mkdtemp(prefix=_prefix(target), suffix=_suffix(), dir=target.parent))
        try:
            yield part
            part.chmod(_mode(target, new=0o777))
            if target.exists():
                target.rmdir()
            part.rename(target)
        except BaseException:  # also on Ctrl-C: no half folder may stay
            shutil.rmtree(part, ignore_errors=True)
            raise


def delete_leftovers(path: str | Path) -> None:
    """Delete the unfinished files and folders for ``path`` of processes that were killed; none may
    still be writing."""
    for part in _parts(Path(os.path.realpath(path))):
        _delete(part)


def _delete_abandoned(target: Path) -> None:
    """Delete the unfinished files and folders for ``target`` of processes of this computer that
    have ended."""
    for part in _parts(target):
        computer, _, process = part.name.removesuffix(PART).rpartition(".")[2].partition("-")
        if computer == _computer() and process.isdigit() and not _is_running(int(process)):
            with suppress(OSError):
                _delete(part)


def _parts(target: Path) -> Iterator[Path]:
    return target.parent.glob(f"{glob.escape(_prefix(target))}*{PART}")


def _delete(part: Path) -> None:
    if part.is_dir():
        shutil.rmtree(part, ignore_errors=True)
    else:
        part.unlink(missing_ok=True)


def _suffix() -> str:
    """Return the suffix of an unfinished file, which says who writes it:
    ``.COMPUTER-PROCESS.part``."""
    return f".{_computer()}-{os.getpid()}{PART}"


def _computer() -> str:
    """Return a short code of this computer's name, because other computers may write to a shared
    disk."""
    return f"{zlib.crc32(platform.node().encode('utf-8', 'replace')):08x}"


def _is_running(process: int) -> bool:
    if os.name != "posix":
        return False  # Windows deletes no file that a process has open
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it belongs to somebody else
        return True
    return True


def explained(error: OSError, where: str) -> OutputError:
    """Return an OutputError that says what could not be written, why, and what to do."""
    reason = _REASONS.get(error.errno or 0, f"{error.strerror or error}.")
    if error.errno == errno.ENOENT and _ADDRESS.match(where):
        reason = "only files of this computer are written. Give one, and copy it there."
    return OutputError(f"{where}: can't be written: {reason}")


@contextmanager
def explaining(path: str | Path) -> Iterator[None]:
    """Convert errors of the operating system in the block with `explained`, except a broken
    pipe."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise explained(error, str(path)) from error


@contextmanager
def _whole(path: str | Path) -> Iterator[Path]:
    """Yield the path to write to: a new file that replaces ``path``, or ``path`` itself if it is no
    regular file."""
    asked = Path(path)
    with explaining(path):
        if asked.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        # as given: the real path of /dev/stdout can be /proc/1/fd/pipe:[2]
        if asked.exists() and not asked.is_file():
            yield asked
            return
        target = Path(os.path.realpath(asked))
        _delete_abandoned(target)
        number, name = tempfile.mkstemp(prefix=_prefix(target), suffix=_suffix(), dir=target.parent)
        os.close(number)
        try:
            yield Path(name)
            _sync(name, os.O_RDWR)
            os.chmod(name, _mode(target, new=0o666))
            os.replace(name, target)
        except BaseException:  # also on Ctrl-C: no half file may stay
            Path(name).unlink(missing_ok=True)
            raise
        if os.name == "posix":
            # no right to list the folder, or a network file system that refuses
            with suppress(OSError):
                _sync(target.parent, os.O_RDONLY)


def _sync(path: str | Path, mode: int) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    number = os.open(path, mode)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _prefix(target: Path) -> str:
    return f".{target.name[:100]}."


def _mode(target: Path, *, new: int) -> int:
    """Return the permissions of the old file, or those of a new file (mkstemp gives permissions
    only to the owner)."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return new & ~mask
