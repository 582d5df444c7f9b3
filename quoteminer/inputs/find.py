"""Which files the given paths stand for: files, folders with all that is below them, globs, standard input."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

from quoteminer.errors import InputError
from quoteminer.inputs.file import STDIN, Found, suffix_and_stem
from quoteminer.inputs.kinds import BY_SUFFIX
from quoteminer.inputs.walk import Names, Taken, Walk, kind_taken, real

ANY_DEPTH: Final = "**"
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_MAGIC: Final = re.compile(r"[*?[]")


def find(
    path: str | Path, tell: Callable[[str], None], *, without: Sequence[Path] = ()
) -> Iterator[Found | InputError]:
    """The files that a path stands for. Those of a folder are found when they are asked for. ``without``: files and
    folders that are passed over where they are found in a folder or by a glob.

    Yields:
        An InputError for a folder that can't be read, and where a folder has nothing that can be read, a glob matches
        nothing, or the path is an address (https://…).
    """
    if str(path) == STDIN:
        yield Found(STDIN, "stdin")
    elif os.path.isdir(path):
        yield from _in_folder(Path(path), tell, without)
    elif _is_address(path):
        yield InputError(_not_fetched(str(path)), source=str(path))
    elif _is_glob(path):
        yield from _matching(Path(path), without)
    else:
        yield Found(str(path), suffix_and_stem(Path(path).name)[1])


def paths_read(paths: Iterable[str | Path], *, without: Sequence[Path] = ()) -> Iterator[Path]:
    """Every file that `read_inputs` would open for these paths."""
    for path in paths:
        for found in find(path, lambda message: None, without=without):
            if isinstance(found, Found) and found.source != STDIN:
                yield Path(found.source)


def is_many(path: str | Path) -> bool:
    """Whether a path may stand for more than one article, as far as can be told without opening it."""
    if str(path) == STDIN or os.path.isdir(path) or _is_glob(path):
        return True
    kind = BY_SUFFIX.get(suffix_and_stem(Path(path).name)[0])
    return kind is not None and kind.several


def _is_glob(path: str | Path) -> bool:
    return bool(_MAGIC.search(str(path))) and not os.path.lexists(path) and not _is_address(path)


def _is_address(path: str | Path) -> bool:
    return bool(_ADDRESS.match(str(path))) and not os.path.lexists(path)


def _not_fetched(address: str) -> str:
    scheme = address.partition(":")[0].lower()
    if scheme in ("http", "https"):
        return f"{address}: nothing is fetched from the web. Save the page as a file (.html), and give that."
    if scheme == "file":
        return f"{address}: is an address. Give the path alone, without file://."
    return f"{address}: only files of this computer are read. Copy it to one, or see corpus --engine ray."


def _in_folder(folder: Path, tell: Callable[[str], None], without: Sequence[Path]) -> Iterator[Found | InputError]:
    walk, found = Walk(folder, lambda names: kind_taken(folder, names), without=_real(without)), False
    for item in walk.files():
        found = True
        yield item
    if not found:
        yield InputError(
            f"{folder}: the folder has no file with articles. Give one that has, or the files by their names.",
            source=str(folder),
        )
    for message in walk.told():
        tell(message)


def _matching(pattern: Path, without: Sequence[Path]) -> Iterator[Found | InputError]:
    """The files that a glob matches, and those in the folders that it matches."""
    fixed = next(at for at, part in enumerate(pattern.parts) if _MAGIC.search(part))
    folder, parts = Path(*pattern.parts[:fixed]), pattern.parts[fixed:]

    def take(names: Names) -> Taken:
        if parts[-1] != ANY_DEPTH and _fits(names, parts):
            return "by name"
        return kind_taken(folder, names) if _within(names, parts) else "no"

    def enter(names: Names) -> bool:
        return _may_lead(names, parts) or _within(names, parts)

    found = False
    hidden = any(part.startswith(".") for part in parts)
    walk = Walk(folder, take, enter, hidden=hidden, without=_real(without))
    for item in walk.files() if folder.is_dir() else ():
        found = True
        yield item
    if not found:
        message = f"{pattern}: matches no file. Check the name and the folder ({os.getcwd()})."
        yield InputError(message, source=str(pattern))


def _real(paths: Iterable[Path]) -> frozenset[str]:
    return frozenset(map(real, paths))


def _fits(names: Names, parts: Names) -> bool:
    """Whether the names, from the first to the last, match the parts of a glob."""
    if not parts:
        return not names
    if parts[0] == ANY_DEPTH:
        return any(_fits(names[at:], parts[1:]) for at in range(len(names) + 1))
    return bool(names) and fnmatch(names[0], parts[0]) and _fits(names[1:], parts[1:])


def _within(names: Names, parts: Names) -> bool:
    """Whether one of the folders that the names lead through matches."""
    return any(_fits(names[:length], parts) for length in range(len(names)))


def _may_lead(names: Names, parts: Names) -> bool:
    """Whether something below these names may match."""
    if not names or (parts and parts[0] == ANY_DEPTH):
        return True
    return bool(parts) and fnmatch(names[0], parts[0]) and _may_lead(names[1:], parts[1:])
