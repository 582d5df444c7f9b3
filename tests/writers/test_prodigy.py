"""Prodigy's tasks: what its documentation asks of them, and the same quotes, with spaCy's own Doc as the judge."""

from __future__ import annotations

import io
import json
from collections import defaultdict
from typing import Any

import pytest
import spacy
from fake_records import many, odd_records, sample, samples, written
from hypothesis import example, given
from spacy.tokens import Doc

from quoteminer.records import ArticleRecord, Quote
from quoteminer.text.article import readable
from quoteminer.types import Span
from quoteminer.writers.prodigy import ProdigyWriter

VOCAB = spacy.blank("en").vocab
WRITER = ProdigyWriter(io.StringIO())
"""Kept for all examples, since spaCy takes its time to begin."""


def tasks(document: str) -> list[dict[str, Any]]:
    """The tasks of a document, each of which keeps to the format."""
    found = [json.loads(line) for line in document.splitlines()]
    for task in found:
        check(task)
    return found


def check(task: dict[str, Any]) -> None:
    """Tokens make the text, spans are whole tokens, relations lead from span to span."""
    tokens = task["tokens"]
    assert [token["id"] for token in tokens] == list(range(len(tokens)))
    doc = Doc(VOCAB, words=[readable(token["text"]) for token in tokens], spaces=[token["ws"] for token in tokens])
    assert doc.text == readable(task["text"])
    assert [(token.idx, token.idx + len(token)) for token in doc] == [(one["start"], one["end"]) for one in tokens]
    for span in task["spans"]:
        words = doc.char_span(span["start"], span["end"])
        assert words is not None
        assert (words.start, words.end - 1) == (span["token_start"], span["token_end"])
    places = [
        {key: span[key] for key in ("start", "end", "token_start", "token_end", "label")} for span in task["spans"]
    ]
    for relation in task["relations"]:
        for end in ("head", "child"):
            assert relation[f"{end}_span"] in places
            assert relation[end] == relation[f"{end}_span"]["token_end"]


def place(span: dict[str, Any]) -> Span:
    return span["start"], span["end"]


def quotes_in(task: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The quotes of a task: parts, cues and sources by the relations, and what stands at the first part."""
    found = []
    related: dict[Span, dict[str, set[Span]]] = defaultdict(lambda: defaultdict(set))
    for relation in task["relations"]:
        related[place(relation["head_span"])][relation["label"]].add(place(relation["child_span"]))
    for span in task["spans"]:
        if "quote" in span:
            near = related[place(span)]
            facts = tuple(span[key] for key in ("quote", "type", "act", "speaker", "status", "confidence"))
            found.append((facts, {place(span), *near["PART"]}, near["CUE"], near["SOURCE"]))
    return found


def expected(record: ArticleRecord) -> list[tuple[Any, ...]]:
    found = []
    for quote in record.quotes:
        speaker = record.speaker_of(quote)
        facts = (quote.id, quote.type, quote.act, speaker and speaker.name, quote.status, quote.confidence)
        source = {(quote.mention.start, quote.mention.end)} if quote.mention else set()
        found.append((facts, set(quote.spans), set(quote.cue.spans) if quote.cue else set(), source))
    return found


def test_the_samples() -> None:
    found = tasks(written("prodigy", samples()))
    assert [task["text"] for task in found] == [record.text for record in samples()]
    assert [quotes_in(task) for task in found] == [expected(record) for record in samples()]


def test_a_thousand_articles() -> None:
    records = many()
    assert [quotes_in(task) for task in tasks(written("prodigy", records))] == [expected(one) for one in records]


@given(record=odd_records())
@example(record=sample())
def test_odd_records(record: ArticleRecord) -> None:
    """Two quotes whose first parts are the same words can't be told apart by their relations; others can."""
    WRITER.stream = io.StringIO()
    WRITER.write(record)
    (task,) = tasks(WRITER.stream.getvalue())
    assert task["text"] == record.text
    firsts = [quote.spans[0] for quote in record.quotes]
    for found, right, quote in zip(quotes_in(task), expected(record), record.quotes, strict=True):
        assert found[0] == right[0]
        if firsts.count(quote.spans[0]) == 1:
            assert found == right


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", []),
        ("Ana didn't go.", ["Ana ", "did", "n't ", "go", "."]),
        ("A  b\n\n c", ["A ", " ", "b", "\n\n ", "c"]),
        (" A", [" ", "A"]),
    ],
)
def test_tokens_are_spacys(text: str, tokens: list[str]) -> None:
    record = ArticleRecord("a", (), (), sample().model, text=text)
    (task,) = tasks(written("prodigy", [record]))
    assert [one["text"] + " " * one["ws"] for one in task["tokens"]] == tokens


def test_a_token_is_cut_where_a_span_ends() -> None:
    record = next(one for one in samples() if one.quotes)
    (task,) = tasks(written("prodigy", [record]))
    own = {(token.idx, token.idx + len(token)) for token in spacy.blank("en")(record.text or "")}
    edges = {edge for span in task["spans"] for edge in place(span)}
    for token in task["tokens"]:
        assert place(token) in own or edges & set(place(token))


@pytest.mark.parametrize("span", [(1, 3), (0, 2), (1, 2), (0, 5), (4, 5)])
def test_a_space_at_the_edge_of_a_span_is_a_token(span: Span) -> None:
    text = "A B  C"
    words = text[slice(*span)]
    quote = Quote(0, "direct", "speech", words, *span, (span,), 0, None, None, None, "unresolved", 0.5)
    (task,) = tasks(written("prodigy", [ArticleRecord("a", (quote,), (), sample().model, text=text)]))
    assert [place(one) for one in task["spans"]] == [span]


def test_an_endless_word_takes_no_endless_time() -> None:
    text = "x" * 1_000_000
    (task,) = tasks(written("prodigy", [ArticleRecord("a", (), (), sample().model, text=text)]))
    assert "".join(one["text"] for one in task["tokens"]) == text


def test_what_prodigy_shows_below_a_task() -> None:
    (task,) = tasks(written("prodigy", many(1)))
    assert task["meta"] == {
        "id": "story-0",
        "source": "stories.jsonl",
        "title": "Story 0",
        "date": "2024-01-01",
        "url": "https://example.org/news/0?a=1&b=2",
        "model": "fake 0.0",
    }
