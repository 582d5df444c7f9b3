"""Write the page of a prediction's mistakes, gold and prediction side by side, the most costly
first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from quoteminer.commands.evaluate.mistakes import MISTAKE_KINDS, Mistake
from quoteminer.commands.report.templates import asset, template
from quoteminer.output.gold.gold_articles import GoldArticle, GoldQuote
from quoteminer.types import Span

LIMIT: Final = 2000
"""Most mistakes on a page; more make browsers slow. The page gives the total number."""
CONTEXT: Final = 160  # characters of the article to show around the quotes
_SNAP: Final = 20  # most characters by which a window grows to the next space


def error_page(mistakes: Iterable[Mistake], *, title: str, limit: int = LIMIT) -> Iterator[str]:
    """Yield the page piece by piece; ``title`` is plain text."""
    ordered = sorted(mistakes, key=lambda mistake: -mistake.cost)
    kinds = (*MISTAKE_KINDS, "all")
    costs = {
        kind: [mistake.cost for mistake in ordered if kind in (*mistake.kinds, "all")]
        for kind in kinds
    }
    return template("errors_page.html", __package__).generate(
        title=title,
        style=asset("errors_page.css", __package__),
        script=asset("errors_page.js", __package__),
        totals=[(kind, len(some), sum(some)) for kind, some in costs.items()],
        total=len(ordered),
        limit=limit,
        shown=((mistake, _windows(mistake)) for mistake in ordered[:limit]),
        pieces=_pieces,
    )


def _windows(mistake: Mistake) -> list[Span]:
    """Return the parts of the article to show on both sides: around all spans of both quotes."""
    text, windows = mistake.gold.text, list[Span]()
    quotes = [quote for quote in (mistake.gold_quote, mistake.predicted_quote) if quote]
    for first, last in sorted(span for quote in quotes for span in quote.spans):
        start, end = max(first - CONTEXT, 0), min(last + CONTEXT, len(text))
        before = range(start, max(start - _SNAP, 0), -1)
        start = (
            0
            if start < _SNAP
            else next((offset for offset in before if text[offset - 1].isspace()), start)
        )
        end = next(
            (
                offset
                for offset in range(end, min(end + _SNAP, len(text)))
                if text[offset].isspace()
            ),
            end,
        )
        if windows and start <= windows[-1][1]:
            windows[-1] = windows[-1][0], max(end, windows[-1][1])
        else:
            windows.append((start, end))
    return windows


def _pieces(
    reading: GoldArticle, quote: GoldQuote | None, window: Span
) -> Iterator[tuple[str, list[str]]]:
    """Yield the words of a window, cut at the edges of spans, with their classes."""
    start, end = window
    layers = [
        ("other", span) for other in reading.quotes if other is not quote for span in other.content
    ]
    if quote is not None:
        roles = (("content", quote.content), ("source", quote.source), ("cue", quote.cue))
        layers += [(name, span) for name, spans in roles for span in spans]
    near = [
        ((max(a, start), min(b, end)), name) for name, (a, b) in layers if a < end and b > start
    ]
    for a, b in pairwise(sorted({start, end, *(edge for span, _ in near for edge in span)})):
        yield (
            reading.text[a:b],
            list(dict.fromkeys(name for span, name in near if span[0] <= a and b <= span[1])),
        )
