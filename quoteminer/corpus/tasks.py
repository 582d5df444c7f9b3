"""What passes between a run and its workers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from quoteminer.inputs import Input
from quoteminer.records import Selection

Stage = Literal["read", "mine", "write"]


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker needs before it begins: the model's folder, a file of people (None: speakers are not looked up),
    which quotes are wanted, whether records hold their article's text."""

    model: Path
    people: Path | None = None
    wanted: Selection = Selection()
    with_text: bool = False


@dataclass(frozen=True, slots=True)
class Mined:
    """An article's record as JSON text on one line, and how many quotes it and how many words the article has."""

    line: str
    quotes: int
    words: int


@dataclass(frozen=True, slots=True)
class Failed:
    """An article that gave no record: where it got stuck, the class of the error, a reason for a reader, and, where
    they are known, the path that it came from and its id."""

    stage: Stage
    error: str
    reason: str
    source: str | None = None
    id: str | None = None


Outcome = Mined | Failed
Item = Input | Failed
"""An article to be mined, or what was wrong with one that could not be read, which keeps its place in the order."""
