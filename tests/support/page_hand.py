"""What a hand does on the page of `quoteminer serve`: paste, look at a quote, download."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Download, Page

NEWS = """Wall to be raised

“We cannot wait for the next storm,” said Ana Pinto. Nobody laughed.

“The wall is far too low,” said Kofi Berg. “It is a game,” thought Ana Pinto.

“Never again will we wait,” said Kofi Berg.
"""


def paste(page: Page, text: str = NEWS) -> None:
    page.locator("#article").fill(text)
    page.locator("#read").click()


def opened(page: Page, text: str = NEWS) -> Page:
    """The page with an article that was read."""
    paste(page, text)
    page.locator("#text").wait_for()
    return page


def note(page: Page) -> str:
    page.locator(".notice.on").wait_for()
    return page.locator(".notice p").all_inner_texts()[0]


def look_at(page: Page, id: int) -> None:
    page.locator(f"mark[data-quote='{id}'] .tag").first.click()


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.className"))


def record_in(page: Page, click: Callable[[], None], tmp_path: Path) -> tuple[str, bytes]:
    with page.expect_download() as started:
        click()
    download: Download = started.value
    path = tmp_path / "downloaded"
    download.save_as(path)
    return download.suggested_filename, path.read_bytes()


def save(page: Page, format: str, tmp_path: Path) -> tuple[str, bytes]:
    page.locator("#format").select_option(format)
    return record_in(page, page.locator("#download").click, tmp_path)
