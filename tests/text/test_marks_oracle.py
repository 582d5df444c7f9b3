"""No reading of the marks is cheaper than the one that is found: every consistent reading is priced, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked_text import paragraphs_of, plain

from quoteminer.text import mark_costs as costs
from quoteminer.text import mark_search
from quoteminer.text.mark_costs import Token, find_tokens
from quoteminer.text.mark_search import outer_single_cost, search


def brute_force(tokens: Sequence[Sequence[Token]], at_stop: Sequence[bool]) -> float:
    """The price of the cheapest reading, found by pricing all of them."""
    outer_single = outer_single_cost(tokens)
    events: list[Token | int] = []
    for index, here in enumerate(tokens):
        events += [*here, index]

    def prices(at: int, stack: tuple[str, ...], resume: bool) -> Iterator[float]:
        """The price of every way to read the events from number ``at`` on."""
        if at == len(events):
            yield 0.0
            return
        event = events[at]
        if isinstance(event, int):
            following = tokens[event + 1] if event + 1 < len(tokens) else None
            options = ways_to_end(following, at_stop[event], stack)
        elif resume:
            options = [(resume_price(event, stack), stack[:1], False)]
        else:
            options = [(price, after, False) for price, after in ways_to_read(event, stack, outer_single)]
        for price, after, pending in options:
            for rest in prices(at + 1, after, pending):
                yield price + rest

    return min(prices(0, (), False))


def resume_price(token: Token, stack: tuple[str, ...]) -> float:
    mixed = costs.MIXED_RESUME if token.glyph != stack[0] else 0.0
    return token.prices.open + mixed + costs.NESTED_DROPPED * (len(stack) - 1)


def ways_to_end(
    following: Sequence[Token] | None, at_stop: bool, stack: tuple[str, ...]
) -> list[tuple[float, tuple[str, ...], bool]]:
    if not stack:
        return [(0.0, (), False)]
    ends = (costs.UNCLOSED_AT_STOP if at_stop else costs.UNCLOSED) + costs.NESTED_UNCLOSED * (len(stack) - 1)
    ways: list[tuple[float, tuple[str, ...], bool]] = [(ends, (), False)]
    if following is not None:
        ways.append((costs.CARRY, stack, False))
    if following and following[0].first and costs.GLYPHS[following[0].glyph].double == costs.GLYPHS[stack[0]].double:
        ways.append((costs.CONTINUE, stack, True))
    return ways


def ways_to_read(token: Token, stack: tuple[str, ...], outer_single: float) -> Iterator[tuple[float, tuple[str, ...]]]:
    glyph, own = token.glyph, token.prices
    yield own.apostrophe, stack
    yield own.measure, stack
    if not stack:
        yield own.stray, ()
        yield own.open + (0.0 if costs.GLYPHS[glyph].double else outer_single), (glyph,)
        return
    yield own.stray - costs.STRAY + costs.STRAY_INSIDE, stack
    yield own.close + costs.pair_cost(stack[-1], glyph), stack[:-1]
    if len(stack) >= 2:
        yield own.close + costs.pair_cost(stack[-2], glyph) + costs.NESTED_UNCLOSED, stack[:-2]
    if len(stack) < costs.MAX_DEPTH:
        yield own.open + costs.nest_cost(stack[-1], glyph) + costs.NEST_DEEP * (len(stack) - 1), (*stack, glyph)
    if glyph == stack[-1]:
        yield own.reopen, stack


def search_all(tokens: Sequence[Sequence[Token]], at_stop: Sequence[bool]) -> tuple[list[mark_search.Taken], float]:
    """The search without its bounds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mark_search, "MAX_STATES", 10_000)
        patch.setattr(mark_search, "MAX_LEAD", float("inf"))
        return search(tokens, at_stop)


def check_against_oracle(text: str) -> None:
    paragraphs = paragraphs_of(text)
    tokens = [find_tokens(text, paragraph)[0] for paragraph in paragraphs]
    at_stop = [text[: paragraph.end].endswith(".") for paragraph in paragraphs]
    path, cost = search_all(tokens, at_stop)
    assert cost == pytest.approx(brute_force(tokens, at_stop))
    assert [taken.token for taken in path if taken.token] == [token for here in tokens for token in here]


FEW_MARKS = st.lists(
    st.tuples(
        st.sampled_from(["", " ", ", ", ". ", ".\n", ",", ".", "we stay", " 10", " the voters", "’s"]),
        st.sampled_from(['"', "“", "”", "'", "‘", "’", "„", "«", "»", "''", "``"]),
        st.sampled_from(["", " ", ", ", ".", "\n", "I say", "90s ", " he said."]),
    ).map("".join),
    max_size=5,
).map("".join)


@given(FEW_MARKS)
@settings(max_examples=150, deadline=None)
def test_no_reading_is_cheaper(text: str) -> None:
    check_against_oracle(text)


@pytest.mark.parametrize(
    "text",
    [
        '“One, “two,” ‘three’ he said. “Four.\n“Five” "six.',
        '"A. "B. "C," he said. \'D\' and "E,\' F"',
        "‘A “b ‘c’ d” e,’ he said.\n‘F” g’",
    ],
)
def test_no_reading_of_eight_marks_is_cheaper(text: str) -> None:
    check_against_oracle(text)


@pytest.mark.parametrize("line", Path(__file__).with_name("marks.txt").read_text("utf-8").splitlines())
def test_the_bounds_of_the_search_cost_nothing(line: str) -> None:
    text = plain(line).replace("¶", "\n")
    tokens = [find_tokens(text, paragraph)[0] for paragraph in paragraphs_of(text)]
    at_stop = [False] * len(tokens)
    assert search(tokens, at_stop) == search_all(tokens, at_stop)
