"""Scores to spans: the best tag sequence of every paragraph (Viterbi), and the probabilities of links between spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import numpy as np

from quoteminer.network.encode import Floats, Ints, Pieces, Scores, Sent, Window, cut_windows, gather, send
from quoteminer.network.load import Model
from quoteminer.network.tags import DISTANCE_EDGES, LAYERS, NAME_KINDS, ROLES
from quoteminer.types import MentionVectors, Name, Reading, RoleSpan, Span

_NEVER: Final = -1e9
_SOURCE, _CUE, _CONTENT = (ROLES.index(role) for role in ROLES)
_WEAK: Final = float(np.log(0.05))  # least log-probability of a cue or source where there is no other
_REACH: Final = 12  # pieces between a content and its cue, a cue and its source
_STRETCH: Final = 64  # windows
_AT_ONCE: Final = 1 << 16  # cells of a block of sequences that are decoded together

PieceSpan = tuple[int, int, int]  # first piece, end piece, kind
LayerSpan = tuple[PieceSpan, int]
Stretch = tuple[int, int, int]  # row, first piece, end piece


@dataclass(frozen=True, slots=True)
class PendingReading:
    """An article that the network is reading. ``sent``: the stretch of windows that is running (None: the article is
    empty); ``rest``: those that follow."""

    pieces: Pieces
    sent: Sent | None
    rest: Sequence[Sequence[Window]]

    @property
    def windows(self) -> int:
        """The number of windows that are running."""
        return len(self.sent.windows) if self.sent else 0


def begin(model: Model, pieces: Pieces) -> PendingReading:
    """Start the network on an article, without waiting for it.

    The article is read in stretches of whole windows, so that memory does not grow with queries and keys. (Only a
    paragraph longer than a stretch, some ten thousand words, is decoded in two parts.)
    """
    windows = cut_windows(pieces, size=model.window, context=model.context)
    first, *rest = [windows[at : at + _STRETCH] for at in range(0, len(windows), _STRETCH)] or [[]]
    return PendingReading(pieces, send(model, pieces, first) if first else None, rest)


def finish(model: Model, pending: PendingReading, *, all_vectors: bool = False) -> Reading:
    """Return the reading of an article; deterministic. A stretch is decoded while another runs.
    ``all_vectors``: see `decode`."""
    readings = []
    sent, rest = pending.sent, iter(pending.rest)
    while sent is not None:
        following = next(rest, None)
        ahead = send(model, pending.pieces, following) if following else None
        own = pending.pieces.cut(sent.windows[0].own_start, sent.windows[-1].own_end)
        readings.append(decode(model, own, gather(sent), all_vectors=all_vectors))
        sent = ahead
    return _joined(readings)


def read(model: Model, pieces: Pieces, *, all_vectors: bool = False) -> Reading:
    """Return the reading of a single article: `begin` and `finish` in one."""
    return finish(model, begin(model, pieces), all_vectors=all_vectors)


def _joined(readings: Sequence[Reading]) -> Reading:
    if len(readings) == 1:
        return readings[0]
    roles: list[RoleSpan] = []
    names: list[Name] = []
    links: dict[tuple[int, int], float] = {}
    speech: dict[int, float] = {}
    for reading in readings:
        base = len(roles)
        links.update({(a + base, b + base if b >= 0 else b): value for (a, b), value in reading.links.items()})
        speech.update({index + base: value for index, value in reading.speech.items()})
        roles += reading.roles
        names += reading.names
    return Reading(tuple(roles), links, speech, tuple(names), _joined_vectors([one.vectors for one in readings]))


def _joined_vectors(parts: Sequence[MentionVectors | None]) -> MentionVectors | None:
    whole = [part for part in parts if part is not None]
    if not whole:
        return None
    starts, queries, keys = (np.concatenate([getattr(one, n) for one in whole]) for n in ("starts", "queries", "keys"))
    return MentionVectors(starts, queries, keys, whole[0].nobody)


def decode(model: Model, pieces: Pieces, scores: Scores, *, all_vectors: bool = False) -> Reading:
    """Return the reading that the scores of these pieces give. ``all_vectors``: keep the vectors of all pieces, not
    only of those where a mention may begin."""
    sequences = np.stack([*(scores.roles[:, layer] for layer in range(LAYERS)), scores.names])
    for layer, bias in enumerate(("outside_bias", "nested_bias")):
        sequences[layer, :, 0] -= model.decoding.get(bias, 0.0)
    tagged = viterbi(sequences, _bounds(pieces.paragraph))
    spans = [(span, layer) for layer in range(LAYERS) for span in bio_spans(tagged[layer], pieces.paragraph)]
    spans += _weak_targets(pieces, scores, spans, _CONTENT, _CUE)
    spans += _weak_targets(pieces, scores, spans, _CUE, _SOURCE)
    spans.sort(key=lambda item: (item[0][0], item[0][1], item[1]))
    named = bio_spans(tagged[LAYERS], pieces.paragraph)
    return Reading(
        roles=_role_spans(pieces, scores, spans),
        links=_links(model, scores, spans),
        speech={i: float(scores.acts[a]) for i, ((a, _, kind), _) in enumerate(spans) if kind == _CUE},
        names=tuple(Name(*_characters(pieces, a, b), NAME_KINDS[kind]) for a, b, kind in named),
        vectors=_vectors(model, pieces, scores, None if all_vectors else [a for (a, _, _), _ in spans]),
    )


def _vectors(model: Model, pieces: Pieces, scores: Scores, roles: Sequence[int] | None) -> MentionVectors:
    """Return the vectors of the pieces where roles begin, and of capitalised ones, as in names; None keeps all."""
    kept = np.full(len(pieces), roles is None)
    if roles is not None:
        kept |= pieces.case > 0
        kept[roles] = True
    queries, keys = (values[kept].astype(np.float16) for values in (scores.speaker_query, scores.speaker_key))
    return MentionVectors(pieces.starts[kept], queries, keys, model.nobody)


def _characters(pieces: Pieces, a: int, b: int) -> Span:
    return int(pieces.starts[a]), int(pieces.ends[b - 1])


def _role_spans(pieces: Pieces, scores: Scores, spans: Sequence[LayerSpan]) -> tuple[RoleSpan, ...]:
    """Return role spans, each with the mean probability, 0..1, that its pieces have its role (B or I)."""
    chances = np.exp(scores.roles[:, :, 1:])
    chances = chances[:, :, 0::2] + chances[:, :, 1::2]
    return tuple(
        RoleSpan(ROLES[kind], *_characters(pieces, a, b), float(chances[a:b, layer, kind].mean()), layer)
        for (a, b, kind), layer in spans
    )


def _bounds(paragraph: Ints) -> list[tuple[int, int]]:
    if not len(paragraph):
        return []
    cuts = (np.flatnonzero(np.diff(paragraph)) + 1).tolist()
    return list(zip([0, *cuts], [*cuts, len(paragraph)], strict=True))


def viterbi(scores: Floats, bounds: Sequence[tuple[int, int]]) -> Ints:
    """Return the best BIO sequence of every paragraph and every row: tags (rows, pieces).

    ``scores``: log-probabilities (rows, pieces, tags), tags as in network.tags; ``bounds``: first and end piece of the
    paragraphs. An inside tag follows only its own begin or inside; all other steps cost nothing. Paragraphs of similar
    length are decoded together, so that the Python loop runs over steps, not pieces.
    """
    out: Ints = scores.argmax(axis=2)
    group: list[Stretch] = []
    for stretch in sorted(_invalid_stretches(out, bounds), key=lambda item: item[2] - item[1]):
        if group and (len(group) + 1) * (stretch[2] - stretch[1]) > _AT_ONCE:
            _decode_group(scores, group, out)
            group = []
        group.append(stretch)
    if group:
        _decode_group(scores, group, out)
    return out


def _invalid_stretches(best: Ints, bounds: Sequence[tuple[int, int]]) -> list[Stretch]:
    """Return the paragraphs where the best tag of every piece is no BIO sequence; elsewhere it is the best path."""
    inside = (best > 0) & (best % 2 == 0)
    goes_on = np.zeros_like(inside)
    goes_on[:, 1:] = (best[:, :-1] == best[:, 1:]) | (best[:, :-1] == best[:, 1:] - 1)
    firsts = [a for a, _ in bounds]
    goes_on[:, firsts] = False
    rows, wrong = np.nonzero(inside & ~goes_on)
    found = dict.fromkeys(zip(rows.tolist(), (np.searchsorted(firsts, wrong, side="right") - 1).tolist(), strict=True))
    return [(row, *bounds[at]) for row, at in found]


def _decode_group(scores: Floats, group: Sequence[Stretch], out: Ints) -> None:
    longest = max(b - a for _, a, b in group)
    padded = np.zeros((len(group), longest, scores.shape[2]), dtype=np.float32)
    padded[..., 1:] = _NEVER  # padding is outside, at no cost
    for index, (row, a, b) in enumerate(group):
        padded[index, : b - a] = scores[row, a:b]
    best = _best_paths(padded)
    for index, (row, a, b) in enumerate(group):
        out[row, a:b] = best[index, : b - a]


def _best_paths(scores: Floats) -> Ints:
    """Return the best tags (sequences, steps) for scores (sequences, steps, tags). Since only inside tags are
    restricted, the best predecessor is either the best tag of all or the tag's own begin or inside, so a step needs no
    matrix of transitions."""
    count, steps, tags = scores.shape
    best = np.zeros((steps, count), dtype=np.int64)  # the best tag of all at the step before
    begun = np.zeros((steps, count, tags // 2), dtype=bool)  # whether an inside tag comes from its begin
    value = scores[:, 0].copy()
    value[:, 2::2] = _NEVER
    for step in range(1, steps):
        begins, insides = value[:, 1::2], value[:, 2::2]
        value.argmax(axis=1, out=best[step])
        np.greater(begins, insides, out=begun[step])
        following = np.empty_like(value)
        following[:] = value.max(axis=1, keepdims=True)
        np.maximum(begins, insides, out=following[:, 2::2])
        value = np.add(following, scores[:, step], out=following)
    back = np.repeat(best[:, :, None], tags, axis=2)
    inside = np.arange(2, tags, 2)
    back[:, :, inside] = inside - begun
    return _backtrace(back, value.argmax(axis=1))


def _backtrace(back: Ints, tag: Ints) -> Ints:
    """Follow the predecessors (steps, sequences, tags) from the last tags (sequences,) to the first ones."""
    steps, count, _ = back.shape
    path = np.zeros((count, steps), dtype=np.int64)
    rows = np.arange(count)
    for step in range(steps - 1, -1, -1):
        path[:, step] = tag
        tag = back[step, rows, tag]
    return path


def bio_spans(tags: Ints, paragraph: Ints) -> list[PieceSpan]:
    """Return the spans of a BIO sequence, in order; none crosses a paragraph's end."""
    kinds = (tags - 1) // 2  # -1 outside
    goes_on = np.zeros(len(tags) + 1, dtype=bool)
    same = (kinds[1:] == kinds[:-1]) & (paragraph[1:] == paragraph[:-1])
    goes_on[1:-1] = same & (tags[1:] > 0) & (tags[1:] % 2 == 0)
    ends = np.flatnonzero(~goes_on)  # of the piece before
    starts = ends[:-1][tags[ends[:-1]] > 0]
    stops = ends[np.searchsorted(ends, starts, side="right")]
    return list(zip(starts.tolist(), stops.tolist(), kinds[starts].tolist(), strict=True))


