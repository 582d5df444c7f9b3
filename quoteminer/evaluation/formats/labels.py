"""Quotes as one BIO label a token, and quotes made of such labels.

A token has one label, so much is lost: which cue a content belongs to, and which source; the parts of a quote; spans
that overlap; speakers and acts.

Writing: of attributions that overlap, the one with the longest content is kept and those that stand inside it are left
out, as in PolNeAR, where a token has a role in one attribution at most; a cue or source that several quotes share is no
overlap. Spans end at the end of a line.

Reading: within a line (a sequence of the file), each content goes to the nearest cue and each cue takes the nearest
source, counted in characters between them, the one before where two are as near. Contents of one cue are the parts of
one quote. A content in a line without cue is a quote of its own, without source; cues that get no content, and sources
that get no cue, are left out. Of the 2,192 attributions of PolNeAR's development part 2,016 come back whole; of 367 in
news articles whose nested attributions are annotated as well, 281.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from quoteminer.evaluation.formats.graph import role_of
from quoteminer.evaluation.formats.pieces import Line, trimmed
from quoteminer.evaluation.gold import GoldArticle, GoldQuote
from quoteminer.types import Role, Span

OUTSIDE: Final = "O"
LABEL_HINT: Final = "Give O, or B- or I- with content, cue or source, as in 'B-content'."
_BEGINNINGS: Final = frozenset("BSU")
_REST: Final = frozenset("IELM")
Label = tuple[bool, Role] | None
"""Whether the token begins a span, and the span's role; None outside of all spans."""


def parse_label(written: str) -> Label:
    """A label of BIO, BIOES or BILOU, with a role in whatever case: "B-source", "I-Content", "O". "_" is "O".

    Raises:
        ValueError: it is none.
    """
    if written in (OUTSIDE, "_", "o"):
        return None
    prefix, dash, name = written.partition("-")
    role = role_of(name)
    if not dash or role is None or prefix.upper() not in _BEGINNINGS | _REST:
        raise ValueError(written)
    return prefix.upper() in _BEGINNINGS, role


def labels_of(article: GoldArticle, lines: Sequence[Line]) -> list[list[str]]:
    """The label of each token of each line, roles in small letters, as CofeNet has them."""
    begins: set[int] = set()
    inside: dict[int, Role] = {}
    for quote in flat(article.quotes):
        for role, spans in _roles(quote):
            for start, end in filter(None, (trimmed(article.text, span) for span in spans)):
                begins.add(start)
                inside.update(dict.fromkeys(range(start, end), role))
    labelled = []
    for line in lines:
        labels: list[str] = []
        for start, _ in line.tokens:
            here = inside.get(start)
            goes_on = start not in begins and labels and labels[-1][2:] == here
            labels.append(f"{'I' if goes_on else 'B'}-{here}" if here else OUTSIDE)
        labelled.append(labels)
    return labelled


def flat(quotes: Iterable[GoldQuote]) -> list[GoldQuote]:
    """The quotes that don't overlap one with a longer content, in text order."""
    taken: dict[int, tuple[Role, Span]] = {}
    kept = []
    for quote in sorted(quotes, key=lambda one: -sum(end - start for start, end in one.content)):
        own: dict[int, tuple[Role, Span]] = {}
        if all(_place(role, span, own, taken) for role, spans in _roles(quote) for span in spans):
            taken |= own
            kept.append(quote)
    return sorted(kept, key=lambda one: one.content)


def quotes_of_labels(tokens: Sequence[Span], labels: Sequence[Label]) -> list[GoldQuote]:
    """The quotes of one line of labels; ``tokens`` are the spans of the labelled tokens in the article's text."""
    spans: dict[Role, list[Span]] = {"content": [], "cue": [], "source": []}
    for role, span in _labelled_spans(tokens, labels):
        spans[role].append(span)
    cue_of = [(nearest(content, spans["cue"]), content) for content in spans["content"]]
    quotes = [GoldQuote((content,)) for cue, content in cue_of if cue is None]
    attributed = sorted((cue, content) for cue, content in cue_of if cue is not None)
    for cue, group in groupby(attributed, key=lambda pair: pair[0]):
        source = nearest(cue, spans["source"])
        quotes.append(GoldQuote(tuple(content for _, content in group), (cue,), (source,) if source else ()))
    return quotes


def nearest(span: Span, others: Iterable[Span]) -> Span | None:
    """The span with the fewest characters between, the first of several; None where there is none."""
    return min(others, key=lambda other: (max(other[0] - span[1], span[0] - other[1]), other), default=None)


def _roles(quote: GoldQuote) -> tuple[tuple[Role, tuple[Span, ...]], ...]:
    return ("content", quote.content), ("cue", quote.cue), ("source", quote.source)


def _place(role: Role, span: Span, own: dict[int, tuple[Role, Span]], taken: dict[int, tuple[Role, Span]]) -> bool:
    """Give the characters of a span to a role; False where one has another already. A cue or source may be shared."""
    for at in range(*span):
        before = own.get(at, taken.get(at))
        if before is not None and (role == "content" or before != (role, span)):
            return False
        own[at] = (role, span)
    return True


def _labelled_spans(tokens: Sequence[Span], labels: Sequence[Label]) -> list[tuple[Role, Span]]:
    found: list[tuple[Role, Span]] = []
    before: Role | None = None
    for (start, end), label in zip(tokens, labels, strict=True):
        if label is not None:
            begins, role = label
            if begins or role != before:
                found.append((role, (start, end)))
            else:
                found[-1] = (role, (found[-1][1][0], end))
        before = label[1] if label else None
    return found
