"""Formats that QuoteMiner had once, so that an error can say what to use instead."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

REMOVED: Final[Mapping[str, tuple[str, ...]]] = {
    "tsv": (".tsv", ".tab"),
    "tei": (".tei", ".xml"),
    "webannotation": (".jsonld",),
    "schemaorg": (),
    "prodigy": (),
    "conll": (".conll", ".conllu", ".bio", ".iob", ".iob2"),
    "webanno": (),
    "cofenet": (),
    "citron": (),
}
"""Each format and the suffixes that its files had."""


def removal(name: str) -> str | None:
    """Say that a format was removed and what to use instead; None for any other name."""
    if name.lower() not in REMOVED:
        return None
    instead = "csv, which has the same columns" if name.lower() == "tsv" else "jsonl, which holds everything"
    return f"the format {name} was removed; use {instead}."


def removal_of_file(path: Path) -> str | None:
    """Do the same for the format that a file's suffix stands for."""
    suffix = path.suffix.lower()
    name = next((name for name, suffixes in REMOVED.items() if suffix in suffixes), None)
    return name and removal(name)
