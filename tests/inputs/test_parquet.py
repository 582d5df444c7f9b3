"""Parquet: types of columns, rows, damage in the middle."""

import datetime
import decimal
import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from input_files import GOOD, Reading, parquet_of

from quoteminer.output.run.corrections import holds_records
from quoteminer.records.jsontext import plain


def read(path: Path, **columns: Any) -> Reading:
    """Read a table of these columns."""
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream, write_statistics=False)
    return Reading(path / "a.parquet", stream.getvalue())


def test_a_table(tmp_path: Path) -> None:
    path = tmp_path / "news.parquet"
    rows = [{"url": "u", "n": 1, "Body": "“No,” said Ida."}, {"url": "v", "n": 2, "Body": ""}]
    found = Reading(path, parquet_of(rows))
    assert (found.ids, found.texts, found.errors) == (["u", "v"], ["“No,” said Ida.", ""], [])
    assert [item.meta for item in found.articles] == [{"url": "u", "n": 1}, {"url": "v", "n": 2}]
    assert [warning.code for warning in found.articles[1].warnings] == ["empty"]
    assert found.told == [
        f"{path}: texts are in 'Body', ids in 'url'; --text-column and --id-column take others."
    ]


@pytest.mark.parametrize(("value", "expected"), [
    *((same, same) for same in (True, 3, 2.5, None, "a", ["a", None], {"a": {"b": [1]}})),
    (float("nan"), None),
    (float("inf"), None),
    (b"caf\xc3\xa9", "café"),
    (b"caf\xe9", "caf\ufffd"),
    (decimal.Decimal("12.30"), "12.30"),
    (datetime.date(2021, 3, 4), "2021-03-04"),
    (datetime.datetime(2021, 3, 4, 5, 6), "2021-03-04T05:06:00"),
    (datetime.datetime(2021, 3, 4, tzinfo=datetime.timezone.utc), "2021-03-04T00:00:00+00:00"),
    (datetime.time(5, 6), "05:06:00"),
    (datetime.timedelta(days=1), "1 day, 0:00:00"),
])  # fmt: skip
def test_values(tmp_path: Path, value: object, expected: object) -> None:
    table = parquet_of([{"text": "No.", "x": value}])
    assert Reading(tmp_path / "a.parquet", table).only.meta == {"x": expected}


@pytest.mark.parametrize(("zone", "shown"), [
    (None, "1970-01-01T00:00:01"),
    ("UTC", "1970-01-01T00:00:01+00:00"),
    ("Asia/Tokyo", "1970-01-01T09:00:01+09:00"),
])  # fmt: skip
def test_times_as_pandas_writes_them(tmp_path: Path, zone: str | None, shown: str) -> None:
    """Nanoseconds that are none, whether pandas is there or not."""
    when = pa.array([1_000_000_000, None], pa.timestamp("ns", tz=zone))
    length = pa.array([86_400_000_000_000, None], pa.duration("ns"))
    first, second = read(tmp_path, text=["No.", "Yes."], t=when, d=length).articles
    assert first.meta == {"t": shown, "d": "1 day, 0:00:00"}
    assert second.meta == {"t": None, "d": None}
    far = read(tmp_path, text=["No."], far=pa.array([2**62], pa.timestamp("us"))).only
    assert isinstance(far.meta["far"], str)  # Python does not have that year


KINDS = [pa.string(), pa.large_string(), pa.binary(), pa.dictionary(pa.int32(), pa.string())]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_types_of_texts(tmp_path: Path, kind: Any) -> None:
    values = ["“No.”", None, "“No.”", "Yes."]
    raw = [value and value.encode() for value in values] if kind == pa.binary() else values
    found = read(tmp_path, text=pa.array(raw, kind), id=[1.0, 2.0, 3.0, None])
    assert (found.texts, found.ids) == (["“No.”", "“No.”", "Yes."], ["1", "3", "a:4"])
    reason = "has no text: its value is missing. Give the article as text."
    assert found.errors == [f"{tmp_path / 'a.parquet'}, row 2: {reason}"]


def test_texts_that_are_no_utf_8(tmp_path: Path) -> None:
    raw = pa.array(["“Näh,” said Ida.".encode("cp1252"), b"Yes."], pa.binary())
    broken = pa.StringArray.from_buffers(2, raw.buffers()[1], raw.buffers()[2])
    for column in (raw, broken):
        found = read(tmp_path, text=column)
        assert found.texts == ["“Näh,” said Ida.", "Yes."]
        assert [len(item.warnings) for item in found.articles] == [1, 0]


def test_damage_costs_no_more_than_its_rows(tmp_path: Path) -> None:
    rows = [{"id": number, "text": f"“No,” said Ida {number}."} for number in range(30)]
    data = bytearray(parquet_of(rows, row_group_size=10, compression="gzip", use_dictionary=False))
    column = pq.ParquetFile(io.BytesIO(bytes(data))).metadata.row_group(1).column(1)
    start = column.data_page_offset
    data[start : start + column.total_compressed_size] = bytes(column.total_compressed_size)
    found = Reading(tmp_path / "a.parquet", bytes(data))
    assert found.ids == [str(number) for number in (*range(10), *range(20, 30))]
    (error,) = found.errors
    assert error.startswith(f"{tmp_path / 'a.parquet'}, rows 11 to 20: can't be read (")


def test_other_content_and_other_names(tmp_path: Path) -> None:
    data = parquet_of([{"text": "No."}])
    for name in ("a.txt", "a.csv", "a", "a.jsonl"):
        assert Reading(tmp_path / name, data).only.text == "No."
    error = Reading(tmp_path / "a.parquet", "text\nNo.\n").error
    assert "is not a Parquet file, whatever its name says" in error
    assert "has no article" in read(tmp_path, text=pa.array([], pa.string())).error


def not_utf_8(kind: str) -> Any:
    """A column of such text, or of lists, structs or maps with it."""
    texts = pa.array([b"caf\xe9 \xff", b"tea"], pa.binary())
    texts = pa.Array.from_buffers(pa.string(), 2, texts.buffers())
    return {
        "text": lambda: texts,
        "codes": texts.dictionary_encode,
        "list": lambda: pa.ListArray.from_arrays([0, 1, 2], texts),
        "struct": lambda: pa.StructArray.from_arrays([texts], ["x"]),
        "map": lambda: pa.MapArray.from_arrays([0, 1, 2], texts, texts),
    }[kind]()


CAFE = "caf\ufffd \ufffd"


@pytest.mark.parametrize(("kind", "values"), [
    ("text", [CAFE, "tea"]),
    ("codes", [CAFE, "tea"]),
    ("list", [[CAFE], ["tea"]]),
    ("struct", [{"x": CAFE}, {"x": "tea"}]),
    ("map", [[[CAFE, CAFE]], [["tea", "tea"]]]),
])  # fmt: skip
def test_bytes_that_are_not_utf_8(tmp_path: Path, kind: str, values: list[Any]) -> None:
    """In metadata they are replaced; nested ones are no text. The command looks for records in the
    file first."""
    column = not_utf_8(kind)
    metas = [plain(one.meta) for one in read(tmp_path, text=[GOOD, GOOD], drink=column).articles]
    assert metas == [{"drink": value} for value in values]
    assert not holds_records(tmp_path / "a.parquet")
    assert len(read(tmp_path, text=column, record_json=column).all) == 2
    assert not holds_records(tmp_path / "a.parquet")
