"""Fit all weights of the recipe except the network: penalised logistic regression for choices among
candidates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_STEPS = 100
_LONGEST = 2.0
_CLOSE = 1e-6


def fit_yes_no(
    rows: npt.ArrayLike, right: Sequence[bool], ridge: float | Floats, **options: Floats
) -> Floats:
    """Fit a logistic regression: a choice between each row and a row of zeros. See `fit_choices`.

    Args:
        rows: the features (n, features); the caller adds a column of ones for the bias.
        right: whether each row is to be chosen (n).
    """
    table, chosen = np.asarray(rows, dtype=float), np.asarray(right, dtype=bool)
    both = np.stack([table, np.zeros_like(table)], axis=1).reshape(-1, table.shape[1])
    return fit_choices(
        both,
        np.arange(len(both)) // 2,
        np.stack([chosen, ~chosen], axis=1).ravel(),
        ridge,
        **options,
    )


def fit_choices(
    rows: Floats,
    question: npt.NDArray[np.int64],
    right: npt.NDArray[np.bool_],
    ridge: float | Floats,
    *,
    weight: Floats | None = None,
    prior: Floats | None = None,
    low: Floats | None = None,
    high: Floats | None = None,
) -> Floats:
    """Maximize the penalised conditional likelihood (McFadden 1974) by projected Newton steps
    (Bertsekas 1982).

    Args:
        rows: the features of all candidates (n, features).
        question: the question of each candidate (n), numbered from 0, in ascending order.
        right: which candidates are right (n), at least one for each question; if several are right,
            the sum of their probabilities counts.
        ridge: strength of the L2 penalty on the distance from ``prior``, in questions; one number
            or one per feature.
        weight: the weight of each question (questions); default 1.
        prior: the values towards which the penalty pulls the weights (features); default 0.
        low: the lowest value of each weight (features); default: no bound.
        high: the highest value of each weight (features); default: no bound.

    Returns:
        The weights (features).
    """
    count = rows.shape[1]
    start = np.zeros(count) if prior is None else prior
    low, high = (
        np.full(count, bound) if given is None else given
        for given, bound in ((low, -np.inf), (high, np.inf))
    )
    counts = np.ones(len(rows)) if weight is None else weight[question]
    penalty = np.broadcast_to(ridge, count)
    weights = np.clip(start, low, high)
    for _ in range(_STEPS):
        points = rows @ weights
        wanted, chance = _shares(points, question, right), _shares(points, question, None)
        slope = rows.T @ ((chance - wanted) * counts) + penalty * (weights - start)
        # Weights at a bound that the likelihood pushes against stay there.
        free = ~(((weights <= low) & (slope > 0)) | ((weights >= high) & (slope < 0)))
        mean = np.zeros((question[-1] + 1, count))
        np.add.at(mean, question, rows * (chance * np.sqrt(counts))[:, None])
        curve = (rows.T * (chance * counts)) @ rows - mean.T @ mean + np.diag(penalty)
        step = np.zeros(count)
        step[free] = np.linalg.solve(curve[np.ix_(free, free)], slope[free])
        moved = np.clip(
            weights - step * min(1.0, _LONGEST / max(1e-9, float(np.abs(step).max()))), low, high
        )
        longest, weights = float(np.abs(moved - weights).max()), moved
        if longest < _CLOSE:
            break
    return weights


def _shares(
    points: Floats, question: npt.NDArray[np.int64], among: npt.NDArray[np.bool_] | None
) -> Floats:
    """Return the softmax of the points in each question, among all or some candidates."""
    masked = points if among is None else np.where(among, points, -np.inf)
    top = np.full(question[-1] + 1, -np.inf)
    np.maximum.at(top, question, masked)
    powers = np.exp(masked - top[question])
    shares: Floats = powers / np.bincount(question, powers)[question]
    return shares
