"""Captions (WebVTT, SubRip) and transcripts in documents: the spoken words, without what is not
spoken."""

import gzip
import io
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from input_files import Reading

from quoteminer.errors import InputError
from quoteminer.inputs import ReadOptions, read_bytes
from quoteminer.text.article import article_of
from quoteminer.types import Article

VOICES = """WEBVTT - a hearing

STYLE
::cue(v[voice="Ana Silva"]) { color: lime }

NOTE Checked on Monday.

7d2f/12-0
00:00:01.000 --> 00:00:04.000 align:start position:10%
<v Ana Silva>We open in May, and <i>nobody</i> will

7d2f/12-1
00:00:04.000 --> 00:00:06.500
<v Ana Silva>lose a job &amp; a desk.</v>

NOTE a pause

00:00:07.000 --> 00:00:09.000
<v.loud Bo Lind>When in May?</v>
<v Ana Silva>The ninth.</v>

00:00:09.000 --> 00:00:11.000
[applause]

01:01:09.250 --> 01:01:11.000
<v Bo Lind>I don't believe it.
Nobody does.</v>
"""


def cues(*words: str, head: str = "", mark: str = ",") -> str:
    """Captions of one cue for each text, which begin at these seconds."""
    return head + "\n\n".join(
        f"{number}\n00:00:{at[:2]}{mark}{at[3:]} --> 00:00:59{mark}000\n{text}"
        for number, (at, _, text) in enumerate((one.partition(" ") for one in words), start=1)
    )


NAMES = cues(
    "01.000 ANA SILVA: We open in May,", "04.000 and {\\an8}nobody will lose a job.",
    "07.000 - When in May?\n- <b>The ninth.</b>", "09.000 ♪ music ♪",
    "10.500 SILVA: Remember this: the ninth.",
)  # fmt: skip
ZOOM = cues(
    "02.000 Ana Silva: We open in May.", "04.500 Ana Silva: Nobody will lose a job.",
    "07.000 Bo Lind: When in May?", head="WEBVTT\n\n", mark=".",
)  # fmt: skip
BRACKETED = cues(
    "02.000 - [Ana] Welcome. I'm Ana Silva.",
    "04.500 - [Bo] (laughs) When in May?\n- [Ana] The ninth. My guest\nis Bo Lind.",
    "08.000 - [door slams]\n- [Bo] I see.",
)  # fmt: skip
ROLLING = cues(
    "01.000 we<00:00:01.500><c> open</c><00:00:02.000><c> in</c>",
    "03.000 we open in\nmay<00:00:03.500><c> and</c><00:00:04.000><c> nobody</c>",
    "05.000 may and nobody\nwill<00:00:05.500><c> lose</c>", "07.000 will lose\na job",
    head="WEBVTT\n\n", mark=".",
)  # fmt: skip
SAID = {
    "voices, over several cues": (VOICES, ".vtt", [1, 7, 7, 3669.25], (
        "[0:01] Ana Silva: We open in May, and nobody will lose a job & a desk.",
        "[0:07] Bo Lind: When in May?", "[0:07] Ana Silva: The ninth.",
        "[1:01:09] Bo Lind: I don't believe it. Nobody does.",
    )),
    "names before the words": (NAMES, ".srt", [1, 7, 7, 10.5], (
        "[0:01] ANA SILVA: We open in May, and nobody will lose a job.", "[0:07] >> When in May?",
        "[0:07] >> The ninth.", "[0:10] SILVA: Remember this: the ninth.",
    )),
    "names in brackets behind a dash": (BRACKETED, ".srt", [2, 4.5, 4.5, 8], (
        "[0:02] Ana: Welcome. I'm Ana Silva.", "[0:04] Bo: (laughs) When in May?",
        "[0:04] Ana: The ninth. My guest is Bo Lind.", "[0:08] Bo: I see.",
    )),
    "Zoom": (ZOOM, ".vtt", [2, 7], (
        "[0:02] Ana Silva: We open in May. Nobody will lose a job.", "[0:07] Bo Lind: When in May?",
    )),
}  # fmt: skip


