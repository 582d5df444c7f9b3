"""The index of an article gives the same as a plain search through all spans."""

import re

from hypothesis import given
from hypothesis import strategies as st

from quoteminer.text.article import make_article
from quoteminer.text.article_index import ArticleIndex, SpanIndex
from quoteminer.text.marks import read_marks

GAPS = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4)), max_size=8)


@given(GAPS, st.integers(0, 40), st.integers(0, 6))
def test_spans_by_position(gaps: list[tuple[int, int]], offset: int, length: int) -> None:
    spans, end = [], 0
    for gap, size in gaps:
        spans.append((end + gap, end + gap + size))
        end += gap + size
    index = SpanIndex(spans)
    touching = [
        i for i, (start, stop) in enumerate(spans) if start < offset + length and offset < stop
    ]
    assert list(index.touching(offset, offset + length)) == touching
    assert index.first_from(offset) == sum(start < offset for start, _ in spans)
    assert index.at_or_before(offset) == max(0, sum(start <= offset for start, _ in spans) - 1)


def test_an_article() -> None:
    text = "Rain to come\n\n“We wait. And we wait,” she said. It rained.\n\nNobody left."
    article = make_article(text)
    sentences = [found.span() for found in re.finditer(r"[^.\n]+\.?”?", text)]
    index = ArticleIndex(article, read_marks(text, article.paragraphs), sentences=sentences)
    for word, paragraph, sentence, quoted in (
        ("Rain", 0, 0, False), ("We", 1, 1, True), ("And", 1, 2, True), ("she", 1, 2, False),
        ("rained", 1, 3, False), ("Nobody", 2, 4, False),
    ):  # fmt: skip
        at = text.index(word)
        found = (index.paragraph(at), index.sentence(at), index.is_quoted(at))
        assert found == (paragraph, sentence, quoted), word
    assert text[index.sentence_start(text.index("rained")) :].lstrip().startswith("It rained.")
    passages = [text[one.start : one.end] for one in index.passages(0, len(text))]
    assert passages == ["“We wait. And we wait,”"]
    assert index.in_headline(3)
    assert not index.in_headline(len(text) - 3)
