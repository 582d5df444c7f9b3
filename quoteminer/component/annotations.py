"""What the component reads in a Doc, and what it writes to one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, get_args

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from quoteminer.errors import ConfigError
from quoteminer.types import Name, NameKind, QuoteType, Span

ATTRIBUTE: Final = "quotes"
RECORD: Final = "quoteminer_record"
"""``Doc.user_data``: the record of the article, as a plain dict; of an attribute other than ``quotes`` `record_key`."""
LABELS: Final[tuple[str, ...]] = (*get_args(QuoteType), "cue", "source")
"""The labels of ``doc.spans``: the type of a quote, for each of its parts, and its cue and mention."""
COLOURS: Final = {
    "DIRECT": "#8fd3b6",
    "MIXED": "#c9b6f2",
    "INDIRECT": "#f6d186",
    "CUE": "#d4d4d4",
    "SOURCE": "#9ecbff",
}
"""What displaCy paints them with, unless it is told otherwise (entry point ``spacy_displacy_colors``)."""
NAME_LABELS: Final[Mapping[str, NameKind]] = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "org",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
}
"""What the labels of spaCy's entity recognisers are to us. Other entities are no names: NORP ("Germans") and dates."""

_PARTS: Final = (("cue", "cue"), ("mention", "source"))  # fields of a quote, and the labels of their spans
_UNDERSCORE: Final = ("get", "set", "has")  # methods of doc._


def units(doc: Doc) -> tuple[list[Span], list[Span]]:
    """The character spans of a doc's tokens and of its sentences, as the pipeline wants them."""
    return _tokens(doc), _sentences(doc)


def _tokens(doc: Doc) -> list[Span]:
    return [(token.idx, token.idx + len(token)) for token in doc if not token.is_space]


def _sentences(doc: Doc) -> list[Span]:
    """Empty where the pipeline has set no sentences: paragraphs are then what resolution counts in."""
    if not doc.has_annotation("SENT_START"):
        return []
    return [(sentence.start_char, sentence.end_char) for sentence in doc.sents]


def names_of(doc: Doc, kinds: Mapping[str, NameKind]) -> list[Name]:
    """The names among a doc's entities; ``kinds`` says which labels have which kind of name.

    Raises:
        ConfigError: no component has looked for entities.
    """
    if not doc.has_annotation("ENT_IOB"):
        raise ConfigError(
            'names is "pipeline", but no component before quoteminer has set doc.ents. Put one before it (ner, '
            'entity_ruler), or set names to "own".'
        )
    return [Name(one.start_char, one.end_char, kinds[one.label_]) for one in doc.ents if one.label_ in kinds]


def record_key(attribute: str) -> str:
    """Where ``Doc.user_data`` has the record whose quotes are ``doc._.ATTRIBUTE``."""
    return RECORD if attribute == ATTRIBUTE else f"{RECORD}.{attribute}"


def record_of(doc: Doc, attribute: str = ATTRIBUTE) -> dict[str, Any] | None:
    """The record of a doc (see "The record" in README), with the quotes that are ``doc._.ATTRIBUTE``; None where the
    component has not read it. A DocBin gives tuples for lists; here they are lists again."""
    key = record_key(attribute)
    record: dict[str, Any] | None = doc.user_data.get(key)
    if record is not None and isinstance(record.get("quotes"), tuple):
        record = doc.user_data[key] = _with_lists(record)
    return record


def _with_lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_lists(item) for key, item in value.items()}
    return [_with_lists(item) for item in value] if isinstance(value, list | tuple) else value


@dataclass(frozen=True, slots=True)
class Quotes:
    """The extension ``doc._.ATTRIBUTE``: gives and sets the quotes of the doc's record. It pickles, since spaCy hands
    extensions on to other processes."""

    attribute: str

    def __call__(self, doc: Doc) -> list[dict[str, Any]] | None:
        record = record_of(doc, self.attribute)
        return None if record is None else record["quotes"]

    def write(self, doc: Doc, quotes: list[dict[str, Any]] | None) -> None:
        """Set the quotes, for those who annotate by hand; None forgets the record."""
        if quotes is None:
            doc.user_data.pop(record_key(self.attribute), None)
        else:
            doc.user_data[record_key(self.attribute)] = {**(record_of(doc, self.attribute) or {}), "quotes": quotes}


def register(attribute: str) -> None:
    """Make ``doc._.ATTRIBUTE``.

    Raises:
        ConfigError: the name can't be one, or belongs to somebody else.
    """
    if not attribute.isidentifier() or attribute in _UNDERSCORE:
        raise ConfigError(
            f"attribute is {attribute!r}, which can't stand behind doc._; give a name as Python has them."
        )
    ours = Quotes(attribute)
    with suppress(ValueError):  # it is there already, perhaps from another thread a moment ago
        Doc.set_extension(attribute, getter=ours, setter=ours.write)
    _default, _method, getter, _setter = Doc.get_extension(attribute)
    if getter != ours:
        raise ConfigError(
            f"doc._.{attribute} is there already and not quoteminer's, which overwrites no extension. Give another "
            f'name: nlp.add_pipe("quoteminer", config={{"attribute": "…"}}).'
        )


def labelled_spans(doc: Doc, quotes: Iterable[Mapping[str, Any]]) -> list[DocSpan]:
    """A span for every part of a quote, with its type as label, and for every cue and mention, by quotes. Where one
    ends within a token, it has the whole token."""
    wanted = []
    for quote in quotes:
        wanted += [(start, end, quote["type"]) for start, end in quote["spans"]]
        wanted += [(quote[key]["start"], quote[key]["end"], label) for key, label in _PARTS if quote[key]]
    spans = (doc.char_span(a, b, label=label, alignment_mode="expand") for a, b, label in wanted)
    return [span for span in spans if span is not None]
