"""Run the command in this process. Import the fixture to use it:
``from commands import loaded  # noqa``."""

import json
from pathlib import Path
from typing import Any

import pytest
from fake_miner import FakeMiner
from typer.testing import CliRunner

from quoteminer.cli.app import app
from quoteminer.cli.options import Tools


class Result:
    """The result of a command: exit status, standard output, standard error."""

    def __init__(self, *arguments: str | Path, stdin: bytes | None = None) -> None:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        self.status, self.out, self.err = result.exit_code, result.stdout, result.stderr
        self.words = " ".join(word for word in self.out.split() if set(word) != {"─"})
        self.told = " ".join(self.err.replace("│", " ").split())

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def ids(self) -> list[str]:
        return [line["id"] for line in self.lines]


@pytest.fixture(autouse=True)
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[Tools]:
    calls: list[Tools] = []

    def load(tools: Tools) -> FakeMiner:
        calls.append(tools)
        return FakeMiner(tools.people)

    monkeypatch.setattr("quoteminer.cli.mining.load_miner", load)
    return calls
