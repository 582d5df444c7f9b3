"""The quotation marks of a paragraph: the unambiguous ones, and the doubtful ones with the price of every role."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from quoteminer.text import mark_costs as costs
from quoteminer.text.mark_costs import Side
from quoteminer.types import Mark, MarkRole, Paragraph, Span

# The words after an apostrophe of elision: ’90s, ’tis, ’em.
_ELISION = re.compile(
    r"(?:\d0s|\d\ds?|tis|twas|twere|twill|em|til|till|cause|cuz|coz|bout|round|n|neath|gainst|nother|scuse|sup)(?!\w)",
    re.IGNORECASE,
)
_ROCK_N_ROLL = re.compile(r"['’‘]n['’](?!\w)", re.IGNORECASE)
_FEET = re.compile(r"\d['’′]\s?\d+(?:\.\d+|½|¼|¾)?$")
_LONGEST = 12  # characters of an elision, or of feet and inches
_TOUCHING = 3  # touching marks that are skipped on each side; more would make text of only marks quadratic
_GLYPH = re.compile(costs.ONE_CHARACTER)
_WORD = re.compile(r"\w\w")

NOISE = 100  # marks without words between them that are noise: no article quotes fifty letters one by one
NOISE_GAP = 4  # the most characters between two marks of noise, none of them a word


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


def find_tokens(text: str, paragraph: Paragraph) -> tuple[list[Token], list[Mark]]:
    """Return the doubtful marks of a paragraph, and the others with their roles; both in text order."""
    found = [(*mark.span(), mark.group()) for mark in costs.MARK.finditer(text, paragraph.start, paragraph.end)]
    tokens: list[Token] = []
    settled: list[Mark] = []
    for position, (start, end, glyph) in enumerate(found):
        role = _settle(text, paragraph, start, end) if glyph in costs.APOSTROPHES else None
        if role:
            settled.append(Mark(start, end, role))
            continue
        first = last = position  # of the run of touching marks around this one
        while first > max(position - _TOUCHING, 0) and found[first - 1][1] == found[first][0]:
            first -= 1
        while last < min(position + _TOUCHING, len(found) - 1) and found[last + 1][0] == found[last][1]:
            last += 1
        left_end, right_start = found[first][0], found[last][1]
        left = costs.side_of(text[left_end - 1] if left_end > paragraph.start else "")
        right = costs.side_of(text[right_start] if right_start < paragraph.end else "")
        beyond = left  # the class of the character before a single space
        if left.name == "space" and left_end - 2 >= paragraph.start:
            beyond = costs.side_of(text[left_end - 2])
        goes_on = right.name == "space" and text[right_start + 1 : right_start + 2].islower()
        apostrophe = _apostrophe_price(text, paragraph, start, end, glyph)
        opening = _open_price(left, right, glyph, elided=apostrophe < costs.LIKELY_ELISION)
        prices = Prices(
            none=0.0,
            open=opening,
            close=_close_price(left, right, beyond, glyph),
            stray=_stray_price(left, right, goes_on=goes_on),
            apostrophe=apostrophe,
            measure=_measure_price(text, paragraph, start, glyph),
            reopen=opening + costs.REOPEN_INSIDE if beyond.name == "stop" else costs.NEVER,
        )
        tokens.append(Token(start, end, glyph, prices, left.name == "edge"))
    return tokens, settled


def _settle(text: str, paragraph: Paragraph, start: int, end: int) -> MarkRole | None:
    """Return the role of a mark inside a word (don’t, O’Neill, 1990's, rock ’n’ roll) or a number (5'10), else None."""
    if start > paragraph.start and end < paragraph.end and text[start - 1].isalnum() and text[end].isalnum():
        return "measure" if text[start - 1].isdigit() and text[end].isdigit() else "apostrophe"
    if any(at >= paragraph.start and _ROCK_N_ROLL.match(text, at, paragraph.end) for at in (start, start - 2)):
        return "apostrophe"
    return None


def _open_price(left: Side, right: Side, glyph: str, *, elided: bool) -> float:
    price = left.left_of_open + costs.GLYPHS[glyph].as_open
    if not (costs.GLYPHS[glyph].spaced and right.name == "space"):
        price += right.right_of_open
    return price + costs.OPEN_ELISION if elided and left.name != "letter" else price


def _close_price(left: Side, right: Side, beyond: Side, glyph: str) -> float:
    """Return the price of closing, without the glyph's direction, which depends on the mark that it closes
    (see ``mark_costs.pair_cost``)."""
    price = left.left_of_close + right.right_of_close
    if left.name == "space":
        if right.name == "letter":
            price += costs.WRONG_WAY_ROUND
        elif beyond.name in ("stop", "comma"):
            price -= costs.SPACE_SLIP
        if costs.GLYPHS[glyph].spaced:
            price -= costs.SPACE_SLIP
    elif left.name == "comma" and right.name == "letter":
        price -= costs.SPACE_SLIP
    return max(price, 0.0)


def _stray_price(left: Side, right: Side, *, goes_on: bool) -> float:
    """Return the price of a mark without a role. ``goes_on``: a space and a lower-case letter follow it."""
    price = costs.STRAY
    if "edge" in (left.name, right.name):
        price += costs.STRAY_AT_EDGE
    ends_part = left.name == "comma" and right.name == "space"
    if ends_part or (left.name in ("stop", "ellipsis") and goes_on):
        price += costs.STRAY_IN_SENTENCE
    return price


def _apostrophe_price(text: str, paragraph: Paragraph, start: int, end: int, glyph: str) -> float:
    if glyph not in costs.APOSTROPHES:
        return costs.NEVER
    turned = 0.5 if glyph in "‘‛`" else 0.0
    if start > paragraph.start and text[start - 1].isalpha():  # voters’, goin’, ol’
        ending = text[max(start - 2, paragraph.start) : start].lower()
        return turned + (0.3 if ending.endswith(("s", "x", "z")) else 0.6 if ending.endswith(("in", "o")) else 2.5)
    if _ELISION.match(text, end, min(paragraph.end, end + _LONGEST)):
        return turned + 0.2
    return turned + 3.0 if end < paragraph.end and text[end].isalnum() else 5.0


def _measure_price(text: str, paragraph: Paragraph, start: int, glyph: str) -> float:
    """Return the price of a sign of feet, inches or minutes, which must follow a digit."""
    if glyph not in costs.MEASURES or start == paragraph.start or not text[start - 1].isdigit():
        return costs.NEVER
    if glyph in "″′":
        return 0.1
    return 0.2 if _FEET.search(text[max(start - _LONGEST, paragraph.start) : start]) else 1.2
