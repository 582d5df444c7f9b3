"""Recognise reports without words: orders ("was told to leave") and reactions ("welcomed the decision")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from quoteminer.attribution.hearers import names_no_speaker
from quoteminer.text.article_index import ArticleIndex
from quoteminer.types import Attribution

_TO_DO = re.compile(r"to [a-z]")
_REACTS = re.compile(
    r"(?:(?:has|have|had|also|and) )*(?:welcom|back|prais|reject|hail|applaud|endors|support|oppos|thank|congratulat"
    r"|critici[sz]|defend|slam|attack|condemn)(?:s|e|es|ed|ing|med|ming)?",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\b(?:that|to|is|are|was|were|has|have|had|will|would|can|could|may|might|should|as|for|over)\b", re.IGNORECASE
)


def without_speech(index: ArticleIndex, attributions: Iterable[Attribution]) -> list[Attribution]:
    """Give the act "other" to attributions outside quotation marks that report an order to their listener, or a
    reaction to something that is only named."""
    return [replace(one, act="other") if _is_wordless(one, index.text) else one for one in attributions]


def _is_wordless(attribution: Attribution, text: str) -> bool:
    if attribution.type != "indirect" or not attribution.cue or attribution.turn is not None:
        return False
    cue = " ".join(" ".join(text[slice(*span)] for span in attribution.cue).split())
    if names_no_speaker(cue):
        return _TO_DO.match(text, attribution.content[-1][0]) is not None
    is_reaction = _REACTS.fullmatch(cue) is not None
    return is_reaction and not any(_CLAUSE.search(text, *span) for span in attribution.content)
