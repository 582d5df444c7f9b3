"""The page as a file: what stands in it, that nothing in it can run or be lost, and how it grows."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from importlib import resources
from io import StringIO
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from shown_articles import harbour, many, record_of

from quoteminer.report import ReportWriter, report_page
from quoteminer.report.check import CheckPageWriter
from quoteminer.report.page import SCRIPTS, article_data, asset, embedded, summary


def data_in(html: str, name: str) -> list[Any]:
    """Return the data of that name in a page; they can't hold "<"."""
    return [json.loads(one) for one in re.findall(f'<script [^>]*class="{name}">([^<]*)</script>', html)]


def test_the_data_come_back() -> None:
    records = [harbour("one"), harbour("two")]
    html = report_page(records)
    articles = [article_data(record) for record in records]
    assert data_in(html, "article") == articles
    assert data_in(html, "summary") == [summary(article) for article in articles]


ODD = st.sampled_from("<>&/!-\"'\\\u2028\u2029\ud800\udc00\x00\x85 sript")


@given(st.text(ODD | st.characters(), max_size=80))
def test_any_text_comes_back_from_a_script(text: str) -> None:
    block = embedded({text: [text]})
    assert json.loads(block) == {text: [text]}
    assert not re.search("[<>&\u2028\u2029\ud800-\udfff]", block)
    record = record_of(text, [], [], id=text, source=text, meta={"title": text})
    html = report_page([record])
    html.encode("utf-8")
    assert data_in(html, "article") == [article_data(record)]


def test_it_asks_nothing_of_the_network_and_allows_nothing_else() -> None:
    html = report_page([harbour()])
    (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy.startswith("default-src 'none'; ")
    assert policy.endswith("base-uri 'none'; form-action 'none'")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (source,) = re.findall(f"<{tag}>(.*?)</{tag}>", html, flags=re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
        assert not re.search(r"https?:|[\"'(]//\w|@import|url\(|fetch|XMLHttp|import\(|innerHTML|eval\(", source)
        html = html.replace(source, "")
    assert not re.search(r"<[^>]*\s(on\w+|src|style)=", html)
    assert all(link.startswith("#") for link in re.findall(r'href="?([^"]*)', html))


def test_every_script_is_in_the_page() -> None:
    html = report_page([])
    folder = {one.name for one in resources.files("quoteminer.report").iterdir() if one.name.endswith(".js")}
    assert folder == {*SCRIPTS, *CheckPageWriter.scripts}
    for name in SCRIPTS:
        assert asset(name) in html
        assert not re.search("</script|<!--", asset(name), flags=re.IGNORECASE)


def test_it_is_written_as_the_articles_come() -> None:
    stream = StringIO()
    writer = ReportWriter(stream)
    assert stream.getvalue() == ""
    for record in many(3):
        writer.write(record)
        assert record.text
        assert embedded(record.text) in stream.getvalue()
    writer.close(several=True)
    assert stream.getvalue() == report_page(many(3))


def test_200_articles_are_no_heavy_file() -> None:
    records = many(200)
    assert 3300 < sum(len(record.text or "") for record in records) / 200 < 5000
    assert len(report_page(records).encode()) < 7_000_000
