"""The page of a check: what stands in it, and how it is used in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from check_pairs import Pair, all_pairs, draft_of, sources
from chromium import PHONE, WIDE, browser, open_page, violations  # noqa: F401
from fake_miner import FakeMiner

from quoteminer import check
from quoteminer.report.check import CheckPageWriter, check_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

EVIL = "<script>hacked</script> & “\x00"


def page_of(pairs: list[Pair], texts: list[tuple[str, str]]) -> str:
    return check_page(check(draft_of(pairs), texts, miner=FakeMiner()))


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("page") / "check.html"
    file.write_text(page_of(all_pairs()[::6], sources()), "utf-8")
    return file


def test_draft_and_source_side_by_side() -> None:
    pair = Pair("", "", frozenset(), "", "Ana Pinto", "We sell 14 loaves")
    html = page_of([pair], [("book", f"{EVIL} We sell 40 loaves.")])
    assert '<mark class="v-wrong"><a href="#d0q1">1</a>“We sell </mark>' in html
    assert '<mark class="v-wrong"><ins>14</ins></mark>' in html
    assert "We sell <del>40</del> loaves" in html
    assert '<b>1 · altered</b> <strong class="grave">grave: number</strong>' in html
    assert "<script>hacked" not in html
    assert len(re.findall("<script", html)) == 1


def test_a_page_of_nothing() -> None:
    stream = StringIO()
    CheckPageWriter(stream).close()
    assert stream.getvalue().endswith("</html>\n")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_access(open_page: Callable[..., Page], page_file: Path, size: dict[str, int], dark: bool) -> None:  # noqa: F811
    page = open_page(page_file, size=size, dark=dark)
    assert violations(page) == []


def test_keys_filter_and_print(open_page: Callable[..., Page], page_file: Path) -> None:  # noqa: F811
    page = open_page(page_file)
    focused = "document.activeElement.id"
    for key, expected in (("j", "d0q1"), ("j", "d0q2"), ("k", "d0q1")):
        page.keyboard.press(key)
        assert page.evaluate(focused) == expected
    all_pairs_shown = page.locator(".pair:visible").count()
    page.get_by_role("button", name="Only what is wrong").click()
    assert 0 < page.locator(".pair:visible").count() < all_pairs_shown
    page.emulate_media(media="print")
    assert page.locator(".pair:visible").count() == all_pairs_shown
    assert not page.locator("header.top").is_visible()
