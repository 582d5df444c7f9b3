"""The patterns of descriptions with a role, over the tags of the words around a name.

Each word, mark and whole name has a tag (`role_tags.py`), and regular expressions over the tags
find descriptions:

    The         firm  's          chairman  ,      Dana Kell  ,      former   chief
    determiner  body  possessive  role      comma  person     comma  former   modifier

    executive  of  Haier Group   ,      said
    role       of  organisation  comma  said

Here `BEFORE_COMMA` reads "The firm's chairman": owner "firm", core "chairman", so the role is
"chairman" and the affiliation the name of the firm. `APPOSITION` reads "former chief executive of
Haier Group": core "former chief executive", link "of", body "Haier Group".

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

The patterns are written in the names of the tags: a regular expression in which each word of two or
more small letters stands for one tag ("end" for the end of the text), and blanks mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from quoteminer.names.lexicon import words
from quoteminer.people.role_tags import Tag
from quoteminer.types import Span

# In front of a nationality they are verbs: "to press Danish ministers".
_NOUNS = words("role_modifiers")
_TAG_NAME = re.compile(r"(?<!P<)\b[a-z]{2,}\b")


def tag_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a regular expression that is written in the names of tags."""

    def letter(name: re.Match[str]) -> str:
        return r"\Z" if name[0] == "end" else re.escape(Tag[name[0].upper()].value)

    return re.compile("".join(_TAG_NAME.sub(letter, pattern).split()))


# Parts of the patterns, with the groups that `Description` reads.

# A description may begin here.
_OPEN = (
    "(?<! [^ determiner stop comma open and of at preposition said is excluded possessive dash])"
)
# "Haier's", "the firm's", or "the"
_OWNER = """
    (?: (?: determiner? honorific? [former modifier word role]*
            (?P<owner> [organisation place person capital] body? | body) possessive (?=.) )
      | (?: determiner? [modifier word participle role]+ possessive)
      | determiner )?
"""
# "chairman and CEO"
_AND = """
    (?: (?<= [role modifier]) and
        (?= [former modifier word participle role body capital organisation])
      | (?<= word) and (?= [former modifier word participle body])
      | (?<= capital) and (?= [former modifier word participle capital organisation])
      | (?<= organisation) and (?= organisation) )
"""
_MODIFIER = f"""
    (?: [former modifier word participle general number role body capital party nationality
         organisation place]
      | (?<= former place) comma place stop? comma
      | person (?= [general body role])
      | {_AND} )
"""
# Behind a core: another noun, or a verb ("Ruiz, the witness | accepted.").
_NO_NOUN_BEHIND = r"""
    (?! [role general modifier capital body organisation place party nationality person possessive
         people]
      | word+ [comma stop quote who close and dash]
      | participle (?: [comma stop quote] | end) )
"""
# "former chief executive"
_CORE = f"(?P<core> {_MODIFIER}* [role general body]) (?P<post> general?) {_NO_NOUN_BEHIND}"
# "Institute of Tides of the University of Norvik"
_ORGANISATION = """
    organisation+ (?: (?: of determiner? | possessive) organisation+)* (?! role | capital* person)
"""
_PLACE = "place (?! [role body modifier word capital possessive])"
# "Haier", "Spain", "the firm"
_BODY = f"""
    (?P<body> {_ORGANISATION} | {_PLACE} | person possessive? number? body
      | determiner [modifier word people possessive body]* body (?! [role body of at])
      | capital+ (?! [role body modifier word nationality possessive]) )
"""
# "of foreign policy"
_FIELD = """
    [word participle]{0,2}
    (?P<field> (?: [of for to preposition] determiner?
                   [former modifier word participle role body capital nationality place and]+? )? )
"""
# "at the Haier Group"
_IN_BODY = f"""
    (?P<link> [of at for to preposition]
      | comma (?= organisation+ (?: [comma stop close quote] | end) ) )
    determiner? (?: [place person body word modifier] possessive)?
    [former modifier word participle nationality capital body role people]*? determiner? {_BODY}
"""
# "of three children"
_MORE = """
    (?P<more> [of for to preposition] determiner? (?: [person place organisation body] possessive )?
      (?: [former modifier word participle number role people body capital party nationality
           organisation place and]
        | person (?! former) ){0,3}
      (?: [former modifier word participle role body capital person] | people (?! preposition) )
      (?: of determiner? [former role]* [person organisation place] )? )
    (?= [^ role general modifier capital body organisation place party nationality person people
         word possessive] | end)
"""
_DESCRIPTION = f"{_OWNER} {_CORE} (?: {_FIELD} {_IN_BODY} | {_MORE} )?"
_WHO_IS = "who? [excluded former]? is [excluded former]?"
# Behind a name: a possessive, a word between commas, a short bracket.
_GAP = """
    possessive? (?: comma? capital (?= comma))? (?: open [^ open close]{1,6} close)?
"""
# "he | praised teacher Ida Kranz", "“Why?” | asked teacher Ida Kranz"
_NO_VERB = "(?! number | (?<= [excluded quote]) participle | (?<= quote comma) participle)"

