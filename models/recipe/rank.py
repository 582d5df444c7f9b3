"""Fit the layer that compares mentions, and the ranker of antecedents
(quoteminer/people/ranker.py), on gold sets with resolved speakers.

Every source that is not a name is a query with candidates. The right ones are those that the
annotators resolved to the same speaker, or a new entity if there is none. The attributions come
from the gold, but the names from the network, as in use.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from checked import write_checked
from frozen import Vectors, open_frozen, scores_of
from gold import key_of, read_examples, read_jsonl, right_names, set_path
from labels import Labelled, label
from logistic import fit_choices
from pairs import Questions, compared, fit_pairs, questions, write_pairs

from quoteminer.network.decode import decode
from quoteminer.network.reading import MentionVectors, Reading
from quoteminer.people.antecedents import Resolver
from quoteminer.people.entities import Entity
from quoteminer.people.ranker import TABLES, Antecedent, Candidate, Likeness, Ranker, Ranking, Table
from quoteminer.people.resolve import prepare
from quoteminer.text.article import make_article
from quoteminer.text.article_index import ArticleIndex
from quoteminer.text.marks import read_marks
from quoteminer.types import Attribution, Name, QuoteType

#: Strength of the L2 penalty, in instances; chosen by cross-validation on the training articles.
RIDGE = 1.0
#: The weight of a masked source, in instances.
MASKED = 0.3
#: The layer that compares mentions is fitted on all articles but one in two, and compares those.
FOLDS = 2
#: The weight of a pronoun whose speaker the annotators know, but which we leave unresolved as a
# makeshift.
UNKNOWN = 0.3
#: The number of sentences between a masked source and the last quote of its speaker.
_NEAR = 3
_ROUNDS = 2


@dataclass(frozen=True)
class Case:
    """An article with its gold attributions, ready to resolve. ``gold``: the speaker's number of
    each attribution, None where the article names none; ``names``: all names of each speaker,
    ``answers``: the right ones, both folded.
    """

    index: ArticleIndex
    attributions: tuple[Attribution, ...]
    found: tuple[Name, ...]
    gold: tuple[int | None, ...]
    names: dict[int, frozenset[str]]
    answers: dict[int, frozenset[str]]
    vectors: MentionVectors | None


@dataclass(frozen=True)
class Instance:
    """A query as numbers: a row of features for each candidate, and which candidates are right."""

    table: str
    rows: tuple[dict[str, float], ...]
    right: tuple[bool, ...]
    weight: float = 1.0


def rank(model: Path, *, data: Path, sets: Sequence[str], sample: int) -> dict[str, float]:
    """Fit the comparison of mentions (pairs.py), into the model's weights.onnx and config.json, and
    then the weights of the ranker, into its ranker.json, with their checksums. Return the share of
    queries that the ranker answers right, by table. ``sets``: gold files, each with the file of its
    names behind a colon; ``sample``: the most articles read from each set."""
    cases, asked = read_all_cases(model, data=data, sets=sets, sample=sample)
    write_pairs(model, fit_pairs(asked))
    weights, shares = fit(cases)
    write_checked(model / "ranker.json", json.dumps(weights, indent=1, sort_keys=True) + "\n")
    return shares


def read_all_cases(
    model: Path, *, data: Path, sets: Sequence[str], sample: int
) -> tuple[list[Case], list[Questions]]:
    """Return up to ``sample`` articles of each set, drawn at random with a fixed seed, with the
    names that the network finds in them, and the questions of these articles for the layer that
    compares mentions. In the cases, this layer is one that was fitted without their article, as in
    use."""
    read = list(_read(model, data, sets, sample))
    asked = [questions(labelled, vectors) for _, labelled, vectors in read]
    cases = []
    for fold in range(FOLDS):
        layers = fit_pairs([one for i, one in enumerate(asked) if one and i % FOLDS != fold])
        for case, labelled, vectors in read[fold::FOLDS]:
            cases.append(replace(case, vectors=compared(layers, labelled.pieces.starts, vectors)))
    return cases, [one for one in asked if one]


def _read(
    model: Path, data: Path, sets: Sequence[str], sample: int
) -> Iterator[tuple[Case, Labelled, Vectors]]:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    with open_frozen(model) as frozen:
        for gold, _, names in (pair.partition(":") for pair in sets):
            path = set_path(data, gold)
            examples = {
                one.id: one
                for one in read_examples(path, names=set_path(data, names) if names else None)
            }
            rows = list(read_jsonl(path))
            for row in random.Random(path.name).sample(rows, min(sample, len(rows))):
                labelled = label(examples[row["id"]], frozen.tokenizer)
                scores, vectors = scores_of(frozen, labelled.pieces)
                yield _case(row, decode(frozen, labelled.pieces, scores), nlp), labelled, vectors


def _case(row: dict[str, Any], reading: Reading, nlp: Any) -> Case:
    article = make_article(row["text"], id=row["id"])
    sentences = [(s.start_char, s.end_char) for s in nlp(article.text).sents]
    index = ArticleIndex(article, read_marks(article.text, article.paragraphs), sentences=sentences)
    attributions = tuple(_attribution(quote, index) for quote in row["quotes"])
    names = {
        s["id"]: frozenset(key_of(name) for name in (s["name"], *s["aliases"]))
        for s in row["speakers"]
    }
    gold = tuple(quote["speaker"] for quote in row["quotes"])
    answers = {speaker["id"]: right_names(speaker) for speaker in row["speakers"]}
    return Case(index, attributions, reading.names, gold, names, answers, reading.vectors)


def _attribution(quote: dict[str, Any], index: ArticleIndex) -> Attribution:
    content = tuple((a, b) for a, b in quote["content"])
    quoted = index.quoted_share(content)
    kind: QuoteType = "direct" if quoted >= 0.9 else "mixed" if quoted > 0.02 else "indirect"
    source = tuple(quote["source"][0]) if quote["source"] else None
    return Attribution(
        content,
        tuple((a, b) for a, b in quote["cue"]),
        source,
        kind,
        quote["act"],
        index.paragraph(content[0][0]),
    )


# what is right


@dataclass(frozen=True)
class OracleRanker(Ranker):
    """A ranker that knows the answers: it records every query with its right candidates, and gives
    the right answer if it is among them. ``who``: the gold speaker of each entity that has a name,
    by id."""

    case: Case | None = None
    who: dict[int, int] = field(default_factory=dict)
    instances: list[Instance] = field(default_factory=list)
    masked: list[int] = field(default_factory=list)
    _new: list[tuple[Candidate, int]] = field(default_factory=list)

    def rank(
        self, table: Table, candidates: Sequence[Candidate], attribution: int | None = None
    ) -> Ranking:
        ranking = super().rank(table, candidates, attribution)
        if self.case is None or attribution is None:
            return ranking
        speaker = self.case.gold[attribution]
        right = {id(c) for c in candidates if self.is_right(c.entity, speaker)}
        # A known entity that is not a candidate (too far away), or none at all: "new" is the best
        # answer.
        if self.masked and not right:
            return ranking
        weight = (
            MASKED
            if self.masked
            else UNKNOWN
            if not right and table in ("he", "it", "they")
            else 1.0
        )
        right = right or {id(c) for c in candidates if c.entity is None}
        rows = tuple(dict(candidate.features) for candidate in candidates)
        answers = tuple(id(c) in right for c in candidates)
        self.instances.append(Instance(table, rows, answers, weight))
        if self.masked:
            return ranking
        order = sorted(
            range(len(ranking.candidates)), key=lambda i: id(ranking.candidates[i]) not in right
        )
        first = ranking.candidates[order[0]]
        if first.entity is None and speaker is not None:
            self._new.append((first, speaker))
        return Ranking(tuple(ranking.candidates[i] for i in order), (1.0,) * len(order), ())

    def compare(self, candidates: Sequence[Candidate], attribution: int | None) -> None:
        """Compare nothing for a masked source, because its name would give the answer away."""
        if not self.masked:
            super().compare(candidates, attribution)

    def is_right(self, entity: Entity | None, speaker: int | None) -> bool:
        if entity is None or speaker is None:
            return entity is None and speaker is None
        if entity.id in self.who:
            return self.who[entity.id] == speaker
        made = [known for candidate, known in self._new if candidate.entity is entity]
        names = self.case.names[speaker] if self.case else frozenset()
        return (
            speaker in made
            if made
            else any(key_of(form) in names for form in (entity.name, *entity.forms))
        )


class _Masking(Resolver):
    """Also replaces sources that are names or descriptions by pronouns. This gives more queries
    with known answers, although writers avoid pronouns where they are hard to resolve."""

    def resolve_one(self, i: int) -> Antecedent:
        mention, ranker = self.mentions[i], self.ranker
        if isinstance(ranker, OracleRanker) and mention is not None and mention.kind != "pronoun":
            ranker.masked.append(i)
            if (word := self._pronoun_for(i)) is not None:
                self.read_pronoun(i, mention, word)
            ranker.masked.pop()
        return super().resolve_one(i)

    def _pronoun_for(self, i: int) -> str | None:
        """Return "he", "she", "it" or "they" for a source whose speaker was quoted a few sentences
        before."""
        ranker, mention = self.ranker, self.mentions[i]
        if (
            not isinstance(ranker, OracleRanker)
            or ranker.case is None
            or mention is None
            or ranker.case.gold[i] is None
        ):
            return None
        for entity, at in self.discourse.last_sources(mention.start, 2):
            near = self.index.sentence(mention.start) - self.index.sentence(at) <= _NEAR
            if near and ranker.is_right(entity, ranker.case.gold[i]):
                if entity.plural:
                    return "they"
                if entity.kind == "org":
                    return "it"
                return {"m": "he", "f": "she", None: None}[entity.gender]
        return None


def instances(case: Case, ranker: Ranker) -> list[Instance]:
    """Return the queries of an article with their answers."""
    oracle = OracleRanker(ranker.weights, likeness_of(case), case, _named(case, ranker))
    _resolver(case, oracle, _Masking).resolve_all()
    return oracle.instances


def _named(case: Case, ranker: Ranker) -> dict[int, int]:
    """Return the most frequent gold speaker of each entity whose name is a source."""
    votes: dict[int, Counter[int]] = {}
    resolver = _resolver(case, replace(ranker, likeness=likeness_of(case)))
    for mention, found, speaker in zip(
        resolver.mentions, resolver.resolve_all(), case.gold, strict=True
    ):
        if (
            mention is not None
            and mention.name_kind is not None
            and found.entity is not None
            and speaker is not None
        ):
            votes.setdefault(found.entity.id, Counter())[speaker] += 1
    return {entity: max(count, key=lambda s: (count[s], -s)) for entity, count in votes.items()}


def likeness_of(case: Case) -> Likeness | None:
    """Return the likeness of an article's mentions, before any source is resolved."""
    return Likeness(case.vectors, case.attributions) if case.vectors else None


