"""The articles that are read: real ones with gold where they are, the samples again and again where they aren't."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
GOLD_SETS = ("polnear_dev", "wild_dev")
SAMPLES_WORDS = 60_000
"""The samples are repeated up to about so many words."""


@dataclass(frozen=True)
class Articles:
    """Pairs (id, text) under a name, and the gold articles that belong to them (none: nothing to score with)."""

    name: str
    texts: list[tuple[str, str]]
    gold: list[dict[str, Any]] = field(default_factory=list)

    @property
    def words(self) -> int:
        """Runs of what is no space, the common measure of both systems."""
        return sum(len(text.split()) for _, text in self.texts)


def real_articles(shared: Path = SHARED, *, most: int | None = None) -> list[Articles]:
    """The development sets in ``shared``, else the samples. ``most``: articles of each set, None for all."""
    sets = [_gold_set(shared / "data" / f"{name}.jsonl.gz", name, most) for name in GOLD_SETS]
    return [one for one in sets if one] or [_samples(most)]


def _gold_set(path: Path, name: str, most: int | None) -> Articles | None:
    if not path.is_file():
        return None
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        gold = [json.loads(line) for line in islice(lines, most)]
    return Articles(name, [(one["id"], one["text"]) for one in gold], gold)


def _samples(most: int | None) -> Articles:
    return Articles("samples", list(islice(_repeated(), most)))


def _repeated() -> Iterator[tuple[str, str]]:
    """The samples in order and again, each time under another id, up to SAMPLES_WORDS."""
    files = sorted((ROOT / "samples").glob("*.txt"))
    words = 0
    for number, file in enumerate(cycle(files)):
        text = file.read_text(encoding="utf-8")
        words += len(text.split())
        if number and words > SAMPLES_WORDS:
            return
        yield f"{file.stem}-{number // len(files)}", text
