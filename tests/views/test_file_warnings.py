"""What was odd, in a line for each file."""

from __future__ import annotations

import pytest

from quoteminer.text.article import make_article
from quoteminer.types import Warning
from quoteminer.views.summary import FileWarnings


@pytest.mark.parametrize(
    ("articles", "expected"),
    [
        ([("a.txt", "a", [])], []),
        ([("a.txt", "a", [Warning("encoding", "A guess.")])], ["a.txt: A guess."]),
        (
            [("a.txt", "a", [Warning("encoding", "A guess."), Warning("mark", "Odd.", 7), Warning("mark", "Odd.", 9)])],
            ["a.txt: A guess. Odd (at character 7, the first of 2)."],
        ),
        (
            [("a.csv", "x", []), ("a.csv", "y", [Warning("mark", "Odd.", 7)]), ("b.txt", "b", [Warning("n", "No.")])],
            ["a.csv: Odd (in y, at character 7).", "b.txt: No."],
        ),
        (
            [(f"{number}.txt", "a", [Warning("n", "No.")]) for number in range(23)],
            [f"{number}.txt: No." for number in range(20)] + ["3 more files had warnings: see the records."],
        ),
    ],
)
def test_lines(articles: list[tuple[str, str, list[Warning]]], expected: list[str]) -> None:
    told: list[str] = []
    files = FileWarnings(told.append)
    for source, id, warnings in articles:
        files.add(make_article("", id=id, source=source, warnings=warnings))
    files.close()
    assert told == expected
