"""Reads files in a test and takes apart what comes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from quoteminer.errors import InputError
from quoteminer.inputs import Columns, Input, read_inputs


class Reading:
    """What comes of a file that is written first: articles, errors, what is told."""

    def __init__(
        self, path: Path, content: bytes | str, *, text: str | None = None, id: str | None = None, **options: Any
    ) -> None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.told: list[str] = []
        self.all = list(read_inputs([path], columns=Columns(text, id), tell=self.told.append, **options))
        self.articles = [item for item in self.all if isinstance(item, Input)]
        self.errors = [str(item) for item in self.all if isinstance(item, InputError)]
        self.texts = [item.text for item in self.articles]
        self.ids = [item.id for item in self.articles]

    @property
    def only(self) -> Input:
        """The article, where there is one and no error."""
        assert self.errors == []
        (article,) = self.articles
        return article

    @property
    def error(self) -> str:
        """The error, where there is one and no article."""
        assert self.articles == []
        (error,) = self.errors
        return error
