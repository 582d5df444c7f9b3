"""Articles with their attributions: gold, and predictions alike. commands/evaluate/README.md has
them as JSON. All positions are half-open character offsets (Unicode code points) into ``text``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from quoteminer.errors import GoldError
from quoteminer.records import PART_SEPARATOR, SPEECH, ArticleRecord, Quote
from quoteminer.types import CueAct, Role, Span, SpeakerKind
from quoteminer.types.field_types import Rule, Text

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Checked = Literal["all", "part"]  # the part of an article whose annotations a person has checked
ROLES: Final[tuple[Role, ...]] = ("content", "cue", "source")
_Id = Annotated[int, Rule({"type": "int", "strict": True})]


@dataclass(frozen=True, slots=True)
class GoldQuote:
    """An annotated attribution. ``speaker`` is a GoldSpeaker's id (None: unknown); ``act`` is None
    if not annotated."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    speaker: _Id | None = None
    act: CueAct | None = None

    @property
    def spans(self) -> tuple[Span, ...]:
        return (*self.content, *self.cue, *self.source)


@dataclass(frozen=True, slots=True)
class GoldSpeaker:
    """A speaker with the canonical name and the other names that the article uses."""

    id: _Id
    name: Text
    kind: SpeakerKind = "person"
    aliases: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article with its attributions. Their order matters if they overlap: a letter belongs to
    the last quote that contains it. ``speakers`` is empty if they were not annotated; ``checked``
    is None if unknown.
    """

    id: Text
    text: Text
    quotes: tuple[GoldQuote, ...] = ()
    speakers: tuple[GoldSpeaker, ...] = ()
    checked: Checked | None = None


def from_record(record: ArticleRecord, text: str, *, checked: Checked | None = None) -> GoldArticle:
    """Return a record of the article ``text`` in the form of gold. ``checked`` None takes the
    record's own value."""
    if checked is None and (record.checked or any(quote.checked for quote in record.quotes)):
        checked = "all" if record.checked else "part"
    quotes = []
    for quote in record.quotes:
        source = ((quote.mention.start, quote.mention.end),) if quote.mention else ()
        quotes.append(
            GoldQuote(
                quote.spans,
                quote.cue.spans if quote.cue else (),
                source,
                quote.speaker,
                cue_act(quote.act),
            )
        )
    speakers = (
        GoldSpeaker(speaker.id, speaker.name, speaker.kind, speaker.aliases)
        for speaker in record.speakers
    )
    return GoldArticle(record.id, text, tuple(quotes), tuple(speakers), checked)


def cue_act(act: Any) -> Any:
    """Return the act of gold, which has only "speech" and "other" (thoughts), for an act of a
    record. Other values are returned unchanged."""
    if act == "thought":
        return "other"
    return "speech" if act in (*SPEECH, "topic") else act


def misplaced_quote(record: ArticleRecord, text: str) -> Quote | None:
    """Return the first quote whose words are not at its positions in ``text``, or None."""
    joined = (
        (quote, PART_SEPARATOR.join(text[start:end] for start, end in quote.spans))
        for quote in record.quotes
    )
    return next((quote for quote, words in joined if words != quote.text), None)


def checked(article: GoldArticle, *, names: Sequence[str] = (), sort: bool = False) -> GoldArticle:
    """Return the article with the parts of each role in text order, and with ``sort`` the quotes as
    well. Raises a GoldError that says what is wrong; it names quotes by ``names`` ("quote 1" and so
    on by default).
    """
    if not article.id.strip():
        raise GoldError("has an empty id. Give each article an id of its own.")
    known: set[int] = set()
    for speaker in article.speakers:
        if speaker.id in known:
            raise GoldError(f"two speakers have the id {speaker.id}. Give each an id of its own.")
        if not speaker.name.strip():
            raise GoldError(
                f"the speaker {speaker.id} has no name. Give one, or remove the speaker."
            )
        known.add(speaker.id)
    quotes = []
    for index, quote in enumerate(article.quotes):
        name = names[index] if names else f"quote {index + 1}"
        if quote.speaker is not None and quote.speaker not in known:
            raise GoldError(
                f"{name} has the speaker {quote.speaker}, who is not listed. Add or correct it."
            )
        if not quote.content:
            raise GoldError(
                f"{name} has no content. Mark the words that are reported, or remove it."
            )
        content, cue, source = (
            _checked_spans(getattr(quote, role), article.text, f"{name}: {role}") for role in ROLES
        )
        quotes.append(replace(quote, content=content, cue=cue, source=source))
    return replace(article, quotes=tuple(sorted(quotes, key=text_order) if sort else quotes))


