"""Roles and affiliations: those of a phrase ("chairman and CEO of Haier Group") and those that no noun tells ("Ana Ruiz
of Haier", "Haier’s Ana Ruiz", "Ana Ruiz, who heads Haier", professors)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoteminer.names.lexicon import DETERMINERS, PREPOSITIONS, is_title
from quoteminer.names.organisations import is_acronym, plain_organisation
from quoteminer.people.article_names import NameIndex
from quoteminer.people.noun_phrases import Phrase, Token, tokens
from quoteminer.types import Name, Span

_BRACKET = r"(?:\s*\([^()\n]{1,60}\))?"
_OF = re.compile(rf"{_BRACKET},?\s+(?:of|from)\s+(?:the\s+)?")
_AT = re.compile(rf"{_BRACKET}\s+(?:at|with)\s+(?:the\s+)?")
_SAYS = re.compile(r"\s*(?:,|\s(?:said|says|added|told|wrote|argued|warned|noted|explained|agreed)\b)")
_WHO = re.compile(
    r",?\s+who\s+(?:now\s+|also\s+|then\s+)?(?:(heads|leads|runs|chairs|founded|owns|directs|edits|manages|coaches)"
    r"|works\s+(?:for|at|with)|works\s+as\s+\w+\s+\w+\s+(?:for|at)|teaches(?:\s+[a-z]+){0,3}\s+at)\s+"
    r"(?:(?:the|a|an)\s+)?(?:[a-z][\w-]*\s+){0,3}"
)
_POSTS = {
    "heads": "head", "leads": "leader", "runs": "head", "chairs": "chair", "founded": "founder", "owns": "owner",
    "directs": "director", "edits": "editor", "manages": "manager", "coaches": "coach",
}  # fmt: skip
_PROFESSOR = re.compile(r"Prof(?:essor|\b)")


# " of law" between a professor and the university.
_FIELD = re.compile(
    r"\s+((?:of|for)\s+(?:the\s+)?[a-z][\w-]*(?:\s+(?!(?:at|of|for|with|in|from)\s)[a-z][\w-]*){0,3})\s+"
    r"(?:at|of|for|with|in|from)\s+(?:the\s+)?$"
)
_CAPITALS_BEHIND = re.compile(
    r"([ \xa0]in[ \xa0-]chief)?[ \xa0](?:of|at|for|with)[ \xa0](?:the[ \xa0])?"
    r"((?:[A-Z][\w&.’-]{0,30}[ \xa0]?){1,5}(?<=\w))(?![\w’'])"
)
_CHAIN = re.compile(r"\s+of\s+(?:the\s+)?")
#: Words of what a role is of ("of the international department").
_LONGEST_COMPLEMENT = 5
# Words of time in front of whose it is: "former Norvik mayor".
_OF_TIME = frozenset("former ex then current acting outgoing incoming interim retired late one-time onetime".split())
# With these a place is what they are of: "Velden mayor".
_OFFICES = frozenset(
    "president minister chancellor mayor governor gov senator sen secretary attorney ambassador representative rep "
    "king queen prince princess premier leader commissioner judge justice delegate general chief mp envoy "
    "emperor sultan sheriff councillor councilman councilwoman congressman congresswoman lawmaker prosecutor "
    "coach captain manager emir speaker treasurer".split()
)


def post_of(text: str, span: Span, names: NameIndex) -> tuple[str | None, str | None]:
    """Role and affiliation that the words right around a person's name, text[span], tell; None where they tell
    nothing. A span that opens with "Professor" gives that for a role."""
    professor = _PROFESSOR.match(text, *span)
    role = professor.group() if professor else None
    if who := _WHO.match(text, span[1]):
        body = _body_at(who.end(), names)
        return (_POSTS.get(who.group(1), role) if body else role), _plain(text, body)
    body = _owner_before(text, span, names) or _behind(text, span, names)
    return role, _plain(text, body)


def _behind(text: str, span: Span, names: NameIndex) -> Name | None:
    if of := _OF.match(text, span[1]):
        return _body_at(of.end(), names)
    at = _AT.match(text, span[1])
    body = _body_at(at.end(), names) if at else None
    return body if body is not None and _SAYS.match(text, body.end) else None


def _owner_before(text: str, span: Span, names: NameIndex) -> Name | None:
    near = names.before(span[0], 1)
    follows = bool(near) and text[near[0].end : span[0]] in ("'s ", "’s ", "' ", "’ ")
    return near[0] if follows and near[0].kind == "org" else None


def _body_at(start: int, names: NameIndex) -> Name | None:
    found = names.touching(start, start + 1)
    return found[0] if found and found[0].kind == "org" and found[0].start == start else None


def _plain(text: str, body: Name | None) -> str | None:
    return plain_organisation(text[body.start : body.end]) if body is not None else None


def post_in(text: str, phrase: Phrase, names: NameIndex) -> tuple[str | None, str | None]:
    """("chairman and CEO", "Haier Group"): the words of the core but for names and article, and the first body named
    behind them or among them."""
    inside = [n for n in names.within(*phrase.core) if n.kind != "person" and not is_title(text[n.start : n.end])]
    behind = [name for name in names.within(phrase.core[1], phrase.end) if _may_employ(text, name)]
    start = inside[-1].end if inside else phrase.core[0]
    start += 2 if text.startswith(("'s", "’s"), start) else 0
    words = [word for word in tokens(text, start, phrase.core[1]) if _belongs(word)]
    owned = next((i + 1 for i in range(len(words) - 1, -1, -1) if words[i].is_possessive), 0)
    front = tokens(text, phrase.core[0], inside[0].start) if inside else []
    role = " ".join(word.text for word in (*(word for word in front if word.key in _OF_TIME), *words[owned:]))
    front_body = [name for name in inside[-1:] if name.kind == "org" or phrase.head in _OFFICES]
    body = next(iter([*behind, *front_body]), None)
    if body is None:
        return _without_body(text, phrase, words[owned:], role, names)
    field = _FIELD.match(text, phrase.core[1], body.start) if role and body.start > phrase.core[1] else None
    role += " " + " ".join(field.group(1).split()) if field else ""
    return role or None, plain_organisation(text[body.start : _end_of_chain(text, body, behind)])


def _without_body(
    text: str, phrase: Phrase, words: Sequence[Token], role: str, names: NameIndex
) -> tuple[str | None, str | None]:
    """Where the network saw no body: capitals in front of a role in small letters ("QTB chairwoman") or behind it
    ("editor of Tidal Week") name one."""
    front = next((i for i, word in enumerate(words) if not word.is_capitalised or is_title(word.key)), len(words))
    mid = front > 1 or bool(words) and (is_acronym(words[0].text) or not _opens_clause(text, words[0].start))
    if 0 < front < len(words) and mid and not _is_nobody_s(words[:front], names):
        named, rest = words[:front], words[front:]
        if rest[-1].text.islower():
            return " ".join(word.text for word in rest), text[named[0].start : named[-1].end]
    behind = _CAPITALS_BEHIND.match(text, phrase.core[1], phrase.end) if words and words[-1].text.islower() else None
    if role and behind and not names.touching(behind.start(2), behind.end()):
        return role + (behind.group(1) or ""), plain_organisation(behind.group(2))
    return (role + _complement(text, phrase) if role else None), None


def _opens_clause(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip(" \xa0")
    return not before or not (before[-1].isalnum() or before[-1] == ",")


def _is_nobody_s(words: Sequence[Token], names: NameIndex) -> bool:
    """A nationality or somebody's name: no body to belong to."""
    adjective = len(words) == 1 and words[0].key.endswith(("an", "ish", "ese", "ch", "ine"))
    return adjective or any(word.text in names.families for word in words)


