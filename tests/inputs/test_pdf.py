"""PDFs: the order of columns, what is left out, words broken at line ends, pages; files without
text."""

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


def in_rows(
    *columns: list[tuple[float, float, float, str]],
) -> list[tuple[float, float, float, str]]:
    return sorted((words for one in columns for words in one), key=lambda words: -words[1])


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    """The order of lines in the file doesn't matter, nor does a title above both columns, nor a
    page that is turned."""
    left, right = column(50, 700, LEFT), column(320, 700, RIGHT)
    for page in ([TITLE, *left, *right], [TITLE, *in_rows(left, right)]):
        for turn in (0, 1):
            assert paragraphs(tmp_path / "a.pdf", pdf_of(page, turn=turn)) == [TITLE[3], *WHOLE]


def test_pages(tmp_path: Path) -> None:
    """Running heads, which differ on facing pages, numbers and footnotes are left out; a paragraph
    goes on."""
    heads = ["The Gazette of Lund", "Chapter 2: Ferries"]
    pages = [
        [
            (50, 770, 8, f"{heads[number % 2]} {number + 10}"),
            *column(50, 700, lines),
            *(NOTE if number == 1 else []),
            (290, 20, 8, f"– {number + 10} –"),
        ]
        for number, lines in enumerate((LEFT, RIGHT, LEFT, RIGHT))
    ]
    pages[1].append((228, 703, 6, "1"))  # the mark of the note, raised, behind "afternoon."
    found = Reading(
        tmp_path / "a.pdf",
        pdf_of(*pages, info="/Title (A ferry) /CreationDate (D:20210304100000Z)"),
    ).only
    assert found.text.split("\n\n") == WHOLE * 2
    starts = [found.text[at:].split()[:2] for at in found.pages]
    assert starts == [["The", "harbour"], ["since", "half"]] * 2
    assert found.meta == {"title": "A ferry", "date": "2021-03-04"}
    assert found.warnings == ()
    assert found.extracted is True


def test_numbers_of_lines_are_left_out(tmp_path: Path) -> None:
    words = ["     Q    When did you hear", "of the leak?", "     A    On Monday. I do not", "know who called me.",
             "          MR. LIND: Objection."]  # fmt: skip
    page = [
        words
        for number, line in enumerate(words)
        for words in (
            (40, 700 - 24 * number, 10, f"{number + 1}"),
            (80 + 5 * (len(line) - len(line.lstrip())), 700 - 24 * number, 10, line.strip()),
        )
    ]
    expected = [
        "Q When did you hear of the leak?",
        "A On Monday. I do not know who called me.",
        "MR. LIND: Objection.",
    ]
    assert paragraphs(tmp_path / "a.pdf", pdf_of(page)) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["It was an extraordi-", "nary winter, she said."], "It was an extraordinary winter, she said."),
        (["It was a well-", "known fact to them all."], "It was a well-known fact to them all."),
        (["The sky-blue boat, the sky-", "blue ferry and more."], "The sky-blue boat, the sky-blue ferry and more."),
        (["The Anglo-", "Saxon ferry of the town."], "The Anglo-Saxon ferry of the town."),
        (["It ran in 1990-", "95 and never afterwards."], "It ran in 1990-95 and never afterwards."),
        (["“No one — not even the may-", "or — knew,” she said."], "“No one — not even the mayor — knew,” she said."),
        (["He went to his home —", "and stayed there."], "He went to his home — and stayed there."),
        (["We were all told it—", "and we believed it."], "We were all told it—and we believed it."),
    ],
)  # fmt: skip
def test_words_at_line_ends(tmp_path: Path, lines: list[str], expected: str) -> None:
    assert Reading(tmp_path / "a.pdf", pdf_of(column(50, 700, lines))).only.text == expected


def test_a_large_initial(tmp_path: Path) -> None:
    beside = column(75, 700, ["HE harbour of Lund", "reopened on Monday"])
    page = [(50, 688, 30, "T"), *beside, *column(50, 676, ["after eleven months."])]
    expected = "THE harbour of Lund reopened on Monday after eleven months."
    assert paragraphs(tmp_path / "a.pdf", pdf_of(page)) == [expected]


def test_scanned_pages(tmp_path: Path) -> None:
    """They are named, and nothing is joined across them."""
    first, last = (
        column(50, 700, [line]) for line in ("The ferry leaves", "and the last one comes")
    )
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
    data = content if isinstance(content, bytes) else content.read_bytes()
    assert Reading(tmp_path / "a.pdf", data, max_chars=500).error.startswith(
        f"{tmp_path / 'a.pdf'}: {reason}"
    )


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
    words = (
        Word("No,", 0, 10, 0, 10),
        Word("”", 10, 12, 0, 10, glued=True),
        Word("she", 15, 25, 0, 10),
    )
    assert PageLine(words, 0, 10).text == "No,” she"
