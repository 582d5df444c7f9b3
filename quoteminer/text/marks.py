"""Find the role of each quotation mark of an article, and the passages that the marks enclose. The
reading is the cheapest for the whole article: ``mark_costs`` prices the roles of each mark,
``mark_search`` finds the cheapest consistent roles, and this module turns them into marks, passages
and warnings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from quoteminer.text import mark_costs as costs
from quoteminer.text.article import blanked
from quoteminer.text.mark_costs import MarkToken, find_tokens
from quoteminer.text.mark_search import Action, Taken, search
from quoteminer.types import Mark, MarkReading, MarkRole, Paragraph, QuotedSpan, Span, Warning

OUTSIDE, INSIDE, INSIDE_NESTED, AT_OPEN, AT_CLOSE, AT_STRAY = range(6)

# a run of this many marks without words between them is noise: no article quotes fifty letters one
# by one
NOISE = 100
NOISE_GAP = 4  # the most characters between two marks of noise, none of them a word
_GLYPH = re.compile(costs.ONE_CHARACTER)
_WORD = re.compile(r"\w\w")

_STATE_AT: dict[MarkRole, int] = {
    **dict.fromkeys(("open", "reopen", "nested-open"), AT_OPEN),
    **dict.fromkeys(("close", "nested-close"), AT_CLOSE),
    **dict.fromkeys(("measure", "stray"), AT_STRAY),
}


def read_marks(text: str, paragraphs: Sequence[Paragraph]) -> MarkReading:
    """Read every quotation mark of an article; any text, however odd. ``paragraphs``: in text
    order, without overlap, containing every mark of the text.

    The marks and the quoted passages are sorted by start. A passage ends with its paragraph; a
    continued passage has a span in each. Each odd mark gives a warning "unbalanced-marks". Each run
    of noise (see `_find_noise`) gives only one warning, and all its marks are strays. Time is
    linear in the text.
    """
    noise = _find_noise(text)
    quiet = blanked(text, noise)
    found = [find_tokens(quiet, paragraph) for paragraph in paragraphs]
    path, _ = search(
        [tokens for tokens, _ in found], [_ends_with_stop(text, one) for one in paragraphs]
    )
    builder = _Builder(paragraphs)
    for move in path:
        builder.take(move)
    marks = [mark for _, settled in found for mark in settled] + builder.marks
    marks += [
        Mark(*mark.span(), "stray") for span in noise for mark in costs.MARK.finditer(text, *span)
    ]
    message = "A long run of quotation marks without words between them; it was passed over."
    warnings = builder.warnings + [Warning("unbalanced-marks", message, *span) for span in noise]
    return MarkReading(
        tuple(sorted(marks, key=lambda mark: mark.start)),
        tuple(sorted(builder.quoted, key=lambda span: (span.start, span.depth))),
        tuple(sorted(warnings, key=lambda warning: warning.start or 0)),
        tuple(noise),
    )


def _find_noise(text: str) -> list[Span]:
    """Return the span of each run of at least `NOISE` marks without words (two letters or digits)
    between them. Such runs enclose nothing, and a request to the server may consist of one. They
    may cross paragraphs.
    """
    found: list[Span] = []
    start, end, count = 0, 0, 0
    for mark in _GLYPH.finditer(text):
        offset = mark.start()
        if offset != end and (offset - end > NOISE_GAP or _WORD.search(text, end, offset)):
            if count >= NOISE:
                found.append((start, end))
            count = 0
        start = start if count else offset
        end = offset + 1
        count += 1
    return [*found, (start, end)] if count >= NOISE else found


def quote_states(text: str, reading: MarkReading) -> npt.NDArray[np.uint8]:
    """Return the state of each character, OUTSIDE to AT_STRAY; shape (len(text),). Apostrophes have
    the state of their context."""
    states = np.zeros(len(text), dtype=np.uint8)
    for span in reading.quoted:
        states[span.start : span.end] = INSIDE if span.depth == 1 else INSIDE_NESTED
    for mark in reading.marks:
        if mark.role != "apostrophe":
            states[mark.start : mark.end] = _STATE_AT[mark.role]
    return states


def _ends_with_stop(text: str, paragraph: Paragraph) -> bool:
    tail = text[max(paragraph.end - 3, paragraph.start) : paragraph.end].rstrip(")]”’\"' ")
    return tail.endswith((".", "!", "?", "…", "。"))


@dataclass(slots=True)
class _Quote:
    """An open quote: the start of its span in this paragraph, and its opening mark."""

    start: int
    mark: MarkToken
    continued: bool = False
    repaired: bool = False
    warned: bool = False


class _Builder:
    """Turns moves into marks, passages and warnings."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.marks: list[Mark] = []
        self.quoted: list[QuotedSpan] = []
        self.warnings: list[Warning] = []
        self._paragraphs = paragraphs
        self._open_quotes: list[_Quote] = []

    def take(self, move: Taken) -> None:
        """Apply the next move, in text order."""
        if move.token is None:
            self._end_paragraph(move.paragraph, move.action)
        else:
            role = self._role(move.token, move.paragraph, move.action)
            self.marks.append(Mark(move.token.start, move.token.end, role))

    def _role(self, token: MarkToken, paragraph: int, action: Action) -> MarkRole:
        """Apply a move of a mark, and return the mark's role."""
        if action == "open":
            return self._open(token)
        if action == "resume":
            self._open_quotes = [_Quote(token.start, token, continued=True)]
            return "reopen"
        if action == "close-outer":
            self._end_quote(paragraph, token.start, lost=True)
        if action in ("close", "close-outer"):
            return self._close(token, paragraph)
        if action == "reopen":
            self._warn(
                token,
                f"A quote opens again at this mark ({token.glyph}) without having been closed.",
            )
            return "reopen"
        if action == "stray":
            self._warn(
                token, f"Unpaired quotation mark ({token.glyph}); a quote here may be missing."
            )
            return "stray"
        return "measure" if action == "measure" else "apostrophe"

    def _open(self, token: MarkToken) -> MarkRole:
        self._open_quotes.append(_Quote(token.start, token))
        if costs.GLYPHS[token.glyph].as_open >= costs.WRONG_GLYPH:
            self._warn(
                token,
                f"A quote opens at this mark ({token.glyph}), which is shaped like a closing one.",
            )
        return "open" if len(self._open_quotes) == 1 else "nested-open"

    def _close(self, token: MarkToken, paragraph: int) -> MarkRole:
        opener = self._open_quotes[-1].mark.glyph
        if costs.pair_cost(opener, token.glyph) >= costs.WRONG_GLYPH:
            self._warn(
                token,
                f"A quote that opens with {opener} ends at this mark ({token.glyph}), which doesn't"
                " fit.",
            )
        self._end_quote(paragraph, token.end)
        return "nested-close" if self._open_quotes else "close"

    def _warn(self, token: MarkToken, message: str) -> None:
        """Warn of an odd mark, and flag the innermost open quote as repaired."""
        self.warnings.append(Warning("unbalanced-marks", message, token.start, token.end))
        if self._open_quotes:
            self._open_quotes[-1].repaired = True

    def _end_quote(
        self, paragraph: int, end: int, *, unclosed: bool = False, lost: bool = False
    ) -> None:
        """End the innermost quote. ``lost``: its closing mark is missing, so its end is a guess."""
        depth, quote = len(self._open_quotes), self._open_quotes[-1]
        if lost and not quote.warned:
            self._warn(
                quote.mark, f"The quote that opens at this mark ({quote.mark.glyph}) isn't closed."
            )
        self._open_quotes.pop()
        repaired = quote.repaired or lost
        self.quoted.append(
            QuotedSpan(
                quote.start, end, paragraph, depth, quote.continued, unclosed or lost, repaired
            )
        )

    def _end_paragraph(self, paragraph: int, action: Action) -> None:
        open_quotes = list(self._open_quotes)
        while self._open_quotes:
            self._end_quote(
                paragraph, self._paragraphs[paragraph].end, unclosed=True, lost=action != "continue"
            )
        if action == "carry":
            start = self._paragraphs[paragraph + 1].start
            self._open_quotes = [
                _Quote(start, quote.mark, continued=True, repaired=True, warned=True)
                for quote in open_quotes
            ]
