"""What reading gives, and what a user can say about the columns of a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from quoteminer.text.article import make_article
from quoteminer.types import Article, Warning


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table, or the keys of JSON objects, that hold the texts and the ids. None: guessed by their
    names."""

    text: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """A text as it was read. ``source`` is the path as given or found, "-" for standard input. ``with_text``: the text
    stands in no file (it was taken out of HTML), so that its record has to hold it."""

    text: str
    id: str
    source: str
    meta: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[Warning, ...] = ()
    with_text: bool = False

    def article(self, *, with_text: bool = False) -> Article:
        """The text with its paragraphs found. ``with_text``: its record is to hold the text in any case."""
        return make_article(
            self.text,
            id=self.id,
            source=self.source,
            meta=self.meta,
            warnings=self.warnings,
            with_text=with_text or self.with_text,
        )
