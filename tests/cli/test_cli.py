"""extract, speakers, report and info with a miner that needs no network: options, formats, errors,
exit statuses."""

import errno
import io
import itertools
import logging
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import jsonschema
import pytest
from commands import Result, loaded  # noqa: F401
from fake_miner import FakeMiner
from input_files import GOOD as FERRY
from input_files import csv_of

import quoteminer
from quoteminer.cli.app import main
from quoteminer.cli.options import Tools
from quoteminer.cli.streams import RunBar, complain, shows_bars
from quoteminer.errors import ModelError, no_such_file
from quoteminer.inputs import Meter
from quoteminer.network import load
from quoteminer.output.run.run_file import RunTotals
from quoteminer.records import ArticleRecord, record_schema
from quoteminer.types import Article

GOOD = "“No,” said Ana Pinto.\n\n“Never [sic],” said Kofi Berg.\n\n“Well,” thought Ana Pinto."
ROWS = [
    {"key": "x", "lead": FERRY, "body": "Nothing."},
    {"key": "y", "lead": FERRY * 2, "body": "Nothing."},
]


@pytest.fixture
def good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An article, the only file in the current folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "good.txt"
    path.write_text(GOOD, "utf-8")
    return path


@pytest.mark.parametrize(("options", "words"), [
    ([], "Speaker Quote Type Conf. Ana Pinto “No,” direct 0.90 said: Kofi Berg “Never [sic],” direct 0.80 said:"),
    ([], "Quotes Share of words Kofi Berg 1 66.7 % Ana Pinto 1 33.3 % 2 quotes (2 direct) by 2 speakers"),
    (["--wide"], "Ana Pinto · said · direct · 0.90 “No,” cue said (say) mention Ana Pinto (name) act statement"),
    (["--context"], "⟦“No,”⟧ said Ana Pinto. direct 0.90"),
    (["--context", "--wide"], "⟦“Never [sic],”⟧ said Kofi Berg."),
    (["--highlight"], "⟦1 “No,”⟧ said Ana Pinto. 1 Ana Pinto · said · direct · 0.90 ⟦2 “Never [sic],”⟧ said Kofi"),
])  # fmt: skip
def test_the_table(good: Path, options: list[str], words: str) -> None:
    result = Result("extract", good, *options)
    assert result.status == 0
    assert result.err == ""
    assert words in result.words
    assert Result("extract", good, *options, "-o", "a.txt").status == 0
    assert Path("a.txt").read_text("utf-8") == result.out


def test_several_articles_in_a_table(good: Path) -> None:
    """Each has its name; the legend stands once; a repeated id is noted."""
    result = Result("extract", good, good)
    assert result.out.splitlines()[0] == str(good)
    assert result.out.splitlines()[-1] == "4 quotes (4 direct) by 4 speakers in 2 articles"
    assert result.status == 0
    assert result.err.count("1 article repeats an earlier id (first: 'good' in ") == 1
    assert Result("extract", good, good, "--quiet").err == ""
    assert Result("extract", good, good, "--highlight").out.count("is a quote. Its number,") == 1


