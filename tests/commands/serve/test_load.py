"""The server under four times the load of one client: no wrong answer, no growth of memory, 429
beyond the queue.

First, one client that waits for each answer measures what the server does. Then requests come four
times as often, whether or not they are answered. Every article is another one, and its record is
compared with the miner's. For longer:
``QUOTEMINER_LOAD_SECONDS=300 pytest tests/commands/serve/test_load.py -s``.
"""

import json
import os
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import psutil
import pytest
from served import Served, served

from quoteminer.miner import QuoteMiner

SECONDS = float(os.environ.get("QUOTEMINER_LOAD_SECONDS", 3))
_OFTEN = 4
ARTICLE = """“We need {n} more days before wall number {n} can be closed,” said Ana Pinto{n}.

Kofi Berg{n}, a fisherman, said that the work would close harbour {n}. He asked for {n} boats.

According to Ministry {n}, the price “went through {n} roofs” while the council waited.

"""
TEXTS = [(ARTICLE * 4).format(n=10 + number) for number in range(24)]


class Asking:
    """Asks a server for records and keeps the seconds of each 200, the number of 429, and all that
    is wrong."""

    def __init__(self, server: Served, records: list[Any]) -> None:
        self._server, self._records = server, records
        self.seconds, self.busy, self.wrong = list[float](), 0, list[str]()

    def __call__(self, number: int) -> None:
        at, begun = number % len(TEXTS), time.monotonic()
        try:
            answer = self._server.extract(TEXTS[at], id=str(at), acts=None)
            if answer.status_code == 200 and answer.json() == self._records[at]:
                self.seconds.append(time.monotonic() - begun)
            elif answer.status_code == 429 and int(answer.headers["Retry-After"]) >= 1:
                self.busy += 1
            else:
                self.wrong.append(f"{number}: {answer.status_code} {answer.text[:200]}")
        except (httpx.HTTPError, ValueError) as error:
            self.wrong.append(f"{number}: {error!r}")

    def in_turn(self, seconds: float) -> float:
        begun = time.monotonic()
        while time.monotonic() - begun < seconds:
            self(len(self.seconds))
        return len(self.seconds) / (time.monotonic() - begun)


@pytest.mark.slow
def test_more_than_it_can_serve() -> None:
    miner = QuoteMiner(acts="all")
    mined = (miner.mine(one, id=str(at)) for at, one in enumerate(TEXTS))
    records = [json.loads(one.to_json(with_text=True)) for one in mined]
    with served("--queue", "4", fake=False) as server:
        # the second is warm
        able = [Asking(server, records).in_turn(min(10.0, SECONDS / 4)) for _ in range(2)][1]
        ask, memory = Asking(server, records), []
        process, begun = psutil.Process(server.process.pid), time.monotonic()
        with ThreadPoolExecutor(64) as crowd:
            for number in range(round(_OFTEN * able * SECONDS)):
                time.sleep(max(0.0, begun + number / (_OFTEN * able) - time.monotonic()))
                crowd.submit(ask, number)
                memory.append(process.memory_info().rss / 1e6)
        assert server.get("/healthz").json()["waiting"] == 0
    third = len(memory) // 3
    first, last, middle = map(statistics.median, (memory[:third], memory[-third:], ask.seconds))
    sys.stdout.write(
        f"{able:.1f} requests/s alone; of {_OFTEN} times that, {len(ask.seconds)} served,"
        f" {ask.busy} busy; median {middle:.3f} s; {first:.0f} MB, later {last:.0f} MB\n"
    )
    assert ask.wrong == []
    assert len(ask.seconds) > 5
    assert ask.busy > 0.1 * len(ask.seconds)
    assert last < 1.1 * first + 10
