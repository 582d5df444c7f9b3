"""The input and the result of a run on a cluster, on a shared disk or in an object store."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

from quoteminer.errors import ConfigError, InputError, OutputError, RunError, need
from quoteminer.inputs import STDIN
from quoteminer.inputs.file_kinds import BY_SUFFIX
from quoteminer.inputs.find_files import find, unique_stems
from quoteminer.inputs.open_files import suffix_and_stem
from quoteminer.output.run.outcomes import Failed
from quoteminer.output.run.run_file import RunTotals
from quoteminer.output.run.run_paths import DONE, ERRORS, PARTS
from quoteminer.output.whole_files import explaining
from quoteminer.records.jsontext import dump

_KEPT: Final = "_parts"  # readers of Parquet skip names that begin with _
_START: Final = "run.json"


def need_ray(module: str) -> Any:
    """Import a module of the extra ``ray``. Raises DependencyError."""
    return need(module, extra="ray", what="--engine ray")


@dataclass(frozen=True, slots=True)
class Storage:
    """A file or folder: its path or URI as given, a pyarrow.fs.FileSystem, and its path there
    (absolute on a disk)."""

    shown: str
    system: Any
    path: str

    @classmethod
    def of(cls, name: str) -> Storage:
        """Return the storage of a path or a URI (s3://bucket/folder). Raises ConfigError,
        DependencyError."""
        systems = need_ray("pyarrow.fs")
        if not is_uri(name):
            return cls(name, systems.LocalFileSystem(), Path(os.path.abspath(name)).as_posix())
        try:
            system, path = systems.FileSystem.from_uri(name)
        except (OSError, ValueError) as error:  # pyarrow.ArrowInvalid is a ValueError
            raise ConfigError(
                f"{name}: can't be reached ({error}). Check the address and your permissions."
            ) from None
        return cls(name, system, path.rstrip("/"))

    def __truediv__(self, name: str) -> Storage:
        return Storage(f"{self.shown.rstrip('/')}/{name}", self.system, f"{self.path}/{name}")

    def kind(self) -> str:
        """Return "File", "Directory" or "NotFound". Raises OSError."""
        return str(self.system.get_file_info(self.path).type.name)

    def entries(self, *, recursive: bool = False) -> list[Any]:
        """Return a pyarrow.fs.FileInfo for each entry of the folder; none if it doesn't exist.
        Raises OSError."""
        selector = need_ray("pyarrow.fs").FileSelector(
            self.path, allow_not_found=True, recursive=recursive
        )
        return list(self.system.get_file_info(selector))

    @contextmanager
    def on_disk(self) -> Iterator[str]:
        """Yield the path of the file, or of a copy of it if it is given by a URI. Raises
        OSError."""
        if not is_uri(self.shown):
            yield self.path
            return
        with tempfile.TemporaryDirectory(prefix="quoteminer.") as folder:
            copy = os.path.join(folder, PurePosixPath(self.path).name)
            with self.system.open_input_file(self.path) as remote, open(copy, "wb") as target:
                shutil.copyfileobj(remote, target, 1 << 20)
            yield copy


def is_uri(name: str) -> bool:
    return "://" in name


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file with articles, the stem of their ids, whether the user named this file (see
    `FoundFile`), and its size in bytes, None if unknown."""

    storage: Storage
    stem: str
    named: bool = True
    size: int | None = None


def find_stored_files(
    names: Iterable[str], tell: Callable[[str], None]
) -> Iterator[InputFile | Failed]:
    """Yield the files of paths and URIs, in the order of the local engine, and failures for
    unreadable folders. Raises InputError if a URI has no articles; ConfigError for standard input
    and unknown URIs; DependencyError.
    """
    for name in names:
        if name == STDIN:
            raise ConfigError(
                "- (standard input) is read by one machine only. Give files, or --engine local."
            )
        if is_uri(name):
            yield from _find_below(Storage.of(name))
            continue
        for file in find(name, tell):
            if isinstance(file, InputError):
                yield Failed("read", type(file).__name__, str(file), file.source, file.id)
            else:
                path = Path(file.source)
                size = path.stat().st_size if path.is_file() else None
                yield InputFile(Storage.of(file.source), file.stem, file.given, size)


def _find_below(root: Storage) -> Iterator[InputFile]:
    """Yield the file, or the files of known kinds below the folder, with the same order and stems
    as `find`."""
    try:
        kind = root.kind()
        entries = root.entries(recursive=True) if kind == "Directory" else []
    except OSError as error:
        raise InputError(
            f"{root.shown}: can't be read ({error}). Check the name and your permissions."
        ) from None
    if kind == "File":
        size = root.system.get_file_info(root.path).size
        yield InputFile(root, suffix_and_stem(PurePosixPath(root.path).name)[1], size=size)
        return
    sizes = {
        PurePosixPath(entry.path).relative_to(root.path): entry.size
        for entry in entries
        if entry.is_file
    }
    visible = (path for path in sizes if not any(part.startswith(".") for part in path.parts))
    files = sorted(path for path in visible if suffix_and_stem(path.name)[0] in BY_SUFFIX)
    if not files:
        raise InputError(f"{root.shown}: there is no file with articles. Check the name.")
    names = defaultdict(list)
    for path in files:
        names[path.parent].append(path.name)
    stems = {folder: unique_stems(inside) for folder, inside in names.items()}
    for path in files:
        stem = str(path.parent / stems[path.parent][path.name])
        yield InputFile(root / str(path), stem, named=False, size=sizes[path])


class WrittenPart(NamedTuple):
    """A file of the result: its name (if it has records), counts, the failed items with their
    positions, and the items as ranges in input order (file, place of the first, number)."""

    name: str
    totals: RunTotals
    failed: list[tuple[int, Failed]]
    ranges: list[tuple[int, int, int]]

    def keep(self, folder: Storage) -> None:
        """Write all this to a file, for a run that is resumed. Raises OSError."""
        file, place, _ = self.ranges[0]
        row = {
            "name": self.name,
            "totals": asdict(self.totals),
            "failed": [[place, asdict(failed)] for place, failed in self.failed],
            "ranges": self.ranges,
        }
        _write(folder / f"{file:06d}-{place:09d}.json", [row])

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> WrittenPart:
        """Return the part that `keep` wrote as this row."""
        failed = [(place, Failed(**values)) for place, values in row["failed"]]
        ranges = [(file, place, number) for file, place, number in row["ranges"]]
        return cls(row["name"], RunTotals(**row["totals"]), failed, ranges)


class ClusterResult:
    """The folder of a result: ``quotes.parquet``, a folder of files that pandas, polars, DuckDB and
    Spark read as one table; ``errors.jsonl``; and `DONE`, with the settings and counts of the
    run. Until it is finished, ``_parts`` has the settings and what is known of each part."""

    def __init__(self, out: Storage) -> None:
        self.out, self.records, self.errors = out, out / PARTS, out / ERRORS
        self.kept = out / _KEPT

    @contextmanager
    def begun(
        self, settings: Mapping[str, Any], files: Iterable[InputFile | Failed]
    ) -> Iterator[list[WrittenPart]]:
        """Begin the run, or resume it: yield the parts that are finished, in order. After an error
        these are kept; if there are none, nothing is left.

        Raises OutputError unless ``out`` is new, empty or an unfinished run; RunError if that has
        other settings or input.
        """
        start = {"settings": dict(settings), "files": _fingerprint(files)}
        with explaining(self.out.shown):
            kind = self.out.kind()
            if kind == "File":
                raise OutputError(f"{self.out.shown}: is a file. Give a new folder.")
            existed = kind == "Directory"
            names = [entry.base_name for entry in self.out.entries()]
            if DONE in names or (names and _KEPT not in names):
                raise OutputError(
                    f"{self.out.shown}: has files in it ({min(names)}), which are not overwritten."
                    " Give a new folder."
                )
            # they have names only, no folders
            if self.out.system.type_name not in ("s3", "gcs", "abfs"):
                for folder in (self.records, self.kept):
                    self.out.system.create_dir(folder.path, recursive=True)
            try:
                yield self._resumed(start)
            except BaseException:
                if not self._parts():
                    for folder in (self.records, self.kept) if existed else (self.out,):
                        self._delete(folder)
                raise

    def _resumed(self, start: Mapping[str, Any]) -> list[WrittenPart]:
        """Compare the run with the earlier one, and delete files of parts that were not finished;
        in a new run, keep what it starts with."""
        earlier = _read(self.kept / _START)
        if earlier is None:
            _write(self.kept / _START, [start])
        elif earlier != start:
            changed = "input" if earlier["settings"] == start["settings"] else "settings"
            raise RunError(
                f"{self.out.shown}: this run was started with other {changed}. Give the same files"
                " and options to resume it, or another --out, or delete it."
            )
        parts = self._parts()
        finished = {part.name for part in parts}
        for entry in self.records.entries():
            if entry.base_name not in finished:
                self.out.system.delete_file(entry.path)
        return parts

    def _parts(self) -> list[WrittenPart]:
        names = sorted(entry.base_name for entry in self.kept.entries())
        rows = (_read(self.kept / name) for name in names if name != _START)
        return [WrittenPart.of(row) for row in rows if row is not None]

    def _delete(self, folder: Storage) -> None:
        with suppress(OSError):
            self.out.system.delete_dir(folder.path)

    def finish(self, parts: Sequence[WrittenPart], settings: Mapping[str, Any]) -> RunTotals:
        """Complete the result from these parts. Raises OutputError if machines have
        written elsewhere."""
        written = {entry.base_name for entry in self.records.entries()}
        missing = [part.name for part in parts if part.name and part.name not in written]
        if missing:
            raise OutputError(
                f"{self.out.shown}: {len(missing)} of the parts that were written are not there"
                f" ({missing[0]}). Give a folder that all machines of the cluster share, or a URI"
                " like s3://bucket/folder."
            )
        rows, totals = [], RunTotals()
        for part in sorted(parts, key=lambda part: part.ranges[0]):
            rows += [failed.to_row(totals.items + place) for place, failed in part.failed]
            totals += part.totals
        if rows:
            _write(self.errors, rows)
        _write(self.out / DONE, [{"settings": settings, **asdict(totals)}])
        self._delete(self.kept)
        return totals


def _fingerprint(files: Iterable[InputFile | Failed]) -> str:
    """Return a hash of the names and sizes of the input."""
    rows = [
        ["failed", file.source, file.reason]
        if isinstance(file, Failed)
        else [file.storage.shown, file.stem, file.size]
        for file in files
    ]
    return hashlib.sha256(dump(rows).encode()).hexdigest()


def _read(file: Storage) -> Any:
    """Return the JSON value of a file; None if it doesn't exist or was not written to its end."""
    try:
        with file.system.open_input_file(file.path) as stream:
            return json.loads(stream.read())
    except (FileNotFoundError, ValueError):
        return None


def _write(file: Storage, rows: Iterable[Mapping[str, Any]]) -> None:
    with file.system.open_output_stream(file.path) as stream:
        for row in rows:
            stream.write(f"{dump(row)}\n".encode())