def _weak_targets(
    pieces: Pieces, scores: Scores, spans: Sequence[LayerSpan], owner: int, target: int
) -> list[LayerSpan]:
    """Return likely targets off the best path for owners without a target nearby: a content needs a cue, and a cue a
    source."""
    found: list[LayerSpan] = []
    for layer in range(LAYERS):
        here = [span for span, at in spans if at == layer]
        alone = _without_target(pieces.paragraph, here, owner, target)
        if not alone:
            continue
        taken = np.zeros(len(pieces), dtype=bool)
        for a, b, _ in here:
            taken[a:b] = True
        begins = np.where(taken, _NEVER, scores.roles[:, layer, 2 * target + 1])
        insides = np.where(taken, _NEVER, scores.roles[:, layer, 2 * target + 2])
        for low, high in alone:
            first = low + int(begins[low:high].argmax())
            if begins[first] > _WEAK:
                end = first + 1
                while end < high and insides[end] > _WEAK:
                    end += 1
                found.append(((first, end, target), layer))
                begins[first:end] = insides[first:end] = _NEVER
    return found


def _without_target(paragraph: Ints, spans: Sequence[PieceSpan], owner: int, target: int) -> list[tuple[int, int]]:
    """Return, for each owner without a target nearby, the pieces of its paragraph at most _REACH away."""
    owners = np.array([(a, b) for a, b, kind in spans if kind == owner], dtype=np.int64).reshape(-1, 2)
    known = np.array([a for a, _, kind in spans if kind == target], dtype=np.int64)
    at = paragraph[owners[:, 0]]
    low = np.maximum(np.searchsorted(paragraph, at), owners[:, 0] - _REACH)
    high = np.minimum(np.searchsorted(paragraph, at + 1), owners[:, 1] + _REACH)
    alone = np.searchsorted(known, low) >= np.searchsorted(known, high)
    return list(zip(low[alone].tolist(), high[alone].tolist(), strict=True))


