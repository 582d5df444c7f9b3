"""Relate two names of persons in different articles: may they be one person's?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Final, Literal

from rapidfuzz import fuzz

from quoteminer.linking.namesakes import (
    FREQUENT_GIVEN,
    SHORT_FORMS,
    is_bare,
    is_initial,
    is_several,
    name_key,
    squeezed,
)
from quoteminer.names import lexicon
from quoteminer.names.lexicon import word_key
from quoteminer.names.person_comparison import compare_people
from quoteminer.names.person_names import PersonName
from quoteminer.names.similarity import (
    SAME_NAME,
    compare_given,
    compare_words,
    consonants,
    fold,
    is_slip,
    skeleton,
)

NameRelation = Literal["equal", "variant", "initial", "typo", "weak", "surname"]
"""equal: the same except for case, accents, hyphens and particles; variant: another spelling, form
or order, or a missing part; initial: an initial of the given name; typo: one letter of the given or
the family name; weak: given names that sound alike after the family name (Hanh, Hang), or only one
with Jr.; surname: one word (with a peerage: equal)."""
# the least ratio, 0..100, of two given names with the same consonants (Mikhail, Mikheil)
_LOOSE: Final = 80.0


@lru_cache(maxsize=65536)
def name_relation(x: PersonName, y: PersonName) -> NameRelation | None:
    """Return the relation of two names, by the first matching rule of `_RULES`; None if they can't
    belong to one person. Symmetric."""
    if x == y and not is_bare(x):  # as the rules say, in less time
        return "equal"
    return next(relation for holds, relation in _RULES if holds(x, y))


def _one_is_bare(x: PersonName, y: PersonName) -> bool:
    return is_bare(x) or is_bare(y)


def _share_peerage(x: PersonName, y: PersonName) -> bool:
    return (
        bool(x.peerage)
        and word_key(x.peerage) == word_key(y.peerage)
        and fold(x.family) == fold(y.family)
    )


def _only_one_is_joint(x: PersonName, y: PersonName) -> bool:
    return is_several(x.plain) != is_several(y.plain)


def _only_one_has_peerage(x: PersonName, y: PersonName) -> bool:
    """True for a peer and a name of one word, or the reverse: Lord Browne, Des Browne."""
    return _one_is_bare(x, y) and bool(x.peerage or y.peerage)


def _share_the_only_word(x: PersonName, y: PersonName) -> bool:
    if not _one_is_bare(x, y):
        return False
    both = is_bare(x) and is_bare(y)
    same = compare_words(x.family, y.family) >= (100 if both else 90) and not _genders_clash(x, y)
    return same and (both or compare_people(x, y) >= SAME_NAME)


def _only_one_has_generation(x: PersonName, y: PersonName) -> bool:
    return bool(fold(x.suffix)) != bool(fold(y.suffix))


def _differ_without_generation(x: PersonName, y: PersonName) -> bool:
    return (
        _only_one_has_generation(x, y)
        and name_relation(replace(x, suffix=""), replace(y, suffix="")) is None
    )


def _sound_alike(x: PersonName, y: PersonName) -> bool:
    return skeleton(x.given) == skeleton(y.given)


def _are_of_two_sexes(x: PersonName, y: PersonName) -> bool:
    """True for Colin and Colleen, which have the same `skeleton`."""
    givens = fold(x.given), fold(y.given)
    if givens[0] == givens[1] or not _sound_alike(x, y):
        return False
    return any(
        a in lexicon.MALE_NAMES and b in lexicon.FEMALE_NAMES for a, b in (givens, givens[::-1])
    )


def _are_unlike(x: PersonName, y: PersonName) -> bool:
    return compare_people(x, y) < SAME_NAME


def _differ_by_a_typo(x: PersonName, y: PersonName) -> bool:
    """True if one letter of the family name, or of a rare given name, differs; "Ivana" and "Ivanka"
    are two people."""
    (given, family), (other, other_family) = (
        (fold(name.given), fold(name.family)) for name in (x, y)
    )
    if (
        x.order != "given-first"
        or y.order != "given-first"
        or name_key(x)[2:] != name_key(y)[2:]
        or _share_given(x, y)
    ):
        return (
            given == other
            and not _share_family(x, y)
            and x.middle == y.middle
            and is_slip(family, other_family)
        )
    return family == other_family and is_slip(given, other) and not {given, other} <= FREQUENT_GIVEN


def _are_equal(x: PersonName, y: PersonName) -> bool:
    return name_key(x)[0] == name_key(y)[0] and squeezed(_plain_family(x)) == squeezed(
        _plain_family(y)
    )


def _are_turned(x: PersonName, y: PersonName) -> bool:
    """True for Lewis Arthur and Arthur Lewis."""
    return (squeezed(x.given), squeezed(x.family)) == (squeezed(y.family), squeezed(y.given))


def _differ_by_a_slip_of_the_family(x: PersonName, y: PersonName) -> bool:
    return not _share_family(x, y) and is_slip(_plain_family(x), _plain_family(y))


def _share_family(x: PersonName, y: PersonName) -> bool:
    family, other = _plain_family(x), _plain_family(y)
    return compare_words(family, other) == 100 or skeleton(family) == skeleton(other)


def _share_given(x: PersonName, y: PersonName) -> bool:
    forms = lexicon.full_forms(fold(x.given)), lexicon.full_forms(fold(y.given))
    return _have_initial(x, y) or _sound_alike(x, y) or not forms[0].isdisjoint(forms[1])


def _have_initial(x: PersonName, y: PersonName) -> bool:
    return (is_initial(x.given) or is_initial(y.given)) and fold(x.given)[:1] == fold(y.given)[:1]


def _share_too_little(x: PersonName, y: PersonName) -> bool:
    """True for B. J. Harrow and John Harrow, where `compare_people` counts the middle initial."""
    whole = _share_given(x, y) and _share_family(x, y)
    return not (whole or _has_word(fold(x.given), y) or _has_word(fold(y.given), x))


def _differ_after_family(x: PersonName, y: PersonName) -> bool:
    return (
        _sound_alike(x, y)
        and squeezed(x.given) != squeezed(y.given)
        and "family-first" in (x.order, y.order)
    )


def _are_far_variants(x: PersonName, y: PersonName) -> bool:
    """Return True for variants with given names that `compare_people` considers different."""
    if not _are_unlike(x, y):
        return False
    if fold(x.suffix) != fold(y.suffix) or compare_words(x.family, y.family) < 90:
        return False
    if _genders_clash(x, y) or "family-first" in (x.order, y.order):
        return False
    middles = [[fold(word)[:1] for word in name.middle] for name in (x, y)]
    return is_given_variant(fold(x.given), fold(y.given)) and (
        not all(middles) or middles[0] == middles[1]
    )


def _genders_clash(x: PersonName, y: PersonName) -> bool:
    return {x.honorific_gender, y.honorific_gender} == {"m", "f"}


@lru_cache(maxsize=65536)
def is_given_variant(x: str, y: str) -> bool:
    """True if two folded given names may be forms of one name, even if `compare_given` considers
    them different."""
    if x == y:
        return False
    if not SHORT_FORMS.get(x, {x}).isdisjoint(SHORT_FORMS.get(y, {y})):
        return True
    near = (
        min(len(x), len(y)) > 4
        and x[0] == y[0]
        and (x[-1] == y[-1] or not {x[-1], y[-1]} & {"a", "o", "e"})
    )
    return near and consonants(x) == consonants(y) and fuzz.ratio(x, y) >= _LOOSE


def _plain_family(name: PersonName) -> str:
    words = fold(name.family).split()
    return " ".join(word for word in words if word not in lexicon.PARTICLES) or fold(name.family)


def _has_word(given: str, name: PersonName) -> bool:
    words = [word for word in (name.given, *name.middle) if not is_initial(word)]
    return not is_initial(given) and any(compare_given(given, word) >= SAME_NAME for word in words)


def _always(x: PersonName, y: PersonName) -> bool:
    return True


_RULES: Final[tuple[tuple[Callable[[PersonName, PersonName], bool], NameRelation | None], ...]] = (
    # two speakers at a time, peers, and names of one word
    (_only_one_is_joint, None),
    (_share_peerage, "equal"),
    (_only_one_has_peerage, None),
    (_share_the_only_word, "surname"),
    (_one_is_bare, None),
    # father and son
    (_differ_without_generation, None),
    (_only_one_has_generation, "weak"),
    # names that differ
    (_are_of_two_sexes, None),
    (_differ_by_a_typo, "typo"),
    (_are_far_variants, "variant"),
    (_are_unlike, None),
    # names that are alike
    (_are_equal, "equal"),
    (_are_turned, "variant"),
    (_differ_by_a_slip_of_the_family, None),
    (_share_too_little, None),
    (_differ_after_family, "weak"),
    (_have_initial, "initial"),
    (_always, "variant"),
)
"""Conditions on two names, each with their relation if it holds; the first that holds decides."""