def article(content: str | bytes, name: str) -> Article:
    (item,) = read_bytes(content.encode() if isinstance(content, str) else content, name)
    assert not isinstance(item, InputError), item
    return item.article()


def turns(article: Article) -> list[tuple[str | None, str, float | None]]:
    transcript = article.transcript
    assert transcript is not None
    names: dict[int | None, str] = dict(enumerate(one.name for one in transcript.speakers))
    return [
        (
            names.get(turn.speaker),
            article.text[turn.start : turn.end],
            transcript.time_at(turn.start),
        )
        for turn in transcript.turns
    ]


@pytest.mark.parametrize(("content", "suffix", "times", "lines"), SAID.values(), ids=SAID)
def test_the_text_is_what_is_said(
    content: str, suffix: str, times: list[float], lines: Sequence[str]
) -> None:
    read, text = article(content, f"hearing{suffix}"), "\n\n".join(lines)
    assert (read.text, read.extracted, read.warnings) == (text, True, ())
    said = [line.partition(">> " if ">>" in line else ": ")[2] for line in lines]
    assert [turn[1:] for turn in turns(read)] == list(zip(said, times, strict=True))
    assert article_of(content, id="hearing").text == text
    packed = article(gzip.compress(content.encode()), f"hearing{suffix}.gz")
    assert (packed.text, packed.transcript) == (text, read.transcript)


def test_words_have_the_times_of_their_cues() -> None:
    read = article(VOICES, "hearing.vtt")
    assert read.transcript is not None
    times = {"We": 1.0, "lose": 4.0, "When": 7.0, "Nobody": 3669.25}
    assert {word: read.transcript.time_at(read.text.find(word)) for word in times} == times


def test_the_text_of_captions_is_a_transcript_wherever_it_is_read_again() -> None:
    read = article(VOICES, "hearing.vtt")
    again = article_of(read.text)
    assert again.paragraphs == read.paragraphs
    whole_seconds = [(*turn, time and int(time)) for *turn, time in turns(read)]
    assert turns(again) == whole_seconds


def test_captions_without_names_are_read_as_an_article_with_times_and_a_warning() -> None:
    read = article(ROLLING, "film.vtt")
    assert read.text == "we open in may and nobody will lose a job"
    assert [warning.code for warning in read.warnings] == ["unread-labels"]
    assert read.transcript is not None
    assert (read.transcript.turns, read.transcript.time_at(read.text.find("will"))) == ((), 5.0)


def test_a_document_of_teams() -> None:
    document, stream = docx.Document(), io.BytesIO()
    for words in ("Harbour-Meeting Recording", "12m 3s"):
        document.add_paragraph(words)
    said = [
        ("Ana Silva", "We open in May.", 3), ("Bo Lind", "When in May?", 15),
        ("Ana Silva", "The ninth.", 21),
    ]  # fmt: skip
    for name, words, time in said:
        paragraph = document.add_paragraph()
        paragraph.add_run(name).bold = True
        paragraph.add_run(f"   0:{time:02}").add_break()
        paragraph.add_run(words)
    document.save(stream)
    assert turns(article(stream.getvalue(), "meeting.docx")) == said


def test_captions_are_known_by_their_beginning(tmp_path: Path) -> None:
    found = Reading(tmp_path / "talk.txt", VOICES)
    assert found.only.text.startswith("[0:01] Ana Silva: We open")
    assert found.told == [f"{tmp_path / 'talk.txt'}: is captions and read as that."]


@pytest.mark.parametrize(("content", "name", "message"), [
    ("We open in May.", "talk.vtt", "talk.vtt: has no WEBVTT line or cue number at its beginning"),
    ("WEBVTT\n", "talk.vtt", "talk.vtt: has only spaces"),
    ("", "talk.srt", "talk.srt: is empty"),
    ("1\n00:00:01,000 --> 00:00:02,000\n" + "We open. " * 60, "talk.srt", "talk.srt: the article has more than"),
])  # fmt: skip
def test_what_is_no_article(content: str, name: str, message: str) -> None:
    (error,) = read_bytes(content.encode(), name, ReadOptions(max_chars=100))
    assert isinstance(error, InputError)
    assert str(error).startswith(message)
