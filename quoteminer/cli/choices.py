"""What the options of the command can be."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import cast, get_args

import typer

from quoteminer.inputs.packed import PACKED
from quoteminer.types import Act, QuoteType


class FormatChoice(str, Enum):
    """How the records are written: the table, or a key of ``writers.FORMATS``."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    SQLITE = "sqlite"
    BRAT = "brat"
    TEI = "tei"
    WEBANNOTATION = "webannotation"
    LABELSTUDIO = "labelstudio"
    PRODIGY = "prodigy"
    SCHEMAORG = "schemaorg"


class TallyFormat(str, Enum):
    """How the speakers of articles are written."""

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
    """What reads many articles."""

    LOCAL = "local"
    RAY = "ray"


class ActChoice(str, Enum):
    """Which acts are written."""

    SPEECH = "speech"
    ALL = "all"

    def acts(self) -> frozenset[Act] | None:
        """The acts to keep; None keeps all."""
        return frozenset({"speech"}) if self is ActChoice.SPEECH else None


@dataclass(frozen=True, slots=True)
class Show:
    """What the table shows besides: ``wide`` all fields, ``context`` the words around each quote, ``highlight`` the
    article with its quotes marked, in place of the table."""

    wide: bool = False
    context: bool = False
    highlight: bool = False

    @property
    def needs_text(self) -> bool:
        """Whether records need their text."""
        return self.context or self.highlight

    def check(self, format: str) -> None:
        """Raises typer.BadParameter where it contradicts itself or the format, which is no table."""
        if self.highlight and (self.wide or self.context):
            other = "--wide" if self.wide else "--context"
            raise typer.BadParameter(f"it does not go with {other}; run the command twice.", param_hint="'--highlight'")
        asked = [f"--{name}" for name in ("wide", "context", "highlight") if getattr(self, name)]
        if asked and format != "table":
            message = f"it goes with the table only, not with {format}, which has every field; leave one out."
            raise typer.BadParameter(message, param_hint=f"'{asked[0]}'")


class GoldFormat(str, Enum):
    """Formats of annotated articles; the keys of ``evaluation.formats.FORMATS``."""

    JSONL = "jsonl"
    BRAT = "brat"
    COFENET = "cofenet"
    CONLL = "conll"
    WEBANNO = "webanno"
    CITRON = "citron"
    LABELSTUDIO = "labelstudio"


def parse_types(listed: str) -> frozenset[QuoteType]:
    """The types of a list with commas. Raises typer.BadParameter where one is unknown or there is none."""
    known = get_args(QuoteType)
    names = [name.strip().lower() for name in listed.split(",") if name.strip()]
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        got = ", ".join(map(repr, unknown)) or "nothing"
        raise typer.BadParameter(f"{got} given; give one or more of {','.join(known)}.", param_hint="'--types'")
    return frozenset(cast("list[QuoteType]", names))


def check_output(files: Iterable[str], output: Path | None, option: str = "--output") -> None:
    """Raises typer.BadParameter where the output, which ``option`` names, would replace one of the inputs, under
    whatever name, or is named as if it were packed."""
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
    """Raises typer.BadParameter where the output, which ``option`` names, is standard output: for what is written to
    files only."""
    if output and str(output) == "-":
        raise typer.BadParameter("this is not written to standard output; give a name.", param_hint=f"'{option}'")


def check_evaluation(
    predictions: Path | None,
    compare: tuple[Path, Path] | None,
    errors: Path | None,
    model: Path | None,
    threads: int | None,
) -> None:
    """Raises typer.BadParameter where options of ``evaluate`` contradict each other."""
    if compare and (predictions or errors):
        option = "--predictions" if predictions else "--errors"
        raise typer.BadParameter(f"it does not go with {option}; run the command twice.", param_hint="'--compare'")
    if (compare or predictions) and (model or threads):
        option, file = "--model" if model else "--threads", "--compare" if compare else "--predictions"
        raise typer.BadParameter(f"nothing is extracted with {file}; leave one out.", param_hint=f"'{option}'")


def check_run_format(format: FormatChoice | None) -> None:
    """Raises typer.BadParameter where a run is to be written as a table."""
    if format is FormatChoice.TABLE:
        raise typer.BadParameter("the result of a run is for programs; give another format.", param_hint="'--format'")


def check_engine(engine: EngineChoice, format: FormatChoice | None, out: Path, ray_address: str | None) -> None:
    """Raises typer.BadParameter where options do not go with the engine."""
    if engine is EngineChoice.LOCAL:
        if ray_address is not None:
            raise typer.BadParameter("only --engine ray has a cluster; leave it out.", param_hint="'--ray-address'")
        return
    if format not in (None, FormatChoice.PARQUET):
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
