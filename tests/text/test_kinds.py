"""What a paragraph is, by its form."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoteminer.text.article import make_article

BODY = "The harbour master closed the eastern quay on Monday after a crane shed two of its counterweights into the sea."
MORE = "“Nobody goes in before it is safe,” he said, and had the barrier chained."


def kinds(*texts: str) -> list[str]:
    return [paragraph.kind for paragraph in make_article("\n\n".join(texts)).paragraphs]


def kind_at_top(line: str) -> str:
    return kinds(line, BODY, MORE)[0]


def kind_inside(line: str) -> str:
    return kinds("Quay closed", BODY, MORE, line, BODY, MORE)[3]


def kind_at_end(line: str) -> str:
    return kinds("Quay closed", BODY, MORE, BODY, MORE, line)[-1]


@pytest.mark.parametrize(
    "line",
    [
        "Quay closed after crane sheds weights",
        "Mayor: the quay ‘will not reopen’",
        "‘Nothing left to stand on’",
        "What now for the harbour?",
        "Harbour Master Closes Eastern Quay.",
        "# Quay closed",
    ],
)
def test_headline(line: str) -> None:
    assert kind_at_top(line) == "headline"


@pytest.mark.parametrize(
    "line",
    [
        "The quay is closed.",
        "“I will not open it.”",
        "“The quay is closed,” the harbour master said",
        "Q: Why did you close the quay?",
        "The harbour master said:",
        "- the crane",
        "“Thirty years? Build me a bench.” — Giuseppe Marchetti, retired deckhand",
        BODY,
    ],
)
def test_no_headline(line: str) -> None:
    assert kind_at_top(line) == "body"


def test_headline_and_the_line_under_it() -> None:
    assert kinds("Quay closed", "Crane sheds two weights", "By Ana Pinto", BODY, MORE)[:4] == [
        "headline",
        "headline",
        "byline",
        "body",
    ]


def test_a_line_alone_is_body() -> None:
    assert kinds("Quay closed after crane sheds weights") == ["body"]


@pytest.mark.parametrize(
    "line", ["Important driver", "“Important Driver”", "‘A second life’", "What the law says now", "## Next"]
)
def test_heading(line: str) -> None:
    assert kind_inside(line) == "heading"


@pytest.mark.parametrize(
    "line",
    [
        "“Never.”",
        "“Never,” he said.",
        "“Why should I?”",
        "He left.",
        "the vans waited",
        "Ana Pinto said",
        "— Giuseppe Marchetti, retired deckhand",
        "“Build me a bench.” — Giuseppe Marchetti",
        "Q: And then",
        "* first",
    ],
)
def test_no_heading(line: str) -> None:
    assert kind_inside(line) == "body"


def test_no_heading_at_the_end_or_before_the_rest_of_a_sentence() -> None:
    assert kind_at_end("The vans waited") == "body"
    assert kinds("Quay closed", BODY, "A sentence that", "goes on here without a reason.", MORE)[2] == "body"


@pytest.mark.parametrize(
    "line",
    [
        "By Ana Pinto",
        "By ANA PINTO and Kofi van der Berg",
        "by Ana Pinto, Staff Writer",
        "By Ana Pinto | The Harbour Gazette",
        "Words by Ana Pinto",
        "Ana Pinto, Staff Writer",
        "Ana Pinto | Associated Press",
        "Ana Pinto, special to The Gazette",
        "(Reporting by Ana Pinto; Editing by Kofi Berg.)",
        "Reuters",
        "Follow Ana Pinto on Twitter @anapinto",
    ],
)
def test_byline(line: str) -> None:
    assert kind_at_top(line) == "byline"
    assert kind_at_end(line) == "byline"


@pytest.mark.parametrize(
    "line", ["By Monday the quay was open again.", "By the harbour, vans waited", "Ana Pinto, reporter, left."]
)
def test_no_byline(line: str) -> None:
    assert kind_at_top(line) != "byline"


@pytest.mark.parametrize(
    "line",
    [
        "Wednesday, July 10, 2019",
        "date 2023-06-11",
        "Published 12 June 2023 at 14:05 GMT",
        "Updated 3:45 p.m. EDT, Oct. 3, 2021",
        "11:20 p.m.",
        "3 hours ago",
        "BEIJING, May 26",
    ],
)
def test_date_line(line: str) -> None:
    assert kind_at_top(line) == "dateline"


@pytest.mark.parametrize("line", ["12", "May", "Ferry 2019", "The 1980s", "June Carter, 62"])
def test_no_date_line(line: str) -> None:
    assert kind_at_top(line) != "dateline"


@pytest.mark.parametrize(
    "line",
    [
        "[Photo/Xinhua]",
        "This photo taken on May 26 shows vans at the barrier. [Photo/Xinhua]",
        "This file photo taken on May 26 shows vans at the barrier.",
        "File photo of the eastern quay",
        "Image caption The crane had been checked in March",
        "Vans at the barrier. Image: Kofi Berg (flickr).",
        "Photo: Kofi Berg",
        "Kofi Berg/Reuters",
        "Vans wait at the barrier (AP Photo/Kofi Berg)",
        "Kofi Berg via Getty Images",
    ],
)
def test_caption(line: str) -> None:
    assert kind_at_top(line) == "caption"
    assert kind_inside(line) == "caption"


@pytest.mark.parametrize(
    "line",
    [
        "The photo shows the minister at the wheel, his office said on Monday.",
        "Photographs were not allowed, he said.",
        "“This photo taken on May 26 is a fake,” he said.",
        "Video captured two men at the crane. A report alleged that they had no right to be there.",
    ],
)
def test_no_caption(line: str) -> None:
    assert kind_inside(line) == "body"


@pytest.mark.parametrize(
    "line",
    [
        "Sources 1/ https://one.example/ 2/ https://www.two.example/a/b.html",
        "Source: Harbour Gazette",
        "Sources: Reuters, AP",
        "Read more: Ferry late again",
        "Read more about the ferry",
        "https://one.example/a?b=c",
        "1. https://one.example/ 2. www.two.example",
        "Related",
    ],
)
def test_sources(line: str) -> None:
    assert kind_at_end(line) == "sources"


@pytest.mark.parametrize(
    "line",
    ["Sources within the port told the paper that he had left.", "Source familiar with the talks: “It is over.”"],
)
def test_no_sources(line: str) -> None:
    assert kind_at_end(line) == "body"


def test_what_follows_a_list_of_sources_belongs_to_it() -> None:
    listed = ["Sources", "Ana Pinto. “Quay closed”. Gazette, 3 May.", "https://a.example"]
    assert kinds("Quay closed", BODY, MORE, *listed)[3:] == ["sources"] * 3


def test_the_seed_article(root: Path) -> None:
    text = (root / "samples/china-manufacturing.txt").read_text("utf-8")
    found = [(one.kind, text[one.start : one.end][:20]) for one in make_article(text).paragraphs if one.kind != "body"]
    assert found == [
        ("dateline", "date 2023-06-11"),
        ("caption", "This photo taken on "),
        ("heading", "“Important Driver”"),
        ("sources", "Sources 1/ https://G"),
    ]
