"""Confidence intervals of figures, and a test of two systems, by a bootstrap over articles.

Articles are drawn and not quotes, because an article's quotes have author, topic and errors in common. Each resample
draws as many articles as there are, with replacement, and makes every figure of the sum of their counts.

- Interval: the 2.5th and the 97.5th percentile of a figure's resamples (Efron and Tibshirani, An Introduction to the
  Bootstrap, 1993, ch. 13). It covers the choice of articles, not annotators who disagree, nor other newspapers.
- Comparison: both systems are measured on the same resamples. The p-value is the share of resamples whose difference
  lies at least as far from the observed difference d as d lies from 0: on one side that is d* > 2 d, as in
  Berg-Kirkpatrick, Burkett and Klein, An Empirical Investigation of Statistical Significance in NLP, EMNLP 2012; here
  both sides count. The one observed is counted among the resamples, so that p is never 0 (Davison and Hinkley,
  Bootstrap Methods and Their Application, 1997, ch. 4).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from quoteminer import __version__
from quoteminer.errors import ConfigError, GoldError
from quoteminer.evaluation.counts import GOLD, ROWS, Counts
from quoteminer.evaluation.scores import Values, figures, formulas, shown_rows

SEED: Final = 1
RESAMPLES: Final = 1000
LEVEL: Final = 0.95
"""Of the resamples, the share that an interval holds."""
FEW: Final = 20
"""With less articles, intervals are too narrow and p-values too small."""
_ROUNDING: Final = 1e-12

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Signature:
    """The settings that reproduce the numbers, besides gold and predictions (as sacrebleu has it:
    Post, A Call for Clarity in Reporting BLEU Scores, 2018)."""

    articles: int
    seed: int = SEED
    resamples: int = RESAMPLES
    level: float = LEVEL
    version: str = __version__

    def __str__(self) -> str:
        return f"articles:{self.articles}|seed:{self.seed}|resamples:{self.resamples}|version:{self.version}"


@dataclass(frozen=True, slots=True)
class Score:
    """A figure, such as ``e2e`` of the row ``content.direct``. ``value`` is 0..1 (0 where there is nothing to divide
    by), ``gold`` the number of gold items. ``interval`` holds LEVEL of the resamples; None with less than two articles,
    or where no resample has anything to divide by."""

    row: str
    name: str
    value: float
    interval: Interval | None
    gold: int
    signature: Signature


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of two systems on the same articles. ``interval`` is that of the difference, ``p`` the two-sided
    p-value, above 0 and up to 1; both are None as the interval of a Score."""

    row: str
    name: str
    first: float
    second: float
    interval: Interval | None
    p: float | None
    gold: int
    signature: Signature

    @property
    def difference(self) -> float:
        """Second minus first, -1..1."""
        return self.second - self.first


def evaluate(counts: Iterable[Counts], *, seed: int = SEED, resamples: int = RESAMPLES) -> tuple[Score, ...]:
    """Return every figure of articles, counted by ``count_article``. Raises ConfigError for a seed below 0 or resamples
    below 1, GoldError without articles."""
    stacked = _stacked(counts)
    signature = Signature(len(stacked), seed, resamples)
    values, drawn = figures(stacked.sum(axis=0)), resampled(stacked, seed=seed, resamples=resamples)
    return tuple(
        Score(row, name, values[row][name], _interval(some, signature), int(values[row]["gold"]), signature)
        for row, name, some in _all_figures(stacked, drawn)
    )


def scores_to_dict(scores: Iterable[Score]) -> dict[str, dict[str, Any]]:
    """Return JSON-ready values by row: ``gold``, each figure by its name, and ``intervals`` ([low, high] or null)."""
    rows: dict[str, dict[str, Any]] = {}
    intervals: dict[str, dict[str, list[float] | None]] = {}
    for score in scores:
        rows.setdefault(score.row, {"gold": score.gold})[score.name] = score.value
        intervals.setdefault(score.row, {})[score.name] = list(score.interval) if score.interval else None
    return {row: {**cells, "intervals": intervals[row]} for row, cells in rows.items()}


