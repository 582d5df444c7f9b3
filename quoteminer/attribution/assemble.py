"""Build attributions (content, cue, source) from role spans, links and quotation marks.

Spans are extended to whole words, and contents to the quoted passages that they mostly cover
(``snap.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import compress

from quoteminer.attribution.hearers import is_no_speaker
from quoteminer.attribution.join import RawAttribution, join_continued, join_passages, merged
from quoteminer.attribution.link import Group, link_spans
from quoteminer.attribution.snap import strip, to_marks, to_tokens
from quoteminer.network.reading import Reading, RoleSpan
from quoteminer.text.article_index import ArticleIndex
from quoteminer.types import Attribution, Evidence, QuoteType, Span

_NEAR = 8  # role spans on either side that a content might overlap when it is extended
_CLOSING = " .!?…)]\"”’'"
# a source does not end here
_NO_ENDS = frozenset("a an the and or & of in on at by for from with to".split())
_LONGEST_REST = 60  # most characters by which an incomplete source is extended
_MIXED = 0.02  # a mixed quote has more than this share of its letters between marks


def assemble(index: ArticleIndex, reading: Reading) -> tuple[Attribution, ...]:
    """Return all attributions in the order of their first content, without headings and without
    contents that have neither quotation marks nor a cue."""
    groups = link_spans(reading, index)
    attributions = (_without_headings(_raw(group, reading, index), index) for group in groups)
    reports = _without_repeats([raw for raw in attributions if _is_report(raw, index)], index)
    joined = join_continued(join_passages(reports, index), index)
    turns = [_is_turn(raw, index) for raw in joined]
    several = sum(turns) > 1
    pairs = zip(joined, turns, strict=True)
    return tuple(_to_attribution(raw, index, verbatim=several and turn) for raw, turn in pairs)


def _is_turn(raw: RawAttribution, index: ArticleIndex) -> bool:
    """True for a turn of a transcript, which is the whole paragraph ("SILVA: We open in May.")."""
    if raw.source is None or raw.cue is None or index.text[slice(*raw.cue)] not in (":", "."):
        return False
    where = index.paragraph_at(raw.source[0])
    ends = index.text[raw.content[-1][1] : where.end].strip(_CLOSING) == ""
    return (
        where.kind == "body"
        and where.start == raw.source[0]
        and raw.cue[1] <= raw.content[0][0]
        and ends
    )


def _raw(group: Group, reading: Reading, index: ArticleIndex) -> RawAttribution:
    contents = [reading.roles[i] for i in group.contents]
    cue, source = (None if i is None else reading.roles[i] for i in (group.cue, group.source))
    cue_span = _without_commas(cue, index) if cue else None
    source_span = _without_commas(source, index) if source else None
    if cue_span and source_span and source_span[0] <= cue_span[0] < source_span[1] < cue_span[1]:
        # Both have grown to a token that they share ("Ji-won told").
        cue_span = strip(index.text, (source_span[1], cue_span[1]))
    if source_span and (source_span := _whole(source_span, cue_span, index)) is None:
        source = None
    if cue_span and source_span and is_no_speaker(source_span, cue_span, index):
        source = source_span = None
    return RawAttribution(
        content=merged([_snapped(i, group, reading, index) for i in group.contents], index.text),
        cue=cue_span,
        source=source_span,
        speech=1.0 if group.cue is None else reading.speech[group.cue],
        evidence=Evidence(
            links=group.certainty,
            content=sum(span.score for span in contents) / len(contents),
            cue=cue.score if cue else None,
            source=source.score if source else None,
        ),
        layer=contents[0].layer,
    )


def _whole(source: Span, cue: Span | None, index: ArticleIndex) -> Span | None:
    """Extend a source that ends within a phrase ("a study in | Norway found") up to the next cue.
    If no cue follows soon, drop its last words instead. Return None if nothing is left."""
    start, end = source
    if index.text[end : end + 1] in (":", "."):  # "A: No."
        return source
    words = index.text[start:end].split()
    if words[-1].casefold() not in _NO_ENDS:
        return source
    rest = index.text[end : cue[0]] if cue and end < cue[0] <= end + _LONGEST_REST else ""
    if any(map(str.isalnum, rest)) and "\n" not in rest:
        return strip(index.text, (start, cue[0]), also=",;") if cue else source
    while words and words[-1].casefold() in _NO_ENDS:
        end = start + index.text[start:end].rindex(words.pop())
    return strip(index.text, (start, end), also=",;") if words else None


def _without_commas(part: RoleSpan, index: ArticleIndex) -> Span:
    """Return a cue or source without the commas around it (a cue may be just a comma)."""
    span = to_tokens((part.start, part.end), index)
    start, end = strip(index.text, span, also=",;")
    return (start, end) if start < end else span


def _snapped(content: int, group: Group, reading: Reading, index: ArticleIndex) -> Span:
    """Extend a content to whole tokens and quoted passages, but not over spans of other groups in
    its layer."""
    whole = reading.roles[content]
    first = max(0, content - _NEAR)
    near = enumerate(reading.roles[first : content + _NEAR + 1], first)
    others = [
        (other.start, other.end)
        for i, other in near
        if other.layer == whole.layer and i not in group.contents
    ]
    parts = (reading.roles[i] for i in (group.cue, group.source) if i is not None)
    reported = [to_tokens((part.start, part.end), index) for part in parts]
    start, end = to_marks(to_tokens((whole.start, whole.end), index), index, others, reported)
    # A word that both have grown to is the cue's ("didn't | inform").
    start = max([start, *(b for a, b in reported if a <= start < b)])
    # Inside its marks a comma belongs to the quote, outside to the sentence around it.
    while start < end and (index.text[start].isspace() or index.text[start] in ",;"):
        start += 1
    return strip(
        index.text, (start, end), also="" if index.passages(end - 1, end, reported) else ",;"
    )


def _without_headings(raw: RawAttribution, index: ArticleIndex) -> RawAttribution:
    """Remove parts that are headings, except a heading that has the cue ("Silva: “We will
    build”")."""
    cue_paragraph = None if raw.cue is None else index.paragraph_at(raw.cue[0])
    paragraphs = [index.paragraph_at(start) for start, _ in raw.content]
    kept = [paragraph is cue_paragraph or paragraph.kind != "heading" for paragraph in paragraphs]
    return replace(raw, content=tuple(compress(raw.content, kept)))


def _is_report(raw: RawAttribution, index: ArticleIndex) -> bool:
    has_words = any(
        character.isalnum() for start, end in raw.content for character in index.text[start:end]
    )
    return has_words and (raw.cue is not None or index.quoted_share(raw.content) > _MIXED)


def _without_repeats(
    attributions: Sequence[RawAttribution], index: ArticleIndex
) -> list[RawAttribution]:
    """Remove attributions that repeat one of the other layer with the same cue: the nested ones,
    but in a transcript, whose turns enclose everything, the others."""
    kept = int(index.article.transcript is not None)
    contents = {raw.cue: raw.content for raw in attributions if raw.layer == kept and raw.cue}

    def is_repeat(raw: RawAttribution) -> bool:
        others = contents.get(raw.cue, ()) if raw.cue else ()
        return raw.layer != kept and any(
            a < end and start < b for a, b in others for start, end in raw.content
        )

    return [raw for raw in attributions if not is_repeat(raw)]


def quote_type(share: float) -> QuoteType:
    """Return the type of a content by its share of quoted letters, 0..1."""
    return "direct" if share >= 1 else "mixed" if share > _MIXED else "indirect"


def _to_attribution(raw: RawAttribution, index: ArticleIndex, *, verbatim: bool) -> Attribution:
    reported = [part for part in (raw.cue, raw.source) if part and raw.layer > 0]
    kind = "direct" if verbatim else quote_type(index.quoted_share(raw.content, reported))
    passages = [passage for start, end in raw.content for passage in index.passages(start, end)]
    flags = {
        "continued": any(passage.continued for passage in passages),
        "nested": raw.layer > 0,
        "repaired-marks": any(passage.repaired for passage in passages),
        # A quote that the next paragraph re-opens is unclosed by convention, not by mistake.
        "unclosed": bool(passages) and max(passages, key=lambda passage: passage.end).unclosed,
    }
    return Attribution(
        content=raw.content,
        cue=(raw.cue,) if raw.cue else (),
        source=raw.source,
        type=kind,
        act="speech" if raw.speech >= 0.5 else "other",
        paragraph=index.paragraph(raw.content[0][0]),
        flags=tuple(flag for flag, holds in flags.items() if holds),
        evidence=raw.evidence,
    )
