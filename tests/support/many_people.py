"""A long list of people who don't exist, for tests of speed: ``python many_people.py ROWS FILE.csv``.

The first rows share three family names (a fiftieth of all rows each), as in any real list a few names are everybody's.
The others have coined ones. The same arguments give the same file.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterator
from pathlib import Path

COMMON = ("Smith", "Li", "Garcia")
_STARTS = "b br d dr f g gr h j k kl l m n p pr r s st t tr v w z".split()
_VOWELS = "a e i o u ai ea ou".split()
_ENDS = "l n r s t nd ng rt ck m".split()
_ROLES = "senator mayor minister chairman professor coach judge governor director".split()


def coined(dice: random.Random, syllables: int) -> str:
    return "".join(dice.choice(_STARTS) + dice.choice(_VOWELS) for _ in range(syllables)).title() + dice.choice(_ENDS)


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """Key, name, aliases, role and affiliation."""
    dice = random.Random(11)
    givens = [coined(dice, 1) for _ in range(400)] + [coined(dice, 2) for _ in range(count // 50)]
    families = [coined(dice, 2) for _ in range(count // 8 + 10)]
    for number in range(count):
        place = number * 50 // count
        family = COMMON[place] if place < len(COMMON) else dice.choice(families)
        middle = dice.choice(["", "", f" {dice.choice('ABCDEFG')}.", f" {dice.choice(givens)}"])
        name = f"{dice.choice(givens)}{middle} {family}"
        alias = f"{dice.choice(givens)} {family}" if dice.random() < 0.2 else ""
        yield f"p{number}", name, alias, dice.choice(["", *_ROLES]), f"{dice.choice(families)} Council"


def write(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("key", "name", "aliases", "role", "affiliation"))
        writer.writerows(rows(count))


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
