"""Find the quotation marks of a paragraph, with the cost of each possible role of the doubtful
ones.

Costs are only added and compared; 1 is "somewhat odd", 4 "a mark too many". They were set by hand
on US, British and translated news, so that the right reading has the lowest cost. marks.txt has the
costs of glyphs and their neighbours.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from quoteminer.names.sections import read_sections
from quoteminer.types import Mark, MarkRole, Paragraph

NEVER = 1e6  # a role that the glyph or its position rules out

# One mark by itself.
STRAY = 4.0  # a mark that neither opens nor closes anything
STRAY_INSIDE = 3.5  # the same inside a quote, where it is harmless
# added if the paragraph begins or ends with the mark: there it nearly always has a role
STRAY_AT_EDGE = 1.5
# added between a comma or stop and the rest of a sentence (`,” he said`): only closing fits
STRAY_IN_SENTENCE = 2.5
# least cost of a mark that faces the other way. Below STRAY: likelier than a mark too many
WRONG_GLYPH = 3.0
# added to closing between a space and a letter: the position of an opening mark
WRONG_WAY_ROUND = 2.0
# subtracted if a space is extra or missing, a common slip: `industry. ”`, `industry,”he said`
SPACE_SLIP = 1.0
OPEN_ELISION = 1.5  # added to opening if the mark may be an elision (’90s, ’em)
LIKELY_ELISION = 0.5  # an apostrophe cheaper than this is likely

# Two marks together.
MIXED_PAIR = 0.7  # curly with straight
MISMATCHED_PAIR = 3.5  # double with single. Below STRAY + UNCLOSED: better a wrong close than none
NEST = 0.2  # a quote inside a quote, double in single or single in double
NEST_OTHER_STYLE = 1.0  # curly double marks inside straight ones: a passage pasted from elsewhere
# the same mark again. Two of them, well closed, are cheaper than two strays; one alone is not
NEST_SAME = 2.5
NEST_DEEP = 1.0  # added from the third level on
MAX_DEPTH = 3
OUTER_SINGLE = 1.0  # a single mark as an outer quote, in an article that prefers double ones

# Quotes that don't close.
# A quote that opens again without a close, as in joined paragraphs. Two re-openings are cheaper
# than a close that is the WRONG_WAY_ROUND and an open.
REOPEN_INSIDE = 2.0
CONTINUE = 0.5  # a paragraph that ends inside a quote, and the next re-opens it
MIXED_RESUME = 1.0  # added where it is re-opened with another glyph
# a quote that continues in the next paragraph without a mark. Below UNCLOSED + STRAY, its
# alternative
CARRY = 5.0
UNCLOSED = 4.5  # a paragraph that ends inside a quote that is never resumed
UNCLOSED_AT_STOP = 3.5  # the same where it ends with a full stop
NESTED_UNCLOSED = 3.5  # an inner quote that ends with its outer one or with the paragraph
NESTED_DROPPED = 0.5  # an inner quote that was open where the next paragraph resumes the outer one


class Glyph(NamedTuple):
    """A kind of mark: its costs as opening and closing mark, whether a space may separate it from
    words, and its closers."""

    double: bool
    as_open: float
    as_close: float
    spaced: bool
    closers: frozenset[str]


class Side(NamedTuple):
    """A class of characters beside a mark, and their costs for each position."""

    name: str
    left_of_open: float
    right_of_open: float
    left_of_close: float
    right_of_close: float


class Prices(NamedTuple):
    """The cost of each role of a mark in its context. ``none`` is 0, for moves with a fixed
    cost."""

    none: float
    open: float
    close: float
    stray: float
    apostrophe: float
    measure: float
    reopen: float


class MarkToken(NamedTuple):
    """A mark with a doubtful role. ``first``: it begins its paragraph."""

    start: int
    end: int
    glyph: str
    prices: Prices
    first: bool


_SECTIONS = read_sections("quoteminer.text", "marks.txt")
GLYPHS = {
    glyph: Glyph(
        family == "double", float(as_open), float(as_close), spaced == "yes", frozenset(closers)
    )
    for glyph, family, as_open, as_close, spaced, *closers in map(str.split, _SECTIONS["glyphs"])
}
_SIDES: dict[str, Side] = {}  # by name and by character
for _name, *_row in map(str.split, _SECTIONS["sides"]):
    _SIDES.update(dict.fromkeys([_name, *_row[4:]], Side(_name, *map(float, _row[:4]))))

# Low marks („…“) and guillemets that point inwards (»…«) turn a glyph's direction for free.
TURNED = frozenset((("„", "“"), ("‚", "‘"), ("»", "«"), ("›", "‹")))
APOSTROPHES = frozenset("'’‘‛`´＇")
MEASURES = frozenset("\"'”’″′") | {"''"}
ONE_CHARACTER = "[" + "".join(glyph for glyph in GLYPHS if len(glyph) == 1) + "]"
# Three single marks in a row are read as one and two at the end of a quote, as two and one at its
# start.
MARK = re.compile(rf"``|'(?=''(?!['\w]))|''|{ONE_CHARACTER}")
_ELISION = re.compile(rf"{_SECTIONS.any_line('elisions')}(?!\w)", re.IGNORECASE)
_ROCK_N_ROLL = re.compile(r"['’‘]n['’](?!\w)", re.IGNORECASE)
_FEET = re.compile(r"\d['’′]\s?\d+(?:\.\d+|½|¼|¾)?$")
_LONGEST = 12  # characters of an elision, or of feet and inches
# most adjacent marks skipped on each side; without a limit, text of only marks would take quadratic
# time
_TOUCHING = 3


@lru_cache(maxsize=4096)
def side_of(char: str) -> Side:
    """Return the class of an adjacent character; the empty string is the paragraph's edge."""
    if char in _SIDES:
        return _SIDES[char]
    if not char:
        return _SIDES["edge"]
    if char.isspace() or char in "\x00\u200b\u2060\ufeff":
        return _SIDES["space"]
    return _SIDES["digit" if char.isdigit() else "letter" if char.isalpha() else "symbol"]


