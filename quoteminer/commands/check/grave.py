"""Find differences between a draft and a source that may change the meaning, and the negations and
bounds of amounts ("more than") before a quotation in the draft and before its words in the
source."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from quoteminer.commands.check.number_words import CURRENCIES
from quoteminer.commands.check.opposites import are_opposites, have_negating_prefix
from quoteminer.commands.check.word_lists import LISTS, table
from quoteminer.commands.check.words import Grave, Words, in_capitals, is_content, words_of

_BOUNDS: Final = {tuple(phrase.split("+")): sign for phrase, sign in table("bounds").items()}
_NUMBER_BOUNDS: Final = table("number_bounds")
_SHARES: Final = table("shares")
_CERTAINTY: Final = table("certainty")
_PERSONS: Final = table("persons")
_UNITS: Final = table("units")
_CONTRACTED: Final = table("contracted")
_ORDINAL: Final = re.compile(r"(?<=\d)(?:st|nd|rd|th)$")
_ABLE: Final = frozenset({"can", "could"})
_HEDGES: Final = 2  # words of certainty up to this value are less certain than a plain sentence
_LONGEST: Final = max(map(len, _BOUNDS))
_LEAD: Final = 60  # characters of the draft before a quotation
_NEAR: Final = 4  # words before it among which a negation may turn its meaning
_CLAUSE_END: Final = re.compile(r"[,:;.!?—–\n\"“”‘()]")
_SENTENCE_END: Final = re.compile(r"[.!?][\"”’)]*\s|\n")
_NO_DENIAL: Final = frozenset({"only", "just", "merely", "simply", "least"})  # behind "not"


@dataclass(frozen=True, slots=True)
class Lead:
    """The draft's words before a quotation. ``denied``: one of them is a negation or a verb of
    denial. ``negation`` turns the quoted words, which go on in the same clause ("did not “reject
    the plan”"), or is "". ``bounded``: there is a bound of an amount ("more than")."""

    denied: bool = False
    negation: str = ""
    bounded: bool = False


def grave_kinds(draft: Words, own: range, source: Words, theirs: range) -> tuple[Grave, ...]:
    """Return the kinds that differ between words of a draft and of a source: negation, opposite,
    who (another pronoun), number (also its unit), amount, certainty, name. Amounts are bounds
    ("more than") and shares ("all", "some")."""
    keys, others = draft.among(own), source.among(theirs)
    money, other_money = (CURRENCIES.intersection(some) for some in (keys, others))
    denied = negations(keys) != negations(others) or have_negating_prefix(keys, others)
    amounts = bounds(draft, own) != bounds(source, theirs) or _differ_in(_SHARES, keys, others)
    differs: dict[Grave, bool] = {
        "negation": denied,
        "opposite": not denied and not amounts and are_opposites(keys, others),
        "who": _both_differ(_values(_PERSONS, keys), _values(_PERSONS, others)),
        "number": (
            _numbers(keys) != _numbers(others)
            or _both_differ(money, other_money)
            or _differ_in(_UNITS, keys, others)
        ),
        "amount": amounts,
        "certainty": not denied and _differ_in_certainty(draft, own, source, theirs),
        "name": _names(draft, own) != _names(source, theirs),
    }
    return tuple(kind for kind, is_other in differs.items() if is_other)


def grave_omission(source: Words, omitted: range) -> tuple[Grave, ...]:
    """Return "amount" or "certainty" if the omission is only a bound of the next number, or a
    hedge."""
    keys = source.among(omitted)
    bound = bounds(source, omitted)
    if bound and len(keys) <= _LONGEST and is_number(source, omitted.stop):
        return ("amount",)
    hedges = [
        value
        for key, value in _certainties(source, omitted).items()
        if key not in _ABLE and value <= _HEDGES
    ]
    return ("certainty",) if len(hedges) == len(keys) else ()


def lead_of(text: str, start: int) -> Lead:
    """Return the lead of the quotation that begins at a position of a draft."""
    before = text[max(0, start - _LEAD) : start]
    words = words_of(before)
    clause = words_of(_CLAUSE_END.split(before)[-1])
    near = (range(index, index + 1) for index in range(max(0, len(clause) - _NEAR), len(clause)))
    turning = (
        at
        for at in near
        if negations(clause.among(at)) and _NO_DENIAL.isdisjoint(clause.keys[at.stop :])
    )
    first = next((letter for letter in text[start:] if letter.isalnum()), "")
    return Lead(
        denied=denies(words.keys),
        negation=next(map(clause.shown, turning), "") if first.islower() else "",
        bounded=bool(bounds(words, range(len(words)))),
    )


def is_denied(before: str) -> bool:
    """True if a negation or a verb of denial stands before a place, within its sentence."""
    return denies(words_of(_SENTENCE_END.split(before)[-1]).keys)


def negations(keys: Iterable[str]) -> int:
    """Count the negations among words."""
    return sum(key in LISTS["negations"] or key.endswith("n't") for key in keys)


def denies(keys: Sequence[str]) -> bool:
    """True if one of the words is a negation or a verb of denial ("refused")."""
    return negations(keys) > 0 or any(key.startswith(tuple(LISTS["denying"])) for key in keys)


def is_number(words: Words, index: int) -> bool:
    """True if a word is a number or a fraction."""
    return index < len(words) and (
        _has_digit(words.keys[index]) or words.keys[index] in LISTS["quantities"]
    )


def _has_digit(key: str) -> bool:
    return any(map(str.isdecimal, key))


def _numbers(keys: Iterable[str]) -> list[str]:
    plain = (_ORDINAL.sub("", key) for key in keys)
    return sorted(
        key for key in plain if _has_digit(key) and key != "1" or key in LISTS["quantities"]
    )


def bound_before(words: Words, index: int) -> range:
    """Return the words of the bound right before an amount that begins at a word ("more than"
    before "a third"); an empty range if there is none."""
    number = index + (words.keys[index] in ("a", "an"))
    if is_number(words, number) and not words.begins_sentence(index):
        for length in range(min(_LONGEST, index), 0, -1):
            before = range(index - length, index)
            key = tuple(words.among(before))
            if key in _BOUNDS or length == 1 and key[0] in _NUMBER_BOUNDS:
                return before
    return range(index, index)


def bounds(words: Words, chosen: range) -> list[str]:
    """Return the bounds among words, as signs (">", "<=")."""
    signs, index = [], chosen.start
    while index < chosen.stop:
        phrases = (
            tuple(words.keys[index : min(index + length, chosen.stop)])
            for length in range(_LONGEST, 0, -1)
        )
        phrase = next(filter(_BOUNDS.__contains__, phrases), ())
        if phrase:
            signs.append(_BOUNDS[phrase])
        elif words.keys[index] in _NUMBER_BOUNDS and is_number(words, index + 1):
            signs.append(_NUMBER_BOUNDS[words.keys[index]])
        index += len(phrase) or 1
    return signs


def _values(scale: Mapping[str, str], keys: Iterable[str]) -> list[str]:
    """Return the values of the words of a scale, in their order; "he's" counts as "he"."""
    return [scale[word] for key in keys if (word := key.partition("'")[0]) in scale]


def _differ_in(scale: Mapping[str, str], keys: Iterable[str], others: Iterable[str]) -> bool:
    return _both_differ(set(_values(scale, keys)), set(_values(scale, others)))


def _both_differ(values: Collection[str], others: Collection[str]) -> bool:
    """True if both sides have values, and others."""
    return bool(values and others) and values != others


def _differ_in_certainty(draft: Words, own: range, source: Words, theirs: range) -> bool:
    """True if one side is less certain; "can" and "could" are as certain as a plain sentence."""
    here, there = _certainties(draft, own), _certainties(source, theirs)
    if not (here and there):
        return (
            min((here | there).values(), default=_HEDGES + 1) <= _HEDGES
            and not {*here, *there} <= _ABLE
        )
    return min(here.values()) != min(there.values())


def _certainties(words: Words, chosen: range) -> dict[str, int]:
    """Return the words of certainty among words ("won't" is "will") with their values, except the
    month May."""
    keys = (words.keys[index] for index in chosen if not is_proper_name(words, index))
    return {
        word: int(_CERTAINTY[word])
        for key in keys
        if (word := _CONTRACTED.get(key, key)) in _CERTAINTY
    }


def _names(words: Words, chosen: range) -> set[str]:
    return {
        words.keys[index].removesuffix("'s") for index in chosen if is_proper_name(words, index)
    }


def is_proper_name(words: Words, index: int) -> bool:
    """True for a word capitalised within a sentence, or at the start of a sentence and elsewhere in
    the text."""
    start, end = words.spans[index]
    word = words.text[start:end]
    if index and words.spans[index - 1] == (start, end):  # the day of a date, a currency
        return False
    if words.keys[index] in LISTS["months"] and any(map(str.isdecimal, word)):
        return True
    # Mei-ling
    if words.text[start - 1 : start] == "-" and index and words.spans[index - 1][1] == start - 1:
        return is_proper_name(words, index - 1)
    if not word[0].isupper() or not is_content(words.keys[index]):
        return False
    if not words.begins_sentence(index):
        return not (word.isupper() and in_capitals(words.text, (start, end)))
    return re.search(rf"[\w,] {re.escape(word)}\b", words.text) is not None
