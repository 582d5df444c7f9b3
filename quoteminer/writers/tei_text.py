"""The text of a TEI document: paragraphs, and in them what is marked. The characters between the tags of the body are
those of the article, in their order, none more and none less."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from quoteminer.text.article import make_article
from quoteminer.types import Span
from quoteminer.writers.nesting import Piece, nested
from quoteminer.writers.tei_marks import Marking
from quoteminer.writers.xmltext import escaped, tag

_SPACE: Final = " \t\n\r"
"""White space for XML: what may stand between paragraphs."""


class _Block(NamedTuple):
    """A paragraph with the space behind it, up to the next one, and its element's name."""

    start: int
    end: int
    name: str


def body_of(text: str, markings: Sequence[Marking]) -> str:
    """The body of a text with its markings."""
    blocks = _blocks(text)
    owners = [(owner, part) for owner, one in enumerate(markings) for part in range(1, len(one.parts) + 1)]
    within = _by_block(blocks, [span for one in markings for span in one.parts])
    pieces = [nested(spans) for spans in within]
    tags = _Tags(markings, owners, pieces)
    inner = "".join(_paragraph(text, block, those, tags) for block, those in zip(blocks, pieces, strict=True))
    return f'<body xml:space="preserve">{inner}</body>'


def _blocks(text: str) -> list[_Block]:
    """The text in paragraphs; a headline that comes first is the body's head."""
    paragraphs = make_article(text).paragraphs
    starts = [0, *(one.start for one in paragraphs[1:]), len(text)]
    headed = len(paragraphs) > 1 and paragraphs[0].kind == "headline"
    return [
        _Block(start, end, "head" if headed and number == 0 else "p")
        for number, (start, end) in enumerate(pairwise(starts))
    ]


def _by_block(blocks: Sequence[_Block], spans: Sequence[Span]) -> list[list[tuple[Span, int]]]:
    """The spans that fall into each block, cut at its ends, each with its index."""
    starts = [block.start for block in blocks]
    found: list[list[tuple[Span, int]]] = [[] for _ in blocks]
    for index, (start, end) in enumerate(spans):
        at = bisect_right(starts, start) - 1
        while at < len(blocks) and blocks[at].start < end:
            found[at].append(((max(start, blocks[at].start), min(end, blocks[at].end)), index))
            at += 1
    return found


class _Tags:
    """The tags of pieces, in the order in which they open.

    Where an element is in several pieces, each points to the next and the one before, and has the number of its part,
    from 1, as its ``n``. The first piece has the element's own id.
    """

    def __init__(
        self, markings: Sequence[Marking], owners: Sequence[tuple[int, int]], pieces: Iterable[Iterable[Piece]]
    ) -> None:
        self._markings = markings
        self._owners = owners
        self._all = Counter(owners[piece.owner][0] for those in pieces for piece in those)
        self._begun: Counter[int] = Counter()

    def start(self, piece: Piece) -> str:
        owner, part = self._owners[piece.owner]
        marking, count = self._markings[owner], self._all[owner]
        self._begun[owner] += 1
        number = self._begun[owner]
        values: dict[str, str | None] = {"xml:id": _id(marking, number)}
        if count > 1:
            values["n"] = str(part)
            values["prev"] = f"#{_id(marking, number - 1)}" if number > 1 else None
            values["next"] = f"#{_id(marking, number + 1)}" if number < count else None
        return f"<{tag(marking.name, {**values, **marking.values})}>"

    def end(self, piece: Piece) -> str:
        return f"</{self._markings[self._owners[piece.owner][0]].name}>"


def _id(marking: Marking, number: int) -> str:
    return marking.id if number == 1 else f"{marking.id}.{number}"


def _paragraph(text: str, block: _Block, pieces: Sequence[Piece], tags: _Tags) -> str:
    """The element of a block, and the space around it that no piece covers."""
    whole = text[block.start : block.end]
    start = block.start + len(whole) - len(whole.lstrip(_SPACE))
    start = min([start, *(piece.start for piece in pieces[:1])])
    end = max([start, block.start + len(whole.rstrip(_SPACE)), *(piece.end for piece in pieces)])
    inner = "".join(_marked(text, start, end, pieces, tags))
    before, behind = text[block.start : start], text[end : block.end]
    return f"{escaped(before)}<{block.name}>{inner}</{block.name}>{escaped(behind)}"


def _marked(text: str, start: int, end: int, pieces: Sequence[Piece], tags: _Tags) -> Iterator[str]:
    """The text with the tags of the pieces in it, which nest and come in the order in which they open."""
    stack: list[Piece] = []
    at = start
    for piece in [*pieces, Piece(end, end, -1)]:
        while stack and stack[-1].end <= piece.start:
            yield escaped(text[at : stack[-1].end])
            at = stack[-1].end
            yield tags.end(stack.pop())
        yield escaped(text[at : piece.start])
        at = piece.start
        if piece.owner >= 0:
            yield tags.start(piece)
            stack.append(piece)
