"""The report: one HTML file with any number of articles, written as they come.

What each article is stands in the page as JSON, twice: in short for the index, and whole, which is read only when the
article is shown. The scripts (``*.js``, in the order of SCRIPTS) draw it. All texts reach the page through text nodes
or escaped; the page's own rules (a Content Security Policy) forbid it any style, script or request besides the two that
it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from io import StringIO
from typing import Final, TextIO

from quoteminer.output.htmltext import escaped, page_head
from quoteminer.output.writer import StreamWriter
from quoteminer.records import ArticleRecord
from quoteminer.report.data import article_data, embedded, summary
from quoteminer.report.plain import plain_article

TITLE: Final = "Who said what"
VIEW_SCRIPTS: Final = ("dom.js", "text.js", "filter.js", "record.js", "beside.js", "article.js")
"""What shows one article (``articleView`` of article.js), and what that needs, in this order."""
FRAME_SCRIPTS: Final = (*VIEW_SCRIPTS, "frame.js")
"""These, and what a page has around its views; quoteminer/web shares them."""
SCRIPTS: Final = (*FRAME_SCRIPTS, "archive.js", "index.js", "page.js")
STYLES: Final = ("report.css",)


@cache
def asset(name: str) -> str:
    """One of the files that the page is made of: a style or a script."""
    return resources.files("quoteminer.report").joinpath(name).read_text(encoding="utf-8")


def report_page(records: Iterable[ArticleRecord], *, title: str = TITLE) -> str:
    """The report of these records, which need their text. Raises OutputError where one has none."""
    stream = StringIO()
    writer = ReportWriter(stream, title=title)
    for record in records:
        writer.write(record)
    writer.close()
    return stream.getvalue()


class ReportWriter(StreamWriter[ArticleRecord]):
    """Writes the report; records need their text.

    Args:
        stream: where to; UTF-8.
        title: of the report as a whole; plain text.
    """

    def __init__(self, stream: TextIO, *, title: str = TITLE) -> None:
        super().__init__(stream)
        self._style = "".join(map(asset, STYLES))
        self._script = "".join(map(asset, SCRIPTS))
        self._title = title
        self._begun = False

    def write(self, record: ArticleRecord) -> None:
        article = article_data(record)
        self._begin()
        self.stream.write(f'<script type="application/json" class="summary">{embedded(summary(article))}</script>\n')
        self.stream.write(f'<script type="application/json" class="article">{embedded(article)}</script>\n<noscript>\n')
        self.stream.writelines(plain_article(article))
        self.stream.write("</noscript>\n")

    def close(self, *, several: bool = False) -> None:
        self._begin()
        self.stream.write(f"</main>\n<script>{self._script}</script>\n</body>\n</html>\n")

    def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            self.stream.writelines(self._head())

    def _head(self) -> Iterator[str]:
        yield from page_head(title=self._title, style=self._style, script=self._script)
        yield '<a class="skip" href="#main">Skip to the content</a>\n'
        yield f'<header class="top"><p class="brand">{escaped(self._title)}</p></header>\n'
        yield '<main id="main" tabindex="-1">\n'
        yield "<noscript><p>With JavaScript, this page marks the quotes in the text and filters them.</p></noscript>\n"
