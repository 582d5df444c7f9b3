"""The input and the result of a run on a cluster, on a shared disk or in an object store."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from quoteminer.errors import ConfigError, InputError, OutputError, need
from quoteminer.inputs import STDIN
from quoteminer.inputs.find_files import BY_SUFFIX, find, unique_stems
from quoteminer.inputs.open_files import suffix_and_stem
from quoteminer.output.run.outcomes import Failed
from quoteminer.output.run.run_file import RunTotals
from quoteminer.output.run.run_paths import DONE, ERRORS, PARTS
from quoteminer.output.whole_files import explaining
from quoteminer.records.jsontext import dump


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
            with self.system.open_input_file(self.path) as source, open(copy, "wb") as target:
                shutil.copyfileobj(source, target, 1 << 20)
            yield copy


def is_uri(name: str) -> bool:
    return "://" in name


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file with articles, the stem of their ids, and whether the user named this file (see
    `FoundFile`)."""

    storage: Storage
    stem: str
    named: bool = True


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
                yield InputFile(Storage.of(file.source), file.stem, file.given)


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
        yield InputFile(root, suffix_and_stem(PurePosixPath(root.path).name)[1])
        return
    paths = (PurePosixPath(entry.path).relative_to(root.path) for entry in entries if entry.is_file)
    visible = (path for path in paths if not any(part.startswith(".") for part in path.parts))
    files = sorted(path for path in visible if suffix_and_stem(path.name)[0] in BY_SUFFIX)
    if not files:
        raise InputError(f"{root.shown}: there is no file with articles. Check the name.")
    names = defaultdict(list)
    for path in files:
        names[path.parent].append(path.name)
    stems = {folder: unique_stems(inside) for folder, inside in names.items()}
    for path in files:
        yield InputFile(
            root / str(path), str(path.parent / stems[path.parent][path.name]), named=False
        )


class WrittenPart(NamedTuple):
    """A file of the result: its name (if it has records), counts, and the failed items with their
    positions."""

    name: str
    totals: RunTotals
    failed: list[tuple[int, Failed]]


class ClusterResult:
    """The folder of a result: ``quotes.parquet``, a folder of files that pandas, polars, DuckDB and
    Spark read as one table; ``errors.jsonl``; and `DONE`, with the settings and counts of the
    run."""

    def __init__(self, out: Storage) -> None:
        self.out, self.records, self.errors = out, out / PARTS, out / ERRORS

    @contextmanager
    def begun(self) -> Iterator[Storage]:
        """Yield a folder for the parts, deleted after an error. Raises OutputError unless ``out``
        is new or empty."""
        with explaining(self.out.shown):
            kind = self.out.kind()
            if kind == "File":
                raise OutputError(f"{self.out.shown}: is a file. Give a new folder.")
            if names := [entry.base_name for entry in self.out.entries()]:
                raise OutputError(
                    f"{self.out.shown}: has files in it ({min(names)}), which are not overwritten."
                    " Give a new folder."
                )
            try:
                # they have names only, no folders
                if self.out.system.type_name not in ("s3", "gcs", "abfs"):
                    self.out.system.create_dir(self.records.path, recursive=True)
                yield self.records
            except BaseException:
                with suppress(OSError):
                    self.out.system.delete_dir(
                        self.records.path if kind == "Directory" else self.out.path
                    )
                raise

    def finish(self, parts: Sequence[WrittenPart], settings: Mapping[str, Any]) -> RunTotals:
        """Complete the result from these parts, in order. Raises OutputError if machines have
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
        for part in parts:
            rows += [failed.to_row(totals.items + place) for place, failed in part.failed]
            totals += part.totals
        if rows:
            _write(self.errors, rows)
        _write(self.out / DONE, [{"settings": settings, **asdict(totals)}])
        return totals


def _write(file: Storage, rows: Iterable[Mapping[str, Any]]) -> None:
    with file.system.open_output_stream(file.path) as stream:
        for row in rows:
            stream.write(f"{dump(row)}\n".encode())
