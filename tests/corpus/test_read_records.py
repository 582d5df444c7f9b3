"""Records of a run, or of a file, one after the other."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from across import articles_of, run_in

from quoteminer.corpus.read_records import read_records
from quoteminer.errors import InputError
from quoteminer.records import ArticleRecord
from quoteminer.writers import FORMATS

RECORDS = articles_of([("Tova Lind", "mayor", "Hull"), ("Boyd “Bo” Harrow",), ("李东生",), ('B]{, \\ " \n. Ames',)])


def written(path: Path, format: str, records: list[ArticleRecord] = RECORDS) -> Path:
    with FORMATS[format].open(path) as writer:
        for record in records:
            writer.write(record)
        writer.close()
    return path


def test_a_run(tmp_path: Path) -> None:
    assert list(read_records(run_in(tmp_path / "run", RECORDS))) == RECORDS


@pytest.mark.parametrize("format", ["jsonl", "json"])
@pytest.mark.parametrize("packed", [False, True])
def test_files(tmp_path: Path, format: str, packed: bool) -> None:
    path = written(tmp_path / f"out.{format}", format)
    if packed:
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes()))
        path = path.with_name(path.name + ".gz")
    assert list(read_records(path)) == RECORDS
    assert list(read_records(str(path))) == RECORDS


def test_one_record_as_json(tmp_path: Path) -> None:
    assert list(read_records(written(tmp_path / "out.json", "json", RECORDS[:1]))) == RECORDS[:1]


def test_parquet(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="needs the extra parquet")
    assert list(read_records(written(tmp_path / "out.parquet", "parquet"))) == RECORDS


def test_records_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text(RECORDS[0].to_json() + "\n" + "nothing\n", encoding="utf-8")
    records = read_records(path)
    assert next(records) == RECORDS[0]
    with pytest.raises(InputError, match="line 2: This is no JSON"):
        next(records)


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        list(read_records(path))
    message = str(caught.value)
    assert "\n" not in message
    return message.replace(str(path), "OUT")


def test_a_run_that_is_not_finished(tmp_path: Path) -> None:
    told = "OUT: the run is not finished. Run the same quoteminer corpus command once more: it goes on there."
    folder = run_in(tmp_path / "run", RECORDS, finished=False)
    assert refusal(folder) == told
    with (folder / "manifest.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('{"finished": tr')
    assert refusal(folder) == told
    (folder / "manifest.jsonl").write_text("", encoding="utf-8")
    assert refusal(folder) == told


def test_a_file_whose_run_is_not_finished(tmp_path: Path) -> None:
    run_in(tmp_path / "out.jsonl.run", RECORDS, finished=False)
    assert refusal(tmp_path / "out.jsonl") == (
        "OUT: is not there yet, the run is not finished. Run the same quoteminer corpus command once more."
    )


def test_a_part_that_is_missing(tmp_path: Path) -> None:
    folder = run_in(tmp_path / "run", RECORDS, parts=1)
    assert "000001.jsonl.gz: there is no such file." in refusal(folder)


def test_a_part_that_is_damaged(tmp_path: Path) -> None:
    folder = run_in(tmp_path / "run", RECORDS)
    part = folder / "records" / "000001.jsonl.gz"
    part.write_bytes(part.read_bytes()[:-20])
    assert "000001.jsonl.gz: the gzip file is cut off" in refusal(folder)


BROKEN = {
    "no record": ('{"a": 1}\n', "OUT, line 1: This is no record that quoteminer can read: schema_version is ''"),
    "a number": ("\n17\n", "OUT, line 2: This is no record but another JSON value."),
    "no JSON": ("{]\n", "OUT, line 1: This is no JSON"),
    "half a record": (
        '{"schema_version": "1.0", "id": "a"}\n',
        "OUT, line 1: This is no whole record: quotes: Field",
    ),
    "deep": ("[" * 100_000 + "\n", "OUT, line 1: This is no JSON"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_record(tmp_path: Path, name: str) -> None:
    text, expected = BROKEN[name]
    (tmp_path / "out.jsonl").write_text(text, encoding="utf-8")
    assert refusal(tmp_path / "out.jsonl").startswith(expected)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_bytes(b'{"id": "\xff"}\n')
    assert refusal(tmp_path / "out.jsonl").startswith("OUT, line 1: is not UTF-8.")


def test_a_list_that_is_cut_off(tmp_path: Path) -> None:
    path = written(tmp_path / "out.json", "json")
    path.write_text(path.read_text("utf-8")[:-40], encoding="utf-8")
    assert "is cut off: the file ends before" in refusal(path)


def test_other_files(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere.jsonl").startswith("OUT: there is no such file.")
    assert refusal(tmp_path).startswith("OUT: has no manifest.jsonl, so it is no run.")
    (tmp_path / "quotes.csv").write_text("a,b\n", encoding="utf-8")
    assert "(.jsonl, .ndjson, .json, .parquet)" in refusal(tmp_path / "quotes.csv")


def test_a_file_without_records(tmp_path: Path) -> None:
    for name in ("out.jsonl", "out.json"):
        (tmp_path / name).write_text("", encoding="utf-8")
        assert list(read_records(tmp_path / name)) == []
