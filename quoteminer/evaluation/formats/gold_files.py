"""Find files of annotated articles, and read their text, which must be UTF-8, UTF-16 or UTF-32."""

from __future__ import annotations

import codecs
import glob
import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from quoteminer.errors import GoldError, InputError
from quoteminer.inputs import STDIN
from quoteminer.inputs.open_files import LONG_ROWS, PACKED, File, FoundFile, opened, suffix_and_stem

BOM: Final = "\ufeff"
JSON: Final = frozenset({".jsonl", ".ndjson", ".json"})
ANN: Final = ".ann"
TXT: Final = ".txt"
_ANN, _TXT = ([suffix + packed for packed in ("", *PACKED)] for suffix in (ANN, TXT))
SUFFIXES: Final = JSON | {ANN, TXT}  # suffixes of the files that are read in a folder
_BAD_BYTE: Final = re.compile("[\udc80-\udcff]")
"""Bytes that are not UTF-8, as the error handler surrogateescape decodes them."""


@dataclass(frozen=True, slots=True)
class GoldFile:
    """A file, which may be packed. ``name``, its path without suffix, is the id of an article without one."""

    path: Path
    name: str

    @property
    def suffix(self) -> str:
        """The suffix in lower case, without the suffix of the packing."""
        return _suffix(self.path)

    def at(self, place: str) -> str:
        return f"{self.path}, {place}" if place else str(self.path)

    def error(self, reason: object, place: str = "") -> GoldError:
        """Return the error for the file, or for a place in it ("line 3")."""
        return GoldError(f"{self.at(place)}: {reason}")

    def pair(self) -> tuple[GoldFile, GoldFile]:
        """Return the ``.ann`` file and the text file of this pair. Raises GoldError if the other one is missing."""
        annotations = annotations_of(self.path) if self.suffix == TXT else self.path
        if annotations is None:
            raise self.error(f"has no {ANN} file beside it. Annotate it in brat, or remove it.")
        text = text_beside(annotations)
        if text is None:
            name = annotations.name.replace(ANN, TXT)
            raise self.error(f"its text is missing. Put {name} beside it, the text that was annotated.")
        return GoldFile(annotations, self.name), GoldFile(text, self.name)

    def text(self) -> str:
        """Read the file, with its line ends and a UTF-8 byte order mark. Raises GoldError."""
        with self._opened() as file:
            text, marked = file.whole_text("strict"), file.head.startswith(codecs.BOM_UTF8)
        self._check_bytes(text, 1)
        return BOM + text if marked else text

    def json(self) -> Any:
        """Read the whole file as one JSON value."""
        with self._opened() as file:
            return self.parse(file.whole_text("strict"))

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield the lines that are not blank, each with its number from 1, for `parse`."""
        with self._opened() as file:
            for line in file.lines("strict"):
                if line.cut:
                    raise self.error("is too long. Give an article a line.", f"line {line.number}")
                if line.text.strip():
                    yield line.number, line.text.removesuffix("\n")

    def parse(self, text: str, line: int | None = None) -> Any:
        """Parse the JSON of a line, or of the whole file. Raises GoldError with line and column."""
        self._check_bytes(text, line or 1)
        try:
            return json.loads(text)
        except json.JSONDecodeError as error:
            reason = f"is not JSON ({error.msg}). Correct it, or remove it."
            raise self.error(reason, f"line {line or error.lineno}, column {error.colno}") from None
        except (ValueError, RecursionError) as error:
            reason = f"is not JSON that can be read ({error}). Correct it, or remove it."
            raise self.error(reason, f"line {line}" if line else "") from None

    def _check_bytes(self, text: str, first_line: int) -> None:
        if match := _BAD_BYTE.search(text):
            *before, last = text[: match.start()].split("\n")
            place = f"line {first_line + len(before)}, column {len(last) + 1}"
            raise self.error(f"byte 0x{ord(match[0]) - 0xDC00:02x} is not UTF-8. Save the file as UTF-8.", place)

    @contextmanager
    def _opened(self) -> Iterator[File]:
        if str(self.path) == STDIN:
            raise self.error("standard input is not read here. Give a file.")
        try:
            with opened(FoundFile(str(self.path), self.name), LONG_ROWS) as file:
                yield file
        except GoldError:
            raise
        except InputError as error:
            raise GoldError(str(error)) from None


def find_gold_files(paths: Iterable[str | Path]) -> Iterator[GoldFile | GoldError]:
    """Yield the files of each path, sorted in a folder or a glob, without hidden files and texts of ``.ann`` files. For
    a path without files, yield a GoldError."""
    for path in map(Path, paths):
        try:
            if path.is_dir():
                yield from _in_folder(path)
            elif path.exists() or not glob.has_magic(str(path)):
                yield GoldFile(path, _stem(path))
            else:
                yield from _matching(str(path))
        except (OSError, ValueError) as error:  # a folder without rights; ValueError: a NUL byte in the name
            yield GoldError(f"{path}: can't be read ({error}). Check its name and its permissions.")


def gold_paths(paths: Iterable[str | Path]) -> Iterator[Path]:
    """Yield every file that is read for the paths, with the texts of annotations."""
    for file in find_gold_files(paths):
        if isinstance(file, GoldFile):
            yield file.path
            if file.suffix == ANN and (text := text_beside(file.path)):
                yield text


def text_beside(annotations: Path) -> Path | None:
    """Find the text of an ``.ann`` file: beside it or, as in PolNeAR, in ``../text``, also without ``_annotator``."""
    stem, polnear = _stem(annotations), annotations.parent.parent / "text"
    places = [(annotations.parent, stem), (polnear, stem), (polnear, stem.rpartition("_")[0] or stem)]
    candidates = (folder / (name + suffix) for folder, name in places for suffix in _TXT)
    return next((path for path in candidates if path.is_file()), None)


def annotations_of(text: Path) -> Path | None:
    """Find the ``.ann`` file beside a text."""
    candidates = (text.with_name(_stem(text) + suffix) for suffix in _ANN)
    return next((path for path in candidates if path.is_file()), None)


def _in_folder(folder: Path) -> Iterator[GoldFile | GoldError]:
    below = [path for path in sorted(folder.rglob("*")) if _suffix(path) in SUFFIXES and path.is_file()]
    shown = [path for path in below if not any(part.startswith(".") for part in path.relative_to(folder).parts)]
    texts = {text_beside(path) for path in shown if _suffix(path) == ANN}
    kept = [path for path in shown if path not in texts]
    if not kept:
        yield GoldError(f"{folder}: has no file that can be read. Give one with {', '.join(sorted(SUFFIXES))}.")
    for path in kept:
        yield GoldFile(path, path.relative_to(folder).with_name(_stem(path)).as_posix())


def _matching(pattern: str) -> Iterator[GoldFile | GoldError]:
    matches = sorted(map(Path, glob.glob(pattern, recursive=True)))
    if not matches:
        yield GoldError(f"{pattern}: matches no file. Check the name and the folder ({os.getcwd()}).")
    for path in matches:
        if path.is_dir() and "**" not in pattern:  # with **, its files match as well
            yield from _in_folder(path)
        elif path.is_file() and (_suffix(path) != TXT or annotations_of(path) is None):
            yield GoldFile(path, _stem(path))


def _suffix(path: Path) -> str:
    return suffix_and_stem(path.name)[0]


def _stem(path: Path) -> str:
    return suffix_and_stem(path.name)[1]
