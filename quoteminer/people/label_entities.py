"""The speakers whom a transcript's labels name, among the people of the article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from quoteminer.names.lexicon import is_title
from quoteminer.people.clustering import EntityStore
from quoteminer.people.entities import Entity
from quoteminer.text.span_index import SpanIndex
from quoteminer.types import Article, Name, Span, Transcript

_WORD = re.compile(r"[^\s,]+")
_ANSWER = "a"


def with_label_names(article: Article, names: Iterable[Name]) -> list[Name]:
    """Return the names of an article with those in its labels, which replace the persons' that they overlap."""
    spans = sorted(_name_in(article.text, span) for span in _labels(article, "person"))
    if not spans:
        return list(names)
    labels, kept = SpanIndex(spans), list[Name]()
    taken: set[int] = set()
    for name in names:
        touched = labels.touching(name.start, name.end)
        if not touched or name.kind == "org":
            kept.append(name)
            taken.update(touched)
    return [*kept, *(Name(*span, "person") for at, span in enumerate(spans) if at not in taken)]


def label_entities(store: EntityStore, transcript: Transcript | None) -> Mapping[int, Entity]:
    """Return the entity of each speaker of a transcript, by its index: that of the fullest name in its labels, or a new
    one. "A" without a name is left out: the interview says who answers."""
    if transcript is None:
        return {}
    found: dict[int, Entity] = {}
    longest: dict[int, int] = {}
    for turn in transcript.turns:
        if turn.speaker is None or turn.name is None or transcript.speakers[turn.speaker].kind == "unnamed":
            continue
        start, end = _name_in(store.text, turn.name)
        entity = next((known for at in range(turn.name[0], end) if (known := store.at(at))), None)
        words = len(store.text[start:end].split())
        if entity is not None and words > longest.get(turn.speaker, 0):
            found[turn.speaker], longest[turn.speaker] = entity, words
    for number, speaker in enumerate(transcript.speakers):
        if number not in found and speaker.name.casefold() != _ANSWER:
            found[number] = store.new(speaker.kind, speaker.name)
        if number in found:
            found[number].role = found[number].role or speaker.role
    return found


def _labels(article: Article, kind: str) -> Iterable[Span]:
    transcript = article.transcript
    for turn in transcript.turns if transcript else ():
        if turn.name and turn.speaker is not None and transcript and transcript.speakers[turn.speaker].kind == kind:
            yield turn.name


def _name_in(text: str, label: Span) -> Span:
    """Return the name in a label, without titles before it and what follows a comma."""
    words = [word.span() for word in _WORD.finditer(text, *label)]
    comma = text.find(",", *label)
    words = [word for word in words if comma < 0 or word[1] <= comma] or words
    while len(words) > 1 and is_title(text[slice(*words[0])]):
        words = words[1:]
    return words[0][0], words[-1][1]
