"""What is marked in the text of a TEI document: quotes, their cues and the words that name their sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from quoteminer.records import ArticleRecord, Quote
from quoteminer.types import Span


@dataclass(frozen=True, slots=True)
class Marking:
    """An element of the text: its name, the ``xml:id`` of its first piece, the parts that it covers and its
    attributes."""

    name: str
    id: str
    parts: tuple[Span, ...]
    values: Mapping[str, str | None]


def markings_of(record: ArticleRecord, article: str) -> list[Marking]:
    """The markings of an article, whose ``xml:id`` is ``article``: the quotes, the cues, the mentions. Cues and
    mentions of the same words are one."""
    cues = _grouped((one.cue.spans, "cue", one) for one in record.quotes if one.cue)
    mentions = _grouped(
        (((one.mention.start, one.mention.end),), one.mention.kind, one) for one in record.quotes if one.mention
    )
    return [
        *(_said(quote, article) for quote in record.quotes),
        *(
            Marking("seg", f"{article}.c{number}", spans, {"type": kind, "corresp": _quotes(quotes, article)})
            for number, ((spans, kind), quotes) in enumerate(cues.items())
        ),
        *(
            Marking("rs", f"{article}.m{number}", spans, _mentioned(kind, quotes, article))
            for number, ((spans, kind), quotes) in enumerate(mentions.items())
        ),
    ]


def _said(quote: Quote, article: str) -> Marking:
    values = {
        "who": _speakers([quote], article),
        "direct": "true" if quote.type == "direct" else "false",
        "aloud": "true" if quote.act == "speech" else "false",
        "ana": f"#{quote.type}",
        "cert": str(quote.confidence),
    }
    return Marking("said", f"{article}.q{quote.id}", quote.spans, values)


def _mentioned(kind: str, quotes: Sequence[Quote], article: str) -> dict[str, str | None]:
    return {"type": kind, "ref": _speakers(quotes, article), "corresp": _quotes(quotes, article)}


def _speakers(quotes: Iterable[Quote], article: str) -> str | None:
    """Pointers to the speakers; None where nobody is known."""
    found = dict.fromkeys(one.speaker for one in quotes if one.speaker is not None)
    return " ".join(f"#{article}.s{id}" for id in found) or None


def _quotes(quotes: Iterable[Quote], article: str) -> str:
    return " ".join(f"#{article}.q{one.id}" for one in quotes)


def _grouped(
    found: Iterable[tuple[tuple[Span, ...], str, Quote]],
) -> dict[tuple[tuple[Span, ...], str], list[Quote]]:
    groups: dict[tuple[tuple[Span, ...], str], list[Quote]] = {}
    for spans, kind, quote in found:
        groups.setdefault((spans, kind), []).append(quote)
    return groups
