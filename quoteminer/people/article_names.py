"""The names of an article: clean them, look them up by position, and read their honorifics."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from quoteminer.names.lexicon import (
    CALENDAR,
    HONORIFICS,
    LEGAL_SUFFIXES,
    ORG_NOUNS,
    PARTICLES,
    PEERAGES,
    POSTS,
    is_title,
    word_key,
)
from quoteminer.names.organisations import (
    acronym_key,
    acronyms,
    core_words,
    is_owned_body,
    owner_and_body,
)
from quoteminer.names.similarity import fold
from quoteminer.people.phrase_words import PHRASE_WORDS
from quoteminer.text.article_index import SpanIndex, index_of
from quoteminer.types import Article, Name, NameKind, SourceMention, Span

_SPACE = re.compile(r"\.?[ \xa0]")
_NAME_WORD = re.compile(r"[^\W\d_][\w-]+")
_WORD = re.compile(r"\S+")
_REST = re.compile(r"(?:\w|&\w{2,8};){1,40}")
_FRONT = re.compile(r"(?<![\w-])(?:[^\W\d_]{1,20}-|(?:[A-Z]\.[ \xa0]?){1,3})$")
_NICKNAME = re.compile(
    r"[ \xa0](?:[\"“](?:the )?[A-Z][^\"”]{1,20}[\"”]|\([A-Z][a-zà-ÿ][\w-]{0,19}\))[ \xa0]"
)
# Between two parts of a person's name: "Dana | Kell", "Ra|’ad |al-Ruiz", "Ju|’|Nia Kell".
_INSIDE_PERSON = re.compile(r"(?:['’](?!s\b)(?:[a-z]+[ \xa0])?|[ \xa0])?")
# A name with the text behind its link, as some web pages give it: "Kell | Dana Ann Kell|MORE".
_WITH_LINK = re.compile(
    r"(?P<name>(?:\S+ ){0,3}?(?P<family>[A-Z]\S*[a-z])) (?P<full>(?:\S+ ){1,5}?(?P=family))"
    r"(?P<rest>[A-Z]\S.*)"
)
_NICKNAME_END = re.compile(r"[\"”)][ \xa0]")
_SHORT = re.compile(r"[ \xa0]\((?:the )?([A-Z][A-Za-z&.]{1,9})\)")
_INITIAL = re.compile(r"[A-Z]\.?[ \xa0]|[A-Z]\.")
# Between two parts of a body's name.
_JOINTS = frozenset((" for ", " for a ", " for an ", " for the ", " on ", " on the "))
#: The most names of a list that a description may mean.
_MOST_LISTED = 6
# Between two names of a list.
_LISTED = re.compile(r"(?:,|,?(?P<and> and| &))[ \xa0](?:(?:[Tt]he|Mrs?|Ms|Dr)\b\.?[ \xa0])?")
_CONSONANTS = re.compile("[B-DF-HJ-NP-TV-Z]{3,6}")
#: The letters of "Church" and "Brand": nouns for bodies that are family names, too.
_LONGEST_SURNAME = 6
_LONGEST_JOINT = max(map(len, _JOINTS))
_LINE = re.compile(r"[^\n\r]+")
_GENERATION = re.compile(r",?[ \xa0](?:[JS]r\b\.?|(?:III?|IV)\b)")
_HONORIFIC = re.compile(r"\b([^\W\d_]+)\.?\s+$")
_EDGE = ' \t\xa0,;:"“”„«»()[]'
#: The most characters before an abbreviation at which its long form may begin.
_LONGEST_FORM = 80
#: The most characters of a name that say whether the next name is a part of it.
_LONGEST_PART = 200
_WITH_FULL_STOP = frozenset("mr mrs ms mme dr prof".split())
_S = re.compile(r"['’]s\b")
NO_POSSESSIVE = re.compile(rf"[,.;:)?!]|\s*$| {PHRASE_WORDS.any_word('behind names')}\b")
#: The most characters of an owner with its "'s".
_LONGEST_OWNER = 40
_OWNER_BEFORE = re.compile(
    r"(?<![\w.’'-])(?P<owner>(?:(?:[A-Z]\.){2,}|[A-Z][\w-]*(?:[ \xa0][A-Z][\w-]*){0,2}))"
    r"(?:['’]s|(?<=s)['’])[ \xa0]$"
)
_PLACE_BEHIND = re.compile(r"[ \xa0]in[ \xa0][A-Z][\w-]*(?:[ \xa0][A-Z][\w-]*){0,2}")
_NO_OWNERS = CALENDAR | PHRASE_WORDS.words("no owners")
_NO_PARTS = PHRASE_WORDS.words("no parts of names")
MEMBERS = PHRASE_WORDS.words("members of parties")


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name as written, with the honorific before it (``span``). The name itself starts ``at``."""

    text: str
    span: Span
    kind: NameKind
    at: int
    headline: bool = False

    @property
    def words(self) -> str:
        """The folded name without the honorific."""
        return fold(self.text[-(self.span[1] - self.at) :])


