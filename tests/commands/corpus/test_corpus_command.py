"""``quoteminer corpus`` with workers that need no network; as a process where it is killed or gets
a signal."""

import json
import math
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from fake_corpus import QUOTE, NoPool, ToldPool, articles
from typer.testing import CliRunner

from quoteminer.cli.app import app

FAKE = Path(__file__).resolve().parents[2] / "support" / "fake_corpus.py"
COMMAND = [sys.executable, str(FAKE), "corpus"]
NO_KILL = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")


def run(*arguments: object, status: int = 0, stdin: str = "", pool: object = NoPool) -> str:
    """Run the command in this process; returns what it wrote to standard error."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("quoteminer.commands.corpus.run.Pool", pool)
        patch.setattr("quoteminer.cli.streams.LOG_SECONDS", math.inf)  # on a busy machine
        done = CliRunner().invoke(app, ["corpus", *map(str, arguments)], input=stdin)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == status, done.stderr
    assert done.stdout == ""
    return str(done.stderr)


def files(folder: Path) -> dict[str, object]:
    """Return what is in the files below a folder; of the file of a run, what SQLite finds."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {
        str(path.relative_to(folder)): (content if path.suffix == ".sqlite" else Path.read_bytes)(
            path
        )
        for path in paths
    }


def content(run_file: Path) -> list[str]:
    with closing(sqlite3.connect(run_file)) as database:
        return list(database.iterdump())


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def ids(path: Path) -> list[str]:
    return [row["id"] for row in rows_of(path)]


def test_a_folder_gets_the_run_and_its_result(tmp_path: Path) -> None:
    out = tmp_path / "out"
    told = run(articles(tmp_path, 250), "--out", out, "--workers", 2, pool=ToldPool)
    totals = "250 quotes of 250 articles (2,500 words)"
    assert told == f"quoteminer: {totals}: {out / 'quotes.jsonl'}\n"
    assert ids(out / "quotes.jsonl") == [f"a{number}" for number in range(250)]
    assert sorted(files(out)) == ["quotes.jsonl", "run.sqlite"]


def test_a_file_is_all_that_stays(tmp_path: Path) -> None:
    source, notes = articles(tmp_path, 5), tmp_path / "notes.md"
    for _ in range(2):
        run(source, "--out", tmp_path / "out.json", "--quiet")
        assert len(json.loads((tmp_path / "out.json").read_text("utf-8"))) == 5
        assert sorted(path.name for path in tmp_path.iterdir()) == ["articles.jsonl", "out.json"]
    mistyped = tmp_path / "out.jsno"
    told = run(source, "--out", mistyped, status=1)
    assert f"{mistyped}: no format has the suffix .jsno. Give one of .json, .jsonl, .ndjson" in told
    assert not mistyped.exists()
    mistyped.mkdir()
    run(source, "--out", mistyped, "--quiet")
    assert len(ids(mistyped / "quotes.jsonl")) == 5
    notes.write_text("mine")  # a file of an unknown format is replaced if a format is given
    run(source, "--out", notes, "--format", "jsonl")
    assert len(ids(notes)) == 5


def test_failures_are_listed_and_cost_nothing_else(tmp_path: Path) -> None:
    source, bad, empty = articles(tmp_path, 3), tmp_path / "bad.jsonl", tmp_path / "empty.txt"
    empty.touch()
    bad.write_text('{"id": "x", "text": "RAISE value"}\n[]\n{"id": "y", "text": "DIE"}\n')
    for out, errors in (("out", "out/errors.jsonl"), ("out.jsonl", "out.jsonl.errors.jsonl")):
        told = run(source, bad, empty, source, "--out", tmp_path / out, status=1, pool=ToldPool)
        assert "6 quotes of 6 articles" in told
        assert f"4 articles failed; see {tmp_path / errors}" in told
        assert told.count("WARNING quoteminer.corpus: a worker process died (exit code 9)") == 2
        rows = rows_of(tmp_path / errors)
        assert [(row["index"], row["id"], row["stage"], row["error"]) for row in rows] == [
            (3, "x", "mine", "ValueError"), (4, None, "read", "InputError"),
            (5, "y", "mine", "WorkerError"), (6, None, "read", "InputError"),
        ]  # fmt: skip
        assert [str(bad) in row["reason"] for row in rows] == [True, True, True, False]