@pytest.mark.parametrize(("arguments", "told"), [
    (["--wide", "--format", "json"], "works only with the table, not with json"),
    (["--context", "--format", "jsonl"], "works only with the table, not with jsonl"),
    (["--highlight", "-o", "out.json"], "works only with the table, not with json"),
    (["--highlight", "--wide"], "can't be combined with --wide"),
    (["--highlight", "--context"], "can't be combined with --context"),
    (["--format", "xml"], "Invalid value for '--format': 'xml' is not one of 'table',"),
    (["--types", "direct,said"], "Unknown type 'said'. Choose from direct, mixed, indirect."),
    (["--types", ","], "Unknown type ','. Choose from direct, mixed, indirect."),
    (["--acts", "none"], "Unknown act 'none'. Choose from speech, statement, question,"),
    (["--min-confidence", "1.1"], "min_confidence is 1.1; it must be between 0 and 1."),
    (["--min-confidence", "nan"], "Invalid value"),
    (["--max-chars", "0"], "Invalid value for '--max-chars'"),
    (["-o", "good.txt"], "is one of the inputs and would be overwritten"),
    (["-o", "../{}/good.txt"], "is one of the inputs"),
    (["-o", "link.txt"], "is one of the inputs"),
    (["-o", "a.json.gz"], "the output can't be packed: leave out .gz"),
    (["-o"], "requires an argument. See quoteminer extract --help."),
    (["--people", ""], "Invalid value for '--people': it is empty; give a name."),
])  # fmt: skip
def test_wrong_usage(good: Path, arguments: list[str], told: str, loaded: list[Tools]) -> None:  # noqa: F811
    Path("link.txt").symlink_to(good)
    for inputs in ([good], [good.parent], ["*.txt", "-"]):
        result = Result("extract", *inputs, *(one.format(good.parent.name) for one in arguments))
        assert result.status == 2
        assert result.out == ""
        assert loaded == []
        assert sorted(os.listdir()) == ["good.txt", "link.txt"]
        assert told in result.told
    assert good.read_text("utf-8") == GOOD


@pytest.mark.parametrize(("command", "option"), [
    *((f"{name} good.txt", "--output") for name in ("extract", "speakers", "report", "people", "statements")),
    ("check good.txt --against good.txt", "-o"),
    ("convert good.txt --to brat", "-o"),
    ("corpus good.txt", "--out"),
])  # fmt: skip
def test_an_output_without_a_name(good: Path, command: str, option: str) -> None:
    result = Result(*command.split(), option, "")
    assert (result.status, result.out, os.listdir()) == (2, "", ["good.txt"])
    assert "it is empty; give a name." in result.told


@pytest.mark.parametrize(("arguments", "suffix"), [
    ("report good.txt -o a.json", ".html"),
    ("evaluate good.txt --errors a.csv", ".html"),
    ("people good.txt -o a.json", ".csv"),
    ("statements good.txt -o a.xlsx", ".csv"),
])  # fmt: skip
def test_a_name_that_promises_another_format(good: Path, arguments: str, suffix: str) -> None:
    result = Result(*arguments.split())
    assert (result.status, result.out, os.listdir()) == (2, "", ["good.txt"])
    assert f"file; give a name that ends in {suffix}." in result.told


@pytest.mark.parametrize("arguments", [[], ["extract"], ["extrct", "a.txt"], ["report", "a.txt"]])
def test_usage_is_shown(arguments: list[str]) -> None:
    result = Result(*arguments)
    assert result.status == 2
    assert "Usage:" in result.out + result.err


def test_json(good: Path) -> None:
    """One article is a record, several are a list, also if some fail; JSON lines are always a
    record a line."""
    record = Result("extract", good, "--format", "json").json
    jsonschema.Draft202012Validator(record_schema()).validate(record)
    assert (record["id"], record["source"]) == ("good", str(good))
    for part in (
        part for quote in record["quotes"] for part in (quote, quote["cue"], quote["mention"])
    ):
        assert GOOD[part["start"] : part["end"]] == part["text"]
    ids = [one["id"] for one in Result("extract", good, good, "--format", "json").json]
    assert ids == ["good", "good"]
    assert len(Result("extract", good, "no", "--format", "json").json) == 1
    assert Result("extract", good, good, "--format", "jsonl", "-o", "-").ids == ["good", "good"]