def compare(
    first: Iterable[Counts], second: Iterable[Counts], *, seed: int = SEED, resamples: int = RESAMPLES
) -> tuple[Difference, ...]:
    """Return every figure of two systems on the same articles, in the same order, with the paired test. Raises
    ConfigError as `evaluate`, GoldError without articles or if their numbers differ."""
    pair = _stacked(first), _stacked(second)
    if len(pair[0]) != len(pair[1]):
        raise GoldError(f"{len(pair[0])} and {len(pair[1])} articles can't be compared: give the same ones, in order.")
    both = np.stack(pair, axis=1)
    signature = Signature(len(both), seed, resamples)
    drawn = resampled(both, seed=seed, resamples=resamples)
    ours, theirs = (figures(one.sum(axis=0)) for one in pair)
    found = []
    for row, name, some in _all_figures(both.sum(axis=1), drawn):
        a, b = (table.get(row, {}).get(name, 0.0) for table in (ours, theirs))
        gaps = some[:, 1] - some[:, 0]
        interval = _interval(gaps, signature)
        p = None if interval is None else _p(gaps, b - a)
        gold = int(pair[0][:, ROWS.index(row), GOLD].sum())
        found.append(Difference(row, name, a, b, interval, p, gold, signature))
    return tuple(found)


def differences_to_dict(differences: Iterable[Difference]) -> dict[str, dict[str, Any]]:
    """Return JSON-ready values by row: ``gold``, and for each figure ``a``, ``b``, ``difference`` (b - a), ``interval``
    and ``p``; the last two may be null."""
    rows: dict[str, dict[str, Any]] = {}
    for one in differences:
        interval = list(one.interval) if one.interval else None
        cell = {"a": one.first, "b": one.second, "difference": one.difference, "interval": interval, "p": one.p}
        rows.setdefault(one.row, {"gold": one.gold})[one.name] = cell
    return rows


def resampled(counts: Counts, *, seed: int, resamples: int) -> Values:
    """Return the sums of the articles of each resample: from shape (articles, …) to (resamples, …)."""
    if seed < 0 or resamples < 1:
        raise ConfigError(f"seed is {seed} and resamples {resamples}; give a seed of 0 or more and 1 resample or more.")
    random = np.random.default_rng(seed)
    articles = len(counts)
    flat = counts.reshape(articles, -1).astype(np.float64)  # exact up to 2^53, and multiplied many times as fast
    sums = np.empty((resamples, flat.shape[1]))
    for at in range(resamples):
        drawn = random.integers(articles, size=articles)
        sums[at] = np.bincount(drawn, minlength=articles) @ flat
    return sums.reshape(resamples, *counts.shape[1:])


def _all_figures(counts: Counts, drawn: Values) -> Iterable[tuple[str, str, Values]]:
    """Yield for each figure its row, its name and its value in each resample; ``drawn``: shape (…, len(ROWS), 4)."""
    for row in shown_rows(counts.sum(axis=0)):
        for name, formula in formulas(row).items():
            yield row, name, formula(drawn[..., ROWS.index(row), :])


def _stacked(counts: Iterable[Counts]) -> Counts:
    listed = list(counts)
    if not listed:
        raise GoldError("There is no article to measure by. Give at least one with gold.")
    return np.stack(listed)


def _interval(values: Values, signature: Signature) -> Interval | None:
    """Return the percentiles of the resamples in which the figure has a value."""
    known = values[~np.isnan(values)]
    if signature.articles < 2 or not len(known):
        return None
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def _p(gaps: Values, observed: float) -> float:
    known = gaps[~np.isnan(gaps)]
    as_far = np.abs(known - observed) >= abs(observed) - _ROUNDING
    return float((1 + np.count_nonzero(as_far)) / (1 + len(known)))
