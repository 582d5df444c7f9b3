"""The kind of a source's words: a name, several names, a pronoun or a description."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

from quoteminer.attribution.hearers import names_nobody
from quoteminer.names import lexicon
from quoteminer.names.lexicon import is_role, listed_kind, singular
from quoteminer.names.organisations import is_acronym
from quoteminer.people.article_names import NameIndex
from quoteminer.people.clean_names import MEMBERS
from quoteminer.people.noun_phrases import Token, core_length, is_inside, tokens
from quoteminer.people.phrase_words import PHRASE_WORDS
from quoteminer.types import Name, SourceMention, Span

_EDGE = ' \t\r\n\xa0"“”„«»,.;:-–—'
_EMPHASIS = frozenset(("both", "each", "all", "himself", "herself", "itself", "themselves"))
# "called", "calling itself", "known as", and what stands between these and a name
_NAMING, _BEFORE_NAMES = PHRASE_WORDS.words("naming"), PHRASE_WORDS.words("before names")
_JOINTS = frozenset(("and", "&", ","))
_POST_NOMINALS = lexicon.SUFFIXES - lexicon.GENERATIONS


def read_mention(text: str, span: Span, names: NameIndex) -> SourceMention:
    """Classify the source text[span]. Several speakers ("X and Y") are one name, without
    ``name_kind``."""
    start, end = trim(text, span)
    words = tokens(text, start, end)
    first, *rest = [word.text.casefold() for word in words] or [""]
    is_pronoun = first in lexicon.PRONOUNS and words[0].text != "WHO"
    if is_pronoun and {"own", "both", "all", "self"}.issuperset(rest):
        return SourceMention(start, end, "pronoun", (start, end))
    if names_nobody(text, (start, end)):
        return SourceMention(start, end, "description", (start, end))
    if members := read_group(words, names):
        head = members[0].start, _end_of_group(words, members[-1], names)
        return SourceMention(start, end, "name", head)
    name = _find_name(words, names)
    if name is None:
        return SourceMention(start, end, "description", (start, end))
    return SourceMention(start, end, "name", (name.start, name.end), name.kind)


def _end_of_group(words: Sequence[Token], last: Name, names: NameIndex) -> int:
    """Return where a group ends, with the complement of its ``last`` name: "Sen. Dana Kell of
    Norvik"."""
    end = last.end
    for word in _without_tail(_without_brackets(words), _inside(words, names)):
        is_break = word.text in (",", "–", "—") or word.key in ("who", "which", *_EMPHASIS)
        if word.start > last.end and is_break:
            break
        end = max(word.end, end)
    return end


def _inside(words: Sequence[Token], names: NameIndex) -> Sequence[Name]:
    return names.touching(words[0].start, words[-1].end) if words else ()


def trim(text: str, span: Span) -> Span:
    """Trim space, commas and quotation marks from a span. A span of nothing else is returned
    unchanged."""
    start, end = max(span[0], 0), min(span[1], len(text))
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        last = text[start:end].rsplit(None, 1)[-1].casefold() if text[end - 1] == "." else ""
        if "." in last[:-1] or last[:-1] in ("jr", "sr", "inc", "co", "corp", "ltd"):
            break  # "U.S." and "Jr." end with a full stop
        end -= 1
    return (start, end) if start < end else span


def _find_name(words: Sequence[Token], names: NameIndex) -> Name | None:
    """Return the name that a phrase refers to, or None: the name at the end of its core, else a
    whole part after a comma."""
    if not words:
        return None
    words = _without_brackets(words)
    inside = _inside(words, names)
    count = core_length(words, inside)
    name = (
        _behind_role(words, inside)
        or _behind_naming(words, inside)
        or _name_at_end(words[:count], names)
    )
    head = words[count - 1].key
    if name is not None and not (name.kind == "org" and is_role(head)):
        return name
    tail = words[count:]
    cuts = [i for i, word in enumerate(tail) if word.text in (",", "–", "—", ";")]
    parts = [tail[cut + 1 : end] for cut, end in pairwise((*cuts, len(tail)))]
    hits = [hit for part in parts if part and (hit := _only_name(part, names)) is not None]
    if not hits:
        return name
    # "the president, Reuters, Dana Kell": a person where the head is one
    hit = next((hit for hit in hits if hit.kind == "person" and is_role(head)), hits[0])
    several = hit.kind == "person" and singular(head) != head and is_role(head)
    return None if several else hit  # "the candidates, Dana Kell and Ana Ruiz"


