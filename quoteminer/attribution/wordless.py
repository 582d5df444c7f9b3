"""Recognise reports without words: orders ("was told to leave") and reactions ("welcomed the
decision")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from quoteminer.attribution.cues import VERBS, WORD, is_negated, verb_lemma
from quoteminer.attribution.hearers import names_no_speaker
from quoteminer.text.article_index import ArticleIndex
from quoteminer.types import Attribution

_TO_DO = re.compile(r"to [a-z]")
_NOUN = re.compile(
    rf"\b{VERBS.any_word('reaction nouns')}(?: (?:by|for|from|of|to))?$", re.IGNORECASE
)
_PREPOSITION = re.compile(r"(?:for|of|to) ", re.IGNORECASE)  # "criticism | of the decision"
_CLAUSE = re.compile(
    r"\b(?:that|is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|as|because"
    r"|for|how|over|what|why|(?:fail|inab|refus|reluctan|unwilling)\w+ to)\b",
    re.IGNORECASE,
)
_UNNAMED = re.compile(VERBS.any_line("unnamed"), re.IGNORECASE)
_ACTION = re.compile(r".*\bto\b|\w+ing\b", re.IGNORECASE | re.DOTALL)


def without_speech(index: ArticleIndex, attributions: Iterable[Attribution]) -> list[Attribution]:
    """Give the act "other" and a flag to attributions outside quotation marks that report no words:
    "unasked" to an order that is reported by its listener and to a source's wish not to be named,
    "reaction" to a reaction to something that is only named.
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
    words = " ".join(text[slice(*span)] for span in attribution.content)
    if _UNNAMED.match(words):
        return "unasked"
    return "reaction" if _is_reaction(cue, words) else None


def _is_reaction(cue: str, content: str) -> bool:
    """True if the cue reports a reaction, and the content only names what it was to."""
    words = [word for word in WORD.findall(cue.lower()) if not word.endswith("ly")]
    verbs = {verb_lemma(word) for word in words if word not in VERBS.words("auxiliary")}
    reacts = len(verbs) == 1 and verbs <= VERBS.words("reactions")
    if is_negated(cue, "indirect") or not (reacts or _NOUN.search(cue)):
        return False
    if verbs & VERBS.words("stands") and _ACTION.match(content):
        return False
    named = content.split(" ", 1)[1] if _PREPOSITION.match(content) and not reacts else content
    return _CLAUSE.search(named) is None
