"""The texts of the benchmarks: development sets with gold if they are there, the samples, and
synthetic articles."""

import gzip
import json
import random
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
_SAMPLES_WORDS = 60_000


def real_articles(
    shared: Path = SHARED, *, most: int | None = None
) -> dict[str, list[dict[str, Any]]]:
    """Return articles with ``id``, ``text`` and, except for the samples, gold, by the name of their
    set."""
    sets = {}
    for name in ("polnear_dev", "wild_dev"):
        path = shared / "data" / f"{name}.jsonl.gz"
        if path.is_file():
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                sets[name] = [json.loads(line) for line in lines][:most]
    return sets or {"samples": list(_samples())[:most]}


def _samples() -> Iterator[dict[str, Any]]:
    """Yield the samples in order, again and again under other ids, up to _SAMPLES_WORDS."""
    words = 0
    for number, file in enumerate(cycle(sorted((ROOT / "samples").glob("*.txt")))):
        text = file.read_text(encoding="utf-8")
        words += len(text.split())
        if number and words > _SAMPLES_WORDS:
            return
        yield {"id": f"{file.stem}-{number}", "text": text}


_WORDS = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))


def synthetic(words: int, *, seed: int = 0) -> str:
    """Return an article of at least ``words`` words and at most a paragraph more; the same for the
    same arguments.

    People say things between plain prose, directly and indirectly; there is a new one in about 150
    words, as in a long report. All quotation marks are paired, so that no system loses a paragraph.
    """
    chance = random.Random(seed)
    prose, reports = _WORDS["prose"], _WORDS["reports"]
    people: list[tuple[str, str, str]] = []
    paragraphs: list[str] = []
    count = 0

    def word(kind: str) -> str:
        return str(chance.choice(_WORDS[kind]))

    while count < words:
        if not people or chance.random() < 0.3:
            family = word("starts") + word("middles") + word("ends")
            people.append((word("given"), family, word("titles")))
        given, family, title = chance.choice(people[-12:])
        values = {
            "full": f"{given} {family}", "family": family, "title": title, "act": word("acts"),
            "thing": word("things"), "other": word("things"),
        }  # fmt: skip
        kinds = chance.choice(
            [(reports,), (prose, reports), (reports, reports), (prose, prose, reports)]
        )
        paragraphs.append(" ".join(chance.choice(kind).format(**values) for kind in kinds))
        count += len(paragraphs[-1].split())
    return "\n\n".join(paragraphs)
