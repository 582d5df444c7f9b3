"""Random articles with two readings each, for properties of the evaluation, and their form as
JSON."""

import json
from dataclasses import asdict, replace
from typing import Any

from hypothesis import strategies as st

from quoteminer.output.gold.gold_articles import GoldArticle, GoldQuote, GoldSpeaker
from quoteminer.types import Span

_PIECES = [*"aé7.,:’'  \n", *'“”"„«»', "word ", "Ana Pinto ", "said ", "“we go” ", '"no" ']
_NAMES = [
    "Ana Pinto", "the Mayor Ana Pinto’s", "ANA PINTO", "Kofi Berg", "Dr. Berg", "the", "",
    "Quay Board", "'’ss",
]  # fmt: skip
texts = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=40).map("".join)


@st.composite
def readings(draw: st.DrawFn) -> tuple[GoldArticle, GoldArticle]:
    """Gold and a prediction of one article. Some predicted quotes are the gold's with other ends,
    and some speakers are the gold's, so that they match."""
    text = draw(texts)
    gold = GoldArticle("a", text, draw(_quotes(text)), draw(_speakers()))
    kept = [draw(_changed(quote, text)) for quote in gold.quotes if draw(st.booleans())]
    others = draw(_quotes(text))
    quotes = draw(st.permutations([*kept, *others]))
    renamed = tuple(
        replace(one, name=draw(st.sampled_from([one.name, *one.aliases]))) for one in gold.speakers
    )
    return gold, GoldArticle(
        "a", text, tuple(quotes), draw(st.sampled_from([renamed, draw(_speakers())]))
    )


def _span(text: str) -> st.SearchStrategy[Span]:
    place = st.integers(0, len(text))
    return st.tuples(place, place).map(lambda pair: (min(pair), max(pair)))


@st.composite
def _quotes(draw: st.DrawFn, text: str) -> tuple[GoldQuote, ...]:
    spans = st.lists(_span(text), max_size=2).map(tuple)
    content = st.lists(_span(text), min_size=1, max_size=2).map(tuple)
    speaker, act = (
        st.sampled_from([None, 0, 1, 2, 9]),
        st.sampled_from(["speech", "speech", "other", None]),
    )
    return tuple(
        draw(st.lists(st.builds(GoldQuote, content, spans, spans, speaker, act), max_size=4))
    )


@st.composite
def _changed(draw: st.DrawFn, quote: GoldQuote, text: str) -> GoldQuote:
    by = draw(st.integers(-3, 3))
    content = tuple((start, min(max(start, end + by), len(text))) for start, end in quote.content)
    source = draw(st.sampled_from([quote.source, (), ((0, len(text)),)]))
    return replace(
        quote,
        content=content,
        source=source,
        speaker=draw(st.sampled_from([quote.speaker, None, 1])),
    )


@st.composite
def _speakers(draw: st.DrawFn) -> tuple[GoldSpeaker, ...]:
    names = draw(st.one_of(st.just([]), st.lists(st.sampled_from(_NAMES), min_size=2, max_size=3)))
    kinds, aliases = (
        st.sampled_from(["person", "person", "org", "unnamed"]),
        st.lists(st.sampled_from(_NAMES), max_size=2),
    )
    return tuple(
        GoldSpeaker(at, name, draw(kinds), tuple(draw(aliases))) for at, name in enumerate(names)
    )


def to_json(article: GoldArticle, **others: Any) -> dict[str, Any]:
    """An article as JSON values of gold; ``others`` are put over it."""
    return {**json.loads(json.dumps(asdict(article))), **others}
