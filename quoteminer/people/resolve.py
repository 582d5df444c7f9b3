"""Each attribution to its speaker: the only function of this package that the pipeline calls is `resolve`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoteminer.names import lexicon
from quoteminer.names.organisations import plain_organisation
from quoteminer.people.antecedents import Resolver
from quoteminer.people.article_names import NameIndex, clean_names
from quoteminer.people.clustering import EntityStore
from quoteminer.people.discourse import Discourse
from quoteminer.people.entities import Entity
from quoteminer.people.mentions import read_mention
from quoteminer.people.ranker import Antecedent, Ranker
from quoteminer.people.roles import learn_roles
from quoteminer.types import Article, Attribution, MarkReading, Mention, Name, Resolution, Span, Speaker, Status

# Behind a name in a source, what is said of its bearer.
_SAID_OF = re.compile(r"(?:,| [–—-]) | (?:who|which) | ?\(")


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
    for a text, whatever the spans. ``ranker`` chooses antecedents; the model has its weights.
    """
    resolver = prepare(article, attributions, names, sentences, marks, ranker)
    antecedents = resolver.resolve_all()
    speakers = _speakers(resolver.store, antecedents, attributions)
    ids = {entity_id: i for i, (entity_id, _) in enumerate(speakers)}
    resolutions = tuple(_resolution(a, m, ids) for a, m in zip(antecedents, resolver.mentions, strict=True))
    return tuple(speaker for _, speaker in speakers), resolutions


def prepare(
    article: Article,
    attributions: Sequence[Attribution],
    names: Sequence[Name],
    sentences: Sequence[Span],
    marks: MarkReading,
    ranker: Ranker,
    *,
    resolver: type[Resolver] = Resolver,
) -> Resolver:
    """Everything up to the antecedents; arguments as for `resolve`. ``resolver`` is for those who watch how the sources
    are resolved: its `resolve_all` goes on from here."""
    text = article.text
    index = NameIndex(text, clean_names(article, names))
    mentions = [read_mention(text, a.source, index) if a.source else None for a in attributions]
    index = index.with_names_of(mentions)
    store = EntityStore(article, index)
    learn_roles(store, index)
    discourse = Discourse(article, store.entities, sentences, marks)
    return resolver(store, discourse, index, attributions, mentions, ranker)


def _speakers(
    store: EntityStore, antecedents: Sequence[Antecedent], attributions: Sequence[Attribution]
) -> list[tuple[int, Speaker]]:
    """The quoted entities with their record, in the order in which the article first mentions them."""
    spans: dict[int, set[Span]] = {}
    for antecedent, attribution in zip(antecedents, attributions, strict=True):
        if antecedent.entity is not None:
            spans.setdefault(antecedent.entity.id, set()).update([attribution.source] if attribution.source else [])
    quoted = [store.entities[i] for i in spans]
    first = {e.id: min([*e.mentions, *spans[e.id]], default=(1 << 60, 0)) for e in quoted}
    order = sorted(quoted, key=lambda e: (first[e.id], e.id))
    return [(e.id, _speaker(store.text, e, i, spans[e.id])) for i, e in enumerate(order)]


def _speaker(text: str, entity: Entity, number: int, sources: set[Span]) -> Speaker:
    mentions = tuple(sorted({*entity.mentions, *sources}))
    named = set(entity.mentions)
    written = (" ".join(text[slice(*span)].split()) for span in mentions)
    forms = dict.fromkeys(
        w if span in named else _SAID_OF.split(w)[0] for span, w in zip(mentions, written, strict=True)
    )
    aliases = tuple(form for form in forms if _is_alias(form, entity.name))
    return Speaker(number, entity.name, entity.kind, entity.role, entity.affiliation, aliases, mentions)


def _is_alias(form: str, name: str) -> bool:
    """Pronouns are no names, and "the" makes no other one."""
    return form.casefold() not in lexicon.PRONOUNS and plain_organisation(form) != plain_organisation(name)


def _resolution(antecedent: Antecedent, mention: Mention | None, ids: dict[int, int]) -> Resolution:
    entity, rival, why = antecedent.entity, antecedent.rival, antecedent.why
    if entity is None:
        return Resolution(None, "unresolved", mention, antecedent.score, why)
    status: Status = "ambiguous" if rival is not None else "resolved"
    named = antecedent.stands or mention is not None and mention.kind == "name"
    why = why if named else f"{why}: {entity.name}"
    why = f"{why} ({', '.join(antecedent.reasons)})" if antecedent.reasons else why
    why = f"{why}; or {rival.name}" if rival is not None else why
    return Resolution(ids[entity.id], status, mention, round(antecedent.score, 4), why, new=antecedent.stands)