def _behind_role(words: Sequence[Token], inside: Sequence[Name]) -> Name | None:
    """Return the person after a lower-case role, whatever precedes it: "Fund for Deep Water
    scientist | Dana Kell"."""
    person = inside[-1] if inside else None
    if person is None or person.kind != "person" or person.end < words[-1].end:
        return None
    before = [word for word in words if word.start < person.start]
    if not before or not before[-1].text.islower() or not is_role(before[-1].key):
        return None
    first = before[0]
    is_name = (
        first.is_capitalised and first.key not in lexicon.DETERMINERS and not is_role(first.key)
    )
    return person if is_name and not any(word.text == "," for word in before) else None


def _behind_naming(words: Sequence[Token], inside: Sequence[Name]) -> Name | None:
    """Return the name in "a group calling itself | Quay Watch", "a site called “The Quay”", if
    nothing stands between noun and verb."""
    verb = next((i for i, word in enumerate(words) if word.key in _NAMING), 0)
    noun = words[:verb]
    if any(word.key in lexicon.PREPOSITIONS or not word.text[0].isalnum() for word in noun):
        return None
    for word in words[verb + 1 :] if noun else ():
        if word.text[0].isalnum() and word.key not in _BEFORE_NAMES:
            return next((n for n in inside if n.start <= word.start < n.end), None)
    return None


def _without_brackets(words: Sequence[Token]) -> list[Token]:
    kept: list[Token] = []
    depth = 0
    for word in words:
        depth += word.text == "("
        if not depth:
            kept.append(word)
        depth -= word.text == ")" and depth > 0
    return kept or list(words)


def _name_at_end(core: Sequence[Token], names: NameIndex) -> Name | None:
    """Return the name at the end of the core: one of the network's names, else a last word that can
    only be a name."""
    core = _without_post_nominals(_without_closers(core), names)
    if not core or core[0].key in lexicon.QUANTIFIERS:
        return None
    inside = _inside(core, names)
    at_end = next((name for name in inside if name.end > core[-1].start), None)
    return at_end or _body_at_end(core, inside) or _name_of_last_word(core, names)


def _without_post_nominals(core: Sequence[Token], names: NameIndex) -> Sequence[Token]:
    """Leave out letters behind a name ("Ana Ruiz MBE", "Ana Ruiz MP"), but not a post behind a
    place ("the Velden MP")."""
    while len(core) > 1 and core[-1].key in _POST_NOMINALS and core[-1].text.isupper():
        near = names.touching(core[-2].start, core[-2].end)
        behind_person = any(name.kind == "person" for name in near)
        opens = core[0].key in lexicon.DETERMINERS and any(
            name.start == core[1].start for name in near
        )
        if core[-1].key in lexicon.TITLES and (opens or not behind_person):
            break
        core = core[:-1]
    return core


def _name_of_last_word(core: Sequence[Token], names: NameIndex) -> Name | None:
    """Return the last word as a name if it can only be one: of another script, an acronym, or a
    word of the article's names that is no noun."""
    last = core[-1]
    end = last.end - 2 * last.text.endswith(("'s", "’s"))
    if last.is_uncased:
        return Name(last.start, end, "person")
    if is_acronym(last.text) and not is_role(last.key):
        return Name(last.start, end, "org")
    is_family = last.text in names.families
    is_noun = listed_kind(singular(last.key)) != "other" and last.key not in lexicon.TITLE_MODIFIERS
    if (is_noun or last.key in MEMBERS) and not (is_family and len(core) == 1):
        return None
    if last.text not in names.words or not last.is_capitalised:
        return None
    return Name(last.start, end, "person" if is_family else "org")


def _body_at_end(core: Sequence[Token], inside: Sequence[Name]) -> Name | None:
    """Return the name of an organisation in a phrase that continues after the network's name: "the
    Quay trade union" is Quay, but "the Quay 52 Project" is a name of all its capitalised words."""
    name = inside[-1] if inside else None
    if name is None or name.kind != "org" or all(word.end != name.end for word in core):
        return None
    front = [word for word in core if word.end <= name.start]
    behind = [word for word in core if word.start >= name.end]
    proper = [word.is_capitalised or word.text.isdigit() for word in behind]
    if all(proper) and core[-1].is_capitalised and not any(is_role(word.key) for word in behind):
        own = takewhile(
            lambda word: (
                word.is_capitalised
                and not is_role(word.key)
                and word.key not in lexicon.DETERMINERS
            ),
            reversed(front),
        )
        start = min((word.start for word in own), default=name.start)
        return Name(start, behind[-1].end, "org")
    words = [word.key for word in behind if word.text.islower()]
    is_class = not {*words[-1:], "-".join(words[-2:])}.isdisjoint(lexicon.CLASSES_OF_BODIES)
    is_plain = len(words) == len(behind) <= 2 and [word.key for word in front] == ["the"]
    return name if is_class and is_plain else None


