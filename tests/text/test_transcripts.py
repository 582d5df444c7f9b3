"""Transcripts in plain text: which texts are some, who speaks where and when, and who is meant by the labels."""

from pathlib import Path

import pytest

from quoteminer.text.article import find_paragraphs, make_article
from quoteminer.types import Transcript

OTTER = """Harbour meeting

Ana Silva  0:03
Good morning, everyone. We open the harbour in May,
and nobody will lose a job.

Bo Lind  0:15
When in May? I have asked three times.

(applause)

Ana Silva  1:02:03
The ninth [01:02:05] of May.

Transcribed by https://otter.ai
"""
COURT = """IN THE MATTER OF THE HARBOUR CRANE

ANA SILVA, called as a witness, having been duly sworn, testified as follows:

DIRECT EXAMINATION

BY MR. LIND:

Q.  Did you see the crane fall?

A.  I did. I was on the quay.

MS. HALE:  Objection, your Honor.

THE COURT:  Overruled.

A.  My brother saw it, too.

CROSS-EXAMINATION

BY MS. HALE:

Q.  Were you wearing your glasses?

THE WITNESS:  No.
"""
EXCERPT = """Harbour master tells of the night

The harbour master gave evidence on Monday about the night when the crane fell on the quay.

MS. HALE: Where were you?

THE WITNESS: I was at home with my brother, and we heard nothing of the storm until the bell rang.

The crane, which was built in 1962, fell in a storm. “It was an accident,” a spokesman said.

MS. HALE: Who called you?

THE WITNESS: My brother called me.

The hearing goes on in May.
"""
LETTERS = {"Q": "LIND", "A": "ANA SILVA", "HALE": "HALE", "COURT": "THE COURT"}
CASES = {
    "a name and a time on a line": (
        OTTER,
        [
            ("Ana Silva", "Good morning, everyone. We open the harbour in May,\nand nobody will lose a job.", 3),
            ("Bo Lind", "When in May? I have asked three times.", 15),
            ("Ana Silva", "The ninth … of May.", 3723),
        ],
    ),
    "Teams, as a document has it": (
        "Harbour-Meeting Recording\n\n12m 3s\n\nAna Silva   0:03\nWe open in May.\n\nBo Lind   0:15\nWhen in May?\n\n"
        "Ana Silva   0:21\nThe ninth.\n\nBo Lind stopped transcription",
        [("Ana Silva", "We open in May.", 3), ("Bo Lind", "When in May?", 15), ("Ana Silva", "The ninth.", 21)],
    ),
    "Teams, with a range and a name above": (
        "0:0:0.0 --> 0:0:2.640\nAna Silva\nWe open in May.\n0:0:3.1 --> 0:0:5.0\nBo Lind\nWhen in May?\n"
        "0:0:6.0 --> 0:0:8.0\nAna Silva\nThe ninth.",
        [("Ana Silva", "We open in May.", 0), ("Bo Lind", "When in May?", 3.1), ("Ana Silva", "The ninth.", 6)],
    ),
    "Zoom": (
        "[Ana Silva] 10:14:22\nWe open in May.\n[Bo Lind] 10:14:30\nWhen in May?\n[Ana Silva] 10:14:41\nThe ninth.",
        [("Ana Silva", "We open in May.", 36862), ("Bo Lind", "When in May?", 36870), ("Ana Silva", "The ninth.", 36881)],
    ),
    "a time before the name, then the family name": (
        "[00:12] Ana Silva: We open in May.\n[00:15] Bo Lind: When in May?\n[00:21] Silva: The ninth, I think.",
        [("Ana Silva", "We open in May.", 12), ("Bo Lind", "When in May?", 15), ("Ana Silva", "The ninth, I think.", 21)],
    ),
    "a time in brackets, and a speech of two paragraphs": (
        "Ana Silva (00:03):\nWe open in May.\n\nThe quay is ready.\n\nBo Lind (00:15):\nWhen in May?\n\n"
        "Silva (00:21):\nThe ninth.",
        [("Ana Silva", "We open in May. … The quay is ready.", 3), ("Bo Lind", "When in May?", 15), ("Ana Silva", "The ninth.", 21)],
    ),
    "a post in brackets": (
        "HARBOUR COUNCIL, 3 MARCH\n\nANA SILVA (MAYOR): We open in May.\n\nBO LIND (COUNCILLOR, NORTH WARD): When?\n\n"
        "SILVA: The ninth of May.\n\nLIND: Thank you, Madam Mayor.",
        [("ANA SILVA", "We open in May.", None), ("BO LIND", "When?", None), ("ANA SILVA", "The ninth of May.", None),
         ("BO LIND", "Thank you, Madam Mayor.", None)],
    ),
    "double brackets": (
        "((ANA SILVA)) We open in May.\n((BO LIND)) When in May?\n((Silva)) The ninth, I think.",
        [("ANA SILVA", "We open in May.", None), ("BO LIND", "When in May?", None), ("ANA SILVA", "The ninth, I think.", None)],
    ),
    "bold letters": (
        "**Ana Silva:** We open in May.\n\n**Bo Lind:** When in May?\n\n**Silva**: The ninth, I think.",
        [("Ana Silva", "We open in May.", None), ("Bo Lind", "When in May?", None), ("Ana Silva", "The ninth, I think.", None)],
    ),
    "dashes": (
        "Ana Silva — We open in May.\n\nBo Lind — When in May?\n\nSilva — The ninth, I think.",
        [("Ana Silva", "We open in May.", None), ("Bo Lind", "When in May?", None), ("Ana Silva", "The ninth, I think.", None)],
    ),
    "an earnings call": (
        "Ana Silva – Chief Financial Officer\n\nWe sold more cranes.\n\nBo Lind – Quay Research\n\nHow many did you sell?\n\n"
        "Ana Silva – Chief Financial Officer\n\nWe sold nine.",
        [("Ana Silva", "We sold more cranes.", None), ("Bo Lind", "How many did you sell?", None), ("Ana Silva", "We sold nine.", None)],
    ),
    "initials of names that the head has": (
        "Interview with Ana Silva-Reyes, 3 May\nInterviewer: Bo Lind\n\nBL: When do you open?\n\nASR: We open in May.\n\n"
        "BL: When in May?\n\nASR: The ninth, I think.",
        [("Bo Lind", "When do you open?", None), ("Ana Silva-Reyes", "We open in May.", None),
         ("Bo Lind", "When in May?", None), ("Ana Silva-Reyes", "The ninth, I think.", None)],
    ),
    "names in full above the turns": (
        "Mayor Ana Silva met Councillor Bo Lind on Monday.\n\nSILVA: We open in May.\n\nLIND: When in May?\n\nSILVA: The ninth, I think.",
        [("Ana Silva", "We open in May.", None), ("Bo Lind", "When in May?", None), ("Ana Silva", "The ninth, I think.", None)],
    ),
    "the chair by name, then by post": (
        "CHAIR (Senator Ana Silva): Order, please.\n\nMr LIND: I have the letter here.\n\nCHAIR: You have two minutes.",
        [("Ana Silva", "Order, please.", None), ("LIND", "I have the letter here.", None), ("Ana Silva", "You have two minutes.", None)],
    ),
    "counsel and witness": (
        COURT,
        [("LIND", "Did you see the crane fall?", None), ("ANA SILVA", "I did. I was on the quay.", None),
         ("HALE", "Objection, your Honor.", None), ("THE COURT", "Overruled.", None),
         ("ANA SILVA", "My brother saw it, too.", None), ("HALE", "Were you wearing your glasses?", None),
         ("ANA SILVA", "No.", None)],
    ),
    "captions in text": (
        ">> ANA SILVA: We open in May.\n>> When in May?\n>> SILVA: The ninth, I think.\n>> BO LIND: I see.\n>> SILVA: Thank you.",
        [("ANA SILVA", "We open in May.", None), (None, "When in May?", None), ("ANA SILVA", "The ninth, I think.", None),
         ("BO LIND", "I see.", None), ("ANA SILVA", "Thank you.", None)],
    ),
    "an article with turns: its own paragraphs are no speech": (
        EXCERPT,
        [("HALE", "Where were you?", None), ("THE WITNESS", "I was at home with my brother, and we heard nothing of the storm until the bell rang.", None), ("HALE", "Who called you?", None),
         ("THE WITNESS", "My brother called me.", None)],
    ),
}  # fmt: skip


