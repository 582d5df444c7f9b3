"""`check`: look for every quotation of drafts in a stream of sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from quoteminer.checking.alignment import Passage, passages
from quoteminer.checking.index import PairIndex
from quoteminer.checking.record import CheckedQuote, CheckRecord, SourcePlace, UnjudgedQuote
from quoteminer.checking.speakers import Mines, Saying, SourceReader, said_by
from quoteminer.checking.verdicts import Found, Pool
from quoteminer.checking.words import Words, denies, words_of
from quoteminer.errors import InputError, check_argument, is_iterable
from quoteminer.records import PART_SEPARATOR, ArticleRecord, Quote, Speaker
from quoteminer.text.article import INVISIBLE, make_article
from quoteminer.text.marks import read_marks
from quoteminer.types import Article, QuoteType, Span, Warning

Text: TypeAlias = "str | tuple[str, str] | Article | ArticleRecord"
_AROUND: Final = 200
"""Characters of a source that are kept before and behind a place."""
_LEAD: Final = 60
"""Characters of the draft before a quotation among which a negation is looked for."""
_LONG: Final = 5
"""Words of a quoted passage that is judged though it is attributed to nobody: shorter ones are titles and terms."""


@dataclass(frozen=True, slots=True)
class _Quotation:
    """A quotation to look for: the words of ``spans`` of a draft, said by ``speaker``."""

    quote: int | None
    type: QuoteType
    spans: tuple[Span, ...]
    speaker: Speaker | None
    sure: bool
    words: Words
    pool: Pool


@dataclass(slots=True, eq=False)
class _Draft:
    """A draft while its sources go by."""

    record: ArticleRecord
    text: str
    plain: list[str]
    quotations: list[_Quotation]
    sources: int = 0
    words: int = 0
    warnings: list[Warning] = field(default_factory=list)


def check(draft: Text, sources: Iterable[Text], *, miner: Mines | None = None) -> CheckRecord:
    """Look for every quotation of a draft in the sources.

    Each passage between quotation marks that somebody is quoted with, or of five words or more, is compared word by
    word with the passages of the sources that share pairs of words with it. Case (but for "US" and "us"), accents,
    typographic marks, dashes, spaces, numbers in letters or digits, hesitations ("uh"), ellipses and words in square
    brackets are no alterations. Indirect quotes are listed and not judged.

    Args:
        draft: a text, a pair (id, text), an article, or a record with its text.
        sources: as many of these as you like; one is read at a time, and none is kept.
        miner: reads who says what in the draft and in the sources that are no transcripts; None takes the model in the
            package, loaded when it is first needed.

    Returns:
        The record with a verdict on each quotation: "verbatim"; "altered" with what differs; "shortened" with what is
        left out; "stitched" of several places; "not found".

    Raises:
        InputError: there is no source with words in it, or a record has no text.
        ConfigError: an argument has a type that is not allowed.
        ModelError: the model is missing or damaged.
    """
    expected = "a text, a pair (id, text), an article, or a record with its text"
    check_argument("draft", draft, expected, allowed=isinstance(draft, str | tuple | Article | ArticleRecord))
    check_argument("sources", sources, "an iterable of such", allowed=is_iterable(sources))
    check_argument("miner", miner, "a QuoteMiner, or None", allowed=miner is None or hasattr(miner, "mine_articles"))
    return check_drafts([draft], sources, miner=miner)[0]


def check_drafts(
    drafts: Iterable[Text], sources: Iterable[Text], *, miner: Mines | Callable[[], Mines] | None = None
) -> list[CheckRecord]:
    """Check several drafts against the same sources, which go by once. As `check`; ``miner`` may be what loads it."""
    load = _loaded(miner)
    opened = [_opened(_record(draft, f"draft {number}", load)) for number, draft in enumerate(drafts, 1)]
    index = PairIndex(one.words for draft in opened for one in draft.quotations)
    owners = [(draft, one) for draft in opened for one in draft.quotations]
    for number, source in enumerate(sources, 1):
        _look_through(_article(source, f"source {number}"), opened, owners, index, load)
    for draft in opened:
        if not draft.sources:
            told = f" {draft.warnings[0].message}" if draft.warnings else ""
            raise InputError(
                f"{draft.record.id or 'The draft'}: there is no source to check it against.{told} Give one or more "
                "other texts that have words."
            )
    return [_closed(draft) for draft in opened]


def _loaded(miner: Mines | Callable[[], Mines] | None) -> Callable[[], Mines]:
    if miner is None:
        from quoteminer.miner import default_miner

        return default_miner
    return miner if callable(miner) else lambda: miner


def _article(text: Text, id: str) -> Article:
    """The article of any text; ``id`` is for one that has none."""
    if isinstance(text, Article):
        return text
    if isinstance(text, ArticleRecord):
        if text.text is None:
            raise InputError(f"{text.id}: the record has no text, which is compared. Mine it with with_text=True.")
        return make_article(text.text, id=text.id, source=text.source)
    name, words = (id, text) if isinstance(text, str) else text
    return make_article(words, id=name)


def _record(draft: Text, id: str, load: Callable[[], Mines]) -> ArticleRecord:
    article = _article(draft, id)
    if isinstance(draft, ArticleRecord):
        return draft
    return next(load().mine_articles([replace(article, with_text=True)]))


def _opened(record: ArticleRecord) -> _Draft:
    text = record.text or ""
    draft = _Draft(record, text, text.split(), list(_quotations(record, text)))
    if not draft.quotations:
        draft.warnings.append(Warning("no-quotations", "The draft has no quotations to check."))
    return draft


def _quotations(record: ArticleRecord, text: str) -> Iterator[_Quotation]:
    """The quoted passages, in text order: those of a direct quote together, each one of a mixed quote, and long ones
    that nobody is quoted with."""
    marks = read_marks(text, make_article(text).paragraphs)
    quoted = [(one.start, one.end) for one in marks.quoted if one.depth == 1]
    found: dict[tuple[Span, ...], Quote | None] = {}
    for quote in sorted(record.quotes, key=lambda one: one.start - one.end):
        if quote.type != "indirect":
            inside = _common(quote.spans, quoted) or (quote.spans if quote.type == "direct" else ())
            for spans in [inside] if quote.type == "direct" else [(span,) for span in inside]:
                if not any(_common(spans, others) == spans != others for others in found):  # in another one's words
                    found[spans] = quote  # of two that have the same words, the innermost one comes last
    for span in quoted:
        apart = not any(_common([span], spans) for spans in found)
        if apart and len(words_of(text, [span])) >= _LONG:
            found[(span,)] = None
    for spans, attributed in sorted(found.items(), key=lambda pair: pair[0]):
        words = words_of(text, spans)
        if not len(words):
            continue
        if attributed is None:
            yield _Quotation(None, "direct", spans, None, False, words, Pool(words))
        else:
            speaker, sure = record.speaker_of(attributed), not attributed.doubtful
            yield _Quotation(attributed.id, attributed.type, spans, speaker, sure, words, Pool(words))


def _common(spans: Iterable[Span], others: Sequence[Span]) -> tuple[Span, ...]:
    """Return the parts of spans that overlap with others."""
    return tuple((max(start, a), min(end, b)) for start, end in spans for a, b in others if a < end and start < b)


def _look_through(
    article: Article,
    drafts: Sequence[_Draft],
    owners: Sequence[tuple[_Draft, _Quotation]],
    index: PairIndex,
    load: Callable[[], Mines],
) -> None:
    name = article.source or article.id
    plain = article.text.split()
    alike = [draft for draft in drafts if draft.plain == plain]
    for draft in alike:
        draft.warnings.append(Warning("source-is-draft", f"The source {name} is the draft itself and was passed over."))
    if not article.text.strip(INVISIBLE):
        for draft in drafts:
            draft.warnings.append(Warning("empty-source", f"The source {name} is empty and was passed over."))
        return
    reader = SourceReader(article, load)
    words = _spoken(article.text, reader)
    for draft in drafts:
        if draft not in alike:
            draft.sources += 1
            draft.words += len(words)
    for number, runs in index.runs(words).items():
        draft, quotation = owners[number]
        if draft in alike:
            continue
        for passage in passages(quotation.words, words, runs):
            if quotation.pool.wants(passage):
                quotation.pool.add(_found(passage, quotation, article, reader))


def _spoken(text: str, reader: SourceReader) -> Words:
    """The words of a source without its labels."""
    edges = [0, *(at for span, _ in reader.labels for at in span), len(text)]
    words = words_of(text, zip(edges[::2], edges[1::2], strict=True))
    return replace(words, breaks={at: kind for at, kind in words.breaks.items() if kind == "part"})


def _found(passage: Passage, quotation: _Quotation, article: Article, reader: SourceReader) -> Found:
    sayings = [reader.said((at, at + 1)) for start, end in passage.spans for at in (start, end - 1)]
    names = [{one.name for one in saying.speakers} for saying in sayings if saying.speakers]
    kept = [
        one
        for one in passage.differences
        if one.kind != "left out" or not one.source_span or not reader.parted(one.source_span)
    ]
    verdicts = {said_by(quotation.speaker, one, sure=quotation.sure) for one in sayings}
    verdict = next(one for one in ("another speaker", "unknown", "same speaker") if one in verdicts)
    start, end = passage.spans[0][0], passage.spans[-1][1]
    place = _place(article, start, end, sayings[0])
    several = bool(names) and not set.intersection(*names)
    if several and "same speaker" in verdicts:
        verdict = "another speaker"
    return Found(replace(passage, differences=tuple(kept)), place, verdict, several)


def _place(article: Article, start: int, end: int, saying: Saying) -> SourcePlace:
    text = article.text
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return SourcePlace(
        id=article.id,
        source=article.source,
        line=text.count("\n", 0, start) + 1,
        start=start,
        end=end,
        text=text[start:end],
        before=before[before.find(" ") + 1 :] if start > _AROUND else before,
        after=after[: after.rfind(" ")] if end + _AROUND < len(text) else after,
        speaker=saying.speakers[0].name if saying.speakers else None,
        type=saying.type,
    )


def _closed(draft: _Draft) -> CheckRecord:
    record = draft.record
    return CheckRecord(
        id=record.id,
        source=record.source,
        quotes=tuple(_checked(one, draft.text) for one in draft.quotations),
        unjudged=tuple(_unjudged(one, record) for one in record.quotes if one.type == "indirect"),
        sources=draft.sources,
        words=draft.words,
        warnings=tuple(draft.warnings),
        text=draft.text,
    )


def _checked(one: _Quotation, text: str) -> CheckedQuote:
    found = one.pool.judge()
    start = one.spans[0][0]
    denied = denies(words_of(text, [(max(0, start - _LEAD), start)]).keys)
    return CheckedQuote(
        quote=one.quote,
        type=one.type,
        text=PART_SEPARATOR.join(text[start:end] for start, end in one.spans),
        start=start,
        end=one.spans[-1][1],
        spans=one.spans,
        speaker=one.speaker.name if one.speaker else None,
        verdict=found.verdict,
        said_by=found.said_by,
        match=found.match,
        differences=found.differences,
        places=found.places,
        negation=None if denied else found.negation or None,
    )


def _unjudged(quote: Quote, record: ArticleRecord) -> UnjudgedQuote:
    speaker = record.speaker_of(quote)
    return UnjudgedQuote(quote.id, quote.text, quote.start, quote.end, speaker.name if speaker else None)
