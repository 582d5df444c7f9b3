"""spaCy's tokens and sentences of texts, for any number of threads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import spacy
from spacy.language import Language

from quoteminer.component.annotations import units
from quoteminer.text.article import readable
from quoteminer.types import Span

_WORDS_KEPT = 20_000
"""spaCy prepares each word that it has not kept, which took four fifths of the time for tokens when
it kept none. It keeps the words of the first texts, up to about this many, since later texts mostly
use the same; but not those of a text with more characters than this, so that memory stays
bounded."""
_ENDLESS_WORD = re.compile(r"\S{1000,}")
"""A run of this many characters without a space is not a word; spaCy's tokenizer needs quadratic
time for it."""
_HUNDRED = re.compile(r"(\S{99})\S")


class Tokens:
    """spaCy's tokens of English, loaded once for many texts, for any number of threads.

    Threads can't share a pipeline, so each text borrows an idle one, or makes one (0.1 s, 1.4 MB).
    There is no lock, which could stay locked forever in a process that is forked meanwhile.
    """

    def __init__(self) -> None:
        self._idle = [_tokenizer()]

    def units(self, text: str) -> tuple[list[Span], list[Span]]:
        """Return the spans of the tokens, except white space, and of the sentences."""
        with self._borrowed(len(text)) as nlp:
            # A text of equal length that spaCy can process: lone surrogates are replaced, and
            # endless words get a space in place of every hundredth character.
            return units(
                nlp.make_doc(
                    _ENDLESS_WORD.sub(lambda word: _HUNDRED.sub(r"\1 ", word[0]), readable(text))
                )
            )

    @contextmanager
    def _borrowed(self, length: int) -> Iterator[Language]:
        """Lend a pipeline for one text of ``length`` characters. Its Docs must not be used
        afterwards. After an error it is discarded."""
        try:
            nlp = self._idle.pop()
        except IndexError:  # all are in use
            nlp = _tokenizer()
        with nlp.memory_zone() if max(len(nlp.vocab), length) > _WORDS_KEPT else nullcontext():
            yield nlp
        self._idle.append(nlp)


def _tokenizer() -> Language:
    nlp = spacy.blank("en")
    # spaCy's cap is for its parser; nothing here needs memory beyond the text's own
    nlp.max_length = 1 << 40
    return nlp
