"""Excel's .xlsx as a stream of rows: openpyxl reads the sheets row by row; the strings that they point to lie on the
disk, and no part is unpacked that is out of all proportion."""

from __future__ import annotations

import re
import tempfile
import warnings
import zipfile
from array import array
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, BinaryIO, Final

from quoteminer.errors import InputError, need
from quoteminer.inputs.file import File

EXTRA: Final = "xlsx"
WORKBOOK: Final = "xl/workbook.xml"
MOST_ROWS: Final = 1_048_576
"""Excel has no more."""
BOMB: Final = 100 << 20
RATIO: Final = 200
"""A part of more than `BOMB` bytes is not packed so well; ordinary sheets are to a tenth or a twentieth."""
_UNIT: Final = re.compile(rb"</?(?:\w+:)?(?:row|si)\b")
_TAIL: Final = 40


@contextmanager
def open_workbook(opened: BinaryIO, file: File, most: int) -> Iterator[Any]:
    """openpyxl's workbook, of which the sheets are read when their rows are.

    Args:
        opened: the file, to jump about in.
        file: for messages.
        most: bytes that a row, a string, or any part but sheets and strings may have.

    Raises:
        InputError: it is no workbook, damaged, or a part is too large. DependencyError.
    """
    excel = need("openpyxl.reader.excel", extra=EXTRA, what="Reading .xlsx")
    with closing(_Strings()) as strings:
        with explained(file), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and the like
            reader = excel.ExcelReader(opened, read_only=True, data_only=True, keep_links=False)
            reader.archive = _Archive(opened, file, most)
            reader.read_strings = lambda: strings.take(reader)
            reader.read()
        yield reader.wb


def rows_of(sheet: Any, file: File) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The rows of a sheet that are not empty, each with its number."""
    sheet.reset_dimensions()  # what the file says of its size need not be true
    numbered = enumerate(sheet.iter_rows(values_only=True), start=1)
    number = 0
    while True:
        with explained(file, f"sheet {sheet.title!r}, behind row {number}"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = next((pair for pair in numbered if pair[0] > MOST_ROWS or not _is_empty(pair[1])), None)
        if found is None:
            return
        number = found[0]
        if number > MOST_ROWS:
            raise file.error(f"has more than {MOST_ROWS:,} rows, as no sheet can.", f"sheet {sheet.title!r}")
        yield found


def _is_empty(row: tuple[Any, ...]) -> bool:
    return all(value is None or value == "" for value in row)


@contextmanager
def explained(file: File, place: str = "") -> Iterator[None]:
    """openpyxl's errors, of any class, as ours."""
    try:
        yield
    except InputError:
        raise
    except Exception as error:  # broken XML gets anywhere before it fails
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise file.error(f"is a damaged Excel file ({reason}). Open it in Excel and save it again.", place) from None


class _Archive(zipfile.ZipFile):
    """The parts of a workbook, none of which can become more than what is bearable."""

    def __init__(self, opened: BinaryIO, file: File, most: int) -> None:
        super().__init__(opened)
        self._of = file
        self._most = most

    def open(self, name: Any, *args: Any, **more: Any) -> Any:
        info = name if isinstance(name, zipfile.ZipInfo) else self.getinfo(name)
        if info.file_size > BOMB and info.file_size > RATIO * info.compress_size:
            raise self._of.error(
                f"its part {info.filename} would take {info.file_size:,} bytes, {RATIO} times what it has in the file, "
                "which no articles do. It is not read."
            )
        return _Part(super().open(name, *args, **more), info, self._of, self._most)


class _Part:
    """A part that is read: whole where it is small, else with an eye on how far rows and strings reach."""

    def __init__(self, stream: Any, info: zipfile.ZipInfo, file: File, most: int) -> None:
        self._stream = stream
        self._info = info
        self._file = file
        self._most = most
        self._since = 0
        self._tail = b""

    def __enter__(self) -> _Part:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        self._stream.close()

    def read(self, size: int = -1) -> Any:
        if size < 0:
            if self._info.file_size > self._most:
                raise self._too_large()
            return self._stream.read()
        data = self._stream.read(size)
        seen = self._tail + data
        ends = [found.start() for found in _UNIT.finditer(seen)]
        self._since = len(seen) - ends[-1] if ends else self._since + len(data)
        self._tail = seen[-_TAIL:]
        if self._since > self._most:
            raise self._too_large()
        return data

    def _too_large(self) -> InputError:
        return self._file.error(
            f"its part {self._info.filename} has a row, or another piece, of more than {self._most:,} bytes. Split the "
            "article, or raise --max-chars."
        )


class _Strings:
    """The strings that cells point to, in a temporary file; they are found by their number."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="quoteminer.")  # noqa: SIM115 - close() closes it
        self._ends = array("Q", [0])

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < len(self._ends) - 1:
            raise IndexError(f"there is no string {number}")
        begin, end = self._ends[number : number + 2]
        self._file.seek(begin)
        return self._file.read(end - begin).decode("utf-8", "surrogatepass")

    def close(self) -> None:
        self._file.close()

    def take(self, reader: Any) -> None:
        """Read the strings of a workbook, in place of openpyxl's own way, which holds them all."""
        reader.shared_strings = self
        about = reader.package.find(need("openpyxl.xml.constants", extra=EXTRA, what="").SHARED_STRINGS)
        if about is None:
            return
        with reader.archive.open(about.PartName[1:]) as part:
            for text in _string_table(part):
                self._ends.append(self._ends[-1] + self._file.write(text.encode("utf-8", "surrogatepass")))


def _string_table(part: Any) -> Iterator[str]:
    text = need("openpyxl.cell.text", extra=EXTRA, what="Reading .xlsx").Text
    functions = need("openpyxl.xml.functions", extra=EXTRA, what="Reading .xlsx")
    events = functions.iterparse(part, events=("start", "end"))
    _, root = next(events)
    for event, node in events:
        if event == "end" and node.tag.endswith("}si"):
            yield text.from_tree(node).content.replace("x005F_", "")
            root.clear()  # else the empty nodes pile up
