"""Role and affiliation of the people of an article, from the words around their names
(`role_patterns.py`). What the network reads is added in `role_confidence.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from quoteminer.names import lexicon
from quoteminer.names.lexicon import singular, words
from quoteminer.names.organisations import is_acronym
from quoteminer.names.similarity import fold
from quoteminer.people.affiliations import AffiliationFinder
from quoteminer.people.article_names import NameIndex
from quoteminer.people.clustering import EntityStore
from quoteminer.people.entities import Entity
from quoteminer.people.role_patterns import (
    APPOSITION,
    AT_BODY,
    BEFORE_COMMA,
    BRACKET,
    COMPLETED,
    IS,
    OF,
    OWNED,
    STYLE,
    TITLE,
    TOLD,
    Description,
    description_of,
    governing_words,
)
from quoteminer.people.role_tags import Tag
from quoteminer.people.tagged_article import TaggedArticle
from quoteminer.types import Span

#: Mentions of an entity that are read, and words in front of one and behind it that may describe
# it.
_FIRST_MENTIONS, _LONGEST_TITLE, _LONGEST = 16, 14, 40

_RELATIONS = words("role_relations")

# What may stand behind a name that a description before a comma belongs to.
_BEHIND_COMMA = (
    *(Tag.COMMA, Tag.SAID, Tag.STOP, Tag.QUOTE, Tag.OPEN, Tag.DASH, Tag.CLOSE),
    *(Tag.IS, Tag.PARTICIPLE),
)
# A name in front of them is a subject, which no preposition governs.
_VERBS = (Tag.SAID, Tag.IS, Tag.PARTICIPLE)
# What a description before a comma never goes across.
_CUTS = (Tag.STOP, Tag.COMMA, Tag.OPEN, Tag.CLOSE, Tag.DASH, Tag.QUOTE)


class Claim(NamedTuple):
    """The role and affiliation in one passage. A ``weak`` affiliation is used only where there is
    no other."""

    role: str | None = None
    affiliation: str | None = None
    weak: bool = False


def learn_roles(store: EntityStore, names: NameIndex) -> None:
    """Set the descriptive words of every entity, and the role and affiliation (preferably of one
    claim) of people."""
    reader = RoleReader(store, names)
    for entity in store.entities:
        claims = [
            claim
            for span in entity.mentions[:_FIRST_MENTIONS]
            for claim in reader.claims(entity, span)
        ]
        if entity.kind == "person":
            claims.sort(key=lambda claim: (claim.weak or not claim.affiliation, not claim.role))
            entity.role = next((claim.role for claim in claims if claim.role), None)
            entity.affiliation = next(
                (claim.affiliation for claim in claims if claim.affiliation), None
            )


class RoleReader:
    """Reads the descriptions around the names of an article. Positions count words."""

    def __init__(self, store: EntityStore, names: NameIndex) -> None:
        self._article = TaggedArticle(store, names)
        self._affiliations = AffiliationFinder(self._article, store, names)

    def claims(self, entity: Entity, span: Span) -> Iterator[Claim]:
        """Yield the claims around one mention of an entity, the surest first, and add its
        descriptive words to it."""
        first, end = map(self._article.first_from, span)
        first = max(first, self._article.tags.find(Tag.PERSON, first, end))
        for description in self._descriptions(first, end):
            is_of_person = self._article.tags[description.core[1] - 1] != Tag.BODY
            if is_of_person == (entity.kind == "person"):
                self._describe(entity, description)
                yield self._read(description)
        yield from self._without_role(first, end)

    def told(self, span: Span) -> Claim:
        """Return what a definite description tells: "the former mayor" the role "former mayor"."""
        first, end = map(self._article.first_from, span)
        found = TOLD.match(self._article.tags, first, end)
        if not found or self._article.key(first) != "the":
            return Claim()
        return self._read(description_of(found))

    def _descriptions(self, first: int, end: int) -> Iterator[Description]:
        """Yield the descriptions of a name: before a comma in front of it, its title, and behind
        it."""
        tags, low = self._article.tags, max(0, first - _LONGEST_TITLE)
        style = STYLE.search(tags, max(0, first - 3), first)
        first = style.start() if style else first
        title = TITLE.search(tags, low, first) or COMPLETED.search(tags, low, first)
        first = title.start() if title else first
        before = self._before_comma(first, end)
        behind = APPOSITION.match(tags, end, end + _LONGEST) or IS.match(tags, end, end + _LONGEST)
        if before:
            yield description_of(before)
        if title:
            yield self._without_verb(description_of(title))
        if behind:
            yield description_of(behind)

    def _without_verb(self, title: Description) -> Description:
        """Return the title in front of a name without the words that govern it: "include | former
        Congressman", "criticizing | Georgia Gov."."""
        first, last = title.core
        core = [self._article.word(k) for k in range(first, last)]
        start = first + governing_words(self._article.tags[first:last], core)
        if start == first:
            return title
        return replace(title, start=start, core=(start, last), owner=None)

    def _before_comma(self, first: int, end: int) -> re.Match[str] | None:
        """Return the description before a comma in front of the word ``first``, where a name, its
        style or its title begins; the name ends before the word ``end``."""
        tags = self._article.tags
        if tags[first - 1 : first] != Tag.COMMA or tags[end : end + 1] not in _BEHIND_COMMA:
            return None
        low, last = max(0, first - _LONGEST), first - 1
        if tags[last - 1 : last] == Tag.CLOSE:  # a bracket behind the description
            last = tags.rfind(Tag.OPEN, low, first)
        low = max(low, *(tags.rfind(cut, low, last) + 1 for cut in _CUTS))
        found = BEFORE_COMMA.search(tags, low, last)
        # "In a letter to the mayor, Dana Kell said …"
        is_subject = tags[end] in _VERBS
        if found and found.start() and is_subject and self._governs(found.start() - 1):
            return None
        return found

    def _governs(self, k: int) -> bool:
        """True for a preposition, but not for "as": "As mayor, Dana Kell said …"."""
        key, tag = self._article.key(k), self._article.tags[k]
        return key != "as" and (tag == Tag.PREPOSITION or key in lexicon.PREPOSITIONS)

    def _describe(self, entity: Entity, description: Description) -> None:
        """Add the words of a description to the entity, and the gender of its head."""
        article, (first, last) = self._article, description.core
        core = [article.key(k) for k in range(first, last)]
        tail = " ".join(
            word for word in map(article.word, range(last, description.end)) if word[0].isupper()
        )
        entity.words.update(singular(fold(word)) for word in (*core, *tail.split()))
        entity.nouns.append(article.spans[last - 1])
        if gender := lexicon.noun_gender(core[-1]):
            entity.votes[gender] += 3

    def _read(self, description: Description) -> Claim:
        """Return role and affiliation of a description. "Her rival" is no role without the other's
        name."""
        description = self._with_body_behind(description)
        affiliation = self._affiliations.find(description)
        if affiliation.name and description.body:
            description = replace(description, more=None)
        else:
            description = self._with_body_as_field(description)
        role = self._role(description, affiliation.taken)
        # "a fellow at the institute" works there
        link = description.link
        works_there = affiliation.name and link and self._article.tags[link[0]] == Tag.AT
        head, first = (self._article.key(k) for k in (description.core[1] - 1, description.start))
        if works_there or head not in _RELATIONS:
            return Claim(role, affiliation.name, affiliation.weak)
        is_complete = description.owner or description.more or first in ("a", "an")
        return Claim(role if is_complete else None)

    def _with_body_behind(self, description: Description) -> Description:
        """Return a description whose body is a field of work (it has no article) as one: "Head of
        | Basic Research | at Haier Group"."""
        tags, link, body = self._article.tags, description.link, description.body
        if not link or not body:
            return description
        if tags[link[0]] == Tag.AT or tags[body[0]] != Tag.ORGANISATION:
            return description
        name = self._article.word(body[1] - 1)
        is_body = is_acronym(name) or set(name.casefold().split()) & lexicon.ORG_NOUNS
        behind = AT_BODY.match(tags, body[1])
        if not behind or is_body or Tag.DETERMINER in tags[link[1] : body[0]]:
            return description
        start = description.field[0] if description.field else link[0]
        link, field = behind.span("link"), (start, body[1])
        return replace(description, field=field, link=link, body=behind.span("body"))

    def _with_body_as_field(self, description: Description) -> Description:
        """Return a description whose body gave no affiliation with it as a field of the role:
        "chairman of | the district"."""
        link, body = description.link, description.body
        if not body or not link or description.more:
            return description
        if self._article.tags[body[0]] not in (Tag.DETERMINER, Tag.CAPITAL, Tag.ORGANISATION):
            return description
        start = description.field[0] if description.field else link[0]
        return replace(description, field=(start, body[1]))

    def _role(self, description: Description, taken: Span) -> str:
        """Return the words of the core, without those that the affiliation takes, and the words
        that complete them."""
        article, tags, (first, last) = self._article, self._article.tags, description.core
        of_another = [
            k
            for k in range(first, last - 1)
            if article.key(k) in _RELATIONS and tags[k + 1] != Tag.AND
        ]
        for k in of_another:  # "close ally | President", but "friend and fellow | runner"
            first = first if Tag.AND in tags[first:k] else k + 1
        kept = (
            article.word(k)
            for k in range(first, last)
            if not taken[0] <= k < taken[1] and tags[k] != Tag.NUMBER and k not in of_another
        )
        more = filter(None, (description.post, description.field, description.more))
        return " ".join((*kept, *(article.between(*span) for span in more))).replace(" ,", ",")

    def _without_role(self, first: int, end: int) -> Iterator[Claim]:
        """Yield the affiliations around a name that come without a role: "Ted Cruz (R-Texas)"."""
        article, tags = self._article, self._article.tags
        for found in (BRACKET.match(tags, end), OWNED.search(tags, max(0, first - 3), first)):
            if found:
                yield Claim(None, article.name(found.span(found.lastgroup or 0)))
        of = OF.match(tags, end, end + _LONGEST)
        if of and article.key(of.start("link")) in ("of", "from"):
            body = of.span("body")
            yield Claim(None, article.name(body), weak=of["body"] == Tag.PLACE)
