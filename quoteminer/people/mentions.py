"""The words that name a source, read: a name, several names, a pronoun or a description."""

from __future__ import annotations

from collections.abc import Sequence

from quoteminer.people.lexicon import (
    DETERMINERS,
    DOCUMENT_NOUNS,
    FEMALE_NOUNS,
    MALE_NOUNS,
    ORG_NOUNS,
    PERSON_NOUNS,
    PRONOUNS,
    QUANTIFIERS,
    TITLE_MODIFIERS,
    TITLES,
)
from quoteminer.people.names import is_title
from quoteminer.people.organisations import is_acronym
from quoteminer.people.phrases import NameIndex, Token, core_length, head_kind, is_inside, singular, tokens
from quoteminer.types import Mention, Name, NameKind, Span

_EDGE = ' \t\r\n\xa0"“”„«»,.;:-–—'
_EMPHASIS = frozenset(("both", "each", "himself", "herself", "itself", "themselves"))
_SEATS = frozenset(("mp", "mps", "mep", "meps", "msp", "msps"))
_PARTIES = frozenset(("labour", "tory", "conservative"))
_JOINTS = frozenset(("and", "&", ","))


def read_mention(text: str, span: Span, names: NameIndex) -> Mention:
    """Classify the source text[span]. ``head`` is the name that the phrase stands for, where it stands for a name.

    A name whose bearer is only the owner of the head ("a spokesman for Mr Obama", "Clinton's campaign") makes no name
    of the phrase: that is a description. Names that the network missed are recognised by their capitals. Several names
    ("X and Y") are a name without ``name_kind``, with all of them in ``head``.
    """
    start, end = trim(text, span)
    words = tokens(text, start, end)
    if pronoun_in(words):
        return Mention(start, end, "pronoun", (start, end))
    if members := read_group(text, words, names):
        return Mention(start, end, "name", (members[0].start, _group_end(words, members)))
    found = find_name(text, words, names)
    if found is None:
        return Mention(start, end, "description", (start, end))
    return Mention(start, end, "name", (found.start, found.end), found.kind)


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
    if not any(word.key in ("and", "&") and not is_inside(word, inside) for word in words):
        return []
    parts = _split_at_joints(words, inside)
    found = [_name_at_end(text, part[: core_length(part, inside)], names) for part in parts]
    members = [name for name in found if name is not None]
    if len(members) < len(found) or len(members) < 2 or members[0].start == members[-1].start:
        return []
    first = parts[0][0].key if len(parts[0]) == 1 else ""
    adjective = first in TITLE_MODIFIERS and first not in _PARTIES
    joined = all(_may_join(part, i, members, names) for i, part in enumerate(parts))
    return members if joined and not adjective else []


def _may_join(part: Sequence[Token], i: int, members: Sequence[Name], names: NameIndex) -> bool:
    """A word with a capital that nothing else shows to be a name needs a bare name behind it ("Peter and Mary
    Holm"); and no member goes on in small letters."""
    name = members[i]
    known = bool(names.touching(name.start, name.end)) or len(part) > 1 or part[0].text in names.words
    bare_next = i + 1 < len(members) and members[i + 1].start - part[-1].end <= 5
    last = part[-1].text
    return (known or bare_next) and (not last[0].isalpha() or last[0].isupper() or part[-1].end <= name.end)


def _split_at_joints(words: Sequence[Token], inside: Sequence[Name]) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    for word in words:
        if word.text.casefold() in _JOINTS and not is_inside(word, inside):
            parts.append([])
        elif parts[-1] or word.key not in _EMPHASIS:
            parts[-1].append(word)
    return [part for part in parts if part]


def _group_end(words: Sequence[Token], members: Sequence[Name]) -> int:
    """The end of the last member with what belongs to it ("Sen. Dana Kell of Norvik")."""
    for word in words:
        if word.start > members[-1].end and (word.text in (",", "–", "—") or word.key in ("who", "which", *_EMPHASIS)):
            break
        end = word.end
    return max(end, members[-1].end)


def find_name(text: str, words: Sequence[Token], names: NameIndex) -> Name | None:
    """The name that the phrase stands for, or None: at the end of its core, else all of what follows a comma."""
    if not words:
        return None
    inside = names.touching(words[0].start, words[-1].end)
    count = core_length(words, inside)
    if found := _name_at_end(text, words[:count], names):
        return found
    segments = _comma_segments(words[count:])
    return next((hit for part in segments if (hit := _only_name(text, part, names)) is not None), None)


def _name_at_end(text: str, core: Sequence[Token], names: NameIndex) -> Name | None:
    """The name that ends with the core: one of the network's, completed by the capitals around it, else capitals."""
    core = _without_closers(core)
    if not core or core[0].key in QUANTIFIERS:
        return None
    inside = names.touching(core[0].start, core[-1].end)
    run = _capital_run(core, inside)
    last = next((name for name in reversed(inside) if name.end > core[-1].start), None)
    if _is_described(core, last):
        return None
    if last is not None:
        return _completed(_clipped(text, last, core), run)
    if not run or not _looks_like_name(text, run, core, names):
        return None
    return Name(run[0].start, _end_of(run), _guess_kind(run, core))


def _is_described(core: Sequence[Token], name: Name | None) -> bool:
    """ "the Scot", "The Norvik MP": an article, and a noun for a person that is no part of a longer name."""
    last = core[-1].key
    noun = last in PERSON_NOUNS or last in MALE_NOUNS or last in FEMALE_NOUNS or last in _SEATS
    in_name = name is not None and core[0].key not in ("a", "an") and name.start < core[-1].start and last not in _SEATS
    return core[0].key in DETERMINERS and noun and not in_name and not _is_proper(core)