@pytest.mark.parametrize(("options", "quotes"), [
    ([], [0, 1]),
    (["--acts", "all"], [0, 1, 2]),
    (["--acts", "thought"], [2]),
    (["--acts", "speech,thought", "--types", "all"], [0, 1, 2]),
    (["--types", "mixed, indirect"], []),
    (["--min-confidence", "0.85"], [0]),
])  # fmt: skip
def test_which_quotes(good: Path, options: list[str], quotes: list[int]) -> None:
    record = ArticleRecord.from_json(Result("extract", good, "--format", "json", *options).out)
    assert [quote.id for quote in record.quotes] == quotes
    assert sorted(id for speaker in record.speakers for id in speaker.quotes) == quotes
    tallied = Result("speakers", good, "--format", "json", *options).json
    assert sum(speaker["quotes"] for speaker in tallied["speakers"]) == len(quotes)
    html = Result("report", good, "-o", "-", *options).out
    assert len(re.findall(r'<td dir="auto">“[^<]*”</td></tr>', html)) == len(quotes)


def test_an_input_that_fails_does_not_stop_the_others(good: Path, tmp_path: Path) -> None:
    Path("empty").mkdir()
    Path("a.jsonl").write_text(
        '{"id": "a", "text": "One."}\nnonsense\n{"id": "b", "text": "\\ud800 Two."}\n', "utf-8"
    )
    result = Result("extract", "no.txt", "a.jsonl", good, "empty", "--format", "jsonl")
    assert (result.status, result.ids) == (1, ["a", "b", "good"])
    starts = (
        "no.txt: there is no such file. Check",
        "a.jsonl, line 2: is not JSON",
        "empty: the folder has no file",
    )
    lines = [line for line in result.err.splitlines() if "half characters" not in line]
    for line, start in zip(lines, starts, strict=True):
        assert line.startswith(f"quoteminer: {start}")


@pytest.mark.parametrize("format", ["table", "json", "jsonl"])
def test_if_nothing_can_be_read_nothing_is_written(
    good: Path,
    format: str,
    loaded: list[Tools],  # noqa: F811
) -> None:
    Path("a.txt").write_bytes(b" \n ")
    for options in ([], ["--output", "out"]):
        result = Result("extract", "a.txt", "--format", format, *options)
        assert (result.status, result.out, len(result.err.splitlines())) == (1, "", 1)
        assert result.err.startswith("quoteminer: a.txt: ")
    assert not Path("out").exists()
    assert loaded == []


@pytest.mark.parametrize("format", ["table", "json", "jsonl"])
def test_odd_articles(good: Path, format: str) -> None:
    good.write_text(("“No” \0" + " and on" * 60) * 10_000 + " “Na,” said Ana Pinto.", "utf-8")
    result = Result("extract", good, "--format", format)
    assert result.status == 0
    assert "“Na,”" in result.out
    (line,) = result.err.splitlines()
    assert line.startswith(
        f"quoteminer: {good}: The text holds 10000 NUL characters (at character "
    )


def test_an_older_encoding_is_noted(good: Path) -> None:
    good.write_bytes(GOOD.encode("cp1252"))
    result = Result("extract", good, "--format", "json")
    assert (result.status, result.json["warnings"][0]["code"]) == (0, "encoding")
    assert result.err.startswith(f"quoteminer: {good}: Read as cp1252")
    assert Result("extract", good, "--quiet").err == ""


ODD = {
    "a.txt": "â€œNo,â€\x9d said Ana Pinto. â€œNo.â€\x9d",
    "b.csv": "id,text\nx,No.\ny,cafÃ©\nz,cafÃ©\n",
    "c.txt": "“No,” said Ana Pinto.",
}
FIX = "from a wrong encoding: try --fix-encoding"
GARBLED = [
    f"a.txt: The text has 4 garbled characters (“â€œ”) {FIX} (at character 0).",
    f"b.csv: The text has 1 garbled character (“Ã©”) {FIX} (in y, at character 3, the first of 2).",
]
MENDED = "Garbled characters in 1 line were repaired. All positions are those of the repaired text"
REPAIRED = [f"a.txt: {MENDED}.", f"b.csv: {MENDED} (in y, the first of 2)."]


