"""How good what was found is: the project's scorer, which both systems are measured with."""

from __future__ import annotations

import runpy
from collections.abc import Mapping, Sequence
from typing import Any

from articles import SHARED

FIGURES = {
    "direct quotes, e2e": ("content.direct", "e2e"),
    "all quotes, e2e": ("content.all", "e2e"),
    "passages between marks, e2e": ("regions", "e2e"),
    "names, direct and mixed quotes": ("names.quoted", "F1"),
}
"""What the table shows, and where the scorer has it."""


def score(gold: Sequence[Mapping[str, Any]], records: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """The figures, 0..1, that this gold allows; none without gold or without the scorer (shared/tools/score.py)."""
    path = SHARED / "tools" / "score.py"
    if not gold or not path.is_file():
        return {}
    rows = runpy.run_path(str(path))["score"](list(gold), list(records))
    return {title: rows[row][cell] for title, (row, cell) in FIGURES.items() if row in rows}
