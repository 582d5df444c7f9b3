"""TEI P5 (https://tei-c.org/guidelines/p5/): one document, with quotes as ``said`` in the text.

One article is a ``TEI``, several are a ``teiCorpus``, in which each follows as soon as it is there. Without any there
is a ``teiCorpus`` with its header alone: XML, but not valid, since TEI has no form for that. What the elements mean is
told in the header (tei_header.py).

A quote inside a quote stands in it; where two cross, the later one is cut (nesting.py). Positions stay: the text of a
body is the article's, character by character, white space too.
"""

from __future__ import annotations

from typing import Final

from quoteminer.output.writer import StreamWriter
from quoteminer.records import ArticleRecord
from quoteminer.writers.given import article_text
from quoteminer.writers.tei_header import article_header, corpus_header
from quoteminer.writers.tei_marks import markings_of
from quoteminer.writers.tei_text import body_of
from quoteminer.writers.xmltext import tag

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE: Final = "http://www.tei-c.org/ns/1.0"


class TeiWriter(StreamWriter[ArticleRecord]):
    """One article is a ``TEI``, several are a ``teiCorpus``. The first one waits for the second to tell; no others
    wait."""

    _first: ArticleRecord | None = None
    _count = 0
    _in_corpus = False

    def write(self, record: ArticleRecord) -> None:
        article_text(record, "tei")
        if self._in_corpus:
            self._add(record)
        elif self._first is None:
            self._first = record
        else:
            self._open_corpus()
            self._add(record)

    def close(self, *, several: bool = False) -> None:
        if self._first is None or (several and not self._in_corpus):
            self._open_corpus()
        if self._in_corpus:
            self.stream.write("</teiCorpus>\n")
        elif self._first is not None:
            self.stream.write(_DECLARATION + _document(self._first, "a1", alone=True))

    def _open_corpus(self) -> None:
        self.stream.write(f"{_DECLARATION}<{tag('teiCorpus', {'xmlns': _NAMESPACE})}>\n{corpus_header()}\n")
        self._in_corpus = True
        if self._first is not None:
            self._add(self._first)

    def _add(self, record: ArticleRecord) -> None:
        self._count += 1
        self.stream.write(_document(record, f"a{self._count}", alone=False))


def _document(record: ArticleRecord, id: str, *, alone: bool) -> str:
    """The TEI of an article; ``alone``: it is the whole document."""
    values = {"xmlns": _NAMESPACE if alone else None, "xml:id": id}
    body = body_of(article_text(record, "tei"), markings_of(record, id))
    header = article_header(record, id, alone=alone)
    return f'<{tag("TEI", values)}>\n{header}\n<text xml:lang="en">{body}</text>\n</TEI>\n'
