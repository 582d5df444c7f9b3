"""brat and Label Studio: what is written is read back by the readers of gold."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from fake_records import many, no_mark_of_order, odd_records, sample, samples, written
from hypothesis import given

from quoteminer.errors import OutputError
from quoteminer.evaluation.formats import read_gold
from quoteminer.evaluation.formats.check import text_order
from quoteminer.evaluation.formats.labelstudio import LABELING_CONFIG
from quoteminer.evaluation.gold import GoldArticle, from_record
from quoteminer.records import ArticleRecord
from quoteminer.writers import FORMATS


def as_gold(record: ArticleRecord) -> GoldArticle:
    """The record as gold, its quotes in text order."""
    assert record.text is not None
    article = from_record(record, record.text)
    return replace(article, quotes=tuple(sorted(article.quotes, key=text_order)))


def saved(format: str, records: Iterable[ArticleRecord], folder: Path) -> Path:
    path = folder / ("tasks.json" if format == "labelstudio" else "brat")
    with FORMATS[format].open(path) as writer:
        for record in records:
            writer.write(record)
        writer.close(several=True)
    return path


def read(path: Path, format: str | None = None) -> list[GoldArticle]:
    found = list(read_gold(path, format=format))
    assert all(isinstance(item, GoldArticle) for item in found), found
    return [item for item in found if isinstance(item, GoldArticle)]


@pytest.mark.parametrize("format", ["brat", "labelstudio"])
def test_the_samples_come_back(format: str, tmp_path: Path) -> None:
    found = sorted(read(saved(format, samples(), tmp_path)), key=lambda article: article.id)
    assert found == sorted(map(as_gold, samples()), key=lambda article: article.id)


@pytest.mark.parametrize("format", ["brat", "labelstudio"])
def test_a_thousand_articles_come_back(format: str, tmp_path: Path) -> None:
    records = many(1001)
    found = {article.id: article for article in read(saved(format, records, tmp_path))}
    assert found == {record.id: as_gold(record) for record in records}


@pytest.mark.parametrize("format", ["brat", "labelstudio"])
@given(record=odd_records().filter(no_mark_of_order))
def test_odd_records_come_back(format: str, record: ArticleRecord) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert read(saved(format, [record], Path(folder)), format) == [as_gold(record)]


def test_brat_has_a_folder_for_each_thousand_articles(tmp_path: Path) -> None:
    path = saved("brat", many(2001), tmp_path)
    folders = sorted(one.name for one in path.iterdir() if one.is_dir())
    assert folders == ["001001-002000", "002001-003000"]
    counts = [len(list((path / name).glob("*.ann"))) for name in ["", *folders]]
    assert counts == [1000, 1000, 1]
    assert sorted(one.name for one in path.glob("*.conf")) == ["annotation.conf", "visual.conf"]


def test_brat_counts_the_articles_of_one_name_in_each_folder(tmp_path: Path) -> None:
    path = saved("brat", [*many(1000), *many(2)], tmp_path)
    assert sorted(one.name for one in (path / "001001-002000").glob("*.ann")) == ["story-0.ann", "story-1.ann"]


def test_brat_gives_articles_of_one_id_files_of_their_own(tmp_path: Path) -> None:
    path = saved("brat", [sample(), sample(), replace(sample(), id="CHINA-manufacturing")], tmp_path)
    names = sorted(one.name for one in path.glob("*.txt"))
    assert names == ["CHINA-manufacturing-3.txt", "china-manufacturing-2.txt", "china-manufacturing.txt"]


@pytest.mark.parametrize(
    ("text", "reason"), [("\ufeff“No”", "begins with a byte order mark."), ("“No \ud83d”", "has half a character")]
)
def test_what_brat_cannot_hold_is_left_out_whole(text: str, reason: str, tmp_path: Path) -> None:
    odd = replace(sample(), id="odd", text=text, quotes=())
    with FORMATS["brat"].open(tmp_path / "out") as writer:
        with pytest.raises(OutputError, match=f"^odd: {reason}"):
            writer.write(odd)
        writer.write(sample())
        writer.close()
    names = sorted(one.name for one in (tmp_path / "out").iterdir())
    assert names == ["annotation.conf", "china-manufacturing.ann", "china-manufacturing.txt", "visual.conf"]


def test_label_studio_gets_scores_and_the_model(tmp_path: Path) -> None:
    record = sample("ferry-wire")
    confidences = [0.4 + number / 100 for number in range(len(record.quotes))]
    quotes = tuple(replace(quote, confidence=one) for quote, one in zip(record.quotes, confidences, strict=True))
    record = replace(record, quotes=quotes, meta={"desk": "lake"})
    (task,) = json.loads(written("labelstudio", [record]))
    (prediction,) = task["predictions"]
    assert prediction["score"] == 0.4
    assert prediction["model_version"] == f"quoteminer {record.model.name} {record.model.version}"
    assert task["data"]["meta"] == {"desk": "lake"}
    scored = {
        (one["value"]["start"], one["value"]["end"]): one["score"] for one in prediction["result"] if "score" in one
    }
    assert scored == {span: quote.confidence for quote in record.quotes for span in quote.spans}


def test_label_studios_interface_is_written_beside_the_tasks(tmp_path: Path) -> None:
    saved("labelstudio", [sample()], tmp_path)
    assert (tmp_path / "tasks.labeling-config.xml").read_text("utf-8") == LABELING_CONFIG


def test_nothing_is_written_beside_a_file_that_failed(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), FORMATS["labelstudio"].open(tmp_path / "tasks.json"):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_no_article_is_an_empty_list() -> None:
    assert json.loads(written("labelstudio", [])) == []
