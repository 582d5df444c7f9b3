"""Write given names with their usual gender, from Faker (MIT), to
quoteminer/names/rare_given_names.txt."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from quoteminer.names.lexicon import EITHER_SEX, FEMALE_NAMES, MALE_NAMES
from quoteminer.names.similarity import fold

#: A name has a gender if this many times as many locales list it for that gender as for the other.
CLEAR = 4
_LISTS = {
    "m": ("first_names_male", "first_romanized_names_male"),
    "f": ("first_names_female", "first_romanized_names_female"),
}
# Chinese names in Latin letters are women's as well as men's.
_UNCLEAR_LOCALES = ("zh_CN", "zh_TW")
_PLAIN = re.compile(r"[a-z]{3,}")


def write_given_names(path: Path) -> dict[str, int]:
    """Write men's names on the first line and women's names on the second, except names that the
    package already knows; return their number."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for gender, name in _names():
        votes[name][gender] += 1
    known = MALE_NAMES | FEMALE_NAMES | EITHER_SEX
    new = {name: count for name, count in votes.items() if name not in known}
    lines = {
        gender: sorted(name for name in new if _is_clear(new[name], gender)) for gender in _LISTS
    }
    path.write_text("".join(" ".join(names) + "\n" for names in lines.values()), encoding="utf-8")
    return {gender: len(names) for gender, names in lines.items()}


def _is_clear(votes: Counter[str], gender: str) -> bool:
    return votes[gender] >= CLEAR * (votes.total() - votes[gender])


def _names() -> Iterator[tuple[str, str]]:
    """Yield the gender and the folded name for each list of a locale that has the name."""
    import faker.providers.person as person

    for module in iter_modules(person.__path__):
        if module.name in _UNCLEAR_LOCALES:
            continue
        provider = import_module(f"{person.__name__}.{module.name}").Provider
        for gender, attributes in _LISTS.items():
            listed: Iterable[str] = (
                name for at in attributes for name in getattr(provider, at, ())
            )
            yield from (
                (gender, name)
                for name in sorted({fold(name.strip()) for name in listed})
                if _is_plain(name)
            )


def _is_plain(name: str) -> bool:
    return _PLAIN.fullmatch(name) is not None
