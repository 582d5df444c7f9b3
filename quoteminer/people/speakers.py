"""Who is in the article: its names, gathered into persons and bodies, and which of them each name means."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from quoteminer.people.bodies import Bodies, by_words
from quoteminer.people.companies import is_company
from quoteminer.people.entities import Entity, Form
from quoteminer.people.lexicon import GIVEN_NAME_HONORIFICS, HONORIFICS, LONG_TITLES, TITLE_MODIFIERS, TITLES
from quoteminer.people.name_index import NameIndex
from quoteminer.people.name_order import given_name_gender
from quoteminer.people.names import PersonName, parse_person
from quoteminer.people.nouns import listed_kind, singular
from quoteminer.people.organisations import is_acronym
from quoteminer.people.persons import Persons
from quoteminer.people.shown import full_names, is_in, title_case_spans
from quoteminer.people.spelling import SAME_NAME, fold
from quoteminer.types import Article, Name, NameKind, Span, SpeakerKind

_BEFORE = re.compile(r"\b([^\W\d_]+)\.?\s+$")
_DEFINED = re.compile(r"\s*\(\s*(?:the\s+|or\s+)?[\"“']?([A-Z][\w&.]{1,9})[\"”']?\s*\)")
_GENERATIONS = re.compile(r"\b(?:Sr|[Ss]enior|[Ff]ather|[Ss]ons?|[Ee]lder|[Yy]ounger|[Nn]amesake|[Dd]ad)\b")
_TITLE_BEFORE = re.compile(r"\b([A-Z][^\W\d_]*)\.?[ \xa0]$")
_WITH_FULL_STOP = frozenset("mr mrs ms mme dr prof".split())
#: A family name alone scores this against the full name (see `names.compare_people`).
_FAMILY = 95.0


class Cast:
    """All entities of an article. ``entities`` are in order of their ids; more come while sources are read."""

    def __init__(self, article: Article, names: NameIndex) -> None:
        self.text = article.text
        self.entities: list[Entity] = []
        self._at: dict[int, Entity] = {}
        one = _GENERATIONS.search(self.text) is None
        self._persons = Persons(lambda name: self.new("person", name), one_generation=one)
        self._bodies = Bodies(lambda name: self.new("org", name))
        headlines = title_case_spans(article)
        self._headlines = headlines
        forms = [_form(self.text, name, headlines) for name in names.names]
        self._gather(_agree_on_kinds(sorted(forms, key=lambda form: (form.headline, form.span))))

    def at(self, start: int) -> Entity | None:
        """The entity whose name starts at this position."""
        return self._at.get(start)

    def new(self, kind: SpeakerKind, name: str) -> Entity:
        """A new entity without mentions."""
        entity = Entity(len(self.entities), kind, name)
        self.entities.append(entity)
        return entity

    def namesake(self, entity: Entity, text: str, position: int) -> Entity | None:
        """Another person named before a position whom a single name would suit as well, if the article talks of him
        at least half as often."""
        name = parse_person(self._with_honorific(text, position))
        if entity.kind != "person" or name.order != "bare":
            return None
        said = name.honorific_gender
        agrees = said is not None and entity.gender == said
        others = [e for _, e in self._persons.options(name) if e is not entity and not e.contradicts(name)]
        others = [e for e in others if not agrees or e.gender == said]
        close = [e for e in others if e.mentions[0][0] < position and 2 * len(e.mentions) >= len(entity.mentions)]
        return max(close, default=None, key=lambda e: (len(e.mentions), -e.id))

    def _with_honorific(self, text: str, position: int) -> str:
        """ "Mrs Kell" for "Kell", where the source that starts at the position has that."""
        opening = self.text[position : position + 20].split(None, 1)[:1]
        titled = bool(opening) and opening[0].rstrip(".").casefold() in HONORIFICS
        return f"{opening[0]} {text}" if titled and not text.startswith(opening[0]) else text

    def finish(self) -> None:
        """Choose each entity's name: the fullest of its forms. Call when all mentions are known."""
        for entity in self.entities:
            entity.choose_name()

    def _gather(self, forms: Sequence[Form]) -> None:
        """Full names of persons first, then bodies, then the single names that may mean one of either."""
        people = _in_order([(form, parse_person(form.text)) for form in forms if form.kind == "person"])
        bare = [(form, name) for form, name in people if name.order == "bare" and name.family]
        for form, name in people:
            if name.order != "bare":
                self._join_full(form, name)
        self._complete([form for form, _ in bare], forms)
        for group in by_words([form for form in forms if form.kind != "person" and not self._is_family(form)]):
            self._join_body(group)
        titled = {fold(name.family) for _, name in bare if name.honorific or name.titles}
        for form, name in bare:
            self._join_bare(form, name, titled=fold(name.family) in titled)
        for entity in self.entities:
            if self._looks_like_body(entity):
                entity.kind, entity.person = "org", None

    def _looks_like_body(self, entity: Entity) -> bool:
        """True for a single name without honorific, title and known given name, of which the article speaks as of a
        company."""
        person = entity.person
        if entity.kind != "person" or person is None or person.order != "bare" or entity.titles or entity.votes:
            return False
        return given_name_gender(person.family) is None and is_company(self.text, entity.mentions)

    def _note(self, entity: Entity, form: Form) -> None:
        entity.add(form)
        self._at[form.at] = entity

    def _join_full(self, form: Form, name: PersonName) -> None:
        entity = self._persons.join_full(name)
        self._note(entity, form)
        entity.vote(name)

    def _complete(self, bare: Sequence[Form], forms: Sequence[Form]) -> None:
        """Look in the text for the full names of people whom the names give by one word only."""
        words = {fold(parse_person(form.text).family): form for form in bare}
        single = {fold(form.text): form for form in forms if form.kind == "org" and " " not in form.text}
        unknown = {w: form for w, form in {**single, **words}.items() if w and not self._persons.has_word(w)}
        found = full_names(self.text) if unknown else {}
        for word in sorted(unknown.keys() & found.keys()):
            body = [span for span in found[word] if not is_in(span[0], self._headlines)]
            for span in body or [span for span in found[word] if self.text[slice(*span)].count(" ") == 1]:
                form = Form(" ".join(self.text[span[0] : span[1]].split()), span, "person", span[0])
                name = parse_person(form.text)
                if name.order != "bare" and _is_person(name) and (word in words or span < unknown[word].span):
                    self._join_full(form, name)

    def _is_family(self, form: Form) -> bool:
        """Take "Kell", tagged as a place or an organisation, for the Kell whom the article names in full."""
        if " " in form.text or is_acronym(form.text):
            return False
        name = parse_person(form.text)
        score = max((score for score, _ in self._persons.options(name)), default=0.0)
        if score < (_FAMILY if form.kind == "place" else SAME_NAME):
            return False
        self._join_bare(form, name)
        return True

    def _join_bare(self, form: Form, name: PersonName, *, titled: bool = False) -> None:
        """``titled``: the article has the name behind "Mr" or the like, so it is no body's."""
        entity = self._persons.choose(name, form.span[0], form.title)
        if entity is None and not titled and not name.honorific and " " not in form.text:
            entity = self._bodies.find(form)
        if entity is None and is_acronym(form.text):
            entity = self._persons.by_initials(form.text)
        entity = entity or self._persons.join_bare(name)
        self._note(entity, form)
        entity.vote(name)

    def _join_body(self, forms: Sequence[Form]) -> None:
        first = forms[0]
        entity = self._bodies.find(first)
        if entity is None and is_acronym(first.text):
            entity = self._persons.by_initials(first.text)
        entity = entity or self._bodies.make(forms)
        for form in forms:
            self._note(entity, form)
            if defined := _DEFINED.match(self.text, form.span[1]):
                self._bodies.define(defined.group(1), entity)


