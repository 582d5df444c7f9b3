"""200 articles open without delay, and only the one that is read is in the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from chromium import browser, open_page  # noqa: F401
from shown_articles import many

from quoteminer.report import report_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

OPENS = 3.0
"""Seconds, on a busy machine; 0.37 were measured on two cores at a load of 7."""
READY = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd / 1000"
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"


def test_200_articles(open_page: Callable[..., Page], tmp_path: Path) -> None:  # noqa: F811
    file = tmp_path / "report.html"
    file.write_text(report_page(many(200)), "utf-8")
    page = open_page(file)
    assert page.locator(".articles > li").count() == 200
    assert page.locator("mark").count() == 0
    elements = page.evaluate("document.querySelectorAll('body *').length")
    assert elements < 6000
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
    assert (page.evaluate(READY) < OPENS, page.evaluate(PAINT) < OPENS) == (True, True)
    page.locator(".articles a").nth(150).click()
    page.locator("h1", has_text="Article number 150").wait_for()
    assert page.locator("#stage article").count() == 1
    assert page.locator("#stage mark").count() == 20
