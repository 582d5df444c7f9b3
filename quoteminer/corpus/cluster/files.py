"""The files of a run on a cluster: found by the machine that begins it, each read by the one that gets it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Final

from quoteminer.corpus.cluster.rows import EXTRA, WHAT, Placed, table_of, values_of
from quoteminer.corpus.cluster.storage import Storage, is_uri
from quoteminer.corpus.run import item_of
from quoteminer.corpus.tasks import Failed, Item
from quoteminer.errors import ConfigError, InputError
from quoteminer.extras import need
from quoteminer.inputs import STDIN, Input
from quoteminer.inputs.files import Found, suffix_and_stem
from quoteminer.inputs.find import find, unique_stems
from quoteminer.inputs.kinds import BY_SUFFIX

Read = Callable[..., Iterable[Input | InputError]]
"""Reads the articles of an iterable of `Found`, as `inputs.read_found` does; it takes ``tell`` as that does."""
_COPY_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class File:
    """A file, the stem of its ids, and whether the user named it (see `inputs.files.Found`)."""

    at: Storage
    stem: str
    given: bool = True

    def renamed(self, told: str) -> str:
        """What is told of it, with its name as it was given."""
        return told.replace(self.at.address, self.at.shown)


def find_files(names: Iterable[str], tell: Callable[[str], None]) -> Iterator[File | Failed]:
    """The files that paths or URIs stand for, as the local engine finds them, and what could not be found.

    Args:
        names: files, folders, globs (of paths only).
        tell: called with what was passed over.

    Raises:
        ConfigError: a name is that of standard input, or a URI of an unknown kind.
        DependencyError: pyarrow is not installed.
    """
    for name in names:
        if name == STDIN:
            raise ConfigError("- (standard input) is read by one machine only. Give files, or --engine local.")
        for found in _below(Storage.of(name)) if is_uri(name) else find(name, tell):
            if isinstance(found, InputError):
                yield Failed("read", type(found).__name__, str(found), found.source, found.id)
            else:
                yield found if isinstance(found, File) else File(Storage.of(found.source), found.stem, found.given)


def _below(given: Storage) -> Iterator[File | InputError]:
    """A file, or those of a known kind below a folder, in the order and with the stems that `find` gives."""
    types = need("pyarrow.fs", extra=EXTRA, what=WHAT)
    try:
        kind = given.system.get_file_info(given.path).type
        if kind == types.FileType.File:
            yield File(given, suffix_and_stem(PurePosixPath(given.path).name)[1])
            return
        infos = given.system.get_file_info(types.FileSelector(given.path, recursive=True))
    except OSError as error:  # there is none, or no right to see it
        yield InputError(f"{given.shown}: can't be read ({error}). Check the name and your rights.", source=given.shown)
        return
    files = sorted(path for path in _relative(infos, given.path) if _is_taken(path))
    if not files:
        yield InputError(f"{given.shown}: there is no file with articles. Check the name.", source=given.shown)
    names = defaultdict(list)
    for path in files:
        names[path.parent].append(path.name)
    stems = {folder: unique_stems(inside) for folder, inside in names.items()}
    for path in files:
        yield File(given.below(str(path)), str(path.parent / stems[path.parent][path.name]), given=False)


def _relative(infos: Iterable[Any], folder: str) -> Iterator[PurePosixPath]:
    return (PurePosixPath(info.path).relative_to(folder) for info in infos if info.is_file)


def _is_taken(path: PurePosixPath) -> bool:
    """Whether the name is that of a kind which is read, and nothing in it begins with a dot."""
    return suffix_and_stem(path.name)[0] in BY_SUFFIX and not any(part.startswith(".") for part in path.parts)


@dataclass(frozen=True, slots=True)
class Packs:
    """How many articles make a pack: so many, or fewer whose texts have so many characters together."""

    articles: int = 32
    characters: int = 200_000


@dataclass(frozen=True, slots=True)
class Reader:
    """A task: files become packs of their articles, in order."""

    read: Read
    packs: Packs

    def __call__(self, files: Any) -> Iterator[Any]:
        """``files`` is a table of pairs: the number of a file, and a File or Failed. The tables that come have one row,
        a list of Placed items."""
        pack: list[Placed] = []
        characters = 0
        for number, file in values_of(files):
            for place, item in enumerate(self.items(file)):
                pack.append(Placed(number, place, item))
                characters += 0 if isinstance(item, Failed) else len(item.text)
                if len(pack) >= self.packs.articles or characters >= self.packs.characters:
                    yield table_of([pack])
                    pack, characters = [], 0
        if pack:
            yield table_of([pack])

    def items(self, file: File | Failed) -> Iterator[Item]:
        """The articles of one file, under the name that the user gave."""
        if isinstance(file, Failed):
            yield file
            return
        try:
            with _on_disk(file.at) as path:
                for item in map(item_of, self.read([Found(path, file.stem, file.given)])):
                    yield _renamed(item, path, file.at.shown)
        except OSError as error:
            reason = f"{file.at.shown}: can't be read ({error}). Check your rights."
            yield Failed("read", "InputError", reason, file.at.shown)


@contextmanager
def _on_disk(at: Storage) -> Iterator[str]:
    """The path of a file, or of a copy where it is no path that its name has."""
    if at.local:
        yield at.address
        return
    with tempfile.TemporaryDirectory(prefix="quoteminer.") as folder:
        copy = os.path.join(folder, PurePosixPath(at.path).name)
        with at.system.open_input_file(at.path) as source, Path(copy).open("wb") as target:
            shutil.copyfileobj(source, target, _COPY_BYTES)
        yield copy


def _renamed(item: Item, path: str, shown: str) -> Item:
    if isinstance(item, Failed):
        return replace(item, reason=item.reason.replace(path, shown), source=item.source and shown)
    return replace(item, source=shown)
