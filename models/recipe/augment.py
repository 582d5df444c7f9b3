"""Augment articles: replace names and quotation marks, break marks, change headlines.

PolNeAR covers one country, one year and one topic; users' articles do not. Every change is a list
of edits, applied to the text and to all positions at once, so an augmented article is annotated
exactly as well as the original.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gold import Example, Span

Edit = tuple[int, int, str]


@dataclass(frozen=True)
class Culture:
    """Names of one culture, in Latin script."""

    family_first: bool
    given: list[str]
    family: list[str]


def read_cultures(path: Path) -> list[Culture]:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return [
        Culture(first == "yes", given.split(), family.split()) for _, first, given, family in rows
    ]


CULTURES = read_cultures(Path(__file__).with_name("names.tsv"))

#: Titles, ranks, honorifics and trades of many places, as they precede a name in English news.
TITLES = (Path(__file__).with_name("titles.txt")).read_text(encoding="utf-8").splitlines()

MARK_STYLES = {
    "curly": ("“", "”"),
    "straight": ('"', '"'),
    "single": ("‘", "’"),
    "guillemets": ("«", "»"),
    "low": ("„", "“"),
    "ascii": ("``", "''"),
}
_STYLE_WEIGHTS = {"curly": 6, "straight": 6, "single": 2, "guillemets": 1, "low": 1, "ascii": 1}
_WRONG = {"“": '”"‘', "”": '“"’‘', '"': "“”'"}
_DATELINE = re.compile(r"[A-Z][A-Z .,]{3,30}(?:\([A-Za-z ]+\) )?[—–-]+ ?")


def augment(example: Example, rng: random.Random) -> Example:
    """Return a random version of the article, drawn from ``rng``; about one in five is
    unchanged."""
    if rng.random() < 0.2:
        return example
    if rng.random() < 0.5:
        example = apply_edits(example, swap_names(example, rng))
    if rng.random() < 0.25:
        example = add_titles(example, rng)
    if rng.random() < 0.3:
        example = apply_edits(example, restyle_marks(example.text, rng))
    if rng.random() < 0.25:
        example = apply_edits(example, break_marks(example.text, rng))
    if rng.random() < 0.15:
        example = apply_edits(example, change_headline(example.text, rng))
    return example


def swap_names(example: Example, rng: random.Random) -> list[Edit]:
    """Replace every word of persons' names by another word, consistently in the whole article."""
    mapping = _name_words(example.persons, rng)
    if not mapping:
        return []
    words = re.compile(
        r"\b(?:" + "|".join(map(re.escape, sorted(mapping, key=len, reverse=True))) + r")\b"
    )
    if example.names is None:
        places: Iterable[Span] = [(0, len(example.text))]
    else:
        places = [(a, b) for a, b, kind in example.names if kind == "person"]
    edits = []
    for a, b in places:
        for found in words.finditer(example.text, a, b):
            edits.append((found.start(), found.end(), mapping[found.group()]))
    return sorted(set(edits))


def add_titles(example: Example, rng: random.Random) -> Example:
    """Put a title or profession before some persons' names. It becomes part of the source, but not
    of the name."""
    titles: dict[int, str] = {}
    for a, b, kind in example.names or ():
        free = (
            a == 0
            or example.text[max(0, a - 2) : a].strip() in ("", "“", '"', "(")
            or example.text[a - 2].islower()
        )
        if kind == "person" and " " in example.text[a:b] and free and rng.random() < 0.3:
            titles[a] = rng.choice(TITLES) + " "
    changed = apply_edits(example, [(a, a, titles[a]) for a in sorted(titles)])
    moved = _Shifts([(a, a, titles[a]) for a in sorted(titles)])
    before = {moved(a): len(title) for a, title in titles.items()}
    grown = lambda spans: tuple((a - before.get(a, 0), b) for a, b in spans)  # noqa: E731
    quotes = (
        replace(q, content=grown(q.content), cue=grown(q.cue), source=grown(q.source))
        for q in changed.quotes
    )
    return replace(changed, quotes=tuple(quotes))


