"""Role and affiliation of the people of an article, from the words around their names. What the
network reads is added in `role_confidence.py`.

Each word, mark and whole name gets a tag of one letter, and regular expressions over the tags find
descriptions:

    The firm 's chairman , Dana Kell , former chief executive of Haier Group , said
    d   B    ' R        , P         , t      m     R         o  O           , s

Here `_BEFORE_COMMA` reads "The firm's chairman": owner B, core R, so the role is "chairman" and the
affiliation the name of the firm. `_APPOSITION` reads "former chief executive of Haier Group": core
tmR, link o, body O.

`role_tags.py` lists the tags.

| pattern | example | role | affiliation |
| --- | --- | --- | --- |
| `_TITLE` | "former Haier chairman Zhou Yunjie" | former chairman | Haier |
| `_COMPLETED` | "Secretary of State Dana Kell" | Secretary of State | |
| `_BEFORE_COMMA` | "The firm's chairman, Zhou Yunjie, said" | chairman | the name of the firm |
| `_APPOSITION` | "Zhou Yunjie, chairman and CEO of Haier Group," | chairman and CEO | Haier Group |
| `_IS` | "Zhou Yunjie, who served as a director of Haier" | director | Haier |
| `_BRACKET` | "Ted Cruz (R-Texas)", "Ted Cruz, R-Texas,", "Luz Rey (Spain)" | | R-Texas, Spain |
| `_OWNED` | "Haier's Zhou Yunjie", "Republican Ted Cruz" | | Haier, Republican |
| `_OF` | "Zhou Yunjie of Haier", "Zhou Yunjie from Haier" | | Haier |
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from quoteminer.names import lexicon
from quoteminer.names.lexicon import singular, words
from quoteminer.names.organisations import is_acronym, plain_organisation
from quoteminer.names.similarity import fold
from quoteminer.people.article_names import NameIndex
from quoteminer.people.clustering import EntityStore
from quoteminer.people.entities import Entity
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

# Parts of the patterns, with the groups that `_Reader` reads.
_OPEN = "(?<![^d.,(&oaisbx'-])"  # a description may begin here
# "Haier's", "the firm's", or "the"
_OWNER = r"(?:(?:d?h?[mn]*(?P<owner>[OLPC]B?|B)'(?=.))|(?:d?[mnvR]+')|d)?"
_AND = "(?:(?<=[Rmn])&(?=[tmnvRBC])|(?<=C)&(?=[tmnv]))"  # "chairman and CEO"
_MODIFIER = rf"(?:[tmnvg#RBCYNOL]|P(?=[gBR])|{_AND})"
# nor a verb: "Ruiz, the witness accepted."
_NO_NOUN_BEHIND = r"(?![RgmCBOLYNP'S]|n+[,.qw)&-]|v(?:[,.q]|\Z))"
_CORE = rf"(?P<core>{_MODIFIER}*[RgB])(?P<post>g?){_NO_NOUN_BEHIND}"  # "former chief executive"
_ORGANISATION = "O+(?:(?:od?|')O+)*(?!R)"  # "Institute of Tides of the University of Norvik"
_PLACE = "L(?![RBmnC'])"
# "Haier", "Spain", "the firm"
_BODY = rf"(?P<body>{_ORGANISATION}|{_PLACE}|P'?#?B|d[mnS']*B(?![Roa])|C+(?![RBmn']))"
_FIELD = r"[nv]{0,2}(?P<field>(?:[ofi]d?[tmnvRBCL&]+?)?)"  # "of foreign policy"
_IN_BODY = (
    # "at the Haier Group"
    rf"(?P<link>[oafi]|,(?=O+(?:[,.)q]|\Z)))d?(?:[LPBnm]')?(?:L-v)?[tmnvNCBRS]*?d?{_BODY}"
)
_MORE = r"(?P<more>[ofi]d?[tmnvRBCP&]{0,3}[tmnvRBCP])(?=[^RgmCBOLYNPSn']|\Z)"  # "of three children"
_DESCRIPTION = rf"{_OWNER}{_CORE}(?:{_FIELD}{_IN_BODY}|{_MORE})?"
_WHO_IS = "w?[xt]?b[xt]?"
_GAP = r"'?(?:,?C(?=,))?(?:\([^()]{1,6}\))?"  # behind a name: a possessive, a short bracket

_TITLE = re.compile(rf"{_OWNER}(?:{_OPEN}(?!#)|(?=[tmgRBCYNOL])){_CORE}h?\Z")
_COMPLETED = re.compile(r"(?P<core>[tmnRNLOYC]*R)(?P<more>[of]d?(?P<body>[OL]|[CBmn]{1,3}))\Z")
_BEFORE_COMMA = re.compile(rf"(?<!b)(?<!bd){_OPEN}(?=[dRtPO]|[BL]'){_DESCRIPTION}\Z")
_APPOSITION = re.compile(
    rf"{_GAP}[,(-](?:#,)?(?:w[xt]?b[xt]?|[nt](?=d))?(?!d[tmn]*Rs){_DESCRIPTION}"
)
_IS = re.compile(rf"{_GAP},?(?:#,)?{_WHO_IS}(?=d|O'|[tmR]*Ro){_DESCRIPTION}")
_BRACKET = re.compile(
    r"[(,](?:(?P<state>AL?)(?=[),])|d?[mL]*(?P<party>Y)(?=[),oaiw]))|\((?P<name>[OL])[),]"
)
_TOLD = re.compile(r"d[tmnvgRBCYNOL&']*R(?=[,w-]|\Z)")
_OWNED = re.compile(r"(?P<owner>[OL])'h?\Z|(?P<party>[YO])h?\Z")
_OF = re.compile(rf"{_GAP},?(?P<link>[oa])d?[tmnNCB]*?(?P<body>{_ORGANISATION}|{_PLACE})")
# In front of a name, behind a description: "Dr", "Tan Sri".
_STYLE = re.compile(r"(?:(?<=,)C{1,2})?h*\Z")
# Words of a core that may name an affiliation: a person's name that may be a firm's, a party, an
# organisation, a place.
_FRONT = re.compile(r"PB|P(?=g?R)|Y?O(?!.*O)|L(?!.*L)B?|C+(?=[Rmng]*R)|[BYN]")


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
    found = _TOLD.match("".join(tag for _, tag in tagged))
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
            if (self.tags[description.end("core") - 1] != "B") == (entity.kind == "person"):
                self._describe(entity, description)
                yield self._read(description)
        yield from self._without_role(i, j)

    def _descriptions(self, i: int, j: int) -> Iterator[re.Match[str]]:
        tags, low = self.tags, max(0, i - _LONGEST_TITLE)
        style = _STYLE.search(tags, max(0, i - 3), i)
        first = style.start() if style else i
        title = _TITLE.search(tags, low, first) or _COMPLETED.search(tags, low, first)
        first = title.start() if title else first
        if tags[first - 1 : first] == "," and tags[j : j + 1] in tuple(",s.q(-)bv"):
            low = max(0, first - _LONGEST)
            end = tags.rfind("(", low, first) if tags[first - 2 : first] == ")," else first - 1
            low = max(low, *(tags.rfind(mark, low, end) + 1 for mark in ".,()-q"))
            if before := _BEFORE_COMMA.search(tags, low, end):
                yield before
        if title:
            yield title
        if behind := _APPOSITION.match(tags, j, j + _LONGEST) or _IS.match(tags, j, j + _LONGEST):
            yield behind

    def _describe(self, entity: Entity, description: re.Match[str]) -> None:
        first, last = description.span("core")
        tail = (
            word
            for k in range(last, description.end())
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

    def _read(self, description: re.Match[str]) -> _Claim:
        """Return role and affiliation of a description. "Her rival" is no role without the other's
        name."""
        first, last = description.span("core")
        options = [option for option in self._affiliations(description) if option.name]
        affiliation, weak, taken = min(
            options, key=lambda option: option.weak, default=_Affiliation(None, True)
        )
        spans = {
            name: span for name in ("post", "field", "more") if (span := _group(description, name))
        }
        if (body := _group(description, "body")) and affiliation:
            spans.pop("more", None)
        elif body and "more" not in spans and self.tags[body[0]] in "dCO":
            spans["field"] = (description.start("link"), body[1])
        rest = (
            k for k in range(first, last) if not taken[0] <= k < taken[1] and self.tags[k] != "#"
        )
        kept = (k for k in rest if k == last - 1 or self._key(k) not in _RELATIONS)
        role = " ".join(
            (*map(self._word, kept), *(self._between(*span) for span in spans.values()))
        )
        link = _group(description, "link")
        # "a fellow at the institute"
        works_there = affiliation and link and self.tags[link[0]] == "a"
        if self._key(last - 1) in _RELATIONS and not works_there:
            told = (
                _group(description, "owner")
                or "more" in spans
                or self._key(description.start()) in ("a", "an")
            )
            return _Claim(role if told else None)
        return _Claim(role, affiliation, weak)

    def _affiliations(self, description: re.Match[str]) -> Iterator[_Affiliation]:
        """Yield the possible affiliations of a description, the likeliest first."""
        first, last = description.span("core")
        tags, head = self.tags, self._key(last - 1)
        head = lexicon.LONG_TITLES.get(head, head)
        office = head in _OFFICES
        body, owner = _group(description, "body"), _group(description, "owner")
        link = self._key(description.start("link")) if _group(description, "link") else "of"
        kind = tags[body[0]] if body else ""
        if body and kind in "OP":
            yield _Affiliation(self._name(*body))
        if owner and tags[owner[0]] == "B":
            yield _Affiliation(self._resolve(owner[0]))
        elif owner and (
            tags[owner[0]] in "OL" or tags[owner[1] - 1] == "B" or self._is_body(owner[0], head)
        ):
            yield _Affiliation(self._name(*owner))
        if body and kind == "L" and office and link in ("of", "for", "to"):
            yield _Affiliation(self._name(*body))
        for front in _FRONT.finditer(tags, first, last):
            (start, end), tag = front.span(), front.group()
            if tag in ("O", "YO", "L", "LB", "PB") or (
                tag[0] in "PC" and self._is_body(start, head)
            ):
                taken = (start - (tags[start - 1] == "N"), end)
                if tag != "L" or office:
                    yield _Affiliation(self._name(start, end), taken=taken)
            elif tag == "B":
                yield _Affiliation(self._resolve(start))
            elif tag == "Y" or tag == "N" and office and tags[end] != "O":
                yield _Affiliation(self._name(start, end), taken=(start, end))
        if body and kind == "d" and link != "for":
            yield _Affiliation(self._resolve(body[1] - 1))
        if not owner and self._between(first, last).casefold().removeprefix("former ") in _BARE:
            yield _Affiliation(self._topic(first), True)

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
        for found in filter(None, (_BRACKET.match(tags, j), _OWNED.search(tags, max(0, i - 3), i))):
            yield _Claim(None, self._name(*found.span(found.lastgroup or 0)))
        of = _OF.match(tags, j, j + _LONGEST)
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


def _group(found: re.Match[str], name: str) -> Span | None:
    return found.span(name) if found.groupdict().get(name) else None
