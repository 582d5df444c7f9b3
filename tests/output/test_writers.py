"""The formats."""

import io
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from fake_miner import record_of
from table_records import FULL, many, samples
from table_records import written as written_file

from quoteminer.cli.parameters import GoldFormats
from quoteminer.errors import DependencyError
from quoteminer.output import RecordFormats
from quoteminer.output.formats import FORMATS
from quoteminer.output.gold import GOLD_FORMATS
from quoteminer.text.article import make_article

RECORD = record_of(make_article("“No [sic] \ud800,” said Ana Pinto.", id="a"))
OTHER = replace(RECORD, id="b")
ARROW = ["pyarrow", "pyarrow.parquet"]
EXTRAS = {"xlsx": ["xlsxwriter"], "parquet": ARROW, "parquet-quotes": ARROW}
"""Optional libraries by format; the extra that installs them has the first word of its name."""


def bytes_in(path: Path) -> dict[str, bytes]:
    """Return the content of a file, or of the files of a folder, by name."""
    files = [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
    return {str(one.relative_to(path)): one.read_bytes() for one in files}


def written(format: str, *records: object, several: bool = False) -> str:
    stream = io.StringIO()
    writer = FORMATS[format].make(stream)
    for record in records:
        writer.write(record)  # type: ignore[arg-type]
    writer.close(several=several)
    return stream.getvalue()


def test_the_command_has_every_format_and_no_suffix_is_that_of_two() -> None:
    assert ("table", *FORMATS) == get_args(RecordFormats)
    assert tuple(GOLD_FORMATS) == get_args(GoldFormats)
    suffixes = [suffix for format in FORMATS.values() for suffix in format.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in suffixes)


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_records_give_the_same_bytes(format: str, tmp_path: Path) -> None:
    records = [*samples(), *many(30, with_text=True)]
    if not FORMATS[format].needs_text:
        records += [RECORD, OTHER, FULL]
    one, other = (written_file(format, tmp_path / name, records) for name in ("a", "b"))
    assert bytes_in(one) == bytes_in(other)
    assert bytes_in(one)


@pytest.mark.parametrize("format", EXTRAS)
def test_a_missing_library_is_named_with_its_command(
    format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = rf"pip install '\.\[{format.partition('-')[0]}\]'"
    for library in EXTRAS[format]:
        with monkeypatch.context() as patch, pytest.raises(DependencyError, match=command):
            patch.setitem(sys.modules, library, None)
            with FORMATS[format].open(tmp_path / "a"):
                pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("format", "records", "several", "value"), [
    ("json", [RECORD], False, RECORD.to_dict()),
    ("json", [RECORD], True, [RECORD.to_dict()]),
    ("json", [RECORD, OTHER], False, [RECORD.to_dict(), OTHER.to_dict()]),
    ("json", [RECORD, OTHER, RECORD], True, [RECORD.to_dict(), OTHER.to_dict(), RECORD.to_dict()]),
    ("json", [], True, []),
    ("jsonl", [RECORD], True, RECORD.to_dict()),
])  # fmt: skip
def test_json_of_one_is_an_object_and_of_several_a_list(
    format: str, records: list[object], several: bool, value: object
) -> None:
    assert json.loads(written(format, *records, several=several)) == value


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_json_is_valid_utf_8_and_written_as_it_comes(format: str) -> None:
    assert written("json") == written(format) == ""
    stream = io.StringIO()
    writer = FORMATS[format].make(stream)
    writer.write(RECORD)
    writer.write(OTHER)
    assert '"id": "b"' in stream.getvalue()
    writer.close()
    assert stream.getvalue().encode().endswith(b"\n")
    assert "[sic] \ufffd" in stream.getvalue()  # was a lone surrogate
