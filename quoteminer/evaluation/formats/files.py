"""Files of annotated articles: finding them, reading their text, and naming a location in an error."""

from __future__ import annotations

import glob
import gzip
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from quoteminer.errors import GoldError

GZIP: Final = ".gz"
BOM: Final = "\ufeff"
JSON: Final = frozenset({".jsonl", ".ndjson", ".json"})
ANN: Final = ".ann"
TXT: Final = ".txt"
SUFFIXES: Final = JSON | {ANN, TXT}
"""Suffixes of the files that are read in a folder."""
_POLNEAR_TEXTS: Final = "text"
"""PolNeAR has its texts in this folder, beside the one of the annotations."""
_WIDE: Final = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_GZIP_MAGIC: Final = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class SourceLocation:
    """A file, or a line of it. ``line`` counts from 1; None is the whole file."""

    path: str
    line: int | None = None

    def __str__(self) -> str:
        return self.path if self.line is None else f"{self.path}, line {self.line}"

    def error(self, reason: str, column: int | None = None) -> GoldError:
        """Return the error to raise for something wrong here; ``column`` counts characters from 1."""
        return GoldError(f"{self}{'' if column is None else f', column {column}'}: {reason}")


@dataclass(frozen=True, slots=True)
class GoldFile:
    """A file of annotated articles, packed by gzip or not.

    ``name`` is the id of an article that has none: the file's name, or its path in the folder that was given, without
    suffix.
    """

    path: Path
    name: str

    @property
    def suffix(self) -> str:
        """The suffix in lower case, without ``.gz``."""
        return _suffix(self.path)

    def at(self, line: int | None = None) -> SourceLocation:
        """Return a location in this file."""
        return SourceLocation(str(self.path), line)

    def text(self) -> str:
        """Read the whole file. Line ends stay as they are, and so does a byte order mark, as U+FEFF.

        Raises:
            GoldError: the file can't be opened or unpacked, or is not UTF-8 (or UTF-16 or UTF-32 with a mark).
        """
        data = self._bytes()
        return decoded(data, self.at(), next((name for mark, name in _WIDE if data.startswith(mark)), "utf-8"))

    def json(self) -> Any:
        """Read the whole file as one JSON value. Raises GoldError, as `text`, or if it is no JSON."""
        return parse_json(self.text().removeprefix(BOM), self.at())

    def lines(self) -> Iterator[tuple[SourceLocation, bytes]]:
        """Yield the lines that are not blank, each with its location, as UTF-8 to be `decoded`, so that a broken line
        costs no other. Raises GoldError, as `text`."""
        data = self._bytes()
        if any(data.startswith(mark) for mark, _ in _WIDE):
            data = self.text().encode("utf-8")
        for number, line in enumerate(data.removeprefix(BOM.encode()).split(b"\n"), start=1):
            if line.strip():
                yield self.at(number), line.removesuffix(b"\r")

    def _bytes(self) -> bytes:
        try:
            data = self.path.read_bytes()
            return gzip.decompress(data) if data.startswith(_GZIP_MAGIC) else data
        except FileNotFoundError:
            reason = f"there is no such file. Check the name and the folder ({os.getcwd()})."
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            reason = f"is no whole gzip file ({error}). Pack it again, or give it unpacked."
        except (OSError, ValueError) as error:  # ValueError: a NUL byte in the name
            reason = f"can't be read ({getattr(error, 'strerror', None) or error}). Check its name and its rights."
        raise self.at().error(reason)


def parse_json(text: str, location: SourceLocation, *, before: int = 0) -> Any:
    """Parse JSON text, which ``before`` characters precede in its line. Raises GoldError with line and column."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = SourceLocation(location.path, error.lineno) if location.line is None else location
        raise where.error(f"is no JSON ({error.msg}). Mend it, or take it out.", before + error.colno) from None
    except (ValueError, RecursionError) as error:
        raise location.error(f"is no JSON that can be read ({error}). Mend it, or take it out.") from None


def decoded(data: bytes, location: SourceLocation, encoding: str = "utf-8") -> str:
    """Decode a line, or a file. Raises GoldError with line and column."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start]
        where, column = location, None
        if encoding == "utf-8":
            where = SourceLocation(location.path, location.line or before.count(b"\n") + 1)
            column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        reason = f"byte 0x{data[error.start]:02x} is no {encoding.upper()}. Save the file as UTF-8."
        raise where.error(reason, column) from None


