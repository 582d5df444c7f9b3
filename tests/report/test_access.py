"""axe-core finds nothing serious: one article and several, light and dark, wide and on a phone, with a record open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from chromium import PHONE, WIDE, browser, open_page, violations  # noqa: F401
from shown_articles import harbour, many

from quoteminer.report import report_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGES = {"one": [harbour()], "several": [harbour(), harbour("b", meta={"title": "Second"}), *many(15)]}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_no_serious_violation(
    open_page: Callable[..., Page],  # noqa: F811
    tmp_path: Path,
    name: str,
    size: dict[str, int],
    dark: bool,
) -> None:
    file = tmp_path / "report.html"
    file.write_text(report_page(PAGES[name]), "utf-8")
    page = open_page(file, size=size, dark=dark)
    assert violations(page) == []
    for fold in page.locator("details.fold").all():
        fold.evaluate("one => one.open = true")
    if name == "several":
        page.locator("#search").fill("the")
        page.locator(".found").wait_for()
        assert violations(page) == []
        page.goto(file.as_uri() + "#a0")
    page.locator("mark .tag").nth(2).click()
    page.locator("#record summary").click()
    assert violations(page) == []
