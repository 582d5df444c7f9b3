"""Figures as JSON-ready values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from quoteminer.evaluation.intervals import Difference, Score


def scores_to_dict(scores: Iterable[Score]) -> dict[str, dict[str, Any]]:
    """By row: ``gold``, each figure by its name (as the project's scorer writes them), and ``intervals``, for each
    figure [low, high] or null."""
    rows: dict[str, dict[str, Any]] = {}
    intervals: dict[str, dict[str, list[float] | None]] = {}
    for score in scores:
        rows.setdefault(score.row, {"gold": score.gold})[score.name] = score.value
        intervals.setdefault(score.row, {})[score.name] = list(score.interval) if score.interval else None
    return {row: {**cells, "intervals": intervals[row]} for row, cells in rows.items()}


def differences_to_dict(differences: Iterable[Difference]) -> dict[str, dict[str, Any]]:
    """By row: ``gold``, and for each figure ``a``, ``b``, ``difference`` (b - a), ``interval`` ([low, high] or null)
    and ``p`` (or null)."""
    rows: dict[str, dict[str, Any]] = {}
    for one in differences:
        rows.setdefault(one.row, {"gold": one.gold})[one.name] = {
            "a": one.first,
            "b": one.second,
            "difference": one.difference,
            "interval": one.interval and list(one.interval),
            "p": one.p,
        }
    return rows
