"""The network's names, tidied: cut where they run too far, completed where the article has the full name elsewhere.

A headline in capitals, a line break inside a name, "As" in front of one: whoever recognises names errs at such places,
and one wrong full name would rename a speaker.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from quoteminer.people.lexicon import (
    CALENDAR,
    DETERMINERS,
    LEADING_WORDS,
)
from quoteminer.people.name_ends import clean_ends
from quoteminer.people.name_order import given_name_gender
from quoteminer.people.nouns import head_kind, is_title, singular
from quoteminer.people.shown import (
    abbreviated_names,
    ampersand_names,
    is_in,
    label_names,
    spelt_out_names,
    title_case_spans,
    transcript_labels,
)
from quoteminer.people.spelling import fold
from quoteminer.types import Article, Name, NameKind

_WORD = re.compile(r"[^\s]+")
_MERGED = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?((?:[A-Z][\w’-]*(?:[ \xa0]|$|(?=\W)))+)")
_NEXT = re.compile(r"[ \xa0]([A-Z][^\W\d_A-Z]{2,})(?=[ \xa0,.]|['’]s)(?![ \xa0][A-Z])")
_NICKNAMED = re.compile(r"""([ \xa0]["“][A-Z][^\W\d_]{1,15}["”][ \xa0][A-Z][\w’-]+)""")
_PREVIOUS = re.compile(r"\b([A-Z][^\W\d_A-Z]{2,})[ \xa0]$")
_GENERATION = re.compile(r",?[ \xa0](?:[JS]r\b\.?|(?:III?|IV)\b)")
_PARTICLES = re.compile(
    r"(?:[ \xa0](?:van|von|der|den|de|da|dos|del|della|di|bin|binti|bint|ibn|al|el|Al)(?:[ \xa0](?:der|den|la|los))?"
    r"[ \xa0-][A-Z][\w’'-]{1,30}(?<!['’]s)){1,4}"
)
_CAPITALS_BEHIND = re.compile(r"[ \xa0][A-Z]{4,20}(?![\w’'-])")
_LOOK_AHEAD = 30
_REST = re.compile(r"\w{1,40}")
_CAPITALS = r"[A-Z][\w’-]{0,40}(?:[ \xa0][A-Z][\w’-]{0,40}){0,3}"
_LISTED = re.compile(
    r"\b(?:Department|Ministry|Bureau|Office|Committee|Commission|Agency)[ \xa0](?:of|for|on)[ \xa0](?:the[ \xa0])?"
    rf"{_CAPITALS}((?:,[ \xa0]{_CAPITALS}){{1,4}},?[ \xa0]and[ \xa0]{_CAPITALS})"
)


def tidy_names(article: Article, names: Iterable[Name]) -> list[Name]:
    """The same names with better ends, those of headlines last. Empty ones are dropped; nothing raises."""
    capital = [name for name in names if _has_capital(article.text, name)]
    whole = _rejoined(article.text, sorted(capital, key=lambda name: (name.start, name.end)))
    clean = _listed(
        article.text, _merged(article.text, [part for name in whole for part in clean_ends(article.text, name)])
    )
    clean = [*abbreviated_names(article.text), *_without_fronts(article.text, clean)]
    clean = [*transcript_labels(article.text, clean), *_as_places(article, clean)]
    missed = chain(ampersand_names(article.text), label_names(article.text), spelt_out_names(article.text, clean))
    clean = [*missed, *clean]
    headlines = title_case_spans(article)
    body = [_grown(article.text, name) for name in clean if not is_in(name.start, headlines)]
    known = {article.text[name.start : name.end]: name.kind for name in body}
    return [*body, *(_as_known(article.text, name, known) for name in clean if is_in(name.start, headlines))]


def _as_places(article: Article, names: Iterable[Name]) -> Iterator[Name]:
    """The same names; what stands in a dateline is a place."""
    lines = [(p.start, p.end) if p.kind == "dateline" else p.dateline for p in article.paragraphs]
    spans = [span for span in lines if span is not None]
    for name in names:
        yield Name(name.start, name.end, "place") if is_in(name.start, spans) else name


def _listed(text: str, names: Sequence[Name]) -> list[Name]:
    """One name for "Department for Culture, Media and Sport", where no part of the list is a name of its own."""
    starts = [name.start for name in names]
    joined: list[Name] = []
    for found in _LISTED.finditer(text):
        joint = found.start(1) + found.group(1).rindex("and")
        inside = names[bisect_left(starts, found.start()) : bisect_left(starts, found.end())]
        tail = [name for name in inside if name.end > found.start(1)]
        if tail and all(name.kind == "org" and name.start < joint < name.end for name in tail):
            joined.append(Name(*found.span(), "org"))
    spans = [(name.start, name.end) for name in joined]
    return sorted([*joined, *(name for name in names if not is_in(name.start, spans))], key=lambda n: (n.start, n.end))


def _has_capital(text: str, name: Name) -> bool:
    """False for "baker", which is no name; true for scripts that have no capitals."""
    words = text[name.start : name.end]
    return not words.islower()


def _rejoined(text: str, names: Iterable[Name]) -> list[Name]:
    """ "Torvald" and "Eng", next to each other, are one name: a given name alone is followed by the rest of it. So are
    "Ida Kranz" and "Eng" with a hyphen between them."""
    out: list[Name] = []
    for found in names:
        name = _whole_words(text, found)
        last = out[-1] if out else None
        if last and text[last.end : name.start] == "-":
            out[-1] = Name(last.start, name.end, last.kind)
            continue
        if last and last.kind == "person" and text[last.end : name.start] in (" ", "\xa0"):
            one_word = " " not in text[last.start : last.end] + text[name.start : name.end]
            if name.kind == "person" or one_word:
                out[-1] = Name(last.start, name.end, "person")
                continue
        out.append(name)
    return out


def _whole_words(text: str, name: Name) -> Name:
    """The name with the rest of a word that it ends in: "Tong Yung-" of "Tong Yung-soo"."""
    end = min(name.end, len(text))
    inside = 0 < end < len(text) and (text[end - 1].isalnum() or text[end - 1] == "-") and text[end].isalnum()
    rest = _REST.match(text, end) if inside else None
    return Name(name.start, rest.end(), name.kind) if rest else name


def _without_fronts(text: str, names: list[Name]) -> Iterator[Name]:
    """Persons without what runs into them in front: a place or body that is a name elsewhere ("Norvik | Dana
    Kell"), or anything before a full name that is one elsewhere ("Delmar boss | Dana Kell")."""
    known: dict[str, Name] = {}
    for name in names:
        known.setdefault(text[name.start : name.end], name)
    for name in names:
        words = list(_WORD.finditer(text, name.start, name.end))
        cut = next((i for i in range(1, len(words) - 1) if _is_front(text, words, i, name, known)), None)
        yield name if cut is None else Name(words[cut].start(), name.end, "person")


def _is_front(text: str, words: Sequence[re.Match[str]], i: int, name: Name, known: dict[str, Name]) -> bool:
    front, rest = text[name.start : words[i - 1].end()], text[words[i].start() : name.end]
    same = known.get(rest)
    if same is not None and same.kind == "person":
        introduced = i > 1 and same.start < name.start and not any(_is_given(word.group()) for word in words[:i])
        return _is_given(words[i].group()) or introduced
    owner = known.get(front)
    is_body = owner is not None and owner.kind != "person" and name.kind == "person"
    return is_body and given_name_gender(front) is None


def _is_given(word: str) -> bool:
    return given_name_gender(word) is not None or len(word.rstrip(".")) == 1


def _merged(text: str, names: list[Name]) -> list[Name]:
    """Names of bodies that go on: behind "of" and "for" ("Bank | of England"), with a place ("Amnesty | UK")."""
    out: list[Name] = []
    for name in sorted(names, key=lambda n: (n.start, n.end)):
        last = out[-1] if out else None
        if last is not None and last.kind == "org" and name.kind == "place" and name.start - last.end == 1:
            out[-1] = Name(last.start, name.end, "org")
        else:
            out.append(_with_complement(text, name) if name.kind == "org" else _with_capitals(text, name))
    return out


def _with_capitals(text: str, name: Name) -> Name:
    """ "USA | TODAY": a country in front of a word that is all in capitals, in a sentence that is not."""
    if name.kind != "place" or not (found := _CAPITALS_BEHIND.match(text, name.end)):
        return name
    line = text[text.rfind("\n", 0, name.start) + 1 : found.end() + _LOOK_AHEAD]
    return name if line.isupper() else Name(name.start, found.end(), "org")


def _with_complement(text: str, name: Name) -> Name:
    last = text[name.start : name.end].rsplit(None, 1)[-1]
    if head_kind(singular(fold(last))) != "org" or not (found := _MERGED.match(text, name.end)):
        return name
    end = found.start(1) + len(found.group(1).rstrip())
    return Name(name.start, end - 2 if text[end - 2 : end] in ("'s", "’s") else end, "org")


def _grown(text: str, name: Name) -> Name:
    """A person's name with the capitalised word behind it, and the given name in front, that it left out, with "bin
    Tariq" and "van der Berg", and with “Jr.”."""
    if name.kind != "person":
        return name
    if nicknamed := _NICKNAMED.match(text, name.end):
        return Name(name.start, nicknamed.end(1), "person")
    behind = _NEXT.match(text, name.end)
    before = _PREVIOUS.search(text, max(0, name.start - 20), name.start)
    start, end = name.start, name.end
    if before is not None and given_name_gender(before.group(1)) is not None and not _is_common(before.group(1)):
        start = before.start(1)
    if behind is not None and not _is_common(behind.group(1)) and " " in text[name.start : name.end]:
        end = behind.end(1)
    if particles := _PARTICLES.match(text, end):
        end = particles.end()
    if generation := _GENERATION.match(text, end):
        end = generation.end()
    return Name(start, end, "person")


def _is_common(word: str) -> bool:
    key = word.casefold()
    listed = is_title(word) or key in LEADING_WORDS or key in CALENDAR or key in DETERMINERS
    return listed or head_kind(singular(key)) in ("org", "document")


def _as_known(text: str, name: Name, known: dict[str, NameKind]) -> Name:
    """A headline's name, cut to the longest run of its words that the body has as a name; whole where it is the full
    name of whom the body has the last word only."""
    words = list(_WORD.finditer(text, name.start, name.end))
    for length in range(len(words), 0, -1):
        for i in range(len(words) - length + 1):
            start, end = words[i].start(), words[i + length - 1].end()
            if (kind := known.get(text[start:end])) is not None:
                return name if kind == "person" and _is_full(words, i, known) else Name(start, end, kind)
    return name


def _is_full(words: Sequence[re.Match[str]], i: int, known: dict[str, NameKind]) -> bool:
    """True where the headline alone has the full name, "NILS HOLM", of the Holm whom the body knows."""
    family = words[-1].group()
    alone = i == len(words) - 1 and not any(name.endswith(f" {family}") for name in known)
    return alone and 1 < len(words) < 4 and given_name_gender(words[0].group()) is not None
