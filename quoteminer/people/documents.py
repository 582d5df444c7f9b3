"""Find who issued a document: "a survey by Delmar", "Delmar's survey", "the survey" it made."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from quoteminer.names import lexicon
from quoteminer.names.lexicon import is_role
from quoteminer.people.article_names import NameIndex
from quoteminer.people.descriptions import Descriptions
from quoteminer.people.discourse import Discourse
from quoteminer.people.entities import Entity
from quoteminer.people.groups import Groups
from quoteminer.people.noun_phrases import Phrase, read_phrase, tokens
from quoteminer.people.phrase_words import PHRASE_WORDS
from quoteminer.types import Name, Span

_BY = re.compile(r"(?<!\S)(?P<before>\S+) by (?:[Tt]he )?")
_FROM = re.compile(r"(?<!\S)(?P<before>\S+) from (?:[Tt]he )?")
# "documents obtained by the Quay Times": the paper did not write them.
_HANDLED = PHRASE_WORDS.words("handled")
# "a Facebook post": where it was published, not who wrote it.
_PUBLISHED_ON = PHRASE_WORDS.words("published on")
_POSSESSIVE = ("'s", "’s")
#: The most characters before "the statement" at which "a statement" may stand.
_REACH = 1500
#: The longest clause behind "a statement" that may tell the issuer.
_LONGEST_CLAUSE = 80
_CLAUSE = re.compile(r"[^,.;:“”\"\n]*")
_ISSUES = re.compile(rf"(?:\S+ ){{0,6}}?{PHRASE_WORDS.any_line('issues')}\b[^.;“”\"\n]{{0,40}}")


class Issuers:
    """Finds who issued the documents of an article."""

    def __init__(
        self, groups: Groups, descriptions: Descriptions, discourse: Discourse, names: NameIndex
    ) -> None:
        self._groups, self._descriptions = groups, descriptions
        self._discourse, self._index, self._names = discourse, discourse.index, names

    def of(self, document: Phrase, described: Callable[[Span], Entity | None]) -> Entity | None:
        """Return who issued a document, if the phrase tells it or an earlier one: "the statement"
        after "Delmar issued a statement". ``described`` resolves a description to its entity."""
        text = self._index.text
        if (name := _named_issuer(text, document, self._names)) is not None:
            return self._groups.of_name(name.start)
        if document.determiner in ("his", "her", "its", "their"):
            return self._descriptions.owner(document)
        if (owner := _owner_before(text, document)) is not None:
            return described(owner)
        if document.determiner not in ("the", "this", "that") or document.owner is not None:
            return None
        earlier = _introduction(text, document)
        return None if earlier is None else self._introduced_by(earlier)

    def _introduced_by(self, earlier: Span) -> Entity | None:
        """Return who issued a document by the words that introduce it: "a poll by Delmar", "Delmar
        released a poll", "In a statement, Delmar …"."""
        text, (start, end) = self._index.text, earlier
        name = _named_issuer(text, read_phrase(text, start, end, self._names), self._names)
        if name is not None:
            return self._groups.of_name(name.start)
        floor = self._index.sentence_start(start)
        behind = self._names.touching(end, end + len(", ") + 1)
        before = self._names.before(start, 2)
        for name in (
            *(name for name in behind if text[end : name.start] == ", "),
            *(n for n in before if n.start >= floor and _is_issued(text, n.end, start)),
        ):
            if name.kind != "place":
                return self._groups.of_name(name.start)
        for entity, at in self._discourse.last_sources(start):
            source_end = at + len(text[at:start].split(" ", 1)[0])
            if at >= floor and _is_issued(text, source_end, start):
                return entity
        return None


def _named_issuer(text: str, phrase: Phrase, names: NameIndex) -> Name | None:
    """Return the name of who issued a document, if its phrase has it: "a survey by the | Quay
    Board |", "a new | Quay Board | survey" (also one "paid by Delmar")."""
    by, sent = (link.search(text, phrase.start, phrase.end) for link in (_BY, _FROM))
    front = _name_in_front(text, phrase)
    if by is not None and (front is None or not by["before"].endswith("ed")):
        return None if by["before"] in _HANDLED else _name_at(text, by.end(), phrase.end, names)
    sender = None
    if by is None and sent is not None and not sent["before"].endswith("ed"):
        sender = _name_at(text, sent.end(), phrase.end, names)  # not "compiled from Delmar data"
    return sender or front


