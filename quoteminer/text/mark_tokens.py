"""The quotation marks of a paragraph: the unambiguous ones, and the doubtful ones with the price of every role."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from quoteminer.text import mark_costs as costs
from quoteminer.text.mark_costs import Side
from quoteminer.types import Mark, MarkRole, Paragraph, Span

Found = tuple[int, int, str]
"""Start, end, glyph."""

_ELISION = re.compile(
    r"(?:\d0s|\d\ds?|tis|twas|twere|twill|em|til|till|cause|cuz|coz|bout|round|n|neath|gainst|nother|scuse|sup)(?!\w)",
    re.IGNORECASE,
)
"""The words after an apostrophe of elision: ’90s, ’tis, ’em."""
_ROCK_N_ROLL = re.compile(r"['’‘]n['’](?!\w)", re.IGNORECASE)
_FEET = re.compile(r"\d['’′]\s?\d+(?:\.\d+|½|¼|¾)?$")
_ELISION_LENGTH = 12
_FEET_LENGTH = 12
_TOUCHING = 3
"""The number of touching marks that are skipped on each side. Text of only marks must stay linear."""
NOISE = 100
"""The number of marks without words between them that is noise: no article quotes fifty letters one by one."""
NOISE_GAP = 4
"""The most characters between two marks of noise, none of them a word."""
_GLYPH = re.compile("[" + "".join(glyph for glyph in costs.GLYPHS if len(glyph) == 1) + "]")
_WORD = re.compile(r"\w\w")


class Prices(NamedTuple):
    """The cost of each role of a mark, by its surroundings. ``none`` is 0, for moves of a fixed cost."""

    none: float
    open: float
    close: float
    stray: float
    apostrophe: float
    measure: float
    reopen: float


class Token(NamedTuple):
    """A mark of doubtful role. ``first``: it begins its paragraph."""

    start: int
    end: int
    glyph: str
    prices: Prices
    first: bool


class _Sides(NamedTuple):
    """The characters on either side of a mark, with touching marks skipped: `“‘I` begins, `.’”` ends.

    ``beyond`` is the one left of a single space, else the same as ``left``.
    """

    left: Side
    right: Side
    beyond: Side
    goes_on: bool
    """A space and a lower-case letter follow: the sentence continues."""


def find_noise(text: str) -> list[Span]:
    """Find the runs of at least `NOISE` quotation marks without words (two letters or digits) between them.

    They enclose nothing, and a request to the server may hold nothing else. Runs may cross paragraphs. Returns the
    span of each run, from its first mark to its last, in text order.
    """
    found: list[Span] = []
    start, end, count = 0, 0, 0
    for mark in _GLYPH.finditer(text):
        at = mark.start()
        if at != end and (at - end > NOISE_GAP or _WORD.search(text, end, at)):
            if count >= NOISE:
                found.append((start, end))
            count = 0
        if not count:
            start = at
        end = at + 1
        count += 1
    return [*found, (start, end)] if count >= NOISE else found


def blanked(text: str, spans: Sequence[Span]) -> str:
    """Return the text with spaces in place of the spans (in order, disjoint), so that offsets hold in both."""
    parts: list[str] = []
    kept = 0
    for start, end in spans:
        parts += (text[kept:start], " " * (end - start))
        kept = end
    return "".join((*parts, text[kept:])) if parts else text


def find_tokens(text: str, paragraph: Paragraph, index: int) -> tuple[list[Token], list[Mark]]:
    """Return the doubtful marks of paragraph ``index``, and the others with their roles; both in text order."""
    found = [(m.start(), m.end(), m.group()) for m in costs.MARK.finditer(text, paragraph.start, paragraph.end)]
    tokens: list[Token] = []
    settled: list[Mark] = []
    for position, (start, end, glyph) in enumerate(found):
        role = _settle(text, paragraph, start, end) if glyph in costs.APOSTROPHES else None
        if role is None:
            tokens.append(_price(text, paragraph, found, position))
        else:
            settled.append(Mark(start, end, role, index))
    return tokens, settled


def _settle(text: str, paragraph: Paragraph, start: int, end: int) -> MarkRole | None:
    """Return the role of a mark inside a word (don’t, O’Neill, 1990's, rock ’n’ roll) or a number (5'10), else None."""
    if start > paragraph.start and end < paragraph.end and text[start - 1].isalnum() and text[end].isalnum():
        return "measure" if text[start - 1].isdigit() and text[end].isdigit() else "apostrophe"
    if any(at >= paragraph.start and _ROCK_N_ROLL.match(text, at, paragraph.end) for at in (start, start - 2)):
        return "apostrophe"
    return None


def _price(text: str, paragraph: Paragraph, found: Sequence[Found], position: int) -> Token:
    start, end, glyph = found[position]
    sides = _sides(text, paragraph, *_touching(found, position))
    apostrophe = _apostrophe_price(text, paragraph, start, end, glyph)
    opening = _open_price(sides, glyph)
    if apostrophe < costs.LIKELY_ELISION and sides.left != "letter":
        opening += costs.OPEN_ELISION
    prices = Prices(
        none=0.0,
        open=opening,
        close=_close_price(sides, glyph),
        stray=_stray_price(sides),
        apostrophe=apostrophe,
        measure=_measure_price(text, paragraph, start, glyph),
        reopen=opening + costs.REOPEN_INSIDE if sides.beyond == "stop" else costs.NEVER,
    )
    return Token(start, end, glyph, prices, sides.left == "edge")


def _touching(found: Sequence[Found], position: int) -> tuple[int, int]:
    """Return the span of the run of touching marks around a mark."""
    start, end, _ = found[position]
    for before in found[max(position - _TOUCHING, 0) : position][::-1]:
        if before[1] != start:
            break
        start = before[0]
    for after in found[position + 1 : position + 1 + _TOUCHING]:
        if after[0] != end:
            break
        end = after[1]
    return start, end


def _sides(text: str, paragraph: Paragraph, start: int, end: int) -> _Sides:
    left = costs.side_of(text[start - 1] if start > paragraph.start else "")
    right = costs.side_of(text[end] if end < paragraph.end else "")
    beyond = left
    if left == "space" and start - 2 >= paragraph.start:
        beyond = costs.side_of(text[start - 2])
    return _Sides(left, right, beyond, right == "space" and text[end + 1 : end + 2].islower())


def _open_price(sides: _Sides, glyph: str) -> float:
    price = costs.OPEN_LEFT[sides.left] + costs.GLYPHS[glyph].as_open
    if costs.GLYPHS[glyph].spaced and sides.right == "space":
        return price
    return price + costs.OPEN_RIGHT[sides.right]


def _close_price(sides: _Sides, glyph: str) -> float:
    """Return the price of closing, without the glyph's direction, which depends on the mark that it closes
    (see ``mark_costs.pair_cost``)."""
    price = costs.CLOSE_LEFT[sides.left] + costs.CLOSE_RIGHT[sides.right]
    if sides.left == "space":
        if sides.right == "letter":
            price += costs.WRONG_WAY_ROUND
        elif sides.beyond in ("stop", "comma"):
            price -= costs.SPACE_SLIP
        if costs.GLYPHS[glyph].spaced:
            price -= costs.SPACE_SLIP
    elif sides.left == "comma" and sides.right == "letter":
        price -= costs.SPACE_SLIP
    return max(price, 0.0)


def _stray_price(sides: _Sides) -> float:
    price = costs.STRAY
    if "edge" in (sides.left, sides.right):
        price += costs.STRAY_AT_EDGE
    ends_part = sides.left == "comma" and sides.right == "space"
    if ends_part or (sides.left in ("stop", "ellipsis") and sides.goes_on):
        price += costs.STRAY_IN_SENTENCE
    return price


def _apostrophe_price(text: str, paragraph: Paragraph, start: int, end: int, glyph: str) -> float:
    if glyph not in costs.APOSTROPHES:
        return costs.NEVER
    turned = 0.5 if glyph in "‘‛`" else 0.0
    if start > paragraph.start and text[start - 1].isalpha():
        return turned + _word_end_price(text[max(start - 2, paragraph.start) : start].lower())
    if _ELISION.match(text, end, min(paragraph.end, end + _ELISION_LENGTH)):
        return turned + 0.2
    if end < paragraph.end and text[end].isalnum():
        return turned + 3.0
    return 5.0


def _word_end_price(ending: str) -> float:
    """Return the price of an apostrophe after a word with this ending (its last two letters): voters’, goin’, ol’."""
    if ending.endswith(("s", "x", "z")):
        return 0.3
    return 0.6 if ending.endswith(("in", "o")) else 2.5


def _measure_price(text: str, paragraph: Paragraph, start: int, glyph: str) -> float:
    """Return the price of a sign of feet, inches or minutes, which must follow a digit."""
    if glyph not in costs.MEASURES or start == paragraph.start or not text[start - 1].isdigit():
        return costs.NEVER
    if glyph in "″′":
        return 0.1
    after_feet = _FEET.search(text[max(start - _FEET_LENGTH, paragraph.start) : start])
    return 0.2 if after_feet else 1.2
