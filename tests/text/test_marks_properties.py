"""What holds for the marks of any text, and a grammar of clean articles that are read without a doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoteminer.text import mark_costs as costs
from quoteminer.text.marks import AT_CLOSE, AT_OPEN, AT_STRAY, INSIDE, INSIDE_NESTED, OUTSIDE, quote_states, read_marks
from quoteminer.types import MarkReading, Paragraph, QuotedSpan


def paragraphs_of(text: str) -> tuple[Paragraph, ...]:
    """One paragraph a line, without the space around it."""
    return tuple(Paragraph(m.start(), m.end()) for m in re.finditer(r"\S(?:[^\n]*\S)?", text))


def read(text: str) -> MarkReading:
    return read_marks(text, paragraphs_of(text))


# Odd articles.

MARKS = "".join(glyph for glyph in costs.GLYPHS if len(glyph) == 1)


@pytest.mark.parametrize(
    "text",
    [
        '"' * 20_000,
        "“" * 20_000,
        "' " * 20_000,
        MARKS * 500,
        (MARKS * 3 + " and ") * 100,
        "\x00“\ud800”\udfff'\x00",
        "word " * 5_000 + "“end”",
        '“He said ‘no’ to 6" pipes,” she said. ' * 2_000,
    ],
    ids=["straight", "opening", "spaced", "all", "parted", "surrogates", "long", "joined"],
)
def test_no_text_is_too_odd(text: str) -> None:
    check_guarantees(text, read(text))


# Properties of any text.

odd_text = st.lists(
    st.one_of(
        st.sampled_from(list(MARKS) + ["``", "''", " ", "  ", "\n", ". ", ", ", "!", "(", ")", "—", "…", "[", "]"]),
        st.sampled_from(["said", "I", "voters", "goin", "90s", "em", "10", "5", "É", "中", "\x00", "\ud800", "\u200b"]),
        st.text(max_size=3),
    ),
    max_size=60,
).map("".join)


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
    """A span begins and ends with its marks, or with its paragraph where it goes on or isn't closed."""
    openings = {mark.start for mark in reading.marks if mark.role in ("open", "nested-open", "reopen")}
    closings = [mark for mark in reading.marks if mark.role in ("close", "nested-close")]
    ends = {mark.end for mark in closings}
    lost_ends = {mark.start for mark in closings}  # a nested quote that isn't closed ends where its outer one closes
    for span in reading.quoted:
        paragraph = paragraphs[span.paragraph]
        assert paragraph.start <= span.start <= span.end <= paragraph.end
        assert span.start in openings or (span.continued and span.start == paragraph.start)
        assert span.end in ends or (span.unclosed and (span.end == paragraph.end or span.end in lost_ends))


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
    states = quote_states(text, reading)
    assert len(states) == len(text)
    assert set(states.tolist()) <= {OUTSIDE, INSIDE, INSIDE_NESTED, AT_OPEN, AT_CLOSE, AT_STRAY}


@given(odd_text)
@settings(max_examples=100, deadline=None)
def test_every_odd_mark_has_one_warning(text: str) -> None:
    reading = read(text)
    warned = {(w.start, w.end) for w in reading.warnings} - set(reading.noise)
    assert len(reading.warnings) == len(warned) + len(reading.noise)
    strays = [m for m in reading.marks if m.role == "stray"]
    assert {(m.start, m.end) for m in strays if not any(a <= m.start < b for a, b in reading.noise)} <= warned
    assert warned <= {(m.start, m.end) for m in reading.marks}


# Clean articles of our own making are read without a doubt.


@dataclass
class Draft:
    """An article in the making, and what is known about it."""

    text: str = ""
    outer: list[tuple[int, int]] = field(default_factory=list)
    inner: list[tuple[int, int]] = field(default_factory=list)

    def write(self, words: str) -> None:
        self.text += words


STYLES = [
    ("“", "”", "‘", "’"), ('"', '"', "'", "'"), ("“", "”", "'", "'"), ("“", '"', "‘", "’"), ("‘", "’", "“", "”"),
    ("'", "'", '"', '"'), ("``", "''", "`", "'"), ("''", "''", "'", "'"), ("„", "“", "‚", "‘"), ("«", "»", "‹", "›"),
    ("« ", " »", "‹", "›"), ("»", "«", "›", "‹"), ("「", "」", "『", "』"),
]  # fmt: skip
WORDS = [
    "the council",
    "we don’t know",
    "O'Hara left",
    "(all of it)",
    "in 2019",
    "no—never",
    "Zoë’s plan",
    "$5m",
    "[sic]",
]
PLAIN = ["The farmers’ union met in the ’90s.", "He is 5'10\" tall.", "It’s late.", "Rock 'n' roll.", "They voted."]

clause = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    style = draw(st.sampled_from(STYLES))
    draft = Draft()
    for number in range(draw(st.integers(1, 4))):
        if number:
            draft.write("\n\n")
        for sentence in range(draw(st.integers(1, 4))):
            draft.write(" " if sentence else "")
            draw(st.sampled_from([write_plain, write_before, write_after, write_inside, write_continued]))(
                draw, draft, style
            )
    return draft


Style = tuple[str, str, str, str]


def write_plain(draw: st.DrawFn, draft: Draft, style: Style) -> None:
    # A plural possessive would be a fair closing mark in an article of single quotes, and in nested ones.
    single = "'" in style[1] or "’" in style[1]
    draft.write(draw(st.sampled_from(PLAIN[2:] if single else PLAIN)))


def write_before(draw: st.DrawFn, draft: Draft, style: Style) -> None:
    write_quote(draw, draft, style, draw(st.sampled_from([",", "?", "!"])))
    draft.write(draw(st.sampled_from([" she said.", " said Ana Ruiz.", " Ruiz said, smiling."])))


def write_after(draw: st.DrawFn, draft: Draft, style: Style) -> None:
    draft.write(draw(st.sampled_from(["He said, ", "Ruiz added: ", "And from Ruiz: "])))
    write_quote(draw, draft, style, draw(st.sampled_from([".", "?", "!", " …"])))


def write_inside(draw: st.DrawFn, draft: Draft, style: Style) -> None:
    draft.write("Ruiz praised the ")
    write_quote(draw, draft, style, "")
    draft.write(draw(st.sampled_from([" of it.", ", as it was.", "; he left.", ".", " (twice)."])))


def write_continued(draw: st.DrawFn, draft: Draft, style: Style) -> None:
    """A quote over two paragraphs."""
    start = len(draft.text)
    draft.write(f"{style[0]}{draw(clause)}.")
    draft.outer.append((start, len(draft.text)))
    draft.write("\n\n")
    write_before(draw, draft, style)


def write_quote(draw: st.DrawFn, draft: Draft, style: Style, end: str) -> None:
    start = len(draft.text)
    draft.write(style[0])
    if draw(st.booleans()):
        draft.write(draw(clause))
    else:
        draft.write(draw(clause) + " and ")
        nested = len(draft.text)
        draft.write(style[2] + draw(clause) + style[3])
        draft.inner.append((nested, len(draft.text)))
        draft.write(" " + draw(clause))
    draft.write(end + style[1])
    draft.outer.append((start, len(draft.text)))


@given(drafts())
@settings(max_examples=300, deadline=None)
def test_clean_articles_are_read_as_they_were_written(draft: Draft) -> None:
    reading = read(draft.text)
    assert reading.warnings == ()
    assert [(q.start, q.end) for q in reading.quoted if q.depth == 1] == draft.outer
    assert [(q.start, q.end) for q in reading.quoted if q.depth == 2] == draft.inner
    assert not any(q.repaired for q in reading.quoted)