def _name_in_front(text: str, phrase: Phrase) -> Name | None:
    """Return the owner before a document: "the | Quay Board |'s survey", "a | Quay Board |
    survey"."""
    owner = phrase.owner
    if owner is None or phrase.link or owner.kind == "place":
        return None
    if text.startswith(("'s ", "’s ", "' ", "’ "), owner.end):
        return owner
    is_medium = phrase.head in _PUBLISHED_ON
    is_front = owner.kind == "org" and text[owner.end : owner.end + 1].isspace()
    return owner if is_front and not is_medium else None


def _name_at(text: str, start: int, end: int, names: NameIndex) -> Name | None:
    """Return the name at ``start``, or the person behind it: "Quay College Prof. | Ana Ruiz |"."""
    inside = names.touching(start, end)
    if not inside or inside[0].start > start and not _is_trade(text, start, inside[0].start):
        return None
    name = inside[0]
    person = next((other for other in inside[1:] if other.kind == "person"), None)
    if person is not None:
        between = tokens(text, name.end, person.start)
        if between and all(word.text == "." or is_role(word.key) for word in between):
            return person
    possessive = text.startswith(("'s ", "’s "), name.end)
    if possessive and len(inside) > 1 and inside[1].start == name.end + len("'s "):
        return _name_at(text, inside[1].start, end, names)  # "from Norvik's | Quay Times |"
    return None if name.kind == "place" or possessive else name


def _is_trade(text: str, start: int, end: int) -> bool:
    """True for the words between "by" and a name in "by the | market analysts | Delmar", "from |
    harbour firm | Delmar" and "from the | nonpartisan | Quay Board"."""
    words = tokens(text, start, end)
    return (
        all(word.text.islower() and word.key not in lexicon.PREPOSITIONS for word in words)
        and bool(words)
        and (len(words) == 1 or is_role(words[-1].key) or words[-1].key in lexicon.ORG_NOUNS)
    )


def _owner_before(text: str, phrase: Phrase) -> Span | None:
    """Return the owner of a document that has no name: "the company's | prepared statement"."""
    words = tokens(text, phrase.start, phrase.end)
    at = next((i for i, word in enumerate(words) if word.text.endswith(_POSSESSIVE)), None)
    if at is None or phrase.owner is not None or words[0].key not in lexicon.DETERMINERS:
        return None
    return words[0].start, words[at].end - len("'s")


def _introduction(text: str, phrase: Phrase) -> Span | None:
    """Return the last phrase before "the statement" that introduces it: "a statement by the Quay
    Board", "Delmar's statement"."""
    near = max(0, phrase.start - _REACH)
    introductions = list(_introduced(phrase.head).finditer(text, near, phrase.start))
    if not introductions:
        return None
    start, end = introductions[-1].span()
    clause = _CLAUSE.match(text, end, end + _LONGEST_CLAUSE)
    return start, clause.end() if clause is not None else end


@cache
def _introduced(head: str) -> re.Pattern[str]:
    key = lexicon.SAME_DOCUMENT.get(head, head)
    heads = {head} | {word for word, of in lexicon.SAME_DOCUMENT.items() if of == key}
    nouns = "|".join(map(re.escape, sorted(heads)))
    opening = r"(?:[Aa]n?|its|his|her|their|[A-Z][\w.&-]*['’]s?)"
    return re.compile(rf"\b{opening}(?: [\w’'.-]+){{0,4}}? (?:{nouns})\b")


def _is_issued(text: str, subject_end: int, document: int) -> bool:
    """True if the words between a subject and a document say that it issued it: "Ruiz | said on
    Monday in | a statement"."""
    return _ISSUES.fullmatch(text[subject_end:document].strip()) is not None
