"""The shares of an article's speakers: what ``quoteminer speakers`` writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from quoteminer.records import ArticleRecord, Quote, Speaker
from quoteminer.records.jsontext import dump


@dataclass(frozen=True, slots=True)
class SpeakerShare:
    """A share of an article's quotes: their number, their words, and the percentage of the quoted
    words that count for a speaker, 0..100; None for quotes that count for nobody."""

    quotes: int
    words: int
    percent: float | None

    def to_dict(self) -> dict[str, Any]:
        return {"quotes": self.quotes, "words": self.words, "share": self.percent}


@dataclass(frozen=True, slots=True)
class Tally:
    """The speakers of an article with their shares, most words first. ``unresolved``: quotes that
    count for no speaker, because the speaker is unknown or improbable, or because they were not
    said (see `Quote.counts`). A word counts once for each quote that contains it. The quotes of a
    group count for each of its members instead."""

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
    counted = sum(quote.words for quote in record.quotes if quote.counts)
    members = {speaker.id: _members(speaker, record.speakers) for speaker in record.speakers}
    quotes: dict[int | None, list[Quote]] = {}
    for quote in record.quotes:
        for speaker_id in members.get(quote.speaker, (None,)) if quote.counts else (None,):
            quotes.setdefault(speaker_id, []).append(quote)
    shares = [(speaker, _share(quotes.get(speaker.id, ()), counted)) for speaker in record.speakers]
    return Tally(
        id=record.id,
        source=record.source,
        words=sum(quote.words for quote in record.quotes),
        speakers=tuple(sorted(shares, key=lambda pair: (-pair[1].words, pair[0].id))),
        unresolved=_share(quotes.get(None, ()), None),
    )


def _members(speaker: Speaker, speakers: Iterable[Speaker]) -> Sequence[int | None]:
    """Return the ids for which the quotes of a speaker count: those of the members of a group."""
    members = getattr(speaker, "members", ())
    return [other.id for other in speakers if other.id in members] or [speaker.id]


def _share(quotes: Iterable[Quote], of: int | None) -> SpeakerShare:
    """Return the share of quotes; ``of``: all words that count, None for no percentage."""
    counts = [quote.words for quote in quotes]
    percent = None if of is None else round(100 * sum(counts) / of, 1) if of else 0.0
    return SpeakerShare(len(counts), sum(counts), percent)
