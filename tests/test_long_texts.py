"""A long text has every quote that its parts have, also if its words are short or its names
many."""

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoteminer import ArticleRecord, QuoteMiner
from quoteminer.network.find_model import ORDER, installed_models

LARGE, SMALL = ORDER
GIVEN = "Ana Bo Cem Dora Eli Fay Gus Hana Ida Jon Kim Lea Max Nia Omar Pia Rui Sam Tia Uma".split()
FAMILIES = "Silva Lind Orr Vega Haas Ito Kerr Dunn Berg Roos Lowe Nash Pell Quinn Rao Stone Tan West Abel".split()
MONTHS = "May June July March April August".split()
DEEDS = (
    ("see", "saw"), ("buy", "bought"), ("sell", "sold"), ("move", "moved"), ("find", "found"),
    ("lose", "lost"),
)  # fmt: skip
THINGS = "car map bag key box dog boat".split()
PLACES = ("at home", "in the yard", "by the sea", "in town", "at work")


def name(number: int) -> str:
    return f"{GIVEN[number % 20]} {FAMILIES[number * 7 % 19]}"


def question(number: int) -> str:
    return f"Did you {DEEDS[number % 6][0]} the {THINGS[number % 7]} {PLACES[number % 5]}?"


def answer(number: int) -> str:
    do, did = DEEDS[number % 6]
    return (
        f"Yes, I {did} it",
        f"No, I did not {do} it",
        f"I {did} the {THINGS[number % 7]}",
        f"My aunt {did} it",
    )[number % 4]


LINES: dict[str, Callable[[int], str]] = {
    "dialogue": lambda i: (
        f"“{answer(i // 2)},” she said." if i % 2 else f"“{question(i // 2)}” he asked."
    ),
    "names that vary": lambda i: f"“We will open the gate in {MONTHS[i % 6]},” said {name(i)}.",
    "questions and answers": lambda i: (
        f"A: {answer(i // 2)}." if i % 2 else f"Q: {question(i // 2)}"
    ),
    "one speaker": lambda i: f"“{answer(i)},” said Bo Lind.",
}


def quoted_lines(record: ArticleRecord, lines: list[str]) -> list[str]:
    """Return the lines in which the direct quotes outside other quotes begin, in order."""
    own = (
        quote for quote in record.quotes if quote.type == "direct" and "nested" not in quote.flags
    )
    return [lines[quote.paragraph] for quote in own]


@pytest.fixture(scope="module")
def small() -> QuoteMiner:
    return QuoteMiner(SMALL, threads=1)


@pytest.fixture(scope="module", params=[SMALL, pytest.param(LARGE, marks=pytest.mark.slow)])
def miner(request: pytest.FixtureRequest) -> QuoteMiner:
    if request.param not in installed_models():
        pytest.skip(f"needs the model {request.param}")
    return QuoteMiner(request.param, threads=1)


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_each_line_is_a_quote(miner: QuoteMiner, line: Callable[[int], str]) -> None:
    for count in (300,) if miner.info.name == LARGE else (200, 600):
        lines = [line(number) for number in range(count)]
        record = miner.mine("\n".join(lines))
        assert quoted_lines(record, lines) == lines
        assert len(record.quotes) == count
        assert record.warnings == ()


VARIED: dict[str, Callable[[int], str]] = {
    **LINES,
    "told first": lambda i: f"{name(i % 30)} said: “{answer(i)}.”",
    "capitals": lambda i: f"“{answer(i).upper()},” SAID {name(i % 30).upper()}.",
    "straight marks": lambda i: f'"{answer(i)}," said {name(i % 30)}.',
    "single marks": lambda i: f"‘{answer(i)},’ said {name(i % 30)}.",
    "in a list": lambda i: f"{i + 1}. “{answer(i)},” said {name(i % 30)}.",
    "one letter": lambda i: f"“I a{'bcdef'[i % 5]} o{'nrfx'[i % 4]} {'xyz'[i % 3]},” Bo said.",
    "no quote": lambda i: f"The {THINGS[i % 7]} was {DEEDS[i % 6][1]} {PLACES[i % 5]}.",
}


@settings(max_examples=6)
@given(
    st.lists(st.sampled_from(list(VARIED)), min_size=1, max_size=4, unique=True),
    st.integers(250, 400),
)
def test_a_long_text_has_what_its_parts_have(
    small: QuoteMiner, kinds: list[str], count: int
) -> None:
    lines = [VARIED[kinds[number % len(kinds)]](number) for number in range(count)]
    parts: Counter[str] = Counter()
    for at in range(0, count, 50):
        part = lines[at : at + 50]
        parts.update(quoted_lines(small.mine("\n".join(part)), part))
    whole = Counter(quoted_lines(small.mine("\n".join(lines)), lines))
    assert (parts & whole).total() >= 0.97 * parts.total()


BEFORE = "Bo Lind spoke in Ham on Monday. He was late.\n"
SPEECH = " ".join(
    f"We {answer(number)[3:].lower()} because it was {MONTHS[number % 6]}." for number in range(300)
)


@pytest.mark.parametrize("letters", [1500, 3000, 12_000], ids="{} letters".format)
@pytest.mark.parametrize(
    "form",
    ["“{},” said Ana Silva.", "“{},” Ana Silva told the court in Ham.", "Ana Silva said: “{}.”"],
)
def test_a_quote_of_any_length_has_its_speaker(small: QuoteMiner, form: str, letters: int) -> None:
    words = SPEECH[:letters].rpartition(".")[0]
    record = small.mine(BEFORE + form.format(words))
    assert [quote.text.strip("“,.”") for quote in record.quotes] == [words]
    assert [speaker.name for speaker in record.speakers] == ["Ana Silva"]


def test_a_text_that_is_not_read_to_its_end_says_so(small: QuoteMiner) -> None:
    text = "“We open in May,” said Ana Silva.\n" + "1,2,3;" * 1000
    record = small.mine(text)
    assert len(record.quotes) == 1
    (warning,) = record.warnings
    assert warning.code == "unread-text"
    assert warning.start is not None
    assert 0.7 * len(text) < warning.start < warning.end == len(text)
