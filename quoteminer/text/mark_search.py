"""The cheapest reading of an article's marks: a dynamic programme (Viterbi) whose state is the stack of open quotes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Literal, NamedTuple

from quoteminer.text import mark_costs as costs
from quoteminer.text.mark_tokens import Prices, Token

Action = Literal[
    "open", "close", "close-outer", "reopen", "resume", "stray", "apostrophe", "measure", "end", "continue", "carry"
]
"""The last three are what a paragraph's end does to open quotes: "end" ends them, "continue" leaves them for the next
paragraph to re-open ("resume"), "carry" lets them run on. "reopen" is within a paragraph, "close-outer" closes two."""

Stack = tuple[str, ...]
"""The opening glyphs of the open quotes, outermost first. PENDING before them: the next mark must resume."""
PENDING = "pending"

MAX_STATES = 12
"""The states kept after each mark. Ordinary text needs three; the bound keeps text of only marks linear."""
MAX_CROWDED, FEW_STATES = 1000, 4
"""After MAX_CROWDED marks with more states than are kept, FEW_STATES are kept: no article has a tenth of that."""
MAX_LEAD = 16.0
"""States that cost this much more than the cheapest are dropped: later marks hardly ever make up for it."""
MAX_STEPS = 20_000
"""The number of doubtful marks after which the path so far is fixed, to bound the memory. Articles have a hundred."""

NONE, OPEN, CLOSE, STRAY, APOSTROPHE, MEASURE, REOPEN = range(len(Prices._fields))
"""Indices into a token's prices."""
_NO_PRICES = Prices(0.0, *[costs.NEVER] * (len(Prices._fields) - 1))


class Move(NamedTuple):
    """A possible step from a state. It costs ``fixed`` plus the token's price number ``priced``."""

    action: Action
    target: Stack
    fixed: float
    priced: int


class Taken(NamedTuple):
    """A move on the cheapest path. ``token`` is None at the end of a paragraph."""

    token: Token | None
    paragraph: int
    before: Stack
    action: Action


def search(
    tokens: Sequence[Sequence[Token]],
    at_stop: Sequence[bool],
    *,
    max_states: int = MAX_STATES,
    max_lead: float = MAX_LEAD,
) -> tuple[list[Taken], float]:
    """Find the cheapest path through the marks of all paragraphs.

    Args:
        tokens: the doubtful marks, paragraph by paragraph.
        at_stop: for each paragraph whether its last words end a sentence.
        max_states: the number of states kept after each mark, at least 1.
        max_lead: states that cost so much more than the cheapest are dropped. Without these bounds the result is the
            true minimum; with the defaults it is for any text that people write.

    Returns:
        The moves in text order, and their total cost.
    """
    outer_single = outer_single_cost(tokens)
    trellis = _Trellis(max_states, max_lead)
    for index, here in enumerate(tokens):
        for token in here:
            trellis.step(token, index, partial(moves, token.glyph, outer_single))
        if trellis.any_open():
            upcoming = tokens[index + 1] if index + 1 < len(tokens) else None
            trellis.step(None, index, partial(paragraph_ends, upcoming, at_stop[index]))
    return trellis.finish()


def outer_single_cost(tokens: Sequence[Sequence[Token]]) -> float:
    """Return the cost of single marks as outer quotes: 0 where they outnumber double ones (the British way)."""
    count = {"single": 0, "double": 0}
    for here in tokens:
        for token in here:
            if token.prices.open == 0:
                count[costs.GLYPHS[token.glyph].family] += 1
    return 0.0 if count["single"] > count["double"] else costs.OUTER_SINGLE


@lru_cache(maxsize=4096)
def moves(glyph: str, outer_single: float, state: Stack) -> tuple[Move, ...]:
    """Return all moves of a mark in a state."""
    if state and state[0] == PENDING:
        mixed = 0.0 if glyph == state[1] else costs.MIXED_RESUME
        dropped = costs.NESTED_DROPPED * (len(state) - 2)
        return (Move("resume", state[1:2], mixed + dropped, OPEN),)
    found = [Move("stray", state, costs.STRAY_INSIDE - costs.STRAY if state else 0.0, STRAY)]
    if glyph in costs.APOSTROPHES:
        found.append(Move("apostrophe", state, 0.0, APOSTROPHE))
    if glyph in costs.MEASURES:
        found.append(Move("measure", state, 0.0, MEASURE))
    return (*found, *_openings(glyph, outer_single, state), *_closings(glyph, state))


