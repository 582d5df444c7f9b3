"""`quoteminer check`: its output, its exit status and its page, which is used in a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cases import cases
from check_pairs import Pair, all_pairs, draft_of, sources
from chromium import PHONE, WIDE, browser, open_page, violations  # noqa: F401
from fake_miner import FakeMiner
from typer.testing import CliRunner

from quoteminer import check
from quoteminer.cli.app import app
from quoteminer.cli.options import repeat_option
from quoteminer.report.check_page import CheckPageWriter, check_page

if TYPE_CHECKING:
    from playwright.sync_api import Page


SOURCE = "“We never sell 40 loaves on Mondays,” said Ana Pinto.\n\n“I sell fish, and I like it,” said Kofi Berg.\n"
GOOD = "“We never sell 40 loaves,” said Ana Pinto. “I sell fish … I like it,” said Kofi Berg.\n"
BAD = "“We never sell 14 loaves,” said Ana Pinto.\n\n“I sell fish,” said Ana Pinto. “I fly,” said Kofi Berg.\n"


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["check", *map(str, arguments)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(autouse=True)
def _fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("quoteminer.cli.extract.load_miner", lambda tools: FakeMiner(tools.people))
    monkeypatch.chdir(tmp_path)
    for name, text in {"source": SOURCE, "good": GOOD, "bad": BAD, "none": "Nothing.\n", "empty": ""}.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    (tmp_path / "old.txt").write_bytes("Zoë: “I sell.” Said in 1990, près d’ici.\n".encode("cp1252"))


def test_the_table_wide_and_narrow_and_both_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    table, both, narrow = ("\n".join(cases(__file__, name)) for name in ("table", "both", "narrow"))
    assert run("bad.txt", "--against", "source.txt") == (1, table, "")
    assert run("bad.txt", "--against", "source.txt", "--highlight")[1].startswith(both)
    monkeypatch.setenv("COLUMNS", "60")
    assert run("bad.txt", "--against", "source.txt")[1].startswith(narrow)


@pytest.mark.parametrize(("arguments", "status", "says"), cases(__file__, "statuses_and_messages"))
def test_statuses_and_messages(arguments: list[str], status: int, says: str) -> None:
    found, _, errors = run(*arguments)
    assert found == status, errors
    assert says in errors
    assert bool(says) == bool(errors)


def test_json_of_one_and_of_several() -> None:
    assert json.loads(run("bad.txt", "--against", "source.txt", "--format", "json")[1])["id"] == "bad"
    several = json.loads(run("bad.txt", "good.txt", "--against", "source.txt", "--format", "json")[1])
    assert [one["id"] for one in several] == ["bad", "good"]
    run("bad.txt", "good.txt", "--against", "source.txt", "-o", "found.jsonl")
    assert [json.loads(line) for line in Path("found.jsonl").read_text("utf-8").splitlines()] == several


@pytest.mark.parametrize(("arguments", "rewritten"), cases(__file__, "sources_up_to_the_next_option"))
def test_sources_up_to_the_next_option(arguments: str, rewritten: str) -> None:
    assert repeat_option(arguments.split(), "--against") == rewritten.split()


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
