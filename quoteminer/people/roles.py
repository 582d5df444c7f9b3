"""What the article says that its people are: titles before a name, appositions and brackets around it.

"Zhou Yunjie, chairman and CEO of Haier Group" · "Haier chairman Zhou Yunjie" · "the group’s chairman, Zhou Yunjie" ·
"Ted Cruz (R-Texas)" · "John Gill is a trader". The words also serve to find who "the chairman" is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoteminer.people.entities import Entity
from quoteminer.people.lexicon import DETERMINERS, PREPOSITIONS, TITLES
from quoteminer.people.organisations import plain_organisation
from quoteminer.people.phrases import NameIndex, Phrase, Token, head_kind, read_phrase, singular, tokens
from quoteminer.people.speakers import Cast
from quoteminer.people.spelling import fold
from quoteminer.types import Name, Span

_AFTER = re.compile(r"(?:['’]s)?\s*(?:,|–|—|\s-)\s+(?:(?:who|which)(?:\s+(?:is|was|became|serves as)|['’]s)\s+)?(?=\w)")
_IS = re.compile(r"\s+(?:is|was|became|remains)\s+(?=(?:an?|the|its|his|her)\s)")
_BRACKET = re.compile(r"\s*\(([^()\n]{1,60})\)")
_SEGMENT_END = re.compile(r"[,.;:–—()\n\"“”]| who | which | said | says |$")
_SENTENCE_END = re.compile(r"[.;:!?\n\"“”()]\s|[,–—\n\"“”(]")
_OF = re.compile(r"\s+of\s+(?:the\s+)?")
#: Words of what a role is of ("of the international department").
_LONGEST_COMPLEMENT = 5
#: Mentions of an entity that are looked at: roles are told when somebody is introduced.
_FIRST_MENTIONS = 8
_WINDOW = 90
_ROLE_MODIFIERS = frozenset(
    """
    managing general chief executive global regional senior deputy vice non-executive national international technical
    financial political commercial legal medical scientific digital creative editorial assistant sports finance human
    rights foreign policy marketing communications media public relations security health investment economic
    economics business research transport education police fire parliamentary music film football rugby opposition
    """.split()
)
_SMALL = PREPOSITIONS | DETERMINERS | {"and", "or", "his", "her"}


def learn_roles(cast: Cast, names: NameIndex) -> None:
    """Give every person and body of the cast its role, affiliation and the words that describe it."""
    for entity in cast.entities:
        for span in entity.mentions[:_FIRST_MENTIONS]:
            _learn(cast.text, entity, span, names)


def _learn(text: str, entity: Entity, span: Span, names: NameIndex) -> None:
    for start, end, is_title in (*_before(text, span), *_after(text, span)):
        phrase = read_phrase(text, start, end, names)
        if _fits(entity, phrase):
            _note(text, entity, phrase, names, with_role=not is_title or entity.role is None)
    if bracket := _BRACKET.match(text, span[1]):
        entity.words.update(fold(word) for word in re.findall(r"\w{3,}", bracket.group(1)))


def _fits(entity: Entity, phrase: Phrase) -> bool:
    return phrase.kind == ("person" if entity.kind == "person" else "org")


def _note(text: str, entity: Entity, phrase: Phrase, names: NameIndex, *, with_role: bool) -> None:
    entity.words.update(_words_of(text, phrase))
    if phrase.gender:
        entity.votes[phrase.gender] += 3
    if not with_role or entity.kind != "person" or phrase.plural and "and" not in phrase.modifiers:
        return
    if entity.role and entity.affiliation:
        return
    role, affiliation = _role_and_affiliation(text, phrase, names)
    if role and (entity.role is None or affiliation):
        entity.role, entity.affiliation = role, affiliation


def _words_of(text: str, phrase: Phrase) -> set[str]:
    tail = tokens(text, phrase.core[1], min(phrase.end, phrase.core[1] + _WINDOW))
    keys = (phrase.head, *phrase.modifiers, *(word.key for word in tail if word.is_capitalised))
    return {singular(fold(key)) for key in keys if key and key not in _SMALL}


def _before(text: str, span: Span) -> list[tuple[int, int, bool]]:
    """Spans that may say what the name behind them is: the titles right before it, or a phrase and a comma."""
    floor = max(0, span[0] - _WINDOW)
    stops = [m.start() + 1 for m in _SENTENCE_END.finditer(text, floor, span[0])]
    if stops and not text[stops[-1] : span[0]].strip():
        start = stops[-2] if len(stops) > 1 else floor
        return [(start, stops[-1] - 1, False)] if text[stops[-1] - 1] == "," and _opens(text, start, stops[-1]) else []
    words = tokens(text, stops[-1] if stops else floor, span[0])
    titles = _titles_at_end(words)
    return [(titles[0].start, titles[-1].end, True)] if titles else []


def _opens(text: str, start: int, end: int) -> bool:
    """True where the phrase before the comma opens with an article or a title, or has an owner."""
    words = tokens(text, start, end)
    if not words or len(words) > 14:
        return False
    return words[0].key in DETERMINERS or words[0].key in TITLES or any(word.is_possessive for word in words)


def _titles_at_end(words: Sequence[Token]) -> list[Token]:
    """The longest run of titles, roles and capitals that ends the words, its last word being a title or a noun for a
    person or body."""
    run: list[Token] = []
    for word in reversed(words):
        if run and word.is_possessive:
            return [word, *run]
        modifier = bool(run) and (word.is_capitalised or word.key in _ROLE_MODIFIERS or word.key == "and")
        if not modifier and not _is_role_word(word):
            break
        run.insert(0, word)
    while run and run[0].key == "and":
        run.pop(0)
    return run


def _is_role_word(word: Token) -> bool:
    return word.key in TITLES or word.text[0].isalpha() and head_kind(singular(word.key)) in ("person", "org")


def _after(text: str, span: Span) -> list[tuple[int, int, bool]]:
    found = _AFTER.match(text, span[1]) or _IS.match(text, span[1])
    if found is None:
        return []
    start = found.end()
    return [(start, _phrase_end(text, start), False)]


def _phrase_end(text: str, start: int) -> int:
    stop = _SEGMENT_END.search(text, start + 1, min(len(text), start + 2 * _WINDOW))
    while stop and stop.group() == "." and text[stop.start() - 1].isupper():
        stop = _SEGMENT_END.search(text, stop.end(), min(len(text), start + 2 * _WINDOW))
    return stop.start() if stop else min(len(text), start + 2 * _WINDOW)


def _role_and_affiliation(text: str, phrase: Phrase, names: NameIndex) -> tuple[str | None, str | None]:
    """("chairman and CEO", "Haier Group"): the words of the core but for names and article, and the first body named
    behind them or among them."""
    inside = [name for name in names.within(*phrase.core) if name.kind != "person"]
    behind = [name for name in names.within(phrase.core[1], phrase.end) if name.kind != "person"]
    start = inside[-1].end if inside else phrase.core[0]
    start += 2 if text.startswith(("'s", "’s"), start) else 0
    words = [word for word in tokens(text, start, phrase.core[1]) if word.key and word.key not in DETERMINERS]
    owned = next((i + 1 for i in range(len(words) - 1, -1, -1) if words[i].is_possessive), 0)
    role = " ".join(word.text for word in words[owned:])
    body = next(iter([*behind, *inside[-1:]]), None)
    if body is None:
        return (role + _complement(text, phrase) if role else None), None
    return role or None, plain_organisation(text[body.start : _end_of_chain(text, body, behind)])


def _complement(text: str, phrase: Phrase) -> str:
    """ " of the international department" behind a role, where no name is in it."""
    tail = text[phrase.core[1] : phrase.end].split()
    return " " + " ".join(tail) if tail[:1] == ["of"] and len(tail) <= _LONGEST_COMPLEMENT else ""


def _end_of_chain(text: str, body: Name, behind: Sequence[Name]) -> int:
    """The end of "the Institute of Economics of the Academy of Sciences", which the network takes for two names."""
    end = body.end
    for name in behind:
        if _OF.fullmatch(text, end, name.start):
            end = name.end
    return end
