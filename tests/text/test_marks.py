"""The marks of an article: tables of cases."""

from __future__ import annotations

import re

import numpy as np
import pytest

from quoteminer.text.mark_search import search
from quoteminer.text.mark_tokens import find_tokens
from quoteminer.text.marks import AT_CLOSE, AT_OPEN, AT_STRAY, INSIDE, INSIDE_NESTED, OUTSIDE, quote_states, read_marks
from quoteminer.types import MarkReading, Paragraph


def paragraphs_of(text: str) -> tuple[Paragraph, ...]:
    """One paragraph a line, without the space around it."""
    return tuple(Paragraph(m.start(), m.end()) for m in re.finditer(r"\S(?:[^\n]*\S)?", text))


def read(text: str) -> MarkReading:
    return read_marks(text, paragraphs_of(text))


def passages(text: str, depth: int = 1) -> list[str]:
    return [text[span.start : span.end] for span in read(text).quoted if span.depth == depth]


def roles(text: str) -> list[str]:
    return [mark.role for mark in read(text).marks]


# Clean text: the passages, the inner passages, no warning.

CLEAN = [
    ("“We will rebuild,” the mayor said.", ["“We will rebuild,”"], []),
    ('"We will rebuild," the mayor said.', ['"We will rebuild,"'], []),
    ('The mayor said, "We will rebuild."', ['"We will rebuild."'], []),
    ("“We will,” she said, adding: “And soon.”", ["“We will,”", "“And soon.”"], []),
    ('"We will," she said. "And soon."', ['"We will,"', '"And soon."'], []),
    ("“Never?” he asked. “Never!” she cried.", ["“Never?”", "“Never!”"], []),
    ("Ortiz’s “lost year” remark and the so-called “fix”", ["“lost year”", "“fix”"], []),
    ("The farmers’ “silent spring” began.", ["“silent spring”"], []),
    ("The farmers' \"silent spring\" began.", ['"silent spring"'], []),
    ("“‘Get out of here,’ he told me,” Ruiz said.", ["“‘Get out of here,’ he told me,”"], ["‘Get out of here,’"]),
    ("\"'Get out,' he told me,\" Ruiz said.", ["\"'Get out,' he told me,\""], ["'Get out,'"]),
    ("\"He told me, 'Get out,'\" Ruiz said.", ["\"He told me, 'Get out,'\""], ["'Get out,'"]),
    ("“She said ‘it’s over.’ ”", ["“She said ‘it’s over.’ ”"], ["‘it’s over.’"]),
    ("‘I agree,’ he said. ‘It’s late.’", ["‘I agree,’", "‘It’s late.’"], []),
    ("'I agree,' he said. 'It's late.'", ["'I agree,'", "'It's late.'"], []),
    ("‘He called me “a fool” twice,’ she said.", ["‘He called me “a fool” twice,’"], ["“a fool”"]),
    ("Mayor ‘not told’ of the leak", ["‘not told’"], []),
    ("«We stay», he said. « We stay », she said.", ["«We stay»", "« We stay »"], []),
    ("»We stay«, he said.", ["»We stay«"], []),
    ("„We stay“, he said. „We stay”, she said.", ["„We stay“", "„We stay”"], []),
    ("„He said ‚stay‘ to us“, she said.", ["„He said ‚stay‘ to us“"], ["‚stay‘"]),
    ("「We stay」 and 『The Tale』", ["「We stay」", "『The Tale』"], []),
    ("``We stay,'' he said.", ["``We stay,''"], []),
    ("''We stay,'' he said.", ["''We stay,''"], []),
    ("''He told me, 'Stay,''' she said.", ["''He told me, 'Stay,'''"], ["'Stay,'"]),
    ("`We stay,' he said.", ["`We stay,'"], []),
    ("“We stay,\" he said. \"We do,” she said.", ["“We stay,\"", "\"We do,”"], []),
    ("He is 5'10\" tall. \"A giant,\" she said.", ['"A giant,"'], []),
    ('"He is 5\' 10" tall," she said.', ['"He is 5\' 10" tall,"'], []),
    ('A 6" pipe burst. "It was loud," he said.', ['"It was loud,"'], []),
    ('"The class of 2016" met.', ['"The class of 2016"'], []),
    ("In the ’90s, ’twas said, they’d get ’em “for free.”", ["“for free.”"], []),
    ("In the '90s they'd get 'em \"for free.\"", ['"for free."'], []),
    ("Rock 'n' roll, drum ’n’ bass", [], []),
    ("“[T]hey lied [sic] … to us,” he said.", ["“[T]hey lied [sic] … to us,”"], []),
    ('"... and we won," he said. "It was ..."', ['"... and we won,"', '"It was ..."'], []),
    ("The vote (“a farce,” he said) was held—“again,” she said—on Monday.", ["“a farce,”", "“again,”"], []),
    ("William “Bill” Okafor and 'Red' Lindqvist spoke.", ["“Bill”", "'Red'"], []),
    ("“And she said, ‘He told me “no” again,’ which hurt,” he said.",
     ["“And she said, ‘He told me “no” again,’ which hurt,”"], ["‘He told me “no” again,’"]),
    ("No marks at all.", [], []),
    ("", [], []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "outer", "inner"), CLEAN)
