"""A draft and its sources: POST /api/check, and the fields for sources on the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from chromium import PHONE, WIDE, violations
from fake_miner import FakeMiner
from httpx import Response
from page_hand import focused, tab_to

from quoteminer import check, check_schema
from quoteminer.report.check import check_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

Post = Callable[..., Response]
Open = Callable[..., "Page"]
DRAFT = "Bread and fish\n\n“We sell 14 loaves on Mondays,” said Ana Pinto.\n\n“I sell <b>fish</b>,” said Kofi Berg."
SOURCES = [
    "“We sell 40 loaves on Mondays,” said Ana Pinto.",
    "KOFI BERG: I sell <b>fish</b>.\nQ: Why?\nKOFI BERG: Well.",
]
WRONG = [
    ({"draft": DRAFT, "sources": []}, 422, "body.sources: List should have at least 1 item"),
    ({"draft": DRAFT, "sources": "one"}, 422, "body.sources: "),
    ({"draft": DRAFT, "sources": ["x"] * 101}, 422, "body.sources: List should have at most 100 items"),
    ({"draft": "", "sources": ["x"]}, 422, "body.draft: Input should have at least 1 character"),
    ({"draft": DRAFT}, 422, "body.sources: Field required"),
    ({"draft": DRAFT, "sources": [" "]}, 400, "Draft: there is no source to check it against. Source 1 is empty"),
    ({"draft": DRAFT, "sources": [DRAFT]}, 400, "Source 1 is the draft itself and was passed over. Give one or more"),
    ({"draft": "x" * 150_000, "sources": ["x" * 50_001]}, 413, "200,001 characters; 200,000 are allowed"),
]


@pytest.mark.parametrize("sources", [SOURCES, ["", DRAFT, *SOURCES, "\ud800 “half,” said Ana Pinto."]])
def test_it_is_the_check_of_the_library(post: Post, sources: list[str]) -> None:
    named = [(f"Source {number}", text) for number, text in enumerate(sources, 1)]
    record = check(("Draft", DRAFT), named, miner=FakeMiner())  # type: ignore[arg-type]
    asked = {"draft": DRAFT, "sources": sources}
    answer = post("/api/check", asked).json()
    assert answer == record.to_dict()
    jsonschema.validate(answer, check_schema())
    assert [one["verdict"] for one in answer["quotes"]] == ["altered", "verbatim"]
    page = post("/api/check?format=html", asked)
    assert (page.headers["content-type"], page.text) == ("text/html; charset=utf-8", check_page(record))


@pytest.mark.parametrize(("asked", "status", "says"), WRONG)
def test_what_can_not_be_checked(post: Post, asked: dict[str, Any], status: int, says: str) -> None:
    answer = post("/api/check", asked)
    assert (answer.status_code, says in answer.json()["detail"]) == (status, True), answer.text


def checked(page: Page) -> Page:
    """The page with a draft that was checked, by keys alone."""
    tab_to(page, "#article")
    page.keyboard.insert_text(DRAFT)
    tab_to(page, "#more")
    page.keyboard.press("Enter")
    for number, source in enumerate(SOURCES, 1):
        page.locator(f"#source-{number}").fill(source)
    tab_to(page, "#check")
    page.keyboard.press("Enter")
    page.locator(".check .pair").first.wait_for()
    return page


def test_draft_and_sources_side_by_side(show: Open) -> None:
    page = checked(show())
    assert page.title() == "Are the quotations what was said? – QuoteMiner"
    assert page.locator(".check > section > .facts").inner_text() == "1 verbatim · 1 altered; 2 sources of 16 words"
    assert page.locator(".pair b").all_inner_texts() == ["1 · altered", "2 · verbatim"]
    assert page.locator(".draft ins").inner_text() == "14"
    assert page.locator(".pair blockquote del").all_inner_texts() == ["40"]
    assert page.locator(".pair .facts").all_inner_texts() == [
        "Source 1, line 1 — Ana Pinto", "Source 2, line 1 — KOFI BERG"
    ]  # fmt: skip
    for key, expected in (("j", "d0q1"), ("j", "d0q2"), ("k", "d0q1")):
        page.keyboard.press(key)
        assert focused(page) == expected
    page.locator(".draft a").nth(1).click()
    assert page.locator(".pair:target b").inner_text() == "2 · verbatim"
    page.get_by_role("button", name="Only what is wrong").click()
    assert page.locator(".pair:visible").count() == 1
    page.emulate_media(media="print")
    assert page.locator(".pair:visible").count() == 2
    assert page.locator(".check-tools:visible, header.top:visible").count() == 0
    page.emulate_media(media="screen")
    page.locator("a.home").click()
    assert page.locator("#source-2").input_value() == SOURCES[1]


def test_what_is_missing_or_wrong_is_told(show: Open) -> None:
    page = show(refusals=True)
    fault = page.locator(".desk .fault:not(:empty)")
    page.locator("#check").click()
    assert (fault.inner_text(), focused(page)) == ("There is no article to check yet. Paste one above.", "article")
    page.locator("#article").fill(DRAFT)
    page.locator("#check").click()
    assert (fault.inner_text(), focused(page)) == ("There is no source yet. Paste what was said.", "source-1")
    for draft, source, says in [(DRAFT, DRAFT, "Source 1 is the draft itself"), (DRAFT, "x" * 200_000, "allowed")]:
        page.locator("#article").fill(draft)
        page.locator("#source-1").fill(source)
        page.locator("#check").click()
        page.locator(".desk .fault", has_text=says).wait_for()
    page.locator("#article").fill("Only words.")
    page.locator("#source-1").fill(SOURCES[0])
    page.locator("#check").click()
    page.get_by_text("The draft has no quotations to check.").wait_for()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_access(show: Open, size: dict[str, int], dark: bool) -> None:
    page = show(size=size, dark=dark)
    page.locator("#more").click()
    assert violations(page) == []
    checked(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
