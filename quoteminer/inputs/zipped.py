"""Word documents and Excel workbooks: zip files, which are checked before anything of them is unpacked."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import BinaryIO, Final

from quoteminer.errors import InputError
from quoteminer.inputs import docx, xlsx
from quoteminer.inputs.articles import Input, too_long
from quoteminer.inputs.files import File

ZIP: Final = b"PK\x03\x04"
DISK: Final = 1 << 30
"""Bytes of a packed file that are unpacked to the disk, since a zip file is read from its end."""
UNPACKED: Final = 1 << 29
"""Bytes of all parts. The libraries hold many of them in memory."""
BOMB: Final = 100 << 20
RATIO: Final = 100
"""Parts that unpack to more than `BOMB` bytes are not packed so well; ordinary sheets are to a tenth or a twentieth."""


def read_zipped(file: File) -> Iterator[Input | InputError]:
    """Yield the article of a document, or the articles of a workbook. Raises InputError, DependencyError."""
    with file.on_disk(DISK) as opened:
        sizes = _checked_sizes(opened, file)
        if "xl/workbook.xml" in sizes:
            yield from xlsx.read_sheets(opened, file)
        elif docx.MAIN in sizes:
            if sizes[docx.MAIN] > file.options.row_size:
                raise too_long(file, what="the document")
            yield docx.read_document(opened, file)
        else:
            file.refuse_known_kinds()


def _checked_sizes(opened: BinaryIO, file: File) -> dict[str, int]:
    """Return the unpacked sizes of the parts by name, in bytes. Raises InputError if they are too large.

    A zip directory that lies is found out when the part is read: Python unpacks no more than it says.
    """
    try:
        with zipfile.ZipFile(opened) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        if not file.head.startswith(ZIP) or file.suffix not in (*docx.SUFFIXES, *xlsx.SUFFIXES):
            file.refuse_known_kinds()
        program = "Word" if file.suffix in docx.SUFFIXES else "Excel"
        raise file.error(f"is no whole {program} file ({error}). Open it in {program} and save it again.") from None
    size, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if size > UNPACKED:
        raise file.error(f"would take {size:,} bytes, more than {UNPACKED:,}. Save the text as .txt, a table as .csv.")
    if size > BOMB and size > RATIO * packed:
        raise file.error(
            f"would take {size:,} bytes, {RATIO} times what it has in the file, which no articles do. It is not read."
        )
    opened.seek(0)
    return {part.filename: part.file_size for part in parts}
