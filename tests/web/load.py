"""The server under twice the load that it can serve: no wrong answer, no growth of memory, 429 beyond the line.

    python tests/web/load.py --seconds 300

First it is measured what the server can do, by one client that waits for each answer. Then so many clients ask, each at
a fixed time whether or not it was answered, that twice as much is asked for. Every article is another one, and its
record is compared with the one that was made for it without a server. Prints the figures as JSON.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from served import Served, served

ARTICLES = 24
"""Different ones; each has a number of its own in every name and quote."""
_PARAGRAPHS = (
    "“We need {n} more days before wall number {n} can be closed,” said Ana Pinto{n}, head of Quay Board {n}.",
    "Kofi Berg{n}, a fisherman, said that the work would close harbour {n} for a season. He asked for {n} boats.",
    "The wall was built in 18{n} and is repaired every winter, when the tide is low and the quarry has stone to sell.",
    "“It costs {n} jobs,” Berg{n} added, and thought little of the plan that hangs in hall {n}.",
    "According to Ministry {n}, the price “went through {n} roofs” while the council waited for a second letter.",
)


@dataclass
class Seen:
    """What was answered. ``seconds``: of each 200."""

    statuses: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    words: int = 0
    wrong: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)


def articles() -> list[str]:
    """About 200 words each."""
    return ["\n\n".join(line.format(n=10 + n) for line in (*_PARAGRAPHS, *_PARAGRAPHS)) for n in range(ARTICLES)]


def capacity(server: Served, texts: Sequence[str], records: Sequence[Any], seconds: float) -> float:
    """Requests a second of one client that waits for each answer."""
    seen, begun = Seen(), time.monotonic()
    while time.monotonic() - begun < seconds:
        _ask(server, len(seen.statuses), texts, records, seen)
    assert seen.wrong == [], seen.wrong[:3]
    return len(seen.statuses) / (time.monotonic() - begun)


def overload(server: Served, texts: Sequence[str], records: Sequence[Any], *, rate: float, seconds: float) -> Seen:
    """Ask so often a second, whatever is answered, for so many seconds."""
    seen = Seen()
    process = psutil.Process(server.process.pid)
    begun = time.monotonic()
    with ThreadPoolExecutor(64) as crowd:
        for number in range(round(rate * seconds)):
            pause = begun + number / rate - time.monotonic()
            if pause > 0:
                time.sleep(pause)
            crowd.submit(_ask, server, number, texts, records, seen)
            if number % max(1, round(rate)) == 0:
                seen.memory.append(process.memory_info().rss)
    seen.memory.append(process.memory_info().rss)
    return seen


def _ask(server: Served, number: int, texts: Sequence[str], records: Sequence[Any], seen: Seen) -> None:
    at, begun = number % len(texts), time.monotonic()
    try:
        answer = httpx.post(
            f"{server.url}/api/extract", json={"text": texts[at], "id": str(at), "acts": None}, timeout=60
        )
        seen.statuses.append(answer.status_code)
        if answer.status_code == 200:
            seen.seconds.append(time.monotonic() - begun)
            seen.words += len(texts[at].split())
            if answer.json() != records[at]:
                seen.wrong.append(f"{number}: another record")
        elif answer.status_code != 429 or int(answer.headers["Retry-After"]) < 1:
            seen.wrong.append(f"{number}: {answer.status_code} {answer.text[:200]}")
    except (httpx.HTTPError, ValueError) as error:
        seen.wrong.append(f"{number}: {error!r}")


def figures(seen: Seen, *, able: float, rate: float, seconds: float) -> dict[str, Any]:
    """For people and for the test."""
    ok = seen.statuses.count(200)
    cuts = statistics.quantiles(seen.seconds, n=20) if len(seen.seconds) > 1 else [0.0] * 19
    third = max(1, len(seen.memory) // 3)
    return {
        "seconds": seconds,
        "one client, requests/s": round(able, 1),
        "asked, requests/s": round(rate, 1),
        "served, requests/s": round(ok / seconds, 1),
        "served, words/s": round(seen.words / seconds),
        "200": ok,
        "429": seen.statuses.count(429),
        "others": len(seen.statuses) - ok - seen.statuses.count(429),
        "wrong": seen.wrong[:5],
        "p50 s": round(cuts[9], 3),
        "p95 s": round(cuts[18], 3),
        "RSS MB, first third, median": round(statistics.median(seen.memory[:third]) / 1e6, 1),
        "RSS MB, last third, median": round(statistics.median(seen.memory[-third:]) / 1e6, 1),
        "RSS MB, end": round(seen.memory[-1] / 1e6, 1),
    }


def run(seconds: float, mine: Callable[..., Any], *, fake: bool, options: Sequence[str] = ()) -> dict[str, Any]:
    """The figures of one run. ``mine``: as QuoteMiner.mine, without the server."""
    texts = articles()
    records = [json.loads(mine(text, id=str(at), with_text=True).to_json()) for at, text in enumerate(texts)]
    with served(*options, fake=fake) as server:
        capacity(server, texts, records, min(5.0, seconds / 4))  # what is only made once
        able = capacity(server, texts, records, min(15.0, seconds / 4))
        seen = overload(server, texts, records, rate=2 * able, seconds=seconds)
        assert httpx.get(f"{server.url}/healthz").json()["waiting"] == 0
    return figures(seen, able=able, rate=2 * able, seconds=seconds)


def main() -> None:
    """By hand."""
    from quoteminer.miner import QuoteMiner

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--queue", type=int, default=16)
    asked = parser.parse_args()
    found = run(asked.seconds, QuoteMiner().mine, fake=False, options=["--queue", str(asked.queue)])
    sys.stdout.write(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
