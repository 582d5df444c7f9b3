"""The shares of an article's speakers, and of people by their pronouns: what
``quoteminer speakers`` writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from quoteminer.records import ArticleRecord, Quote, Speaker
from quoteminer.records.jsontext import dump
from quoteminer.types import Pronouns

PRONOUNS: tuple[Pronouns | None, ...] = ("she", "he", "they", None)


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
class PronounShare:
    """The people with these pronouns (None: unknown): their number, how many of these pronouns are
    guessed from the given name, their quoted words, and the percentages of all people and of all
    people's words, 0..100."""

    pronouns: Pronouns | None
    people: int
    guessed: int
    words: int
    percent_of_people: float
    percent_of_words: float


class PronounCounts:
    """Counts people and their quoted words by pronouns."""

    def __init__(self) -> None:
        self._people, self._words = Counter[Pronouns | None](), Counter[Pronouns | None]()
        self._guessed = Counter[Pronouns | None]()

    def add(self, pronouns: Pronouns | None, words: int, *, guessed: bool = False) -> None:
        self._people[pronouns] += 1
        self._words[pronouns] += words
        self._guessed[pronouns] += guessed

    def add_people(self, tallied: Tally) -> None:
        """Add the people (speakers of the kind "person") with a quote that counts."""
        for speaker, share in tallied.speakers:
            if speaker.kind == "person" and share.quotes:
                self.add(speaker.pronouns, share.words, guessed=speaker.pronouns_guessed)

    def shares(self) -> tuple[PronounShare, ...]:
        """Return the shares of "she", "he", "they" and None, without those that nobody has."""
        people, words = self._people.total(), self._words.total()
        return tuple(
            PronounShare(
                pronouns,
                self._people[pronouns],
                self._guessed[pronouns],
                self._words[pronouns],
                _percent(self._people[pronouns], people),
                _percent(self._words[pronouns], words),
            )
            for pronouns in PRONOUNS
            if self._people[pronouns]
        )


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

    def by_pronouns(self) -> tuple[PronounShare, ...]:
        counts = PronounCounts()
        counts.add_people(self)
        return counts.shares()

    def to_dict(self) -> dict[str, Any]:
        speakers = []
        for speaker, share in self.speakers:
            fields = speaker.to_dict()
            known = fields.pop("known")
            del fields["mentions"], fields["pronoun_mentions"]
            speakers.append({**fields, **share.to_dict(), "known": known})
        shares = {
            "words": self.words,
            "speakers": speakers,
            "unresolved": self.unresolved.to_dict(),
            "by_pronouns": [asdict(share) for share in self.by_pronouns()],
        }
        return {"id": self.id, "source": self.source, **shares}

    def to_json(self, *, indent: int | None = None) -> str:
        return dump(self.to_dict(), indent=indent)


def tally(record: ArticleRecord) -> Tally:
    """Count the quotes and their words for each speaker of a record."""
    counted = sum(quote.words for quote in record.quotes if quote.counts)
    members: dict[int | None, Sequence[int | None]] = {
        speaker.id: _members(speaker, record.speakers) for speaker in record.speakers
    }
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
    return [other.id for other in speakers if other.id in speaker.members] or [speaker.id]


def _share(quotes: Iterable[Quote], of: int | None) -> SpeakerShare:
    """Return the share of quotes; ``of``: all words that count, None for no percentage."""
    counts = [quote.words for quote in quotes]
    percent = None if of is None else _percent(sum(counts), of)
    return SpeakerShare(len(counts), sum(counts), percent)


def _percent(part: int, of: int) -> float:
    return round(100 * part / of, 1) if of else 0.0
