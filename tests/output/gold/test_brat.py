"""brat's standoff format."""

import gzip
import os
import re
from pathlib import Path

import pytest
from gold_files import fault, items, only, save

from quoteminer.errors import GoldError
from quoteminer.output.gold import write_gold
from quoteminer.output.gold.gold_articles import GoldArticle, GoldQuote, GoldSpeaker

TEXT = "“We counted,” said Ida. “Two were gone.”\n"
ANN = """\
T1\tContent 0 13;24 40\t“We counted,” “Two were gone.”
T2\tCue 14 18\tsaid
T3\tSource 19 22\tIda
T4\tAttribution 14 18\tsaid
E1\tAttribution:T4 Source:T3 Cue:T2 Content:T1
"""
COUNTED = re.sub(r"\b\d+\b", lambda number: str(int(number[0]) + 1), ANN)
"""The same, with a byte order mark before the text counted."""
QUOTE = GoldQuote(((0, 13), (24, 40)), ((14, 18),), ((19, 22),))


def pair(folder: Path, ann: str | bytes = ANN, text: str | bytes = TEXT) -> Path:
    save(folder / "a.txt", text)
    return save(folder / "a.ann", ann)


def test_articles_as_polnear_has_them(tmp_path: Path) -> None:
    assert only(pair(tmp_path)) == GoldArticle("a", TEXT, (QUOTE,))
    assert only(tmp_path / "a.txt") == only(tmp_path / "a.ann")
    id = "attributions/paper_2016-09-01_a-tale_4b22"
    save(tmp_path / "dev/text/paper_2016-09-01_a-tale.txt", TEXT)
    save(tmp_path / f"dev/{id}.ann", ANN)
    assert only(tmp_path / "dev") == GoldArticle(id, TEXT, (QUOTE,))


@pytest.mark.parametrize("ann", [
    ANN.replace("Attribution", "Attribution-no-source"),
    ANN.replace("Attribution", "attribution").replace("Cue ", "CUE "),
    ANN.replace("\n", "\r\n"),
    "\ufeff" + ANN,
    ANN.replace("E1", "E17").replace("T4", "T40")
    + "\n\nT9\tDiscard 0 3\t“We\nR1\tOrigin Arg1:T1 Arg2:T2\n*\tEquiv T1 T2\n",
    ANN + "#1\tAnnotatorNotes E1\tam not sure\nN1\tReference T3 Wiki:1\tIda\nE9\tMove:T9 Who:T3\nA1\tSure E1\n",
    ANN.replace(" Cue:T2", ""),  # the trigger is the cue
    "".join(reversed(ANN.splitlines(keepends=True))),
    ANN.replace("\t“We counted,” “Two were gone.”", "").replace("\tsaid", "\t"),
    ANN.replace("0 13;24 40\t“We counted,” ", "24 40\t").replace("Content:", "Content:T5 Content2:")
    + "T5\tContent 0 13\t“We counted,”\n",
])  # fmt: skip
def test_forms_of_one_annotation(tmp_path: Path, ann: str) -> None:
    assert only(pair(tmp_path, ann)).quotes == (QUOTE,)


def test_a_trigger_on_the_content_is_no_cue(tmp_path: Path) -> None:
    ann = "T1\tContent 0 13\t\nT2\tAttribution 0 13\t\nE1\tAttribution:T2 Content:T1\n"
    assert only(pair(tmp_path, ann)).quotes == (GoldQuote(((0, 13),)),)


@pytest.mark.parametrize(("text", "ann"), [
    (TEXT.replace("\n", "\r\n"), ANN),
    ("\ufeff" + TEXT, ANN),  # the mark is no part of the text, for most programs
    ("\ufeff" + TEXT, COUNTED),  # other programs count the mark
    (TEXT.encode("utf-16"), ANN),
])  # fmt: skip
def test_forms_of_one_text(tmp_path: Path, text: str | bytes, ann: str) -> None:
    article = only(pair(tmp_path, ann, text))
    assert article.text.replace("\r\n", "\n") == TEXT
    assert article.quotes == (QUOTE,)


