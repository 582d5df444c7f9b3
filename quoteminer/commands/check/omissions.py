"""Judge what a quotation leaves out of its source: negations, cuts that join parts of different
sentences or clauses, and the source's own ellipses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from quoteminer.commands.check.check_record import Difference
from quoteminer.commands.check.grave import is_proper_name, negations
from quoteminer.commands.check.word_lists import LISTS
from quoteminer.commands.check.words import Grave, Words, is_content, words_of

_FAR: Final = 60  # most words of the sentence before an omission
# between two words of different sentences; a semicolon separates clauses as a full stop does
_END: Final = re.compile(r"[.!?][”’\"')\]]*\s|;|\n\s*\n")
_ELLIPSIS: Final = re.compile(r"…|\.(?:\s?\.){2,}")
_TITLES: Final = frozenset(LISTS["titles"])
_OPENERS: Final = frozenset(LISTS["clause_openers"])
_COORDINATORS: Final = frozenset(LISTS["coordinators"])
_PREPOSITIONS: Final = frozenset(LISTS["prepositions"])
_DETERMINERS: Final = frozenset(LISTS["determiners"])
_VERBAL: Final = frozenset(LISTS["verbal"])


def beside(source: Words, place: int, reach: int, *, forward: bool, clause: bool) -> range:
    """Return up to ``reach`` words before a word, or from it on, within its sentence (``clause``:
    its clause)."""
    reached = place
    while abs(reached - place) < reach and (reached < len(source) if forward else reached > 0):
        if source.begins_sentence(reached) or (
            clause and reached != place and "," in source.between(reached)
        ):
            break
        reached += 1 if forward else -1
    return range(place, reached) if forward else range(reached, place)


def hidden_negation(source: Words, omitted: range, *, openly: bool) -> tuple[Grave, ...]:
    """Return the negation that the omission hides; leaving out whole sentences doesn't count. An
    open omission (an ellipsis) counts only if no sentence begins within it or right after it.
    Another one also counts if it joins a sentence's beginning with a negation to the end of
    another: "She didn't [ask. She] go"."""
    edges = [
        index
        for index in (*omitted, omitted.stop)
        if index < len(source) and source.begins_sentence(index)
    ]
    whole = omitted.start in edges and (omitted.stop in edges or omitted.stop == len(source))
    if not openly and edges and omitted.start not in edges and omitted.stop not in edges:
        omitted = range(
            beside(source, omitted.start, _FAR, forward=False, clause=False).start, omitted.stop
        )
    harmless = bool(edges) if openly else whole
    return () if harmless or not negations(source.among(omitted)) else ("negation",)


def joins_parts(quote: Words, own: range, source: Words, omitted: range) -> bool:
    """True if the source's words that the quotation omits, or replaces by ``own``, separate what
    the quotation joins: parts of two sentences ("We support the staff[. The owners] should pay"),
    or of two clauses ("the police [arrested the men who] attacked the shop")."""
    if not omitted or not 0 < omitted.start <= omitted.stop < len(source):
        return False
    ends = [index for index in range(omitted.start, omitted.stop + 1) if _ends(source, index)]
    begins = any(_ends(quote, index) for index in (own.start, own.stop) if 0 < index < len(quote))
    inside = any(omitted.start < index < omitted.stop for index in ends)
    if own:  # replaced words show that the draft is not the source's; only joints are grave
        joint = all(key in LISTS["joining"] for key in quote.among(own))
        return joint and bool(ends) and not {omitted.start, omitted.stop} <= set(ends)
    if ends:
        return not begins or (inside and not {omitted.start, omitted.stop} & set(ends))
    return not begins and _joins_clauses(source, omitted)


def _ends(words: Words, index: int) -> bool:
    """True if a sentence ends before a word: not at "Dr. Brandt" or "John F. Lund"."""
    between = words.between(index)
    if index in words.breaks or not _END.search(_ELLIPSIS.sub("", between) + " "):
        return index in words.breaks
    before = words.keys[index - 1]
    return not between.startswith(". ") or (
        before not in _TITLES and not (len(before) == 1 and before.isalpha())
    )


def _joins_clauses(source: Words, omitted: range) -> bool:
    """True if an omission within a sentence goes from the middle of a clause to the middle of
    another, or leaves its next phrase to another verb or preposition ("told [a panel in] June")."""
    keys = source.among(omitted)
    inner = range(omitted.start + 1, omitted.stop)
    if any(source.keys[index] in _OPENERS for index in inner):
        return True
    starts_clause = keys[0] in _COORDINATORS and "," in source.between(omitted.start)
    if starts_clause and not _is_punctuated(source, omitted.stop):
        return True
    if _leaves_phrase(source, omitted) or _ends_with_clause_joint(source, omitted):
        return True
    joints = [
        index
        for index in inner
        if source.keys[index] in _COORDINATORS or "," in source.between(index)
    ]
    return _has_verb(keys) and any(
        any(map(is_content, source.among(range(omitted.start, joint)))) for joint in joints
    )


def _leaves_phrase(source: Words, omitted: range) -> bool:
    """True if the omission ends with a preposition, whose phrase the quotation gives to what stands
    before the omission. Not true for an item of a list ("for [teachers and for] nurses"), and for
    "to" before a verb."""
    last, following = source.keys[omitted.stop - 1], source.keys[omitted.stop]
    if len(omitted) < 2 or last not in _PREPOSITIONS or source.among(omitted) == ["all", "of"]:
        return False
    if last == "to" and not (
        following in _DETERMINERS or is_proper_name(source, omitted.stop) or following.isdecimal()
    ):
        return False
    if last != source.keys[omitted.start - 1]:
        return True
    return _has_verb(source.among(omitted)[:-1])


def _ends_with_clause_joint(source: Words, omitted: range) -> bool:
    """True if the omission ends with a comma and "and" or the like, and is no part of a list with
    more commas: "we have [fewer stops, and] not one driver was dismissed"."""
    commas = ["," in source.between(index) for index in omitted]
    return source.keys[omitted.stop - 1] in _COORDINATORS and commas[-1] and sum(commas) == 1


def _is_punctuated(words: Words, index: int) -> bool:
    return any(mark in words.between(index) for mark in ",;:.!?()—–")


def _has_verb(keys: Iterable[str]) -> bool:
    """True if words seem to be a clause of their own: a pronoun, an auxiliary or a past form."""
    return any(
        key in _VERBAL or "'" in key and not key.endswith("'s") or len(key) > 4 and key[-2:] == "ed"
        for key in keys
    )


def left_out_ellipses(quote: Words, own: range, source: Words, place: int) -> Iterator[Difference]:
    """Yield the source's ellipses that a run of equal words does not have in the quotation; the run
    begins at ``place`` in the source."""
    for index in range(own.start + 1, own.stop):
        there = place + index - own.start
        ellipsis = _ELLIPSIS.search(source.between(there))
        if ellipsis and index not in quote.breaks and not _ELLIPSIS.search(quote.between(index)):
            start = source.spans[there - 1][1]
            yield Difference(
                kind="left out",
                draft="",
                source=ellipsis[0],
                draft_span=quote.span(range(index, index)),
                source_span=(start + ellipsis.start(), start + ellipsis.end()),
            )


def _content(text: str) -> frozenset[str]:
    return frozenset(filter(is_content, words_of(text).keys))


def mark_exchanges(differences: Sequence[Difference]) -> Iterator[Difference]:
    """Yield the differences of a passage; those that exchange words ("the manager objected to her"
    for "she objected to the manager") are grave. A word that only moved is not exchanged."""
    drafts = [_content(change.draft) for change in differences]
    sources = [_content(change.source) for change in differences]
    for number, change in enumerate(differences):
        is_exchanged = any(
            number != other and own & theirs and (own != theirs or change.kind == "replaced")
            for other in range(len(differences))
            for own, theirs in (
                (drafts[number], sources[other]),
                (sources[number], drafts[other]),
            )
        )
        if is_exchanged and "who" not in change.grave:
            change = replace(change, grave=(*change.grave, "who"))
        yield change
