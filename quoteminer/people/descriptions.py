"""Find the antecedents of descriptions ("the Tory leader", "a CNN poll", "his letter"): a named
entity, one that was described before, or a new one. The ranker chooses among them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from quoteminer.names import lexicon
from quoteminer.names.lexicon import head_kind, singular
from quoteminer.names.similarity import fold
from quoteminer.people.article_names import NameIndex
from quoteminer.people.clustering import EntityStore
from quoteminer.people.discourse import Discourse
from quoteminer.people.entities import Entity
from quoteminer.people.noun_phrases import Phrase, is_anonymous
from quoteminer.people.phrase_words import PHRASE_WORDS
from quoteminer.people.ranker import FEATURES, Antecedent, Candidate, Ranker, Table
from quoteminer.types import Span

_WORD = re.compile(r"\w+")
_ARTICLE = re.compile(r"^(?:an?|the)(?: |$)")
_TAIL = re.compile(
    r"(?<=\w)(?:(?:,| [–—-]) | (?:who|which)(?: (?:had|has|have|is|are|was|were))?$| that$)"
)
# "Two growers who climbed", but not "many who climbed" or "two of those who climbed".
_CLAUSE = re.compile(
    r"(?i)(?P<phrase>(?:an?|two|three|four|five|six|several)(?:"
    r" (?!(?:of|in|few|people|those)\b)[\w’'-]+){1,3})"
    r" who\b.*"
)
_POLICE = re.compile(r"(?i)\bpolice(?: department| force| service)?$")
_MOST_SHARED = 3
#: The number of sentences, with the headline, in which people are often described before they are
# named.
_OPENING = 3
_OFFICES = lexicon.words("offices")
_NAMELESS = PHRASE_WORDS.words("nameless")
#: "The foreign secretary" is not the shadow foreign secretary.
_RANKS = frozenset("shadow former deputy vice assistant acting".split())
_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5}
_OTHERS = frozenset(("another", "some", "any", "other", "separate"))
_SAME_LABEL = frozenset(("called_exactly", "head_known", "head_in_name"))
#: The number of entities to remember for each noun that described them.
_CALLED = 4
#: The most candidates from anywhere in the article that a noun describes.
_SO_CALLED = 6
#: The number of initial letters that "Russia" and "Russian" share.
_STEM = 4
_ISSUER = 0.85  # the chance that the words "by" and "from" tell who speaks, or the only police


class Descriptions:
    def __init__(
        self, store: EntityStore, discourse: Discourse, names: NameIndex, ranker: Ranker
    ) -> None:
        self.store, self.discourse, self.names, self.ranker = store, discourse, names, ranker
        self.index = discourse.index
        self._called: dict[str, list[Entity]] = {}
        self._from_headline: set[int] = set()
        self._by_word: dict[str, list[Entity]] = {}
        for entity in sorted(store.entities, key=lambda e: (-len(e.mentions), e.id)):
            # "the tribunal" is the Water Tribunal anywhere in the article.
            own = (
                _folded(_WORD.findall(entity.name))
                if entity.kind == "org" and entity.forms
                else set()
            )
            for word in entity.words | own:
                known = self._by_word.setdefault(word, [])
                known.extend([entity] if len(known) < _SO_CALLED else [])

    def candidates(self, phrase: Phrase, own: Sequence[Span]) -> list[Candidate]:
        """Return the known entities that a phrase may refer to. ``own``: the content of its
        attribution, which is skipped."""
        table, at = _table(phrase), phrase.start
        found = self.discourse.candidates(
            (at, phrase.end), lambda e: e.fits(table), own, ahead=table != "document"
        )
        known = {
            candidate.entity.id: candidate for candidate in found if candidate.entity is not None
        }
        owner = self.owner(phrase)
        called = self._called.get(_key(phrase), [])
        owners = [owner] if owner is not None and (table != "person" or owner.fits(table)) else []
        so_called = [
            e for e in self._by_word.get(phrase.head, ()) if phrase.definite and e.fits(table)
        ]
        for entity in (*called, *owners, *so_called):
            known.setdefault(entity.id, Candidate(entity, {"far": 1.0}))
        if table == "person" and owner is not None and owner.kind == "person":
            known.pop(owner.id, None)  # nobody is his own lawyer
        found = [
            c for c in known.values() if c.entity is not None and not _is_other(c.entity, phrase)
        ]
        for candidate in found:
            self._describe(candidate, phrase, owner, called)
        text = self.store.text
        opens_line = text[max(0, at - 1) : at] in ("", "\n") and text.startswith(":", phrase.end)
        headline = at == 0 or self.index.in_headline(at)
        # "THE WITNESS: …" in a transcript
        is_label = opens_line and (not headline or text[at : phrase.end].isupper())
        return [c for c in found if not is_label or not _SAME_LABEL.isdisjoint(c.features)]

    def unnamed(self, phrase: Phrase, found: list[Candidate]) -> list[Candidate]:
        """Return the candidates without named people if the phrase describes somebody who asked not
        to be named; for "the source", only with those who were introduced as one."""
        anonymous = is_anonymous(self.store.text, phrase)
        if _table(phrase) != "person" or not (anonymous or phrase.head in _NAMELESS):
            return found
        return [
            c
            for c in found
            if c.entity is None
            or not c.entity.mentions
            or not anonymous
            and c.features.get("head_known")
        ]

    def choose(self, phrase: Phrase, found: list[Candidate], attribution: int) -> Antecedent:
        if (police := self._named_police(phrase)) is not None:
            return self.speaks_for(phrase, police, "the only police force named before")
        key = _key(phrase)
        called = self._called.get(key, [])
        new = _new_entity(phrase)
        new.set(
            new_repeat=bool(called),
            new_only=not found,
            new_early=self.index.sentence(phrase.start) < _OPENING,
        )
        ranking = self.ranker.rank(_table(phrase), [*found, new], attribution)
        entity, score, rival = ranking.best.entity, ranking.chances[0], ranking.rival()
        runner_up = ranking.runner_up()
        signals = {
            f"{phrase.kind}_description": 1.0,
            "candidates": math.log1p(len(found)),
            **ranking.signals,
        }
        if entity is None:
            entity = new.entity = self.make(phrase)
            signals |= {
                "new_plain": new.features.get("new_plain", 0.0),
                "new_one": phrase.definite and not phrase.plural,
            }
            antecedent = Antecedent(
                entity,
                score,
                "description: nobody named",
                rival,
                is_new=True,
                signals=signals,
                runner_up=runner_up,
            )
        else:
            # "a committee" or "the committee" becomes "the joint committee on rights".
            name = entity.name.casefold()
            vague = name.startswith(("a ", "an ")) or name == f"the {phrase.head}"
            fuller = phrase.kind == "org" and phrase.definite and phrase.modifiers
            if entity.id in self._from_headline or vague and not entity.forms and fuller:
                entity.name = self._words(phrase)
                self._from_headline.discard(entity.id)
            why = f"description “{phrase.head}”"
            antecedent = Antecedent(
                entity, score, why, rival, ranking.reasons, signals=signals, runner_up=runner_up
            )
        self._called[key] = [*[e for e in called if e is not entity][-_CALLED + 1 :], entity]
        return antecedent

    def _named_police(self, phrase: Phrase) -> Entity | None:
        """Return the police force that "police" and "the police" mean, if the article has named
        just one."""
        if phrase.head != "police" or phrase.modifiers or phrase.owner is not None:
            return None
        forces = [
            e
            for e in self._by_word.get("police", ())
            if e.forms and _POLICE.search(e.name) and e.mentions[0][0] < phrase.start
        ]
        return forces[0] if len(forces) == 1 else None

    def speaks_for(self, phrase: Phrase, body: Entity, reason: str = "who issued it") -> Antecedent:
        """Return the issuer of a document, or another certain speaker, and remember it for the same
        description later."""
        self._called[_key(phrase)] = [*self._called.get(_key(phrase), ())[-_CALLED + 1 :], body]
        signals = {f"{phrase.kind}_description": 1.0}
        why = f"description “{phrase.head}”"
        return Antecedent(body, _ISSUER, why, None, (reason,), signals=signals)

    def _describe(
        self, candidate: Candidate, phrase: Phrase, owner: Entity | None, called: Sequence[Entity]
    ) -> None:
        entity = candidate.entity
        if entity is None:
            return
        written = (
            self.store.text[phrase.owner.start : phrase.owner.end].split()
            if phrase.owner is not None
            else []
        )
        possessor = {*written, *(owner.name.split() if owner is not None else ())}
        name, gender = set(map(fold, _WORD.findall(entity.name))), phrase.gender
        words = _folded(word for word in phrase.modifiers if word not in lexicon.PREPOSITIONS)
        known = phrase.head in entity.words
        shared = len(words & {*entity.words, *name})
        named_kind = "person" if entity.kind == "person" else "org"
        candidate.set(
            head_known=known,
            head_in_name=phrase.head in name,
            modifier_known=bool(words & entity.words),
            other_role=not known and any(head_kind(word) == named_kind for word in entity.words),
            agrees=gender is not None and gender == entity.gender,
            clashes=gender is not None and entity.gender is not None and gender != entity.gender,
            is_person=entity.kind == "person" and phrase.kind != "person",
            modifiers_shared=min(
                shared or bool(_stems(entity.proper) & _stems(phrase.proper)), _MOST_SHARED
            ),
            owner_known=bool(_folded(possessor) & entity.words),
        )
        self._compare_roles(candidate, entity, phrase)
        if entity is owner:
            kinds = (
                phrase.link or phrase.determiner.strip("'"),
                ("place" if entity.place else entity.kind),
            )
            names = [f"owner_{kind}" for kind in kinds]
            candidate.set(owner=1, **{feature: 1.0 for feature in names if feature in FEATURES})
        if any(e is entity for e in called):
            called_as = (entity.name, self.store.text[phrase.start : phrase.end])
            one, other = (
                _ARTICLE.sub("", " ".join(words.casefold().split())) for words in called_as
            )
            candidate.set(
                called_so=1, called_exactly=one == other, called_so_last=called[-1] is entity
            )
        candidate.set(indefinite=not phrase.definite)
        if "after" in candidate.features:
            candidate.set(
                after_early=self.index.sentence(phrase.start) < _OPENING,
                after_indefinite=not phrase.definite,
            )

    def _compare_roles(self, candidate: Candidate, entity: Entity, phrase: Phrase) -> None:
        """Add the features of a role or a class that the entity has, or another one."""
        known, classes = phrase.head in entity.words, lexicon.CLASS_WORDS.get(phrase.head, set())
        elsewhere = bool(phrase.proper) and not candidate.features.get("modifiers_shared")
        candidate.set(
            several=bool(entity.members),
            known_elsewhere=known and elsewhere,
            other_rank=known and _RANKS & set(phrase.modifiers) != _RANKS & entity.words,
            other_office=phrase.head in _OFFICES and not known and bool(entity.words),
            head_of_class=not classes.isdisjoint(map(fold, _WORD.findall(entity.name))),
        )

    def owner(self, phrase: Phrase) -> Entity | None:
        if phrase.owner is not None:
            return self.store.at(phrase.owner.start)
        word = phrase.determiner
        if word not in lexicon.PRONOUN_GENDER and word not in ("its", "their"):
            return None
        table: Table = (
            "he" if word in lexicon.PRONOUN_GENDER else "it" if word == "its" else "group"
        )
        found = self.discourse.candidates(
            (phrase.start, phrase.start), lambda entity: entity.fits(table), ()
        )
        for candidate in found:
            add_gender(candidate, word)
        return self.ranker.rank(table, found).best.entity if found else None

    def make(self, phrase: Phrase) -> Entity:
        """Make an entity with the words of a phrase as its name. Several organisations have the
        kind "unnamed"."""
        several = phrase.plural and phrase.head not in ("police", "media")
        is_organisation = phrase.kind == "document" or phrase.kind == "org" and not several
        entity = self.store.new("org" if is_organisation else "unnamed", self._words(phrase))
        entity.plural, entity.document = phrase.plural, phrase.kind == "document"
        entity.human = phrase.kind == "person"
        entity.words.update({phrase.head, *phrase.modifiers})
        entity.proper, entity.owned = phrase.proper, _owned(phrase)
        if phrase.gender:
            entity.votes[phrase.gender] += 2
        if self.index.in_headline(phrase.start):
            self._from_headline.add(entity.id)
        return entity

    def _words(self, phrase: Phrase) -> str:
        words = (
            " ".join(self.store.text[phrase.start : phrase.end].split())
            .removesuffix("'s")
            .removesuffix("’s")
        )
        words = _TAIL.split(words)[0]
        clause = _CLAUSE.fullmatch(words)
        return clause["phrase"] if clause else words


def _key(phrase: Phrase) -> str:
    """Return the key that descriptions of one entity share: head noun and number."""
    head = (
        lexicon.SAME_DOCUMENT.get(phrase.head, phrase.head)
        if phrase.kind == "document"
        else phrase.head
    )
    return f"{head}/{phrase.plural and phrase.kind != 'document'}"


def _is_other(entity: Entity, phrase: Phrase) -> bool:
    """True for an entity introduced by other proper words ("the French ministry" is not "Russia's
    ministry"), unless one of the two belongs to a person; for an organisation if the phrase is
    about people ("its officials"); and for a place if it is about a company or the like.
    """
    if entity.members:
        return not _may_be_several(entity, phrase)
    if phrase.kind == "person" and phrase.plural and entity.kind == "org" and not entity.plural:
        return True
    if entity.place and phrase.head in lexicon.GENERIC_BODIES:
        return True
    if (
        phrase.head in lexicon.NAMED_BODIES
        and entity.forms
        and not entity.place
        and not entity.name.isupper()
    ):
        return phrase.head not in entity.words and phrase.head not in map(
            fold, _WORD.findall(entity.name)
        )
    is_body = phrase.head in lexicon.OWNED_BODIES
    if not is_body and entity.owned != _owned(phrase) or not entity.proper or not phrase.proper:
        return False
    return not _stems(entity.proper) & _stems(phrase.proper)


def _may_be_several(group: Entity, phrase: Phrase) -> bool:
    """True if "the two senators" may be those who are named together."""
    words = (phrase.determiner, *phrase.modifiers)
    number = next((n for word in words if (n := _NUMBERS.get(word))), None)
    fits = phrase.kind == group.kind and (phrase.definite or phrase.determiner == "both")
    return fits and number in (None, len(group.members))


def _owned(phrase: Phrase) -> bool:
    return phrase.owner is not None and phrase.owner.kind == "person"


def _stems(words: Iterable[str]) -> set[str]:
    return {word[:_STEM] for word in words}


def add_gender(candidate: Candidate, pronoun: str) -> None:
    gender, entity = lexicon.PRONOUN_GENDER.get(pronoun), candidate.entity
    if gender is not None and entity is not None:
        clashes = entity.contradicts(gender)
        leans = not clashes and entity.gender not in (None, gender)  # by a rare given name
        candidate.set(agrees=entity.gender == gender, clashes=clashes, leans=leans)


def add_kind(candidate: Candidate) -> None:
    entity = candidate.entity
    if entity is not None:
        kinds = {
            "plural": entity.plural,
            "place": entity.place,
            "document": entity.document,
            entity.kind: True,
        }
        candidate.features[f"is_{next(kind for kind, holds in kinds.items() if holds)}"] = 1.0
        candidate.set(plural_last=entity.plural and "last_source" in candidate.features)


def _table(phrase: Phrase) -> Table:
    if phrase.kind == "document":
        return "document"
    if phrase.plural and phrase.kind != "other":
        return "group"
    return "body" if phrase.kind == "org" else phrase.kind


def _folded(words: Iterable[str]) -> set[str]:
    return {singular(fold(word)) for word in words}


def _new_entity(phrase: Phrase) -> Candidate:
    words, determiner = phrase.modifiers, phrase.determiner
    candidate = Candidate(None).set(
        new=1,
        new_words=math.log1p(len(words)),
        new_a=determiner in ("a", "an", "one"),
        new_the=determiner == "the",
        new_this=determiner in ("this", "that", "these", "those"),
        new_bare=not determiner,
        new_his=determiner in ("his", "her", "its", "their"),
        new_owned=determiner == "'s",
        new_other=not _OTHERS.isdisjoint((determiner, *words)),
        new_plural=phrase.plural,
        new_proper=bool(phrase.proper),
        new_plain=phrase.definite and not words and phrase.owner is None,
        new_generic=phrase.head in lexicon.GENERIC_BODIES,
    )
    if phrase.kind == "document":
        interview = phrase.head in ("review", "interview") and phrase.link in ("in", "with")
        kind = "article" if interview else lexicon.DOCUMENT_CLASSES.get(phrase.head, "text")
        candidate.features[f"new_{kind}"] = 1.0
    return candidate
