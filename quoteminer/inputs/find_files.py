"""Find the files of paths."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path
from typing import Final

from quoteminer.errors import InputError, current_folder
from quoteminer.inputs.fetch import scheme
from quoteminer.inputs.file_kinds import BY_SUFFIX
from quoteminer.inputs.open_files import STDIN, FoundFile, ignore, suffix_and_stem
from quoteminer.inputs.unpack import PACKED
from quoteminer.text.encoding import SAMPLE, is_binary

Names = tuple[str, ...]  # the parts of a path below a given folder
Found = Iterator[FoundFile | InputError]
_ANY_DEPTH: Final = "**"
_MAGIC: Final = re.compile(r"[*?[]")
_LISTED: Final = 6
RUN_FILE: Final = "run.sqlite"
"""In the folder of a run of ``quoteminer corpus``, whose files are results and not articles."""
_RUN: Final = (
    "is a run of quoteminer corpus, not a folder of articles. Give the articles; extract, report,"
    " people and convert read a run."
)
# a link to a folder on Windows; Python 3.12
_is_junction: Final = getattr(os.path, "isjunction", os.path.islink)


def find(
    path: str | Path,
    tell: Callable[[str], None],
    *,
    without: Sequence[Path] = (),
    suffixes: Names = (),
) -> Found:
    """Yield the files of a path (a file, a folder, a glob, an address, or "-"), except those in
    ``without``. ``suffixes``: of the files that are taken from a folder; none takes all known
    kinds. Yield an InputError for an address that can't be fetched, a folder that can't be read, a
    run (unless there are ``suffixes``), and a folder or glob without files to read. Runs below a
    folder are skipped.
    """
    skipped = frozenset(map(_real, without))
    if str(path) == STDIN:
        yield FoundFile(STDIN, "stdin")
    elif not suffixes and _is_run(path):
        yield _error(path, _RUN)
    elif os.path.isdir(path):
        walk = _Walk(Path(path), (_ANY_DEPTH,), skipped, suffixes)
        kinds = f" ({', '.join(suffixes)})" if suffixes else ""
        advice = "Give one that has, or the files by their names."
        yield from _or_error(
            walk.files(), path, f"the folder has no file with articles{kinds}. {advice}"
        )
        walk.tell_others(tell)
        walk.tell_runs(tell)
    elif named := scheme(path):
        if named in ("http", "https"):
            yield FoundFile(str(path), str(path).partition("://")[2].rstrip("/"))
        else:
            only = "only http and https are fetched. Save it as a file, and give its path."
            yield _error(path, f"is an address of {named}, and {only}")
    elif _is_glob(path):
        parts = Path(path).parts
        fixed = next(index for index, part in enumerate(parts) if _MAGIC.search(part))
        walk = _Walk(Path(*parts[:fixed]), parts[fixed:], skipped, suffixes)
        advice = f"Check the name and the folder ({current_folder()})."
        yield from _or_error(walk.files(), path, f"matches no file. {advice}")
        walk.tell_runs(tell)
    else:
        yield FoundFile(str(path), suffix_and_stem(Path(path).name)[1])


def paths_read(paths: Iterable[str | Path], *, without: Sequence[Path] = ()) -> Iterator[Path]:
    """Yield every file that `read_inputs` would open for these paths."""
    for path in paths:
        for file in find(path, ignore, without=without):
            if isinstance(file, FoundFile) and file.source != STDIN and not scheme(file.source):
                yield Path(file.source)


def is_many(path: str | Path) -> bool:
    """True if a path may have more than one article, as far as can be known without opening it."""
    suffix, _ = suffix_and_stem(Path(path).name)
    return str(path) == STDIN or os.path.isdir(path) or _is_glob(path) or _has_several(suffix)


def unique_stems(names: Sequence[str]) -> dict[str, str]:
    """Map the files of a folder to their names without suffix, or with suffix if two files would
    have the same ids. Ids of table rows end with numbers, so they differ from the id of a text."""
    split = {name: suffix_and_stem(name) for name in names}
    keys = {name: (stem, _has_several(suffix)) for name, (suffix, stem) in split.items()}
    counted = Counter(keys.values())
    return {
        name: stem if counted[stem, several] == 1 and (stem == name or stem not in keys) else name
        for name, (stem, several) in keys.items()
    }


def _has_several(suffix: str) -> bool:
    return suffix in BY_SUFFIX and BY_SUFFIX[suffix].several


def _is_glob(path: str | Path) -> bool:
    return bool(_MAGIC.search(str(path))) and not os.path.lexists(path) and not scheme(path)


def _is_run(folder: str | Path) -> bool:
    return os.path.isfile(os.path.join(folder, RUN_FILE))


def _error(path: str | Path, reason: str) -> InputError:
    return InputError(f"{path}: {reason}", source=str(path))


def _or_error(files: Found, path: str | Path, reason: str) -> Found:
    yield next(files, None) or _error(path, reason)
    yield from files


@lru_cache(maxsize=4096)
def _fits(names: Names, parts: Names, *, begins: bool = False) -> bool:
    """True if the names match all parts of a glob; ``begins``: also if a path below them may
    match."""
    if not parts or (begins and not names):
        return not names
    if parts[0] == _ANY_DEPTH:
        return begins or any(_fits(names[split:], parts[1:]) for split in range(len(names) + 1))
    return (
        bool(names) and fnmatch(names[0], parts[0]) and _fits(names[1:], parts[1:], begins=begins)
    )


@dataclass(slots=True)
class _Walk:
    """A walk through a folder, in the order of names. Links to files are followed, links to folders
    only at the start. It yields the files that match a glob below the folder, ``parts``, and files
    of known kinds below matching folders. Names that begin with a dot are skipped unless a part
    begins with a dot. ``without`` has results of `_real`.
    """

    folder: Path
    parts: Names
    without: frozenset[str]
    suffixes: Names
    passed_over: Counter[str] = field(default_factory=Counter)
    links: int = 0
    runs: int = 0

    def files(self) -> Found:
        open_folders = [self._entries(())] if self.folder.is_dir() else []
        # no recursion: folders may be nested deeper than Python's recursion limit
        while open_folders:
            item = next(open_folders[-1], None)
            if item is None:
                open_folders.pop()
            elif isinstance(item, tuple):
                open_folders.append(self._entries(item))
            else:
                yield item

    def tell_others(self, tell: Callable[[str], None]) -> None:
        """Tell of the files and links that were passed over."""
        if self.passed_over:
            kinds = sorted(self.passed_over, key=lambda kind: (-self.passed_over[kind], kind))
            shown = ", ".join(kinds[:_LISTED] + ["…"] * (len(kinds) > _LISTED))
            number = self.passed_over.total()
            skipped = f"skipped {number} of the files: unknown kinds ({shown})"
            tell(f"{self.folder}: {skipped}. To read one, give it by its name.")
        if self.links:
            skipped = f"did not follow {self.links} links to folders"
            tell(f"{self.folder}: {skipped}. To read one, give it by its name.")

    def tell_runs(self, tell: Callable[[str], None]) -> None:
        if self.runs:
            tell(f"{self.folder}: skipped {self.runs} of the folders: runs of corpus.")

    def _entries(self, names: Names) -> Iterator[FoundFile | InputError | Names]:
        """Yield the files of a folder and, between them, the names that lead to the folders to
        enter."""
        folder = self.folder.joinpath(*names)
        hidden = any(part.startswith(".") for part in self.parts)
        try:
            listed = sorted(os.listdir(folder))
        except (OSError, ValueError) as error:
            denied = "you have no permission to read it. Change its permissions."
            reason = denied if isinstance(error, PermissionError) else f"can't be read ({error})."
            yield _error(folder, reason)
            return
        listed = [name for name in listed if hidden or not name.startswith(".")]
        if self.without:
            above = _real(folder)
            paths = ((name, os.path.join(above, os.path.normcase(name))) for name in listed)
            listed = [name for name, path in paths if path not in self.without]
        stems = unique_stems([name for name in listed if self._takes((*names, name))])
        for name in listed:
            path, below = folder / name, (*names, name)
            if name in stems:
                yield FoundFile(str(path), "/".join((*names, stems[name])), given=False)
            elif path.is_dir() and (path.is_symlink() or _is_junction(path)):
                self.links += 1
            elif not self.suffixes and _is_run(path):
                self.runs += 1
            elif path.is_dir() and (
                _fits(below, self.parts, begins=True) or self._is_below_match(below)
            ):
                yield below

    def _takes(self, names: Names) -> bool:
        path = self.folder.joinpath(*names)
        # a folder; a pipe or a device, which might never end
        if not os.path.isfile(path) and os.path.exists(path):
            return False
        is_matched = self.parts[-1] != _ANY_DEPTH and _fits(names, self.parts)
        if is_matched or self._is_below_match(names) and _is_known(path, self.suffixes):
            return True
        self.passed_over[path.suffix.lower() or "without a suffix"] += 1
        return False

    def _is_below_match(self, names: Names) -> bool:
        return any(_fits(names[:length], self.parts) for length in range(len(names)))


def _is_known(path: Path, suffixes: Names) -> bool:
    """True if a file has one of the suffixes, or may have articles, by its suffix or, without one,
    its first bytes."""
    suffix, _ = suffix_and_stem(path.name)
    if suffixes or suffix and not suffix[1:].isdigit():
        return suffix in (suffixes or BY_SUFFIX)
    try:
        with path.open("rb") as opened:
            head = opened.read(SAMPLE)
    except OSError:
        return True  # reading it will say why
    return path.suffix.lower() in PACKED or bool(head.strip()) and not is_binary(head)


def _real(path: Path) -> str:
    return os.path.normcase(os.path.realpath(path))
