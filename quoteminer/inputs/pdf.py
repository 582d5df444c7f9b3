"""Read PDFs with PDFium (pypdfium2): the text of all pages, and where each page begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from quoteminer.errors import need
from quoteminer.inputs.open_files import File
from quoteminer.inputs.rows import Input, too_long, whole_article
from quoteminer.types import Warning

if TYPE_CHECKING:
    from quoteminer.inputs.pdf_page import Word

MAGIC: Final = b"%PDF-"
_ADVICE: Final = "Recognise its text first: ocrmypdf FILE.pdf OUT.pdf"
# most characters in a PDF, with running heads and spaces, for each that its article may have
_SPACE: Final = 2
# least share of letters without meaning on a page whose fonts don't say what they show
_UNREADABLE: Final = 0.3
_UNKNOWN: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
_DATE: Final = re.compile(r"D:(\d{4})(\d\d)(\d\d)")


def read_pdf(file: File) -> Iterator[Input]:
    """Yield the article of a PDF. Raises InputError if it has no text, is protected or is damaged;
    DependencyError."""
    library = need("pypdfium2", extra="pdf", what="Reading PDF")
    from quoteminer.inputs.pdf_text import join_pages

    with file.on_disk() as opened:
        try:
            with closing(library.PdfDocument(opened)) as document:
                pages, without = _pages(document, file)
                meta = _meta(document)
        except library.PdfiumError as error:
            reason = f"is a damaged PDF ({str(error).rstrip('.')}). Copy or download it again."
            if "password" in str(error).lower():
                reason = (
                    "has a password. Save it without one: qpdf --decrypt --password=… FILE.pdf"
                    " OUT.pdf"
                )
            raise file.error(reason) from None
    if not any(pages):
        what = (
            f"its pages are images, as a scanner makes them. {_ADVICE}"
            if without
            else "its pages are empty."
        )
        raise file.error(f"is a PDF without text: {what}")
    joined, starts = join_pages(pages)
    shown = ", ".join(map(str, without[:10])) + ("…" if len(without) > 10 else "")
    which = f"Pages {shown} have" if len(without) > 1 else f"Page {shown} has"
    message = f"{which} images in place of text, which are not read. {_ADVICE}."
    warnings = (Warning("scanned-pages", message),) if without else ()
    # fonts give Unicode: nothing to repair
    plain = replace(file, options=replace(file.options, fix_encoding=False))
    article = whole_article(joined, plain, meta=meta, warnings=warnings, extracted=True)
    yield replace(article, pages=tuple(starts))


def _pages(document: Any, file: File) -> tuple[list[list[Word]], list[int]]:
    """Return the words of each page, and the numbers of pages with images or unknown letters
    instead of text."""
    from quoteminer.inputs.pdf_page import page_words

    pages: list[list[Word]] = []
    without: list[int] = []
    size = 0
    for number, page in enumerate(document, 1):
        with closing(page), closing(page.get_textpage()) as text:
            size += text.count_chars()
            if size > _SPACE * file.options.max_chars:
                raise too_long(file, what="the PDF")
            words = page_words(text)
            letters = "".join(word.text for word in words)
            if len(_UNKNOWN.findall(letters)) > _UNREADABLE * len(letters):
                words = []
            if not words and next(page.get_objects(max_depth=2), None):
                without.append(number)
            pages.append(words)
    return pages, without


def _meta(document: Any) -> dict[str, str]:
    """Return the title, author and creation date, if the PDF has them."""
    info = document.get_metadata_dict()
    date = _DATE.match(info["CreationDate"])
    meta = {"title": info["Title"].strip(), "author": info["Author"].strip()}
    meta["date"] = "-".join(date.groups()) if date else ""
    return {key: value for key, value in meta.items() if value}
