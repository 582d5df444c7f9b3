"""The speaker of each attribution. `resolve` is the only function of this package that the pipeline calls.

1. Names: `clean_names` repairs the network's, and `EntityStore` (clustering.py) gathers them into entities.
2. Mentions: `read_mention` classifies each source as a name, pronoun or description.
3. Roles: `learn_roles` reads the words around the names.
4. Antecedents: `Resolver.resolve_one` (antecedents.py) finds the entity of each source by its kind of mention.
   Candidates come from `Discourse`, and `Ranker` chooses among them.
5. Speakers: the entities that are quoted; a description of one may tell the role.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoteminer.names.lexicon import PRONOUNS
from quoteminer.names.organisations import bare_organisation
from quoteminer.people.antecedents import Resolver
from quoteminer.people.article_names import NameIndex, clean_names
from quoteminer.people.clustering import EntityStore
from quoteminer.people.discourse import Discourse
from quoteminer.people.entities import Entity
from quoteminer.people.genders import learn_genders
from quoteminer.people.label_entities import with_label_names
from quoteminer.people.mentions import read_mention
from quoteminer.people.ranker import Antecedent, Ranker
from quoteminer.people.roles import learn_roles, told_role
from quoteminer.records import Speaker
from quoteminer.text.article_index import ArticleIndex
from quoteminer.types import Article, Attribution, Name, Resolution, SourceMention, Span, Status

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]+")
_TAIL = re.compile(r"(?:,| [–—-]) | (?:who|which) | ?\(")  # after a name in a source


def resolve(
    index: ArticleIndex, attributions: Sequence[Attribution], names: Sequence[Name], ranker: Ranker
) -> tuple[tuple[Speaker, ...], tuple[Resolution, ...]]:
    """Return the quoted speakers, with ids from 0 in the order of first mention and no ids of quotes yet, and one
    resolution per attribution.
    ``names`` are the network's, in any order, and may overlap. Deterministic; never raises, whatever the text and the
    spans."""
    resolver = prepare(index, attributions, names, ranker)
    antecedents = resolver.resolve_all()
    _tell_roles(antecedents, resolver.mentions, index.text)
    speakers = _speakers(resolver.store, antecedents, attributions)
    ids = {entity_id: i for i, (entity_id, _) in enumerate(speakers)}
    resolutions = tuple(_resolution(a, m, ids, index) for a, m in zip(antecedents, resolver.mentions, strict=True))
    return tuple(speaker for _, speaker in speakers), resolutions


def prepare(
    index: ArticleIndex,
    attributions: Sequence[Attribution],
    names: Sequence[Name],
    ranker: Ranker,
    *,
    resolver: type[Resolver] = Resolver,
) -> Resolver:
    """Do steps 1 to 3; arguments as for `resolve`. The training of the ranker gives a ``resolver`` class of its own."""
    article, text = index.article, index.text
    found = NameIndex(text, with_label_names(article, clean_names(article, names)))
    mentions = [read_mention(text, a.source, found) if a.source else None for a in attributions]
    named = found.with_names_of(mentions)
    store = EntityStore(article, named)
    learn_roles(store, named)
    learn_genders(index, store.entities)
    return resolver(store, Discourse(index, store.entities), named, attributions, mentions, ranker)


def everybody(article: Article, names: Sequence[Name]) -> tuple[Speaker, ...]:
    """Return the people and organisations that ``names`` (see `resolve`) are of, quoted or not, in the order of their
    first mention."""
    found = NameIndex(article.text, clean_names(article, names))
    store = EntityStore(article, found)
    learn_roles(store, found)
    entities = sorted((one for one in store.entities if one.mentions and not one.place), key=lambda one: one.mentions)
    return tuple(_speaker(article.text, entity, number, set()) for number, entity in enumerate(entities))


def _tell_roles(antecedents: Sequence[Antecedent], mentions: Sequence[SourceMention | None], text: str) -> None:
    """Give people without a role the one that their first description tells: "the chancellor said"."""
    for antecedent, mention in zip(antecedents, mentions, strict=True):
        entity = antecedent.entity if antecedent.rival is None else None
        if entity is None or mention is None or mention.kind != "description":
            continue
        if entity.kind == "person" and entity.role is None:
            entity.role = told_role(text[mention.start : mention.end])


def _speakers(
    store: EntityStore, antecedents: Sequence[Antecedent], attributions: Sequence[Attribution]
) -> list[tuple[int, Speaker]]:
    spans: dict[int, set[Span]] = {}
    for antecedent, attribution in zip(antecedents, attributions, strict=True):
        if antecedent.entity is not None:
            spans.setdefault(antecedent.entity.id, set()).update([attribution.source] if attribution.source else [])
    first = {i: min([*store.entities[i].mentions, *sources], default=(1 << 60, 0)) for i, sources in spans.items()}
    order = sorted(spans, key=lambda i: (first[i], i))
    return [(i, _speaker(store.text, store.entities[i], number, spans[i])) for number, i in enumerate(order)]


def _speaker(text: str, entity: Entity, number: int, sources: set[Span]) -> Speaker:
    mentions = tuple(sorted({*entity.mentions, *sources}))
    named, forms = set(entity.mentions), dict[str, None]()
    for span in mentions:
        words = " ".join(text[slice(*span)].split())
        forms[words if span in named else _TAIL.split(words)[0]] = None
    name = bare_organisation(entity.name)
    others = [form for form in forms if form.casefold() not in PRONOUNS and bare_organisation(form) != name]
    aliases = tuple(dict.fromkeys(map(_printed, others)))
    return Speaker(number, _printed(entity.name), entity.kind, entity.role, entity.affiliation, aliases, mentions)


def _printed(name: str) -> str:
    """Return a name without control characters, which the text may have between its words or in them."""
    return " ".join(_CONTROL.sub(" ", name).split()) or "\ufffd"


def _resolution(
    antecedent: Antecedent, mention: SourceMention | None, ids: dict[int, int], index: ArticleIndex
) -> Resolution:
    entity, rival, why = antecedent.entity, antecedent.rival, antecedent.why
    if entity is None:
        return Resolution(None, "unresolved", mention, antecedent.score, why)
    if not antecedent.is_new and (mention is None or mention.kind != "name"):
        why = f"{why}: {entity.name}"
    if antecedent.reasons:
        why = f"{why} ({', '.join(antecedent.reasons)})"
    if rival is not None:
        why = f"{why}; or {rival.name}"
    status: Status = "resolved" if rival is None else "ambiguous"
    signals = {
        **antecedent.signals,
        "headline": mention is not None and index.in_headline(mention.start),
        "unnamed": not antecedent.is_new and not entity.forms,
    }
    score, new = round(antecedent.score, 4), antecedent.is_new
    return Resolution(ids[entity.id], status, mention, score, why, new=new, signals=signals)
