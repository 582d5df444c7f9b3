"""The features of candidates for pronouns and descriptions, which the ranker weighs. `features.txt`
says what each means."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from quoteminer.names import lexicon
from quoteminer.names.lexicon import head_kind, singular
from quoteminer.names.similarity import fold
from quoteminer.people.entities import Entity
from quoteminer.people.noun_phrases import Phrase
from quoteminer.people.ranker import FEATURES, Candidate, Table

_WORD = re.compile(r"\w+")
_MOST_SHARED = 3
_OFFICES = lexicon.words("offices")
#: "The foreign secretary" is not the shadow foreign secretary.
_RANKS = frozenset("shadow former deputy vice assistant acting".split())
_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5}
_OTHERS = frozenset(("another", "some", "any", "other", "separate"))
#: The number of initial letters that "Russia" and "Russian" share.
_STEM = 4


def add_gender(candidate: Candidate, pronoun: str) -> None:
    gender, entity = lexicon.PRONOUN_GENDER.get(pronoun), candidate.entity
    if gender is not None and entity is not None:
        clashes = entity.contradicts(gender)
        leans = not clashes and entity.gender not in (None, gender)  # by a rare given name
        candidate.set(agrees=entity.gender == gender, clashes=clashes, leans=leans)


def add_kind(candidate: Candidate) -> None:
    entity = candidate.entity
    if entity is not None:
        kinds = {
            "plural": entity.plural,
            "place": entity.place,
            "document": entity.document,
            entity.kind: True,
        }
        candidate.features[f"is_{next(kind for kind, holds in kinds.items() if holds)}"] = 1.0
        candidate.set(plural_last=entity.plural and "last_source" in candidate.features)


def add_description(
    candidate: Candidate, entity: Entity, phrase: Phrase, owner: Entity | None, owner_words: str
) -> None:
    """Add how well a phrase describes an entity. ``owner_words``: its owner as written."""
    name, gender = set(map(fold, words_of(entity.name))), phrase.gender
    words = _folded(word for word in phrase.modifiers if word not in lexicon.PREPOSITIONS)
    possessor = _folded((*owner_words.split(), *(owner.name.split() if owner else ())))
    known = phrase.head in entity.words
    shared = len(words & {*entity.words, *name}) or bool(
        _stems(entity.proper) & _stems(phrase.proper)
    )
    named_kind = "person" if entity.kind == "person" else "org"
    candidate.set(
        head_known=known,
        head_in_name=phrase.head in name,
        modifier_known=bool(words & entity.words),
        other_role=not known and any(head_kind(word) == named_kind for word in entity.words),
        agrees=gender is not None and gender == entity.gender,
        clashes=gender is not None and entity.gender is not None and gender != entity.gender,
        is_person=entity.kind == "person" and phrase.kind != "person",
        modifiers_shared=min(shared, _MOST_SHARED),
        owner_known=bool(possessor & entity.words),
        several=bool(entity.members),
        known_elsewhere=known and bool(phrase.proper) and not shared,
        other_rank=known and _RANKS & set(phrase.modifiers) != _RANKS & entity.words,
        other_office=phrase.head in _OFFICES and not known and bool(entity.words),
        head_of_class=not lexicon.CLASS_WORDS.get(phrase.head, set()).isdisjoint(name),
    )
    if entity is owner:
        link = phrase.link or phrase.determiner.strip("'")
        kind = "place" if entity.place else entity.kind
        names = (f"owner_{link}", f"owner_{kind}")
        candidate.set(owner=1, **{name: 1.0 for name in names if name in FEATURES})


def new_entity(phrase: Phrase) -> Candidate:
    """Return the candidate for a speaker whom only this phrase describes."""
    words, determiner = phrase.modifiers, phrase.determiner
    candidate = Candidate(None).set(
        new=1,
        new_words=math.log1p(len(words)),
        new_a=determiner in ("a", "an", "one"),
        new_the=determiner == "the",
        new_this=determiner in ("this", "that", "these", "those"),
        new_bare=not determiner,
        new_his=determiner in ("his", "her", "its", "their"),
        new_owned=determiner == "'s",
        new_other=not _OTHERS.isdisjoint((determiner, *words)),
        new_plural=phrase.plural,
        new_proper=bool(phrase.proper),
        new_plain=phrase.definite and not words and phrase.owner is None,
        new_generic=phrase.head in lexicon.GENERIC_BODIES,
    )
    if phrase.kind == "document":
        interview = phrase.head in ("review", "interview") and phrase.link in ("in", "with")
        kind = "article" if interview else lexicon.DOCUMENT_CLASSES.get(phrase.head, "text")
        candidate.features[f"new_{kind}"] = 1.0
    return candidate


def table_of(phrase: Phrase) -> Table:
    if phrase.kind == "document":
        return "document"
    if phrase.plural and phrase.kind != "other":
        return "group"
    return "body" if phrase.kind == "org" else phrase.kind


def is_other(entity: Entity, phrase: Phrase) -> bool:
    """True for an entity introduced by other proper words ("the French ministry" is not "Russia's
    ministry"), unless one of the two belongs to a person; for an organisation if the phrase is
    about people ("its officials"); and for a place if it is about a company or the like.
    """
    if entity.members:
        return not _may_be_several(entity, phrase)
    if phrase.kind == "person" and phrase.plural and entity.kind == "org" and not entity.plural:
        return True
    if entity.place and phrase.head in lexicon.GENERIC_BODIES:
        return True
    is_body = entity.forms and not entity.place and not entity.name.isupper()
    if phrase.head in lexicon.NAMED_BODIES and is_body:
        return phrase.head not in {*entity.words, *map(fold, words_of(entity.name))}
    owned = phrase.head not in lexicon.OWNED_BODIES and entity.owned != is_owned(phrase)
    if owned or not entity.proper or not phrase.proper:
        return False
    return not _stems(entity.proper) & _stems(phrase.proper)


def _may_be_several(group: Entity, phrase: Phrase) -> bool:
    """True if "the two senators" may be those who are named together."""
    words = (phrase.determiner, *phrase.modifiers)
    number = next((n for word in words if (n := _NUMBERS.get(word))), None)
    fits = phrase.kind == group.kind and (phrase.definite or phrase.determiner == "both")
    return fits and number in (None, len(group.members))


def is_owned(phrase: Phrase) -> bool:
    """True for "his letter" and "Kell's letter"."""
    return phrase.owner is not None and phrase.owner.kind == "person"


def words_of(name: str) -> list[str]:
    return _WORD.findall(name)


def _stems(words: Iterable[str]) -> set[str]:
    return {word[:_STEM] for word in words}


def _folded(words: Iterable[str]) -> set[str]:
    return {singular(fold(word)) for word in words}