def test_what_notes_and_attributes_tell(tmp_path: Path) -> None:
    ann = (
        ANN + "A1\tAct E1 speech\n#1\tAnnotatorNotes E1\tspeaker: Ida Brand\n"
        '#2\tSpeaker T0\t{"id": 5, "name": "Ida Brand", "kind": "person", "aliases": ["Ida"]}\n'
        '#3\tArticle T0\t"morning/17"\n'
    )
    speakers = (GoldSpeaker(5, "Ida Brand", "person", ("Ida",)),)
    quote = GoldQuote(QUOTE.content, QUOTE.cue, QUOTE.source, 5, "speech")
    assert only(pair(tmp_path, ann)) == GoldArticle("morning/17", TEXT, (quote,), speakers)
    article = only(pair(tmp_path, ANN + "#1\tAnnotatorNotes E1\tSpeaker: the  clerk \n"))
    assert article.speakers == (GoldSpeaker(0, "the clerk", "person"),)
    assert article.quotes[0].speaker == 0


@pytest.mark.parametrize(("line", "content", "message"), [
    (1, "T1 Content 0 13", "line 1: 'T1 Content 0 13' is not an annotation."),
    (1, "T1\tContent 0", "T1: 'Content 0' is not a type with offsets. Write it as 'Cue 14 18'"),
    (1, "T1\tContent 0 13, 24 40\tx", "T1: 'Content 0 13, 24 40' is not a type with offsets"),
    (2, "T2\tCue 14 18\tsays", "T2: the text, which has 41 characters, has 'said' at 14-18, not 'says'."),
    (1, "T1\tContent 24 99\t", "T1: the text, which has 41 characters, has '“Two were gone"),
    (1, "T1\tContent 9 9\t", "E1: content 9-9 does not end after it starts."),
    (1, "T1\tContent 0 9;5 13\t", "E1: content: the parts 0-9 and 5-13 overlap."),
    (5, "E1\tAttribution:T4 Content:T9", "E1 has the content T9, which is not there. Correct or"),
    (5, "E1\tAttribution:T9 Content:T1", "E1 has the trigger T9, which is not there."),
    (5, "E1\tAttribution:T4 Cue:T2", "E1 has no content. Mark the words"),
    (5, "E1\tAttribution", "E1 is not an event. Write it as"),
    (4, "T2\tAttribution 14 18\tsaid", "line 4: there is another T2 above."),
    (6, "A1\tAct E1 said", "A1: the act is 'said'. Give speech or other."),
    (6, "#1\tSpeaker T0\tIda", "#1: the note is not JSON"),
    (6, "X1\tAct E1", "line 6: 'X1\\tAct E1' is not an annotation."),
])  # fmt: skip
def test_errors_in_a_line(tmp_path: Path, line: int, content: str, message: str) -> None:
    lines = ANN.splitlines()
    lines[line - 1 : line] = [content]
    assert fault(pair(tmp_path, "\n".join(lines))).startswith(message)


def test_one_of_two_files_and_an_empty_one(tmp_path: Path) -> None:
    advice = "has no .ann file beside it, so it is not annotated. Annotate it in brat"
    assert fault(save(tmp_path / "b.txt", TEXT)).startswith(advice)
    advice = "its text is missing. Put c.txt beside it"
    assert fault(save(tmp_path / "c.ann", ANN)).startswith(advice)
    assert only(pair(tmp_path, "")) == GoldArticle("a", TEXT)


def test_what_is_written(tmp_path: Path) -> None:
    text = "“One\n\ntwo,” said Ida."
    speakers = (GoldSpeaker(2, "Ida Brand", "person", ("Ida",)),)
    quotes = (
        GoldQuote(((0, 11),), ((12, 16),), ((17, 20),), 2, "speech"),
        GoldQuote(((1, 4),), (), ((17, 20),)),
    )
    write_gold([GoldArticle("x/1", text, quotes, speakers)], tmp_path / "out", format="brat")
    assert (tmp_path / "out/x_1.txt").read_text("utf-8") == text
    assert (
        (tmp_path / "out/x_1.ann").read_text("utf-8")
        == 'T1\tContent 0 4;6 11\t“One two,”\n#1\tJoined T1\t4\nT2\tCue 12 16\tsaid\nT3\tSource 17 20\tIda\nT4\tAttribution 12 16\tsaid\nE1\tAttribution:T4 Content:T1 Cue:T2 Source:T3\nA1\tAct E1 speech\n#2\tAnnotatorNotes E1\tspeaker 2 person: Ida Brand\nT5\tContent 1 4\tOne\nT6\tAttribution 1 4\tOne\nE2\tAttribution:T6 Content:T5 Source:T3\n#3\tArticle T0\t"x/1"\n#4\tSpeaker T0\t{"id": 2, "name": "Ida Brand", "kind": "person", "aliases": ["Ida"]}\n'
    )


