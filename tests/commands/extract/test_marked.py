"""Articles with marked quotes, the colours of speakers, and terminals with few letters."""

import io
import re
from dataclasses import replace

import pytest
from fake_miner import record_of
from hypothesis import example, given
from hypothesis import strategies as st
from rich.color import Color
from rich.console import Console

from quoteminer.cli.letters import PLAINER, one_line
from quoteminer.cli.look import FEW_COLOURS, GLUE, SPEAKER_COLOURS, Look
from quoteminer.commands.extract.marked import REACH, Marked, context_text, marked_text, quote_marks
from quoteminer.text.article import make_article

LOOK = Look(80)
TEXT = "abcdefghij"


@pytest.mark.parametrize(("marks", "shown"), [
    ([], "abcdefghij"),
    ([[0, 3, "1"]], "⟦1_abc⟧defghij"),
    ([[0, 10, ""]], "⟦abcdefghij⟧"),
    ([[0, 8, "1"], [2, 5, "2"]], "⟦1_ab⟦2_cde⟧fgh⟧ij"),
    ([[2, 5, "2"], [2, 8, "1"]], "ab⟦1_⟦2_cde⟧fgh⟧ij"),
    ([[0, 5, "1"], [2, 5, "2"]], "⟦1_ab⟦2_cde⟧⟧fghij"),
    ([[0, 5, "1"], [3, 8, "2"]], "⟦1_abc⟦2_de1⟧fgh⟧ij"),
    ([[0, 3, "1"], [3, 6, "2"]], "⟦1_abc⟧⟦2_def⟧ghij"),
    ([[0, 3, "1"], [5, 7, "1"]], "⟦1_abc⟧de⟦1_fg⟧hij"),
    ([[-5, 2, "1"], [8, 40, "2"], [20, 30, "3"]], "⟦1_ab⟧cdefgh⟦2_ij⟧"),
    ([[0, 3, None], [1, 2, "1"]], "a⟦1_b⟧cdefghij"),
    ([[0, 3, "1"], [2, 5, None]], "⟦1_abc⟧defghij"),
])  # fmt: skip
def test_marks(marks: list[tuple[int, int, str | None]], shown: str) -> None:
    made = [Marked(start, end, "", number) for start, end, number in marks]
    assert marked_text(TEXT, (0, 10), made, LOOK).plain.replace(GLUE, "_") == shown
    ascii = replace(LOOK, encoding="ascii", marks=("[[", "]]"))
    expected = shown.replace("⟦", "[[").replace("⟧", "]]")
    assert marked_text(TEXT, (0, 10), made, ascii).plain.replace(GLUE, "_") == expected


@given(
    st.lists(
        st.tuples(st.integers(-2, 12), st.integers(-2, 12), st.sampled_from(["1", "2", "", None]))
    )
)
def test_every_mark_opens_and_closes_and_no_word_is_lost(
    marks: list[tuple[int, int, str | None]],
) -> None:
    made = [Marked(start, end, "", number) for start, end, number in marks]
    shown = marked_text(TEXT, (1, 9), made, LOOK).plain
    inside = [one for one in marks if one[2] is not None and max(one[0], 1) < min(one[1], 9)]
    assert shown.count("⟦") == shown.count("⟧") == len(inside)
    assert re.sub(f"⟦([12]{GLUE})?|[12]?⟧", "", shown) == TEXT[1:9]


def test_styles_are_laid_over_each_other() -> None:
    shown = marked_text(TEXT, (0, 10), [Marked(0, 5, "red"), Marked(3, 8, "underline")], LOOK)
    styles = [str(shown.get_style_at_offset(Console(), at)) for at in (0, 4, 6, 9)]
    assert styles == ["red", "underline red", "underline", "none"]


FILL = "The rain went on and nobody left. "


@pytest.mark.parametrize(("before", "behind", "shown"), [
    ("", "", "⟦“No,”⟧ said Ana Pinto."),
    ("First.\n\nThen ", " And then.\n\nLast.", "Then ⟦“No,”⟧ said Ana Pinto. And then."),
    (FILL * 7, " " + FILL * 7, f"{FILL * 7}⟦“No,”⟧ said Ana Pinto. {(FILL * 7).strip()}"),
    (FILL * 9, " " + FILL * 9, f"… {FILL * 7}⟦“No,”⟧ said Ana Pinto. {(FILL * 7).strip()} …"),
    ("word " * 99, "", f"… {'word ' * 48}⟦“No,”⟧ said Ana Pinto."[:2] + "word " * 47 + "⟦“No,”⟧ said Ana Pinto."),
    ("x" * 999, "", f"… {'x' * REACH}⟦“No,”⟧ said Ana Pinto."),
])  # fmt: skip
def test_what_stands_around(before: str, behind: str, shown: str) -> None:
    record = record_of(make_article(f"{before}“No,” said Ana Pinto.{behind}"))
    assert record.text
    paragraphs = make_article(record.text).paragraphs
    assert context_text(record.text, paragraphs, record.quotes[0], LOOK).plain == shown


def test_parts_of_several_paragraphs_and_a_source_that_is_far() -> None:
    text = "“One.\n\nTwo,” said Ana Pinto.\n\nThree."
    record = record_of(make_article("“One.” said Ana Pinto."))
    quote = replace(
        record.quotes[0], start=0, end=12, spans=((0, 5), (7, 12)), cue=None, mention=None
    )
    paragraphs = make_article(text).paragraphs
    assert context_text(text, paragraphs, quote, LOOK).plain == "⟦“One.⟧\n⟦Two,”⟧ said Ana Pinto."
    assert record.quotes[0].mention
    far = replace(quote, mention=replace(record.quotes[0].mention, start=900, end=910))
    assert context_text(text, paragraphs, far, LOOK).plain == "⟦“One.⟧\n⟦Two,”⟧ said Ana Pinto."


