"""The command with a miner that needs no network: options, formats, errors, exit statuses."""

from __future__ import annotations

import errno
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import jsonschema
import pytest
from fake_miner import FakeMiner
from typer.testing import CliRunner

import quoteminer
from quoteminer.cli.app import app, main
from quoteminer.cli.extract import Tools
from quoteminer.errors import ModelError
from quoteminer.records import ArticleRecord, record_schema
from quoteminer.types import Article

GOOD = "“No,” said Ana Pinto.\n\n“Never [sic],” said Kofi Berg.\n\n“Well,” thought Ana Pinto."


class Result:
    """What a run of the command left: exit status, standard output, standard error."""

    def __init__(self, *arguments: str | Path, stdin: bytes | None = None) -> None:
        # typer's click may be its own or the installed one; in both, result has stdout and stderr apart
        result = CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        self.status, self.out, self.err = result.exit_code, result.stdout, result.stderr


@pytest.fixture(autouse=True)
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[Tools]:
    """With what the miner was loaded."""
    calls: list[Tools] = []

    def load(tools: Tools) -> FakeMiner:
        calls.append(tools)
        return FakeMiner(tools.people)

    monkeypatch.setattr("quoteminer.cli.extract.load_miner", load)
    monkeypatch.delenv("COLUMNS", raising=False)
    return calls


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.txt"
    path.write_text(GOOD, "utf-8")
    return path


def ids(out: str) -> list[str]:
    return [json.loads(line)["id"] for line in out.splitlines()]


def words(out: str) -> list[str]:
    """Without rules."""
    return [word for word in out.split() if set(word) != {"─"}]


def test_a_table_by_default(good: Path) -> None:
    result = Result("extract", good)
    assert (result.status, result.err) == (0, "")
    assert " ".join(words(result.out)) == (
        "Speaker Quote Type Conf. Ana Pinto “No,” direct 0.90 said: Kofi Berg “Never [sic],” direct 0.80 said: "
        "Speaker Role Affiliation Quotes Share Kofi Berg 1 66.7 % Ana Pinto 1 33.3 % 2 quotes (2 direct) by 2 speakers"
    )


def test_all_that_is_known(good: Path) -> None:
    out = " ".join(words(Result("extract", good, "--wide").out))
    assert "Ana Pinto “No,” direct · 0.90 said: cue said (say) mention Ana Pinto (name) act speech" in out
    assert "status resolved: name position 0–5 paragraph 0 id 0" in out


def test_the_words_around_each_quote(good: Path) -> None:
    out = " ".join(words(Result("extract", good, "--context").out))
    assert "⟦“No,”⟧ said Ana Pinto. direct 0.90" in out
    assert "⟦“Never [sic],”⟧ said Kofi Berg. direct 0.80" in out
    assert "⟦" in Result("extract", good, "--context", "--wide").out


