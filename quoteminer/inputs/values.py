"""Values of spreadsheets and Parquet as JSON can hold them."""

from __future__ import annotations

import datetime
import math
from base64 import b64encode
from collections.abc import Mapping
from typing import Any


def json_value(value: Any) -> Any:
    """A value as JSON can hold it: dates and times in ISO 8601, NaN and infinity null, exact decimals and durations as
    strings; bytes as the text that they are in UTF-8, else in base64."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, bytes):
        return bytes_value(value)
    if isinstance(value, Mapping):
        return {str(key): json_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(item) for item in value]
    return str(value)


def id_value(value: Any) -> Any:
    """As `json_value`, and a whole number without its ".0", which spreadsheets and missing values bring along."""
    return int(value) if isinstance(value, float) and value.is_integer() else json_value(value)


def bytes_value(value: bytes) -> str:
    """Bytes as text: some programs write strings without saying so."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return b64encode(value).decode("ascii")
