"""Turn the turns of a transcript into attributions: the speaker comes from the label, not from the
network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from quoteminer.text.article_index import ArticleIndex
from quoteminer.types import Attribution, Transcript, Turn
from quoteminer.types.span_index import SpanIndex

_SIGNS = (":", "—", "–", "--")  # that a label ends with


def with_turns(index: ArticleIndex, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Return the turns of a transcript as attributions, the attributions outside turns, and those
    reported inside a turn, as nested ones. If the article is not a transcript, return the
    attributions unchanged."""
    transcript = index.article.transcript
    if transcript is None or not transcript.turns:
        return tuple(attributions)
    turns = [_attribution(turn, index) for turn in transcript.turns]
    places = SpanIndex((turn.label[0], turn.end) for turn in transcript.turns)
    others = (_beside(attribution, transcript, places) for attribution in attributions)
    return tuple(sorted(chain(turns, filter(None, others)), key=lambda one: one.content[0][0]))


def _attribution(turn: Turn, index: ArticleIndex) -> Attribution:
    label_end = turn.name[1] if turn.name else turn.label[0]
    signs = ((index.text.find(sign, label_end, turn.label[1]), len(sign)) for sign in _SIGNS)
    cue = next(((at, at + length) for at, length in signs if at >= 0), None)
    return Attribution(
        content=turn.spans,
        cue=(cue,) if cue and turn.name else (),
        source=turn.name,
        type="direct",
        act="speech",
        paragraph=index.paragraph(turn.start),
        turn=turn,
    )


def _beside(
    attribution: Attribution, transcript: Transcript, places: SpanIndex
) -> Attribution | None:
    """Return an attribution if it is outside all turns, or reported inside a turn (then nested);
    else None. ``places``: the spans of turns with their labels."""
    starts, ends = zip(*attribution.spans, strict=True)
    first, last = min(starts), max(ends)
    turn = transcript.turn_at(attribution.content[0][0])
    if turn is None:
        return None if places.touching(first, last) else attribution
    if first < turn.start or last > turn.end or not attribution.cue:
        return None
    return nested(attribution)


def nested(attribution: Attribution) -> Attribution:
    """Return an attribution with the flag "nested"."""
    flags = attribution.flags if "nested" in attribution.flags else (*attribution.flags, "nested")
    return replace(attribution, flags=flags)
