"""What the article says that its people are: titles before a name, appositions and brackets around it.

"Zhou Yunjie, chairman and CEO of Haier Group" · "Haier chairman Zhou Yunjie" · "the group’s chairman, Zhou Yunjie" ·
"Ted Cruz (R-Texas)" · "John Gill is a trader" · "Ana Ruiz of Haier" · "Ana Ruiz, who heads Haier". The words also serve
to find who "the chairman" is.
"""

from __future__ import annotations

import re

from quoteminer.names.lexicon import (
    HONORIFICS,
    LEADING_WORDS,
    PREPOSITIONS,
    RELATIVE_PRONOUNS,
    TITLE_MODIFIERS,
    singular,
)
from quoteminer.names.similarity import fold
from quoteminer.people import posts
from quoteminer.people.appositions import SMALL, phrases_after, phrases_before
from quoteminer.people.article_names import NameIndex
from quoteminer.people.clustering import EntityStore
from quoteminer.people.entities import Entity
from quoteminer.people.noun_phrases import Phrase, read_phrase, tokens
from quoteminer.types import Span

_BRACKET = re.compile(r"\s*\(([^()\n]{1,60})\)")
#: Mentions of an entity that are looked at: roles are told when somebody is introduced.
_FIRST_MENTIONS = 8
_WINDOW = 90
# They end like nouns for persons.
_NO_NOUNS = frozenset(
    "however moreover later earlier rather together further other another either never ever agree see back one "
    "number".split()
)
# What somebody is to others, no post.
_TO_OTHERS = frozenset("rival fellow colleague opponent friend ally".split())
_ANYBODY = frozenset("man woman person guy lady gentleman".split())


def learn_roles(cast: EntityStore, names: NameIndex) -> None:
    """Give every person and body of the cast its role, affiliation and the words that describe it."""
    for entity in cast.entities:
        for span in entity.mentions[:_FIRST_MENTIONS]:
            _learn(cast.text, entity, span, names)


def _learn(text: str, entity: Entity, span: Span, names: NameIndex) -> None:
    for start, end, titles in (*phrases_before(text, span, names), *phrases_after(text, span)):
        phrase = read_phrase(text, start, end, names)
        if _fits(entity, phrase) and _opens_with_noun(text, start, end):
            _note(text, entity, phrase, names, with_role=not titles or entity.role is None)
    if entity.kind == "person":
        _note_place(entity, *posts.post_of(text, span, names))
    if bracket := _BRACKET.match(text, span[1]):
        entity.words.update(fold(word) for word in re.findall(r"\w{3,}", bracket.group(1)))


def _fits(entity: Entity, phrase: Phrase) -> bool:
    noun = phrase.head not in _NO_NOUNS and phrase.head not in PREPOSITIONS and phrase.head not in LEADING_WORDS
    return noun and phrase.kind == ("person" if entity.kind == "person" else "org")


def _opens_with_noun(text: str, start: int, end: int) -> bool:
    opening = text[start:end].split(None, 1)[0].casefold()
    return opening not in PREPOSITIONS and opening not in RELATIVE_PRONOUNS


def _note_place(entity: Entity, role: str | None, affiliation: str | None) -> None:
    """Take a role, or an affiliation, where there is none; a role with an affiliation rather than one without."""
    if role and (entity.role is None or affiliation and entity.affiliation is None):
        entity.role, entity.affiliation = role, affiliation or entity.affiliation
    elif not role and entity.affiliation is None:
        entity.affiliation = affiliation


def _note(text: str, entity: Entity, phrase: Phrase, names: NameIndex, *, with_role: bool) -> None:
    entity.words.update(_words_of(text, phrase))
    if phrase.gender:
        entity.votes[phrase.gender] += 3
    if not with_role or entity.kind != "person" or not _is_post(text, phrase):
        return
    role, affiliation = posts.post_in(text, phrase, names)
    if role:
        _note_place(entity, role, affiliation)


def _is_post(text: str, phrase: Phrase) -> bool:
    """False for several ("moderators"), for words that only go with a title ("first", "US"), and for what somebody is
    to others only ("rival")."""
    last = text[phrase.core[0] : phrase.core[1]].split()[-1:]
    several = bool(last) and singular(last[0].casefold()) != last[0].casefold() or phrase.plural and (
        "and" not in phrase.modifiers)  # fmt: skip
    keys = (*phrase.modifiers, phrase.head)
    loose = phrase.head in _ANYBODY or phrase.head in _TO_OTHERS and not phrase.owner
    return (
        not several
        and not loose
        and not TITLE_MODIFIERS.issuperset(keys)
        and not any(HONORIFICS.get(key) for key in keys)
    )


def _words_of(text: str, phrase: Phrase) -> set[str]:
    tail = tokens(text, phrase.core[1], min(phrase.end, phrase.core[1] + _WINDOW))
    keys = (phrase.head, *phrase.modifiers, *(word.key for word in tail if word.is_capitalised))
    return {singular(fold(key)) for key in keys if key and key not in SMALL}
