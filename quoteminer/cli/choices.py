"""Values of the command's options, and checks of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final, cast, get_args

import typer

from quoteminer.inputs.packed import PACKED
from quoteminer.output.removed import removal
from quoteminer.types import Act, QuoteType

TABLE: Final = "table"
FORMATS: Final = (TABLE, "json", "jsonl", "csv", "xlsx", "parquet", "sqlite", "brat", "labelstudio")
"""Formats of records: the table and the keys of ``writers.FORMATS``, which is not imported for ``--help``."""
GOLD_FORMATS: Final = ("jsonl", "brat", "labelstudio")
"""Formats of annotated articles: the keys of ``evaluation.formats.FORMATS``."""


def one_of(names: Sequence[str]) -> Callable[[str], str]:
    """Return a parser of an option that takes one of these formats.

    It raises typer.BadParameter for any other value, and says what to use instead of a format that was removed.
    """

    def name(value: str) -> str:
        if value in names:
            return value
        raise typer.BadParameter(removal(value) or f"{value!r} is not one of {', '.join(map(repr, names))}.")

    return name


class TallyFormat(str, Enum):
    """Formats of tallies of speakers."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


class CheckFormat(str, Enum):
    """How a check is written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    HTML = "html"

    @classmethod
    def of(cls, asked: CheckFormat | None, output: Path | None) -> CheckFormat:
        """The format that is asked for, or that of the output's suffix; else the table."""
        suffix = output.suffix.lower().lstrip(".") if output else ""
        return asked or (cls(suffix) if suffix in [one.value for one in cls] else cls.TABLE)


class EngineChoice(str, Enum):
    """Engines that mine many articles."""

    LOCAL = "local"
    RAY = "ray"


class ActChoice(str, Enum):
    """Acts to write."""

    SPEECH = "speech"
    ALL = "all"

    def acts(self) -> frozenset[Act] | None:
        """The acts to keep; None keeps all."""
        return frozenset({"speech"}) if self is ActChoice.SPEECH else None


@dataclass(frozen=True, slots=True)
class Show:
    """Options of the table: ``wide`` shows all fields, ``context`` the words around each quote, ``highlight`` the
    article with its quotes marked, in place of the table."""

    wide: bool = False
    context: bool = False
    highlight: bool = False

    @property
    def needs_text(self) -> bool:
        """True if records need their text."""
        return self.context or self.highlight

    def check(self, format: str) -> None:
        """Raise typer.BadParameter if options contradict each other or the format."""
        if self.highlight and (self.wide or self.context):
            other = "--wide" if self.wide else "--context"
            raise typer.BadParameter(f"it does not go with {other}; run the command twice.", param_hint="'--highlight'")
        asked = [f"--{name}" for name in ("wide", "context", "highlight") if getattr(self, name)]
        if asked and format != TABLE:
            message = f"it goes with the table only, not with {format}, which has every field; leave one out."
            raise typer.BadParameter(message, param_hint=f"'{asked[0]}'")


def parse_types(listed: str) -> frozenset[QuoteType]:
    """Parse a list of types with commas. Raise typer.BadParameter if one is unknown or the list is empty."""
    known = get_args(QuoteType)
    names = [name.strip().lower() for name in listed.split(",") if name.strip()]
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        got = ", ".join(map(repr, unknown)) or "nothing"
        raise typer.BadParameter(f"{got} given; give one or more of {','.join(known)}.", param_hint="'--types'")
    return frozenset(cast("list[QuoteType]", names))


def check_output(files: Iterable[str], output: Path | None, option: str = "--output") -> None:
    """Raise typer.BadParameter if the output of ``option`` is one of the inputs, under whatever name, or has the suffix
    of a packed file."""
    if output and output.suffix.lower() in PACKED:
        raise typer.BadParameter(
            f"nothing is written packed: leave out {output.suffix}, and pack the file afterwards.",
            param_hint=f"'{option}'",
        )
    if not output or str(output) == "-" or not output.is_file():  # a device can be both
        return
    for file in files:
        try:
            stat = os.fstat(sys.stdin.fileno()) if file == "-" else os.stat(file)
            same = os.path.samestat(stat, os.stat(output))
        except (OSError, ValueError):  # no such file, or no real standard input, as in tests
            continue
        if same:
            raise typer.BadParameter(
                f"{output} is one of the inputs and would be overwritten; give another file.", param_hint=f"'{option}'"
            )


def check_named(output: Path | None, option: str = "--output") -> None:
    """Raise typer.BadParameter if the output of ``option`` is standard output, for commands that write files only."""
    if output and str(output) == "-":
        raise typer.BadParameter("this is not written to standard output; give a name.", param_hint=f"'{option}'")


def check_evaluation(
    predictions: Path | None,
    compare: tuple[Path, Path] | None,
    errors: Path | None,
    model: Path | None,
    threads: int | None,
) -> None:
    """Raise typer.BadParameter if options of ``evaluate`` contradict each other."""
    if compare and (predictions or errors):
        option = "--predictions" if predictions else "--errors"
        raise typer.BadParameter(f"it does not go with {option}; run the command twice.", param_hint="'--compare'")
    if (compare or predictions) and (model or threads):
        option, file = "--model" if model else "--threads", "--compare" if compare else "--predictions"
        raise typer.BadParameter(f"nothing is extracted with {file}; leave one out.", param_hint=f"'{option}'")


def check_run_format(format: str | None) -> None:
    """Raise typer.BadParameter if the format of a run is the table."""
    if format == TABLE:
        raise typer.BadParameter("the result of a run is for programs; give another format.", param_hint="'--format'")


def check_engine(engine: EngineChoice, format: str | None, out: Path, ray_address: str | None) -> None:
    """Raise typer.BadParameter if options contradict the engine."""
    if engine is EngineChoice.LOCAL:
        if ray_address is not None:
            raise typer.BadParameter("only --engine ray has a cluster; leave it out.", param_hint="'--ray-address'")
        return
    if format not in (None, "parquet"):
        raise typer.BadParameter("--engine ray writes parquet; convert it, or leave this out.", param_hint="'--format'")
    from quoteminer.writers import FORMATS

    if out.suffix.lower() in {suffix for one in FORMATS.values() for suffix in one.suffixes}:
        raise typer.BadParameter(
            f"--engine ray writes a folder of Parquet files, not a {out.suffix} file; give a folder.",
            param_hint="'--out'",
        )


def each_with_option(arguments: list[str], option: str) -> list[str]:
    """The arguments with an option in front of each value behind it, up to the next option."""
    found: list[str] = []
    last = ""
    for at, one in enumerate(arguments):
        if one == "--":
            return found + arguments[at:]
        if one.startswith("-") and one != "-":
            last = one
            found += [] if one == option and at + 1 < len(arguments) else [one]
        else:
            found += [option, one] if last == option else [one]
    return found
