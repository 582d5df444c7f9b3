"""The shapes of quotation marks, and the cost of each reading of one.

Costs are in arbitrary units where 1 is "somewhat odd" and 4 is "a mark too many"; they are only added and compared.
They were set by hand on US, British and translated news, by which of two readings must win, as noted.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

Family = Literal["double", "single"]
Side = Literal["edge", "space", "letter", "digit", "symbol", "stop", "comma", "opener", "closer", "dash", "ellipsis"]


class Glyph(NamedTuple):
    """The use of a mark.

    ``as_open`` and ``as_close`` are the costs of the glyph in that role, ``closers`` the marks that close it;
    ``spaced``: a space may separate it from the words.
    """

    family: Family
    as_open: float
    as_close: float
    closers: frozenset[str]
    spaced: bool = False


NEVER = 1e6
"""The cost of a role that the glyph or its position rules out."""

# One mark by itself.
STRAY = 4.0
"""A mark that neither opens nor closes anything."""
STRAY_INSIDE = 3.5
"""The same inside a quote, where it is harmless."""
STRAY_AT_EDGE = 1.5
"""Added where the paragraph begins or ends with the mark: there it rarely lacks a role."""
STRAY_IN_SENTENCE = 2.5
"""Added to a mark between a comma or stop and the rest of a sentence (`,” he said`): only a closing mark fits there."""
WRONG_GLYPH = 3.0
"""A directed mark that faces the other way. Below STRAY: a reversed mark is likelier than one too many."""
WRONG_WAY_ROUND = 2.0
"""Added to closing where a space precedes and a letter follows: the position of an opening mark."""
SPACE_SLIP = 1.0
"""Subtracted where a space is extra or missing, a usual slip: `industry. ”`, `industry,”he said`."""
OPEN_ELISION = 1.5
"""Added to opening where the mark may be an elision (’90s, ’em)."""
LIKELY_ELISION = 0.5
"""An apostrophe cheaper than this is likely."""

# Two marks together.
MIXED_PAIR = 0.7
"""Curly with straight."""
MISMATCHED_PAIR = 3.5
"""Double with single. Below STRAY + UNCLOSED: better a wrong close than none."""
NEST = 0.2
"""A quote inside a quote, double in single or single in double."""
NEST_OTHER_STYLE = 1.0
"""Curly double marks inside straight ones: a passage pasted from elsewhere."""
NEST_SAME = 2.5
"""The same mark again. Two of them, well closed, are cheaper than two strays; one alone is not."""
NEST_DEEP = 1.0
"""Added from the third level on."""
MAX_DEPTH = 3
OUTER_SINGLE = 1.0
"""A single mark as an outer quote, in an article that prefers double ones."""

# Quotes that don't close.
REOPEN_INSIDE = 2.0
"""A quote that opens again unclosed, as where paragraphs were joined. Twice that is less than closing with a mark that
is the WRONG_WAY_ROUND: two such marks are two re-openings, not a close and an open."""
CONTINUE = 0.5
"""A paragraph that ends inside a quote, and the next re-opens it."""
MIXED_RESUME = 1.0
"""Added where it is re-opened with another glyph."""
CARRY = 5.0
"""A quote that continues in the next paragraph without a re-opening mark. Below UNCLOSED + STRAY, its alternative."""
UNCLOSED = 4.5
UNCLOSED_AT_STOP = 3.5
"""A paragraph that ends inside a quote that is never resumed; cheaper where it ends with a full stop."""
NESTED_UNCLOSED = 3.5
"""An inner quote that ends with its outer one or with the paragraph."""
NESTED_DROPPED = 0.5
"""An inner quote that was open where the next paragraph resumes the outer one."""

GLYPHS: dict[str, Glyph] = {
    '"': Glyph("double", 0, 0, frozenset('"＂')),
    "＂": Glyph("double", 0, 0, frozenset('"＂')),
    "“": Glyph("double", 0, WRONG_GLYPH, frozenset("”")),
    "”": Glyph("double", WRONG_GLYPH, 0, frozenset("”")),
    "„": Glyph("double", 0, WRONG_GLYPH + 1, frozenset("“”‟")),
    "‟": Glyph("double", 0, WRONG_GLYPH, frozenset("”")),
    "«": Glyph("double", 0, WRONG_GLYPH, frozenset("»"), True),
    "»": Glyph("double", 1, 0, frozenset("«»"), True),
    "‹": Glyph("single", 0, WRONG_GLYPH, frozenset("›"), True),
    "›": Glyph("single", 1, 0, frozenset("‹›"), True),
    "``": Glyph("double", 0, WRONG_GLYPH, frozenset(("''", '"')), True),
    "''": Glyph("double", 0.3, 0, frozenset(("''",)), True),
    "'": Glyph("single", 0, 0, frozenset("'＇")),
    "＇": Glyph("single", 0, 0, frozenset("'＇")),
    "‘": Glyph("single", 0, WRONG_GLYPH, frozenset("’")),
    "’": Glyph("single", WRONG_GLYPH, 0, frozenset("’")),
    "‚": Glyph("single", 0, WRONG_GLYPH + 1, frozenset("‘’‛")),
    "‛": Glyph("single", 0, WRONG_GLYPH, frozenset("’")),
    "`": Glyph("single", 0, WRONG_GLYPH, frozenset("'`")),
    "´": Glyph("single", WRONG_GLYPH, 0, frozenset("´")),
    "「": Glyph("double", 0, WRONG_GLYPH, frozenset("」")),
    "」": Glyph("double", WRONG_GLYPH, 0, frozenset("」")),
    "『": Glyph("single", 0, WRONG_GLYPH, frozenset("』")),
    "』": Glyph("single", WRONG_GLYPH, 0, frozenset("』")),
    "″": Glyph("double", 2, 2, frozenset("″")),
    "′": Glyph("single", 2, 2, frozenset("′")),
}
# Low marks („…“) and guillemets that point inwards (»…«) turn a glyph's direction for free.
TURNED = frozenset((("„", "“"), ("‚", "‘"), ("»", "«"), ("›", "‹")))

# Three single marks in a row are one and two where they end a quote, two and one where they begin it.
MARK = re.compile("``|'(?=''(?!['\\w]))|''|[" + "".join(g for g in GLYPHS if len(g) == 1) + "]")
APOSTROPHES = frozenset("'’‘‛`´＇")
MEASURES = frozenset("\"'”’″′") | {"''"}

OPEN_LEFT: dict[Side, float] = {
    "edge": 0, "space": 0, "opener": 0, "dash": 0.3, "symbol": 1, "ellipsis": 1,
    "comma": 1.5, "stop": 2, "closer": 2.5, "letter": 3, "digit": 3,
}  # fmt: skip
OPEN_RIGHT: dict[Side, float] = {
    "letter": 0, "digit": 0.1, "symbol": 0, "opener": 0, "ellipsis": 0.3, "dash": 0.7,
    "stop": 1.5, "space": 2, "comma": 3, "closer": 3, "edge": 6,
}  # fmt: skip
CLOSE_LEFT: dict[Side, float] = {
    "letter": 0, "digit": 0, "stop": 0, "comma": 0, "closer": 0, "ellipsis": 0, "symbol": 0.2, "dash": 0.3,
    "space": 2, "opener": 3, "edge": 5,
}  # fmt: skip
CLOSE_RIGHT: dict[Side, float] = {
    "edge": 0, "space": 0, "stop": 0, "comma": 0, "closer": 0, "ellipsis": 0.2, "dash": 0.2,
    "opener": 0.5, "symbol": 0.5, "digit": 1.5, "letter": 2.5,
}  # fmt: skip

_SIDES: dict[str, Side] = {
    **dict.fromkeys(".!?。！？", "stop"),
    **dict.fromkeys(",;:、，；：", "comma"),
    **dict.fromkeys("([{¿¡<（［｛", "opener"),
    **dict.fromkeys(")]}>）］｝", "closer"),
    **dict.fromkeys("-‐‑‒–—―−/", "dash"),
    "…": "ellipsis",
}


@lru_cache(maxsize=4096)
def side_of(char: str) -> Side:
    """Return the class of an adjacent character; the empty string is the paragraph's edge."""
    if not char:
        return "edge"
    if char in _SIDES:
        return _SIDES[char]
    if char.isspace() or char in "\x00\u200b\u2060\ufeff":
        return "space"
    if char.isdigit():
        return "digit"
    return "letter" if char.isalpha() else "symbol"


def same_family(one: str, other: str) -> bool:
    """True if both are double marks or both single ones."""
    return GLYPHS[one].family == GLYPHS[other].family


def pair_cost(opener: str, closer: str) -> float:
    """Return the cost of closing ``opener`` with ``closer``, the closing glyph's own direction included."""
    if closer in GLYPHS[opener].closers:
        return 0.0 if (opener, closer) in TURNED else GLYPHS[closer].as_close
    if same_family(opener, closer):
        return MIXED_PAIR + GLYPHS[closer].as_close
    # A wrong mark is wrong once: its direction says nothing more.
    return MISMATCHED_PAIR


def nest_cost(outer: str, inner: str) -> float:
    """Return the cost of opening ``inner`` inside ``outer``."""
    if not same_family(outer, inner):
        return NEST
    return NEST_SAME if outer == inner else NEST_OTHER_STYLE