def test_clean_text(text: str, outer: list[str], inner: list[str]) -> None:
    assert passages(text) == outer
    assert passages(text, depth=2) == inner
    assert read(text).warnings == ()
    assert not any(span.repaired or span.unclosed for span in read(text).quoted)


# Odd text: the passages, the marks that are warned of (with the character before each).

ODD = [
    # The seed article, a machine's translation and back.
    ("Bai said, “More efforts are needed to attract inflows to the manufacturing sector. ‘ said. Market research.",
     ["“More efforts are needed to attract inflows to the manufacturing sector. ‘"], [" ‘"]),
    ("“In the meantime, attract more investment in the manufacturing industry, “the technology industry,” Luo added.",
     ["“In the meantime, attract more investment in the manufacturing industry, “the technology industry,”"], [" “"]),
    ("Zhou said, “As China strives, we must maximize the value of .” A data resource that is the key. ”",
     ["“As China strives, we must maximize the value of .” A data resource that is the key. ”"], [".”"]),
    # Paragraphs that were joined.
    ('"I was there. "It was awful," she said.', ['"I was there. "It was awful,"'], [' "']),
    ('He said: "One is bad. "Two are worse. "Three are war." They left.',
     ['"One is bad. "Two are worse. "Three are war."'], [' "', ' "']),
    # A mark too few.
    ("“We stay,” he said. We always have.”", ["“We stay,”"], [".”"]),
    ('"We stay," he said. We always have."', ['"We stay,"'], ['."']),
    ("She said, “We stay.", ["“We stay."], [" “"]),
    ("“He told me, ‘Stay,” she said.", ["“He told me, ‘Stay,”"], [" ‘"]),
    # A wrong mark.
    ("“We stay,“ he said.", ["“We stay,“"], [",“"]),
    ("”We stay,” he said.", ["”We stay,”"], ["”"]),
    ("\"We stay,' he said.", ["\"We stay,'"], [",'"]),
    ("He calls it an “odd“ idea, she says.", ["“odd“"], ["d“"]),
    # A mark too many.
    ("“We stay,” he said.\"", ["“We stay,”"], ['."']),
    ('The " is a mark.', [], [' "']),
]  # fmt: skip


@pytest.mark.parametrize(("text", "outer", "odd"), ODD)
def test_odd_text(text: str, outer: list[str], odd: list[str]) -> None:
    reading = read(text)
    assert passages(text) == outer
    assert [text[max((w.start or 0) - 1, 0) : w.end] for w in reading.warnings] == odd
    assert {w.code for w in reading.warnings} == {"unbalanced-marks"}


def test_a_repaired_quote_is_flagged_and_its_neighbours_are_not() -> None:
    flags = [span.repaired for span in read("“One,” he said. “Two,“ she said. “Three.”").quoted]
    assert flags == [False, True, False]


def test_an_unclosed_quote_ends_with_its_paragraph() -> None:
    text = "She said, “We stay.\n\nThe talks go on."
    (span,) = read(text).quoted
    assert (text[span.start : span.end], span.unclosed, span.repaired, span.continued) == (
        "“We stay.",
        True,
        True,
        False,
    )


