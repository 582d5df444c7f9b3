"""Detect transcripts, and read their turns. A text is a transcript if its lines begin with labels
of one form, some of which repeat, and most of the text follows labels. When in doubt, it is read as
an article."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from quoteminer.names.folding import fold
from quoteminer.transcripts.label_choice import (
    LETTERS,
    NEARLY_ALL,
    SENTENCE_END,
    LabelSpeakers,
    fewest,
    labels_of_one_kind,
)
from quoteminer.transcripts.labels import Hole, Label, find_labels, holes_of
from quoteminer.types import Span, Transcript, Turn, Warning
from quoteminer.types.span_index import SpanIndex

# styles used together
_FAMILIES: Final = (("clock",), ("colon", "letter", "brackets"), ("dash", "line"), ("stop",))
_UNSIGNED: Final = ("line", "stop")  # labels without a time or a sign of their own
_SPOKEN: Final = 0.25  # least share of the text's characters that follow labels
_SPOKEN_UNSIGNED: Final = 0.6  # the same if labels have no time and no sign
_SENTENCES: Final = 0.6  # least share of turns that end like sentences, if labels have no times
_LABELLED: Final = 0.4  # least share of the paragraphs after the first label that have a label
_LABELLED_CLEARLY: Final = 0.08  # the same for labels with times or in capitals
_REPORTED: Final = 0.2  # most of the other paragraphs that report quoted words, as an article does
# of a text that only looks like a transcript (`looks_like_one`)
_MOST_SPEAKERS, _MANY, _MANY_SHARE = 4, 6, 0.4

UNREAD: Final = Warning(
    "unread-labels", "It looks like a transcript, but no labels were understood: check who speaks."
)
_FEWEST_WORDS: Final = 3  # of a turn, on average
_PERSON: Final = re.compile(r"\b(?:I|[Ww]e|[Yy]ou|[Mm]y|[Oo]ur|[Yy]our|me|us|[Ll]et['’]s)\b")
_QUOTED: Final = re.compile(r"[“\"«][^”\"»]*[”\"»]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_LINE: Final = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_VERBS: Final = r"(?:said|says|told|added|asked|wrote)"
_REPORT: Final = re.compile(
    rf"[”\"],?\s+(?:[\w.’'-]+\s+){{0,4}}?{_VERBS}\b|\b{_VERBS}(?:\s+[\w.’'-]+){{0,3}}[,:]?\s+[“\"]"
)
_BEGINNING: Final = re.compile(
    r"\W{0,3}(?P<name>(?!(?i:the|image) )[^\W\d_][\w.’'-]{0,20}(?: [\w.’'-]{1,20}){0,3}?)"
    r" ?(?:[:>|\])}]|[—–] )"
)
_STAMP_BEGINS: Final = re.compile(r"\s*(?:[\[(]\d{1,2}:\d{2}(?::\d{2})?[\])]|\d{1,2}:\d{2}:\d{2})")


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A label with the spoken parts that follow it; the first part may be on the same line."""

    label: Label
    parts: tuple[Span, ...]


def read_transcript(text: str, paragraphs: Sequence[Span]) -> Transcript | None:
    """Return the turns of a text; None if it is not a transcript. ``paragraphs`` are the spans of
    its paragraphs."""
    lines = _lines(text)
    found = list(find_labels(text, lines))
    for family in _FAMILIES:
        styles = (*family, "change")
        chosen = labels_of_one_kind(text, [label for label in found if label.style in styles])
        if chosen is None:
            continue
        labels, speakers = chosen
        holes = list(holes_of(text, lines, labels))
        turns = _turns(text, labels, paragraphs, holes)
        if _is_speech(text, turns, paragraphs):
            return _transcript(turns, holes, speakers)
    return None


def looks_like_one(text: str) -> Warning | None:
    """Return a warning if a text that `read_transcript` does not understand looks like a
    transcript: its lines have the same few beginnings, or many lines have times."""
    lines = [text[start:end] for start, end in _lines(text)]
    beginnings = Counter(fold(found["name"]) for line in lines if (found := _BEGINNING.match(line)))
    common = [(name, count) for name, count in beginnings.most_common(_MOST_SPEAKERS) if count > 2]
    again = (
        sum(count for name, count in common)
        if len(common) > 1 and not LETTERS.issuperset(dict(common))
        else 0
    )
    stamped = sum(bool(_STAMP_BEGINS.match(line)) for line in lines)
    return UNREAD if max(again, stamped) >= max(_MANY, _MANY_SHARE * len(lines)) else None


def _lines(text: str) -> list[Span]:
    return [found.span() for found in _LINE.finditer(text) if not found[0].isspace()]


def _turns(
    text: str, labels: Sequence[Label], paragraphs: Sequence[Span], holes: Sequence[Hole]
) -> list[_Labelled]:
    """Return the spoken parts after each label: its paragraphs without unspoken text."""
    hole_index, paragraph_index = SpanIndex(hole for hole, _ in holes), SpanIndex(paragraphs)
    turns: list[_Labelled] = []
    for label, end in zip(labels, [*(label.start for label in labels[1:]), len(text)], strict=True):
        parts: list[Span] = []
        for at in paragraph_index.touching(label.end, end):
            first, last = max(paragraphs[at][0], label.end), min(paragraphs[at][1], end)
            inside = (holes[number][0] for number in hole_index.touching(first, last))
            edges = [first, *(edge for hole in inside for edge in hole if first <= hole[0]), last]
            parts += filter(
                None, (_visible(text, *edges[i : i + 2]) for i in range(0, len(edges), 2))
            )
        turns.append(_Labelled(label, tuple(parts)))
    return _without_narration(text, turns)


