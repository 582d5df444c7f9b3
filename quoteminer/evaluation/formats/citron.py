"""Citron's JSON (BBC, github.com/bbc/citron, docs/data_format.md): an article a file.

::

    {"text": "…",
     "quotes": [{"cue": {"start": 364, "end": 368, "text": "said"}, "sources": [{…}], "contents": [{…}, {…}]}]}

Citron wants one cue and at least one source in each quote. What it has no place for stands here under keys that it
passes over, so that nothing is lost: ``id`` (else the file's name counts) and ``speakers`` of the article, ``speaker``
and ``act`` of a quote, ``cue_parts`` where a cue has several (``cue`` is the first), and ``incomplete_quotes``, those
without cue or without source. Citron's own ``coreferences``, ``coreference_groups`` and ``confidence`` are not read:
they name no speakers.

Offsets count code points; where a span's ``text`` says that a file counts otherwise, so it is read (rulers.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from quoteminer.errors import GoldError
from quoteminer.evaluation.formats.check import act_in, checked_in_order, list_in, speakers_in
from quoteminer.evaluation.formats.jsonl import id_of, speaker_to_dict
from quoteminer.evaluation.formats.place import Place
from quoteminer.evaluation.formats.rulers import Ruler, fitting_ruler
from quoteminer.evaluation.formats.source import BOM, GoldFile, parse_json
from quoteminer.evaluation.gold import GoldArticle, GoldQuote
from quoteminer.output.jsontext import dump
from quoteminer.types import Span

SUFFIX: Final = ".json"
_INDENT: Final = 1
_LISTS: Final = ("quotes", "incomplete_quotes")


def read(file: GoldFile) -> Iterator[GoldArticle | GoldError]:
    """The article of a file."""
    place = file.at()
    value = parse_json(file.text().removeprefix(BOM), place)
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise place.error("is no object with a text. Give one article a file, with text and quotes.")
    text = value["text"]
    listed = [(key, n, one) for key in _LISTS for n, one in enumerate(list_in(value, key, place), start=1)]
    found = [(_parts(one, place, f"{key} {n}"), one, f"{key} {n}") for key, n, one in listed]
    ruler = _measured(text, (span for parts, _, _ in found for spans in parts for span in spans), place)
    quotes = tuple(_quote(parts, one, ruler, place, what) for parts, one, what in found)
    yield checked_in_order(GoldArticle(id_of(value, file.name), text, quotes, speakers_in(value, place)), place)


def files(article: GoldArticle, stem: str) -> dict[str, str]:
    """The article's file: suffix and content. ``stem``: what it is called, which is the id that will be read."""
    complete = [quote for quote in article.quotes if quote.cue and quote.source]
    rest = [quote for quote in article.quotes if not (quote.cue and quote.source)]
    value = {
        "id": article.id if article.id != stem else None,
        "text": article.text,
        "quotes": [_quote_to_dict(quote, article.text) for quote in complete],
        "incomplete_quotes": [_quote_to_dict(quote, article.text) for quote in rest] or None,
        "speakers": [speaker_to_dict(speaker) for speaker in article.speakers] or None,
    }
    kept = {key: one for key, one in value.items() if one is not None}
    return {SUFFIX: dump(kept, indent=_INDENT) + "\n"}


_Parts = tuple[list[tuple[Span, str]], list[tuple[Span, str]], list[tuple[Span, str]]]
"""Spans of content, cue and source as the file counts them, each with its words."""


def _parts(value: Any, place: Place, what: str) -> _Parts:
    if not isinstance(value, dict):
        raise place.error(f"{what} is no object. Give cue, sources and contents.")
    one_cue = [value["cue"]] if value.get("cue") else []
    return (
        _spans(list_in(value, "contents", place), place, f"{what}: contents"),
        _spans(list_in(value, "cue_parts", place) or one_cue, place, f"{what}: cue"),
        _spans(list_in(value, "sources", place), place, f"{what}: sources"),
    )


def _spans(listed: list[Any], place: Place, what: str) -> list[tuple[Span, str]]:
    if not all(_is_span(one) for one in listed):
        raise place.error(f"{what} is not made of objects with start and end as whole numbers. Correct it.")
    return [((one["start"], one["end"]), str(one.get("text") or "")) for one in listed]


def _is_span(value: Any) -> bool:
    return isinstance(value, dict) and all(type(value.get(key)) is int for key in ("start", "end"))


def _measured(text: str, spans: Iterable[tuple[Span, str]], place: Place) -> Ruler:
    """The ruler of the file. Raises GoldError where no ruler makes the spans cover their words."""
    listed: Sequence[tuple[Span, str]] = list(spans)
    ruler, misfit = fitting_ruler(text, (([span], words) for span, words in listed))
    if misfit is not None:
        (start, end), words = listed[misfit]
        found = text[max(start, 0) : max(end, 0)][:40]
        raise place.error(
            f"the text has {found!r} at {start}-{end} of {len(text)}, not {words[:40]!r}. Check that start and end "
            "count characters, not tokens."
        )
    return ruler


def _quote(parts: _Parts, value: dict[str, Any], ruler: Ruler, place: Place, what: str) -> GoldQuote:
    content, cue, source = (tuple(filter(None, (ruler.span(span) for span, _ in spans))) for spans in parts)
    speaker = value.get("speaker")
    if speaker is not None and type(speaker) is not int:
        raise place.error(f"{what} has the speaker {speaker!r}. Give a speaker's id, or take it out.")
    return GoldQuote(content, cue, source, speaker, act_in(value.get("act"), place, what))


def _quote_to_dict(quote: GoldQuote, text: str) -> dict[str, Any]:
    cue = [_span_to_dict(span, text) for span in quote.cue]
    value = {
        "cue": cue[0] if cue else None,
        "cue_parts": cue if len(cue) > 1 else None,
        "sources": [_span_to_dict(span, text) for span in quote.source],
        "contents": [_span_to_dict(span, text) for span in quote.content],
        "speaker": quote.speaker,
        "act": quote.act,
    }
    return {key: one for key, one in value.items() if one is not None}


def _span_to_dict(span: Span, text: str) -> dict[str, Any]:
    return {"start": span[0], "end": span[1], "text": text[slice(*span)]}
