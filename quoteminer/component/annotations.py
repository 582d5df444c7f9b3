"""Read from Docs and write to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, Final, get_args

import numpy as np
import numpy.typing as npt
from spacy.pipeline import Sentencizer
from spacy.strings import StringStore
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from quoteminer.errors import ConfigError
from quoteminer.records import ArticleRecord
from quoteminer.types import Name, NameKind, QuoteType, Span

Numbers = npt.NDArray[np.uint64]
ATTRIBUTE: Final = "quotes"
RECORD: Final = "quoteminer_record"
"""Key of the article's record in ``Doc.user_data``; see `record_key` for other attributes than
``quotes``."""
LABELS: Final[tuple[str, ...]] = (*get_args(QuoteType), "cue", "source")
"""Labels of ``doc.spans``: the type of a quote for each of its parts, and the labels of its cue and
mention."""
COLOURS: Final = {
    "DIRECT": "#8fd3b6",
    "MIXED": "#c9b6f2",
    "INDIRECT": "#f6d186",
    "CUE": "#d4d4d4",
    "SOURCE": "#9ecbff",
}
"""Default colours in displaCy (entry point ``spacy_displacy_colors``)."""
NAME_LABELS: Final[Mapping[str, NameKind]] = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "org",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
}
"""Kinds of names by label of spaCy's entity recogniser. Other entities, such as NORP ("Germans"),
are not names."""
_STOPS: Final = frozenset(StringStore()[mark] for mark in Sentencizer.default_punct_chars)


def units(doc: Doc) -> tuple[list[Span], list[Span]]:
    """Return the character spans of the tokens, except white space, and of the sentences: those set
    by an earlier component, else those found by spaCy's rules, as in `QuoteMiner`."""
    starts, lengths, spaces, marks, words = doc.to_array(
        ["IDX", "LENGTH", "IS_SPACE", "IS_PUNCT", "ORTH"]
    ).T
    ends = starts + lengths
    tokens = _spans(starts[spaces == 0], ends[spaces == 0])
    if doc.has_annotation("SENT_START"):
        return tokens, [(sentence.start_char, sentence.end_char) for sentence in doc.sents]
    # as spaCy's Sentencizer: a sentence begins with the first word behind a stop
    letters = np.flatnonzero(lengths == 1)
    is_stop = [word in _STOPS for word in words[letters].tolist()]
    marks[stops := letters[is_stop]] = True
    others = np.append(np.flatnonzero(marks == 0), len(doc))
    behind = others[np.searchsorted(others, stops)].tolist()
    firsts = np.array([first for first in dict.fromkeys((0, *behind)) if first < len(doc)], int)
    return tokens, _spans(starts[firsts], ends[np.append(firsts[1:], len(doc)) - 1])


def _spans(starts: Numbers, ends: Numbers) -> list[Span]:
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def names_of(doc: Doc, kinds: Mapping[str, NameKind] | None) -> list[Name] | None:
    """Return the entities with these labels as names; None if ``kinds`` is None. Raises ConfigError
    if no component has set entities."""
    if kinds is None:
        return None
    if not doc.has_annotation("ENT_IOB"):
        raise ConfigError(
            'names is "pipeline", but no component before quoteminer has set doc.ents. Put one'
            ' before it (ner, entity_ruler), or set names to "own".'
        )
    return [
        Name(ent.start_char, ent.end_char, kinds[ent.label_])
        for ent in doc.ents
        if ent.label_ in kinds
    ]


class DocRecord(dict[str, Any]):
    """A record in ``Doc.user_data``: a dict that is short in a message, because ``Doc.from_docs``
    writes each value that it drops into a warning. A DocBin gives a plain dict back."""

    def __format__(self, spec: str) -> str:
        return f"record of {len(self.get('quotes', ()))} quotes"


def record_key(attribute: str) -> str:
    """Return the key in ``Doc.user_data`` of the record whose quotes are ``doc._.ATTRIBUTE``."""
    return RECORD if attribute == ATTRIBUTE else f"{RECORD}.{attribute}"


def speakers_attribute(attribute: str) -> str:
    """Return the name of the extension with the speakers of the quotes in ``doc._.ATTRIBUTE``."""
    return "speakers" if attribute == ATTRIBUTE else f"{attribute}_speakers"


