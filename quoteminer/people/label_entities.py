"""Find the entities for the speakers that the labels of a transcript name, and for "Q" and "A"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from quoteminer.names.lexicon import is_title
from quoteminer.names.similarity import fold
from quoteminer.people.clustering import EntityStore
from quoteminer.people.entities import Entity
from quoteminer.people.ranker import Antecedent
from quoteminer.transcripts.labels import BESIDE
from quoteminer.types import Article, Attribution, Name, Span, Transcript, Turn
from quoteminer.types.span_index import SpanIndex

_WORD = re.compile(r"[^\s,]+")
_AFTER_NAME = re.compile(rf",|{BESIDE.pattern}")
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?){2,3}")
_ANSWER = "a"
_LETTERS = {"q": "q", "question": "q", "a": "a", "answer": "a"}
_IS_LABELLED = {"labelled": 1.0}


def with_label_names(article: Article, names: Iterable[Name]) -> list[Name]:
    """Add the names in the labels of a transcript to the names of an article. They replace the
    names of persons that they overlap; other names inside labels ("Q") are removed."""
    transcript = article.transcript
    if transcript is None:
        return list(names)
    spans = sorted(span for _, span in _label_names(article.text, transcript))
    named = {start for start, _ in spans}
    unnamed = SpanIndex(
        turn.name for turn in transcript.turns if turn.name and named.isdisjoint(range(*turn.name))
    )
    labels, kept = SpanIndex(spans), list[Name]()
    taken: set[int] = set()
    for name in names:
        if unnamed.touching(name.start, name.end):
            continue
        touched = labels.touching(name.start, name.end)
        if not touched or name.kind == "org":
            kept.append(name)
            taken.update(touched)
    return [*kept, *(Name(*span, "person") for at, span in enumerate(spans) if at not in taken)]


def label_entities(store: EntityStore, transcript: Transcript | None) -> Mapping[int, Entity]:
    """Return the entity of each speaker of a transcript, by the speaker's index: the entity of the
    fullest name in the labels or elsewhere, or a new one. "A" without a name is left out, because
    the interview says who answers.
    """
    if transcript is None:
        return {}
    found: dict[int, Entity] = {}
    longest: dict[int, int] = {}
    for number, (start, end) in _label_names(store.text, transcript):
        entity = next((at_label for at in range(start, end) if (at_label := store.at(at))), None)
        words = len(store.text[start:end].split())
        if entity is not None and words > longest.get(number, 0):
            found[number], longest[number] = entity, words
    named = {
        fold(name): entity for entity in store.entities for name in (entity.name, *entity.forms)
    }
    for number, speaker in enumerate(transcript.speakers):
        if len(speaker.name.split()) > longest.get(number, 0) and (
            entity := named.get(fold(speaker.name))
        ):
            found[number] = entity
        if number not in found:
            if speaker.name.casefold() == _ANSWER:
                continue
            found[number] = store.new(speaker.kind, speaker.name)
        entity = found[number]
        if entity.role is None or fold(entity.role) == fold(speaker.role or ""):
            entity.role = speaker.role  # "mayor" for MAYOR
        if entity.affiliation in speaker.labels:  # "Ana Silva (AS)"
            entity.affiliation = None
        if speaker.kind == "person" and len(speaker.name.split()) > len(entity.name.split()):
            entity.name = speaker.name
    return found


def label_antecedent(turn: Turn, entities: Mapping[int, Entity]) -> Antecedent | None:
    """Return the speaker of a turn, from the result of `label_entities`; None for "A", who may be
    named elsewhere."""
    if turn.speaker is None:
        return Antecedent(
            None, 0.0, "nobody is named where the speaker changes", signals=_IS_LABELLED
        )
    entity = entities.get(turn.speaker)
    return None if entity is None else Antecedent(entity, 1.0, "label", signals=_IS_LABELLED)


def letter_of(text: str, attribution: Attribution) -> str:
    """Return "q" or "a" for a turn with that label (or "Question", "Answer"), and "a" for an answer
    without a label; else ""."""
    if attribution.source is None:
        turn = attribution.turn
        return "a" if turn is not None and turn.name is None and turn.speaker is not None else ""
    start, end = attribution.source
    label = text[start:end].rstrip(".:").casefold()
    return _LETTERS.get(label, "") if text[max(0, start - 1) : start] in ("", "\n") else ""


def interviewee(entities: Sequence[Entity], first: int) -> Entity | None:
    """Return the person who answers the questions that begin at an offset: the person with most
    mentions among those named in full before it, else among all."""
    known = [
        e
        for e in entities
        if e.kind == "person" and e.person is not None and e.person.order != "bare"
    ]
    asked = [entity for entity in known if entity.mentions[0][0] < first] or known
    return max(
        asked, default=None, key=lambda entity: (len(entity.mentions), -entity.mentions[0][0])
    )


def _label_names(text: str, transcript: Transcript) -> Iterator[tuple[int, Span]]:
    """Yield the index of the speaker and the span of the name, for each label with a name."""
    for turn in transcript.turns:
        if turn.name is None or turn.speaker is None:
            continue
        speaker, span = transcript.speakers[turn.speaker], _without_titles(text, turn.name)
        words = text[slice(*span)]
        is_name = not set(fold(words).split()).isdisjoint(
            fold(speaker.name).split()
        ) or _INITIALS.fullmatch(words)
        if speaker.kind != "unnamed" and is_name:  # not "Q"
            yield turn.speaker, span


def _without_titles(text: str, label: Span) -> Span:
    """Return the name in a label, without titles before it and what follows a comma or dash."""
    words = [word.span() for word in _WORD.finditer(text, *label)]
    sign = _AFTER_NAME.search(text, *label)
    words = [word for word in words if sign is None or word[1] <= sign.start()] or words
    while len(words) > 1 and is_title(text[slice(*words[0])]):
        words = words[1:]
    return words[0][0], words[-1][1]
