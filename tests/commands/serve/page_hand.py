"""Steps of a reader on the page of `quoteminer serve`: paste, look at a quote, download."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from chromium import Page

from quoteminer.records import ArticleRecord

NEWS = """Wall to be raised

“We cannot wait for the next storm,” said Ana Pinto. Nobody laughed.

“The wall is far too low,” said Kofi Berg. “It is a game,” thought Ana Pinto.

“Never again will we wait,” said Kofi Berg.
"""

DRAFT = (
    "Bread and fish\n\n“We sell 14 loaves on Mondays,” said Ana Pinto.\n\n“I sell <b>fish</b>,”"
    " said Kofi Berg."
)
SOURCES = [
    "“We sell 40 loaves on Mondays,” said Ana Pinto.",
    (
        "KOFI BERG: I sell <b>fish</b>.\nANA PINTO: Why do you sell it?\nKOFI BERG: Well, people"
        " eat it."
    ),
]
EDGES = """words => {
    const pattern = patternOf(words);
    const node = [...document.querySelectorAll('#text > p[dir]')].find((one) => one.textContent.match(pattern));
    const ranges = [];
    addRanges(ranges, node, pattern);
    node.scrollIntoView({ block: 'center' });
    const rects = [...ranges[0].getClientRects()].filter((one) => one.width);
    const [first, last] = [rects[0], rects.at(-1)];
    return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
}"""


def opened(page: Page, text: str = NEWS, *, thoughts: bool = True) -> Page:
    page.get_by_label("also topics and thoughts").set_checked(thoughts)
    read(page, text, see="#text")
    return page


def wait(page: Page, *, see: str = ".notice.on", words: str | None = None) -> None:
    """Wait for an element with these words; else for such a notice."""
    page.locator(see, has_text=words).first.wait_for()


def click(page: Page, target: Any, **then: str) -> None:
    """Click, and wait for what comes then."""
    (page.locator(target) if isinstance(target, str) else target).click()
    if then:
        wait(page, **then)


def read(page: Page, text: str, **then: str) -> None:
    page.locator("#article").fill(text)
    click(page, "#read", **then)


def choose(page: Page, field: str, **what: str) -> None:
    """Choose in a list of the form, and wait until that is kept."""
    before = page.locator("#undo").text_content()
    page.locator(f"#fix-{field}").select_option(**what)
    wait(page, words="Kept")
    page.wait_for_function(
        "before => document.getElementById('undo').textContent !== before", arg=before
    )


def note(page: Page, button: str = "") -> str:
    """Return the words of the notice, after a click on a button if one is given."""
    if button:
        page.locator(button).click()
    wait(page)
    return str(page.locator(".notice p").all_inner_texts()[0])


def alert(page: Page) -> str:
    wait(page, see=".notice [role=alert]:not(:empty)")
    return str(page.locator(".notice").inner_text())


def look_at(page: Page, id: int) -> None:
    page.locator(f"mark[data-quote='{id}'] .tag").first.click()


def check(page: Page, id: int, **then: str) -> None:
    look_at(page, id)
    click(page, "#check", **then)


def remove(page: Page, id: int) -> None:
    look_at(page, id)
    click(page, "#remove", words="taken out")


def press(page: Page, *keys: str, **then: str) -> None:
    """Press keys, and wait for what comes then."""
    for key in keys:
        page.keyboard.press(key)
    if then:
        wait(page, **then)


def drag(page: Page, words: str, to: str = "") -> None:
    """Select words with the mouse, up to other ones."""
    *_, to_x, to_y = page.evaluate(EDGES, to or words)
    x, y, *_ = page.evaluate(EDGES, words)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(to_x, to_y, steps=4)
    page.mouse.up()
    wait(page, see=".chosen:not([hidden])")


def tab_to(page: Page, target: str, *, key: str = "Tab", most: int = 80) -> None:
    for _ in range(most):
        if page.evaluate("target => document.activeElement?.matches(target)", target):
            return
        page.keyboard.press(key)
    raise AssertionError(f"no way to {target}")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.className"))


def downloaded(page: Page, click: Callable[[], None]) -> tuple[str, bytes]:
    with page.expect_download() as started:
        click()
    return started.value.suggested_filename, Path(started.value.path()).read_bytes()


def save(page: Page, format: str) -> tuple[str, bytes]:
    page.locator("#format").select_option(format)
    return downloaded(page, page.locator("#download").click)


def saved_record(page: Page) -> ArticleRecord:
    return ArticleRecord.from_json(save(page, "json")[1].decode())
