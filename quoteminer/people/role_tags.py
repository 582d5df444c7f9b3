"""The words, marks and names of an article, each with a tag of one letter, for the patterns of
`role_patterns.py`.

| tag | meaning | tag | meaning | tag | meaning |
| --- | --- | --- | --- | --- | --- |
| P O L | name of a person, organisation, place | d | the, a, his | w | who, which |
| R | role: "chairman" | t | former | b | is, served as |
| S | several persons: "officials" | g | general, elect (behind a role) | s | said |
| B | noun for an organisation: "firm" | m | modifier: "chief" | & | and |
| Y | party | n v | other word, other participle | o f a i | of; for, to; at, with, from; other |
| N | nationality | C | other capitalised word | h | Mr, Ms |
| A | "R-Texas" | # | number, age | x | part of no description |
| ' | possessive | - q | dash, quotation mark | | |
"""

from __future__ import annotations

import re
from functools import lru_cache

from quoteminer.names import lexicon
from quoteminer.names.lexicon import head_kind, listed_kind, singular, words
from quoteminer.people.article_names import NameIndex
from quoteminer.people.clustering import EntityStore
from quoteminer.people.phrase_words import PHRASE_WORDS
from quoteminer.types import Span

_TOKEN = re.compile(
    r"(?:serv|work|act)(?:ed|es|s) as\b|has been\b|in[- ]chief\b|(?:South|North)"
    r" [A-Z]\w+an\b|[A-Z]\w+ & [A-Z]\w+"
    r"|[RDI][-–](?:[A-Z]\w*\.?(?:[A-Z]\.)*)?(?!\w)|(?:[A-Z]\.)+"
    rf"|(?:{'|'.join(title.capitalize() for title in lexicon.LONG_TITLES)}|St|Mr|Mrs|Ms|Dr|Prof)\."
    r"|['’]s\b|(?<=s)['’](?=\s)|[^\W_]+(?:(?:[.&/-]|['’](?!s\b))[^\W_]+)*|\n|[^\w\s]"
)
_NATIONALITY = re.compile(PHRASE_WORDS.any_line("nationalities"))
_MODIFIER_ENDINGS = tuple(PHRASE_WORDS.listed("endings of modifiers"))
_MARKS = {",": ",", "(": "(", ")": ")", "–": "-", "—": "-", "-": "-", '"': "q", "“": "q", "”": "q"}
_LISTED = lexicon.inverted_table("role_tags")
_NO_PARTS = {word for word, tag in _LISTED.items() if tag == "x"}
# Where two lists have a word, the later one counts.
_TAG_OF = {
    **dict.fromkeys(lexicon.PRONOUNS | lexicon.LEADING_WORDS | lexicon.CALENDAR | _NO_PARTS, "x"),
    **dict.fromkeys(lexicon.HONORIFICS.keys() - {"prof", "professor", "doctor"}, "h"),
    **dict.fromkeys(lexicon.DETERMINERS, "d"),
    **dict.fromkeys(lexicon.PREPOSITIONS - _NO_PARTS, "i"),
    **{word: tag for word, tag in _LISTED.items() if tag != "x"},
}
_PARTIES, _MODIFIERS = words("parties"), words("role_modifiers")
_NO_ROLES = _MODIFIERS | words("no_roles")
_ALSO_ROLES = words("modifiers_and_roles")


def tag_article(store: EntityStore, names: NameIndex) -> list[tuple[Span, str]]:
    """Return the span and tag of each word, mark and name. Titles that begin a person's name are
    separate words."""
    end, opens, tagged = 0, True, list[tuple[Span, str]]()
    for name in names.names:
        entity, start = store.at(name.start), name.start
        tag = "L" if name.kind == "place" and (entity is None or entity.place) else "O"
        if name.kind == "person" and (entity is None or entity.kind == "person"):
            words = _TOKEN.finditer(store.text, name.start, name.end)
            tag, start = (
                "P",
                next((word.start() for word in words if _tag(word.group()) != "R"), name.start),
            )
        tagged += tag_words(store.text, end, start, opens)
        tagged.append(((start, name.end), tag))
        end, opens = name.end, False
    return tagged + tag_words(store.text, end, len(store.text), opens)


def tag_words(text: str, start: int, end: int, opens: bool) -> list[tuple[Span, str]]:
    """Return the span and tag of each word and mark. One that ``opens`` a sentence may be a role
    although it is capitalised."""
    tagged = []
    for token in _TOKEN.finditer(text, start, end):
        tag = _tag(word := token[0])
        if opens and tag == "C" and word[1:].islower() and (lower := _tag(word.casefold())) in "Rm":
            tag = lower
        tagged.append((token.span(), tag))
        opens = tag in ".q"
    return tagged


@lru_cache(maxsize=16384)
def _tag(word: str) -> str:
    key, one, capital = (
        word.casefold().rstrip("."),
        singular(word.casefold()),
        not word[0].islower(),
    )
    if not word[0].isalnum():
        return "'" if word in ("'s", "’s", "'", "’") else _MARKS.get(word, ".")
    if word[1:2] in ("-", "–") and word[0] in "RDI":
        return "A"
    if key in _TAG_OF and word != "US":
        return _TAG_OF[key]
    if key.isdigit() or key.endswith("year-old"):
        return "#"
    if capital and key in _PARTIES:
        return "Y"
    if (
        capital
        and _NATIONALITY.fullmatch(word)
        and (key in lexicon.TITLE_MODIFIERS or listed_kind(key) == "other")
    ):
        return "N"
    if _is_role(key, capital) or _is_role(one, capital):
        return "R" if _is_role(key, capital) else "S"
    if key in _MODIFIERS or key in lexicon.TITLE_MODIFIERS:
        return "m"
    if one in lexicon.ORG_NOUNS:
        return "B"
    if capital and not key[0].isdigit():
        return "C"
    return (
        "m"
        if not key.isalpha() or key.endswith(_MODIFIER_ENDINGS)
        else "v"
        if key.endswith(("ed", "ing"))
        else "n"
    )


def _is_role(key: str, capital: bool) -> bool:
    """True for a noun for a person. A capitalised word must be listed; the ending is not enough."""
    if key in _NO_ROLES or key in lexicon.TITLE_MODIFIERS:
        return key in _ALSO_ROLES
    return (
        key in lexicon.TITLES
        or key == "prof"
        or (listed_kind if capital else head_kind)(key) == "person"
    )
