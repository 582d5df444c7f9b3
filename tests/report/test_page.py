"""The page as a file: what stands in it, that nothing in it can run or be lost, and how it grows."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib import resources
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st
from shown_articles import harbour, many, quote, record_of

from quoteminer.records import ArticleRecord, Speaker
from quoteminer.report import ReportWriter, report_page
from quoteminer.report.check import CheckPageWriter
from quoteminer.report.data import article_data, embedded, summary
from quoteminer.report.page import SCRIPTS, asset

EVIL = '<script>window.hacked = 1</script> </SCRIPT > <!-- --> ]]> & "x" \' \u2028 \x00 <img src=//evil.example>'


class Page(HTMLParser):
    """A page as a browser with scripts reads it, to which <noscript> is text; or one without, which ``shows`` words."""

    def __init__(self, html: str, *, scripts: bool = True) -> None:
        super().__init__()
        self.CDATA_CONTENT_ELEMENTS = ("script", "style", "noscript") if scripts else ("script", "style")
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: dict[str, list[str]] = {}
        self.shows = ""
        self._in: str | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append((tag, values))
        self._in = values.get("class") or tag if tag in self.CDATA_CONTENT_ELEMENTS else None
        if self._in:
            self.blocks.setdefault(self._in, []).append("")

    def handle_endtag(self, tag: str) -> None:
        self._in = None

    def handle_data(self, data: str) -> None:
        if self._in:
            self.blocks[self._in][-1] += data
        else:
            self.shows += data

    def json(self, name: str) -> list[object]:
        return [json.loads(block) for block in self.blocks.get(name, [])]

    def count(self, tag: str) -> int:
        return [name for name, _ in self.tags].count(tag)


def evil() -> ArticleRecord:
    """A record that has the words in every place that words can stand in."""
    text = f"{EVIL}\n\n“{EVIL}” said {EVIL}."
    said = replace(quote(text, f"“{EVIL}”", why=EVIL), flags=(EVIL,))
    speakers = [Speaker(0, EVIL, "person", EVIL, EVIL, (EVIL,))]
    return record_of(text, [said], speakers, id=EVIL, source=EVIL, meta={"title": EVIL, EVIL: EVIL})


def test_the_data_come_back() -> None:
    records = [harbour("one"), evil(), harbour("two")]
    page = Page(report_page(records))
    articles = [article_data(record) for record in records]
    assert page.json("article") == articles
    assert page.json("summary") == [summary(article) for article in articles]


def test_texts_cannot_leave_their_place() -> None:
    html = report_page([evil(), evil()], title=EVIL)
    tags = [tag for tag, _ in Page(html).tags]
    assert (tags.count("script"), tags.count("noscript"), tags.count("img"), tags.count("style")) == (5, 3, 0, 1)
    without_scripts = Page(html, scripts=False)
    assert (without_scripts.count("article"), without_scripts.count("img")) == (2, 0)
    before, after = EVIL.split("\u2028")  # which ends a line, and so a paragraph
    assert without_scripts.shows.count(before) >= 2 * 4
    assert without_scripts.shows.count(after.replace("\x00", "\ufffd")) >= 2 * 4


ODD = st.sampled_from("<>&/!-\"'\\\u2028\u2029\ud800\udc00\x00\x85 sript")


@given(st.text(ODD | st.characters(), max_size=80))
def test_any_text_comes_back_from_a_script(text: str) -> None:
    block = embedded({text: [text]})
    assert json.loads(block) == {text: [text]}
    assert not re.search("[<>&\u2028\u2029\ud800-\udfff]", block)
    record = record_of(text, [], [], id=text, source=text, meta={"title": text})
    page = report_page([record])
    page.encode("utf-8")
    assert Page(page).json("article") == [article_data(record)]


def test_it_asks_nothing_of_the_network_and_allows_nothing_else() -> None:
    page = Page(report_page([harbour()]))
    policy = next(values["content"] for _, values in page.tags if values.get("http-equiv"))
    assert policy
    assert policy.startswith("default-src 'none'; ")
    assert policy.endswith("base-uri 'none'; form-action 'none'")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (source,) = page.blocks[tag]
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
        assert not re.search(r"https?:|[\"'(]//\w|@import|url\(|fetch|XMLHttp|import\(|innerHTML|eval\(", source)
    for tag, values in page.tags:
        assert not [name for name in values if name.startswith("on") or name in ("src", "style")], tag
        assert (values.get("href") or "#").startswith("#")


def test_every_script_is_in_the_page() -> None:
    html = report_page([])
    folder = {one.name for one in resources.files("quoteminer.report").iterdir() if one.name.endswith(".js")}
    assert folder == {*SCRIPTS, *CheckPageWriter.scripts}
    for name in SCRIPTS:
        assert asset(name) in html
        assert "</script" not in asset(name).lower()
        assert "<!--" not in asset(name)


def test_it_is_written_as_the_articles_come() -> None:
    stream = StringIO()
    writer = ReportWriter(stream)
    assert stream.getvalue() == ""
    sizes = []
    for record in many(3):
        writer.write(record)
        sizes.append(len(stream.getvalue()))
        assert record.text
        assert embedded(record.text) in stream.getvalue()
    assert sizes == sorted(sizes)
    writer.close(several=True)
    assert stream.getvalue() == report_page(many(3))


def test_without_articles_it_is_a_page_all_the_same() -> None:
    page = Page(report_page([], title="Nothing"))
    assert "article" not in page.blocks
    assert page.count("main") == 1


def test_without_scripts_it_can_be_read() -> None:
    record = harbour()
    text = Page(report_page([record, record_of("Just words.", [], [])]), scripts=False).shows
    for words in ("Kofi Berg", "indirect", "0.59", "No quotes.", *(one.text for one in record.quotes)):
        assert words in text


def test_200_articles_are_no_heavy_file() -> None:
    records = many(200)
    assert 3300 < sum(len(record.text or "") for record in records) / 200 < 5000
    assert len(report_page(records).encode()) < 7_000_000
