"""Find the speakers for the labels of a transcript: full names, later family names or initials;
posts; Q. and A."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import takewhile
from typing import Final

from quoteminer.names import lexicon
from quoteminer.names.folding import fold
from quoteminer.transcripts.label_names import (
    CAPITAL,
    LINKS,
    NO_NAMES,
    PART,
    WORD,
    Key,
    LabelName,
    label_names,
    read_name,
)
from quoteminer.transcripts.labels import Label
from quoteminer.types import SpeakerKind, TranscriptSpeaker

#: The beginning of a word after a space; a word with another capitalised one behind it.
_CHUNK: Final = re.compile(r"(?<= )\S{1,60}")
_PAIR: Final = re.compile(rf"(?<![\w.-])(?=(\S{{1,60}}) ({WORD})(?!\w))")
_BOUNDARY: Final = re.compile(r"\b")
#: Two or three words with capitals, none of them only of capitals, and a label in brackets behind
# them.
_SPELT: Final = rf"{CAPITAL}(?=[\w’']{{0,40}}?[^\W\d_A-Z])[\w’']{{1,40}}"
_SPELT_OUT: Final = [
    re.compile(rf"\b(?=({'[ -]'.join([_SPELT] * count)})(?: ?\(([^()\s]{{2,6}})\)|\b))")
    for count in (2, 3)
]
_ANY_WORD: Final = re.compile(r"\w+")
_BEFORE: Final = re.compile(rf"(?<![\w.-]){WORD}(?: {PART}){{0,3}}\Z")
_MOST_WORDS: Final = 16  # of a name that is counted
_MOST_PLACES: Final = 200  # of a family name, at which a given name is looked for
_LONGEST_NAME: Final = 60  # characters before a family name
_CONTRACTED: Final = re.compile(r"['’](?:m|re|s|ve|ll|d)$")
_INITIALS: Final = re.compile(rf"(?:{CAPITAL}\.?){{2,3}}")


def count_names(text: str, names: Iterable[str]) -> Counter[str]:
    """Count how often each of some names stands in a text, as whole words. Names of more than
    `_MOST_WORDS` words are not counted, so that the time is linear in the text and the names."""
    wanted: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in dict.fromkeys(names):
        if len(key := tuple(_ANY_WORD.findall(name))) <= _MOST_WORDS:
            wanted[key].append(name)
    words, counts = _ANY_WORD.findall(text), Counter[str]()
    for length in sorted({len(key) for key in wanted if key}):
        for key in zip(*(words[first:] for first in range(length)), strict=False):
            if key in wanted:
                counts.update(wanted[key])
    return counts


def read_speakers(
    text: str, labels: Sequence[Label]
) -> tuple[tuple[TranscriptSpeaker, ...], tuple[int | None, ...]]:
    """Return the speakers in the order of their first turns, and for each label the index of its
    speaker (None for a label without a name)."""
    named = [label for label in labels if label.name]
    names = label_names(text, named)
    owners = _Owners(text, names)
    keys = [owners.owner(name) for name in names]
    owned: dict[Key, list[LabelName]] = {}
    for key, name in zip(keys, names, strict=True):
        owned.setdefault(key, []).append(name)
    order = {key: place for place, key in enumerate(owned)}
    places = {label: order[key] for label, key in zip(named, keys, strict=True)}
    speakers = tuple(owners.speaker(key, own) for key, own in owned.items())
    return speakers, tuple(map(places.get, labels))


class _Owners:
    """Finds the speaker of each label: the key of the fullest name that fits it. ``_shown`` has
    names as written. The other tables find full names by their parts, and words of the text, so
    that many labels take linear time.
    """

    def __init__(self, text: str, names: Iterable[LabelName]) -> None:
        self._text = text
        self._shown: dict[Key, str] = {}
        self._full: dict[tuple[str, str], list[Key]] = defaultdict(list)
        self._ends: dict[tuple[str, str], list[tuple[int, Key]]] = defaultdict(list)
        self._single: set[str] = set()
        self._small = frozenset(re.findall(r"(?<![\w-])[^\W\d_A-Z][\w-]*", text))
        for name in names:
            self._note(name.words)
            self._single.update(_spellings(name.words[0]) if len(name.words) == 1 else ())
        self._owners: dict[Key, Key] = {}

    def owner(self, name: LabelName) -> Key:
        key = name.key
        if key not in self._owners:
            self._owners[key] = self._fullest(key, name.words) if key[0] else key
        return self._owners[key]

    def speaker(self, key: Key, names: Sequence[LabelName]) -> TranscriptSpeaker:
        labels = tuple(dict.fromkeys(name.written for name in names))
        post = next((name.post for name in names if name.post), None)
        if key[0] == "":
            return TranscriptSpeaker(names[0].label, "unnamed", post, labels)
        shown = self._shown[key]
        kind: SpeakerKind = "org" if "&" in shown else "person"
        return TranscriptSpeaker(self._in_text.get(shown, shown), kind, post, labels)

    @cached_property
    def _in_text(self) -> dict[str, str]:
        """The names in capitals that the text also has in small letters, by the capitals."""
        small = {name: _lowered_name(name) for name in self._shown.values() if name.isupper()}
        counts = count_names(self._text, small.values())
        return {name: written for name, written in small.items() if counts[written]}

    def _note(self, words: Sequence[str]) -> Key:
        """Add a name as written. A spelling that is not all in capitals is preferred."""
        key, name = tuple(map(fold, words)), " ".join(words)
        if key and key not in self._shown and len(key) > 1:
            letters = "".join(word[0] for word in _single(key))
            insort(self._ends[key[0], key[-1]], (len(key), key))
            for part in (("first", key[0]), ("last", key[-1]), ("letters", letters)):
                self._full[part].append(key)
        if key and (key not in self._shown or self._shown[key].isupper()):
            self._shown[key] = name
        return key

    def _fullest(self, key: Key, words: Key) -> Key:
        """Return the key of the fullest name that a name fits, of the labels or else of the text;
        its own key if there is none, or several."""
        if len(key) > 1:
            same = self._ends[key[0], key[-1]]
            at = bisect_left(same, (len(key) + 1, ()))
            longer = same[at : at + 2]
            return longer[0][1] if len(longer) == 1 else key
        [word], [folded] = words, key
        if _INITIALS.fullmatch(word) and (found := self._by_initials(word, folded)):
            return found
        for part in ("last", "first"):  # a family name, else a given one
            if fits := self._full[part, folded]:
                return fits[0] if len(fits) == 1 else key
        name = self._with_family(word) or self._with_given(word)
        if name and name.isupper() and not word.isupper():  # only a heading has it in full
            name = name.title()
        return self._note(name.split()) if name else key

    def _by_initials(self, label: str, letters: str) -> Key | None:
        """Find a name with these initials: the only one of the labels, one in the text followed by
        the label in brackets, or the first one in the text."""
        fits = self._full["letters", letters]
        if len(fits) == 1:
            return fits[0]
        initials = letters.upper()
        name = self._spelt_out.get((initials, label)) or self._spelt_out.get((initials, ""))
        words = read_name(name).words if name else ()
        return self._note(words) if words else None

    @cached_property
    def _spelt_out(self) -> dict[tuple[str, str], str]:
        """The first name in the text with some initials, and with a label in brackets behind it."""
        found: dict[tuple[str, str], str] = {}
        for pattern in _SPELT_OUT:
            for name, label in pattern.findall(self._text):
                initials = "".join(part[0] for part in name.replace("-", " ").split())
                found.setdefault((initials, ""), name)
                found.setdefault((initials, label), name)
        return found

    def _with_family(self, word: str) -> str | None:
        """Find the first full name in the text that ends with a family name."""
        places = sorted(
            (start, spelling)
            for spelling in _spellings(word)
            for start in self._starts.get(spelling, ())
        )
        for start, spelling in places[:_MOST_PLACES]:
            before = _BEFORE.search(self._text, max(0, start - 1 - _LONGEST_NAME), start - 1)
            words = before[0].split() if before else []
            given = list(takewhile(self._is_part, reversed(words)))[::-1]
            if given:
                return " ".join((*given, spelling))
        return None

    @cached_property
    def _starts(self) -> dict[str, list[int]]:
        """The first places of the labels' words behind a space."""
        starts: dict[str, list[int]] = defaultdict(list)
        for chunk in _CHUNK.finditer(self._text):
            start = chunk.start()
            for boundary in _BOUNDARY.finditer(self._text, start + 1, chunk.end()):
                word = self._text[start : boundary.start()]
                if word in self._single and len(starts[word]) < _MOST_PLACES:
                    starts[word].append(start)
        return starts

    def _with_given(self, word: str) -> str | None:
        """Find the first full name in the text that begins with a given name."""
        found = min(
            (self._pairs[spelling] for spelling in _spellings(word) if spelling in self._pairs),
            default=None,
        )
        return f"{found[1]} {found[2]}" if found and self._is_part(found[2]) else None

    @cached_property
    def _pairs(self) -> dict[str, tuple[int, str, str]]:
        """The first place of each word with a capitalised word behind it, and both words."""
        pairs: dict[str, tuple[int, str, str]] = {}
        for found in _PAIR.finditer(self._text):
            pairs.setdefault(found[1], (found.start(), found[1], found[2]))
        return pairs

    def _is_part(self, word: str) -> bool:
        """True for a word that may be part of a name: not a title, and not also in lower case in
        the text."""
        if word.islower():
            return word in lexicon.PARTICLES
        if _CONTRACTED.search(word) or word.lower() in LINKS:  # "I'm"; "STATEMENT OF"
            return False
        return fold(word) not in NO_NAMES and word.lower() not in self._small


def _lowered_name(name: str) -> str:
    """Return a name in capitals as in a sentence: "Ana Silva" for "ANA SILVA"."""
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]{1,2}\b)?", lambda word: word[0].capitalize(), name)


def _spellings(word: str) -> Iterable[str]:
    return dict.fromkeys((word, word.capitalize(), word.title(), word.upper()))


def _single(key: Key) -> list[str]:
    """Return the words of a name without the particles in it ("Ben van Dyk": "Ben", "Dyk"); words
    with hyphens are split."""
    words = [key[0], *(word for word in key[1:] if word not in lexicon.PARTICLES)]
    return [part for word in words for part in word.split("-") if part]
