"""Open files: packed ones, those that are cut off or damaged, lines in whatever pieces they
come."""

import gzip
import random
import zlib
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from input_files import GOOD, PACKERS, ROW, Reading, jsonl_of, packed_zst, whole_files

from quoteminer.errors import InputError
from quoteminer.inputs import Input, read_inputs
from quoteminer.inputs.open_files import File, ReadOptions
from quoteminer.inputs.unpack import Stream

PLAIN = whole_files()


@pytest.mark.parametrize("packing", PACKERS)
@pytest.mark.parametrize("suffix", PLAIN)
def test_every_kind_may_be_packed(tmp_path: Path, suffix: str, packing: str) -> None:
    plain = Reading(tmp_path / f"a{suffix}", PLAIN[suffix]).only
    path = tmp_path / f"a{suffix}{packing}"
    packed = Reading(path, PACKERS[packing](PLAIN[suffix])).only
    assert (packed.text, packed.id, packed.meta) == (plain.text, plain.id, plain.meta)
    assert packed.source == str(path)


@pytest.mark.parametrize("packing", PACKERS)
def test_the_name_need_not_say_so(tmp_path: Path, packing: str) -> None:
    assert Reading(tmp_path / "a.txt", PACKERS[packing](GOOD.encode())).only.text == GOOD
    assert Reading(tmp_path / f"b.txt{packing}", GOOD).only.id == "b"
    assert Reading(tmp_path / f"c{packing}", PACKERS[packing](GOOD.encode())).only.id == "c"
    (found,) = read_inputs(["-"], stdin=BytesIO(PACKERS[packing](jsonl_of([ROW]))))
    assert isinstance(found, Input)
    assert found.id == "good"


def test_several_parts_one_behind_the_other(tmp_path: Path) -> None:
    for packing, pack in PACKERS.items():
        parts = pack(b"One. ") + pack(b"") + pack(b"Two.")
        parts = (
            b"\x50\x2a\x4d\x18\x04\0\0\0note" + parts if packing == ".zst" else parts + bytes(100)
        )
        assert Reading(tmp_path / f"a.txt{packing}", parts).only.text == "One. Two."


def test_what_stands_before_a_cut_is_read(tmp_path: Path) -> None:
    path, reason = tmp_path / "a.jsonl.gz", "is cut off: it ends before its content does."
    rows = [{"id": f"n{at}", "text": f"{random.Random(at).random()}"} for at in range(2000)]
    packed = gzip.compress(jsonl_of(rows))
    for length in (20, 500, len(packed) // 2, len(packed) - 8, len(packed) - 1):
        before = zlib.decompressobj(31).decompress(packed[:length]).count(b"\n")
        found = Reading(path, packed[:length])
        assert found.ids == [f"n{number}" for number in range(before)]
        assert found.errors == [f"{path}: the gzip file {reason} Copy or download it again."]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_byte_never_raises(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    files = {suffix: PLAIN[suffix] for suffix in (".csv", ".json", ".html", ".parquet", ".xlsx")}
    files |= {
        f"{of}{how}": PACKERS[how](PLAIN[of]) for of, how in ((".txt", ".gz"), (".jsonl", ".zst"))
    }
    suffix = data.draw(st.sampled_from(sorted(files)))
    whole = bytearray(files[suffix])
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    found = Reading(tmp_path_factory.mktemp("damage") / f"a{suffix}", bytes(whole))
    assert found.all
    assert all("\n" not in error for error in found.errors)


def test_no_window_is_larger_than_zstd_itself_allows(tmp_path: Path) -> None:
    header = b"\x28\xb5\x2f\xfd\x00" + bytes([(31 - 10) << 3])
    error = Reading(tmp_path / "a.txt.zst", header + b"\x01\0\0").error
    assert "the Zstandard file is damaged" in error


@pytest.mark.slow
def test_content_out_of_all_proportion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quoteminer.inputs.unpack.BOMB", 1 << 20)
    lines = packed_zst(jsonl_of([ROW]) * 200_000)
    found = Reading(tmp_path / "a.jsonl.zst", lines)
    assert found.errors[-1].endswith(
        "becomes more than 5,000 times its size, which is implausible for articles. Reading stops."
    )
    assert 0 < len(found.articles) < 200_000


@pytest.mark.parametrize("kind", ["parquet", "xlsx"])
def test_what_is_put_on_the_disk_has_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("quoteminer.inputs.open_files.DISK", 100)
    error = Reading(tmp_path / f"a.{kind}.gz", gzip.compress(PLAIN[f".{kind}"])).error
    assert error.endswith("has more than 100 bytes when it is unpacked. Unpack it yourself first.")
    assert Reading(tmp_path / f"a.{kind}", PLAIN[f".{kind}"]).ids == ["good"]


@given(st.binary(max_size=40), st.integers(1, 9), st.integers(1, 9))
def test_a_look_at_the_head_takes_nothing_away(data: bytes, comes: int, asked: int) -> None:
    raw = BytesIO(data)
    stream = Stream(lambda size: raw.read(min(size, comes)))
    assert data.startswith(stream.head)
    assert b"".join(iter(lambda: stream.read(asked), b"")) == data
    assert stream.given == len(data)


def test_a_line_is_not_waited_for_before_it_is_needed() -> None:
    lines = iter([b'{"text": "One."}\n', b'{"text": "Two."}\n'])
    taken = []

    class Feed(BytesIO):
        def read1(self, size: int | None = -1) -> bytes:
            taken.append(1)
            return next(lines, b"")

    inputs = read_inputs(["-"], stdin=Feed())
    first = next(inputs)
    assert isinstance(first, Input)
    assert (first.text, len(taken)) == ("One.", 1)
    assert [item.text for item in inputs if not isinstance(item, InputError)] == ["Two."]


LINES = st.lists(st.text(st.sampled_from('ab"é\r'), max_size=30), max_size=6)


@given(LINES, st.integers(1, 9), st.integers(3, 20))
def test_lines_are_those_that_splitting_gives(lines: list[str], step: int, most: int) -> None:
    """Lines that are too long have no text, but their number of quotation marks."""
    raw = BytesIO("".join(f"{line}\n" for line in lines).encode())
    stream = Stream(lambda size: raw.read(min(size, step)))
    options = cast(ReadOptions, SimpleNamespace(row_size=most))
    found = File("a.csv", "a", ".csv", options, False, stream).lines()
    for number, (line, text) in enumerate(zip(found, lines, strict=True), start=1):
        assert (line.number, line.marks, line.cut) == (number, text.count('"'), len(text) > most)
        assert line.text == ("" if line.cut else f"{text}\n")