def pair_cost(opener: str, closer: str) -> float:
    """Return the cost of closing ``opener`` with ``closer``, the closing glyph's own direction
    included."""
    if closer in GLYPHS[opener].closers:
        return 0.0 if (opener, closer) in TURNED else GLYPHS[closer].as_close
    if GLYPHS[opener].double == GLYPHS[closer].double:
        return MIXED_PAIR + GLYPHS[closer].as_close
    return MISMATCHED_PAIR  # the closing glyph's direction adds nothing


def nest_cost(outer: str, inner: str) -> float:
    """Return the cost of opening ``inner`` inside ``outer``."""
    if GLYPHS[outer].double != GLYPHS[inner].double:
        return NEST
    return NEST_SAME if outer == inner else NEST_OTHER_STYLE


def find_tokens(text: str, paragraph: Paragraph) -> tuple[list[MarkToken], list[Mark]]:
    """Return the doubtful marks of a paragraph, and the other marks with their roles, both in text
    order."""
    marks = [
        (*mark.span(), mark.group()) for mark in MARK.finditer(text, paragraph.start, paragraph.end)
    ]
    tokens: list[MarkToken] = []
    settled: list[Mark] = []
    for position, (start, end, glyph) in enumerate(marks):
        role = _settle(text, paragraph, start, end) if glyph in APOSTROPHES else None
        if role:
            settled.append(Mark(start, end, role))
            continue
        first = last = position  # of the run of touching marks around this one
        while first > max(position - _TOUCHING, 0) and marks[first - 1][1] == marks[first][0]:
            first -= 1
        while (
            last < min(position + _TOUCHING, len(marks) - 1)
            and marks[last + 1][0] == marks[last][1]
        ):
            last += 1
        left_end, right_start = marks[first][0], marks[last][1]
        left = side_of(text[left_end - 1] if left_end > paragraph.start else "")
        right = side_of(text[right_start] if right_start < paragraph.end else "")
        beyond = left  # the class of the character before a single space
        if left.name == "space" and left_end - 2 >= paragraph.start:
            beyond = side_of(text[left_end - 2])
        goes_on = right.name == "space" and text[right_start + 1 : right_start + 2].islower()
        apostrophe = _apostrophe_price(text, paragraph, start, end, glyph)
        opening = _open_price(left, right, glyph, elided=apostrophe < LIKELY_ELISION)
        prices = Prices(
            none=0.0,
            open=opening,
            close=_close_price(left, right, beyond, glyph),
            stray=_stray_price(left, right, goes_on=goes_on),
            apostrophe=apostrophe,
            measure=_measure_price(text, paragraph, start, glyph),
            reopen=opening + REOPEN_INSIDE if beyond.name == "stop" else NEVER,
        )
        tokens.append(MarkToken(start, end, glyph, prices, left.name == "edge"))
    return tokens, settled


