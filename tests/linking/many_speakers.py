"""A long list of people who don't exist, and records of articles in which they speak, for tests of
speed: ``python many_speakers.py SPEAKERS FILE.jsonl``. The same arguments give the same file.

The first people share three family names (a fiftieth of all each), as in any real list a few names
are everybody's. A few people are in very many articles and most in one, as in the news; roles and
affiliations are often left out, and given names are sometimes an initial.
"""

import csv
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

COMMON = ("Smith", "Li", "Garcia")
_STARTS = "b br d dr f g gr h j k kl l m n p pr r s st t tr v w z".split()
_VOWELS = "a e i o u ai ea ou".split()
_ENDS = "l n r s t nd ng rt ck m".split()
_ROLES = "senator mayor minister chairman professor coach judge governor director".split()
_IN_ARTICLE = 10
_QUOTE = {
    "type": "direct",
    "act": "statement",
    "text": "“We shall see what comes of it,”",
    "start": 0,
    "end": 32,
}
_REST = {
    "spans": [[0, 32]],
    "paragraph": 0,
    "cue": None,
    "mention": None,
    "status": "resolved",
    "confidence": 0.9,
}


def _coined(dice: random.Random, syllables: int) -> str:
    return "".join(
        dice.choice(_STARTS) + dice.choice(_VOWELS) for _ in range(syllables)
    ).title() + dice.choice(_ENDS)


def people(count: int) -> Iterator[tuple[str, ...]]:
    dice = random.Random(11)
    givens = [_coined(dice, 1) for _ in range(400)] + [_coined(dice, 2) for _ in range(count // 50)]
    families = [_coined(dice, 2) for _ in range(count // 8 + 10)]
    for number in range(count):
        place = number * 50 // count
        family = COMMON[place] if place < len(COMMON) else dice.choice(families)
        middle = dice.choice(["", "", f" {dice.choice('ABCDEFG')}.", f" {dice.choice(givens)}"])
        name = f"{dice.choice(givens)}{middle} {family}"
        alias = f"{dice.choice(givens)} {family}" if dice.random() < 0.2 else ""
        yield (
            f"p{number}",
            name,
            alias,
            dice.choice(["", *_ROLES]),
            f"{dice.choice(families)} Council",
        )


def write_people(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("key", "name", "aliases", "role", "affiliation"))
        writer.writerows(people(count))


def write(path: Path, speakers: int) -> None:
    dice = random.Random(5)
    known = list(people(max(10, speakers // 3)))
    dice.shuffle(known)
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for number in range(speakers // _IN_ARTICLE):
            record = {
                "schema_version": "2.0",
                "id": f"a{number}",
                "meta": {
                    "date": f"20{number % 25:02d}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
                },
                "speakers": [_speaker(dice, known, id) for id in range(_IN_ARTICLE)],
                "quotes": [
                    {"id": id, "speaker": id, **_QUOTE, **_REST} for id in range(_IN_ARTICLE)
                ],
                "model": {"name": "none", "version": "0"},
            }
            stream.write(json.dumps(record) + "\n")


def _speaker(dice: random.Random, known: list[tuple[str, ...]], id: int) -> dict[str, object]:
    if dice.random() < 0.1:
        return {"id": id, "name": "a spokesman", "kind": "unnamed", "quotes": [id]}
    _, name, _, role, affiliation = known[int(len(known) * dice.random() ** 4)]
    if dice.random() < 0.1:
        return {"id": id, "name": affiliation, "kind": "org", "quotes": [id]}
    given, _, rest = name.partition(" ")
    return {
        "id": id,
        "name": f"{given[0]}. {rest}" if dice.random() < 0.03 else name,
        "kind": "person",
        "role": role if role and dice.random() < 0.6 else None,
        "affiliation": affiliation if dice.random() < 0.3 else None,
        "aliases": [name.rpartition(" ")[2]],
        "quotes": [id],
    }


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
