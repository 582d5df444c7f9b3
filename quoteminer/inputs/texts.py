"""Files that are one article: plain text."""

from __future__ import annotations

from collections.abc import Iterator

from quoteminer.inputs.article import decoded, too_long, whole_article
from quoteminer.inputs.file import File
from quoteminer.inputs.item import Input
from quoteminer.inputs.wishes import Wishes


def read_text(file: File, wishes: Wishes) -> Iterator[Input]:
    """The article that the file is. Raises InputError where it is none."""
    file.refuse_known_kinds()
    data = whole(file, wishes.text_bytes, wishes)
    text, warnings = decoded(data, file)
    yield whole_article(text, warnings, file, wishes)


def whole(file: File, most: int, wishes: Wishes) -> bytes:
    """All bytes of a file. Raises InputError where it has none, or more than ``most``."""
    if not file.head:
        raise file.error("is empty. Give a file with an article in it.")
    data = file.stream.read_up_to(most)
    if data is None:
        raise too_long(file, wishes, what="the article")
    return data
