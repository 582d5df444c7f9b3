"""Our own records (records.py of the package) as articles: what a record leaves out is the article's text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from quoteminer.errors import InputError
from quoteminer.evaluation.formats.place import Place
from quoteminer.evaluation.gold import GoldArticle, from_record
from quoteminer.inputs import STDIN, Input, read_inputs
from quoteminer.records import PART_SEPARATOR, ArticleRecord


class Texts:
    """The texts that records were made of, found by the records' ``source``.

    Args:
        folder: where the records stand; a source is looked for below the current folder first, then below this one.

    The texts of the source that was asked for last are kept, since records of one file follow each other.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._source: str | None = None
        self._texts: dict[str, str] = {}

    def find(self, source: str, id: str) -> str | None:
        """The text of an article; None where the source, or the article in it, can't be found. An id from a run over a
        folder has the folders before it ("2021/march/ferry"); in a source with one article any id is its own."""
        if source != self._source:
            self._source, self._texts = source, self._read(source)
        if len(self._texts) == 1:
            return next(iter(self._texts.values()))
        return self._texts.get(id, self._texts.get(id.rpartition("/")[2]))

    def _read(self, source: str) -> dict[str, str]:
        path = next((path for path in (Path(source), self._folder / source) if path.is_file()), None)
        if path is None or source == STDIN:
            return {}
        return {found.id: found.text for found in read_inputs([path]) if isinstance(found, Input)}


def article_of_record(value: Mapping[str, Any], place: Place, texts: Texts) -> GoldArticle:
    """The article of a record. Its text is what stands under ``text`` in the record or in its ``meta``, else that of
    the file that its ``source`` names.

    Raises:
        GoldError: the record is none, has no text, or another text than the one that its quotes were found in.
    """
    try:
        record = ArticleRecord.from_dict(value)
    except InputError as error:
        raise place.error(str(error)) from None
    text = _text(value, record, texts)
    if text is None:
        raise place.error(
            f"the record {record.id!r} has no text, and its source ({record.source}) has none of that id. Run this "
            "where the articles are, or put each text into its record under the key 'text'."
        )
    for quote in record.quotes:
        if PART_SEPARATOR.join(text[start:end] for start, end in quote.spans) != quote.text:
            raise place.error(
                f"quote {quote.id} of the record {record.id!r} is not at {quote.start}-{quote.end} of its text, which "
                "has changed since. Extract the article again."
            )
    return from_record(record, text)


def _text(value: Mapping[str, Any], record: ArticleRecord, texts: Texts) -> str | None:
    for given in (value.get("text"), record.meta.get("text")):
        if isinstance(given, str):
            return given
    return texts.find(record.source, record.id) if record.source else None
