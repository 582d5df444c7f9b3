"""Whom a pronoun or a bare description means: candidates ranked by named features, and how sure the first one is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quoteminer.people.entities import Entity
from quoteminer.people.lexicon import PRONOUN_GENDER, Gender
from quoteminer.people.scene import Candidate, Scene

#: Points per feature (`scene.FEATURES`); the differences between the sums count, not the sums. Set by hand, checked
#: against a softmax regression on the development articles.
PERSON_WEIGHTS: Mapping[str, float] = {
    "sentences": -0.8, "same_sentence": 0.2, "mentions_between": -0.35, "subject": 1.0, "last_source": 1.6,
    "same_paragraph": 0.6, "last_in_paragraph": 0.8, "frequency": 0.35, "agrees": 1.2, "clashes": -6.0, "quoted": -1.2,
    "possessive": -0.2, "in_own_content": -3.0, "encloses_direct": -2.5, "encloses_indirect": 2.0,
    "headline": -0.3, "unnamed": -0.5,
}  # fmt: skip
PERSON_DESCRIPTION_WEIGHTS: Mapping[str, float] = {
    "sentences": -0.75, "same_sentence": -0.6, "subject": 0.6, "last_source": 0.7, "same_paragraph": 0.5,
    "frequency": 1.0, "agrees": 0.9, "clashes": -6.0, "quoted": -1.0, "in_own_content": -2.0, "encloses_direct": -2.0,
    "headline": -0.2, "shares_words": 1.8,
}  # fmt: skip
BODY_WEIGHTS: Mapping[str, float] = {
    "sentences": -0.3, "same_sentence": 0.8, "subject": 1.8, "same_paragraph": 1.2, "last_in_paragraph": 0.7,
    "frequency": 0.7, "quoted": -0.6, "possessive": -0.5, "in_own_content": -0.6, "encloses_indirect": 0.5,
    "headline": -0.7, "kind": 1.5, "shares_words": 0.5,
}  # fmt: skip
GROUP_WEIGHTS: Mapping[str, float] = {**BODY_WEIGHTS, "last_source": 1.0, "kind": 1.8}
#: A runner-up this near makes the choice ambiguous.
CLOSE = 0.7
#: From this lead on nothing is gained by more.
_FAR = 4.0

#: The pronouns that tell of a single person, wherever they stand.
PERSONAL = re.compile(r"\b(?:he|she|his|her|him|himself|herself)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer: who is meant, how probable that is (0..1), why (without the name), and who else was close."""

    entity: Entity | None
    score: float
    why: str
    rival: Entity | None = None


def rank(candidates: Sequence[Candidate], weights: Mapping[str, float]) -> list[Candidate]:
    """The candidates, best first; ties go to the one mentioned last."""
    for candidate in candidates:
        candidate.score = sum(weights.get(key, 0.0) * value for key, value in candidate.features.items())
    return sorted(candidates, key=lambda c: (-c.score, -c.event.start))


def choose(ranked: Sequence[Candidate], why: str, *, sure: float, unsure: float) -> Choice | None:
    """The first of the ranked, None where there is none. Its probability lies between ``unsure`` (a rival has as many
    points) and ``sure`` (`_FAR` points ahead, or alone); both are shares measured on development articles."""
    if not ranked:
        return None
    best, second = ranked[0], ranked[1] if len(ranked) > 1 else None
    lead = min(best.score - second.score, _FAR) if second is not None else _FAR
    rival = second.entity if second is not None and lead < CLOSE else None
    return Choice(best.entity, unsure + (sure - unsure) * lead / _FAR, why, rival)


def agree(candidates: Sequence[Candidate], gender: Gender | None) -> None:
    """Add what the genders say to the features."""
    for candidate in candidates:
        candidate.features["agrees"] = float(gender is not None and candidate.entity.gender == gender)
        candidate.features["clashes"] = float(clash(candidate.entity, gender))


def clash(entity: Entity, gender: Gender | None) -> bool:
    """True where both genders are known and differ."""
    return gender is not None and entity.gender is not None and entity.gender != gender


def mark_enclosing(candidates: Sequence[Candidate], outer: Entity | None, *, direct: bool) -> None:
    """Tell the speaker of the quote around this one: in his own words he is not "he", in reported ones he often is."""
    for candidate in candidates:
        around = float(candidate.entity is outer)
        candidate.features["encloses_direct" if direct else "encloses_indirect"] = around


def is_person(entity: Entity) -> bool:
    """A single person, named or not."""
    return entity.kind != "org" and entity.human and not entity.plural


def is_named_person(entity: Entity) -> bool:
    """A single person with a name."""
    return entity.kind == "person" and not entity.plural


def is_body(entity: Entity) -> bool:
    """An organisation, a place that speaks, a document."""
    return entity.kind == "org" and not entity.plural and not entity.place


def is_group(entity: Entity) -> bool:
    """Several persons, or a body that speaks as "they"."""
    return entity.plural or entity.kind == "org" and not entity.place


def vote_by_pronouns(scene: Scene) -> None:
    """Let the pronouns of the article say who is "he" and who is "she": each votes for the only person named before it
    in its sentence, or for the subject of the sentence before where that sentence names nobody else."""
    for found in PERSONAL.finditer(scene.text):
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
