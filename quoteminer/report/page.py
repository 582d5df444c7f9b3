"""The report: one HTML file with any number of articles, written as they come.

Each article stands in the page as JSON, twice: in short for the index, and whole, which is read only when the article
is shown. The scripts (``*.js``, in the order of SCRIPTS) draw it. All texts reach the page through text nodes or
escaped; the page's own rules (a Content Security Policy) forbid any style, script or request but those in the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from importlib import resources
from io import StringIO
from typing import Any, ClassVar, Final, TextIO

from quoteminer.output.htmltext import escaped, page_head
from quoteminer.output.writer import Item, StreamWriter
from quoteminer.records import ArticleRecord
from quoteminer.report.data import article_data, embedded, summary

TITLE: Final = "Who said what"
FRAME_SCRIPTS: Final = ("dom.js", "text.js", "filter.js", "record.js", "beside.js", "article.js", "frame.js")
"""The scripts that show one article, and what a page has around its views; quoteminer/web shares them."""
SCRIPTS: Final = (*FRAME_SCRIPTS, "archive.js", "index.js", "page.js")


@cache
def asset(name: str) -> str:
    """Return a style or script of the page."""
    return resources.files("quoteminer.report").joinpath(name).read_text(encoding="utf-8")


class PageWriter(StreamWriter[Item]):
    """Writes a page with a plain title around what `body` yields of each record, to a stream of UTF-8."""

    scripts: ClassVar[tuple[str, ...]] = SCRIPTS
    styles: ClassVar[tuple[str, ...]] = ("report.css",)

    def __init__(self, stream: TextIO, *, title: str = TITLE) -> None:
        super().__init__(stream)
        self.title = title
        self._script = "".join(map(asset, self.scripts))
        self._begun = False

    def write(self, record: Item) -> None:
        parts = self.body(record)
        self._begin()
        self.stream.writelines(parts)

    def close(self, *, several: bool = False) -> None:
        self._begin()
        self.stream.write(f"</main>\n<script>{self._script}</script>\n</body>\n</html>\n")

    def top(self) -> str:
        """Return what precedes the articles, after the link that skips it."""
        return (
            f'<header class="top"><p class="brand">{escaped(self.title)}</p></header>\n<main id="main" tabindex="-1">\n'
            "<noscript><p>With JavaScript, this page marks the quotes in the text and filters them.</p></noscript>\n"
        )

    def body(self, record: Item) -> Iterable[str]:
        """Return the HTML of a record. Raises OutputError if the record has no text."""
        raise NotImplementedError

    def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            style = "".join(map(asset, self.styles))
            self.stream.writelines(page_head(title=self.title, style=style, script=self._script))
            self.stream.write('<a class="skip" href="#main">Skip to the content</a>\n' + self.top())


class ReportWriter(PageWriter[ArticleRecord]):
    """Writes the report; records need their text."""

    def body(self, record: ArticleRecord) -> Iterable[str]:
        article = article_data(record)
        return (
            f'<script type="application/json" class="summary">{embedded(summary(article))}</script>\n',
            f'<script type="application/json" class="article">{embedded(article)}</script>\n<noscript>\n',
            *_plain(article),
            "</noscript>\n",
        )


def whole_page(kind: Callable[[TextIO], PageWriter[Item]], records: Iterable[Item]) -> str:
    """Return the page of these records."""
    stream = StringIO()
    writer = kind(stream)
    for record in records:
        writer.write(record)
    writer.close()
    return stream.getvalue()


def report_page(records: Iterable[ArticleRecord], *, title: str = TITLE) -> str:
    """Return the report of records, which need their text. Raises OutputError if one has none."""
    return whole_page(partial(ReportWriter, title=title), records)


def _plain(article: Mapping[str, Any]) -> Iterator[str]:
    """Yield an article of `article_data` for browsers without scripts: its text, and its quotes as a table."""
    record, heading = article["record"], article["heading"]
    yield "<article>\n"
    if heading is None:
        yield f"<h2>{escaped(article['title'])}</h2>\n"
    for at, (start, end, _) in enumerate(article["paragraphs"]):
        name = "h2" if at == heading else "p"
        yield f'<{name} dir="auto">{escaped(record["text"][start:end])}</{name}>\n'
    if not record["quotes"]:
        yield "<p>No quotes.</p>\n</article>\n"
        return
    names = {one["id"]: one["name"] for one in record["speakers"]}
    heads = (f'<th scope="col">{name}</th>' for name in ("Speaker", "Type", "Confidence", "Quote"))
    yield f"<table>\n<tr>{''.join(heads)}</tr>\n"
    for quote in record["quotes"]:
        cells = (names.get(quote["speaker"], "—"), quote["type"], str(round(quote["confidence"], 2)), quote["text"])
        row = (f'<td dir="auto">{escaped(cell)}</td>' for cell in cells)
        yield f"<tr>{''.join(row)}</tr>\n"
    yield "</table>\n</article>\n"