def read(text: str) -> Transcript | None:
    return make_article(text).transcript


@pytest.mark.parametrize(("text", "turns"), CASES.values(), ids=CASES)
def test_turns(text: str, turns: list[tuple[str | None, str, float | None]]) -> None:
    transcript = read(text)
    assert transcript is not None
    assert [
        (
            None if turn.speaker is None else transcript.speakers[turn.speaker].name,
            " … ".join(text[start:end] for start, end in turn.spans),
            transcript.time_at(turn.start),
        )
        for turn in transcript.turns
    ] == turns
    for turn in transcript.turns:
        assert turn.label[0] < turn.label[1] == turn.start
        assert turn.name is None or turn.label[0] <= turn.name[0] < turn.name[1] <= turn.label[1]
        assert all(transcript.turn_at(offset) == turn for offset in (turn.start, turn.end - 1))


def test_what_labels_tell_of_a_speaker() -> None:
    transcript = read(CASES["a post in brackets"][0])
    assert transcript is not None
    assert [(one.role, one.labels) for one in transcript.speakers] == [
        ("mayor", ("ANA SILVA", "SILVA")),
        ("councillor, north ward", ("BO LIND", "LIND")),
    ]
    transcript = read(COURT)
    assert transcript is not None
    assert {one.name: (one.kind, one.labels) for one in transcript.speakers} == {
        "LIND": ("person", ("Q",)),
        "ANA SILVA": ("person", ("A", "THE WITNESS")),
        "HALE": ("person", ("MS. HALE", "Q")),
        "THE COURT": ("unnamed", ("THE COURT",)),
    }


