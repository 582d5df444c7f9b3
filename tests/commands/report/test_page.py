"""The page as a file: its data, its colours, and how it grows; nothing in it can run or be lost."""

import base64
import hashlib
import json
import re
from importlib import resources
from io import StringIO
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shown_articles import harbour, many, record_of, report_page

from quoteminer.commands.check.check_page import CheckPageWriter
from quoteminer.commands.report.page import COLOURS, SCRIPTS, ReportWriter, article_data, summary
from quoteminer.commands.report.templates import asset


def data_in(html: str, name: str) -> list[Any]:
    """Return the data of that name in a page; they can't hold "<"."""
    found = re.findall(f'<script [^>]*class="{name}">([^<]*)</script>', html)
    return [json.loads(one) for one in found]


def test_the_data_come_back() -> None:
    records = [harbour("one"), harbour("two")]
    html = report_page(records)
    articles = [article_data(record) for record in records]
    assert data_in(html, "article") == articles
    assert data_in(html, "summary") == [summary(article) for article in articles]


ODD = st.sampled_from("<>&/!-\"'\\\u2028\u2029\ud800\udc00\x00\x85 sript")


@given(st.text(ODD | st.characters(), max_size=80))
def test_any_text_comes_back_from_a_script(text: str) -> None:
    record = record_of(text, [], [], id=text, source=text, meta={"title": text})
    html = report_page([record])
    html.encode("utf-8")
    assert data_in(html, "article") == [article_data(record)]
    (block,) = re.findall('json" class="article">(.*?)</script>', html)
    assert not re.search("[<>&\u2028\u2029]", block)


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
        calls = r"https?:|[\"'(]//\w|@import|url\(|fetch|XMLHttp|import\(|innerHTML|eval\("
        assert not re.search(calls, source)
        html = html.replace(source, "")
    assert not re.search(r"<[^>]*\s(on\w+|src|style)=", html)
    assert all(link.startswith("#") for link in re.findall(r'href="?([^"]*)', html))


def test_every_script_is_in_the_page() -> None:
    html = report_page([])
    check = {*CheckPageWriter.scripts} - {*SCRIPTS}
    for command, scripts in (("report", {*SCRIPTS}), ("check", check)):
        folder = resources.files(f"quoteminer.commands.{command}")
        assert {one.name for one in folder.iterdir() if one.name.endswith(".js")} == scripts
    for name in SCRIPTS:
        assert asset(name) in html
        assert not re.search("</script|<!--", asset(name), flags=re.IGNORECASE)


def test_it_is_written_as_the_articles_come() -> None:
    stream = StringIO()
    writer = ReportWriter(stream)
    assert stream.getvalue() == ""
    for record in many(3):
        writer.write(record)
        assert data_in(stream.getvalue(), "article")[-1] == article_data(record)
    writer.close(several=True)
    assert stream.getvalue() == report_page(many(3))


def test_200_articles_are_no_heavy_file() -> None:
    records = many(200)
    assert 3300 < sum(len(record.text or "") for record in records) / 200 < 5000
    assert len(report_page(records).encode()) < 7_000_000


Colour = np.ndarray
AA = 4.5
"""WCAG 2.2, 1.4.3: the least contrast of text."""
AA_LINE = 3.0
"""WCAG 2.2, 1.4.11: of the edges of what is pressed or filled in."""
APART = 0.024
"""Euclidean distance in OKLab. A step of 0.02 is just seen where two grounds touch."""
# Machado, Oliveira and Fernandes 2009, "A physiologically-based model for simulation of color
# vision deficiency", severity 1.0; for linear RGB.
SIGHTS = {
    "normal": "1 0 0; 0 1 0; 0 0 1",
    "protanopia":
        ".152286 1.052583 -.204868; .114503 .786281 .099216; -.003882 -.048116 1.051998",
    "deuteranopia": ".367322 .860646 -.227968; .280085 .672501 .047413; -.01182 .04294 .968881",
    "tritanopia": "1.255528 -.076749 -.178779; -.078411 .930809 .147602; .004733 .691367 .3039",
}  # fmt: skip
# Ottosson 2020, "A perceptual color space for image processing".
_LMS = (
    ".4122214708 .5363325363 .0514459929; .2119034982 .6806995451 .1073969566;"
    " .0883024619 .2817188376 .6299787005"
)
_LAB = (
    ".2104542553 .7936177850 -.0040720468; 1.9779984951 -2.4285922050 .4505937099;"
    " .0259040371 .7827717662 -.8086757660"
)


def colours(dark: bool) -> dict[str, Colour]:
    """Return the style's custom properties as linear RGB."""
    found = re.findall(r"--([\w-]+): light-dark\(#(\w{6}), #(\w{6})\)", asset("report.css"))
    return {name: linear(values[dark]) for name, *values in found}


def linear(code: str) -> Colour:
    values = np.array([int(code[at : at + 2], 16) / 255 for at in (0, 2, 4)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one: Colour, other: Colour) -> float:
    low, high = sorted(float(np.dot(colour, [0.2126, 0.7152, 0.0722])) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def seen(colour: Colour, sight: str) -> Colour:
    """Return the colour in OKLab, as somebody with that sight sees it."""
    lab, lms, there = (
        np.array([row.split() for row in rows.split(";")], float)
        for rows in (_LAB, _LMS, SIGHTS[sight])
    )
    return np.asarray(lab @ np.cbrt(lms @ np.clip(there @ colour, 0, 1)))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_letters_can_be_read(dark: bool) -> None:
    style = colours(dark)
    grounds = ["paper", "panel", *(name for name in style if name.startswith("tint-"))]
    letters = ["ink", *(name for name in style if name.startswith("strong-"))]
    assert (len(grounds), len(letters)) == (2 + COLOURS + 1, 1 + COLOURS + 1)
    for letter in letters:
        assert min(contrast(style[letter], style[one]) for one in grounds) >= AA, letter
    for ground in ("paper", "panel"):
        assert min(contrast(style[letter], style[ground]) for letter in ("soft", "accent")) >= AA
        assert contrast(style["edge"], style[ground]) >= AA_LINE
    assert contrast(style["found"], linear("1c1d20")) >= AA


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_speakers_can_be_distinguished(dark: bool, sight: str) -> None:
    style = colours(dark)
    tints = [seen(style[f"tint-{at}"], sight) for at in range(COLOURS)]
    assert min(np.linalg.norm(one - other) for one, other in combinations(tints, 2)) >= APART
    paper = seen(style["paper"], sight)
    assert min(np.linalg.norm(one - paper) for one in tints) >= APART
