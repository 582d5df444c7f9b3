"""The tag sets that the network is trained with; the order is part of the model's format."""

from __future__ import annotations

from typing import Final

from quoteminer.types import NameKind, Role

ROLES: Final[tuple[Role, ...]] = ("source", "cue", "content")
NAME_KINDS: Final[tuple[NameKind, ...]] = ("person", "org", "place")
LAYERS: Final = 2
# BIO: 0 is outside, 2k+1 begins kind k, 2k+2 is inside it.
ROLE_TAGS: Final = 2 * len(ROLES) + 1
NAME_TAGS: Final = 2 * len(NAME_KINDS) + 1
# Links go from every piece of a content to the first piece of its cue, and from there to the first
# piece of its source (one source may serve several cues: "X said A and added B").
LINKS: Final = 2
LINK_WIDTH: Final = 128
LINK_TARGETS: Final = (3, 1)  # the tags that begin a target: B-cue, B-source
# Edges of the buckets of signed distances from a piece to the piece that it links to.
DISTANCE_EDGES: Final = (
    -256,
    -128,
    -64,
    -32,
    -16,
    -8,
    -4,
    -2,
    -1,
    0,
    1,
    2,
    4,
    8,
    16,
    32,
    64,
    128,
    256,
)
DISTANCE_BUCKETS: Final = len(DISTANCE_EDGES) + 1
