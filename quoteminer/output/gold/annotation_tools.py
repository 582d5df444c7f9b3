"""Read the offsets and speakers of annotation tools. A program may count an emoji as one character
(code points) or as two (UTF-16 units: Java, JavaScript), a line end of two characters as one, and a
byte order mark as one or none. A file does not say how it counts, but the words beside the offsets
show it. A speaker is a line of text that people can read and change: ``0 person: Ana Pinto``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import cast, get_args

from quoteminer.errors import GoldError
from quoteminer.output.gold.gold_articles import GoldSpeaker
from quoteminer.output.gold.gold_files import BOM
from quoteminer.types import Span, SpeakerKind

_SPELT_OUT = re.compile(r"\\[nr]")  # how Label Studio writes line ends in the words of a region
_SPEAKER = re.compile(rf"(?:(-?\d+) ({'|'.join(get_args(SpeakerKind))}): )?(.+)")


def code_points(
    text: str, annotated: Sequence[tuple[str, Sequence[Span], str]], *, marked: bool = False
) -> list[list[Span]]:
    """Return the spans of annotations in code points, counted so that all spans cover the words
    beside them; raise GoldError if no way to count them does. ``annotated``: the name of each
    annotation for errors, its spans, and their words (empty: unknown). ``marked``: the text had a
    byte order mark."""
    misfits: list[int] = []
    for points in _point_maps(text, marked=marked):
        fits = (_covers(text, points, spans, words) for _, spans, words in annotated)
        misfit = next((index for index, fit in enumerate(fits) if not fit), None)
        if misfit is None:
            return [
                [(points[start], points[end]) for start, end in spans] for _, spans, _ in annotated
            ]
        misfits.append(misfit)
    name, spans, words = annotated[misfits[0]]
    there = " ".join(text[max(start, 0) : max(end, 0)] for start, end in spans)
    raise GoldError(
        f"{name}: the text, which has {len(text)} characters, has {there[:40]!r} at"
        f" {spans[0][0]}-{spans[-1][1]}, not {words[:40]!r}. Check that it is the text that was"
        " annotated."
    )


def _point_maps(text: str, *, marked: bool) -> Iterator[dict[int, int]]:
    """Yield the possible maps from counted offsets to code points, the most common one (code
    points) first."""
    marks = (False, True) if marked else (False,)
    folds = (False, True) if "\r\n" in text else (False,)
    pairs = (False, True) if any(letter > "\uffff" for letter in text) else (False,)
    for mark, fold, pair in product(marks, folds, pairs):
        counted, points = int(mark), {0: 0}
        for point, letter in enumerate(text):
            if fold and letter == "\n" and text[point - 1 : point] == "\r":
                continue
            points[counted] = point
            counted += 2 if pair and letter > "\uffff" else 1
        yield {**points, counted: len(text)}


def _covers(text: str, points: dict[int, int], spans: Sequence[Span], words: str) -> bool:
    """Return True if the spans are inside the text and cover these words, ignoring white space."""
    if not all(start in points and end in points for start, end in spans):
        return False
    covered = "".join(text[points[start] : points[end]] for start, end in spans)
    ours, theirs = (
        "".join(_SPELT_OUT.sub("", some.removeprefix(BOM)).split()) for some in (covered, words)
    )
    return ours == theirs or not theirs


def speaker_line(speaker: GoldSpeaker) -> str:
    """Return id, kind and name on one line."""
    return f"{speaker.id} {speaker.kind}: {_one_line(speaker.name)}"


def speaker_of_line(line: str, speakers: list[GoldSpeaker]) -> int | None:
    """Return the id of the speaker in a line, "0 person: Ana Pinto" or only a name; None for an
    empty line. The name decides first, because people change it, then the id. A new speaker gets
    the line's id if it is free.
    """
    match = _SPEAKER.fullmatch(_one_line(line))
    if not match:
        return None
    asked, kind, name = None if match[1] is None else int(match[1]), match[2] or "person", match[3]
    named = [speaker.id for speaker in speakers if _one_line(speaker.name) == name]
    if named:
        return asked if asked in named else named[0]
    taken = {speaker.id for speaker in speakers}
    id = asked if asked is not None and asked not in taken else max(taken, default=-1) + 1
    speakers.append(GoldSpeaker(id, name, cast("SpeakerKind", kind)))
    return id


def _one_line(text: str) -> str:
    return " ".join(text.split())
