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
_LISTED: Final = 6


@dataclass(slots=True)
class Walk:
    """A folder and what is taken of it.

    Args:
        folder: where to begin; a link to a folder is one.
        take: whether a file is taken, by the names that lead to it from there.
        enter: whether a folder is gone into, by the same.
        hidden: whether files and folders count whose name begins with a point.

    Links to files inside the folder are taken for what they lead to; those to files outside are passed over where they
    were not asked for by name. Links to folders are not followed: what is inside is found under its own name. So no
    file is read twice but for links to it, and the walk ends. ``passed_over`` counts the files that were not taken, by
    what their names end with; ``links`` the links that lead out.
    """

    folder: Path
    take: Callable[[Names], Taken]
    enter: Callable[[Names], bool] = lambda names: True
    hidden: bool = False
    passed_over: Counter[str] = field(default_factory=Counter)
    links: int = 0

    def files(self) -> Iterator[Found | InputError]:
        """The files; an InputError for each folder that can't be read, also where there are others beside it."""
        yield from self._below((), os.path.realpath(self.folder))

    def _below(self, names: Names, real: str) -> Iterator[Found | InputError]:
        folder = self.folder.joinpath(*names)
        try:
            with os.scandir(folder) as entries:
                kinds = {one.name: _is_folder(one) for one in entries if self.hidden or not one.name.startswith(".")}
        except (OSError, ValueError) as error:
            yield _unreadable(str(folder), error)
            return
        files = [name for name, is_dir in kinds.items() if not is_dir and self._taken((*names, name))]
        stems = unique_stems(files)
        for name in sorted(kinds):
            if name in stems:
                yield Found(str(folder / name), "/".join((*names, stems[name])))
            elif kinds[name] and self.enter((*names, name)) and self._own(folder / name, real):
                yield from self._below((*names, name), os.path.join(real, name))

    def _taken(self, names: Names) -> bool:
        path = self.folder.joinpath(*names)
        if path.exists() and not path.is_file():  # a pipe or a device, which might never end
            return False
        taken = self.take(names)
        if taken == "by kind" and path.is_symlink() and not self._inside(os.path.realpath(path)):
            self.links += 1
            return False
        if taken == "no":
            self.passed_over[path.suffix.lower() or "without a suffix"] += 1
        return taken != "no"

    def _own(self, path: Path, real: str) -> bool:
        """Whether a folder really stands where it seems to: it is no link, of whatever sort the system has."""
        target = os.path.realpath(path)
        if os.path.normcase(target) == os.path.normcase(os.path.join(real, path.name)):
            return True
        self.links += not self._inside(target)
        return False

    def _inside(self, path: str) -> bool:
        folder = os.path.join(os.path.normcase(os.path.realpath(self.folder)), "")
        return os.path.join(os.path.normcase(path), "").startswith(folder)

    def told(self) -> Iterator[str]:
        """What is to be told of the files that were not taken."""
        if self.passed_over:
            kinds = [kind for kind, _ in self.passed_over.most_common(_LISTED)]
            more = ", …" if len(self.passed_over) > _LISTED else ""
            yield (
                f"{self.folder}: passed over {self.passed_over.total()} of the files, whose names are of no known kind "
                f"({', '.join(kinds)}{more}). To have one read, give it by its name."
            )
        if self.links:
            yield f"{self.folder}: did not follow {self.links} of the links, which lead out of it."


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


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _unreadable(folder: str, error: Exception) -> InputError:
    if isinstance(error, PermissionError):
        return InputError(f"{folder}: you have no right to look into the folder. Change its rights.", source=folder)
    return InputError(f"{folder}: the folder can't be read ({error}).", source=folder)
