"""Sources that are described and not named: "the Tory leader", "a spokesman", "the company", "a CNN poll", "his
letter". A description stands for somebody whom the article names elsewhere, or else for itself."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from quoteminer.people import antecedents as ante
from quoteminer.people.antecedents import Choice
from quoteminer.people.entities import Entity
from quoteminer.people.lexicon import (
    GENERIC_BODIES,
    MOUTHPIECE_NOUNS,
    NAMELESS_NOUNS,
    OWNED_BODIES,
    PLACE_NOUNS,
    POLL_NOUNS,
    PREPOSITIONS,
    PRONOUN_GENDER,
    SAME_DOCUMENT,
    STATEMENT_NOUNS,
)
from quoteminer.people.names import is_title
from quoteminer.people.phrases import NameIndex, Phrase, head_kind, read_phrase, singular, tokens
from quoteminer.people.scene import Candidate, Scene
from quoteminer.people.speakers import Cast
from quoteminer.people.spelling import fold
from quoteminer.types import Attribution

_TITLED = r"(?<![.!?:]\s)\b(?:[A-Z][\w/&’'-]*[ \xa0]){{1,6}}(?:[a-z-]+[ \xa0])?{}\b"
#: How far back the full title of "the poll" is looked for, in characters.
_TITLES_BACK = 6000
#: How many of the sources named later are looked at for whom a headline describes.
_NAMED_LATER = 12
_ISSUED_BY = frozenset(("by", "from"))
_FRESH = frozenset("a an the one new recent latest separate another previous same other last own".split())
#: Words in common from which on a description means a known person with some certainty.
_SHARED = 1.5


class Descriptions:
    """Resolves the descriptions of one article, in the order of its text."""

    def __init__(self, cast: Cast, scene: Scene, names: NameIndex, named: Sequence[tuple[int, Entity]]) -> None:
        """``named`` are the sources that have a name, by position."""
        self.cast, self.scene, self.names, self._named = cast, scene, names, named
        self._named_at = [at for at, _ in named]
        self._known: dict[str, list[Entity]] = {}
        self._from_headline: set[int] = set()

    def read(self, phrase: Phrase, of: Attribution | None, outer: Entity | None) -> Choice:
        """Whom a phrase means. ``outer`` is the speaker of the quote around it, if any."""
        choice: Choice | None = None
        if phrase.kind == "document":
            choice = self._document(phrase)
        elif phrase.kind == "org" and not phrase.plural:
            choice = self._body(phrase, of, outer)
        elif phrase.kind == "person" and not phrase.plural:
            choice = self._person(phrase, of, outer)
        return choice or self._itself(phrase)

    # persons

    def _person(self, phrase: Phrase, of: Attribution | None, outer: Entity | None) -> Choice | None:
        if phrase.owner is None and (chained := self._chained(phrase)) is not None:
            return chained
        found = self._people_before(phrase, of)
        ante.mark_enclosing(found, outer, direct=self.scene.in_quote(phrase.start))
        if not phrase.definite:
            found = [c for c in found if not phrase.determiner and c.features["shares_words"] >= _SHARED]
        ranked = ante.rank(found, ante.PERSON_DESCRIPTION_WEIGHTS)
        known = bool(ranked) and ranked[0].features["shares_words"] >= _SHARED
        later = None if known else self._introduced_later(phrase)
        return later or ante.choose(ranked, f"description: “{phrase.head}”", sure=0.85, unsure=0.4)

    def _chained(self, phrase: Phrase) -> Choice | None:
        """ "the spokesman" after "a spokesman": the nearest description with the same head."""
        known = self._known.get(_key(phrase), [])
        if not phrase.definite or not known:
            return None
        return Choice(known[-1], 0.85, "description: the same words before")

    def _people_before(self, phrase: Phrase, of: Attribution | None) -> list[Candidate]:
        owner = self._owner(phrase)
        found = self.scene.candidates(phrase.start, lambda e: ante.is_named_person(e) and e is not owner, of)
        ante.agree(found, phrase.gender)
        for candidate in found:
            candidate.features["shares_words"] = shared_words(candidate.entity, phrase)
        return found

    def _introduced_later(self, phrase: Phrase) -> Choice | None:
        """A headline or a first paragraph may describe whom the article names only afterwards: somebody who is said to
        be that, else the next person quoted by name."""
        if self.scene.paragraph(phrase.start) > 2:
            return None
        first = bisect_right(self._named_at, phrase.start)
        near = self._named[first : first + _NAMED_LATER]
        later = [(at, e) for at, e in near if ante.is_named_person(e) and not ante.clash(e, phrase.gender)]
        scored = [(shared_words(e, phrase), -at, e) for at, e in later]
        best = max(scored, default=None, key=lambda row: row[:2])
        if best is None:
            return None
        if best[0] >= _SHARED:
            return Choice(best[2], 0.65, f"description: “{phrase.head}”, named later")
        return self._next_person(phrase, *later[0])

    def _next_person(self, phrase: Phrase, position: int, entity: Entity) -> Choice | None:
        if phrase.head in NAMELESS_NOUNS or phrase.determiner not in ("the", "a", "an", "", "'s"):
            return None
        if self.scene.paragraph(position) - self.scene.paragraph(phrase.start) > 3:
            return None
        return Choice(entity, 0.4, f"description: “{phrase.head}”, next person named")

    # bodies

    def _body(self, phrase: Phrase, of: Attribution | None, outer: Entity | None) -> Choice | None:
        if phrase.head in OWNED_BODIES and (owned := self._owned(phrase)) is not None:
            return owned
        owner = self._owner(phrase)
        if owner is not None and not phrase.link and _is_just_named(owner, phrase):
            return Choice(owner, 0.8, "description: the name and what bears it")
        if phrase.proper or phrase.link == "of" or not phrase.definite or phrase.determiner == "'s":
            return None
        found = self._bodies_before(phrase, of)
        ante.mark_enclosing(found, outer, direct=self.scene.in_quote(phrase.start))
        ranked = ante.rank(found, ante.BODY_WEIGHTS)
        if ranked and self._names_better(phrase, ranked[0].entity):
            self._rename(ranked[0].entity, phrase)
        return ante.choose(ranked, f"description: “{phrase.head}”", sure=0.85, unsure=0.5)

    def _bodies_before(self, phrase: Phrase, of: Attribution | None) -> list[Candidate]:
        """Bodies that may be called so: any for "the company", one that is known as such for "the court"."""
        found = self.scene.candidates(phrase.start, ante.is_body, of)
        for candidate in found:
            candidate.features["shares_words"] = shared_words(candidate.entity, phrase)
        open_to_all = phrase.head in GENERIC_BODIES
        return [c for c in found if c.features["shares_words"] or open_to_all and _may_be(c.entity, phrase)]

    def _owned(self, phrase: Phrase) -> Choice | None:
        """ "his campaign", "the Kell campaign", "Kell’s team": one body for each owner."""
        owner = self._owner(phrase) or self._pronoun_owner(phrase)
        if owner is None or owner.kind != "person":
            return None
        key = f"{OWNED_BODIES[phrase.head]} of {owner.id}"
        known = self._known.setdefault(key, [])
        if not known:
            known.append(self._new(phrase, "org"))
            known[0].name = self._title(phrase) if phrase.proper else self._owned_title(owner) or known[0].name
        elif self._names_better(phrase, known[0]):
            self._rename(known[0], phrase)
        return Choice(known[0], 0.75, f"description: whose {phrase.head} it is")

    def _owned_title(self, owner: Entity) -> str | None:
        """ "Kell campaign" for "her campaign", where the article has those words."""
        family = owner.person.family if owner.person is not None else ""
        pattern = rf"\b{re.escape(family)}(?:['’]s)?[ \xa0](?:presidential[ \xa0])?(?:{'|'.join(OWNED_BODIES)})\b"
        found = re.search(pattern, self.cast.text) if family else None
        return found.group() if found else None

    # documents

    def _document(self, phrase: Phrase) -> Choice | None:
        """A statement or a body's report is its owner's word; polls, and documents without owner, speak themselves."""
        owner = self._issuer(phrase) or self._pronoun_owner(phrase)
        if owner is not None and phrase.head not in POLL_NOUNS:
            return Choice(owner, 0.75, f"description: whose {phrase.head} it is")
        if owner is None and phrase.head in STATEMENT_NOUNS and not phrase.proper:
            last = self.scene.last_source(phrase.start)
            near = last is not None and self.scene.sentence(phrase.start) - self.scene.sentence(last[1]) <= 4
            if last is not None and near and not self._known.get(_key(phrase)):
                return Choice(last[0], 0.5, f"description: the {phrase.head} of the last source")
        return None

    def _issuer(self, phrase: Phrase) -> Entity | None:
        if phrase.owner is None or phrase.link and not _issues(phrase):
            return None
        owner = self.cast.at(phrase.owner.start)
        front = not phrase.link
        if owner is None or phrase.owner.kind == "place" and not (front and phrase.determiner == "'s"):
            return None
        return owner if owner.kind == "org" or phrase.head in MOUTHPIECE_NOUNS or front else None

    # what stands for itself

    def _itself(self, phrase: Phrase) -> Choice:
        """Somebody without a name; a later mention of the same kind joins."""
        known = self._known.setdefault(_key(phrase), [])
        words = " ".join(self.cast.text[phrase.start : phrase.end].split())
        joins = phrase.definite or phrase.kind == "document" and phrase.determiner not in ("another", "one")
        same = [e for e in known if joins or not phrase.determiner and e.name.casefold() == words.casefold()]
        if not same and (earlier := self._named_before(phrase)) is not None:
            return earlier
        if same:
            if self._names_better(phrase, same[-1]):
                self._rename(same[-1], phrase)
            return Choice(same[-1], 0.88, "description: the same words before")
        entity = self._new(phrase, "org" if phrase.kind in ("org", "document") else "unnamed")
        known.append(entity)
        return Choice(entity, 0.9, "description: nobody named")

    def _named_before(self, phrase: Phrase) -> Choice | None:
        """ "the poll" after "a Norvik poll", though nobody quoted that: the nearest such phrase, read as a source."""
        if phrase.determiner != "the" or phrase.proper or phrase.kind not in ("org", "document") or phrase.modifiers:
            return None
        text, floor = self.cast.text, max(0, phrase.start - _TITLES_BACK)
        titled = re.compile(_TITLED.format(re.escape(phrase.head)))
        last = max((match.span() for match in titled.finditer(text, floor, phrase.start)), default=None)
        if last is None:
            return None
        found = read_phrase(text, *last, self.names)
        return self.read(found, None, None) if found.proper and found.head == phrase.head else None

    def _new(self, phrase: Phrase, kind: str) -> Entity:
        entity = self.cast.new("org" if kind == "org" else "unnamed", self._title(phrase))
        entity.plural, entity.document, entity.proper = phrase.plural, phrase.kind == "document", phrase.proper
        entity.human = phrase.kind == "person"
        if self.scene.in_headline(phrase.start):
            self._from_headline.add(entity.id)
        entity.words.update({phrase.head, *phrase.modifiers})
        if phrase.gender:
            entity.votes[phrase.gender] += 2
        return entity

    def _names_better(self, phrase: Phrase, entity: Entity) -> bool:
        """A phrase with a proper name in it is a better name than one without, "the joint committee on rights" a better
        one than "a committee", and any phrase better than a headline's."""
        if entity.forms or entity.kind == "person":
            return False
        fuller = phrase.kind == "org" and phrase.definite and bool(phrase.modifiers)
        introduced = fuller and entity.name.casefold().startswith(("a ", "an "))
        proper = phrase.proper and not entity.proper and phrase.kind != "person"
        return proper or introduced or entity.id in self._from_headline

    def _rename(self, entity: Entity, phrase: Phrase) -> None:
        entity.name, entity.proper = self._title(phrase), phrase.proper
        self._from_headline.discard(entity.id)

    def _title(self, phrase: Phrase) -> str:
        """The noun phrase as it stands; without "a new" and a participle clause where a name in it makes it a title."""
        start, end = phrase.start, phrase.end
        if phrase.proper and phrase.kind in ("document", "org"):
            words = tokens(self.cast.text, start, phrase.core[1])
            owner = phrase.owner.start if phrase.owner is not None and phrase.owner.kind == "person" else start
            kept = (w.start for w in words if w.key not in _FRESH and not (w.start < owner and is_title(w.key)))
            start = next(kept, start)
            end = phrase.end if phrase.link in ("of", "from", "by") else phrase.core[1]
        return " ".join(self.cast.text[start:end].split()).removesuffix("'s").removesuffix("’s")

    def _owner(self, phrase: Phrase) -> Entity | None:
        return self.cast.at(phrase.owner.start) if phrase.owner else None

    def _pronoun_owner(self, phrase: Phrase) -> Entity | None:
        """Whose "his campaign" or "their statement" is."""
        word = phrase.determiner
        if word not in PRONOUN_GENDER and word not in ("its", "their"):
            return None
        wanted = ante.is_person if word in PRONOUN_GENDER else ante.is_body
        found = self.scene.candidates(phrase.start, wanted, None)
        ante.agree(found, PRONOUN_GENDER.get(word))
        ranked = ante.rank(found, ante.PERSON_WEIGHTS if word in PRONOUN_GENDER else ante.BODY_WEIGHTS)
        return ranked[0].entity if ranked else None


