"""An article for those whose browser runs no script: its text, and its quotes as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from quoteminer.output.htmltext import escaped

_HEADS: Final = ("Speaker", "Type", "Confidence", "Quote")
_NOBODY: Final = "—"


def plain_article(article: Mapping[str, Any]) -> Iterator[str]:
    """The article as HTML, piece by piece; ``article`` is what `data.article_data` gave."""
    record, heading = article["record"], article["heading"]
    text = record["text"]
    yield "<article>\n"
    if heading is None:
        yield f"<h2>{escaped(article['title'])}</h2>\n"
    for at, (start, end, _) in enumerate(article["paragraphs"]):
        name = "h2" if at == heading else "p"
        yield f'<{name} dir="auto">{escaped(text[start:end])}</{name}>\n'
    yield from _quotes(record)
    yield "</article>\n"


def _quotes(record: Mapping[str, Any]) -> Iterator[str]:
    if not record["quotes"]:
        yield "<p>No quotes.</p>\n"
        return
    names = {one["id"]: one["name"] for one in record["speakers"]}
    yield "<table>\n" + _row(f'<th scope="col">{name}</th>' for name in _HEADS)
    for quote in record["quotes"]:
        speaker = names.get(quote["speaker"], _NOBODY)
        cells = (speaker, quote["type"], str(round(quote["confidence"], 2)), quote["text"])
        yield _row(f'<td dir="auto">{escaped(cell)}</td>' for cell in cells)
    yield "</table>\n"


def _row(cells: Iterable[str]) -> str:
    return f"<tr>{''.join(cells)}</tr>\n"
