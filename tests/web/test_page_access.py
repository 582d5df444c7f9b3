"""The page by keyboard alone, for screen readers, and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from chromium import PHONE, WIDE, violations
from page_hand import NEWS, drag, focused, look_at, note, opened, record_in, tab_to

if TYPE_CHECKING:
    from playwright.sync_api import Page

Open = Callable[..., "Page"]


def test_without_a_mouse(show: Open, tmp_path: Path) -> None:
    page = show()
    tab_to(page, "#article")
    page.keyboard.insert_text(NEWS)
    tab_to(page, "#read")
    page.keyboard.press("Enter")
    page.locator("#text").wait_for()
    tab_to(page, "mark[data-quote='1'] .tag")
    page.keyboard.press("Enter")
    assert focused(page) == "record-title"
    tab_to(page, "#fix-speaker")
    page.keyboard.press("a")  # as in a list: to the first that begins so
    assert page.locator("#fix-speaker").evaluate("one => one.selectedOptions[0].text") == "Ana Pinto"
    page.keyboard.press("Tab")
    page.keyboard.press("i")
    tab_to(page, "#fix")
    page.keyboard.press("Enter")
    assert note(page) == "Corrected: quote 2 is indirect, by Ana Pinto."
    page.keyboard.press("Escape")
    assert focused(page) == "tag"
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    tab_to(page, "#remove")
    page.keyboard.press("Enter")
    assert note(page).startswith("Quote 3 was taken out")
    tab_to(page, "#undo", key="Shift+Tab")
    page.keyboard.press("Enter")
    assert note(page) == "Undone. 1 correction left."
    tab_to(page, "#format")
    page.keyboard.type("CSV")
    tab_to(page, "#download")
    name, content = record_in(page, lambda: page.keyboard.press("Enter"), tmp_path)
    assert (name, b"Ana Pinto" in content) == ("wall-to-be-raised.csv", True)
    tab_to(page, "a.home", key="Shift+Tab")
    page.keyboard.press("Enter")
    tab_to(page, ".entry")
    page.keyboard.press("Enter")
    page.locator("#text").wait_for()
    assert page.locator("mark[data-quote='1'].indirect").count() == 1


def test_skip_links(show: Open) -> None:
    page = show()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.skip')") is False
    opened(page)
    page.locator("a.skip[href='#text']").focus()
    page.keyboard.press("Enter")
    assert focused(page) == "text"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_no_serious_violation(show: Open, size: dict[str, int], dark: bool) -> None:
    page = show(size=size, dark=dark)
    assert violations(page) == []
    page.locator("#read").click()
    assert violations(page) == []
    opened(page)
    for fold in page.locator("details.fold").all():
        fold.evaluate("one => one.open = true")
    assert violations(page) == []
    look_at(page, 1)
    drag(page, "Nobody")
    assert violations(page) == []
    page.locator("#fix-speaker").select_option("new")
    page.locator("#fix").click()
    assert violations(page) == []
    page.locator("#fix-name").fill("Tova Lind")
    page.locator("#fix").click()
    note(page)
    assert violations(page) == []
    page.evaluate("window.scrollTo(0, 0)")
    page.locator("a.home").click()
    page.locator(".entry").first.wait_for()
    assert violations(page) == []


def test_on_a_phone_nothing_is_cut(show: Open) -> None:
    page = show(size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    opened(page)
    look_at(page, 0)
    page.locator("#fix").click()
    note(page)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    drag(page, "Nobody")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    box = page.locator(".chosen").bounding_box()
    assert box
    assert 0 <= box["x"] < box["x"] + box["width"] <= PHONE["width"]


def test_on_a_phone_a_corrected_quote_stays_in_sight(show: Open) -> None:
    lines = [f"“Number {at} of the quotes is this,” said Ana Pinto." for at in range(30)]
    page = opened(show(size=PHONE), "\n\n".join(lines))
    look_at(page, 12)
    page.locator("#fix-type").select_option("mixed")
    page.locator("#fix").click()
    note(page)
    sight = """() => [document.querySelector("mark[data-quote='12']"), document.querySelector(".notice"),
        document.querySelector("#record")].map(one => one.getBoundingClientRect()).map(one => [one.top, one.bottom])"""
    (top, bottom), (_, above), (below, _) = page.evaluate(sight)
    assert above <= top < bottom <= below
