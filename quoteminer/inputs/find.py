"""Find the files that paths stand for: files, folders with all below them, globs, standard input."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Final, Literal

from quoteminer.errors import InputError
from quoteminer.inputs.files import STDIN, Found, suffix_and_stem
from quoteminer.inputs.kinds import BY_SUFFIX
from quoteminer.inputs.packed import PACKED
from quoteminer.text.encoding import SAMPLE, is_binary

Names = tuple[str, ...]
"""Names of folders, and of a file in the last one, below a folder that was given."""
EntryKind = Literal["folder", "linked folder", "file", "link", "other"]
"""A link leads to a file, or to nowhere; others (a pipe, a device) might never end and are not read."""
_ANY_DEPTH: Final = "**"
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_MAGIC: Final = re.compile(r"[*?[]")
_JUNCTION: Final = 0xA0000003
"""Windows' mark of links to folders (IO_REPARSE_TAG_MOUNT_POINT)."""
_LISTED: Final = 6


def find(
    path: str | Path, tell: Callable[[str], None], *, without: Sequence[Path] = ()
) -> Iterator[Found | InputError]:
    """Yield the files that a path stands for, those of a folder when they are asked for.

    Args:
        path: a file, a folder, a glob, or "-".
        tell: called with messages about files that were passed over.
        without: files and folders that are passed over where they are found in a folder or by a glob.

    Yields:
        An InputError for a folder that can't be read, a folder or a glob with nothing to read, and an address
        (https://…).
    """
    if str(path) == STDIN:
        yield Found(STDIN, "stdin")
    elif os.path.isdir(path):
        walk = _Walk(Path(path), (_ANY_DEPTH,), frozenset(map(_real, without)))
        reason = "the folder has no file with articles. Give one that has, or the files by their names."
        yield from _or_error(walk.files(), path, reason)
        _tell_passed_over(walk, tell)
    elif _is_address(path):
        yield InputError(_not_fetched(str(path)), source=str(path))
    elif _is_glob(path):
        parts = Path(path).parts
        fixed = next(at for at, part in enumerate(parts) if _MAGIC.search(part))
        walk = _Walk(Path(*parts[:fixed]), parts[fixed:], frozenset(map(_real, without)))
        files = walk.files() if walk.folder.is_dir() else iter(())
        yield from _or_error(files, path, f"matches no file. Check the name and the folder ({os.getcwd()}).")
    else:
        yield Found(str(path), suffix_and_stem(Path(path).name)[1])


def paths_read(paths: Iterable[str | Path], *, without: Sequence[Path] = ()) -> Iterator[Path]:
    """Yield every file that `read_inputs` would open for these paths."""
    for path in paths:
        for found in find(path, lambda message: None, without=without):
            if isinstance(found, Found) and found.source != STDIN:
                yield Path(found.source)


def is_many(path: str | Path) -> bool:
    """True if a path may stand for more than one article, as far as it is known without opening it."""
    if str(path) == STDIN or os.path.isdir(path) or _is_glob(path):
        return True
    kind = BY_SUFFIX.get(suffix_and_stem(Path(path).name)[0])
    return kind is not None and kind.several


def unique_stems(names: Sequence[str]) -> dict[str, str]:
    """Map the files of a folder to their names without suffix, or with it where another file would have the same ids.

    The ids of a table's rows end with numbers, so that they never are those of a text.
    """
    split = {name: suffix_and_stem(name) for name in names}
    keys = {name: (stem, suffix in BY_SUFFIX and BY_SUFFIX[suffix].several) for name, (suffix, stem) in split.items()}
    counted = Counter(keys.values())
    return {
        name: stem if counted[stem, several] == 1 and (stem == name or stem not in keys) else name
        for name, (stem, several) in keys.items()
    }


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


def _tell_passed_over(walk: _Walk, tell: Callable[[str], None]) -> None:
    if walk.passed_over:
        kinds = sorted(walk.passed_over, key=lambda kind: (-walk.passed_over[kind], kind))[:_LISTED]
        more = ", …" if len(walk.passed_over) > _LISTED else ""
        tell(
            f"{walk.folder}: passed over {walk.passed_over.total()} of the files, whose names are of no known kind "
            f"({', '.join(kinds)}{more}). To have one read, give it by its name."
        )
    if walk.links:
        tell(f"{walk.folder}: did not follow {walk.links} of the links, which lead out of it.")


def _or_error(files: Iterator[Found | InputError], path: str | Path, reason: str) -> Iterator[Found | InputError]:
    """Yield the files, or an error if there are none."""
    first = next(files, None)
    yield first or InputError(f"{path}: {reason}", source=str(path))
    yield from files


def _fits(names: Names, parts: Names) -> bool:
    """True if the names match the parts of a glob, from the first to the last."""
    if not parts:
        return not names
    if parts[0] == _ANY_DEPTH:
        return any(_fits(names[at:], parts[1:]) for at in range(len(names) + 1))
    return bool(names) and fnmatch(names[0], parts[0]) and _fits(names[1:], parts[1:])


