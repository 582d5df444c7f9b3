"""The pool of workers (order, death, failure, stopping), and records of a run or a file, read one
by one."""

import gzip
import json
import os
import signal
import sqlite3
import zlib
from contextlib import closing
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest
from across import articles_of, run_in
from fake_corpus import QUOTE, ToldPool, dies_at_once, dies_once
from table_records import written

from quoteminer.commands.corpus.pool import READ_AHEAD, Pool
from quoteminer.commands.corpus.worker import Settings
from quoteminer.errors import ConfigError, InputError, PeopleFileError, RunError, WorkerError
from quoteminer.inputs import Input
from quoteminer.output.run.outcomes import Failed, Item, Mined, Outcome
from quoteminer.output.run.read_records import read_records


def inputs(*texts: str) -> list[Item]:
    return [Input(text, str(number), "a.jsonl") for number, text in enumerate(texts)]


def mine(items: list[Item], workers: int = 2) -> list[Outcome]:
    with ToldPool(workers, Settings()) as pool:
        pairs = list(pool.outcomes(items))
    assert [item for item, _ in pairs] == items
    return [outcome for _, outcome in pairs]


def pids_of_workers() -> set[int]:
    return {child.pid for child in active_children() if child.pid}


@pytest.mark.parametrize("workers", [1, 3])
def test_outcomes_come_in_order(workers: int) -> None:
    bad = Failed("read", "InputError", "b.txt: is empty.", "b.txt")
    texts = (f"SLEEP {0 if n % 4 else 0.05} " + QUOTE.format(n) for n in range(30))
    first, *outcomes, last = mine([bad, *inputs(*texts), bad], workers)
    assert first is last is bad
    for number, outcome in enumerate(outcomes):
        assert isinstance(outcome, Mined)
        assert f"day {number}," in json.loads(outcome.line)["quotes"][0]["text"]
        assert (outcome.quotes, outcome.words) == (1, 12)


def test_large_articles_and_none() -> None:
    text = QUOTE.format(1) + " the word" * 150_000
    outcomes = mine(inputs(*[text] * 6))
    assert [isinstance(one, Mined) and one.words for one in outcomes] == [300_010] * 6
    assert mine([]) == []


@pytest.mark.parametrize(("text", "error", "reason"), [
    ("DIE", "WorkerError", "a.jsonl (1): 2 worker processes died on it (exit code 9)."),
    ("RAISE memory", "MemoryError", "a.jsonl (1): there is not enough memory for it. Split it."),
    ("RAISE value", "ValueError", "a.jsonl (1): ValueError: as told. This is a fault of quoteminer: report it"),
])  # fmt: skip
def test_an_article_costs_no_other(tmp_path: Path, text: str, error: str, reason: str) -> None:
    texts = [QUOTE, text, f"DIE ONCE {tmp_path / 'x'}", *[QUOTE] * 4, "DIE"]
    outcomes: list[Any] = mine(inputs(*texts))
    assert [type(one) for one in outcomes] == [Mined, Failed, *[Mined] * 5, Failed]
    outcome = outcomes[1]
    place = (outcome.stage, outcome.error, outcome.source, outcome.id)
    assert place == ("mine", error, "a.jsonl", "1")
    assert outcome.reason.startswith(reason)


def test_a_worker_killed_from_outside_is_replaced() -> None:
    with ToldPool(2, Settings()) as pool:
        stream = pool.outcomes(inputs(*[f"SLEEP 0.05 {QUOTE}"] * 40))
        first = next(stream)
        killed = min(pids_of_workers())
        os.kill(killed, getattr(signal, "SIGKILL", signal.SIGTERM))
        assert [type(outcome) for _, outcome in (first, *stream)] == [Mined] * 40
        pids = pids_of_workers()
        assert len(pids) == 2
        assert killed not in pids


def test_the_stream_is_not_read_far_ahead() -> None:
    stream = iter(inputs("SLEEP 0.2 slow", *[QUOTE] * 200))
    with ToldPool(2, Settings()) as pool:
        next(pool.outcomes(stream))
    assert 201 - len(list(stream)) <= 2 * READ_AHEAD + 1


def test_stopping_does_not_wait_for_articles_in_work() -> None:
    outcomes = list[Any]()
    with ToldPool(2, Settings()) as pool:
        asleep = inputs(QUOTE, *["SLEEP 3600 x"] * 4)
        for pair in pool.outcomes(asleep, should_stop=lambda: bool(outcomes)):
            outcomes.append(pair)
    assert len(outcomes) == 1
    assert not pids_of_workers()


def test_workers_that_die_before_they_are_ready(tmp_path: Path) -> None:
    early = pytest.raises(WorkerError, match="exit code 3")
    with Pool(1, Settings(), serve=dies_at_once) as pool, early:
        list(pool.outcomes(inputs(QUOTE)))
    # as on Windows, where Ctrl-C ends workers that are not ready
    answers = iter([False, True, True])
    with Pool(1, Settings(), serve=dies_at_once) as pool:
        assert list(pool.outcomes(inputs(QUOTE), should_stop=lambda: next(answers))) == []
    with Pool(1, Settings(tmp_path / "note"), serve=dies_once) as pool:
        assert all(isinstance(outcome, Mined) for _, outcome in pool.outcomes(inputs(*[QUOTE] * 3)))
    assert (tmp_path / "note").exists()


