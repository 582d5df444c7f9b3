"""Files and folders that all machines of a cluster reach, on a shared disk or in an object store."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from quoteminer.corpus.worker import Failed
from quoteminer.errors import ConfigError, InputError, need
from quoteminer.inputs import STDIN
from quoteminer.inputs.files import suffix_and_stem
from quoteminer.inputs.find import BY_SUFFIX, find, unique_stems


def need_ray(module: str) -> Any:
    """Import a module of the extra ``ray``. Raises DependencyError."""
    return need(module, extra="ray", what="--engine ray")


@dataclass(frozen=True, slots=True)
class Storage:
    """A file or folder in a file system.

    Args:
        shown: the name as given by the user: a path, or a URI.
        system: a pyarrow.fs.FileSystem.
        path: the name in ``system``; an absolute path on a disk, so that it holds on all machines.
    """

    shown: str
    system: Any
    path: str

    @classmethod
    def of(cls, name: str) -> Storage:
        """Return the storage for a path or a URI like s3://bucket/folder.

        Raises:
            ConfigError: the URI is invalid, of an unknown kind, or not reachable.
            DependencyError: pyarrow is not installed.
        """
        systems = need_ray("pyarrow.fs")
        if not is_uri(name):
            return cls(name, systems.LocalFileSystem(), Path(os.path.abspath(name)).as_posix())
        try:
            system, path = systems.FileSystem.from_uri(name)
        except (OSError, ValueError) as error:  # pyarrow.ArrowInvalid is a ValueError
            raise ConfigError(f"{name}: can't be reached ({error}). Check the address and your rights.") from None
        return cls(name, system, path.rstrip("/"))

    def __truediv__(self, name: str) -> Storage:
        return Storage(f"{self.shown.rstrip('/')}/{name}", self.system, f"{self.path}/{name}")

    @property
    def local(self) -> bool:
        """True if it is given by a path, not a URI."""
        return not is_uri(self.shown)

    @property
    def has_folders(self) -> bool:
        """True if folders must be made; object stores have only names."""
        return self.system.type_name not in ("s3", "gcs", "abfs")

    def kind(self) -> str:
        """Return "File", "Directory" or "NotFound". Raises OSError."""
        return str(self.system.get_file_info(self.path).type.name)

    def entries(self, *, recursive: bool = False) -> list[Any]:
        """Return a pyarrow.fs.FileInfo for each entry of the folder; none if it doesn't exist. Raises OSError."""
        selector = need_ray("pyarrow.fs").FileSelector(self.path, allow_not_found=True, recursive=recursive)
        return list(self.system.get_file_info(selector))

    @contextmanager
    def on_disk(self) -> Iterator[str]:
        """Yield the path of the file, or of a copy of it if it is given by a URI. Raises OSError."""
        if self.local:
            yield self.path
            return
        with tempfile.TemporaryDirectory(prefix="quoteminer.") as folder:
            copy = os.path.join(folder, PurePosixPath(self.path).name)
            with self.system.open_input_file(self.path) as source, open(copy, "wb") as target:
                shutil.copyfileobj(source, target, 1 << 20)
            yield copy


def is_uri(name: str) -> bool:
    """Return True for a URI, False for a path."""
    return "://" in name


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file with articles, the stem of their ids, and whether the user named it (see `inputs.files.Found`)."""

    storage: Storage
    stem: str
    given: bool = True


def find_files(names: Iterable[str], tell: Callable[[str], None]) -> Iterator[InputFile | Failed]:
    """Yield the files that paths or URIs stand for, in the order of the local engine, and folders that can't be read.

    Args:
        names: files, folders, and globs (of paths only).
        tell: called with a message about files that were skipped.

    Raises:
        ConfigError: a name is that of standard input, or a URI of an unknown kind.
        InputError: there is no article at a URI.
        DependencyError: pyarrow is not installed.
    """
    for name in names:
        if name == STDIN:
            raise ConfigError("- (standard input) is read by one machine only. Give files, or --engine local.")
        if is_uri(name):
            yield from _find_below(Storage.of(name))
            continue
        for found in find(name, tell):
            if isinstance(found, InputError):
                yield Failed("read", type(found).__name__, str(found), found.source, found.id)
            else:
                yield InputFile(Storage.of(found.source), found.stem, found.given)


def _find_below(given: Storage) -> Iterator[InputFile]:
    """Yield the file, or the files of a known kind below the folder, with the order and stems of `find`."""
    try:
        kind = given.kind()
        entries = given.entries(recursive=True) if kind == "Directory" else []
    except OSError as error:
        raise InputError(f"{given.shown}: can't be read ({error}). Check the name and your rights.") from None
    if kind == "File":
        yield InputFile(given, suffix_and_stem(PurePosixPath(given.path).name)[1])
        return
    paths = (PurePosixPath(entry.path).relative_to(given.path) for entry in entries if entry.is_file)
    files = sorted(path for path in paths if _is_article_file(path))
    if not files:
        raise InputError(f"{given.shown}: there is no file with articles. Check the name.")
    names = defaultdict(list)
    for path in files:
        names[path.parent].append(path.name)
    stems = {folder: unique_stems(inside) for folder, inside in names.items()}
    for path in files:
        yield InputFile(given / str(path), str(path.parent / stems[path.parent][path.name]), given=False)


def _is_article_file(path: PurePosixPath) -> bool:
    """Return True if the suffix is known and no part of the path is hidden."""
    return suffix_and_stem(path.name)[0] in BY_SUFFIX and not any(part.startswith(".") for part in path.parts)
