"""Texts whose lines are numbered, as court reporters export them."""

from pathlib import Path

import pytest

from quoteminer.inputs import read_inputs
from quoteminer.text.article import article_of
from quoteminer.transcripts.numbered_lines import without_line_numbers

WORDS = [
    "     THE COURT:  Good morning.  Is the witness",
    "here, and has she been told that she may have a", "glass of water?",
    "     MS. HALE:  She is, Your Honor.", "", "     Q.   Did you say that the ferry",
    "was late on the day of the storm, and that nobody", "was told of it?",
    "     A.   I said that it may have been an hour", "late, no more than that.  I",
]  # fmt: skip
LAST = ["wrote it down in 2019.", "     Q.   Thank you."]


def numbered(words: list[str]) -> str:
    return "\n".join(f"{number:>3}  {line}" for number, line in enumerate(words, 1))


TEXT = (
    f"Cover\n\n{numbered(WORDS)}\n\n      141\n\n{numbered(WORDS)}\nReported by Quay"
    f" Ltd\n{numbered(LAST)}\n\nIndex"
)


def test_numbers_and_what_stands_between_pages_are_left_out(tmp_path: Path) -> None:
    plain = without_line_numbers(TEXT)
    assert plain is not None
    assert plain.split() == ["Cover", *" ".join([*WORDS, *WORDS, *LAST]).split(), "Index"]
    assert "I\n  wrote it down in 2019." in plain
    path = tmp_path / "day 3.txt"
    path.write_text(TEXT, "utf-8")
    (read,) = read_inputs([str(path)])
    assert (read.text, read.extracted) == (plain, True)  # type: ignore[union-attr]
    transcript = article_of(TEXT).transcript
    assert transcript is not None
    assert [speaker.name for speaker in transcript.speakers] == ["THE COURT", "HALE", "A"]


@pytest.mark.parametrize("text", [
    "\n".join(WORDS * 3),
    "\n".join(f"{number} Ana Silva, Porto, in 2:{number}" for number in range(1, 40)),
    "\n".join(f"{number * 7 % 90} of them came late" for number in range(1, 40)),
    numbered(WORDS),
], ids=["without numbers", "a list", "numbers in no order", "too few"])  # fmt: skip
def test_other_texts_stay(text: str) -> None:
    assert without_line_numbers(text) is None