def test_each_turn_begins_a_paragraph_of_its_own_also_in_wrapped_text() -> None:
    lines = [
        "ANA SILVA: We open the harbour in May, and nobody on the quay will",
        "lose a job, whatever the papers of the other side may write about",
        "it in the morning.",
        "BO LIND: When in May is that? I have asked three times, and nobody",
        "of the council has told me anything that I could have told to the",
        "men on the quay.",
        "ANA SILVA: The ninth.",
    ]
    text = "\n".join(lines)
    assert [paragraph.start for paragraph in find_paragraphs(text)] == [0, text.find("BO"), text.find("ANA", 9)]
    assert {paragraph.kind for paragraph in make_article(text).paragraphs} == {"body"}


NONE = {
    "a headline and a quote with a colon": "Silva: We open in May\n\nThe mayor said: “We open in May.”\n\nLind: “When?”",
    "questions for readers": "Q: When do I pay?\n\nA: You pay in May.\n\nQ: How much do I pay?\n\nA: You pay ten euros.",
    "a count": "Ana Silva: 1,769.\n\nBo Lind: 1,501.\n\nSilva: 547.\n\nLind: 46.\n\nSilva: 2,316.\n\nLind: 1,547.",
    "a recipe": "Serves: 4\nTime: 20 minutes\n\nStep: Cut the leeks.\nTip: Wash them.\nStep: Boil them.\nTip: Use salt.",
    "live news": "LIVE: the storm\n\n09:05\nGood morning. It is day six.\n\n09:40\nThe trams do not run.\n\n10:15\nNo ferry, either.",
    "pros and cons": "Pros: It is light.\nCons: It is dear.\nPrice: €40.\n\nPros: It is cheap.\nCons: It is heavy.\nPrice: €10.",
    "a list of players": "Silva: Saved twice. 7\nLind: Ran much. 6\nHale: Fell over. 4",
    "nothing": "",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_other_texts_are_no_transcripts_and_get_no_warning(text: str) -> None:
    article = make_article(text)
    assert article.transcript is None
    assert [warning.code for warning in article.warnings] == []


def test_the_samples_are_no_transcripts(root: Path) -> None:
    for path in (root / "samples").glob("*.txt"):
        article = make_article(path.read_text("utf-8"))
        assert (article.transcript, article.warnings) == (None, ()), path


@pytest.mark.parametrize(
    "text",
    [
        "ana: good morning\nbo: when in may\nana: the ninth\nbo: ok\nana: thanks\nbo: bye",
        "[00:01] good morning\n[00:03] we open\n[00:05] in may\n[00:07] when\n[00:09] the ninth\n[00:11] ok",
        "S1> Good morning.\nS2> When in May?\nS1> The ninth.\nS2> I see.\nS1> Thank you.\nS2> Bye.",
    ],
)
def test_labels_that_are_not_understood_get_a_warning(text: str) -> None:
    article = make_article(text)
    assert article.transcript is None
    assert [warning.code for warning in article.warnings] == ["unread-labels"]