def _may_lead(names: Names, parts: Names) -> bool:
    """True if something below these folders may match."""
    if not names or (parts and parts[0] == _ANY_DEPTH):
        return True
    return bool(parts) and fnmatch(names[0], parts[0]) and _may_lead(names[1:], parts[1:])


@dataclass(slots=True)
class _Walk:
    """A walk through a folder, in the order of names.

    Args:
        folder: where to begin; a link to a folder is one.
        parts: of a glob below it. Files that it matches are taken, and those of a known kind below folders that it
            matches; names that begin with a point count only if one of the parts does.
        without: files and folders to pass over, as `_real` gives them.

    Links to files inside the folder are followed; those to files outside only if the glob matches them by name. Links
    to folders are not: what is inside is found under its own name. So no file is read twice but for links to it, and
    the walk ends. ``passed_over`` counts the files that were not taken by suffix, ``links`` the links that lead out.
    """

    folder: Path
    parts: Names
    without: frozenset[str]
    passed_over: Counter[str] = field(default_factory=Counter)
    links: int = 0

    def files(self) -> Iterator[Found | InputError]:
        """Yield the files, and an InputError for each folder that can't be read."""
        open_folders = [self._entries(())]
        while open_folders:  # no recursion: folders may be nested more deeply than Python's calls
            item = next(open_folders[-1], None)
            if item is None:
                open_folders.pop()
            elif isinstance(item, tuple):
                open_folders.append(self._entries(item))
            else:
                yield item

    def _entries(self, names: Names) -> Iterator[Found | InputError | Names]:
        """Yield the files of a folder and, between them, the names that lead to the folders to enter."""
        folder = self.folder.joinpath(*names)
        hidden = any(part.startswith(".") for part in self.parts)
        try:
            with os.scandir(folder) as entries:
                kinds = {one.name: _kind(one) for one in entries if hidden or not one.name.startswith(".")}
        except (OSError, ValueError) as error:
            is_closed = isinstance(error, PermissionError)
            reason = (
                "you have no right to look into the folder. Change its rights."
                if is_closed
                else f"can't be read ({error})."
            )
            yield InputError(f"{folder}: {reason}", source=str(folder))
            return
        above = _real(folder) if self.without else ""
        listed = sorted(
            name for name in kinds if not above or os.path.join(above, os.path.normcase(name)) not in self.without
        )
        stems = unique_stems([name for name in listed if self._takes((*names, name), kinds[name])])
        for name in listed:
            if name in stems:
                yield Found(str(folder / name), "/".join((*names, stems[name])), given=False)
            elif kinds[name] == "folder" and (_may_lead((*names, name), self.parts) or self._within((*names, name))):
                yield (*names, name)
            elif kinds[name] == "linked folder":
                self.links += not self._inside(folder / name)

    def _takes(self, names: Names, kind: EntryKind) -> bool:
        path = self.folder.joinpath(*names)
        if kind not in ("file", "link"):
            return False
        if self.parts[-1] != _ANY_DEPTH and _fits(names, self.parts):
            return True
        if not self._within(names) or not _is_known(path):
            self.passed_over[path.suffix.lower() or "without a suffix"] += 1
            return False
        leads_out = kind == "link" and not self._inside(path)
        self.links += leads_out
        return not leads_out

    def _within(self, names: Names) -> bool:
        """True if the glob matches a folder on the way."""
        return any(_fits(names[:length], self.parts) for length in range(len(names)))

    def _inside(self, link: Path) -> bool:
        """True if a link leads to something below the folder, or to the folder itself."""
        folder, target = (os.path.join(_real(one), "") for one in (self.folder, link))
        return target.startswith(folder)


def _is_known(path: Path) -> bool:
    """True if a file looks like one with articles: by its suffix or, without one, by its beginning."""
    suffix, _ = suffix_and_stem(path.name)
    if suffix and not suffix[1:].isdigit():
        return suffix in BY_SUFFIX
    try:
        with path.open("rb") as opened:
            head = opened.read(SAMPLE)
    except OSError:
        return True  # reading it will tell why
    return path.suffix.lower() in PACKED or bool(head.strip()) and not is_binary(head)


def _real(path: Path) -> str:
    """Return the same string for all paths to a file."""
    return os.path.normcase(os.path.realpath(path))


def _kind(entry: os.DirEntry[str]) -> EntryKind:
    try:
        if entry.is_dir():
            return "linked folder" if entry.is_symlink() or _is_junction(entry) else "folder"
        if not entry.is_symlink():
            return "file" if entry.is_file() else "other"
        return "link" if entry.is_file() or not os.path.exists(entry.path) else "other"
    except OSError:  # a link that leads to itself
        return "link"


def _is_junction(entry: os.DirEntry[str]) -> bool:
    return os.name == "nt" and getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0) == _JUNCTION
