"""Records in brat and Label Studio: the readers of gold read them back."""

import gc
import io
import json
import tracemalloc
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from table_records import many, sample, samples
from table_records import written as saved_at

from quoteminer.errors import OutputError
from quoteminer.output.formats import FORMATS
from quoteminer.output.gold import read_gold
from quoteminer.output.gold.gold_articles import GoldArticle, from_record, text_order
from quoteminer.output.gold.labelstudio import beside_tasks
from quoteminer.records import ArticleRecord

BOTH = pytest.mark.parametrize("format", ["brat", "labelstudio"])


def as_gold(record: ArticleRecord) -> GoldArticle:
    """The record as gold, its quotes in text order."""
    assert record.text is not None
    article = from_record(record, record.text)
    return replace(article, quotes=tuple(sorted(article.quotes, key=text_order)))


def saved(format: str, records: Iterable[ArticleRecord], folder: Path) -> Path:
    return saved_at(format, folder / ("tasks.json" if format == "labelstudio" else "brat"), records)


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        one.relative_to(folder).as_posix(): one.read_bytes()
        for one in folder.rglob("*")
        if one.is_file()
    }


@pytest.mark.slow
@BOTH
def test_samples_and_a_thousand_articles_come_back(format: str, tmp_path: Path) -> None:
    records = [*samples(), *many(1001, with_text=True)]
    found = list(read_gold(saved(format, records, tmp_path), format=None))
    assert sorted(found, key=repr) == sorted(map(as_gold, records), key=repr)


@BOTH
@pytest.mark.parametrize(("broken", "reason"), [
    (replace(sample(), text=None), "the record has no text, which"),
    (replace(sample(), text=f" {sample().text}"), "quote 0 is not at 277-483 of the record's text"),
    (replace(sample(), speakers=()), "quote 0 has the speaker 0, who is not among the record's speakers"),
], ids=["no text", "another text", "no speaker"])  # fmt: skip
def test_a_broken_record_is_left_out_whole(
    format: str, broken: ArticleRecord, reason: str, tmp_path: Path
) -> None:
    right, other = tmp_path / "right", tmp_path / "other"
    for folder in (right, other):
        folder.mkdir()
    path = saved(format, many(4, with_text=True), right)
    with FORMATS[format].open(other / path.name) as writer:
        for record in many(4, with_text=True):
            with pytest.raises(OutputError, match=f"^china-manufacturing: {reason}"):
                writer.write(broken)
            writer.write(record)
        writer.close(several=True)
    assert files_in(other) == files_in(right)


@BOTH
def test_memory_does_not_grow_with_the_number_of_articles(format: str, tmp_path: Path) -> None:
    record = sample("bakery-court")
    assert record.text
    with FORMATS[format].open(tmp_path / "out") as writer:
        for number in range(20):
            writer.write(replace(record, text=f"{record.text}{number}"))
        tracemalloc.start()
        try:
            before = tracemalloc.get_traced_memory()[0]
            for number in range(60):
                writer.write(replace(record, text=f"{record.text}{number}"))
            gc.collect()  # json's encoders are cycles
            grown = tracemalloc.get_traced_memory()[0] - before
        finally:
            tracemalloc.stop()
    assert grown < 60 * len(record.text) / 2  # an article in a file is longer than its text


def test_brats_files_and_folders(tmp_path: Path) -> None:
    (tmp_path / "alike").mkdir()
    alike = [sample(), sample(), replace(sample(), id="CHINA-manufacturing")]
    stems = sorted(one.stem for one in saved("brat", alike, tmp_path / "alike").glob("*.txt"))
    assert stems == ["CHINA-manufacturing-3", "china-manufacturing", "china-manufacturing-2"]
    records = [record for count in (1000, 1000, 2) for record in many(count, with_text=True)]
    path = saved("brat", records, tmp_path)
    folders = sorted(one.name for one in path.iterdir() if one.is_dir())
    assert folders == ["001001-002000", "002001-003000"]
    assert [len(list((path / name).glob("*.ann"))) for name in ["", *folders]] == [1000, 1000, 2]
    assert sorted(one.name for one in (path / folders[1]).glob("*.ann")) == ["a0.ann", "a1.ann"]
    assert sorted(one.name for one in path.glob("*.conf")) == ["annotation.conf", "visual.conf"]


def test_label_studio_gets_scores_and_the_model(tmp_path: Path) -> None:
    record = sample("ferry-wire")
    quotes = tuple(replace(one, confidence=0.4 + one.id / 100) for one in record.quotes)
    record = replace(record, quotes=quotes, meta={"desk": "lake"})
    (task,) = json.loads(saved("labelstudio", [record], tmp_path).read_text("utf-8"))
    (prediction,) = task["predictions"]
    model = f"quoteminer {record.model.name} {record.model.version}"
    assert (prediction["score"], prediction["model_version"]) == (0.4, model)
    assert task["data"]["meta"] == {"desk": "lake"}
    results = [(one["value"], one["score"]) for one in prediction["result"] if "score" in one]
    scored = {(value["start"], value["end"]): score for value, score in results}
    assert scored == {span: quote.confidence for quote in record.quotes for span in quote.spans}


def test_label_studios_tasks_are_written_as_they_come_and_valid_utf_8() -> None:
    stream = io.StringIO()
    writer = FORMATS["labelstudio"].make(stream)
    empty = replace(sample(), quotes=(), speakers=())
    half = replace(empty, id="\ud800", meta={"title": "\udfff"}, text="\ud83d No.")
    for record in [*many(3, with_text=True), half]:
        writer.write(record)
    assert "a2" in stream.getvalue()
    assert stream.getvalue().encode()


def test_label_studios_interface_is_written_beside_the_tasks(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), FORMATS["labelstudio"].open(tmp_path / "tasks.json"):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
    saved("labelstudio", [sample()], tmp_path)
    interface = (tmp_path / "tasks.labeling-config.xml").read_text("utf-8")
    assert interface == beside_tasks()[".labeling-config.xml"]
