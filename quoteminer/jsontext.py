"""JSON text that is always valid JSON, always UTF-8, and pleasant to read where it runs over several lines."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

DEEPEST = 50
"""Levels of nesting that ``plain`` keeps."""
WIDTH = 120
_ESCAPED = re.compile("[\ud800-\udfff\x85\u2028\u2029]")
"""What JSON may hold but UTF-8 cannot (lone surrogates), and what some programs take for the end of a line."""


def plain(value: Any, depth: int = 0) -> Any:
    """A value as JSON can hold it: keys become strings, unknown objects their ``str``, NaN and infinity null. Deeper
    than DEEPEST it is cut off with "…"."""
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
    return str(value)


def dump(value: Any) -> str:
    """JSON text on one line, safe to encode as UTF-8 and to split into lines."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def dump_indented(value: Any, *, indent: int, depth: int = 0) -> str:
    """JSON text over several lines; what fits into WIDTH characters stays on one line."""
    flat = dump(value)
    if depth and len(flat) + depth * indent <= WIDTH or not isinstance(value, dict | list) or not value:
        return flat
    if isinstance(value, dict):
        inner = [f"{dump(k)}: {dump_indented(v, indent=indent, depth=depth + 1)}" for k, v in value.items()]
        first, last = "{}"
    else:
        inner = [dump_indented(item, indent=indent, depth=depth + 1) for item in value]
        first, last = "[]"
    newline = "\n" + " " * (depth * indent)
    step = " " * indent
    return first + newline + step + f",{newline}{step}".join(inner) + newline + last
