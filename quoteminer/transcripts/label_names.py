"""Read what a label of a transcript says: a name, a post beside it. Q and A are the people who ask
and answer, if the text names them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile
from typing import Final

from quoteminer.names import lexicon
from quoteminer.names.folding import fold
from quoteminer.transcripts.labels import BESIDE, HONORIFICS, POSTS, WORDS, Label

Key = tuple[str, ...]  # the folded words of a name; those of somebody unnamed begin with ""

NO_NAMES: Final = HONORIFICS | POSTS
_ROLE: Final = re.compile(
    rf"(?:the |mr |madam |madame )*{WORDS.any_line('roles')}(?:[ #_-]+(?:no |number"
    r" )?\w?\d*|\d+)?",
    re.IGNORECASE,
)
CAPITAL: Final = r"[^\W\d_a-zß-öø-ÿ]"
WORD: Final = rf"{CAPITAL}(?:\.|[\w’'-]{{0,60}})"
PART: Final = rf"(?:{WORD}|{lexicon.SECTIONS.any_word('particles')})"
_FULL: Final = rf"{WORD}(?: {PART}){{1,4}}"
_ANYBODY: Final = re.compile(rf"(?:the )?{WORDS.any_line('anybody')}\b")
_IN_BRACKET: Final = rf"{_FULL}|(?i:{'|'.join(sorted(HONORIFICS))})\.? {WORD}(?: {PART}){{0,4}}"
_SEAT: Final = re.compile(r"\b[Mm]ember (?:for|of) ")
LINKS: Final = frozenset(("of", "by", "for", "the", "and", "with"))
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
class LabelName:
    """A parsed label: the ``words`` of a name, empty for an unnamed speaker, and the ``post``
    beside it. ``label`` names the speaker, ``written`` is the label in the text ("Q")."""

    label: str
    words: Key
    post: str | None = None
    written: str = ""

    @property
    def key(self) -> Key:
        if self.words:
            return tuple(map(fold, self.words))
        return "", fold(self.label).removeprefix("the ")


def is_speaker(label: str) -> bool:
    """True for words that probably name a speaker: in capitals, several words, or a role."""
    words = label.split()
    return len(words) > 1 or label.isupper() or _ROLE.fullmatch(fold(label)) is not None


def names_who_answers(text: str) -> bool:
    """True if a text says who answers its questions ("Interview with Ana Silva", "ANA SILVA, having
    been sworn")."""
    return next(_sworn(text), None) is not None or _ANSWERING.search(text) is not None


def _sworn(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offset and the name of each witness who is sworn: the name in front of an oath."""
    before = 0  # the end of the previous oath, where the search for the next name begins
    for oath in _OATH.finditer(text):
        if found := _SWORN.search(text, max(before, oath.start() - _OATH_REACH), oath.end()):
            yield found.start(), found["name"]
        before = oath.end()


def label_names(text: str, labels: Sequence[Label]) -> list[LabelName]:
    """Parse labels with names. A label that is a post is its holder, where another label has both:
    "Chair (Ana Silva):", then "Chair:"."""
    written = [label.words(text) for label in labels]
    behind = _behind(text, labels, written)
    names: list[LabelName] = []
    holders: dict[Key, LabelName] = {}
    for label, words in zip(labels, written, strict=True):
        people = behind.get(fold(words), [])
        last = bisect_right(people, label.start, key=lambda person: person[0]) - 1
        alone = replace(read_name(people[last][1] if last >= 0 else words), written=words)
        names.append(_with_bracket(alone, label.title))
        if names[-1].words and not alone.words:
            holders[alone.key] = names[-1]
    return [
        replace(holders[name.key], written=name.written) if name.key in holders else name
        for name in names
    ]


def _behind(
    text: str, labels: Sequence[Label], written: Sequence[str]
) -> Mapping[str, Sequence[tuple[int, str]]]:
    """Return the names that "q", "a" and "the witness" stand for, each with the offset from
    which on they do."""
    counsel = [(found.start(), found["name"]) for found in _COUNSEL.finditer(text)]
    if not counsel and {"q", "a"} <= set(map(fold, written)):
        places = zip((label.start for label in labels), written, strict=True)
        counsel = [(start, words) for start, words in places if _COUNSEL_NAME.match(words)][:1]
    witnesses = (
        [(start, name) for start, name in _sworn(text) if read_name(name).words]
        or [(0, found["name"]) for found in _ANSWERING.finditer(text)][:1]
        or [(0, words) for words in written if fold(words) == "the witness"][:1]
    )
    return {"q": counsel, "a": witnesses, "the witness": witnesses}


def _with_bracket(name: LabelName, bracket: str) -> LabelName:
    """Add the words in brackets after a label: a post, or, if the label is a post, the name."""
    is_name = re.fullmatch(_IN_BRACKET, bracket) is not None
    if not name.words and is_name and not _ANYBODY.match(fold(name.label)):
        named = read_name(bracket)
        if named.words:
            words = name.label.removeprefix("The ").removeprefix("THE ").split()
            post = " ".join(word for word in words if fold(word.rstrip(".")) not in HONORIFICS)
            seat = _SEAT.search(post)  # "Member for | Brent North"
            end = seat.end() if seat else len(post)
            post = " ".join((*_lowered(post[:end]).split(), *post[end:].split()))
            return replace(named, post=post, written=name.written)
    return replace(name, post=name.post or _lowered(bracket)) if _is_post(bracket) else name


@lru_cache(maxsize=4096)  # a transcript has few labels, each many times
def read_name(label: str) -> LabelName:
    """Split a label into a name and a post: "MAYOR ANA SILVA", "Ana Silva, Mayor", "SILVA, ANA"."""
    label = label.rstrip(".") if len(label.split()[-1]) > 3 else label
    before = re.split(r" (?:of|for) ", fold(label))[0].split()
    is_post = len(label) == 1 or _ROLE.fullmatch(fold(label))
    if is_post or before[0] == "the" or set(before) <= POSTS:
        return LabelName(label, ())
    name, *beside = BESIDE.split(label, maxsplit=1)
    if beside:  # "Ana Silva - City of Porto", as people call themselves in a meeting
        post = _lowered(beside[0]) if _is_post(beside[0]) else None
        return replace(read_name(name), label=label, post=post)
    name, _, rest = map(str.strip, label.partition(","))
    if rest and len(name.split()) == 1 and len(rest.split()) < 3 and not _is_post(rest):
        name, rest = f"{rest} {name}", ""
    words = name.split()
    front = list(
        takewhile(lambda word: fold(word) in NO_NAMES or word.casefold() == "the", words[:-1])
    )
    titles = " ".join(word for word in front if fold(word) in POSTS)
    return LabelName(label, tuple(words[len(front) :]), _lowered(rest) or _lowered(titles) or None)


def _is_post(words: str) -> bool:
    return bool(_ROLE.fullmatch(fold(words))) or any(
        fold(word) in POSTS for word in re.findall(r"\w+", words)
    )


def _lowered(post: str) -> str:
    """Return a post as written in a sentence: "mayor" for "MAYOR" and "Mayor", but "CEO"."""
    words = post.rstrip(".").split()
    short = (word.isupper() and len(word) < 4 and word.lower() not in LINKS for word in words)
    return " ".join(word if kept else word.lower() for word, kept in zip(words, short, strict=True))
