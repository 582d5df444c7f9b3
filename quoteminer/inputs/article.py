"""A text with what is known of it becomes an Input, or an error that says what it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quoteminer.errors import InputError
from quoteminer.inputs.file import File
from quoteminer.inputs.item import Input
from quoteminer.inputs.wishes import Wishes
from quoteminer.text.article import INVISIBLE
from quoteminer.text.encoding import decode
from quoteminer.types import Warning

SPLIT = "Split it, or raise --max-chars."


def decoded(data: bytes, file: File, place: str = "") -> tuple[str, tuple[Warning, ...]]:
    """The text that the bytes are, and a warning where the encoding was guessed. Raises InputError where they are no
    text."""
    try:
        return decode(data)
    except ValueError as error:
        raise file.error(str(error), place) from None


def whole_article(text: str, warnings: tuple[Warning, ...], file: File, wishes: Wishes, **more: Any) -> Input:
    """The one article of a file; ``more`` are fields of Input. Raises InputError where it is blank or too long."""
    if not text.strip(INVISIBLE):
        raise file.error("holds nothing but spaces. Give a file with an article in it.")
    return Input(_short_enough(text, file, wishes), file.stem, file.source, warnings=warnings, **more)


def row_article(
    text: Any,
    file: File,
    wishes: Wishes,
    *,
    place: str,
    number: int | str,
    id: Any = None,
    meta: Mapping[str, Any],
    warnings: tuple[Warning, ...] = (),
) -> Input:
    """An article of a file that has several.

    Args:
        text: the value that should be one.
        file: where it stands.
        wishes: how long it may be.
        place: in the file, for messages ("line 3").
        number: what its id ends with where it has none.
        id: any value; None or "" is none.
        meta: what else is known of it.
        warnings: about it so far; one is added where it is blank.

    Raises:
        InputError: the value is no text, or too long.
    """
    known = None if id is None or id == "" else str(id)
    if not isinstance(text, str):
        what = "is missing" if text is None else f"is of the type {type(text).__name__}"
        raise file.error(f"has no text, for its value {what}. Give the article as text.", place, id=known)
    if not text.strip(INVISIBLE):
        warnings = (*warnings, Warning("empty", "The text is empty."))
    _short_enough(text, file, wishes, place, id=known)
    return Input(text, f"{file.stem}:{number}" if known is None else known, file.source, meta, warnings)


def too_long(file: File, wishes: Wishes, place: str = "", *, what: str = "it") -> InputError:
    """For what is not read to its end."""
    return file.error(f"{what} has more than {wishes.max_chars:,} characters. {SPLIT}", place)


def _short_enough(text: str, file: File, wishes: Wishes, place: str = "", *, id: str | None = None) -> str:
    if len(text) > wishes.max_chars:
        raise file.error(
            f"the article has {len(text):,} characters, more than the {wishes.max_chars:,} that are allowed. {SPLIT}",
            place,
            id=id,
        )
    return text