class NameIndex:
    """The names of an article in text order, found by position. Of two overlapping names the longer
    is kept. ``words`` are the words of all names, ``families`` the last words of full names."""

    def __init__(self, text: str, names: Iterable[Name]) -> None:
        kept: list[Name] = []
        for name in sorted(names, key=lambda n: (n.start, -n.end)):
            if not kept or name.start >= kept[-1].end:
                kept.append(name)
            elif name.end - name.start > kept[-1].end - kept[-1].start:
                kept[-1] = name
        self.text, self.names = text, tuple(kept)
        self._places = index_of(kept)
        self.words = frozenset(
            word for name in kept for word in _NAME_WORD.findall(text, name.start, name.end)
        )
        people = (text[name.start : name.end].split() for name in kept if name.kind == "person")
        self.families = frozenset(words[-1] for words in people if len(words) > 1)

    def touching(self, start: int, end: int) -> tuple[Name, ...]:
        return tuple(self.names[i] for i in self._places.touching(start, end))

    def before(self, position: int, count: int) -> tuple[Name, ...]:
        first = self._places.first_from(position)
        return self.names[max(0, first - count) : first][::-1]

    def with_names_of(self, mentions: Iterable[SourceMention | None]) -> NameIndex:
        """Add the names that were found in sources. They replace the names that they overlap."""
        heads = (m for m in mentions if m is not None and m.name_kind is not None)
        missed = [
            n
            for m in heads
            if (n := Name(*m.head, m.name_kind or "person")) not in self.touching(*m.head)
        ]
        over = {name for new in missed for name in self.touching(new.start, new.end)}
        return (
            NameIndex(self.text, [*(n for n in self.names if n not in over), *missed])
            if missed
            else self
        )


def listed_names(index: NameIndex) -> Iterator[Sequence[Name]]:
    """Yield the names of one kind that are joined by "and" and commas: "Ana Ruiz, Dana Kell and
    Peter Holm"."""
    run: list[Name] = []
    ends = False  # behind an "and"
    for name in index.names:
        joint = _LISTED.fullmatch(index.text, run[-1].end, name.start) if run else None
        if joint is None or ends or run[-1].kind != name.kind:
            if ends and len(run) <= _MOST_LISTED:
                yield run
            run, ends = [], False
        else:
            ends = joint["and"] is not None
        run.append(name)
    if ends and len(run) <= _MOST_LISTED:
        yield run


def clean_names(article: Article, names: Iterable[Name]) -> list[Name]:
    """Clean the network's names: on one line, whole words, no function words at the ends, parts of
    one name joined."""
    text, joined = article.text, list[Name]()
    for name in sorted(names, key=lambda n: (n.start, n.end)):
        last = joined[-1] if joined else None
        if last is not None and _are_one_person(text, last, name):
            joined[-1] = Name(last.start, name.end, last.kind)
        elif last is not None and _are_one_body(text, last, name):
            joined[-1] = Name(last.start, name.end, "org")
        elif last is not None and _INITIAL.fullmatch(text, last.start, name.start):
            joined[-1] = Name(last.start, name.end, name.kind)
        else:
            joined.append(name)
    parts = [part for name in joined for part in _lines(text, name)]
    ends = [0, *(part.end for part in parts)]
    completed = [_completed(text, part, floor) for part, floor in zip(parts, ends, strict=False)]
    split = [part for name in completed for part in _without_link(text, name)]
    named = [name for name in _with_one_kind(text, split) if not _is_member(text, name)]
    return _with_owners(text, _with_s(text, _without_posts(text, named)))


def _is_member(text: str, name: Name) -> bool:
    """True for what describes one politician: "the Norvik | Republican |"."""
    last = text[name.start : name.end].rpartition(" ")[2]
    return name.kind != "person" and word_key(last) in MEMBERS


def _with_one_kind(text: str, names: Sequence[Name]) -> list[Name]:
    """Let most mentions of a name decide whether it is a person's: the network may take one "Kell"
    of many for a body."""
    votes = Counter((text[name.start : name.end], name.kind == "person") for name in names)
    kept = []
    for name in names:
        words, is_person = text[name.start : name.end], name.kind == "person"
        wrong = votes[words, is_person] < votes[words, not is_person]
        kept.append(replace(name, kind="org" if is_person else "person") if wrong else name)
    return kept


