"""PDFs: the order of columns, what is left out, words broken at line ends, pages; files without
text."""

import re
from pathlib import Path

import pytest
from input_files import Reading
from pdf_files import SCAN, column, pdf_of

from quoteminer.inputs.pdf_page import PageLine, Word
from quoteminer.inputs.pdf_text import join_pages
from quoteminer.types import Article

LEFT = [
    ">The harbour of Lund reopened on Monday", "after eleven months of repairs. “We have",
    "waited for this,” said Ida Brand, the", "mayor.", ">“Nobody told us,” replied Kofi Berg, who",
    "had waited on the quay with forty others",
]  # fmt: skip
RIGHT = [
    "since half past four in the afternoon.", ">The ferry leaves at six, and the next",
    "one at seven, as it did before repairs", "began last summer.",
    ">“It is the last one,” said the captain.", ">Most of them had no umbrella.",
]  # fmt: skip
WHOLE = " ".join([*LEFT, *RIGHT]).removeprefix(">").split(" >")
TITLE = (50.0, 740.0, 18.0, "Ferry leaves at six, and nobody knows about it")
NOTE = [
    (50.0, 60.0, 7.0, "1 Annual report of the Harbour Board, page 12, which has"),
    (50.0, 51.0, 7.0, "the figures of all years."),
]


def paragraphs(path: Path, content: bytes) -> list[str]:
    return Reading(path, content).only.text.split("\n\n")


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    """The order of lines in the file doesn't matter, nor does a title above both columns, nor a
    page that is turned."""
    page = [TITLE, *column(50, 700, LEFT), *column(320, 700, RIGHT)]
    for words in (page, sorted(page, key=lambda words: -words[1])):
        for turned in (False, True):
            content = pdf_of(words, turned=turned)
            assert paragraphs(tmp_path / "a.pdf", content) == [TITLE[3], *WHOLE]


def test_pages(tmp_path: Path) -> None:
    """Running heads, which differ on facing pages, numbers and footnotes are left out; a paragraph
    goes on."""
    heads = ["The Gazette of Lund", "Chapter 2: Ferries"]
    pages = []
    for number, lines in enumerate((LEFT, RIGHT, LEFT, RIGHT), start=10):
        head, foot = (50, 770, 8, f"{heads[number % 2]} {number}"), (290, 20, 8, f"– {number} –")
        pages.append([head, *column(50, 700, lines), foot])
    pages[1] += [*NOTE, (228, 703, 6, "1")]  # its mark, raised, behind "afternoon."
    info = "/Title (A ferry) /CreationDate (D:20210304100000Z)"
    found = Reading(tmp_path / "a.pdf", pdf_of(*pages, info=info)).only
    assert found.text.split("\n\n") == WHOLE * 2
    starts = [found.text[at:].split()[:2] for at in found.pages]
    assert starts == [["The", "harbour"], ["since", "half"]] * 2
    assert found.meta == {"title": "A ferry", "date": "2021-03-04"}
    assert found.warnings == ()
    assert found.extracted is True


def test_numbers_of_lines_are_left_out(tmp_path: Path) -> None:
    lines = [
        (105, "Q    When did you hear"), (80, "of the leak?"), (105, "A    On Monday. I do not"),
        (80, "know who called me."), (130, "MR. LIND: Objection."),
    ]  # fmt: skip
    page = []
    for number, (left, words) in enumerate(lines):
        base = 700 - 24 * number
        page += [(40, base, 10, f"{number + 1}"), (left, base, 10, words)]
    assert paragraphs(tmp_path / "a.pdf", pdf_of(page)) == [
        "Q When did you hear of the leak?", "A On Monday. I do not know who called me.",
        "MR. LIND: Objection.",
    ]  # fmt: skip


