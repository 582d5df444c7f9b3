"""The words, marks and names of an article with their tags, and what a run of them says."""

from __future__ import annotations

from quoteminer.names.organisations import plain_organisation
from quoteminer.people.article_names import NameIndex
from quoteminer.people.clustering import EntityStore
from quoteminer.people.role_tags import tag_article
from quoteminer.text.article_index import SpanIndex
from quoteminer.types import Span


class TaggedArticle:
    """An article as a sequence of words, marks and whole names, all called words here. ``tags`` has
    one letter for each (`Tag`), ``spans`` its place in ``text``. Methods count words, from 0."""

    def __init__(self, store: EntityStore, names: NameIndex) -> None:
        self.text = store.text
        tagged = tag_article(store, names)
        self.tags = "".join(tag for _, tag in tagged)
        self.spans = [span for span, _ in tagged]
        self._index = SpanIndex(self.spans)

    def first_from(self, offset: int) -> int:
        """Return the first word that does not begin before an offset of the text."""
        return self._index.first_from(offset)

    def word(self, k: int) -> str:
        """Return a word as it is written."""
        return self.text[slice(*self.spans[k])]

    def key(self, k: int) -> str:
        """Return a word in lower case, without a full stop."""
        return self.word(k).casefold().rstrip(".")

    def between(self, first: int, last: int) -> str:
        """Return the text of the words from ``first`` to before ``last``, with single blanks."""
        return " ".join(self.text[self.spans[first][0] : self.spans[last - 1][1]].split())

    def name(self, span: Span) -> str:
        """Return the words of a span as the plain name of an organisation or place."""
        name = self.between(*span)
        # "U.S." keeps its full stop
        return name if name.endswith(".") else plain_organisation(name)
