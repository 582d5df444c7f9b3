"""Fit the data of `quoteminer/linking`: common words from our own articles, weights from pairs of
people.

The weights are a logistic regression with a prior: each weight keeps its sign and is pulled towards
a guess. It is trained on the decisions of `PersonMerger`, each with the right answer, after right
answers to all earlier ones, in

- a collection of news: the speakers of 2,319 articles of the BBC (2004 and 2005) and Wikinews
  (2019), as en_news reads them, grouped by a reader. Nearly all equal names are one person there.
  We may not publish the texts and the answers; ``natural_pairs.csv`` has the evidence of each
  decision, as numbers, and how often it was right;
- the pairs of ``tests/linking/pairs.tsv``, half of them different people, each several times with
  various columns left out, because records often lack them.

Families of names for which `linking_pairs.is_held_out` is true are left out of both.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from logistic import fit_yes_no

from quoteminer.linking.evidence import describe
from quoteminer.linking.merge_persons import Groups, PersonMerger
from quoteminer.linking.namesakes import WORD, common_words
from quoteminer.linking.profiles import Collected
from quoteminer.names.similarity import fold
from quoteminer.output.run.read_records import read_records
from quoteminer.records import ArticleRecord

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "quoteminer" / "linking"
NATURAL = Path(__file__).with_name("natural_pairs.csv")
PRIOR = {
    "bias": 3.0, "frequent": -1.0, "variant": -1.0, "initial": -2.0, "typo": -3.0, "weak": -3.5,
    "surname": -4.0, "mononym": 2.0, "same role": 1.5, "other field": -1.5, "other post": -1.2,
    "same affiliation": 1.5, "other affiliation": -0.7, "same place": 0.7, "other place": -0.7,
    "shared names": 1.0, "shared words": 1.0, "place in story": 1.0, "same days": 0.3,
    "other life": -6.0, "one article": -3.0, "articles": 0.7,
}  # fmt: skip
"""The guess for each weight. Apart from the bias it keeps its sign."""
FIRM = ("weak", "typo", "other life", "other post", "one article", "articles")
"""Features with a prior a hundred times as strong: the pairs have too few of them, or (posts) too
many misread ones."""
COLUMNS = ("role", "affiliation", "date", "title", "with", "said")
DROPPED = 0.4
"""The share of columns that are left out."""
HARD = 0.5
"""The share of the pairs of pairs.tsv in the fit."""
DECAY = 0.003
"""The strength of the pull towards the guess."""
Example = tuple[Mapping[str, float], bool, float]
"""The evidence, whether it is one person, and the weight of the decision."""


def write_linking(
    articles: Path, records: Path | None = None, labels: Path | None = None
) -> dict[str, float]:
    """Write common_words.txt and weights.json into the package, and return the weights.

    Args:
        articles: the gold file whose words are counted.
        records, labels: a collection and its persons (a table with text_id, speaker_id and person),
            to write natural_pairs.csv again; None: use the existing file.
    """
    sys.path.insert(0, str(ROOT / "tests" / "linking"))
    from linking_pairs import article, is_held_out, read_pairs

    with gzip.open(articles, "rt", encoding="utf-8") as stream:
        words = frequent_words(json.loads(line)["text"] for line in stream)
    (PACKAGE / "common_words.txt").write_text(
        "".join(f"{word}\n" for word in words), encoding="utf-8"
    )
    common_words.cache_clear()
    describe.cache_clear()
    if records and labels:
        write_natural(records, labels, is_held_out)
    dice, hard = random.Random(14), list[Example]()
    for pair in read_pairs():
        for turn in range(0 if pair.held_out else 8):
            rows = [_dropped(row, dice) if turn else row for row in (pair.one, pair.other)]
            both = [article(id, row) for id, row in zip("ab", rows, strict=True)]
            persons = {("a", 0): 0, ("b", 0): 0 if pair.same else 1}
            hard += decisions(both, persons)
    natural = list(read_natural())
    share = HARD / (1 - HARD) * sum(weight for *_, weight in natural) / len(hard)
    weights = fit([*natural, *((evidence, same, share) for evidence, same, _ in hard)])
    (PACKAGE / "weights.json").write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    return weights


class RightMerger(PersonMerger):
    """Merges by the right answers and notes the evidence of each comparison."""

    def __init__(self, *arguments: Any, persons: Mapping[int, Any]) -> None:
        super().__init__(*arguments)
        self.examples: list[tuple[dict[str, float], bool, int]] = []
        self._persons = persons

    def _settle(self, group: Any, others: Iterable[Any]) -> Any:
        right = None
        person = self._persons.get(group.numbers[0])
        for match in filter(None, [self._match(group, other) for other in others]):
            other = self._persons.get(match.group.numbers[0])
            if person is not None and other is not None:
                self.examples.append((dict(match.evidence), person == other, group.numbers[0]))
                right = right or (match.group if person == other else None)
        return self._join(group, right) if right else None


def decisions(
    records: Iterable[ArticleRecord],
    persons: Mapping[tuple[str, int], Any],
    is_left_out: Any = lambda name: False,
) -> Iterator[Example]:
    """Yield the comparisons of `PersonMerger` in a collection; ``persons``: the right ones, by
    article and speaker."""
    collected = Collected(None, None)
    for record in records:
        collected.add(record)
    profiles = collected.sorted_profiles()
    right = {
        collected.places[speaker]: person
        for speaker, person in persons.items()
        if speaker in collected.places
    }
    merger = RightMerger(
        profiles, Groups(len(profiles)), collected.story, collected.clashes(), persons=right
    )
    merger.merge()
    for evidence, same, number in merger.examples:
        if not is_left_out(profiles[number].name):
            yield evidence, same, 1.0


def write_natural(records: Path, labels: Path, is_left_out: Any) -> None:
    """Write the evidence of each decision in a collection, and how often it was for one person and
    for two."""
    with labels.open(encoding="utf-8-sig", newline="") as stream:
        persons = {
            (row["text_id"], int(row["speaker_id"])): row["person"]
            for row in csv.DictReader(stream)
        }
    counts: dict[tuple[str, ...], Counter[bool]] = {}
    for evidence, same, _ in decisions(read_records(records), persons, is_left_out):
        cells = tuple(f"{round(4 * evidence.get(name, 0.0)) / 4:g}" for name in PRIOR)
        counts.setdefault(cells, Counter())[same] += 1
    with NATURAL.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("same", "different", *PRIOR))
        writer.writerows(
            (count[True], count[False], *cells) for cells, count in sorted(counts.items())
        )


def read_natural() -> Iterator[Example]:
    with NATURAL.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            evidence = {name: float(row[name]) for name in PRIOR}
            for column in ("same", "different"):
                if row[column] != "0":
                    yield evidence, column == "same", float(row[column])


def frequent_words(texts: Iterable[str]) -> Iterator[str]:
    """Yield the words that are in lower case in two or more texts, and mostly so; the most frequent
    first."""
    lower, upper = Counter[str](), Counter[str]()
    for text in texts:
        words = set(WORD.findall(text))
        lower.update({fold(word) for word in words if word[0].islower()})
        upper.update({fold(word) for word in words if not word[0].islower()})
    ranked = sorted(lower.items(), key=lambda item: (-item[1], item[0]))
    return (
        word for word, count in ranked if count > 1 and 2 * count > upper[word] and len(word) > 2
    )


def _dropped(row: dict[str, str], dice: random.Random) -> dict[str, str]:
    return {
        name: "" if name in COLUMNS and dice.random() < DROPPED else text
        for name, text in row.items()
    }


def fit(examples: list[Example]) -> dict[str, float]:
    """Return the weights, to two decimals."""
    names, prior = list(PRIOR), np.array(list(PRIOR.values()))
    rows = np.array(
        [[float(evidence.get(name, 0.0)) for name in names] for evidence, *_ in examples]
    )
    shares = np.array([weight for *_, weight in examples])
    pull = DECAY * np.array([100.0 if name in FIRM else 1.0 for name in names])
    low, high = np.where(prior > 0, 0, -np.inf), np.where(prior < 0, 0, np.inf)
    right = [same for _, same, _ in examples]
    weights = fit_yes_no(
        rows, right, pull, weight=shares / shares.sum(), prior=prior, low=low, high=high
    )
    return {name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)}