def _form(text: str, name: Name, headlines: Sequence[Span]) -> Form:
    """A name with the honorific in front of it, which makes a person of it."""
    before = _BEFORE.search(text, max(0, name.start - 14), name.start)
    titled = before is not None and _is_honorific(before)
    start = before.start() if before is not None and titled else name.start
    headline = is_in(name.start, headlines)
    words = " ".join(text[start : name.end].split())
    title = _title_before(text, start)
    return Form(words, (start, name.end), "person" if titled else name.kind, name.start, headline, title)


def _title_before(text: str, start: int) -> str:
    """ "senator" for "Sen. Kell"; nothing for "US" and "former", which many have."""
    found = _TITLE_BEFORE.search(text, max(0, start - 24), start)
    key = found.group(1).casefold() if found else ""
    return LONG_TITLES.get(key, key) if key in TITLES and key not in TITLE_MODIFIERS else ""


def _is_honorific(word: re.Match[str]) -> bool:
    """ "Mr" and "Mr."; not the end of a sentence about a lady."""
    key, opens = word.group(1).casefold(), word.group(1)[0].isupper()
    return key in HONORIFICS and opens and (key in _WITH_FULL_STOP or "." not in word.group())


def _in_order(people: Sequence[tuple[Form, PersonName]]) -> list[tuple[Form, PersonName]]:
    """Let the article's own "Mr Li" or "Ms Wilde" say which word of a name is the family's, and its "Eddie Van Halen"
    that "Van Halen" is a family name of two words."""
    titled = {fold(name.family) for _, name in people if name.order == "bare" and _tells_family(name)}
    double = {fold(name.family) for _, name in people if name.order == "given-first" and " " in name.family}
    return [(form, _as_family(_turned_by(name, titled), double)) for form, name in people]