def _without_narration(text: str, turns: Sequence[_Labelled]) -> list[_Labelled]:
    """Remove paragraphs of narration after turns: those that don't say "I" or "you", and are not
    followed by one of the same turn that does. After the last turn they are always removed; between
    turns only if most paragraphs without a label are narration, and never if labels have times.
    Turns whose labels have no sign stay whole.
    """
    if any(turn.label.style in _UNSIGNED for turn in turns):
        return list(turns)
    personal = [list(_personal(text, turn.parts)) for turn in turns]
    inner = [one for some in personal[:-1] for one in some[1:]]
    is_told = any(turn.label.time is None for turn in turns) and 2 * sum(inner) < len(inner)
    kept: list[_Labelled] = []
    for turn, some in zip(turns, personal, strict=True):
        last = max((at for at, one in enumerate(some) if one), default=0)
        cut = is_told or turn is turns[-1]
        kept.append(_Labelled(turn.label, turn.parts[: last + 1] if cut else turn.parts))
    return kept


def _personal(text: str, parts: Sequence[Span]) -> Iterator[bool]:
    """Yield for each part whether it is spoken: outside quotes it says "I" or "you", or it follows
    a time on the line of the previous part."""
    before: int | None = None
    for start, end in parts:
        goes_on = before is not None and "\n" not in text[before:start]
        yield goes_on or bool(_PERSON.search(_unquoted(text[start:end])))
        before = end


def _unquoted(words: str) -> str:
    """Remove what is between quotation marks. Behind the last closing mark nothing is looked for,
    so that a text of opening marks takes linear time."""
    end = 1 + max(words.rfind(mark) for mark in '”"»')
    return _QUOTED.sub("", words[:end]) + words[end:]


def _visible(text: str, start: int, end: int) -> Span | None:
    """Strip white space from the ends of a span; None if it has no letter or digit."""
    words = text[start:end]
    if not any(map(str.isalnum, words)):
        return None
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _is_speech(text: str, turns: Sequence[_Labelled], paragraphs: Sequence[Span]) -> bool:
    """True if most of the text follows labels and looks like speech: it has sentences, and few
    paragraphs without a label that report what is said, as an article has."""
    spoken = [turn for turn in turns if turn.parts]
    count, labels = len(spoken), [turn.label for turn in spoken]
    if count < fewest(labels):
        return False
    plain = [turn for turn in spoken if turn.label.style in _UNSIGNED]
    if 2 * sum(any(_personal(text, turn.parts)) for turn in plain) < len(plain):
        return False
    has_times = any(label.time is not None for label in labels)
    clear = sum(
        label.time is not None or label.style in _UNSIGNED or label.words(text).isupper()
        for label in labels
    )
    said = sum(end - start for turn in spoken for start, end in turn.parts)
    unlabelled = sum(end - start for start, end in paragraphs) - sum(
        turn.label.end - turn.label.start for turn in turns
    )
    words = sum(len(_WORD.findall(text, *turn.parts[0])) for turn in spoken)
    ended = sum(bool(SENTENCE_END.search(text[slice(*turn.parts[-1])][-6:])) for turn in spoken)
    behind = sum(end > turns[0].label.start for _, end in paragraphs)
    others = [text[start:end] for turn in spoken for start, end in turn.parts[1:]]
    reports = sum(bool(_REPORT.search(words)) for words in others)
    return (
        said >= (_SPOKEN_UNSIGNED if plain else _SPOKEN) * unlabelled
        and words >= _FEWEST_WORDS * count
        and (has_times or ended >= _SENTENCES * count)
        and count >= (_LABELLED_CLEARLY if clear >= NEARLY_ALL * count else _LABELLED) * behind
        and reports <= max(1, _REPORTED * len(others))
    )


def _transcript(
    turns: Sequence[_Labelled], holes: Sequence[Hole], speakers: LabelSpeakers
) -> Transcript:
    spoken = [(turn, speakers.place_of.get(turn.label)) for turn in turns if turn.parts]
    order = list(dict.fromkeys(place for _, place in spoken if place is not None))
    places: dict[int | None, int] = {place: number for number, place in enumerate(order)}
    starts = [start for turn, _ in spoken for start, _ in turn.parts]
    stamps = [(turn.label.end, turn.label.time) for turn, _ in spoken] + [
        (hole[1], time) for hole, time in holes
    ]
    times: dict[int, float] = {}
    for offset, time in sorted((offset, time) for offset, time in stamps if time is not None):
        at = bisect_left(starts, offset)
        if at < len(starts):
            times[starts[at]] = time
    return Transcript(
        tuple(
            Turn(
                turn.parts, (turn.label.start, turn.parts[0][0]), turn.label.name, places.get(place)
            )
            for turn, place in spoken
        ),
        tuple(speakers.everybody[place] for place in order),
        tuple(times.items()),
    )
