"""Fit what `quoteminer/linking` knows: common words from our own articles, weights from our own pairs of people.

The weights are a logistic regression with a prior: each weight keeps its sign and is drawn to a guess. Each pair counts
several times, with one or another column left out, since records lack them.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from logistic import fit_yes_no

from quoteminer.linking.evidence import Bearer, date_of, describe, features, story_of
from quoteminer.linking.namesakes import WORD, common_words, difference, parse_initials, world_frequency
from quoteminer.linking.profiles import descriptions
from quoteminer.names.similarity import fold
from quoteminer.records import ArticleRecord

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "quoteminer" / "linking"
PRIOR = {
    "bias": 0.0, "frequent": -3.0, "variant": -0.6, "weak": -3.5, "surname": -1.2,
    "same role": 1.0, "other role": -0.7, "same affiliation": 1.5, "other affiliation": -0.7, "same place": 0.7,
    "other place": -0.7, "shared names": 1.0, "shared words": 1.0, "place in story": 1.0, "same days": 0.3,
}  # fmt: skip
"""The guess for each weight. Apart from the bias it keeps its sign."""
FIRM = ("variant", "weak", "surname")
"""Ten times as firm: how many pairs of such names are one person's is made up."""
COLUMNS = ("role", "affiliation", "date", "title", "with", "said")
DROPPED = 0.4
"""The share of columns that are left out."""
DECAY = 0.003
"""Strength of the pull to the guess, for each example."""
Example = tuple[dict[str, float], bool]


def write_linking(articles: Path) -> dict[str, float]:
    """Write common_words.txt and weights.json into the package. Returns the weights.

    Args:
        articles: gold file whose words are counted.
    """
    sys.path.insert(0, str(ROOT / "tests" / "linking"))
    from linking_pairs import article, read_pairs

    with gzip.open(articles, "rt", encoding="utf-8") as stream:
        words = frequent_words(json.loads(line)["text"] for line in stream)
    (PACKAGE / "common_words.txt").write_text("".join(f"{word}\n" for word in words), encoding="utf-8")
    common_words.cache_clear()
    describe.cache_clear()
    dice, found = random.Random(14), list[Example]()
    for pair in read_pairs():
        for turn in range(0 if pair.held_out else 8):
            x, y = (_bearer(article("a", _dropped(row, dice) if turn else row)) for row in (pair.one, pair.other))
            kind = difference(x.name, y.name)
            if kind:
                found.append((features(x, y, kind), pair.same))
    weights = fit(found)
    (PACKAGE / "weights.json").write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    return weights


def frequent_words(texts: Iterable[str]) -> Iterator[str]:
    """Yield the words that two texts or more have in lower case, and most of them so; the most frequent first."""
    lower, upper = Counter[str](), Counter[str]()
    for text in texts:
        words = set(WORD.findall(text))
        lower.update({fold(word) for word in words if word[0].islower()})
        upper.update({fold(word) for word in words if not word[0].islower()})
    ranked = sorted(lower.items(), key=lambda item: (-item[1], item[0]))
    return (word for word, count in ranked if count > 1 and 2 * count > upper[word] and len(word) > 2)


def _bearer(record: ArticleRecord) -> Bearer:
    speaker = record.speakers[0]
    name = parse_initials(speaker.name)
    about = describe(speaker.role or descriptions(speaker), speaker.affiliation or "")
    return Bearer(name, about, story_of(record, date_of(record.meta)), world_frequency(name))


def _dropped(row: dict[str, str], dice: random.Random) -> dict[str, str]:
    return {name: "" if name in COLUMNS and dice.random() < DROPPED else text for name, text in row.items()}


def fit(found: list[Example]) -> dict[str, float]:
    """Return the weights, to two decimals."""
    names, prior = list(PRIOR), np.array(list(PRIOR.values()))
    rows = np.array([[float(one.get(name, 0.0)) for name in names] for one, _ in found])
    pull = len(found) * DECAY * np.array([10.0 if name in FIRM else 1.0 for name in names])
    low, high = np.where(prior > 0, 0, -np.inf), np.where(prior < 0, 0, np.inf)
    weights = fit_yes_no(rows, [same for _, same in found], pull, prior=prior, low=low, high=high)
    return {name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)}
