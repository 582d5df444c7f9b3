"""The patterns of descriptions with a role, over the tags of the words around a name.

Each word, mark and whole name gets a tag of one letter, and regular expressions over the tags find
descriptions:

    The firm 's chairman , Dana Kell , former chief executive of Haier Group , said
    d   B    ' R        , P         , t      m     R         o  O           , s

Here `BEFORE_COMMA` reads "The firm's chairman": owner B, core R, so the role is "chairman" and the
affiliation the name of the firm. `APPOSITION` reads "former chief executive of Haier Group": core
tmR, link o, body O.

`role_tags.py` lists the tags.

| pattern | example | role | affiliation |
| --- | --- | --- | --- |
| `TITLE` | "former Haier chairman Zhou Yunjie" | former chairman | Haier |
| `COMPLETED` | "Secretary of State Dana Kell" | Secretary of State | |
| `BEFORE_COMMA` | "The firm's chairman, Zhou Yunjie, said" | chairman | the name of the firm |
| `APPOSITION` | "Zhou Yunjie, chairman and CEO of Haier Group," | chairman and CEO | Haier Group |
| `IS` | "Zhou Yunjie, who served as a director of Haier" | director | Haier |
| `BRACKET` | "Ted Cruz (R-Texas)", "Ted Cruz, R-Texas,", "Luz Rey (Spain)" | | R-Texas, Spain |
| `OWNED` | "Haier's Zhou Yunjie", "Republican Ted Cruz" | | Haier, Republican |
| `OF` | "Zhou Yunjie of Haier", "Zhou Yunjie from Haier" | | Haier |
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from quoteminer.types import Span

# Parts of the patterns, with the groups that `Description` reads.
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

_NO_VERB = "(?!#|(?<=x)v)"  # "he | praised teacher Ida Kranz"
TITLE = re.compile(rf"{_OWNER}(?:{_OPEN}{_NO_VERB}|(?=[tmgRBCYNOL])){_CORE}h?\Z")
COMPLETED = re.compile(r"(?P<core>[tmnRNLOYC]*R)(?P<more>[of]d?(?P<body>[OL]|[CBmn]{1,3}))\Z")
BEFORE_COMMA = re.compile(rf"(?<!b)(?<!bd){_OPEN}(?=[dRtPO]|[BL]'){_DESCRIPTION}\Z")
APPOSITION = re.compile(
    rf"{_GAP}[,(-](?:#,)?(?:w[xt]?b[xt]?(?![nv])|[nt](?=d))?(?!d[tmn]*Rs){_DESCRIPTION}"
)
IS = re.compile(rf"{_GAP},?(?:#,)?{_WHO_IS}(?=d|O'|[tmR]*Ro){_DESCRIPTION}")
BRACKET = re.compile(
    r"[(,](?:(?P<state>AL?)(?=[),])|d?[mL]*(?P<party>Y)(?=[),oaiw]))|\((?P<name>[OL])[),]"
)
TOLD = re.compile(r"d[tmnvgRBCYNOL&']*R(?=[,w-]|\Z)")
OWNED = re.compile(r"(?P<owner>[OL])'h?\Z|(?P<party>[YO])h?\Z")
OF = re.compile(rf"{_GAP},?(?P<link>[oa])d?[tmnNCB]*?(?P<body>{_ORGANISATION}|{_PLACE})")
# In front of a name, behind a description: "Dr", "Tan Sri".
STYLE = re.compile(r"(?:(?<=,)C{1,2})?h*\Z")
# Behind a name that is a field: "at Haier Group".
AT_BODY = re.compile(rf"(?P<link>a)d?(?P<body>{_ORGANISATION})")
# Words of a core that may name an affiliation: a person's name that may be a firm's, a party, an
# organisation, a place.
FRONT = re.compile(r"PB|P(?=g?R)|Y?O(?!.*O)B?|L(?!.*L)B?|C+(?=[Rmng]*R)|[BYN]")


@dataclass(frozen=True, slots=True)
class Description:
    """A description that a pattern found, in positions of words: from ``start`` to ``end``, with
    the ``core`` ("former chief executive"), the ``owner`` before it ("the firm's"), the ``link``
    ("of") and the ``body`` behind it ("Haier Group"), and what completes the role: ``post``
    ("emeritus"), ``field`` ("of foreign policy"), ``more`` ("of three children")."""

    start: int
    end: int
    core: Span
    owner: Span | None = None
    link: Span | None = None
    body: Span | None = None
    post: Span | None = None
    field: Span | None = None
    more: Span | None = None


def description_of(found: re.Match[str]) -> Description:
    """Return the description of a match; a group without words is None."""
    groups = {name: span for name in found.groupdict() if (span := found.span(name))[0] < span[1]}
    return Description(found.start(), found.end(), **groups)


def governing_words(tags: str, words: Iterable[str]) -> int:
    """Return how many of the words in front of a name govern the title behind them: all up to the
    last plain word ("n", "v") before "former" or a capital ("include | former Congressman")."""
    capital = "".join("A" if word[0].isupper() else "a" for word in words)
    behind = zip(tags[1:], capital[1:], strict=True)
    plain = [
        k for k, (tag, case) in enumerate(behind) if tags[k] in "nv" and (tag == "t" or case == "A")
    ]
    return plain[-1] + 1 if plain else 0
