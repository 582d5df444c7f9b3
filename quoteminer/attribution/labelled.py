"""The turns of a transcript as attributions: their labels say who speaks, and the network is not asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from quoteminer.text.article_index import ArticleIndex
from quoteminer.types import Attribution, Span, Transcript, Turn

_SIGNS = (":", "—", "–", "--")  # that a label ends with
_WHOLE = 0.8  # share of a turn that another quote in it may cover


def with_turns(index: ArticleIndex, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Return the turns of a transcript and, of the attributions, those outside turns and those that a turn tells, which
    are nested in it. All attributions of an article that is no transcript are returned as they are."""
    transcript = index.article.transcript
    if transcript is None or not transcript.turns:
        return tuple(attributions)
    turns = [_attribution(turn, index) for turn in transcript.turns]
    others = (_beside(attribution, transcript, index.text) for attribution in attributions)
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


def _beside(attribution: Attribution, transcript: Transcript, text: str) -> Attribution | None:
    """Return an attribution that is no turn: outside all of them, or told within one; None for any other."""
    spans = [*attribution.content, *attribution.cue, *([attribution.source] if attribution.source else [])]
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    turn = transcript.turn_at(attribution.content[0][0])
    if turn is None:
        return None if any(_touches(turn, first, last) for turn in transcript.turns) else attribution
    if first < turn.start or last > turn.end or not attribution.cue or _is_all(attribution, turn):
        return None
    flags = attribution.flags if "nested" in attribution.flags else (*attribution.flags, "nested")
    return replace(attribution, flags=flags)


def _touches(turn: Turn, start: int, end: int) -> bool:
    return turn.label[0] < end and start < turn.end


def _is_all(attribution: Attribution, turn: Turn) -> bool:
    return _length(attribution.content) >= _WHOLE * _length(turn.spans)


def _length(spans: Sequence[Span]) -> int:
    return sum(end - start for start, end in spans)