@pytest.mark.parametrize(("between", "parts"), [(" ", 1), ("", 1), ("\n", 2), (" he ", 2)])
def test_parts_with_only_a_space_between_are_one(between: str, parts: int) -> None:
    text = f"one{between}two"
    quote = replace(
        record_of(make_article("“No,” said Ana Pinto.")).quotes[0],
        spans=((0, 3), (len(text) - 3, len(text))),
    )
    assert len(quote_marks(text, quote, LOOK, "")) == parts


TERMINALS = {"black": "#000000", "white": "#ffffff", "dark": "#1e1e1e", "solarized dark": "#002b36"}
TERMINALS |= {"solarized light": "#fdf6e3", "ubuntu": "#300a24"}


def luminance(name: str) -> float:
    """WCAG 2: https://www.w3.org/TR/WCAG21/#dfn-relative-luminance."""
    parts = [value / 255 for value in Color.parse(name).get_truecolor()]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("terminal", TERMINALS)
@pytest.mark.parametrize("colour", SPEAKER_COLOURS)
def test_colours_can_be_read_on_light_and_dark(colour: str, terminal: str) -> None:
    assert contrast(colour, TERMINALS[terminal]) >= (3.5 if terminal in ("black", "white") else 3)


def test_colours_differ() -> None:
    assert len(set(SPEAKER_COLOURS)) == len(SPEAKER_COLOURS) >= 12
    for first, second in zip(
        SPEAKER_COLOURS, (*SPEAKER_COLOURS[1:], SPEAKER_COLOURS[0]), strict=True
    ):
        one, other = Color.parse(first).get_truecolor(), Color.parse(second).get_truecolor()
        assert sum(abs(a - b) for a, b in zip(one, other, strict=True)) > 150


@pytest.mark.parametrize(("system", "no_color", "colours"), [
    ("truecolor", False, SPEAKER_COLOURS),
    ("256", False, SPEAKER_COLOURS),
    ("standard", False, FEW_COLOURS),
    ("windows", False, FEW_COLOURS),
    ("256", True, ()),
    (None, False, ()),
])  # fmt: skip
def test_what_a_console_has(system: str | None, no_color: bool, colours: tuple[str, ...]) -> None:
    console = Console(
        file=io.StringIO(), color_system=system, no_color=no_color, width=70, legacy_windows=False
    )  # type: ignore[arg-type]
    look = Look.of(console, console.options)
    assert (look.colours, look.width, look.marks) == (colours, 70, ("⟦", "⟧"))
    assert look.colour(None) == ""
    assert look.colour(len(colours)) == look.colour(0) == (colours[0] if colours else "")


ENCODINGS = ["ascii", "latin-1", "cp1252", "cp437", "koi8-r", "shift_jis", "utf-8", "utf-16"]


@pytest.mark.parametrize(("encoding", "text", "shown"), [
    ("utf-8", "“No — é, 我们 [x]”", "“No — é, 我们 [x]”"),
    ("utf-8", "a\n\t b\xa0\u2003c\u2028d", "a b c d"),
    ("utf-8", "a\x1b[31m\x07b\u202ec\u061cd\ud800", "a�[31m�b�c�d�"),
    ("utf-8", "soft\xadly \ufeffhere\u200b", "softly here"),
    ("ascii", "“No,” ‘he’ said — or wrote – it … « oui »", "\"No,\" 'he' said -- or wrote - it ... << oui >>"),
    ("ascii", "Zoë Ångström, Łódź, Þór, Strauß, ﬁne", "Zoe Angstrom, Lodz, Thor, Strauss, fine"),
    ("ascii", "été", "ete"),
    ("ascii", "£5, €6½", "GBP 5, EUR 61/2"),
    ("ascii", "王 小明, ليلى �", "? ??, ???? ?"),
    ("latin-1", "“Zoë” – Łódź", '"Zoë" - Lódz'),
    ("cp1252", "“Zoë” – Łódź …", "“Zoë” – Lódz …"),
    ("cp437", "“Zoë” ─ ñ", '"Zoë" ─ ñ'),
    ("shift_jis", "小明 é", "小明 e"),
])  # fmt: skip
def test_letters(encoding: str, text: str, shown: str) -> None:
    assert one_line(text, encoding) == shown


@given(st.text(st.characters(codec=None)), st.sampled_from(ENCODINGS))
def test_any_text_can_be_written_on_one_line(text: str, encoding: str) -> None:
    line = one_line(text, encoding)
    line.encode(encoding)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029]", line)
    assert one_line(line, encoding) == line


@given(st.text(st.characters(codec="utf-8")), st.sampled_from(ENCODINGS[:-2]))
@example("é", "koi8-r")
@example("§", "cp437")
def test_a_stream_writes_whatever_comes(text: str, encoding: str) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, errors=PLAINER, newline="")
    stream.write(text)
    stream.flush()
    kept = "".join(letter for letter in text if letter.encode(encoding, "ignore"))
    written = iter(raw.getvalue().decode(encoding))
    assert all(letter in written for letter in kept)  # in that order
