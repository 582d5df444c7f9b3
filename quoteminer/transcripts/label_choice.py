"""Choose the labels that begin the turns of a transcript: those of one form, if they can be the
labels of speakers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from quoteminer.names.folding import fold
from quoteminer.transcripts.label_names import is_speaker, names_who_answers
from quoteminer.transcripts.label_speakers import count_names, read_speakers
from quoteminer.transcripts.labels import Label
from quoteminer.types import TranscriptSpeaker

_FEWEST: Final = 3  # labels of a transcript
_FEWEST_STAMPED: Final = 2  # the same if all have times
# share of labels with a time, or in capitals, from which labels without are ignored
NEARLY_ALL: Final = 0.8
_CLEAR: Final = 0.5  # least share of labels that can only be speakers
_BACK: Final = 0.1  # most times that are earlier than the previous one
LETTERS: Final = frozenset(("q", "a", "question", "answer"))
SENTENCE_END: Final = re.compile(r"[.!?…—–-][\"'”’»)\]]*$")


class LabelSpeakers(NamedTuple):
    """The speakers of labels, also of a list of those who take part; ``place_of`` has the index of
    the speaker of each label with a name."""

    everybody: tuple[TranscriptSpeaker, ...]
    place_of: Mapping[Label, int | None]


def labels_of_one_kind(
    text: str, labels: Sequence[Label]
) -> tuple[list[Label], LabelSpeakers] | None:
    """Return the labels of the prevailing form, and their speakers; None if they can't be the
    labels of a transcript."""
    labels = _first_readings(labels)
    named = [label for label in labels if label.name]
    stamped = [label for label in named if label.time is not None]
    named = _without_headings(text, _prevailing(text, named, stamped))
    if len(named) < fewest(named):
        return None
    speakers, places = read_speakers(text, named)
    if _is_headline(text, named, once=places.count(places[0]) == 1):
        named = named[1:]
        speakers, places = read_speakers(text, named)
    if len(named) >= _FEWEST and len(speakers) == len(named) or len(speakers) < 2 and not stamped:
        return None
    if _are_letters(text, named) or _go_back(named):
        return None
    full = {at for at, speaker in enumerate(speakers) if len(speaker.name.split()) > 1}
    clear = sum(
        place in full or is_speaker(label.words(text))
        for label, place in zip(named, places, strict=True)
    )
    nearly_all_stamped = len(stamped) >= NEARLY_ALL * len(named)
    least = 1 if len(named) < _FEWEST else 0 if nearly_all_stamped else _CLEAR
    if clear < least * len(named):
        return None
    place_of = dict(zip(named, places, strict=True))
    kept = [label for label in labels if label in place_of or not label.name]
    return kept, LabelSpeakers(speakers, place_of)


def _first_readings(labels: Iterable[Label]) -> list[Label]:
    """Return the labels, except those that overlap an earlier one (other readings of the same
    line)."""
    kept: list[Label] = []
    for label in labels:
        if not kept or label.start >= kept[-1].end:
            kept.append(label)
    return kept


def _prevailing(text: str, named: Sequence[Label], stamped: Sequence[Label]) -> Sequence[Label]:
    """Return only the labels with times, or those that may be names, if nearly all labels have
    times, or are in capitals: without "Note:", but with "Ana Silva:"."""
    if len(stamped) >= NEARLY_ALL * len(named):
        return stamped
    words = [label.words(text) for label in named]
    if sum(map(str.isupper, words)) < NEARLY_ALL * len(named):
        return named
    pairs = zip(named, words, strict=True)
    return [label for label, name in pairs if name.isupper() or " " in name]


def _are_letters(text: str, named: Sequence[Label]) -> bool:
    """True if all labels are Q and A, and the text does not say who answers. It is then no
    transcript, but questions and answers written for readers."""
    letters = {fold(label.words(text)) for label in named}
    return letters <= LETTERS and not (len(letters) > 1 and names_who_answers(text))


def _go_back(named: Sequence[Label]) -> bool:
    """True if many times are earlier than the previous one."""
    times = [label.time for label in named if label.time is not None]
    return sum(later < earlier for earlier, later in pairwise(times)) > _BACK * len(times)


def fewest(labels: Sequence[Label]) -> int:
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


def _is_headline(text: str, labels: Sequence[Label], *, once: bool) -> bool:
    """True if the first label is part of a headline ("Silva: We open in May"): it begins the text,
    its speaker has no other label (``once``) or the others are in capitals, and its line does not
    end like a sentence, or more follow.
    """
    first, second = labels[:2]
    if first.time is not None or text[: first.start].strip():
        return False
    behind = text[first.end : second.start].strip()
    is_odd = once or second.words(text).isupper() and not first.words(text).isupper()
    return is_odd and ("\n" in behind or not SENTENCE_END.search(behind[-6:]))
