"""What the page's script is given of an article: the record, its paragraphs, and how each speaker is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, get_args

from quoteminer.errors import OutputError
from quoteminer.output.jsontext import dump
from quoteminer.records import ArticleRecord
from quoteminer.report.tags import speaker_tags
from quoteminer.report.tally import Share, Tally, tally
from quoteminer.text.article import make_article, readable
from quoteminer.types import Paragraph, QuoteType

COLOURS: Final = 8
"""So many speakers, those who say most, have a colour of their own (``--tint-0`` … in report.css); the others share
grey."""
UNKNOWN_TAG: Final = "?"
"""Of quotes whose speaker is not known."""
_TITLE_KEYS: Final = ("title", "headline")


def article_data(record: ArticleRecord) -> dict[str, Any]:
    """An article as the view (``article.js``) takes it, of JSON-ready values.

    Returns:
        ``record``: as `ArticleRecord.to_dict` gives it, lone surrogates in its text replaced by U+FFFD (positions
        hold). ``title``: what to call the article. ``heading``: the index of the paragraph that this is, or None where
        it comes from elsewhere. ``paragraphs``: start, end and kind of each. ``shares``: for each speaker, who says
        most first, ``id`` (None for the unresolved quotes, which come last), ``tag``, ``colour`` (0 to COLOURS - 1, or
        None), ``quotes``, ``words``, ``percent``. ``words``: all that are quoted. ``doubtful``: the ids of the
        quotes that are (`Quote.doubtful`).

    Raises:
        OutputError: the record has no text.
    """
    text = _text_of(record)
    paragraphs = make_article(text).paragraphs
    title, heading = _title(record, text, paragraphs)
    tallied = tally(record)
    return {
        "title": title,
        "heading": heading,
        "paragraphs": [[one.start, one.end, one.kind] for one in paragraphs],
        "words": tallied.words,
        "shares": _shares(record, tallied),
        "doubtful": [quote.id for quote in record.quotes if quote.doubtful],
        "record": {**record.to_dict(), "text": text},
    }


def summary(article: Mapping[str, Any]) -> dict[str, Any]:
    """What the index needs to know of an article, made of `article_data`: small, since it is read for all at once."""
    record = article["record"]
    speakers = {one["id"]: one for one in record["speakers"]}
    return {
        "title": article["title"],
        "id": record["id"],
        "source": record["source"],
        "words": article["words"],
        "quotes": len(record["quotes"]),
        "types": {name: sum(quote["type"] == name for quote in record["quotes"]) for name in get_args(QuoteType)},
        "doubtful": len(article["doubtful"]),
        "speakers": [{**share, **_known_of(speakers.get(share["id"]))} for share in article["shares"]],
    }


def embedded(value: Any) -> str:
    """JSON text that may stand in a ``<script>`` element: no character of it means anything to HTML."""
    return dump(value).replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _text_of(record: ArticleRecord) -> str:
    if record.text is None:
        raise OutputError(f"{record.id}: the record has no text, which the report shows. Extract it with its text.")
    return readable(record.text)


def _title(record: ArticleRecord, text: str, paragraphs: Sequence[Paragraph]) -> tuple[str, int | None]:
    """The title that the article came with, else its headline, else its id; and which paragraph says so."""
    given = (record.meta.get(key) for key in _TITLE_KEYS)
    title = next((" ".join(one.split()) for one in given if isinstance(one, str) and one.strip()), None)
    for at, paragraph in enumerate(paragraphs):
        words = " ".join(text[paragraph.start : paragraph.end].split())
        if words == title or (title is None and paragraph.kind == "headline"):
            return words, at
    return title or record.id, None


def _shares(record: ArticleRecord, tallied: Tally) -> list[dict[str, Any]]:
    tags = speaker_tags(record.speakers)
    rows = [
        _share(speaker.id, tags[speaker.id], rank if rank < COLOURS else None, share)
        for rank, (speaker, share) in enumerate(tallied.speakers)
    ]
    unresolved = tallied.unresolved
    return [*rows, _share(None, UNKNOWN_TAG, None, unresolved)] if unresolved.quotes else rows


def _share(id: int | None, tag: str, colour: int | None, share: Share) -> dict[str, Any]:
    counts = {"quotes": share.quotes, "words": share.words, "percent": share.percent}
    return {"id": id, "tag": tag, "colour": colour, **counts}


def _known_of(speaker: Mapping[str, Any] | None) -> dict[str, Any]:
    """Who a speaker is, also beyond this article."""
    if speaker is None:
        return {"name": None, "kind": None, "role": None, "affiliation": None, "key": None}
    key = speaker["known"]["key"] if speaker["known"] else None
    return {**{name: speaker[name] for name in ("name", "kind", "role", "affiliation")}, "key": key}
