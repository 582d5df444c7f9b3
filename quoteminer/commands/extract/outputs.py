"""Choose the destination and the format of records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from quoteminer.cli.options import Show
from quoteminer.cli.outputs import Sink
from quoteminer.output.formats import FORMATS
from quoteminer.output.writer import Writer


def record_sink(asked: str | None, output: Path | None, show: Show) -> Sink:
    return Sink(FORMATS, asked, output, _table, show)


def _table(*screen: Any, **settings: Any) -> Writer[Any]:
    from quoteminer.commands.extract.table_writer import TableWriter  # rich takes 50 ms to import

    return TableWriter(*screen, **settings)
