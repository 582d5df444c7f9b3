"""Our own gold, one JSON object per line (fields: gold_articles.py), and records written by
quoteminer, which have a ``schema_version``. An article without ``id`` gets its file and line as its
id. The text of a record is under ``text`` in the record or in its ``meta``, else in the file named
in ``source``, relative to the current folder, else to the folder of the records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from quoteminer.errors import GoldError, InputError
from quoteminer.inputs import STDIN, Input, read_inputs
from quoteminer.output.gold.gold_articles import (
    GoldArticle,
    article_from_dict,
    article_to_dict,
    checked,
    from_record,
    misplaced_quote,
)
from quoteminer.output.gold.gold_files import GoldFile
from quoteminer.output.writer import StreamWriter
from quoteminer.records import ArticleRecord
from quoteminer.records.jsontext import dump

Texts = Callable[[str], Mapping[str, str]]  # texts by id, for each ``source`` of records


def read(file: GoldFile) -> Iterator[GoldArticle | GoldError]:
    """Yield the articles of a file: one object per line, or one object or a list of objects over
    several lines."""
    texts_of = source_texts(file.path.parent)
    for value, place, name in values_in(file):
        try:
            yield (
                value if isinstance(value, GoldError) else checked(_article(value, name, texts_of))
            )
        except GoldError as error:
            yield file.error(error, place)


def source_texts(folder: Path) -> Texts:
    """Return a function that reads the articles of a ``source``, relative to the current folder,
    else to ``folder``."""

    @lru_cache(maxsize=1)  # records of one source follow each other
    def texts_of(source: str) -> Mapping[str, str]:
        paths = [
            path for path in (Path(source), folder / source) if path.is_file() and source != STDIN
        ]
        return {
            article.id: article.text
            for article in read_inputs(paths[:1])
            if isinstance(article, Input)
        }

    return texts_of


def values_in(file: GoldFile) -> Iterator[tuple[Any, str, str]]:
    """Yield the JSON values of a file, each with its place ("line 3") and a name for an article
    without an id. Each line is a value; a line that is not JSON yields a GoldError. In a ``.json``
    file, or if the value spans several lines, the values are the items of the list, or the value
    itself. Raises GoldError if the file can't be read.
    """
    lines = (line.strip() for _, line in file.lines())
    first, second = next(lines, ""), next(lines, "")
    goes_on = first == "[" or (first == "{" and second.startswith('"'))
    if file.suffix == ".json" or goes_on:
        value = file.json()
        if not isinstance(value, list):
            yield value, "", file.name
            return
        for number, item in enumerate(value, start=1):
            yield item, f"item {number}", f"{file.name}:{number}"
        return
    for number, line in file.lines():
        try:
            value = file.parse(line, number)
        except GoldError as error:
            value = error
        yield value, f"line {number}", f"{file.name}:{number}"


class JsonLinesGoldWriter(StreamWriter[GoldArticle]):
    """Write one article per line."""

    def write(self, record: GoldArticle) -> None:
        self.stream.write(dump(article_to_dict(record)) + "\n")


def _article(value: Any, name: str, texts_of: Texts) -> GoldArticle:
    if not isinstance(value, dict):
        raise GoldError(
            "is not an object. Give one object for each article, with id, text and quotes."
        )
    if "schema_version" in value:
        try:
            record = ArticleRecord.from_dict(value)
        except InputError as error:
            raise GoldError(str(error)) from None
        return article_of_record(record, texts_of)
    if not isinstance(value.get("text"), str):
        raise GoldError("has no text. Give the article as a string under the key 'text'.")
    return article_from_dict({**value, "id": name if value.get("id") is None else str(value["id"])})


def article_of_record(record: ArticleRecord, texts_of: Texts) -> GoldArticle:
    """Return a record as an annotated article. Raises GoldError if its text is neither in it nor in
    its source, or has changed."""
    text = record.text if record.text is not None else record.meta.get("text")
    if not isinstance(text, str):
        texts = texts_of(record.source) if record.source else {}
        # in a source with one article, any id is its own
        id = next(iter(texts)) if len(texts) == 1 else record.id
        # a run over a folder puts folders before the id
        text = texts.get(id, texts.get(id.rpartition("/")[2]))
    if text is None:
        raise GoldError(
            f"the record {record.id!r} has no text, and its source ({record.source}) has none of"
            " that id. Run this where the articles are, or put each text into its record under the"
            " key 'text'."
        )
    if quote := misplaced_quote(record, text):
        place = (
            f"quote {quote.id} of the record {record.id!r} is not at {quote.start}-{quote.end} of"
            " its text"
        )
        raise GoldError(f"{place}, which has changed since. Extract the article again.")
    return from_record(record, text)
