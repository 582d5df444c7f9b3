"""Files of annotated articles: find them, read their text, and the offsets and speakers of annotation tools.

A program may count an emoji as one character (code points) or as two (UTF-16 units: Java, JavaScript), a line end of
two characters as one, and a byte order mark as one or none. A file does not say how it counts; the words beside the
offsets do. A speaker is a line of text that people can read and change: ``0 person: Ana Pinto``.
"""

from __future__ import annotations

import glob
import gzip
import json
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, Final, cast

from quoteminer.errors import GoldError, no_such_file
from quoteminer.evaluation.gold import GoldSpeaker
from quoteminer.text.encoding import stream_encoding
from quoteminer.types import Span, SpeakerKind

GZIP: Final = ".gz"
BOM: Final = "\ufeff"
JSON: Final = frozenset({".jsonl", ".ndjson", ".json"})
ANN: Final = ".ann"
TXT: Final = ".txt"
SUFFIXES: Final = JSON | {ANN, TXT}  # suffixes of the files that are read in a folder
_GZIP_MAGIC: Final = b"\x1f\x8b"
_BAD_BYTE: Final = re.compile("[\udc80-\udcff]")
"""Bytes that are not UTF-8, as the error handler surrogateescape decodes them."""
_SPELT_OUT = re.compile(r"\\[nr]")  # line ends as Label Studio writes them in the words of a region
_SPEAKER = re.compile(r"(?:(-?\d+) (person|org|unnamed): )?(.+)")


@dataclass(frozen=True, slots=True)
class GoldFile:
    """A file, packed by gzip or not. ``name``, its path without suffix, is the id of an article that has none."""

    path: Path
    name: str

    @property
    def suffix(self) -> str:
        """The suffix in lower case, without ``.gz``."""
        return _suffix(self.path)

    def at(self, place: str) -> str:
        return f"{self.path}, {place}" if place else str(self.path)

    def error(self, reason: object, place: str = "") -> GoldError:
        """Return the error for the file, or for a place in it ("line 3")."""
        return GoldError(f"{self.at(place)}: {reason}")

    def pair(self) -> tuple[GoldFile, GoldFile]:
        """Return an ``.ann`` file and its text, of which this is one. Raises GoldError if the other is missing."""
        annotations = annotations_of(self.path) if self.suffix == TXT else self.path
        if annotations is None:
            raise self.error(f"has no {ANN} file beside it. Annotate it in brat, or take it out.")
        text = text_of(annotations)
        if text is None:
            name = annotations.name.replace(ANN, TXT)
            raise self.error(f"its text is missing. Put {name} beside it, the text that was annotated.")
        return GoldFile(annotations, self.name), GoldFile(text, self.name)

    def text(self) -> str:
        """Read the file; line ends and a byte order mark of UTF-8 stay. Raises GoldError."""
        text = self._read()
        self._check_bytes(text, 1)
        return text

    def json(self) -> Any:
        """Read the whole file as one JSON value."""
        return self.parse(self._read().removeprefix(BOM))

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield the lines that are not blank, each with its number from 1, for `parse`."""
        lines = enumerate(self._read().removeprefix(BOM).split("\n"), start=1)
        return ((number, line) for number, line in lines if line.strip())

    def parse(self, text: str, line: int | None = None) -> Any:
        """Parse the JSON of a line, or of the whole file. Raises GoldError with line and column."""
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
    """Yield the files of each path, sorted in a folder or a glob, without hidden files and texts of ``.ann`` files. A
    path of no file yields a GoldError."""
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
    """Yield every file that is read for the paths, with the texts of annotations."""
    for file in find_files(paths):
        if isinstance(file, GoldFile):
            yield file.path
            if file.suffix == ANN and (text := text_of(file.path)):
                yield text


def text_of(annotations: Path) -> Path | None:
    """Find the text of an ``.ann`` file: beside it or, as in PolNeAR, in ``../text``, maybe without ``_annotator``."""
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


def code_points(
    text: str, annotated: Sequence[tuple[str, Sequence[Span], str]], *, marked: bool = False
) -> list[list[Span]]:
    """Return the spans of annotations in code points, counted so that all spans cover the words beside them.

    ``annotated``: the name of each annotation in an error, its spans, and their words (empty: unknown). ``marked``: a
    byte order mark stood before the text. Raises GoldError if the words are not there, however offsets are counted.
    """
    misfits: list[int] = []
    for points in _point_maps(text, marked=marked):
        fits = (_covers(text, points, spans, words) for _, spans, words in annotated)
        misfit = next((at for at, fit in enumerate(fits) if not fit), None)
        if misfit is None:
            return [[(points[start], points[end]) for start, end in spans] for _, spans, _ in annotated]
        misfits.append(misfit)
    name, spans, words = annotated[misfits[0]]
    found = " ".join(text[max(start, 0) : max(end, 0)] for start, end in spans)
    raise GoldError(
        f"{name}: the text, which has {len(text)} characters, has {found[:40]!r} at {spans[0][0]}-{spans[-1][1]}, not "
        f"{words[:40]!r}. Check that it is the text that was annotated."
    )


def _point_maps(text: str, *, marked: bool) -> Iterator[dict[int, int]]:
    """Yield the possible maps from counted offsets to code points, the most common one (code points) first."""
    marks = (False, True) if marked else (False,)
    folds = (False, True) if "\r\n" in text else (False,)
    pairs = (False, True) if any(letter > "\uffff" for letter in text) else (False,)
    for mark, fold, pair in product(marks, folds, pairs):
        counted, points = int(mark), {0: 0}
        for point, letter in enumerate(text):
            if fold and letter == "\n" and text[point - 1 : point] == "\r":
                continue
            points[counted] = point
            counted += 2 if pair and letter > "\uffff" else 1
        yield {**points, counted: len(text)}


def _covers(text: str, points: dict[int, int], spans: Sequence[Span], words: str) -> bool:
    """Return True if the spans lie in the text and cover these words, white space aside."""
    if not all(start in points and end in points for start, end in spans):
        return False
    covered = "".join(text[points[start] : points[end]] for start, end in spans)
    one, other = ("".join(_SPELT_OUT.sub("", some.removeprefix(BOM)).split()) for some in (covered, words))
    return one == other or not other


def speaker_line(speaker: GoldSpeaker) -> str:
    """Return id, kind and name on one line."""
    return f"{speaker.id} {speaker.kind}: {_one_line(speaker.name)}"


def speaker_of_line(line: str, speakers: list[GoldSpeaker]) -> int | None:
    """Return the id of the speaker of a line, "0 person: Ana Pinto" or a name alone; None for an empty line. The name
    decides, because people change it; then the id. A new speaker is added, with the line's id if it is free."""
    found = _SPEAKER.fullmatch(_one_line(line))
    if not found:
        return None
    wanted, kind, name = None if found[1] is None else int(found[1]), found[2] or "person", found[3]
    named = [speaker.id for speaker in speakers if _one_line(speaker.name) == name]
    if named:
        return wanted if wanted in named else named[0]
    taken = {speaker.id for speaker in speakers}
    id = wanted if wanted is not None and wanted not in taken else max(taken, default=-1) + 1
    speakers.append(GoldSpeaker(id, name, cast("SpeakerKind", kind)))
    return id


def _one_line(text: str) -> str:
    return " ".join(text.split())
