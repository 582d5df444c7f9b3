"""Read captions of films and meetings (WebVTT, SubRip) with webvtt-py: the spoken words, their
speakers and times.

The text of the article is built from them: one paragraph for each turn ("[1:12] Ana Silva: We open
in May."), so that it is recognised as a transcript if it is read again. Cue numbers, styles, notes
and music are left out.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise
from typing import Final

from quoteminer.names.folding import fold
from quoteminer.transcripts.clock import clock
from quoteminer.transcripts.label_names import is_speaker
from quoteminer.transcripts.label_speakers import read_speakers
from quoteminer.transcripts.labels import Label, find_labels, is_name
from quoteminer.transcripts.turns import UNREAD
from quoteminer.types import Span, Transcript, Turn, Warning

CAPTIONS: Final = re.compile(
    r"\ufeff?(?:(?P<vtt>WEBVTT\b)|\s*\d+[ \t]*\r?\n[ \t]*\d+:\d{1,2}:\d{1,2}[,.]\d+[ \t]*-->)"
)
"""The beginning of a WebVTT or SubRip file."""
_VOICE: Final = re.compile(r"(<v(?:\.[^\s<>]*)?\s[^<>]+>|</v>)")
_TAG: Final = re.compile(r"<[^<>\n]*>|\{\\[^{}\n]*\}")
_NO_SPEECH: Final = re.compile(r"\s*(?:[-–—]\s?)?(?:[♪♫#][^\n]*|[\[(][^\[\]()]*[\])]\.?)\s*$")
_CHANGE: Final = re.compile(r"\s*(?:>>+|[-–—](?=\s?[\w\[]))\s*")
_BRACKETED: Final = re.compile(r"\[(?P<name>[^\[\]]+)\]\s+(?=\S)")  # "- [Ana] We open in May."
# least share of cues that begin with the last line of the previous cue, in rolling captions
_ROLLING: Final = 0.3
_SENTENCE_END: Final = re.compile(r"[.!?…][\"'”’)\]]*$")
_PARAGRAPH: Final = 500  # least characters of a paragraph without labels


@dataclass(slots=True)
class _Said:
    """Consecutive words of one speaker: ``pieces`` are the words of each cue with its time in
    seconds. ``voice``: the name of the speaker, None if unknown. ``new``: the speaker changes here.
    ``sure``: the format has the name.
    """

    voice: str | None
    new: bool
    sure: bool
    pieces: list[tuple[float, str]]


def read_spoken(text: str) -> tuple[str, Transcript, tuple[Warning, ...]]:
    """Return the spoken words of captions, and their turns; if nobody is named, no turns and a
    warning. Raises ValueError if the captions are malformed."""
    import webvtt

    kind = "vtt" if (match := CAPTIONS.match(text)) and match["vtt"] else "srt"
    try:
        captions = webvtt.from_buffer(StringIO(text.lstrip("\ufeff").strip()), format=kind).captions
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError) as error:
        raise ValueError(str(error) or type(error).__name__) from None
    cues = [
        (caption.start_time.in_milliseconds() / 1000, caption.raw_text.splitlines())
        for caption in captions
    ]
    said = _turns(_spoken_lines(_without_repeats(cues)))
    if any(turn.voice for turn in said):
        return *_labelled(said), ()
    return *_unlabelled(said), (UNREAD,)


def _without_repeats(cues: Sequence[tuple[float, list[str]]]) -> list[tuple[float, list[str]]]:
    """Remove the lines that rolling captions repeat in the next cue."""
    plain = [[_plain(line) for line in lines] for _, lines in cues]
    shown = [list(filter(str.strip, lines)) for lines in plain]
    repeats = [
        bool(before and after and before[-1] == after[0]) for before, after in pairwise(shown)
    ]
    if sum(repeats) < max(2, _ROLLING * len(cues)):
        return list(cues)
    kept = [cues[0]]
    for (time, lines), words, repeat in zip(cues[1:], plain[1:], repeats, strict=True):
        first = next((index for index, line in enumerate(words) if line.strip()), 0)
        kept.append((time, lines[first + 1 :] if repeat else lines))
    return kept


def _spoken_lines(
    cues: Sequence[tuple[float, list[str]]],
) -> Iterator[tuple[float, str, str | None]]:
    """Yield the time and the words of each line, and the voice given by the format."""
    for time, lines in cues:
        voice: str | None = None
        for line in lines:
            for part in _VOICE.split(line):
                if _VOICE.fullmatch(part):
                    voice = " ".join(html.unescape(part[:-1]).split()[1:]) or None
                elif (words := _plain(part)) and not _NO_SPEECH.match(words):
                    yield time, words, voice


def _plain(line: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", line)).split())


def _turns(lines: Iterable[tuple[float, str, str | None]]) -> list[_Said]:
    """Return the words of each turn, after reading labels and signs of a change of speakers in the
    words."""
    read: list[_Said] = []
    for time, words, voice in lines:
        change = None if voice else _CHANGE.match(words)
        words = words[change.end() :] if change else words
        name, rest = (voice, words) if voice else _named(words, bracketed=bool(change))
        read.append(_Said(name, bool(change), voice is not None, [(time, words), (time, rest)]))
    counted = Counter(fold(part.voice) for part in read if part.voice)
    turns: list[_Said] = []
    for part in read:
        voice, pieces = part.voice, part.pieces[-1:]
        if voice and not (part.sure or is_speaker(voice) or counted[fold(voice)] > 1):
            voice, pieces = None, part.pieces[:1]  # a word with a colon behind it
        last = turns[-1] if turns else None
        if last and not part.new and (voice is None or voice == last.voice):
            last.pieces += pieces
        else:
            turns.append(_Said(voice, part.new, part.sure, list(pieces)))
    return [turn for turn in turns if any(words.strip() for _, words in turn.pieces)]


def _named(words: str, *, bracketed: bool) -> tuple[str | None, str]:
    """Return the name in a label of a line, and the words behind it. ``bracketed``: a name may also
    be in brackets."""
    named = _BRACKETED.match(words) if bracketed else None
    if named and is_name(named["name"]):
        return named["name"], words[named.end() :]
    label = next((label for label in find_labels(words, [(0, len(words))]) if label.name), None)
    if label and label.style in ("colon", "brackets"):
        return label.words(words), words[label.end :]
    return None, words


def _labelled(said: Sequence[_Said]) -> tuple[str, Transcript]:
    """Return the text of turns, one paragraph for each, with a label if the speaker is named or
    changes."""
    writer = _Writer()
    labels: list[Label] = []
    spans: list[Span] = []
    for turn in said:
        start = writer.new_paragraph()
        if turn.voice or turn.new:
            time = turn.pieces[0][0]
            writer.add(f"[{clock(time)}] ")
            name = writer.add(turn.voice) if turn.voice else None
            end = writer.add(": " if name else ">> ")[1]
            labels.append(Label(start, end, name, "colon" if name else "change", time=time))
        words = writer.add_pieces(turn.pieces)
        if turn.voice or turn.new:
            spans.append(words)
    speakers, places = read_speakers(writer.text, labels)
    turns = tuple(
        Turn((span,), (label.start, span[0]), label.name, place)
        for span, label, place in zip(spans, labels, places, strict=True)
    )
    return writer.text, Transcript(turns, speakers, tuple(writer.times))


def _unlabelled(said: Sequence[_Said]) -> tuple[str, Transcript]:
    """Return words without named speakers, in paragraphs that end at the end of a sentence or a
    change of speakers."""
    writer = _Writer()
    for turn in said:
        start = writer.new_paragraph()
        for piece in turn.pieces:
            if writer.length - start >= _PARAGRAPH and _SENTENCE_END.search(writer.parts[-1][-6:]):
                start = writer.new_paragraph()
            writer.add("" if writer.length == start else " ")
            writer.add_pieces([piece])
    return writer.text, Transcript((), (), tuple(writer.times))


class _Writer:
    """Builds the text. ``times`` has the offset of each cue in the text, and its time in
    seconds."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.times: list[tuple[int, float]] = []

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def add(self, words: str) -> Span:
        start = self.length
        self.parts.append(words)
        self.length += len(words)
        return start, self.length

    def new_paragraph(self) -> int:
        """Begin a paragraph, and return its offset."""
        return self.add("\n\n" if self.parts else "")[1]

    def add_pieces(self, pieces: Sequence[tuple[float, str]]) -> Span:
        """Add the words of cues, with spaces between them, and their times."""
        first = self.length
        for time, words in pieces:
            if words.strip():
                self.add("" if self.length == first else " ")
                self.times.append((self.length, time))
                self.add(words.strip())
        return first, self.length
