"""Checks that every annotated article passes, whatever file it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from quoteminer.errors import GoldError
from quoteminer.evaluation.gold import ROLES, GoldArticle, GoldQuote
from quoteminer.types import Role, Span


def checked(article: GoldArticle, *, names: Sequence[str] = (), sort: bool = False) -> GoldArticle:
    """Return the article with the parts of each role in text order.

    Args:
        names: stand for the quotes in errors; by default "quote 1" and so on.
        sort: sort the quotes as well. False keeps their order, which counts: a letter of several quotes belongs to the
            last one (counts.py).

    Raises:
        GoldError: the article has no id; a span leaves the text, is empty or overlaps another part of its role; a quote
            has no content or an unknown speaker; two speakers have one id, or one has no name.
    """
    if not article.id.strip():
        raise GoldError("has an empty id. Give each article an id of its own.")
    known: set[int] = set()
    for speaker in article.speakers:
        if speaker.id in known:
            raise GoldError(f"two speakers have the id {speaker.id}. Give each an id of its own.")
        if not speaker.name.strip():
            raise GoldError(f"the speaker {speaker.id} has no name. Give one, or take the speaker out.")
        known.add(speaker.id)
    quotes = []
    for at, quote in enumerate(article.quotes):
        name = names[at] if names else f"quote {at + 1}"
        if quote.speaker is not None and quote.speaker not in known:
            raise GoldError(f"{name} has the speaker {quote.speaker}, who is not listed. Add or correct it.")
        if not quote.content:
            raise GoldError(f"{name} has no content. Mark the words that are reported, or take it out.")
        content, cue, source = (_checked_spans(getattr(quote, role), article.text, f"{name}: {role}") for role in ROLES)
        quotes.append(replace(quote, content=content, cue=cue, source=source))
    return replace(article, quotes=tuple(sorted(quotes, key=text_order) if sort else quotes))


def text_order(quote: GoldQuote) -> tuple[Any, ...]:
    """Return a sort key: where a quote starts, then the longest one first, so that an outer quote precedes those inside
    it; then all else in which two quotes can differ."""
    start, end = quote.content[0][0], quote.content[-1][1]
    rest = quote.content, quote.cue, quote.source, quote.speaker is not None, quote.speaker or 0, quote.act or ""
    return start, -end, rest


def role_of(label: str) -> Role | None:
    """Return the role that a label names, ignoring case; None for another label."""
    return next((role for role in ROLES if role == label.strip().casefold()), None)


def _checked_spans(spans: Iterable[Span], text: str, name: str) -> tuple[Span, ...]:
    parts = tuple(sorted(spans))
    for start, end in parts:
        if start >= end:
            raise GoldError(f"{name} {start}-{end} does not end after it starts. Mark at least one character.")
        if start < 0 or end > len(text):
            raise GoldError(
                f"{name} {start}-{end} leaves the text, which has {len(text)} characters. Check that the text is the "
                "one that was annotated."
            )
    for (start, end), (next_start, next_end) in pairwise(parts):
        if next_start < end:
            raise GoldError(f"{name}: the parts {start}-{end} and {next_start}-{next_end} overlap. Make them one.")
    return parts
