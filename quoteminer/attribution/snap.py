"""Snap spans to whole tokens and whole quoted passages, without space at the ends."""

from __future__ import annotations

from collections.abc import Sequence

from quoteminer.text.article_index import ArticleIndex
from quoteminer.types import Span

# A content that covers this share of a quoted passage is extended to all of it.
_MOSTLY = 0.5
_OPENING, _CLOSING = tuple('“«"'), tuple('”»"')


def to_tokens(span: Span, index: ArticleIndex) -> Span:
    """Extend a span to whole tokens ("did|n't"), but not by their punctuation ("U.S."), and not to
    words that follow its closing mark without a space ("“… them.”|Silva said"), or precede its
    opening mark."""
    (start, end), text, tokens = span, index.text, index.tokens
    if text[start : start + 1] not in _OPENING:
        for cut in tokens.touching(start, start):
            start = tokens.starts[cut] if _is_word(text[tokens.starts[cut] : start]) else start
    if text[max(0, end - 1) : end] not in _CLOSING:
        for cut in tokens.touching(end, end):
            end = tokens.ends[cut] if _is_word(text[end : tokens.ends[cut]]) else end
    return _whole_compound(text, start, end)


def _is_word(part: str) -> bool:
    return part.strip("'’").isalnum()


def _whole_compound(text: str, start: int, end: int) -> Span:
    """Extend a span to whole hyphenated compounds ("Ji-won"), which are several tokens."""
    while (
        1 < start < len(text)
        and text[start - 1] == "-"
        and text[start - 2].isalnum()
        and text[start].isalnum()
    ):
        start -= 2
        while start > 0 and text[start - 1].isalnum():
            start -= 1
    while (
        0 < end < len(text) - 1
        and text[end] == "-"
        and text[end - 1].isalnum()
        and text[end + 1].isalnum()
    ):
        end += 2
        while end < len(text) and text[end].isalnum():
            end += 1
    if (
        1 < end < len(text)
        and text[end - 1] == "-"
        and text[end - 2].isalnum()
        and text[end].isalnum()
    ):
        return _whole_compound(text, start, end - 1)
    return start, end


def to_marks(
    span: Span, index: ArticleIndex, others: Sequence[Span] = (), reported: Sequence[Span] = ()
) -> Span:
    """Extend a span to the quoted passages that it mostly covers, including the marks, but not over
    ``others`` (the next speaker of a transcript), nor to a passage that has its own cue or source
    (``reported``) inside.
    """
    start, end = span
    passages = index.passages(start, end, reported)
    end -= any(
        passage.end == end for passage in index.passages(start, end) if passage not in passages
    )
    for passage in passages:
        a, b = passage.start, passage.end
        low = max([a, *(e for s, e in others if a < e <= start)])
        high = min([b, *(s for s, e in others if end <= s < b)])
        if min(high, end) - max(low, start) >= _MOSTLY * (high - low):
            start, end = min(start, low), max(end, high)
    return start, end


def strip(text: str, span: Span, also: str = "") -> Span:
    """Strip space, and the characters of ``also``, from the ends of a span."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in also):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in also):
        end -= 1
    return start, end
