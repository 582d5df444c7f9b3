"""Look for every quotation of drafts in a stream of sources."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeAlias

from quoteminer.commands.check.check_record import CheckedQuote, CheckRecord, UnjudgedQuote
from quoteminer.commands.check.grave import lead_of
from quoteminer.commands.check.paraphrases import Rendered, StemIndex
from quoteminer.commands.check.passages import Compared, Passage, passages
from quoteminer.commands.check.runs import PairIndex
from quoteminer.commands.check.said_by import Cast, DraftSpeaker, sentence_around
from quoteminer.commands.check.speakers import SourceReader
from quoteminer.commands.check.verdicts import WORST_FIRST, FoundPassage, Quotation
from quoteminer.commands.check.words import Words, words_of
from quoteminer.errors import InputError, check_argument, is_iterable
from quoteminer.network.turns import JOB, check_job
from quoteminer.records import PART_SEPARATOR, ArticleRecord, Quote, Speaker
from quoteminer.text.article import INVISIBLE, article_of, make_article
from quoteminer.text.article_index import quoted_spans
from quoteminer.types import Article, Span, Warning
from quoteminer.types.span_index import SpanIndex

if TYPE_CHECKING:
    from quoteminer.miner import QuoteMiner

TextLike: TypeAlias = "str | tuple[str, str] | Article | ArticleRecord"
Spans: TypeAlias = tuple[Span, ...]
# least words of a quoted passage without a speaker: shorter ones are titles and terms
_LONG: Final = 5
_STRETCH: Final = 512  # characters; see `_Places`


@dataclass(slots=True, eq=False)
class _Draft:
    """A draft with its quotations, and the number of sources and words read so far."""

    record: ArticleRecord
    quotations: list[Quotation]
    sources: int = 0
    words: int = 0
    warnings: list[Warning] = field(default_factory=list)

    def warn(self, code: str, message: str) -> None:
        self.warnings.append(Warning(code, message))

    def checked(self) -> CheckRecord:
        record = self.record
        quotes = tuple(quotation.judged() for quotation in self.quotations)
        unjudged = tuple(
            UnjudgedQuote(
                quote.id, quote.text, quote.start, quote.end, speaker.name if speaker else None
            )
            for quote in record.quotes
            if quote.type == "indirect"
            for speaker in [record.speaker_of(quote)]
        )
        read = (self.sources, self.words, quotes, unjudged, tuple(self.warnings))
        return CheckRecord(record.id, record.source, *read, text=record.text)


_FORMS: Final = "a text, a pair (id, text), an article, or a record with its text"


def check(
    draft: TextLike, sources: Iterable[TextLike], *, miner: QuoteMiner | None = None
) -> CheckRecord:
    """Look for every quotation of a draft in the sources.

    Direct quotes, the quoted passages of mixed quotes, and quoted passages of five words or more
    without a speaker are compared word by word. Case (except "US" and "us"), accents, typographic
    marks, dashes, spaces, numbers in letters or digits, hesitations, ellipses and words in square
    brackets don't count as alterations. Indirect quotes are listed, not judged.

    Args:
        draft: a text, a pair (id, text), an article, or a record with its text.
        sources: any number of texts in the same forms; they are read one at a time, and none is
            kept.
        miner: finds the quotes of the draft and of sources that are not transcripts. None uses the
            default model, which is loaded on first use.

    Returns:
        The record with a verdict on each quotation: "verbatim", "altered", "shortened", "stitched"
        or "not found".

    Raises:
        InputError: there is no source with words in it, or a record has no text.
        ConfigError: an argument has a type that is not allowed.
        ModelError: the model is missing or damaged.
    """
    from quoteminer.miner import default_miner

    check_argument("draft", draft, _FORMS, allowed=_is_text(draft))
    check_argument("sources", sources, "an iterable of these", allowed=is_iterable(sources))
    is_miner = miner is None or hasattr(miner, "mine_articles")
    check_argument("miner", miner, "a QuoteMiner, or None", allowed=is_miner)
    load = default_miner if miner is None else lambda: miner
    return check_drafts([draft], sources, miner=load)[0]


def check_drafts(
    drafts: Iterable[TextLike], sources: Iterable[TextLike], *, miner: Callable[[], QuoteMiner]
) -> list[CheckRecord]:
    """Check several drafts like `check`, reading each source once. ``miner`` returns the miner."""
    opened: list[_Draft] = []
    for number, text in enumerate(drafts, 1):
        article = _article(text, f"draft {number}")
        record = text if isinstance(text, ArticleRecord) else next(miner().mine_articles([article]))
        opened.append(_Draft(record, list(_quotations(record, article))))
        if not opened[-1].quotations:
            opened[-1].warn("no-quotations", "The draft has no quotations to check.")
    words = [quotation.words for draft in opened for quotation in draft.quotations]
    # of the quotations of all drafts, numbered from the first
    pairs, stems = PairIndex(words), StemIndex(words)
    for number, source in enumerate(sources, 1):
        check_argument(f"source {number}", source, _FORMS, allowed=_is_text(source))
        _look_through(_article(source, f"source {number}"), opened, pairs, stems, miner)
    for draft in (draft for draft in opened if not draft.sources):
        name = draft.record.id or "The draft"
        reason = "".join(f" {warning.message}" for warning in draft.warnings[:1])
        advice = "Give one or more other texts that have words."
        raise InputError(f"{name}: there is no source to check it against.{reason} {advice}")
    return [draft.checked() for draft in opened]


def _is_text(value: object) -> bool:
    """True for a text in one of the forms that `check` takes."""
    if isinstance(value, tuple):
        return len(value) == 2 and isinstance(value[1], str)
    return isinstance(value, str | Article | ArticleRecord)


def _article(text: TextLike, id: str) -> Article:
    """Return any form of text as an article; ``id`` is for texts without one."""
    if isinstance(text, Article):
        return text
    if isinstance(text, ArticleRecord):
        if text.text is None:
            raise InputError(
                f"{text.id or id}: the record has no text to compare. Write it with with_text=True."
            )
        return make_article(text.text, id=text.id, source=text.source)
    name, words = (id, text) if isinstance(text, str) else text
    return article_of(words, id=name)


def _quotations(record: ArticleRecord, article: Article) -> Iterator[Quotation]:
    """Yield the quotations in text order: direct quotes, each quoted passage of mixed quotes, other
    long passages."""
    quoted = quoted_spans(article)
    outer = SpanIndex(quoted)
    quote_of: dict[Spans, Quote | None] = {}
    places = _Places()
    # the longest first
    for quote in sorted(record.quotes, key=lambda quote: quote.start - quote.end):
        inside = tuple(
            (max(start, quoted[at][0]), min(end, quoted[at][1]))
            for start, end in quote.spans
            for at in outer.touching(start, end)
        )
        whole, parts = [inside or quote.spans], [(span,) for span in inside]
        for spans in whole if quote.type == "direct" else parts if quote.type == "mixed" else ():
            near = places.touching(spans[0])
            if not any(spans != longer and _lie_inside(spans, longer) for longer in near):
                quote_of[spans] = quote  # of two quotes with the same words, the inner one
                places.add(spans)
    for passage in quoted:
        if not places.overlap(passage) and len(words_of(article.text, [passage])) >= _LONG:
            quote_of[(passage,)] = None
    cast = Cast(record.speakers, article.text)
    for spans in sorted(quote_of):
        if words := words_of(article.text, spans):
            yield _quotation(record, cast, spans, words, quote_of[spans])


class _Places:
    """The spans of quotations, by the stretches of the text that they touch, so that a draft of
    many quotations takes linear time."""

    def __init__(self) -> None:
        self._in_stretch: dict[int, list[Spans]] = defaultdict(list)

    def add(self, spans: Spans) -> None:
        for stretch in dict.fromkeys(chain.from_iterable(map(_stretches, spans))):
            self._in_stretch[stretch].append(spans)

    def touching(self, span: Span) -> Iterator[Spans]:
        """Yield all spans that may overlap a span, and others near it."""
        return (spans for stretch in _stretches(span) for spans in self._in_stretch[stretch])

    def overlap(self, span: Span) -> bool:
        return any(a < span[1] and span[0] < b for near in self.touching(span) for a, b in near)


def _stretches(span: Span) -> range:
    return range(span[0] // _STRETCH, span[1] // _STRETCH + 1)


def _lie_inside(spans: Spans, others: Spans) -> bool:
    """True if each of the spans lies inside one of the others."""
    return all(any(a <= start and end <= b for a, b in others) for start, end in spans)


def _quotation(
    record: ArticleRecord, cast: Cast, spans: Spans, words: Words, quote: Quote | None
) -> Quotation:
    """Build a quotation from its words and its quote; a passage without a quote has no speaker."""
    text, start = cast.text, spans[0][0]
    speaker = record.speaker_of(quote) if quote else None
    template = CheckedQuote(
        quote=quote.id if quote else None,
        type=quote.type if quote else "direct",
        text=PART_SEPARATOR.join(text[start:end] for start, end in spans),
        start=start,
        end=spans[-1][1],
        spans=spans,
        speaker=speaker.name if speaker else None,
        verdict="not found",
        said_by="unknown",
        match=0.0,
    )
    mention = quote.mention if quote else None
    described = None
    if mention and mention.kind == "description":
        described = Speaker(0, mention.text, "unnamed")
    is_sure = quote is not None and not quote.doubtful
    before = text[:start] if mention and mention.kind == "pronoun" else None
    around = sentence_around(text, start, spans[-1][1])
    who = DraftSpeaker(speaker, cast, described, is_sure, before, around)
    lead = lead_of(text, start)
    return Quotation(template, words, who, lead if quote else replace(lead, negation=""))


def _look_through(
    article: Article,
    drafts: Sequence[_Draft],
    pairs: PairIndex,
    stems: StemIndex,
    miner: Callable[[], QuoteMiner],
) -> None:
    """Look for the drafts' quotations, which the indexes number consecutively, in one source."""
    if not article.text.strip(INVISIBLE):
        for draft in drafts:
            draft.warn("empty-source", f"{article.shown} is empty and was skipped.")
        return
    reader = SourceReader(article, miner)
    words = reader.words()
    runs = pairs.runs(words)
    rendered = stems.rendered(words)
    first = 0
    for draft in drafts:
        numbered = enumerate(draft.quotations, first)
        first += len(draft.quotations)
        if (draft.record.text or "").split() == article.text.split():
            draft.warn("source-is-draft", f"{article.shown} is the draft itself and was skipped.")
            continue
        draft.sources += 1
        draft.words += len(words)
        for number, quotation in numbered:
            check_job(JOB.get())
            for passage in passages(quotation.words, words, runs.get(number, ())):
                if quotation.wants(passage):
                    quotation.add(_found(passage, quotation, reader))
            for candidate in () if quotation.is_found() else rendered.get(number, ()):
                _add_paraphrase(candidate, words, quotation, reader)


