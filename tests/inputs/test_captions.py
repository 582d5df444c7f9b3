"""Captions (WebVTT, SubRip) and transcripts in documents: the spoken words, without what is not
spoken."""

import gzip
import io
from pathlib import Path

import docx
import pytest

from quoteminer.errors import InputError
from quoteminer.inputs import ReadOptions, read_bytes, read_inputs
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
NAMES = """1
00:00:01,000 --> 00:00:04,000
ANA SILVA: We open in May,

2
00:00:04,000 --> 00:00:06,500
and {\\an8}nobody will lose a job.

3
00:00:07,000 --> 00:00:09,000
- When in May?
- <b>The ninth.</b>

4
00:00:09,000 --> 00:00:10,000
♪ music ♪

5
00:00:10,500 --> 00:00:12,000
SILVA: Remember this: the ninth.
"""
ZOOM = """WEBVTT

1
00:00:02.000 --> 00:00:04.000
Ana Silva: We open in May.

2
00:00:04.500 --> 00:00:06.000
Ana Silva: Nobody will lose a job.

3
00:00:07.000 --> 00:00:09.000
Bo Lind: When in May?
"""
BRACKETED = """1
00:00:02,000 --> 00:00:04,000
- [Ana] Welcome. I'm Ana Silva.

2
00:00:04,500 --> 00:00:06,000
- [Bo] (laughs) When in May?
- [Ana] The ninth. My guest
is Bo Lind.

3
00:00:08,000 --> 00:00:09,000
- [door slams]
- [Bo] I see.
"""
ROLLING = """WEBVTT

00:00:01.000 --> 00:00:03.000
we<00:00:01.500><c> open</c><00:00:02.000><c> in</c>

00:00:03.000 --> 00:00:05.000
we open in
may<00:00:03.500><c> and</c><00:00:04.000><c> nobody</c>

00:00:05.000 --> 00:00:07.000
may and nobody
will<00:00:05.500><c> lose</c>

00:00:07.000 --> 00:00:09.000
will lose
a job
"""
SAID = {
    "voices, over several cues": (
        VOICES, ".vtt",
        (
            "[0:01] Ana Silva: We open in May, and nobody will lose a job & a desk.\n\n[0:07] Bo"
            " Lind: When in May?\n\n[0:07] Ana Silva: The ninth.\n\n[1:01:09] Bo Lind: I don't"
            " believe it. Nobody does."
        ),
        [1, 7, 7, 3669.25],
    ),
    "names before the words": (
        NAMES, ".srt",
        (
            "[0:01] ANA SILVA: We open in May, and nobody will lose a job.\n\n[0:07] >> When in"
            " May?\n\n[0:07] >> The ninth.\n\n[0:10] SILVA: Remember this: the ninth."
        ),
        [1, 7, 7, 10.5],
    ),
    "names in brackets behind a dash": (
        BRACKETED, ".srt",
        (
            "[0:02] Ana: Welcome. I'm Ana Silva.\n\n[0:04] Bo: (laughs) When in May?\n\n"
            "[0:04] Ana: The ninth. My guest is Bo Lind.\n\n[0:08] Bo: I see."
        ),
        [2, 4.5, 4.5, 8],
    ),
    "Zoom": (
        ZOOM, ".vtt",
        "[0:02] Ana Silva: We open in May. Nobody will lose a job.\n\n[0:07] Bo Lind: When in May?",
        [2, 7],
    ),
}  # fmt: skip


def article(content: str | bytes, name: str) -> Article:
    (item,) = read_bytes(content.encode() if isinstance(content, str) else content, name)
    assert not isinstance(item, InputError), item
    return item.article()


def turns(article: Article) -> list[tuple[str | None, str, float | None]]:
    transcript = article.transcript
    assert transcript is not None
    return [
        (
            None if turn.speaker is None else transcript.speakers[turn.speaker].name,
            article.text[turn.start : turn.end],
            transcript.time_at(turn.start),
        )
        for turn in transcript.turns
    ]


@pytest.mark.parametrize(("content", "suffix", "text", "times"), SAID.values(), ids=SAID)
def test_the_text_is_what_is_said(content: str, suffix: str, text: str, times: list[float]) -> None:
    read = article(content, f"hearing{suffix}")
    assert read.text == text
    assert read.extracted is True
    assert read.warnings == ()
    assert [time for _, _, time in turns(read)] == times
    assert [words for _, words, _ in turns(read)] == [
        line.partition(">> " if ">>" in line else ": ")[2] for line in text.split("\n\n")
    ]
    assert article_of(content, id="hearing").text == text
    packed = article(gzip.compress(content.encode()), f"hearing{suffix}.gz")
    assert (packed.text, packed.transcript) == (text, read.transcript)


def test_words_have_the_times_of_their_cues() -> None:
    read = article(VOICES, "hearing.vtt")
    assert read.transcript is not None
    assert {
        word: read.transcript.time_at(read.text.find(word))
        for word in ("We", "lose", "When", "Nobody")
    } == {"We": 1.0, "lose": 4.0, "When": 7.0, "Nobody": 3669.25}  # fmt: skip


def test_the_text_of_captions_is_a_transcript_wherever_it_is_read_again() -> None:
    read = article(VOICES, "hearing.vtt")
    again = article_of(read.text)
    assert again.paragraphs == read.paragraphs
    assert [(who, words) for who, words, _ in turns(again)] == [
        (who, words) for who, words, _ in turns(read)
    ]
    assert [time for *_, time in turns(again)] == [1, 7, 7, 3669]


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
    for name, time, words in (
        ("Ana Silva", "0:03", "We open in May."),
        ("Bo Lind", "0:15", "When in May?"),
        ("Ana Silva", "0:21", "The ninth."),
    ):
        paragraph = document.add_paragraph()
        paragraph.add_run(name).bold = True
        paragraph.add_run(f"   {time}").add_break()
        paragraph.add_run(words)
    document.save(stream)
    assert turns(article(stream.getvalue(), "meeting.docx")) == [
        ("Ana Silva", "We open in May.", 3),
        ("Bo Lind", "When in May?", 15),
        ("Ana Silva", "The ninth.", 21),
    ]


def test_captions_are_known_by_their_beginning(tmp_path: Path) -> None:
    told: list[str] = []
    path = tmp_path / "talk.txt"
    path.write_text(VOICES, "utf-8")
    (read,) = read_inputs([path], ReadOptions(tell=told.append))
    assert not isinstance(read, InputError)
    assert read.text.startswith("[0:01] Ana Silva: We open")
    assert told == [f"{path}: is captions and read as that."]


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
