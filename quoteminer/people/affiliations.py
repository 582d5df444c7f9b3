"""The affiliation that a description gives: "Haier" of "the former Haier chairman", and the name
of the firm of "the firm's chairman"."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from quoteminer.names import lexicon
from quoteminer.names.lexicon import singular, words
from quoteminer.names.organisations import is_acronym, plain_organisation
from quoteminer.names.similarity import fold
from quoteminer.people.article_names import NameIndex
from quoteminer.people.clustering import EntityStore
from quoteminer.people.role_patterns import FRONT, Description, tag_pattern
from quoteminer.people.role_tags import Tag
from quoteminer.people.tagged_article import TaggedArticle
from quoteminer.types import Span

#: How far back, in characters, the names of "the firm" and of the article's topic are looked for.
_FAR, _NEAR = 1500, 500

_OFFICES, _HEADS_OF = words("offices"), words("heads_of_organisations")
_BARE = lexicon.inverted_table("bare_roles")

_NAMED_BODY = tag_pattern("[person organisation place] body")
# In front of a name that opens a sentence.
_OPENS = tag_pattern("(?: ^ | stop determiner?) end")
# Words of a core that are a name.
_NAME = tag_pattern(
    "party? (?: [organisation modifier] and )? organisation body? | place body?"
    " | place comma place stop? comma | person body"
)


class Affiliation(NamedTuple):
    """A possible affiliation: its name; whether it is ``weak``, so that it counts only where there
    is no other; and the words of the role that it takes."""

    name: str | None
    weak: bool = False
    taken: Span = (0, 0)


class _Body(NamedTuple):
    """A mention of an organisation: its offset, the name and the folded words of all its forms."""

    start: int
    name: str
    words: list[str]


class AffiliationFinder:
    """Find the affiliations that descriptions of an article give."""

    def __init__(self, article: TaggedArticle, store: EntityStore, names: NameIndex) -> None:
        self._article, self._families = article, names.families
        self._bodies = sorted(
            _Body(start, plain_organisation(max(entity.forms, key=len)), folded)
            for entity in store.entities
            if entity.kind == "org" and not entity.place and entity.forms
            for folded in [fold(" ".join(entity.forms)).split()]
            for start, _ in entity.mentions
        )
        # the ends of names with a noun behind them ("Haier | Group"), by the noun
        self._named: dict[str, list[int]] = {}
        for found in _NAMED_BODY.finditer(article.tags):
            self._named.setdefault(article.key(found.end() - 1), []).append(found.end())

    def find(self, description: Description) -> Affiliation:
        """Return the likeliest affiliation of a description; without a name if it gives none."""
        options = [option for option in self._options(description) if option.name]
        return min(options, key=lambda option: option.weak, default=Affiliation(None, True))

    def _options(self, description: Description) -> Iterator[Affiliation]:
        """Yield the possible affiliations of a description, the likeliest first."""
        article, (first, last) = self._article, description.core
        head = article.key(last - 1)
        head = lexicon.LONG_TITLES.get(head, head)
        body, owner = description.body, description.owner
        link = article.key(description.link[0]) if description.link else "of"
        kind = article.tags[body[0]] if body else ""
        if body and kind in (Tag.ORGANISATION, Tag.PERSON):  # "of Haier Group"
            yield Affiliation(article.name(body))
        if owner:
            yield from self._of_owner(owner, head)
        if body and kind == Tag.PLACE and head in _OFFICES and link in ("of", "for", "to"):
            yield Affiliation(article.name(body))  # "mayor of Norvik"
        for front in FRONT.finditer(article.tags, first, last):
            yield from self._in_core(front.span(), head)
        is_definite = body and article.key(body[0]) in lexicon.DEFINITE
        if body and is_definite and link != "for":  # "of the firm"
            yield Affiliation(self._named_by(body[1] - 1))
        if not owner and article.between(first, last).casefold().removeprefix("former ") in _BARE:
            yield Affiliation(self._topic(first), True)

    def _of_owner(self, owner: Span, head: str) -> Iterator[Affiliation]:
        """Yield the affiliation that an owner gives: "Haier's", "the firm's"."""
        first, last = self._article.tags[owner[0]], self._article.tags[owner[1] - 1]
        if first == Tag.BODY:
            yield Affiliation(self._named_by(owner[0]))
        elif (
            first in (Tag.ORGANISATION, Tag.PLACE)
            or last == Tag.BODY
            or self._may_be_body(owner[0], head)
        ):
            yield Affiliation(self._article.name(owner))

    def _in_core(self, front: Span, head: str) -> Iterator[Affiliation]:
        """Yield the affiliation that words of the core give: "former | Haier | chairman"."""
        article, (start, end) = self._article, front
        tags, is_office = article.tags[start:end], head in _OFFICES
        if head == article.key(end) == "attorney" and article.key(start) in ("us", "u.s"):
            return  # of a district
        may_be_name = tags[0] in (Tag.PERSON, Tag.CAPITAL) and self._may_be_body(start, head)
        if _NAME.fullmatch(tags) or may_be_name:
            taken = (start - (article.tags[start - 1] == Tag.NATIONALITY), end)
            if tags != Tag.PLACE or is_office:
                yield Affiliation(article.name(front), taken=taken)
        elif tags == Tag.BODY:
            yield Affiliation(self._named_by(start))
        elif tags == Tag.PARTY or (
            tags == Tag.NATIONALITY and is_office and article.tags[end] != Tag.ORGANISATION
        ):
            yield Affiliation(article.name(front), taken=front)

    def _may_be_body(self, k: int, head: str) -> bool:
        """True if word k names an organisation: an acronym, or before "chairman" a "person" without
        a full name."""
        word = self._article.word(k)
        if is_acronym(word.split()[-1]):
            return True
        is_one_word = " " not in word and word not in self._families
        return self._article.tags[k] == Tag.PERSON and head in _HEADS_OF and is_one_word

    def _named_by(self, k: int) -> str | None:
        """Return the organisation that "firm" refers to: one with that word in its name, else the
        last."""
        noun = singular(self._article.key(k))
        ends = self._named.get(noun, [])
        if before := bisect_right(ends, k):
            return self._article.name((ends[before - 1] - 2, ends[before - 1]))
        near = self._before(k, _FAR)
        for body in near:
            if noun in body.words:
                return body.name
        if noun not in lexicon.GENERIC_BODIES:
            return None
        return self._topic(k) or next((body.name for body in near), None)

    def _before(self, k: int, reach: int) -> list[_Body]:
        """Return the organisations less than ``reach`` characters before word k, the last one
        first."""
        start = self._article.spans[k][0]
        first, last = (
            bisect_left(self._bodies, at, key=lambda body: body.start)
            for at in (start - reach + 1, start)
        )
        return self._bodies[first:last][::-1]

    def _topic(self, k: int) -> str | None:
        """Return the last organisation before word k that opens a sentence."""
        for body in self._before(k, _NEAR):
            at = self._article.first_from(body.start)
            if _OPENS.search(self._article.tags, max(0, at - 2), at):
                return body.name
        return None
