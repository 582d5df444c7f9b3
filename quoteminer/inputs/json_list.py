"""A JSON file: a list of objects, or one object, or objects that follow each other."""

from __future__ import annotations

from collections.abc import Iterator

from quoteminer.errors import InputError
from quoteminer.inputs.article import too_long
from quoteminer.inputs.elements import elements
from quoteminer.inputs.file import File
from quoteminer.inputs.item import Input
from quoteminer.inputs.lines import narrow
from quoteminer.inputs.objects import Objects, RecordsError
from quoteminer.inputs.wishes import Wishes
from quoteminer.text.encoding import is_binary

SHAPE = "a list of JSON objects"


def read_json_list(file: File, wishes: Wishes) -> Iterator[Input | InputError]:
    """The articles of a JSON file: a list of objects, one object, or several that follow each other."""
    file.refuse_known_kinds()
    if is_binary(file.head):
        raise file.error(f"is a binary file, not text. Give {SHAPE}, with id and text.")
    objects, found, line = Objects(file, wishes, shape=SHAPE), False, 0
    for element in elements(narrow(file), wishes.row_bytes):
        place = f"line {element.line}" + (f", item {element.number}" if element.line == line else "")
        line = element.line
        try:
            if element.unclosed:
                raise file.error(f"the file ends before what begins here does: it is cut off. Give {SHAPE}.", place)
            if element.cut:
                raise too_long(file, wishes, place, what="the object")
            yield objects.article(element.data, place, element.number)
        except InputError as error:
            if isinstance(error, RecordsError) and not found:
                raise
            yield error
        found = True
    if not found:
        raise file.error(f"has no article. Give {SHAPE}, with id and text.")
