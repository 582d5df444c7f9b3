"""QuoteMiner: the whole chain, loaded once, for one text or a stream of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quoteminer.text.article import make_article, readable
from quoteminer.types import Article, Warning

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from quoteminer.known.people import KnownPeople
    from quoteminer.network.load import ModelInfo
    from quoteminer.records import ArticleRecord

_ENDLESS_WORD = re.compile(r"\S{1000,}")
"""No word of a language, and spaCy's tokenizer takes the square of its length."""
_HUNDRED = re.compile(r"(\S{99})\S")


class QuoteMiner:
    """Finds who said what.

    Args:
        model: a model directory; None takes $QUOTEMINER_MODEL, else the model inside the package.
        threads: of the network, 1 or more; None takes every core.
        people: a file of people to look the speakers up in, or one that is loaded (see `KnownPeople`).

    Raises:
        ModelError: the model is missing, damaged or of another format.
        ConfigError: ``threads`` is less than 1.
        PeopleFileError: the file of people can't be read, or a row of it isn't right.

    It holds no state between texts: the same text always gives the same record.
    """

    def __init__(
        self,
        model: str | Path | None = None,
        threads: int | None = None,
        *,
        people: str | Path | KnownPeople | None = None,
    ) -> None:
        import spacy

        from quoteminer.component import QuoteMinerComponent

        self._nlp = spacy.blank("en")
        self._nlp.max_length = 1 << 40  # spaCy's cap is for its parser; nothing here needs memory beyond the text's own
        self._nlp.add_pipe("sentencizer")
        self._component = QuoteMinerComponent(model=model, threads=threads, people=people)

    @property
    def info(self) -> ModelInfo:
        """Name, version, folder and checksum of the model."""
        return self._component.model.info

    def mine(
        self,
        text: str,
        *,
        id: str = "",
        source: str | None = None,
        meta: Mapping[str, Any] | None = None,
        warnings: Iterable[Warning] = (),
    ) -> ArticleRecord:
        """The record of one text. ``id``, ``source``, ``meta`` and ``warnings`` are passed on to the record."""
        return self._record(make_article(text, id=id, source=source, meta=meta, warnings=tuple(warnings)))

    def mine_many(self, texts: Iterable[str | tuple[str, str]]) -> Iterator[ArticleRecord]:
        """The records of a stream of texts, or of pairs (id, text), in order, each as soon as it is done."""
        if isinstance(texts, str):
            raise TypeError("mine_many takes an iterable of texts; for one text call mine.")
        for item in texts:
            id, text = ("", item) if isinstance(item, str) else item
            yield self.mine(text, id=id)

    def mine_articles(self, articles: Iterable[Article]) -> Iterator[ArticleRecord]:
        """The records of a stream of articles, in order, each as soon as it is done."""
        return map(self._record, articles)

    def _record(self, article: Article) -> ArticleRecord:
        return self._component.predict([self._doc(article)])[0]

    def _doc(self, article: Article) -> Doc:
        """A Doc with the article's offsets. spaCy can't hold lone surrogates; it sees what ``readable`` makes of it."""
        from quoteminer.component import ARTICLE

        doc = self._nlp(_ENDLESS_WORD.sub(_with_gaps, readable(article.text)))
        doc.user_data[ARTICLE] = article
        return doc


def _with_gaps(word: re.Match[str]) -> str:
    """The word with every hundredth character a space: as long as before, so that offsets hold."""
    return _HUNDRED.sub(r"\1 ", word[0])
