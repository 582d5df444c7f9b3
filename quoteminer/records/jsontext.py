"""Write JSON text that is always valid JSON and valid UTF-8."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any

DEEPEST = 50  # levels of nesting that ``plain`` keeps
WIDTH = 120  # characters of a line of indented text: values that fit stay on one line
_ESCAPED = re.compile("[\ud800-\udfff\x85\u2028\u2029]")
"""Lone surrogates, which UTF-8 can't hold, and characters that some programs treat as line ends."""


def plain(value: Any, depth: int = 0) -> Any:
    """Convert a value for JSON: keys become strings, dates and times ISO 8601, bytes text, other
    objects their ``str``, NaN and infinity null. Values nested deeper than DEEPEST become "…"."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if depth >= DEEPEST:
        return "…"
    if isinstance(value, Mapping):
        return {str(key): plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, depth + 1) for item in value]
    if isinstance(value, date | time):
        return value.isoformat()
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def is_json_object(value: Any) -> bool:
    """True for a dict that JSON can hold: its keys are text, its values text, numbers, booleans,
    None, and lists and dicts of these, not nested too deeply. NaN and infinity pass, since `plain`
    makes them null."""
    return isinstance(value, Mapping) and _holds(value, 0)


def _holds(value: Any, depth: int) -> bool:
    if value is None or isinstance(value, str | bool | int | float):
        return True
    if depth >= DEEPEST:
        return False
    if isinstance(value, Mapping):
        return all(isinstance(key, str) and _holds(item, depth + 1) for key, item in value.items())
    return isinstance(value, list | tuple) and all(_holds(item, depth + 1) for item in value)


def dump(value: Any, *, indent: int | None = None) -> str:
    """Return JSON text that is safe to encode as UTF-8 and to split into lines. It is on one line,
    or indented by ``indent`` spaces; then values that fit into WIDTH characters stay on one
    line."""
    if indent is not None:
        return _indented(value, indent, 0)
    return _ESCAPED.sub(
        lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False)
    )


def _indented(value: Any, indent: int, depth: int) -> str:
    flat = dump(value)
    if (
        depth
        and len(flat) + depth * indent <= WIDTH
        or not isinstance(value, dict | list)
        or not value
    ):
        return flat
    if isinstance(value, dict):
        inner = [f"{dump(k)}: {_indented(v, indent, depth + 1)}" for k, v in value.items()]
        first, last = "{}"
    else:
        inner = [_indented(item, indent, depth + 1) for item in value]
        first, last = "[]"
    newline = "\n" + " " * (depth * indent)
    step = " " * indent
    return first + newline + step + f",{newline}{step}".join(inner) + newline + last
