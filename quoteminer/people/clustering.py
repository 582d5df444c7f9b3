"""Group the names of an article into entities: full names start clusters, single names join
them."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from quoteminer.names import lexicon
from quoteminer.names.organisations import (
    SHORT_FORM,
    acronyms,
    compare_organisations,
    core_words,
    is_acronym,
    is_owned_body,
    plain_organisation,
)
from quoteminer.names.person_names import PersonName, parse_person
from quoteminer.names.same_name import same_name
from quoteminer.names.similarity import SAME_NAME, fold
from quoteminer.people.article_names import (
    NO_POSSESSIVE,
    NameForm,
    NameIndex,
    ends_like_a_body,
    name_forms,
)
from quoteminer.people.entities import MOST_RIVALS, Entity, PersonIndex
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
        self._titles: dict[int, set[str]] = defaultdict(set)  # in front of full names, by entity
        # by title, in the order of their first mentions
        self._titled_so: dict[str, list[Entity]] = defaultdict(list)
        one = _GENERATIONS.search(self.text) is None
        self._rivals: dict[int, Entity] = {}  # by the start of a body's name
        self._people = PersonIndex(lambda name: self.new("person", name), one_generation=one)
        self._organisations = _Organisations(lambda name: self.new("org", name))
        forms = name_forms(article, names)
        self._gather(sorted(forms, key=lambda form: (form.headline, form.span)))
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
        if others and (other := ranker.far_more_alike(attribution, entity, others)) is not None:
            span = next(span for span in entity.mentions if span[0] <= start < span[1])
            entity.mentions.remove(span)
            insort(other.mentions, span)
            self._at[start] = other
            return other, entity
        is_close = others and (
            _AGE.search(text) or 2 * len(others[0].mentions) >= len(entity.mentions)
        )
        return entity, others[0] if is_close else None

    def _namesakes(self, entity: Entity, text: str, position: int) -> list[Entity]:
        """Return the other people that a single name may refer to, the most frequent first: those
        named before it, unless only ``entity`` has its title; after "the younger" any other."""
        age = _AGE.search(text)
        name = parse_person(text[age.end() :] if age else text)
        if entity.kind != "person" or name.order != "bare":
            return []
        said = name.honorific_gender
        others = [
            e
            for _, e in self._people.options(name)
            if e is not entity and e.mentions and not e.contradicts(said)
        ]
        titles = {
            lexicon.long_title(title) for title in (name.honorific, *name.titles)
        } & self._titles[entity.id]
        others = [e for e in others if age or not titles or titles & self._titles[e.id]]
        fits = [e for e in others if said is None or entity.gender != said or e.gender == said]
        return sorted(
            (e for e in fits if age or e.mentions[0][0] < position),
            key=lambda e: (-len(e.mentions), e.id),
        )

    def _gather(self, forms: Sequence[NameForm]) -> None:
        """Add full names of persons, then persons' names tagged as something else, organisations,
        and single names."""
        people = _in_order(
            (form, parse_person(form.text)) for form in forms if form.kind == "person"
        )
        for form, name in people:
            if name.order != "bare":
                self._join_full(form, name)
        others = [form for form in forms if form.kind != "person"]
        persons = dict.fromkeys(form for form in others if self._is_person(form))
        for form in persons:
            name = parse_person(form.text)
            self._note(self._chosen(form, name) or self._people.join_full(name), form, name)
        for group in _by_words([form for form in others if form not in persons]):
            self._join_organisation(group)
        single = [(form, name) for form, name in people if name.order == "bare" and name.family]
        titled = {fold(name.family) for _, name in single if name.honorific or name.titles}
        for form, name in single:
            self._join_bare(form, name, titled=fold(name.family) in titled)

    def _join_full(self, form: NameForm, name: PersonName) -> None:
        """Add a full name, and note the titles in front of it."""
        entity = self._people.join_full(name)
        self._note(entity, form, name)
        new = self._title_before(form) - self._titles[entity.id]
        self._titles[entity.id].update(new)
        for title in new:
            self._titled_so[title].append(entity)

    def _note(self, entity: Entity, form: NameForm, name: PersonName | None = None) -> None:
        entity.add(form, name)
        self._at[form.at] = entity

    def _is_person(self, form: NameForm) -> bool:
        """True if a name tagged as a place or organisation is part of a person's name in the
        article."""
        if ends_like_a_body(form.text):
            return False
        name = parse_person(form.text)
        if name.order != "bare" or self._titled(form):
            return name.order == "bare" or self._people.find(name) is not None
        short = len(form.text) <= _SHORT and is_acronym(form.text)
        return not short and any(score >= _FAMILY for score, _ in self._people.options(name))

    def _join_bare(self, form: NameForm, name: PersonName, *, titled: bool = False) -> None:
        """Add a single name. ``titled``: it follows "Mr" or a title in the article, so it is not an
        organisation."""
        entity = self._chosen(form, name)
        if entity is None and not titled and not name.honorific and " " not in form.text:
            entity = self._organisations.find(form)
        self._note(entity or self._people.join_bare(name), form, name)

    def _chosen(self, form: NameForm, name: PersonName) -> Entity | None:
        title, start = self._title_before(form), form.span[0]
        chosen = self._people.choose(
            name, start, lambda entity: not title.isdisjoint(self._titles[entity.id])
        )
        return self._titled(form) or chosen

    def _titled(self, form: NameForm) -> Entity | None:
        """Return the last person named before a title that stands for the name: "the Ustad"."""
        title = lexicon.long_title(form.text) if _is_after_the(form, self.text) else ""
        so_called = self._titled_so[title][-MOST_RIVALS:] if title else []
        known = [e for e in so_called if e.mentions[0] < form.span]
        return max(
            known, key=lambda e: e.mentions[bisect_left(e.mentions, form.span) - 1], default=None
        )

    def _title_before(self, form: NameForm) -> set[str]:
        """Return the titles in front of a name and the word before it if that is one, in their long
        forms."""
        before, name = (
            _TITLE.search(self.text, max(0, form.span[0] - 20), form.span[0]),
            parse_person(form.text),
        )
        words = (*([before[1]] if before else []), name.honorific, *name.titles)
        return {lexicon.long_title(word) for word in words if word and lexicon.is_title(word)}

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


class _Organisations:
    """The organisations and places of an article. Long names are added first, so that short forms
    and acronyms find them."""

    def __init__(self, new: Callable[[str], Entity]) -> None:
        self._new = new
        self.by_key: dict[str, list[Entity]] = defaultdict(list)

    def find(self, form: NameForm) -> Entity | None:
        """Return the organisation that fits a name best. Ties: one that is no place, the most
        frequent one."""
        words = core_words(form.text)
        if not words:
            return None
        rivals = self.by_key[_exact_key(form.text)]
        if not rivals:
            rivals = list(
                {e.id: e for key in _keys(words) for e in self.by_key[key][:MOST_RIVALS]}.values()
            )
        scored = [(self._score(form, e), not e.place, len(e.mentions), -e.id, e) for e in rivals]
        best = max(scored, default=None, key=lambda row: row[:4])
        return best[4] if best is not None and best[0] >= SAME_NAME else None

    def namesakes(self, form: NameForm) -> list[Entity]:
        """Return the bodies that a name without an owner may mean: "the Supreme Court" where an
        article has Ohio's and Idaho's."""
        words = core_words(form.text)
        if not is_owned_body(words) or self.by_key[_exact_key(form.text)]:
            return []
        near = {e.id: e for key in _keys(words) for e in self.by_key[key][:MOST_RIVALS]}
        return [e for e in near.values() if same_name(form.text, e.name, "org")]

    def make(self, forms: Sequence[NameForm]) -> Entity:
        text = forms[0].text
        entity = self._new(plain_organisation(text))
        entity.place = all(form.kind == "place" for form in forms)
        keys = (
            _exact_key(text),
            *_keys(core_words(text)),
            *(f"@{acronym}" for acronym in sorted(acronyms(text))),
        )
        for key in dict.fromkeys(keys):
            self.by_key[key].append(entity)
        return entity

    def _score(self, form: NameForm, entity: Entity) -> float:
        """Compare the names. A short form counts only after the full form: Apple, and later the
        Apple Store, differ."""
        if any(e is entity for e in self.by_key.get(_exact_key(form.text), ())):
            return 99.0
        score = compare_organisations(form.text, entity.name)
        too_early = (
            SAME_NAME <= score <= SHORT_FORM
            and not form.headline
            and form.span < entity.mentions[0]
        )
        return 0.0 if too_early else score


def _is_after_the(form: NameForm, text: str) -> bool:
    """True for a single word as in "the Ustad said", but not for "the Xi government"."""
    is_the = text[max(0, form.span[0] - 4) : form.span[0]].casefold() == "the "
    return is_the and " " not in form.text and NO_POSSESSIVE.match(text, form.span[1]) is not None


def _in_order(parsed: Iterable[Parsed]) -> list[Parsed]:
    """Turn the full names whose first word is a family name, as the article's "Mr Li" or "Ms Lane"
    show."""
    parsed = list(parsed)
    families = {fold(name.family) for _, name in parsed if name.order == "bare" and name.honorific}

    def is_turned(name: PersonName) -> bool:
        return fold(name.given) in families and fold(name.family) not in families

    return [(form, name.turned() if is_turned(name) else name) for form, name in parsed]


def _by_words(forms: Sequence[NameForm]) -> list[list[NameForm]]:
    """Group the forms of each name. Names with more words come first; equally long names are in
    text order."""
    groups: dict[tuple[str, ...], list[NameForm]] = defaultdict(list)
    for form in forms:
        groups[core_words(form.text)].append(form)
    order = sorted(
        groups,
        key=lambda words: (-len(words), -len(groups[words][0].text), groups[words][0].span),
    )
    return [groups[words] for words in order]


def _exact_key(text: str) -> str:
    return f"={' '.join(core_words(text))}"


def _keys(words: tuple[str, ...]) -> list[str]:
    """Return the keys of a name: first and last word, word before a preposition, letters
    (acronyms), first letters (typos)."""
    if not words:
        return []
    before = [words[i - 1] for i, word in enumerate(words) if i and word in lexicon.PREPOSITIONS][
        :1
    ]
    ends = dict.fromkeys((words[-1], *before))
    return [
        f"<{words[0]}",
        *(f">{word}" for word in ends),
        f"@{fold(''.join(words)).replace('&', '')}",
        f"~{words[0][:3]}{len(words)}",
    ]
