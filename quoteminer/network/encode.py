"""Turn text into word pieces, pieces into windows, and windows into scores."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from quoteminer.network.load import Model
from quoteminer.network.reading import Floats, Ints
from quoteminer.text.article import blanked, readable
from quoteminer.text.marks import AT_OPEN, OUTSIDE, quote_states
from quoteminer.types import Article, MarkReading, Warning

if TYPE_CHECKING:
    from tokenizers import Tokenizer

INPUTS = ("ids", "case", "first", "quote")  # names of the graph's inputs
CASES = 4  # none, Title, UPPER, mixed
STARTS = 2  # inside a paragraph, first piece of one
QUOTE_STATES = 6  # see text.marks.quote_states

_WORDLESS = re.compile(r"[\W_]{200,}")
"""The shortest run of marks that is not read, because each mark would be a piece. None of 6,814
articles has 60."""

_PROSE, _MOST, _FEW = 4.7, 4, 2000
"""News has 4.7 characters a piece; dialogue of short words and rare names have 2.3, single letters
between spaces 2. Of a text of more than 2,000 pieces, 4 times as many are read as news of its
length has. More have only scripts without spaces, and digits between signs."""

CLS, SEP = 101, 102  # BERT's ids of the pieces that open and close a window
_STOPS = (1012, 999, 1029)  # and of . ! ?


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of an article, each array of shape (n,). ``starts`` and ``ends`` are
    character offsets."""

    ids: Ints
    starts: Ints
    ends: Ints
    case: Ints
    first: Ints
    quote: Ints
    paragraph: Ints

    def __len__(self) -> int:
        return len(self.ids)

    def cut(self, start: int, end: int) -> Pieces:
        """Return pieces ``start`` to ``end``; their offsets still point into the whole article."""
        return Pieces(*(getattr(self, field.name)[start:end] for field in fields(self)))


class Window(NamedTuple):
    """Pieces start..end, which run through the network together; the scores of own_start..own_end
    are kept."""

    start: int
    end: int
    own_start: int
    own_end: int


def make_pieces(article: Article, marks: MarkReading, tokenizer: Tokenizer) -> Pieces:
    """Cut every paragraph into word pieces, with the features that an uncased vocabulary loses.
    Noise (see `MarkReading`) and hundreds of marks without a word are read as spaces, a lone
    surrogate as U+FFFD. All offsets point into the article itself."""
    text = _WORDLESS.sub(
        lambda row: " " * len(row[0]), readable(blanked(article.text, marks.noise))
    )
    encodings = [
        # One by one: a batch would use every core, whatever the number of threads.
        tokenizer.encode(text[where.start : where.end], add_special_tokens=False)
        for where in article.paragraphs
    ]
    ids = list(chain.from_iterable(encoding.ids for encoding in encodings))
    offsets = chain.from_iterable(encoding.offsets for encoding in encodings)
    paragraph = np.repeat(np.arange(len(encodings)), [len(encoding) for encoding in encodings])
    firsts = np.array([where.start for where in article.paragraphs], dtype=np.int64)[paragraph]
    inside = np.fromiter(chain.from_iterable(offsets), dtype=np.int64, count=2 * len(ids))
    starts, ends = firsts + inside[::2], firsts + inside[1::2]
    return Pieces(
        ids=np.array(ids, dtype=np.int64),
        starts=starts,
        ends=ends,
        case=_cases(text, starts, ends),
        first=(np.diff(paragraph, prepend=-1) > 0).astype(np.int64),
        quote=quote_states(text, marks)[starts].astype(np.int64),
        paragraph=paragraph,
    )


def limit_pieces(pieces: Pieces, article: Article) -> tuple[Pieces, tuple[Warning, ...]]:
    """Return the pieces of an article that are read, and a warning "unread-text" if not all are.
    They are the first ones, up to 4 times as many as news of its length has (at least 2,000), so
    that the cost of any text is bounded.
    """
    most = max(_FEW, int(_MOST * len(article.text) / _PROSE))
    if len(pieces) <= most:
        return pieces, ()
    reason = (
        f"This text takes over {_MOST} times the work of English prose, so it was not read from"
        " here on."
    )
    start, end = int(pieces.starts[most]), int(pieces.ends[-1])
    unread = Warning("unread-text", f"{reason} Split it into shorter texts.", start, end)
    return pieces.cut(0, most), (unread,)


