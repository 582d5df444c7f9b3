"""The parts of two full names of persons, laid side by side: given to given or its initial, family to family."""

from __future__ import annotations

import re

from quoteminer.people.spelling import compare_given, compare_words, fold

_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,4}|[A-Z]{2}")
#: What half of a double name ("Harrow-Lind", "Harrow") is worth.
_HALF = 86.0

Parts = tuple[str, ...]


def align(a: Parts, b: Parts) -> float:
    """How well two names written in the same order go together, 0..100. ``a`` and ``b`` hold two parts or more: given
    names and initials, then the family name. Every word of the shorter name finds its like in the longer one, in order,
    and the first or the last of both fall together; the worst pair gives the score. Symmetric.
    """
    x, y = _spelt_out(a), _spelt_out(b)
    if _initials_clash(x, y):
        return 40.0
    score = _align(x, y)
    whole_x, whole_y = _without_hyphens(x), _without_hyphens(y)
    if len(x) != len(y) and len(whole_x) == len(whole_y):
        return max(score, _align(whole_x, whole_y))
    return score


def reversed_order(a: Parts, b: Parts) -> float:
    """88 for the same two parts the other way round ("Li Dongsheng", "Dongsheng Li"), else 0."""
    if len(a) == len(b) == 2 and compare_words(a[0], b[1]) == compare_words(a[1], b[0]) == 100:
        return 88.0
    return 0.0


def halves(family: str) -> Parts:
    """The halves of a double name, "Harrow-Lind" -> ("Harrow", "Lind"); nothing for a simple one."""
    parts = tuple(part for part in family.split("-") if len(part) > 2)
    return parts if len(parts) > 1 else ()


def _spelt_out(parts: Parts) -> Parts:
    """ "J.D. Harrow" -> "J.", "D.", "Harrow"."""
    if not any(_INITIALS.fullmatch(part) for part in parts[:-1]) or all(part.isupper() for part in parts):
        return parts
    words = [[*part.replace(".", "")] if _INITIALS.fullmatch(part) else [part] for part in parts[:-1]]
    return (*(word for group in words for word in group), parts[-1])


def _without_hyphens(parts: Parts) -> Parts:
    """ "Anna-Maria Lind" -> "Anna", "Maria", "Lind"."""
    return (*(word for part in parts[:-1] for word in part.split("-") if word), parts[-1])


def _initials_clash(a: Parts, b: Parts) -> bool:
    """ "George W. Bush" and "George H. W. Bush": middle initials on both sides, the first of them different."""
    inner = [[fold(part) for part in parts[1:-1]] for parts in (a, b)]
    if not all(names and all(len(name) == 1 for name in names) for names in inner):
        return False
    return inner[0][0] != inner[1][0]


def _align(a: Parts, b: Parts) -> float:
    if len(a) == len(b):
        return min(_compare_at(x, y, i == len(a) - 1) for i, (x, y) in enumerate(zip(a, b, strict=True)))
    short, long = (a, b) if len(a) < len(b) else (b, a)
    worst, position, ends = 100.0, 0, 0
    for i, word in enumerate(short):
        is_last = i == len(short) - 1
        options = [(_compare_at(word, long[j], is_last), -j) for j in range(position, len(long))]
        best, at = max(options, default=(0.0, 0))
        worst, position = min(worst, best), 1 - at
        ends += (i == 0 and at == 0) + (is_last and -at == len(long) - 1)
    return worst if ends == 2 else worst - 6 if ends == 1 else min(worst, 50.0)


def _compare_at(a: str, b: str, is_last: bool) -> float:
    if not is_last:
        return compare_given(a, b)
    one_is_double = ("-" in a) != ("-" in b)
    half = one_is_double and fold(min(a, b, key=len)) in [fold(part) for part in halves(max(a, b, key=len))]
    return max(compare_words(a, b), _HALF if half else 0.0)
