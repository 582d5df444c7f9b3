"""Build attributions (content, cue, source) from role spans, links and quotation marks.

Spans are extended to whole words, and contents to the quoted passages that they mostly cover
(``snap.py``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress

from quoteminer.attribution.hearers import is_no_speaker
from quoteminer.attribution.link import Group, link_spans
from quoteminer.attribution.snap import strip, to_marks, to_tokens
from quoteminer.network.reading import Reading, RoleSpan
from quoteminer.text.article_index import ArticleIndex
from quoteminer.types import Attribution, Evidence, QuotedSpan, QuoteType, Span

_NEAR = 8  # role spans on either side that a content might overlap when it is extended
_CLOSING = " .!?…)]\"”’'"
# a source does not end here
_NO_ENDS = frozenset("a an the and or & of in on at by for from with to".split())
_LONGEST_REST = 60  # most characters by which an incomplete source is extended
_MIXED = 0.02  # a mixed quote has more than this share of its letters between marks


@dataclass(frozen=True, slots=True)
class Draft:
    """An unfinished attribution. ``speech``: the probability, 0..1, that the cue reports speech."""

    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    speech: float
    evidence: Evidence
    layer: int


def assemble(index: ArticleIndex, reading: Reading) -> tuple[Attribution, ...]:
    """Return all attributions in the order of their first content, without headings and without
    contents that have neither quotation marks nor a cue."""
    drafts = (
        _without_headings(_draft(group, reading, index), index)
        for group in link_spans(reading, index)
    )
    reports = _without_repeats([draft for draft in drafts if _is_report(draft, index)], index)
    joined = _join_continued(_join_passages(reports, index), index)
    turns = [_is_turn(draft, index) for draft in joined]
    several = sum(turns) > 1
    pairs = zip(joined, turns, strict=True)
    return tuple(_to_attribution(draft, index, verbatim=several and turn) for draft, turn in pairs)


def _is_turn(draft: Draft, index: ArticleIndex) -> bool:
    """True for a turn of a transcript, which is the whole paragraph ("SILVA: We open in May.")."""
    if draft.source is None or draft.cue is None or index.text[slice(*draft.cue)] not in (":", "."):
        return False
    where = index.paragraph_at(draft.source[0])
    ends = index.text[draft.content[-1][1] : where.end].strip(_CLOSING) == ""
    return (
        where.kind == "body"
        and where.start == draft.source[0]
        and draft.cue[1] <= draft.content[0][0]
        and ends
    )


def _draft(group: Group, reading: Reading, index: ArticleIndex) -> Draft:
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
    return Draft(
        content=_merged([_snapped(i, group, reading, index) for i in group.contents], index.text),
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


def _without_commas(role: RoleSpan, index: ArticleIndex) -> Span:
    """Return a cue or source without the commas around it (a cue may be just a comma)."""
    span = to_tokens((role.start, role.end), index)
    start, end = strip(index.text, span, also=",;")
    return (start, end) if start < end else span


def _snapped(content: int, group: Group, reading: Reading, index: ArticleIndex) -> Span:
    """Extend a content to whole tokens and quoted passages, but not over spans of other groups in
    its layer."""
    role = reading.roles[content]
    first = max(0, content - _NEAR)
    near = enumerate(reading.roles[first : content + _NEAR + 1], first)
    others = [
        (other.start, other.end)
        for i, other in near
        if other.layer == role.layer and i not in group.contents
    ]
    parts = (reading.roles[i] for i in (group.cue, group.source) if i is not None)
    reported = [(part.start, part.end) for part in parts]
    start, end = to_marks(to_tokens((role.start, role.end), index), index, others, reported)
    # Inside its marks a comma belongs to the quote, outside to the sentence around it.
    while start < end and (index.text[start].isspace() or index.text[start] in ",;"):
        start += 1
    return strip(
        index.text, (start, end), also="" if index.passages(end - 1, end, reported) else ",;"
    )


def _merged(spans: Sequence[Span], text: str) -> tuple[Span, ...]:
    """Sort spans, strip space from their ends, and merge overlapping ones."""
    merged: list[Span] = []
    for start, end in sorted(strip(text, span) for span in spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return tuple(merged)


def _without_headings(draft: Draft, index: ArticleIndex) -> Draft:
    """Remove parts that are headings, except a heading that has the cue ("Silva: “We will
    build”")."""
    cue_paragraph = None if draft.cue is None else index.paragraph_at(draft.cue[0])
    paragraphs = [index.paragraph_at(start) for start, _ in draft.content]
    kept = [paragraph is cue_paragraph or paragraph.kind != "heading" for paragraph in paragraphs]
    return replace(draft, content=tuple(compress(draft.content, kept)))


def _is_report(draft: Draft, index: ArticleIndex) -> bool:
    has_words = any(
        character.isalnum() for start, end in draft.content for character in index.text[start:end]
    )
    return has_words and (draft.cue is not None or index.quoted_share(draft.content) > _MIXED)


def _without_repeats(drafts: Sequence[Draft], index: ArticleIndex) -> list[Draft]:
    """Remove drafts that repeat a draft of the other layer with the same cue: the nested ones, but
    in a transcript, whose turns enclose everything, the others."""
    kept = int(index.article.transcript is not None)
    contents = {draft.cue: draft.content for draft in drafts if draft.layer == kept and draft.cue}

    def is_repeat(draft: Draft) -> bool:
        others = contents.get(draft.cue, ()) if draft.cue else ()
        return draft.layer != kept and any(
            a < end and start < b for a, b in others for start, end in draft.content
        )

    return [draft for draft in drafts if not is_repeat(draft)]


def _join_passages(drafts: Sequence[Draft], index: ArticleIndex) -> list[Draft]:
    """Join drafts that are parts of one quoted passage, passage by passage (see `_Passage`)."""
    numbers_of: dict[QuotedSpan, list[int]] = {}
    for number, draft in enumerate(drafts):
        if draft.layer == 0:
            for span in dict.fromkeys(
                span for content in draft.content for span in index.passages(*content)
            ):
                numbers_of.setdefault(span, []).append(number)
    by_number = dict(enumerate(drafts))
    for span, numbers in numbers_of.items():
        if all(number in by_number for number in numbers):
            joined = _Passage(span, {number: by_number.pop(number) for number in numbers}).joined(
                index.text
            )
            by_number.update(joined)
    return [by_number[number] for number in sorted(by_number)]


@dataclass(frozen=True, slots=True)
class _Passage:
    """A quoted passage and the drafts with words in it, by their numbers, which follow the order of
    the text."""

    span: QuotedSpan
    drafts: Mapping[int, Draft]

    def joined(self, text: str) -> Mapping[int, Draft]:
        """Join the parts of the passage to one draft with the number of the first. A draft whose
        cue or source is inside the passage becomes nested, unless it begins with the opening mark:
        then it is the passage itself, and loses its cue. If no cue outside reports the passage, or
        its marks are repaired or unclosed, nothing changes.
        """
        reports = (
            (i, part)
            for i, draft in self.drafts.items()
            for part in (draft.cue, draft.source)
            if part
        )
        inside = {
            i for i, (start, end) in reports if self.span.start <= start and end <= self.span.end
        }
        reported = any(draft.cue for i, draft in self.drafts.items() if i not in inside)
        if inside and (self.span.repaired or self.span.unclosed or not reported):
            return self.drafts
        parts: dict[int, Draft] = {}
        nested: dict[int, Draft] = {}
        for i, draft in self.drafts.items():
            if i not in inside:
                parts[i] = draft
            elif any(start <= self.span.start for start, _ in draft.content):
                parts[i] = replace(draft, cue=None, source=None)
            else:
                nested[i] = replace(draft, layer=1)
        whole = self._one_quote(list(parts.values()), text)
        return {min(parts): whole, **nested} if whole else self.drafts

    def _one_quote(self, parts: Sequence[Draft], text: str) -> Draft | None:
        """Join the parts to one draft; None if there is nothing to join, or several parts have a
        cue or source."""
        reported = [draft for draft in parts if draft.cue or draft.source]
        if len(reported) > 1 or sum(len(part.content) for part in parts) < 2:
            return None
        spans = [span for part in parts for span in part.content]
        within = [span for span in spans if span[0] < self.span.end and self.span.start < span[1]]
        gap = (min(start for start, _ in within), max(end for _, end in within))
        return replace((reported or parts)[0], content=_merged([*spans, gap], text))


def _join_continued(drafts: Sequence[Draft], index: ArticleIndex) -> list[Draft]:
    """Join each quote without cue and source to the previous quote if it continues that quote."""
    joined: list[Draft] = []
    outer: int | None = None  # the index of the last attribution of layer 0
    last: Draft | None = None  # the last draft that was joined to it
    for draft in drafts:
        if draft.layer > 0:
            joined.append(draft)
            continue
        if (
            outer is not None
            and last
            and not draft.cue
            and not draft.source
            and _goes_on(last, draft, index)
        ):
            joined[outer] = replace(
                joined[outer], content=_merged(joined[outer].content + draft.content, index.text)
            )
        else:
            outer = len(joined)
            joined.append(draft)
        last = draft
    return joined


def _goes_on(before: Draft, draft: Draft, index: ArticleIndex) -> bool:
    """True if ``draft`` follows the quote of ``before`` with no words in between, or re-opens it in
    a new paragraph. After a closing mark, a new paragraph has another speaker (31 of 31 in our
    articles, 0 of 14 in the corpora).
    """
    (start, end), last = draft.content[0], before.content[-1][1]
    if not index.is_quoted(start) or not index.is_quoted(last - 1):
        return False
    if any(passage.continued for passage in index.passages(start, end)):
        return True
    reported = max(end for _, end in (*before.content, *filter(None, (before.cue, before.source))))
    between = index.text[reported:start]
    return not any(map(str.isalnum, between)) and not set(between) & set("\r\n")


def quote_type(share: float) -> QuoteType:
    """Return the type of a content by its share of quoted letters, 0..1."""
    return "direct" if share >= 1 else "mixed" if share > _MIXED else "indirect"


def _to_attribution(draft: Draft, index: ArticleIndex, *, verbatim: bool) -> Attribution:
    reported = [part for part in (draft.cue, draft.source) if part and draft.layer > 0]
    kind = "direct" if verbatim else quote_type(index.quoted_share(draft.content, reported))
    passages = [passage for start, end in draft.content for passage in index.passages(start, end)]
    flags = {
        "continued": any(passage.continued for passage in passages),
        "nested": draft.layer > 0,
        "repaired-marks": any(passage.repaired for passage in passages),
        # A quote that the next paragraph re-opens is unclosed by convention, not by mistake.
        "unclosed": bool(passages) and max(passages, key=lambda passage: passage.end).unclosed,
    }
    return Attribution(
        content=draft.content,
        cue=(draft.cue,) if draft.cue else (),
        source=draft.source,
        type=kind,
        act="speech" if draft.speech >= 0.5 else "other",
        paragraph=index.paragraph(draft.content[0][0]),
        flags=tuple(flag for flag, holds in flags.items() if holds),
        evidence=draft.evidence,
    )
