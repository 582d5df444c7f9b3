"""Find the antecedents of descriptions ("the Tory leader", "a CNN poll", "his letter"): a named
entity, one that was described before, or a new one. The ranker chooses among them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from quoteminer.names import lexicon
from quoteminer.names.lexicon import singular
from quoteminer.names.similarity import fold
from quoteminer.people.clustering import EntityStore
from quoteminer.people.discourse import Discourse
from quoteminer.people.entities import Entity
from quoteminer.people.features import (
    add_description,
    add_gender,
    is_other,
    is_owned,
    new_entity,
    table_of,
    words_of,
)
from quoteminer.people.noun_phrases import Phrase, is_anonymous
from quoteminer.people.phrase_words import PHRASE_WORDS
from quoteminer.people.ranker import Antecedent, Candidate, Ranker, Table
from quoteminer.types import Span

_ARTICLE = re.compile(r"^(?:an?|the)(?: |$)")
_TAIL = re.compile(
    r"(?<=\w)(?:(?:,| [–—-]) | (?:who|which)(?: (?:had|has|have|is|are|was|were))?$| that$)"
)
# "Two growers who climbed", but not "many who climbed" or "two of those who climbed".
_CLAUSE = re.compile(
    r"(?i)((?:an?|two|three|four|five|six|several)"
    r"(?: (?!(?:of|in|few|people|those)\b)[\w’'-]+){1,3}) who\b.*"
)
_POLICE = re.compile(r"(?i)\bpolice(?: department| force| service)?$")
#: The number of sentences, with the headline, in which people are often described before they are
#: named.
_OPENING = 3
_NAMELESS = PHRASE_WORDS.words("nameless")
_SAME_LABEL = frozenset(("called_exactly", "head_known", "head_in_name"))
#: The number of entities to remember for each noun that described them.
_REMEMBERED = 4
#: The most candidates from anywhere in the article that a noun describes.
_MOST_WITH_WORD = 6
_OWNERS: dict[str, Table] = {
    **dict.fromkeys(lexicon.PRONOUN_GENDER, "he"),
    "its": "it",
    "their": "group",
}
_ISSUER = 0.85  # the chance that the words "by" and "from" tell who speaks, or the only police


class Descriptions:
    """The descriptions of an article, in the order in which they are resolved."""

    def __init__(self, store: EntityStore, discourse: Discourse, ranker: Ranker) -> None:
        self.store, self.discourse, self.ranker = store, discourse, ranker
        self.index = discourse.index
        self._meant: dict[str, list[Entity]] = {}  # by earlier descriptions, given by `_key`
        self._from_headline: set[Entity] = set()
        self._by_word: dict[str, list[Entity]] = {}
        for entity in sorted(store.entities, key=lambda e: (-len(e.mentions), e.id)):
            # "the tribunal" is the Water Tribunal anywhere in the article.
            is_body = entity.kind == "org" and entity.forms
            own = {singular(fold(word)) for word in words_of(entity.name)} if is_body else set()
            for word in entity.words | own:
                known = self._by_word.setdefault(word, [])
                if len(known) < _MOST_WITH_WORD:
                    known.append(entity)

    def candidates(self, phrase: Phrase, own: Sequence[Span]) -> list[Candidate]:
        """Return the known entities that a phrase may refer to. ``own``: the content of its
        attribution, which is skipped."""
        table = table_of(phrase)
        near = self.discourse.candidates(
            (phrase.start, phrase.end), lambda e: e.fits(table), own, ahead=table != "document"
        )
        known = {candidate.entity: candidate for candidate in near}
        owner, meant = self.owner(phrase), self._meant.get(_key(phrase), [])
        owners = [owner] if owner is not None and (table != "person" or owner.fits(table)) else []
        with_word = self._by_word.get(phrase.head, ()) if phrase.definite else ()
        for far in (*meant, *owners, *(e for e in with_word if e.fits(table))):
            known.setdefault(far, Candidate(far, {"far": 1.0}))
        if table == "person" and owner is not None and owner.kind == "person":
            known.pop(owner, None)  # nobody is his own lawyer
        named = phrase.owner
        owner_words = self.store.text[named.start : named.end] if named else ""
        fitting = []
        for entity, candidate in known.items():
            if entity is not None and not is_other(entity, phrase):
                add_description(candidate, entity, phrase, owner, owner_words)
                self._add_history(candidate, entity, phrase, meant)
                fitting.append(candidate)
        is_label = self._is_label(phrase)
        return [c for c in fitting if not is_label or not _SAME_LABEL.isdisjoint(c.features)]

    def _is_label(self, phrase: Phrase) -> bool:
        """True for "THE WITNESS: …" in a transcript."""
        text, start, end = self.store.text, phrase.start, phrase.end
        if text[max(0, start - 1) : start] not in ("", "\n") or not text.startswith(":", end):
            return False
        in_headline = start == 0 or self.index.in_headline(start)
        return not in_headline or text[start:end].isupper()

    def _add_history(
        self, candidate: Candidate, entity: Entity, phrase: Phrase, meant: Sequence[Entity]
    ) -> None:
        """Add if the same description meant the entity before, and if it precedes the name."""
        if entity in meant:
            name, words = map(_bare, (entity.name, self.store.text[phrase.start : phrase.end]))
            candidate.set(
                called_so=1, called_exactly=name == words, called_so_last=meant[-1] is entity
            )
        candidate.set(indefinite=not phrase.definite)
        if "after" in candidate.features:
            candidate.set(
                after_early=self.index.sentence(phrase.start) < _OPENING,
                after_indefinite=not phrase.definite,
            )

    def unnamed(self, phrase: Phrase, candidates: list[Candidate]) -> list[Candidate]:
        """Return the candidates without named people if the phrase describes somebody who asked not
        to be named; for "the source", only with those who were introduced as one."""
        anonymous = is_anonymous(self.store.text, phrase)
        if table_of(phrase) != "person" or not (anonymous or phrase.head in _NAMELESS):
            return candidates
        return [
            c
            for c in candidates
            if c.entity is None
            or not c.entity.mentions
            or not anonymous
            and c.features.get("head_known")
        ]

    def choose(
        self, phrase: Phrase, candidates: Sequence[Candidate], attribution: int
    ) -> Antecedent:
        """Return the best candidate, or a new entity, and remember it for the same description
        later."""
        if (police := self._named_police(phrase)) is not None:
            return self.speaks_for(phrase, police, "the only police force named before")
        new = new_entity(phrase).set(
            new_repeat=_key(phrase) in self._meant,
            new_only=not candidates,
            new_early=self.index.sentence(phrase.start) < _OPENING,
        )
        ranking = self.ranker.rank(table_of(phrase), [*candidates, new], attribution)
        signals = {
            f"{phrase.kind}_description": 1.0,
            "candidates": math.log1p(len(candidates)),
            **ranking.signals,
        }
        entity = ranking.best.entity
        if entity is None:
            entity = new.entity = self._make(phrase)
            signals["new_plain"] = new.features.get("new_plain", 0.0)
            signals["new_one"] = phrase.definite and not phrase.plural
            antecedent = replace(
                ranking.antecedent("description: nobody named"), reasons=(), is_new=True
            )
        else:
            self._rename(entity, phrase)
            antecedent = ranking.antecedent(f"description “{phrase.head}”")
        self._remember(phrase, entity)
        return replace(antecedent, signals=signals)

    def _rename(self, entity: Entity, phrase: Phrase) -> None:
        """Turn "a committee" or "the committee" into "the joint committee on rights", and the name
        from a headline into the words of the text."""
        name = entity.name.casefold()
        vague = name.startswith(("a ", "an ")) or name == f"the {phrase.head}"
        fuller = phrase.kind == "org" and phrase.definite and phrase.modifiers
        if entity in self._from_headline or vague and not entity.forms and fuller:
            entity.name = self._words(phrase)
            self._from_headline.discard(entity)

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
        self._remember(phrase, body)
        signals = {f"{phrase.kind}_description": 1.0}
        why = f"description “{phrase.head}”"
        return Antecedent(body, _ISSUER, why, None, (reason,), signals=signals)

    def _remember(self, phrase: Phrase, entity: Entity) -> None:
        known = self._meant.setdefault(_key(phrase), [])
        if entity in known:
            known.remove(entity)
        known.append(entity)
        del known[:-_REMEMBERED]

    def owner(self, phrase: Phrase) -> Entity | None:
        """Return the entity of the owner in "Kell's letter", "his letter"."""
        if phrase.owner is not None:
            return self.store.at(phrase.owner.start)
        table = _OWNERS.get(phrase.determiner)
        if table is None:
            return None
        candidates = self.discourse.candidates(
            (phrase.start, phrase.start), lambda entity: entity.fits(table), ()
        )
        for candidate in candidates:
            add_gender(candidate, phrase.determiner)
        return self.ranker.rank(table, candidates).best.entity if candidates else None

    def _make(self, phrase: Phrase) -> Entity:
        """Make an entity with the words of a phrase as its name. Several organisations have the
        kind "unnamed"."""
        several = phrase.plural and phrase.head not in ("police", "media")
        is_organisation = phrase.kind == "document" or phrase.kind == "org" and not several
        entity = self.store.new("org" if is_organisation else "unnamed", self._words(phrase))
        entity.plural, entity.document = phrase.plural, phrase.kind == "document"
        entity.human = phrase.kind == "person"
        entity.words.update({phrase.head, *phrase.modifiers})
        entity.proper, entity.owned = phrase.proper, is_owned(phrase)
        if phrase.gender:
            entity.votes[phrase.gender] += 2
        if self.index.in_headline(phrase.start):
            self._from_headline.add(entity)
        return entity

    def _words(self, phrase: Phrase) -> str:
        words = " ".join(self.store.text[phrase.start : phrase.end].split())
        words = _TAIL.split(words.removesuffix("'s").removesuffix("’s"))[0]
        clause = _CLAUSE.fullmatch(words)
        return clause[1] if clause else words


def _bare(words: str) -> str:
    return _ARTICLE.sub("", " ".join(words.casefold().split()))


def _key(phrase: Phrase) -> str:
    """Return the key that descriptions of one entity share: head noun and number."""
    if phrase.kind == "document":
        return f"{lexicon.SAME_DOCUMENT.get(phrase.head, phrase.head)}/False"
    return f"{phrase.head}/{phrase.plural}"
