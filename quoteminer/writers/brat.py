"""brat: a folder with two files an article, the text and its annotations. What stands in them is told in
evaluation/formats/brat.py, which reads them back.

The first thousand articles stand in the folder itself, each thousand more in a folder of its own below it
(``001001-002000``): folders of a hundred thousand files are slow everywhere, and brat lists a folder at once. The
configuration stands in the upper one and holds for those below.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from quoteminer.errors import OutputError
from quoteminer.evaluation.formats import FORMATS as GOLD_FORMATS
from quoteminer.evaluation.formats.brat_write import EXTRAS, files
from quoteminer.evaluation.formats.write import file_stem
from quoteminer.evaluation.gold import from_record
from quoteminer.output.writer import Writer
from quoteminer.records import ArticleRecord
from quoteminer.writers.given import article_text

A_FOLDER: Final = 1000
"""Articles in one folder."""


class BratWriter(Writer[ArticleRecord]):
    """Two files an article.

    Args:
        folder: where to; it is there and empty.
    """

    def __init__(self, folder: Path) -> None:
        self._top = self._folder = folder
        self._count = 0
        self._taken: set[str] = set()
        for name, content in EXTRAS.items():
            _save(folder / name, content)

    def write(self, record: ArticleRecord) -> None:
        article = from_record(record, article_text(record, "brat"))
        fault = GOLD_FORMATS["brat"].fault(article)
        if fault:
            raise OutputError(f"{record.id}: {fault}. It is left out.")
        if self._count and self._count % A_FOLDER == 0:
            self._next_folder()
        self._count += 1
        path = self._folder / file_stem(record.id, self._taken)
        for suffix, content in files(article, path.relative_to(self._top).as_posix()).items():
            _save(path.with_name(path.name + suffix), content)

    def _next_folder(self) -> None:
        self._folder = self._top / f"{self._count + 1:06d}-{self._count + A_FOLDER:06d}"
        self._folder.mkdir()
        self._taken = set()


def _save(path: Path, content: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(content)
