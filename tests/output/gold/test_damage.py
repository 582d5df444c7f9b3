"""Gold comes back as it was written, however odd its text; damaged files are errors, never a
crash."""

import json
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from gold_files import TEXTS, articles, damage
from hypothesis import example, given
from hypothesis import strategies as st

from quoteminer.errors import GoldError
from quoteminer.output.gold import GOLD_FORMATS, read_gold, write_gold
from quoteminer.output.gold.gold_articles import (
    GoldArticle,
    GoldQuote,
    GoldSpeaker,
    checked,
    text_order,
)

ARTICLE = GoldArticle(
    "a/1", "“No 😊,” said\nIda. “Never.”\n\nShe left.\n",
    (
        GoldQuote(((0, 7), (18, 26)), ((8, 12),), ((13, 16),), 0, "speech"),
        GoldQuote(((1, 3),), (), ((28, 31),)),
    ),
    (GoldSpeaker(0, "Ida Brand", "person", ("Ida",)),),
)  # fmt: skip
JSON = ["jsonl", "labelstudio"]


@cache
def written(format: str) -> dict[str, str]:
    """The files of the article in a format, by their names."""
    with tempfile.TemporaryDirectory() as folder:
        write_gold([ARTICLE], Path(folder, format), format=format)
        files = [path for path in Path(folder).rglob("*") if path.is_file()]
        return {
            path.name: path.read_bytes().decode()
            for path in files
            if path.suffix not in (".conf", ".xml")
        }


def read_damaged(format: str, files: dict[str, str]) -> None:
    """Read the files; nothing is raised, and what is given as an article keeps the rules."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content.encode("utf-8", "surrogatepass"))
        paths = [Path(folder) / name for name in files if not name.endswith(".txt")]
        for told in (None, format):
            for item in read_gold(paths, format=told):
                if not isinstance(item, GoldError):
                    assert checked(item) == item


@pytest.mark.parametrize("format", list(GOLD_FORMATS))
@given(data=st.data())
def test_characters_that_are_lost_changed_or_added(format: str, data: st.DataObject) -> None:
    files = dict(written(format))
    name = data.draw(st.sampled_from(sorted(files)))
    for _ in range(data.draw(st.integers(1, 3))):
        content = files[name]
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(start + 8, len(content))))
        put = data.draw(st.text("0129\t\n\r {}[]\"'\\|_-*:;#EATN.x😊\ufeff", max_size=3))
        files[name] = content[:start] + put + content[end:]
    read_damaged(format, files)


@pytest.mark.parametrize("format", JSON)
@given(data=st.data())
def test_values_of_other_types(format: str, data: st.DataObject) -> None:
    ((name, content),) = written(format).items()
    lines = content.splitlines() if format == "jsonl" else [content]
    values = [json.loads(line) for line in lines]
    damage(values, data)
    read_damaged(format, {name: "\n".join(map(json.dumps, values))})


EMOJI = "😊 “No 👩‍👧,” said e\u0301mile.\r\n\r\nAnd\u2028more.\n"
AWKWARD = GoldArticle(
    "a/b", EMOJI,
    (
        GoldQuote(((2, 11), (26, 33)), ((12, 16),), ((17, 23),), 3, "speech"),
        GoldQuote(((0, len(EMOJI)),), (), ((17, 20), (21, 23)), None, "other"),
        GoldQuote(((26, 29),), ((12, 14), (15, 16)), (), 0, None),
        GoldQuote(((26, 29),), ((12, 14), (15, 16)), (), 1, None),
    ),
    (
        GoldSpeaker(3, "Émile", "person", ("e\u0301mile",)), GoldSpeaker(0, "A", "org"),
        GoldSpeaker(1, "A", "unnamed"),
    ),
)  # fmt: skip
HALF = "“No \ud83d,” said Ida.\udc00"
NAMES = {"jsonl": "a.jsonl", "labelstudio": "a.json"}


def there_and_back(format: str, *written: GoldArticle, told: bool = False) -> list[GoldArticle]:
    """The articles as they are read after they were written; ``told``: the format is found out."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAMES.get(format, "folder")
        assert write_gold(written, path, format=format) == len(written)
        read = list(read_gold(path, format=None if told else format))
        assert all(isinstance(item, GoldArticle) for item in read), read
        return [item for item in read if isinstance(item, GoldArticle)]


def in_order(article: GoldArticle) -> GoldArticle:
    return replace(article, quotes=tuple(sorted(article.quotes, key=text_order)))


@pytest.mark.parametrize("format", GOLD_FORMATS)
@given(article=articles(TEXTS.filter(lambda text: not text.startswith("\ufeff"))))
@example(article=AWKWARD)
@example(article=GoldArticle("x", ""))
def test_nothing_is_lost(format: str, article: GoldArticle) -> None:
    expected = article if format == "jsonl" else in_order(article)
    assert there_and_back(format, article) == [expected]


@pytest.mark.parametrize("format", JSON)
def test_json_holds_half_characters(format: str) -> None:
    article = GoldArticle("\udfff", HALF, (GoldQuote(((0, 7),), ((8, 12),), ((13, 16),)),))
    assert there_and_back(format, article) == [article]


@pytest.mark.parametrize("format", list(GOLD_FORMATS))
def test_several_articles_whose_format_is_found_out(format: str) -> None:
    quotes = GoldQuote(((0, 5),), ((6, 10),), ((11, 14),)), GoldQuote(((19, 24),), (), ((11, 14),))
    articles = [
        GoldArticle("one", "“No,” said Ida. We “did”.", quotes), GoldArticle("two", "Nobody did."),
    ]  # fmt: skip
    read = there_and_back(format, *articles, told=True)
    assert sorted(read, key=lambda article: article.id) == articles


def test_an_outer_quote_comes_before_those_inside_it() -> None:
    spans = [(0, 9), (0, 19), (5, 9), (20, 30), (24, 30)]
    article = GoldArticle("x", "word " * 6, tuple(GoldQuote((span,)) for span in spans))
    content = [quote.content[0] for quote in in_order(article).quotes]
    assert content == [(0, 19), (0, 9), (5, 9), (20, 30), (24, 30)]
