"""The outcome of each article of a run: its record, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from quoteminer.inputs import Input


@dataclass(frozen=True, slots=True)
class Mined:
    """The record of an article as one line of JSON, its number of quotes, and the article's number
    of words."""

    line: str
    quotes: int
    words: int


@dataclass(frozen=True, slots=True)
class Failed:
    """An article without a record: the stage and class of the error, the reason, and its source and
    id if known."""

    stage: Literal["read", "mine", "write"]
    error: str
    reason: str
    source: str | None = None
    id: str | None = None

    def to_row(self, index: int) -> Mapping[str, Any]:
        """Return a row of ``errors.jsonl``; ``index`` is the article's position in the input, from
        0."""
        return {"index": index, "id": self.id, "source": self.source, **asdict(self)}


Outcome = Mined | Failed
# an article to mine, or an unreadable one, which keeps its place in the order
Item = Input | Failed
