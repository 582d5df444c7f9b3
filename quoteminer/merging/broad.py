"""Names that say little of who is who: of bodies that any country or town has, and of what millions belong to."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from quoteminer.names.lexicon import ORG_NOUNS, PREPOSITIONS
from quoteminer.names.organisations import core_words
from quoteminer.names.similarity import fold

COMMON_WORDS: Final = frozenset(
    """
    supreme high appeal central national federal state city county local district regional municipal provincial public
    royal general joint special house lower upper finance health interior foreign defense education justice transport
    trade labor agriculture energy environment culture sport home internal external affairs economy economic planning
    tax revenue customs social security statistics election electoral constitutional criminal fire rescue water
    town hall
    and & the
    """.split()
) | {word for word in PREPOSITIONS if len(word) > 1}  # fmt: skip
"""Words that, with nouns for bodies, make names that any country or town has."""
_COUNTRIES: Final = """
    afghanistan albania algeria angola argentina armenia australia austria azerbaijan bangladesh belarus belgium benin
    bolivia botswana brazil bulgaria cambodia cameroon canada chad chile china colombia congo croatia cuba cyprus
    czechia denmark ecuador egypt england eritrea estonia ethiopia finland france gabon gambia georgia germany ghana
    greece guatemala guinea haiti honduras hungary iceland india indonesia iran iraq ireland israel italy jamaica japan
    jordan kazakhstan kenya kosovo kuwait kyrgyzstan laos latvia lebanon liberia libya lithuania madagascar malawi
    malaysia mali malta mexico moldova mongolia morocco mozambique myanmar namibia nepal netherlands nicaragua niger
    nigeria norway oman pakistan palestine panama paraguay peru philippines poland portugal qatar romania russia rwanda
    scotland senegal serbia singapore slovakia slovenia somalia spain sudan sweden switzerland syria taiwan tajikistan
    tanzania thailand togo tunisia turkey uganda ukraine uruguay uzbekistan venezuela vietnam wales yemen zambia
    zimbabwe america britain uk us usa eu uae ussr
"""
_OF_WORDS: Final = """
    united states | united kingdom | united states of america | great britain | northern ireland | south korea |
    north korea | saudi arabia | south africa | new zealand | sri lanka | hong kong | ivory coast | burkina faso |
    sierra leone | el salvador | costa rica | dominican republic | czech republic | soviet union | european union |
    united arab emirates | u.s | u.k | u.s.a | california | texas | florida | new york | ohio | pennsylvania | illinois
    | michigan | virginia | arizona | massachusetts | democrat | democrats | democratic | democratic party | republican
    | republicans | republican party | gop | labour | labour party | conservative | conservatives | conservative party |
    tory | tories | liberal democrats | lib dems | greens | green party | liberal party | communist party |
    socialist party | social democrats | christian democrats | congress party
"""
_BROAD: Final = frozenset(_COUNTRIES.split()) | {one.strip() for one in _OF_WORDS.split("|")}
"""Countries, some states of many people, and parties, folded. Where one is missing, it counts like any affiliation."""


def is_anywhere(text: str) -> bool:
    """Whether any country or town may have a body of this name: "Supreme Court", "Ministry of Health"."""
    words = core_words(text)
    return bool(words) and all(word in ORG_NOUNS or word in COMMON_WORDS for word in words)


@lru_cache(maxsize=65536)
def is_broad(affiliation: str) -> bool:
    """Whether so many people have an affiliation that sharing it says little: a country, a party, "University"."""
    return fold(affiliation).removeprefix("the ") in _BROAD or is_anywhere(affiliation)
