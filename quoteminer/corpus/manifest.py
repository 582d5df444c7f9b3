"""The manifest of a run: what it was asked for, and which parts of it are done. One JSON object a line: first the
settings, then a line for each part as it gets done, at the end ``finished``."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from quoteminer.errors import RunError
from quoteminer.output.files import explained, whole_file
from quoteminer.output.jsontext import dump

NAME: Final = "manifest.jsonl"
RECORDS: Final = "records"
FAILED: Final = "failed"
"""The folders of the parts' records and failures, beside it."""
VERSION: Final = 1
"""Of the layout of a run's folder."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a run: how many ``items`` of the input it is about, how many ``records`` came of them, how many quotes
    and words these have, how many items ``failed``, the ``size`` of the file of records in bytes, and the fingerprint
    of the input up to its last item."""

    number: int
    items: int
    records: int
    quotes: int
    words: int
    failed: int
    size: int
    input: str


class Manifest:
    """The manifest in a folder. ``settings`` is None where there is none yet.

    Raises:
        RunError: there is one that this version can't read.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self.settings: Mapping[str, Any] | None = None
        self.parts: list[Part] = []
        self.finished: Mapping[str, Any] | None = None
        self._load()

    def begin(self, settings: Mapping[str, Any]) -> None:
        """Write the first line. Raises OutputError."""
        self.settings = settings
        self.rewrite()

    def add(self, part: Part) -> None:
        """One more part is done, and its file in place. Raises OutputError."""
        self.parts.append(part)
        self._append(asdict(part))

    def finish(self, totals: Mapping[str, Any]) -> None:
        """All is done. Raises OutputError."""
        self.finished = totals
        self.rewrite()

    def rewrite(self) -> None:
        """Write all of it anew. Raises OutputError."""
        lines: list[Mapping[str, Any]] = [{"quoteminer_run": VERSION, "settings": self.settings}]
        lines += [asdict(part) for part in self.parts]
        lines += [{"finished": True, **self.finished}] if self.finished is not None else []
        with whole_file(self.path) as stream:
            stream.writelines(dump(line) + "\n" for line in lines)

    def _append(self, line: Mapping[str, Any]) -> None:
        try:
            with self.path.open("a", encoding="utf-8", newline="\n") as stream:
                stream.write(dump(line) + "\n")
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise explained(error, str(self.path)) from error

    def _load(self) -> None:
        try:
            lines = self.path.read_bytes().splitlines(keepends=True)
        except FileNotFoundError:
            return
        except OSError as error:
            raise RunError(f"{self.path}: can't be read ({error}).") from None
        whole = [line for line in lines if line.endswith(b"\n")]  # the last one may have been cut off by the end
        try:
            self._take([json.loads(line) for line in whole])
        except (ValueError, KeyError, TypeError) as error:
            raise RunError(
                f"{self.path}: is no manifest of a run ({error!r}). Give another folder, or delete that one."
            ) from None
        if len(whole) < len(lines):
            self.rewrite()

    def _take(self, lines: list[dict[str, Any]]) -> None:
        if not lines:
            return
        head, *rest = lines
        if head["quoteminer_run"] != VERSION:
            raise ValueError(f"its version is {head['quoteminer_run']}, {VERSION} is needed")
        self.settings = head["settings"]
        for line in rest:
            if line.pop("finished", False):
                self.finished = line
            else:
                self.parts.append(Part(**line))
                self.finished = None  # the input has grown since
