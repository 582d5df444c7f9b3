"""Label Studio: a list of tasks to import, each with what was found as a prediction. What stands in them is told in
evaluation/formats/labelstudio.py, which reads the corrected export.

A prediction has the model as its version and the lowest confidence of its quotes as its score (1 where it has none), so
that the Data Manager can sort the most doubtful articles to the front; each content region has the confidence of its
quote. The project's labelling interface is written beside the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TextIO

from quoteminer.evaluation.formats.labelstudio import LabelStudioWriter as TaskWriter
from quoteminer.evaluation.formats.labelstudio import task_of
from quoteminer.evaluation.gold import from_record
from quoteminer.output.jsontext import plain
from quoteminer.output.writer import Writer
from quoteminer.records import ArticleRecord
from quoteminer.writers.given import article_text


class LabelStudioWriter(Writer[ArticleRecord]):
    """A list of tasks.

    Args:
        stream: where to; UTF-8.
    """

    def __init__(self, stream: TextIO) -> None:
        self._tasks = TaskWriter(stream)

    def write(self, record: ArticleRecord) -> None:
        task = task_of(from_record(record, article_text(record, "labelstudio")))
        if record.meta:
            task["data"]["meta"] = plain(record.meta)
        (prediction,) = task["predictions"]
        prediction["model_version"] = f"quoteminer {record.model.name} {record.model.version}"
        prediction["score"] = min((quote.confidence for quote in record.quotes), default=1.0)
        confidences = (quote.confidence for quote in record.quotes for _ in quote.spans)
        for region, confidence in zip(_contents(prediction["result"]), confidences, strict=True):
            region["score"] = confidence
        self._tasks.add(task)

    def close(self, *, several: bool = False) -> None:
        self._tasks.close(several=several)


def _contents(results: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The regions of contents: quote by quote, part by part."""
    return (one for one in results if one.get("value", {}).get("labels") == ["Content"])
