"""JSON lines: an article a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quoteminer.errors import InputError
from quoteminer.inputs.article import too_long
from quoteminer.inputs.file import File
from quoteminer.inputs.item import Input
from quoteminer.inputs.json_list import read_json_list
from quoteminer.inputs.lines import lines_of
from quoteminer.inputs.objects import Objects, RecordsError
from quoteminer.inputs.wishes import Wishes
from quoteminer.text.encoding import is_binary

_OBJECT = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*(?:"|\})')
_LIST = re.compile(rb'(?:\xef\xbb\xbf)?\s*\[\s*(?:\{\s*["}]|$)')
SHAPE = "one JSON object a line"


def begins_like_object(head: bytes) -> bool:
    """Whether a file that begins so is likely to be JSON objects."""
    return _OBJECT.match(head) is not None


def begins_like_list(head: bytes) -> bool:
    """Whether a file that begins so is likely to be a JSON list of objects."""
    return _LIST.match(head) is not None


def read_json_lines(file: File, wishes: Wishes) -> Iterator[Input | InputError]:
    """The articles of a file of JSON lines. What is a JSON list, whatever its name, is read as one."""
    file.refuse_known_kinds()
    if begins_like_list(file.head):
        yield from read_json_list(file, wishes)
        return
    if is_binary(file.head) and not begins_like_object(file.head):
        raise file.error(f"is a binary file, not text. Give {SHAPE}, with id and text.")
    objects, found = Objects(file, wishes, shape=SHAPE), False
    for line in lines_of(file, wishes.row_bytes):
        if line.cut:
            yield too_long(file, wishes, f"line {line.number}", what="the line")
        elif line.data.strip():
            try:
                yield objects.article(line.data, f"line {line.number}", line.number)
            except InputError as error:
                if isinstance(error, RecordsError) and not found:
                    raise
                yield error
        else:
            continue
        found = True
    if not found:
        raise file.error(f"has no line with an article. Give {SHAPE}, with id and text.")