def _without_closers(core: Sequence[Token]) -> Sequence[Token]:
    while core and (not core[-1].text[0].isalnum() or core[-1].key in _EMPHASIS):
        core = core[:-1]
    return core


def _only_name(part: Sequence[Token], names: NameIndex) -> Name | None:
    """Return the name in a part that otherwise has only titles and an article before it, and "of …"
    after it."""
    if part[0].text.islower() and part[0].key in lexicon.PREPOSITIONS | lexicon.RELATIVE_PRONOUNS:
        return None  # "many Germans, | including Dana Kell", "the delegate, | who backs Kell"
    inside = _inside(part, names)
    core = part[: core_length(part, inside)]
    name = _name_at_end(core, names)
    if name is None or name.kind == "place":
        return None
    front = [
        word for word in core if word.start < name.start and word.key not in lexicon.DETERMINERS
    ]
    plain = all(word.text.rstrip(".").isalpha() or "-" in word.text for word in front)
    # "my lawyer, | the scholarly Dana Kell"
    praised = part[0].key == "the" and all(word.text.islower() for word in front)
    is_role_first = any(is_role(word.key) for word in front)
    return name if not front or plain and (is_role_first or praised) else None


def read_group(words: Sequence[Token], names: NameIndex) -> list[Name]:
    """Return the names of a source with several names, each at the end of a part between commas and
    "and"; else an empty list."""
    inside = _inside(words, names)
    words = _without_tail(_without_brackets(words), inside)
    if not any(word.key in ("and", "&") and not is_inside(word, inside) for word in words):
        return []
    parts = _split_at_joints(words, inside)
    # "Delmar's chairman, | Dana Kell, | its founder, | and Ana Ruiz"
    kept = [part for part in parts if part is parts[-1] or not _ends_in_role(part)]
    found = [_name_at_end(part[: core_length(part, inside)], names) for part in kept]
    members = [name for name in found if name is not None]
    if len(members) < len(found) or len(members) < 2 or members[0].start == members[-1].start:
        return []
    before = [word for word in words if word.start < members[-1].start]
    is_told = any(word.text.endswith(("'s", "’s")) and word in parts[-1] for word in before) or any(
        is_role(word.key)
        and word.key not in lexicon.HONORIFICS
        and not names.touching(word.start, word.end)
        for word in before
    )
    employers = members[0].kind != "person" and members[-1].kind == "person" and is_told
    # "Dana Kell of the Cattle and | Buffalo Association" is one person.
    one = members[0].kind == "person" != members[-1].kind and parts[0][-1].end > members[0].end
    return [] if employers or one else members


def _ends_in_role(part: Sequence[Token]) -> bool:
    last = part[-1]
    return last.text.islower() and is_role(last.key) and singular(last.key) == last.key


def _without_tail(words: Sequence[Token], inside: Sequence[Name]) -> Sequence[Token]:
    """Return the words before "who …"."""
    for i, word in enumerate(words):
        is_who = word.key in lexicon.RELATIVE_PRONOUNS and word.text.islower()
        if i and is_who and not is_inside(word, inside):
            return words[:i]
    return words


def _split_at_joints(words: Sequence[Token], inside: Sequence[Name]) -> list[Sequence[Token]]:
    parts: list[list[Token]] = [[]]
    for i, word in enumerate(words):
        beside = (*words[max(0, i - 1) : i], *words[i + 1 : i + 2])
        roles = [w for w in beside if w.text.islower() and is_role(w.key)]
        if word.text.casefold() in _JOINTS and not is_inside(word, inside) and len(roles) < 2:
            parts.append([])
        elif parts[-1] or word.key not in _EMPHASIS:
            parts[-1].append(word)
    return [kept for part in parts if (kept := _without_closers(part))]
