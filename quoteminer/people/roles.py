"""Role and affiliation of the people of an article, from the words around their names
(`role_patterns.py`). What the network reads is added in `role_confidence.py`."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from quoteminer.names import lexicon
from quoteminer.names.lexicon import singular, words
from quoteminer.names.organisations import is_acronym, plain_organisation
from quoteminer.names.similarity import fold
from quoteminer.people.article_names import NameIndex
from quoteminer.people.clustering import EntityStore
from quoteminer.people.entities import Entity
from quoteminer.people.role_patterns import (
    APPOSITION,
    AT_BODY,
    BEFORE_COMMA,
    BRACKET,
    COMPLETED,
    FRONT,
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
from quoteminer.people.role_tags import tag_article, tag_words
from quoteminer.text.article_index import SpanIndex
from quoteminer.types import Span

#: Mentions of an entity that are read, and words in front of one and behind it that may describe
# it.
_FIRST_MENTIONS, _LONGEST_TITLE, _LONGEST = 16, 14, 40
#: How far back, in characters, the names of "the firm" and of the article's topic are looked for.
_FAR, _NEAR = 1500, 500

_OFFICES, _HEADS_OF, _RELATIONS = (
    words("offices"),
    words("heads_of_organisations"),
    words("role_relations"),
)
_BARE = lexicon.inverted_table("bare_roles")


class _Claim(NamedTuple):
    """The role and affiliation in one passage. A ``weak`` affiliation is used only where there is
    no other."""

    role: str | None = None
    affiliation: str | None = None
    weak: bool = False


class _Affiliation(NamedTuple):
    """A possible affiliation: its name, whether it is weak (see `_Claim`), and the words of the
    role that it takes."""

    name: str | None
    weak: bool = False
    taken: Span = (0, 0)


def learn_roles(store: EntityStore, names: NameIndex) -> None:
    """Set the descriptive words of every entity, and the role and affiliation (preferably of one
    claim) of people."""
    reader = _Reader(store, names)
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


def told_role(description: str) -> str | None:
    """Return the role that a definite description tells ("the former mayor": "former mayor"), None
    if it tells none."""
    tagged = tag_words(description, 0, len(description), opens=True)
    found = TOLD.match("".join(tag for _, tag in tagged))
    if not found or not description.casefold().startswith("the "):
        return None
    return " ".join(description[tagged[1][0][0] : tagged[found.end() - 1][0][1]].split())


class _Reader:
    """The tagged words of an article, and the descriptions around a name. Positions count words."""

    def __init__(self, store: EntityStore, names: NameIndex) -> None:
        self.text, self.names = store.text, names
        tagged = tag_article(store, names)
        self.tags = "".join(tag for _, tag in tagged)
        self.spans = [span for span, _ in tagged]
        self.words = SpanIndex(self.spans)
        bodies = (
            (e, " ".join(e.forms))
            for e in store.entities
            if e.kind == "org" and not e.place and e.forms
        )
        called = (
            (e, plain_organisation(max(e.forms, key=len)), fold(forms).split())
            for e, forms in bodies
        )
        self.bodies = sorted(
            (span[0], name, words) for e, name, words in called for span in e.mentions
        )
        # the words of bodies behind names ("Haier | Group"), by the word
        self.called: dict[str, list[int]] = {}
        for found in re.finditer("[POL]B", self.tags):
            self.called.setdefault(self._key(found.end() - 1), []).append(found.end())

    def claims(self, entity: Entity, span: Span) -> Iterator[_Claim]:
        """Yield the claims around one mention of an entity, the surest first, and add its
        descriptive words to it."""
        i, j = map(self.words.first_from, span)
        i = max(i, self.tags.find("P", i, j))
        for description in self._descriptions(i, j):
            if (self.tags[description.core[1] - 1] != "B") == (entity.kind == "person"):
                self._describe(entity, description)
                yield self._read(description)
        yield from self._without_role(i, j)

    def _descriptions(self, i: int, j: int) -> Iterator[Description]:
        """Yield the descriptions of the name at the words i to j: before a comma in front of it,
        its title, and behind it."""
        tags, low = self.tags, max(0, i - _LONGEST_TITLE)
        style = STYLE.search(tags, max(0, i - 3), i)
        first = style.start() if style else i
        title = TITLE.search(tags, low, first) or COMPLETED.search(tags, low, first)
        first = title.start() if title else first
        before = self._before_comma(first, j)
        behind = APPOSITION.match(tags, j, j + _LONGEST) or IS.match(tags, j, j + _LONGEST)
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
        start = first + governing_words(self.tags[first:last], map(self._word, range(first, last)))
        return (
            replace(title, start=start, core=(start, last), owner=None) if start > first else title
        )

    def _before_comma(self, first: int, j: int) -> re.Match[str] | None:
        """Return the description before a comma in front of the word ``first``; the name ends
        before the word j."""
        tags = self.tags
        if tags[first - 1 : first] != "," or tags[j : j + 1] not in tuple(",s.q(-)bv"):
            return None
        low = max(0, first - _LONGEST)
        end = tags.rfind("(", low, first) if tags[first - 2 : first] == ")," else first - 1
        low = max(low, *(tags.rfind(mark, low, end) + 1 for mark in ".,()-q"))
        return BEFORE_COMMA.search(tags, low, end)

    def _describe(self, entity: Entity, description: Description) -> None:
        """Add the words of a description to the entity, and the gender of its head."""
        first, last = description.core
        tail = (
            word
            for k in range(last, description.end)
            for word in self._word(k).split()
            if self._word(k)[0].isupper()
        )
        entity.words.update(
            singular(fold(word)) for word in (*map(self._key, range(first, last)), *tail)
        )
        entity.nouns.append(self.spans[last - 1])
        head = self._key(last - 1)
        if head in lexicon.FEMALE_NOUNS or head.endswith("woman"):
            entity.votes["f"] += 3
        elif head in lexicon.MALE_NOUNS or head.endswith("man"):
            entity.votes["m"] += 3

    def _read(self, description: Description) -> _Claim:
        """Return role and affiliation of a description. "Her rival" is no role without the other's
        name."""
        description = self._with_body_behind(description)
        options = [option for option in self._affiliations(description) if option.name]
        affiliation = min(options, key=lambda option: option.weak, default=_Affiliation(None, True))
        description = self._completed(description, affiliation)
        role = self._role(description, affiliation.taken)
        # "a fellow at the institute" works there
        link = description.link
        works_there = affiliation.name and link and self.tags[link[0]] == "a"
        if works_there or self._key(description.core[1] - 1) not in _RELATIONS:
            return _Claim(role, affiliation.name, affiliation.weak)
        is_some = self._key(description.start) in ("a", "an")
        return _Claim(role if description.owner or description.more or is_some else None)

    def _with_body_behind(self, description: Description) -> Description:
        """Return a description whose body is a field of work (it has no article) as one: "Head of
        | Basic Research | at Haier Group"."""
        link, body = description.link, description.body
        if not link or not body or self.tags[link[0]] == "a" or self.tags[body[0]] != "O":
            return description
        name = self._word(body[1] - 1)
        words = set(name.casefold().split())
        is_body = is_acronym(name) or words & lexicon.ORG_NOUNS
        behind = AT_BODY.match(self.tags, body[1])
        if not behind or is_body or "d" in self.tags[link[1] : body[0]]:
            return description
        start = description.field[0] if description.field else link[0]
        link, field = behind.span("link"), (start, body[1])
        return replace(description, field=field, link=link, body=behind.span("body"))

    def _completed(self, description: Description, affiliation: _Affiliation) -> Description:
        """Return a description whose body is no part of the role if it gave the affiliation, else a
        field of the role: "chairman of | the district"."""
        link, body = description.link, description.body
        if body and affiliation.name:
            return replace(description, more=None)
        if body and link and not description.more and self.tags[body[0]] in "dCO":
            return replace(description, field=(link[0], body[1]))
        return description

    def _role(self, description: Description, taken: Span) -> str:
        """Return the words of the core, without those that the affiliation takes, and the words
        that complete them."""
        first, last = description.core
        rest = (k for k in range(first, last) if not taken[0] <= k < taken[1])
        kept = (
            self._word(k)
            for k in rest
            if self.tags[k] != "#" and (k == last - 1 or self._key(k) not in _RELATIONS)
        )
        more = filter(None, (description.post, description.field, description.more))
        return " ".join((*kept, *(self._between(*span) for span in more)))

    def _affiliations(self, description: Description) -> Iterator[_Affiliation]:
        """Yield the possible affiliations of a description, the likeliest first."""
        first, last = description.core
        head = self._key(last - 1)
        head = lexicon.LONG_TITLES.get(head, head)
        body, owner = description.body, description.owner
        link = self._key(description.link[0]) if description.link else "of"
        kind = self.tags[body[0]] if body else ""
        if body and kind in "OP":  # "of Haier Group"
            yield _Affiliation(self._name(*body))
        if owner:
            yield from self._of_owner(owner, head)
        if body and kind == "L" and head in _OFFICES and link in ("of", "for", "to"):
            yield _Affiliation(self._name(*body))  # "mayor of Norvik"
        for front in FRONT.finditer(self.tags, first, last):
            yield from self._in_core(front.span(), head)
        if body and kind == "d" and link != "for":  # "of the firm"
            yield _Affiliation(self._resolve(body[1] - 1))
        if not owner and self._between(first, last).casefold().removeprefix("former ") in _BARE:
            yield _Affiliation(self._topic(first), True)

    def _of_owner(self, owner: Span, head: str) -> Iterator[_Affiliation]:
        """Yield the affiliation that an owner gives: "Haier's", "the firm's"."""
        first, last = self.tags[owner[0]], self.tags[owner[1] - 1]
        if first == "B":
            yield _Affiliation(self._resolve(owner[0]))
        elif first in "OL" or last == "B" or self._is_body(owner[0], head):
            yield _Affiliation(self._name(*owner))

    def _in_core(self, front: Span, head: str) -> Iterator[_Affiliation]:
        """Yield the affiliation that words of the core give: "former | Haier | chairman"."""
        start, end = front
        tag, is_office = self.tags[start:end], head in _OFFICES
        if head == self._key(end) == "attorney" and self._key(start) in ("us", "u.s"):
            return  # of a district
        is_name = tag in ("O", "YO", "OB", "YOB", "L", "LB", "PB")
        if is_name or (tag[0] in "PC" and self._is_body(start, head)):
            taken = (start - (self.tags[start - 1] == "N"), end)
            if tag != "L" or is_office:
                yield _Affiliation(self._name(start, end), taken=taken)
        elif tag == "B":
            yield _Affiliation(self._resolve(start))
        elif tag == "Y" or (tag == "N" and is_office and self.tags[end] != "O"):
            yield _Affiliation(self._name(start, end), taken=front)

    def _is_body(self, k: int, head: str) -> bool:
        """True if word k names an organisation: an acronym, or before "chairman" a "person" without
        a full name."""
        word = self._word(k)
        may_be_firm = self.tags[k] == "P" and head in _HEADS_OF
        return (
            is_acronym(word.split()[-1])
            or may_be_firm
            and " " not in word
            and word not in self.names.families
        )

    def _resolve(self, k: int) -> str | None:
        """Return the organisation that "firm" refers to: one with that word in its name, else the
        last."""
        noun = singular(self._key(k))
        ends = self.called.get(noun, [])
        if before := bisect_right(ends, k):
            return self._name(ends[before - 1] - 2, ends[before - 1])
        near = [(name, words) for _, name, words in self._before(k, _FAR)]
        last = (
            self._topic(k) or next((name for name, _ in near), None)
            if noun in lexicon.GENERIC_BODIES
            else None
        )
        return next((name for name, words in near if noun in words), last)

    def _before(self, k: int, reach: int) -> list[tuple[int, str, list[str]]]:
        """Return the organisations less than ``reach`` characters before word k, the last one
        first."""
        start = self.spans[k][0]
        first, last = (
            bisect_left(self.bodies, at, key=lambda body: body[0])
            for at in (start - reach + 1, start)
        )
        return self.bodies[first:last][::-1]

    def _topic(self, k: int) -> str | None:
        """Return the last organisation before word k that opens a sentence."""
        placed = ((self.words.first_from(start), name) for start, name, _ in self._before(k, _NEAR))
        return next(
            (
                name
                for at, name in placed
                if re.search(r"(?:^|\.d?)\Z", self.tags[max(0, at - 2) : at])
            ),
            None,
        )

    def _without_role(self, i: int, j: int) -> Iterator[_Claim]:
        tags = self.tags
        for found in filter(None, (BRACKET.match(tags, j), OWNED.search(tags, max(0, i - 3), i))):
            yield _Claim(None, self._name(*found.span(found.lastgroup or 0)))
        of = OF.match(tags, j, j + _LONGEST)
        if of and self._key(of.start("link")) in ("of", "from"):
            yield _Claim(None, self._name(*of.span("body")), weak=of.group("body") == "L")

    def _word(self, k: int) -> str:
        return self.text[slice(*self.spans[k])]

    def _key(self, k: int) -> str:
        return self._word(k).casefold().rstrip(".")

    def _between(self, first: int, last: int) -> str:
        return " ".join(self.text[self.spans[first][0] : self.spans[last - 1][1]].split())

    def _name(self, first: int, last: int) -> str:
        name = self._between(first, last)
        # "U.S." keeps its full stop
        return name if name.endswith(".") else plain_organisation(name)