def _links(model: Model, scores: Scores, spans: Sequence[LayerSpan]) -> dict[tuple[int, int], float]:
    """Return log-probabilities of content -> cue and cue -> source, by indices of spans; (span, -1) is no target."""
    links: dict[tuple[int, int], float] = {}
    for link, (owner, target) in enumerate(((_CONTENT, _CUE), (_CUE, _SOURCE))):
        for layer in range(LAYERS):
            owners, targets = (
                [(i, a, b) for i, ((a, b, kind), at) in enumerate(spans) if kind == role and at == layer]
                for role in (owner, target)
            )
            firsts = np.array([a for _, a, _ in targets], dtype=np.int64)
            for window, members in groupby(owners, key=lambda item: scores.window_of(item[1])):
                where = scores.windows[window]
                low, high = np.searchsorted(firsts, [where.start, where.end])
                # A content links from all its pieces, a cue from its first.
                pieces = [(i, a, a + 1 if owner == _CUE else min(b, where.own_end)) for i, a, b in members]
                for index, values in _link_scores(model, scores, pieces, firsts[low:high], window, link, layer):
                    links[index, -1] = float(values[-1])
                    links.update({(index, targets[low + k][0]): v for k, v in enumerate(values[:-1].tolist())})
    return links


def _link_scores(
    model: Model,
    scores: Scores,
    owners: Sequence[tuple[int, int, int]],
    firsts: Ints,
    window: int,
    link: int,
    layer: int,
) -> Iterator[tuple[int, Floats]]:
    """Yield the index and the scores (targets + 1,) of every owner (index, first piece, end piece) of a window. Scores
    are means over its pieces of the log-probability of each target and, last, of none."""
    where = np.concatenate([np.arange(a, b) for _, a, b in owners])
    query = scores.query[where, link, layer]
    keys = scores.keys[window][firsts - scores.windows[window].start, link]
    bias = model.distance[link, layer][np.searchsorted(DISTANCE_EDGES, firsts[None, :] - where[:, None], side="left")]
    raw = np.concatenate([query @ keys.T + bias, (query @ model.nowhere[link])[:, None]], axis=1)
    raw = raw - raw.max(axis=1, keepdims=True)
    logs = raw - np.log(np.exp(raw).sum(axis=1, keepdims=True))
    sizes = np.array([b - a for _, a, b in owners])
    means = np.add.reduceat(logs, np.cumsum(sizes) - sizes, axis=0) / sizes[:, None]
    return zip((index for index, _, _ in owners), means, strict=True)
