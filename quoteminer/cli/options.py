"""Groups of arguments and options that belong together, and their checks."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Final, NoReturn, cast

import typer

from quoteminer.errors import ConfigError, InputError
from quoteminer.inputs import STDIN, Input, Meter, ReadOptions, is_many, paths_read, read_inputs
from quoteminer.inputs.unpack import PACKED
from quoteminer.records import Acts, Selection, Types

TABLE: Final = "table"


@dataclass(frozen=True, slots=True)
class Tools:
    """The model (see `find_model`), threads of its network (None: all cores), a file of known
    people."""

    model: str | None = None
    threads: int | None = None
    people: Path | None = None


@dataclass(frozen=True, slots=True)
class InputFiles:
    paths: Sequence[str]
    options: ReadOptions

    @property
    def is_many(self) -> bool:
        """True if there may be more articles than paths."""
        return any(map(is_many, self.paths))

    def read(
        self,
        tell: Callable[[str], None],
        meter: Meter | None = None,
        *,
        without: Sequence[Path] = (),
    ) -> Iterator[Input | InputError]:
        return read_inputs(
            self.paths, replace(self.options, tell=tell), meter=meter, without=without
        )

    def files(self, *more: Path | None) -> Iterator[str]:
        """Yield the paths, and the names of all files to read and of ``more`` files, for
        `check_output`."""
        yield from (str(path) for path in more if path)
        yield from self.paths
        yield from map(str, paths_read(self.paths))


@dataclass(frozen=True, slots=True)
class Show:
    wide: bool = False
    context: bool = False
    highlight: bool = False
    all: bool = False

    def check(self, format: str) -> None:
        """Refuse options that contradict each other or the format."""
        options = [f"--{name}" for name in self.__slots__ if getattr(self, name)]
        if self.highlight and len(options) > 1:
            refuse("--highlight", f"it can't be combined with {options[0]}; run the command twice.")
        if options and format != TABLE:
            refuse(
                options[0],
                f"it works only with the table, not with {format}, which has every field.",
            )


def refuse(option: str, why: str) -> NoReturn:
    raise typer.BadParameter(why, param_hint=f"'{option}'")


def selection(types: str, acts: str, min_confidence: float) -> Selection:
    try:
        return Selection(cast("Types", types), cast("Acts", acts), min_confidence)
    except ConfigError as error:
        raise typer.BadParameter(str(error)) from None


def check_output(
    files: Iterable[str], output: Path | None, option: str = "--output", *, stdout: bool = True
) -> None:
    """Refuse an output that is one of the inputs (under any name) or a file of a run among them, or
    has the suffix of a packed file. With ``stdout=False``, for commands that only write files,
    refuse standard output as well.
    """
    if output and str(output) == STDIN and not stdout:
        refuse(option, "this can't be written to standard output; give a file.")
    if output and output.suffix.lower() in PACKED:
        refuse(
            option,
            f"the output can't be packed: leave out {output.suffix}, and pack the file afterwards.",
        )
    if not output or str(output) == STDIN or not output.is_file():  # a device can be both
        return
    for file in chain.from_iterable(map(_with_run_files, files)):
        try:
            stat = os.fstat(sys.stdin.fileno()) if file == STDIN else os.stat(file)
            same = os.path.samestat(stat, os.stat(output))
        except (OSError, ValueError):  # no such file, or no real standard input, as in tests
            continue
        if same:
            refuse(
                option,
                f"{output} is one of the inputs and would be overwritten; give another file.",
            )


def _with_run_files(path: str) -> Iterator[str]:
    """Yield a path; if it is the folder of a run, the files that are read from it; and the
    corrections beside it."""
    from quoteminer.output.run.corrections import Corrections
    from quoteminer.output.run.run_paths import PARTS, RUN

    yield from (path, os.path.join(path, RUN), os.path.join(path, PARTS))
    for folder in (os.path.join(path, PARTS), Corrections(path).folder):
        with suppress(OSError, ValueError):  # most have none
            yield from (file.path for file in os.scandir(folder))
