"""Correct the speakers of a record by the rows of a table: names, roles, affiliations, and speakers
who are one. The rules for two who are one are those of the page of ``serve`` (corrections.js)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal

from quoteminer.commands.speakers.speaker_table import ArticleRows
from quoteminer.errors import InputError
from quoteminer.output.csv_tables import tidy
from quoteminer.records import ArticleRecord, Quote, Speaker, with_quotes

CORRECTED: Final = "corrected"
"""The flag of a quote whose speaker was merged with another one."""
Fact = Literal["role", "affiliation"]


def corrected_record(
    found: ArticleRecord, current: ArticleRecord, rows: ArticleRows, table: object
) -> ArticleRecord:
    """Return the record with the speakers as the rows describe them.

    Speakers without a row stay as they are. Those to whom a row gives a new name, which another
    speaker has, are merged: names are compared without case. A merged speaker whose row has
    another name again is restored. A role or an affiliation that was changed gets the confidence
    1; one that is as it was found gets its confidence back.

    Args:
        found: the record as extracted.
        current: the record with its corrections so far.
        rows: the rows of the article.
        table: the path of the table, for errors.

    Raises:
        InputError: a row has the id of no speaker, or of one who has no quote any more.
    """
    before = replace(current, speakers=_by_id(current.speakers))
    originals = {speaker.id: speaker for speaker in found.speakers}
    everybody = {**originals, **{speaker.id: speaker for speaker in before.speakers}}
    record, merged = _restored(found, before, rows, table)
    record, now = _merged(record, originals, rows)
    merged = {**now, **{gone: now.get(kept, kept) for gone, kept in merged.items()}}
    speakers = []
    for speaker in record.speakers:
        others = [everybody[gone] for gone, kept in merged.items() if kept == speaker.id]
        original = originals.get(speaker.id)
        speaker = _with_fact(speaker, "role", original, others, rows)
        speakers.append(_with_fact(speaker, "affiliation", original, others, rows))
    return replace(record, speakers=with_quotes(speakers, record.quotes))


def _restored(
    found: ArticleRecord, record: ArticleRecord, rows: ArticleRows, table: object
) -> tuple[ArticleRecord, dict[int, int]]:
    """Restore the merged speakers whose row has another name than the speaker with whom they were
    merged. Return the record, and the ids of the speakers that remain merged, each with the id of
    that speaker."""
    originals = {speaker.id: speaker for speaker in found.speakers}
    speakers = {speaker.id: speaker for speaker in record.speakers}
    quotes, merged = list(record.quotes), dict[int, int]()
    for id, row in sorted(rows.items()):
        if id in speakers:
            continue
        kept, places = _taken_over(found, quotes, id)
        if kept is None:
            missing = "is quoted no more" if id in originals else "does not exist"
            raise InputError(
                f"{table}, line {row.line}: the speaker {id} of {found.id} {missing}. Delete the"
                " row, or write the table anew."
            )
        if _same(row.name, rows[kept].name if kept in rows else speakers[kept].name):
            merged[id] = kept
            continue
        other = speakers[kept]
        speakers[kept] = _without(other, originals[id], originals.get(kept, other))
        speakers[id] = originals[id]
        flags = {quote.id: quote.flags for quote in found.quotes}
        for place in places:
            quote = quotes[place]
            quotes[place] = replace(quote, speaker=id, flags=flags[quote.id])
    for id, group in speakers.items():
        if id in originals and speakers.keys() != {one.id for one in record.speakers}:
            group = replace(group, members=originals[id].members)
            speakers[id] = _with_members(group, merged)
    return replace(record, quotes=tuple(quotes), speakers=_by_id(speakers.values())), merged


def _taken_over(
    found: ArticleRecord, quotes: Sequence[Quote], id: int
) -> tuple[int | None, list[int]]:
    """Return the id of the speaker who has taken over the quotes of another one, and the places of
    these; not of those for which somebody has chosen a speaker. None if there are none."""
    reasons = {quote.id: quote.why for quote in found.quotes if quote.speaker == id}
    moved = [place for place, quote in enumerate(quotes) if reasons.get(quote.id) == quote.why]
    kept = next((quotes[place].speaker for place in moved), None)
    return kept, [place for place in moved if quotes[place].speaker == kept]


def _without(kept: Speaker, gone: Speaker, original: Speaker) -> Speaker:
    """Return a speaker without the names and mentions that came from another one."""
    names = {gone.name, *gone.aliases} - set(original.aliases)
    mentions = set(gone.mentions) - set(original.mentions)
    return replace(
        kept,
        aliases=tuple(name for name in kept.aliases if name not in names),
        mentions=tuple(span for span in kept.mentions if span not in mentions),
        known=original.known,
    )


def _merged(
    record: ArticleRecord, originals: Mapping[int, Speaker], rows: ArticleRows
) -> tuple[ArticleRecord, dict[int, int]]:
    """Return the record with new names, in which a speaker with a new name and the others of that
    name are one; and the ids of those who are no more, each with the id of the speaker who has
    their quotes."""
    renamed = {
        speaker.id
        for speaker in record.speakers
        if speaker.id in rows and rows[speaker.id].name != tidy(speaker.name)
    }
    speakers = [
        _named(speaker, rows[speaker.id].name, originals.get(speaker.id))
        if speaker.id in renamed
        else speaker
        for speaker in record.speakers
    ]
    before = {speaker.id: speaker for speaker in record.speakers}
    namesakes = dict[str, list[Speaker]]()
    for speaker in speakers:
        namesakes.setdefault(tidy(speaker.name).casefold(), []).append(speaker)
    now, persons = dict[int, int](), list[Speaker]()
    for group in namesakes.values():
        if renamed.isdisjoint(speaker.id for speaker in group):
            persons += group
            continue
        # who had the name before
        kept, *gone = sorted(group, key=lambda speaker: (speaker.id in renamed, speaker.id))
        for other in gone:
            kept = _united(kept, before[other.id])
            now[other.id] = kept.id
        persons.append(kept)
    members = [_with_members(person, now) for person in _by_id(persons)]
    quotes = tuple(_moved(quote, now) for quote in record.quotes)
    return replace(record, quotes=quotes, speakers=tuple(members)), now


def _named(speaker: Speaker, name: str, original: Speaker | None) -> Speaker:
    """Return the speaker with another name; with that of the original, it has its aliases, too."""
    aliases = dict.fromkeys(speaker.aliases)
    if original and tidy(original.name) == name:
        name, aliases = original.name, dict.fromkeys((*original.aliases, *aliases))
    return replace(speaker, name=name, aliases=tuple(alias for alias in aliases if alias != name))


def _united(kept: Speaker, gone: Speaker) -> Speaker:
    names = dict.fromkeys((*kept.aliases, gone.name, *gone.aliases))
    linked = kept.known and kept.known.key is not None
    return replace(
        kept,
        aliases=tuple(name for name in names if name != kept.name),
        mentions=tuple(sorted({*kept.mentions, *gone.mentions})),
        known=kept.known if linked else gone.known or kept.known,
    )


def _with_members(speaker: Speaker, now: Mapping[int, int]) -> Speaker:
    members = dict.fromkeys(now.get(member, member) for member in speaker.members)
    return replace(speaker, members=tuple(id for id in members if id != speaker.id))


def _moved(quote: Quote, now: Mapping[int, int]) -> Quote:
    if quote.speaker is None or quote.speaker not in now:
        return quote
    flags = *(flag for flag in quote.flags if flag != CORRECTED), CORRECTED
    return replace(quote, speaker=now[quote.speaker], flags=flags)


def _with_fact(
    speaker: Speaker,
    fact: Fact,
    original: Speaker | None,
    others: Iterable[Speaker],
    rows: ArticleRows,
) -> Speaker:
    """Return the speaker with the fact of its row or, if that is empty, of the ``others`` who were
    merged with it."""
    sources = [speaker, *others]
    cells = (
        getattr(rows[one.id], fact) if one.id in rows else getattr(one, fact) or ""
        for one in sources
    )
    text = next(filter(None, cells), "")
    if tidy(getattr(speaker, fact) or "") == tidy(text):
        return speaker
    for one in (*([original] if original else []), *sources):
        if tidy(getattr(one, fact) or "") == tidy(text):
            return _given(speaker, fact, getattr(one, fact), getattr(one, f"{fact}_confidence"))
    return _given(speaker, fact, text or None, 1.0 if text else None)


def _given(speaker: Speaker, fact: Fact, value: str | None, confidence: float | None) -> Speaker:
    if fact == "role":
        return replace(speaker, role=value, role_confidence=confidence)
    return replace(speaker, affiliation=value, affiliation_confidence=confidence)


def _by_id(speakers: Iterable[Speaker]) -> tuple[Speaker, ...]:
    return tuple(sorted(speakers, key=lambda speaker: speaker.id))


def _same(name: str, other: str) -> bool:
    return tidy(name).casefold() == tidy(other).casefold()
