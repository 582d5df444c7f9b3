"""Make articles of the texts that callers give, with the id, source and meta of their records."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from operator import index
from typing import Any, Final, SupportsIndex

from quoteminer.errors import ConfigError, InputError, QuoteMinerError, check_argument
from quoteminer.records import ArticleRecord, ModelName
from quoteminer.records.jsontext import is_json_object
from quoteminer.text.article import article_of
from quoteminer.text.encoding import fix_encoding as repair
from quoteminer.types import Article, Warning

Item = str | float | Mapping[str, Any] | None
"""An item of a stream: a text, or a mapping with the key ``text`` and any of `FIELDS`. None and NaN
are a text that is missing."""
FIELDS: Final = ("id", "source", "meta")
_WANTED: Final = f"a str, or a mapping with text and any of {', '.join(FIELDS)}"
_NO_TEXT: Final = Warning("no-text", "The text is missing (None or NaN) and was read as empty.")


def make_given(
    text: object,
    *,
    id: object = "",
    source: object = None,
    meta: object = None,
    warnings: tuple[Warning, ...] = (),
    fix_encoding: bool = False,
) -> Article:
    """Return the article of a text, for `QuoteMiner.mine`, whose arguments these are. Raises
    InputError if ``text`` is not a str, ConfigError if another argument is not allowed."""
    if not isinstance(text, str):
        raise InputError(
            f"The text is {type(text).__name__}, not str. Give a str; decode bytes first."
        )
    details = {name: check(name, value) for name, value in (("source", source), ("meta", meta))}
    id = check("id", id)
    fixed = repair(text) if fix_encoding else None
    if fixed:
        text, warnings = fixed[0], (*warnings, fixed[1])
    return article_of(text, id=id, warnings=warnings, extracted=fixed is not None, **details)


def check(name: str, value: Any) -> Any:
    """Return a value for a field of FIELDS as a record has it; a whole number becomes the text of
    an id. Raises ConfigError."""
    if name == "id":
        is_number = isinstance(value, SupportsIndex) and not isinstance(value, bool)
        expected, allowed = "a str or a whole number", isinstance(value, str) or is_number
    elif name == "source":
        expected, allowed = "a str, or None", value is None or isinstance(value, str)
    else:
        expected, allowed = "a dict that JSON can hold, or None", value is None
        allowed = allowed or is_json_object(value)
    check_argument(name, value, expected, allowed=allowed)
    return value if name != "id" or isinstance(value, str) else str(index(value))


def read_item(item: object, number: int, *, fix_encoding: bool) -> Article:
    """Return the article of an item of a stream, the ``number``-th from 0. Raises InputError if it
    is not an `Item`."""
    try:
        return make_given(**_fields(item), fix_encoding=fix_encoding)
    except QuoteMinerError as error:
        raise item_error(number, str(error)) from None


def item_error(number: int, reason: str) -> InputError:
    return InputError(f"Item {number} (counted from 0): {reason}")


def failed_record(item: object, error: Exception, model: ModelName) -> ArticleRecord:
    """Return a record without quotes whose warning names the error, with the id, source and meta of
    the item as far as they are valid."""
    given = item if isinstance(item, Mapping) else {}
    fields: dict[str, Any] = {"id": ""}
    for name in FIELDS:
        try:
            fields[name] = check(name, given[name])
        except (KeyError, ConfigError):
            continue
    fields["meta"] = dict(fields.get("meta") or {})
    warning = Warning("failed", f"{type(error).__name__}: {error}")
    return ArticleRecord(quotes=(), speakers=(), model=model, warnings=(warning,), **fields)


def _fields(item: object) -> dict[str, Any]:
    """Return the arguments of `make_given` that an item gives."""
    if isinstance(item, str) or _is_missing(item):
        item = {"text": item}
    if isinstance(item, tuple):
        raise InputError(
            f"it is a tuple. Give {_WANTED}; for pairs (text, context) pass as_tuples=True."
        )
    if not isinstance(item, Mapping):
        raise InputError(f"it is of the type {type(item).__name__}. Give {_WANTED}.")
    if "text" not in item:
        raise InputError(f"it has no key text. Give {_WANTED}.")
    if others := [repr(key) for key in item if key not in ("text", *FIELDS)]:
        raise InputError(f"it has {', '.join(others)}. Give {_WANTED}; meta can hold other data.")
    fields = {name: value for name, value in item.items() if not _is_missing(value)}
    return {"text": "", "warnings": (_NO_TEXT,)} | fields if "text" not in fields else fields


def _is_missing(value: object) -> bool:
    """True for None, NaN and pandas' NA."""
    if isinstance(value, float):
        return isnan(value)
    return value is None or type(value).__name__ == "NAType"