@pytest.mark.parametrize("command", [
    ("extract", "--format", "json"),
    pytest.param(("corpus", "--out", "run"), marks=pytest.mark.slow),
])  # fmt: skip
@pytest.mark.parametrize(("options", "lines"), [((), GARBLED), (("--fix-encoding",), REPAIRED)])
def test_what_was_odd_is_a_line_for_each_file(
    good: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
    options: tuple[str, ...],
    lines: list[str],
) -> None:
    monkeypatch.chdir(good.parent)
    for name, text in ODD.items():
        Path(name).write_text(text, "utf-8")
    result = Result(*command, *options, "--text-column", "text", "--id-column", "id", *ODD)
    assert result.status == 0
    assert result.err.splitlines()[:2] == [f"quoteminer: {line}" for line in lines]


@pytest.mark.parametrize(("name", "options", "start"), [
    ("a.json", [], "{"),
    ("a.txt", ["--format", "json"], "{"),
    ("a.json", ["--format", "table"], "Speaker"),
    ("a", [], "Speaker"),
    ("a.parquet", [], "PAR1"),
])  # fmt: skip
def test_an_output_file(good: Path, name: str, options: list[str], start: str) -> None:
    result = Result("extract", good, "--output", name, *options)
    assert (result.status, result.out, result.err) == (0, "", "")
    assert Path(name).read_bytes().startswith(start.encode())
    assert sorted(os.listdir()) == sorted({"good.txt", name})


@pytest.mark.parametrize("name", ["a.doc", "a.JSN"])
def test_an_unknown_ending_is_refused(good: Path, name: str) -> None:
    """Unless the format is asked for by its name."""
    result = Result("extract", good, "--output", name)
    assert (result.status, result.out, os.listdir()) == (2, "", ["good.txt"])
    message = f"{name[1:].lower()} is not a known suffix. Choose from .json, .jsonl, "
    assert message in result.told
    assert ".labelstudio.json" not in result.told, "--output takes it for .json"
    for format, start in (("table", "Speaker"), ("jsonl", "{")):
        assert Result("extract", good, "--output", name, "--format", format).status == 0
        assert Path(name).read_text("utf-8").startswith(start)


@pytest.mark.parametrize("output", ["no/out.json", "good.txt/out.json", "."])
def test_an_output_that_cannot_be_written(good: Path, output: str) -> None:
    result = Result("extract", good, "-o", output)
    assert result.status == 1
    assert result.out == ""
    assert os.listdir() == ["good.txt"]
    assert len(result.err.splitlines()) == 1
    assert result.err.startswith(f"quoteminer: {output}: can't be written: ")


class Watching(FakeMiner):
    """Notes how it was called; takes articles one by one, so that the second is read after the
    first record; breaks after ``most``."""

    def __init__(self, most: int = 99) -> None:
        super().__init__()
        self.most = most
        self.seen: list[object] = []

    def mine_articles(
        self, articles: Iterable[Article], *, ahead: bool = True
    ) -> Iterator[ArticleRecord]:
        self.seen.append(ahead)
        for article in articles:
            if self.most == 0:
                raise ModelError("The model broke. Get another.")
            self.most -= 1
            self.seen.append(article.id)
            yield from super().mine_articles([article])
            Path("b.txt").write_text("Two.")


