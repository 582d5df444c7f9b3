"""Read gold files as training examples: one article each, with attributions, and names and acts if
they are known."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from quoteminer.commands.evaluate.alignment import gold_name_key
from quoteminer.output.gold.gold_articles import GoldQuote
from quoteminer.types import Span

NamedSpan = tuple[int, int, str]
MentionSpan = tuple[int, int, int]  # start, end, the id of its speaker or SOMEBODY_ELSE
# start, end, "role" or "affiliation", the id of its speaker
AttributeSpan = tuple[int, int, str, int]
SOMEBODY_ELSE = -1

ENTITY_KINDS = {"PERSON": "person", "ORGANIZATION": "org", "LOCATION": "place"}


@dataclass(frozen=True, slots=True)
class LayeredQuote(GoldQuote):
    """An attribution for training. ``layer``: 0, or 1 if it is inside another one; None if it fits
    in neither layer and can't be used."""

    layer: int | None = None


@dataclass(frozen=True)
class Example:
    """An article for training.

    ``names`` is None if its names are unknown, ``persons`` are strings that name people (for
    swapping).
    ``mentions``: sources, names and descriptions, each with its speaker; empty if the gold has no
    speakers. ``attributes``: spans of roles and affiliations; ``described``: the ids of the
    speakers whose roles are annotated. ``convention``: the number of the annotation convention, 0
    for the one that inference uses. ``annotated``: whether attributions are annotated at all,
    ``nested``: also those inside others. ``trust``: the weight of its names in the loss, 0..1.
    ``taught``: how often a teacher's predictions are used, 0..1.
    """

    id: str
    text: str
    quotes: tuple[LayeredQuote, ...]
    names: tuple[NamedSpan, ...] | None
    persons: tuple[str, ...]
    mentions: tuple[MentionSpan, ...] = ()
    attributes: tuple[AttributeSpan, ...] = ()
    described: frozenset[int] = frozenset()
    convention: int = 0
    annotated: bool = True
    nested: bool = True
    trust: float = 1.0
    taught: float = 0.0


def set_path(data: Path, name: str) -> Path:
    """Return the file of a set, which may be named with or without its suffix ("written_dev")."""
    names = (name, f"{name}.jsonl.gz", f"{name}.jsonl")
    if found := next((data / file for file in names if (data / file).is_file()), None):
        return found
    raise SystemExit(f"{data} has no set {name} ({', '.join(names[1:])}). Check --data and --sets.")


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8")
    ) as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def occurrences(text: str, form: str) -> Iterator[Span]:
    """Yield where the words of a form stand in a text, in any case."""
    words = [re.escape(word) for word in form.split()]
    if words:
        pattern = r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)"
        yield from (found.span() for found in re.finditer(pattern, text, re.IGNORECASE))


def key_of(name: str) -> str:
    """Return the scorer's key of a name; for a title alone ("the president"), which has no key,
    return its words."""
    return gold_name_key(name) or re.sub(r"^the |['’]s$", "", name.casefold())


def right_names(speaker: dict[str, Any]) -> frozenset[str]:
    """Return the keys (`key_of`) of the right names for a speaker of the gold: the canonical name,
    or all descriptions of an unnamed speaker."""
    aliases = speaker["aliases"] if speaker["kind"] == "unnamed" else ()
    return frozenset(key_of(name) for name in (speaker["name"], *aliases))


def read_cue_acts(path: Path) -> dict[str, str]:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return {cue: act for cue, act, _lemma in rows if act != "both"}


def read_examples(
    gold: Path,
    *,
    names: Path | None = None,
    acts: dict[str, str] | None = None,
    resolved: Path | None = None,
) -> list[Example]:
    """Join gold articles with the names of another file, and with the acts and speakers of
    ``resolved``, a gold file of (some of) the same articles. An attribution without an act gets the
    act of its cue in ``acts``.
    """
    named = {row["id"]: _names(row) for row in read_jsonl(names)} if names else {}
    known = {row["id"]: row for row in read_jsonl(resolved)} if resolved else {}
    return [
        _example(_joined(row, known.get(row["id"])), named.get(row["id"]), acts or {})
        for row in read_jsonl(gold)
    ]


def _names(row: dict[str, Any]) -> tuple[NamedSpan, ...]:
    return tuple(
        (a, b, ENTITY_KINDS[kind]) for a, b, kind in row["entities"] if kind in ENTITY_KINDS
    )


def _joined(row: dict[str, Any], resolved: dict[str, Any] | None) -> dict[str, Any]:
    """Add acts and speakers from another row of the same article; attributions match if their
    contents begin with the same span."""
    if resolved is None:
        return row
    same = {tuple(quote["content"][0]): quote for quote in resolved["quotes"] if quote["content"]}
    quotes = [{**same.get(tuple(quote["content"][0]), {}), **quote} for quote in row["quotes"]]
    return {**row, "quotes": quotes, "speakers": resolved["speakers"]}


