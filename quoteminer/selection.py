"""Which quotes of a record are wanted."""

from __future__ import annotations

from dataclasses import dataclass

from quoteminer.records import ArticleRecord
from quoteminer.types import Act, QuoteType


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which quotes are written: of these types, of these acts, of at least this confidence, 0..1. None is all."""

    types: frozenset[QuoteType] | None = None
    acts: frozenset[Act] | None = None
    min_confidence: float = 0.0

    def of(self, record: ArticleRecord) -> ArticleRecord:
        """The record with these quotes only."""
        return record.filter(types=self.types, acts=self.acts, min_confidence=self.min_confidence)
