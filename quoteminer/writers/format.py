"""What is known of a format, and how it is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from quoteminer.output.files import whole_bytes, whole_file, whole_folder, whole_path
from quoteminer.output.writer import Writer
from quoteminer.records import ArticleRecord

Target = Literal["text", "bytes", "file", "folder"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of records.

    ``make`` makes a writer from its target: a stream of text, a stream of bytes, the path of an empty file, an empty
    folder. It raises DependencyError where a library that only this format needs is not installed. ``suffixes``: of
    the files that are written in it, the first one by default. ``needs_text``: it holds the articles themselves, so
    that records need their text. ``beside`` gives further files that it needs: the end of the name, which takes the
    place of its last suffix, and the content.
    """

    make: Callable[[Any], Writer[ArticleRecord]]
    suffixes: tuple[str, ...]
    target: Target = "text"
    needs_text: bool = False
    beside: Callable[[], Mapping[str, str]] | None = None

    @contextmanager
    def open(self, path: str | Path) -> Iterator[Writer[ArticleRecord]]:
        """A writer to a file or, where that is its target, a folder, which is whole or not there. The block closes the
        writer; where it ends by an error, all that it wrote goes. Raises OutputError, DependencyError."""
        with self._target(path) as target:
            writer = self.make(target)
            try:
                yield writer
            except BaseException:
                writer.abandon()
                raise
        if self.beside and Path(path).is_file():  # not beside a device or a pipe
            for end, content in self.beside().items():
                with whole_file(Path(path).with_suffix(end)) as stream:
                    stream.write(content)

    @contextmanager
    def _target(self, path: str | Path) -> Iterator[Any]:
        opened = {"text": whole_file, "bytes": whole_bytes, "file": whole_path, "folder": whole_folder}[self.target]
        with opened(path) as target:
            yield target
