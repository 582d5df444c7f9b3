"""The records of a finished run, or of a file that extract or corpus wrote, one after the other."""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TextIO

from quoteminer.corpus.journal import RECORDS
from quoteminer.corpus.manifest import NAME
from quoteminer.errors import InputError
from quoteminer.merging.jsonstream import json_items
from quoteminer.records import ArticleRecord

_PACKED: Final = ".gz"
_RUN: Final = ".run"  # added to a file's name: where corpus keeps a run that is not finished


def read_records(path: str | Path) -> Iterator[ArticleRecord]:
    """The records of a run of ``quoteminer corpus``, in order, each read when it is asked for.

    Args:
        path: the run's folder; or a file of records, ``.jsonl`` (one a line), ``.json`` (one, or a list) or
            ``.parquet``, the first two packed by gzip (``.gz``) or not.

    Raises:
        InputError: there is no such run or file, the run is not finished, or something in it is no record; the message
            says which file and line, and what to do.
    """
    given = Path(path)
    if given.is_dir():
        yield from _of_run(given)
    else:
        yield from _of_file(given)


def _of_run(folder: Path) -> Iterator[ArticleRecord]:
    for number in range(_parts_of(folder)):
        yield from _json_lines(folder / RECORDS / f"{number:06d}.jsonl.gz")


def _parts_of(folder: Path) -> int:
    """How many parts a finished run has."""
    manifest = folder / NAME
    try:
        lines = manifest.read_text(encoding="utf-8").splitlines()
        last = json.loads(lines[-1])
    except FileNotFoundError:
        raise InputError(
            f"{folder}: has no {NAME}, so it is no run. Give what quoteminer corpus --out wrote: a folder or a file."
        ) from None
    except (OSError, ValueError, IndexError):  # the last line may have been cut off
        last = {}
    if not isinstance(last, dict) or last.get("finished") is not True:
        raise InputError(
            f"{folder}: the run is not finished. Run the same quoteminer corpus command once more: it goes on there."
        )
    return len(lines) - 2  # without the settings and this line


def _of_file(path: Path) -> Iterator[ArticleRecord]:
    packed = path.suffix.lower() == _PACKED
    suffix = (path.with_suffix("") if packed else path).suffix.lower()
    if suffix not in _READERS:
        raise InputError(
            f"{path}: is no file of records that can be read. Give a folder of quoteminer corpus, or a file "
            f"{', '.join(_READERS)}."
        )
    if not path.exists() and path.with_name(path.name + _RUN).is_dir():
        raise InputError(
            f"{path}: is not there yet, the run is not finished. Run the same quoteminer corpus command once more."
        )
    yield from _READERS[suffix](path)


def _json_lines(path: Path) -> Iterator[ArticleRecord]:
    with _opened(path) as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                yield _record(_parsed(line, f"{path}, line {number}"), f"{path}, line {number}")


def _json(path: Path) -> Iterator[ArticleRecord]:
    """The records of a list, or the one record."""
    with _opened(path) as stream:
        values = enumerate(json_items(stream), start=1)
        while True:
            try:
                number, value = next(values)
            except StopIteration:
                return
            except ValueError as error:
                raise InputError(f"{path}: is no JSON ({error}). Write the records again.") from None
            yield _record(value, f"{path}, record {number}")


def _parquet(path: Path) -> Iterator[ArticleRecord]:
    raise InputError(f"{path}: .parquet can't be read here. Give the run's folder, or its records as .jsonl.")


_READERS: Final[Mapping[str, Callable[[Path], Iterator[ArticleRecord]]]] = {
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".json": _json,
    ".parquet": _parquet,
}


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    try:
        with _stream(path) as stream:
            yield stream
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file. Check the name and the folder ({os.getcwd()}).") from None
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError(f"{path}: is no whole gzip file ({error}). Write the records again.") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is no UTF-8 ({error}). Give a file as quoteminer wrote it.") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL byte in the name
        raise InputError(f"{path}: can't be read ({error}). Check its name and its rights.") from None


def _stream(path: Path) -> TextIO:
    if path.suffix.lower() == _PACKED:
        return gzip.open(path, "rt", encoding="utf-8-sig")
    return path.open(encoding="utf-8-sig")


def _parsed(line: str, where: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}: is no JSON ({error}). Write the records again.") from None


def _record(value: Any, where: str) -> ArticleRecord:
    if not isinstance(value, dict):
        raise InputError(f"{where}: is no record but another JSON value. Give records as quoteminer writes them.")
    try:
        return ArticleRecord.from_dict(value)
    except InputError as error:
        raise InputError(f"{where}: {error}") from None
