"""Answers in JSON that can hold any text."""

from __future__ import annotations

from typing import Any

from fastapi import Response

from quoteminer.output.jsontext import dump


class Answer(Response):
    """JSON, with lone surrogates escaped, since UTF-8 can't hold them."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """Return the body as bytes."""
        return dump(content).encode("utf-8")
