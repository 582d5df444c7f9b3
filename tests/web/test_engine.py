"""The line before the model."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any

import pytest

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
        return list(await asyncio.gather(*(engine.run(lambda n=n: work(n)) for n in range(50))))  # type: ignore[misc]

    assert asyncio.run(all_of_them()) == list(range(50))
    assert [one[:2] for one in seen] == [(n, 1) for n in range(50)]
    assert len({thread for _, _, thread in seen}) == 1
    assert engine.inside == 0


def test_a_place_is_free_only_when_its_work_has_ended() -> None:
    engine = Engine(waiting=0, seconds=0.1, name="t")
    go = threading.Event()

    async def story() -> list[Any]:
        seen: list[Any] = []
        with pytest.raises(SlowError, match=r"longer than 0\.1 seconds"):
            await engine.run(go.wait)
        seen.append(engine.inside)
        with pytest.raises(BusyError):
            await engine.run(lambda: None)
        go.set()
        for _ in range(100):
            if not engine.inside:
                break
            await asyncio.sleep(0.02)
        seen.append(await engine.run(lambda: "done"))
        return seen

    assert asyncio.run(story()) == [1, "done"]


def test_who_gave_up_in_line_is_not_worked_for() -> None:
    engine = Engine(waiting=3, seconds=0.2, name="t")
    go, ran = threading.Event(), []

    async def story() -> None:
        jobs = [engine.run(go.wait), *(engine.run(lambda n=n: ran.append(n)) for n in range(3))]  # type: ignore[misc]
        errors = await asyncio.gather(*jobs, return_exceptions=True)
        assert [type(one) for one in errors] == [SlowError] * 4
        await asyncio.sleep(0.05)
        assert engine.inside == 1
        go.set()
        assert await engine.run(lambda: "next") == "next"

    asyncio.run(story())
    assert ran == []
