"""The words that name a source, read: a name, several names, a pronoun or a description."""

from __future__ import annotations

from collections.abc import Sequence

from quoteminer.people.heads import EMPHASIS, find_name, name_at_end, without_brackets, without_closers
from quoteminer.people.lexicon import HONORIFICS, PRONOUNS, RELATIVE_PRONOUNS, TITLE_MODIFIERS
from quoteminer.people.name_index import NameIndex
from quoteminer.people.nouns import is_role
from quoteminer.people.phrases import Token, core_length, is_inside, tokens
from quoteminer.people.shown import is_title_case
from quoteminer.types import Mention, Name, Span

_EDGE = ' \t\r\n\xa0"“”„«»,.;:-–—'
_LONGEST_LINE = 200
_PARTIES = frozenset(("labour", "tory", "conservative"))
_JOINTS = frozenset(("and", "&", ","))
# What a comma before these begins tells about the names in front of it.
_TELLING = frozenset("a an the his her their its all both among respectively two three who whom which whose".split())


def read_mention(text: str, span: Span, names: NameIndex) -> Mention:
    """Classify the source text[span]. ``head`` is the name that the phrase stands for, where it stands for a name.

    A name whose bearer is only the owner of the head ("a spokesman for Mr Obama", "Clinton's campaign") makes no name
    of the phrase: that is a description. Names that the network missed are recognised by their capitals. Several names
    ("X and Y") are a name without ``name_kind``, with all of them in ``head``.
    """
    start, end = _with_whole_name(text, *trim(text, span), names)
    words = tokens(text, start, end)
    if pronoun_in(words):
        return Mention(start, end, "pronoun", (start, end))
    if members := read_group(text, words, names):
        told = _without_tail(without_brackets(words), names.touching(words[0].start, words[-1].end))
        return Mention(start, end, "name", (members[0].start, _group_end(told, members)))
    found = find_name(text, words, names)
    if found is None:
        return Mention(start, end, "description", (start, end))
    return Mention(start, end, "name", (found.start, found.end), found.kind)


def _with_whole_name(text: str, start: int, end: int, names: NameIndex) -> Span:
    """The span up to the end of a name that it cuts ("The New York | Times"), or that an honorific alone stands before
    ("Dr | Ana Ruiz"); headlines are left, where names run into other words."""
    near = names.touching(start, min(end + 3, len(text)))
    cut = near[-1] if near and near[-1].end > end else None
    line = text[text.rfind("\n", 0, start) + 1 : start + _LONGEST_LINE].split("\n", 1)[0]
    if cut is None or cut.start >= end and text[start:end].casefold() not in HONORIFICS or is_title_case(line):
        return start, end
    return start, cut.end


def trim(text: str, span: Span) -> Span:
    """The span without the space, commas and quotation marks at its ends; unchanged where nothing else is in it."""
    start, end = max(span[0], 0), min(span[1], len(text))
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE and not (text[end - 1] == "." and _is_abbreviation(text, start, end)):
        end -= 1
    return (start, end) if start < end else span


def _is_abbreviation(text: str, start: int, end: int) -> bool:
    """ "U.S.", "Jr.": a full stop that belongs to its word."""
    last = text[start:end].rsplit(None, 1)[-1].casefold()
    return "." in last[:-1] or (last[:-1] in ("jr", "sr", "inc", "co", "corp", "ltd"))


def pronoun_in(words: Sequence[Token]) -> str:
    """The pronoun that the phrase is ("he", "his own", "they both"), lower case, else ""."""
    keys = [word.text.casefold() for word in words]
    if not keys or keys[0] not in PRONOUNS or words[0].text == "WHO":
        return ""
    return keys[0] if len(keys) == 1 or all(key in ("own", "both", "all", "self") for key in keys[1:]) else ""


def read_group(text: str, words: Sequence[Token], names: NameIndex) -> list[Name]:
    """The names of a source that is several: each part between commas and "and" ends with one. Else empty."""
    inside = names.touching(words[0].start, words[-1].end) if words else ()
    words = _without_tail(without_brackets(words), inside)
    if not any(word.key in ("and", "&") and not is_inside(word, inside) for word in words):
        return []
    parts = _split_at_joints(words, inside)
    found = [name_at_end(text, part[: core_length(part, inside)], names) for part in parts]
    members = [name for name in found if name is not None]
    if len(members) < len(found) or len(members) < 2 or members[0].start == members[-1].start:
        return []
    first = parts[0][0].key if len(parts[0]) == 1 else ""
    adjective = first in TITLE_MODIFIERS and first not in _PARTIES
    joined = all(_may_join(part, i, members, names) for i, part in enumerate(parts))
    return members if joined and not adjective and not any(map(_is_office, parts, members)) else []


def _is_office(part: Sequence[Token], name: Name) -> bool:
    """ "Director of the Quay Board" is what somebody is."""
    at = next((i for i, word in enumerate(part) if word.key in ("of", "for", "at")), 0)
    return at > 0 and name.kind != "person" and is_role(part[at - 1].key) and part[at].start < name.start


def _without_tail(words: Sequence[Token], inside: Sequence[Name]) -> Sequence[Token]:
    """The words before "who …" and, behind an "and", before ", the parents of …"."""
    joined = False
    for i, word in enumerate(words):
        if is_inside(word, inside):
            continue
        joined = joined or word.key in ("and", "&")
        relative = i > 0 and word.key in RELATIVE_PRONOUNS and word.text.islower()
        telling = joined and word.text == "," and i + 1 < len(words) and words[i + 1].key in _TELLING
        if relative or telling:
            return words[:i]
    return words


def _may_join(part: Sequence[Token], i: int, members: Sequence[Name], names: NameIndex) -> bool:
    """A word with a capital that nothing else shows to be a name needs a bare name behind it ("Peter and Mary
    Holm"); and no member goes on in small letters."""
    name = members[i]
    known = bool(names.touching(name.start, name.end)) or len(part) > 1 or part[0].text in names.words
    bare_next = i + 1 < len(members) and members[i + 1].start - part[-1].end <= 5
    last = part[-1].text
    return (known or bare_next) and (not last[0].isalpha() or last[0].isupper() or part[-1].end <= name.end)


def _split_at_joints(words: Sequence[Token], inside: Sequence[Name]) -> list[Sequence[Token]]:
    parts: list[list[Token]] = [[]]
    for i, word in enumerate(words):
        if word.text.casefold() in _JOINTS and not is_inside(word, inside) and not _joins_roles(words, i):
            parts.append([])
        elif parts[-1] or word.key not in EMPHASIS:
            parts[-1].append(word)
    return [kept for part in parts if (kept := without_closers(part))]


def _joins_roles(words: Sequence[Token], i: int) -> bool:
    """ "host and writer Dana Kell"."""
    beside = [word for word in (*words[max(0, i - 1) : i], *words[i + 1 : i + 2]) if word.text.islower()]
    return words[i].key == "and" and len(beside) == 2 and all(is_role(word.key) for word in beside)


def _group_end(words: Sequence[Token], members: Sequence[Name]) -> int:
    """The end of the last member with what belongs to it ("Sen. Dana Kell of Norvik")."""
    for word in words:
        if word.start > members[-1].end and (word.text in (",", "–", "—") or word.key in ("who", "which", *EMPHASIS)):
            break
        end = word.end
    return max(end, members[-1].end)
