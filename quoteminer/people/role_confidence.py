"""Give each role and affiliation its confidence, add those that the network reads, and leave out
what is no role."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from quoteminer.names import lexicon
from quoteminer.names.lexicon import words
from quoteminer.names.organisations import plain_organisation
from quoteminer.names.similarity import fold
from quoteminer.network.reading import Attribute, AttributeKind
from quoteminer.people.clustering import EntityStore
from quoteminer.people.entities import Entity
from quoteminer.people.role_patterns import governing_words, tag_pattern
from quoteminer.people.role_tags import Tag, tag_words

#: The least probability of what the network reads if nothing else is known. On held-out articles
#: 0.5 has the same F1, but more wrong ones.
_LEAST: Final = 0.6
#: The least probability of what the network reads in place of what the patterns found.
_READ: Final = 0.5
#: The least probability of what the network alone reads that is not only guessed.
_SURE: Final = 0.7
#: The least F1 of the words of two readings that agree.
_SAME: Final = 0.6

_OTHER_ROLES = words("other_roles")
_POSSESSIVE = re.compile("(?:['’]s|(?<=s)['’]) ")
_SENTENCE_END = re.compile(r"\w{4}[.!?…]|[.!?…][”\"]|\n")
# Words that neither begin nor end a role, and what is between them.
_NO_ENDS = """determiner of for to at preposition who excluded is said and comma stop possessive
    quote dash"""
_ENDS = tag_pattern(f"[{_NO_ENDS}]* (.*?) [{_NO_ENDS} open]* end")
# The words of a role up to a preposition.
_HEAD = tag_pattern("[^ of for to at preposition]*")


@dataclass(frozen=True, slots=True)
class _Shares:
    """The shares of values that are right: found by a pattern in the words around the name, where
    the network reads the same (``agreed``), only something else (``other``) or nothing that is
    probable (``alone``); read by the ``network`` alone, near the name, or with little probability
    or in another sentence (``guessed``)."""

    agreed: float
    alone: float
    other: float
    network: float
    guessed: float


class _Read(NamedTuple):
    """A value that the network reads, its probability, and whether it is in the name's sentence."""

    value: str
    score: float
    near: bool


# Of 346 roles and 264 affiliations of quoted people that both models find in 76 development
# articles; what the network alone reads: of 106 affiliations there and in 195 training articles.
# Each share is (right + 1) / (all + 2), so that few cases are never certain.
_RIGHT: Final[dict[AttributeKind, _Shares]] = {
    "role": _Shares(agreed=0.98, alone=0.98, other=0.91, network=0.38, guessed=0.38),
    "affiliation": _Shares(agreed=0.98, alone=0.92, other=0.64, network=0.85, guessed=0.56),
}
#: The same share of roles and affiliations that a description tells ("the former mayor").
TOLD: Final = 0.71


def add_attributes(store: EntityStore, attributes: Sequence[Attribute]) -> None:
    """Leave out roles that are none, give people without a role or an affiliation the most probable
    one that the network reads, and set the confidence of each."""
    people = [entity for entity in store.entities if entity.kind == "person"]
    read = _values(store, people, attributes)
    for e in people:
        if e.role is not None and (role := plain_role(e.role)) != e.role:
            e.role, e.role_confidence = role, e.role_confidence if role else None
        roles = read.get((e.id, "role"), [])
        affiliations = read.get((e.id, "affiliation"), [])
        e.role, e.role_confidence = _settled("role", e.role, e.role_confidence, roles)
        e.affiliation, e.affiliation_confidence = _settled(
            "affiliation", e.affiliation, e.affiliation_confidence, affiliations
        )


