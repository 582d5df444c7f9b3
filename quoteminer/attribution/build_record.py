"""Build the record of an article from its attributions and their speakers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quoteminer.attribution.cues import cue_lemma, is_negated
from quoteminer.attribution.hearers import negates
from quoteminer.attribution.speech_acts import speech_act
from quoteminer.records import (
    APART,
    PART_SEPARATOR,
    ArticleRecord,
    Cue,
    Mention,
    ModelName,
    Quote,
    Speaker,
    with_quotes,
)
from quoteminer.types import Act, Article, Attribution, Resolution, Span, Warning

if TYPE_CHECKING:
    from quoteminer.network.load import ModelInfo


_WORD = re.compile(r"\w+")
_SAME = 4  # words of a quote, at least, by which a fuller one repeats it
_COMPARED = 50  # fuller quotes, at most, with the first words of a quote


@dataclass(frozen=True, slots=True)
class Findings:
    """The attributions of an article with one resolution each, and its speakers; both may be in any
    order."""

    attributions: tuple[Attribution, ...]
    speakers: tuple[Speaker, ...]
    resolutions: tuple[Resolution, ...]
    warnings: tuple[Warning, ...] = ()


def build_record(article: Article, findings: Findings, model: ModelInfo) -> ArticleRecord:
    """Return the record, with a quote for every attribution, and the speakers of quotes. The
    article's warnings come first."""
    # Of two quotes that begin together, the outer one comes first.
    pairs = sorted(
        zip(findings.attributions, findings.resolutions, strict=True),
        key=lambda pair: (pair[0].content[0][0], -pair[0].content[-1][1], pair[0].content),
    )
    found = [_quote(number, article, *pair) for number, pair in enumerate(pairs)]
    quotes = tuple(_nested_marked(found))
    if article.transcript is None:  # whose speakers really say a thing twice
        quotes = tuple(_repeats_marked(quotes))
    return ArticleRecord(
        id=article.id,
        source=article.source,
        meta=dict(article.meta),
        quotes=quotes,
        speakers=with_quotes(sorted(findings.speakers, key=lambda speaker: speaker.id), quotes),
        warnings=(*article.warnings, *findings.warnings),
        model=ModelName(model.name, model.version),
        text=article.text,
        omits_text=not article.extracted,
    )


def _quote(
    number: int, article: Article, attribution: Attribution, resolution: Resolution
) -> Quote:
    act = _act(article.text, attribution)
    headline = (
        article.paragraphs[attribution.paragraph].kind in ("headline", "heading")
        and not attribution.cue
    )
    added = {
        # A quote without a source takes the speaker of another quote.
        "inherited-speaker": attribution.source is None and resolution.speaker is not None,
        "negated": (
            is_negated(
                _joined(article.text, attribution.cue, " "),
                attribution.type,
                _joined(article.text, attribution.content, " "),
            )
            or attribution.source is not None
            and negates(article.text, attribution.source)
        ),
        "unasked": (
            act == "question"
            and (headline or resolution.speaker is None and attribution.source is None)
        ),
    }
    return Quote(
        id=number,
        type=attribution.type,
        act=act,
        text=_joined(article.text, attribution.content, PART_SEPARATOR),
        start=attribution.content[0][0],
        end=attribution.content[-1][1],
        spans=attribution.content,
        paragraph=attribution.paragraph,
        cue=_cue(article.text, attribution.cue),
        mention=_mention(article.text, attribution, resolution),
        speaker=resolution.speaker,
        status=resolution.status,
        confidence=round(attribution.confidence, 3),
        flags=(*attribution.flags, *(flag for flag, holds in added.items() if holds)),
        why=resolution.why,
        time=article.transcript.time_at(attribution.content[0][0]) if article.transcript else None,
        page=article.page_at(attribution.content[0][0]),
    )


def _act(text: str, attribution: Attribution) -> Act:
    if "reaction" in attribution.flags:
        return "statement"
    if "unasked" in attribution.flags:  # an order to the listener, a wish
        return "request"
    if attribution.act == "other":
        return "thought"
    return speech_act(text, attribution.content, attribution.cue, attribution.type)


def _nested_marked(quotes: Sequence[Quote]) -> Iterator[Quote]:
    """Add the flag "same-speaker" to nested quotes inside a quote of their speaker. The quotes are
    in text order."""
    around: list[Quote] = []  # those that may enclose the next quote
    for quote in quotes:
        around = [other for other in around if other.end > quote.start]
        if (
            "nested" in quote.flags
            and quote.speaker is not None
            and any(_encloses(other, quote) for other in around)
        ):
            yield replace(quote, flags=(*quote.flags, "same-speaker"))
        else:
            yield quote
        around.append(quote)


def _repeats_marked(quotes: Sequence[Quote]) -> Iterator[Quote]:
    """Add the flag "repeat" to mixed and indirect quotes whose words a fuller quote of their
    speaker has too, or an earlier one reports with the same verb ("threatened | to quit"). Direct
    quotes never are repeats: people say a thing twice."""
    fuller: dict[tuple[int | None, str], list[str]] = {}
    repeats: set[int] = set()
    words_of = [f" {' '.join(_WORD.findall(quote.text.lower()))} " for quote in quotes]
    said = [
        quote
        for quote in quotes
        if quote.speaker is not None
        and quote.act != "thought"
        and not {"negated", *APART} & {*quote.flags}
    ]
    for quote in sorted(said, key=lambda quote: (-len(words_of[quote.id]), quote.id)):
        words = words_of[quote.id].split()
        verb = " ".join((quote.cue.lemma if quote.cue else "", *words))
        parts = [" ".join(words[at : at + _SAME]) for at in range(len(words) - _SAME + 1)]
        others = fuller.get((quote.speaker, parts[0]), [])[:_COMPARED] if parts else []
        said_again = (quote.speaker, verb) in fuller
        if quote.type != "direct" and (
            said_again or any(words_of[quote.id] in other for other in others)
        ):
            repeats.add(quote.id)
            continue
        for key in {verb, *parts}:
            fuller.setdefault((quote.speaker, key), []).append(words_of[quote.id])
    for quote in quotes:
        yield replace(quote, flags=(*quote.flags, "repeat")) if quote.id in repeats else quote


def _encloses(outer: Quote, inner: Quote) -> bool:
    inside = any(start <= inner.start and inner.end <= end for start, end in outer.spans)
    return inside and outer.speaker == inner.speaker


def _cue(text: str, spans: tuple[Span, ...]) -> Cue | None:
    if not spans:
        return None
    lemma = cue_lemma(_joined(text, spans, " "))
    return Cue(_joined(text, spans, PART_SEPARATOR), spans[0][0], spans[-1][1], lemma, spans)


def _mention(text: str, attribution: Attribution, resolution: Resolution) -> Mention | None:
    """Return the resolved words of the source; if there are none, the source as the network found
    it."""
    if resolution.mention:
        start, end, kind = resolution.mention.start, resolution.mention.end, resolution.mention.kind
    elif attribution.source:
        (start, end), kind = attribution.source, "description"
    else:
        return None
    return Mention(text[start:end], start, end, kind)


def _joined(text: str, spans: Iterable[Span], separator: str) -> str:
    return separator.join(text[start:end] for start, end in spans)
