"""brat's standoff format: writing. What stands where is told in brat.py."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from quoteminer.evaluation.formats.brat import DOCUMENT, EVENT, LINE_ENDS
from quoteminer.evaluation.formats.find import ANN, TXT
from quoteminer.evaluation.formats.jsonl import speaker_to_dict
from quoteminer.evaluation.formats.roster import speaker_in_words
from quoteminer.evaluation.gold import GoldArticle, GoldQuote
from quoteminer.output.jsontext import dump
from quoteminer.types import Span

ANNOTATION_CONF: Final = """\
[entities]
Content
Cue
Source

[relations]
<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]
Attribution\tContent+:Content, Cue*:Cue, Source*:Source

[attributes]
Act\tArg:Attribution, Value:speech|other
"""
VISUAL_CONF: Final = """\
[labels]
Attribution | Attribution | Attr
Content | Content | Cont
Source | Source | Src

[drawing]
Content\tbgColor:#cfe8ff
Cue\tbgColor:#ffe2b3
Source\tbgColor:#d5f0d0
Attribution\tbgColor:#e8e8e8
"""
EXTRAS: Final = {"annotation.conf": ANNOTATION_CONF, "visual.conf": VISUAL_CONF}
"""Files that a folder needs once, so that it opens in brat."""


def files(article: GoldArticle, stem: str) -> dict[str, str]:
    """The article's files: suffix and content. ``stem``: what they are called, which is the id that will be read."""
    sheet = _Sheet(article.text)
    names = {speaker.id: speaker_in_words(speaker) for speaker in article.speakers}
    for quote in article.quotes:
        sheet.add(quote, names)
    if article.id != stem:
        sheet.note("Article", DOCUMENT, dump(article.id))
    for speaker in article.speakers:
        sheet.note("Speaker", DOCUMENT, dump(speaker_to_dict(speaker)))
    return {TXT: article.text, ANN: "".join(f"{line}\n" for line in sheet.lines)}


class _Sheet:
    """The lines of an ``.ann`` file as they come. The same words in the same role are one annotation."""

    def __init__(self, text: str) -> None:
        self.lines: list[str] = []
        self._text = text
        self._marked: dict[tuple[str, tuple[Span, ...]], str] = {}
        self._counts = dict.fromkeys("TEA#", 0)

    def add(self, quote: GoldQuote, speakers: dict[int, str]) -> None:
        """An attribution: its spans, the event, its act and its speaker."""
        roles = {"Content": quote.content, "Cue": quote.cue, "Source": quote.source}
        arguments = [f"{role}:{self._mark(role, spans)}" for role, spans in roles.items() if spans]
        trigger = self._mark(EVENT, quote.cue or quote.content[:1])
        event = self._line("E", " ".join([f"{EVENT}:{trigger}", *arguments]))
        if quote.act is not None:
            self._line("A", f"Act {event} {quote.act}")
        if quote.speaker is not None:
            self.note("AnnotatorNotes", event, f"speaker {speakers[quote.speaker]}")

    def note(self, type: str, target: str, text: str) -> None:
        """A note of a type on an annotation."""
        self._line("#", f"{type} {target}\t{text}")

    def _mark(self, role: str, spans: tuple[Span, ...]) -> str:
        if (role, spans) not in self._marked:
            fragments, joints = _fragments(self._text, spans)
            offsets = ";".join(f"{start} {end}" for start, end in fragments)
            words = " ".join(LINE_ENDS.sub(" ", self._text[start:end]) for start, end in fragments)
            id = self._marked[role, spans] = self._line("T", f"{role} {offsets}\t{words}")
            if joints:
                self.note("Joined", id, " ".join(map(str, joints)))
        return self._marked[role, spans]

    def _line(self, kind: str, body: str) -> str:
        self._counts[kind] += 1
        id = f"{kind}{self._counts[kind]}"
        self.lines.append(f"{id}\t{body}")
        return id


def _fragments(text: str, spans: Sequence[Span]) -> tuple[list[Span], list[int]]:
    """The spans cut at line ends, which brat can't mark, and the offsets at which a part goes on behind its cut. Line
    ends at the edge of a part, which no cut can keep, and a part of nothing else stay as they are."""
    fragments: list[Span] = []
    joints: list[int] = []
    for start, end in spans:
        pieces = list(_pieces(text, start, end))
        fragments += pieces
        joints += [piece_end for _, piece_end in pieces[:-1]]
    return fragments, joints


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for found in _inner_line_ends(text, start, end):
        yield at, found[0]
        at = found[1]
    yield at, end


def _inner_line_ends(text: str, start: int, end: int) -> Iterable[Span]:
    matches = (found.span() for found in LINE_ENDS.finditer(text, start, end))
    return [(a, b) for a, b in matches if start < a and b < end]
