"""The command reads what the stream of inputs reads: options of columns and lengths, what is told, what is not
overwritten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fake_miner import FakeMiner
from input_files import GOOD, PAGE, csv_of
from typer.testing import CliRunner

from quoteminer.cli.app import app

ROWS = [{"key": "x", "lead": GOOD, "body": "Nothing."}, {"key": "y", "lead": GOOD * 2, "body": "Nothing."}]


@pytest.fixture(autouse=True)
def _loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quoteminer.cli.extract.load_miner", lambda tools: FakeMiner(tools.people))


def run(*arguments: str | Path) -> tuple[int, list[dict[str, object]], list[str]]:
    """Exit status, the records, the lines on standard error."""
    result = CliRunner().invoke(app, [*map(str, arguments), "--format", "jsonl"])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()], result.stderr.splitlines()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "news.csv"
    path.write_bytes(csv_of(ROWS))
    return path


@pytest.mark.parametrize("command", ["extract", "speakers"])
def test_columns(table: Path, command: str) -> None:
    status, records, told = run(command, table, "--text-column", "lead", "--id-column", "key")
    assert (status, told) == (0, [])
    assert [record["id"] for record in records] == ["x", "y"]
    assert all(record["speakers"] for record in records)


def test_a_guess_is_told_unless_the_user_wants_quiet(table: Path) -> None:
    status, records, told = run("extract", table)
    assert (status, len(records)) == (0, 2)
    assert told == [
        f"quoteminer: {table}: texts are in 'body', ids in 'key'; --text-column and --id-column take others."
    ]
    assert run("extract", table, "--quiet")[2] == []


def test_a_missing_column_and_articles_that_are_too_long(table: Path) -> None:
    status, records, told = run("extract", table, "--text-column", "texts")
    assert (status, records) == (1, [])
    assert told[0].startswith(f"quoteminer: {table}: there is no column 'texts' (there are: key, lead, body). Check")
    status, records, told = run("extract", table, "--text-column", "lead", "--max-chars", "42", "--quiet")
    assert (status, [record["id"] for record in records]) == (1, ["x"])
    assert "line 3: the article has 84 characters, more than the 42 that are allowed." in told[0]
    assert CliRunner().invoke(app, ["extract", str(table), "--max-chars", "0"]).exit_code == 2


def test_other_columns_and_the_text_of_a_page_are_in_the_record(table: Path, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    _, records, _ = run("extract", table, tmp_path / "page.html", "--text-column", "lead")
    assert records[0]["meta"] == {"body": "Nothing."}
    assert "text" not in records[0]
    assert "“The ferry leaves at six,” said Ida Brand" in str(records[2]["text"])


def test_a_folder_and_a_glob(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(GOOD, "utf-8")
    assert [record["id"] for record in run("extract", tmp_path)[1]] == ["a/c", "b"]
    assert [record["id"] for record in run("extract", tmp_path / "*" / "c.*")[1]] == ["a/c"]


@pytest.mark.parametrize("command", ["extract", "speakers"])
def test_a_folder_with_records_beside_the_articles_is_no_failure(tmp_path: Path, command: str) -> None:
    (tmp_path / "b.txt").write_text(GOOD, "utf-8")
    for name in ("b.json", "c.json"):
        assert run("extract", tmp_path / "b.txt", "-o", tmp_path / name)[0] == 0
    status, records, told = run(command, tmp_path)
    assert (status, [record["id"] for record in records]) == (0, ["b"])
    assert told == [
        f"quoteminer: {tmp_path}: passed over 2 of the files, which hold quoteminer's records, no articles."
    ]
    assert run(command, tmp_path, "--quiet")[2] == []
    assert run(command, tmp_path / "b.json")[0] == 1


@pytest.mark.parametrize("given", ["", "*.txt"])
def test_a_file_of_the_folder_is_not_overwritten(tmp_path: Path, given: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(GOOD, "utf-8")
    result = CliRunner().invoke(app, ["extract", str(tmp_path / given), "-o", str(path)])
    assert (result.exit_code, path.read_text("utf-8")) == (2, GOOD)


def test_rows_have_titles_of_their_own(table: Path, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(GOOD)
    arguments = ["extract", str(table), str(tmp_path / "b.txt"), "--text-column", "lead", "--id-column", "key"]
    shown = CliRunner(env={"COLUMNS": "300"}).invoke(app, arguments).stdout.splitlines()
    assert [line for line in shown if str(tmp_path) in line] == [
        f"{table} (x)",
        f"{table} (y)",
        str(tmp_path / "b.txt"),
    ]