def _tells_family(name: PersonName) -> bool:
    return bool(name.honorific) and name.honorific.rstrip(".").casefold() not in GIVEN_NAME_HONORIFICS


def _as_family(name: PersonName, double: set[str]) -> PersonName:
    if name.order != "given-first" or name.middle or fold(f"{name.given} {name.family}") not in double:
        return name
    return replace(name, given="", family=f"{name.given} {name.family}", order="bare")


def _turned_by(name: PersonName, titled: set[str]) -> PersonName:
    last_is_family = fold(name.given) in titled and fold(name.family) not in titled
    return name.turned() if last_is_family else name


def _agree_on_kinds(forms: Sequence[Form]) -> list[Form]:
    """Give one kind to all mentions of one name: the majority's, a person's where it is even, and a person's where the
    end of the name is a person's full name ("May Ida Kranz", "Ida Kranz")."""
    votes: dict[str, Counter[NameKind]] = defaultdict(Counter)
    for form in forms:
        votes[_bare_key(form.text)][form.kind] += 1
    rank: dict[NameKind, int] = {"person": 2, "org": 1, "place": 0}
    kinds = {key: max(count, key=lambda kind: (count[kind], rank[kind])) for key, count in votes.items()}
    people = {key for key, kind in kinds.items() if kind == "person" and " " in key}
    persons = {key for key in kinds if _ends_with_one_of(key.split(), people)}
    return [replace(form, kind="person" if (key := _bare_key(form.text)) in persons else kinds[key]) for form in forms]


def _ends_with_one_of(words: Sequence[str], people: set[str]) -> bool:
    return len(words) < 6 and any(" ".join(words[i:]) in people for i in range(1, len(words) - 1))


def _bare_key(text: str) -> str:
    words = text.split()
    return fold(" ".join(words[1:]) if len(words) > 1 and words[0].rstrip(".").casefold() in HONORIFICS else text)


def _is_person(name: PersonName) -> bool:
    """True for a given name that is known, and for words none of which names a kind of body ("Tarik Ozan")."""
    known = given_name_gender(name.given) is not None
    return known or all(listed_kind(singular(fold(part))) == "other" for part in name.parts)