def shared_words(entity: Entity, phrase: Phrase) -> float:
    """How many words of the description the article has said of the entity: 0..3.75, the head counts most."""
    words = {singular(fold(word)) for word in phrase.modifiers}
    own = entity.words | {fold(part) for part in re.findall(r"\w+", entity.name)}
    return min(3.75, _SHARED * (phrase.head in own) + len(words & own) * 0.75)


def _issues(phrase: Phrase) -> bool:
    """True where the preposition says that what follows issued the document: "by" and "from", "in" for articles."""
    printed = SAME_DOCUMENT.get(phrase.head) == "article" or phrase.head in ("review", "interview")
    return phrase.link in _ISSUED_BY or phrase.link in ("in", "with") and printed


def _is_just_named(owner: Entity, phrase: Phrase) -> bool:
    """ "the NQB group", "the Norvik-based NQB watchdog": the name and the kind of body that bears it."""
    return owner.kind == "org" and not owner.place and phrase.head in GENERIC_BODIES and phrase.determiner != "'s"


def _may_be(entity: Entity, phrase: Phrase) -> bool:
    """Places are no companies; a body whose name says what it is is not called something else."""
    if entity.place:
        return phrase.head in PLACE_NOUNS
    if entity.document:
        return False
    words = [fold(word) for word in entity.name.split()]
    front = next((words[:i] for i, word in enumerate(words) if i and word in PREPOSITIONS), words)
    last = singular(front[-1]) if front else ""
    return head_kind(last) != "org" or last in GENERIC_BODIES


def _key(phrase: Phrase) -> str:
    """What descriptions of one thing have in common."""
    head = SAME_DOCUMENT.get(phrase.head, phrase.head) if phrase.kind == "document" else phrase.head
    return f"{head}/{phrase.plural and phrase.kind != 'document'}"
