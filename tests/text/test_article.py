"""Paragraphs: where they are, and what they are by their form."""

import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.text.article import INVISIBLE, make_article, paragraph_spans, readable, unwrapped

FIRST = (
    "The harbour master closed the eastern quay on Monday after a crane shed two of its"
    " counterweights, and said that nobody would be let back in before the other three had been"
    " looked at by an engineer from the mainland."
)
SECOND = (
    "Fishermen who had landed their catch before dawn were told to leave it on the ice; most of"
    " them did not, and by noon a line of vans stood as far as the church, waiting for somebody to"
    " open the barrier and look the other way."
)
THIRD = (
    "The engineer is expected on the evening ferry, which has been late on four of the last five"
    " days because of a fault in its bow door, and will begin her work on the following morning if"
    " the wind allows."
)


def paragraphs(text: str) -> list[str]:
    """The paragraphs' words, however their lines were broken."""
    return [" ".join(text[start:end].split()) for start, end in paragraph_spans(text)]


def wrapped(*texts: str, width: int = 72, between: str = "\n\n") -> str:
    return between.join(textwrap.fill(text, width, break_on_hyphens=False) for text in texts)


@pytest.mark.parametrize(("text", "expected"), [
    ("", []),
    (" \n\t\n\xa0\n", []),
    ("One.", ["One."]),
    ("One.\n\nTwo.", ["One.", "Two."]),
    ("One.\n  \t \nTwo.", ["One.", "Two."]),
    ("One.\nTwo.\nThree.", ["One.", "Two.", "Three."]),
    ("One.\r\n\r\nTwo.\r\n", ["One.", "Two."]),
    ("One.\r\nTwo.", ["One.", "Two."]),
    ("One.\rTwo.", ["One.", "Two."]),
    ("One.\u2029Two.\u2028Three.\x0bFour.\x0cFive.\x85Six.", ["One.", "Two.", "Three.", "Four.", "Five.", "Six."]),
    ("\n\n  One.  \n\n\n\n  Two.  \n", ["One.", "Two."]),
    ("\ufeff\u200bOne.\u200b\n\u200b\nTwo.\xad", ["One.", "Two."]),
    ("A sentence that was broken\nin the middle.\nAnother.", ["A sentence that was broken in the middle.", "Another."]),
    ("“We left,” she said,\nand shut the door.", ["“We left,” she said, and shut the door."]),
    ("- first\n- second\n- third", ["- first", "- second", "- third"]),
    ("\x00", ["\x00"]),
    ("a\ud800\n\n\udfffb", ["a\ud800", "\udfffb"]),
])  # fmt: skip
def test_line_breaks(text: str, expected: list[str]) -> None:
    assert paragraphs(text) == expected


@pytest.mark.parametrize("width", [40, 60, 65, 72, 80, 100])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_wrapped_lines_are_joined(width: int, newline: str) -> None:
    text = wrapped(FIRST, SECOND, THIRD, width=width).replace("\n", newline)
    assert paragraphs(text) == [FIRST, SECOND, THIRD]


THREE = [FIRST, SECOND, THIRD]
INDENTED = "\n".join(
    textwrap.fill(one, 72, initial_indent="    ", break_on_hyphens=False) for one in THREE
)


@pytest.mark.parametrize(("text", "expected"), [
    (wrapped(*THREE, width=70, between="\n"), THREE),
    (INDENTED, THREE),
    ("\n".join(THREE), THREE),
    ("Quay closed\n" + wrapped(FIRST, SECOND) + "\n\n- the crane\n- the ice",
     ["Quay closed", FIRST, SECOND, "- the crane", "- the ice"]),
], ids=["without blank lines", "indented", "long lines", "a headline and a list"])  # fmt: skip
def test_paragraphs_without_blank_lines(text: str, expected: list[str]) -> None:
    assert paragraphs(text) == expected


def test_a_break_inside_a_paragraph_is_read_as_a_space() -> None:
    text = "Head\n\nthe quay was shut when\r\nno one said\n\nLast."
    article = make_article(text)
    read = unwrapped(article)
    assert read.text == "Head\n\nthe quay was shut when  no one said\n\nLast."
    assert (read.paragraphs, article.text) == (article.paragraphs, text)
    assert unwrapped(read) is read


