"""The name that a source's words stand for: the network's, completed, or one that only its capitals show."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from quoteminer.people.lexicon import (
    CALENDAR,
    DETERMINERS,
    DOCUMENT_NOUNS,
    FEMALE_NOUNS,
    LEADING_WORDS,
    MALE_NOUNS,
    ORG_NOUNS,
    PERSON_NOUNS,
    QUANTIFIERS,
    TITLE_MODIFIERS,
    TITLES,
)
from quoteminer.people.name_index import NameIndex
from quoteminer.people.nouns import head_kind, is_role, is_title, singular
from quoteminer.people.organisations import is_acronym
from quoteminer.people.phrases import Token, core_length
from quoteminer.people.spelling import fold
from quoteminer.types import Name, NameKind

EMPHASIS = frozenset(("both", "each", "himself", "herself", "itself", "themselves"))
"""Words beside a name that belong to nobody's."""
_SEATS = frozenset(("mp", "mps", "mep", "meps", "msp", "msps"))
# Words that go before a person as well ("US Attorney") but belong to the name of a body.
_FRONTS = TITLE_MODIFIERS - frozenset(
    "former ex then current acting deputy assistant associate senior junior interim incoming outgoing retired late "
    "special first fellow general major chief dean private chair lady presumptive".split()
)
# With these alone in front, "Poll" and "Report" name nothing, though a headline gives them capitals.
_UNNAMED_FRONTS = frozenset("new latest recent early exit internal first second third final super local".split())
# The names that bodies of many states have in common are made of these.
_OF_A_STATE = frozenset(
    "national federal constitutional supreme high central police agency court parliament interior foreign army navy "
    "air force government senate congress assembly election electoral elections commission ministry department bureau "
    "statistics defence defense health finance education justice transport state office".split()
)


def find_name(text: str, words: Sequence[Token], names: NameIndex) -> Name | None:
    """The name that the phrase stands for, or None: at the end of its core, else all of what follows a comma."""
    words = without_brackets(words)
    if not words:
        return None
    inside = names.touching(words[0].start, words[-1].end)
    count = core_length(words, inside)
    if found := _behind_role(text, words, names) or name_at_end(text, words[:count], names):
        return found
    segments = _comma_segments(words[count:])
    return next((hit for part in segments if (hit := _only_name(text, part, names)) is not None), None)


def without_brackets(words: Sequence[Token]) -> list[Token]:
    """The words of a phrase but those between round brackets."""
    kept: list[Token] = []
    depth = 0
    for word in words:
        depth += word.text == "("
        if not depth:
            kept.append(word)
        depth -= word.text == ")" and depth > 0
    return kept or list(words)


def _behind_role(text: str, words: Sequence[Token], names: NameIndex) -> Name | None:
    """The person behind a role in small letters that follows a name of several words, whatever those are: "Fund for
    Deep Water scientist | Dana Kell", "Longtime Tea in the Morning host and writer | Dana Kell"."""
    stop = next((i for i, word in enumerate(words) if word.text in (",", ";", "—")), len(words))
    roles = [i for i in range(1, stop - 1) if words[i].text.islower() and is_role(words[i].key)]
    if not roles or not words[0].is_capitalised or words[0].key in DETERMINERS or is_role(words[0].key):
        return None
    person = words[roles[-1] + 1 : stop]
    found = name_at_end(text, person, names)
    whole = found is not None and found.kind == "person" and found.start == person[0].start
    return found if whole and all(word.is_capitalised for word in person) else None


def name_at_end(text: str, core: Sequence[Token], names: NameIndex) -> Name | None:
    """The name that ends with the core: one of the network's, completed by the capitals around it, else capitals."""
    core = without_closers(core)
    if not core or core[0].key in QUANTIFIERS:
        return None
    inside = names.touching(core[0].start, core[-1].end)
    run = _capital_run(text, core, inside)
    last = next((name for name in reversed(inside) if name.end > core[-1].start), None)
    if _is_described(core, last):
        return None
    if last is not None and not _is_headline_s(core):
        return _with_country(text, _completed(_clipped(text, last, core), run), core, names)
    if not run or not _looks_like_name(text, run, core, names):
        return None
    return _with_country(text, Name(run[0].start, _end_of(run), _guess_kind(run, core)), core, names)


