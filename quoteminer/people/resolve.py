"""Resolve the speaker of each attribution. The pipeline calls `resolve` and `everybody`; the steps
are:

1. Names: `clean_names` repairs the network's names, and `EntityStore` (clustering.py) groups them
   into entities, which `PersonIndex` and `OrganisationIndex` look up.
2. Mentions: `read_mention` classifies each source as a name, pronoun or description.
3. Roles: `learn_roles` reads the words around the names.
4. Antecedents: `Resolver.resolve_one` (antecedents.py) finds the entity of each source, by its kind
   of mention. Candidates come from `Discourse` and `Descriptions`, and `Ranker` chooses among them.
5. Speakers: the entities that are quoted; a description of one may tell the role. Where nothing
   told the role or the affiliation, `add_attributes` (role_confidence.py) adds what the network
   reads; it also sets the confidence of both. `find_pronouns` adds the pronouns that the article
   uses for them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from quoteminer.names.lexicon import PRONOUNS
from quoteminer.names.organisations import bare_organisation
from quoteminer.network.reading import Attribute
from quoteminer.people.antecedents import Resolver
from quoteminer.people.article_names import NameIndex
from quoteminer.people.clean_names import clean_names
from quoteminer.people.clustering import EntityStore
from quoteminer.people.discourse import Discourse
from quoteminer.people.entities import Entity
from quoteminer.people.genders import learn_genders
from quoteminer.people.label_entities import with_label_names
from quoteminer.people.mentions import read_mention
from quoteminer.people.pronouns import find_pronouns
from quoteminer.people.ranker import Antecedent, Ranker
from quoteminer.people.role_confidence import TOLD, add_attributes
from quoteminer.people.roles import RoleReader, learn_roles
from quoteminer.records import Speaker
from quoteminer.text.article_index import ArticleIndex
from quoteminer.types import (
    Article,
    Attribution,
    Name,
    Resolution,
    SourceMention,
    Span,
    SpeakerKind,
    Status,
)

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]+")
_TAIL = re.compile(r"(?:,| [–—-]) | (?:who|which) | ?\(")  # after a name in a source


def resolve(
    index: ArticleIndex,
    attributions: Sequence[Attribution],
    names: Sequence[Name],
    ranker: Ranker,
    attributes: Sequence[Attribute] = (),
) -> tuple[tuple[Speaker, ...], tuple[Resolution, ...]]:
    """Return the quoted speakers, with ids from 0 in the order of their first mention, and one
    resolution per attribution. The speakers do not have the ids of their quotes yet.
    ``names`` are the network's names, in any order; they may overlap. ``attributes``: the roles and
    affiliations that the network reads. Deterministic; never raises, for any text and any spans."""
    resolver = prepare(index, attributions, names, ranker)
    antecedents = resolver.resolve_all()
    _tell_roles(antecedents, resolver)
    add_attributes(resolver.store, attributes)
    speakers = _speakers(resolver.store, antecedents, attributions)
    speaker_ids = {entity_id: number for number, (entity_id, _) in enumerate(speakers)}
    pronouns = find_pronouns(resolver, antecedents)
    resolutions = tuple(
        _resolution(antecedent, mention, speaker_ids, index)
        for antecedent, mention in zip(antecedents, resolver.mentions, strict=True)
    )
    return tuple(
        replace(speaker, pronouns=used, pronoun_mentions=places)
        for entity_id, speaker in speakers
        for used, places in [pronouns.get(entity_id, (None, ()))]
    ), resolutions


def prepare(
    index: ArticleIndex,
    attributions: Sequence[Attribution],
    names: Sequence[Name],
    ranker: Ranker,
    *,
    resolver: type[Resolver] = Resolver,
) -> Resolver:
    """Do steps 1 to 3; arguments as for `resolve`. ``resolver``: the training of the ranker passes
    another class."""
    article, text = index.article, index.text
    clean = NameIndex(text, with_label_names(article, clean_names(article, names)))
    mentions = [read_mention(text, a.source, clean) if a.source else None for a in attributions]
    all_names = clean.with_names_of(mentions)
    store = EntityStore(article, all_names)
    learn_roles(store, all_names)
    learn_genders(index, store.entities)
    return resolver(
        store, Discourse(index, store.entities), all_names, attributions, mentions, ranker
    )


def everybody(
    article: Article, names: Sequence[Name], attributes: Sequence[Attribute]
) -> tuple[Speaker, ...]:
    """Return the people and organisations with these ``names`` (see `resolve`, also for
    ``attributes``), quoted or not, in the order of their first mention."""
    clean = NameIndex(article.text, clean_names(article, names))
    store = EntityStore(article, clean)
    learn_roles(store, clean)
    add_attributes(store, attributes)
    named = (entity for entity in store.entities if entity.mentions and not entity.place)
    entities = sorted(named, key=lambda entity: entity.mentions)
    return tuple(
        _speaker(article.text, entity, number, set()) for number, entity in enumerate(entities)
    )


def _tell_roles(antecedents: Sequence[Antecedent], resolver: Resolver) -> None:
    """Give people without a role the role and affiliation that their first description tells: "the
    Danish chancellor said"."""
    reader = RoleReader(resolver.store, resolver.names)
    for antecedent, mention in zip(antecedents, resolver.mentions, strict=True):
        entity = antecedent.entity if antecedent.rival is None else None
        if entity is None or mention is None or mention.kind != "description":
            continue
        if entity.kind == "person" and entity.role is None:
            entity.role, affiliation, _ = reader.told((mention.start, mention.end))
            entity.role_confidence = TOLD if entity.role else None
            if affiliation and not entity.affiliation:
                entity.affiliation, entity.affiliation_confidence = affiliation, TOLD


