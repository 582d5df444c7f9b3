"""Records of many articles, whose speakers don't exist: ``python many_speakers.py SPEAKERS FILE.jsonl``.

A few people are in very many articles and most in one, as in the news; some share common names; roles and affiliations
are often left out, and given names are sometimes an initial. The same arguments give the same file.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import many_people

IN_ARTICLE = 10
_QUOTE = {"type": "direct", "act": "speech", "text": "“We shall see what comes of it,”", "start": 0, "end": 32}
_REST = {"spans": [[0, 32]], "paragraph": 0, "cue": None, "mention": None, "status": "resolved", "confidence": 0.9}


def records(speakers: int) -> Iterator[dict[str, object]]:
    """Records as JSON has them, with so many speakers in all."""
    dice = random.Random(5)
    people = list(many_people.rows(max(10, speakers // 3)))
    dice.shuffle(people)
    for number in range(speakers // IN_ARTICLE):
        cast = [_speaker(dice, people, id) for id in range(IN_ARTICLE)]
        quotes = [{"id": id, "speaker": id, **_QUOTE, **_REST} for id in range(IN_ARTICLE)]
        yield {
            "schema_version": "1.2",
            "id": f"a{number}",
            "meta": {"date": f"20{number % 25:02d}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"},
            "quotes": quotes,
            "speakers": cast,
            "model": {"name": "none", "version": "0"},
        }


def _speaker(dice: random.Random, people: list[tuple[str, ...]], id: int) -> dict[str, object]:
    if dice.random() < 0.1:
        return {"id": id, "name": "a spokesman", "kind": "unnamed", "quotes": [id]}
    _, name, _, role, affiliation = people[int(len(people) * dice.random() ** 4)]
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


def write(path: Path, speakers: int) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(json.dumps(record) + "\n" for record in records(speakers))


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
