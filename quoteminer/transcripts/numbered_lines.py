"""Texts whose lines are numbered on each page, as court reporters export them: the words without
the numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, pairwise
from typing import Final

_NUMBERED: Final = re.compile(r"[ \t]{0,12}(?P<number>\d{1,2})(?:(?=[ \t])|$)(?P<words>.*)")
_NUMBER: Final = re.compile(r"^[ \t]{0,12}\d{1,2}(?=[ \t]|$)", re.MULTILINE)
_FEWEST: Final = 20  # numbered lines
# least share of the visible lines that have numbers, and of numbers that follow the last
_NEARLY_ALL: Final = 0.8
# least share of numbered lines that begin with a small letter, within a sentence
_WITHIN: Final = 0.2


def without_line_numbers(text: str) -> str | None:
    """Return a text without the numbers of its lines, and without what stands between its pages;
    None if its lines are not numbered."""
    # nearly all texts, without a copy of them
    if sum(1 for _ in islice(_NUMBER.finditer(text), _FEWEST)) < _FEWEST:
        return None
    lines = text.splitlines()
    matches = [_NUMBERED.match(line) for line in lines]
    numbered = [index for index, match in enumerate(matches) if match]
    if len(numbered) < max(_FEWEST, _NEARLY_ALL * sum(map(bool, map(str.strip, lines)))):
        return None
    numbers = [int(match["number"]) for match in matches if match]
    words = [match["words"] for match in matches if match]
    follow = sum(after in (before + 1, 1) for before, after in pairwise(numbers))
    if follow < _NEARLY_ALL * len(numbers) or sum(
        line.lstrip()[:1].islower() for line in words
    ) < _WITHIN * len(words):
        return None
    return "\n".join((*lines[: numbered[0]], *_pages(numbers, words), *lines[numbered[-1] + 1 :]))


def _pages(numbers: Sequence[int], words: Sequence[str]) -> list[str]:
    """Return the words of the lines, without empty ones at the ends of pages: there sentences go
    on."""
    kept: list[str] = []
    for number, line in zip(numbers, words, strict=True):
        while number == 1 and kept and not kept[-1].strip():
            kept.pop()
        kept.append(line.rstrip())
    return kept
