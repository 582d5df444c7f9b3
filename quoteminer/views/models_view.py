"""Show the installed models side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.text import Text

from quoteminer.network.listing import InstalledModel
from quoteminer.views.look import Drawn, Look, bare_table, below, number_column, text_column

SHOWN: Final = ("web_dev", "wild2_dev")
"""Sets shown in the table: recent and older news. If a model has figures of neither, all sets are shown."""


def models_view(models: Sequence[InstalledModel]) -> RenderableType:
    """Return a table with a column for each model, and their folders below it."""
    return Drawn(lambda look: _draw(models, look))


def _draw(models: Sequence[InstalledModel], look: Look) -> RenderableType:
    table = bare_table(text_column(""), *(number_column(look.plain(model.name)) for model in models))
    table.add_row("version", *(look.plain(model.version) for model in models))
    table.add_row("size on disk", *(f"{model.bytes / 1e6:.1f} MB" for model in models))
    table.add_row("words a second, one core", *(_number(model.words_per_second) for model in models))
    table.add_row("runs by default", *("yes" if model.default else "no" for model in models))
    for set_name, row in _rows(models):
        cells = (model.figures.get(set_name, {}).get(row) for model in models)
        table.add_row(f"{set_name}, {row}", *("—" if cell is None else f"{cell:.3f}" for cell in cells))
    return Group(table, Text(), *_places(models, look))


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:,.0f}"


def _rows(models: Iterable[InstalledModel]) -> list[tuple[str, str]]:
    """Return the sets and figures of any of the models, in the order of the models."""
    pairs = [(name, row) for model in models for name, rows in model.figures.items() for row in rows]
    main = [pair for pair in pairs if pair[0] in SHOWN]
    return list(dict.fromkeys(main or pairs))


def _places(models: Iterable[InstalledModel], look: Look) -> Iterator[RenderableType]:
    for model in models:
        yield look.text(f"{model.name} lies in", "dim")
        yield below(look.text(model.path))
