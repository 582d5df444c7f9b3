"""The page: nothing of the texts can run or be lost, and nothing is asked of the network."""

import base64
import hashlib
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from two_readings import readings

from quoteminer.commands.evaluate.errors_page import error_page
from quoteminer.commands.evaluate.mistakes import find_mistakes
from quoteminer.output.gold.gold_articles import GoldArticle, GoldQuote, GoldSpeaker

VOID = {"meta", "input", "br"}
EVIL = "<script>alert('é')</script> & \"x\" onload=y </article><img src=//evil.example>"


class Page(HTMLParser):
    """The elements of a page, which must nest, with the text of its style and script."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, str] = {}
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append((tag, values))
        if tag not in VOID:
            self.open.append((tag, values.get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] in ("style", "script"):
            self.raw[self.open[-1][0]] = self.raw.get(self.open[-1][0], "") + data

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)


def page_of(gold: GoldArticle, predicted: GoldArticle, title: str = "x", **options: int) -> str:
    return "".join(error_page(find_mistakes(gold, predicted), title=title, **options))


def words_of(html: str, tag: str = "p", css: str = "words") -> list[str]:
    """The plain text of each element of a class."""
    found = re.findall(f'<{tag} class="{css}">(.*?)</{tag}>', html, re.DOTALL)
    return [unescape(re.sub("<[^>]*>", "", inner)) for inner in found]


TEXT = "“We open in May,” said Ana Pinto, the captain.\n\nKofi Berg denied it."
OPEN = GoldQuote(((0, 17),), ((18, 22),), ((23, 32),), 0, "speech")
GOLD = GoldArticle(
    "a/b", TEXT, (OPEN,), (GoldSpeaker(0, "Ana Pinto", "person", ("Pinto", "the captain")),)
)


def test_both_sides_show_the_same_words_and_what_they_are() -> None:
    html = page_of(GOLD, GoldArticle("a/b", TEXT, (GoldQuote(((4, 17),)), GoldQuote(((58, 67),)))))
    assert words_of(html) == [TEXT] * 4
    assert '<mark class="content">“We open in May,”</mark> <mark class="cue">said</mark>' in html
    assert '<mark class="source">Ana Pinto</mark>, the captain.' in html
    assert '“We <mark class="content">open in May,”</mark>' in html
    assert '<mark class="other">denied it</mark>' in html
    assert "<dd>Ana Pinto (also Pinto, the captain)</dd>" in html
    assert html.index("11 letters: 2 lost, 9 misattributed") < html.index("8 letters: 8 invented")
    assert "a/b, character 58" in html


def test_a_window_around_what_counts() -> None:
    long = "word " * 200
    text = f"{long}“We open,” {long}said Ana Pinto. {long}"
    start, source = text.index("“"), text.index("Ana")
    quote = GoldQuote(((start, start + 10),), (), ((source, source + 9),))
    words, other = words_of(page_of(GoldArticle("a", text, (quote,)), GoldArticle("a", text)))
    assert words == other
    assert re.fullmatch(
        r"… (word ){32,36}“We open,”( word){32,36} … (word ){30,36}said Ana Pinto\.("
        r" word){32,36} …",
        words,
    )


def test_texts_cannot_leave_their_place() -> None:
    quote = GoldQuote(((0, 8),), ((9, 12),), ((0, len(EVIL)),), 0, "speech")
    gold = GoldArticle(EVIL, EVIL, (quote,), (GoldSpeaker(0, EVIL, "person", (EVIL,)),))
    html = page_of(gold, GoldArticle(EVIL, EVIL, (replace(quote, speaker=None),)), title=EVIL)
    page = Page(html)
    assert (page.count("script"), page.count("img"), page.count("article")) == (1, 0, 1)
    assert words_of(html) == [EVIL] * 2
    assert words_of(html, "span", "where") == [f"{EVIL}, character 0"]


def test_it_asks_nothing_of_the_network_and_allows_nothing_else() -> None:
    page = Page(page_of(GOLD, GoldArticle("a/b", TEXT)))
    policy = next(values["content"] for _, values in page.tags if values.get("http-equiv"))
    assert policy
    assert policy.startswith("default-src 'none'; ")
    for tag, source in page.raw.items():
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
        assert not re.search(r"https?:|//\w|@import|url\(|fetch|import\(", source)
    for tag, values in page.tags:
        assert not [name for name in values if name.startswith("on") or name in ("src", "style")], (
            tag
        )
        assert (values.get("href") or "#").startswith("#")


def test_it_can_be_used_by_keyboard_and_without_colours() -> None:
    page = Page(page_of(GOLD, GoldArticle("a/b", TEXT)))
    (article,) = [values for tag, values in page.tags if tag == "article"]
    assert (article["tabindex"], article["data-kinds"]) == ("0", "missed")
    assert {values["aria-label"] for tag, values in page.tags if tag == "section"} == {
        "Gold",
        "Predicted",
    }
    assert page.count("dt") == 4


def contrast(one: str, other: str) -> float:
    """WCAG 2: of two colours #rgb or #rrggbb."""

    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_words_stand_out_from_their_ground(scheme: int) -> None:
    style = Page(page_of(GOLD, GOLD)).raw["style"]
    colours = dict(
        re.findall(r"--(\w+): (#\w+)", re.findall(r":root \{(.*?)\}", style, re.DOTALL)[scheme])
    )
    for ink in ("ink", "soft", "source", "cue"):
        for ground in ("paper", "panel"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    for ink in ("ink", "source", "cue"):
        assert contrast(colours[ink], colours["content"]) >= 4.5, ink


def test_no_more_than_the_limit_and_it_is_said() -> None:
    gold = GoldArticle("a", TEXT, tuple(GoldQuote(((at, at + 3),)) for at in range(1, 40, 4)))
    html = page_of(gold, GoldArticle("a", TEXT), limit=3)
    assert Page(html).count("article") == 3
    assert "The 3 most costly of 10 mistakes are shown." in html
    assert "are shown" not in page_of(gold, GoldArticle("a", TEXT))
    assert "<p>No mistakes.</p>" in page_of(GOLD, GOLD)


@given(readings(), st.text(st.characters(codec=None), max_size=20))
def test_any_text_makes_a_page(pair: tuple[GoldArticle, GoldArticle], odd: str) -> None:
    gold, predicted = (replace(one, id=odd, text=one.text + odd) for one in pair)
    html = page_of(gold, predicted, title=odd)
    html.encode("utf-8")
    assert Page(html).count("article") == len(find_mistakes(gold, predicted))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", html)
