"""Web pages: the main text and what is said of it, whatever the page's encoding."""

import re
from pathlib import Path

import pytest
from input_files import PAGE, Reading

META = {
    "title": "Ferry leaves at six", "date": "2021-03-04", "author": "Ana Pinto",
    "url": "https://gazette.example/ferry",
}  # fmt: skip


def test_a_page(tmp_path: Path) -> None:
    found = Reading(tmp_path / "ferry.html", PAGE).only
    assert found.text.startswith("Ferry leaves at six\n")
    assert "“The ferry leaves at six,” said Ida Brand" in found.text
    assert not {"Home", "Cookies"} & set(re.findall(r"\w+", found.text))
    assert (found.id, found.meta, found.warnings) == ("ferry", META, ())
    assert found.extracted
    assert found.article().extracted
    page = PAGE[: PAGE.index("<head>")] + "<body>" + PAGE[PAGE.index("<article>") :]
    assert not {"date", "url"} & set(Reading(tmp_path / "a.html", page).only.meta)


@pytest.mark.parametrize(("encoding", "declared"), [
    ("utf-8", "utf-8"), ("utf-8", "iso-8859-1"), ("utf-8-sig", ""), ("cp1252", "iso-8859-1"),
    ("cp1252", "windows-1252"), ("cp1252", ""), ("utf-16", "utf-8"), ("utf-16-le", "utf-16"),
])  # fmt: skip
def test_encodings(tmp_path: Path, encoding: str, declared: str) -> None:
    page = PAGE.replace("Ida Brand", "Ída Bränd").replace("utf-8", declared)
    text = Reading(tmp_path / "a.html", page.encode(encoding)).only.text
    assert "“The ferry leaves at six,” said Ída Bränd" in text


@pytest.mark.parametrize("name", ["a.htm", "a.xhtml", "a.txt", "a", "a.html.gz", "a.csv"])
def test_a_page_by_any_name(tmp_path: Path, name: str) -> None:
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!-- saved -->\n'
    found = Reading(tmp_path / name, head + PAGE)
    assert found.only.meta == META
    assert bool(found.told) == (name in ("a.txt", "a.csv"))


def test_a_short_page_has_a_warning(tmp_path: Path) -> None:
    words = "“No,” said Ida Brand of Quay Street."
    page = f"<html><body><article><p>{words}</p></article></body></html>"
    found = Reading(tmp_path / "a.html", page).only
    assert found.text.strip() == words
    assert [warning.code for warning in found.warnings] == ["short-page"]


def test_nothing_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Reading(tmp_path / "a.html", "<html><body></body></html>")
    assert capfd.readouterr() == ("", "")


FIRST = "The harbour of Lund reopened on Monday after eleven months of repairs, the council said."
LAST = "The ferry leaves at six, and the next one at seven, as it did before the repairs began."
QUOTE = "We have waited for this day for far too long."


@pytest.mark.parametrize(("body", "expected"), [
    (f"<blockquote><p>{QUOTE}</p><p>It is ours.</p></blockquote>", [QUOTE, "It is ours."]),
    (f"<blockquote>{QUOTE}<br>Ours.<cite>Ida Brand, mayor</cite></blockquote>", [QUOTE, "Ours.", "Ida Brand, mayor"]),
    ("<p>It was <q>a lesson</q>, she said.</p>", ["It was “a lesson”, she said."]),
    ("<p>It was <q>a <b>new <q>kind</q></b></q>.</p>", ["It was “a new ‘kind’”."]),
    ("<p>It was <q>“a lesson”</q>, she said.</p>", ["It was “a lesson”, she said."]),
    ("<figure><img src=a><figcaption>“Fish!” says <i>Kofi</i>.</figcaption></figure>", ["“Fish!” says Kofi."]),
    (('<figure class="image"><img src=a><figcaption class="caption">Boats.</figcaption></figure>'), ["Boats."]),
    (f'<aside class="pullquote"><p>{QUOTE}</p></aside>', [QUOTE]),
    (f'<div class="pull-quote">{QUOTE}</div>', [QUOTE]),
    (f'<p>“{QUOTE}”</p><div class="pullquote">{QUOTE}</div>', [f"“{QUOTE}”"]),
    (f'<div class="PullQuote">{QUOTE}</div><p>“{QUOTE}”</p>', [f"“{QUOTE}”"]),
    (f"<blockquote>{QUOTE}</blockquote><p>“{QUOTE}” she said.</p>", [f"“{QUOTE}” she said."]),
    (f'<figure class="wp-block-pullquote"><blockquote><p>{QUOTE}</p><cite>Ida Brand</cite>'
     f"</blockquote></figure><p>“{QUOTE}”</p>", [f"“{QUOTE}”"]),
    (f"<blockquote>{QUOTE}</blockquote><p>Yes.</p><aside class=pullquote>{QUOTE}</aside>", [QUOTE, "Yes."]),
    ('<blockquote class="twitter-tweet"><p lang="en">Too short for my boat.</p>&mdash; Lena Fisk'
     ' (@lena) <a href="https://twitter.com/lena/status/1">March 4, 2021</a></blockquote>'
     '<script src="w.js"></script>',
     ["Too short for my boat.", "— Lena Fisk (@lena) March 4, 2021"]),
    (('<figure class="embed"><blockquote class="bluesky-embed"><p>Aye.</p></blockquote></figure>'), ["Aye."]),
])  # fmt: skip
def test_quotes_and_captions_are_read_in_their_place(
    tmp_path: Path, body: str, expected: list[str]
) -> None:
    page = f"<html><body><article><h1>News</h1><p>{FIRST}</p>{body}<p>{LAST}</p></article></body></html>"
    article = Reading(tmp_path / "a.html", page).only.article()
    paragraphs = [article.text[one.start : one.end] for one in article.paragraphs]
    assert paragraphs == ["News", FIRST, *expected, LAST]
