"""What the options of the command can be."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import cast, get_args

import typer

from quoteminer.types import Act, QuoteType


class FormatChoice(str, Enum):
    """How the records are written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"

    @classmethod
    def of(cls, asked: FormatChoice | None, output: Path | None) -> FormatChoice:
        """The format that was asked for, else the one of the output's suffix, else the table."""
        by_suffix = {f".{one.value}": one for one in (cls.JSON, cls.JSONL)}
        return asked or by_suffix.get(output.suffix.lower() if output else "", cls.TABLE)


class ActChoice(str, Enum):
    """Which acts are written."""

    SPEECH = "speech"
    ALL = "all"

    def acts(self) -> frozenset[Act] | None:
        """The acts to keep; None keeps all."""
        return frozenset({"speech"}) if self is ActChoice.SPEECH else None


def parse_types(listed: str) -> frozenset[QuoteType]:
    """The types of a list with commas. Raises typer.BadParameter where one is unknown or there is none."""
    known = get_args(QuoteType)
    names = [name.strip().lower() for name in listed.split(",") if name.strip()]
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        got = ", ".join(map(repr, unknown)) or "nothing"
        raise typer.BadParameter(f"{got} given; give one or more of {','.join(known)}.", param_hint="'--types'")
    return frozenset(cast("list[QuoteType]", names))
