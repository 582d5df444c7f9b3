"""List the installed models with their size, speed and figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from quoteminer.network.find_model import META, find_model, installed_models
from quoteminer.network.load import FILES, read_info, read_model_json

FIGURES: Final = (
    ("content.all", "e2e"),
    ("regions", "e2e"),
    ("names.quoted", "F1"),
    ("names.all", "F1"),
)
"""Row and column of the most informative figures."""


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """An available model. ``default``: it runs if no model is chosen. ``bytes``: its size on disk.
    ``words_per_second``: on one core, as in its card; None if not measured. ``figures``: for each
    development set, the values of `FIGURES` ("regions e2e"), 0 to 1."""

    name: str
    version: str
    default: bool
    path: str
    bytes: int
    words_per_second: float | None
    figures: Mapping[str, Mapping[str, float]]
    sha256: str


def list_models() -> list[InstalledModel]:
    """Return the available models, the default first: all installed models, and the model of
    $QUOTEMINER_MODEL. Raises ModelError if one is damaged, or if the variable names no model."""
    default = find_model()
    folders = dict.fromkeys((default, *installed_models().values()))
    return [_describe(folder, default=folder == default) for folder in folders]


def _describe(folder: Path, *, default: bool) -> InstalledModel:
    info, meta = read_info(folder), read_model_json(folder / META)
    return InstalledModel(
        name=info.name,
        version=info.version,
        default=default,
        path=str(folder),
        bytes=sum((folder / name).stat().st_size for name in (META, *FILES)),
        words_per_second=meta.get("speed", {}).get("words_per_second"),
        figures={name: _main_figures(rows) for name, rows in meta.get("figures", {}).items()},
        sha256=info.sha256,
    )


def _main_figures(rows: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    return {f"{row} {key}": rows[row][key] for row, key in FIGURES if key in rows.get(row, {})}
