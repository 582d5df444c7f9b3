"""The command that writes the report, with a miner that needs no network."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fake_miner import FakeMiner
from typer.testing import CliRunner

from quoteminer.cli.app import app

TEXT = "Wall to be raised\n\n“No,” said Ana Pinto.\n\n“Never,” said Kofi Berg.\n\n“Well,” thought Ana Pinto."


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["report", *map(str, arguments)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(autouse=True)
def _fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quoteminer.cli.extract.load_miner", lambda tools: FakeMiner(tools.people))


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "wall.txt"
    path.write_text(TEXT, "utf-8")
    return path


def quotes_in(html: str) -> list[str]:
    """The quotes of the tables for those without scripts."""
    return re.findall(r'<td dir="auto">(“[^<]*”)</td></tr>', html)


def test_a_page_of_articles(article: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    assert run(article, article, "-o", out, "-q") == (0, "", "")
    html = out.read_text("utf-8")
    assert html.startswith("<!DOCTYPE html>")
    assert html.endswith("</html>\n")
    assert quotes_in(html) == ["“No,”", "“Never,”"] * 2
    assert html.count('<h2 dir="auto">Wall to be raised</h2>') == 2
    assert "<title>Who said what</title>" in html
    again = tmp_path / "again.html"
    run(article, article, "-o", again, "-q")
    assert again.read_bytes() == out.read_bytes()


@pytest.mark.parametrize(
    ("options", "quotes"),
    [
        (["--acts", "all"], ["“No,”", "“Never,”", "“Well,”"]),
        (["--min-confidence", "0.85"], ["“No,”"]),
        (["--types", "indirect"], []),
    ],
)
def test_options_of_extract(article: Path, options: list[str], quotes: list[str]) -> None:
    status, html, _ = run(article, "-o", "-", "--title", "A & B", *options)
    assert (status, quotes_in(html)) == (0, quotes)
    assert "<title>A &amp; B</title>" in html


def test_people_are_looked_up(article: Path, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("key,name\np1,Ana Pinto\n", "utf-8")
    status, html, _ = run(article, "-o", "-", "--people", people)
    assert (status, html.count('"key": "p1"')) == (0, 2)


def test_what_cannot_be_read_or_written(article: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    status, _, err = run(article, tmp_path / "no.txt", "-o", out)
    assert (status, "there is no such file" in err, out.exists()) == (1, True, True)
    status, _, err = run(tmp_path / "no.txt", "-o", tmp_path / "none.html")
    assert (status, (tmp_path / "none.html").exists()) == (1, False)
    status, _, err = run(article, "-o", tmp_path / "no" / "report.html")
    assert (status, "there is no such folder" in err) == (1, True)
    assert run(article, "-o", article)[0] == 2
    assert article.read_text("utf-8") == TEXT
    assert run(article)[0] == 2
