"""Sources that are described and not named: "the Tory leader", "a spokesman", "the company", "a CNN poll", "his
letter". A description stands for somebody whom the article names elsewhere, for somebody described before, or else for
somebody new; whom, the ranker says."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

from quoteminer.people import antecedents as ante
from quoteminer.people.described import document_class, owner_features, phrase_features, shared_features
from quoteminer.people.entities import Entity
from quoteminer.people.lexicon import OWNED_BODIES, PRONOUN_GENDER, SAME_DOCUMENT
from quoteminer.people.name_index import NameIndex
from quoteminer.people.naming import Naming
from quoteminer.people.phrases import Phrase, read_phrase
from quoteminer.people.ranker import Choice, Option, Question, Ranker, Table
from quoteminer.people.scene import Scene
from quoteminer.people.speakers import Cast
from quoteminer.types import Span

_TITLED = (
    r"(?<![.!?:]\s)\b(?:[A-Z][\w/&’'-]*[ \xa0]){{1,6}}(?:[a-z-]+[ \xa0])?{}\b(?: of(?: [\w’'-]+){{1,5}}(?=[,.;]))?"
)
#: How far back the full title of "the poll" is looked for, in characters.
_TITLES_BACK = 6000
#: How many of the sources named later are looked at for whom a headline describes.
_NAMED_LATER = 12
#: How many of the entities that were described by one noun are remembered.
_CALLED = 4


class Descriptions:
    """Resolves the descriptions of one article, in the order of its text."""

    def __init__(
        self, cast: Cast, scene: Scene, names: NameIndex, ranker: Ranker, named: Sequence[tuple[int, Entity]]
    ) -> None:
        """``named`` are the sources that have a name, by position."""
        self.cast, self.scene, self.names, self.ranker, self._named = cast, scene, names, ranker, named
        self._named_at = [at for at, _ in named]
        self._called: dict[str, list[Entity]] = {}
        self._naming = Naming(cast.text)

    def read(
        self,
        phrase: Phrase,
        own: Sequence[Span],
        around: Callable[[list[Option]], list[Option]],
        index: int | None = None,
    ) -> Choice:
        """Whom a phrase means. ``own`` is what the source says, ``around`` marks or leaves out options by what stands
        around it, ``index`` is the attribution's."""
        owner = self._owner(phrase)
        key = _key(phrase, owner)
        options = around(self._options(phrase, own, key, owner))
        options.append(self._new_option(phrase, key, options))
        ranking = self.ranker.rank(Question(_table(phrase), options, index))
        entity, why = ranking.best.entity, f"description “{phrase.head}”"
        if entity is None:
            if (earlier := self._titled_before(phrase)) is not None:
                choice = self.read(earlier, (), lambda options: options)
                return replace(choice, score=choice.score * ranking.chances[0])
            entity = ranking.best.entity = self._remembered(phrase, key, owner)
            self._note(key, entity)
            return Choice(entity, ranking.chances[0], "description: nobody named", ranking.rival(), stands=True)
        self._naming.rename(entity, phrase)
        if phrase.kind == "org":
            ante.make_body(entity)
        self._note(key, entity)
        return Choice(entity, ranking.chances[0], why, ranking.rival(), ranking.reasons)

    # options

    def _options(self, phrase: Phrase, own: Sequence[Span], key: str, owner: Entity | None) -> list[Option]:
        table = _table(phrase)
        last = self.scene.last_sources(phrase.start)
        wanted = _WANTED[table]
        if table == "document":
            wanted = lambda entity: ante.is_body(entity) or bool(last) and entity is last[0][0]  # noqa: E731
        found = self.scene.options((phrase.start, phrase.end), wanted, own, ahead=table != "document")
        known = {option.entity.id: option for option in found if option.entity is not None}
        if (named := self._named_at_end(phrase)) is not None and named.entity is not None:
            known[named.entity.id] = named
        called = self._called.get(key, [])
        owners = [owner] if owner is not None and (table != "person" or wanted(owner)) else []
        for entity in (*called, *owners, *self._later(phrase, table)):
            if entity.id not in known:
                known[entity.id] = Option(entity, {"far": 1.0})
        for option in known.values():
            self._describe(option, phrase, owner, called)
        return list(known.values())

    def _describe(self, option: Option, phrase: Phrase, owner: Entity | None, called: Sequence[Entity]) -> None:
        entity, features = option.entity, option.features
        if entity is None:
            return
        features.update(shared_features(entity, phrase, self._owner_words(phrase, owner)))
        if entity is owner:
            features.update(owner_features(phrase, entity))
        if any(e is entity for e in called):
            features["called_so"] = 1.0
            features["called_exactly"] = float(_words(entity.name) == _words(self.cast.text[phrase.start : phrase.end]))
            features["called_so_last"] = float(called[-1] is entity)
            features["called_so_the"] = float(phrase.definite)
            features["called_so_a"] = float(phrase.determiner in ("a", "an", "another", "one"))
        if not phrase.definite:
            features["indefinite"] = 1.0
        if "after" in features:
            features["after_headline"] = float(self.scene.in_headline(phrase.start))
            features["after_lead"] = float(self.scene.in_lead(phrase.start))
        if "last_source" in features and phrase.kind == "document":
            features[f"last_source_{document_class(phrase)}"] = 1.0
        if self._quoted_next(phrase) is entity:
            features["quoted_next"] = 1.0
            features["quoted_next_unseen"] = float("after" in features or "far" in features)
            features["quoted_next_headline"] = float(self.scene.in_headline(phrase.start))
            features["quoted_next_lead"] = float(self.scene.in_lead(phrase.start))

    def _named_at_end(self, phrase: Phrase) -> Option | None:
        """ "First Minister of Norvik Dana Kell": the person whose name ends the phrase, of whom the rest is said."""
        inside = self.names.within(phrase.start, phrase.end)
        last = inside[-1] if inside else None
        if last is None or last.end < phrase.end or last.kind != "person" or phrase.kind != "person":
            return None
        entity = self.cast.at(last.start)
        return Option(entity, {"ends_phrase": 1.0})

    def _owner_words(self, phrase: Phrase, owner: Entity | None) -> list[str]:
        written = self.cast.text[phrase.owner.start : phrase.owner.end].split() if phrase.owner is not None else []
        return [*written, *(owner.name.split() if owner is not None else ())]

    def _quoted_next(self, phrase: Phrase) -> Entity | None:
        """The first of the fitting kind that is quoted by name behind a phrase."""
        wanted = ante.is_person if phrase.kind == "person" and not phrase.plural else ante.is_group
        first = bisect_right(self._named_at, phrase.end)
        near = self._named[first : first + _NAMED_LATER]
        return next((entity for _, entity in near if wanted(entity)), None)

    def _later(self, phrase: Phrase, table: Table) -> list[Entity]:
        """For a headline or a first paragraph: who is quoted by name further on."""
        at = phrase.start
        if table == "document" or not (self.scene.in_headline(at) or self.scene.in_lead(at)):
            return []
        first = bisect_right(self._named_at, phrase.end)
        later = [entity for _, entity in self._named[first : first + _NAMED_LATER]]
        return [entity for entity in later if _WANTED[table](entity)]

    def _new_option(self, phrase: Phrase, key: str, options: Sequence[Option]) -> Option:
        at = phrase.start
        place = self.scene
        features = phrase_features(
            phrase, headline=place.in_headline(at), lead=place.in_lead(at), quoted=place.in_quote(at)
        )
        features["new_repeat"] = float(bool(self._called.get(key)))
        features["new_only"] = float(not options)
        for shared in ("head_known", "head_in_name", "modifiers_shared", "quoted_next"):
            features[f"new_though_{shared}"] = float(any(option.features.get(shared) for option in options))
        return Option(None, features)

    def _owner(self, phrase: Phrase) -> Entity | None:
        """Whose the person or thing is: that of the name in the phrase, or whom "his" means."""
        if phrase.owner is not None:
            return self.cast.at(phrase.owner.start)
        word = phrase.determiner
        if word not in PRONOUN_GENDER and word not in ("its", "their"):
            return None
        table: Table = "he" if word in PRONOUN_GENDER else "it" if word == "its" else "they"
        wanted = ante.is_person if table == "he" else ante.is_body if table == "it" else ante.is_group
        found = self.scene.options((phrase.start, phrase.start), wanted, ())
        for option in found:
            add_gender(option, word)
        return self.ranker.rank(Question(table, found)).best.entity if found else None

    # what was described

    def _remembered(self, phrase: Phrase, key: str, owner: Entity | None) -> Entity:
        """A new entity for a phrase; for "his campaign" the one that is known as his."""
        known = self._called.get(key)
        owned = phrase.head in OWNED_BODIES and phrase.kind == "org"
        if known and owned:
            self._naming.rename(known[-1], phrase)
            return known[-1]
        entity = self.cast.new("org" if phrase.kind in ("org", "document") else "unnamed", "")
        self._naming.name(entity, phrase, headline=self.scene.in_headline(phrase.start))
        if owned and not phrase.proper and owner is not None:
            entity.name = self._owned_title(owner) or entity.name
        return entity

    def _note(self, key: str, entity: Entity) -> None:
        known = [e for e in self._called.get(key, []) if e is not entity]
        self._called[key] = [*known[-_CALLED + 1 :], entity]

    def _owned_title(self, owner: Entity) -> str | None:
        """ "Kell campaign" for "her campaign", where the article has those words."""
        family = owner.person.family if owner.person is not None else ""
        pattern = rf"\b{re.escape(family)}(?:['’]s)?[ \xa0](?:presidential[ \xa0])?(?:{'|'.join(OWNED_BODIES)})\b"
        found = re.search(pattern, self.cast.text) if family else None
        return found.group() if found else None

    def _titled_before(self, phrase: Phrase) -> Phrase | None:
        """ "the poll" after "a Norvik poll", though nobody quoted that: the nearest such phrase."""
        if phrase.determiner != "the" or phrase.proper or phrase.kind not in ("org", "document") or phrase.modifiers:
            return None
        text, floor = self.cast.text, max(0, phrase.start - _TITLES_BACK)
        titled = re.compile(_TITLED.format(re.escape(phrase.head)))
        last = max((match.span() for match in titled.finditer(text, floor, phrase.start)), default=None)
        found = read_phrase(text, *last, self.names) if last is not None else None
        return found if found is not None and found.proper and found.head == phrase.head else None


