"""Show the installed models side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.text import Text

from quoteminer.cli.look import Drawn, Look, bare_table, below, number_column, text_column
from quoteminer.network.listing import InstalledModel

SHOWN: Final = ("web_dev", "wild2_dev")
"""Sets shown in the table: recent and older news. If a model has figures of neither, all sets are
shown."""


def models_view(models: Sequence[InstalledModel]) -> RenderableType:
    """Return a table with a column for each model, and their folders below it."""

    def draw(look: Look) -> RenderableType:
        table = bare_table(
            text_column(""), *(number_column(look.plain(model.name)) for model in models)
        )

        def add(heading: str, cells: Iterable[object], form: str) -> None:
            table.add_row(
                heading, *("—" if cell is None else look.plain(form.format(cell)) for cell in cells)
            )

        add("version", (model.version for model in models), "{}")
        add("size on disk", (model.bytes / 1e6 for model in models), "{:.1f} MB")
        add("words a second, one core", (model.words_per_second for model in models), "{:,.0f}")
        add("runs by default", ("yes" if model.default else "no" for model in models), "{}")
        for name, row in _rows(models):
            add(
                f"{name}, {row}",
                (model.figures.get(name, {}).get(row) for model in models),
                "{:.3f}",
            )
        places = (
            (look.text(f"{model.name} lies in", "dim"), below(look.text(model.path)))
            for model in models
        )
        return Group(table, Text(), *(line for lines in places for line in lines))

    return Drawn(draw)


def _rows(models: Iterable[InstalledModel]) -> list[tuple[str, str]]:
    """Return the sets and figures of any of the models, in the order of the models."""
    pairs = [
        (name, row) for model in models for name, rows in model.figures.items() for row in rows
    ]
    main = [pair for pair in pairs if pair[0] in SHOWN]
    return list(dict.fromkeys(main or pairs))
