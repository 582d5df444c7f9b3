"""The costs of reading a quotation mark in each role.

Costs are only added and compared; 1 is "somewhat odd", 4 "a mark too many". They were set by hand on US, British and
translated news, so that the right one of two readings wins. marks.txt has those of glyphs and of their neighbours.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from quoteminer.text.sections import read_sections

NEVER = 1e6  # a role that the glyph or its position rules out

# One mark by itself.
STRAY = 4.0  # a mark that neither opens nor closes anything
STRAY_INSIDE = 3.5  # the same inside a quote, where it is harmless
STRAY_AT_EDGE = 1.5  # added where the paragraph begins or ends with the mark: there it rarely lacks a role
STRAY_IN_SENTENCE = 2.5  # added between a comma or stop and the rest of a sentence (`,” he said`): only closing fits
WRONG_GLYPH = 3.0  # least cost of a mark that faces the other way. Below STRAY: likelier than a mark too many
WRONG_WAY_ROUND = 2.0  # added to closing between a space and a letter: the position of an opening mark
SPACE_SLIP = 1.0  # subtracted where a space is extra or missing, a usual slip: `industry. ”`, `industry,”he said`
OPEN_ELISION = 1.5  # added to opening where the mark may be an elision (’90s, ’em)
LIKELY_ELISION = 0.5  # an apostrophe cheaper than this is likely

# Two marks together.
MIXED_PAIR = 0.7  # curly with straight
MISMATCHED_PAIR = 3.5  # double with single. Below STRAY + UNCLOSED: better a wrong close than none
NEST = 0.2  # a quote inside a quote, double in single or single in double
NEST_OTHER_STYLE = 1.0  # curly double marks inside straight ones: a passage pasted from elsewhere
NEST_SAME = 2.5  # the same mark again. Two of them, well closed, are cheaper than two strays; one alone is not
NEST_DEEP = 1.0  # added from the third level on
MAX_DEPTH = 3
OUTER_SINGLE = 1.0  # a single mark as an outer quote, in an article that prefers double ones

# Quotes that don't close.
# A quote that opens again without a close, as in joined paragraphs. Two re-openings are cheaper than a close that is
# the WRONG_WAY_ROUND and an open.
REOPEN_INSIDE = 2.0
CONTINUE = 0.5  # a paragraph that ends inside a quote, and the next re-opens it
MIXED_RESUME = 1.0  # added where it is re-opened with another glyph
CARRY = 5.0  # a quote that continues in the next paragraph without a mark. Below UNCLOSED + STRAY, its alternative
UNCLOSED = 4.5  # a paragraph that ends inside a quote that is never resumed
UNCLOSED_AT_STOP = 3.5  # the same where it ends with a full stop
NESTED_UNCLOSED = 3.5  # an inner quote that ends with its outer one or with the paragraph
NESTED_DROPPED = 0.5  # an inner quote that was open where the next paragraph resumes the outer one


class Glyph(NamedTuple):
    """A mark: its costs as an opening and a closing one, if a space may separate it from the words, its closers."""

    double: bool
    as_open: float
    as_close: float
    spaced: bool
    closers: frozenset[str]


class Side(NamedTuple):
    """A class of characters beside a mark, and its costs for each position."""

    name: str
    left_of_open: float
    right_of_open: float
    left_of_close: float
    right_of_close: float


_SECTIONS = read_sections("quoteminer.text", "marks.txt")
GLYPHS = {
    glyph: Glyph(family == "double", float(as_open), float(as_close), spaced == "yes", frozenset(closers))
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
# Three single marks in a row are one and two where they end a quote, two and one where they begin it.
MARK = re.compile(rf"``|'(?=''(?!['\w]))|''|{ONE_CHARACTER}")


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
    """Return the cost of closing ``opener`` with ``closer``, the closing glyph's own direction included."""
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
