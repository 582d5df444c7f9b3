"""What each format can hold comes back as it was, however odd the text; what it can't, as its description says."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from gold_articles import TEXTS, articles, holds_words
from hypothesis import example, given
from hypothesis import strategies as st

from quoteminer.evaluation.formats import FORMATS, read_gold, write_gold
from quoteminer.evaluation.formats.check import text_order
from quoteminer.evaluation.gold import GoldArticle, GoldQuote, GoldSpeaker
from quoteminer.types import Span

EMOJI = "😊 “No 👩‍👧,” said e\u0301mile.\r\n\r\nAnd\u2028more.\n"
AWKWARD = GoldArticle(
    "a/b",
    EMOJI,
    (
        GoldQuote(((2, 11), (26, 33)), ((12, 16),), ((17, 23),), 3, "speech"),
        GoldQuote(((0, len(EMOJI)),), (), ((17, 20), (21, 23)), None, "other"),
        GoldQuote(((26, 29),), ((12, 14), (15, 16)), (), 0, None),
        GoldQuote(((26, 29),), ((12, 14), (15, 16)), (), 1, None),
    ),
    (GoldSpeaker(3, "Émile", "person", ("e\u0301mile",)), GoldSpeaker(0, "A", "org"), GoldSpeaker(1, "A", "unnamed")),
)
HALF = "“No \ud83d,” said Ida.\udc00"
NAMES = {"jsonl": "a.jsonl", "cofenet": "a.txt", "conll": "a.conll", "labelstudio": "a.json"}
LINE_ENDS = re.compile("[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]+")


def there_and_back(format: str, written: Iterable[GoldArticle], *, told: bool = False) -> list[GoldArticle]:
    """The articles as they are read after they were written; ``told``: the format is found out."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAMES.get(format, "folder")
        written = list(written)
        assert write_gold(written, path, format=format) == len(written)
        read = list(read_gold(path, format=None if told else format))
        assert all(isinstance(item, GoldArticle) for item in read), read
        return [item for item in read if isinstance(item, GoldArticle)]


def in_order(article: GoldArticle) -> GoldArticle:
    return replace(article, quotes=tuple(sorted(article.quotes, key=text_order)))


@pytest.mark.parametrize("format", ["jsonl", "brat", "citron", "labelstudio"])
@given(article=articles(TEXTS.filter(lambda text: not text.startswith("\ufeff"))))
@example(article=AWKWARD)
@example(article=GoldArticle("x", ""))
def test_nothing_is_lost(format: str, article: GoldArticle) -> None:
    assert there_and_back(format, [article]) == [article if format == "jsonl" else in_order(article)]


def test_an_outer_quote_comes_before_those_inside_it() -> None:
    spans = [(0, 9), (0, 19), (5, 9), (20, 30), (24, 30)]
    outer_first = [(0, 19), (0, 9), (5, 9), (20, 30), (24, 30)]
    article = GoldArticle("x", "word " * 6, tuple(GoldQuote((span,)) for span in spans))
    assert [quote.content for quote in in_order(article).quotes] == [(span,) for span in outer_first]


@pytest.mark.parametrize("format", ["jsonl", "citron", "labelstudio", "cofenet"])
def test_json_holds_half_characters(format: str) -> None:
    article = GoldArticle("\udfff", HALF, (GoldQuote(((0, 7),), ((8, 12),), ((13, 16),)),))
    assert there_and_back(format, [article]) == [article]


