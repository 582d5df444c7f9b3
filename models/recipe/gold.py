"""The gold files as training examples: one article each, with attributions, names and acts where they are known."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Span = tuple[int, int]
NamedSpan = tuple[int, int, str]
MentionSpan = tuple[int, int, int]  # start, end, the id of its speaker or SOMEBODY_ELSE
SOMEBODY_ELSE = -1

ENTITY_KINDS = {"PERSON": "person", "ORGANIZATION": "org", "LOCATION": "place"}


@dataclass(frozen=True)
class GoldQuote:
    """One attribution. ``act`` is "speech", "other" or None where nobody knows. ``layer``: 0, or 1 where it stands
    inside another one; None where it fits in neither layer and can't be learned from. ``speaker``: an id of the
    article's speakers, None where the gold names none."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    act: str | None
    layer: int | None
    speaker: int | None = None

    def spans(self) -> tuple[Span, ...]:
        return self.content + self.cue + self.source


@dataclass(frozen=True)
class Example:
    """An article to learn from.

    ``names`` is None where its names are unknown, ``persons`` are strings that name people (for swapping).
    ``mentions``: sources, names and descriptions, each with its speaker; empty where the gold has no speakers.
    ``convention``: a number for the way in which the article is annotated, 0 for the one that inference uses.
    ``annotated``: whether there are attributions at all, ``nested``: whether there are those inside others. ``trust``:
    the weight of its names in the loss, 0..1.
    """

    id: str
    text: str
    quotes: tuple[GoldQuote, ...]
    names: tuple[NamedSpan, ...] | None
    persons: tuple[str, ...]
    mentions: tuple[MentionSpan, ...] = ()
    convention: int = 0
    annotated: bool = True
    nested: bool = True
    trust: float = 1.0


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
    gold: Path, *, names: Path | None = None, acts: dict[str, str] | None = None, resolved: Path | None = None
) -> list[Example]:
    """Join gold articles with the names of another file, and with the acts and speakers of ``resolved``, a gold file of
    (some of) the same articles. An attribution without an act gets that of its cue in ``acts``."""
    named = {row["id"]: _names(row) for row in read_jsonl(names)} if names else {}
    known = {row["id"]: row for row in read_jsonl(resolved)} if resolved else {}
    return [_example(_joined(row, known.get(row["id"])), named.get(row["id"]), acts or {}) for row in read_jsonl(gold)]


def _names(row: dict[str, Any]) -> tuple[NamedSpan, ...]:
    return tuple((a, b, ENTITY_KINDS[kind]) for a, b, kind in row["entities"] if kind in ENTITY_KINDS)


def _joined(row: dict[str, Any], resolved: dict[str, Any] | None) -> dict[str, Any]:
    """The row with acts and speakers of another one of the same article; attributions are the same whose contents begin
    with the same span."""
    if resolved is None:
        return row
    same = {tuple(quote["content"][0]): quote for quote in resolved["quotes"] if quote["content"]}
    quotes = [{**same.get(tuple(quote["content"][0]), {}), **quote} for quote in row["quotes"]]
    return {**row, "quotes": quotes, "speakers": resolved["speakers"]}


def _example(row: dict[str, Any], names: tuple[NamedSpan, ...] | None, acts: dict[str, str]) -> Example:
    text, speakers = row["text"], row.get("speakers", [])
    if "quotes" not in row:
        return Example(row["id"], text, (), names, (), annotated=False)
    quotes = []
    for quote, layer in zip(row["quotes"], assign_layers(row["quotes"]), strict=True):
        content, cue, source = (tuple((a, b) for a, b in quote[role]) for role in ("content", "cue", "source"))
        cue = cue or _cue_by_marks(text, source)
        words = " ".join(text[a:b] for a, b in cue).casefold()
        act = quote.get("act") or acts.get(words)
        quotes.append(GoldQuote(content, cue, source, act, layer, quote.get("speaker")))
    persons = {text[a:b] for a, b, kind in names or () if kind == "person"}
    persons |= {speaker["name"] for speaker in speakers if speaker["kind"] == "person"}
    mentions = tuple(find_mentions(text, quotes, names or (), speakers)) if speakers else ()
    return Example(row["id"], text, tuple(quotes), names, tuple(sorted(persons)), mentions)


def _cue_by_marks(text: str, source: Sequence[Span]) -> tuple[Span, ...]:
    """The dash in front of a source that signs, or the colon or full stop behind a label; conventions differ in whether
    these are cues, and a content is tied to its source by a cue alone."""
    if not source:
        return ()
    start, end = source[0]
    dash = re.search(r"[-–—―]+(?=[ \xa0]*$)", text[max(0, start - 4) : start])
    if dash:
        return ((max(0, start - 4) + dash.start(), max(0, start - 4) + dash.end()),)
    return ((end, end + 1),) if text[end : end + 1] in (":", ".") else ()


def find_mentions(
    text: str, quotes: Sequence[GoldQuote], names: Sequence[NamedSpan], speakers: Sequence[dict[str, Any]]
) -> list[MentionSpan]:
    """Every source, every name of a person or body, and every description among the aliases, with the id of its
    speaker; SOMEBODY_ELSE where a name is no speaker's. A name that may be that of several is left out."""
    owners: dict[str, set[int]] = {}
    for speaker in speakers:
        for form in (speaker["name"], *speaker["aliases"]):
            owners.setdefault(name_key(form), set()).add(speaker["id"])
    found = {q.source[0][:2]: q.speaker for q in quotes if q.source and q.speaker is not None}
    for a, b, kind in names:
        who = owners.get(name_key(text[a:b]), {SOMEBODY_ELSE})
        if kind != "place" and len(who) == 1:
            found.setdefault((a, b), *who)
    taken = {start for start, _ in found}
    described = {form: who for form, who in owners.items() if " " in form and len(who) == 1}
    if described:
        forms = "|".join(map(re.escape, sorted(described, key=len, reverse=True)))
        for match in re.finditer(rf"\b(?:the )?(?:{forms})\b", text, re.IGNORECASE):
            if taken.isdisjoint(range(*match.span())):
                found[match.span()] = next(iter(described.get(name_key(match.group()), {SOMEBODY_ELSE})))
    return sorted((a, b, who) for (a, b), who in found.items())


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