@pytest.mark.parametrize(("lines", "joined"), [
    ("It was an extraordi-|nary winter, she said.", "extraordinary"),
    ("It was a well-|known fact to them all.", "well-known"),
    ("The sky-blue boat, the sky-|blue ferry and more.", "sky-blue"),
    ("The Anglo-|Saxon ferry of the town.", "Anglo-Saxon"),
    ("It ran in 1990-|95 and never afterwards.", "1990-95"),
    ("“No one — not even the may-|or — knew,” she said.", "mayor"),
    ("He went to his home —|and stayed there.", "— and"),
    ("We were all told it—|and we believed it.", "it—and"),
])  # fmt: skip
def test_words_at_line_ends(tmp_path: Path, lines: str, joined: str) -> None:
    page = column(50, 700, lines.split("|"))
    expected = re.sub(r"\S+\|\S+", joined, lines)
    assert Reading(tmp_path / "a.pdf", pdf_of(page)).only.text == expected


def test_a_large_initial(tmp_path: Path) -> None:
    beside = column(75, 700, ["HE harbour of Lund", "reopened on Monday"])
    page = [(50, 688, 30, "T"), *beside, *column(50, 676, ["after eleven months."])]
    expected = "THE harbour of Lund reopened on Monday after eleven months."
    assert paragraphs(tmp_path / "a.pdf", pdf_of(page)) == [expected]


def test_scanned_pages(tmp_path: Path) -> None:
    """They are named, and nothing is joined across them."""
    first, last = column(50, 700, ["The ferry leaves"]), column(50, 700, ["and the last one comes"])
    found = Reading(tmp_path / "a.pdf", pdf_of(first, [SCAN], [], last)).only
    assert found.text == "The ferry leaves\n\nand the last one comes"
    assert found.pages == (0, 18, 18, 18)
    (warning,) = found.warnings
    told = "Page 2 has images in place of text, which are not read. Recognise its text first"
    assert warning.message.startswith(told)


@pytest.mark.parametrize(("content", "reason"), [
    (pdf_of([SCAN], [SCAN]), "is a PDF without text: its pages are images, as a scanner makes them. Recognise"),
    (pdf_of([], []), "is a PDF without text: its pages are empty."),
    (pdf_of(column(50, 700, LEFT))[:200], "is a damaged PDF (Failed to load document"),
    (b"%PDF-1.7\n", "is a damaged PDF"),
    (Path(__file__).with_name("password.pdf"), "has a password. Save it without one: qpdf --decrypt"),
    (pdf_of(*[column(50, 700, LEFT)] * 3), "the article has 625 characters, more than the 500"),
    (pdf_of(*[column(50, 700, LEFT)] * 9), "the PDF has more than 500 characters."),
])  # fmt: skip
def test_files_without_an_article(tmp_path: Path, content: bytes | Path, reason: str) -> None:
    path, data = tmp_path / "a.pdf", content if isinstance(content, bytes) else content.read_bytes()
    assert Reading(path, data, max_chars=500).error.startswith(f"{path}: {reason}")


def test_the_page_of_a_position() -> None:
    article = Article("abcdef", (), pages=(0, 2, 2, 5))
    assert [article.page_at(position) for position in range(6)] == [1, 1, 3, 3, 3, 4]
    assert Article("abc", ()).page_at(1) is None


def test_no_layout_takes_long() -> None:
    """Thousands of words in any places, and columns within columns."""
    lefts = [float(at * 7919 % 600) for at in range(2000)]
    words = [Word("a", left, left + 5, float(at % 400), 10.0) for at, left in enumerate(lefts)]
    rows = []
    for at in range(600):
        column, indent = 300 * (at % 2), 40 * (at // 40 % 2)
        rows.append(Word("word", 50.0 + column + indent, 220.0 + column, 9e3 - at // 2 * 12, 10.0))
    for page in (words, rows):
        assert sorted(join_pages([page])[0].split()) == sorted(word.text for word in page)


def test_a_line_is_its_words() -> None:
    mark = Word("”", 10, 12, 0, 10, glued=True)
    words = (Word("No,", 0, 10, 0, 10), mark, Word("she", 15, 25, 0, 10))
    assert PageLine(words, 0, 10).text == "No,” she"
