"""Transcripts in plain text: which texts are some, who speaks where and when, and who is meant by
the labels."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from quoteminer.records import PART_SEPARATOR
from quoteminer.text.article import find_paragraphs, make_article
from quoteminer.types import Transcript, TranscriptSpeaker

HERE = Path(__file__).parent


def cases(file: str) -> dict[str, str]:
    """Return the texts of a file by their names, which stand behind "=== "."""
    parts = (HERE / file).read_text("utf-8").split("\n=== ")[1:]
    return {name: text.rstrip("\n") for name, _, text in (part.partition("\n") for part in parts)}


CASES = {name: text.split("\n---\n") for name, text in cases("transcripts.txt").items()}


def read(text: str) -> Transcript | None:
    return make_article(text).transcript


@pytest.mark.parametrize(("text", "turns"), CASES.values(), ids=CASES)
def test_turns(text: str, turns: str) -> None:
    transcript = read(text)
    assert transcript is not None
    assert [
        " | ".join(
            (
                "*" if turn.speaker is None else transcript.speakers[turn.speaker].name,
                "-" if (time := transcript.time_at(turn.start)) is None else f"{time:g}",
                PART_SEPARATOR.join(" ".join(text[start:end].split()) for start, end in turn.spans),
            )
        )
        for turn in transcript.turns
    ] == turns.split("\n")
    for turn in transcript.turns:
        assert turn.label[0] < turn.label[1] == turn.start
        assert turn.name is None or turn.label[0] <= turn.name[0] < turn.name[1] <= turn.label[1]
        assert all(transcript.turn_at(offset) == turn for offset in (turn.start, turn.end - 1))


def speakers(case: str) -> Sequence[TranscriptSpeaker]:
    transcript = read(CASES[case][0])
    assert transcript is not None
    return transcript.speakers


def test_what_labels_tell_of_a_speaker() -> None:
    assert [(one.role, one.labels) for one in speakers("a post in brackets")] == [
        ("mayor", ("ANA SILVA", "SILVA")), ("councillor, north ward", ("BO LIND", "LIND")),
    ]  # fmt: skip
    call = speakers("a call of a company, with a list of those who take part")
    roles = {"Ana Silva": "chief executive officer", "Bo Lind": "chief financial officer"}
    assert {one.name: one.role for one in call if one.role} == roles
    court = {one.name: (one.kind, one.labels) for one in speakers("counsel and witness")}
    assert court == {
        "LIND": ("person", ("Q",)), "ANA SILVA": ("person", ("A", "THE WITNESS")),
        "HALE": ("person", ("MS. HALE", "Q")), "THE COURT": ("unnamed", ("THE COURT",)),
    }  # fmt: skip


def test_each_turn_begins_a_paragraph_of_its_own_also_in_wrapped_text() -> None:
    text = """ANA SILVA: We open the harbour in May, and nobody on the quay will
lose a job, whatever the papers of the other side may write about
it in the morning.
BO LIND: When in May is that? I have asked three times, and nobody
of the council has told me anything that I could have told to the
men on the quay.
ANA SILVA: The ninth."""
    starts = [paragraph.start for paragraph in find_paragraphs(text)]
    assert starts == [0, text.find("BO"), text.find("ANA", 9)]
    assert {paragraph.kind for paragraph in make_article(text).paragraphs} == {"body"}


SAMPLES = [path.read_text("utf-8") for path in (HERE.parents[1] / "samples").glob("*.txt")]


@pytest.mark.parametrize("text", ["", *cases("no_transcripts.txt").values(), *SAMPLES])
def test_other_texts_are_no_transcripts_and_get_no_warning(text: str) -> None:
    article = make_article(text)
    assert (article.transcript, article.warnings) == (None, ())


@pytest.mark.parametrize("text", [
    "ana: good morning\nbo: when in may\nana: the ninth\nbo: ok\nana: thanks\nbo: bye",
    "[00:01] good morning\n[00:03] we open\n[00:05] in may\n[00:07] when\n[00:09] the ninth\n[00:11] ok",
    "S1> Good morning.\nS2> When in May?\nS1> The ninth.\nS2> I see.\nS1> Thank you.\nS2> Bye.",
], ids=["in small letters", "times alone", "other signs"])  # fmt: skip
def test_labels_that_are_not_understood_get_a_warning(text: str) -> None:
    article = make_article(text)
    assert article.transcript is None
    assert [warning.code for warning in article.warnings] == ["unread-labels"]