def test_what_prevents_all_work_is_raised(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("no name\n")
    settings = Settings(people=tmp_path / "people.csv")
    with ToldPool(1, settings) as pool, pytest.raises(PeopleFileError):
        list(pool.outcomes(inputs(QUOTE)))
    with pytest.raises(ConfigError, match="workers is 0"):
        Pool(0, settings)


def test_workers_end_if_one_cannot_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    pool, started = ToldPool(3, Settings()), []
    start = pool._start

    def failing() -> Any:
        if len(started) == 2:
            raise OSError("no more processes")
        started.append(start())
        return started[-1]

    monkeypatch.setattr(pool, "_start", failing)
    with pytest.raises(OSError, match="no more processes"), pool:
        pass
    assert [worker.process.is_alive() for worker in started] == [False, False]


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="no signal can be blocked")
def test_ctrl_c_reaches_no_starting_worker() -> None:
    """A terminal sends it to every process, even before one ignores it."""
    with ToldPool(3, Settings()) as pool:
        for pid in pids_of_workers():
            os.kill(pid, signal.SIGINT)
            os.kill(pid, signal.SIGTERM)
        assert all(isinstance(outcome, Mined) for _, outcome in pool.outcomes(inputs(QUOTE, QUOTE)))
    assert not signal.pthread_sigmask(signal.SIG_BLOCK, ()) & {signal.SIGINT, signal.SIGTERM}


RECORDS = articles_of(
    [("Tova Lind", "mayor", "Hull"), ("Boyd “Bo” Harrow",), ("李东生",), ('B]{, \\ " \n. Ames',)]
)
NOT_FINISHED = (
    "the run is not finished. Run the same quoteminer corpus command once more: it resumes."
)


def refusal(path: Path) -> str:
    with pytest.raises((InputError, RunError)) as caught:
        list(read_records(path))
    assert "\n" not in str(caught.value)
    return str(caught.value).replace(str(path), "OUT").replace(os.sep, "/")


@pytest.mark.parametrize("count", [0, 1, 4])
@pytest.mark.parametrize("name", ["out.jsonl", "out.json", "out.json.gz", "out.parquet"])
def test_files(tmp_path: Path, name: str, count: int) -> None:
    format = name.split(".")[1]
    path = written(format, tmp_path / "written", RECORDS[:count]).rename(tmp_path / name)
    if name.endswith(".gz"):
        path.write_bytes(gzip.compress(path.read_bytes()))
    assert list(read_records(str(path))) == RECORDS[:count]


def test_records_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text(RECORDS[0].to_json() + "\n" + "nothing\n", encoding="utf-8")
    records = read_records(path)
    assert next(records) == RECORDS[0]
    with pytest.raises(InputError, match="line 2: This is not QuoteMiner output: it is not JSON"):
        next(records)


def test_runs(tmp_path: Path) -> None:
    assert list(read_records(run_in(tmp_path / "run", RECORDS))) == RECORDS
    unfinished = run_in(tmp_path / "unfinished", RECORDS, finished=False)
    assert refusal(unfinished) == f"OUT: {NOT_FINISHED}"
    (unfinished / "run.sqlite").rename(tmp_path / "out.jsonl.run")
    assert refusal(tmp_path / "out.jsonl") == f"OUT: is not there yet, {NOT_FINISHED}"
    (unfinished / "run.sqlite").touch()  # killed before it had tables
    assert refusal(unfinished) == f"OUT: {NOT_FINISHED}"


def test_a_commit_that_was_interrupted_is_undone(tmp_path: Path) -> None:
    file = run_in(tmp_path / "run", RECORDS) / "run.sqlite"
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA cache_size = 1")
        database.executescript("BEGIN; DELETE FROM articles; UPDATE run SET finished = NULL")
        left = [(path, path.read_bytes()) for path in file.parent.iterdir()]
    assert len(left) == 2
    for path, content in left:
        path.write_bytes(content)
    assert list(read_records(file.parent)) == RECORDS


def test_a_run_of_another_version(tmp_path: Path) -> None:
    folder = run_in(tmp_path / "new", [])
    with closing(sqlite3.connect(folder / "run.sqlite")) as database:
        record = zlib.compress(b'{"schema_version": "0.1"}')
        database.execute("INSERT INTO articles VALUES (4, x'', 0, 0, NULL, ?)", [record])
        database.commit()
    assert refusal(folder).startswith("OUT/run.sqlite, article 5: This is not QuoteMiner output")


@pytest.mark.parametrize(("content", "reason"), [
    (b'{"a": 1}\n', "OUT, line 1: This is not QuoteMiner output, which has a schema_version."),
    (b"\n17\n", "OUT, line 2: This is not QuoteMiner output but another value."),
    (b"{]\n", "OUT, line 1: This is not QuoteMiner output: it is not JSON"),
    (b'{"schema_version": "1.0", "id": "a"}\n', "OUT, line 1: This is not whole QuoteMiner output: quotes: Field"),
    (b"[" * 100_000 + b"\n", "OUT, line 1: This is not QuoteMiner output: it is not JSON"),
    (b'{"id": "\xff"}\n', "OUT, line 1: is not UTF-8."),
], ids=["no record", "a number", "no JSON", "half a record", "deep", "no text"])  # fmt: skip
def test_what_is_no_record(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "out.jsonl").write_bytes(content)
    assert refusal(tmp_path / "out.jsonl").startswith(reason)


def test_other_files(tmp_path: Path) -> None:
    path = written("json", tmp_path / "out.json", RECORDS)
    path.write_text(path.read_text("utf-8")[:-40], encoding="utf-8")
    assert "is cut off: the file ends before" in refusal(path)
    assert refusal(tmp_path / "nowhere.jsonl").startswith("OUT: there is no such file.")
    assert refusal(tmp_path).startswith("OUT: has no run.sqlite, so it is not a run.")
    (tmp_path / "quotes.csv").touch()
    assert "(.jsonl, .ndjson, .json, .parquet)" in refusal(tmp_path / "quotes.csv")