def plain_role(role: str) -> str | None:
    """Return a role without the function words at its ends ("chairman of": "chairman"); None if no
    noun for a person is left ("27", "former", "council's")."""
    tagged = tag_words(role, 0, len(role), opens=True)
    found = _ENDS.match("".join(tag for _, tag in tagged))
    first, last = found.span(1) if found else (0, 0)
    if first == last:
        return None
    start, end = tagged[first][0][0], tagged[last - 1][0][1]
    tags = "".join(tag for _, tag in tagged[first:last])
    keys = [role[a:b].casefold() for (a, b), _ in tagged[first:last]]
    head = _HEAD.match(tags)
    listed = "general" in keys or head and head[0] and keys[head.end() - 1] in _OTHER_ROLES
    return role[start:end] if Tag.ROLE in tags or listed else None


def _values(
    store: EntityStore, people: Sequence[Entity], attributes: Sequence[Attribute]
) -> dict[tuple[int, AttributeKind], list[_Read]]:
    """Return what the network reads, the most probable first, by the id of the
    entity and the kind."""
    starts = {start: entity for entity in people for start, _ in entity.mentions}
    ends = {end: entity for entity in people for _, end in entity.mentions}
    found: dict[tuple[int, AttributeKind], list[_Read]] = {}
    for attribute in sorted(attributes, key=lambda attribute: -attribute.score):
        attribute = _of_whole_words(store.text, attribute)
        # its name may have been trimmed at one end
        entity = starts.get(attribute.name[0]) or ends.get(attribute.name[1])
        value = _value(store.text, attribute)
        owned = _POSSESSIVE.match(store.text, attribute.name[1])
        if owned and attribute.kind == "role" and owned.end() == attribute.start:
            continue  # "Kell's | lawyer" is another
        if entity is None or not value:
            continue
        if not {*fold(value).split()} <= {*fold(entity.name).split()}:  # their own name
            read = _Read(value, attribute.score, _is_near(store.text, attribute))
            found.setdefault((entity.id, attribute.kind), []).append(read)
    return found


def _of_whole_words(text: str, attribute: Attribute) -> Attribute:
    """Extend what is read to whole words: a word may have several pieces."""
    start, end = attribute.start, attribute.end
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return replace(attribute, start=start, end=end)


def _is_near(text: str, attribute: Attribute) -> bool:
    """True if no sentence ends between the name and what is read."""
    (_, end), (start, _) = sorted([attribute.name, (attribute.start, attribute.end)])
    return not _SENTENCE_END.search(text, end, max(end, start))


def _value(text: str, attribute: Attribute) -> str | None:
    value = " ".join(text[attribute.start : attribute.end].split())
    if not any(map(str.isalnum, value)):
        return None
    if attribute.kind == "affiliation":
        return plain_organisation(value)
    if attribute.end <= attribute.name[0]:
        tagged = tag_words(value, 0, len(value), opens=False)
        words = [value[start:end] for (start, end), _ in tagged]
        first = governing_words("".join(tag for _, tag in tagged), words)
        value = value[tagged[first][0][0] :]
    short = value.rpartition(" ")[2].casefold() in lexicon.LONG_TITLES
    return plain_role(value + "." if short and text[attribute.end :][:1] == "." else value)


def _settled(
    kind: AttributeKind, value: str | None, confidence: float | None, read: Sequence[_Read]
) -> tuple[str | None, float | None]:
    """Return a value that a pattern found, or else the most probable one if it is probable enough;
    and its confidence."""
    right, score = _RIGHT[kind], read[0].score if read else 0.0
    if value is None:
        if score < _LEAST:
            return None, None
        return read[0].value, right.network if score >= _SURE and read[0].near else right.guessed
    if confidence is not None:
        return value, confidence
    agrees = max((other.score for other in read if _agree(value, other.value)), default=0.0)
    if agrees >= _READ:
        return value, right.agreed
    return value, right.other if score >= _READ and not agrees else right.alone


def _agree(value: str, other: str) -> bool:
    ours, theirs = (set(words.casefold().split()) for words in (value, other))
    return 2 * len(ours & theirs) >= _SAME * (len(ours) + len(theirs))