def _belongs(word: Token) -> bool:
    small = word.key in DETERMINERS or word.key in ("himself", "herself", "once", "fellow")
    return bool(word.key) and not small and not word.key.endswith("-year-old")


def _may_employ(text: str, name: Name) -> bool:
    """A body, or a place that somebody is the mayor *of*; not where a nurse comes from."""
    before = text[max(0, name.start - 12) : name.start].split()
    return name.kind == "org" or name.kind == "place" and before[-1:] != ["the"] and before[-1:] in (["of"], ["for"])


def _complement(text: str, phrase: Phrase) -> str:
    """ " of the international department", " for Omar Reyes" behind a role, where no body is in it."""
    tail = text[phrase.core[1] : phrase.end].split()
    if tail and tail[-1] in PREPOSITIONS:
        return ""
    return (
        " " + " ".join(tail) if tail[:1] and tail[0] in ("of", "for", "to") and len(tail) <= _LONGEST_COMPLEMENT else ""
    )


def _end_of_chain(text: str, body: Name, behind: Sequence[Name]) -> int:
    """The end of "the Institute of Economics of the Academy of Sciences", which the network takes for two names."""
    end = body.end
    for name in behind:
        if _CHAIN.fullmatch(text, end, name.start) or text[end : name.start] in ("'s ", "’s "):
            end = name.end
    return end
