"""The index of a text, and the places of words in it."""

import re

from quoteminer.text.article import make_article
from quoteminer.text.article_index import ArticleIndex
from quoteminer.text.marks import read_marks
from quoteminer.types import Span


def index_of(text: str, tokens: str = r"\S+") -> ArticleIndex:
    """Return the index of a text; ``tokens`` is the pattern of its tokens."""
    article = make_article(text)
    spans = [token.span() for token in re.finditer(tokens, text)]
    return ArticleIndex(article, read_marks(text, article.paragraphs), spans)


def span_of(text: str, words: str, after: int = 0) -> Span:
    start = text.index(words, after)
    return start, start + len(words)
