"""The tag probabilities of a model, for a smaller network to learn from."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt

from quoteminer.network.encode import Pieces, cut_windows, gather, make_pieces, send
from quoteminer.network.load import load_model
from quoteminer.text.article import make_article
from quoteminer.text.marks import read_marks

Floats = npt.NDArray[np.floating]


@dataclass(frozen=True)
class Taught:
    """Log-probabilities of the tags of n pieces: roles (n, layers, tags) and names (n, tags). ``known`` (n,): whether
    the teacher has a piece there; its vocabulary may be another."""

    roles: Floats
    names: Floats
    known: npt.NDArray[np.bool_]

    def cut(self, start: int, end: int) -> Taught:
        """Return the predictions for the pieces ``start`` to ``end``."""
        return Taught(*(getattr(self, field.name)[start:end] for field in fields(self)))


class Teacher:
    """A model that reads each article once; its predictions stay in memory (40 bytes per piece)."""

    def __init__(self, model: Path) -> None:
        self._model = load_model(model)
        self._answers: dict[str, tuple[npt.NDArray[np.int64], Floats, Floats]] = {}

    def tags(self, text: str, pieces: Pieces) -> Taught:
        """Return the tags of the pieces of an article."""
        if text not in self._answers:
            self._answers[text] = self._ask(text)
        starts, roles, names = self._answers[text]
        at = np.searchsorted(starts, pieces.starts).clip(max=len(starts) - 1)
        return Taught(roles[at], names[at], starts[at] == pieces.starts)

    def _ask(self, text: str) -> tuple[npt.NDArray[np.int64], Floats, Floats]:
        article = make_article(text)
        pieces = make_pieces(article, read_marks(text, article.paragraphs), self._model.tokenizer)
        windows = cut_windows(pieces, size=self._model.window, context=self._model.context)
        scores = gather(send(self._model, pieces, windows))
        return pieces.starts, scores.roles.astype(np.float16), scores.names.astype(np.float16)
