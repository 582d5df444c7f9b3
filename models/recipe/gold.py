"""The gold files as training examples: one article each, with attributions, names and acts where they are known."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Span = tuple[int, int]

ENTITY_KINDS = {"PERSON": "person", "ORGANIZATION": "org", "LOCATION": "place"}


@dataclass(frozen=True)
class GoldQuote:
    """One attribution. ``act`` is "speech", "other" or None where nobody knows. ``layer``: 0, or 1 where it stands
    inside another one; None where it fits in neither layer and can't be learned from."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    act: str | None
    layer: int | None

    def spans(self) -> tuple[Span, ...]:
        return self.content + self.cue + self.source


@dataclass(frozen=True)
class Example:
    """An article to learn from. ``names`` is None where its names are unknown, ``persons`` are strings that name
    people (for swapping)."""

    id: str
    text: str
    quotes: tuple[GoldQuote, ...]
    names: tuple[tuple[int, int, str], ...] | None
    persons: tuple[str, ...]


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def name_key(name: str) -> str:
    """A name without case, a leading "the" and a possessive: what two spellings of one name have in common."""
    words = name.casefold().replace("’", "'").removesuffix("'s").split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def right_names(speaker: dict[str, Any]) -> frozenset[str]:
    """The names that are right for a speaker of the gold, as `name_key` has them: the canonical one; of the unnamed any
    description."""
    aliases = speaker["aliases"] if speaker["kind"] == "unnamed" else ()
    return frozenset(name_key(name) for name in (speaker["name"], *aliases))


def read_cue_acts(path: Path) -> dict[str, str]:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return {cue: act for cue, act, _lemma in rows if act != "both"}


def read_examples(
    gold: Path, *, silver: Path | None = None, acts: dict[str, str] | None = None, resolved: Path | None = None
) -> list[Example]:
    """Join the gold articles with silver names, and give every attribution an act: its own, else that of the same
    attribution in ``resolved`` (a gold file of the same articles with acts), else that of its cue in ``acts``."""
    names = {row["id"]: _names(row) for row in read_jsonl(silver)} if silver else {}
    known = _known_acts(resolved)
    return [_example(row, names.get(row["id"]), known, acts or {}) for row in read_jsonl(gold)]


def _known_acts(resolved: Path | None) -> dict[tuple[str, int, int], str]:
    if resolved is None:
        return {}
    return {
        (row["id"], *q["content"][0]): q["act"] for row in read_jsonl(resolved) for q in row["quotes"] if q["content"]
    }


def _names(row: dict[str, Any]) -> tuple[tuple[int, int, str], ...]:
    return tuple((a, b, ENTITY_KINDS[kind]) for a, b, kind in row["entities"] if kind in ENTITY_KINDS)


def _example(
    row: dict[str, Any],
    names: tuple[tuple[int, int, str], ...] | None,
    known: dict[tuple[str, int, int], str],
    acts: dict[str, str],
) -> Example:
    text = row["text"]
    layers = assign_layers(row["quotes"])
    quotes = []
    for quote, layer in zip(row["quotes"], layers, strict=True):
        content, cue, source = (tuple((a, b) for a, b in quote[role]) for role in ("content", "cue", "source"))
        words = " ".join(text[a:b] for a, b in cue).casefold()
        act = quote.get("act") or known.get((row["id"], *content[0])) or acts.get(words)
        quotes.append(GoldQuote(content, cue, source, act, layer))
    persons = {text[a:b] for a, b, kind in names or () if kind == "person"}
    for speaker in row.get("speakers", []):
        if speaker["kind"] == "person":
            persons.add(speaker["name"])
    return Example(row["id"], text, tuple(quotes), names, tuple(sorted(persons)))


def assign_layers(quotes: list[dict[str, Any]]) -> list[int | None]:
    """Two layers of attributions without overlap inside a layer: the longest first, so that the one that holds another
    gets layer 0. Two attributions may share a source ("X said A and added B") inside a layer."""
    own = [_places(q["content"] + q["cue"]) for q in quotes]
    sources = [{tuple(s) for s in q["source"]} for q in quotes]
    order = sorted(range(len(quotes)), key=lambda i: (-len(own[i]), i))
    used: tuple[set[int], set[int]] = (set(), set())
    named: tuple[set[Span], set[Span]] = (set(), set())
    layers: list[int | None] = [None] * len(quotes)
    for i in order:
        for layer in (0, 1):
            new = _places(sources[i] - named[layer])
            taken = used[layer] | _places(named[layer])
            if not own[i] & taken and not new & taken:
                used[layer].update(own[i])
                named[layer].update(sources[i])
                layers[i] = layer
                break
    return layers


def _places(spans: Iterable[Sequence[int]]) -> set[int]:
    return {c for a, b in spans for c in range(a, b)}
