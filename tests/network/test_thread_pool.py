from __future__ import annotations

import os
import threading
import time
from collections.abc import Mapping
from typing import Any

import pytest

from quoteminer.network.load import ThreadPool, cores


class Session:
    """Gives its inputs back after a while, and keeps account of who runs at the same time."""

    def __init__(self) -> None:
        self.running = self.most = 0
        self.threads: set[int] = set()
        self._lock = threading.Lock()

    def run(self, names: None, inputs: Mapping[str, Any]) -> list[Any]:
        with self._lock:
            self.running += 1
            self.most = max(self.most, self.running)
            self.threads.add(threading.get_ident())
        time.sleep(inputs["seconds"])
        with self._lock:
            self.running -= 1
        if inputs["seconds"] > 1:
            raise RuntimeError("too long")
        return [inputs["seconds"]]


def pool_of(session: Session, threads: int | None) -> ThreadPool:
    return ThreadPool(session, threads)  # type: ignore[arg-type]


def test_windows_run_side_by_side_and_each_waits_for_its_own() -> None:
    session = Session()
    pool = pool_of(session, 2)
    waits = [pool.start({"seconds": seconds}) for seconds in (0.05, 0.01, 0.03, 0.02)]
    assert [wait() for wait in waits] == [[0.05], [0.01], [0.03], [0.02]]
    assert session.most == 2
    assert threading.get_ident() not in session.threads


def test_one_thread_is_the_callers_own_and_runs_when_asked() -> None:
    session = Session()
    wait = pool_of(session, 1).start({"seconds": 0})
    assert not session.threads
    assert wait() == [0]
    assert session.threads == {threading.get_ident()}


@pytest.mark.parametrize("threads", [1, 2])
def test_what_fails_is_told_to_who_waits(threads: int) -> None:
    pool = pool_of(Session(), threads)
    bad, good = pool.start({"seconds": 1.01}), pool.start({"seconds": 0})
    with pytest.raises(RuntimeError, match="too long"):
        bad()
    assert good() == [0]


def test_by_default_there_is_a_thread_for_each_core() -> None:
    assert pool_of(Session(), None).threads == cores()
    assert 1 <= cores() <= (os.cpu_count() or 1)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_process_has_threads_of_its_own() -> None:
    pool = pool_of(Session(), 2)
    assert pool.start({"seconds": 0})() == [0]
    child = os.fork()
    if not child:
        os._exit(0 if pool.start({"seconds": 0})() == [0] else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
