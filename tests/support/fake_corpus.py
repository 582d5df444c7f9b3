"""Run corpus without a network: workers with the fake miner follow instructions in the texts.

``python fake_corpus.py ARGUMENT…`` is the command with such workers.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from fake_miner import FakeMiner

from quoteminer.commands.corpus import pool, worker
from quoteminer.commands.corpus.worker import Settings
from quoteminer.errors import PeopleFileError
from quoteminer.inputs import Input
from quoteminer.inputs.open_files import FoundFile
from quoteminer.output.run.outcomes import Failed, Item, Outcome
from quoteminer.records import ArticleRecord
from quoteminer.types import Article

QUOTE = "“We open on day {}, whatever comes,” said Ana Pinto."


def articles(
    folder: Path, count: int, text: str = QUOTE, name: str = "articles.jsonl", id: str = "a"
) -> Path:
    rows = [{"id": f"{id}{n}", "text": text.format(n), "day": n} for n in range(count)]
    path = folder / name
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


class ToldMiner(FakeMiner):
    """ "DIE" kills its process, "DIE ONCE path" the first that reads it, "SLEEP 0.1" takes its time
    (times $SLEEP_TIMES), "NOTE path" adds the node of a Ray cluster that it runs on there,
    "MEET path" adds the process that runs it and waits until there are two, "RAISE" fails.
    """

    def mine_articles(
        self, articles: Iterable[Article], *, ahead: bool = True
    ) -> Iterator[ArticleRecord]:
        (article,) = articles
        words = article.text.split()
        if words[:2] == ["DIE", "ONCE"] and not os.path.exists(words[2]):
            open(words[2], "w").close()
            os._exit(9)
        if words[0] == "DIE" and words[1:2] != ["ONCE"]:
            os._exit(9)
        if words[0] == "SLEEP":
            time.sleep(float(words[1]) * float(os.environ.get("SLEEP_TIMES", 1)))
        if words[0] == "NOTE":
            with open(words[1], "a") as stream:
                stream.write(os.environ["RAY_RAYLET_PID"] + "\n")
            time.sleep(0.1)
        if words[0] == "MEET":
            with open(words[1], "a") as stream:
                stream.write(f"{os.getppid()}\n")
            for _ in range(600):  # a minute at most
                with open(words[1]) as stream:
                    if len(set(stream)) > 1:
                        break
                time.sleep(0.1)
        if words[0] == "RAISE":
            raise {"memory": MemoryError, "value": ValueError}[words[1]]("as told")
        return super().mine_articles([article])


class ToldWorker(worker.Worker):
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._miner: Any = ToldMiner(settings.people)


def serve_told(connection: Connection, settings: Settings) -> None:
    worker.Worker = ToldWorker  # type: ignore[misc]
    worker.serve(connection, settings)


def dies_at_once(connection: Connection, settings: Settings) -> None:
    os._exit(3)


def unable(connection: Connection, settings: Settings) -> None:
    connection.send(PeopleFileError("people.csv: can't be read."))


def no_reader(
    files: Iterable[FoundFile], *, tell: Callable[[str], None] | None = None
) -> Iterator[Input]:
    if not tell:
        raise ZeroDivisionError("no reader")
    return iter([])


def dies_once(connection: Connection, settings: Settings) -> None:
    """Ends the process before it is ready, if the model's path does not exist (the first time)."""
    assert settings.model
    if not settings.model.exists():
        settings.model.touch()
        os._exit(3)
    serve_told(connection, settings)


ToldPool = partial(pool.Pool, serve=serve_told)


class NoPool:
    """Mines in the reading process, for tests that are not about workers."""

    def __init__(self, workers: int, settings: Settings) -> None:
        self._miner = ToldWorker(settings)

    def __enter__(self) -> NoPool:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def outcomes(
        self, items: Iterable[Item], *, should_stop: Callable[[], bool] = lambda: False
    ) -> Iterator[tuple[Item, Outcome]]:
        for item in items:
            yield item, item if isinstance(item, Failed) else self._miner.mine(item)


def outcome_of(text: str) -> Outcome:
    return ToldWorker(Settings()).mine(Input(text, "a", "a.txt"))


if __name__ == "__main__":
    import quoteminer.commands.corpus.run
    from quoteminer.cli import main

    quoteminer.commands.corpus.run.Pool = ToldPool  # type: ignore[misc,assignment]
    main()
