"""Write records with many quotes, of which some are one statement:
``python many_statements.py QUOTES FILE.jsonl``.

The words are coined, with the frequencies of a language (Zipf). A third of the quotes repeat an
earlier one of the last weeks, whole, cut or with a word or a number changed, some by another
speaker; one in twenty is a stock phrase.
"""

from __future__ import annotations

import json
import random
import sys
from bisect import bisect
from collections import deque
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from quoteminer.commands.check.words import LISTS

_IN_ARTICLE, _A_DAY = 10, 50  # quotes of an article, articles of a day
_VOCABULARY, _SPEAKERS, _STOCK, _RECENT = 60_000, 5_000, 200, 2_000
_PARTS = [
    first + vowel
    for first in "b d f g k l m n p r s t v z st tr".split()
    for vowel in "a e i o u ai".split()
]
_REST = {
    "spans": [[0, 1]], "paragraph": 0, "cue": None, "mention": None, "status": "resolved",
    "confidence": 0.9,
}  # fmt: skip
_FUNCTION = LISTS["function"]


class _Language:
    """Draws words, speakers and quotes."""

    def __init__(self) -> None:
        self.dice = random.Random(7)
        self._words = [
            "".join(self.dice.choices(_PARTS, k=self.dice.randint(2, 3)))
            for _ in range(_VOCABULARY)
        ]
        self._odds = list(accumulate(1 / (rank + 20) for rank in range(_VOCABULARY)))
        names = [word.title() for word in self._words[-2 * _SPEAKERS :]]
        self._names = [
            f"{given} {family}" for given, family in zip(names[::2], names[1::2], strict=True)
        ]
        self._stock = [self._new()[:6] for _ in range(_STOCK)]
        self._recent = deque[tuple[str, list[str]]](maxlen=_RECENT)

    def word(self) -> str:
        if self.dice.random() < 0.5:
            return self.dice.choice(_FUNCTION)
        if self.dice.random() < 0.03:
            return str(self.dice.randint(2, 900))
        return self._words[bisect(self._odds, self.dice.random() * self._odds[-1])]

    def said(self) -> tuple[str, str]:
        """Return a speaker and words."""
        draw = self.dice.random()
        if draw < 0.05:
            return self.dice.choice(self._names), " ".join(self.dice.choice(self._stock))
        if draw < 0.35 and self._recent:
            name, words = self.dice.choice(self._recent)
            return name if self.dice.random() < 0.9 else self.dice.choice(self._names), " ".join(
                self._varied(words)
            )
        name, words = self.dice.choice(self._names), self._new()
        self._recent.append((name, words))
        return name, " ".join(words)

    def _new(self) -> list[str]:
        return [self.word() for _ in range(self.dice.randint(6, 34))]

    def _varied(self, words: list[str]) -> list[str]:
        draw, at = self.dice.random(), self.dice.randrange(len(words))
        if draw < 0.4:
            return words
        if draw < 0.7:
            return words[: max(6, at)]
        return [*words[:at], self.word(), *words[at + 1 :]]


def write(path: Path, quotes: int) -> None:
    language = _Language()
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for number in range(quotes // _IN_ARTICLE):
            said = [language.said() for _ in range(_IN_ARTICLE)]
            parts = [
                {
                    "id": id, "type": "direct", "act": "statement", "text": f"“{text}.”",
                    "speaker": id, **_REST,
                }
                | {"start": id * 1000, "end": id * 1000 + len(text) + 3}
                for id, (_, text) in enumerate(said)
            ]  # fmt: skip
            record = {
                "schema_version": "2.0",
                "id": f"a{number}",
                "meta": {"date": str(date(2000, 1, 1) + timedelta(number // _A_DAY))},
                "speakers": [
                    {"id": id, "name": name, "kind": "person", "quotes": [id]}
                    for id, (name, _) in enumerate(said)
                ],
                "quotes": parts,
                "model": {"name": "none", "version": "0"},
            }
            stream.write(json.dumps(record) + "\n")


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
