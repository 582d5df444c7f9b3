"""Convert annotated articles and records from one format to another."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from quoteminer.cli.options import check_output
from quoteminer.cli.streams import Bar
from quoteminer.output.gold import convert
from quoteminer.output.gold.annotated import annotated
from quoteminer.output.gold.gold_files import gold_paths


def convert_gold(gold: Sequence[str], to: str, output: Path, from_format: str | None) -> int:
    """Convert annotated articles or records, and return the number of articles that could not be
    converted."""
    check_output(map(str, (*gold, *gold_paths(gold))), output, stdout=False)
    with Bar(quiet=False, shown=False) as bar:
        convert(annotated(gold, from_format), output, to=to, tell=bar.fail)
    return bar.failures
