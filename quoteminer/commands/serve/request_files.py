"""Handle files and records in requests: read the articles of a file, check a corrected record,
export a record."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path, PurePosixPath
from typing import Any, Final

from quoteminer.errors import InputError
from quoteminer.inputs import ReadOptions, read_bytes
from quoteminer.output.article_facts import find_title
from quoteminer.output.formats import FORMATS
from quoteminer.output.gold import write_gold
from quoteminer.output.gold.gold_articles import from_record
from quoteminer.output.run.read_records import json_records
from quoteminer.records import PART_SEPARATOR, ArticleRecord, Quote, with_quotes
from quoteminer.records.jsontext import DEEPEST, plain
from quoteminer.types import Span

MOST_ARTICLES: Final = 200  # most articles read from a file; the page is for a few
_MOST_ERRORS: Final = 20
_MORE: Final = f"The file has more than {MOST_ARTICLES} articles."
GOLD: Final = "gold"  # annotations that ``quoteminer evaluate`` reads: corrections become gold
NAMES: Final = (*FORMATS, GOLD)
_FIRST_DATE: Final = (1980, 1, 1, 0, 0, 0)  # of ZIP; the same file each time
_NOT_IN_NAMES: Final = re.compile(r"[^\w.-]+|^\.+")
_ZIP: Final = "application/zip"
MEDIA: Final = (
    *dict.fromkeys(format.media for format in FORMATS.values() if format.suffixes),
    _ZIP,
)
"""The media types of exported files."""


def articles_in(content: bytes, name: str, characters: int) -> dict[str, Any]:
    """Return the articles of a file in the form of `models.FileArticles`, each of at most
    ``characters``. The suffix of ``name`` determines the kind if the content does not; no file of
    that name is opened."""
    articles: list[dict[str, Any]] = []
    errors: list[str] = []
    short = PurePosixPath(name.replace("\\", "/")).name or "article"
    if records := _records_in(content, short):
        for record in records[:MOST_ARTICLES]:
            if record.text is None:
                reason = "has no text. Extract it again with --with-text."
                errors.append(f"{short}: the record {record.id!r} {reason}")
            elif len(record.text) > characters:
                reason = f"has more than {characters:,} characters."
                errors.append(f"{short}: the article {record.id!r} {reason}")
            else:
                whole = record.to_dict(with_text=True)
                articles.append(_article(record.id, record.text, whole["meta"]) | {"record": whole})
        if len(records) > MOST_ARTICLES:
            errors.append(f"{_MORE} Use quoteminer serve with it.")
        return {"articles": articles, "errors": errors[:_MOST_ERRORS]}
    for read in read_bytes(content, short, ReadOptions(max_chars=characters)):
        if isinstance(read, InputError):
            errors.append(str(read))
        elif len(articles) < MOST_ARTICLES:
            articles.append(_article(read.id, read.text, plain(read.meta)))
        else:
            errors.append(f"{_MORE} Use quoteminer corpus for all of them.")
            break
        if len(errors) == _MOST_ERRORS:
            errors.append("There are more errors, which are not listed.")
            break
    return {"articles": articles, "errors": errors}


def _article(id: str, text: str, meta: dict[str, Any]) -> dict[str, Any]:
    title, _ = find_title(text, meta)
    return {"id": id, "title": title or id, "text": text, "meta": meta}


def _records_in(content: bytes, name: str) -> list[ArticleRecord]:
    """Return the records of a JSON file that quoteminer wrote, one more than MOST_ARTICLES at most;
    else none."""
    is_named_json = PurePosixPath(name).suffix.lower() in (".json", ".jsonl", ".ndjson")
    if not is_named_json or not content.lstrip().startswith((b"{", b"[")):
        return []
    try:
        return list(islice(json_records(Path(name), io.BytesIO(content)), MOST_ARTICLES + 1))
    except InputError:
        return []


def checked_record(value: dict[str, Any]) -> ArticleRecord:
    """Return the record of a request, with the quote ids of each speaker. Raises InputError if it
    is invalid."""
    check_json(value)
    record = ArticleRecord.from_dict(value)
    for problem in _problems(record):
        raise InputError(
            f"{problem}. Give the record as it came, with its text; change speakers and types"
            " alone."
        )
    return replace(record, speakers=with_quotes(record.speakers, record.quotes))


def check_json(value: Any) -> None:
    """Raise InputError for values that a record can't have: deep nesting, NaN and infinity, which
    Python accepts."""
    if plain(value) != value:
        raise InputError(
            f"The JSON contains Infinity or NaN, or is nested deeper than {DEEPEST} levels. Give"
            " null for such a number; leave out what is nested so deeply."
        )


def _problems(record: ArticleRecord) -> Iterator[str]:
    text = record.text
    if text is None:
        yield "record: has no text"
        return
    if len({quote.id for quote in record.quotes}) < len(record.quotes):
        yield "quotes: two have the same id"
    for speaker in record.speakers:
        if not speaker.name:
            yield f"speakers: {speaker.id} has no name"
        if not _within(text, speaker.mentions):
            yield f"speakers: the mentions of {speaker.id} do not lie in the text"
    for quote in record.quotes:
        yield from (f"quotes: {quote.id} has {problem}" for problem in _misplaced(quote, text))


def _misplaced(quote: Quote, text: str) -> Iterator[str]:
    if not quote.spans:
        yield "no spans"
    others = [(part.start, part.end) for part in (quote.cue, quote.mention) if part]
    if not _within(text, (*quote.spans, *(quote.cue.spans if quote.cue else ()), *others)):
        yield "parts that do not lie in the text"
    if any(first[1] > second[0] for first, second in pairwise(quote.spans)):
        yield "spans that overlap or are not in text order"
    if (quote.start, quote.end) != (quote.spans[0][0], quote.spans[-1][1]):
        yield "a start or end that differs from its spans"
    if quote.text != PART_SEPARATOR.join(text[start:end] for start, end in quote.spans):
        yield "a text that differs from the article there"


def _within(text: str, spans: tuple[Span, ...]) -> bool:
    return all(0 <= start < end <= len(text) for start, end in spans)


def export(record: ArticleRecord, format: str) -> tuple[str, str, bytes]:
    """Return the file name, media type and content of a record, which must have its text, in a
    format of NAMES; several files become a ZIP file. Raises OutputError, DependencyError."""
    with tempfile.TemporaryDirectory(prefix="quoteminer-") as name:
        folder = Path(name)
        if format == GOLD:
            gold = from_record(
                record, record.text or "", checked="all" if record.checked else "part"
            )
            write_gold([gold], folder / "quotes.gold.jsonl", format="jsonl")
        else:
            suffix = (*FORMATS[format].suffixes, "")[0]
            with FORMATS[format].open(folder / f"quotes{suffix}") as writer:
                writer.write(record)
                writer.close()
        paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    stem = _NOT_IN_NAMES.sub("-", record.id).strip("-")[:60] or "article"
    if len(files) > 1:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for name, content in files.items():
                info = zipfile.ZipInfo(name.removeprefix("quotes/"), _FIRST_DATE)
                archive.writestr(info, content, zipfile.ZIP_DEFLATED)
        return f"{stem}.{format}.zip", _ZIP, stream.getvalue()
    ((name, content),) = files.items()
    media = FORMATS["jsonl" if format == GOLD else format].media
    return stem + name.removeprefix("quotes"), media, content
