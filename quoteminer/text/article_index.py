"""Look up the paragraph, sentence, token or quoted passage at an offset of an article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quoteminer.text.marks import read_marks
from quoteminer.types import Article, MarkReading, Name, Paragraph, QuotedSpan, Span
from quoteminer.types.span_index import SpanIndex as SpanIndex


def index_of(things: Iterable[Paragraph | QuotedSpan | Name]) -> SpanIndex:
    return SpanIndex((thing.start, thing.end) for thing in things)


class ArticleIndex:
    """Looks up the parts of an article by offset. ``tokens`` and ``sentences`` are in text order;
    if there are no sentences, paragraphs are used. ``quoted`` are the outer quoted passages."""

    def __init__(
        self,
        article: Article,
        marks: MarkReading,
        tokens: Sequence[Span] = (),
        sentences: Sequence[Span] = (),
    ) -> None:
        self.article, self.text = article, article.text
        self.quoted = [passage for passage in marks.quoted if passage.depth == 1]
        self._inner = [passage for passage in marks.quoted if passage.depth == 2]
        self.tokens, self._quoted, self._inside = (
            SpanIndex(tokens),
            index_of(self.quoted),
            index_of(self._inner),
        )
        self._paragraphs = index_of(article.paragraphs)
        self._sentences = SpanIndex(sentences) if sentences else self._paragraphs

    def paragraph(self, offset: int) -> int:
        """Return the index of the last paragraph that starts at or before an offset; 0 before the
        first."""
        return self._paragraphs.at_or_before(offset)

    def paragraph_at(self, offset: int) -> Paragraph:
        return self.article.paragraphs[self.paragraph(offset)]

    def in_headline(self, offset: int) -> bool:
        return bool(self.article.paragraphs) and self.paragraph_at(offset).kind in (
            "headline",
            "heading",
            "caption",
        )

    def sentence(self, offset: int) -> int:
        """Return the index of the last sentence that starts at or before an offset; 0 before the
        first."""
        return self._sentences.at_or_before(offset)

    def sentence_start(self, offset: int) -> int:
        starts = self._sentences.starts
        return starts[self.sentence(offset)] if starts else 0

    def passages(self, start: int, end: int, reported: Sequence[Span] = ()) -> list[QuotedSpan]:
        """Return the outer quoted passages that overlap a span. With ``reported``, the spans of a
        cue and a source: of a passage that has one of them inside, and so quotes somebody else, the
        inner passages instead.
        """
        outer = [self.quoted[i] for i in self._quoted.touching(start, end)]
        sound = (span for span in outer if not span.repaired)
        around = {span for span in sound if any(span.start <= at < span.end for at, _ in reported)}
        if not around:
            return outer
        inner = (self._inner[i] for i in self._inside.touching(start, end))
        within = (
            passage
            for passage in inner
            if any(span.start <= passage.start < span.end for span in around)
        )
        return sorted({*outer, *within} - around, key=lambda passage: passage.start)

    def is_quoted(self, offset: int) -> bool:
        """True if the character at an offset is in a quoted passage, including its marks."""
        return bool(self._quoted.touching(offset, offset + 1))

    def quoted_share(self, spans: Sequence[Span], reported: Sequence[Span] = ()) -> float:
        """Return the share, 0..1, of the letters and digits of spans that are in quoted passages
        (``reported`` as in `passages`)."""
        pairs = ((span, passage) for span in spans for passage in self.passages(*span, reported))
        inside = [
            (max(passage.start, start), min(passage.end, end)) for (start, end), passage in pairs
        ]
        return self._letters(inside) / max(self._letters(spans), 1)

    def _letters(self, spans: Iterable[Span]) -> int:
        return sum(sum(map(str.isalnum, self.text[start:end])) for start, end in spans)


def quoted_spans(article: Article) -> list[Span]:
    """Read the marks of an article, and return the spans of its outer quoted passages."""
    marks = read_marks(article.text, article.paragraphs)
    return [(passage.start, passage.end) for passage in marks.quoted if passage.depth == 1]