def _name_words(persons: Sequence[str], rng: random.Random) -> dict[str, str]:
    mapping: dict[str, str] = {}
    shared = rng.choice(CULTURES) if rng.random() < 0.5 else None
    for name in sorted(persons, key=lambda n: -len(n.split())):
        culture = shared or rng.choice(CULTURES)
        words = [
            w for w in name.split() if len(w) > 2 and w[0].isupper() and w.rstrip(".").isalpha()
        ]
        for position, word in enumerate(words):
            last = position == len(words) - 1
            is_family = len(words) == 1 or last != culture.family_first
            mapping.setdefault(word, rng.choice(culture.family if is_family else culture.given))
    return mapping


def restyle_marks(text: str, rng: random.Random) -> list[Edit]:
    """Change all double marks to another style; a straight mark opens after a space and at the
    start of the text."""
    styles = sorted(_STYLE_WEIGHTS)
    opening, closing = MARK_STYLES[rng.choices(styles, [_STYLE_WEIGHTS[s] for s in styles])[0]]
    edits = []
    for found in re.finditer(r'["“”]', text):
        mark, at = found.group(), found.start()
        opens = mark == "“" or (mark == '"' and (at == 0 or text[at - 1] in " \n\t([—–-"))
        edits.append((at, at + 1, opening if opens else closing))
    return edits


def break_marks(text: str, rng: random.Random) -> list[Edit]:
    """Drop or replace one to three marks: three in ten real articles have an odd number of
    marks."""
    marks = [found.start() for found in re.finditer(r'["“”]', text)]
    edits = []
    for at in sorted(rng.sample(marks, min(len(marks), rng.randint(1, 3)))):
        wrong = "" if rng.random() < 0.5 else rng.choice(_WRONG[text[at]])
        edits.append((at, at + 1, wrong))
    return edits


def change_headline(text: str, rng: random.Random) -> list[Edit]:
    """Change the first line to lower or upper case, or drop a dateline."""
    end = text.find("\n")
    dateline = _DATELINE.search(text, end if end > 0 else 0)
    if dateline and rng.random() < 0.5:
        return [(dateline.start(), dateline.end(), "")]
    if not 0 < end < 150:
        return []
    line = text[:end]
    changed = line.lower() if rng.random() < 0.7 else line.upper()
    return [(0, end, changed)] if len(changed) == len(line) else []


def apply_edits(example: Example, edits: Sequence[Edit]) -> Example:
    """Apply edits, which must be sorted and must not overlap, to an example."""
    if not edits:
        return example
    text, moved = example.text, _Shifts(edits)
    pieces, at = [], 0
    for a, b, new in edits:
        pieces += [text[at:a], new]
        at = b
    pieces.append(text[at:])
    move = lambda spans: tuple((moved(a), moved(b)) for a, b in spans if moved(a) < moved(b))  # noqa: E731

    def label(spans: Iterable[tuple[int, int, str]]) -> tuple[tuple[int, int, str], ...]:
        return tuple((moved(a), moved(b), what) for a, b, what in spans if moved(a) < moved(b))

    return replace(
        example,
        text="".join(pieces),
        quotes=tuple(
            replace(q, content=move(q.content), cue=move(q.cue), source=move(q.source))
            for q in example.quotes
        ),
        names=None if example.names is None else label(example.names),
        mentions=label(example.mentions),
        attributes=tuple(
            (moved(a), moved(b), kind, who)
            for a, b, kind, who in example.attributes
            if moved(a) < moved(b)
        ),
    )


class _Shifts:
    """Maps old to new offsets. Inside an edit, the start maps to the new start and everything else
    to the new end."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self.starts = [a for a, _, _ in edits]
        self.edits = edits
        self.total = [0]
        for a, b, new in edits:
            self.total.append(self.total[-1] + len(new) - (b - a))

    def __call__(self, offset: int) -> int:
        index = bisect_right(self.starts, offset) - 1
        if index < 0:
            return offset
        a, b, new = self.edits[index]
        before = self.total[index]
        if offset >= b:
            return offset + self.total[index + 1]
        if offset == a:
            return a + before
        # Same length: the characters still stand for one another (a headline in other case keeps
        # its spans).
        return offset + before if len(new) == b - a else a + before + len(new)