@pytest.mark.slow
@NO_KILL
def test_a_run_killed_five_times_leaves_what_one_run_leaves(tmp_path: Path) -> None:
    source = articles(tmp_path, 800, "SLEEP 0.002 " + QUOTE)
    command = [*COMMAND, source, "--out", tmp_path / "torn", "--workers", "2", "-q"]
    chance = random.Random(5)
    for _ in range(5):
        with suppress(subprocess.TimeoutExpired):  # it is killed then
            subprocess.run(command, timeout=0.8 + chance.random(), check=False)
    run(source, "--out", tmp_path / "torn", "--workers", 1)
    run(source, "--out", tmp_path / "whole", "--workers", 2)
    assert files(tmp_path / "torn") == files(tmp_path / "whole")
    assert ids(tmp_path / "torn" / "quotes.jsonl") == [f"a{number}" for number in range(800)]


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
@pytest.mark.parametrize(
    "number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)]
)
def test_a_signal_ends_it_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    source, out = articles(tmp_path, 200, "SLEEP 0.02 " + QUOTE), tmp_path / "out"
    process = subprocess.Popen(
        [*COMMAND, source, "--out", out, "--workers", "2"],
        stderr=subprocess.PIPE, text=True, env={**os.environ, "SLEEP_TIMES": "4"},
    )  # fmt: skip
    _wait_for(out / "run.sqlite", 80_000)  # bytes: the first hundred are committed
    time.sleep(0.3)
    process.send_signal(number)
    _, err = process.communicate(timeout=120)
    told = re.search(r"stopped; (\d+) articles are done and saved. Run the same ", err)
    assert (process.returncode, (out / "quotes.jsonl").exists()) == (128 + number, False)
    assert told
    assert 100 < int(told[1]) < 200
    rows = [line for line in content(out / "run.sqlite") if 'INSERT INTO "articles"' in line]
    assert len(rows) == int(told[1])
    run(source, "--out", out)
    run(source, "--out", tmp_path / "whole")
    whole = tmp_path / "whole" / "quotes.jsonl"
    assert (out / "quotes.jsonl").read_bytes() == whole.read_bytes()


def _wait_for(path: Path, size: int) -> None:
    until = time.monotonic() + 120
    while not path.exists() or path.stat().st_size < size:
        assert time.monotonic() < until
        time.sleep(0.02)


def test_two_at_once_are_refused(tmp_path: Path) -> None:
    source = articles(tmp_path, 300, "SLEEP 0.02 " + QUOTE)
    out = tmp_path / "out"
    with subprocess.Popen([*COMMAND, source, "--out", out, "--workers", "1", "-q"]) as process:
        try:
            _wait_for(out / "run.sqlite", 10_000)  # bytes: it has tables
            assert "another process uses this run" in run(source, "--out", out, status=1)
            reader = CliRunner().invoke(app, ["people", str(out)])
            assert reader.exit_code == 1
            assert "another process uses this run. Wait" in reader.stderr
        finally:
            process.kill()


def test_other_settings_are_refused_other_formats_and_repeated_ids_are_not(tmp_path: Path) -> None:
    source = articles(tmp_path, 5)
    told = run(source, source, "--out", tmp_path / "twice")
    assert f"5 articles repeat an earlier id (first: 'a0' in {source})" in told
    assert "have the ids" not in run(source, "--out", tmp_path / "out")
    told = run(source, "--out", tmp_path / "out", "--acts", "all", status=1)
    assert 'started with other settings (acts was ["speech"], is "all")' in told
    told = run(source, "--out", tmp_path / "out", "--format", "brat", status=1)
    assert "with_text was false, is true). Give the same to resume it (brat and labelstudio" in told
    run(source, "--out", tmp_path / "out", "--format", "json")
    assert len(json.loads((tmp_path / "out" / "quotes.json").read_text("utf-8"))) == 5


def test_standard_input(tmp_path: Path) -> None:
    content = articles(tmp_path, 7).read_text()
    for _ in range(2):
        run("-", "--out", tmp_path / "out", stdin=content)
    told = run("-", "--out", tmp_path / "out", stdin=content[9:], status=1)
    assert "started with other input" in told
    assert len(ids(tmp_path / "out" / "quotes.jsonl")) == 7


@pytest.mark.parametrize(("arguments", "status", "told"), [
    ("--out {out} --format table", 2, "the result of a run is for programs"),
    ("--out -", 2, "this can't be written to standard output"),
    ("--out {in}", 2, "is one of the inputs and would be overwritten"),
    ("--out {out}.json.gz", 2, "the output can't be packed: leave out .gz, and pack the file afterwards."),
    ("--out {full}", 1, "has files in it that are not a run of quoteminer (notes.md). Give a new folder."),
    ("--out {notes}", 1, "notes.md: is a file of an unknown format."),
    ("--out {notes} --format brat", 1, "there is a file of that name. Give another name."),
    ("--out {out}/deep/er", 1, "there is no such folder. Make it first."),
    ("--out {out} --engine ray --format csv", 2, "--engine ray writes parquet"),
    ("--out {out}.parquet --engine ray", 2, "give a folder"),
    ("--out {out} --engine ray --retry", 2, "only --engine local tries failed articles again"),
    ("--out {out} --ray-address auto", 2, "only --engine ray has a cluster"),
    ("", 2, "Missing option '--out'"),
])  # fmt: skip
def test_wrong_usage(tmp_path: Path, arguments: str, status: int, told: str) -> None:
    source, full = articles(tmp_path, 2), tmp_path / "full"
    full.mkdir()
    (full / "notes.md").write_text("mine")
    places = {"in": source, "out": tmp_path / "out", "full": full, "notes": full / "notes.md"}
    written = run(source, *arguments.format(**places).split(), status=status)
    assert told in " ".join(written.replace("│", " ").split())
    assert (full / "notes.md").read_text() == "mine"