def test_the_article_with_its_quotes_marked(good: Path, tmp_path: Path) -> None:
    result = Result("extract", good, "--highlight")
    assert (result.status, result.err) == (0, "")
    article = """\
⟦1 “No,”⟧ said Ana Pinto.
    1 Ana Pinto · said · direct · 0.90

⟦2 “Never [sic],”⟧ said Kofi Berg.
    2 Kofi Berg · said · direct · 0.80

“Well,” thought Ana Pinto.

Speaker """
    assert article in result.out
    assert Result("extract", good, good, "--highlight").out.count("behind its number".capitalize()) == 1
    assert Result("extract", good, "--highlight", "-o", tmp_path / "a.txt").status == 0
    assert (tmp_path / "a.txt").read_text("utf-8") == result.out


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--wide", "--format", "json"], "goes with the table only, not with json"),
        (["--context", "--format", "jsonl"], "goes with the table only, not with jsonl"),
        (["--highlight", "-o", "out.json"], "goes with the table only, not with json"),
        (["--highlight", "--wide"], "does not go with --wide"),
        (["--highlight", "--context"], "does not go with --context"),
    ],
)
def test_what_is_shown_goes_with_the_table_only(
    good: Path, options: list[str], told: str, loaded: list[Tools], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(good.parent)
    result = Result("extract", good, *options)
    assert (result.status, result.out, loaded, os.listdir()) == (2, "", [], ["good.txt"])
    assert told in re.sub(r"\s*[\n│]\s*", " ", result.err)


def test_several_articles_are_named_in_the_table(good: Path) -> None:
    result = Result("extract", good, good)
    assert result.out.splitlines()[0] == str(good)
    assert result.out.splitlines()[-1] == "4 quotes (4 direct) by 4 speakers in 2 articles"


def test_an_id_that_comes_again_is_told(good: Path) -> None:
    result = Result("extract", good, good)
    assert (result.status, result.err.count("is that of an article before it")) == (0, 1)
    assert Result("extract", good, good, "--quiet").err == ""


def test_json_of_one_article_is_a_record(good: Path) -> None:
    result = Result("extract", good, "--format", "json")
    record = json.loads(result.out)
    jsonschema.Draft202012Validator(record_schema()).validate(record)
    assert (record["id"], record["source"]) == ("good", str(good))
    for quote in record["quotes"]:
        for part in (quote, quote["cue"], quote["mention"]):
            assert GOOD[part["start"] : part["end"]] == part["text"]


def test_json_of_several_is_a_list_also_where_some_fail(good: Path, tmp_path: Path) -> None:
    assert [one["id"] for one in json.loads(Result("extract", good, good, "--format", "json").out)] == ["good", "good"]
    assert len(json.loads(Result("extract", good, tmp_path / "no", "--format", "json").out)) == 1


def test_json_lines(good: Path) -> None:
    assert ids(Result("extract", good, good, "--format", "jsonl").out) == ["good", "good"]


@pytest.mark.parametrize(
    ("options", "quotes"),
    [
        ([], [0, 1]),
        (["--acts", "all"], [0, 1, 2]),
        (["--acts", "speech"], [0, 1]),
        (["--types", "direct"], [0, 1]),
        (["--types", "mixed, indirect"], []),
        (["--min-confidence", "0.85"], [0]),
        (["--min-confidence", "0.7", "--acts", "all", "--types", "direct,mixed"], [0, 1, 2]),
    ],
)
def test_which_quotes(good: Path, options: list[str], quotes: list[int]) -> None:
    record = ArticleRecord.from_json(Result("extract", good, "--format", "json", *options).out)
    assert [quote.id for quote in record.quotes] == quotes
    assert sorted(id for speaker in record.speakers for id in speaker.quotes) == quotes


@pytest.mark.parametrize(
    "arguments",
    [
        ["extract"],
        ["extract", "a.txt", "--format", "xml"],
        ["extract", "a.txt", "--types", "direct,said"],
        ["extract", "a.txt", "--types", ","],
        ["extract", "a.txt", "--acts", "none"],
        ["extract", "a.txt", "--min-confidence", "1.1"],
        ["extract", "a.txt", "--min-confidence", "high"],
        ["extract", "a.txt", "--threads", "0"],
        ["extract", "a.txt", "--colour"],
        ["extrct", "a.txt"],
        [],
    ],
)
def test_wrong_usage(arguments: list[str]) -> None:
    result = Result(*arguments)
    assert result.status == 2
    assert "Usage:" in result.out + result.err


def test_an_input_that_fails_does_not_stop_the_others(good: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = Result("extract", tmp_path / "no.txt", good, tmp_path / "empty", "--format", "jsonl")
    assert result.status == 1
    assert ids(result.out) == ["good"]
    first, second = result.err.splitlines()
    assert first.startswith(f"quoteminer: {tmp_path / 'no.txt'}: there is no such file. Check")
    assert second.startswith(f"quoteminer: {tmp_path / 'empty'}: the folder has no file with articles. Give")


def test_a_bad_line_of_json(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    content = '{"id": "a", "text": "One."}\nnonsense\n{"id": "b", "text": "\\ud800 “No,” said Ana Pinto."}\n'
    path.write_text(content, "utf-8")
    result = Result("extract", path, "--format", "jsonl")
    assert result.status == 1
    assert ids(result.out) == ["a", "b"]
    assert result.err.startswith(f"quoteminer: {path}, line 2: is no JSON")


@pytest.mark.parametrize("format", ["table", "json", "jsonl"])
@pytest.mark.parametrize("content", [b"", b" \n ", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"], ids=["empty", "spaces", "image"])
def test_where_nothing_can_be_read_nothing_is_written(
    tmp_path: Path, format: str, content: bytes, loaded: list[object]
) -> None:
    path, output = tmp_path / "a.txt", tmp_path / "out"
    path.write_bytes(content)
    result = Result("extract", path, "--format", format)
    assert (result.status, result.out) == (1, "")
    assert result.err.startswith(f"quoteminer: {path}: ")
    assert len(result.err.splitlines()) == 1
    assert Result("extract", path, "--format", format, "--output", output).status == 1
    assert not output.exists()
    assert not loaded


@pytest.mark.parametrize("format", ["table", "json", "jsonl"])
def test_odd_articles(tmp_path: Path, format: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(("“No” \0" + " and on" * 60) * 10_000 + " “Na,” said Ana Pinto.", "utf-8")
    result = Result("extract", path, "--format", format)
    assert (result.status, result.err) == (0, "")
    assert "“Na,”" in result.out


def test_an_older_encoding_is_told_unless_quiet(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(GOOD.encode("cp1252"))
    result = Result("extract", path, "--format", "json")
    assert result.status == 0
    assert result.err.startswith(f"quoteminer: {path} (a): Read as cp1252")
    assert json.loads(result.out)["warnings"][0]["code"] == "encoding"
    assert Result("extract", path, "--quiet").err == ""


@pytest.mark.parametrize(
    ("name", "options", "read"),
    [
        ("a.json", [], json.loads),
        ("a.jsonl", [], json.loads),
        ("a.txt", ["--format", "json"], json.loads),
        ("a.json", ["--format", "table"], str.split),
        ("a", [], str.split),
    ],
)
def test_output_file(good: Path, tmp_path: Path, name: str, options: list[str], read: object) -> None:
    output = tmp_path / name
    result = Result("extract", good, "--output", output, *options)
    assert (result.status, result.out, result.err) == (0, "", "")
    content = output.read_text("utf-8")
    assert ("Speaker" in content) is (read is str.split)
    assert content.startswith("{") is (read is json.loads)
    assert sorted(os.listdir(tmp_path)) == sorted({"good.txt", name})


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.csv", b"\xef\xbb\xbftext_id,"),
        ("a.xlsx", b"PK"),
        ("a.parquet", b"PAR1"),
        ("a.sqlite", b"SQLite format 3"),
        ("a.db", b"SQLite format 3"),
    ],
)
def test_output_file_of_a_table(good: Path, tmp_path: Path, name: str, start: bytes) -> None:
    pytest.importorskip(
        {"a.xlsx": "openpyxl", "a.parquet": "pyarrow"}.get(name, "io"), reason="the extra 'test' has it"
    )
    result = Result("extract", good, "-o", tmp_path / name)
    assert (result.status, result.out, result.err) == (0, "", "")
    assert (tmp_path / name).read_bytes().startswith(start)
    assert sorted(os.listdir(tmp_path)) == sorted({"good.txt", name})


@pytest.mark.parametrize("name", ["a.docx", "a.JSN"])
def test_an_unknown_suffix_is_told_unless_quiet(good: Path, tmp_path: Path, name: str) -> None:
    output = tmp_path / name
    result = Result("extract", good, "--output", output)
    assert (result.status, result.out) == (0, "")
    assert result.err.startswith(f"quoteminer: {output}: {output.suffix.lower()} is no format")
    assert "so the table is written; --format has those that are" in result.err
    assert len(result.err.splitlines()) == 1
    assert output.read_text("utf-8").startswith("Speaker")
    for options in (["--quiet"], ["--format", "table"], ["--format", "jsonl"]):
        assert Result("extract", good, "--output", output, *options).err == ""
    assert Result("extract", good, "--output", tmp_path / "a.txt").err == ""


@pytest.mark.parametrize(
    ("options", "status", "told"),
    [
        (["--format", "tei"], 2, "Invalid value for '--format': the format tei was removed; use jsonl, which holds"),
        (["--format", "tsv"], 2, "the format tsv was removed; use csv, which has the same columns."),
        (["--format", "xml"], 2, "'xml' is not one of 'table', 'json', 'jsonl',"),
        (["-o", "a.tei.xml"], 1, "a.tei.xml: the format tei was removed; use jsonl, which holds everything. Give a"),
        (["-o", "a.TSV"], 1, "a.TSV: the format tsv was removed; use csv, which has the same columns."),
        (["-o", "a.jsonld"], 1, "a.jsonld: the format webannotation was removed; use jsonl"),
    ],
)
def test_a_format_that_was_removed_says_what_to_use(
    good: Path, options: list[str], status: int, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(good.parent)
    result = Result("extract", good, *options)
    assert (result.status, result.out, os.listdir()) == (status, "", ["good.txt"])
    assert told in re.sub(r"\s*[\n│]\s*", " ", result.err)


@pytest.mark.parametrize("name", ["good.txt", "link.txt", "../{}/good.txt"])
def test_an_input_is_not_overwritten(good: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "link.txt").symlink_to(good)
    (tmp_path / "other.txt").write_text("Nothing.")
    output = tmp_path / name.format(tmp_path.name)
    result = Result("extract", tmp_path / "other.txt", good, tmp_path / "no.txt", "-", "--output", output)
    assert result.status == 2
    assert "Usage:" in result.err
    assert "one of the inputs" in " ".join(result.err.split())
    assert good.read_text("utf-8") == GOOD
    assert Result("extract", good, "--output", tmp_path / "other.txt").status == 0


@pytest.mark.parametrize("width", [20, 30, 40, 59, 60, 100])
def test_no_line_of_a_file_is_cut_or_filled_up(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for out in (Result("extract", good).out, Result("extract", good, good).out):
        lines = out.splitlines()
        assert lines == [line.rstrip() for line in lines]
        assert max(map(len, lines)) <= width
        for word in "Ana Pinto “No,” direct 0.90 Kofi Berg “Never [sic],” 0.80".split():
            assert word in out.split()


def test_output_to_standard_output(good: Path) -> None:
    assert ids(Result("extract", good, "--format", "jsonl", "-o", "-").out) == ["good"]


@pytest.mark.parametrize(
    ("output", "reason"), [("no/out.json", "no such folder"), ("good.txt/out.json", "no folder"), ("", "a folder")]
)
def test_output_that_cannot_be_written(good: Path, tmp_path: Path, output: str, reason: str) -> None:
    result = Result("extract", good, "--output", tmp_path / output)
    assert result.status == 1
    assert result.err.startswith(f"quoteminer: {tmp_path / output}: can't be written: ")
    assert reason in result.err
    assert len(result.err.splitlines()) == 1
    assert os.listdir(tmp_path) == ["good.txt"]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "no right to write"),
        (OSError(errno.ENOSPC, "No space left on device"), "no space left"),
        (OSError(errno.EROFS, "Read-only file system"), "can only be read"),
    ],
)
def test_folder_without_rights_or_space(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, reason: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    result = Result("extract", good, "--output", tmp_path / "out.json")
    assert result.status == 1
    assert reason in result.err
    assert os.listdir(tmp_path) == ["good.txt"]


def test_a_file_half_written_is_not_left(good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Breaking(FakeMiner):
        def mine_articles(self, articles: Iterable[Article], *, ahead: bool = True) -> Iterator[ArticleRecord]:
            yield from super().mine_articles([next(iter(articles))])
            raise ModelError("The model broke. Get another.")

    monkeypatch.setattr("quoteminer.cli.extract.load_miner", lambda tools: Breaking())
    result = Result("extract", good, good, "--output", tmp_path / "out.jsonl")
    assert result.status == 1
    assert result.err == "quoteminer: The model broke. Get another.\n"
    assert os.listdir(tmp_path) == ["good.txt"]


def test_standard_input() -> None:
    assert json.loads(Result("extract", "-", "--format", "json", stdin=GOOD.encode()).out)["id"] == "stdin"
    lines = b'{"id": "a", "text": "One."}\n{"id": "b", "text": "Two."}\n'
    assert ids(Result("extract", "-", "--format", "jsonl", stdin=lines).out) == ["a", "b"]


def test_only_standard_input_is_not_read_ahead(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    class Watching(FakeMiner):
        def mine_articles(self, articles: Iterable[Article], *, ahead: bool = True) -> Iterator[ArticleRecord]:
            asked.append(ahead)
            return super().mine_articles(articles)

    monkeypatch.setattr("quoteminer.cli.extract.load_miner", lambda tools: Watching())
    Result("extract", good, good)
    Result("extract", good, "-", stdin=GOOD.encode())
    assert asked == [True, False]


def test_model_and_threads_are_passed_on(good: Path, loaded: list[Tools]) -> None:
    Result("extract", good, "--model", "m", "--threads", "3")
    Result("speakers", good)
    assert loaded == [Tools(Path("m"), 3), Tools(None, None)]


def test_results_are_streamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second input is not read before the first record is made."""
    seen: list[str] = []

    class Watching(FakeMiner):
        def mine_articles(self, articles: Iterable[Article], *, ahead: bool = True) -> Iterator[ArticleRecord]:
            for article in articles:
                seen.append(article.id)
                yield from super().mine_articles([article])
                if article.id == "a":
                    (tmp_path / "b.txt").write_text("Two.")

    monkeypatch.setattr("quoteminer.cli.extract.load_miner", lambda tools: Watching())
    (tmp_path / "a.txt").write_text("One.")
    assert Result("extract", tmp_path / "a.txt", tmp_path / "b.txt").status == 0
    assert seen == ["a", "b"]


def test_a_progress_bar_for_several_files_on_a_terminal(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int | None] = []

    class Progress:
        def start(self) -> None: ...
        def stop(self) -> None: ...
        def advance(self, task: int) -> None:
            started.append(task)

    monkeypatch.setattr("quoteminer.cli.streams._rich_bar", lambda total: (Progress(), total))
    Result("extract", good, good)
    assert started == []  # no terminal
    monkeypatch.setattr("quoteminer.cli.streams.shows_bars", lambda: True)
    Result("extract", good)
    Result("extract", good, good, "--quiet")
    assert started == []
    Result("extract", good, good)
    assert started == [2, 2]


def test_the_real_progress_bar_can_be_drawn() -> None:
    from quoteminer.cli.streams import _rich_bar

    progress, task = _rich_bar(3)
    with progress:
        progress.advance(task)
    assert progress.tasks[0].completed == 1


SPEAKERS = """\
Speaker    Role  Affiliation  Also called  Quotes   Share
Kofi Berg                                       1  66.7 %
Ana Pinto                                       1  33.3 %

2 speakers of 2 quotes (3 words)
"""


def shrunk(table: str) -> list[list[str]]:
    """The words of each line, without rules and empty lines."""
    return [line.split() for line in table.splitlines() if line.strip("─ ")]


def test_a_table_of_speakers(good: Path) -> None:
    result = Result("speakers", good)
    assert (result.status, result.err) == (0, "")
    assert shrunk(result.out) == shrunk(SPEAKERS)
    several = Result("speakers", good, good).out.splitlines()
    assert (several[0], several[-1]) == (str(good), "4 speakers of 4 quotes (6 words) in 2 articles")


def test_speakers_as_json(good: Path, tmp_path: Path) -> None:
    result = Result("speakers", good, "--format", "json", "--acts", "all", "--quiet")
    assert json.loads(result.out) == {
        "id": "good",
        "source": str(good),
        "words": 4,
        "speakers": [
            {"id": 0, "name": "Ana Pinto", "kind": "person", "role": None, "affiliation": None, "aliases": []}
            | {"quotes": 2, "words": 2, "share": 50.0, "known": None},
            {"id": 1, "name": "Kofi Berg", "kind": "person", "role": None, "affiliation": None, "aliases": []}
            | {"quotes": 1, "words": 2, "share": 50.0, "known": None},
        ],
        "unresolved": {"quotes": 0, "words": 0, "share": 0.0},
    }
    assert [one["id"] for one in json.loads(Result("speakers", good, good, "--format", "json").out)] == ["good", "good"]
    output = tmp_path / "out.jsonl"
    assert Result("speakers", good, good, "--min-confidence", "0.85", "-o", output).status == 0
    assert [[one["name"] for one in json.loads(line)["speakers"]] for line in output.open()] == [["Ana Pinto"]] * 2
    assert json.loads(Result("speakers", good, "--types", "indirect", "--format", "jsonl").out)["speakers"] == []


def test_speakers_with_wrong_usage_or_input(good: Path, tmp_path: Path) -> None:
    assert Result("speakers", good, "--types", "said").status == 2
    assert Result("speakers", good, "--output", good).status == 2
    result = Result("speakers", tmp_path / "no.txt", good, "--format", "jsonl")
    assert (result.status, len(result.out.splitlines())) == (1, 1)
    assert "there is no such file" in result.err


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text('key,name,role\n[p1],"Pinto, Ana",captain\np2,Kofi Berg,\np3,Kofi Berg,\n', "utf-8")
    return path


def test_speakers_are_looked_up(good: Path, people: Path, loaded: list[Tools]) -> None:
    for command in ("extract", "speakers"):
        value = json.loads(Result(command, good, "--people", people, "--format", "json").out)
        known = {one["name"]: one["known"] for one in value["speakers"]}
        assert known["Ana Pinto"] == {
            "status": "linked",
            "key": "[p1]",
            "name": "Pinto, Ana",
            "score": 100.0,
            "columns": {"role": "captain"},
            "candidates": [],
            "fitting": 1,
        }
        assert (known["Kofi Berg"]["status"], known["Kofi Berg"]["key"]) == ("ambiguous", None)
        assert [row["key"] for row in known["Kofi Berg"]["candidates"]] == ["p2", "p3"]
        lines = shrunk(Result(command, good, "--people", people).out)
        start = next(at for at, line in enumerate(lines) if line[:2] == ["Speaker", "In"])
        found = {" ".join(line[:2]): line[2] for line in lines[start + 1 : start + 3]}
        assert found == {"Ana Pinto": "[p1]", "Kofi Berg": "ambiguous"}
    assert loaded == [Tools(None, None, people)] * 4


@pytest.mark.parametrize("command", ["extract", "speakers"])
def test_people_that_cannot_be_read(good: Path, people: Path, tmp_path: Path, command: str) -> None:
    people.write_text("key,name\na,Ana Pinto\na,Kofi Berg\n")
    output = tmp_path / "out.json"
    for options in ([], ["--output", output]):
        result = Result(command, good, "--people", people, *options)
        assert (result.status, result.out) == (1, "")
        assert result.err.startswith(f"quoteminer: {people}, line 3, column key: the key 'a' stands in line 2 as well.")
        assert len(result.err.splitlines()) == 1
    assert not output.exists()
    assert Result(command, good, "--people", people, "--output", people).status == 2


def test_version() -> None:
    assert Result("--version").out == f"quoteminer {quoteminer.__version__}\n"


def test_info_tells_what_is_missing(tmp_path: Path) -> None:
    result = Result("info", "--model", tmp_path / "no")
    assert result.status == 1
    assert result.out.startswith(f"quoteminer  {quoteminer.__version__}")
    assert result.err.startswith("quoteminer: There is no model directory at")


def test_info(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load = pytest.importorskip("quoteminer.network.load")
    found = load.ModelInfo("en_news", "9.9", tmp_path, "ab" * 32)
    monkeypatch.setattr(load, "find_model", lambda path=None: tmp_path)
    monkeypatch.setattr(load, "read_info", lambda folder: found)
    result = Result("info")
    assert (result.status, result.err) == (0, "")
    words = [line.split(maxsplit=1) for line in result.out.replace("found in", "found_in").splitlines()]
    assert dict(words[1:]) == {"model": "en_news 9.9", "found_in": str(tmp_path), "sha256": "ab" * 32}
    assert f"Python {sys.version_info.major}.{sys.version_info.minor}" in words[0][1]


def test_an_interruption_while_another_is_dealt_with(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(prog_name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("quoteminer.cli.app.app", interrupted)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130