def text_order(quote: GoldQuote) -> tuple[Any, ...]:
    """Return the sort key of a quote: by start, outer quotes before inner ones, then by all other
    fields."""
    start, end = quote.content[0][0], quote.content[-1][1]
    rest = (
        quote.content,
        quote.cue,
        quote.source,
        quote.speaker is not None,
        quote.speaker or 0,
        quote.act or "",
    )
    return start, -end, rest


def _checked_spans(spans: Iterable[Span], text: str, name: str) -> tuple[Span, ...]:
    parts = tuple(sorted(spans))
    for start, end in parts:
        if start >= end:
            raise GoldError(
                f"{name} {start}-{end} does not end after it starts. Mark at least one character."
            )
        if start < 0 or end > len(text):
            reason = f"is outside the text, which has {len(text)} characters"
            raise GoldError(
                f"{name} {start}-{end} {reason}. Check that the text is the one that was annotated."
            )
    for (start, end), (next_start, next_end) in pairwise(parts):
        if next_start < end:
            raise GoldError(
                f"{name}: the parts {start}-{end} and {next_start}-{next_end} overlap. Make them"
                " one."
            )
    return parts


def article_from_dict(value: Mapping[str, Any]) -> GoldArticle:
    """Return the article of a JSON object. Unknown fields are ignored; use `checked` to compare it
    with the text. Quotes may have the form of a record. Only ``id``, ``text`` and the content of
    quotes are required. Raises GoldError."""
    from pydantic import ValidationError

    filled = _filled(value, "quotes", "speakers")
    if isinstance(filled["quotes"], list | tuple):
        filled["quotes"] = [
            _filled(_in_gold_form(quote), "cue", "source") for quote in filled["quotes"]
        ]
    if isinstance(filled["speakers"], list | tuple):
        filled["speakers"] = [_filled(speaker, "aliases") for speaker in filled["speakers"]]
    try:
        article = _reader().validate_python(filled)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        reason = first["msg"].replace("a valid tuple", "a list")
        raise GoldError(
            f"{where}: {reason}. Compare it with quoteminer/commands/evaluate/README.md."
        ) from None
    for start, end in (span for quote in article.quotes for span in quote.spans):
        if start > end:
            raise GoldError(f"the span {start} to {end} ends before it starts. Exchange the two.")
    return article


def article_to_dict(article: GoldArticle) -> dict[str, Any]:
    """Return an article as JSON-ready values, without fields that were not annotated."""
    value: dict[str, Any] = {"id": article.id, "text": article.text}
    if article.checked:
        value["checked"] = article.checked
    if article.speakers:
        value["speakers"] = list(map(asdict, article.speakers))
    value["quotes"] = []
    for quote in article.quotes:
        fields: dict[str, Any] = {
            role: [list(span) for span in getattr(quote, role)] for role in ROLES
        }
        if article.speakers:
            fields["speaker"] = quote.speaker
        if quote.act is not None:
            fields["act"] = quote.act
        value["quotes"].append(fields)
    return value


def _in_gold_form(quote: Any) -> Any:
    """Return a record's quote in the form of gold; return other values unchanged."""
    if not isinstance(quote, Mapping) or "start" not in quote:
        return quote
    parts = {"content": quote, "cue": quote.get("cue"), "source": quote.get("mention")}
    spans = {
        role: (
            part.get("spans") or [[part.get("start"), part.get("end")]]
            if isinstance(part, Mapping)
            else part
        )
        for role, part in parts.items()
    }
    return {"speaker": quote.get("speaker"), "act": cue_act(quote.get("act")), **spans}


def _filled(value: Any, *lists: str) -> Any:
    """Return a JSON object with empty lists for missing or null ones; return other values
    unchanged."""
    return (
        {**value, **{key: () for key in lists if value.get(key) is None}}
        if isinstance(value, Mapping)
        else value
    )


@cache
def _reader() -> TypeAdapter[GoldArticle]:
    from pydantic import TypeAdapter  # takes 50 ms to import

    return TypeAdapter(GoldArticle)
