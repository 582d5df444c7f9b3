"""Find files of annotated articles, and read their text, which must be UTF-8, UTF-16 or UTF-32."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from quoteminer.errors import GoldError, InputError
from quoteminer.inputs import STDIN
from quoteminer.inputs.find_files import find
from quoteminer.inputs.open_files import LONG_ROWS, File, FoundFile, ignore, opened, suffix_and_stem
from quoteminer.inputs.unpack import PACKED

BOM: Final = "\ufeff"
JSON: Final = (".json", ".jsonl", ".ndjson")
ANN: Final = ".ann"
TXT: Final = ".txt"
# bytes that are not UTF-8, as surrogateescape decodes them
_BAD_BYTE: Final = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class GoldFile:
    """A file, which may be packed. ``name``, its path without suffix, is the id of an article
    without one."""

    path: Path
    name: str

    @property
    def suffix(self) -> str:
        """The suffix in lower case, without the suffix of the packing."""
        return suffix_and_stem(self.path.name)[0]

    def error(self, reason: object, place: str = "") -> GoldError:
        """Return the error for the file, or for a place in it ("line 3")."""
        return GoldError(f"{self.path}, {place}: {reason}" if place else f"{self.path}: {reason}")

    def pair(self) -> tuple[GoldFile, GoldFile]:
        """Return the ``.ann`` file and the text file of this pair. Raises GoldError if the other
        one is missing."""
        annotations = annotations_of(self.path) if self.suffix == TXT else self.path
        if annotations is None:
            raise self.error(
                f"has no {ANN} file beside it, so it is not annotated. Annotate it in brat, or give"
                " the records of extract --acts all --with-text."
            )
        text = text_beside(annotations)
        if text is None:
            name = annotations.name.replace(ANN, TXT)
            raise self.error(
                f"its text is missing. Put {name} beside it, the text that was annotated."
            )
        return GoldFile(annotations, self.name), GoldFile(text, self.name)

    def text(self) -> str:
        """Read the file, with its line ends and a UTF-8 byte order mark. Raises GoldError."""
        with self._opened() as file:
            most, marked = file.options.row_size, file.head.startswith(codecs.BOM_UTF8)
            text = file.text("strict").read(most + 1)
            if len(text) > most:
                raise file.error(f"has more than {most:,} characters. Split it.")
        self._check_bytes(text, 1)
        return BOM + text if marked else text

    def json(self) -> Any:
        """Read the whole file as one JSON value."""
        return self.parse(self.text().removeprefix(BOM))

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
            raise self.error(
                f"byte 0x{ord(match[0]) - 0xDC00:02x} is not UTF-8. Save the file as UTF-8.", place
            )

    @contextmanager
    def _opened(self) -> Iterator[File]:
        if str(self.path) == STDIN:
            raise self.error("standard input is not read here. Give a file.")
        try:
            with opened(FoundFile(str(self.path), self.name), LONG_ROWS) as file:
                yield file
        except InputError as error:
            raise GoldError(str(error)) from None


def find_gold_files(paths: Iterable[str | Path]) -> Iterator[GoldFile | GoldError]:
    """Yield the files of each path like `find`, without the texts of ``.ann`` files. For a path
    without files, yield a GoldError."""
    for path in paths:
        found = list(find(path, ignore, suffixes=(ANN, *JSON, TXT)))
        try:
            files = [file if isinstance(file, InputError) else _gold_file(file) for file in found]
            texts = {
                text_beside(file.path)
                for file in files
                if isinstance(file, GoldFile) and file.suffix == ANN
            }
        except (OSError, ValueError) as error:
            yield GoldError(f"{path}: can't be read ({error}). Check its name and its permissions.")
            continue
        for file in files:
            if isinstance(file, InputError):
                yield GoldError(str(file))
            elif file.path not in texts:
                yield file


def _gold_file(file: FoundFile) -> GoldFile:
    path = Path(file.source)
    return GoldFile(path, Path(file.stem).with_name(suffix_and_stem(path.name)[1]).as_posix())


def gold_paths(paths: Iterable[str | Path]) -> Iterator[Path]:
    """Yield every file that is read for the paths, with the texts of annotations."""
    for file in find_gold_files(paths):
        if isinstance(file, GoldFile):
            yield file.path
            if file.suffix == ANN and (text := text_beside(file.path)):
                yield text


def text_beside(annotations: Path) -> Path | None:
    """Find the text of an ``.ann`` file: beside it or, as in PolNeAR, in ``../text``, also without
    ``_annotator``."""
    stem, polnear = suffix_and_stem(annotations.name)[1], annotations.parent.parent / "text"
    places = (
        annotations.with_name(stem),
        polnear / stem,
        polnear / (stem.rpartition("_")[0] or stem),
    )
    return next(filter(None, (_with_suffix(place, TXT) for place in places)), None)


def annotations_of(text: Path) -> Path | None:
    """Find the ``.ann`` file beside a text."""
    return _with_suffix(text.with_name(suffix_and_stem(text.name)[1]), ANN)


def _with_suffix(stem: Path, suffix: str) -> Path | None:
    """Return the file, which may be packed, with this suffix."""
    candidates = (stem.with_name(stem.name + suffix + packed) for packed in ("", *PACKED))
    return next((path for path in candidates if path.is_file()), None)