def record_of(doc: Doc, attribute: str = ATTRIBUTE) -> dict[str, Any] | None:
    """Return the record of a doc (as a dict) whose quotes are ``doc._.ATTRIBUTE``; None if the
    component has not processed it. Tuples, to which a DocBin converts lists, become lists again."""
    key = record_key(attribute)
    record: dict[str, Any] | None = doc.user_data.get(key)
    if record is not None and isinstance(record.get("quotes"), tuple):
        record = doc.user_data[key] = DocRecord(_with_lists(record))
    return record


def _with_lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_lists(item) for key, item in value.items()}
    return [_with_lists(item) for item in value] if isinstance(value, list | tuple) else value


def register(attribute: str) -> None:
    """Register ``doc._.ATTRIBUTE``, the quotes of the record, and beside it the speakers (see
    `speakers_attribute`). Setting the quotes to None deletes the record. Raises ConfigError if the
    name is invalid, or if another extension has one of the two."""
    if not attribute.isidentifier() or attribute in ("get", "set", "has"):  # methods of doc._
        raise ConfigError(
            f"attribute is {attribute!r}, which can't follow doc._; give a Python identifier."
        )
    _register(attribute, attribute, "quotes")
    _register(speakers_attribute(attribute), attribute, "speakers")


def _register(name: str, attribute: str, field: str) -> None:
    """Register ``doc._.NAME`` for a field of the record whose quotes are ``doc._.ATTRIBUTE``."""
    # Partials can be pickled: spaCy sends extensions to other processes.
    getter = partial(_get_field, attribute=attribute, field=field)
    setter = partial(_set_field, attribute=attribute, field=field)
    # it exists already, perhaps since another thread registered it a moment ago
    with suppress(ValueError):
        Doc.set_extension(name, getter=getter, setter=setter)
    present = Doc.get_extension(name)[2]
    ours = isinstance(present, partial) and present.func is _get_field
    if not ours or getattr(present, "keywords", None) != getter.keywords:
        raise ConfigError(
            f"doc._.{name} is there already and not quoteminer's, which overwrites no"
            " extension. Give another "
            f'name: nlp.add_pipe("quoteminer", config={{"attribute": "…"}}).'
        )


def _get_field(doc: Doc, *, attribute: str, field: str) -> list[dict[str, Any]] | None:
    record = record_of(doc, attribute)
    return None if record is None else record.get(field)


def _set_field(doc: Doc, value: list[dict[str, Any]] | None, *, attribute: str, field: str) -> None:
    if value is None and field == "quotes":
        doc.user_data.pop(record_key(attribute), None)
    elif value is not None or record_of(doc, attribute) is not None:
        record = {**(record_of(doc, attribute) or {}), field: value}
        doc.user_data[record_key(attribute)] = DocRecord(record)


def annotate(doc: Doc, record: ArticleRecord, *, attribute: str, spans_key: str) -> None:
    """Write a record to a doc, and its quotes to ``doc.spans[spans_key]``."""
    content = DocRecord(record.to_dict())
    spans = _labelled_spans(doc, content["quotes"])
    doc.user_data[record_key(attribute)] = content
    doc.spans[spans_key] = spans


def _labelled_spans(doc: Doc, quotes: Iterable[Mapping[str, Any]]) -> list[DocSpan]:
    """Return a labelled span, of whole tokens, for each part of a quote, each cue and each mention,
    with the ids of the quote (``id_``) and its speaker (``kb_id_``, "" if unknown)."""
    spans = []
    for quote in quotes:
        labelled = [(start, end, quote["type"]) for start, end in quote["spans"]]
        parts = ((quote["cue"], "cue"), (quote["mention"], "source"))
        labelled += [(part["start"], part["end"], label) for part, label in parts if part]
        speaker = "" if quote["speaker"] is None else str(quote["speaker"])
        spans += [
            doc.char_span(
                start,
                end,
                label=label,
                kb_id=speaker,
                span_id=str(quote["id"]),
                alignment_mode="expand",
            )
            for start, end, label in labelled
        ]
    return [span for span in spans if span is not None]
