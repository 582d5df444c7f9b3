"""Who can be meant at all: persons, bodies, groups; and what the pronouns of an article tell of its people."""

from __future__ import annotations

import re

from quoteminer.people.entities import Entity
from quoteminer.people.lexicon import PRONOUN_GENDER, Gender
from quoteminer.people.scene import Scene

# The pronouns that tell of a single person, wherever they stand.
_PERSONAL = re.compile(r"\b(?:he|she|his|her|him|himself|herself)\b", re.IGNORECASE)


def clash(entity: Entity, gender: Gender | None) -> bool:
    """True where both genders are known and differ."""
    return gender is not None and entity.gender is not None and entity.gender != gender


def is_person(entity: Entity) -> bool:
    """A single person, named or not."""
    return entity.kind != "org" and entity.human and not entity.plural


def is_body(entity: Entity) -> bool:
    """An organisation, a place that speaks, a document."""
    return (entity.kind == "org" or _may_be_body(entity)) and not entity.plural


def _may_be_body(entity: Entity) -> bool:
    """A single word that the network took for a person's name, of whom nothing tells that it is one ("Yukos")."""
    name = entity.person
    return entity.kind == "person" and name is not None and name.order == "bare" and not entity.votes


def make_body(entity: Entity) -> None:
    """Take an entity that is "it" or "the company" for a body from now on."""
    if entity.kind == "person" and _may_be_body(entity):
        entity.kind = "org"


def is_group(entity: Entity) -> bool:
    """Several persons, or a body that speaks as "they"."""
    return entity.plural or entity.kind == "org" or _may_be_body(entity)


def vote_by_pronouns(scene: Scene) -> None:
    """Let the pronouns of the article say who is "he" and who is "she": each votes for the only person named before it
    in its sentence, or for the subject of the sentence before where that sentence names nobody else."""
    for found in _PERSONAL.finditer(scene.text):
        if scene.in_quote(found.start()):
            continue
        person = _only_person(scene, found.start())
        if person is not None:
            person.votes[PRONOUN_GENDER[found.group().casefold()]] += 1


def _only_person(scene: Scene, position: int) -> Entity | None:
    sentence = scene.sentence(position)
    people: list[Entity] = []
    for event in scene.before(position):
        distance = sentence - scene.sentence(event.start)
        if distance > 1 or distance == 1 and people:
            break
        if event.entity.kind == "person":
            people.append(event.entity)
    unique = {entity.id for entity in people}
    return people[0] if len(unique) == 1 else None