# Quotes that run over paragraphs.


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"'), ("‘", "’"), ("``", "''")])
def test_a_quote_goes_on_in_the_next_paragraphs(opening: str, closing: str) -> None:
    text = f"{opening}One.\n\n{opening}Two.\n\n{opening}Three,{closing} she said."
    reading = read(text)
    assert [(q.paragraph, q.continued, q.unclosed, q.repaired) for q in reading.quoted] == [
        (0, False, True, False),
        (1, True, True, False),
        (2, True, False, False),
    ]
    assert [mark.role for mark in reading.marks] == ["open", "reopen", "reopen", "close"]
    assert reading.warnings == ()


def test_a_quote_may_go_on_with_a_nested_one() -> None:
    text = "“She said, ‘One.\n\n“‘Two,’ and left,” he said."
    assert passages(text) == ["“She said, ‘One.", "“‘Two,’ and left,”"]
    assert roles(text) == ["open", "nested-open", "reopen", "nested-open", "nested-close", "close"]


def test_a_line_break_in_a_quote_does_not_end_it() -> None:
    text = "“The first line\nand the second,” he said. “The third.”"
    reading = read(text)
    assert [(text[q.start : q.end], q.continued) for q in reading.quoted] == [
        ("“The first line", False),
        ("and the second,”", True),
        ("“The third.”", False),
    ]
    assert [(w.start, w.end) for w in reading.warnings] == [(0, 1)]


def test_a_closed_quote_does_not_go_on() -> None:
    reading = read("“One,” she said.\n\n“Two,” she said.")
    assert [(q.continued, q.unclosed) for q in reading.quoted] == [(False, False), (False, False)]


# Roles of single marks.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("don’t O'Neill l´État", ["apostrophe"] * 3),
        ("the 1990's and the ’80s", ["apostrophe"] * 2),
        ("5'10\" and 6’2”", ["measure"] * 4),
        ("5′10″", ["measure"] * 2),
        ("the voters’ choice", ["apostrophe"]),
        ("goin' home", ["apostrophe"]),
        ("rock ’n’ roll", ["apostrophe"] * 2),
        ("“‘Yes’”", ["open", "nested-open", "nested-close", "close"]),
    ],
)
def test_roles(text: str, expected: list[str]) -> None:
    assert roles(text) == expected


def test_outer_single_marks_are_not_apostrophes_in_a_british_article() -> None:
    text = "‘The voters’ choice is clear,’ he said. ‘We lost.’"
    assert passages(text) == ["‘The voters’ choice is clear,’", "‘We lost.’"]


# Noise.

HUNDRED = '"' * 100


@pytest.mark.parametrize(
    ("text", "noise"),
    [
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
    ],
)
def test_a_long_run_of_marks_without_words_is_noise(text: str, noise: list[str]) -> None:
    reading = read(text)
    assert [text[start:end] for start, end in reading.noise] == noise
    strays = {mark.start for mark in reading.marks if mark.role == "stray"}
    for start, end in reading.noise:
        assert {mark.start for mark in reading.marks if start <= mark.start < end} <= strays
        assert [(w.start, w.end) for w in reading.warnings if start <= (w.start or 0) < end] == [(start, end)]


def test_noise_costs_no_quote_beside_it() -> None:
    assert passages(f"“Yes,” he said. {HUNDRED}\n\nAnd “no,” she said.") == ["“Yes,”", "“no,”"]


# quote_states


def test_quote_states() -> None:
    text = 'It’s “so ‘odd’ now” 6" “'
    #       I t ’ s   “  s o   ‘ o d d ’   n o w ”   6 "   “
    out, ins, nst, opn, cls, odd = OUTSIDE, INSIDE, INSIDE_NESTED, AT_OPEN, AT_CLOSE, AT_STRAY
    expected = [out] * 5 + [opn] + [ins] * 3 + [opn] + [nst] * 3 + [cls] + [ins] * 4 + [cls]
    expected += [out, out, odd, out, odd]
    assert quote_states(text, read(text)).tolist() == expected


def test_quote_states_of_nothing() -> None:
    states = quote_states("", read(""))
    assert states.dtype == np.uint8
    assert states.shape == (0,)


# The bounds of the search.


@pytest.mark.parametrize("text", [text for text, *_ in CLEAN + ODD])
def test_the_bounds_of_the_search_cost_nothing(text: str) -> None:
    tokens = [find_tokens(text, paragraph)[0] for paragraph in paragraphs_of(text)]
    at_stop = [False] * len(tokens)
    assert search(tokens, at_stop) == search(tokens, at_stop, max_states=10_000, max_lead=float("inf"))