@pytest.mark.parametrize(("name", "told"), [
    ("gone.jsonl", "gone.jsonl: there is no such file. Check the name and the folder"),
    ("gone/*.txt", "gone/*.txt: matches no file. Check the name and the folder"),
    ("nothing", "nothing: the folder has no file with articles."),
    ("ftp://example.org/a", "ftp://example.org/a: is an address of ftp, and only http and https are fetched."),
])  # fmt: skip
def test_a_mistyped_input_leaves_no_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    articles(tmp_path, 2)
    (tmp_path / "nothing").mkdir()
    before = sorted(tmp_path.iterdir())
    for out in ("out", "out.csv"):
        assert run("articles.jsonl", name, "--out", out, status=1).startswith(f"quoteminer: {told}")
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("name", ["photo.png", "photo.txt"])
def test_a_file_that_is_no_text_fails_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    told = run(tmp_path / name, articles(tmp_path, 2), "--out", tmp_path / "out", status=1)
    assert "2 quotes of 2 articles" in told
    (row,) = rows_of(tmp_path / "out" / "errors.jsonl")
    assert row["reason"].startswith(f"{tmp_path / name}: is a PNG image")


def test_a_file_of_an_unknown_suffix_may_have_articles(tmp_path: Path) -> None:
    articles(tmp_path, 2).rename(tmp_path / "news.data")
    (tmp_path / "rows.dat").write_text("a,b\n1,Two.\n")
    run(tmp_path / "news.data", "--out", tmp_path / "out")
    run(tmp_path / "rows.dat", "--out", tmp_path / "rows", "--text-column", "b")


def test_the_output_may_be_in_the_folder_that_is_read(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"a{number}.txt").write_text(QUOTE.format(number), "utf-8")
    (tmp_path / "sub").mkdir()
    for out in ("run", "sub/run"):
        for _ in range(2):
            assert "3 quotes of 3 articles" in run(tmp_path, "--out", tmp_path / out)
        shutil.rmtree(tmp_path / out)
    for _ in range(2):  # the run and the errors beside the file
        (tmp_path / "res.jsonl.run").touch()
        (tmp_path / "res.jsonl.errors.jsonl").write_text("{}\n")
        assert "3 quotes of 3 articles" in run(tmp_path / "*", "--out", tmp_path / "res.jsonl")
        (tmp_path / "res.jsonl").unlink()


def test_results_of_other_runs_are_no_articles(tmp_path: Path) -> None:
    for name in ("one.jsonl", "two.json"):
        run(articles(tmp_path, 3), "--out", tmp_path / name, "--quiet")
    first, second = run(tmp_path, "--out", tmp_path / "out", "--workers", 1).splitlines()
    assert f"{tmp_path}: skipped 2 of the files: they have quoteminer's records" in first
    assert second.startswith("quoteminer: 3 quotes of 3 articles")


def test_articles_in_other_languages_are_skipped(tmp_path: Path) -> None:
    german = (
        "Die Bürgermeisterin sagte am Montag, dass die neue Brücke noch in diesem Jahr gebaut wird,"
        " weil das Geld dafür schon vorhanden ist und die alte nicht mehr lange halten kann. "
    ) * 2
    source = articles(tmp_path, 2)
    with source.open("a") as stream:
        stream.write(json.dumps({"id": "german", "text": german}))
    told = run(source, "--out", tmp_path / "out", status=1)
    assert f"1 article failed; see {tmp_path / 'out' / 'errors.jsonl'}" in told
    (row,) = rows_of(tmp_path / "out" / "errors.jsonl")
    assert (row["index"], row["id"], row["error"]) == (2, "german", "not-english")
    assert "Give --any-language to read it" in row["reason"]
    assert ids(tmp_path / "out" / "quotes.jsonl") == ["a0", "a1"]
    run(source, "--out", tmp_path / "any", "--any-language")
    assert ids(tmp_path / "any" / "quotes.jsonl") == ["a0", "a1", "german"]


