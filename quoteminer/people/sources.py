"""From a source's words to an entity of the article, for each kind of mention."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from quoteminer.people import antecedents as ante
from quoteminer.people.descriptions import Descriptions, add_gender
from quoteminer.people.entities import Entity
from quoteminer.people.groups import Groups, entity_in
from quoteminer.people.lexicon import (
    FIRST_PERSON,
    NEUTER_PRONOUNS,
    PLURAL_PRONOUNS,
    PRONOUN_GENDER,
    RELATIVE_PRONOUNS,
)
from quoteminer.people.missing import Neighbour, asks, missing_options
from quoteminer.people.name_index import NameIndex
from quoteminer.people.phrases import person_before, phrase_before, read_phrase
from quoteminer.people.ranker import Choice, Option, Question, Ranker, Table
from quoteminer.people.scene import Scene
from quoteminer.people.speakers import Cast
from quoteminer.types import Attribution, Mention, Name, Span

_NOBODY = Choice(None, 0.2, "nobody is named as the source")
#: Attributions inside one another that are followed; no article has more than a few.
_DEEPEST = 50
#: How many contents that begin before a source are looked at for the one around it.
_SPANS_BACK = 20
_ASKING = frozenset("asked asks ask asking wondered".split())
#: How far behind a cue an addressee begins, in characters.
_ADDRESS = 25
# What may stand between a person and where they are from.
_FROM = re.compile(r",?\s+(?:(?:aged\s+)?\d{1,3},\s+)?(?:from|of|at|with|in)\s+(?:the\s+)?")
_LATER = re.compile(r"i|we|me|my|our|us|myself|ourselves|mine|ours", re.IGNORECASE)


class SourceReader:
    """Resolves the attributions of one article in the order of its text: what was quoted before helps to tell who is
    quoted next. "I" and missing sources come last, since they take over what others give."""

    def __init__(
        self,
        cast: Cast,
        scene: Scene,
        names: NameIndex,
        attributions: Sequence[Attribution],
        mentions: Sequence[Mention | None],
        groups: Mapping[int, Sequence[Name]],
        ranker: Ranker,
    ) -> None:
        self.ranker = ranker
        self.cast, self.scene, self.names = cast, scene, names
        self.attributions, self.mentions = attributions, mentions
        self._choices: list[Choice | None] = [None] * len(attributions)
        self._order = sorted(range(len(attributions)), key=lambda i: (_anchor(attributions[i]), i))
        self._place = {i: place for place, i in enumerate(self._order)}
        self._open: set[int] = set()
        self._spans = sorted((s, e, i) for i, a in enumerate(attributions) for s, e in a.content)
        self._span_starts = [span[0] for span in self._spans]
        self._members, self._groups = groups, Groups(cast, names)
        self._groups.note_all(scene)
        self._descriptions = Descriptions(cast, scene, names, ranker, self._named_sources())

    def _named_sources(self) -> list[tuple[int, Entity]]:
        named = (m for m in self.mentions if m is not None and m.name_kind is not None)
        found = [(m.start, entity_in(m.head, self.cast, self.names)) for m in named]
        return sorted(((at, e) for at, e in found if e is not None), key=lambda row: row[0])

    def read_all(self) -> list[Choice]:
        """One choice per attribution, in their order."""
        for i in self._order:
            if not self._waits(i):
                self._read(i)
        for i in self._order:
            self._read(i)
        return [choice or _NOBODY for choice in self._choices]

    def _waits(self, i: int) -> bool:
        mention = self.mentions[i]
        return mention is None or mention.kind == "pronoun" and _LATER.fullmatch(self._words(mention)) is not None

    def _read(self, i: int) -> Choice:
        if (done := self._choices[i]) is not None:
            return done
        if i in self._open or len(self._open) > _DEEPEST:
            return _NOBODY
        self._open.add(i)
        choice = self._choices[i] = self._resolve(i)
        self._open.discard(i)
        mention = self.mentions[i]
        if choice.entity is not None and mention is not None and not self._waits(i):
            self.scene.note_source(choice.entity, (mention.start, mention.end), asks=self._asks(i))
            if self.ranker.likeness is not None:
                self.ranker.likeness.note(choice.entity, mention.start)
        return choice

    def _asks(self, i: int) -> bool:
        """True for "asked whether …" and for a quoted question."""
        attribution, text = self.attributions[i], self.cast.text
        words = {word for start, end in attribution.cue for word in text[start:end].casefold().split()}
        return not words.isdisjoint(_ASKING) or asks(attribution, text)

    def _words(self, mention: Mention) -> str:
        return self.cast.text[mention.start : mention.end]

    def _resolve(self, i: int) -> Choice:
        attribution, mention = self.attributions[i], self.mentions[i]
        if mention is None:
            return self._without_source(i)
        if mention.kind == "name":
            return self._named(i, mention)
        if mention.kind == "pronoun":
            return self._pronoun(i, attribution, mention)
        return self._described(i, attribution, (mention.start, mention.end))

    # names

    def _named(self, i: int, mention: Mention) -> Choice:
        if mention.name_kind is None:
            return Choice(self._groups.find(mention.head, self._members.get(i, ())), 0.75, "names")
        entity = entity_in(mention.head, self.cast, self.names)
        if entity is None:
            return _NOBODY
        rival = self.cast.namesake(entity, self.cast.text[slice(*mention.head)], mention.start)
        return Choice(entity, 0.97 if rival is None else 0.7, "name", rival)

    # pronouns

    def _pronoun(self, i: int, attribution: Attribution, mention: Mention) -> Choice:
        word = self._words(mention).split()[0].casefold()
        if word in FIRST_PERSON:
            return self._first_person(i)
        if word in RELATIVE_PRONOUNS:
            return self._relative(i, attribution, mention)
        if word in PRONOUN_GENDER or word in NEUTER_PRONOUNS or word in PLURAL_PRONOUNS:
            return self.read_pronoun(i, mention, word)
        return _NOBODY

    def _first_person(self, i: int) -> Choice:
        outer = self._enclosing(i)
        if outer is None:
            return _NOBODY
        choice = self._read(outer)
        reasons = ("the speaker of the quote around it",)
        return Choice(choice.entity, choice.score * 0.75, "first person", reasons=reasons)

    def read_pronoun(self, i: int, mention: Mention, word: str) -> Choice:
        """Whom "he", "she", "it" or "they" means where a source stands."""
        table: Table = "he" if word in PRONOUN_GENDER else "it" if word in NEUTER_PRONOUNS else "they"
        wanted = ante.is_person if table == "he" else ante.is_body if table == "it" else _any
        options = self.scene.options((mention.start, mention.end), wanted, self.attributions[i].content, ahead=True)
        for option in options:
            add_gender(option, word)
            _add_kind(option)
            if "is_plural" in option.features and "last_source" in option.features:
                option.features["plural_last"] = 1.0
        options = [option for option in self._around_source(i)(options) if not option.features.get("clashes")]
        options.append(Option(None, {"nobody": 1.0, "nobody_only": float(not options)}))
        ranking = self.ranker.rank(Question(table, options, i))
        if ranking.best.entity is None:
            return Choice(None, ranking.chances[0], f"pronoun: nobody for “{word}” is named", ranking.rival())
        if table == "it":
            ante.make_body(ranking.best.entity)
        return Choice(ranking.best.entity, ranking.chances[0], "pronoun", ranking.rival(), ranking.reasons)

    def _addressees(self, i: int) -> set[Entity]:
        cues = self.attributions[i].cue
        return {e.entity for start, end in cues for e in self.scene.between(start, end + _ADDRESS) if e.addressed}

    def _relative(self, i: int, attribution: Attribution, mention: Mention) -> Choice:
        near = self.names.before(mention.start, 2)
        adjoins = bool(near) and mention.start - near[0].end <= 3
        if adjoins and near[0].kind != "person" and self._words(mention).casefold() == "who":
            if (outer := self._of_whom(near, mention.start)) is not None:
                return outer
            if (span := person_before(self.cast.text, near[0].start)) is not None:
                return self._told_of(i, attribution, (span[0], near[0].end))
        if adjoins and (entity := self.cast.at(near[0].start)):
            return Choice(entity, 0.9, "relative clause", reasons=("the name before it",))
        span = phrase_before(self.cast.text, self.scene.sentence_start(mention.start), mention.start)
        if span is not None:
            return self._told_of(i, attribution, span)
        if near and (entity := self.cast.at(near[0].start)):
            return Choice(entity, 0.6, "relative clause", reasons=("the nearest name",))
        return _NOBODY

    def _of_whom(self, near: Sequence[Name], position: int) -> Choice | None:
        """ "Ana Ruiz, 24, from Norvik, who": the person, not where she is from."""
        person = near[1] if len(near) > 1 and near[1].kind == "person" else None
        entity = self.cast.at(person.start) if person is not None else None
        if person is None or entity is None or not _FROM.fullmatch(self.cast.text, person.end, near[0].start):
            return None
        return Choice(entity, 0.9, "relative clause", reasons=("the name before it",))

    def _told_of(self, i: int, attribution: Attribution, span: Span) -> Choice:
        """Whom the phrase in front of "who" means: the person that it stands behind ("Ana Ruiz, a baker | who"), else
        as any description does."""
        near = self.names.before(span[0], 1)
        told = bool(near) and near[0].kind == "person" and self.cast.text[near[0].end : span[0]] == ", "
        if told and (entity := self.cast.at(near[0].start)) is not None:
            return Choice(entity, 0.9, "relative clause", reasons=("the name before it",))
        choice = self._described(i, attribution, span)
        return replace(choice, score=choice.score * 0.5)

    # descriptions

    def _described(self, i: int, attribution: Attribution, span: Span) -> Choice:
        phrase = read_phrase(self.cast.text, *span, self.names)
        return self._descriptions.read(phrase, attribution.content, self._around_source(i), i)

    # what stands around

    def _enclosing(self, i: int) -> int | None:
        """The attribution in whose content this one's source stands."""
        source = self.attributions[i].source
        return self._around(i, source) if source is not None else None

    def _around(self, i: int, span: Span) -> int | None:
        """The attribution whose content holds a span of another one, the innermost."""
        at = bisect_right(self._span_starts, span[0])
        near = self._spans[max(0, at - _SPANS_BACK) : at]
        return max(((s, e, k) for s, e, k in near if k != i and span[1] <= e), default=(0, 0, None))[2]

    def _outer_speaker(self, i: int) -> Entity | None:
        outer = self._enclosing(i)
        return self._read(outer).entity if outer is not None else None

    def _around_source(self, i: int) -> Callable[[list[Option]], list[Option]]:
        """Looks at what stands around a source: those to whom the words are said ("he told Kell") are left out, unless
        there is nobody else; and the speaker of the quote around it is marked: in his own words he is not "he", in
        reported ones he often is."""
        source = self.attributions[i].source
        direct = source is not None and self.scene.in_quote(source[0])

        def look(options: list[Option]) -> list[Option]:
            outer, addressed = self._outer_speaker(i), self._addressees(i)
            for option in options:
                if outer is not None and option.entity is outer:
                    option.features["encloses_direct" if direct else "encloses_indirect"] = 1.0
            return [option for option in options if option.entity not in addressed] or options

        return look

    def _without_source(self, i: int) -> Choice:
        """Nobody is named: the quotes around tell, if anything does."""
        attribution = self.attributions[i]
        options = missing_options(attribution, self._neighbours(i), self._outer_of_content(i), self.scene)
        ranking = self.ranker.rank(Question("missing", options, i))
        if ranking.best.entity is None:
            return replace(_NOBODY, score=ranking.chances[0])
        return Choice(ranking.best.entity, ranking.chances[0], "no source", ranking.rival(), ranking.reasons)

    def _neighbours(self, i: int) -> list[Neighbour]:
        """The attributions around one in the order of the text, as far as their speaker is known."""
        place, found = self._place[i], list[Neighbour]()
        for step in (-1, -2, -3, 1, 2):
            at = place + step
            if 0 <= at < len(self._order):
                k = self._order[at]
                choice = self._read(k) if step < 0 else self._choices[k]
                if choice is not None and choice.entity is not None:
                    found.append(Neighbour(self.attributions[k], choice.entity, step))
        return found

    def _outer_of_content(self, i: int) -> Entity | None:
        outer = self._around(i, self.attributions[i].content[0]) if self.attributions[i].content else None
        return self._read(outer).entity if outer is not None else None


def _any(entity: Entity) -> bool:
    return True


def _add_kind(option: Option) -> None:
    entity = option.entity
    if entity is not None:
        told = (("plural", entity.plural), ("place", entity.place), ("document", entity.document))
        kind = next((name for name, holds in told if holds), entity.kind)
        option.features[f"is_{kind}"] = 1.0


def _anchor(attribution: Attribution) -> int:
    if attribution.source is not None:
        return attribution.source[0]
    return min((start for start, _ in (*attribution.cue, *attribution.content)), default=0)
