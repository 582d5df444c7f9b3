"""Find negations and bounds of amounts ("more than") before a quotation in a draft and before its words in a source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from quoteminer.checking.check_record import SourcePlace
from quoteminer.checking.grave import bounds, denies, negations
from quoteminer.checking.words import words_of

_LEAD: Final = 60  # characters of the draft before a quotation
_NEAR: Final = 4  # words before it among which a negation may turn its meaning
_CLAUSE_END: Final = re.compile(r"[,:;.!?—–\n\"“”‘()]")
_SENTENCE_END: Final = re.compile(r"[.!?][\"”’)]*\s|\n")
_NO_DENIAL: Final = frozenset({"only", "just", "merely", "simply", "least"})  # behind "not"


@dataclass(frozen=True, slots=True)
class Lead:
    """The draft's words before a quotation. ``denied``: one of them is a negation or a verb of denial. ``negation``
    turns the quoted words, which go on in the same clause ("did not “reject the plan”"), or is "". ``bounded``: there
    is a bound of an amount ("more than")."""

    denied: bool = False
    negation: str = ""
    bounded: bool = False


def lead_of(text: str, start: int) -> Lead:
    """Return the lead of the quotation that begins at a position of a draft."""
    before = text[max(0, start - _LEAD) : start]
    words = words_of(before)
    clause = words_of(_CLAUSE_END.split(before)[-1])
    near = range(max(0, len(clause) - _NEAR), len(clause))
    negated = [
        index
        for index in near
        if negations([clause.keys[index]]) and not _NO_DENIAL.intersection(clause.keys[index + 1 :])
    ]
    first = next((letter for letter in text[start:] if letter.isalnum()), "")
    return Lead(
        denied=denies(words.keys),
        negation=clause.shown(range(negated[0], negated[0] + 1)) if negated and first.islower() else "",
        bounded=bool(bounds(words, range(len(words)))),
    )


def is_denied(place: SourcePlace) -> bool:
    """True if a negation or a verb of denial stands before a place, within its sentence."""
    return denies(words_of(_SENTENCE_END.split(place.before)[-1]).keys)
