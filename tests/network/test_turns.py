"""Windows of several jobs take turns; those of a stopped job are dropped."""

from collections.abc import Callable
from contextvars import copy_context
from threading import Event
from typing import Any

import pytest

from quoteminer.errors import StoppedError
from quoteminer.network.load import ThreadPool
from quoteminer.network.turns import JOB, Job


class Session:
    """A network that notes which inputs it ran, once it may begin."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.may_begin = Event()
        self.after: Callable[[str], object] = lambda name: None

    def run(self, names: None, inputs: dict[str, Any]) -> list[Any]:
        assert self.may_begin.wait(60)
        self.ran.append(inputs["name"])
        self.after(inputs["name"])
        return [inputs["name"]]


def started(pool: ThreadPool, job: Job | None, *names: str) -> list[Callable[[], list[Any]]]:
    def start() -> list[Callable[[], list[Any]]]:
        JOB.set(job)
        return [pool.start({"name": name}) for name in names]

    return copy_context().run(start)


def one_thread(session: Session) -> ThreadPool:
    pool = ThreadPool(session, 2)  # type: ignore[arg-type]
    pool._threads()._threads._max_workers = 1
    return pool


def test_the_windows_of_jobs_run_in_turn() -> None:
    session = Session()
    pool = one_thread(session)
    waits = started(pool, None, "n1", "n2", "n3", "n4")
    waits += started(pool, Job(), "a1", "a2", "a3") + started(pool, Job(), "b1")
    session.may_begin.set()
    assert [wait() for wait in waits] == [[name] for name in "n1 n2 n3 n4 a1 a2 a3 b1".split()]
    assert sorted(session.ran[:4]) == ["a1", "b1", "n1", "n2"]
    assert session.ran[4:] in (["a2", "n3", "a3", "n4"], ["n3", "a2", "n4", "a3"])


@pytest.mark.parametrize("threads", [1, 2])
def test_a_stopped_job_ends_at_its_next_window(threads: int) -> None:
    session, job = Session(), Job()
    pool = one_thread(session) if threads == 2 else ThreadPool(session, 1)  # type: ignore[arg-type]
    session.may_begin.set()

    def stop(name: str) -> None:
        job.stopped = job.stopped or name == "a1"

    session.after = stop
    first, *others = started(pool, job, "a1", "a2", "a3")
    assert first() == ["a1"]
    for wait in others:
        with pytest.raises(StoppedError, match="no longer needed"):
            wait()
    assert [wait() for wait in started(pool, Job(), "b1")] == [["b1"]]
    assert session.ran == ["a1", "b1"]
