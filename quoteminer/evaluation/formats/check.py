"""Checks that every annotated article passes, whatever file it comes from, and of the values that JSON files have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final, cast, get_args

from quoteminer.evaluation.formats.files import SourceLocation
from quoteminer.evaluation.gold import GoldArticle, GoldQuote, GoldSpeaker
from quoteminer.types import Act, Role, Span, SpeakerKind

ACTS: Final = get_args(Act)
KINDS: Final = get_args(SpeakerKind)
ROLES: Final[tuple[Role, ...]] = ("content", "cue", "source")


def checked(article: GoldArticle, location: SourceLocation, *, sort: bool = False) -> GoldArticle:
    """Return the article with the parts of each quote in text order.

    Args:
        sort: sort the quotes as well. False keeps their order, which counts: a letter of several quotes belongs to the
            last one (counts.py).

    Raises:
        GoldError: the article has no id; a span leaves the text, is empty or overlaps another part of its role; a quote
            has no content or an unknown speaker; two speakers have one id, or one has no name.
    """
    if not article.id.strip():
        raise location.error("has an empty id. Give each article an id of its own.")
    known: set[int] = set()
    for speaker in article.speakers:
        if speaker.id in known:
            raise location.error(f"two speakers have the id {speaker.id}. Give each an id of its own.")
        if not speaker.name.strip():
            raise location.error(f"the speaker {speaker.id} has no name. Give one, or take the speaker out.")
        known.add(speaker.id)
    quotes = []
    for number, quote in enumerate(article.quotes, start=1):
        if quote.speaker is not None and quote.speaker not in known:
            reason = f"quote {number} has the speaker {quote.speaker}, who is not listed. Add or correct it."
            raise location.error(reason)
        quotes.append(checked_quote(quote, article.text, location, f"quote {number}"))
    return replace(article, quotes=tuple(sorted(quotes, key=text_order) if sort else quotes))


def checked_quote(quote: GoldQuote, text: str, location: SourceLocation, what: str) -> GoldQuote:
    """Return the quote with the parts of each role in text order; ``what`` names it in an error.

    Raises:
        GoldError: it has no content, or a span is wrong, as for `checked`.
    """
    content, cue, source = (_checked_spans(getattr(quote, role), text, location, f"{what}: {role}") for role in ROLES)
    if not content:
        raise location.error(f"{what} has no content. Mark the words that are reported, or take it out.")
    return replace(quote, content=content, cue=cue, source=source)


def text_order(quote: GoldQuote) -> tuple[Any, ...]:
    """Return a sort key: where a quote starts, then the longest one first, so that an outer quote precedes those inside
    it; then all else that tells two quotes apart."""
    start, end = quote.content[0][0], quote.content[-1][1]
    rest = quote.content, quote.cue, quote.source, quote.speaker is not None, quote.speaker or 0, quote.act or ""
    return start, -end, rest


def role_of(label: str) -> Role | None:
    """Return the role that a label names, ignoring case; None for another label."""
    name = label.strip().casefold()
    return next((role for role in ROLES if role == name), None)


def list_in(value: Mapping[str, Any], key: str, location: SourceLocation) -> list[Any]:
    """Return the list under a key; an empty one if it is missing or null. Raises GoldError for any other value."""
    found = value.get(key)
    if found is None:
        return []
    if not isinstance(found, list):
        raise location.error(f"the {key} are no list. Give a list, which may be empty.")
    return found


def spans_in(value: Any, location: SourceLocation, what: str) -> tuple[Span, ...]:
    """Return the spans of ``[[start, end], …]``; none for null. Raises GoldError for any other value."""
    if value is None:
        return ()
    if not isinstance(value, list) or not all(_is_pair(pair) for pair in value):
        reason = f"{what} is no list of [start, end] pairs of whole numbers. Write it as [[0, 12], [20, 31]]."
        raise location.error(reason)
    return tuple((start, end) for start, end in value)


def act_in(value: Any, location: SourceLocation, what: str) -> Act | None:
    """Return an act; None for null. Raises GoldError for any other value."""
    if value is None or value in ACTS:
        return cast("Act | None", value)
    raise location.error(f"{what} has the act {value!r}. Give {' or '.join(ACTS)}.")


def speakers_in(value: Mapping[str, Any], location: SourceLocation) -> tuple[GoldSpeaker, ...]:
    """Return the speakers of an object. Raises GoldError, as `speaker_in`."""
    listed = enumerate(list_in(value, "speakers", location), start=1)
    return tuple(speaker_in(one, location, f"speaker {number}") for number, one in listed)


def speaker_in(value: Any, location: SourceLocation, what: str) -> GoldSpeaker:
    """Return a speaker. Raises GoldError if a field is missing or has a wrong value."""
    if not isinstance(value, dict) or not is_whole(value.get("id")) or not isinstance(value.get("name"), str):
        raise location.error(f"{what} is no object with a whole number as id and a name.")
    kind, aliases = value.get("kind", "person"), value.get("aliases") or []
    if kind not in KINDS:
        raise location.error(f"{what} is of the kind {kind!r}. Give {', '.join(KINDS)}.")
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise location.error(f"{what} has aliases that are no list of names.")
    return GoldSpeaker(value["id"], value["name"], cast("SpeakerKind", kind), tuple(aliases))


def speaker_to_dict(speaker: GoldSpeaker) -> dict[str, Any]:
    """Return a speaker as JSON-ready values, which `speaker_in` reads."""
    return {"id": speaker.id, "name": speaker.name, "kind": speaker.kind, "aliases": list(speaker.aliases)}


def is_whole(value: Any) -> bool:
    """Return whether a value is a whole number; True and False are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(is_whole, value))


def _checked_spans(spans: Iterable[Span], text: str, location: SourceLocation, what: str) -> tuple[Span, ...]:
    parts = tuple(sorted(spans))
    for start, end in parts:
        if start >= end:
            raise location.error(f"{what} {start}-{end} does not end after it starts. Mark at least one character.")
        if start < 0 or end > len(text):
            raise location.error(
                f"{what} {start}-{end} leaves the text, which has {len(text)} characters. Check that the text is the "
                "one that was annotated."
            )
    for (start, end), (next_start, next_end) in pairwise(parts):
        if next_start < end:
            raise location.error(f"{what}: the parts {start}-{end} and {next_start}-{next_end} overlap. Make them one.")
    return parts
