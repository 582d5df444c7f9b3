"""Group the names of an article into entities: full names start clusters, single names join
them."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Sequence

from quoteminer.names import lexicon
from quoteminer.names.organisations import is_acronym
from quoteminer.names.person_names import PersonName, parse_person
from quoteminer.names.similarity import fold
from quoteminer.people.article_names import NameForm, NameIndex, name_forms
from quoteminer.people.clean_names import NO_POSSESSIVE
from quoteminer.people.entities import MOST_RIVALS, Entity
from quoteminer.people.name_spans import ends_like_a_body
from quoteminer.people.organisation_index import OrganisationIndex, by_words
from quoteminer.people.person_index import PersonIndex
from quoteminer.people.phrase_words import PHRASE_WORDS
from quoteminer.people.ranker import Ranker
from quoteminer.types import Article, SpeakerKind

#: A name as written, and its parts.
Parsed = tuple[NameForm, PersonName]
#: A family name alone scores this against the full name (see `person_names.compare_people`).
_FAMILY = 95.0
#: At most this many capitals are an acronym, not a person's name.
_SHORT = 3

_TITLE = re.compile(r"\b([A-Z][^\W\d_]*)\.?[ \xa0]$")
_AGE = re.compile(r"\b(?:elder|younger|older) ")
_GENERATIONS = re.compile(rf"\b{PHRASE_WORDS.any_line('generations')}\b")


class EntityStore:
    """All entities of an article, in order of their ids; resolving sources adds more."""

    def __init__(self, article: Article, names: NameIndex) -> None:
        self.text = article.text
        self.entities: list[Entity] = []
        self._at: dict[int, Entity] = {}
        self._titles: dict[Entity, set[str]] = defaultdict(set)  # in front of full names
        # by title, in the order of their first mentions
        self._with_title: dict[str, list[Entity]] = defaultdict(list)
        self._rivals: dict[int, Entity] = {}  # by the start of a body's name
        one = _GENERATIONS.search(self.text) is None
        self._people = PersonIndex(lambda name: self.new("person", name), one_generation=one)
        self._organisations = OrganisationIndex(lambda name: self.new("org", name))
        self._gather(sorted(name_forms(article, names), key=lambda f: (f.headline, f.span)))
        for entity in self.entities:
            entity.choose_name()

    def at(self, start: int) -> Entity | None:
        return self._at.get(start)

    def new(self, kind: SpeakerKind, name: str) -> Entity:
        entity = Entity(len(self.entities), kind, name)
        self.entities.append(entity)
        return entity

    def chosen(
        self, start: int, text: str, ranker: Ranker, attribution: int
    ) -> tuple[Entity, Entity | None]:
        """Return the entity of the name at ``start`` and, if it is a single name (``text``, with
        its title), another person that it may refer to. A namesake who is far more alike to the
        source gets the name.
        """
        entity = self._at[start]
        if start in self._rivals:
            return entity, self._rivals[start]
        others = self._namesakes(entity, text, start)
        if not others:
            return entity, None
        if (other := ranker.far_more_alike(attribution, entity, others)) is not None:
            span = next(span for span in entity.mentions if span[0] <= start < span[1])
            entity.mentions.remove(span)
            insort(other.mentions, span)
            self._at[start] = other
            return other, entity
        is_close = 2 * len(others[0].mentions) >= len(entity.mentions)
        return entity, others[0] if is_close or _AGE.search(text) else None

    def _namesakes(self, entity: Entity, text: str, position: int) -> list[Entity]:
        """Return the other people that a single name may refer to, the most frequent first: those
        named before it, unless only ``entity`` has its title; after "the younger" any other."""
        age = _AGE.search(text)
        name = parse_person(text[age.end() :] if age else text)
        if entity.kind != "person" or name.order != "bare":
            return []
        said = name.honorific_gender
        titles = _long_titles(name.honorific, *name.titles) & self._titles[entity]
        others = [
            e
            for _, e in self._people.options(name)
            if e is not entity
            and e.mentions
            and not e.contradicts(said)
            and (said is None or entity.gender != said or e.gender == said)
            and (age or e.mentions[0][0] < position)
            and (age or not titles or titles & self._titles[e])
        ]
        return sorted(others, key=lambda e: (-len(e.mentions), e.id))

    def _gather(self, forms: Sequence[NameForm]) -> None:
        """Add full names of persons, then persons' names tagged as something else, organisations,
        and single names."""
        people = _in_order([(f, parse_person(f.text)) for f in forms if f.kind == "person"])
        for form, name in people:
            if name.order != "bare":
                self._join_full(form, name)
        others = [form for form in forms if form.kind != "person"]
        persons = dict.fromkeys(form for form in others if self._is_person(form))
        for form in persons:
            name = parse_person(form.text)
            self._note(self._chosen(form, name) or self._people.join_full(name), form, name)
        for group in by_words([form for form in others if form not in persons]):
            self._join_organisation(group)
        single = [(form, name) for form, name in people if name.order == "bare" and name.family]
        titled = {fold(name.family) for _, name in single if name.honorific or name.titles}
        for form, name in single:
            self._join_bare(form, name, titled=fold(name.family) in titled)

    def _note(self, entity: Entity, form: NameForm, name: PersonName | None = None) -> None:
        entity.add(form, name)
        self._at[form.at] = entity

    # people

    def _join_full(self, form: NameForm, name: PersonName) -> None:
        """Add a full name, and note the titles in front of it."""
        entity = self._people.join_full(name)
        self._note(entity, form, name)
        for title in self._titles_before(form) - self._titles[entity]:
            self._titles[entity].add(title)
            self._with_title[title].append(entity)

    def _join_bare(self, form: NameForm, name: PersonName, *, titled: bool) -> None:
        """Add a single name. ``titled``: it follows "Mr" or a title in the article, so it is not an
        organisation."""
        entity = self._chosen(form, name)
        if entity is None and not titled and " " not in form.text:
            entity = self._organisations.find(form)
        self._note(entity or self._people.join_bare(name), form, name)

    def _is_person(self, form: NameForm) -> bool:
        """True if a name tagged as a place or organisation is part of a person's name in the
        article."""
        if ends_like_a_body(form.text):
            return False
        name = parse_person(form.text)
        if name.order != "bare":
            return self._people.find(name) is not None
        if self._by_title(form):
            return True
        short = len(form.text) <= _SHORT and is_acronym(form.text)
        return not short and any(score >= _FAMILY for score, _ in self._people.options(name))

    def _chosen(self, form: NameForm, name: PersonName) -> Entity | None:
        titles = self._titles_before(form)
        return self._by_title(form) or self._people.choose(
            name, form.span[0], lambda entity: not titles.isdisjoint(self._titles[entity])
        )

    def _by_title(self, form: NameForm) -> Entity | None:
        """Return the last person named before a title that stands for the name: "the Ustad"."""
        if not _is_after_the(form, self.text):
            return None
        holders = self._with_title.get(lexicon.long_title(form.text), [])[-MOST_RIVALS:]
        return max(
            (e for e in holders if e.mentions[0] < form.span),
            key=lambda e: e.mentions[bisect_left(e.mentions, form.span) - 1],
            default=None,
        )

    def _titles_before(self, form: NameForm) -> set[str]:
        """Return the titles in front of a name and the word before it if that is one, in their long
        forms."""
        start, name = form.span[0], parse_person(form.text)
        before = _TITLE.search(self.text, max(0, start - 20), start)
        words = (before[1] if before else "", name.honorific, *name.titles)
        return _long_titles(*(word for word in words if word and lexicon.is_title(word)))

    # organisations

    def _join_organisation(self, forms: Sequence[NameForm]) -> None:
        if len(owned := self._organisations.namesakes(forms[0])) > 1:
            for form in forms:
                self._join_namesake(form, owned)
            return
        entity = self._organisations.find(forms[0]) or self._organisations.make(forms)
        for form in forms:
            self._note(entity, form)

    def _join_namesake(self, form: NameForm, bodies: Sequence[Entity]) -> None:
        """Add a body's name without its owner to the body that was named last; the one before it
        is its rival."""
        start = form.span[0]
        before = {e: [a for a, _ in e.mentions if a < start][-1:] for e in bodies}
        known = sorted((e for e in bodies if before[e]), key=lambda e: before[e], reverse=True)
        entity = known[0] if known else min(bodies, key=lambda e: e.mentions)
        self._note(entity, form)
        if len(known) > 1:
            self._rivals[form.at] = known[1]


def _long_titles(*titles: str) -> set[str]:
    return {lexicon.long_title(title) for title in titles}


def _is_after_the(form: NameForm, text: str) -> bool:
    """True for a single word as in "the Ustad said", but not for "the Xi government"."""
    start, end = form.span
    is_the = text[max(0, start - 4) : start].casefold() == "the "
    return is_the and " " not in form.text and NO_POSSESSIVE.match(text, end) is not None


def _in_order(parsed: Sequence[Parsed]) -> list[Parsed]:
    """Turn the full names whose first word is a family name, as the article's "Mr Li" or "Ms Lane"
    show."""
    families = {fold(name.family) for _, name in parsed if name.order == "bare" and name.honorific}

    def is_turned(name: PersonName) -> bool:
        return fold(name.given) in families and fold(name.family) not in families

    return [(form, name.turned() if is_turned(name) else name) for form, name in parsed]
