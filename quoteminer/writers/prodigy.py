"""Prodigy: JSON lines, a task an article (https://prodi.gy/docs/api-interfaces): text, tokens, spans and relations.

``spans`` are labelled CONTENT, CUE and SOURCE; ``token_end`` is the span's last token. A relation leads from the first
part of a content to its further parts, its cues and its sources; ``head`` and ``child`` are the last tokens of the two
spans. The first part of each content has, besides, what the record says of its quote (Prodigy keeps keys that it does
not know). Cues and sources of the same words are one span.

The tokens are spaCy's for English, as in Prodigy's ``blank:en``, but cut where a span begins or ends, since Prodigy
refuses a task whose spans are not whole tokens. Their texts, with a space behind those that have ``ws``, are the
article. Prodigy's relations interface can't show spans that overlap; its interface for spans can.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, TextIO

from quoteminer.evaluation.formats.graph import Mark, marks_of
from quoteminer.evaluation.gold import from_record
from quoteminer.output.jsontext import dump
from quoteminer.output.writer import StreamWriter
from quoteminer.records import ArticleRecord, Quote
from quoteminer.types import Span
from quoteminer.writers.given import article_text, citation_of

_SPACE = " "


class ProdigyWriter(StreamWriter[ArticleRecord]):
    """A task a line.

    Args:
        stream: where to; UTF-8.
    """

    def __init__(self, stream: TextIO) -> None:
        from quoteminer.miner import Tokens

        super().__init__(stream)
        self._tokens = Tokens()

    def write(self, record: ArticleRecord) -> None:
        text = article_text(record, "prodigy")
        marks, links = marks_of(from_record(record, text).quotes, {one.id: one.name for one in record.speakers})
        tokens = _tokens(text, self._tokens.of(text), [mark.span for mark in marks])
        spans = _spans(marks, tokens)
        for span, quote in zip(_firsts(spans, record.quotes), record.quotes, strict=True):
            span.update(_facts(record, quote))
        relations = [_relation(spans[head], spans[child], label.upper()) for head, child, label in links]
        task = {"text": text, "tokens": tokens, "spans": spans, "relations": relations, "meta": _meta(record)}
        self.stream.write(dump(task) + "\n")


def _tokens(text: str, found: Iterable[Span], spans: Sequence[Span]) -> list[dict[str, Any]]:
    """The tokens of a text: those found, cut at the edges of the spans; a space alone belongs to the token before it,
    where no span begins or ends with it."""
    starts, ends = {start for start, _ in spans}, {end for _, end in spans}
    edges = sorted({0, len(text), *starts, *ends, *(edge for span in found for edge in span)})
    tokens: list[dict[str, Any]] = []
    for start, end in pairwise(edges):
        words = text[start:end]
        if words == _SPACE and start not in starts and end not in ends and tokens and not tokens[-1]["ws"]:
            tokens[-1]["ws"] = True
        else:
            tokens.append({"text": words, "start": start, "end": end, "id": len(tokens), "ws": False})
    return tokens


def _spans(marks: Iterable[Mark], tokens: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    starts, ends = [one["start"] for one in tokens], [one["end"] for one in tokens]
    return [
        {
            "start": mark.span[0],
            "end": mark.span[1],
            "token_start": bisect_left(starts, mark.span[0]),
            "token_end": bisect_left(ends, mark.span[1]),
            "label": mark.role.upper(),
        }
        for mark in marks
    ]


def _firsts(spans: Iterable[dict[str, Any]], quotes: Iterable[Quote]) -> Iterator[dict[str, Any]]:
    """The span of the first part of each quote; contents come quote by quote, part by part."""
    contents = (span for span in spans if span["label"] == "CONTENT")
    for quote in quotes:
        yield next(contents)
        for _ in quote.spans[1:]:
            next(contents)


def _facts(record: ArticleRecord, quote: Quote) -> dict[str, Any]:
    speaker = record.speaker_of(quote)
    return {
        "quote": quote.id,
        "type": quote.type,
        "act": quote.act,
        "speaker": speaker and speaker.name,
        "status": quote.status,
        "confidence": quote.confidence,
    }


def _relation(head: Mapping[str, Any], child: Mapping[str, Any], label: str) -> dict[str, Any]:
    return {
        "head": head["token_end"],
        "child": child["token_end"],
        "label": label,
        "head_span": _place(head),
        "child_span": _place(child),
    }


def _place(span: Mapping[str, Any]) -> dict[str, Any]:
    return {key: span[key] for key in ("start", "end", "token_start", "token_end", "label")}


def _meta(record: ArticleRecord) -> dict[str, str]:
    """What Prodigy shows below the task."""
    citation = citation_of(record)
    facts = {
        "id": record.id,
        "source": record.source,
        "title": citation.title,
        "date": citation.date,
        "url": citation.url,
        "model": f"{record.model.name} {record.model.version}",
    }
    return {key: value for key, value in facts.items() if value}
