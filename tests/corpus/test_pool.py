"""The pool: order, death, failure, stopping."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_corpus import ToldPool, dies_at_once, dies_once

from quoteminer.corpus.pool import AHEAD, Pool
from quoteminer.corpus.tasks import Failed, Item, Mined, Outcome, Setup
from quoteminer.errors import ConfigError, PeopleFileError, WorkerError
from quoteminer.inputs import Input

SETUP = Setup(Path("nowhere"))
QUOTE = "“We open on day {}, whatever comes,” said Ana Pinto."


def inputs(*texts: str) -> list[Item]:
    return [Input(text, str(number), "a.jsonl") for number, text in enumerate(texts)]


def mined(items: list[Item], workers: int = 2) -> list[tuple[Item, Outcome]]:
    with ToldPool(workers, SETUP) as pool:
        return list(pool.outcomes(items))


@pytest.mark.parametrize("workers", [1, 3])
def test_outcomes_come_in_order(workers: int) -> None:
    items = inputs(*(f"SLEEP {0.05 if number % 4 == 0 else 0} " + QUOTE.format(number) for number in range(30)))
    pairs = mined(items, workers)
    assert [item for item, _ in pairs] == items
    for number, (_, outcome) in enumerate(pairs):
        assert isinstance(outcome, Mined)
        assert f"day {number}," in json.loads(outcome.line)["quotes"][0]["text"]
        assert (outcome.quotes, outcome.words) == (1, 12)


def test_what_could_not_be_read_keeps_its_place() -> None:
    bad = Failed("read", "InputError", "b.txt: is empty.", "b.txt")
    items: list[Item] = [bad, *inputs(QUOTE), bad]
    assert [outcome is bad for _, outcome in mined(items)] == [True, False, True]


def test_nothing_at_all() -> None:
    assert mined([]) == []


def test_the_article_of_a_worker_that_died_is_tried_once_more(tmp_path: Path) -> None:
    items = inputs(QUOTE, f"DIE ONCE {tmp_path / 'x'} " + QUOTE, *[QUOTE] * 5)
    assert all(isinstance(outcome, Mined) for _, outcome in mined(items))


def test_what_kills_every_worker_has_failed_and_the_others_go_on() -> None:
    outcomes = [outcome for _, outcome in mined(inputs(QUOTE, "DIE", *[QUOTE] * 5, "DIE"))]
    assert [isinstance(outcome, Mined) for outcome in outcomes] == [True, False, True, True, True, True, True, False]
    failed = outcomes[1]
    assert isinstance(failed, Failed)
    assert (failed.stage, failed.error, failed.source, failed.id) == ("mine", "WorkerError", "a.jsonl", "1")
    assert failed.reason.startswith("a.jsonl (1): 2 worker processes died on it (exit code 9).")


def test_a_worker_killed_from_outside_is_replaced() -> None:
    with ToldPool(2, SETUP) as pool:
        stream = pool.outcomes(inputs(*[f"SLEEP 0.05 {QUOTE}"] * 40))
        first = next(stream)
        before = pool.pids
        os.kill(before[0], getattr(signal, "SIGKILL", signal.SIGTERM))
        outcomes = [first, *stream]
        assert len(outcomes) == 40
        assert all(isinstance(outcome, Mined) for _, outcome in outcomes)
        assert len(pool.pids) == 2
        assert before[0] not in pool.pids


@pytest.mark.parametrize(
    ("text", "error", "reason"),
    [
        ("RAISE memory", "MemoryError", "a.jsonl (0): there is not enough memory for it. Split it."),
        ("RAISE value", "ValueError", "a.jsonl (0): ValueError: as told. This is a fault of quoteminer: report it"),
    ],
)
def test_an_error_is_told(text: str, error: str, reason: str) -> None:
    ((_, outcome),) = mined(inputs(text), 1)
    assert isinstance(outcome, Failed)
    assert outcome.error == error
    assert outcome.reason.startswith(reason)


def test_large_articles_and_records_pass() -> None:
    text = QUOTE.format(1) + " word" * 300_000
    items = inputs(*[text] * 6)
    assert [isinstance(outcome, Mined) and outcome.words for _, outcome in mined(items)] == [300_010] * 6


def test_the_stream_is_not_taken_far_ahead() -> None:
    taken = 0

    def stream() -> Iterator[Item]:
        nonlocal taken
        for item in inputs(*["SLEEP 0.2 slow", *[QUOTE] * 200]):
            taken += 1
            yield item

    with ToldPool(2, SETUP) as pool:
        next(pool.outcomes(stream()))
    assert taken <= 2 * AHEAD + 1


def test_stopping_does_not_wait_for_the_articles_in_hand() -> None:
    begun = time.monotonic()
    with ToldPool(2, SETUP) as pool:
        got = list(pool.outcomes(inputs(QUOTE, *["SLEEP 60 x"] * 4), stopping=lambda: time.monotonic() > begun + 3))
    assert len(got) <= 1
    assert time.monotonic() - begun < 30


def test_workers_that_never_get_ready() -> None:
    with Pool(1, SETUP, serve=dies_at_once) as pool, pytest.raises(WorkerError, match="exit code 3"):
        list(pool.outcomes(inputs(QUOTE)))


def test_a_worker_that_dies_before_it_is_ready_is_replaced(tmp_path: Path) -> None:
    with Pool(1, Setup(tmp_path / "note"), serve=dies_once) as pool:
        assert all(isinstance(outcome, Mined) for _, outcome in pool.outcomes(inputs(*[QUOTE] * 3)))
    assert (tmp_path / "note").exists()


def test_what_the_workers_cannot_load_is_raised(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("no name\n")
    with ToldPool(1, Setup(Path("nowhere"), people)) as pool, pytest.raises(PeopleFileError):
        list(pool.outcomes(inputs(QUOTE)))


def test_no_workers() -> None:
    with pytest.raises(ConfigError, match="workers is 0"):
        Pool(0, SETUP)


def test_workers_end_where_one_cannot_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    pool, started = ToldPool(3, SETUP), []
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


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals can't be held on this system")
def test_ctrl_c_while_workers_start_reaches_none_of_them() -> None:
    """A terminal sends it to every process, also to one that has not come so far as to ignore it."""
    with ToldPool(3, SETUP) as pool:
        for pid in pool.pids:
            os.kill(pid, signal.SIGINT)
            os.kill(pid, signal.SIGTERM)
        assert all(isinstance(outcome, Mined) for _, outcome in pool.outcomes(inputs(QUOTE, QUOTE)))
    assert not signal.pthread_sigmask(signal.SIG_BLOCK, ()) & {signal.SIGINT, signal.SIGTERM}


def test_a_worker_that_stopping_ended_is_no_error() -> None:
    """As on Windows, where Ctrl-C ends those that are not ready."""
    asked = iter([False, True, True])
    with Pool(1, SETUP, serve=dies_at_once) as pool:
        assert list(pool.outcomes(inputs(QUOTE), stopping=lambda: next(asked))) == []
