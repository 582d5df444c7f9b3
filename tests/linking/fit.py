"""Learn weights.json from the pairs that are not held out: ``python tests/linking/fit.py [RECORDS.jsonl]``.

A logistic regression with a prior: each weight has the sign that it must have, and is drawn to what one would guess.
Each pair counts several times, with one or another column left out, as records lack them. RECORDS, the output of
``quoteminer extract`` on news articles, adds pairs with roles and affiliations as they are found, right or wrong:
people of one rare full name in two articles are one, and people of different names stand for namesakes. The shipped
weights were learned with 2,193 articles, which are not ours to ship.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import get_args

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from linking_pairs import Pair, Row, article, read_pairs

from quoteminer.linking import evidence
from quoteminer.linking.evidence import Profile, describe, features
from quoteminer.linking.name_variants import Difference, difference, is_bare, name_key, spelt_out, world_frequency
from quoteminer.linking.profiles import date_of, story_of, told
from quoteminer.people.names import parse_person
from quoteminer.records import ArticleRecord

WEIGHTS = Path(evidence.__file__).with_name("weights.json")
COLUMNS = ("role", "affiliation", "date", "title", "with", "said")
EXPECTED = {
    "frequent": -3.0, "rare name": 2.0, "equal": 0.0, "middle name": 0.0, "sound": -0.4, "initial": -0.8,
    "short form": -0.4, "part": -0.7, "order": -0.5, "loose": -0.7, "slip": -2.5, "syllable": -3.5, "generation": -4.5,
    "surname": -1.2, "frequent surname": -1.2,
    "alike": 1.5, "unlike": -2.0, "same role": 1.0, "same frequent role": 0.5, "like role": 0.2, "other rank": -1.0,
    "same affiliation": 1.5, "same broad affiliation": 0.2, "like affiliation": 0.7, "other affiliation": -0.7,
    "same place": 0.7, "other place": -0.7, "other sex": -4.0,
    "same role elsewhere": -1.5, "one accused": -2.5,
    "shared names": 1.0, "shared words": 1.0, "name overlap": 1.0, "word overlap": 1.0, "like topic": 2.0,
    "other topic": -1.0, "role in topic": 0.5, "place in story": 1.0, "same days": 0.3, "same story": 0.3,
    "years apart": -0.2, "bias": 0.0, "one untold": 0.0, "both untold": 0.0,
}  # fmt: skip
"""What each weight is drawn to: what one would guess. It keeps its sign, but for the last three."""
_FIRM = 10.0
"""How much more the weights of names are drawn to that: how many pairs of a kind are one person's is made up."""
EITHER = ("bias", "one untold", "both untold")
Example = tuple[dict[str, float], bool, float]


def profile(record: ArticleRecord, at: int = 0) -> Profile:
    speaker = record.speakers[at]
    name = spelt_out(parse_person(speaker.name))
    about = describe(speaker.role or told(speaker), speaker.affiliation or "")
    return Profile(name, about, story_of(record, date_of(record.meta) or ""), world_frequency(name))


def examples(pairs: list[Pair], dice: random.Random, times: int = 8) -> Iterator[Example]:
    for pair in pairs:
        for turn in range(times):
            one, other = (_without(row, dice) if turn else row for row in (pair.one, pair.other))
            x, y = profile(article("a", one)), profile(article("b", other))
            kind = difference(x.name, y.name)
            if kind:
                yield features(x, y, kind), pair.same, 1 / times


def _without(row: Row, dice: random.Random) -> Row:
    return {name: "" if name in COLUMNS and dice.random() < 0.4 else text for name, text in row.items()}


def real_examples(path: Path, dice: random.Random, most: int = 1200) -> Iterator[Example]:
    by_name: dict[object, list[Profile]] = defaultdict(list)
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            record = ArticleRecord.from_json(line)
            for at, speaker in enumerate(record.speakers):
                if speaker.kind == "person":
                    one = profile(record, at)
                    if not is_bare(one.name) and one.frequency <= 0.5:
                        by_name[name_key(one.name)].append(one)
    same = [pair for group in by_name.values() for pair in list(combinations(group, 2))[:2]]
    everybody = list(by_name.values())
    for x, y in dice.sample(same, min(most, len(same))):
        yield features(x, y, "equal"), True, 1 / most
    for _ in range(most):
        x, y = (dice.choice(group) for group in dice.sample(everybody, 2))
        yield features(x, y, "equal"), False, 1 / most


def fit(found: list[Example], decay: float = 0.003, steps: int = 6000, rate: float = 0.05) -> dict[str, float]:
    """Minimize the logistic loss by gradient steps, each followed by a projection on the signs."""
    names = list(EXPECTED)
    matrix = np.array([[float(signs.get(name, 0.0)) for name in names] for signs, _, _ in found])
    labels, counts = np.array([one[1] for one in found], float), np.array([one[2] for one in found])
    counts /= counts.sum()
    firm = np.array([_FIRM if name in (*get_args(Difference), "rare name") else 1.0 for name in names])
    expected = np.array([EXPECTED[name] for name in names])
    low = np.array([-np.inf if name in EITHER or EXPECTED[name] < 0 else 0.0 for name in names])
    high = np.array([np.inf if name in EITHER or EXPECTED[name] > 0 else 0.0 for name in names])
    weights, mean, square = expected.copy(), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, steps + 1):
        error = (1 / (1 + np.exp(-matrix @ weights)) - labels) * counts
        gradient = matrix.T @ error + decay * firm * (weights - expected)
        mean, square = 0.9 * mean + 0.1 * gradient, 0.999 * square + 0.001 * gradient**2
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        weights = np.clip(weights, low, high)
    return {name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)}


def main() -> None:
    dice = random.Random(14)
    pairs = [pair for pair in read_pairs() if not pair.held_out]
    found = list(examples(pairs, dice))
    if len(sys.argv) > 1:
        real = list(real_examples(Path(sys.argv[1]), dice))
        share = 0.8 * len(pairs) / sum(one[2] for one in real)
        found += [(signs, same, count * share) for signs, same, count in real]
    WEIGHTS.write_text(json.dumps(fit(found), indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(WEIGHTS.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
