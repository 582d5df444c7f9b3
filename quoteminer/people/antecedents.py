"""The antecedent of each source, for each kind of mention.

Every source is resolved after the sources that it depends on: first names; then pronouns and
descriptions in text order, outside quotes before inside; last "I" and missing sources, which take
the speakers of other quotes.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence
from dataclasses import replace

from quoteminer.attribution.hearers import names_no_speaker, names_nobody
from quoteminer.names import lexicon
from quoteminer.people.article_names import NameIndex, listed_names
from quoteminer.people.clustering import EntityStore
from quoteminer.people.descriptions import Descriptions, add_gender, add_kind
from quoteminer.people.discourse import Discourse
from quoteminer.people.documents import introduction, is_issued, named_issuer, owner_before
from quoteminer.people.entities import Entity
from quoteminer.people.label_entities import (
    interviewee,
    label_antecedent,
    label_entities,
    letter_of,
)
from quoteminer.people.mentions import read_group
from quoteminer.people.noun_phrases import Phrase, phrase_before, read_phrase, tokens
from quoteminer.people.ranker import Antecedent, Candidate, Ranker, Table
from quoteminer.types import Attribution, Name, SourceMention, Span

NOBODY = Antecedent(None, 0.2, "nobody is named as the source")
_SAID_BY_NOBODY = Antecedent(None, 0.9, "the source is nobody")
_SPANS_BACK = 20  # contents before a source that are searched for one that encloses it
_NOT_PARTICIPLES = frozenset("being seeming appearing according".split())
_PASSIVE = frozenset("is are was were be been being".split())


class Resolver:
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
        self._spans = sorted((s, e, i) for i, a in enumerate(attributions) for s, e in a.content)
        self._span_starts = [span[0] for span in self._spans]
        anchors = [
            a.source[0] if a.source else _bounds((*a.cue, *a.content))[0] for a in attributions
        ]
        self._in_text = sorted(range(len(attributions)), key=lambda i: (anchors[i], i))
        self._place = {i: place for place, i in enumerate(self._in_text)}
        self._groups: dict[frozenset[int], Entity] = {}
        self._listed: dict[frozenset[int], Entity] = {}
        self._list_at: dict[int, Entity] = {}  # by the starts of their names
        for listed in listed_names(names):
            self._note_list(listed)
        self._letters = [letter_of(store.text, attribution) for attribution in attributions]
        self._answering: Antecedent | None = None
        self._asked = False
        labelled = label_entities(store, self.index.article.transcript)
        self._labelled = [
            None if a.turn is None else label_antecedent(a.turn, labelled) for a in attributions
        ]
        for i in self._in_text:
            if (label := self._labelled[i]) is not None:
                self._note(i, label)
            elif (
                (mention := mentions[i]) is not None
                and mention.kind == "name"
                and not self._letters[i]
            ):
                self._note(i, self._named(mention, i))
        self._descriptions = Descriptions(store, discourse, names, ranker)

    def resolve_all(self) -> list[Antecedent]:
        depths = [self._depth(i) for i in range(len(self.attributions))]
        for i in sorted(self._in_text, key=lambda i: (self._is_late(i), depths[i], self._place[i])):
            self._resolved[i] = self.resolve_one(i)
        return [antecedent or NOBODY for antecedent in self._resolved]

    def _is_late(self, i: int) -> bool:
        mention = self.mentions[i]
        return (
            mention is None
            or mention.kind == "pronoun"
            and self._pronoun_of(mention) in lexicon.FIRST_PERSON
        )

    def _pronoun_of(self, mention: SourceMention) -> str:
        return self.store.text[mention.start : mention.end].split()[0].casefold()

    def resolve_one(self, i: int) -> Antecedent:
        """Find the antecedent of the source of one attribution. The sources that it depends on must
        be resolved."""
        mention = self.mentions[i]
        if (label := self._labelled[i]) is not None:
            return label
        if self._letters[i] == "a" and (answer := self._answer()) is not None:
            antecedent = answer
        elif mention is None:
            return self._without_source(i)
        elif mention.kind == "name" and not self._letters[i]:
            return self._resolved[i] or NOBODY
        elif mention.kind == "description" and names_nobody(
            self.store.text, (mention.start, mention.end)
        ):
            return _SAID_BY_NOBODY
        elif mention.kind == "description" or self._letters[i]:
            antecedent = self._described(i, (mention.start, mention.end))
        elif self._is_late(i):
            if (around := self._around(i)) is None:
                return NOBODY
            reasons = ("the speaker of the quote around it",)
            return Antecedent(around.entity, around.score * 0.75, "first person", reasons=reasons)
        elif (word := self._pronoun_of(mention)) in lexicon.RELATIVE_PRONOUNS:
            antecedent = self._relative(i, mention)
        elif (
            word in lexicon.PRONOUN_GENDER
            or word in lexicon.NEUTER_PRONOUNS
            or word in lexicon.PLURAL_PRONOUNS
        ):
            antecedent = self.read_pronoun(i, mention, word)
        else:
            return NOBODY
        self._note(i, antecedent)
        return antecedent

    def _answer(self) -> Antecedent | None:
        """Find who answers in an interview: the speaker of the turn before the first "Q", else the
        person whom the article introduces as the one interviewed."""
        if not self._asked:
            self._asked = True
            turns = [i for i in self._in_text if self._letters[i]]
            place, first = self._place[turns[0]], self.attributions[turns[0]]
            before = (
                self._resolved[self._in_text[place - 1]]
                if place > 1 and self._letters[turns[0]] == "q"
                else None
            )
            entity = (
                before.entity
                if before is not None and self._is_turn(self._in_text[place - 1])
                else None
            )
            asking = {
                known.entity
                for i in turns
                if self._letters[i] == "q" and (known := self._resolved[i])
            }
            others = [other for other in self.store.entities if other not in asking]
            entity = entity or interviewee(others, (first.source or first.content[0])[0])
            self._answering = Antecedent(entity, 0.9, "answer") if entity else None
        return self._answering

    def _is_turn(self, i: int) -> bool:
        return [self.store.text[slice(*span)] for span in self.attributions[i].cue] == [":"]

    def _note(self, i: int, antecedent: Antecedent) -> None:
        mention = self.mentions[i]
        if antecedent.entity is None or mention is None:
            return
        self._resolved[i] = antecedent
        self.discourse.note_source(antecedent.entity, mention.start)
        if self.ranker.likeness is not None:
            self.ranker.likeness.note(antecedent.entity, mention.start)

    def _named(self, mention: SourceMention, i: int) -> Antecedent:
        text = self.store.text
        if mention.name_kind is None:
            members = read_group(tokens(text, *mention.head), self.names) or self.names.touching(
                *mention.head
            )
            # "Chancellor | Ida Kranz and Prime Minister Ana Ruiz", but "Mr Kranz and Mr Ruiz"
            start = (
                mention.head[0] if " " in text[members[0].start : members[0].end] else mention.start
            )
            return Antecedent(self._group((start, mention.head[1]), members), 0.75, "names")
        starts = [
            name.start
            for name in self.names.touching(*mention.head)
            if self.store.at(name.start) is not None
        ]
        if not starts:
            return NOBODY
        named = self.store.at(starts[0])
        entity, rival = self.store.chosen(
            starts[0], text[mention.start : mention.head[1]], self.ranker, i
        )
        if named is not None and entity is not named:
            self.discourse.move_mention(starts[0], named, entity)
        return Antecedent(entity, 0.97 if rival is None else 0.7, "name", rival)

    def _group(self, span: Span, names: Sequence[Name]) -> Entity:
        """Return the entity for a group of names. Its name is the words of its first mention, or
        the full names for "Kell and Ruiz"."""
        members = [entity for name in names if (entity := self.store.at(name.start)) is not None]
        key = frozenset(entity.id for entity in members)
        if key not in self._groups:
            is_human = any(entity.kind == "person" for entity in members)
            words = self.store.text[slice(*span)].split()
            words = words[words[0].casefold() == "both" :]
            is_plain = words[1::2] == ["and"] * (len(members) - 1)
            name = " and ".join(entity.name for entity in members) if is_plain else " ".join(words)
            group = self._listed.pop(key, None) or self.store.new("org", name)
            group.kind, group.name, group.plural = "person" if is_human else "org", name, True
            group.members = tuple(dict.fromkeys(members))
            self._groups[key] = group
        return self._groups[key]

    def _note_list(self, names: Sequence[Name]) -> None:
        """Note people, or bodies, that the text names together: "the firms" may mean them."""
        entities = {e.id: e for name in names if (e := self.store.at(name.start)) is not None}
        kinds = {"place" if entity.place else entity.kind for entity in entities.values()}
        if len(entities) < len(names) or len(kinds) > 1 or kinds == {"place"}:
            return
        span, key = (names[0].start, names[-1].end), frozenset(entities)
        if key not in self._listed:
            self._group(span, names)
            self._listed[key] = self._groups.pop(key)
            *front, last = (entity.name for entity in entities.values())
            self._listed[key].name = f"{', '.join(front)} and {last}"
        self._list_at.update((name.start, self._listed[key]) for name in names)
        insort(self._listed[key].mentions, span)
        self.discourse.note_mention(self._listed[key], span[0])

    def read_pronoun(self, i: int, mention: SourceMention, word: str) -> Antecedent:
        """Find the antecedent of "he", "she", "it" or "they" as a source."""
        table: Table = (
            "he"
            if word in lexicon.PRONOUN_GENDER
            else "it"
            if word in lexicon.NEUTER_PRONOUNS
            else "they"
        )
        span, own = (mention.start, mention.end), self.attributions[i].content
        candidates = self.discourse.candidates(
            span, lambda entity: entity.fits(table), own, ahead=True
        )
        for candidate in candidates:
            add_gender(candidate, word)
            add_kind(candidate)
        itself = self._quoted_speaker(i) if table == "he" else None
        near = [
            one
            for one in self._in_context(i, candidates)
            if itself is None or one.entity is not itself
        ]
        candidates = [candidate for candidate in near if not candidate.features.get("clashes")]
        candidates.append(Candidate(None, {"nobody": 1.0, "nobody_only": float(not candidates)}))
        ranking = self.ranker.rank(table, candidates, i)
        if ranking.best.entity is None:
            return Antecedent(
                None, ranking.chances[0], f"pronoun: nobody for “{word}” is named", ranking.rival()
            )
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
        found = self._described(i, span)
        return replace(found, score=found.score * 0.5)

    def _described(self, i: int, span: Span) -> Antecedent:
        phrase = read_phrase(self.store.text, *span, self.names)
        if phrase.kind == "document" and (issuer := self._issuer(i, phrase)) is not None:
            return self._descriptions.speaks_for(phrase, issuer)
        found = self._descriptions.candidates(phrase, self.attributions[i].content)
        # not "…, a baker who"
        if (mention := self.mentions[i]) is not None and mention.kind == "description":
            found = self._descriptions.unnamed(phrase, found)
        return self._descriptions.choose(phrase, self._in_context(i, found), i)

    def _issuer(self, i: int, document: Phrase) -> Entity | None:
        """Return who issued a document, if the phrase tells it or an earlier one: "the statement"
        after "Delmar issued a statement"."""
        text = self.store.text
        if (name := named_issuer(text, document, self.names)) is not None:
            return self._named_at(name.start)
        if document.determiner in ("his", "her", "its", "their"):
            return self._descriptions.owner(document)
        if (span := owner_before(text, document)) is not None:
            return self._described(i, span).entity
        if document.determiner not in ("the", "this", "that") or document.owner is not None:
            return None
        earlier = introduction(text, document, 0)
        return None if earlier is None else self._issuer_before(earlier)

    def _issuer_before(self, earlier: Span) -> Entity | None:
        """Return who issued a document by the words that introduce it: "a poll by Delmar", "Delmar
        released a poll", "In a statement, Delmar …"."""
        text, start = self.store.text, earlier[0]
        phrase = read_phrase(text, *earlier, self.names)
        if (name := named_issuer(text, phrase, self.names)) is not None:
            return self._named_at(name.start)
        for name in self.names.touching(earlier[1], earlier[1] + len(", ") + 1):
            if name.kind != "place" and text[earlier[1] : name.start] == ", ":
                return self._named_at(name.start)
        floor = self.index.sentence_start(start)
        near = [name for name in self.names.before(start, 2) if name.start >= floor]
        for name in near:
            if name.kind != "place" and is_issued(text, name.end, start):
                return self._named_at(name.start)
        for entity, at in self.discourse.last_sources(start):
            end = at + len(text[at:start].split(" ", 1)[0])
            if at >= floor and is_issued(text, end, start):
                return entity
        return None

    def _named_at(self, start: int) -> Entity | None:
        """Return the entity of a name, or of the list it is in: "Delmar and the Quay Board"."""
        return self._list_at.get(start) or self.store.at(start)

    def _in_context(self, i: int, candidates: list[Candidate]) -> list[Candidate]:
        """Mark the speaker of the enclosing quote: rarely "he" in a direct quote, often in an
        indirect one."""
        source = self.attributions[i].source
        direct = source is not None and self.index.is_quoted(source[0])
        around = self._around(i)
        for candidate in candidates:
            encloses = around is not None and around.entity is candidate.entity
            candidate.set(
                encloses_direct=encloses and direct, encloses_indirect=encloses and not direct
            )
        return candidates

    def _quoted_speaker(self, i: int) -> Entity | None:
        """Return the speaker of the direct quote around a source, who says "I", not "he"; None if
        there is none."""
        outer, source = self._enclosing(i), self.attributions[i].source
        around = None if outer is None else self._resolved[outer]
        if (
            outer is None
            or source is None
            or around is None
            or self.attributions[outer].type != "direct"
        ):
            return None
        marks, own = (
            self.index.passages(*source),
            self.index.passages(*source, self.attributions[outer].cue),
        )
        return around.entity if marks and marks == own else None

    def _around(self, i: int) -> Antecedent | None:
        outer = self._enclosing(i)
        return None if outer is None else self._resolved[outer]

    def _enclosing(self, i: int) -> int | None:
        """Return the innermost attribution whose content contains the source of this one (or its
        content if it has no source)."""
        attribution = self.attributions[i]
        start, end = attribution.source or (
            attribution.content[0] if attribution.content else (0, 0)
        )
        behind = bisect_right(self._span_starts, start)
        near = self._spans[max(0, behind - _SPANS_BACK) : behind]
        inmost = max(((s, e, k) for s, e, k in near if k != i and end <= e), default=None)
        return inmost[2] if inmost is not None else None

    def _depth(self, i: int) -> int:
        """Count the contents that enclose a source. Nested contents count once."""
        seen = {i}
        while (outer := self._enclosing(i)) is not None and outer not in seen:
            seen.add(outer)
            i = outer
        return len(seen)

    def _without_source(self, i: int) -> Antecedent:
        """Choose a speaker for a missing source, from neighbouring quotes and the entities
        mentioned nearby."""
        attribution = self.attributions[i]
        if any(names_no_speaker(self.store.text[slice(*span)]) for span in attribution.cue):
            return NOBODY
        start, end = _bounds(attribution.content)
        near = self.discourse.candidates(
            (start, end), lambda e: e.fits("missing"), attribution.content, ahead=True
        )
        known = {c.entity.id: c for c in near if c.entity is not None}
        for step in (-1, -2, -3, 1, 2):
            place = self._place[i] + step
            k = self._in_text[place] if 0 <= place < len(self._in_text) else i
            other = self._resolved[k]
            if other is not None and other.entity is not None:
                candidate = known.setdefault(other.entity.id, Candidate(other.entity))
                candidate.set(**self._relation(attribution, self.attributions[k], step))
        around = self._around(i)
        if around is not None and around.entity is not None:
            known.setdefault(around.entity.id, Candidate(around.entity)).set(around=1)
        for candidate in known.values():
            add_kind(candidate)
        kinds = (attribution.type, self._kind_of_cue(attribution))
        nobody = Candidate(None, {"nobody": 1.0, **{f"nobody_{kind}": 1.0 for kind in kinds}})
        nobody.set(nobody_headline=self.index.in_headline(start))
        ranking = self.ranker.rank("missing", [*known.values(), nobody], i)
        if ranking.best.entity is None:
            return replace(NOBODY, score=ranking.chances[0])
        return ranking.antecedent("no source")

    def _relation(self, attribution: Attribution, other: Attribution, step: int) -> dict[str, bool]:
        """Return features of the attribution ``step`` places before (negative) or after this
        one."""
        if step > 0:
            return {"next": True}
        spans = [*other.content, *other.cue, *([other.source] if other.source else [])]
        here, edge = _bounds(attribution.content)[0], _bounds(spans)[1]
        same = self.index.paragraph(edge) == self.index.paragraph(here)
        return {
            "before": True,
            "before_same_paragraph": same,
            "before_adjoining": not any(
                map(str.isalnum, self.store.text[min(edge, here) : max(edge, here)])
            ),
            "before_alternates": attribution.type == "direct" and step == -2 and not same,
        }

    def _kind_of_cue(self, attribution: Attribution) -> str:
        """Return "ing" ("…, adding that"), "passive" ("is expected"), "other", or "none"."""
        words = [
            word.casefold()
            for start, end in attribution.cue
            for word in self.store.text[start:end].split()
        ]
        if any(word in _PASSIVE for word in words):
            return "passive"
        if any(word.endswith("ing") and word not in _NOT_PARTICIPLES for word in words[:2]):
            return "ing"
        return "other" if attribution.cue else "none"


def _bounds(spans: Sequence[Span]) -> Span:
    return min((start for start, _ in spans), default=0), max((end for _, end in spans), default=0)
