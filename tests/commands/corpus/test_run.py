"""A run from its inputs to its result, with a miner in this process: and errors."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_corpus import NoPool

from quoteminer.commands.corpus.run import RunPaths, run
from quoteminer.commands.corpus.worker import Settings
from quoteminer.errors import OutputError, WorkerError
from quoteminer.inputs import Input
from quoteminer.output.formats import Format
from quoteminer.output.run.run_file import RunTotals
from quoteminer.output.writer import Writer
from quoteminer.records import ArticleRecord


class Choosy(Writer[ArticleRecord]):
    """Can't hold the article ``b``."""

    def __init__(self, stream: Any) -> None:
        pass

    def write(self, record: ArticleRecord) -> None:
        if record.id == "b":
            raise OutputError("b: can't be held.")


def test_what_the_format_cannot_hold_is_reported_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "quoteminer.commands.corpus.run.FORMATS", {"jsonl": Format(Choosy, (".jsonl",))}
    )
    monkeypatch.setattr("quoteminer.commands.corpus.run.Pool", NoPool)
    for _ in range(2):
        inputs = [Input("Nothing was said.", id, "a.jsonl") for id in "abc"]
        done = run(inputs, RunPaths.of(tmp_path / "out", None), Settings(), workers=1)
        assert done.totals == RunTotals(items=3, records=2, failed=1, words=9)
        assert json.loads((tmp_path / "out" / "errors.jsonl").read_text())["index"] == 1


def test_an_error_keeps_what_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quoteminer.commands.corpus.run.Pool", NoPool)
    paths = RunPaths.of(tmp_path / "out", None)

    def stream(count: int) -> Iterator[Input]:
        yield from (Input("Nothing was said.", str(number), "a.jsonl") for number in range(count))
        if count < 9:
            raise WorkerError("Worker processes end before they are ready.")

    with pytest.raises(WorkerError):
        run(stream(7), paths, Settings(), workers=1)
    begun: list[RunTotals] = []
    assert run(stream(9), paths, Settings(), workers=1, on_progress=begun.append).totals.items == 9
    assert begun[0].items == 7
