"""Properties of the marks of any text, and a grammar of clean articles whose marks have one
reading."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked_text import paragraphs_of, plain, read, with_passages

from quoteminer.text import mark_costs as costs
from quoteminer.text import marks
from quoteminer.types import MarkReading, Paragraph, QuotedSpan

# Odd articles.

MARKS = "".join(glyph for glyph in costs.GLYPHS if len(glyph) == 1)


@pytest.mark.parametrize("text", [
    '"' * 20_000,
    "“" * 20_000,
    "' " * 20_000,
    MARKS * 500,
    (MARKS * 3 + " and ") * 100,
    "\x00“\ud800”\udfff'\x00",
    "word " * 5_000 + "“end”",
    '“He said ‘no’ to 6" pipes,” she said. ' * 2_000,
], ids=["straight", "opening", "spaced", "all", "parted", "surrogates", "long", "joined"])  # fmt: skip
def test_no_text_is_too_odd(text: str) -> None:
    check_guarantees(text, read(text))


# Properties of any text.

SIGNS = [*MARKS, *"``|''| |  |\n|. |, |!|(|)|—|…|[|]".split("|")]
WORDS = [*"said I voters goin 90s em 10 5 É 中".split(), "\x00", "\ud800", "\u200b"]
PIECES = st.sampled_from(SIGNS) | st.sampled_from(WORDS) | st.text(max_size=3)
odd_text = st.lists(PIECES, max_size=60).map("".join)


def check_guarantees(text: str, reading: MarkReading) -> None:
    paragraphs = paragraphs_of(text)
    check_marks(text, reading)
    check_bounds(paragraphs, reading)
    check_nesting(reading.quoted)


def check_marks(text: str, reading: MarkReading) -> None:
    """Every mark character has one role; no other character has."""
    covered = [at for mark in reading.marks for at in range(mark.start, mark.end)]
    assert covered == [at for at, char in enumerate(text) if char in MARKS]


def check_bounds(paragraphs: Sequence[Paragraph], reading: MarkReading) -> None:
    """A span begins and ends with its marks, or with its paragraph where it goes on or isn't
    closed."""
    openings = {mark.start for mark in reading.marks if mark.role.endswith("open")}
    closings = [mark for mark in reading.marks if mark.role in ("close", "nested-close")]
    ends = {mark.end for mark in closings}
    # a nested quote that isn't closed ends where its outer one closes
    lost_ends = {mark.start for mark in closings}
    for span in reading.quoted:
        paragraph = paragraphs[span.paragraph]
        assert paragraph.start <= span.start <= span.end <= paragraph.end
        assert span.start in openings or (span.continued and span.start == paragraph.start)
        assert span.end in ends or (
            span.unclosed and (span.end == paragraph.end or span.end in lost_ends)
        )


def check_nesting(quoted: Sequence[QuotedSpan]) -> None:
    """Spans of one depth never overlap; a deeper one lies inside one of the depth above."""
    last: dict[int, QuotedSpan] = {}
    for span in quoted:  # in order of their start, the outer one first
        if span.depth in last:
            assert last[span.depth].end <= span.start
        if span.depth > 1:
            assert last[span.depth - 1].start <= span.start <= span.end <= last[span.depth - 1].end
        last[span.depth] = span


@given(odd_text)
@settings(max_examples=300, deadline=None)
def test_guarantees_hold_for_any_text(text: str) -> None:
    reading = read(text)
    check_guarantees(text, reading)
    assert read(text) == reading
    states = marks.quote_states(text, reading)
    assert len(states) == len(text)
    outer = {marks.OUTSIDE, marks.INSIDE, marks.INSIDE_NESTED}
    assert set(states.tolist()) <= outer | {marks.AT_OPEN, marks.AT_CLOSE, marks.AT_STRAY}


@given(odd_text)
@settings(max_examples=100, deadline=None)
def test_every_odd_mark_has_one_warning(text: str) -> None:
    reading = read(text)
    warned = {(w.start, w.end) for w in reading.warnings} - set(reading.noise)
    assert len(reading.warnings) == len(warned) + len(reading.noise)
    strays = {(mark.start, mark.end) for mark in reading.marks if mark.role == "stray"}
    assert {at for at in strays if not any(a <= at[0] < b for a, b in reading.noise)} <= warned
    assert warned <= {(m.start, m.end) for m in reading.marks}


# Clean articles of our own making are read without a doubt.

STYLES = [
    ("“", "”", "‘", "’"), ('"', '"', "'", "'"), ("“", "”", "'", "'"), ("“", '"', "‘", "’"), ("‘", "’", "“", "”"),
    ("'", "'", '"', '"'), ("``", "''", "`", "'"), ("''", "''", "'", "'"), ("„", "“", "‚", "‘"), ("«", "»", "‹", "›"),
    ("« ", " »", "‹", "›"), ("»", "«", "›", "‹"), ("「", "」", "『", "』"),
]  # fmt: skip
PHRASES = "the council|we don’t know|O'Hara left|(all of it)|in 2019|no—never|Zoë’s plan|$5m|[sic]"
PLAIN = [
    "The farmers’ union met in the ’90s.", "He is 5'10\" tall.", "It’s late.", "Rock 'n' roll.",
    "They voted.",
]  # fmt: skip
CLAUSES = st.lists(st.sampled_from(PHRASES.split("|")), min_size=1, max_size=4).map(" ".join)


@st.composite
def clean_articles(draw: st.DrawFn) -> str:
    """An article whose passages are shown as in `with_passages`."""
    opening, closing, inner_opening, inner_closing = draw(st.sampled_from(STYLES))

    def one_of(*options: str) -> str:
        return draw(st.sampled_from(options))

    def quote(*ends: str) -> str:
        words = draw(CLAUSES)
        if draw(st.booleans()):
            words += f" and ⟨{inner_opening}{draw(CLAUSES)}{inner_closing}⟩ {draw(CLAUSES)}"
        return f"⟦{opening}{words}{one_of(*ends)}{closing}⟧"

    def quote_before_its_cue() -> str:
        cue = one_of(" she said.", " said Ana Ruiz.", " Ruiz said, smiling.")
        return quote(",", "?", "!") + cue

    def sentence() -> str:
        form = one_of("plain", "before", "after", "inside", "continued")
        if form == "plain":
            # A plural possessive would be a fair closing mark in an article of single quotes, and
            # in nested ones.
            return one_of(*(PLAIN[2:] if closing in "'’" or closing == "''" else PLAIN))
        if form == "before":
            return quote_before_its_cue()
        if form == "after":
            cue = one_of("He said, ", "Ruiz added: ", "And from Ruiz: ")
            return cue + quote(".", "?", "!", " …")
        if form == "inside":
            end = one_of(" of it.", ", as it was.", "; he left.", ".", " (twice).")
            return f"Ruiz praised the {quote('')}{end}"
        return f"⟦{opening}{draw(CLAUSES)}.⟧\n\n{quote_before_its_cue()}"

    numbers = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    return "\n\n".join(" ".join(sentence() for _ in range(number)) for number in numbers)


@given(clean_articles())
@settings(max_examples=300, deadline=None)
def test_clean_articles_are_read_as_they_were_written(article: str) -> None:
    assert with_passages(plain(article)) == article
