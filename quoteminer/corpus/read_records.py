"""The records of a finished run, or of a file that extract or corpus wrote, one after the other."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from quoteminer.corpus.cluster.result import DONE, PARTS
from quoteminer.corpus.journal import MANIFEST, RECORDS
from quoteminer.errors import InputError
from quoteminer.inputs.files import File, Found, opened, suffix_and_stem
from quoteminer.inputs.json_files import JsonError, json_values
from quoteminer.inputs.options import ReadOptions
from quoteminer.records import ArticleRecord
from quoteminer.tables import articles

_OPTIONS: Final = ReadOptions(max_chars=100_000_000)
"""Records are longer than their articles."""
_RUN: Final = ".run"  # added to a file's name: where corpus keeps a run that is not finished


def read_records(path: str | Path) -> Iterator[ArticleRecord]:
    """The records of a run of ``quoteminer corpus``, in order, each read when it is asked for.

    Args:
        path: the folder of a run, on a cluster or not; or a file of records, ``.jsonl`` (one a line), ``.json`` (one,
            or a list) or ``.parquet``, the first two packed by gzip or Zstandard or not.

    Raises:
        InputError: there is no such run or file, the run is not finished, or something in it is no record; the message
            says which file and line, and what to do.
        DependencyError: a library for that kind of file is not installed.
    """
    given = Path(path)
    if (given / DONE).exists():
        for part in sorted((given / PARTS).glob("*.parquet")):
            yield from articles.read_records(part)
    elif given.is_dir():
        for number in range(_parts_of(given)):
            yield from _json_lines(given / RECORDS / f"{number:06d}.jsonl.gz")
    else:
        yield from _of_file(given)


def _parts_of(folder: Path) -> int:
    """Return the number of parts of a finished run."""
    manifest = folder / MANIFEST
    try:
        lines = manifest.read_text(encoding="utf-8").splitlines()
        last = json.loads(lines[-1])
    except FileNotFoundError:
        raise InputError(
            f"{folder}: has no {MANIFEST}, so it is no run. Give what quoteminer corpus --out wrote: a folder or "
            "a file."
        ) from None
    except (OSError, ValueError, IndexError):  # the last line may have been cut off
        last = {}
    if not isinstance(last, dict) or last.get("finished") is not True:
        raise InputError(
            f"{folder}: the run is not finished. Run the same quoteminer corpus command once more: it goes on there."
        )
    return len(lines) - 2  # without the settings and this line


def _of_file(path: Path) -> Iterator[ArticleRecord]:
    suffix, _ = suffix_and_stem(path.name)
    if suffix not in _READERS:
        raise InputError(
            f"{path}: is no file of records that can be read. Give a folder of quoteminer corpus, or a file of records "
            f"({', '.join(_READERS)})."
        )
    if not path.exists() and path.with_name(path.name + _RUN).is_dir():
        raise InputError(
            f"{path}: is not there yet, the run is not finished. Run the same quoteminer corpus command once more."
        )
    yield from _READERS[suffix](path)


def _json_lines(path: Path) -> Iterator[ArticleRecord]:
    with _opened(path) as file:
        for line in file.lines():
            if line.text.strip() or line.cut:
                yield _record(line.text, f"{path}, line {line.number}")


def _json(path: Path) -> Iterator[ArticleRecord]:
    with _opened(path) as file:
        try:
            for line, text in json_values(file.text(), _OPTIONS.row_size):
                yield _record(text, f"{path}, line {line}")
        except JsonError as error:
            raise InputError(f"{path}, line {error.line}: {error}. Write the records again.") from None


_READERS: Final[Mapping[str, Callable[[Path], Iterator[ArticleRecord]]]] = {
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".json": _json,
    ".parquet": articles.read_records,
}


@contextmanager
def _opened(path: Path) -> Iterator[File]:
    try:
        with opened(Found(str(path), path.stem), _OPTIONS) as file:
            yield file
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file. Check the name and the folder ({os.getcwd()}).") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL byte in the name
        raise InputError(f"{path}: can't be read ({error}). Check its name and its rights.") from None


def _record(text: str, where: str) -> ArticleRecord:
    try:
        value = json.loads(text.encode())  # fails on what is not UTF-8 in the file
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}: is no JSON ({error}). Write the records again.") from None
    if not isinstance(value, dict):
        raise InputError(f"{where}: is no record but another JSON value. Give records as quoteminer writes them.")
    try:
        return ArticleRecord.from_dict(value)
    except InputError as error:
        raise InputError(f"{where}: {error}") from None
