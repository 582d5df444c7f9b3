"""The data of an article for the page's script: the record, its paragraphs, and how each speaker is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final, get_args

from quoteminer.errors import OutputError
from quoteminer.output.jsontext import dump
from quoteminer.records import ArticleRecord, Speaker
from quoteminer.report.tally import Share, tally
from quoteminer.text.article import make_article, readable
from quoteminer.types import Paragraph, QuoteType

COLOURS: Final = 8
"""Number of speakers, most words first, with a colour of their own (``--tint-0`` … in report.css)."""
_SMALL: Final = frozenset("a an and for from in of on the to".split())


def article_data(record: ArticleRecord) -> dict[str, Any]:
    """Return an article for the view (``article.js``), in JSON-ready values.

    Returns:
        ``record``: the dict of `ArticleRecord.to_dict`, lone surrogates in its text replaced by U+FFFD. ``heading``:
        the index of the paragraph that is the title, or None. ``paragraphs``: start, end and kind of each.
        ``shares``: for each speaker, most words first, ``id`` (None for unresolved quotes, which come last), ``tag``,
        ``colour`` (0 to COLOURS - 1, or None), ``quotes``, ``words``, ``percent``. ``words``: of all quotes.

    Raises:
        OutputError: the record has no text.
    """
    if record.text is None:
        raise OutputError(f"{record.id}: the record has no text, which the report shows. Extract it with its text.")
    text = readable(record.text)
    paragraphs = make_article(text).paragraphs
    title, heading = _title(record, text, paragraphs)
    tallied, tags = tally(record), speaker_tags(record.speakers)
    rows: list[tuple[int | None, str, Share]] = [(one.id, tags[one.id], share) for one, share in tallied.speakers]
    rows += [(None, "?", tallied.unresolved)] if tallied.unresolved.quotes else []
    return {
        "title": title,
        "heading": heading,
        "paragraphs": [[one.start, one.end, one.kind] for one in paragraphs],
        "words": tallied.words,
        "shares": [
            {"id": id, "tag": tag, "colour": rank if rank < COLOURS and id is not None else None, **asdict(share)}
            for rank, (id, tag, share) in enumerate(rows)
        ],
        "doubtful": [quote.id for quote in record.quotes if quote.doubtful],
        "record": {**record.to_dict(), "text": text},
    }


def summary(article: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the index shows of an article, from `article_data`: small, because the page reads all at once."""
    record = article["record"]
    known = {None: dict.fromkeys(("name", "kind", "role", "affiliation", "key"))}
    for one in record["speakers"]:
        facts = {name: one[name] for name in ("name", "kind", "role", "affiliation")}
        known[one["id"]] = {**facts, "key": one["known"]["key"] if one["known"] else None}
    return {
        "title": article["title"],
        "id": record["id"],
        "source": record["source"],
        "words": article["words"],
        "quotes": len(record["quotes"]),
        "types": {name: sum(quote["type"] == name for quote in record["quotes"]) for name in get_args(QuoteType)},
        "doubtful": len(article["doubtful"]),
        "speakers": [{**share, **known[share["id"]]} for share in article["shares"]],
    }


def embedded(value: Any) -> str:
    """Return JSON text for a ``<script>`` element, without characters that mean something to HTML."""
    return dump(value).replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _title(record: ArticleRecord, text: str, paragraphs: Sequence[Paragraph]) -> tuple[str, int | None]:
    """Return the title in the metadata, else the headline, else the id; and the index of the paragraph that has it."""
    given = (record.meta.get(key) for key in ("title", "headline"))
    title = next((" ".join(one.split()) for one in given if isinstance(one, str) and one.strip()), None)
    for at, paragraph in enumerate(paragraphs):
        words = " ".join(text[paragraph.start : paragraph.end].split())
        if words == title or (title is None and paragraph.kind == "headline"):
            return words, at
    return title or record.id, None


def speaker_tags(speakers: Iterable[Speaker]) -> dict[int, str]:
    """Return a unique tag for each speaker's id: the initials of a person or an organisation ("LD"), the first letters
    of other words ("ex"), with a number if an earlier speaker has the same ("LD2"). Tags help where colours fail."""
    tags: dict[int, str] = {}
    numbers: Counter[str] = Counter()
    taken: set[str] = set()
    for speaker in speakers:
        tag = plain = _initials(speaker)
        while tag in taken:
            numbers[plain] += 1
            tag = f"{plain}{numbers[plain] + 1}"
        tags[speaker.id] = tag
        taken.add(tag)
    return tags


def _initials(speaker: Speaker) -> str:
    words = list(filter(None, ("".join(filter(str.isalnum, word)) for word in speaker.name.split())))
    if speaker.kind == "unnamed" or len(words) < 2:
        letters = words[0][:2] if words else "*"  # without letters or digits
        return letters.lower() if speaker.kind == "unnamed" else letters
    if speaker.kind == "person":
        return words[0][0] + words[-1][0]
    weighty = [word for word in words if word.lower() not in _SMALL] or words
    big = [word for word in weighty if not word[0].islower()]
    return "".join(word[0] for word in (big if len(big) > 1 else weighty)[:3])