def _found(passage: Passage, quotation: Quotation, reader: SourceReader) -> FoundPassage:
    """Compare the speaker of a passage with the draft's speaker, and ignore gaps such as “, said
    Ana Silva, ” in its differences."""
    offsets = [offset for start, end in passage.spans for offset in (start, end - 1)]
    sayings = reader.sayings(offsets)
    names = [{speaker.name for speaker in saying.speakers} for saying in sayings if saying.speakers]
    several = bool(names) and not set.intersection(*names)
    verdicts = {reader.said_by(quotation.who, saying) for saying in sayings}
    verdict = min(verdicts, key=WORST_FIRST.index)
    if several and "same speaker" in verdicts:
        verdict = "another speaker"
    differences, same = passage.inside
    kept = [
        change
        for change in differences
        if change.kind != "left out"
        or not change.source_span
        or not reader.separates(change.source_span)
    ]
    span = passage.spans[0][0], passage.spans[-1][1]
    place = reader.place(span, sayings if several else sayings[:1])
    return FoundPassage(replace(passage, inside=Compared(kept, same)), place, verdict, several)


def _add_paraphrase(
    rendered: Rendered, words: Words, quotation: Quotation, reader: SourceReader
) -> None:
    """Compare the speaker of most words of a possible paraphrase with the draft's speaker, and add
    it to the quotation unless it is too uncertain."""
    sayings = [
        saying for index in rendered.hits for saying in reader.sayings([words.spans[index][0]])
    ]
    verdicts = [reader.said_by(quotation.who, saying) for saying in sayings]
    (verdict, _), *_ = Counter(verdicts).most_common(1)
    if rendered.sure or verdict == "same speaker":
        place = reader.place(words.span(rendered.words), [sayings[verdicts.index(verdict)]])
        quotation.add_paraphrase(place, rendered.share, verdict)
