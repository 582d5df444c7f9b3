"""The line before the model."""

from __future__ import annotations

import asyncio
import threading
import time
from functools import partial

from quoteminer.web.engine import BusyError, Engine, SlowError


def test_one_at_a_time_in_one_thread_in_order() -> None:
    engine = Engine(waiting=100, seconds=30, name="t")
    inside, seen = 0, []

    def work(number: int) -> int:
        nonlocal inside
        inside += 1
        seen.append((number, inside, threading.get_ident()))
        time.sleep(0.001)
        inside -= 1
        return number

    async def all_of_them() -> list[int]:
        return list(await asyncio.gather(*(engine.run(partial(work, number)) for number in range(50))))

    assert asyncio.run(all_of_them()) == list(range(50))
    assert seen == [(number, 1, seen[0][2]) for number in range(50)]
    assert engine.inside == 0


def test_a_late_job_keeps_its_place_and_one_in_line_is_dropped() -> None:
    engine = Engine(waiting=3, seconds=0.2, name="t")
    go, ran = threading.Event(), list[int]()

    async def story() -> None:
        jobs = [engine.run(go.wait), *(engine.run(partial(ran.append, number)) for number in range(3))]
        *late, busy = await asyncio.gather(*jobs, engine.run(lambda: None), return_exceptions=True)
        assert [type(one) for one in late] == [SlowError] * 4
        assert "longer than 0.2 seconds" in str(late[0])
        assert isinstance(busy, BusyError)
        await asyncio.sleep(0.05)
        assert engine.inside == 1
        go.set()
        assert await engine.run(lambda: "next") == "next"

    asyncio.run(story())
    assert ran == []