TITLE = tag_pattern(
    f"""
    {_OWNER}
    (?! (?<= role of) modifier and)
    (?: {_OPEN} {_NO_VERB}
      | (?= [former modifier general role body capital party nationality organisation place]) )
    {_CORE} honorific? end
    """
)
COMPLETED = tag_pattern(
    """
    (?P<core> [former modifier word role nationality place organisation party capital]* role)
    (?P<more> [of for to] determiner? (?P<body> [organisation place])
      | [of for] determiner? [capital body modifier word]{1,3} ) end
    """
)
BEFORE_COMMA = tag_pattern(
    f"""
    (?<! is) (?<! is determiner) {_OPEN}
    (?= [determiner role former person organisation] | [body place] possessive)
    {_DESCRIPTION} end
    """
)
APPOSITION = tag_pattern(
    f"""
    {_GAP} [comma open dash] (?: number comma)?
    (?: who [excluded former]? is [excluded former]? (?! [word participle])
      | [word former] (?= determiner) )?
    (?! determiner [former modifier word]* role said)
    {_DESCRIPTION}
    """
)
IS = tag_pattern(
    f"""
    {_GAP} comma? (?: number comma)? {_WHO_IS}
    (?= determiner | organisation possessive | [former modifier role]* role of)
    {_DESCRIPTION}
    """
)
BRACKET = tag_pattern(
    """
    [open comma]
    (?: (?P<state> state (?: place stop?)?) (?= [close comma])
      | determiner? [modifier place]* (?P<party> party) (?= [close comma of at preposition who]) )
    | open (?P<name> [organisation place]) [close comma]
    """
)
TOLD = tag_pattern(
    """
    determiner
    (?: [modifier word organisation place person body capital]+ possessive )?
    (?P<core>
      [former modifier word participle general role body capital party nationality organisation
       place and]*
      role )
    (?= [comma who dash] | end)
    """
)
OWNED = tag_pattern(
    """
    (?P<owner> [organisation place]) possessive honorific? end
    | (?P<party> [party organisation]) honorific? end
    """
)
OF = tag_pattern(
    f"""
    {_GAP} comma? (?P<link> [of at]) determiner? [former modifier word nationality capital body]*?
    determiner? (?P<body> {_ORGANISATION} | {_PLACE})
    """
)
# In front of a name, behind a description: "Dr".
STYLE = tag_pattern("honorific* end")
# Behind a name that is a field: "at Haier Group", "in the Faculty of Law".
AT_BODY = tag_pattern(
    f"(?P<link> at determiner? | preposition determiner) (?P<body> {_ORGANISATION})"
)
# Words of a core that may name an affiliation: a person's name that may be a firm's, a party, an
# organisation, a place.
FRONT = tag_pattern(
    """
    person body | person (?= general? role)
    | party? (?: [organisation modifier] and )? organisation (?! .* organisation) body?
    | place comma place stop? comma
    | place (?! .* place) body?
    | capital+ (?= [role modifier word general]* role)
    | [body party nationality]
    """
)


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


def governing_words(tags: str, title: Sequence[str]) -> int:
    """Return how many of the words in front of a name govern the title behind them: all up to the
    last plain word or participle before "former" or a capital, and modifiers ("include | former
    Congressman")."""
    begins = False
    for k in range(len(title) - 1, 0, -1):
        begins = begins and tags[k] == Tag.MODIFIER
        begins = begins or tags[k] == Tag.FORMER or title[k][0].isupper()
        is_verb = tags[k] == Tag.NATIONALITY and title[k - 1] in _NOUNS
        if is_verb or begins and tags[k - 1] in (Tag.WORD, Tag.PARTICIPLE):
            return k
    return 0
