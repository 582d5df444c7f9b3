"""Run `quoteminer people` and `statements` in tests: write records, read output and tables."""

import csv
from collections.abc import Sequence
from pathlib import Path

from typer.testing import CliRunner

from quoteminer.cli.app import app
from quoteminer.records import ArticleRecord


def write_records(folder: Path, records: Sequence[ArticleRecord]) -> Path:
    path = folder / "out.jsonl"
    path.write_text("".join(record.to_json() + "\n" for record in records), encoding="utf-8")
    return path


def invoke(*arguments: object, command: str = "people") -> tuple[int, str, str]:
    """Run the command; return its exit status, standard output and standard error."""
    result = CliRunner().invoke(app, [command, *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
