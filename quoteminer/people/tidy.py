"""The network's names, tidied: cut where they run too far, completed where the article has the full name elsewhere.

A headline in capitals, a line break inside a name, "As" in front of one: whoever recognises names errs at such places,
and one wrong full name would rename a speaker.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from quoteminer.people.lexicon import (
    CALENDAR,
    DETERMINERS,
    HONORIFICS,
    LEADING_WORDS,
    PARTICLES,
    TITLE_MODIFIERS,
    TITLES,
)
from quoteminer.people.names import given_name_gender, is_title
from quoteminer.people.phrases import head_kind, singular
from quoteminer.people.shown import PLACES_LIKE_NAMES, abbreviated_names, may_open_name, transcript_labels
from quoteminer.people.spelling import fold
from quoteminer.types import Article, Name, NameKind, Span

_WORD = re.compile(r"[^\s]+")
# A line, or as much of it as one sentence has: "Kell. The" is no name.
_SHORT = "|".join(rf"(?<=\b[A-Z][a-z]{{{n}}})\." for n in range(4))
_PIECE = re.compile(rf"(?:[^\n\r.]|\.(?!\s)|{_SHORT})+")
_MERGED = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?((?:[A-Z][\w’-]*(?:[ \xa0]|$|(?=\W)))+)")
_NEXT = re.compile(r"[ \xa0]([A-Z][^\W\d_A-Z]{2,})(?=[ \xa0,.]|['’]s)(?![ \xa0][A-Z])")
_NO_NAME = re.compile(r"[£$€%=@#|<>{}]|\d[.,]\d|https?:|www\.")
_NICKNAMED = re.compile(r"""([ \xa0]["“][A-Z][^\W\d_]{1,15}["”][ \xa0][A-Z][\w’-]+)""")
_PREVIOUS = re.compile(r"\b([A-Z][^\W\d_A-Z]{2,})[ \xa0]$")
_GENERATION = re.compile(r",?[ \xa0](?:[JS]r\b\.?|(?:III?|IV)\b)")
_CAPITALS = r"[A-Z][\w’-]{0,40}(?:[ \xa0][A-Z][\w’-]{0,40}){0,3}"
_LISTED = re.compile(
    r"\b(?:Department|Ministry|Bureau|Office|Committee|Commission|Agency)[ \xa0](?:of|for|on)[ \xa0](?:the[ \xa0])?"
    rf"{_CAPITALS}((?:,[ \xa0]{_CAPITALS}){{1,4}},?[ \xa0]and[ \xa0]{_CAPITALS})"
)
_EDGE = ' \t\r\n\xa0,;:"“”„«»()[]'


def tidy_names(article: Article, names: Iterable[Name]) -> list[Name]:
    """The same names with better ends, those of headlines last. Empty ones are dropped; nothing raises."""
    capital = [name for name in names if _has_capital(article.text, name)]
    whole = _rejoined(article.text, sorted(capital, key=lambda name: (name.start, name.end)))
    clean = _listed(
        article.text, _merged(article.text, [part for name in whole for part in _clean(article.text, name)])
    )
    clean = [*abbreviated_names(article.text), *_without_fronts(article.text, clean)]
    clean = [*transcript_labels(article.text, clean), *_as_places(article, clean)]
    headlines = [(p.start, p.end) for p in article.paragraphs if p.kind in ("headline", "heading")]
    body = [_grown(article.text, name) for name in clean if not _inside(name, headlines)]
    known = {article.text[name.start : name.end]: name.kind for name in body}
    return [*body, *(_as_known(article.text, name, known) for name in clean if _inside(name, headlines))]


def _as_places(article: Article, names: Iterable[Name]) -> Iterator[Name]:
    """The same names; what stands in a dateline is a place."""
    lines = [(p.start, p.end) if p.kind == "dateline" else p.dateline for p in article.paragraphs]
    spans = [span for span in lines if span is not None]
    for name in names:
        yield Name(name.start, name.end, "place") if _inside(name, spans) else name


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
    return sorted([*joined, *(name for name in names if not _inside(name, spans))], key=lambda n: (n.start, n.end))


def _has_capital(text: str, name: Name) -> bool:
    """False for "baker", which is no name; true for scripts that have no capitals."""
    words = text[name.start : name.end]
    return not words.islower()


def _rejoined(text: str, names: Iterable[Name]) -> list[Name]:
    """ "Torvald" and "Eng", next to each other, are one name: a given name alone is followed by the rest of it."""
    out: list[Name] = []
    for name in names:
        last = out[-1] if out else None
        if last and last.kind == "person" and text[last.end : name.start] in (" ", "\xa0"):
            one_word = " " not in text[last.start : last.end] + text[name.start : name.end]
            if name.kind == "person" or one_word:
                out[-1] = Name(last.start, name.end, "person")
                continue
        out.append(name)
    return out


def _inside(name: Name, spans: Sequence[Span]) -> bool:
    """True where the name starts in one of the spans, which are in order and apart."""
    i = bisect_right(spans, (name.start, sys.maxsize)) - 1
    return i >= 0 and name.start < spans[i][1]


def _clean(text: str, name: Name) -> Iterator[Name]:
    """One name a line, without space, brackets and function words at its ends."""
    start, stop = max(0, name.start), min(name.end, len(text))
    for line in _PIECE.finditer(text, start, stop):
        words = list(_WORD.finditer(text, *line.span()))
        words = words[_first_word(words, name.kind) :]
        if not words or _NO_NAME.search(text, words[0].start(), words[-1].end()):
            continue
        if span := _strip(text, words[0].start(), words[-1].end()):
            titled = words[0].start() > line.start() and _follows_title(text, words[0].start())
            sure = name.kind == "org" and _follows_body_noun(text, span[0])
            kind = name.kind if sure else _kind(text[span[0] : span[1]], name.kind)
            yield Name(*span, "person" if titled else kind)


def _follows_title(text: str, start: int) -> bool:
    before = text[max(0, start - 16) : start].split()
    return bool(before) and is_title(before[-1])


def _follows_body_noun(text: str, start: int) -> bool:
    """ "consultancy Roland Berger" is no person."""
    before = text[max(0, start - 20) : start].split()
    return bool(before) and before[-1].islower() and head_kind(singular(fold(before[-1]))) == "org"


def _first_word(words: Sequence[re.Match[str]], kind: NameKind) -> int:
    """Where the name begins: behind "As" or "Will", behind an honorific or a small word inside a person's name."""
    keys = [word.group().casefold().rstrip(".,") for word in words]
    first = 0
    while first < len(words) - 1 and keys[first] in LEADING_WORDS:
        first += 1
    inner = range(first, len(words) - 1)
    breaks = [i for i in inner if _breaks(words[i].group(), keys[i], kind) or _ends_title(words, i)]
    return breaks[-1] + 1 if breaks else first