def _is_proper(core: Sequence[Token]) -> bool:
    """ "the Coast Guard", "the Norvik Star": capitals throughout, and the last no title."""
    last = core[-1].key
    person = last in TITLES or last in MALE_NOUNS or last in FEMALE_NOUNS or last in _SEATS or singular(last) != last
    return len(core) > 2 and not person and all(word.is_capitalised for word in core[1:])


def _clipped(text: str, name: Name, core: Sequence[Token]) -> Name:
    """The part of a name that lies in the source, for names that run too far. A source that only has the end of a list
    ("Department for Culture, | Media and Sport") stands for the whole."""
    end = min(name.end, _end_of(core))
    if name.kind == "org" and end == name.end and "," in text[name.start : core[0].start]:
        return name
    return Name(max(name.start, core[0].start), end, name.kind) if end > name.start else name


def _completed(name: Name, run: Sequence[Token]) -> Name:
    """The network's name, with the capitals around it that it left out."""
    if not run or name.kind == "place" and run[0].start >= name.start:
        return name
    kind = "org" if name.kind == "place" else name.kind
    return Name(min(name.start, run[0].start), max(name.end, _end_of(run)), kind)


def _end_of(run: Sequence[Token]) -> int:
    last = run[-1]
    return last.end - 2 if last.text.casefold().endswith(("'s", "’s")) else last.end


def _without_closers(core: Sequence[Token]) -> Sequence[Token]:
    while core and (not core[-1].text[0].isalnum() or core[-1].key in _EMPHASIS):
        core = core[:-1]
    return core


def _capital_run(core: Sequence[Token], inside: Sequence[Name]) -> list[Token]:
    """The capitalised words at the end of the core, back to a title, a small word or another name."""
    run: list[Token] = []
    last = next((n for n in inside if n.start <= core[-1].start < n.end), None)
    for word in reversed(core):
        own = last is not None and last.start <= word.start or bool(run) and word.text.isdigit()
        foreign = not own and any(n.start <= word.start < n.end for n in inside)
        stop = not word.is_capitalised or word.key in DETERMINERS
        stop = stop or bool(run) and (word.is_possessive or is_title(word.key))
        if not own and (stop or foreign):
            break
        run.append(word)
    while run and run[-1].text.isdigit() and len(run) < len(core) and not core[-len(run) - 1].is_capitalised:
        run.pop()
    return run[::-1]


def _looks_like_name(text: str, run: Sequence[Token], core: Sequence[Token], names: NameIndex) -> bool:
    """Capitals make a name unless they only open the sentence, or are a title or a noun with a capital."""
    first, last = run[0], run[-1]
    if len(run) > 1:
        return not (last.key in TITLES or singular(last.key) in PERSON_NOUNS) or _is_proper([core[0], *run])
    if is_acronym(last.text) and last.key not in TITLES or last.text in names.words and not _is_listed(last.key):
        return True
    if first.start > core[0].start or not _opens_sentence(text, first.start):
        return not _is_listed(last.key)
    known = last.key in TITLE_MODIFIERS and singular(last.key) not in ORG_NOUNS
    common = head_kind(singular(last.key)) != "other" or last.key.endswith("s") or last.key in names.common
    return known or not common


def _opens_sentence(text: str, start: int) -> bool:
    """True where a capital may come from the beginning of a sentence, a quotation or a line."""
    before = text[max(0, start - 4) : start].rstrip(" \xa0")
    return not before or before[-1] in ".!?:;\n\r“”\"‘’'«»–—-()"


def _is_listed(key: str) -> bool:
    word = singular(key)
    listed = word in PERSON_NOUNS or word in ORG_NOUNS or word in DOCUMENT_NOUNS or word in MALE_NOUNS
    return listed or word in FEMALE_NOUNS or key in TITLES and key not in TITLE_MODIFIERS


def _guess_kind(run: Sequence[Token], core: Sequence[Token]) -> NameKind:
    if any(_is_body(word) for word in run) or is_acronym(run[-1].text):
        return "org"
    before = [word for word in core if word.start < run[0].start]
    if before and before[-1].key in ("the", "a", "an"):
        return "org"
    titled = any(is_title(word.key) or head_kind(singular(word.key)) == "person" for word in before)
    return "person" if titled or 2 <= len(run) <= 3 else "org"


def _is_body(word: Token) -> bool:
    return head_kind(singular(word.key)) in ("org", "document")


def _comma_segments(tail: Sequence[Token]) -> list[list[Token]]:
    """The parts of the tail between commas and dashes."""
    parts: list[list[Token]] = [[]]
    for word in tail:
        if word.text in (",", "–", "—", ";"):
            parts.append([])
        else:
            parts[-1].append(word)
    return [part for part in parts[1:] if part]


def _only_name(text: str, part: Sequence[Token], names: NameIndex) -> Name | None:
    """The name that is all of a part but for titles and an article in front; "of …" may follow."""
    inside = names.touching(part[0].start, part[-1].end)
    core = part[: core_length(part, inside)]
    name = _name_at_end(text, core, names)
    if name is None or name.kind == "place":
        return None
    front = [word for word in core if word.start < name.start and word.key not in DETERMINERS]
    return (
        name
        if not front or _is_role(front[-1]) and all(w.text.rstrip(".").isalpha() or "-" in w.text for w in front)
        else None
    )


def _is_role(word: Token) -> bool:
    return is_title(word.key) or head_kind(singular(word.key)) == "person"
