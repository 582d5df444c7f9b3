"""Find the paragraphs of an article. The text itself is never changed; every position points into
it.

A blank line always ends a paragraph. So does a single line break, unless the whole article is
wrapped at a fixed width: then nearly every line is so full that the next word did not fit. A break
inside a paragraph is read as a space (`unwrapped`). Time is linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple

from quoteminer.errors import InputError
from quoteminer.text.encoding import garbled
from quoteminer.text.kinds import paragraph_kinds
from quoteminer.text.language import other_language
from quoteminer.text.markup import markup
from quoteminer.transcripts.captions import CAPTIONS, read_spoken
from quoteminer.transcripts.interviews import read_interview
from quoteminer.transcripts.numbered_lines import without_line_numbers
from quoteminer.transcripts.turns import looks_like_one, read_transcript
from quoteminer.types import Article, Paragraph, Span, Transcript, Warning

_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]|\\Z")
INVISIBLE = (
    " \t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004"
    "\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad"
)
"""All white space and characters without width (joiners, direction and byte order marks, the soft
hyphen)."""

MIN_WRAP, MAX_WRAP = 30, 130  # the widths, in characters, at which texts are wrapped
INSIDE_SHARE = 0.25  # least share of a wrapped text's line breaks that are within a sentence
FULL_SHARE = 0.8  # least share of those before which the next word didn't fit
# in a wrapped text, a line shorter than this share of the width ends its paragraph
SHORT_LINE = 0.7

_BREAKS = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]+")
SURROGATE = re.compile("[\ud800-\udfff]")
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_LEFT_OPEN = re.compile(r"[\w,–—-]$")
_FIRST_WORD = re.compile(r"\S{1,40}")


class _Line(NamedTuple):
    """A visible line without the space around it. ``indent``: the number of characters before it;
    ``after_blank``: it follows a blank line; ``ended``: it ends like a sentence."""

    start: int
    end: int
    indent: int
    after_blank: bool
    ended: bool


def make_article(
    text: str,
    *,
    id: str = "",
    source: str | None = None,
    meta: Mapping[str, Any] | None = None,
    warnings: Iterable[Warning] = (),
    extracted: bool = False,
    transcript: Transcript | None = None,
    pages: tuple[int, ...] = (),
) -> Article:
    """Find the paragraphs of a text and their kinds. They don't overlap, and contain every visible
    character. In a text with the labels of a transcript, find its turns.

    Lone surrogates, which UTF-8 can't hold, are replaced by U+FFFD before any other step; positions
    don't change.

    Args:
        id, source, meta: the article's name, its path, and other data for the record.
        warnings: warnings of the file's reader; warnings about odd characters and another language
            are added.
        transcript: the turns of a transcript if they are known; None: look for them.
        extracted, pages: see `Article`.
    """
    known = tuple(warnings)
    known = (*known, *_odd_characters(text, damaged=any(one.code == "encoding" for one in known)))
    text = text if text.isascii() else SURROGATE.sub("\ufffd", text)
    spans = paragraph_spans(text)
    if transcript is None:
        transcript = read_transcript(text, spans) or read_interview(text, spans)
        if transcript is None and (unread := looks_like_one(text)):
            known = (*known, unread)
    paragraphs = _with_kinds(text, spans, transcript)
    return Article(
        text, paragraphs, id, source, dict(meta or {}), known, extracted, transcript, pages
    )


def find_paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a text with their kinds, as `make_article` finds them."""
    spans = paragraph_spans(text)
    return _with_kinds(text, spans, read_transcript(text, spans) or read_interview(text, spans))


def _with_kinds(
    text: str, spans: Sequence[Span], transcript: Transcript | None
) -> tuple[Paragraph, ...]:
    """Return the paragraphs with their kinds. Each turn of a transcript begins a paragraph of kind
    body."""
    text = _on_one_line(text, spans)
    if transcript is None:
        return tuple(paragraph_kinds(text, spans))
    labels = [turn.label[0] for turn in transcript.turns]
    apart = [piece for span in spans for piece in _split(text, span, labels)]
    return tuple(
        replace(paragraph, kind="body") if transcript.turn_at(paragraph.end - 1) else paragraph
        for paragraph in paragraph_kinds(text, apart)
    )


def _split(text: str, span: Span, offsets: Sequence[int]) -> Iterator[Span]:
    """Split a span at these offsets (ascending), and yield the pieces without white space at their
    ends."""
    inside = offsets[bisect_right(offsets, span[0]) : bisect_left(offsets, span[1])]
    for start, end in pairwise((span[0], *inside, span[1])):
        words = text[start:end]
        yield (
            start + len(words) - len(words.lstrip(INVISIBLE)),
            start + len(words.rstrip(INVISIBLE)),
        )


def readable(text: str) -> str:
    """Replace lone surrogates and NULs by U+FFFD, for libraries that need UTF-8, not for output.
    Offsets are kept."""
    text = text.replace("\0", "\ufffd")
    return text if text.isascii() else SURROGATE.sub("\ufffd", text)


def blanked(text: str, spans: Sequence[Span]) -> str:
    """Replace the spans (in order, disjoint) by spaces. Offsets don't change."""
    parts: list[str] = []
    kept = 0
    for start, end in spans:
        parts += (text[kept:start], " " * (end - start))
        kept = end
    return "".join((*parts, text[kept:]))


