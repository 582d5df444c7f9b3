"""A real browser for tests of pages: Chromium, driven by Playwright. Errors of a page fail the test
that opened it.

A test module takes the fixtures by importing them:
``from chromium import browser, open_page  # noqa: F401``. Tests that use them are marked
``extra("browser")`` by tests/conftest.py.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page
else:
    Page = Any  # the extra may be missing

Open = Callable[..., Page]
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
PATIENCE = 60_000
"""Milliseconds until something must have come about, on a busy machine."""
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start $QUOTEMINER_BROWSER, an installed browser, or Playwright's own; skip the test if none
    starts."""
    from playwright import sync_api as api

    with api.sync_playwright() as playwright:
        path = os.environ.get("QUOTEMINER_BROWSER") or next(
            filter(None, map(shutil.which, NAMES)), None
        )
        root = getattr(os, "geteuid", lambda: 1)() == 0  # where Chromium's own sandbox can't be had
        try:
            opened = playwright.chromium.launch(executable_path=path, chromium_sandbox=not root)
        except api.Error as error:
            way = "install chromium-headless-shell, or set $QUOTEMINER_BROWSER"
            pytest.skip(f"no browser starts: {way} ({error.message[:80]})")
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens an address in a window of its own. At the end, any error, complaint of the browser (as
    of the page's Content Security Policy) or request of another site fails the test."""
    wrong: list[str] = []
    contexts = []

    def go(
        address: str | Path,
        *,
        size: dict[str, int] = WIDE,
        dark: bool = False,
        refusals: bool = False,
        **options: Any,
    ) -> Page:
        """Open an address. ``refusals``: the server will refuse a request, which the browser
        reports as an error."""
        context = browser.new_context(
            viewport=size, color_scheme="dark" if dark else "light", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        target = address.as_uri() if isinstance(address, Path) else address
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.extend(_complaints(message, refusals=refusals)))
        page.on(
            "request",
            lambda request: _site(request.url) == _site(target) or wrong.append(request.url),
        )
        page.goto(target)
        return page

    yield go
    for context in contexts:
        context.close()
    assert wrong == [], wrong


def _complaints(message: ConsoleMessage, *, refusals: bool) -> list[str]:
    expected = refusals and message.text.startswith("Failed to load resource")
    return [message.text] if message.type in ("error", "warning") and not expected else []


def _site(address: str) -> str:
    return (
        address.split("#")[0] if address.startswith("file:") else "/".join(address.split("/")[:3])
    )


def violations(page: Page) -> list[str]:
    """Return the serious and critical findings of axe-core on the current page: the rule and the
    element."""
    from axe_playwright_python import sync_playwright as axe

    return [
        f"{one['id']} ({one['impact']}): {node['html'][:200]} {node['failureSummary'][:300]}"
        for one in axe.Axe().run(page).response["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
