"""What holds for every article, whatever file it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final, cast, get_args

from quoteminer.evaluation.formats.place import Place
from quoteminer.evaluation.gold import GoldArticle, GoldQuote, GoldSpeaker
from quoteminer.types import Act, Span, SpeakerKind

ACTS: Final = get_args(Act)
KINDS: Final = get_args(SpeakerKind)


def checked(article: GoldArticle, place: Place) -> GoldArticle:
    """The article with the parts of each quote in text order. The quotes stay in theirs, since a letter of several
    quotes belongs to the last one (counts.py).

    Raises:
        GoldError: a span leaves the text, ends before it begins or covers another part of the same role; a quote has no
            content, an act that is none or a speaker who is not there; two speakers have one id, one has no name.
    """
    if not article.id.strip():
        raise place.error("has an empty id. Give each article an id of its own.")
    _check_speakers(article.speakers, place)
    known = {speaker.id for speaker in article.speakers}
    quotes = []
    for number, quote in enumerate(article.quotes, start=1):
        if quote.speaker is not None and quote.speaker not in known:
            raise place.error(f"quote {number} has the speaker {quote.speaker}, who is not listed. Add or correct it.")
        quotes.append(checked_quote(quote, article.text, place, f"quote {number}"))
    return replace(article, quotes=tuple(quotes))


def checked_in_order(article: GoldArticle, place: Place) -> GoldArticle:
    """The article as `checked` has it, and its quotes in text order: for formats in which theirs says nothing. Raises
    as `checked`."""
    right = checked(article, place)
    return replace(right, quotes=tuple(sorted(right.quotes, key=text_order)))


def checked_quote(quote: GoldQuote, text: str, place: Place, what: str) -> GoldQuote:
    """The quote with the parts of each role in text order; ``what`` is what it is called in an error.

    Raises:
        GoldError: it has no content, or a span is not right, as `checked` says.
    """
    content = _checked_spans(quote.content, text, place, f"{what}: content")
    if not content:
        raise place.error(f"{what} has no content. Mark the words that are reported, or take it out.")
    cue = _checked_spans(quote.cue, text, place, f"{what}: cue")
    source = _checked_spans(quote.source, text, place, f"{what}: source")
    return replace(quote, content=content, cue=cue, source=source)


def text_order(quote: GoldQuote) -> tuple[Any, ...]:
    """What quotes are sorted by: where they begin, the longest one first, so that a quote stands behind the one that it
    is nested in; then all that tells two quotes apart."""
    start, end = quote.content[0][0], quote.content[-1][1]
    rest = quote.content, quote.cue, quote.source, quote.speaker is not None, quote.speaker or 0, quote.act or ""
    return start, -end, rest


def list_in(value: Mapping[str, Any], key: str, place: Place) -> list[Any]:
    """The list under a key of an object from JSON; an empty one for null or none. Raises GoldError where it is
    something else."""
    found = value.get(key)
    if found is None:
        return []
    if not isinstance(found, list):
        raise place.error(f"the {key} are no list. Give a list, which may be empty.")
    return found


def speakers_in(value: Mapping[str, Any], place: Place) -> tuple[GoldSpeaker, ...]:
    """The speakers of an object from JSON. Raises GoldError where one is not right."""
    listed = enumerate(list_in(value, "speakers", place), start=1)
    return tuple(speaker_in(one, place, f"speaker {number}") for number, one in listed)


def spans_in(value: Any, place: Place, what: str) -> tuple[Span, ...]:
    """The spans of ``[[start, end], …]`` from JSON; none for null. Raises GoldError where it is something else."""
    if value is None:
        return ()
    if not isinstance(value, list) or not all(_is_pair(pair) for pair in value):
        raise place.error(f"{what} is no list of [start, end] pairs of whole numbers. Write it as [[0, 12], [20, 31]].")
    return tuple((start, end) for start, end in value)


def act_in(value: Any, place: Place, what: str) -> Act | None:
    """An act from a file, None for null. Raises GoldError where it is none."""
    if value is None or value in ACTS:
        return cast("Act | None", value)
    raise place.error(f"{what} has the act {value!r}. Give {' or '.join(ACTS)}.")


def speaker_in(value: Any, place: Place, what: str) -> GoldSpeaker:
    """A speaker from JSON. Raises GoldError where a field is missing or is something else than it must be."""
    if not isinstance(value, dict) or not _is_whole(value.get("id")) or not isinstance(value.get("name"), str):
        raise place.error(f"{what} is no object with a whole number as id and a name.")
    kind, aliases = value.get("kind", "person"), value.get("aliases") or []
    if kind not in KINDS:
        raise place.error(f"{what} is of the kind {kind!r}. Give {', '.join(KINDS)}.")
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise place.error(f"{what} has aliases that are no list of names.")
    return GoldSpeaker(value["id"], value["name"], cast("SpeakerKind", kind), tuple(aliases))


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_whole, value))


def _check_speakers(speakers: Iterable[GoldSpeaker], place: Place) -> None:
    seen: set[int] = set()
    for speaker in speakers:
        if speaker.id in seen:
            raise place.error(f"two speakers have the id {speaker.id}. Give each an id of its own.")
        if not speaker.name.strip():
            raise place.error(f"the speaker {speaker.id} has no name. Give one, or take the speaker out.")
        seen.add(speaker.id)


def _checked_spans(spans: Iterable[Span], text: str, place: Place, what: str) -> tuple[Span, ...]:
    parts = tuple(sorted(spans))
    for start, end in parts:
        if start >= end:
            raise place.error(f"{what} {start}-{end} does not end after it starts. Mark at least one character.")
        if start < 0 or end > len(text):
            raise place.error(
                f"{what} {start}-{end} leaves the text, which has {len(text)} characters. Check that the text is the "
                "one that was annotated."
            )
    for (start, end), (next_start, next_end) in pairwise(parts):
        if next_start < end:
            raise place.error(f"{what}: the parts {start}-{end} and {next_start}-{next_end} overlap. Make them one.")
    return parts