def find_files(paths: Iterable[str | Path]) -> Iterator[GoldFile | GoldError]:
    """Yield the files that the paths stand for, in the order of the paths; those of a folder or a glob are sorted.

    In a folder, files with one of `SUFFIXES` are taken, packed ones too, but neither hidden files nor texts whose
    annotations are in an ``.ann`` file. A path that stands for no file yields a GoldError.
    """
    for path in map(Path, paths):
        try:
            if path.is_dir():
                yield from _in_folder(path)
            elif path.exists() or not glob.has_magic(str(path)):
                yield GoldFile(path, _stem(path))
            else:
                yield from _matching(str(path))
        except (OSError, ValueError) as error:  # a folder without rights; ValueError: a NUL byte in the name
            yield SourceLocation(str(path)).error(f"can't be read ({error}). Check its name and its rights.")


def paths_read(paths: Iterable[str | Path]) -> Iterator[Path]:
    """Yield every file that is read for the paths: those of `find_files`, and the texts of annotations."""
    for file in find_files(paths):
        if isinstance(file, GoldFile):
            yield file.path
            text = text_of(file.path) if file.suffix == ANN else None
            if text is not None:
                yield text


def text_of(annotations: Path) -> Path | None:
    """Find the text of an ``.ann`` file: beside it under the same name or, as in PolNeAR, in a folder ``text`` beside
    its own, where the name may lack the annotator's ``_xxxx``. None if there is none."""
    stem = _stem(annotations)
    folders = (annotations.parent, annotations.parent.parent / _POLNEAR_TEXTS)
    names = [(folders[0], stem), (folders[1], stem), (folders[1], stem.rpartition("_")[0])]
    candidates = (folder / (name + suffix) for folder, name in names if name for suffix in (TXT, TXT + GZIP))
    return next((path for path in candidates if path.is_file()), None)


def annotations_of(text: Path) -> Path | None:
    """Find the ``.ann`` file beside a text; None if there is none."""
    candidates = (text.with_name(_stem(text) + suffix) for suffix in (ANN, ANN + GZIP))
    return next((path for path in candidates if path.is_file()), None)


def _in_folder(folder: Path) -> Iterator[GoldFile | GoldError]:
    below = [path for path in sorted(folder.rglob("*")) if _suffix(path) in SUFFIXES and path.is_file()]
    shown = [path for path in below if not any(part.startswith(".") for part in path.relative_to(folder).parts)]
    texts = {text_of(path) for path in shown if _suffix(path) == ANN}
    kept = [path for path in shown if path not in texts]
    if not kept:
        reason = f"has no file that can be read. Give one with {', '.join(sorted(SUFFIXES))}."
        yield SourceLocation(str(folder)).error(reason)
    for path in kept:
        yield GoldFile(path, path.relative_to(folder).with_name(_stem(path)).as_posix())


def _matching(pattern: str) -> Iterator[GoldFile | GoldError]:
    matches = sorted(map(Path, glob.glob(pattern, recursive=True)))
    if not matches:
        yield SourceLocation(pattern).error(f"matches no file. Check the name and the folder ({os.getcwd()}).")
    for path in matches:
        if path.is_dir() and "**" not in pattern:  # with **, its files match as well
            yield from _in_folder(path)
        elif path.is_file() and (_suffix(path) != TXT or annotations_of(path) is None):
            yield GoldFile(path, _stem(path))


def _suffix(path: Path) -> str:
    suffix = path.suffix.lower()
    return path.with_suffix("").suffix.lower() if suffix == GZIP else suffix


def _stem(path: Path) -> str:
    return path.with_suffix("").stem if path.suffix.lower() == GZIP else path.stem