def _example(
    row: dict[str, Any], names: tuple[NamedSpan, ...] | None, acts: dict[str, str]
) -> Example:
    text, speakers = row["text"], row.get("speakers", [])
    if "quotes" not in row:
        return Example(row["id"], text, (), names, (), annotated=False)
    quotes = []
    for quote, layer in zip(row["quotes"], assign_layers(row["quotes"]), strict=True):
        content, cue, source = (
            tuple((a, b) for a, b in quote[role]) for role in ("content", "cue", "source")
        )
        cue = cue or _cue_by_marks(text, source)
        words = " ".join(text[a:b] for a, b in cue).casefold()
        act = quote.get("act") or acts.get(words)
        quotes.append(LayeredQuote(content, cue, source, quote.get("speaker"), act, layer))
    persons = {text[a:b] for a, b, kind in names or () if kind == "person"}
    persons |= {speaker["name"] for speaker in speakers if speaker["kind"] == "person"}
    mentions = tuple(find_mentions(text, quotes, names or (), speakers)) if speakers else ()
    own = Example(row["id"], text, tuple(quotes), names, tuple(sorted(persons)), mentions)
    described = [
        one
        for one in speakers
        if one["kind"] == "person" and "role" in one and "affiliation" in one
    ]
    spans = (span for speaker in described for span in find_attributes(text, speaker, mentions))
    return replace(
        own, attributes=tuple(spans), described=frozenset(one["id"] for one in described)
    )


_FAR = {"role": 160, "affiliation": 400}  # characters between a form and a mention of its person
_CLOSER = 15  # characters by which a role may be nearer to somebody else
_FARTHEST = 1000  # of the nearest form, if none is near


def find_attributes(
    text: str, speaker: dict[str, Any], mentions: Sequence[MentionSpan]
) -> Iterator[AttributeSpan]:
    """Yield where the annotated roles and affiliations of a person stand: each place near one of
    the person's mentions (a role: nearer than to anybody else's), else the nearest place; the first
    form wins where two overlap.
    """
    own = [(a, b) for a, b, who in mentions if who == speaker["id"]]
    others = [(a, b) for a, b, who in mentions if who != speaker["id"]]
    for kind, far in _FAR.items() if own else ():
        places = []
        for rank, form in enumerate(speaker[kind]):
            for span in occurrences(text, form):
                gap = min(_gap(span, mention) for mention in own)
                other = min(
                    filter(None, (_gap(span, mention) for mention in others)), default=_FARTHEST
                )
                places.append((rank, gap, span, kind == "affiliation" or gap <= other + _CLOSER))
        good = [place for place in places if place[1] <= far and place[3]]
        nearest = sorted(
            (place for place in places if place[1] <= _FARTHEST), key=lambda place: place[1]
        )[:1]
        taken: list[Span] = []
        for _, _, span, _ in sorted(good or nearest):
            if all(_gap(span, one) for one in taken):
                taken.append(span)
                yield (*span, kind, speaker["id"])


def _gap(one: Span, other: Span) -> int:
    """Return the number of characters between two spans plus one; 0 if they overlap."""
    return max(0, one[0] - other[1] + 1, other[0] - one[1] + 1)


def _cue_by_marks(text: str, source: Sequence[Span]) -> tuple[Span, ...]:
    """Return the dash before a signing source, or the colon or full stop after a label. Conventions
    differ in whether these are cues, but a content is only linked to its source through a cue."""
    if not source:
        return ()
    start, end = source[0]
    dash = re.search(r"[-–—―]+(?=[ \xa0]*$)", text[max(0, start - 4) : start])
    if dash:
        return ((max(0, start - 4) + dash.start(), max(0, start - 4) + dash.end()),)
    return ((end, end + 1),) if text[end : end + 1] in (":", ".") else ()


def find_mentions(
    text: str,
    quotes: Sequence[LayeredQuote],
    names: Sequence[NamedSpan],
    speakers: Sequence[dict[str, Any]],
) -> list[MentionSpan]:
    """Return every source, every name of a person or organisation, and every description among the
    aliases, with the id of its speaker, or SOMEBODY_ELSE for the name of a non-speaker. A name that
    fits several speakers is left out.
    """
    owners: dict[str, set[int]] = {}
    forms = [
        (form, speaker["id"])
        for speaker in speakers
        for form in (speaker["name"], *speaker["aliases"])
    ]
    for form, who in forms:
        owners.setdefault(key_of(form), set()).add(who)
    found = {q.source[0][:2]: q.speaker for q in quotes if q.source and q.speaker is not None}
    for a, b, kind in names:
        bearers = owners.get(key_of(text[a:b]), {SOMEBODY_ELSE})
        if kind != "place" and len(bearers) == 1:
            found.setdefault((a, b), *bearers)
    taken = {start for start, _ in found}
    bare = (
        re.sub(r"^the ", "", form, flags=re.IGNORECASE)
        for form, _ in forms
        if len(owners[key_of(form)]) == 1
    )
    if described := sorted(
        {form for form in bare if " " in form}, key=lambda form: (-len(form), form)
    ):
        for match in re.finditer(
            rf"\b(?:the )?(?:{'|'.join(map(re.escape, described))})\b", text, re.IGNORECASE
        ):
            if taken.isdisjoint(range(*match.span())):
                found[match.span()] = next(iter(owners.get(key_of(match.group()), {SOMEBODY_ELSE})))
    return sorted((a, b, who) for (a, b), who in found.items())


def assign_layers(quotes: list[dict[str, Any]]) -> list[int | None]:
    """Assign attributions to two layers without overlap inside a layer. The longest come first, so
    that an attribution around another one gets layer 0. Two attributions in a layer may share a
    source ("X said A and added B").
    """
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
