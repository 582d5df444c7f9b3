"""A person or an organisation of an article."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from dataclasses import dataclass, field

from quoteminer.names import lexicon
from quoteminer.names.lexicon import Gender
from quoteminer.names.organisations import core_words, plain_organisation
from quoteminer.names.person_names import PersonName, parse_person, rare_name_gender
from quoteminer.names.similarity import fold
from quoteminer.people.article_names import NameForm
from quoteminer.types import Span, SpeakerKind

#: The most entities under one key that a name is compared with.
MOST_RIVALS = 40
#: The weights of evidence for a gender: an honorific, a frequent given name, a rare one.
_HONORIFIC, _FREQUENT, _RARE = 5, 2, 1


@dataclass(slots=True, eq=False)
class Entity:
    """A person, an organisation or an unnamed speaker in an article. ``forms`` are its names in the
    running text, ``mentions`` their spans, ``words`` describe it ("chairman"), ``nouns`` are places
    of such words, ``votes`` is the evidence for "m" and "f". ``place``: the network tagged it as a
    place. For unnamed entities, ``human`` and ``document`` say what they are, ``proper`` are the
    capitalised modifiers, and ``owned`` means that they belong to a person ("his letter").
    ``members``: of several that are named together. ``role_confidence`` and
    ``affiliation_confidence`` are set last, by `add_attributes`."""

    id: int
    kind: SpeakerKind
    name: str
    forms: Counter[str] = field(default_factory=Counter)
    headline_forms: Counter[str] = field(default_factory=Counter)
    mentions: list[Span] = field(default_factory=list)
    person: PersonName | None = None
    votes: Counter[str] = field(default_factory=Counter)
    words: set[str] = field(default_factory=set)
    nouns: list[Span] = field(default_factory=list)
    role: str | None = None
    affiliation: str | None = None
    role_confidence: float | None = None
    affiliation_confidence: float | None = None
    plural: bool = False
    document: bool = False
    place: bool = False
    human: bool = True
    proper: tuple[str, ...] = ()
    owned: bool = False
    members: tuple[Entity, ...] = ()

    @property
    def gender(self) -> Gender | None:
        male, female = self.votes["m"], self.votes["f"]
        return None if male == female else "m" if male > female else "f"

    def fits(self, table: str) -> bool:
        """True if the entity may be the antecedent in a query of this table (`ranker.TABLES`)."""
        if table in ("he", "person"):
            return self.kind != "org" and self.human and not self.plural
        if table in ("it", "body", "document"):
            return self.kind == "org" and not self.plural
        if table == "group":
            return self.plural or self.kind == "org"
        return table == "they" or not self.plural

    def add(self, form: NameForm, name: PersonName | None) -> None:
        """Add a mention by name, and for a person the evidence of the name for the gender."""
        (self.headline_forms if form.headline else self.forms)[form.text] += 1
        insort(self.mentions, form.span)
        if name is None:
            return
        if said := name.honorific_gender:
            self.votes[said] += _HONORIFIC
        elif name.gender and name.order != "bare":
            self.votes[name.gender] += _FREQUENT
        elif name.order == "given-first" and (usual := rare_name_gender(name.given)):
            self.votes[usual] = max(self.votes[usual], _RARE)

    def contradicts(self, said: Gender | None) -> bool:
        """True if the evidence for the other gender is stronger than a rare given name."""
        return (
            said is not None and self.votes["f" if said == "m" else "m"] > self.votes[said] + _RARE
        )

    def choose_name(self) -> None:
        if self.kind == "person" and self.person is not None:
            self.name = _fullest_person(self.forms, self.headline_forms)
        elif self.kind == "org" and (self.forms or self.headline_forms):
            forms = self.forms or self.headline_forms
            fullest = max(
                forms, key=lambda form: (len(core_words(form)), _is_written_out(form), forms[form])
            )
            self.name = plain_organisation(fullest)


def _fullest_person(body: Counter[str], headline: Counter[str]) -> str:
    """Return the form with most parts. Forms in headlines, which often have other words attached,
    count only if the text has no full name."""
    parsed = {form: parse_person(form) for form in (*body, *headline)}
    full = [form for form in body if parsed[form].order != "bare"]
    order = full or [*body, *(form for form in headline if form not in body)]

    def fullness(form: str) -> tuple[int, bool, bool, bool, bool, int]:
        name = parsed[form]
        words = sum(
            word.casefold() not in lexicon.PARTICLES for part in name.parts for word in part.split()
        )
        accents = any(letter.isalpha() and not letter.isascii() for letter in form)
        return words, bool(name.suffix), bool(name.peerage), not form.isupper(), accents, body[form]

    return parsed[max(order, key=fullness)].plain


def _is_written_out(form: str) -> tuple[bool, int]:
    """Prefer "United States Navy" to "US Navy", "Labour Party" to "Labour", "Delmar" to
    "DELMAR"."""
    short = any(word in lexicon.ABBREVIATIONS for word in fold(form).split())
    return not form.isupper() and not short, sum(
        word[0].isupper() for word in plain_organisation(form).split()
    )
