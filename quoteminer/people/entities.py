"""The people and organisations of an article, and the lookup of a person by the sounds of the words
in a name."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from quoteminer.names import lexicon
from quoteminer.names.lexicon import Gender, full_forms
from quoteminer.names.organisations import core_words, plain_organisation
from quoteminer.names.person_comparison import compare_people, may_be_same
from quoteminer.names.person_names import PersonName, parse_person, rare_name_gender
from quoteminer.names.similarity import SAME_NAME, fold, skeleton
from quoteminer.people.article_names import NameForm
from quoteminer.types import Span, SpeakerKind

#: The most entities under one key that a name is compared with, in an article of up to _MANY
# people. With more people : it is fewer, but at least one, so that the work grows linearly.
MOST_RIVALS, _MANY = 40, 250
#: The most parts of a person's name. What has more is a list, which is only compared as a whole.
_MOST_PARTS = 12
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


class PersonIndex:
    """The persons of an article. ``new`` makes an entity; ``one_generation``: no father and son
    have the same name."""

    def __init__(self, new: Callable[[str], Entity], *, one_generation: bool) -> None:
        self._new, self._one_generation = new, one_generation
        self._by_key: dict[str, list[Entity]] = defaultdict(list)
        self._indexed: set[tuple[str, int]] = set()
        self._count = 0
        self._exact: dict[str, Entity] = {}
        self._bare: dict[str, Entity] = {}
        self._options: dict[str, list[tuple[float, Entity]]] = {}

    def join_full(self, name: PersonName) -> Entity:
        key = f"{name.honorific} {name.plain}".casefold()
        if key not in self._exact:
            self._exact[key] = self.find(name) or self._younger(name) or self._new(name.plain)
        entity = self._exact[key]
        if entity.person is None or len(name.parts) > len(entity.person.parts):
            entity.person = name
            if len(name.parts) <= _MOST_PARTS:
                self._index(entity, name)
        return entity

    def join_bare(self, name: PersonName) -> Entity:
        key = fold(name.family)
        if key not in self._bare:
            self._bare[key] = self._new(name.plain)
            self._bare[key].person = name
        return self._bare[key]

    def choose(
        self, name: PersonName, position: int, is_called: Callable[[Entity], bool]
    ) -> Entity | None:
        """Return the person that a single name refers to: the best match among persons named before
        ``position`` (else after) and of the honorific's gender. Ties: one with the title in front
        of the name (``is_called``), after an honorific the last one mentioned, else the most
        frequent one."""
        options = [
            (score, e)
            for score, e in self.options(name)
            if not e.contradicts(name.honorific_gender)
        ]
        earlier = [(score, e) for score, e in options if e.mentions[0][0] < position] or options
        said = name.honorific_gender
        agree = [
            (score, e) for score, e in earlier if said is not None and e.gender == said
        ] or earlier

        def rank(row: tuple[float, Entity]) -> tuple[int, bool, int, int, int]:
            score, entity = row
            before = bisect_left(entity.mentions, (position, 0)) if name.honorific else 0
            last = entity.mentions[before - 1][0] if before else -1
            return round(score / 3), is_called(entity), last, len(entity.mentions), -entity.id

        return max(agree, key=rank)[1] if agree else None

    def options(self, name: PersonName) -> list[tuple[float, Entity]]:
        """Return all persons that a single name may refer to, with their scores: for "Tate Jr."
        only the younger one. Join all full names first."""
        key = f"{name.honorific} {name.plain}".casefold()
        if key not in self._options:
            rows = [row for row in self._compared(name) if row[0] >= SAME_NAME]
            same = [
                (score, e)
                for score, e in rows
                if e.person and fold(e.person.suffix) == fold(name.suffix)
            ]
            self._options[key] = same if same and name.suffix else rows
        return self._options[key]

    def find(self, name: PersonName) -> Entity | None:
        best = max(self._compared(name), default=None, key=lambda row: (row[0], -row[1].id))
        return best[1] if best is not None and best[0] >= SAME_NAME else None

    def _younger(self, name: PersonName) -> Entity | None:
        """Return a son or father of the same name. Call `find` first: this is for names that it did
        not find."""
        if not self._one_generation or name.suffix or name.titles or len(name.parts) > _MOST_PARTS:
            return None
        rivals = [
            e
            for e in self._rivals([_slip_key(_sounds(name))])
            if e.person is not None and e.person.suffix
        ]
        same = [
            e
            for e in rivals
            if e.person and compare_people(name, replace(e.person, suffix="")) >= SAME_NAME
        ]
        return same[0] if len(same) == 1 else None

    def _compared(self, name: PersonName) -> list[tuple[float, Entity]]:
        """Return the scores of persons with a similar sound, at least of all who match; if none
        matches, of those with the same first letter, to catch typos."""
        if len(name.parts) > _MOST_PARTS:
            return []
        sounds = _sounds(name)
        short = name.order == "bare" and fold(name.family) in lexicon.NICKNAMES
        found = self._scores(name, [*sounds, *_full_keys(name.family)] if short else sounds)
        if any(score >= SAME_NAME for score, _ in found):
            return found
        return self._scores(name, [_slip_key(sounds)])

    def _scores(self, name: PersonName, keys: Sequence[str]) -> list[tuple[float, Entity]]:
        """Return the scores of persons under some keys, without those whose family names are too
        different."""
        rivals = ((e.person, e) for e in self._rivals(keys))
        return [
            (compare_people(name, person), e)
            for person, e in rivals
            if person and may_be_same(name, person)
        ]

    def _rivals(self, keys: Sequence[str]) -> list[Entity]:
        most = max(1, min(MOST_RIVALS, MOST_RIVALS * _MANY // max(1, self._count)))
        return list({e.id: e for key in keys for e in self._by_key[key][-most:]}.values())

    def _index(self, entity: Entity, name: PersonName) -> None:
        sounds = _sounds(name)
        keys = [*sounds, *_full_keys(name.given), _slip_key(sounds)]
        self._count += 1
        for key in dict.fromkeys(keys):
            if (key, entity.id) not in self._indexed:
                self._indexed.add((key, entity.id))
                self._by_key[key].append(entity)


@lru_cache(maxsize=16384)
def _sounds(name: PersonName) -> Sequence[str]:
    """Return the sounds of the parts of a name and of their words; the last one is that of the
    family name."""
    words = [word for part in name.parts for word in part.replace("-", " ").split()]
    words = [word for word in words if word.casefold() not in lexicon.TITLES]
    return tuple(dict.fromkeys(skeleton(word) for word in (*words, *name.parts)))


def _full_keys(given: str) -> list[str]:
    return [f"*{full}" for full in sorted(full_forms(fold(given)))]


def _slip_key(sounds: Sequence[str]) -> str:
    return f"~{sounds[-1][:1]}" if sounds else "~"
