"""The antecedent of each source, for each kind of mention.

Every source is resolved after the sources that it depends on: first names; then pronouns and
descriptions in text order, outside quotes before inside; last "I" and missing sources, which take
the speakers of other quotes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from quoteminer.attribution.hearers import names_no_speaker, names_nobody
from quoteminer.names import lexicon
from quoteminer.people.article_names import NameIndex
from quoteminer.people.clustering import EntityStore
from quoteminer.people.descriptions import Descriptions
from quoteminer.people.discourse import Discourse
from quoteminer.people.documents import Issuers
from quoteminer.people.entities import Entity
from quoteminer.people.features import add_gender, add_kind
from quoteminer.people.groups import Groups
from quoteminer.people.label_entities import (
    interviewee,
    label_antecedent,
    label_entities,
    letter_of,
)
from quoteminer.people.missing_sources import STEPS, Neighbour, missing_candidates
from quoteminer.people.nesting import Nesting, bounds
from quoteminer.people.noun_phrases import phrase_before, read_phrase
from quoteminer.people.ranker import Antecedent, Candidate, Ranker, Table
from quoteminer.types import Attribution, SourceMention, Span

NOBODY = Antecedent(None, 0.2, "nobody is named as the source")
_SAID_BY_NOBODY = Antecedent(None, 0.9, "the source is nobody")
_TABLES: dict[str, Table] = {
    **dict.fromkeys(lexicon.PLURAL_PRONOUNS, "they"),
    **dict.fromkeys(lexicon.NEUTER_PRONOUNS, "it"),
    **dict.fromkeys(lexicon.PRONOUN_GENDER, "he"),
}


class Resolver:
    """Resolves the sources of an article. ``mentions``: what `read_mention` says of each."""

    def __init__(
        self,
        store: EntityStore,
        discourse: Discourse,
        names: NameIndex,
        attributions: Sequence[Attribution],
        mentions: Sequence[SourceMention | None],
        ranker: Ranker,
    ) -> None:
        self.store, self.discourse, self.names, self.ranker = store, discourse, names, ranker
        self.index = discourse.index
        self.attributions, self.mentions = attributions, mentions
        self._resolved: list[Antecedent | None] = [None] * len(attributions)
        self._nesting = Nesting(attributions)
        anchors = [a.source or bounds((*a.cue, *a.content)) for a in attributions]
        self._in_text = sorted(range(len(attributions)), key=lambda i: (anchors[i][0], i))
        self._place = {i: place for place, i in enumerate(self._in_text)}
        self._letters = [letter_of(store.text, attribution) for attribution in attributions]
        self._groups = Groups(store, discourse, names)
        labelled = label_entities(store, self.index.article.transcript)
        self._labelled = [
            None if a.turn is None else label_antecedent(a.turn, labelled) for a in attributions
        ]
        for i in self._in_text:
            mention = mentions[i]
            if (label := self._labelled[i]) is not None:
                self._note(i, label)
            elif mention is not None and mention.kind == "name" and not self._letters[i]:
                self._note(i, self._named(mention, i))
        self._descriptions = Descriptions(store, discourse, ranker)
        self._issuers = Issuers(self._groups, self._descriptions, discourse, names)

    def resolve_all(self) -> list[Antecedent]:
        def turn(i: int) -> tuple[bool, int, int]:
            return self._is_late(i), self._nesting.depth(i), self._place[i]

        for i in sorted(self._in_text, key=turn):
            self._resolved[i] = self.resolve_one(i)
        return [antecedent or NOBODY for antecedent in self._resolved]

    def _is_late(self, i: int) -> bool:
        mention = self.mentions[i]
        return mention is None or (
            mention.kind == "pronoun" and self._pronoun_of(mention) in lexicon.FIRST_PERSON
        )

    def _pronoun_of(self, mention: SourceMention) -> str:
        return self.store.text[mention.start : mention.end].split()[0].casefold()

    def resolve_one(self, i: int) -> Antecedent:
        """Find the antecedent of the source of one attribution. The sources that it depends on must
        be resolved."""
        mention, letter = self.mentions[i], self._letters[i]
        if (label := self._labelled[i]) is not None:
            return label
        if letter == "a" and self._answer is not None:
            return self._note(i, self._answer)
        if mention is None:
            return self._without_source(i)
        span = mention.start, mention.end
        if letter:
            return self._note(i, self._described(i, span))
        if mention.kind == "name":
            return self._resolved[i] or NOBODY
        if mention.kind == "pronoun":
            return self._by_pronoun(i, mention)
        if names_nobody(self.store.text, span):
            return _SAID_BY_NOBODY
        return self._note(i, self._described(i, span))

    def _note(self, i: int, antecedent: Antecedent) -> Antecedent:
        """Let a resolved source count for those behind it; return its antecedent."""
        entity, mention = antecedent.entity, self.mentions[i]
        if entity is not None and mention is not None:
            self._resolved[i] = antecedent
            self.discourse.note_source(entity, mention.start)
            if self.ranker.likeness is not None:
                self.ranker.likeness.note(entity, mention.start)
        return antecedent

    # names, labels

    def _named(self, mention: SourceMention, i: int) -> Antecedent:
        if mention.name_kind is None:
            return Antecedent(self._groups.of_source(mention), 0.75, "names")
        inside = self.names.touching(*mention.head)
        start = next((name.start for name in inside if self.store.at(name.start)), None)
        if start is None or (named := self.store.at(start)) is None:
            return NOBODY
        words = self.store.text[mention.start : mention.head[1]]
        entity, rival = self.store.chosen(start, words, self.ranker, i)
        if entity is not named:
            self.discourse.move_mention(start, named, entity)
        return Antecedent(entity, 0.97 if rival is None else 0.7, "name", rival)

    @cached_property
    def _answer(self) -> Antecedent | None:
        """The interviewee: the speaker of the turn before the first "Q", else the person who
        is named in full before the questions, and most often."""
        turns = [i for i in self._in_text if self._letters[i]]
        first, place = self.attributions[turns[0]], self._place[turns[0]]
        before = self._in_text[place - 1]
        opens = place > 1 and self._letters[turns[0]] == "q" and self._is_turn(before)
        entity = self._speaker(before) if opens else None
        if entity is None:
            asking = {self._speaker(i) for i in turns if self._letters[i] == "q"}
            others = [other for other in self.store.entities if other not in asking]
            entity = interviewee(others, (first.source or first.content[0])[0])
        return Antecedent(entity, 0.9, "answer") if entity else None

    def _is_turn(self, i: int) -> bool:
        return [self.store.text[slice(*span)] for span in self.attributions[i].cue] == [":"]

    def _speaker(self, i: int) -> Entity | None:
        known = self._resolved[i]
        return None if known is None else known.entity

    # pronouns

    def _by_pronoun(self, i: int, mention: SourceMention) -> Antecedent:
        word = self._pronoun_of(mention)
        if word in lexicon.FIRST_PERSON:
            around = self._around(i)
            if around is None:
                return NOBODY
            reasons = ("the speaker of the quote around it",)
            return Antecedent(around.entity, around.score * 0.75, "first person", reasons=reasons)
        if word in lexicon.RELATIVE_PRONOUNS:
            return self._note(i, self._relative(i, mention))
        return self._note(i, self.read_pronoun(i, mention, word)) if word in _TABLES else NOBODY

    def read_pronoun(self, i: int, mention: SourceMention, word: str) -> Antecedent:
        """Find the antecedent of "he", "she", "it" or "they" as a source."""
        table = _TABLES[word]
        candidates = self.discourse.candidates(
            (mention.start, mention.end),
            lambda entity: entity.fits(table),
            self.attributions[i].content,
            ahead=True,
        )
        for candidate in candidates:
            add_gender(candidate, word)
            add_kind(candidate)
        self._add_context(i, candidates)
        itself = self._quoted_speaker(i) if table == "he" else None
        near = [
            candidate
            for candidate in candidates
            if candidate.entity is not itself and not candidate.features.get("clashes")
        ]
        nobody = Candidate(None, {"nobody": 1.0, "nobody_only": float(not near)})
        ranking = self.ranker.rank(table, [*near, nobody], i)
        if ranking.best.entity is None:
            why = f"pronoun: nobody for “{word}” is named"
            return Antecedent(None, ranking.chances[0], why, ranking.rival())
        return ranking.antecedent("pronoun")

    def _relative(self, i: int, mention: SourceMention) -> Antecedent:
        """Find the antecedent of "who": the name or the phrase before it."""
        floor, near = self.index.sentence_start(mention.start), self.names.before(mention.start, 2)
        adjoins = bool(near) and mention.start - near[0].end <= 3
        if adjoins and near[0].kind != "person" and self._pronoun_of(mention) == "who":
            near = tuple(name for name in near if name.kind == "person" and name.start >= floor)
        if adjoins and near and (entity := self.store.at(near[0].start)) is not None:
            return Antecedent(entity, 0.9, "relative clause", reasons=("the name before it",))
        span = phrase_before(self.store.text, floor, mention.start)
        if span is None:
            return NOBODY
        described = self._described(i, span)
        return replace(described, score=described.score * 0.5)

    # descriptions

    def _described(self, i: int, span: Span) -> Antecedent:
        phrase = read_phrase(self.store.text, *span, self.names)
        if phrase.kind == "document":
            issuer = self._issuers.of(phrase, lambda owner: self._described(i, owner).entity)
            if issuer is not None:
                return self._descriptions.speaks_for(phrase, issuer)
        candidates = self._descriptions.candidates(phrase, self.attributions[i].content)
        # not "…, a baker who"
        if (mention := self.mentions[i]) is not None and mention.kind == "description":
            candidates = self._descriptions.unnamed(phrase, candidates)
        self._add_context(i, candidates)
        return self._descriptions.choose(phrase, candidates, i)

    # the quotes around a source, and its neighbours

    def _around(self, i: int) -> Antecedent | None:
        outer = self._nesting.enclosing(i)
        return None if outer is None else self._resolved[outer]

    def _add_context(self, i: int, candidates: Sequence[Candidate]) -> None:
        """Mark the speaker of the enclosing quote: rarely "he" in a direct quote, often in an
        indirect one."""
        source, around = self.attributions[i].source, self._around(i)
        is_quoted = source is not None and self.index.is_quoted(source[0])
        kind = "encloses_direct" if is_quoted else "encloses_indirect"
        for candidate in candidates:
            candidate.set(**{kind: around is not None and around.entity is candidate.entity})

    def _quoted_speaker(self, i: int) -> Entity | None:
        """Return the speaker of the direct quote around a source, who says "I", not "he"; None if
        there is none."""
        k, source = self._nesting.enclosing(i), self.attributions[i].source
        if k is None or source is None or self.attributions[k].type != "direct":
            return None
        marks = self.index.passages(*source)
        is_inside = marks and marks == self.index.passages(*source, self.attributions[k].cue)
        return self._speaker(k) if is_inside else None

    def _without_source(self, i: int) -> Antecedent:
        """Choose a speaker for a missing source, from neighbouring quotes and the entities
        mentioned nearby."""
        attribution = self.attributions[i]
        if any(names_no_speaker(self.store.text[slice(*span)]) for span in attribution.cue):
            return NOBODY
        near = self.discourse.candidates(
            bounds(attribution.content),
            lambda e: e.fits("missing"),
            attribution.content,
            ahead=True,
        )
        neighbours = [
            Neighbour(step, self.attributions[k], speaker)
            for step in STEPS
            if 0 <= (place := self._place[i] + step) < len(self._in_text)
            and (speaker := self._speaker(k := self._in_text[place])) is not None
        ]
        around = self._around(i)
        candidates = missing_candidates(
            self.index, attribution, near, neighbours, around.entity if around else None
        )
        ranking = self.ranker.rank("missing", candidates, i)
        if ranking.best.entity is None:
            return replace(NOBODY, score=ranking.chances[0])
        return ranking.antecedent("no source")
