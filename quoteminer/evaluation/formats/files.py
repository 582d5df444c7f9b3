"""Files of annotated articles: find them, read their text, name the place of an error."""

from __future__ import annotations

import glob
import gzip
import json
import os
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from quoteminer.errors import GoldError, no_such_file
from quoteminer.text.encoding import stream_encoding

GZIP: Final = ".gz"
BOM: Final = "\ufeff"
JSON: Final = frozenset({".jsonl", ".ndjson", ".json"})
ANN: Final = ".ann"
TXT: Final = ".txt"
SUFFIXES: Final = JSON | {ANN, TXT}
"""Suffixes of the files that are read in a folder."""
_GZIP_MAGIC: Final = b"\x1f\x8b"
_BAD_BYTE: Final = re.compile("[\udc80-\udcff]")
"""Bytes that are not UTF-8, as the error handler surrogateescape decodes them."""


@dataclass(frozen=True, slots=True)
class GoldFile:
    """A file of annotated articles, packed by gzip or not. ``name`` is the id of an article that has none: the file's
    name, or its path in the folder that was given, without suffix."""

    path: Path
    name: str

    @property
    def suffix(self) -> str:
        """The suffix in lower case, without ``.gz``."""
        return _suffix(self.path)

    def at(self, place: str) -> str:
        """Return the path with a place in the file ("line 3"); empty stands for the whole file."""
        return f"{self.path}, {place}" if place else str(self.path)

    def error(self, reason: object, place: str = "") -> GoldError:
        """Return the error for the file, or for a place in it."""
        return GoldError(f"{self.at(place)}: {reason}")

    def text(self) -> str:
        """Read the file; line ends and a byte order mark of UTF-8 stay. Raises GoldError."""
        text = self._read()
        self._check_bytes(text, 1)
        return text

    def json(self) -> Any:
        """Read the whole file as one JSON value. Raises GoldError."""
        return self.parse(self._read().removeprefix(BOM))

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield the lines that are not blank, each with its number from 1, for `parse`. Raises GoldError."""
        for number, line in enumerate(self._read().removeprefix(BOM).split("\n"), start=1):
            if line.strip():
                yield number, line

    def parse(self, text: str, line: int | None = None) -> Any:
        """Parse JSON text: that of a line, or of the whole file. Raises GoldError with line and column."""
        self._check_bytes(text, line or 1)
        try:
            return json.loads(text)
        except json.JSONDecodeError as error:
            reason = f"is no JSON ({error.msg}). Mend it, or take it out."
            raise self.error(reason, f"line {line or error.lineno}, column {error.colno}") from None
        except (ValueError, RecursionError) as error:
            reason = f"is no JSON that can be read ({error}). Mend it, or take it out."
            raise self.error(reason, f"line {line}" if line else "") from None

    def _check_bytes(self, text: str, first_line: int) -> None:
        if found := _BAD_BYTE.search(text):
            *before, last = text[: found.start()].split("\n")
            place = f"line {first_line + len(before)}, column {len(last) + 1}"
            raise self.error(f"byte 0x{ord(found[0]) - 0xDC00:02x} is no UTF-8. Save the file as UTF-8.", place)

    def _read(self) -> str:
        try:
            data = self.path.read_bytes()
            data = gzip.decompress(data) if data.startswith(_GZIP_MAGIC) else data
            wide = stream_encoding(data)
            return data.decode(wide) if wide else data.decode("utf-8", "surrogateescape")
        except FileNotFoundError:
            reason = no_such_file()
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            reason = f"is no whole gzip file ({error}). Pack it again, or give it unpacked."
        except UnicodeDecodeError as error:
            reason = f"is no {error.encoding.upper()} ({error.reason}). Save the file as UTF-8."
        except (OSError, ValueError) as error:  # ValueError: a NUL byte in the name
            reason = f"can't be read ({getattr(error, 'strerror', None) or error}). Check its name and its rights."
        raise self.error(reason)


def find_files(paths: Iterable[str | Path]) -> Iterator[GoldFile | GoldError]:
    """Yield the files that the paths stand for, in the order of the paths; those of a folder or a glob are sorted.
    Hidden files in a folder, and texts of ``.ann`` files, are left out. A path of no file yields a GoldError."""
    for path in map(Path, paths):
        try:
            if path.is_dir():
                yield from _in_folder(path)
            elif path.exists() or not glob.has_magic(str(path)):
                yield GoldFile(path, _unpacked(path).stem)
            else:
                yield from _matching(str(path))
        except (OSError, ValueError) as error:  # a folder without rights; ValueError: a NUL byte in the name
            yield GoldError(f"{path}: can't be read ({error}). Check its name and its rights.")


def paths_read(paths: Iterable[str | Path]) -> Iterator[Path]:
    """Yield every file that is read for the paths: those of `find_files`, and the texts of annotations."""
    for file in find_files(paths):
        if isinstance(file, GoldFile):
            yield file.path
            if file.suffix == ANN and (text := text_of(file.path)):
                yield text


def text_of(annotations: Path) -> Path | None:
    """Find the text of an ``.ann`` file: beside it under the same name or, as in PolNeAR, in a folder ``text`` beside
    its own, where the name may lack the annotator's ``_xxxx``."""
    stem, polnear = _unpacked(annotations).stem, annotations.parent.parent / "text"
    places = [(annotations.parent, stem), (polnear, stem), (polnear, stem.rpartition("_")[0] or stem)]
    candidates = (folder / (name + suffix) for folder, name in places for suffix in (TXT, TXT + GZIP))
    return next((path for path in candidates if path.is_file()), None)


def annotations_of(text: Path) -> Path | None:
    """Find the ``.ann`` file beside a text."""
    candidates = (text.with_name(_unpacked(text).stem + suffix) for suffix in (ANN, ANN + GZIP))
    return next((path for path in candidates if path.is_file()), None)


def _in_folder(folder: Path) -> Iterator[GoldFile | GoldError]:
    below = [path for path in sorted(folder.rglob("*")) if _suffix(path) in SUFFIXES and path.is_file()]
    shown = [path for path in below if not any(part.startswith(".") for part in path.relative_to(folder).parts)]
    texts = {text_of(path) for path in shown if _suffix(path) == ANN}
    kept = [path for path in shown if path not in texts]
    if not kept:
        yield GoldError(f"{folder}: has no file that can be read. Give one with {', '.join(sorted(SUFFIXES))}.")
    for path in kept:
        yield GoldFile(path, path.relative_to(folder).with_name(_unpacked(path).stem).as_posix())


def _matching(pattern: str) -> Iterator[GoldFile | GoldError]:
    matches = sorted(map(Path, glob.glob(pattern, recursive=True)))
    if not matches:
        yield GoldError(f"{pattern}: matches no file. Check the name and the folder ({os.getcwd()}).")
    for path in matches:
        if path.is_dir() and "**" not in pattern:  # with **, its files match as well
            yield from _in_folder(path)
        elif path.is_file() and (_suffix(path) != TXT or annotations_of(path) is None):
            yield GoldFile(path, _unpacked(path).stem)


def _suffix(path: Path) -> str:
    return _unpacked(path).suffix.lower()


def _unpacked(path: Path) -> Path:
    """Return the path without ``.gz``."""
    return path.with_suffix("") if path.suffix.lower() == GZIP else path
