"""Find the speakers for the labels of a transcript: full names, later family names or initials; posts; Q. and A."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from quoteminer.text.labels import BESIDE, WORDS, Label
from quoteminer.types import SpeakerKind, TranscriptSpeaker

Key = tuple[str, ...]  # the folded words of a name; those of somebody unnamed begin with ""

_HONORIFICS: Final = frozenset(" ".join(WORDS["honorifics"]).split())
_TITLES: Final = frozenset(" ".join(WORDS["titles"]).split())
_ROLE: Final = re.compile(
    rf"(?:the |mr |madam |madame )*(?:{'|'.join(WORDS['roles'])})(?:[ #_-]+(?:no |number )?\w?\d*|\d+)?", re.IGNORECASE
)
_PARTICLES: Final = frozenset("al bin da de del der di du el la le van von".split())
_CAPITAL: Final = r"[^\W\d_a-zß-öø-ÿ]"
_WORD: Final = rf"{_CAPITAL}(?:\.|[\w’'-]*)"
_FULL: Final = rf"{_WORD}(?: (?:{_WORD}|da|de|del|der|di|bin|al|el|la|le|van|von)){{1,4}}"
_ANYBODY: Final = re.compile(r"(?:the )?(?:q|question(?:er)?|reporter|journalist|caller|audience|member)\b")
_BEFORE: Final = re.compile(rf"(?<![\w.-]){_WORD}(?: (?:{_WORD}|da|de|del|der|di|bin|al|el|la|le|van|von)){{0,3}}\Z")
_MOST_PLACES: Final = 200  # of a family name, at which a given name is looked for
_LONGEST_NAME: Final = 60  # characters before a family name
_CONTRACTED: Final = re.compile(r"['’](?:m|re|s|ve|ll|d)$")
_LINKS: Final = frozenset(("of", "by", "for", "the", "and", "with"))
_INITIALS: Final = re.compile(rf"(?:{_CAPITAL}\.?){{2,3}}")
_COUNSEL: Final = re.compile(
    r"^[ \t]*(?:[^\n]{0,40}\bEXAMINATION[ \t]+)?BY[ \t]+(?P<name>(?:M[RSX]S?|DR)\.?[ \t]+[^\n:]{2,40}?)[ \t]*:?[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_COUNSEL_NAME: Final = re.compile(r"M[RSX]S?\b", re.IGNORECASE)
_OATH: Final = re.compile(r"\b(?:sworn|affirmed|testified)\b")
_SWORN: Final = re.compile(
    rf"(?<![\w.])(?P<name>{_FULL})\b(?:[^\n.;:]|\n(?![ \t]*\n)){{0,160}}?\b(?:sworn|affirmed|testified)\b"
)
_ANSWERING: Final = re.compile(
    r"\b(?i:(?:deposition|testimony|examination|evidence|interview|conversation)\s+(?:of|with)|witness:)\s+"
    rf"(?P<name>{_FULL})"
)


def fold_label(words: str) -> str:
    """Return words in lower case, without accents and full stops."""
    plain = unicodedata.normalize("NFKD", words.casefold().replace("’", "'"))
    return "".join(letter for letter in plain if letter != "." and not unicodedata.combining(letter))


@dataclass(frozen=True, slots=True)
class _Form:
    """A parsed label: the ``words`` of a name, empty for an unnamed speaker; ``role`` is the post beside the name.
    ``label`` names the speaker, ``written`` is the label in the text ("Q")."""

    label: str
    words: Key
    role: str | None = None
    written: str = ""

    @property
    def key(self) -> Key:
        return tuple(map(fold_label, self.words)) if self.words else ("", fold_label(self.label).removeprefix("the "))


def is_speaker(label: str) -> bool:
    """True for words that probably name a speaker: in capitals, several words, or a role."""
    words = label.split()
    return len(words) > 1 or label.isupper() or _ROLE.fullmatch(fold_label(label)) is not None


def names_who_answers(text: str) -> bool:
    """True if a text says who answers its questions ("Interview with Ana Silva", "ANA SILVA, having been sworn")."""
    return bool(_SWORN.search(text) or _ANSWERING.search(text))


def read_speakers(text: str, labels: Sequence[Label]) -> tuple[tuple[TranscriptSpeaker, ...], tuple[int | None, ...]]:
    """Return the speakers in the order of their first turns, and for each label the index of its speaker (None for a
    label without a name)."""
    named = [label for label in labels if label.name]
    forms = _forms(text, named)
    owners = _Owners(text, forms)
    owned: dict[Key, list[_Form]] = {}
    for form in forms:
        owned.setdefault(owners.owner(form), []).append(form)
    order = {key: place for place, key in enumerate(owned)}
    places = {label: order[owners.owner(form)] for label, form in zip(named, forms, strict=True)}
    return tuple(owners.speaker(key, owned[key]) for key in order), tuple(places.get(label) for label in labels)


def _forms(text: str, labels: Sequence[Label]) -> list[_Form]:
    """Parse labels with names. "Q" is the counsel who asks there, "A" the witness, if the text names them."""
    named = [label.words(text) for label in labels]
    places = list(zip([label.start for label in labels], named, strict=True))
    counsel = [(found.start(), found["name"]) for found in _COUNSEL.finditer(text)]
    if not counsel and {"q", "a"} <= set(map(fold_label, named)):
        counsel = [(start, words) for start, words in places if _COUNSEL_NAME.match(words)][:1]
    sworn = [(found.start(), found["name"]) for found in _SWORN.finditer(text)] if _OATH.search(text) else []
    witnesses = (
        [(start, name) for start, name in sworn if _form(name).words]
        or [(0, found["name"]) for found in _ANSWERING.finditer(text)][:1]
        or [(0, words) for words in named if fold_label(words) == "the witness"][:1]
    )
    behind = {"q": counsel, "a": witnesses, "the witness": witnesses}
    forms: list[_Form] = []
    for start, words in places:
        known = behind.get(fold_label(words), [])
        at = bisect_right(known, start, key=lambda pair: pair[0]) - 1
        forms.append(replace(_form(known[at][1] if at >= 0 else words), written=words))
    whole = [_with_bracket(form, label.title) for form, label in zip(forms, labels, strict=True)]
    holders = {form.key: new for form, new in zip(forms, whole, strict=True) if new.words and not form.words}
    return [replace(holders[form.key], written=form.written) if form.key in holders else form for form in whole]


def _with_bracket(form: _Form, bracket: str) -> _Form:
    """Add the words in brackets after a label: a post, or, if the label is a post, the name."""
    named = _form(bracket) if re.fullmatch(_FULL, bracket) else None
    if named and named.words and not form.words and not _ANYBODY.match(fold_label(form.label)):
        return replace(named, role=_lowered(form.label.removeprefix("The ").removeprefix("THE ")), written=form.written)
    return replace(form, role=form.role or _lowered(bracket)) if _is_post(bracket) else form


def _form(label: str) -> _Form:
    """Split a label into a name and a post: "MAYOR ANA SILVA", "Ana Silva, Mayor", "SILVA, ANA"."""
    label = label.rstrip(".") if len(label.split()[-1]) > 3 else label
    before = re.split(r" (?:of|for) ", fold_label(label))[0].split()
    if len(label) == 1 or _ROLE.fullmatch(fold_label(label)) or before[0] == "the" or set(before) <= _TITLES:
        return _Form(label, ())
    name, *beside = BESIDE.split(label, maxsplit=1)
    if beside:  # "Ana Silva - City of Porto", as people call themselves in a meeting
        return replace(_form(name), label=label, role=_lowered(beside[0]) if _is_post(beside[0]) else None)
    name, _, rest = map(str.strip, label.partition(","))
    if rest and len(name.split()) == 1 and len(rest.split()) < 3 and not _is_post(rest):
        name, rest = f"{rest} {name}", ""
    words = name.split()
    posts: list[str] = []
    while len(words) > 1 and fold_label(words[0]) in _HONORIFICS | _TITLES | {"the"}:
        posts += [words[0]] if fold_label(words[0]) in _TITLES else []
        words = words[1:]
    return _Form(label, tuple(words), _lowered(rest) or _lowered(" ".join(posts)) or None)


def _is_post(words: str) -> bool:
    return bool(_ROLE.fullmatch(fold_label(words))) or any(
        fold_label(word) in _TITLES for word in re.findall(r"\w+", words)
    )


def _lowered(post: str) -> str:
    """Return a post as written in a sentence: "mayor" for "MAYOR" and "Mayor", but "CEO"."""
    words = post.rstrip(".").split()
    short = (word.isupper() and len(word) < 4 and word.lower() not in _LINKS for word in words)
    return " ".join(word if kept else word.lower() for word, kept in zip(words, short, strict=True))


class _Owners:
    """Finds the speaker of each label: the key of the fullest name that fits it. ``_shown`` has names as written."""

    def __init__(self, text: str, forms: Iterable[_Form]) -> None:
        self._text = text
        self._shown: dict[Key, str] = {}
        self._small = frozenset(re.findall(r"(?<![\w-])[^\W\d_A-Z][\w-]*", text))
        for form in forms:
            self._note(form.words)
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
        small = re.sub(r"[^\W\d_]+(?:['’][^\W\d_]{1,2}\b)?", lambda word: word[0].capitalize(), name)
        kind: SpeakerKind = "org" if "&" in name else "person"
        return TranscriptSpeaker(small if name.isupper() and small in self._text else name, kind, role, labels)

    def _note(self, words: Sequence[str]) -> Key:
        """Add a name as written. A spelling that is not all in capitals is preferred."""
        key, name = tuple(map(fold_label, words)), " ".join(words)
        if key and (key not in self._shown or self._shown[key].isupper()):
            self._shown[key] = name
        return key

    def _fullest(self, key: Key, form: _Form) -> Key:
        full = [other for other in self._shown if len(other) > 1]
        if len(key) > 1:
            longer = [other for other in full if len(other) > len(key) and (other[0], other[-1]) == (key[0], key[-1])]
            return longer[0] if len(longer) == 1 else key
        if _INITIALS.fullmatch(form.words[0]):
            letters = key[0]
            fits = [other for other in full if "".join(word[0] for word in _single(other)) == letters]
            if len(fits) == 1:
                return fits[0]
            name = self._by_initials(form.words[0], letters)
            if name and (words := _form(name).words):
                return self._note(words)
        for place in (-1, 0):  # a family name, else a given one
            fits = [other for other in full if other[place] == key[0]]
            if fits:
                return fits[0] if len(fits) == 1 else key
        name = self._with_family(form.words[0]) or self._with_given(form.words[0])
        if name and name.isupper() and not form.words[0].isupper():  # only a heading has it in full
            name = name.title()
        return self._note(name.split()) if name else key

    def _by_initials(self, label: str, letters: str) -> str | None:
        """Find a name with these initials: one followed by the label in brackets, else the first one in the text."""
        words = "[ -]".join(rf"{letter.upper()}[\w’']*[^\W\d_A-Z][\w’']*" for letter in letters)
        given = re.search(rf"\b({words}) ?\({re.escape(label)}\)", self._text)
        found = given or re.search(rf"\b({words})\b", self._text)
        return found[1] if found else None

    def _with_family(self, word: str) -> str | None:
        """Find the first full name in the text that ends with a family name."""
        for found in islice(re.finditer(rf" ({_spellings(word)})\b", self._text), _MOST_PLACES):
            before = _BEFORE.search(self._text, max(0, found.start() - _LONGEST_NAME), found.start())
            words = before[0].split() if before else []
            last = max((at for at, one in enumerate(words) if not self._is_part(one)), default=-1)
            if words[last + 1 :]:
                return " ".join((*words[last + 1 :], found[1]))
        return None

    def _with_given(self, word: str) -> str | None:
        """Find the first full name in the text that begins with a given name."""
        found = re.search(rf"(?<![\w.-])({_spellings(word)}) ({_WORD})(?!\w)", self._text)
        return f"{found[1]} {found[2]}" if found and self._is_part(found[2]) else None

    def _is_part(self, word: str) -> bool:
        """True for a word that may be part of a name: not a title, and not also in lower case in the text."""
        if word.islower():
            return word in _PARTICLES
        if _CONTRACTED.search(word) or word.lower() in _LINKS:  # "I'm"; "STATEMENT OF"
            return False
        return fold_label(word) not in _HONORIFICS | _TITLES and word.lower() not in self._small


def _spellings(word: str) -> str:
    return "|".join(map(re.escape, dict.fromkeys((word, word.capitalize(), word.title(), word.upper()))))


def _single(key: Key) -> list[str]:
    """Return the words of a name without particles; words with hyphens are split."""
    return [part for word in key for part in word.split("-") if part and part not in _PARTICLES]
