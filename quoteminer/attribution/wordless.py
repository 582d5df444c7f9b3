"""Recognise reports without words: orders ("was told to leave") and reactions ("welcomed the
decision")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from quoteminer.attribution.cues import VERBS
from quoteminer.attribution.hearers import names_no_speaker
from quoteminer.text.article_index import ArticleIndex
from quoteminer.types import Attribution

_TO_DO = re.compile(r"to [a-z]")
_REACTS = re.compile(
    rf"(?:(?:has|have|had|also|and) )*{VERBS.any_word('reactions')}(?:s|e|es|ed|ing|med|ming)?",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\b(?:that|to|is|are|was|were|has|have|had|will|would|can|could|may|might|should|as|for|over)\b",
    re.IGNORECASE,
)


def without_speech(index: ArticleIndex, attributions: Iterable[Attribution]) -> list[Attribution]:
    """Give the act "other" and a flag to attributions outside quotation marks that report no words:
    "unasked" to an order that is reported by its listener, "reaction" to a reaction to something
    that is only named.
    """
    flags = ((one, _wordless(one, index.text)) for one in attributions)
    return [
        replace(one, act="other", flags=(*one.flags, flag)) if flag else one for one, flag in flags
    ]


def _wordless(attribution: Attribution, text: str) -> str | None:
    if attribution.type != "indirect" or not attribution.cue or attribution.turn is not None:
        return None
    cue = " ".join(" ".join(text[slice(*span)] for span in attribution.cue).split())
    if names_no_speaker(cue):
        return "unasked" if _TO_DO.match(text, attribution.content[-1][0]) else None
    is_named = not any(_CLAUSE.search(text, *span) for span in attribution.content)
    return "reaction" if is_named and _REACTS.fullmatch(cue) else None
