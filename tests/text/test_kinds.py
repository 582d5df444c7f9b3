"""What a paragraph is, by its form."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoteminer.text.article import make_article

BODY = "The harbour master closed the eastern quay on Monday after a crane shed two of its counterweights into the sea."
MORE = "“Nobody goes in before it is safe,” he said, and had the barrier chained."
TABLE = Path(__file__).with_name("kinds.tsv").read_text("utf-8").splitlines()[1:]
"""Lines, the places where they are looked at, and what they are there; "-byline": anything but a byline."""


def kinds(*texts: str) -> list[str]:
    return [paragraph.kind for paragraph in make_article("\n\n".join(texts)).paragraphs]


def kind_at(place: str, line: str) -> str:
    if place == "top":
        return kinds(line, BODY, MORE)[0]
    if place == "inside":
        return kinds("Quay closed", BODY, MORE, line, BODY, MORE)[3]
    return kinds("Quay closed", BODY, MORE, BODY, MORE, line)[-1]


@pytest.mark.parametrize(("places", "kind", "line"), [row.split("\t") for row in TABLE], ids=lambda value: value[:40])
def test_kind_of_a_line(places: str, kind: str, line: str) -> None:
    for place in places.split():
        found = kind_at(place, line)
        assert found != kind[1:] if kind.startswith("-") else found == kind


SOURCES = ["Sources", "Ana Pinto. “Quay closed”. Gazette, 3 May.", "https://a.example"]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Quay closed", "Crane sheds two weights", "By Ana Pinto", BODY, MORE], "headline headline byline body body"),
        (["Quay closed after crane sheds weights"], "body"),
        (["Quay closed", BODY, MORE, "The vans waited"], "headline body body body"),
        (["Quay closed", BODY, "A sentence that", "goes on here without a reason."], "headline body body body"),
        (["Quay closed", BODY, MORE, *SOURCES], "headline body body sources sources sources"),
    ],
    ids=["two headlines", "a line alone", "no heading at the end", "no heading in a sentence", "a list of sources"],
)
def test_kinds_of_neighbours(texts: list[str], expected: str) -> None:
    assert kinds(*texts) == expected.split()


def test_the_seed_article(root: Path) -> None:
    text = (root / "samples/china-manufacturing.txt").read_text("utf-8")
    found = [(one.kind, text[one.start : one.end][:20]) for one in make_article(text).paragraphs if one.kind != "body"]
    assert found == [
        ("dateline", "date 2023-06-11"),
        ("caption", "This photo taken on "),
        ("heading", "“Important Driver”"),
        ("sources", "Sources 1/ https://G"),
    ]
