"""Make HTML with Jinja2 templates. Every value is escaped, and characters that HTML can't hold
become U+FFFD."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib import resources
from typing import Any, Final

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from quoteminer.records.jsontext import dump

_UNPRINTABLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Characters that HTML or UTF-8 can't hold, or that change the direction of a line."""


@cache
def asset(name: str, package: str = __package__) -> str:
    """Return the text of a file in a command's package, or else in this one: a script, a style or a
    template."""
    file = resources.files(package).joinpath(name)
    file = file if file.is_file() else resources.files(__package__).joinpath(name)
    return file.read_text(encoding="utf-8")


@cache
def template(name: str, package: str = __package__) -> Template:
    """Return a template, which may extend one of this package. Its filter ``tojson`` is for
    ``<script>``, ``sha256`` for a Content Security Policy."""
    environment = Environment(
        loader=FunctionLoader(lambda name: asset(name, package)),
        autoescape=True,
        finalize=_printable,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.policies |= {"json.dumps_function": dump, "json.dumps_kwargs": {}}
    environment.filters["sha256"] = lambda text: base64.b64encode(
        hashlib.sha256(text.encode()).digest()
    ).decode()
    return environment.get_template(name)


def _printable(value: Any) -> Any:
    if not isinstance(value, str) or hasattr(value, "__html__"):  # is HTML already
        return value
    return _UNPRINTABLE.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n"))
