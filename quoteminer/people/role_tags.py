"""Give each word, mark and name of an article a tag, for the patterns of `role_patterns.py`."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from quoteminer.names import lexicon
from quoteminer.names.lexicon import head_kind, is_title, listed_kind, singular, words
from quoteminer.people.article_names import NameIndex
from quoteminer.people.clustering import EntityStore
from quoteminer.people.phrase_words import PHRASE_WORDS
from quoteminer.types import Span


class Tag(str, Enum):
    """The kind of a word, a mark or a whole name in a description. Each value is one letter or
    mark, so that regular expressions can search the tags of a text."""

    PERSON = "P"
    ORGANISATION = "O"
    PLACE = "L"
    ROLE = "R"  # "chairman"
    PEOPLE = "S"  # "officials"
    BODY = "B"  # a noun for an organisation: "firm"
    PARTY = "Y"
    NATIONALITY = "N"
    STATE = "A"  # "R-Texas"
    MODIFIER = "m"  # "chief"
    CAPITAL = "C"  # another word with a capital
    WORD = "n"  # another word
    PARTICIPLE = "v"  # another word that ends in "ed" or "ing"
    NUMBER = "#"  # also an age
    HONORIFIC = "h"  # "Mr"
    FORMER = "t"
    GENERAL = "g"  # behind a role: "general", "elect"
    DETERMINER = "d"  # "the", "his"
    OF = "o"
    FOR = "f"
    TO = "u"
    AT = "a"  # also "with", "from"
    PREPOSITION = "i"  # any other
    AND = "&"
    WHO = "w"  # also "which"
    IS = "b"  # also "served as"
    SAID = "s"
    EXCLUDED = "x"  # part of no description
    POSSESSIVE = "'"
    COMMA = ","
    OPEN = "("
    CLOSE = ")"
    DASH = "-"
    QUOTE = "q"
    STOP = "."  # any other mark


_TOKEN = re.compile(
    r"(?:serv|work|act)(?:ed|es|s) as\b|has been\b|in[- ]chief\b|[Cc]hief of [Ss]taff\b"
    r"|(?:South|North) [A-Z]\w+an\b|[A-Z]\w+ & [A-Z]\w+"
    r"|[RDI][-–](?:[A-Z]\w*\.?(?:[A-Z]\.)*)?(?!\w)|(?:[A-Z]\.)+"
    rf"|(?:{'|'.join(title.capitalize() for title in lexicon.LONG_TITLES)}|St|Mr|Mrs|Ms|Dr|Prof)\."
    r"|['’]s\b|(?<=s)['’](?=\s)|[^\W_]+(?:(?:[.&/-]|['’](?!s\b))[^\W_]+)*|\n|[^\w\s]"
)
# Behind a name, part of one word with it: "Kell-appointed", "Velden-based".
_SUFFIX = re.compile(r"-[a-z]\w*")
_NATIONALITY = re.compile(PHRASE_WORDS.any_line("nationalities"))
_MODIFIER_ENDINGS = tuple(PHRASE_WORDS.listed("endings of modifiers"))
_MARKS = {
    **{mark: Tag(mark) for mark in ",()-"},
    **dict.fromkeys("–—", Tag.DASH),
    **dict.fromkeys('"“”', Tag.QUOTE),
    **dict.fromkeys(("'s", "’s", "'", "’"), Tag.POSSESSIVE),
}
_LISTED = {word: Tag[tag.upper()] for word, tag in lexicon.inverted_table("role_tags").items()}
_EXCLUDED = {word for word, tag in _LISTED.items() if tag == Tag.EXCLUDED}
# Where two lists have a word, the later one counts.
_TAG_OF = {
    **dict.fromkeys(
        lexicon.PRONOUNS | lexicon.LEADING_WORDS | lexicon.CALENDAR | _EXCLUDED, Tag.EXCLUDED
    ),
    **dict.fromkeys(lexicon.HONORIFICS.keys() - {"prof", "professor", "doctor"}, Tag.HONORIFIC),
    **dict.fromkeys(lexicon.DETERMINERS, Tag.DETERMINER),
    **dict.fromkeys(lexicon.PREPOSITIONS - _EXCLUDED, Tag.PREPOSITION),
    **{word: tag for word, tag in _LISTED.items() if tag != Tag.EXCLUDED},
}
_PARTIES, _MODIFIERS = words("parties"), words("role_modifiers")
_NO_ROLES = _MODIFIERS | words("no_roles")
_PLAIN_TITLES = lexicon.TITLES - lexicon.LONG_TITLES.keys()
_ALSO_ROLES = words("modifiers_and_roles")


def tag_article(store: EntityStore, names: NameIndex) -> list[tuple[Span, Tag]]:
    """Return the span and tag of each word, mark and name. Titles that begin a person's name are
    separate words."""
    end, opens, tagged = 0, True, list[tuple[Span, Tag]]()
    for name in names.names:
        entity, start = store.at(name.start), name.start
        if name.kind == "person" and (entity is None or entity.kind == "person"):
            tag = Tag.PERSON
            words = _TOKEN.finditer(store.text, name.start, name.end)
            start = next((word.start() for word in words if not _is_title(word[0])), start)
        elif name.kind == "place" and (entity is None or entity.place):
            tag = Tag.PLACE
        else:
            tag = Tag.ORGANISATION
        tagged += tag_words(store.text, end, start, opens)
        end, opens = name.end, False
        if suffix := _SUFFIX.match(store.text, end):
            end, tag = suffix.end(), Tag.MODIFIER
        tagged.append(((start, end), tag))
    return tagged + tag_words(store.text, end, len(store.text), opens)


def tag_words(text: str, start: int, end: int, opens: bool) -> list[tuple[Span, Tag]]:
    """Return the span and tag of each word and mark. A word that ``opens`` a sentence may be a role
    although it is capitalised."""
    tagged = []
    for token in _TOKEN.finditer(text, start, end):
        tag = _tag(word := token[0])
        if opens and tag == Tag.CAPITAL and word[1:].islower():
            lower = _tag(word.casefold())
            tag = lower if lower in (Tag.ROLE, Tag.MODIFIER, Tag.PARTICIPLE) else tag
        tagged.append((token.span(), tag))
        opens = tag in (Tag.STOP, Tag.QUOTE)
    return tagged


@lru_cache(maxsize=16384)
def _tag(word: str) -> Tag:
    key, one = word.casefold().rstrip("."), singular(word.casefold())
    capital = not word[0].islower()
    if not word[0].isalnum():
        return _MARKS.get(word, Tag.STOP)
    if word[1:2] in ("-", "–") and word[0] in "RDI":
        return Tag.STATE
    if key in _TAG_OF and word != "US":
        return _TAG_OF[key]
    if key.isdigit() or key.endswith("year-old"):
        return Tag.NUMBER
    if capital and key in _PARTIES:
        return Tag.PARTY
    if capital and _is_nationality(word, key):
        return Tag.NATIONALITY
    if _is_role(key, capital):
        return Tag.ROLE
    if _is_role(one, capital):
        return Tag.PEOPLE
    if key in _MODIFIERS or key in lexicon.TITLE_MODIFIERS:
        return Tag.MODIFIER
    if one in lexicon.ORG_NOUNS:
        return Tag.BODY
    if capital and not key[0].isdigit():
        return Tag.CAPITAL
    if not key.isalpha() or key.endswith(_MODIFIER_ENDINGS):
        return Tag.MODIFIER
    return Tag.PARTICIPLE if key.endswith(("ed", "ing")) else Tag.WORD


def _is_title(word: str) -> bool:
    """True for a role that is part of no name: "Scot" in "Scot Kell" is none."""
    return _tag(word) == Tag.ROLE and is_title(word)


def _is_nationality(word: str, key: str) -> bool:
    is_listed = key in lexicon.TITLE_MODIFIERS or listed_kind(key) == "other"
    return is_listed and _NATIONALITY.fullmatch(word) is not None


def _is_role(key: str, capital: bool) -> bool:
    """True for a noun for a person. A capitalised word must be listed; the ending is not enough."""
    if key in _NO_ROLES or key in lexicon.TITLE_MODIFIERS:
        return key in _ALSO_ROLES
    if singular(key) in _PLAIN_TITLES - {key}:
        return False  # "Senators"
    kind = listed_kind(key) if capital else head_kind(key)
    return key in lexicon.TITLES or key == "prof" or kind == "person"
