"""What a description and somebody it may mean have in common, and what speaks for somebody new: features by name."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache

from quoteminer.people.antecedents import clash
from quoteminer.people.callings import has_calling, share_calling
from quoteminer.people.entities import Entity
from quoteminer.people.lexicon import (
    GENERIC_BODIES,
    MOUTHPIECE_NOUNS,
    NAMELESS_NOUNS,
    PLACE_NOUNS,
    POLL_NOUNS,
    PREPOSITIONS,
    RELATIONS,
    SAME_DOCUMENT,
    STATEMENT_NOUNS,
    TITLES,
)
from quoteminer.people.nouns import head_kind, singular
from quoteminer.people.phrases import Phrase
from quoteminer.people.spelling import fold

_WORD = re.compile(r"\w+")
_MOST_SHARED = 3
_OTHERS = frozenset(("another", "some", "any", "other", "separate"))


def shared_features(entity: Entity, phrase: Phrase, owner: Sequence[str] = ()) -> dict[str, float]:
    """What the article says of the entity, and its name, against the words of the description; ``owner``: the words of
    the name of whose the described is."""
    name = _words_of(entity.name)
    words = {singular(fold(word)) for word in phrase.modifiers if word not in PREPOSITIONS}
    known = phrase.head in entity.words
    told = {
        "head_known": known,
        "head_in_name": phrase.head in name,
        "same_calling": share_calling(phrase.head, entity.words),
        "same_calling_in_name": share_calling(phrase.head, name),
        "other_calling": not known and has_calling(entity.words) and not share_calling(phrase.head, entity.words),
        "modifier_known": bool(words & entity.words),
        "other_role": not known and _has_role(entity),
        "agrees": phrase.gender is not None and phrase.gender == entity.gender,
        "clashes": clash(entity, phrase.gender),
        "place": entity.place and phrase.head not in PLACE_NOUNS,
        "place_so_called": entity.place and phrase.head in PLACE_NOUNS,
        "named_otherwise": entity.kind == "org" and _is_named_otherwise(entity, name, phrase),
        "document": entity.document,
        "is_person": entity.kind == "person" and phrase.kind != "person",
        "owner_known": bool({singular(fold(word)) for word in owner} & entity.words),
    }
    features = {key: 1.0 for key, holds in told.items() if holds}
    if shared := len(words & {*entity.words, *name}):
        features["modifiers_shared"] = float(min(shared, _MOST_SHARED))
    return features


@lru_cache(maxsize=4096)
def _words_of(name: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in _WORD.findall(name))


def _has_role(entity: Entity) -> bool:
    kind = "person" if entity.kind == "person" else "org"
    return any(head_kind(word) == kind for word in entity.words)


def _is_named_otherwise(entity: Entity, name: Sequence[str], phrase: Phrase) -> bool:
    """A body whose name says what it is is not called something else."""
    front = next((name[:i] for i, word in enumerate(name) if i and word in PREPOSITIONS), name)
    last = singular(front[-1]) if front else ""
    return head_kind(last) == "org" and last not in GENERIC_BODIES and last != phrase.head


def document_class(phrase: Phrase) -> str:
    """Sorts of documents that differ in who is their speaker: polls and studies speak themselves, statements don't."""
    if phrase.head in POLL_NOUNS:
        return "poll"
    if phrase.head in STATEMENT_NOUNS:
        return "statement"
    if phrase.head in MOUTHPIECE_NOUNS:
        return "mouthpiece"
    if phrase.head in ("review", "interview") and phrase.link in ("in", "with"):
        return "article"
    group = SAME_DOCUMENT.get(phrase.head, "")
    return group if group in ("study", "figures", "article") else "text"


def owner_features(phrase: Phrase, entity: Entity) -> dict[str, float]:
    """The entity is whose the thing or person described is: how the words say so, and what it is."""
    link = phrase.link or ("'s" if phrase.determiner == "'s" else "front")
    link = link if link in ("'s", "front", "of", "by", "from", "in", "for") else "other"
    features = {"owner": 1.0, f"owner_{link}": 1.0, f"owner_{entity.kind if not entity.place else 'place'}": 1.0}
    if phrase.kind == "document":
        features[f"owner_of_{document_class(phrase)}"] = 1.0
    if names_itself(phrase) and entity.kind == "org":
        features["owner_generic"] = 1.0
    return features


def names_itself(phrase: Phrase) -> bool:
    """ "the Quay Times newspaper", "the Norvik trade union": a name, and behind it only what sort of body that is."""
    in_front = phrase.owner is not None and not phrase.link and phrase.determiner != "'s"
    return in_front and phrase.kind == "org" and phrase.head in GENERIC_BODIES and not phrase.plural


def phrase_features(phrase: Phrase, *, headline: bool, lead: bool, quoted: bool) -> dict[str, float]:
    """What speaks for somebody new, whatever the others are."""
    words = phrase.modifiers
    told = {
        "new_a": phrase.determiner in ("a", "an", "one"),
        "new_the": phrase.determiner == "the",
        "new_this": phrase.determiner in ("this", "that", "these", "those"),
        "new_bare": not phrase.determiner,
        "new_his": phrase.determiner in ("his", "her", "its", "their"),
        "new_owned": phrase.determiner == "'s",
        "new_other": phrase.determiner in _OTHERS or not _OTHERS.isdisjoint(words),
        "new_plural": phrase.plural,
        "new_headline": headline,
        "new_lead": lead,
        "new_quoted": quoted,
        "new_proper": phrase.proper,
        "new_alone": not words,
        "new_tail": phrase.end > phrase.core[1] + 1,
        "new_linked": bool(phrase.link),
        "new_nameless": phrase.head in NAMELESS_NOUNS,
        "new_relation": phrase.head in RELATIONS,
        "new_title": phrase.head in TITLES,
        "new_generic": phrase.head in GENERIC_BODIES,
        "new_names_itself": names_itself(phrase),
        "new_place": phrase.head in PLACE_NOUNS,
        "new_a_headline": headline and phrase.determiner in ("", "a", "an"),
        "new_the_alone": phrase.determiner == "the" and not words and not phrase.link,
    }
    features = {"new": 1.0, "new_words": math.log1p(len(words))}
    features.update((key, 1.0) for key, holds in told.items() if holds)
    if phrase.kind == "document":
        features[f"new_{document_class(phrase)}"] = 1.0
    return features
