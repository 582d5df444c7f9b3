"""What is written comes back as it was, however odd the text."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from gold_articles import TEXTS, articles
from hypothesis import example, given

from quoteminer.evaluation.formats import FORMATS, read_gold, write_gold
from quoteminer.evaluation.gold import GoldArticle, GoldQuote, GoldSpeaker, text_order

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
NAMES = {"jsonl": "a.jsonl", "labelstudio": "a.json"}


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


@pytest.mark.parametrize("format", FORMATS)
@given(article=articles(TEXTS.filter(lambda text: not text.startswith("\ufeff"))))
@example(article=AWKWARD)
@example(article=GoldArticle("x", ""))
def test_nothing_is_lost(format: str, article: GoldArticle) -> None:
    assert there_and_back(format, [article]) == [article if format == "jsonl" else in_order(article)]


@pytest.mark.parametrize("format", ["jsonl", "labelstudio"])
def test_json_holds_half_characters(format: str) -> None:
    article = GoldArticle("\udfff", HALF, (GoldQuote(((0, 7),), ((8, 12),), ((13, 16),)),))
    assert there_and_back(format, [article]) == [article]


@pytest.mark.parametrize("format", list(FORMATS))
def test_several_articles_whose_format_is_found_out(format: str) -> None:
    written = [
        GoldArticle("one", "“No,” said Ida.", (GoldQuote(((0, 5),), ((6, 10),), ((11, 14),)),)),
        GoldArticle("two", "Ida left.\n\nKofi said he was sure.", (GoldQuote(((21, 32),), ((16, 20),), ((11, 15),)),)),
        GoldArticle("three", "Nobody spoke."),
    ]
    read = there_and_back(format, written, told=True)
    assert sorted(read, key=lambda article: article.id) == sorted(written, key=lambda article: article.id)


def test_an_outer_quote_comes_before_those_inside_it() -> None:
    spans = [(0, 9), (0, 19), (5, 9), (20, 30), (24, 30)]
    outer_first = [(0, 19), (0, 9), (5, 9), (20, 30), (24, 30)]
    article = GoldArticle("x", "word " * 6, tuple(GoldQuote((span,)) for span in spans))
    assert [quote.content for quote in in_order(article).quotes] == [(span,) for span in outer_first]
