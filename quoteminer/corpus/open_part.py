"""The part of a run that is being filled, and when it is full."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from typing import Any, Final

from quoteminer.corpus.manifest import Part
from quoteminer.corpus.tasks import Failed, Item, Outcome
from quoteminer.output.jsontext import dump

PART_ITEMS: Final = 100
"""The items of a part."""
PART_CHARACTERS: Final = 4_000_000
"""A part ends where its texts have so many, so that it fits into memory."""


@dataclass(slots=True)
class OpenPart:
    """A part, its records so far, and rows for the items that failed, both as JSON text. ``characters``: of the texts
    that it is about."""

    part: Part
    characters: int = 0
    records: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    @classmethod
    def numbered(cls, number: int) -> OpenPart:
        """One without anything in it."""
        return cls(Part(number, items=0, records=0, quotes=0, words=0, failed=0, size=0, input=""))

    @classmethod
    def from_text(cls, lines: Iterator[str]) -> OpenPart:
        """The one that `to_text` gave. Raises ValueError, KeyError, TypeError or StopIteration where it is none."""
        value = json.loads(next(lines))
        characters = value.pop("characters")
        part = Part(**value)
        return cls(part, characters, list(islice(lines, part.records)), list(lines))

    def to_text(self) -> Iterator[str]:
        """What is known of it, then its records and its failures, one a line."""
        yield dump({**asdict(self.part), "characters": self.characters})
        yield from self.records[: self.part.records]
        yield from self.failed[: self.part.failed]

    def add(self, item: Item, outcome: Outcome, *, index: int, digest: str) -> None:
        """Take one more item. ``index``: its place in the input, from 0. ``digest``: of the input up to it."""
        part = replace(self.part, items=self.part.items + 1, input=digest)
        characters = self.characters + (0 if isinstance(item, Failed) else len(item.text))
        if isinstance(outcome, Failed):
            self.failed.append(dump(failure_row(outcome, index)))
            part = replace(part, failed=part.failed + 1)
        else:
            self.records.append(outcome.line)
            quotes, words = part.quotes + outcome.quotes, part.words + outcome.words
            part = replace(part, records=part.records + 1, quotes=quotes, words=words)
        self.part, self.characters = part, characters  # last: an interruption before leaves the part as it was

    @property
    def full(self) -> bool:
        """Whether nothing more goes into it."""
        return self.part.items >= PART_ITEMS or self.characters >= PART_CHARACTERS


def failure_row(failed: Failed, index: int) -> Mapping[str, Any]:
    """A row of ``errors.jsonl``: the item's place in the input, counted from 0, and what is known of it."""
    return {
        "index": index,
        "id": failed.id,
        "source": failed.source,
        "stage": failed.stage,
        "error": failed.error,
        "reason": failed.reason,
    }