def _openings(glyph: str, outer_single: float, state: Stack) -> list[Move]:
    if not state:
        return [Move("open", (glyph,), outer_single if costs.GLYPHS[glyph].family == "single" else 0.0, OPEN)]
    found: list[Move] = []
    if len(state) < costs.MAX_DEPTH:
        deep = costs.NEST_DEEP * (len(state) - 1)
        found.append(Move("open", (*state, glyph), costs.nest_cost(state[-1], glyph) + deep, OPEN))
    if glyph == state[-1]:
        found.append(Move("reopen", state, 0.0, REOPEN))
    return found


def _closings(glyph: str, state: Stack) -> list[Move]:
    found: list[Move] = []
    if state:
        found.append(Move("close", state[:-1], costs.pair_cost(state[-1], glyph), CLOSE))
    if len(state) > 1:
        price = costs.pair_cost(state[-2], glyph) + costs.NESTED_UNCLOSED
        found.append(Move("close-outer", state[:-2], price, CLOSE))
    return found


def paragraph_ends(upcoming: Sequence[Token] | None, at_stop: bool, state: Stack) -> list[Move]:
    """Return all moves of a paragraph's end. ``upcoming``: the marks of the next paragraph, None after the last."""
    if not state:
        return [Move("end", (), 0.0, NONE)]
    unclosed = costs.UNCLOSED_AT_STOP if at_stop else costs.UNCLOSED
    found = [Move("end", (), unclosed + costs.NESTED_UNCLOSED * (len(state) - 1), NONE)]
    if upcoming is None:
        return found
    if upcoming and upcoming[0].first and costs.same_family(upcoming[0].glyph, state[0]):
        found.append(Move("continue", (PENDING, *state), costs.CONTINUE, NONE))
    return [*found, Move("carry", state, costs.CARRY, NONE)]


class _Step(NamedTuple):
    token: Token | None
    paragraph: int
    back: dict[Stack, tuple[Stack, Action]]
    """The predecessor of each state after the step."""


class _Trellis:
    """The states that are kept, and the cheapest path to each."""

    def __init__(self, max_states: int, max_lead: float) -> None:
        self._max_states = max_states
        self._crowded = 0
        self._max_lead = max_lead
        self._states: dict[Stack, float] = {(): 0.0}
        self._steps: list[_Step] = []
        self._path: list[Taken] = []

    def any_open(self) -> bool:
        """True if any state has an open quote."""
        return len(self._states) > 1 or () not in self._states

    def step(self, token: Token | None, paragraph: int, options: Callable[[Stack], Sequence[Move]]) -> None:
        """Make every move in every state; keep the cheapest path to each new state, and prune the states."""
        prices = _NO_PRICES if token is None else token.prices
        best: dict[Stack, float] = {}
        back: dict[Stack, tuple[Stack, Action]] = {}
        for state, cost in self._states.items():
            for action, target, fixed, priced in options(state):
                total = cost + fixed + prices[priced]
                if target not in best or total < best[target]:
                    best[target] = total
                    back[target] = (state, action)
        self._states = self._prune(best)
        self._steps.append(_Step(token, paragraph, back))
        if len(self._steps) >= MAX_STEPS:
            self._settle()

    def _prune(self, best: dict[Stack, float]) -> dict[Stack, float]:
        limit = min(best.values()) + self._max_lead
        kept = {state: cost for state, cost in best.items() if cost <= limit}
        if len(kept) <= self._max_states:
            return kept
        self._crowded += 1
        if self._crowded == MAX_CROWDED:
            self._max_states = min(self._max_states, FEW_STATES)
        return dict(sorted(kept.items(), key=lambda item: (item[1], item[0]))[: self._max_states])

    def _settle(self) -> float:
        """Fix the cheapest path so far and return its cost."""
        state, cost = min(self._states.items(), key=lambda item: (item[1], item[0]))
        self._states = {state: cost}
        taken: list[Taken] = []
        for token, paragraph, back in reversed(self._steps):
            state, action = back[state]
            taken.append(Taken(token, paragraph, state, action))
        self._path.extend(reversed(taken))
        self._steps = []
        return cost

    def finish(self) -> tuple[list[Taken], float]:
        """Return the whole path and its cost."""
        cost = self._settle()
        return self._path, cost
