"""Find the speakers for the labels of a transcript: full names, later family names or initials;
posts; Q. and A."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from quoteminer.names import lexicon
from quoteminer.names.folding import fold
from quoteminer.transcripts.labels import BESIDE, HONORIFICS, POSTS, WORDS, Label
from quoteminer.types import SpeakerKind, TranscriptSpeaker

Key = tuple[str, ...]  # the folded words of a name; those of somebody unnamed begin with ""

_NO_NAMES: Final = HONORIFICS | POSTS
_ROLE: Final = re.compile(
    rf"(?:the |mr |madam |madame )*{WORDS.any_line('roles')}(?:[ #_-]+(?:no |number"
    r" )?\w?\d*|\d+)?",
    re.IGNORECASE,
)
_CAPITAL: Final = r"[^\W\d_a-zß-öø-ÿ]"
_WORD: Final = rf"{_CAPITAL}(?:\.|[\w’'-]{{0,60}})"
_PART: Final = rf"(?:{_WORD}|{lexicon.SECTIONS.any_word('particles')})"
_FULL: Final = rf"{_WORD}(?: {_PART}){{1,4}}"
_ANYBODY: Final = re.compile(rf"(?:the )?{WORDS.any_line('anybody')}\b")
#: The beginning of a word after a space; a word with another capitalised one behind it.
_CHUNK: Final = re.compile(r"(?<= )\S{1,60}")
_PAIR: Final = re.compile(rf"(?<![\w.-])(?=(\S{{1,60}}) ({_WORD})(?!\w))")
_BOUNDARY: Final = re.compile(r"\b")
#: Two or three words with capitals, none of them only of capitals, and a label in brackets behind
# them.
_SPELT: Final = rf"{_CAPITAL}(?=[\w’']{{0,40}}?[^\W\d_A-Z])[\w’']{{1,40}}"
_SPELT_OUT: Final = [
    re.compile(rf"\b(?=({'[ -]'.join([_SPELT] * count)})(?: ?\(([^()\s]{{2,6}})\)|\b))")
    for count in (2, 3)
]
_ANY_WORD: Final = re.compile(r"\w+")
_BEFORE: Final = re.compile(rf"(?<![\w.-]){_WORD}(?: {_PART}){{0,3}}\Z")
_MOST_WORDS: Final = 16  # of a name that is counted
_MOST_PLACES: Final = 200  # of a family name, at which a given name is looked for
_LONGEST_NAME: Final = 60  # characters before a family name
_CONTRACTED: Final = re.compile(r"['’](?:m|re|s|ve|ll|d)$")
_LINKS: Final = frozenset(("of", "by", "for", "the", "and", "with"))
_INITIALS: Final = re.compile(rf"(?:{_CAPITAL}\.?){{2,3}}")
_COUNSEL: Final = re.compile(
    r"^[ \t]*(?:[^\n]{0,40}\bEXAMINATION[ \t]+)?BY[ \t]+"
    r"(?P<name>(?:M[RSX]S?|DR)\.?[ \t]+[^\s:][^\n:]{1,39}?)(?<![ \t])(?:[ \t]*:)?[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_COUNSEL_NAME: Final = re.compile(r"M[RSX]S?\b", re.IGNORECASE)
_OATH: Final = re.compile(r"\b(?:sworn|affirmed|testified)\b")
_SWORN: Final = re.compile(
    rf"(?<![\w.-])(?P<name>{_FULL})(?![\w’'-])(?:[^\n.;:]|\n(?!["
    rf" \t]{{0,160}}\n)){{0,160}}?{_OATH.pattern}"
)
_OATH_REACH: Final = 480  # the most characters from the name to the oath, both included
_ANSWERING: Final = re.compile(
    rf"\b(?i:{WORDS.any_word('answering')}\s+(?:of|with)|witness:)\s+"
    rf"(?P<name>{_FULL})"
)


@dataclass(frozen=True, slots=True)
class _Form:
    """A parsed label: the ``words`` of a name, empty for an unnamed speaker; ``role`` is the post
    beside the name. ``label`` names the speaker, ``written`` is the label in the text ("Q")."""

    label: str
    words: Key
    role: str | None = None
    written: str = ""

    @property
    def key(self) -> Key:
        return (
            tuple(map(fold, self.words))
            if self.words
            else ("", fold(self.label).removeprefix("the "))
        )


def is_speaker(label: str) -> bool:
    """True for words that probably name a speaker: in capitals, several words, or a role."""
    words = label.split()
    return len(words) > 1 or label.isupper() or _ROLE.fullmatch(fold(label)) is not None


def names_who_answers(text: str) -> bool:
    """True if a text says who answers its questions ("Interview with Ana Silva", "ANA SILVA, having
    been sworn")."""
    return next(_sworn(text), None) is not None or _ANSWERING.search(text) is not None


def _sworn(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each name stands that an oath follows, and the name."""
    before = 0  # the end of the last oath: a name in front of it takes that one
    for oath in _OATH.finditer(text):
        if found := _SWORN.search(text, max(before, oath.start() - _OATH_REACH), oath.end()):
            yield found.start(), found["name"]
        before = oath.end()


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
    forms = _forms(text, named)
    owners = _Owners(text, forms)
    owned: dict[Key, list[_Form]] = {}
    for form in forms:
        owned.setdefault(owners.owner(form), []).append(form)
    order = {key: place for place, key in enumerate(owned)}
    places = {label: order[owners.owner(form)] for label, form in zip(named, forms, strict=True)}
    return tuple(owners.speaker(key, owned[key]) for key in order), tuple(
        places.get(label) for label in labels
    )


def _forms(text: str, labels: Sequence[Label]) -> list[_Form]:
    """Parse labels with names. "Q" is the counsel who asks there, "A" the witness, if the text
    names them."""
    named = [label.words(text) for label in labels]
    places = list(zip([label.start for label in labels], named, strict=True))
    counsel = [(found.start(), found["name"]) for found in _COUNSEL.finditer(text)]
    if not counsel and {"q", "a"} <= set(map(fold, named)):
        counsel = [(start, words) for start, words in places if _COUNSEL_NAME.match(words)][:1]
    witnesses = (
        [(start, name) for start, name in _sworn(text) if _form(name).words]
        or [(0, found["name"]) for found in _ANSWERING.finditer(text)][:1]
        or [(0, words) for words in named if fold(words) == "the witness"][:1]
    )
    behind = {"q": counsel, "a": witnesses, "the witness": witnesses}
    forms: list[_Form] = []
    for start, words in places:
        known = behind.get(fold(words), [])
        at = bisect_right(known, start, key=lambda pair: pair[0]) - 1
        forms.append(replace(_form(known[at][1] if at >= 0 else words), written=words))
    whole = [_with_bracket(form, label.title) for form, label in zip(forms, labels, strict=True)]
    holders = {
        form.key: new
        for form, new in zip(forms, whole, strict=True)
        if new.words and not form.words
    }
    return [
        replace(holders[form.key], written=form.written) if form.key in holders else form
        for form in whole
    ]


def _with_bracket(form: _Form, bracket: str) -> _Form:
    """Add the words in brackets after a label: a post, or, if the label is a post, the name."""
    named = _form(bracket) if re.fullmatch(_FULL, bracket) else None
    if named and named.words and not form.words and not _ANYBODY.match(fold(form.label)):
        return replace(
            named,
            role=_lowered(form.label.removeprefix("The ").removeprefix("THE ")),
            written=form.written,
        )
    return replace(form, role=form.role or _lowered(bracket)) if _is_post(bracket) else form


def _form(label: str) -> _Form:
    """Split a label into a name and a post: "MAYOR ANA SILVA", "Ana Silva, Mayor", "SILVA, ANA"."""
    label = label.rstrip(".") if len(label.split()[-1]) > 3 else label
    before = re.split(r" (?:of|for) ", fold(label))[0].split()
    if (
        len(label) == 1
        or _ROLE.fullmatch(fold(label))
        or before[0] == "the"
        or set(before) <= POSTS
    ):
        return _Form(label, ())
    name, *beside = BESIDE.split(label, maxsplit=1)
    if beside:  # "Ana Silva - City of Porto", as people call themselves in a meeting
        return replace(
            _form(name), label=label, role=_lowered(beside[0]) if _is_post(beside[0]) else None
        )
    name, _, rest = map(str.strip, label.partition(","))
    if rest and len(name.split()) == 1 and len(rest.split()) < 3 and not _is_post(rest):
        name, rest = f"{rest} {name}", ""
    words = name.split()
    posts: list[str] = []
    first = 0
    while first < len(words) - 1 and (
        fold(words[first]) in _NO_NAMES or words[first].casefold() == "the"
    ):
        posts += [words[first]] if fold(words[first]) in POSTS else []
        first += 1
    return _Form(label, tuple(words[first:]), _lowered(rest) or _lowered(" ".join(posts)) or None)


def _is_post(words: str) -> bool:
    return bool(_ROLE.fullmatch(fold(words))) or any(
        fold(word) in POSTS for word in re.findall(r"\w+", words)
    )


def _lowered(post: str) -> str:
    """Return a post as written in a sentence: "mayor" for "MAYOR" and "Mayor", but "CEO"."""
    words = post.rstrip(".").split()
    short = (word.isupper() and len(word) < 4 and word.lower() not in _LINKS for word in words)
    return " ".join(word if kept else word.lower() for word, kept in zip(words, short, strict=True))


class _Owners:
    """Finds the speaker of each label: the key of the fullest name that fits it. ``_shown`` has
    names as written. The other tables find full names by their parts, and words of the text, so
    that many labels take linear time.
    """

    def __init__(self, text: str, forms: Iterable[_Form]) -> None:
        self._text = text
        self._shown: dict[Key, str] = {}
        self._full: dict[tuple[str, str], list[Key]] = defaultdict(list)
        self._ends: dict[tuple[str, str], list[tuple[int, Key]]] = defaultdict(list)
        self._single: set[str] = set()
        self._small = frozenset(re.findall(r"(?<![\w-])[^\W\d_A-Z][\w-]*", text))
        for form in forms:
            self._note(form.words)
            self._single.update(_spellings(form.words[0]) if len(form.words) == 1 else ())
        self._owners: dict[Key, Key] = {}

    def owner(self, form: _Form) -> Key:
        key = form.key
        if key not in self._owners:
            self._owners[key] = key if key[0] == "" else self._fullest(key, form)
        return self._owners[key]

    def speaker(self, key: Key, forms: Sequence[_Form]) -> TranscriptSpeaker:
        labels = tuple(dict.fromkeys(form.written for form in forms))
        role = next((form.role for form in forms if form.role), None)
        if key[0] == "":
            return TranscriptSpeaker(forms[0].label, "unnamed", role, labels)
        name = self._shown[key]
        kind: SpeakerKind = "org" if "&" in name else "person"
        return TranscriptSpeaker(self._in_text.get(name, name), kind, role, labels)

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

    def _fullest(self, key: Key, form: _Form) -> Key:
        if len(key) > 1:
            same = self._ends[key[0], key[-1]]
            at = bisect_left(same, (len(key) + 1, ()))
            longer = same[at : at + 2]
            return longer[0][1] if len(longer) == 1 else key
        if _INITIALS.fullmatch(form.words[0]):
            letters = key[0]
            fits = self._full["letters", letters]
            if len(fits) == 1:
                return fits[0]
            name = self._by_initials(form.words[0], letters)
            if name and (words := _form(name).words):
                return self._note(words)
        for place in ("last", "first"):  # a family name, else a given one
            fits = self._full[place, key[0]]
            if fits:
                return fits[0] if len(fits) == 1 else key
        name = self._with_family(form.words[0]) or self._with_given(form.words[0])
        if name and name.isupper() and not form.words[0].isupper():  # only a heading has it in full
            name = name.title()
        return self._note(name.split()) if name else key

    def _by_initials(self, label: str, letters: str) -> str | None:
        """Find a name with these initials: one followed by the label in brackets, else the first
        one in the text."""
        initials = letters.upper()
        return self._spelt_out.get((initials, label)) or self._spelt_out.get((initials, ""))

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
            last = max((at for at, one in enumerate(words) if not self._is_part(one)), default=-1)
            if words[last + 1 :]:
                return " ".join((*words[last + 1 :], spelling))
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
        if _CONTRACTED.search(word) or word.lower() in _LINKS:  # "I'm"; "STATEMENT OF"
            return False
        return fold(word) not in _NO_NAMES and word.lower() not in self._small


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
