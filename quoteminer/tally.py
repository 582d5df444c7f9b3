"""Who says how much in an article: what ``quoteminer speakers`` writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from quoteminer.jsontext import dump, dump_indented
from quoteminer.links import known_to_dict
from quoteminer.records import ArticleRecord, Quote, Speaker

DIGITS: Final = 1
"""Decimals of a share."""


@dataclass(frozen=True, slots=True)
class Share:
    """Some of an article's quotes: how many, how many words they have, and how many percent of all quoted words that
    is, 0..100."""

    quotes: int
    words: int
    percent: float


@dataclass(frozen=True, slots=True)
class Tally:
    """The speakers of an article, each with his share, who says most first. ``unresolved``: the quotes of nobody
    known. A word counts once for each quote that it stands in."""

    id: str
    source: str | None
    words: int
    speakers: tuple[tuple[Speaker, Share], ...]
    unresolved: Share

    def to_dict(self) -> dict[str, Any]:
        """The tally as JSON-ready values."""
        return {
            "id": self.id,
            "source": self.source,
            "words": self.words,
            "speakers": [_speaker_to_dict(*one) for one in self.speakers],
            "unresolved": _share_to_dict(self.unresolved),
        }

    def to_json(self, *, indent: int | None = None) -> str:
        """The tally as JSON text without a final newline: on one line, or indented by so many spaces."""
        value = self.to_dict()
        return dump(value) if indent is None else dump_indented(value, indent=indent)


def tally(record: ArticleRecord) -> Tally:
    """Count the quotes and their words for each speaker of a record."""
    words = sum(map(words_in, record.quotes))
    quotes: dict[int | None, list[Quote]] = {}
    for quote in record.quotes:
        quotes.setdefault(quote.speaker, []).append(quote)
    shares = [(one, _share(quotes.get(one.id, ()), words)) for one in record.speakers]
    return Tally(
        id=record.id,
        source=record.source,
        words=words,
        speakers=tuple(sorted(shares, key=lambda pair: (-pair[1].words, pair[0].id))),
        unresolved=_share(quotes.get(None, ()), words),
    )


def _share(quotes: Iterable[Quote], of: int) -> Share:
    counts = [words_in(quote) for quote in quotes]
    return Share(len(counts), sum(counts), round(100 * sum(counts) / of, DIGITS) if of else 0.0)


def words_in(quote: Quote) -> int:
    """The words of a quote: what stands between spaces and has a letter or a digit."""
    return sum(any(map(str.isalnum, word)) for word in quote.text.split())


def _speaker_to_dict(speaker: Speaker, share: Share) -> dict[str, Any]:
    return {
        "id": speaker.id,
        "name": speaker.name,
        "kind": speaker.kind,
        "role": speaker.role,
        "affiliation": speaker.affiliation,
        "aliases": list(speaker.aliases),
        **_share_to_dict(share),
        "known": speaker.known and known_to_dict(speaker.known),
    }


def _share_to_dict(share: Share) -> dict[str, Any]:
    return {"quotes": share.quotes, "words": share.words, "share": share.percent}
