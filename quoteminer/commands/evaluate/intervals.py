"""Compute confidence intervals of figures, and compare two systems, by a bootstrap over articles.

Articles are drawn and not quotes, because an article's quotes have author, topic and errors in
common. Each resample draws as many articles as there are, with replacement, and computes every
figure from the sum of their counts.

- Interval: the 2.5th and the 97.5th percentile of a figure's resamples (Efron and Tibshirani, An
  Introduction to the Bootstrap, 1993, ch. 13). It covers the choice of articles, not disagreement
  of annotators, nor other newspapers.
- Comparison: both systems are measured on the same resamples. The p-value is the share of resamples
  whose difference lies at least as far from the observed difference d as d lies from 0
  (Berg-Kirkpatrick, Burkett and Klein, EMNLP 2012, but two-sided). The observed one counts among
  them, so p is never 0 (Davison and Hinkley, Bootstrap Methods, 1997).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from quoteminer.commands.evaluate.counts import GOLD, ROWS, Counts, Values, figures, shown_formulas
from quoteminer.errors import ConfigError, GoldError
from quoteminer.version import __version__

SEED: Final = 1
RESAMPLES: Final = 1000
LEVEL: Final = 0.95  # share of the resamples in an interval
FEW: Final = 20  # with fewer articles, intervals are too narrow and p-values too small
_ROUNDING: Final = 1e-12

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Signature:
    """The settings that reproduce the numbers, besides gold and predictions."""

    articles: int
    seed: int = SEED
    resamples: int = RESAMPLES
    level: float = LEVEL
    version: str = __version__

    def __str__(self) -> str:
        return (
            f"articles:{self.articles}|seed:{self.seed}|resamples:{self.resamples}"
            f"|version:{self.version}"
        )


@dataclass(frozen=True, slots=True)
class Score:
    """A figure, such as ``e2e`` of the row ``content.direct``. ``value`` is 0..1, ``gold`` the
    number of gold items. ``interval`` is None with fewer than two articles, or if the figure is
    undefined in all resamples.
    """

    row: str
    name: str
    value: float
    interval: Interval | None
    gold: int
    signature: Signature


@dataclass(frozen=True, slots=True)
class ScoreDifference:
    """A figure of two systems on the same articles. ``interval`` is the interval of the difference,
    ``p`` the two-sided p-value (0 < p <= 1); both are None in the same cases as in a Score."""

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
        return self.second - self.first


def evaluate(
    counts: Iterable[Counts], *, seed: int = SEED, resamples: int = RESAMPLES
) -> tuple[Score, ...]:
    """Return every figure of the articles. Raises ConfigError for an invalid setting, GoldError
    without articles."""
    stacked = _stacked(counts)
    signature = Signature(len(stacked), seed, resamples)
    total, drawn = stacked.sum(axis=0), resampled(stacked, seed=seed, resamples=resamples)
    values = figures(total)
    scores = []
    for row, formulas in shown_formulas(total).items():
        for name, formula in formulas.items():
            interval = _interval(formula(drawn[:, ROWS.index(row)]), signature)
            scores.append(
                Score(row, name, values[row][name], interval, int(values[row]["gold"]), signature)
            )
    return tuple(scores)


def scores_to_dict(scores: Iterable[Score]) -> dict[str, dict[str, Any]]:
    """Return JSON-ready values by row: ``gold``, each figure by its name, and ``intervals`` ([low,
    high] or null)."""
    rows: dict[str, dict[str, Any]] = {}
    intervals: dict[str, dict[str, list[float] | None]] = {}
    for score in scores:
        rows.setdefault(score.row, {"gold": score.gold})[score.name] = score.value
        intervals.setdefault(score.row, {})[score.name] = (
            list(score.interval) if score.interval else None
        )
    return {row: {**cells, "intervals": intervals[row]} for row, cells in rows.items()}


def compare(
    first: Iterable[Counts],
    second: Iterable[Counts],
    *,
    seed: int = SEED,
    resamples: int = RESAMPLES,
) -> tuple[ScoreDifference, ...]:
    """Return every figure of two systems on the same articles, in the same order, with the paired
    test. Raises ConfigError like `evaluate`, GoldError without articles or if their numbers
    differ."""
    pair = _stacked(first), _stacked(second)
    if len(pair[0]) != len(pair[1]):
        raise GoldError(
            f"{len(pair[0])} and {len(pair[1])} articles can't be compared: give the same ones, in"
            " order."
        )
    both = np.stack(pair, axis=1)
    signature = Signature(len(both), seed, resamples)
    drawn = resampled(both, seed=seed, resamples=resamples)
    ours, theirs = (figures(system.sum(axis=0)) for system in pair)
    differences = []
    for row, formulas in shown_formulas(both.sum(axis=(0, 1))).items():
        index = ROWS.index(row)
        for name, formula in formulas.items():
            a, b = (table.get(row, {}).get(name, 0.0) for table in (ours, theirs))
            gaps = formula(drawn[:, 1, index]) - formula(drawn[:, 0, index])
            interval = _interval(gaps, signature)
            known = gaps[~np.isnan(gaps)]
            as_far = np.count_nonzero(np.abs(known - (b - a)) >= abs(b - a) - _ROUNDING)
            p = (1 + as_far) / (1 + len(known)) if interval else None
            gold = int(pair[0][:, index, GOLD].sum())
            differences.append(ScoreDifference(row, name, a, b, interval, p, gold, signature))
    return tuple(differences)


def differences_to_dict(differences: Iterable[ScoreDifference]) -> dict[str, dict[str, Any]]:
    """Return JSON-ready values by row: ``gold``, and for each figure ``a``, ``b``, ``difference``
    (b - a), ``interval`` and ``p``; the last two may be null."""
    rows: dict[str, dict[str, Any]] = {}
    for gap in differences:
        interval = list(gap.interval) if gap.interval else None
        both = {"a": gap.first, "b": gap.second, "difference": gap.difference}
        cell = {**both, "interval": interval, "p": gap.p}
        rows.setdefault(gap.row, {"gold": gap.gold})[gap.name] = cell
    return rows


def resampled(counts: Counts, *, seed: int, resamples: int) -> Values:
    """Return the sums of the articles of each resample: from shape (articles, …) to (resamples,
    …)."""
    if seed < 0 or resamples < 1:
        raise ConfigError(
            f"seed is {seed} and resamples {resamples}; give a seed of 0 or more and 1 resample or"
            " more."
        )
    random = np.random.default_rng(seed)
    articles = len(counts)
    # exact up to 2^53, and multiplied many times as fast
    flat = counts.reshape(articles, -1).astype(np.float64)
    sums = np.empty((resamples, flat.shape[1]))
    for sample in range(resamples):
        drawn = random.integers(articles, size=articles)
        sums[sample] = np.bincount(drawn, minlength=articles) @ flat
    return sums.reshape(resamples, *counts.shape[1:])


def _stacked(counts: Iterable[Counts]) -> Counts:
    listed = list(counts)
    if not listed:
        raise GoldError("There are no annotated articles. Give at least one.")
    return np.stack(listed)


def _interval(values: Values, signature: Signature) -> Interval | None:
    """Return the percentiles of the resamples in which the figure has a value."""
    known = values[~np.isnan(values)]
    if signature.articles < 2 or not len(known):
        return None
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
