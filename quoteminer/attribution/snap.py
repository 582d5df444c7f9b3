"""Snap spans to whole tokens and whole quoted passages, without space at the ends."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from quoteminer.types import QuotedSpan, Span

# A content that covers this share of a quoted passage is all of it: the network's end is a few words off.
_MOSTLY = 0.5


class Edges:
    """The edges of an article's tokens and quoted passages. ``tokens`` and ``quoted`` are in text order."""

    def __init__(self, text: str, tokens: Sequence[Span], quoted: Sequence[QuotedSpan]) -> None:
        self.text = text
        self._outer = [passage for passage in quoted if passage.depth == 1]
        self._outer_starts = [passage.start for passage in self._outer]
        self._outer_ends = [passage.end for passage in self._outer]
        self._token_starts = [a for a, _ in tokens]
        self._token_ends = [b for _, b in tokens]

    def to_tokens(self, span: Span) -> Span:
        """Return the span grown to whole tokens, but not by their punctuation ("U.S.")."""
        start, end = span
        at = bisect_right(self._token_starts, start) - 1
        if at >= 0 and self._token_ends[at] > start and self.text[self._token_starts[at] : start].isalnum():
            start = self._token_starts[at]
        at = bisect_left(self._token_ends, end)
        inside = at < len(self._token_starts) and self._token_starts[at] < end
        if inside and self.text[end : self._token_ends[at]].isalnum():
            end = self._token_ends[at]
        return self._whole_compound(start, end)

    def _whole_compound(self, start: int, end: int) -> Span:
        """Return the span grown to whole hyphenated compounds ("Ji-won"), which are several tokens."""
        text = self.text
        while 1 < start < len(text) and text[start - 1] == "-" and text[start - 2].isalnum() and text[start].isalnum():
            start -= 2
            while start > 0 and text[start - 1].isalnum():
                start -= 1
        while 0 < end < len(text) - 1 and text[end] == "-" and text[end - 1].isalnum() and text[end + 1].isalnum():
            end += 2
            while end < len(text) and text[end].isalnum():
                end += 1
        if 1 < end < len(text) and text[end - 1] == "-" and text[end - 2].isalnum() and text[end].isalnum():
            return self._whole_compound(start, end - 1)
        return start, end

    def to_marks(self, span: Span, others: Sequence[Span] = ()) -> Span:
        """Return the span grown to the quoted passages that it mostly covers, marks included, but not over ``others``
        (the next speaker of a transcript)."""
        start, end = span
        for passage in self.passages(start, end):
            a, b = passage.start, passage.end
            low = max([a, *(e for s, e in others if a < e <= start)])
            high = min([b, *(s for s, e in others if end <= s < b)])
            if min(high, end) - max(low, start) >= _MOSTLY * (high - low):
                start, end = min(start, low), max(end, high)
        return start, end

    def passages(self, start: int, end: int) -> list[QuotedSpan]:
        """Return the outer quoted passages that overlap the span, in text order."""
        return self._outer[bisect_right(self._outer_ends, start) : bisect_left(self._outer_starts, end)]

    def is_quoted(self, offset: int) -> bool:
        """True if the character at ``offset`` is in a quoted passage, marks included."""
        return bool(self.passages(offset, offset + 1))

    def quoted_share(self, spans: Sequence[Span]) -> float:
        """Return the share, 0..1, of the letters and digits of ``spans`` that are in quoted passages."""
        inside = [
            (max(passage.start, start), min(passage.end, end))
            for start, end in spans
            for passage in self.passages(start, end)
        ]
        letters, all_ = (
            sum(character.isalnum() for start, end in some for character in self.text[start:end])
            for some in (inside, spans)
        )
        return letters / max(all_, 1)


def strip(text: str, span: Span, also: str = "") -> Span:
    """Return the span without space, and without the characters of ``also``, at its ends."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in also):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in also):
        end -= 1
    return start, end