def _cases(text: str, starts: Ints, ends: Ints) -> Ints:
    """Return the case of each piece: 0 no capital, 1 only the first letter, 2 all of two or more
    letters, 3 mixed."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    kinds = np.zeros((2, codes.max(initial=0) + 1), dtype=bool)  # of the characters by their codes
    kinds[0, codes] = True
    known = np.flatnonzero(kinds[0])
    characters = [chr(code) for code in known.tolist()]
    kinds[:, known] = [list(map(test, characters)) for test in (str.isupper, str.isalpha)]
    is_upper, is_letter = kinds[:, codes]
    uppers, letters = (np.append(0, np.cumsum(kind)) for kind in (is_upper, is_letter))
    up, all_ = uppers[ends] - uppers[starts], letters[ends] - letters[starts]
    title = is_upper[starts] & (up == 1)
    return np.where(up == 0, 0, np.where(title, 1, np.where(up == all_, 2, 3))).astype(np.int64)


def cut_windows(pieces: Pieces, *, size: int, context: int = 0) -> list[Window]:
    """Return windows of at most ``size`` pieces, of which every piece belongs to exactly one. A
    window also reads ``context`` pieces before its own, and has as many whole paragraphs as fit. If
    it loses less than half its length, a window ends before a paragraph without an opening
    quotation mark, so that a continued quote is read together with its beginning; and a paragraph
    that does not fit is cut before a sentence outside quotation marks, so that a quote is read
    together with its cue."""
    total = len(pieces)
    breaks = np.append(np.flatnonzero(np.diff(pieces.paragraph)) + 1, total)
    calm = np.append(pieces.quote[breaks[:-1]] == OUTSIDE, True)
    sentences = _sentence_starts(pieces)
    windows = []
    start = 0
    while start < total:
        before = min(context, start)
        limit = start + size - before
        first, behind = np.searchsorted(breaks, [start, limit], side="right")
        fits = breaks[first:behind]
        good = fits[calm[first:behind] & (2 * (fits - start) >= limit - start)]
        inside = sentences[
            np.searchsorted(sentences, start + (limit - start) // 2) : np.searchsorted(
                sentences, limit + 1
            )
        ]
        # The last good break, else the last break, else a position inside a paragraph that does not
        # fit.
        end = int([min(limit, total), *inside[-1:], *fits[-1:], *good[-1:]][-1])
        windows.append(Window(start - before, end, start, end))
        start = end
    return windows


def _sentence_starts(pieces: Pieces) -> Ints:
    """Return the indices of pieces that begin a sentence behind another one, both outside quotation
    marks."""
    stops = np.logical_or.reduce([pieces.ids[:-1] == stop for stop in _STOPS])
    stopped = stops & (pieces.quote[:-1] == OUTSIDE)
    begins = (pieces.case[1:] > 0) & (pieces.quote[1:] == OUTSIDE) | (pieces.quote[1:] == AT_OPEN)
    return np.flatnonzero(stopped & begins) + 1


@dataclass(frozen=True, slots=True)
class Scores:
    """The network's outputs for n consecutive pieces: log-probabilities of role tags (n, layers,
    tags) and name tags (n, tags), probability of speech (n,), queries of links (n, links, layers,
    width), and queries and keys of mentions (n, pair width). ``windows`` count from the first of
    these pieces (a context before it has negative positions). ``attributes`` (n, 3 * attribute
    width): see attributes.py; None if the model has none. ``keys`` has the keys of links (window's
    pieces, links, width) for each window: a query is compared only with keys of its own window,
    since both depend on the position in the window."""

    roles: Floats
    names: Floats
    acts: Floats
    query: Floats
    mention_query: Floats
    mention_key: Floats
    keys: list[Floats]
    windows: list[Window]
    attributes: Floats | None = None


Sent = Sequence[tuple[Window, Callable[[], list[Any]]]]
"""Windows that the network is running, each with a function that waits for its outputs."""


def send(model: Model, pieces: Pieces, windows: Sequence[Window]) -> Sent:
    """Start the network on consecutive windows, as many at a time as it has threads. Each window is
    a separate batch, because larger batches were no faster."""
    sent = []
    for window in windows:
        inputs = {}
        for name in INPUTS:  # a batch of one, between [CLS] and [SEP]
            left, right = (CLS, SEP) if name == "ids" else (0, 0)
            inputs[name] = np.concatenate(
                ([left], getattr(pieces, name)[window.start : window.end], [right])
            )[None]
        sent.append((window, model.pool.start(inputs)))
    return sent


def gather(sent: Sent) -> Scores:
    """Wait for the windows (at least one), and return the scores of their own pieces."""
    outputs: list[list[Floats]] = []
    keys: list[Floats] = []
    for window, wait in sent:
        *raw, key = wait()
        own = slice(window.own_start - window.start + 1, window.own_end - window.start + 1)
        outputs.append([values[0, own] for values in raw])
        keys.append(key[0, 1:-1])
    first = sent[0][0].own_start
    windows = [Window(*(index - first for index in window)) for window, _ in sent]
    roles, names, acts, query, mention_query, mention_key, *more = map(
        np.concatenate, zip(*outputs, strict=True)
    )
    return Scores(roles, names, acts, query, mention_query, mention_key, keys, windows, *more)
