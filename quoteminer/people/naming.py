"""What somebody is called whom the article does not name: the noun phrase, the fullest there is."""

from __future__ import annotations

from quoteminer.people.entities import Entity
from quoteminer.people.lexicon import DETERMINERS, RELATIVE_PRONOUNS
from quoteminer.people.nouns import is_title
from quoteminer.people.phrases import Phrase, Token, tokens

_FRESH = frozenset("new recent latest separate previous same other last own national".split())
_BREAK = frozenset(",;:–—(")
_CLAUSE = RELATIVE_PRONOUNS | {"including", "released", "published", "conducted"}
_POINTING = frozenset(("this", "that", "these", "those"))


def _is_fresh(word: Token) -> bool:
    """True for what is no part of a title; "New" in "New Norvik" is."""
    return word.key in DETERMINERS or word.text.islower() and word.key in _FRESH


class Naming:
    """Names the unnamed of one article, anew when a fuller phrase comes."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._from_headline: set[int] = set()
        self._told: set[int] = set()

    def name(self, entity: Entity, phrase: Phrase, *, headline: bool) -> None:
        """Give a new entity its name and what else the phrase says."""
        entity.name, entity.proper = self.title(phrase), phrase.proper
        entity.plural, entity.document = phrase.plural, phrase.kind == "document"
        entity.human = phrase.kind == "person"
        entity.words.update({phrase.head, *phrase.modifiers})
        self._note_tail(entity, phrase)
        if headline:
            self._from_headline.add(entity.id)
        if phrase.gender:
            entity.votes[phrase.gender] += 2

    def rename(self, entity: Entity, phrase: Phrase) -> None:
        """Take a phrase for the name where it is a better one."""
        if self._names_better(phrase, entity):
            entity.name, entity.proper = self.title(phrase), phrase.proper
            self._from_headline.discard(entity.id)
            self._note_tail(entity, phrase)

    def _note_tail(self, entity: Entity, phrase: Phrase) -> None:
        if self._has_tail(phrase):
            self._told.add(entity.id)

    def title(self, phrase: Phrase) -> str:
        """The noun phrase as it stands; without "a new" and a participle clause where a name in it makes it a title."""
        start, end = phrase.start, self._end_of_words(phrase)
        if phrase.proper and phrase.kind in ("document", "org"):
            words = tokens(self._text, start, phrase.core[1])
            owner = phrase.owner.start if phrase.owner is not None and phrase.owner.kind == "person" else start
            kept = (w.start for w in words if not _is_fresh(w) and not (w.start < owner and is_title(w.key)))
            start = next(kept, start)
            end = end if phrase.link in ("of", "from", "by") else self._end(phrase)
        return " ".join(self._text[start:end].split()).removesuffix("'s").removesuffix("’s")

    def _end(self, phrase: Phrase) -> int:
        """The end of the core, with "of recent polls" behind it."""
        tail = tokens(self._text, phrase.core[1], phrase.end)
        if not tail or tail[0].key != "of":
            return phrase.core[1]
        return next((word.start for word in tail if word.text in _BREAK), phrase.end)

    def _end_of_words(self, phrase: Phrase) -> int:
        """Where the phrase ends or a comma with a clause cuts it: "the ad, which …"."""
        tail = tokens(self._text, phrase.core[1], phrase.end)
        cut = (a.start for a, b in zip(tail, tail[1:], strict=False) if a.text == "," and b.key in _CLAUSE)
        return next(cut, phrase.end)

    def _names_better(self, phrase: Phrase, entity: Entity) -> bool:
        """A phrase with a proper name in it is a better name than one without, "the joint committee on rights" a better
        one than "a committee", and any phrase better than a headline's."""
        if entity.forms or entity.kind == "person" or entity.plural:
            return False
        fuller = phrase.kind == "org" and phrase.definite and bool(phrase.modifiers)
        introduced = fuller and entity.name.casefold().startswith(("a ", "an "))
        proper = phrase.proper and not entity.proper and phrase.kind != "person"
        return proper or introduced or self._is_told_more(phrase, entity) or entity.id in self._from_headline

    def _is_told_more(self, phrase: Phrase, entity: Entity) -> bool:
        """For documents: what stands behind the head says more than nothing ("a study" … "a study in Nature")."""
        more = phrase.kind == "document" and self._has_tail(phrase)
        return more and not entity.proper and entity.id not in self._told and phrase.determiner not in _POINTING

    def _has_tail(self, phrase: Phrase) -> bool:
        """True for "a study in Nature", not for "the study itself" and "the study, which …"."""
        tail = tokens(self._text, phrase.core[1], phrase.end)
        return len(tail) > 1 and tail[0].text not in _BREAK and tail[0].key not in RELATIVE_PRONOUNS
