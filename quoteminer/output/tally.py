"""The shares of an article's speakers: what ``quoteminer speakers`` writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from quoteminer.records import ArticleRecord, Quote, Speaker
from quoteminer.records.jsontext import dump


@dataclass(frozen=True, slots=True)
class SpeakerShare:
    """A share of an article's quotes: their number, their words, and the percentage of all quoted
    words, 0..100."""

    quotes: int
    words: int
    percent: float

    def to_dict(self) -> dict[str, Any]:
        return {"quotes": self.quotes, "words": self.words, "share": self.percent}


@dataclass(frozen=True, slots=True)
class Tally:
    """The speakers of an article with their shares, most words first. ``unresolved``: quotes that
    count for no speaker, because the speaker is unknown or improbable, or because they were not
    said (see `Quote.counts`). A word counts once for each quote that contains it."""

    id: str
    source: str | None
    words: int
    speakers: tuple[tuple[Speaker, SpeakerShare], ...]
    unresolved: SpeakerShare

    def to_dict(self) -> dict[str, Any]:
        speakers = []
        for speaker, share in self.speakers:
            fields = speaker.to_dict()
            known, _ = fields.pop("known"), fields.pop("mentions")
            speakers.append({**fields, **share.to_dict(), "known": known})
        shares = {
            "words": self.words,
            "speakers": speakers,
            "unresolved": self.unresolved.to_dict(),
        }
        return {"id": self.id, "source": self.source, **shares}

    def to_json(self, *, indent: int | None = None) -> str:
        return dump(self.to_dict(), indent=indent)


def tally(record: ArticleRecord) -> Tally:
    """Count the quotes and their words for each speaker of a record."""
    words = sum(quote.words for quote in record.quotes)
    quotes: dict[int | None, list[Quote]] = {}
    for quote in record.quotes:
        quotes.setdefault(quote.speaker if quote.counts else None, []).append(quote)
    shares = [(speaker, _share(quotes.get(speaker.id, ()), words)) for speaker in record.speakers]
    return Tally(
        id=record.id,
        source=record.source,
        words=words,
        speakers=tuple(sorted(shares, key=lambda pair: (-pair[1].words, pair[0].id))),
        unresolved=_share(quotes.get(None, ()), words),
    )


def _share(quotes: Iterable[Quote], of: int) -> SpeakerShare:
    counts = [quote.words for quote in quotes]
    return SpeakerShare(len(counts), sum(counts), round(100 * sum(counts) / of, 1) if of else 0.0)
