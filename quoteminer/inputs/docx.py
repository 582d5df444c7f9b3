"""Word's .docx: the paragraphs of a document in reading order, by python-docx."""

from __future__ import annotations

from typing import Any, BinaryIO, Final

from quoteminer.errors import need
from quoteminer.inputs.articles import Input, json_value, whole_article
from quoteminer.inputs.files import File

SUFFIXES: Final = (".docx", ".docm")
MAIN: Final = "word/document.xml"
"""The part of the file that has the text."""
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TWICE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""A second form of a text box, for older programs."""
_LETTERS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
META: Final = {"title": "title", "author": "author", "date": "created"}
"""Keys of the record's metadata, and the document's properties that they come from."""


def read_document(opened: BinaryIO, file: File) -> Input:
    """Return the article of a document. Raises InputError, DependencyError.

    Headings, paragraphs, block quotes, captions and the cells of tables are paragraphs, which blank lines separate.
    Deleted words of tracked changes are left out, inserted ones are there; so is text in boxes. Headers, footers,
    footnotes and comments are not read.
    """
    library = need("docx", extra="docx", what="Reading .docx")
    try:
        document = library.Document(opened)
        text = "\n\n".join(filter(None, map(str.strip, _paragraphs(document.element.body))))
        properties = {key: getattr(document.core_properties, name) for key, name in META.items()}
    except Exception as error:  # python-docx has no one class for what is broken
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise file.error(f"is a damaged Word file ({reason}). Open it in Word and save it again.") from None
    meta = {key: json_value(value) for key, value in properties.items() if value}
    return whole_article(text, file, meta=meta, with_text=True)


def _paragraphs(body: Any) -> list[str]:
    """Return the text of each paragraph. That of a text box comes behind the paragraph that the box is tied to."""
    places: dict[Any, list[str]] = {paragraph: [] for paragraph in body.iter(f"{_WORD}p")}
    for node in body.iter(f"{_WORD}t", *(f"{_WORD}{name}" for name in _LETTERS)):
        above = list(node.iterancestors(f"{_WORD}p", _TWICE))
        if above and not any(one.tag == _TWICE for one in above):
            name = node.tag.removeprefix(_WORD)
            places[above[0]].append(_LETTERS.get(name) or node.text or "")
    return list(map("".join, places.values()))
