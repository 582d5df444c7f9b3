"""How cost grows with length: seconds = factor * words ** exponent, fitted by least squares on the logarithms."""

from __future__ import annotations

import math
from collections.abc import Sequence


def exponent(words: Sequence[int], seconds: Sequence[float]) -> float:
    """The slope of the straight line through the logarithms: 1 is linear, 2 is quadratic.

    Raises ValueError for fewer than two different lengths.
    """
    if len(set(words)) < 2:
        raise ValueError("an exponent needs texts of at least two lengths")
    x, y = ([math.log(value) for value in values] for values in (words, seconds))
    middle_x, middle_y = sum(x) / len(x), sum(y) / len(y)
    return sum((a - middle_x) * (b - middle_y) for a, b in zip(x, y, strict=True)) / sum((a - middle_x) ** 2 for a in x)