def _resolver(case: Case, ranker: Ranker, resolver: type[Resolver] = Resolver) -> Resolver:
    return prepare(case.index, case.attributions, case.found, ranker, resolver=resolver)


# the fit


def fit(cases: Sequence[Case]) -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """Return the weights of every table, and the share of the queries that they answer right.
    Earlier
    answers change later candidates, so fitting is repeated for several rounds."""
    weights: dict[str, dict[str, float]] = {}
    for _ in range(_ROUNDS):
        known = [one for case in cases for one in instances(case, Ranker(weights))]
        weights = {
            table: fit_table([one for one in known if one.table == table]) for table in TABLES
        }
    shares = {
        table: _share([one for one in known if one.table == table], weights[table])
        for table in TABLES
    }
    return weights, shares


def fit_table(known: Sequence[Instance]) -> dict[str, float]:
    """Return the weights of the features of one table, without those that are almost 0."""
    features = sorted({name for one in known for row in one.rows for name in row})
    if not features:
        return {}
    column = {name: i for i, name in enumerate(features)}
    table = np.zeros((sum(len(one.rows) for one in known), len(features)))
    for i, row in enumerate(row for one in known for row in one.rows):
        for name, value in row.items():
            table[i, column[name]] = value
    question = np.repeat(np.arange(len(known)), [len(one.rows) for one in known])
    right = np.array([r for one in known for r in one.right])
    weights = fit_choices(
        table, question, right, RIDGE, weight=np.array([one.weight for one in known])
    )
    return {
        name: round(float(w), 3)
        for name, w in zip(features, weights, strict=True)
        if abs(w) >= 0.005
    }


def _share(known: Sequence[Instance], weights: dict[str, float]) -> float:
    known = [one for one in known if one.weight == 1.0]
    best = [max(range(len(one.rows)), key=lambda i: _points(one.rows[i], weights)) for one in known]
    return round(
        sum(one.right[i] for one, i in zip(known, best, strict=True)) / max(1, len(known)), 4
    )


def _points(row: dict[str, float], weights: dict[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in row.items())