def test_an_earlier_folder_of_results_is_renamed(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"  # a folder all the same, since brat has many files
    run(articles(tmp_path, 3), "--out", out, "--format", "brat")
    (out / "brat" / "a0.ann").write_text("by hand")
    for count in (4, 5):
        run(articles(tmp_path, count), "--out", out, "--format", "brat")
    assert (out / "brat.1" / "a0.ann").read_text() == "by hand"
    counts = {name: len(list((out / name).glob("*.ann"))) for name in ("brat", "brat.1", "brat.2")}
    assert counts == {"brat": 5, "brat.1": 3, "brat.2": 4}


def test_retry(tmp_path: Path) -> None:
    """A file that was mended, with fewer or more articles than errors; an article whose workers
    were killed; and what fails again."""
    names = ("a.jsonl", "b.jsonl", "c.jsonl", "d.jsonl", "e.txt")
    sources, out = [tmp_path / name for name in names], tmp_path / "out"
    for source in sources:
        source.write_text(f'{{"id": "{source.stem}", "text": "{QUOTE}"}}\n', "utf-8")
    died = tmp_path / "died"
    sources[1].write_text("[]\n[]\n", "utf-8")
    lines = f'{{"id": "c", "text": "DIE ONCE {died}"}}\n[]\n{{"id": "c2", "text": "{QUOTE}"}}\n'
    sources[2].write_text(lines, "utf-8")
    sources[4].write_bytes(b"")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("quoteminer.commands.corpus.pool.MAX_TRIES", 1)
        assert "5 articles failed" in run(*sources, "--out", out, status=1, pool=ToldPool)
    assert "5 articles failed" in run(*sources, "--out", out, status=1)  # not tried again
    assert "c" not in ids(out / "quotes.jsonl")
    assert "2 articles failed" in run(*sources[3:], sources[4], "--out", tmp_path / "two", status=1)

    told = run(*sources, "--out", out, "--retry", status=1)
    assert "4 articles failed" in told
    assert ids(out / "quotes.jsonl") == ["a", "c", "c2", "d"]
    lines = "".join(f'{{"id": "b{number}", "text": "{QUOTE}"}}\n' for number in range(3))
    sources[1].write_text(lines, "utf-8")
    told = run(*sources, "--out", out, status=1)
    assert "other input: article 2 differs. Give the same" in told
    assert told.endswith("It failed before: give --retry if it was mended.\n")
    assert "2 articles failed" in run(*sources, "--out", out, "--retry", status=1)
    assert ids(out / "quotes.jsonl") == ["a", "b0", "b1", "b2", "c", "c2", "d"]
    assert [row["index"] for row in rows_of(out / "errors.jsonl")] == [5, 8]
    sources[4].write_text(QUOTE, "utf-8")
    new = articles(tmp_path, 2)
    run(*sources, new, "--out", out, "--retry", status=1)
    run(*sources, new, "--out", tmp_path / "whole", status=1)
    for name in ("quotes.jsonl", "errors.jsonl"):
        assert (out / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    run(*sources, new, "--out", out, status=1)
    sources[3].write_text("{}", "utf-8")
    assert "article 8 differs" in run(*sources, new, "--out", out, "--retry", status=1)


@pytest.mark.slow
@NO_KILL
@pytest.mark.parametrize("case", [
    "write jsonl out", "write brat out", "write jsonl out.json",
    "finish jsonl out", "finish jsonl out.json", "unlink jsonl out.json",
])  # fmt: skip
def test_killed_while_the_result_is_written(tmp_path: Path, case: str) -> None:
    place, format, name = case.split()
    source, whole, torn = articles(tmp_path, 3), tmp_path / "whole", tmp_path / "torn"
    for folder in (whole, torn):
        folder.mkdir()
    run(source, "--out", whole / name, "--format", format)
    options = [*COMMAND[1:], source, "--out", torn / name, "--format", format]
    killed = map(str, [sys.executable, "-c", KILLED, place, *options])
    done = subprocess.run(killed, timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL
    assert bool([*torn.rglob("*.part")]) == (place == "write")
    run(source, "--out", torn / name, "--format", format)
    assert files(torn) == files(whole)


KILLED = """
import os, runpy, signal, sys
from pathlib import Path
from quoteminer.output.run.run_file import RunFile
from quoteminer.output import annotation, json
kill = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[1] == "write":
    json.JsonLinesWriter.write = annotation.BratWriter.write = kill
elif sys.argv[1] == "finish":
    RunFile.finish = kill
else:  # the run in a temporary file, which is finished
    unlink = Path.unlink
    Path.unlink = lambda path, **options: kill() if path.suffix == ".run" else unlink(path, **options)
if __name__ == "__main__":
    del sys.argv[:2]
    sys.path.insert(0, os.path.dirname(sys.argv[0]))
    runpy.run_path(sys.argv[0], run_name="__main__")
"""
