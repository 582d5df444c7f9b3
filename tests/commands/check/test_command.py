"""`quoteminer check`: its output, its exit status and its page, which is used in a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from check_pairs import Pair, all_pairs, draft_of, sources
from chromium import PHONE, WIDE, browser, open_page, violations  # noqa: F401
from fake_miner import FakeMiner
from typer.testing import CliRunner

from quoteminer import check
from quoteminer.cli.app import app
from quoteminer.commands.check.check_docx import CheckDocxWriter
from quoteminer.commands.check.check_page import CheckPageWriter
from quoteminer.commands.check.command import repeat_option
from quoteminer.output.writer import written

if TYPE_CHECKING:
    from playwright.sync_api import Page


SOURCE = (
    "“We never sell 40 loaves on Mondays,” said Ana Pinto.\n\n“I sell fish, and I like it,” said"
    " Kofi Berg.\n"
)
GOOD = "“We never sell 40 loaves,” said Ana Pinto. “I sell fish … I like it,” said Kofi Berg.\n"
BAD = (
    "“We never sell 14 loaves,” said Ana Pinto.\n\n“I sell fish,” said Ana Pinto. “I fly,” said"
    " Kofi Berg.\n"
)


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["check", *map(str, arguments)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(autouse=True)
def _fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("quoteminer.cli.mining.load_miner", lambda tools: FakeMiner(tools.people))
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "source": SOURCE,
        "good": GOOD,
        "bad": BAD,
        "none": "Nothing.\n",
        "empty": "",
    }.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    (tmp_path / "old.txt").write_bytes(
        "Zoë: “I sell.” Said in 1990, près d’ici.\n".encode("cp1252")
    )


TABLE = """\
Draft                        Verdict                               Source
────────────────────────────────────────────────────────────────────────────────────────────────
“We never sell 14 loaves,”   altered                               source.txt, line 1: Ana Pinto
  Ana Pinto                  grave: number                         “40” became “14”
                             said by Ana Pinto
“I sell fish,”               verbatim                              source.txt, line 3: Kofi Berg
  Ana Pinto                  said by Kofi Berg, not by Ana Pinto
“I fly,”                     not found                             —
  Kofi Berg

3 quotations: 1 verbatim, 1 altered, 1 not found; 1 grave; 1 of another speaker; 1 source of 20
words
"""
BOTH = """\
1 · altered · grave: number · said by Ana Pinto · Ana Pinto
draft   “We never sell ⟦14⟧ loaves,”
source  We never sell ⟦40⟧ loaves
        source.txt, line 1: Ana Pinto
"""
NARROW = (
    "altered · grave: number · said by Ana Pinto · Ana Pinto\n“We never sell 14 loaves,”\n "
    " source.txt"
)


def test_the_table_wide_and_narrow_and_both_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("bad.txt", "--against", "source.txt") == (1, TABLE, "")
    assert run("bad.txt", "--against", "source.txt", "--highlight")[1].startswith(BOTH)
    monkeypatch.setenv("COLUMNS", "60")
    assert run("bad.txt", "--against", "source.txt")[1].startswith(NARROW)


@pytest.mark.parametrize(("arguments", "status", "says"), [
    ("good.txt --against source.txt", 0, ""),
    ("good.txt --against source.txt empty.txt", 1, "empty.txt: is empty"),
    ("good.txt bad.txt --against source.txt", 1, ""),
    ("none.txt --against source.txt", 0, "none.txt: The draft has no quotations to check."),
    ("good.txt --against good.txt", 1, "good.txt is the draft itself and was skipped."),
    ("good.txt --against good.txt source.txt", 0, "good.txt: good.txt is the draft itself"),
    ("good.txt --against empty.txt", 1, "good: there is no source to check it against."),
    ("good.txt --against nowhere.txt", 1, "there is no such file"),
    ("nowhere.txt --against source.txt", 1, "there is no such file"),
    ("good.txt --against old.txt source.txt", 0, "old.txt: Read as cp1252"),
    ("good.txt", 2, "Missing option '--against'"),
    ("good.txt --against", 2, "requires an argument"),
    ("good.txt --against source.txt -o source.txt", 2, "is one of the inputs"),
    ("good.txt --against source.txt --highlight --format json", 2, "only with the table"),
])  # fmt: skip
def test_statuses_and_messages(arguments: str, status: int, says: str) -> None:
    found, _, errors = run(*arguments.split())
    assert found == status, errors
    assert says in errors
    assert bool(says) == bool(errors)


def test_a_word_document_with_a_comment_at_each_quotation() -> None:
    run("bad.txt", "good.txt", "--against", "source.txt", "-o", "found.docx")
    document = docx.Document("found.docx")
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[:2] == BAD.strip().split("\n\n")
    assert [comment.text.replace("\n", " | ") for comment in document.comments][:3] == [
        "Altered, grave: number | Said by Ana Pinto | “40” became “14” | source.txt, line 1: Ana Pinto",
        "Verbatim | Said by Kofi Berg, not by Ana Pinto | source.txt, line 3: Kofi Berg",
        "Not found",
    ]
    begins = document.element.xpath("//w:commentRangeStart/following-sibling::w:r[1]/w:t/text()")
    assert begins[:3] == ["“We never sell ", "“I sell fish,”", "“I fly,”"]
    _, _, errors = run("bad.txt", "--against", "source.txt", "--format", "docx")
    assert "Give a file with --output" in errors


def test_characters_that_xml_cannot_hold() -> None:
    pair = Pair("", "", frozenset(), "", "Ana Pinto", f"We sell {EVIL}")
    record = check(draft_of([pair]), [("book\x01", f"We sell {EVIL}")], miner=FakeMiner())
    assert b"PK" in written(CheckDocxWriter, [record], BytesIO()).getvalue()


def test_json_of_one_and_of_several() -> None:
    _, out, _ = run("bad.txt", "--against", "source.txt", "--format", "json")
    assert json.loads(out)["id"] == "bad"
    _, out, _ = run("bad.txt", "good.txt", "--against", "source.txt", "--format", "json")
    assert [one["id"] for one in json.loads(out)] == ["bad", "good"]
    run("bad.txt", "good.txt", "--against", "source.txt", "-o", "found.jsonl")
    lines = Path("found.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == json.loads(out)


@pytest.mark.parametrize(("arguments", "rewritten"), [
    ("d --against a b -q e", "d --against a --against b -q e"),
    ("--against a - -o x", "--against a --against - -o x"),
    ("d --against a --against b c", "d --against a --against b --against c"),
    ("d --against a -- b", "d --against a -- b"),
    ("d --against", "d --against"),
])  # fmt: skip
def test_sources_up_to_the_next_option(arguments: str, rewritten: str) -> None:
    assert repeat_option(arguments.split(), "--against") == rewritten.split()


EVIL = "<script>hacked</script> & “\x00"


def page_of(pairs: list[Pair], texts: list[tuple[str, str]]) -> str:
    return written(
        CheckPageWriter, [check(draft_of(pairs), texts, miner=FakeMiner())], StringIO()
    ).getvalue()


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


def test_keys_filter_and_print(open_page: Callable[..., Page], page_file: Path) -> None:  # noqa: F811
    assert violations(open_page(page_file, size=PHONE, dark=True)) == []
    page = open_page(page_file)
    assert violations(page) == []
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
