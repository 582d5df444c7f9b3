"""Our own gold, one JSON object a line, and the records that quoteminer writes.

::

    {"id": "…", "text": "…", "checked": "all|part",
     "speakers": [{"id": 0, "name": "…", "kind": "person|org|unnamed", "aliases": ["…"]}],
     "quotes": [{"content": [[s, e], …], "cue": [[s, e], …], "source": [[s, e], …],
                 "speaker": 0 | null, "act": "speech|other"}]}

Positions are half-open offsets (Unicode code points) into ``text``. ``checked``, ``speakers``, ``speaker`` and
``act`` may be missing, and so may ``id``: the article then gets its file and line as its id. Nothing is lost.

An object with ``schema_version`` is a record. Its text is under ``text`` in the record or in its ``meta``, else in the
file that its ``source`` names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from quoteminer.errors import GoldError, InputError
from quoteminer.evaluation.formats.check import (
    ROLES,
    act_in,
    checked,
    is_whole,
    list_in,
    spans_in,
    speaker_to_dict,
    speakers_in,
)
from quoteminer.evaluation.formats.files import GoldFile, SourceLocation, decoded, parse_json
from quoteminer.evaluation.gold import Checked, GoldArticle, GoldQuote, from_record, misplaced_quote
from quoteminer.inputs import STDIN, Input, read_inputs
from quoteminer.jsontext import dump
from quoteminer.output.writer import StreamWriter
from quoteminer.records import ArticleRecord


def read(file: GoldFile) -> Iterator[GoldArticle | GoldError]:
    """Yield the articles of a file: one object a line, or one object or a list of them over several lines."""
    texts = _Texts(file.path.parent)
    for value, location, name in values_in(file):
        try:
            yield value if isinstance(value, GoldError) else _article(value, location, name, texts)
        except GoldError as error:
            yield error


def values_in(file: GoldFile) -> Iterator[tuple[Any, SourceLocation, str]]:
    """Yield the JSON values of a file, each with its location and a name for an article without an id.

    The values are those of the lines, with a GoldError in place of a line that is no JSON; in a ``.json`` file, or one
    whose value runs over several lines, they are the items of the list, or the value itself. Raises GoldError if the
    file can't be read, or its only value is no JSON.
    """
    if file.suffix == ".json" or _goes_on(file):
        value = file.json()
        several = isinstance(value, list)
        for number, one in enumerate(value if several else [value], start=1):
            yield one, file.at(), f"{file.name}:{number}" if several else file.name
        return
    for location, data in file.lines():
        try:
            yield parse_json(decoded(data, location), location), location, f"{file.name}:{location.line}"
        except GoldError as error:
            yield error, location, ""


def id_of(value: Mapping[str, Any], name: str) -> str:
    """Return an object's id as a string, ``name`` if it has none."""
    return name if value.get("id") is None else str(value["id"])


def article_to_dict(article: GoldArticle) -> dict[str, Any]:
    """Return an article as JSON-ready values."""
    value: dict[str, Any] = {"id": article.id, "text": article.text}
    if article.checked:
        value["checked"] = article.checked
    if article.speakers:
        value["speakers"] = [speaker_to_dict(speaker) for speaker in article.speakers]
    value["quotes"] = [_quote_to_dict(quote, resolved=bool(article.speakers)) for quote in article.quotes]
    return value


class JsonLinesGoldWriter(StreamWriter[GoldArticle]):
    """Write one article a line."""

    def write(self, record: GoldArticle) -> None:
        self.stream.write(dump(article_to_dict(record)) + "\n")


def _goes_on(file: GoldFile) -> bool:
    """Return whether the first line only opens a list, or an object whose first key comes next."""
    lines = (data.strip() for _, data in file.lines())
    first, second = next(lines, b""), next(lines, b"")
    return first == b"[" or (first == b"{" and second.startswith(b'"'))


def _article(value: Any, location: SourceLocation, name: str, texts: _Texts) -> GoldArticle:
    if not isinstance(value, dict):
        raise location.error("is no object. Give one object for each article, with id, text and quotes.")
    if "schema_version" in value:
        return checked(_article_of_record(value, location, texts), location)
    text = value.get("text")
    if not isinstance(text, str):
        raise location.error("has no text. Give the article as a string under the key 'text'.")
    listed = enumerate(list_in(value, "quotes", location), start=1)
    quotes = tuple(_quote(one, location, f"quote {number}") for number, one in listed)
    how_far = value.get("checked")
    if how_far not in (None, *get_args(Checked)):
        raise location.error(f"has checked {how_far!r}. Give 'all' or 'part', or leave it out.")
    return checked(GoldArticle(id_of(value, name), text, quotes, speakers_in(value, location), how_far), location)


def _quote(value: Any, location: SourceLocation, what: str) -> GoldQuote:
    if not isinstance(value, dict):
        raise location.error(f"{what} is no object. Give content, cue and source.")
    speaker = value.get("speaker")
    if speaker is not None and not is_whole(speaker):
        raise location.error(f"{what} has the speaker {speaker!r}. Give a speaker's id, or null.")
    content, cue, source = (spans_in(value.get(role), location, f"{what}: {role}") for role in ROLES)
    return GoldQuote(content, cue, source, speaker, act_in(value.get("act"), location, what))


def _quote_to_dict(quote: GoldQuote, *, resolved: bool) -> dict[str, Any]:
    value: dict[str, Any] = {role: [list(span) for span in getattr(quote, role)] for role in ROLES}
    if resolved:
        value["speaker"] = quote.speaker
    if quote.act is not None:
        value["act"] = quote.act
    return value


def _article_of_record(value: Mapping[str, Any], location: SourceLocation, texts: _Texts) -> GoldArticle:
    """Return the article of a record. Raises GoldError if it is no record, or its text is not found or has changed."""
    try:
        record = ArticleRecord.from_dict(value)
    except InputError as error:
        raise location.error(str(error)) from None
    given = (one for one in (value.get("text"), record.meta.get("text")) if isinstance(one, str))
    text = next(given, None)
    if text is None:
        text = texts.find(record.source, record.id) if record.source else None
    if text is None:
        raise location.error(
            f"the record {record.id!r} has no text, and its source ({record.source}) has none of that id. Run this "
            "where the articles are, or put each text into its record under the key 'text'."
        )
    if quote := misplaced_quote(record, text):
        raise location.error(
            f"quote {quote.id} of the record {record.id!r} is not at {quote.start}-{quote.end} of its text, which has "
            "changed since. Extract the article again."
        )
    return from_record(record, text)


class _Texts:
    """Look up the texts that records were made of by the records' ``source``.

    The texts of the last source are kept, because records of one file follow each other.

    Args:
        folder: of the records. A source is looked for in the current folder first, then in this one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._source: str | None = None
        self._texts: dict[str, str] = {}

    def find(self, source: str, id: str) -> str | None:
        """Return the text of an article, None if it is not found. The id may have folders before it, from a run over a
        folder ("2021/march/ferry"); in a source with one article, any id is its own."""
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