def _settle(text: str, paragraph: Paragraph, start: int, end: int) -> MarkRole | None:
    """Return the role of a mark within a word (don’t, O’Neill, 1990's, rock ’n’ roll) or number
    (5'10), else None."""
    if (
        start > paragraph.start
        and end < paragraph.end
        and text[start - 1].isalnum()
        and text[end].isalnum()
    ):
        return "measure" if text[start - 1].isdigit() and text[end].isdigit() else "apostrophe"
    if any(
        at >= paragraph.start and _ROCK_N_ROLL.match(text, at, paragraph.end)
        for at in (start, start - 2)
    ):
        return "apostrophe"
    return None


def _open_price(left: Side, right: Side, glyph: str, *, elided: bool) -> float:
    price = left.left_of_open + GLYPHS[glyph].as_open
    if not (GLYPHS[glyph].spaced and right.name == "space"):
        price += right.right_of_open
    return price + OPEN_ELISION if elided and left.name != "letter" else price


def _close_price(left: Side, right: Side, beyond: Side, glyph: str) -> float:
    """Return the price of closing, without the cost of the glyph's direction, which `pair_cost`
    adds."""
    price = left.left_of_close + right.right_of_close
    if left.name == "space":
        if right.name == "letter":
            price += WRONG_WAY_ROUND
        elif beyond.name in ("stop", "comma"):
            price -= SPACE_SLIP
        if GLYPHS[glyph].spaced:
            price -= SPACE_SLIP
    elif left.name == "comma" and right.name == "letter":
        price -= SPACE_SLIP
    return max(price, 0.0)


def _stray_price(left: Side, right: Side, *, goes_on: bool) -> float:
    """Return the price of a mark without a role. ``goes_on``: a space and a lower-case letter
    follow it."""
    at_edge = "edge" in (left.name, right.name)
    ends_part = left.name == "comma" and right.name == "space"
    in_sentence = ends_part or (left.name in ("stop", "ellipsis") and goes_on)
    return STRAY + STRAY_AT_EDGE * at_edge + STRAY_IN_SENTENCE * in_sentence


def _apostrophe_price(text: str, paragraph: Paragraph, start: int, end: int, glyph: str) -> float:
    if glyph not in APOSTROPHES:
        return NEVER
    turned = 0.5 if glyph in "‘‛`" else 0.0
    if start > paragraph.start and text[start - 1].isalpha():  # voters’, goin’, ol’
        ending = text[max(start - 2, paragraph.start) : start].lower()
        return turned + (
            0.3
            if ending.endswith(("s", "x", "z"))
            else 0.6
            if ending.endswith(("in", "o"))
            else 2.5
        )
    if _ELISION.match(text, end, min(paragraph.end, end + _LONGEST)):
        return turned + 0.2
    return turned + 3.0 if end < paragraph.end and text[end].isalnum() else 5.0


def _measure_price(text: str, paragraph: Paragraph, start: int, glyph: str) -> float:
    """Return the price of a sign of feet, inches or minutes, which must follow a digit."""
    if glyph not in MEASURES or start == paragraph.start or not text[start - 1].isdigit():
        return NEVER
    if glyph in "″′":
        return 0.1
    return 0.2 if _FEET.search(text[max(start - _LONGEST, paragraph.start) : start]) else 1.2
