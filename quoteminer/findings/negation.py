"""Recognise cues that report that something was not said, or was denied."""

from __future__ import annotations

import re

from quoteminer.types import QuoteType

_NOT = re.compile(
    r"\b(?:not(?! only\b| just\b)|cannot|never|without|neither|nor|declin(?:e|es|ed|ing)|refus(?:e|es|ed|ing)"
    r"|fail(?:s|ed|ing)? to|stopp?(?:s|ed|ing)? short of)\b|n['’]t\b",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:den(?:y|ies|ied|ying)|denials?)\b", re.IGNORECASE)
_STILL = re.compile(r"\bhesitat", re.IGNORECASE)  # "did not hesitate to say"


def is_negated(cue: str, kind: QuoteType) -> bool:
    """True if a cue reports that something was not said ("declined to say", "did not ask") or was denied. A denial in
    direct speech counts as said: “We never met,” he denied."""
    if _NOT.search(cue):
        return _STILL.search(cue) is None
    return kind != "direct" and _DENIES.search(cue) is not None
