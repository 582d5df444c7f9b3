"""Turn scores into spans: the best tag sequence of every paragraph (Viterbi), and the probabilities
of links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from quoteminer.network.attributes import find_attributes
from quoteminer.network.encode import Pieces, Scores, Sent, Window, cut_windows, gather, send
from quoteminer.network.links import CONTENT, CUE, SOURCE, RolePieces, link_chances
from quoteminer.network.load import Model
from quoteminer.network.reading import Attribute, Floats, Ints, MentionVectors, Reading, RoleSpan
from quoteminer.network.tags import LAYERS, NAME_KINDS, ROLES
from quoteminer.types import Name, Span

_NEVER: Final = -1e9
_PERSON: Final = NAME_KINDS.index("person")
# least log-probability of a cue or source if there is no other nearby
_WEAK: Final = float(np.log(0.05))
_REACH: Final = 12  # pieces between a content and its cue, a cue and its source
_STRETCH: Final = 64  # windows


@dataclass(frozen=True, slots=True)
class PendingReading:
    """An article that the network is reading. ``sent``: the windows that are running (empty for an
    empty article); ``rest``: the windows still to be sent."""

    pieces: Pieces
    sent: Sent
    rest: Sequence[Sequence[Window]]


def begin(model: Model, pieces: Pieces) -> PendingReading:
    """Start the network on an article, in stretches of whole windows, so that memory for queries
    and keys is bounded. Only a paragraph longer than a stretch, some ten thousand words, is decoded
    in two parts."""
    windows = cut_windows(pieces, size=model.window, context=model.context)
    rest = [windows[index : index + _STRETCH] for index in range(_STRETCH, len(windows), _STRETCH)]
    return PendingReading(pieces, send(model, pieces, windows[:_STRETCH]), rest)


def finish(model: Model, pending: PendingReading) -> Reading:
    """Return the reading of an article; deterministic. One stretch is decoded while the next one
    runs."""
    readings = []
    sent = pending.sent
    for following in [*pending.rest, []]:
        ahead = send(model, pending.pieces, following)
        if sent:
            own = pending.pieces.cut(sent[0][0].own_start, sent[-1][0].own_end)
            readings.append(decode(model, own, gather(sent)))
        sent = ahead
    return readings[0] if len(readings) == 1 else _joined(readings)


def _joined(readings: Sequence[Reading]) -> Reading:
    roles: list[RoleSpan] = []
    links: dict[tuple[int, int], float] = {}
    speech: dict[int, float] = {}
    for reading in readings:
        base = len(roles)
        links.update(
            {
                (a + base, b + base if b >= 0 else b): value
                for (a, b), value in reading.links.items()
            }
        )
        speech.update({index + base: value for index, value in reading.speech.items()})
        roles += reading.roles
    names = tuple(name for reading in readings for name in reading.names)
    attributes = tuple(attribute for reading in readings for attribute in reading.attributes)
    parts = [reading.vectors for reading in readings if reading.vectors]
    if not parts:
        return Reading((), {}, {}, ())
    starts, queries, keys = (
        np.concatenate([getattr(part, n) for part in parts]) for n in ("starts", "queries", "keys")
    )
    vectors = MentionVectors(starts, queries, keys, parts[0].layer)
    return Reading(tuple(roles), links, speech, names, attributes, vectors)


def decode(model: Model, pieces: Pieces, scores: Scores) -> Reading:
    """Decode the scores of these pieces into a reading. Vectors are kept of pieces where a mention
    may begin: of the first pieces of roles, and of capitalised pieces."""
    sequences = np.stack([*(scores.roles[:, layer] for layer in range(LAYERS)), scores.names])
    for layer, bias in enumerate(("outside_bias", "nested_bias")):
        sequences[layer, :, 0] -= model.decoding.get(bias, 0.0)
    tagged = viterbi(sequences, pieces.paragraph)
    spans = [
        RolePieces(a, b, layer, role)
        for layer in range(LAYERS)
        for a, b, role in bio_spans(tagged[layer], pieces.paragraph)
    ]
    spans += _weak_targets(pieces, scores, spans, CONTENT, CUE)
    spans += _weak_targets(pieces, scores, spans, CUE, SOURCE)
    spans.sort()
    named = bio_spans(tagged[LAYERS], pieces.paragraph)
    chances = np.exp(scores.roles[:, :, 1:])
    # probability that a piece begins or continues a role
    chances = chances[:, :, 0::2] + chances[:, :, 1::2]
    kept = pieces.case > 0
    kept[[span.start for span in spans]] = True
    queries, keys = (
        values[kept].astype(np.float16) for values in (scores.mention_query, scores.mention_key)
    )
    starts, ends = pieces.starts.tolist(), pieces.ends.tolist()
    return Reading(
        roles=tuple(
            RoleSpan(
                ROLES[role],
                starts[a],
                ends[b - 1],
                float(np.add.reduce(chances[a:b, layer, role]) / (b - a)),
                layer,
            )
            for a, b, layer, role in spans
        ),
        links=link_chances(model, scores, spans),
        speech={
            index: float(scores.acts[span.start])
            for index, span in enumerate(spans)
            if span.role == CUE
        },
        names=tuple(Name(starts[a], ends[b - 1], NAME_KINDS[kind]) for a, b, kind in named),
        attributes=tuple(
            _attributes(model, pieces, scores, [(a, b) for a, b, kind in named if kind == _PERSON])
        ),
        vectors=MentionVectors(pieces.starts[kept], queries, keys, model.pairs),
    )


def _attributes(
    model: Model, pieces: Pieces, scores: Scores, people: Sequence[tuple[int, int]]
) -> Iterator[Attribute]:
    if model.attributes is not None and scores.attributes is not None:
        for name, kind, a, b, score in find_attributes(
            model.attributes, scores.attributes, pieces.paragraph, people
        ):
            yield Attribute(kind, *_characters(pieces, a, b), _characters(pieces, *name), score)


def _characters(pieces: Pieces, a: int, b: int) -> Span:
    return int(pieces.starts[a]), int(pieces.ends[b - 1])


def viterbi(scores: Floats, paragraph: Ints) -> Ints:
    """Return the best BIO sequence of every paragraph and every row: tags (rows, pieces), from
    log-probabilities (rows, pieces, tags) and ascending paragraphs (pieces,). An inside tag must
    follow its own begin or inside tag; other steps cost nothing. So only paragraphs in which the
    best tags of the pieces break this rule need a search.
    """
    best: Ints = scores.argmax(axis=2)
    wrong = (best > 0) & (best % 2 == 0)
    goes_on = (best[:, :-1] == best[:, 1:]) | (best[:, :-1] == best[:, 1:] - 1)
    wrong[:, 1:] &= ~(goes_on & (paragraph[1:] == paragraph[:-1]))
    rows, places = np.nonzero(wrong)
    for row, number in dict.fromkeys(zip(rows.tolist(), paragraph[places].tolist(), strict=True)):
        a, b = np.searchsorted(paragraph, [number, number + 1])
        best[row, a:b] = _best_path(scores[row, a:b].tolist())
    return best


def _best_path(scores: list[list[float]]) -> list[int]:
    """Return the best tags for scores (pieces, tags). An inside tag follows its own begin or inside
    tag, other tags follow any tag."""
    tags = range(len(scores[0]))
    insides = tags[2::2]
    value = [_NEVER if tag in insides else score for tag, score in enumerate(scores[0])]
    predecessors: list[list[int]] = []
    for step in scores[1:]:
        before = [value.index(max(value))] * len(tags)
        for tag in insides:
            before[tag] = tag - 1 if value[tag - 1] > value[tag] else tag
        value = [value[index] + score for index, score in zip(before, step, strict=True)]
        predecessors.append(before)
    path = [value.index(max(value))]
    for before in reversed(predecessors):
        path.append(before[path[-1]])
    return path[::-1]


def bio_spans(tags: Ints, paragraph: Ints) -> list[tuple[int, int, int]]:
    """Return the spans (first piece, end piece, kind) of a BIO sequence; none crosses a paragraph's
    end."""
    kinds = (tags - 1) // 2  # -1 outside
    goes_on = np.zeros(len(tags) + 1, dtype=bool)
    same = (kinds[1:] == kinds[:-1]) & (paragraph[1:] == paragraph[:-1])
    goes_on[1:-1] = same & (tags[1:] > 0) & (tags[1:] % 2 == 0)
    ends = np.flatnonzero(~goes_on)  # of the piece before
    starts = ends[:-1][tags[ends[:-1]] > 0]
    stops = ends[np.searchsorted(ends, starts, side="right")]
    return list(zip(starts.tolist(), stops.tolist(), kinds[starts].tolist(), strict=True))


def _weak_targets(
    pieces: Pieces, scores: Scores, spans: Sequence[RolePieces], owner: int, target: int
) -> list[RolePieces]:
    """Return likely targets that the best path omits, for contents without a cue nearby and cues
    without a source."""
    found: list[RolePieces] = []
    for layer in range(LAYERS):
        here = [span for span in spans if span.layer == layer]
        taken = np.zeros(len(pieces), dtype=bool)
        for span in here:
            taken[span.start : span.end] = True
        begins = np.where(taken, _NEVER, scores.roles[:, layer, 2 * target + 1])
        insides = np.where(taken, _NEVER, scores.roles[:, layer, 2 * target + 2])
        for low, high in without_target(pieces.paragraph, here, owner, target):
            first = low + int(begins[low:high].argmax())
            if begins[first] > _WEAK:
                end = first + 1
                while end < high and insides[end] > _WEAK:
                    end += 1
                found.append(RolePieces(first, end, layer, target))
                begins[first:end] = insides[first:end] = _NEVER
    return found


def without_target(
    paragraph: Ints, spans: Sequence[RolePieces], owner: int, target: int
) -> list[tuple[int, int]]:
    """Return, for each owner without a target nearby, the pieces of its paragraph within _REACH
    pieces."""
    owners = np.array([span[:2] for span in spans if span.role == owner], dtype=np.int64).reshape(
        -1, 2
    )
    known = np.array([span.start for span in spans if span.role == target], dtype=np.int64)
    paragraphs = paragraph[owners[:, 0]]
    low = np.maximum(np.searchsorted(paragraph, paragraphs), owners[:, 0] - _REACH)
    high = np.minimum(np.searchsorted(paragraph, paragraphs + 1), owners[:, 1] + _REACH)
    alone = np.searchsorted(known, low) >= np.searchsorted(known, high)
    return list(zip(low[alone].tolist(), high[alone].tolist(), strict=True))
