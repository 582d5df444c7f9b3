"""Each attribution to its speaker: the only function of this room that the pipeline calls is `resolve`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import chain

from quoteminer.people.antecedents import vote_by_pronouns
from quoteminer.people.entities import Entity
from quoteminer.people.lexicon import PRONOUNS
from quoteminer.people.mentions import read_group, read_mention
from quoteminer.people.name_index import NameIndex
from quoteminer.people.organisations import plain_organisation
from quoteminer.people.phrases import tokens
from quoteminer.people.ranker import Choice, Ranker
from quoteminer.people.roles import learn_roles
from quoteminer.people.scene import Scene
from quoteminer.people.sources import SourceReader
from quoteminer.people.speakers import Cast
from quoteminer.people.tidy import tidy_names
from quoteminer.types import Article, Attribution, MarkReading, Mention, Name, Resolution, Span, Speaker, Status

# Behind a name in a source, what is told of its bearer.
_TOLD = re.compile(r"(?:,| [–—-]) | (?:who|which) | ?\(")


def resolve(
    article: Article,
    attributions: Sequence[Attribution],
    names: Sequence[Name],
    sentences: Sequence[Span],
    marks: MarkReading,
    ranker: Ranker,
) -> tuple[tuple[Speaker, ...], tuple[Resolution, ...]]:
    """Say for each attribution who speaks.

    ``names`` are the names that the network found (any order, may overlap, may miss some), ``sentences`` the spans of
    the sentences in order (none: paragraphs are used). Returns the speakers that are quoted, with ids from 0 in the
    order of their first mention, and one resolution per attribution, in the same order. Deterministic; never raises
    for a text, whatever the spans. ``ranker`` says whom pronouns and descriptions mean; the model has its weights.
    """
    cast, mentions, choices = read_sources(article, attributions, names, sentences, marks, ranker)
    speakers = _speakers(cast, choices, attributions)
    ids = {entity_id: i for i, (entity_id, _) in enumerate(speakers)}
    resolutions = tuple(_resolution(c, m, ids) for c, m in zip(choices, mentions, strict=True))
    return tuple(speaker for _, speaker in speakers), resolutions


def read_sources(
    article: Article,
    attributions: Sequence[Attribution],
    names: Sequence[Name],
    sentences: Sequence[Span],
    marks: MarkReading,
    ranker: Ranker,
    *,
    reader: type[SourceReader] = SourceReader,
) -> tuple[Cast, list[Mention | None], list[Choice]]:
    """Everybody in the article, the words that name the source of each attribution (None where none do), and whom they
    mean; arguments as for `resolve`. ``reader`` is for those who watch how the sources are read."""
    index = NameIndex(article.text, tidy_names(article, names))
    mentions = [read_mention(article.text, a.source, index) if a.source else None for a in attributions]
    groups = {
        i: read_group(article.text, tokens(article.text, *m.head), index)
        for i, m in enumerate(mentions)
        if m is not None and m.kind == "name" and m.name_kind is None
    }
    index = _with_missed(article.text, index, mentions, groups)
    cast = Cast(article, index)
    learn_roles(cast, index)
    scene = Scene(article, cast, sentences, marks)
    vote_by_pronouns(scene)
    choices = reader(cast, scene, index, attributions, mentions, groups, ranker).read_all()
    cast.finish()
    return cast, mentions, choices


def _with_missed(
    text: str, index: NameIndex, mentions: Sequence[Mention | None], groups: Mapping[int, Sequence[Name]]
) -> NameIndex:
    """Add the names that only the sources' capitals showed; they replace names that run over a source's end."""
    single = [Name(*m.head, m.name_kind) for m in mentions if m is not None and m.name_kind is not None]
    missed = [name for name in (*single, *chain(*groups.values())) if not _is_known(index, name)]
    over = {name for new in missed for name in index.touching(new.start, new.end)}
    return NameIndex(text, [*(name for name in index.names if name not in over), *missed]) if missed else index


def _is_known(index: NameIndex, new: Name) -> bool:
    return any((name.start, name.end) == (new.start, new.end) for name in index.touching(new.start, new.end))


def _speakers(cast: Cast, choices: Sequence[Choice], attributions: Sequence[Attribution]) -> list[tuple[int, Speaker]]:
    """The quoted entities with their record, in the order in which the article first mentions them."""
    spans: dict[int, set[Span]] = {}
    for choice, attribution in zip(choices, attributions, strict=True):
        if choice.entity is not None:
            spans.setdefault(choice.entity.id, set()).update([attribution.source] if attribution.source else [])
    quoted = [cast.entities[i] for i in spans]
    first = {e.id: min([*e.mentions, *spans[e.id]], default=(1 << 60, 0)) for e in quoted}
    order = sorted(quoted, key=lambda e: (first[e.id], e.id))
    return [(e.id, _speaker(cast, e, i, spans[e.id])) for i, e in enumerate(order)]


def _speaker(cast: Cast, entity: Entity, number: int, sources: set[Span]) -> Speaker:
    mentions = tuple(sorted({*entity.mentions, *sources}))
    named = set(entity.mentions)
    written = (" ".join(cast.text[slice(*span)].split()) for span in mentions)
    forms = dict.fromkeys(w if span in named else _TOLD.split(w)[0] for span, w in zip(mentions, written, strict=True))
    aliases = tuple(form for form in forms if _is_alias(form, entity.name))
    return Speaker(number, entity.name, entity.kind, entity.role, entity.affiliation, aliases, mentions)


def _is_alias(form: str, name: str) -> bool:
    """Pronouns are no names, and "the" makes no other one."""
    return form.casefold() not in PRONOUNS and plain_organisation(form) != plain_organisation(name)


def _resolution(choice: Choice, mention: Mention | None, ids: dict[int, int]) -> Resolution:
    if choice.entity is None:
        return Resolution(None, "unresolved", mention, choice.score, choice.why)
    status: Status = "ambiguous" if choice.rival is not None else "resolved"
    told = choice.stands or mention is not None and mention.kind == "name"
    why = choice.why if told else f"{choice.why}: {choice.entity.name}"
    why = f"{why} ({', '.join(choice.reasons)})" if choice.reasons else why
    why = f"{why}; or {choice.rival.name}" if choice.rival is not None else why
    return Resolution(ids[choice.entity.id], status, mention, round(choice.score, 4), why, new=choice.stands)