def _key(phrase: Phrase, owner: Entity | None) -> str:
    """What descriptions of one thing have in common."""
    if phrase.head in OWNED_BODIES and phrase.kind == "org" and owner is not None:
        return f"{OWNED_BODIES[phrase.head]} of {owner.id}"
    head = SAME_DOCUMENT.get(phrase.head, phrase.head) if phrase.kind == "document" else phrase.head
    return f"{head}/{phrase.plural and phrase.kind != 'document'}"


def add_gender(option: Option, pronoun: str) -> None:
    """Say whether a candidate is of the gender that a pronoun tells."""
    gender, entity = PRONOUN_GENDER.get(pronoun), option.entity
    if gender is not None and entity is not None:
        option.features["agrees"] = float(entity.gender == gender)
        option.features["clashes"] = float(ante.clash(entity, gender))


def _words(text: str) -> list[str]:
    """The words of a phrase without its article."""
    words = text.casefold().split()
    return words[1:] if words[:1] in (["a"], ["an"], ["the"]) else words


def _table(phrase: Phrase) -> Table:
    if phrase.kind == "document" or phrase.kind == "other":
        return "document"
    if phrase.plural:
        return "group"
    return "person" if phrase.kind == "person" else "body"


_WANTED: dict[Table, Callable[[Entity], bool]] = {
    "person": ante.is_person,
    "group": ante.is_group,
    "body": ante.is_body,
    "document": ante.is_body,
}
