"""The results of the network for an article: spans and their links, names, roles of people, vectors
of mentions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from quoteminer.types import Name, Role, Span

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
AttributeKind = Literal["role", "affiliation"]

#: Edges of the buckets of signed distances, in characters, from a source to a mention.
PAIR_EDGES: Final = np.array(
    [-2048, -1024, -512, -256, -128, -64, -32, 0, 32, 64, 128, 256, 512, 1024, 2048]
)
PAIR_BUCKETS: Final = len(PAIR_EDGES) + 1


@dataclass(frozen=True, slots=True)
class RoleSpan:
    """A span with a role in an attribution. ``score`` is the network's mean probability, 0..1.
    ``layer`` is 0 for attributions by the article itself, 1 for one inside the content of
    another."""

    role: Role
    start: int
    end: int
    score: float = 1.0
    layer: int = 0


@dataclass(frozen=True, slots=True)
class Attribute:
    """The words start..end that give the role or affiliation of a person, whose ``name`` is near.
    ``score`` is the network's mean probability, 0..1."""

    kind: AttributeKind
    start: int
    end: int
    name: Span
    score: float


@dataclass(frozen=True, slots=True)
class PairLayer:
    """The layer that compares two mentions: the sum of a query, a key and the vector of their
    ``distance`` (buckets, width), behind a ReLU, times ``weight`` (width,). ``nobody`` (width,)
    replaces key and distance in the logit that there is no other mention. A feed-forward scorer of
    pairs as in Lee et al., "End-to-end neural coreference resolution" (EMNLP 2017)."""

    distance: Floats
    weight: Floats
    nobody: Floats

    def logits(self, query: Floats, keys: Floats, distances: Ints) -> Floats:
        """Return the logit of each key (n, width) at a distance (n,), and then that of nobody (n +
        1,)."""
        near = self.distance[np.searchsorted(PAIR_EDGES, distances, side="left")]
        hidden = np.concatenate([keys + near, self.nobody[None]]) + query
        logits: Floats = np.maximum(hidden, 0) @ self.weight
        return logits


@dataclass(frozen=True, slots=True, eq=False)
class MentionVectors:
    """Vectors for the coreference of speakers. ``starts`` (n,): the ascending character offsets of
    the word pieces that have ``queries`` and ``keys`` (n, width): the first pieces of roles, names
    and capitalised words. ``layer`` compares them."""

    starts: Ints
    queries: npt.NDArray[np.float16]
    keys: npt.NDArray[np.float16]
    layer: PairLayer

    def logits(self, source: Span, mentions: Sequence[int]) -> Floats | None:
        """Return the logits (m + 1,) that a source and each of m mentions, given by their first
        characters, are the same speaker, -inf for a mention without a vector; and last the logit
        that no other mention is. None if the source has no vector."""
        first = int(self.starts.searchsorted(source[0]))
        if first == len(self.starts) or self.starts[first] >= source[1]:
            return None
        wanted = np.array(mentions, dtype=np.int64)
        places = self.starts.searchsorted(wanted).clip(max=len(self.starts) - 1)
        query, keys = self.queries[first].astype(np.float32), self.keys[places].astype(np.float32)
        logits = self.layer.logits(query, keys, self.starts[places] - self.starts[first])
        logits[:-1][self.starts[places] != wanted] = -np.inf
        return logits


@dataclass(frozen=True, slots=True)
class Reading:
    """The network's reading of an article: role spans in text order, and their links. ``links``
    maps pairs of indices of spans, (content, cue) or (cue, source), to the mean log-probability
    that the first belongs to the second, and (index, -1) to that of no link. ``speech`` maps the
    index of each cue to the probability, 0..1, that it reports speech. ``vectors``: see
    `MentionVectors`; None without a network."""

    roles: tuple[RoleSpan, ...]
    links: Mapping[tuple[int, int], float]
    speech: Mapping[int, float]
    names: tuple[Name, ...]
    attributes: tuple[Attribute, ...] = ()
    vectors: MentionVectors | None = None
