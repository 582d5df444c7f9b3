"""Clean the network's names by what the article shows: who owns a body, which "'s" belongs to a
name, and which words are no name at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from quoteminer.names.lexicon import CALENDAR, POSTS, word_key
from quoteminer.names.organisations import core_words, is_owned_body, owner_and_body
from quoteminer.names.similarity import fold
from quoteminer.people.name_spans import whole_names
from quoteminer.people.phrase_words import PHRASE_WORDS
from quoteminer.types import Article, Name

#: "Republican" and the like.
MEMBERS = PHRASE_WORDS.words("members of parties")
#: What follows a name that is no possessive.
NO_POSSESSIVE = re.compile(rf"[,.;:)?!]|\s*$| {PHRASE_WORDS.any_word('behind names')}\b")
_SPACE = re.compile(r"\.?[ \xa0]")
_S = re.compile(r"['’]s\b")
# A name with the text behind its link, as some web pages give it: "Kell | Dana Ann Kell|MORE".
_WITH_LINK = re.compile(
    r"(?P<name>(?:\S+ ){0,3}?(?P<family>[A-Z]\S*[a-z])) (?P<full>(?:\S+ ){1,5}?(?P=family))"
    r"(?P<rest>[A-Z]\S.*)"
)
_OWNER_BEFORE = re.compile(
    r"(?<![\w.’'-])(?P<owner>(?:(?:[A-Z]\.){2,}|[A-Z][\w-]*(?:[ \xa0][A-Z][\w-]*){0,2}))"
    r"(?:['’]s|(?<=s)['’])[ \xa0]$"
)
#: The most characters of an owner with its "'s".
_LONGEST_OWNER = 40
_NO_OWNERS = CALENDAR | PHRASE_WORDS.words("no owners")
_PLACE_BEHIND = re.compile(r"[ \xa0]in[ \xa0][A-Z][\w-]*(?:[ \xa0][A-Z][\w-]*){0,2}")


def clean_names(article: Article, names: Iterable[Name]) -> list[Name]:
    """Return whole names of one kind each, and with their owners."""
    text = article.text
    split = [part for name in whole_names(text, names) for part in _without_link(text, name)]
    named = [name for name in _with_one_kind(text, split) if not _is_member(text, name)]
    return _with_owners(text, _with_s(text, _without_posts(text, named)))


def _without_link(text: str, name: Name) -> Iterator[Name]:
    """Split a person's name at the text behind a link."""
    linked = _WITH_LINK.fullmatch(text, name.start, name.end) if name.kind == "person" else None
    if linked is None:
        yield name
        return
    for part in ("name", "full", "rest"):
        if part != "rest" or " " in linked[part]:
            yield Name(*linked.span(part), name.kind)


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


def _is_member(text: str, name: Name) -> bool:
    """True for what describes one politician: "the Norvik | Republican |"."""
    last = text[name.start : name.end].rpartition(" ")[2]
    return name.kind != "person" and word_key(last) in MEMBERS


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
