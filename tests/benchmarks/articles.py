"""The texts of the benchmarks: development sets with gold if they are there, the samples, and synthetic articles."""

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


def real_articles(shared: Path = SHARED, *, most: int | None = None) -> dict[str, list[dict[str, Any]]]:
    """Return articles with ``id``, ``text`` and, except for the samples, gold, by the name of their set."""
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


_GIVEN = "Ana Bela Carl Dina Emil Fatou Goran Hana Ivo Jana Kemal Lena Milan Nadia Omar Petra Rosa Tariq Wanda".split()
_STARTS = "Bar Cal Dor Fen Gar Hol Kes Lam Mor Nor Pel Quin Ros Sal Tor Vel Wen Yar Zel".split()
_ENDS = "ado bek den field gren ic kov lund man nik o ovic quist ri sen son ström ton well".split()
_TITLES = ("mayor", "harbour master", "head teacher", "union leader", "surveyor", "curator", "engineer", "councillor")
_THINGS = ("bridge", "ferry", "archive", "orchard", "market hall", "tram line", "reservoir", "library", "lighthouse")
_ACTS = (
    "would be closed for the winter",
    "cost more than anyone had planned",
    "was worth every hour of the work",
    "could open before the end of May",
    "needed a new roof and better light",
    "had been forgotten for too long",
)
_PROSE = (
    "The {thing} stands at the edge of the town, where the road bends towards the old quarry and the river slows down.",
    "Work on the {thing} began three years ago and stopped twice, first for want of money and then for want of steel.",
    "On Tuesday some forty people came to look at the plans, which hung on the walls of the school until the evening.",
)
_REPORTS = (
    "“The {thing} {act},” said {full}, the {title}. “We have known that since the spring.”",
    "{family} said that the {thing} {act}.",
    "According to {full}, the {thing} {act}.",
    "“Nobody asked us whether the {thing} {act},” {family} told the meeting, and added that the letters had come late.",
    "{full}, the {title}, denied that the {thing} {act}.",
    "She said the {other} {act}, but “not in a single year”.",
)


def synthetic(words: int, *, seed: int = 0) -> str:
    """Return an article of at least ``words`` words and at most a paragraph more; the same for the same arguments.

    People say things between plain prose, directly and indirectly; there is a new one in about 150 words, as in a long
    report. All quotation marks are paired, so that no system loses a paragraph.
    """
    chance = random.Random(seed)
    people: list[tuple[str, str, str]] = []
    paragraphs: list[str] = []
    count = 0
    while count < words:
        if not people or chance.random() < 0.3:
            family = chance.choice(_STARTS) + chance.choice(["", "al", "en", "im", "or", "ul"]) + chance.choice(_ENDS)
            people.append((chance.choice(_GIVEN), family, chance.choice(_TITLES)))
        given, family, title = chance.choice(people[-12:])
        values = {
            "full": f"{given} {family}", "family": family, "title": title, "act": chance.choice(_ACTS),
            "thing": chance.choice(_THINGS), "other": chance.choice(_THINGS),
        }  # fmt: skip
        kinds = chance.choice([(_REPORTS,), (_PROSE, _REPORTS), (_REPORTS, _REPORTS), (_PROSE, _PROSE, _REPORTS)])
        paragraphs.append(" ".join(chance.choice(kind).format(**values) for kind in kinds))
        count += len(paragraphs[-1].split())
    return "\n\n".join(paragraphs)