def _ends_title(words: Sequence[re.Match[str]], i: int) -> bool:
    """ "Harbour City Mayor | Dana Kell"."""
    key = fold(words[i].group())
    rest = [word.group() for word in words[i + 1 :]]
    title = key in TITLES and key not in TITLE_MODIFIERS or "-" in key and is_title(key)
    full = len(rest) == 2 and may_open_name(rest[0]) and rest[1][0].isupper()
    return title and full and words[i].group()[0].isupper()


def _breaks(word: str, key: str, kind: NameKind) -> bool:
    if kind != "person":
        return key in HONORIFICS and word[0].isupper()
    return key in HONORIFICS or word.islower() and key not in PARTICLES and word.isalpha() and len(word) > 1


def _strip(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and (text[end - 1] in _EDGE and not (text[end - 1] == ")" and "(" in text[start:end])):
        end -= 1
    return (start, end) if start < end else None


def _kind(text: str, kind: NameKind) -> NameKind:
    """A person where two or three capitalised words open with a given name or a person's title."""
    words = text.split()
    if kind == "person" and len(words) == 1 and text.endswith("s") and is_title(singular(fold(text))):
        return "org"
    if kind == "person" and len(words) > 1 and given_name_gender(words[0]) is None and not is_title(words[0]):
        return "org" if head_kind(singular(fold(words[-1]))) in ("org", "document") else kind
    if kind != "org" or not 2 <= len(words) <= 4 or not all(word[0].isupper() for word in words):
        return kind
    if any(head_kind(singular(fold(word))) in ("org", "document") or "&" in word for word in words[1:]):
        return kind
    first = fold(words[0])
    titled = len(words) > 2 and first in TITLES and first not in TITLE_MODIFIERS
    given = given_name_gender(first) is not None and first not in PLACES_LIKE_NAMES and len(words) < 4
    return "person" if titled or given else kind


def _without_fronts(text: str, names: list[Name]) -> Iterator[Name]:
    """Persons without what runs into them in front: a place or body that is a name elsewhere ("Norvik | Dana
    Kell"), or anything before a full name that is one elsewhere ("Delmar boss | Dana Kell")."""
    known = {text[name.start : name.end]: name.kind for name in names}
    for name in names:
        words = list(_WORD.finditer(text, name.start, name.end))
        cut = next((i for i in range(1, len(words) - 1) if _is_front(text, words, i, name, known)), None)
        yield name if cut is None else Name(words[cut].start(), name.end, "person")


def _is_front(text: str, words: Sequence[re.Match[str]], i: int, name: Name, known: dict[str, NameKind]) -> bool:
    front, rest = text[name.start : words[i - 1].end()], text[words[i].start() : name.end]
    given = given_name_gender(words[i].group()) is not None
    if known.get(rest) == "person" and given:
        return True
    return name.kind == "person" and known.get(front) in ("place", "org") and given_name_gender(front) is None


def _merged(text: str, names: list[Name]) -> list[Name]:
    """Names of bodies that go on: behind "of" and "for" ("Bank | of England"), with a place ("Amnesty | UK")."""
    out: list[Name] = []
    for name in sorted(names, key=lambda n: (n.start, n.end)):
        last = out[-1] if out else None
        if last is not None and last.kind == "org" and name.kind == "place" and name.start - last.end == 1:
            out[-1] = Name(last.start, name.end, "org")
        else:
            out.append(_with_complement(text, name) if name.kind == "org" else name)
    return out


def _with_complement(text: str, name: Name) -> Name:
    last = text[name.start : name.end].rsplit(None, 1)[-1]
    if head_kind(singular(fold(last))) != "org" or not (found := _MERGED.match(text, name.end)):
        return name
    end = found.start(1) + len(found.group(1).rstrip())
    return Name(name.start, end - 2 if text[end - 2 : end] in ("'s", "’s") else end, "org")


def _grown(text: str, name: Name) -> Name:
    """A person's name with the capitalised word behind it, and the given name in front, that it left out,
    and with “Jr.”."""
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
    if generation := _GENERATION.match(text, end):
        end = generation.end()
    return Name(start, end, "person")


def _is_common(word: str) -> bool:
    key = word.casefold()
    listed = is_title(word) or key in LEADING_WORDS or key in CALENDAR or key in DETERMINERS
    return listed or head_kind(singular(key)) in ("org", "document")


def _as_known(text: str, name: Name, known: dict[str, NameKind]) -> Name:
    """A headline's name, cut to the longest run of its words that the body has as a name."""
    words = list(_WORD.finditer(text, name.start, name.end))
    for length in range(len(words), 0, -1):
        for i in range(len(words) - length + 1):
            start, end = words[i].start(), words[i + length - 1].end()
            if (kind := known.get(text[start:end])) is not None:
                return Name(start, end, kind)
    return name