def _without_link(text: str, name: Name) -> Iterator[Name]:
    """Split a person's name at the text behind a link."""
    linked = _WITH_LINK.fullmatch(text, name.start, name.end) if name.kind == "person" else None
    if linked is None:
        yield name
        return
    for part in ("name", "full", "rest"):
        if part != "rest" or " " in linked[part]:
            yield Name(*linked.span(part), name.kind)


def _without_posts(text: str, names: Sequence[Name]) -> list[Name]:
    """Leave out a post in front of a person's name that the network took for another name:
    "Alderwoman | Ana Silva"."""
    firsts = {name.start for name in names if name.kind == "person"}
    return [
        name
        for name in names
        if word_key(text[name.start : name.end]) not in POSTS
        or (space := _SPACE.match(text, name.end)) is None
        or space.end() not in firsts
    ]


def _are_one_person(text: str, last: Name, name: Name) -> bool:
    """True for two parts of a person's name: adjacent, or with a nickname between them, 'Robert C.
    | "Bobby" | Scott'; and for two names with a hyphen between them."""
    end = last.end
    apart = text[end : name.start]
    before = text[max(last.start, end - _LONGEST_PART) : end]
    nickname = _NICKNAME.match(text, end) or _NICKNAME_END.match(text, end)
    if apart[:1] == ")" and "(" not in before:
        nickname = None
    is_near = _INSIDE_PERSON.fullmatch(apart) is not None
    goes_on = is_near or nickname is not None and name.start <= nickname.end()
    return apart == "-" or last.kind == name.kind == "person" and goes_on


def _are_one_body(text: str, last: Name, name: Name) -> bool:
    """True for two parts of a body's name: "U.S. | Park Police", "Delmar, | Inc.", "Centre for a |
    Dry Norvik", "Bank of | Norvik"."""
    if name.start - last.end > _LONGEST_JOINT or "person" in (last.kind, name.kind):
        return False
    apart = text[last.end : name.start]
    before = text[last.start : last.end]
    front, behind = before.split(), text[name.start : name.end].split()
    if not front or not behind:
        return False
    if apart in (" ", ", ") and {word_key(word) for word in behind} <= LEGAL_SUFFIXES:
        return True
    if apart == " of ":  # but not "Delmar Inc. of Norvik"
        return _is_body(front) and len(front) == 1
    if name.kind == "place" or len(behind) == 1 or before.endswith((")", "/")):
        return False
    return _is_body(behind) if apart == " " else apart in _JOINTS and _is_body(front)


def ends_like_a_body(name: str) -> bool:
    """True for "Ana Ruiz Foundation", "Dana Kell LLC", and "Kell RCMP" with its capitals without a
    vowel: no names of persons."""
    words = name.split()[1:]
    key = word_key(words[-1]) if words else ""
    is_noun = key in LEGAL_SUFFIXES or key in ORG_NOUNS and len(key) > _LONGEST_SURNAME
    return is_noun or bool(words) and _CONSONANTS.fullmatch(words[-1]) is not None


def _is_body(words: Sequence[str]) -> bool:
    keys = [word_key(word) for word in words]
    return next((key for key in reversed(keys) if key not in LEGAL_SUFFIXES), "") in ORG_NOUNS


def _with_owners(text: str, names: Sequence[Name]) -> list[Name]:
    """Add the owner to the name of a body that every country has: "Latvia's | Defense Ministry",
    and "Defense Ministry | in Riga" if the article has another body of this name. A person owns no
    body: "Kell's Justice Department"."""
    people = {name.end for name in names if name.kind == "person"}
    bodies = [name for name in names if name.kind != "person" and _is_owned(text, name)]
    owned = {body: Name(_start_of_owner(text, body, people), body.end, "org") for body in bodies}
    heads = [core_words(text[body.start : body.end]) for body in bodies]
    for body, head in zip(bodies, heads, strict=True):
        place = _PLACE_BEHIND.match(text, body.end)
        if owned[body].start == body.start and place is not None and heads.count(head) > 1:
            owned[body] = Name(body.start, place.end(), "org")
    return [owned.get(name, name) for name in names]


def _is_owned(text: str, name: Name) -> bool:
    owner, body = owner_and_body(text[name.start : name.end])
    return not owner and is_owned_body(body)


def _start_of_owner(text: str, body: Name, people: set[int]) -> int:
    owner = _OWNER_BEFORE.search(text, max(0, body.start - _LONGEST_OWNER), body.start)
    if owner is None or owner.end("owner") in people or fold(owner["owner"]) in _NO_OWNERS:
        return body.start
    return owner.start("owner")


