"""Detect transcripts, and read their turns. A text is a transcript if its lines begin with labels
of one form, some of which repeat, and most of the text follows labels. When in doubt, it is read as
an article."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from quoteminer.names.folding import fold
from quoteminer.transcripts.label_speakers import (
    count_names,
    is_speaker,
    names_who_answers,
    read_speakers,
)
from quoteminer.transcripts.labels import Hole, Label, find_labels, holes_of
from quoteminer.types import Span, Transcript, Turn, Warning
from quoteminer.types.span_index import SpanIndex

# styles used together
_FAMILIES: Final = (("clock",), ("colon", "letter", "brackets"), ("dash", "line"), ("stop",))
_UNSIGNED: Final = ("line", "stop")  # labels without a time or a sign of their own
_FEWEST: Final = 3  # labels of a transcript
_FEWEST_STAMPED: Final = 2  # the same if all have times
# share of labels with a time, or in capitals, from which labels without are ignored
_NEARLY_ALL: Final = 0.8
_CLEAR: Final = 0.5  # least share of labels that can only be speakers
_BACK: Final = 0.1  # most times that are earlier than the previous one
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
_LETTERS: Final = frozenset(("q", "a", "question", "answer"))
_LINE: Final = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_SENTENCE_END: Final = re.compile(r"[.!?…—–-][\"'”’»)\]]*$")
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
        labels = _of_one_kind(
            text, _first_readings(label for label in found if label.style in (*family, "change"))
        )
        if not labels:
            continue
        holes = list(holes_of(text, lines, labels))
        turns = _turns(text, labels, paragraphs, holes)
        if _is_speech(text, turns, paragraphs):
            return _transcript(text, turns, holes)
    return None


def looks_like_one(text: str) -> Warning | None:
    """Return a warning if a text that `read_transcript` does not understand looks like a
    transcript: its lines have the same few beginnings, or many lines have times."""
    lines = [text[start:end] for start, end in _lines(text)]
    beginnings = Counter(fold(found["name"]) for line in lines if (found := _BEGINNING.match(line)))
    common = [(name, count) for name, count in beginnings.most_common(_MOST_SPEAKERS) if count > 2]
    again = (
        sum(count for name, count in common)
        if len(common) > 1 and not _LETTERS.issuperset(dict(common))
        else 0
    )
    stamped = sum(bool(_STAMP_BEGINS.match(line)) for line in lines)
    return UNREAD if max(again, stamped) >= max(_MANY, _MANY_SHARE * len(lines)) else None


def _lines(text: str) -> list[Span]:
    return [found.span() for found in _LINE.finditer(text) if not found[0].isspace()]


def _first_readings(labels: Iterable[Label]) -> list[Label]:
    """Return the labels, except those that overlap an earlier one (other readings of the same
    line)."""
    kept: list[Label] = []
    for label in labels:
        if not kept or label.start >= kept[-1].end:
            kept.append(label)
    return kept


def _of_one_kind(text: str, labels: Sequence[Label]) -> list[Label]:
    """Return the labels of the prevailing form; an empty list if they can't be the labels of a
    transcript."""
    named = [label for label in labels if label.name]
    stamped = [label for label in named if label.time is not None]
    capitals = {label for label in named if label.words(text).isupper()}
    if len(stamped) >= _NEARLY_ALL * len(named):
        named = stamped
    elif len(capitals) >= _NEARLY_ALL * len(named):  # without "Note:", but with "Ana Silva:"
        named = [label for label in named if label in capitals or " " in label.words(text)]
    named = _without_headings(text, named)
    if len(named) < _fewest(named):
        return []
    speakers, places = read_speakers(text, named)
    if _is_title(text, named, once=places.count(places[0]) == 1):
        named = named[1:]
        speakers, places = read_speakers(text, named)
    if len(named) >= _FEWEST and len(speakers) == len(named) or len(speakers) < 2 and not stamped:
        return []
    letters = {fold(label.words(text)) for label in named}
    if letters <= _LETTERS and not (len(letters) > 1 and names_who_answers(text)):
        return []  # so are questions and answers for readers written, too
    full = {at for at, speaker in enumerate(speakers) if len(speaker.name.split()) > 1}
    clear = sum(
        place in full or is_speaker(label.words(text))
        for label, place in zip(named, places, strict=True)
    )
    if len(named) < _FEWEST and clear < len(named):
        return []
    if clear < _CLEAR * len(named) and len(stamped) < _NEARLY_ALL * len(named):
        return []
    times = [label.time for label in named if label.time is not None]
    if sum(later < earlier for earlier, later in pairwise(times)) > _BACK * len(times):
        return []
    kept = set(named)
    return [label for label in labels if label in kept or not label.name]


def _fewest(labels: Sequence[Label]) -> int:
    return _FEWEST if any(label.time is None for label in labels) else _FEWEST_STAMPED


def _without_headings(text: str, labels: Sequence[Label]) -> list[Label]:
    """Return the labels without lines of their own that are headings: all, unless most name
    speakers who have several; else those of a speaker with one label whose name, without a post,
    stands nowhere else in the text.
    """
    others = [label for label in labels if label.style != "line"]
    if len(others) == len(labels):
        return others
    speakers, places = read_speakers(text, labels)
    again = {place for place, count in Counter(places).items() if count > 1}
    spoken = [label for label, place in zip(labels, places, strict=True) if place in again]
    own = sum(label.style == "line" for label in spoken)
    fewest = 1 if all(label.title for label in labels) else 2
    if len(again) < fewest or 2 * len(spoken) < len(labels) or 2 * own < len(labels) - len(others):
        return others
    counts = count_names(text, (label.words(text) for label in labels if label.style == "line"))
    return [
        label
        for label, place in zip(labels, places, strict=True)
        if label.style != "line" or place in again or label.title or counts[label.words(text)] > 1
        if label.start >= spoken[0].start or label.title
    ]


def _is_title(text: str, labels: Sequence[Label], *, once: bool) -> bool:
    """True if the first label is part of a headline ("Silva: We open in May"): it begins the text,
    its speaker has no other label (``once``) or the others are in capitals, and its line does not
    end like a sentence, or more follow.
    """
    first, second = labels[:2]
    if first.time is not None or text[: first.start].strip():
        return False
    behind = text[first.end : second.start].strip()
    is_odd = once or second.words(text).isupper() and not first.words(text).isupper()
    return is_odd and ("\n" in behind or not _SENTENCE_END.search(behind[-6:]))


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
    if len(spoken) < _fewest([turn.label for turn in spoken]):
        return False
    plain = [turn for turn in spoken if turn.label.style in _UNSIGNED]
    if 2 * sum(any(_personal(text, turn.parts)) for turn in plain) < len(plain):
        return False
    clear = sum(
        turn.label.time is not None
        or turn.label.style in _UNSIGNED
        or turn.label.words(text).isupper()
        for turn in spoken
    )
    said = sum(end - start for turn in spoken for start, end in turn.parts)
    whole = sum(end - start for start, end in paragraphs) - sum(
        turn.label.end - turn.label.start for turn in turns
    )
    worded = sum(len(_WORD.findall(text, *turn.parts[0])) for turn in spoken)
    ended = sum(bool(_SENTENCE_END.search(text[slice(*turn.parts[-1])][-6:])) for turn in spoken)
    others = [text[start:end] for turn in spoken for start, end in turn.parts[1:]]
    behind = sum(end > turns[0].label.start for _, end in paragraphs)
    return (
        said >= (_SPOKEN_UNSIGNED if plain else _SPOKEN) * whole
        and worded >= _FEWEST_WORDS * len(spoken)
        and (
            ended >= _SENTENCES * len(spoken) or any(turn.label.time is not None for turn in spoken)
        )
        and len(spoken)
        >= (_LABELLED_CLEARLY if clear >= _NEARLY_ALL * len(spoken) else _LABELLED) * behind
        and sum(bool(_REPORT.search(words)) for words in others) <= max(1, _REPORTED * len(others))
    )


def _transcript(text: str, turns: Sequence[_Labelled], holes: Sequence[Hole]) -> Transcript:
    # also of a list of those who take part
    everybody, read = read_speakers(text, [turn.label for turn in turns])
    spoken = [(turn, place) for turn, place in zip(turns, read, strict=True) if turn.parts]
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
        tuple(everybody[place] for place in order),
        tuple(times.items()),
    )
