"""The page by keyboard alone, for screen readers, and on a phone."""

import page_hand as hand
import pytest
from chromium import PHONE, WIDE, Open, Page, violations
from page_hand import DRAFT, NEWS, SOURCES


def test_without_a_mouse(show: Open) -> None:
    page = show()
    hand.press(page, "Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    hand.tab_to(page, "#article")
    page.keyboard.insert_text(NEWS)
    hand.tab_to(page, "#thoughts")
    hand.press(page, "Space")
    hand.tab_to(page, "#read")
    hand.press(page, "Enter", see="#text")
    hand.tab_to(page, "mark[data-quote='1'] .tag")
    hand.press(page, "Enter")
    assert hand.focused(page) == "record-title"
    hand.tab_to(page, "#fix-speaker")
    hand.press(
        page, "a", words="Kept: quote 2 is direct, by Ana Pinto."
    )  # as in a list: to the first that begins so
    assert hand.focused(page) == "fix-speaker"
    hand.press(page, "Enter")
    assert hand.focused(page) == "record-title"
    hand.press(page, "s", "Tab")
    assert hand.focused(page) == "alike"
    hand.press(page, "Tab", "i", words="Kept: quote 2 is indirect, by Ana Pinto.")
    hand.press(page, "Escape")
    assert hand.focused(page) == "record-title"
    hand.press(page, "Escape")
    assert hand.focused(page) == "tag"
    hand.press(page, "j", "x", words="Quote 3 was taken out")
    hand.press(page, "u", words="Undone. 2 corrections left.")
    hand.press(page, "k", "s")
    assert hand.focused(page) == "fix-speaker"
    hand.tab_to(page, "#format", key="Shift+Tab")
    page.keyboard.type("CSV")
    hand.tab_to(page, "#download")
    name, content = hand.downloaded(page, lambda: hand.press(page, "Enter"))
    assert name == "wall-to-be-raised.csv"
    assert b"Ana Pinto" in content
    hand.tab_to(page, "a.home", key="Shift+Tab")
    hand.press(page, "Enter")
    hand.tab_to(page, ".entry")
    hand.press(page, "Enter", see="#text")
    assert page.locator("mark[data-quote='1'].indirect").count() == 1


def test_words_are_selected_without_a_mouse(show: Open) -> None:
    page = hand.opened(show())
    hand.press(page, "n")
    assert hand.note(page).startswith("Select the words of the quote.")
    hand.press(page, "ArrowDown", "ArrowDown", "Shift+ArrowDown", "Shift+ArrowLeft")
    assert page.locator(".chosen output").inner_text() == "Nobody laughed"
    hand.press(page, "Escape")
    assert page.locator(".chosen").is_hidden()
    hand.press(page, "n", "ArrowDown", "ArrowDown", "Shift+ArrowRight", "Enter", "Enter")
    assert hand.note(page) == "Quote 2 was added. Say who said it."
    hand.press(
        page, "k", words="Kept: quote 2 is indirect, by Kofi Berg."
    )  # in the list of speakers
    hand.press(page, "Escape", "n")  # behind the quote that is looked at
    hand.press(page, "ArrowRight", "ArrowRight", "Shift+ArrowUp", "Enter")
    assert page.locator(".chosen output").inner_text() == "“The"
    hand.tab_to(page, "#use-words")
    hand.press(page, "Enter")
    assert hand.note(page) == "Quote 2 has these words now."
    assert hand.focused(page) == "record-title"
    hand.press(page, "Control+z", see="mark[data-quote='4']", words="Nobody laughed")


def test_keys_faster_than_steps_are_kept(show: Open) -> None:
    page = hand.opened(show())
    hand.look_at(page, 0)
    hand.press(page, "y", "y", "x", "y", see="#progress", words="3 of 3 checked")
    assert page.locator("#record-title").inner_text() == "Quote 3 of 3"
    hand.press(page, "u", "u", see="#progress", words="2 of 4 checked")
    assert page.locator("#record-title").inner_text() == "Quote 3 of 4"
    assert hand.focused(page) == "tag"
    hand.press(page, "x", words="Quote 3 was taken out")


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
    hand.tab_to(page, "#article")
    page.keyboard.insert_text(DRAFT)
    hand.tab_to(page, "#more")
    hand.press(page, "Enter")
    for number, source in enumerate(SOURCES, 1):
        page.locator(f"#source-{number}").fill(source)
    hand.tab_to(page, "#check")
    hand.press(page, "Enter", see=".check .pair")
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
        name, content = hand.downloaded(page, page.get_by_role("button", name=kind).click)
        assert name in ("check.html", "check.docx")
        assert words in content
    page.locator("a.brand, h1").first.click()
    hand.press(page, "j", "j")
    assert hand.focused(page) == "d0q2"
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
    hand.opened(page)
    for fold in page.locator("details.fold, details.keys").all():
        fold.evaluate("one => one.open = true")
    assert violations(page) == []
    hand.look_at(page, 1)
    hand.drag(page, "Nobody")
    box = page.locator(".chosen").bounding_box()
    assert box
    assert 0 <= box["x"] < box["x"] + box["width"] <= size["width"]
    assert violations(page) == []
    page.locator("#fix-speaker").select_option("new")
    hand.press(page, " ", "Enter")
    assert violations(page) == []
    page.locator("#fix-name").fill("Tova Lind")
    hand.press(page, "Enter")
    hand.note(page)
    assert violations(page) == []
    assert fits(page, size) is True
    page.evaluate("window.scrollTo(0, 0)")
    hand.click(page, "a.home", see=".entry")
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
    page = hand.opened(show(size=PHONE), "\n\n".join(lines))
    hand.look_at(page, 12)
    hand.choose(page, "type", value="mixed")
    sight = """() => [document.querySelector("mark[data-quote='12']"), document.querySelector(".notice"),
        document.querySelector("#record")].map(one => one.getBoundingClientRect()).map(one => [one.top, one.bottom])"""
    (top, bottom), (_, above), (below, _) = page.evaluate(sight)
    assert above <= top < bottom <= below