def test_what_is_passed_on_and_odd_characters_are_told() -> None:
    article = make_article("a\0b\ud800c\0", id="a", source="a.txt", meta={"desk": "city"})
    assert (article.id, article.source, article.meta) == ("a", "a.txt", {"desk": "city"})
    warnings = [(one.code, one.start, one.end) for one in article.warnings]
    assert warnings == [("nul-characters", 1, 2), ("lone-surrogates", 3, 4)]
    assert article.text == "a\0b\ufffdc\0"
    assert readable("a\0b\ud800c\udfff é") == "a\ufffdb\ufffdc\ufffd é"


ODD = st.sampled_from("aA1 .,:;—-“”\"'\n\n\n\r\t\u2028\xa0\ufeff\0\ud800")


@given(st.text(ODD | st.characters(codec=None), max_size=300))
def test_paragraphs_cover_all_that_is_visible(text: str) -> None:
    article = make_article(text)
    assert article.text == text
    at, outside = 0, []
    for paragraph in article.paragraphs:
        assert at <= paragraph.start < paragraph.end
        assert text[paragraph.start] not in INVISIBLE
        assert text[paragraph.end - 1] not in INVISIBLE
        outside.append(text[at : paragraph.start])
        at = paragraph.end
    outside.append(text[at:])
    assert not "".join(outside).strip(INVISIBLE)


LINES = st.sampled_from([FIRST, SECOND, THIRD, "Short one.", "“No,” he said."])


@given(st.lists(LINES, min_size=1, max_size=8))
def test_blank_lines_always_part(texts: list[str]) -> None:
    assert paragraphs(wrapped(*texts)) == texts
    assert paragraphs("\n\n".join(texts)) == texts


BODY = (
    "The harbour master closed the eastern quay on Monday after a crane shed two of its"
    " counterweights into the sea."
)
MORE = "“Nobody goes in before it is safe,” he said, and had the barrier chained."
TABLE = Path(__file__).with_name("kinds.tsv").read_text("utf-8").splitlines()[1:]
"""Lines, the places where they are looked at, and what they are there; "-byline": anything but a
byline."""


def kinds(*texts: str) -> list[str]:
    return [paragraph.kind for paragraph in make_article("\n\n".join(texts)).paragraphs]


def kind_at(place: str, line: str) -> str:
    if place == "top":
        return kinds(line, BODY, MORE)[0]
    if place == "inside":
        return kinds("Quay closed", BODY, MORE, line, BODY, MORE)[3]
    return kinds("Quay closed", BODY, MORE, BODY, MORE, line)[-1]


@pytest.mark.parametrize(("places", "kind", "line"), [row.split("\t") for row in TABLE])
def test_kind_of_a_line(places: str, kind: str, line: str) -> None:
    for place in places.split():
        found = kind_at(place, line)
        assert found != kind[1:] if kind.startswith("-") else found == kind


@pytest.mark.parametrize(("texts", "expected"), [
    (["Quay closed", "Crane sheds two weights", "By Ana Pinto", "BODY", "MORE"], "headline headline byline body body"),
    (["Quay closed after crane sheds weights"], "body"),
    (["Quay closed", "BODY", "MORE", "The vans waited"], "headline body body body"),
    (["Quay closed", "BODY", "A sentence that", "goes on here without a reason."], "headline body body body"),
    (["Quay closed", "BODY", "Ana Pinto wrote:", "No ships today", "MORE"], "headline body body body body"),
    (["Quay closed", "BODY", "“Why not now”", "“It is late,” he said.", "MORE"], "headline body body body body"),
    (["Quay closed", "BODY", "MORE", "Sources", "Ana Pinto. “Quay closed”. Gazette, 3 May.", "https://a.example"],
     "headline body body sources sources sources"),
])  # fmt: skip
def test_kinds_of_neighbours(texts: list[str], expected: str) -> None:
    lines = [{"BODY": BODY, "MORE": MORE}.get(text, text) for text in texts]
    assert kinds(*lines) == expected.split()


def test_the_seed_article(root: Path) -> None:
    text = (root / "samples/china-manufacturing.txt").read_text("utf-8")
    paragraphs = [one for one in make_article(text).paragraphs if one.kind != "body"]
    assert [(one.kind, text[one.start : one.end][:20]) for one in paragraphs] == [
        ("dateline", "date 2023-06-11"), ("caption", "This photo taken on "),
        ("heading", "“Important Driver”"), ("sources", "Sources 1/ https://G"),
    ]  # fmt: skip
