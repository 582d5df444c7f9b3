"""The files below a folder, in the order of their names, without those that are none of its own."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from quoteminer.errors import InputError
from quoteminer.inputs.file import Found, suffix_and_stem
from quoteminer.inputs.kinds import BY_SUFFIX
from quoteminer.inputs.packed import PACKED
from quoteminer.text.encoding import SAMPLE, is_binary

Names = tuple[str, ...]
Taken = Literal["by name", "by kind", "no"]
"""Whether a file was asked for by its name, or is of a kind that is read."""
_JUNCTION: Final = 0xA0000003
"""What Windows marks its links to folders with (IO_REPARSE_TAG_MOUNT_POINT)."""
EntryKind = Literal["folder", "linked folder", "file", "link", "other"]
"""A link is one to a file, or to nowhere; what is other (a pipe, a device) might never end, and is not read."""
_LISTED: Final = 6


@dataclass(slots=True)
class Walk:
    """A folder and what is taken of it.

    Args:
        folder: where to begin; a link to a folder is one.
        take: whether a file is taken, by the names that lead to it from there.
        enter: whether a folder is gone into, by the same.
        hidden: whether files and folders count whose name begins with a point.
        without: files and folders that are none of it, as `real` gives them.

    Links to files inside the folder are taken for what they lead to; those to files outside are passed over where they
    were not asked for by name. Links to folders are not followed: what is inside is found under its own name. So no
    file is read twice but for links to it, and the walk ends. ``passed_over`` counts the files that were not taken, by
    what their names end with; ``links`` the links that lead out.
    """

    folder: Path
    take: Callable[[Names], Taken]
    enter: Callable[[Names], bool] = lambda names: True
    hidden: bool = False
    without: frozenset[str] = frozenset()
    passed_over: Counter[str] = field(default_factory=Counter)
    links: int = 0

    def files(self) -> Iterator[Found | InputError]:
        """The files; an InputError for each folder that can't be read, also where there are others beside it."""
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
        """The files of one folder and, between them, the names that lead to the folders to go into."""
        folder = self.folder.joinpath(*names)
        try:
            with os.scandir(folder) as entries:
                kinds = {one.name: _kind(one) for one in entries if self.hidden or not one.name.startswith(".")}
        except (OSError, ValueError) as error:
            yield _unreadable(str(folder), error)
            return
        if self.without:
            above = real(folder)  # once, not for each of its files
            kinds = {
                name: kind
                for name, kind in kinds.items()
                if os.path.join(above, os.path.normcase(name)) not in self.without
            }
        stems = unique_stems([name for name in sorted(kinds) if self._taken((*names, name), kinds[name])])
        for name in sorted(kinds):
            if name in stems:
                yield Found(str(folder / name), "/".join((*names, stems[name])), given=False)
            elif kinds[name] == "folder" and self.enter((*names, name)):
                yield (*names, name)
            elif kinds[name] == "linked folder":
                self.links += not self._inside(folder / name)

    def _taken(self, names: Names, kind: EntryKind) -> bool:
        if kind not in ("file", "link"):
            return False
        taken = self.take(names)
        path = self.folder.joinpath(*names)
        if taken == "by kind" and kind == "link" and not self._inside(path):
            self.links += 1
            return False
        if taken == "no":
            self.passed_over[path.suffix.lower() or "without a suffix"] += 1
        return taken != "no"

    def _inside(self, link: Path) -> bool:
        """Whether it leads to somewhere below the folder, or to that itself."""
        folder, target = (os.path.join(real(one), "") for one in (self.folder, link))
        return target.startswith(folder)

    def told(self) -> Iterator[str]:
        """What is to be told of the files that were not taken."""
        if self.passed_over:
            kinds = sorted(self.passed_over, key=lambda kind: (-self.passed_over[kind], kind))[:_LISTED]
            more = ", …" if len(self.passed_over) > _LISTED else ""
            yield (
                f"{self.folder}: passed over {self.passed_over.total()} of the files, whose names are of no known kind "
                f"({', '.join(kinds)}{more}). To have one read, give it by its name."
            )
        if self.links:
            yield f"{self.folder}: did not follow {self.links} of the links, which lead out of it."


def real(path: Path) -> str:
    """What two paths to the same have in common."""
    return os.path.normcase(os.path.realpath(path))


def kind_taken(folder: Path, names: Sequence[str]) -> Taken:
    """Whether a file looks like one with articles: by its suffix, or, without one, by how it begins."""
    suffix, _ = suffix_and_stem(names[-1])
    if suffix and not suffix[1:].isdigit():
        return "by kind" if suffix in BY_SUFFIX else "no"
    try:
        with folder.joinpath(*names).open("rb") as opened:
            head = opened.read(SAMPLE)
    except OSError:
        return "by kind"  # it will be told why
    is_packed = Path(names[-1]).suffix.lower() in PACKED
    return "by kind" if is_packed or (head.strip() and not is_binary(head)) else "no"


def unique_stems(names: Sequence[str]) -> dict[str, str]:
    """For each file of a folder its name without suffix; with it where another file has the same without, so that the
    ids of their articles differ. Those of a table never are like that of a text, for they end with numbers."""
    split = {name: suffix_and_stem(name) for name in names}
    keys = {name: (stem, suffix in BY_SUFFIX and BY_SUFFIX[suffix].several) for name, (suffix, stem) in split.items()}
    counted = Counter(keys.values())
    stems = {}
    for name, (stem, several) in keys.items():
        is_free = counted[stem, several] == 1 and (stem == name or stem not in keys)
        stems[name] = stem if is_free else name
    return stems


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


def _unreadable(folder: str, error: Exception) -> InputError:
    if isinstance(error, PermissionError):
        return InputError(f"{folder}: you have no right to look into the folder. Change its rights.", source=folder)
    return InputError(f"{folder}: the folder can't be read ({error}).", source=folder)
