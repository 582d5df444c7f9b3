"""The server in a process of its own, on a port that is free, for tests. It is ended in any
case."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

FAKE = Path(__file__).resolve().parents[2] / "support" / "fake_miner.py"
Post = Callable[..., httpx.Response]
PATIENCE = 90
"""Seconds until something must have come about, on a busy machine."""


class Served:
    def __init__(self, *options: str, fake: bool = True) -> None:
        command = [str(FAKE)] if fake else ["-m", "quoteminer"]
        self.process = subprocess.Popen(
            [sys.executable, *command, "serve", "--port", "0", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        watch = threading.Timer(PATIENCE, self.process.kill)
        watch.start()
        assert self.process.stdout
        line = self.process.stdout.readline()
        watch.cancel()
        found = re.search(r"http://\S+(?=/)", line)
        assert found, (line, self.process.communicate())
        self.url = found[0]
        # cheaper than one a request
        limits = httpx.Limits(max_keepalive_connections=0)
        self._client = httpx.Client(limits=limits, timeout=PATIENCE)

    def extract(self, text: str, *, timeout: float = PATIENCE, **others: object) -> httpx.Response:
        return self._client.post(
            f"{self.url}/api/extract", json={"text": text, **others}, timeout=timeout
        )

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self._client.get(self.url + path, **options)

    def has_inside(self, least: int, most: int | None = None) -> None:
        """Wait until so many requests are in line or worked on."""
        ends = time.monotonic() + PATIENCE
        most = least if most is None else most
        while not least <= self.get("/healthz").json()["waiting"] <= most:
            assert time.monotonic() < ends, f"never {least} at once"
            time.sleep(0.02)

    def refuses_more(self) -> None:
        """Wait until it accepts no more connections, since a signal has come."""
        ends = time.monotonic() + PATIENCE
        with suppress(httpx.TransportError):
            while self.get("/healthz"):
                assert time.monotonic() < ends, "it goes on"
                time.sleep(0.02)

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """End it by a signal; returns its status and what it wrote to standard error."""
        self.process.send_signal(number)
        _, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, err


@contextmanager
def served(*options: str, fake: bool = True) -> Iterator[Served]:
    """A server with these options; ``fake``: without a network."""
    server = Served(*options, fake=fake)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.process.kill()
        server.process.communicate(timeout=PATIENCE)