def unwrapped(article: Article) -> Article:
    """Return the article as it is read: every line break inside a paragraph is a space. Offsets
    don't change."""
    text = _on_one_line(
        article.text, [(paragraph.start, paragraph.end) for paragraph in article.paragraphs]
    )
    return article if text is article.text else replace(article, text=text)


def _on_one_line(text: str, spans: Sequence[Span]) -> str:
    """Replace the line breaks inside the spans (in order, disjoint) by spaces."""
    parts: list[str] = []
    kept = 0
    for start, end in spans:
        words = text[start:end]
        if (flat := _BREAKS.sub(lambda found: " " * len(found[0]), words)) != words:
            parts += (text[kept:start], flat)
            kept = end
    return "".join((*parts, text[kept:])) if parts else text


def paragraph_spans(text: str) -> list[Span]:
    """Return the span of each paragraph, in text order, without the invisible characters around
    it."""
    lines = list(_lines(text))
    width = _wrap_width(text, lines)
    spans: list[Span] = []
    for previous, line in zip([None, *lines], lines, strict=False):
        if previous and _goes_on(text, previous, line, width):
            spans[-1] = (spans[-1][0], line.end)
        else:
            spans.append((line.start, line.end))
    return spans


def _lines(text: str) -> Iterator[_Line]:
    """Yield the visible lines of the text."""
    begin, after_blank = 0, True
    for line_end in _LINE_END.finditer(text):
        end = line_end.start()
        left = text[begin:end].lstrip(INVISIBLE)
        if left:
            start = end - len(left)
            visible = left.rstrip(INVISIBLE)
            ended = bool(_SENTENCE_END.search(visible[-6:]))
            yield _Line(start, start + len(visible), start - begin, after_blank, ended)
        after_blank = not left
        begin = line_end.end()


def _wrap_width(text: str, lines: Sequence[_Line]) -> int | None:
    """Return the width, in characters, at which the text was wrapped; None if it wasn't. Only
    breaks within a sentence count: those before a lower-case letter."""
    breaks = [(line, after) for line, after in pairwise(lines) if not after.after_blank]
    inside = [(line, after) for line, after in breaks if text[after.start].islower()]
    if not inside or len(inside) < INSIDE_SHARE * len(breaks):
        return None
    lengths = sorted(line.indent + line.end - line.start for line, _ in inside)
    width = lengths[int(0.95 * (len(lengths) - 1))]  # a long address in one line doesn't count
    full = sum(_is_full(text, line, after, width) for line, after in inside)
    return width if MIN_WRAP <= width <= MAX_WRAP and full >= FULL_SHARE * len(inside) else None


def _goes_on(text: str, line: _Line, after: _Line, width: int | None) -> bool:
    """True if two adjacent lines belong to one paragraph."""
    if after.after_blank:
        return False
    if width is None:  # a break in the middle of a sentence is an accident of copying
        return (
            bool(_LEFT_OPEN.search(text[line.end - 1 : line.end])) and text[after.start].islower()
        )
    if after.indent >= line.indent + 2 and line.ended:
        return False
    return (
        _is_full(text, line, after, width)
        or not line.ended
        and line.end - line.start >= SHORT_LINE * width
    )


def _is_full(text: str, line: _Line, after: _Line, width: int) -> bool:
    """True if the first word of the next line did not fit at the end of this one."""
    word = _FIRST_WORD.match(text, after.start, after.end)
    return line.indent + line.end - line.start + 1 + len(word[0] if word else "") > width


def _odd_characters(text: str, *, damaged: bool) -> Iterator[Warning]:
    """Yield one warning each for NULs, lone surrogates, characters lost in decoding, garbled
    characters and kinds of markup, at the first occurrence, and a warning for another language.
    ``damaged``: a warning says already that characters were lost."""
    nul = text.find("\0")
    if nul >= 0:
        yield Warning(
            "nul-characters", f"The text holds {text.count(chr(0))} NUL characters.", nul, nul + 1
        )
    if not text.isascii() and (found := SURROGATE.search(text)):
        yield Warning(
            "lone-surrogates",
            "The text held half characters (lone surrogates), now U+FFFD.",
            *found.span(),
        )
    lost = -1 if damaged else text.find("\ufffd")
    if lost >= 0:
        yield Warning(
            "lost-characters",
            f"The text holds U+FFFD {text.count(chr(0xFFFD))} times, where characters were lost:"
            " decode it with the right encoding.",
            lost,
            lost + 1,
        )
    yield from markup(text)
    yield from filter(None, (garbled(text), other_language(text)))


def article_of(
    text: str, *, warnings: Iterable[Warning] = (), extracted: bool = False, **details: Any
) -> Article:
    """Return the article of a text like `make_article`, which has the same keywords; for captions,
    the article has only the spoken words, for numbered lines the words without the numbers."""
    if CAPTIONS.match(text):
        try:
            text, details["transcript"], unread = read_spoken(text)
        except ValueError as error:
            raise InputError(
                f"The text begins as captions do, but can't be read ({error})."
            ) from None
        warnings, extracted = (*warnings, *unread), True
    elif plain := without_line_numbers(text):
        text, extracted = plain, True
    return make_article(text, warnings=warnings, extracted=extracted, **details)
