"""Find the cheapest reading of an article's marks by dynamic programming (Viterbi) over stacks of
open quotes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Literal, NamedTuple

from quoteminer.text import mark_costs as costs
from quoteminer.text.mark_costs import MarkToken, Prices

Action = Literal[
    "open",
    "close",
    "close-outer",
    "reopen",
    "resume",
    "stray",
    "apostrophe",
    "measure",
    "end",
    "continue",
    "carry",
]
""""reopen" is within a paragraph; "close-outer" closes two quotes. At a paragraph's end, "end" ends
all open quotes, "continue" lets the next paragraph re-open them ("resume"), and "carry" continues
them without a mark."""

Stack = tuple[str, ...]
"""The opening glyphs of the open quotes, outermost first; after PENDING, the next mark must resume
them."""
PENDING = "pending"

# states kept after each mark. Ordinary text needs three; the limit keeps the time linear for any
# text
MAX_STATES = 12
MAX_LEAD = 16.0  # states that cost so much more than the cheapest are dropped

# Indices into a token's prices.
NONE, OPEN, CLOSE, STRAY, APOSTROPHE, MEASURE, REOPEN = range(len(Prices._fields))


class Move(NamedTuple):
    """A step to the state ``target``. It costs ``fixed`` plus the token's price at index
    ``priced``."""

    action: Action
    target: Stack
    fixed: float
    priced: int


class Taken(NamedTuple):
    """The last move of a path; ``before`` is the rest. ``token`` is None at a paragraph's end."""

    before: Taken | None
    token: MarkToken | None
    paragraph: int
    action: Action


# the cost of the cheapest path to each state, and its last move
States = Mapping[Stack, tuple[float, Taken | None]]
Options = Callable[[Stack], Sequence[Move]]  # all moves from a state


def search(
    tokens: Sequence[Sequence[MarkToken]], at_stop: Sequence[bool]
) -> tuple[list[Taken], float]:
    """Return the moves of the cheapest reading, in text order, and its cost. ``tokens`` are the
    doubtful marks of each paragraph; ``at_stop`` is True for paragraphs that end with a sentence.
    The limits MAX_STATES and MAX_LEAD don't change the result for ordinary text."""
    outer_single = outer_single_cost(tokens)
    states: States = {(): (0.0, None)}
    for index, here in enumerate(tokens):
        upcoming = tokens[index + 1] if index + 1 < len(tokens) else None
        for token in (*here, None):
            if token:
                options: Options = partial(moves, token.glyph, outer_single)
            elif any(states):  # a quote is open
                options = partial(paragraph_ends, upcoming, at_stop[index])
            else:
                break
            states = _step(states, token, index, options)
            if len(states) > MAX_STATES:
                states = dict(
                    sorted(states.items(), key=lambda item: (item[1][0], item[0]))[:MAX_STATES]
                )
    cost, taken = states[min(states, key=lambda state: (states[state][0], state))]
    path: list[Taken] = []
    while taken:
        path.append(taken)
        taken = taken.before
    return path[::-1], cost


def _step(states: States, token: MarkToken | None, paragraph: int, options: Options) -> States:
    """Try every move from every state, and keep the cheapest path to each new state."""
    # all moves of a paragraph's end have the price NONE
    prices: Sequence[float] = token.prices if token else (0.0,)
    best: dict[Stack, tuple[float, Stack, Action]] = {}
    for state, (cost, _) in states.items():
        for action, target, fixed, priced in options(state):
            total = cost + fixed + prices[priced]
            if target not in best or total < best[target][0]:
                best[target] = total, state, action
    limit = min(total for total, *_ in best.values()) + MAX_LEAD
    return {
        target: (total, Taken(states[state][1], token, paragraph, action))
        for target, (total, state, action) in best.items()
        if total <= limit
    }


def outer_single_cost(tokens: Sequence[Sequence[MarkToken]]) -> float:
    """Return the cost of single marks as outer quotes: 0 if they outnumber double ones (British
    style)."""
    double = [
        costs.GLYPHS[token.glyph].double
        for here in tokens
        for token in here
        if token.prices.open == 0
    ]
    return 0.0 if 2 * sum(double) < len(double) else costs.OUTER_SINGLE


@lru_cache(maxsize=4096)
def moves(glyph: str, outer_single: float, state: Stack) -> tuple[Move, ...]:
    """Return all moves of a mark in a state."""
    if state and state[0] == PENDING:
        mixed = 0.0 if glyph == state[1] else costs.MIXED_RESUME
        dropped = costs.NESTED_DROPPED * (len(state) - 2)
        return (Move("resume", state[1:2], mixed + dropped, OPEN),)
    possible = [Move("stray", state, costs.STRAY_INSIDE - costs.STRAY if state else 0.0, STRAY)]
    if glyph in costs.APOSTROPHES:
        possible.append(Move("apostrophe", state, 0.0, APOSTROPHE))
    if glyph in costs.MEASURES:
        possible.append(Move("measure", state, 0.0, MEASURE))
    if not state:
        return (
            *possible,
            Move("open", (glyph,), 0.0 if costs.GLYPHS[glyph].double else outer_single, OPEN),
        )
    if len(state) < costs.MAX_DEPTH:
        deep = costs.NEST_DEEP * (len(state) - 1)
        possible.append(
            Move("open", (*state, glyph), costs.nest_cost(state[-1], glyph) + deep, OPEN)
        )
    if glyph == state[-1]:
        possible.append(Move("reopen", state, 0.0, REOPEN))
    possible.append(Move("close", state[:-1], costs.pair_cost(state[-1], glyph), CLOSE))
    if len(state) > 1:
        price = costs.pair_cost(state[-2], glyph) + costs.NESTED_UNCLOSED
        possible.append(Move("close-outer", state[:-2], price, CLOSE))
    return tuple(possible)


def paragraph_ends(upcoming: Sequence[MarkToken] | None, at_stop: bool, state: Stack) -> list[Move]:
    """Return all moves of a paragraph's end. ``upcoming``: the marks of the next paragraph, None
    after the last."""
    if not state:
        return [Move("end", (), 0.0, NONE)]
    unclosed = costs.UNCLOSED_AT_STOP if at_stop else costs.UNCLOSED
    possible = [Move("end", (), unclosed + costs.NESTED_UNCLOSED * (len(state) - 1), NONE)]
    if upcoming is None:
        return possible
    if (
        upcoming
        and upcoming[0].first
        and costs.GLYPHS[upcoming[0].glyph].double == costs.GLYPHS[state[0]].double
    ):
        possible.append(Move("continue", (PENDING, *state), costs.CONTINUE, NONE))
    return [*possible, Move("carry", state, costs.CARRY, NONE)]
