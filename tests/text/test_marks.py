"""The marks of an article: tables of cases, and an oracle that prices every consistent reading of
them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked_text import paragraphs_of, plain, read, with_passages

from quoteminer.text import mark_costs as costs
from quoteminer.text import mark_search, marks
from quoteminer.text.mark_costs import MarkToken, find_tokens
from quoteminer.text.mark_search import outer_single_cost, search

LINES = Path(__file__).with_name("marks.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("marked", [line for line in LINES if line and not line.startswith("# ")])
def test_passages_and_odd_marks(marked: str) -> None:
    marked = marked.replace("¶", "\n")
    assert with_passages(plain(marked)) == marked
    odd = read(plain(marked)).warnings
    assert {one.code for one in odd} <= {"unbalanced-marks"}


@pytest.mark.parametrize(("text", "flags"), [
    ("“One,” he said. “Two,“ she said. “Three.”", ["", "repaired", ""]),
    ("She said, “We stay.\n\nThe talks go on.", ["unclosed repaired"]),
    ("“One,” she said.\n\n“Two,” she said.", ["", ""]),
    ("“The first line\nand the second,” he said. “The third.”",
     ["unclosed repaired", "continued repaired", ""]),
    *(
        (f"{opening}One.\n\n{opening}Two.\n\n{opening}Three,{closing} she said.",
         ["unclosed", "continued unclosed", "continued"])
        for opening, closing in ("“”", '""', "‘’", ("``", "''"))
    ),
])  # fmt: skip
def test_flags_of_passages(text: str, flags: list[str]) -> None:
    names = ("continued", "unclosed", "repaired")
    found = [[name for name in names if getattr(one, name)] for one in read(text).quoted]
    assert list(map(" ".join, found)) == flags


@pytest.mark.parametrize(("text", "expected"), [
    ("don’t O'Neill l´État", ["apostrophe", "apostrophe", "apostrophe"]),
    ("the 1990's and the ’80s", ["apostrophe", "apostrophe"]),
    ("5'10\" and 6’2”", ["measure", "measure", "measure", "measure"]),
    ("5′10″", ["measure", "measure"]),
    ("the voters’ choice", ["apostrophe"]),
    ("goin' home", ["apostrophe"]),
    ("rock ’n’ roll", ["apostrophe", "apostrophe"]),
    ("“‘Yes’”", ["open", "nested-open", "nested-close", "close"]),
    ("“One.\n\n“Two,” she said.", ["open", "reopen", "close"]),
])  # fmt: skip
def test_roles(text: str, expected: list[str]) -> None:
    assert [mark.role for mark in read(text).marks] == expected


HUNDRED = '"' * 100


@pytest.mark.parametrize(("text", "noise"), [
    ('"' * 99, []),
    (HUNDRED, [HUNDRED]),
    ("“Yes,” he said. " + HUNDRED + " and “No,” she said.", [HUNDRED]),
    ("“Yes” and " + HUNDRED + "ab", [HUNDRED]),
    ("“" * 50 + " ab " + "”" * 50, []),
    ("“a” " * 50, [("“a” " * 50).strip()]),
    ("“ab” " * 50, []),
    ("«\n\n" * 100, [("«\n\n" * 100).strip()]),
    ("«     " * 100, []),
    (HUNDRED + "\n—ab—\n" + HUNDRED, [HUNDRED, HUNDRED]),
])  # fmt: skip
def test_a_long_run_of_marks_without_words_is_noise(text: str, noise: list[str]) -> None:
    reading = read(text)
    assert [text[start:end] for start, end in reading.noise] == noise
    strays = {mark.start for mark in reading.marks if mark.role == "stray"}
    for start, end in reading.noise:
        assert {mark.start for mark in reading.marks if start <= mark.start < end} <= strays
        warned = [(one.start, one.end) for one in reading.warnings]
        assert [span for span in warned if start <= (span[0] or 0) < end] == [(start, end)]
    text = f"⟦“Yes,”⟧ he said. †{HUNDRED}\n\nAnd ⟦“no,”⟧ she said."  # beside it none is lost
    assert with_passages(plain(text)) == text


def test_quote_states() -> None:
    text = 'It’s “so ‘odd’ now” 6" “'
    shown = ".....(iii(nnn)iiii)..x.x"
    kinds = {
        ".": marks.OUTSIDE, "i": marks.INSIDE, "n": marks.INSIDE_NESTED,
        "(": marks.AT_OPEN, ")": marks.AT_CLOSE, "x": marks.AT_STRAY,
    }  # fmt: skip
    assert marks.quote_states(text, read(text)).tolist() == [kinds[sign] for sign in shown]
    states = marks.quote_states("", read(""))
    assert (states.dtype, states.shape) == (np.uint8, (0,))


def brute_force(tokens: Sequence[Sequence[MarkToken]], at_stop: Sequence[bool]) -> float:
    """The price of the cheapest reading, found by pricing all of them."""
    outer_single = outer_single_cost(tokens)
    events: list[MarkToken | int] = []
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
            options = [(*way, False) for way in ways_to_read(event, stack, outer_single)]
        for price, after, pending in options:
            yield from (price + rest for rest in prices(at + 1, after, pending))

    return min(prices(0, (), False))


def resume_price(token: MarkToken, stack: tuple[str, ...]) -> float:
    mixed = costs.MIXED_RESUME if token.glyph != stack[0] else 0.0
    return token.prices.open + mixed + costs.NESTED_DROPPED * (len(stack) - 1)


def ways_to_end(
    following: Sequence[MarkToken] | None, at_stop: bool, stack: tuple[str, ...]
) -> list[tuple[float, tuple[str, ...], bool]]:
    if not stack:
        return [(0.0, (), False)]
    ends = costs.UNCLOSED_AT_STOP if at_stop else costs.UNCLOSED
    ways: list[tuple[float, tuple[str, ...], bool]] = [
        (ends + costs.NESTED_UNCLOSED * (len(stack) - 1), (), False)
    ]
    if following is not None:
        ways.append((costs.CARRY, stack, False))
    if following and following[0].first and is_double(following[0].glyph) == is_double(stack[0]):
        ways.append((costs.CONTINUE, stack, True))
    return ways


def is_double(glyph: str) -> bool:
    return costs.GLYPHS[glyph].double


def ways_to_read(
    token: MarkToken, stack: tuple[str, ...], outer_single: float
) -> Iterator[tuple[float, tuple[str, ...]]]:
    glyph, own = token.glyph, token.prices
    yield own.apostrophe, stack
    yield own.measure, stack
    if not stack:
        yield own.stray, ()
        yield own.open + (0.0 if is_double(glyph) else outer_single), (glyph,)
        return
    yield own.stray - costs.STRAY + costs.STRAY_INSIDE, stack
    yield own.close + costs.pair_cost(stack[-1], glyph), stack[:-1]
    if len(stack) >= 2:
        yield own.close + costs.pair_cost(stack[-2], glyph) + costs.NESTED_UNCLOSED, stack[:-2]
    if len(stack) < costs.MAX_DEPTH:
        nest = costs.nest_cost(stack[-1], glyph) + costs.NEST_DEEP * (len(stack) - 1)
        yield own.open + nest, (*stack, glyph)
    if glyph == stack[-1]:
        yield own.reopen, stack


def search_all(
    tokens: Sequence[Sequence[MarkToken]], at_stop: Sequence[bool]
) -> tuple[list[mark_search.Taken], float]:
    """The search without its bounds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mark_search, "MAX_STATES", 10_000)
        patch.setattr(mark_search, "MAX_LEAD", float("inf"))
        return search(tokens, at_stop)


