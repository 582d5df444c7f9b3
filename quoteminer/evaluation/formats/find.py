"""Which files the given paths stand for: files, folders with all that is below them, globs."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from quoteminer.errors import GoldError
from quoteminer.evaluation.formats.place import Place
from quoteminer.evaluation.formats.source import GZIP, GoldFile, suffix_of

JSON: Final = frozenset({".jsonl", ".ndjson", ".json"})
COLUMNS: Final = frozenset({".tsv", ".conll", ".conllu", ".bio", ".iob", ".iob2"})
ANN: Final = ".ann"
TXT: Final = ".txt"
SUFFIXES: Final = JSON | COLUMNS | {ANN, TXT}
"""What is read of a folder; other files in it are passed over."""
_TEXT_FOLDER: Final = "text"
"""Where PolNeAR has its texts, beside the folder with the annotations."""


def find_files(paths: Iterable[str | Path]) -> Iterator[GoldFile | GoldError]:
    """The files that the paths stand for, in the order of the paths; those of a folder or a glob sorted by their path.

    Of a folder, files with a suffix of `SUFFIXES` are taken, packed ones too, but no hidden ones and no text whose
    annotations stand in an ``.ann`` of the same folder or one below or beside it.

    Yields:
        A GoldError for each path that stands for no file; it says what to do.
    """
    for path in paths:
        try:
            yield from _of_path(Path(path))
        except (OSError, ValueError) as error:  # a folder without rights; ValueError: a NUL byte in the name
            yield Place(str(path)).error(f"can't be read ({error}). Check its name and its rights.")


def paths_read(paths: Iterable[str | Path]) -> Iterator[Path]:
    """Every file that is read for the paths: those of `find_files`, and the texts that belong to annotations."""
    for file in find_files(paths):
        if isinstance(file, GoldFile):
            yield file.path
            text = text_of(file.path) if file.suffix == ANN else None
            if text is not None:
                yield text


def text_of(annotations: Path) -> Path | None:
    """The text that an ``.ann`` file belongs to: beside it under the same name; else, as in PolNeAR, in a folder
    ``text`` beside its own, where the name may lack the ``_xxxx`` of the annotator. None where there is none."""
    stem = _stem(annotations)
    folders = (annotations.parent, annotations.parent.parent / _TEXT_FOLDER)
    names = [(folders[0], stem), (folders[1], stem), (folders[1], stem.rpartition("_")[0])]
    candidates = (folder / (name + suffix) for folder, name in names if name for suffix in (TXT, TXT + GZIP))
    return next((path for path in candidates if path.is_file()), None)


def annotations_of(text: Path) -> Path | None:
    """The ``.ann`` file beside a text; None where there is none."""
    candidates = (text.with_name(_stem(text) + suffix) for suffix in (ANN, ANN + GZIP))
    return next((path for path in candidates if path.is_file()), None)


def _of_path(path: Path) -> Iterator[GoldFile | GoldError]:
    if path.is_dir():
        yield from _in_folder(path)
    elif path.exists() or not glob.has_magic(str(path)):
        yield GoldFile(path, _stem(path))
    else:
        yield from _matching(str(path))


def _in_folder(folder: Path) -> Iterator[GoldFile | GoldError]:
    below = [path for path in _walk(folder) if suffix_of(path) in SUFFIXES]
    annotated = {text_of(path) for path in below if suffix_of(path) == ANN}
    kept = [path for path in below if path not in annotated]
    if not kept:
        yield Place(str(folder)).error(f"has no file that can be read. Give one with {', '.join(sorted(SUFFIXES))}.")
    for path in kept:
        yield GoldFile(path, path.relative_to(folder).with_name(_stem(path)).as_posix())


def _walk(folder: Path) -> Iterator[Path]:
    """The files below a folder that are not hidden, sorted by their path."""
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _walk(entry)
        elif entry.is_file():
            yield entry


def _matching(pattern: str) -> Iterator[GoldFile | GoldError]:
    matches = sorted(map(Path, glob.glob(pattern, recursive=True)))
    if not matches:
        yield Place(pattern).error(f"matches no file. Check the name and the folder ({os.getcwd()}).")
    for path in matches:
        if path.is_dir() and "**" not in pattern:  # with **, its files match as well
            yield from _in_folder(path)
        elif path.is_file() and (suffix_of(path) != TXT or annotations_of(path) is None):
            yield GoldFile(path, _stem(path))


def _stem(path: Path) -> str:
    return path.with_suffix("").stem if path.suffix.lower() == GZIP else path.stem