@given(article=articles(TEXTS.filter(holds_words)))
@example(article=AWKWARD)
@example(article=GoldArticle("x", "\n\t Hi\n"))
def test_webanno_trims_spans_and_loses_nothing_else(article: GoldArticle) -> None:
    def trim(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(
            (min(inside), max(inside) + 1)
            for start, end in spans
            if (inside := [at for at in range(start, end) if not article.text[at].isspace()])
        )

    trimmed = [replace(q, content=trim(q.content), cue=trim(q.cue), source=trim(q.source)) for q in article.quotes]
    kept = tuple(quote for quote in trimmed if quote.content)
    assert there_and_back("webanno", [article]) == [in_order(replace(article, quotes=kept))]


@pytest.mark.parametrize("format", ["cofenet", "conll"])
@given(article=articles())
@example(article=AWKWARD)
@example(article=GoldArticle("x", ""))
@example(article=GoldArticle("x", "\n a \n"))
def test_labels_keep_what_one_label_a_token_can(format: str, article: GoldArticle) -> None:
    expected = GoldArticle(article.id, article.text, tuple(sorted(labelled(article), key=text_order)))
    assert there_and_back(format, [article]) == [expected]


@pytest.mark.parametrize("format", list(FORMATS))
def test_several_articles_whose_format_is_found_out(format: str) -> None:
    written = [
        GoldArticle("one", "“No,” said Ida.", (GoldQuote(((0, 5),), ((6, 10),), ((11, 14),)),)),
        GoldArticle("two", "Ida left.\n\nKofi said he was sure.", (GoldQuote(((21, 32),), ((16, 20),), ((11, 15),)),)),
        GoldArticle("three", "Nobody spoke."),
    ]
    read = there_and_back(format, written, told=True)
    assert sorted(read, key=lambda article: article.id) == sorted(written, key=lambda article: article.id)


@given(data=st.data(), format=st.sampled_from(list(FORMATS)))
def test_what_was_read_is_written_the_same_again(data: st.DataObject, format: str) -> None:
    """After one way through a format, nothing more is lost on the second."""
    article = data.draw(articles(TEXTS.filter(lambda text: holds_words(text) and not text.startswith("\ufeff"))))
    once = there_and_back(format, [article])
    assert there_and_back(format, once) == once


def labelled(article: GoldArticle) -> list[GoldQuote]:
    """The slow and obvious way from quotes to those that labels keep: `labels.py` tells the rules."""
    kept: list[GoldQuote] = []
    for quote in sorted(article.quotes, key=lambda one: -sum(end - start for start, end in one.content)):
        if not clash(quote, quote) and not any(clash(quote, other) for other in kept):
            kept.append(quote)
    found = []
    for first, last in line_spans(article.text):
        role = {
            name: sorted({part for quote in kept for part in inside(getattr(quote, name), first, last, article.text)})
            for name in ("content", "cue", "source")
        }
        by_cue: dict[Span | None, list[Span]] = {}
        for content in role["content"]:
            by_cue.setdefault(closest(content, role["cue"]), []).append(content)
        for cue, contents in by_cue.items():
            if cue is None:
                found += [GoldQuote((content,)) for content in contents]
            else:
                source = closest(cue, role["source"])
                found.append(GoldQuote(tuple(contents), (cue,), (source,) if source else ()))
    return found


def clash(one: GoldQuote, other: GoldQuote) -> bool:
    """Whether two spans overlap that are not the same cue or source; of one quote, two of different roles."""
    for role in ("content", "cue", "source"):
        for other_role in ("content", "cue", "source"):
            for a, b in getattr(one, role):
                for c, d in getattr(other, other_role):
                    shared = role == other_role and (a, b) == (c, d) and (role != "content" or one is other)
                    if a < d and c < b and not shared:
                        return True
    return False


def line_spans(text: str) -> list[Span]:
    edges = [0, *(edge for found in LINE_ENDS.finditer(text) for edge in found.span()), len(text)]
    return list(zip(edges[::2], edges[1::2], strict=True))


def inside(spans: Iterable[Span], first: int, last: int, text: str) -> list[Span]:
    """What of the spans is in a line, without space at its ends."""
    parts = []
    for start, end in spans:
        letters = [at for at in range(max(start, first), min(end, last)) if not text[at].isspace()]
        if letters:
            parts.append((letters[0], letters[-1] + 1))
    return parts


def closest(span: Span, others: Iterable[Span]) -> Span | None:
    best: Span | None = None
    for other in sorted(others):
        if best is None or distance(span, other) < distance(span, best):
            best = other
    return best


def distance(one: Span, other: Span) -> int:
    between = set(range(min(one[0], other[0]), max(one[1], other[1]))) - set(range(*one)) - set(range(*other))
    return len(between)
