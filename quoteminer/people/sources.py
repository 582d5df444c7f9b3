"""From a source's words to an entity of the article, for each kind of mention."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from quoteminer.people import antecedents as ante
from quoteminer.people.antecedents import Choice
from quoteminer.people.descriptions import Descriptions
from quoteminer.people.entities import Entity
from quoteminer.people.lexicon import (
    FIRST_PERSON,
    NEUTER_PRONOUNS,
    PLURAL_PRONOUNS,
    PRONOUN_GENDER,
    RELATIVE_PRONOUNS,
)
from quoteminer.people.phrases import NameIndex, read_phrase, tokens
from quoteminer.people.scene import Candidate, Scene
from quoteminer.people.speakers import Cast
from quoteminer.people.spelling import fold
from quoteminer.types import Attribution, Mention, Name, Span

_NOBODY = Choice(None, 0.2, "nobody is named as the source")
#: How many contents that begin before a source are looked at for the one around it.
_DEEPEST = 50  # attributions inside one another; no article has more than a few
_SPANS_BACK = 20
_ACTIVE = frozenset("said told added wrote insisted argued warned".split())
_NOT_ACTIVE = frozenset("being seeming appearing according".split())
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
    ) -> None:
        self.cast, self.scene, self.names = cast, scene, names
        self.attributions, self.mentions = attributions, mentions
        self._choices: list[Choice | None] = [None] * len(attributions)
        self._order = sorted(range(len(attributions)), key=lambda i: (_anchor(attributions[i]), i))
        self._place = {i: place for place, i in enumerate(self._order)}
        self._open: set[int] = set()
        self._spans = sorted((s, e, i) for i, a in enumerate(attributions) for s, e in a.content)
        self._span_starts = [span[0] for span in self._spans]
        self._members, self._groups = groups, dict[str, Entity]()
        self._descriptions = Descriptions(cast, scene, names, self._named_sources())

    def _named_sources(self) -> list[tuple[int, Entity]]:
        found = [(m.start, self._entity_of(m.head)) for m in self.mentions if m is not None and m.name_kind is not None]
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
            self.scene.note_source(choice.entity, (mention.start, mention.end))
        return choice

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
            return self._several(mention, self._members.get(i, ()))
        entity = self._entity_of(mention.head)
        if entity is None:
            return _NOBODY
        rival = self.cast.namesake(entity, self.cast.text[slice(*mention.head)], mention.start)
        return Choice(entity, 0.97 if rival is None else 0.7, "name", rival)

    def _entity_of(self, span: Span) -> Entity | None:
        found = (self.cast.at(name.start) for name in self.names.touching(*span))
        return next((entity for entity in found if entity is not None), None)

    def _several(self, mention: Mention, names: Sequence[Name]) -> Choice:
        """Two or more who speak together: known by their full names where the text has only family names here."""
        start, end = mention.head
        members = [self._entity_of((name.start, name.end)) for name in names]
        people = [e for e in members if e is not None and e.kind == "person"]
        bare = len(people) == len(members) > 1 and all(" " not in self.cast.text[n.start : n.end] for n in names)
        name = " and ".join(e.name for e in people) if bare else " ".join(self.cast.text[start:end].split())
        entity = self._groups.get(fold(name)) or self.cast.new("person" if people else "org", name)
        entity.plural = True
        self._groups[fold(name)] = entity
        return Choice(entity, 0.75, "names")

    # pronouns

    def _pronoun(self, i: int, attribution: Attribution, mention: Mention) -> Choice:
        word = self._words(mention).split()[0].casefold()
        if word in FIRST_PERSON:
            return self._first_person(i)
        if word in RELATIVE_PRONOUNS:
            return self._relative(i, attribution, mention)
        if word in PRONOUN_GENDER:
            return self._he_or_she(i, attribution, mention, word)
        if word in NEUTER_PRONOUNS:
            return self._it(i, attribution, mention)
        if word in PLURAL_PRONOUNS:
            return self._they(i, attribution, mention)
        return _NOBODY

    def _first_person(self, i: int) -> Choice:
        outer = self._enclosing(i)
        if outer is None:
            return _NOBODY
        choice = self._read(outer)
        return Choice(choice.entity, choice.score * 0.75, "first person: the speaker of the quote around it")

    def _he_or_she(self, i: int, attribution: Attribution, mention: Mention, word: str) -> Choice:
        found = self.scene.candidates(mention.start, ante.is_person, attribution)
        ante.agree(found, PRONOUN_GENDER[word])
        self._mark_enclosing(found, i, mention.start)
        ranked = ante.rank(found, ante.PERSON_WEIGHTS)
        return ante.choose(ranked, "pronoun: nearest person that fits", sure=0.97, unsure=0.5) or self._nobody(word)

    def _it(self, i: int, attribution: Attribution, mention: Mention) -> Choice:
        found = self.scene.candidates(mention.start, ante.is_body, attribution)
        self._mark_enclosing(found, i, mention.start)
        ranked = ante.rank(found, ante.BODY_WEIGHTS)
        return ante.choose(ranked, "pronoun: nearest body", sure=0.93, unsure=0.3) or self._nobody("it")

    def _they(self, i: int, attribution: Attribution, mention: Mention) -> Choice:
        found = self.scene.candidates(mention.start, ante.is_group, attribution)
        for candidate in found:
            candidate.features["kind"] = float(candidate.entity.plural)
        self._mark_enclosing(found, i, mention.start)
        ranked = ante.rank(found, ante.GROUP_WEIGHTS)
        return ante.choose(ranked, "pronoun: nearest group", sure=0.75, unsure=0.2) or self._nobody("they")

    def _nobody(self, word: str) -> Choice:
        return Choice(None, 0.2, f"pronoun: nobody for “{word}” was named before")

    def _relative(self, i: int, attribution: Attribution, mention: Mention) -> Choice:
        near = self.names.before(mention.start, 1)
        if near and mention.start - near[0].end <= 3 and (entity := self.cast.at(near[0].start)):
            return Choice(entity, 0.9, "relative clause: the name before it")
        span = self._phrase_before(mention.start)
        if span is not None:
            choice = self._described(i, attribution, span)
            return replace(choice, score=choice.score * 0.5)
        if near and (entity := self.cast.at(near[0].start)):
            return Choice(entity, 0.6, "relative clause: nearest name")
        return _NOBODY

    def _phrase_before(self, position: int) -> Span | None:
        """The noun phrase that a relative pronoun follows."""
        words = tokens(self.cast.text, max(self.scene.sentence_start(position), position - 80), position)
        if words and words[-1].text == ",":
            words.pop()
        cut = next((k for k in range(len(words) - 1, -1, -1) if not words[k].text[0].isalnum()), -1)
        words = words[cut + 1 :]
        openings = [k for k, word in enumerate(words) if word.key in ("the", "a", "an", "some", "many")]
        start = openings[-1] if openings else len(words) - 1
        return (words[start].start, words[-1].end) if words else None

    # descriptions

    def _described(self, i: int, attribution: Attribution, span: Span) -> Choice:
        phrase = read_phrase(self.cast.text, *span, self.names)
        return self._descriptions.read(phrase, attribution, self._outer_speaker(i))

    # what stands around

    def _enclosing(self, i: int) -> int | None:
        """The attribution in whose content this one's source stands."""
        source = self.attributions[i].source
        if source is None:
            return None
        at = bisect_right(self._span_starts, source[0])
        near = self._spans[max(0, at - _SPANS_BACK) : at]
        return max(((s, e, k) for s, e, k in near if k != i and source[1] <= e), default=(0, 0, None))[2]

    def _outer_speaker(self, i: int) -> Entity | None:
        outer = self._enclosing(i)
        return self._read(outer).entity if outer is not None else None

    def _mark_enclosing(self, found: list[Candidate], i: int, position: int) -> None:
        ante.mark_enclosing(found, self._outer_speaker(i), direct=self.scene.in_quote(position))

    def _without_source(self, i: int) -> Choice:
        """Nobody is named: the quote before in the same paragraph tells, where the words go on from it."""
        attribution = self.attributions[i]
        if not _goes_on(self.cast.text, attribution):
            return _NOBODY
        for k in self._order[max(0, self._place[i] - 3) : self._place[i]][::-1]:
            if self.attributions[k].paragraph < attribution.paragraph - (attribution.type == "direct"):
                break
            if (choice := self._read(k)).entity is not None:
                return Choice(choice.entity, choice.score * 0.65, "no source: the speaker before")
        return _NOBODY


def _goes_on(text: str, attribution: Attribution) -> bool:
    """True for a quote without a cue, and for cues that need the subject before ("…, adding", "But told the BBC")."""
    if not attribution.cue:
        return attribution.type != "indirect"
    words = [word.casefold() for start, end in attribution.cue for word in text[start:end].split()]
    return any(word in _ACTIVE or word.endswith("ing") and word not in _NOT_ACTIVE for word in words[:2])


def _anchor(attribution: Attribution) -> int:
    if attribution.source is not None:
        return attribution.source[0]
    return min((start for start, _ in (*attribution.cue, *attribution.content)), default=0)
