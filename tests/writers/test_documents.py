"""What holds for all formats of documents."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from fake_records import many, sample, samples, written

from quoteminer.cli.choices import FormatChoice
from quoteminer.errors import OutputError
from quoteminer.records import ArticleRecord
from quoteminer.writers import FORMATS

DOCUMENTS = ["brat", "labelstudio", "prodigy", "schemaorg", "tei", "webannotation"]
STREAMS = [name for name in DOCUMENTS if FORMATS[name].target == "text"]
SHOW_TEXT = [name for name in DOCUMENTS if FORMATS[name].needs_text]


def saved(format: str, records: Iterable[ArticleRecord], path: Path) -> dict[str, bytes]:
    """What stands in the files that are written, by their names."""
    path.mkdir()
    with FORMATS[format].open(path / "out") as writer:
        for record in records:
            writer.write(record)
        writer.close(several=True)
    return {one.relative_to(path).as_posix(): one.read_bytes() for one in path.rglob("*") if one.is_file()}


def test_the_command_offers_them() -> None:
    assert {choice.value for choice in FormatChoice} >= set(DOCUMENTS)


def test_only_schemaorg_does_without_the_article() -> None:
    assert sorted(set(DOCUMENTS) - set(SHOW_TEXT)) == ["schemaorg"]


@pytest.mark.parametrize("format", DOCUMENTS)
def test_the_same_bytes_each_time(format: str, tmp_path: Path) -> None:
    records = [*samples(), *many(30)]
    first = saved(format, records, tmp_path / "first")
    assert first == saved(format, records, tmp_path / "second")
    assert first


@pytest.mark.parametrize("format", STREAMS)
def test_records_are_written_as_they_come(format: str) -> None:
    stream = io.StringIO()
    writer = FORMATS[format].make(stream)
    for record in many(3)[1:]:
        writer.write(record)
    assert "story-2" in stream.getvalue()


@pytest.mark.parametrize("format", SHOW_TEXT)
@pytest.mark.parametrize("text", [None, "Another article."])
def test_a_record_without_its_text_is_left_out_whole(format: str, text: str | None, tmp_path: Path) -> None:
    records = many(4)
    right = saved(format, records, tmp_path / "right")
    (tmp_path / "other").mkdir()
    with FORMATS[format].open(tmp_path / "other/out") as writer:
        for record in records:
            with pytest.raises(OutputError, match="text"):
                writer.write(replace(sample(), text=text))
            writer.write(record)
        writer.close(several=True)
    other = {one.relative_to(tmp_path / "other").as_posix(): one for one in (tmp_path / "other").rglob("*")}
    assert {name: path.read_bytes() for name, path in other.items() if path.is_file()} == right


@pytest.mark.parametrize("format", STREAMS)
def test_files_are_utf_8(format: str) -> None:
    half = replace(sample(), id="\ud800", meta={"title": "\udfff"}, quotes=(), speakers=(), text="\ud83d No.")
    assert written(format, [half, half]).encode()


@pytest.mark.parametrize("format", DOCUMENTS)
def test_memory_does_not_grow_with_the_number_of_articles(format: str, tmp_path: Path) -> None:
    record = sample("bakery-court")
    with FORMATS[format].open(tmp_path / "out") as writer:
        for number in range(20):
            writer.write(replace(record, text=f"{record.text}{number}"))
        tracemalloc.start()
        try:
            before = tracemalloc.get_traced_memory()[0]
            for number in range(60):
                writer.write(replace(record, text=f"{record.text}{number}"))
            grown = tracemalloc.get_traced_memory()[0] - before
        finally:
            tracemalloc.stop()
    assert record.text
    assert grown < 60 * len(record.text) / 2  # what is written of an article is more than its text
