"""JSON objects, each of which is an article: what the text's key is, what its id's."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from quoteminer.errors import InputError
from quoteminer.inputs.article import decoded, row_article
from quoteminer.inputs.columns import (
    ADDRESSES,
    ID_NAMES,
    TEXT_NAMES,
    guess_told,
    likeliest,
    listed,
    matching,
    plain_name,
)
from quoteminer.inputs.file import File
from quoteminer.inputs.item import Input
from quoteminer.inputs.wishes import Wishes

_RECORD_KEYS = {"schema_version", "quotes", "speakers"}


class RecordsError(InputError):
    """A file holds records that quoteminer wrote, where articles are wanted."""


class Objects:
    """Reads the objects of a file one by one, and tells once by which keys."""

    def __init__(self, file: File, wishes: Wishes, *, shape: str) -> None:
        self._file = file
        self._wishes = wishes
        self._shape = shape
        self._told = False

    def article(self, data: bytes, place: str, number: int) -> Input:
        """The article that the bytes are as JSON. Raises InputError."""
        content, warnings = decoded(data, self._file, place)
        value = self._object(content, place)
        text, id = self._keys(value, place)
        meta = dict(value)
        words, name = meta.pop(text), value[id] if id else None
        if id and plain_name(id) not in ADDRESSES:
            del meta[id]
        return row_article(
            words, self._file, self._wishes, place=place, number=number, id=name, meta=meta, warnings=warnings
        )

    def _object(self, content: str, place: str) -> dict[str, Any]:
        try:
            value = json.loads(content, parse_constant=lambda _: None, parse_float=_finite)
        except ValueError as error:
            raise self._file.error(f"is no JSON ({error}). Give {self._shape}, with id and text.", place) from None
        except RecursionError:
            raise self._file.error(f"is nested too deeply. Give {self._shape}, with id and text.", place) from None
        if not isinstance(value, dict):
            raise self._file.error(f"has no text, for it is no object. Give {self._shape}, with id and text.", place)
        if value.keys() >= _RECORD_KEYS:
            told = "is a record that quoteminer wrote, no article. Give the articles that it was made of."
            raise RecordsError(str(self._file.error(told, place)), source=self._file.source)
        return value

    def _keys(self, value: Mapping[str, Any], place: str) -> tuple[str, str | None]:
        """The keys of the text and of the id (None: it has none). Raises InputError."""
        columns = self._wishes.columns
        strings = (key for key, content in value.items() if isinstance(content, str))
        text = self._asked(value, columns.text, "--text-column", place) or likeliest(strings, TEXT_NAMES)
        others = [key for key in value if key != text]
        id = self._asked(value, columns.id, "--id-column", place) or likeliest(others, ID_NAMES)
        if text is None:
            raise self._file.error(
                f"has no text (its keys are: {listed(list(value))}). Give an object with the article as a string under "
                "the key 'text', or name its key with --text-column.",
                place,
                id=id and value[id],
            )
        self._tell(text, id)
        return text, id

    def _asked(self, value: Mapping[str, Any], key: str | None, option: str, place: str) -> str | None:
        if key is None:
            return None
        found = matching(value, key)
        if found is None:
            keys = listed(list(value))
            raise self._file.error(f"there is no key {key!r} (there are: {keys}). Check {option}.", place)
        return found

    def _tell(self, text: str, id: str | None) -> None:
        """A guess is told once, and only where it is not what the manual promises."""
        if self._told:
            return
        self._told = True
        guessed = self._wishes.columns.text is None and text != "text"
        if guessed or (self._wishes.columns.id is None and id not in (None, "id")):
            self._wishes.tell(guess_told(self._file, text, id))


def _finite(digits: str) -> float | None:
    """A number as JSON can hold it: what is too large for a float becomes null."""
    value = float(digits)
    return value if math.isfinite(value) else None
