"""What a role says of somebody: the words that name a calling, and the field of life that they belong to.

Roles come from articles, and many are odd ("reason President"); so only words count that are known to name a calling,
and only fields that hardly anybody is in at once speak against one person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Final, Literal

from quoteminer.names.lexicon import (
    FEMALE_NOUNS,
    LONG_TITLES,
    MALE_NOUNS,
    NAMELESS_NOUNS,
    PREPOSITIONS,
    TITLE_MODIFIERS,
    Gender,
    is_role,
    singular,
)
from quoteminer.names.similarity import fold

RoleRelation = Literal["unknown", "same", "akin", "open", "distant", "accused", "contrary"]
"""Of two roles. unknown: one says nothing; same: the words of one are among the other's; akin: one field; open: not
known; distant: fields between which people change; accused: one is a suspect or a criminal, the other is not told to be
one; contrary: others, or words for the other sex."""

_FIELDS: Final = {
    "politics": """
        politician lawmaker legislator mp mep msp senator representative assemblyman assemblywoman councilman
        councilwoman councillor councilor alderman governor mayor minister chancellor premier taoiseach statesman
        republican democrat tory undersecretary ambassador envoy diplomat whip peer presidential senate parliamentary
    """,
    "law": """
        lawyer attorney solicitor barrister prosecutor judge justice magistrate jurist coroner notary bailiff
        litigator
    """,
    "business": """
        businessman businesswoman ceo cfo coo cto entrepreneur financier industrialist tycoon mogul magnate banker
        trader broker investor billionaire millionaire founder co-founder owner retailer shareholder
    """,
    "science": """
        professor scientist researcher physicist biologist chemist economist historian ecologist astronomer lecturer
        academic scholar geologist climatologist anthropologist sociologist psychologist archaeologist
        mathematician botanist zoologist linguist epidemiologist virologist
    """,
    "medicine": "physician surgeon neurosurgeon nurse midwife paramedic psychiatrist dentist pharmacist medic gp",
    "media": "journalist reporter correspondent columnist anchor broadcaster blogger commentator pundit editor",
    "arts": """
        singer rapper musician songwriter guitarist drummer violinist pianist composer conductor vocalist actor
        actress comedian filmmaker novelist poet playwright painter sculptor dancer choreographer photographer
        illustrator cartoonist
    """,
    "sport": """
        striker midfielder defender goalkeeper winger footballer cricketer batsman bowler golfer sprinter swimmer
        boxer jockey gymnast cyclist flanker hooker skipper coach athlete full-back half-back fly-half quarterback
        pitcher referee umpire goalscorer wrestler skier rower triathlete fullback halfback
    """,
    "police": "detective constable sergeant inspector superintendent sheriff policeman policewoman trooper",
    "army": "admiral colonel brigadier soldier corporal commodore sailor airman lieutenant",
    "church": "bishop archbishop cardinal pope priest vicar imam rabbi pastor deacon preacher nun monk abbot abbess",
    "trade": """
        farmer teacher baker butcher plumber electrician carpenter gardener driver fisherman fisherwoman shopkeeper
        waiter waitress hairdresser librarian builder grocer beekeeper landlord landlady chef cook firefighter miner
        hotelier restaurateur student pupil schoolboy schoolgirl
    """,
    "crime": """
        suspect defendant accused convict felon offender inmate murderer killer gunman shooter attacker assassin bomber
        terrorist hijacker kidnapper rapist molester abuser stalker robber thief burglar arsonist fraudster swindler
        trafficker smuggler gangster mobster poacher
    """,
}
_NEAR: Final = frozenset(
    frozenset(pair)
    for group in (
        "politics law business science media",
        "politics medicine science",
        "politics army police law",
        "media arts",
        "media sport business",
        "arts business",
        "politics church",
        "politics trade business",
    )
    for pair in combinations(group.split(), 2)
)
"""Fields between which people change, or that they are in at once."""
_CRIME: Final = frozenset(("crime",))
SEATS: Final = frozenset("mayor governor sheriff".split())
"""Offices of one place: who has it in one is hardly known for another."""
_NEUTRAL: Final = {
    "spokesman": "spokesperson", "spokeswoman": "spokesperson", "chairman": "chair", "chairwoman": "chair",
    "chairperson": "chair", "businesswoman": "businessman", "councilwoman": "councilman", "councilor": "councillor",
    "assemblywoman": "assemblyman", "policewoman": "policeman", "actress": "actor", "advisor": "adviser",
    "frontrunner": "front-runner", "cofounder": "co-founder", "organizer": "organiser",
}  # fmt: skip
_EITHER: Final = frozenset("spokesman chairman actor priest bishop chief".split())
"""Words for men that are used of women as well."""
_SLIGHT: Final = NAMELESS_NOUNS.union(
    """
    expert analyst leader head member man woman candidate director manager boss chief executive worker officer captain
    doctor engineer voter resident driver
    """.split(),
    *(
        _FIELDS[field].split()
        for field in ("law", "business", "science", "medicine", "media", "police", "army", "trade")
    ),
)
"""Callings that so many have that sharing one says less."""
_WORD = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Calling:
    """What a role says: its ``words`` for callings in one form ("spokesperson" for "spokeswoman"), their ``fields``,
    and the sex that a word is for. No words: nothing is known."""

    words: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    gender: Gender | None = None

    @property
    def slight(self) -> bool:
        """Whether so many people are that, that sharing it says little."""
        return self.words <= _SLIGHT


def _by_word() -> Mapping[str, str]:
    return {word: field for field, words in _FIELDS.items() for word in words.split()}


_FIELD_OF: Final = _by_word()


@lru_cache(maxsize=65536)
def calling_of(role: str | None) -> Calling:
    """What a role says. Where it has no word that is known to name a calling, its last word is taken for one."""
    words = [word for word in map(fold, _WORD.findall(role or "")) if word not in PREPOSITIONS]
    if not words:
        return Calling()
    forms = [LONG_TITLES.get(one, one) for one in map(singular, words)]
    named = [one for one in forms if one in _FIELD_OF or (one not in TITLE_MODIFIERS and is_role(one))] or forms[-1:]
    genders = {"f" if one in FEMALE_NOUNS else "m" for one in map(singular, words) if _is_of_one_sex(one)}
    return Calling(
        frozenset(_NEUTRAL.get(one, one) for one in named),
        frozenset(_FIELD_OF[one] for one in named if one in _FIELD_OF),
        ("f" if "f" in genders else "m") if len(genders) == 1 else None,
    )


def _is_of_one_sex(word: str) -> bool:
    return word in FEMALE_NOUNS or (word in MALE_NOUNS and word not in _EITHER)


@lru_cache(maxsize=262144)
def relate_roles(x: Calling, y: Calling) -> RoleRelation:
    """How two callings go together. Symmetric."""
    if not x.words or not y.words:
        return "unknown"
    if x.gender and y.gender and x.gender != y.gender:
        return "contrary"
    if x.words <= y.words or y.words <= x.words:
        return "same"
    if (x.fields == _CRIME) != (y.fields == _CRIME):
        return "accused"
    if not x.fields or not y.fields:
        return "open"
    if x.fields & y.fields:
        return "akin"
    near = any(frozenset((one, other)) in _NEAR for one in x.fields for other in y.fields)
    return "distant" if near else "contrary"
