"""Requests a second, waits and memory of ``quoteminer serve``:
``python tests/benchmarks/server.py [REQUESTS]``.

So many requests (10,000) come from 1, 8 and 50 clients, a third each; every client waits for its
answer before it asks again. Articles are short ones. The clients are threads of this process, so
they take a part of the machine, too.
"""

import http.client
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from statistics import median, quantiles

import psutil
from articles import synthetic
from runs import all_cores, machine, table, words

CLIENTS = (1, 8, 50)
TEXTS = [synthetic(70, seed=seed) for seed in range(200)]
ASK = {"Content-Type": "application/json", "Host": "localhost"}


def main(requests: str = "10000") -> None:
    command = [
        sys.executable,
        *"-m quoteminer serve --port 0 --queue".split(),
        str(max(CLIENTS)),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            assert process.stdout
            found = re.search(r"127\.0\.0\.1:(\d+)", process.stdout.readline())
            assert found
            print(_table(int(found[1]), psutil.Process(process.pid), int(requests) // len(CLIENTS)))
        finally:
            process.terminate()
    length = words([("", text) for text in TEXTS]) // len(TEXTS)
    print(
        f"\n{requests} requests in all, of articles with {length} words; {len(all_cores())} cores,"
        f" {machine()}."
    )


def _table(port: int, server: psutil.Process, each: int) -> str:
    _ask(port, range(20))
    rows: dict[str, list[str]] = {
        "none yet": ["", "", "", "", f"{server.memory_info().rss / 1e6:,.0f} MB"]
    }
    for clients in CLIENTS:
        began, busy = time.perf_counter(), sum(server.cpu_times()[:2])
        with ThreadPoolExecutor(clients) as crowd:
            shares = crowd.map(
                _ask, [port] * clients, [range(at, each, clients) for at in range(clients)]
            )
            seconds = [one for share in shares for one in share]
        took, busy = time.perf_counter() - began, sum(server.cpu_times()[:2]) - busy
        rows[str(clients)] = [
            f"{len(seconds) / took:,.1f}",
            f"{1000 * median(seconds):,.0f} ms",
            f"{1000 * quantiles(seconds, n=20)[-1]:,.0f} ms",
            f"{1000 * busy / len(seconds):,.0f} ms",
            f"{server.memory_info().rss / 1e6:,.0f} MB",
        ]
    return table(
        ("requests a second", "median", "p95", "processor time a request", "memory afterwards"),
        rows,
    )


def _ask(port: int, numbers: Iterable[int]) -> list[float]:
    """Return the seconds of each request, over one connection."""
    connection, seconds = http.client.HTTPConnection("127.0.0.1", port), []
    for number in numbers:
        body = json.dumps({"text": TEXTS[number % len(TEXTS)], "id": str(number)})
        began = time.perf_counter()
        connection.request("POST", "/api/extract", body, ASK)
        answer = connection.getresponse()
        content = answer.read()
        seconds.append(time.perf_counter() - began)
        assert answer.status == 200, content
    connection.close()
    return seconds


if __name__ == "__main__":
    main(*sys.argv[1:])