def _is_headline_s(core: Sequence[Token]) -> bool:
    """ "New Poll": a noun with the capitals of a headline."""
    keys = [word.key for word in core]
    return len(keys) > 1 and _is_listed(keys[-1]) and _UNNAMED_FRONTS.issuperset(keys[:-1])


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
    if all(unicodedata.category(ch).startswith("M") for ch in text[end : name.end]):
        end = name.end
    if name.kind == "org" and end == name.end and "," in text[name.start : core[0].start]:
        return name
    return Name(max(name.start, core[0].start), end, name.kind) if end > name.start else name


def _completed(name: Name, run: Sequence[Token]) -> Name:
    """The network's name, with the capitals around it that it left out."""
    if not run or name.kind == "place" and run[0].start >= name.start:
        return name
    before = [word for word in run if word.start < name.start]
    if before and name.kind == "org" and before[-1].key in ORG_NOUNS:
        run = run[len(before) :]
    kind = "org" if name.kind == "place" else name.kind
    return Name(min(name.start, run[0].start), max(name.end, _end_of(run)), kind)


def _with_country(text: str, name: Name, core: Sequence[Token], names: NameIndex) -> Name:
    """ "Velden’s Constitutional Court": whose it is makes part of a name that every country has."""
    if name.kind != "org" or not _OF_A_STATE.issuperset(fold(text[name.start : name.end]).split()):
        return name
    owner = next((n for n in names.touching(core[0].start, name.start) if n.kind == "place"), None)
    if owner is None or text[owner.end : name.start] not in ("'s ", "’s ", "' ", "’ "):
        return name
    return Name(owner.start, name.end, "org")


def _end_of(run: Sequence[Token]) -> int:
    last = run[-1]
    return last.end - 2 if last.text.casefold().endswith(("'s", "’s")) else last.end


def without_closers(core: Sequence[Token]) -> Sequence[Token]:
    """The words before punctuation and "both", "himself" at the end."""
    while core and (not core[-1].text[0].isalnum() or core[-1].key in EMPHASIS):
        core = core[:-1]
    return core


def _capital_run(text: str, core: Sequence[Token], inside: Sequence[Name]) -> list[Token]:
    """The capitalised words at the end of the core, back to a title, a small word or another name."""
    run: list[Token] = []
    body = bool(inside) and inside[-1].kind == "org" or _is_body(core[-1]) or _is_proper(core)
    last = next((n for n in inside if n.start <= core[-1].start < n.end), None)
    for word in reversed(core):
        own = last is not None and last.start <= word.start or bool(run) and word.text.isdigit()
        front = body and word.is_capitalised and word.key in _FRONTS
        foreign = not own and not front and any(n.start <= word.start < n.end for n in inside)
        stop = not word.is_capitalised or word.key in DETERMINERS
        stop = stop or bool(run) and (word.is_possessive or is_title(word.key) and not front)
        if not own and (stop or foreign):
            break
        run.append(word)
    while len(run) > 1 and run[-1].key in LEADING_WORDS and _opens_sentence(text, run[-1].start):
        run.pop()
    while run and run[-1].text.isdigit() and len(run) < len(core) and not core[-len(run) - 1].is_capitalised:
        run.pop()
    return run[::-1]


def _looks_like_name(text: str, run: Sequence[Token], core: Sequence[Token], names: NameIndex) -> bool:
    """Capitals make a name unless they only open the sentence, or are a title or a noun with a capital."""
    first, last = run[0], run[-1]
    if _is_headline_s(run):
        return False
    if len(run) > 1:
        return not (last.key in TITLES or singular(last.key) in PERSON_NOUNS) or _is_proper([core[0], *run])
    if last.key in CALENDAR or last.text == "I":
        return False
    if is_acronym(last.text) and last.key not in TITLES or last.text in names.families or last.is_uncased:
        return True
    if last.text in names.words and not _is_listed(last.key):
        return True
    if first.start > core[0].start or not _opens_sentence(text, first.start):
        return not _is_listed(last.key)
    known = last.key in TITLE_MODIFIERS and singular(last.key) not in ORG_NOUNS
    of = text.startswith(" of ", last.end)
    common = of or head_kind(singular(last.key)) != "other" or last.key.endswith("s") or last.key in names.common
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
    return "person" if titled or 2 <= len(run) <= 3 or run[-1].is_uncased else "org"


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
    name = name_at_end(text, core, names)
    if name is None or name.kind == "place":
        return None
    front = [word for word in core if word.start < name.start and word.key not in DETERMINERS]
    return (
        name
        if not front or is_role(front[-1].key) and all(w.text.rstrip(".").isalpha() or "-" in w.text for w in front)
        else None
    )