def test_records_are_streamed(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is written after the first record is read; only standard input is not read
    ahead."""
    miner = Watching()
    monkeypatch.setattr("quoteminer.cli.mining.load_miner", lambda tools: miner)
    assert Result("extract", good, "b.txt").status == 0
    ids = Result("extract", good, "-", "--format", "jsonl", stdin=GOOD.encode()).ids
    assert ids == ["good", "stdin"]
    assert miner.seen == [True, "good", "b", False, "good", "stdin"]


def test_a_file_half_written_is_not_left(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quoteminer.cli.mining.load_miner", lambda tools: Watching(1))
    result = Result("extract", good, good, "--output", "out.jsonl", "--quiet")
    assert (result.status, result.err) == (1, "quoteminer: The model broke. Get another.\n")
    assert not Path("out.jsonl").exists()


def test_model_and_threads_are_passed_on(good: Path, loaded: list[Tools]) -> None:  # noqa: F811
    Result("extract", good, "--model", "m", "--threads", "3")
    Result("speakers", good)
    assert loaded == [Tools("m", 3), Tools(None, None)]


def test_progress_bars_for_several_files_on_a_terminal(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(
        "rich.progress.Progress.start",
        lambda self: shown.extend(one.description for one in self.tasks),
    )
    Result("extract", good, good)  # no terminal
    monkeypatch.setattr("quoteminer.cli.streams.shows_bars", lambda: True)
    Result("extract", good)
    Result("extract", good, good, "--quiet")
    assert shown == []
    Result("extract", good, good)
    assert {"0 articles", "1 article", "2 articles"} == set(shown)


def test_lines_of_progress_without_a_terminal(good: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "quoteminer")
    seconds = iter([0, 29, 30, 45, 61, 10_000])
    meter = Meter([good])
    meter.total = 1000
    with RunBar(meter, quiet=False, clock=lambda: next(seconds)) as bar:
        for done, meter._before in enumerate((100, 100, 200, 300, 400, 101)):
            bar.show(RunTotals(items=10 + done, quotes=2, failed=1, words=600 * done))
    counts = "articles · 2 quotes · 1 failed"
    assert caplog.messages == [
        f"12 {counts} · 40 words/s · 4 min left",
        f"14 {counts} · 39 words/s · 2 min left",
        f"15 {counts} · 0 words/s · 2,497:13 h left",
    ]
    caplog.clear()
    for meter, quiet in ((None, False), (Meter([good]), True)):
        with RunBar(meter, quiet=quiet, clock=itertools.count(step=100).__next__) as bar:
            bar.show(RunTotals())
            bar.show(RunTotals())
    assert caplog.messages == []


@pytest.mark.parametrize(("before", "after", "told"), [
    ([], [], "warning error"),
    ([], ["--log-level", "error"], "error"),
    (["--log-level", "error"], [], "error"),
    (["--log-level", "error"], ["--log-level", "debug"], "debug warning error"),
])  # fmt: skip
def test_the_level_of_the_log(
    good: Path, monkeypatch: pytest.MonkeyPatch, before: list[str], after: list[str], told: str
) -> None:
    class Telling(FakeMiner):
        def mine_articles(
            self, articles: Iterable[Article], *, ahead: bool = True
        ) -> Iterator[ArticleRecord]:
            for level in (logging.DEBUG, logging.WARNING, logging.ERROR):
                logging.getLogger("quoteminer.test").log(level, "it is \x1b%d", level)
            return super().mine_articles(articles)

    monkeypatch.setattr("quoteminer.cli.mining.load_miner", lambda tools: Telling())
    result = Result(*before, "extract", good, *after)
    lines = re.findall(r"^\S+ \S+ ([A-Z]+) quoteminer\.test: it is \S*\d+$", result.err, flags=re.M)
    assert (result.status, " ".join(lines).lower()) == (0, told)
    assert "\x1b" not in result.err
    assert Result("extract", good, "--log-level", "loud").status == 2


def test_a_table_of_articles_and_their_columns(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Columns are chosen or guessed, with a note; repeated in the titles of several articles; too
    long is an error."""
    table = good.with_name("news.csv")
    table.write_bytes(csv_of(ROWS))
    chosen = ("--text-column", "lead", "--id-column", "key")
    monkeypatch.setenv("COLUMNS", "300")
    lines = Result("extract", table, good, *chosen).out.splitlines()
    titles = [line for line in lines if str(good.parent) in line]
    assert titles == [f"{table} (x)", f"{table} (y)", str(good)]
    result = Result("extract", table, "--format", "jsonl")
    assert (result.status, len(result.lines)) == (0, 2)
    note = f"{table}: texts are in 'body', ids in 'key'; --text-column and --id-column take others."
    assert result.err == f"quoteminer: {note}\n"
    result = Result("extract", table, "--text-column", "texts")
    assert (result.status, result.out) == (1, "")
    assert f"{table}: there is no column 'texts' (there are: key, lead, body). Check" in result.err
    result = Result("extract", table, *chosen, "--max-chars", "42", "-q", "--format", "jsonl")
    assert (result.status, result.ids) == (1, ["x"])
    assert "line 3: the article has 84 characters, more than the 42 that are allowed." in result.err


def test_speakers(good: Path) -> None:
    result = Result("speakers", good)
    assert (result.status, result.err) == (0, "")
    assert (
        result.words
        == "Speaker Role Affiliation Also called Quotes Share of words Kofi Berg 1 66.7 % Ana Pinto"
        " 1 33.3 % "
        "2 speakers of 2 quotes (3 words) People by pronouns: unknown 2 (100.0 %)."
        " Their words: unknown 100.0 %."
    )
    guessed = Result("speakers", good, "--guess-gender").words
    assert "Kofi Berg he (guess)" in guessed
    assert "People by pronouns: she 1 (50.0 %; 1 guessed), he 1 (50.0 %; 1 guessed)." in guessed
    assert "4 speakers of 4 quotes (6 words) in 2 articles" in Result("speakers", good, good).words
    facts = {
        "kind": "person", "role": None, "affiliation": None, "aliases": [], "known": None,
        "share": 50.0, "pronouns": None, "pronouns_guessed": False,
    }  # fmt: skip
    unknown = {"pronouns": None, "people": 2, "guessed": 0, "words": 4}
    assert Result("speakers", good, "--format", "json", "--acts", "all").json == {
        "id": "good",
        "source": str(good),
        "words": 4,
        "speakers": [
            {"id": 0, "name": "Ana Pinto", "quotes": 2, "words": 2, **facts},
            {"id": 1, "name": "Kofi Berg", "quotes": 1, "words": 2, **facts},
        ],
        "unresolved": {"quotes": 0, "words": 0, "share": None},
        "by_pronouns": [{**unknown, "percent_of_people": 100.0, "percent_of_words": 100.0}],
    }
    assert Result("speakers", good, "no.txt", "-o", "out.jsonl").status == 1
    assert len(Path("out.jsonl").read_text("utf-8").splitlines()) == 1
    assert Result("speakers", good, "-o", good).status == 2


def test_a_report(good: Path) -> None:
    for name in ("a.html", "b.html"):
        result = Result("report", good, good, "-o", name, "-q", "--title", "A & B")
        assert (result.status, result.out, result.err) == (0, "", "")
    html = Path("a.html").read_text("utf-8")
    assert html.startswith("<!DOCTYPE html>")
    assert html.endswith("</html>\n")
    assert html.count("<title>A &amp; B</title>") == 1
    assert html.count('<td dir="auto">“Never [sic],”</td>') == 2
    assert Path("a.html").read_bytes() == Path("b.html").read_bytes()
    assert Result("report", good, "no.txt", "-o", "c.html").status == 1
    assert Path("c.html").exists()
    assert Result("report", "no.txt", "-o", "d.html").status == 1
    assert not Path("d.html").exists()
    assert Result("report", good, "-o", good).status == 2


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(
        'key,name,role\n[p1],"Pinto, Ana",captain\np2,Kofi Berg,\np3,Kofi Berg,\n', "utf-8"
    )
    return path


def test_speakers_are_looked_up(good: Path, people: Path, loaded: list[Tools]) -> None:  # noqa: F811
    for command in ("extract", "speakers"):
        value = Result(command, good, "--people", people, "--format", "json").json
        known = {one["name"]: one["known"] for one in value["speakers"]}
        berg = known["Kofi Berg"]
        row = {"key": "[p1]", "name": "Pinto, Ana", "score": 100.0, "columns": {"role": "captain"}}
        assert known["Ana Pinto"] == {"status": "linked", **row, "candidates": [], "fitting": 1}
        assert (berg["status"], berg["key"]) == ("ambiguous", None)
        assert [row["key"] for row in berg["candidates"]] == ["p2", "p3"]
        shown = Result(command, good, "--people", people).words
        assert "Speaker In list" in shown
        assert "Ana Pinto [p1]" in shown
    assert '"key": "[p1]"' in Result("report", good, "-o", "-", "--people", people).out
    assert set(loaded) == {Tools(None, None, people)}
    assert Result("extract", good, "--people", people, "--output", people).status == 2
    assert people.read_text("utf-8").startswith("key,name")


def test_version_and_info(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Result("--version").out == f"quoteminer {quoteminer.__version__}\n"
    result = Result("info", "--model", tmp_path / "no")
    assert result.status == 1
    assert result.out.startswith(f"quoteminer  {quoteminer.__version__}")
    assert result.err.startswith("quoteminer: There is no model directory at")
    found = load.ModelInfo("en_news", "9.9", tmp_path, "ab" * 32)
    monkeypatch.setattr("quoteminer.network.find_model.find_model", lambda model=None: tmp_path)
    monkeypatch.setattr(load, "read_info", lambda folder: found)
    python = f"Python {sys.version_info.major}.{sys.version_info.minor}"
    words = Result("info").words
    assert python in words
    assert words.endswith(f"model en_news 9.9 found in {tmp_path} sha256 {'ab' * 32}")


def test_an_interruption_while_another_is_handled(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(prog_name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("quoteminer.cli.app.app", interrupted)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130


def test_transcripts_are_told_in_a_line_for_each_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quoteminer.cli.summary.MOST_FILES", 2)
    turn = (
        "ANA SILVA: We open in May.\n\nBO LIND: When in May?\n\nANA SILVA: The ninth, I think.\n\n"
    )
    for number in range(3):
        (tmp_path / f"talk{number}.txt").write_text(turn, "utf-8")
    (tmp_path / "news.txt").write_text(FERRY, "utf-8")
    result = Result("extract", tmp_path, "--format", "jsonl")
    told = [line for line in result.err.splitlines() if "transcript" in line]
    assert told[0] == f"quoteminer: {tmp_path / 'talk0.txt'}: a transcript, 2 speakers, 3 turns"
    assert (len(told), told[-1]) == (3, "quoteminer: 1 more transcript.")
    assert "transcript" not in Result("extract", tmp_path / "talk0.txt", "--quiet").err


def test_standard_error_may_be_closed_or_full(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    for stream in (None, Full()):
        monkeypatch.setattr("sys.stderr", stream)
        complain("No.")
        assert not shows_bars()


def test_an_error_of_the_system_is_told_in_one_line(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the name of its file, not that of standard output."""
    result = Result("extract", good, "-o", "x" * 300)
    assert result.status == 1
    assert len(result.err.splitlines()) == 1
    assert "x" * 300 in result.err

    def load(tools: Tools) -> FakeMiner:
        raise PermissionError(errno.EACCES, "Permission denied", "model/meta.json")

    monkeypatch.setattr("quoteminer.cli.mining.load_miner", load)
    result = Result("extract", good)
    told = "model/meta.json: Permission denied. Check its name and its permissions."
    assert (result.status, result.err) == (1, f"quoteminer: {told}\n")


def test_a_current_folder_that_was_deleted(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> str:
        raise FileNotFoundError

    monkeypatch.setattr("os.getcwd", gone)
    assert (
        no_such_file()
        == "there is no such file. Check the name and the folder (which can't be read)."
    )


def test_names_and_words_of_others_do_not_control_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In errors and notes; views have tests of their own."""
    complain("\x1b[31mred\x9b2J\x07.txt: the server answers 404 \x1b]0;title\x07\u202e\r\nNo")
    assert (
        capsys.readouterr().err
        == "quoteminer: \ufffd[31mred\ufffd2J\ufffd.txt: the server answers 404"
        " \ufffd]0;title\ufffd\ufffd\\nNo\n"
    )
    assert "\x1b" not in Result("extract", "\x1b[31mgone.txt").err
