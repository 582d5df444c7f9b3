"""The people and organisations of an article. Entities grow while the article is read."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from dataclasses import dataclass, field

from quoteminer.names import lexicon
from quoteminer.names.lexicon import Gender
from quoteminer.names.organisations import core_words, plain_organisation
from quoteminer.names.person_names import PersonName, parse_person, rare_name_gender
from quoteminer.names.similarity import fold
from quoteminer.people.article_names import NameForm
from quoteminer.types import Span, SpeakerKind

#: The weights of evidence for a gender: an honorific, a frequent given name, a rare one.
_HONORIFIC, _FREQUENT, _RARE = 5, 2, 1


@dataclass(slots=True, eq=False)
class Entity:
    """A person, an organisation or somebody unnamed in an article.

    ``forms`` are its names in the running text, ``mentions`` the spans of its names, ``words`` describe it
    ("chairman"), ``votes`` is the evidence for "m" and "f". ``place``: the network found a place; ``human`` and
    ``document`` classify what has no name.
    """

    id: int
    kind: SpeakerKind
    name: str
    forms: Counter[str] = field(default_factory=Counter)
    headline_forms: Counter[str] = field(default_factory=Counter)
    mentions: list[Span] = field(default_factory=list)
    person: PersonName | None = None
    votes: Counter[str] = field(default_factory=Counter)
    words: set[str] = field(default_factory=set)
    role: str | None = None
    affiliation: str | None = None
    plural: bool = False
    document: bool = False
    place: bool = False
    human: bool = True

    @property
    def gender(self) -> Gender | None:
        """The gender with more evidence, None for a tie."""
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

    def add(self, form: NameForm) -> None:
        """Add a mention by name."""
        (self.headline_forms if form.headline else self.forms)[form.text] += 1
        insort(self.mentions, form.span)

    def last_before(self, position: int) -> int:
        """The start of the last mention before a position, -1 if there is none."""
        i = bisect_left(self.mentions, (position, 0)) - 1
        return self.mentions[i][0] if i >= 0 else -1

    def vote(self, name: PersonName) -> None:
        """Add a name's evidence for the gender: much for an honorific, a little for a given name."""
        if said := name.honorific_gender:
            self.votes[said] += _HONORIFIC
        elif name.gender and name.order != "bare":
            self.votes[name.gender] += _FREQUENT
        elif name.order == "given-first" and (usual := rare_name_gender(name.given)):
            self.votes[usual] += _RARE

    def contradicts(self, said: Gender | None) -> bool:
        """True if there is more than a rare given name for the other gender."""
        return said is not None and self.votes["f" if said == "m" else "m"] > self.votes[said] + _RARE

    def choose_name(self) -> None:
        """Take the fullest form as the name."""
        if self.kind == "person" and self.person is not None:
            self.name = _fullest_person(self.forms, self.headline_forms)
        elif self.kind == "org" and (self.forms or self.headline_forms):
            self.name = _fullest_organisation(self.forms or self.headline_forms)


def _fullest_person(body: Counter[str], headline: Counter[str]) -> str:
    """The form with most parts. Names in headlines often include other words: they count only without a full name."""
    parsed = {form: parse_person(form) for form in (*body, *headline)}
    full = [form for form in body if parsed[form].order != "bare"]
    order = full or [*body, *(form for form in headline if form not in body)]
    best = max(order, key=lambda f: (*_fullness(parsed[f]), not f.isupper(), body[f], -order.index(f)))
    return parsed[best].plain


def _fullness(name: PersonName) -> tuple[int, bool, bool]:
    words = sum(word.casefold() not in lexicon.PARTICLES for part in name.parts for word in part.split())
    return words, bool(name.suffix), bool(name.peerage)


def _fullest_organisation(forms: Counter[str]) -> str:
    order = list(forms)
    best = max(order, key=lambda f: (len(core_words(f)), _is_written_out(f), forms[f], -order.index(f)))
    return plain_organisation(best)


def _is_written_out(form: str) -> tuple[bool, int]:
    """Prefer "United States Navy" to "US Navy", "Labour Party" to "Labour", "Delmar" to "DELMAR"."""
    short = any(word in lexicon.ABBREVIATIONS for word in fold(form).split())
    return not form.isupper() and not short, sum(word[0].isupper() for word in plain_organisation(form).split())
