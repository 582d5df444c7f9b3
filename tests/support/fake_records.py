"""Records that hold their article: the sample, many of the fake miner, and odd ones for hypothesis."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from fake_miner import record_of
from gold_articles import PIECES, TEXTS, articles
from hypothesis import strategies as st

from quoteminer.evaluation.gold import GoldArticle, GoldQuote
from quoteminer.records import PART_SEPARATOR, ArticleRecord, Cue, Mention, ModelName, Quote, Speaker, with_quotes
from quoteminer.text.article import make_article
from quoteminer.types import Span
from quoteminer.writers import FORMATS

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
NAMES = ["Ana Pinto", "Léo Brâncuși", "ليلى حداد", "Ida 𝔅erg", "Kofi & Sons", "“Doc” <Li>"]
MARKS_OF_DIRECTION = "\u200fقال\u200e"


def sample(name: str = "china-manufacturing") -> ArticleRecord:
    """The record of a sample, with its text."""
    record = ArticleRecord.from_json((SAMPLES / f"{name}.json").read_text("utf-8"))
    return replace(record, text=(SAMPLES / f"{name}.txt").read_bytes().decode())


def samples() -> list[ArticleRecord]:
    """The records of all samples."""
    return [sample(path.stem) for path in sorted(SAMPLES.glob("*.txt"))]


def many(count: int = 1000) -> list[ArticleRecord]:
    """Records of different articles, with several paragraphs, right-to-left and astral characters."""
    return [_fake(number) for number in range(count)]


def _fake(number: int) -> ArticleRecord:
    said = [
        f"“😊 Number {number}, {part} & <{MARKS_OF_DIRECTION}>,” {'said' if part % 2 else 'thought'} "
        f"{NAMES[(number + part) % len(NAMES)].replace('&', 'and')}."
        for part in range(number % 5)
    ]
    meta = {"title": f"Story {number}", "author": ["A. B.", "C. D."], "date": f"2024-01-{number % 28 + 1:02d}"}
    if number % 3 == 0:
        meta["url"] = f"https://example.org/news/{number}?a=1&b=2"
    text = f"Story {number}\n\n" + "\r\n\r\n".join(said) + "\n"
    return record_of(make_article(text, id=f"story-{number}", source="stories.jsonl", meta=meta, with_text=True))


def written(format: str, records: Iterable[ArticleRecord], *, several: bool = False) -> str:
    """What a format of text makes of the records."""
    stream = io.StringIO(newline="")
    writer = FORMATS[format].make(stream)
    for record in records:
        writer.write(record)
    writer.close(several=several)
    return stream.getvalue()


_LONGER = st.lists(PIECES, min_size=10, max_size=40).map("".join)


@st.composite
def odd_records(draw: Callable[..., Any]) -> ArticleRecord:
    """A record of an odd text; its quotes have several parts, overlap, and lack cues, mentions and speakers. Two quotes
    may be the same."""
    article: GoldArticle = draw(articles(TEXTS | _LONGER))
    quotes = tuple(draw(_quotes(number, one, article.text)) for number, one in enumerate(article.quotes))
    fact = st.sampled_from([None, "mayor", "“x” & <y>"])
    speakers = [Speaker(one.id, one.name, one.kind, draw(fact), draw(fact), one.aliases) for one in article.speakers]
    meta = draw(
        st.dictionaries(st.sampled_from(["url", "title", "Author", "date", "x"]), st.sampled_from(META), max_size=4)
    )
    return ArticleRecord(
        id=article.id,
        quotes=quotes,
        speakers=with_quotes(speakers, quotes),
        model=ModelName("fake", "0.0"),
        source=draw(st.sampled_from([None, "a b/ü.txt", "-"])),
        meta=meta,
        text=article.text,
    )


META = [
    "https://example.org/a?b=c&d#e",
    "http://bad one",
    "2024-05-06T07:08:09Z",
    "2024-13-40",
    7,
    None,
    ["A", "\ud800"],
]


@st.composite
def _quotes(draw: Callable[..., Any], number: int, one: GoldQuote, text: str) -> Quote:
    kind = st.sampled_from(["name", "pronoun", "description"])
    start, end = one.source[0] if one.source else (0, 0)
    return Quote(
        id=number,
        type=draw(st.sampled_from(["direct", "mixed", "indirect"])),
        act=one.act or "speech",
        text=_joined(text, one.content),
        start=one.content[0][0],
        end=one.content[-1][1],
        spans=one.content,
        paragraph=0,
        cue=Cue(_joined(text, one.cue), one.cue[0][0], one.cue[-1][1], "say", one.cue) if one.cue else None,
        mention=Mention(text[start:end], start, end, draw(kind)) if one.source else None,
        speaker=one.speaker,
        status="resolved" if one.speaker is not None else "unresolved",
        confidence=draw(st.sampled_from([0.0, 0.5, 0.973, 1.0])),
    )


def _joined(text: str, spans: Iterable[Span]) -> str:
    return PART_SEPARATOR.join(text[start:end] for start, end in spans)


def no_mark_of_order(record: ArticleRecord) -> bool:
    """Whether a text file can begin as the article does: not with a byte order mark."""
    assert record.text is not None
    return not record.text.startswith("\ufeff")
