"""Answers in JSON that can hold whatever a text can."""

from __future__ import annotations

from typing import Any

from fastapi import Response

from quoteminer.output.jsontext import dump


class Answer(Response):
    """JSON, also of half characters, which UTF-8 can't hold and an escape can."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """The bytes of it."""
        return dump(content).encode("utf-8")
