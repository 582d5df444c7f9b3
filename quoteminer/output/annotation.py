"""Write records as files to correct by hand in brat or Label Studio; output/gold describes and
reads them."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from quoteminer.errors import OutputError
from quoteminer.output.gold.brat import BratGoldWriter
from quoteminer.output.gold.gold_articles import GoldArticle, from_record, misplaced_quote
from quoteminer.output.gold.labelstudio import LabelStudioGoldWriter, beside_tasks, task_of
from quoteminer.output.writer import Writer
from quoteminer.records import ArticleRecord
from quoteminer.records.jsontext import plain


class BratWriter(Writer[ArticleRecord]):
    """Write each record as a text and its annotations to an empty folder."""

    def __init__(self, folder: Path) -> None:
        self._writer = BratGoldWriter(folder)

    def write(self, record: ArticleRecord) -> None:
        self._writer.write(_annotated(record, "brat"))


class LabelStudioWriter(Writer[ArticleRecord]):
    """Write records as a JSON list of tasks, each with the quotes as a prediction, whose score is
    the lowest confidence of its quotes, so that the Data Manager can sort doubtful articles to the
    front. Each content region has the confidence of its quote."""

    def __init__(self, stream: TextIO) -> None:
        self._tasks = LabelStudioGoldWriter(stream)

    def write(self, record: ArticleRecord) -> None:
        task = task_of(_annotated(record, "labelstudio"))
        if record.meta:
            task["data"]["meta"] = plain(record.meta)
        (prediction,) = task["predictions"]
        prediction["model_version"] = f"quoteminer {record.model.name} {record.model.version}"
        prediction["score"] = min((quote.confidence for quote in record.quotes), default=1.0)
        confidences = (quote.confidence for quote in record.quotes for _ in quote.spans)
        contents = (
            region
            for region in prediction["result"]
            if region.get("value", {}).get("labels") == ["Content"]
        )
        for region, confidence in zip(contents, confidences, strict=True):
            region["score"] = confidence
        self._tasks.add(task)

    def close(self, *, several: bool = False) -> None:
        self._tasks.close(several=several)


def _annotated(record: ArticleRecord, format: str) -> GoldArticle:
    """Return the record as gold. Raises OutputError if its text is missing or wrong, or a speaker
    is not listed."""
    if record.text is None:
        raise OutputError(
            f"{record.id}: the record has no text, which {format} shows. Write records"
            " with_text=True. It is left out."
        )
    listed = {None, *(speaker.id for speaker in record.speakers)}
    for quote in (quote for quote in record.quotes if quote.speaker not in listed):
        raise OutputError(
            f"{record.id}: quote {quote.id} has the speaker {quote.speaker}, who is not among the"
            " record's speakers. Add or correct it. It is left out."
        )
    if wrong := misplaced_quote(record, record.text):
        raise OutputError(
            f"{record.id}: quote {wrong.id} is not at {wrong.start}-{wrong.end} of the record's"
            " text. Give it the text that it was made of. It is left out."
        )
    return from_record(record, record.text)


__all__ = ["BratWriter", "LabelStudioWriter", "beside_tasks"]
