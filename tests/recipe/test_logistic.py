"""The one fit of the recipe, against the condition of an optimum: no allowed direction makes the
loss smaller."""

import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

FIT = runpy.run_path(str(Path(__file__).parents[2] / "models" / "recipe" / "logistic.py"))
ROWS = np.random.default_rng(5).normal(size=(60, 4))
QUESTION = np.repeat(np.arange(20), 3)
RIGHT = np.tile([True, False, False], 20)
RIGHT[:30:3] = False  # in half of the questions another candidate is right, in some two are
RIGHT[1:30:3] = True
RIGHT[2:15:3] = True


def loss(weights: Any, ridge: Any, prior: Any, counts: Any) -> float:
    """The penalised negative log-likelihood, question by question."""
    total = 0.5 * float((np.broadcast_to(ridge, 4) * (weights - prior) ** 2).sum())
    for number in range(20):
        powers = np.exp(ROWS[number == QUESTION] @ weights)
        total -= counts[number] * float(
            np.log(powers[RIGHT[number == QUESTION]].sum() / powers.sum())
        )
    return total


@pytest.mark.parametrize("ridge", [0.5, np.array([0.1, 5.0, 1.0, 0.5])])
@pytest.mark.parametrize("bounded", [False, True])
def test_no_allowed_step_lowers_the_loss(ridge: Any, bounded: bool) -> None:
    prior, counts = np.array([0.5, -0.5, 0.2, 0.0]), np.linspace(0.3, 1.0, 20)
    low, high = (np.array([0.3, -np.inf, -np.inf, 0.1]), np.array([np.inf, -0.4, np.inf, 0.2]))
    bounds = {"low": low, "high": high} if bounded else {}
    weights = FIT["fit_choices"](ROWS, QUESTION, RIGHT, ridge, weight=counts, prior=prior, **bounds)
    least = loss(weights, ridge, prior, counts)
    at_a_bound = 0
    for index in range(4):
        for step in (-1e-3, 1e-3):
            moved = weights + step * np.eye(4)[index]
            if bounded and ((moved < low) | (moved > high)).any():
                at_a_bound += 1
            else:
                assert loss(moved, ridge, prior, counts) >= least
    assert (at_a_bound > 0) == bounded


def test_yes_or_no_is_a_logistic_regression() -> None:
    right = ROWS[:, 0] + ROWS[:, 1] ** 2 > 0.5
    weights = FIT["fit_yes_no"](ROWS, right, 0.7)
    slope = ROWS.T @ (1 / (1 + np.exp(-ROWS @ weights)) - right) + 0.7 * weights
    assert np.abs(slope).max() < 1e-4
