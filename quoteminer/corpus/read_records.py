"""The records of a finished run, or of a file that extract or corpus wrote, one after the other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from quoteminer.corpus.cluster.storage import DONE, PARTS
from quoteminer.corpus.journal import MANIFEST, RECORDS
from quoteminer.errors import InputError, no_such_file
from quoteminer.inputs.json_files import JsonError, JsonValues
from quoteminer.inputs.open_files import LONG_ROWS, FoundFile, opened, suffix_and_stem
from quoteminer.records import ArticleRecord
from quoteminer.tables import article_rows

_GO_ON: Final = "Run the same quoteminer corpus command once more"


def read_records(path: str | Path) -> Iterator[ArticleRecord]:
    """Yield the records of a run of ``quoteminer corpus`` in order, each read when it is asked for.

    Args:
        path: the folder of a run; or a file of records, ``.parquet``, or ``.jsonl`` (one a line) or ``.json`` (one or a
            list), packed by gzip or Zstandard or not.

    Raises:
        InputError: there is no such run or file, the run is not finished, or a line is no record.
        DependencyError: a library for that kind of file is not installed.
    """
    path = Path(path)
    suffix, _ = suffix_and_stem(path.name)
    if (path / DONE).exists():
        for part in sorted((path / PARTS).glob("*.parquet")):
            yield from article_rows.read_records(part)
    elif path.is_dir():
        for number in range(_finished_parts(path)):
            yield from _json_records(path / RECORDS / f"{number:06d}.jsonl.gz")
    elif suffix in (".jsonl", ".ndjson", ".json", ".parquet"):
        if not path.exists() and path.with_name(f"{path.name}.run").is_dir():
            raise InputError(f"{path}: is not there yet, the run is not finished. {_GO_ON}.")
        yield from article_rows.read_records(path) if suffix == ".parquet" else _json_records(path)
    elif not path.exists():
        raise InputError(f"{path}: {no_such_file()}")
    else:
        raise InputError(
            f"{path}: is no file of records that can be read. Give a folder of quoteminer corpus, or a file of records "
            "(.jsonl, .ndjson, .json, .parquet)."
        )


def _finished_parts(folder: Path) -> int:
    try:
        lines = (folder / MANIFEST).read_text(encoding="utf-8").splitlines()
        last = json.loads(lines[-1])
    except FileNotFoundError:
        reason = f"has no {MANIFEST}, so it is no run. Give what quoteminer corpus --out wrote: a folder or a file."
        raise InputError(f"{folder}: {reason}") from None
    except (OSError, ValueError, IndexError):  # the last line may have been cut off
        last = {}
    if not isinstance(last, dict) or not last.get("finished"):
        raise InputError(f"{folder}: the run is not finished. {_GO_ON}: it resumes.")
    return len(lines) - 2  # without the settings and this line


def _json_records(path: Path) -> Iterator[ArticleRecord]:
    with opened(FoundFile(str(path), path.stem), LONG_ROWS) as file:
        lines = ((one.number, one.text) for one in file.lines() if one.text.strip() or one.cut)
        try:
            for line, text in JsonValues(file.text(), LONG_ROWS.row_size) if file.suffix == ".json" else lines:
                try:
                    text.encode()
                    yield ArticleRecord.from_json(text)
                except UnicodeEncodeError:  # surrogates stand for bytes that are not UTF-8
                    raise InputError(f"{path}, line {line}: is not UTF-8. Write the records again.") from None
                except InputError as error:
                    raise InputError(f"{path}, line {line}: {error}") from None
        except JsonError as error:
            raise InputError(f"{path}, line {error.line}: {error}. Write the records again.") from None
