"""Find the pronouns that an article uses for each person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from quoteminer.names import lexicon
from quoteminer.names.lexicon import PRONOUN_GENDER, Gender
from quoteminer.names.person_names import parse_person
from quoteminer.people.antecedents import Resolver
from quoteminer.people.entities import Entity
from quoteminer.people.features import add_kind
from quoteminer.people.genders import PRONOUN
from quoteminer.people.noun_phrases import read_phrase
from quoteminer.people.ranker import Antecedent, Candidate, Ranker
from quoteminer.types import Pronouns, Span

#: The least probability of an antecedent: of a source, of another pronoun, and of a pronoun with
# nobody else in its sentence before it. On 125 articles, 99 % of the pronouns above these agree
# with names that show a gender.
_LEAST, _CLEAR, _ALONE = 0.7, 0.75, 0.4
#: Other pronouns may be at most this share of a person's evidence.
_OTHERS: Final = 0.2
#: The least evidence against the usual gender of a given name. Less is often about somebody else.
_AGAINST_NAME: Final = 3
#: The weights of evidence: the article states the pronouns, a title or noun, a source, another
# pronoun.
_BY_STATEMENT, _BY_WORD, _BY_SOURCE, _BY_PRONOUN = 100, 3, 2, 1
_SUBJECT: Final[dict[Gender, Pronouns]] = {"m": "he", "f": "she"}
_GENDERS: Final[dict[Pronouns, Gender]] = {"he": "m", "she": "f"}
_BOTH: Final = lexicon.words("nouns_for_both")
_PAIRS: Final[dict[str, Pronouns]] = {"she/her": "she", "he/him": "he", "they/them": "they"}
_PAIR: Final = re.compile(rf"\b({'|'.join(_PAIRS)})\b", re.IGNORECASE)


class _Evidence(NamedTuple):
    """A place at which the article shows the pronouns of an entity, by its id."""

    entity: int
    pronouns: Pronouns
    place: Span
    weight: int


def find_pronouns(
    resolver: Resolver, antecedents: Sequence[Antecedent]
) -> dict[int, tuple[Pronouns, tuple[Span, ...]]]:
    """Return the pronouns that the article uses for each person with a name, by the entity's id,
    with the places of all pronouns, titles and nouns that show them. Given names are no evidence.
    ``antecedents``: of all sources."""
    found: dict[int, list[_Evidence]] = {}
    for evidence in (
        *_titles(resolver.store.text, resolver.store.entities),
        *_sources(resolver, antecedents),
        *_other_pronouns(resolver),
        *_stated(resolver),
    ):
        entity = resolver.store.entities[evidence.entity]
        if entity.kind == "person" and not entity.plural:
            found.setdefault(entity.id, []).append(evidence)
    decided = {}
    for number, all_of_one in found.items():
        weights = Counter[Pronouns]()
        for evidence in all_of_one:
            weights[evidence.pronouns] += evidence.weight
        (best, weight), *_ = weights.most_common(1)
        against = resolver.store.entities[number].contradicts(_GENDERS.get(best))
        least = (1 - _OTHERS) * weights.total()
        if weight >= max(least, _AGAINST_NAME if against else 0):
            places = {e.place for e in all_of_one if e.pronouns == best}
            decided[number] = best, tuple(sorted(places))
    return decided


def _titles(text: str, entities: Sequence[Entity]) -> Iterator[_Evidence]:
    """Yield titles before names ("Mrs", "Congresswoman") and nouns that describe named people."""
    for entity in entities:
        if entity.kind != "person":
            continue
        for start, end in entity.mentions:
            name = parse_person(" ".join(text[start:end].split()))
            for title in (name.honorific, *name.titles):
                key = lexicon.word_key(title)
                gender = lexicon.HONORIFICS.get(key) or _gender_of_noun(key)
                at = text.find(title, start, end)
                if gender and at >= 0:
                    yield _Evidence(entity.id, _SUBJECT[gender], (at, at + len(title)), _BY_WORD)
        for place in entity.nouns:
            gender = _gender_of_noun(lexicon.word_key(text[slice(*place)]))
            if gender:
                yield _Evidence(entity.id, _SUBJECT[gender], place, _BY_WORD)


def _gender_of_noun(noun: str) -> Gender | None:
    if noun in _BOTH:
        return None
    if noun in lexicon.FEMALE_NOUNS or noun.endswith("woman"):
        return "f"
    return "m" if noun in lexicon.MALE_NOUNS else None


def _sources(resolver: Resolver, antecedents: Sequence[Antecedent]) -> Iterator[_Evidence]:
    """Yield the sources that are a pronoun, or a description such as "the actress"."""
    text = resolver.store.text
    for antecedent, mention in zip(antecedents, resolver.mentions, strict=True):
        entity = antecedent.entity
        if entity is None or mention is None or antecedent.rival or antecedent.score < _LEAST:
            continue
        place = mention.start, mention.end
        word = next(iter(text[slice(*place)].casefold().split()), "")
        if mention.kind == "pronoun" and word in PRONOUN_GENDER:
            yield _Evidence(entity.id, _SUBJECT[PRONOUN_GENDER[word]], place, _BY_SOURCE)
        elif mention.kind == "description":
            head = read_phrase(text, *place, resolver.names).head
            gender = _gender_of_noun(head)
            at = re.search(rf"\b{re.escape(head)}\b", text[slice(*place)], re.IGNORECASE)
            if gender and at:
                noun = place[0] + at.start(), place[0] + at.end()
                yield _Evidence(entity.id, _SUBJECT[gender], noun, _BY_WORD)


def _other_pronouns(resolver: Resolver) -> Iterator[_Evidence]:
    """Yield the pronouns outside quotes that are not sources and have a clear antecedent. Names
    play no part in the choice, and contexts are not compared."""
    index, ranker = resolver.index, Ranker(resolver.ranker.weights)
    sources = {mention.start for mention in resolver.mentions if mention is not None}
    for pronoun in PRONOUN.finditer(resolver.store.text):
        start, end = pronoun.span()
        if start in sources or index.is_quoted(start) or resolver.names.touching(start, end):
            continue  # "Liu He" is a name
        candidates = resolver.discourse.candidates(pronoun.span(), lambda e: e.fits("he"), ())
        for candidate in candidates:
            add_kind(candidate)
        nobody = Candidate(None, {"nobody": 1.0, "nobody_only": float(not candidates)})
        ranking = ranker.rank("he", [*candidates, nobody])
        entity = ranking.best.entity
        near = [one.entity for one in candidates if "same_sentence" in one.features]
        if entity is not None and ranking.chances[0] >= (_ALONE if near == [entity] else _CLEAR):
            gender = PRONOUN_GENDER[pronoun.group().casefold()]
            yield _Evidence(entity.id, _SUBJECT[gender], pronoun.span(), _BY_PRONOUN)


def _stated(resolver: Resolver) -> Iterator[_Evidence]:
    """Yield the pronouns that the article states behind a name in the sentence: "Kit Berg
    (they/them)", "Kit Berg, who uses they/them pronouns"."""
    for pair in _PAIR.finditer(resolver.store.text):
        near = [name for name in resolver.names.before(pair.start(), 1) if name.kind == "person"]
        floor = resolver.index.sentence_start(pair.start())
        entity = resolver.store.at(near[0].start) if near and near[0].start >= floor else None
        if entity is not None:
            yield _Evidence(entity.id, _PAIRS[pair[1].casefold()], pair.span(), _BY_STATEMENT)
