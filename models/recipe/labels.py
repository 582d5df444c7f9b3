"""Turn examples into arrays: the labels of every word piece."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from gold import Example, LayeredQuote, Span
from teacher import Taught
from tokenizers import Tokenizer

from quoteminer.network.attributes import KINDS, LONGEST
from quoteminer.network.encode import Pieces, make_pieces
from quoteminer.network.tags import LAYERS, LINKS, NAME_KINDS, ROLES
from quoteminer.text.article import make_article
from quoteminer.text.marks import read_marks

Ints = npt.NDArray[np.int64]
UNKNOWN = -100  # left out of the loss
NOWHERE = -1  # a content without a cue, a cue without a source


@dataclass(frozen=True)
class Labelled:
    """Pieces with their labels, arrays of n pieces. ``tags`` (2, n): BIO of the roles by layer.
    ``links`` (2, 2, n), by kind and layer: from a content piece to the first piece of its cue, and
    from the first piece of a cue to the first piece of its source; NOWHERE if there is none,
    UNKNOWN at all other pieces. ``names`` (n,): BIO of the names. ``acts`` (n,): at the first piece
    of a cue 1 for speech, 0 for other. ``mentions`` (m, 2): first piece and speaker. ``anchors``
    (k, 3): the piece that represents an attribution's source (the first piece of the source, else
    of the cue, else of the content), the end of the source, and the speaker. ``people`` (p, 3):
    first piece, end piece and speaker of the mentions of people whose roles are known;
    ``attributes`` (a, 4): first piece, end piece, number in `quoteminer.network.attributes.KINDS`,
    and speaker of these roles and affiliations. ``convention`` and ``trust`` as in `Example`;
    ``taught``: a teacher's predictions for the pieces, or None."""

    pieces: Pieces
    tags: Ints
    links: Ints
    names: Ints
    acts: Ints
    mentions: Ints
    anchors: Ints
    people: Ints
    attributes: Ints
    convention: int = 0
    trust: float = 1.0
    taught: Taught | None = None


def label(example: Example, tokenizer: Tokenizer) -> Labelled:
    article = make_article(example.text)
    pieces = make_pieces(article, read_marks(example.text, article.paragraphs), tokenizer)
    n = len(pieces)
    out = Labelled(
        pieces,
        np.zeros((LAYERS, n), np.int64),
        np.full((LINKS, LAYERS, n), UNKNOWN),
        np.full(n, UNKNOWN),
        np.full(n, UNKNOWN),
        _mentions(example, pieces),
        _anchors(example, pieces),
        _people(example, pieces),
        _attributes(example, pieces),
        example.convention,
        example.trust,
    )
    for quote in example.quotes:
        if quote.layer is not None:
            _write_quote(out, quote)
    if example.names is not None:
        out.names[:] = 0
        for a, b, kind in example.names:
            _write_bio(out.names, _covered(pieces, (a, b)), NAME_KINDS.index(kind))
    if not example.nested:
        out.tags[1] = UNKNOWN
    if not example.annotated:
        out.tags[:] = UNKNOWN
    return out


def _mentions(example: Example, pieces: Pieces) -> Ints:
    first = {_first_piece(pieces, [(a, b)]): who for a, b, who in example.mentions}
    return np.array([item for item in first.items() if item[0] != NOWHERE], dtype=np.int64).reshape(
        -1, 2
    )


def _anchors(example: Example, pieces: Pieces) -> Ints:
    anchors = set()
    for quote in example.quotes:
        where = [
            _covered(pieces, spans[0])
            for spans in (quote.source, quote.cue, quote.content)
            if spans
        ]
        if quote.speaker is not None and where and len(where[0]):
            first = int(where[0][0])
            anchors.add((first, int(where[0][-1]) + 1 if quote.source else first, quote.speaker))
    return np.array(sorted(anchors), dtype=np.int64).reshape(-1, 3)


def _people(example: Example, pieces: Pieces) -> Ints:
    own = [
        (_covered(pieces, (a, b)), who)
        for a, b, who in example.mentions
        if who in example.described
    ]
    rows = [
        (where[0], min(where[-1] + 1, where[0] + LONGEST), who) for where, who in own if len(where)
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 3)


def _attributes(example: Example, pieces: Pieces) -> Ints:
    own = [
        (_covered(pieces, (a, b)), KINDS.index(kind), who) for a, b, kind, who in example.attributes
    ]
    rows = [(where[0], where[-1] + 1, kind, who) for where, kind, who in own if len(where)]
    return np.array(rows, dtype=np.int64).reshape(-1, 4)


def _write_quote(out: Labelled, quote: LayeredQuote) -> None:
    assert quote.layer is not None
    for role in ROLES:
        for span in getattr(quote, role):
            _write_bio(out.tags[quote.layer], _covered(out.pieces, span), ROLES.index(role))
    cue, source = _first_piece(out.pieces, quote.cue), _first_piece(out.pieces, quote.source)
    to_cue, to_source = out.links[:, quote.layer]
    for span in quote.content:
        to_cue[_covered(out.pieces, span)] = cue
    if cue != NOWHERE:
        to_source[cue] = source
        if quote.act:
            out.acts[cue] = quote.act == "speech"


def _first_piece(pieces: Pieces, spans: Sequence[Span]) -> int:
    covered = [_covered(pieces, span) for span in spans]
    return next((int(where[0]) for where in covered if len(where)), NOWHERE)


def _covered(pieces: Pieces, span: Span) -> Ints:
    """Return the indices of the pieces that share a character with the span."""
    start = int(np.searchsorted(pieces.ends, span[0], side="right"))
    end = int(np.searchsorted(pieces.starts, span[1], side="left"))
    return np.arange(start, end)


def _write_bio(tags: Ints, where: Ints, kind: int) -> None:
    if len(where):
        tags[where] = 2 * kind + 2
        tags[where[0]] = 2 * kind + 1