@pytest.mark.parametrize(("text", "span", "offsets", "words"), [
    ("A\tb\r\nc\n d  e", (0, 12), "0 3;5 6;7 12", "A\tb c  d  e"),
    ("\nOne\r\nTwo\n", (0, 5), "0 5", " One "),  # line ends at the edge of a span are no cuts
    ("\nOne\r\nTwo\n", (1, 8), "1 4;6 8", "One Tw"),
    ("\nOne\r\nTwo\n", (0, 9), "0 4;6 9", " One Two"),
    ("\nOne\r\nTwo\n", (4, 6), "4 6", " "),
])  # fmt: skip
def test_the_words_are_the_parts_of_the_text_with_single_spaces_between_them(
    tmp_path: Path, text: str, span: tuple[int, int], offsets: str, words: str
) -> None:
    """brat compares them with the text, character by character."""
    write_gold([GoldArticle("x", text, (GoldQuote((span,)),))], tmp_path / "out", format="brat")
    line = (tmp_path / "out/x.ann").read_bytes().decode().split("\n")[0]
    assert line == f"T1\tContent {offsets}\t{words}"


def test_a_folder_that_opens_in_brat(tmp_path: Path) -> None:
    write_gold([GoldArticle("x", TEXT)], tmp_path / "out", format="brat")
    assert sorted(os.listdir(tmp_path / "out")) == [
        "annotation.conf",
        "visual.conf",
        "x.ann",
        "x.txt",
    ]
    sections = re.findall(r"(?m)^\[.*", (tmp_path / "out/annotation.conf").read_text("utf-8"))
    assert sections == ["[entities]", "[relations]", "[events]", "[attributes]"]


@pytest.mark.parametrize(
    "note", ["speaker 0 person: Kofi Berg", "speaker: Kofi Berg", "speaker Kofi Berg"]
)
def test_another_name_in_the_note_is_another_speaker(note: str, tmp_path: Path) -> None:
    quote, speaker = GoldQuote(((0, 6),), (), (), 0), GoldSpeaker(0, "Ana Ruiz", "person")
    article = GoldArticle("a", "“Yes,” Ana Ruiz said.", (quote,), (speaker,))
    write_gold([article], tmp_path / "out", format="brat")
    file = tmp_path / "out/a.ann"
    content = file.read_text("utf-8")
    changed = only(save(file, content.replace("speaker 0 person: Ana Ruiz", note)))
    (name,) = (one.name for one in changed.speakers if one.id == changed.quotes[0].speaker)
    assert name == "Kofi Berg"
    told = "the note of E1, 'Kofi Berg', names no speaker. Write 'speaker' and the name."
    assert told in fault(save(file, content.replace("speaker 0 person: Ana Ruiz", "Kofi Berg")))


def test_bytes_that_are_no_utf_8(tmp_path: Path) -> None:
    path = pair(tmp_path, ANN.encode() + "#1\tAnnotatorNotes E1\tcafé".encode("latin-1"))
    assert fault(path).startswith("line 6, column 25: byte 0xe9 is not UTF-8.")
    message = str(items(pair(tmp_path, ANN, "One.\nTwo caf\xe9".encode("latin-1")))[0])
    assert message.startswith(f"{tmp_path / 'a.txt'}, line 2, column 8: byte 0xe9 is not UTF-8.")


def test_packed_files(tmp_path: Path) -> None:
    save(tmp_path / "a.txt.gz", gzip.compress(TEXT.encode()))
    path = save(tmp_path / "a.ann.gz", gzip.compress(ANN.encode()))
    assert only(path) == GoldArticle("a", TEXT, (QUOTE,))
    assert [item for item in items(tmp_path) if isinstance(item, GoldError)] == []
