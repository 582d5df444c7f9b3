"""The page by keyboard alone, for screen readers, and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from chromium import PHONE, WIDE, violations
from page_hand import (
    DRAFT,
    NEWS,
    SOURCES,
    Open,
    choose,
    downloaded,
    drag,
    focused,
    look_at,
    note,
    opened,
    press,
    tab_to,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_without_a_mouse(show: Open) -> None:
    page = show()
    press(page, "Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    tab_to(page, "#article")
    page.keyboard.insert_text(NEWS)
    tab_to(page, "#thoughts")
    press(page, "Space")
    tab_to(page, "#read")
    press(page, "Enter")
    page.locator("#text").wait_for()
    tab_to(page, "mark[data-quote='1'] .tag")
    press(page, "Enter")
    assert focused(page) == "record-title"
    tab_to(page, "#fix-speaker")
    press(page, "a")  # as in a list: to the first that begins so
    page.locator(".notice.on", has_text="Kept: quote 2 is direct, by Ana Pinto.").wait_for()
    assert focused(page) == "fix-speaker"
    press(page, "Enter")
    assert focused(page) == "record-title"
    press(page, "s", "Tab")
    assert focused(page) == "alike"
    press(page, "Tab", "i")
    page.locator(".notice.on", has_text="Kept: quote 2 is indirect, by Ana Pinto.").wait_for()
    press(page, "Escape")
    assert focused(page) == "record-title"
    press(page, "Escape")
    assert focused(page) == "tag"
    press(page, "j", "x")
    page.locator(".notice.on", has_text="Quote 3 was taken out").wait_for()
    press(page, "u")
    page.locator(".notice.on", has_text="Undone. 2 corrections left.").wait_for()
    press(page, "k", "s")
    assert focused(page) == "fix-speaker"
    tab_to(page, "#format", key="Shift+Tab")
    page.keyboard.type("CSV")
    tab_to(page, "#download")
    name, content = downloaded(page, lambda: press(page, "Enter"))
    assert name == "wall-to-be-raised.csv"
    assert b"Ana Pinto" in content
    tab_to(page, "a.home", key="Shift+Tab")
    press(page, "Enter")
    tab_to(page, ".entry")
    press(page, "Enter")
    page.locator("#text").wait_for()
    assert page.locator("mark[data-quote='1'].indirect").count() == 1


def test_words_are_selected_without_a_mouse(show: Open) -> None:
    page = opened(show())
    press(page, "n")
    assert note(page).startswith("Select the words of the quote.")
    press(page, "ArrowDown", "ArrowDown", "Shift+ArrowDown", "Shift+ArrowLeft")
    assert page.locator(".chosen output").inner_text() == "Nobody laughed"
    press(page, "Escape")
    assert page.locator(".chosen").is_hidden()
    press(page, "n", "ArrowDown", "ArrowDown", "Shift+ArrowRight", "Enter", "Enter")
    assert note(page) == "Quote 2 was added. Say who said it."
    press(page, "k")  # in the list of speakers
    page.locator(".notice.on", has_text="Kept: quote 2 is indirect, by Kofi Berg.").wait_for()
    press(page, "Escape", "n")  # behind the quote that is looked at
    press(page, "ArrowRight", "ArrowRight", "Shift+ArrowUp", "Enter")
    assert page.locator(".chosen output").inner_text() == "“The"
    tab_to(page, "#use-words")
    press(page, "Enter")
    assert note(page) == "Quote 2 has these words now."
    assert focused(page) == "record-title"
    press(page, "Control+z")
    page.locator("mark[data-quote='4']", has_text="Nobody laughed").wait_for()


def test_keys_faster_than_steps_are_kept(show: Open) -> None:
    page = opened(show())
    look_at(page, 0)
    press(page, "y", "y", "x", "y")
    page.locator("#progress", has_text="3 of 3 checked").wait_for()
    assert page.locator("#record-title").inner_text() == "Quote 3 of 3"
    press(page, "u", "u")
    page.locator("#progress", has_text="2 of 4 checked").wait_for()
    assert page.locator("#record-title").inner_text() == "Quote 3 of 4"
    assert focused(page) == "tag"
    press(page, "x")
    page.locator(".notice.on", has_text="Quote 3 was taken out").wait_for()


MOVED = """([spans, step]) => {
    const words = [[0, 1], [2, 4], [5, 7]];
    const state = { article: { paragraphs: [[0, 7]] } };
    try { return moved(state, { spans }, words, step); } catch (error) { return error.message; }
}"""


def test_an_end_leaves_a_part_without_words(show: Open) -> None:
    page = show()
    for spans, step, found in [
        ([[0, 1], [2, 7]], {"end": 0, "by": 1}, [[2, 7]]),
        ([[0, 4], [5, 7]], {"end": 1, "by": -1}, [[0, 4]]),
        ([[2, 4]], {"end": 1, "by": -1}, "This end can’t be moved further."),
        ([[0, 4]], {"end": 0, "by": -1}, "This end can’t be moved further."),
    ]:
        assert page.evaluate(MOVED, [spans, step]) == found, (spans, step)


def checked(page: Page) -> Page:
    """Return the page with a draft that was checked, by keys alone."""
    tab_to(page, "#article")
    page.keyboard.insert_text(DRAFT)
    tab_to(page, "#more")
    press(page, "Enter")
    for number, source in enumerate(SOURCES, 1):
        page.locator(f"#source-{number}").fill(source)
    tab_to(page, "#check")
    press(page, "Enter")
    page.locator(".check .pair").first.wait_for()
    return page


def test_draft_and_sources_side_by_side(show: Open) -> None:
    page = checked(show())
    assert page.title() == "Do the quotations match the sources? – QuoteMiner"
    totals = "2 quotations: 1 verbatim, 1 altered; 1 grave; 2 sources of 23 words"
    assert page.locator(".check > section > .facts").inner_text() == totals
    assert page.locator(".pair b").all_inner_texts() == ["1 · altered", "2 · verbatim"]
    assert page.locator(".draft ins").inner_text() == "14"
    assert page.locator(".pair blockquote del").all_inner_texts() == ["40"]
    assert page.locator(".pair .facts").all_inner_texts() == [
        "Source 1, line 1: Ana Pinto", "Source 2, line 1: KOFI BERG"
    ]  # fmt: skip
    for kind, words in (("HTML", b"<html"), ("Word", b"word/comments.xml")):
        name, content = downloaded(page, page.get_by_role("button", name=kind).click)
        assert name in ("check.html", "check.docx")
        assert words in content
    page.locator("a.brand, h1").first.click()
    press(page, "j", "j")
    assert focused(page) == "d0q2"
    page.locator(".draft a").nth(1).click()
    assert page.locator(".pair:target b").inner_text() == "2 · verbatim"
    page.get_by_role("button", name="Only what is wrong").click()
    assert page.locator(".pair:visible").count() == 1
    page.locator("a.home").click()
    assert page.locator("#source-2").input_value() == SOURCES[1]


def fits(page: Page, size: dict[str, int]) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth") == size["width"])


@pytest.mark.parametrize(
    ("size", "dark"), [(WIDE, False), (PHONE, True)], ids=["wide", "dark phone"]
)
def test_no_serious_violation_and_nothing_is_cut(
    show: Open, size: dict[str, int], dark: bool
) -> None:
    page = show(size=size, dark=dark)
    assert violations(page) == []
    page.locator("#read").click()
    assert violations(page) == []
    opened(page)
    for fold in page.locator("details.fold, details.keys").all():
        fold.evaluate("one => one.open = true")
    assert violations(page) == []
    look_at(page, 1)
    drag(page, "Nobody")
    box = page.locator(".chosen").bounding_box()
    assert box
    assert 0 <= box["x"] < box["x"] + box["width"] <= size["width"]
    assert violations(page) == []
    page.locator("#fix-speaker").select_option("new")
    press(page, " ", "Enter")
    assert violations(page) == []
    page.locator("#fix-name").fill("Tova Lind")
    press(page, "Enter")
    note(page)
    assert violations(page) == []
    assert fits(page, size) is True
    page.evaluate("window.scrollTo(0, 0)")
    page.locator("a.home").click()
    page.locator(".entry").first.wait_for()
    assert violations(page) == []
    page.locator("#article").fill("")
    page.locator("#more").click()
    assert violations(page) == []
    assert fits(page, size) is True
    page = checked(show(size=size, dark=dark))
    assert violations(page) == []
    assert fits(page, size) is True


def test_on_a_phone_a_corrected_quote_stays_in_sight(show: Open) -> None:
    lines = [f"“Number {at} of the quotes is this,” said Ana Pinto." for at in range(30)]
    page = opened(show(size=PHONE), "\n\n".join(lines))
    look_at(page, 12)
    choose(page, "type", value="mixed")
    sight = """() => [document.querySelector("mark[data-quote='12']"), document.querySelector(".notice"),
        document.querySelector("#record")].map(one => one.getBoundingClientRect()).map(one => [one.top, one.bottom])"""
    (top, bottom), (_, above), (below, _) = page.evaluate(sight)
    assert above <= top < bottom <= below
