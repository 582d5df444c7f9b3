"""Records of a run, or of a file, one after the other."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from across import articles_of, run_in
from table_records import written

from quoteminer.corpus.read_records import read_records
from quoteminer.errors import InputError

RECORDS = articles_of([("Tova Lind", "mayor", "Hull"), ("Boyd “Bo” Harrow",), ("李东生",), ('B]{, \\ " \n. Ames',)])
NOT_FINISHED = "OUT: the run is not finished. Run the same quoteminer corpus command once more: it resumes."


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        list(read_records(path))
    assert "\n" not in str(caught.value)
    return str(caught.value).replace(str(path), "OUT")


@pytest.mark.parametrize("count", [0, 1, 4])
@pytest.mark.parametrize("name", ["out.jsonl", "out.json", "out.jsonl.gz", "out.json.gz", "out.parquet"])
def test_files(tmp_path: Path, name: str, count: int) -> None:
    format = name.split(".")[1]
    if format == "parquet":
        pytest.importorskip("pyarrow", reason="needs the extra parquet")
    path = written(format, tmp_path / "written", RECORDS[:count]).rename(tmp_path / name)
    if name.endswith(".gz"):
        path.write_bytes(gzip.compress(path.read_bytes()))
    assert list(read_records(str(path))) == RECORDS[:count]


def test_records_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text(RECORDS[0].to_json() + "\n" + "nothing\n", encoding="utf-8")
    records = read_records(path)
    assert next(records) == RECORDS[0]
    with pytest.raises(InputError, match="line 2: This is no JSON"):
        next(records)


def test_a_run_that_is_not_finished(tmp_path: Path) -> None:
    folder = run_in(tmp_path / "out.jsonl.run", RECORDS, finished=False)
    for cut_off in (None, '{"finished": tr', ""):
        if cut_off is not None:
            (folder / "manifest.jsonl").write_text(cut_off, encoding="utf-8")
        assert refusal(folder) == NOT_FINISHED
    assert refusal(tmp_path / "out.jsonl") == (
        "OUT: is not there yet, the run is not finished. Run the same quoteminer corpus command once more."
    )


def test_a_part_that_is_missing_or_damaged(tmp_path: Path) -> None:
    assert "000001.jsonl.gz: there is no such file." in refusal(run_in(tmp_path / "missing", RECORDS, parts=1))
    folder = run_in(tmp_path / "damaged", RECORDS)
    assert list(read_records(folder)) == RECORDS
    part = folder / "records" / "000001.jsonl.gz"
    part.write_bytes(part.read_bytes()[:-20])
    assert "000001.jsonl.gz: the gzip file is cut off" in refusal(folder)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"a": 1}\n', "OUT, line 1: This is no record that quoteminer can read: schema_version is ''"),
        (b"\n17\n", "OUT, line 2: This is no record but another value."),
        (b"{]\n", "OUT, line 1: This is no JSON"),
        (b'{"schema_version": "1.0", "id": "a"}\n', "OUT, line 1: This is no whole record: quotes: Field"),
        (b"[" * 100_000 + b"\n", "OUT, line 1: This is no JSON"),
        (b'{"id": "\xff"}\n', "OUT, line 1: is not UTF-8."),
    ],
    ids=["no record", "a number", "no JSON", "half a record", "deep", "no text"],
)
def test_what_is_no_record(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "out.jsonl").write_bytes(content)
    assert refusal(tmp_path / "out.jsonl").startswith(reason)


def test_other_files(tmp_path: Path) -> None:
    path = written("json", tmp_path / "out.json", RECORDS)
    path.write_text(path.read_text("utf-8")[:-40], encoding="utf-8")
    assert "is cut off: the file ends before" in refusal(path)
    assert refusal(tmp_path / "nowhere.jsonl").startswith("OUT: there is no such file.")
    assert refusal(tmp_path).startswith("OUT: has no manifest.jsonl, so it is no run.")
    assert "(.jsonl, .ndjson, .json, .parquet)" in refusal(tmp_path / "quotes.csv")