MARKED = st.tuples(
    st.sampled_from("|| |, |. |.\n|,|.|we stay| 10| the voters|’s".split("|")),
    st.sampled_from("\" “ ” ' ‘ ’ „ « » '' ``".split()),
    st.sampled_from("|| |, |.|\n|I say|90s | he said.".split("|")),
).map("".join)


@given(st.lists(MARKED, max_size=5).map("".join))
@settings(max_examples=150, deadline=None)
def test_no_reading_is_cheaper(text: str) -> None:
    paragraphs = paragraphs_of(text)
    tokens = [find_tokens(text, paragraph)[0] for paragraph in paragraphs]
    at_stop = [text[: paragraph.end].endswith(".") for paragraph in paragraphs]
    path, cost = search_all(tokens, at_stop)
    assert cost == pytest.approx(brute_force(tokens, at_stop))
    assert [one.token for one in path if one.token] == [token for here in tokens for token in here]


@pytest.mark.parametrize("line", LINES)
def test_the_bounds_of_the_search_cost_nothing(line: str) -> None:
    text = plain(line).replace("¶", "\n")
    tokens = [find_tokens(text, paragraph)[0] for paragraph in paragraphs_of(text)]
    at_stop = [False] * len(tokens)
    assert search(tokens, at_stop) == search_all(tokens, at_stop)