def _with_s(text: str, names: Sequence[Name]) -> list[Name]:
    """Keep an 's that belongs to the name of an organisation ("Harlan's said"): the article never
    has the name without it, and at least once where a possessive is impossible."""
    places: dict[str, list[Name]] = {}
    for name in names:
        places.setdefault(text[name.start : name.end], []).append(name)
    words = {word for form in places if " " in form for word in form.split()}
    own = {
        form
        for form, mentions in places.items()
        if form not in words
        and all(_S.match(text, name.end) for name in mentions)
        and any(NO_POSSESSIVE.match(text, name.end + 2) for name in mentions)
        and not (" " in form and mentions[0].kind == "person")
    }
    return [Name(n.start, n.end + 2, "org") if text[n.start : n.end] in own else n for n in names]


def _lines(text: str, name: Name) -> Iterator[Name]:
    for line in _LINE.finditer(text, max(0, name.start), min(len(text), name.end)):
        words = list(_WORD.finditer(text, *line.span()))
        while words and (
            _is_no_part(words[0].group()) or len(words) > 1 and _is_honorific(words[0].group())
        ):
            words.pop(0)
        while words and (_is_no_part(words[-1].group()) or _is_honorific(words[-1].group())):
            if (
                len(words) > 1
                and not _is_no_part(words[-1].group())
                and not is_title(words[-2].group())
            ):
                break  # "Dana Doctor", but not "First Lady"
            words.pop()
        if not words:
            continue
        start, end = words[0].start(), words[-1].end()
        start += len(text[start:end]) - len(text[start:end].lstrip(_EDGE))
        end -= len(text[start:end]) - len(text[start:end].rstrip(_EDGE))
        end += text[end : end + 1] == ")" and "(" in text[start:end]
        end -= 2 * text.startswith(("'s", "’s"), end - 2)
        yield Name(start, end, name.kind)


def _is_no_part(word: str) -> bool:
    """True for punctuation, a function word, and a lower-case word other than "van" and "bin"."""
    key = word.strip(_EDGE).casefold().rstrip(".")
    small = word.islower() and key not in PARTICLES and "-" not in key
    return small or not any(map(str.isalnum, key)) or key in _NO_PARTS


def _is_honorific(word: str) -> bool:
    return word.strip(_EDGE).casefold().rstrip(".") in HONORIFICS


def _completed(text: str, name: Name, floor: int) -> Name:
    """Extend a name by the rest of its words, initials, "Jr.", and the long form of an abbreviation
    in brackets."""
    start, end, kind = name.start, name.end, name.kind
    if kind == "person" and (front := _FRONT.search(text, max(floor, start - 24), start)):
        start = front.start()
    if kind != "person" and (short := _SHORT.match(text, end)):
        # "Alliance to | Reclaim Our Schools (AROS)", "Union of Beekeepers of the | South (UBS)"
        low = max(text.rfind("\n", 0, start) + 1, start - _LONGEST_FORM)
        starts = (start, *(low + word.start() for word in re.finditer(r"\b[A-Z]", text[low:start])))
        start = next(
            (at for at in starts if acronym_key(short[1]) in acronyms(text[at:end])), start
        )
        kind = kind if start == name.start else "org"
    if text[end - 1 : end] == "-" or text[end - 1 : end].isalnum():
        rest = _REST.match(text, end)
        end = rest.end() if rest else end
    if kind == "person" and ends_like_a_body(text[start:end]):
        kind = "org"
    if kind == "person" and (generation := _GENERATION.match(text, end)):
        end = generation.end()
    return Name(start, end, kind)


def name_forms(article: Article, index: NameIndex) -> list[NameForm]:
    """Return the names of an index as written, in order. A name after an honorific is a
    person's."""
    headlines = index_of(p for p in article.paragraphs if p.kind in ("headline", "heading"))
    return [_form(article.text, name, headlines) for name in index.names]


def _form(text: str, name: Name, headlines: SpanIndex) -> NameForm:
    start, kind = name.start, name.kind
    if (before := _HONORIFIC.search(text, max(0, start - 14), start)) and before[1][0].isupper():
        key = before[1].casefold()
        # "Mr" and "Mr.", but not "lady." at the end of a sentence.
        if (key in HONORIFICS or key in PEERAGES) and (
            key in _WITH_FULL_STOP or "." not in before[0]
        ):
            start, kind = before.start(), "person"
    headline = bool(headlines.touching(name.start, name.start + 1))
    return NameForm(
        " ".join(text[start : name.end].split()), (start, name.end), kind, name.start, headline
    )