def _speakers(
    store: EntityStore, antecedents: Sequence[Antecedent], attributions: Sequence[Attribution]
) -> list[tuple[int, Speaker]]:
    sources: dict[int, set[Span]] = {}  # by the id of the entity
    for antecedent, attribution in zip(antecedents, attributions, strict=True):
        if antecedent.entity is not None:
            spans = sources.setdefault(antecedent.entity.id, set())
            spans |= {attribution.source} if attribution.source else set()

    def first(i: int) -> tuple[Span, int]:
        return min([*store.entities[i].mentions, *sources[i]], default=(1 << 60, 0)), i

    numbers = {i: number for number, i in enumerate(sorted(sources, key=first))}
    speakers = []
    for i, number in numbers.items():
        entity = store.entities[i]
        speaker = _speaker(store.text, entity, number, sources[i])
        members = sorted(numbers[member.id] for member in entity.members if member.id in numbers)
        speakers.append((i, replace(speaker, members=tuple(members))))
    return speakers


def _speaker(text: str, entity: Entity, number: int, sources: set[Span]) -> Speaker:
    mentions = tuple(sorted({*entity.mentions, *sources}))
    named, forms = set(entity.mentions), dict[str, None]()
    for span in mentions:
        words = " ".join(text[slice(*span)].split())
        forms[words if span in named else _TAIL.split(words)[0]] = None
    name = bare_organisation(entity.name)
    others = [
        _printed(form)
        for form in forms
        if form.casefold() not in PRONOUNS and bare_organisation(form) != name
    ]
    aliases = tuple(dict.fromkeys(others))
    return Speaker(
        number,
        _printed(entity.name),
        _kind(entity),
        entity.role,
        entity.affiliation,
        aliases,
        mentions,
        role_confidence=entity.role_confidence,
        affiliation_confidence=entity.affiliation_confidence,
    )


def _kind(entity: Entity) -> SpeakerKind:
    if len(entity.members) > 1:
        return "group"
    return "unnamed" if entity.document and not entity.forms else entity.kind


def _printed(name: str) -> str:
    """Replace control characters in a name by spaces."""
    return " ".join(_CONTROL.sub(" ", name).split()) or "\ufffd"


def _resolution(
    antecedent: Antecedent,
    mention: SourceMention | None,
    speaker_ids: dict[int, int],
    index: ArticleIndex,
) -> Resolution:
    entity, rival, why = antecedent.entity, antecedent.rival, antecedent.why
    if entity is None:
        return Resolution(None, "unresolved", mention, antecedent.score, why)
    if not antecedent.is_new and (mention is None or mention.kind != "name"):
        why = f"{why}: {entity.name}"
    if antecedent.reasons:
        why = f"{why} ({', '.join(antecedent.reasons)})"
    if antecedent.runner_up is not None:
        runner_up, chance = antecedent.runner_up
        why = f"{why}; {'next' if rival is None else 'or'} {runner_up.name} ({chance:.2f})"
    elif rival is not None:
        why = f"{why}; or {rival.name}"
    status: Status = "resolved" if rival is None else "ambiguous"
    signals = {
        **antecedent.signals,
        "headline": mention is not None and index.in_headline(mention.start),
        "unnamed": not antecedent.is_new and not entity.forms,
    }
    score, new = round(antecedent.score, 4), antecedent.is_new
    return Resolution(speaker_ids[entity.id], status, mention, score, why, new=new, signals=signals)
