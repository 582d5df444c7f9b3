"""Recognise sources that are not speakers: listeners ("The court was told …") and topics ("On the weather: “…”")."""

from __future__ import annotations

import re

from quoteminer.text.article_index import ArticleIndex
from quoteminer.types import Span

_TOLD = re.compile(
    r"\b(?:am|are|be|been|being|is|was|were)\b(?: \w+ly| also| then| later| not)?"
    r" (?:advised|asked|assured|informed|instructed|notified|ordered|quizzed|reminded|told|urged|warned)\b(?!.* by$)",
    re.IGNORECASE,
)
_HEARD = re.compile(r"(?:(?:has|have|had) )?(?:also |then )?(?:hear|hears|heard)(?: how)?", re.I)
_COURT = re.compile(r"\b(?:court|hearing|inquest|inquiry|judges?|jur(?:y|ies|ors)|magistrates?|trial|tribunal)\b", re.I)
_ENDS = re.compile(r"[ .]*(?:\n|$)")
_TOPIC = re.compile(r"(?:On|About)\b(?: (?:the |his |her |their )?)?", re.IGNORECASE)


def names_no_speaker(cue: str) -> bool:
    """True for a cue whose subject is the listener: "was told", "has heard"; not "was told by"."""
    words = " ".join(cue.split())
    return _TOLD.search(words) is not None or _HEARD.fullmatch(words) is not None


def is_no_speaker(source: Span, cue: Span, index: ArticleIndex) -> bool:
    """True if a source with this cue is the listener, or the topic at the start of a paragraph."""
    verb, words = " ".join(index.text[slice(*cue)].split()), index.text[slice(*source)]
    if names_no_speaker(verb):
        return _TOLD.search(verb) is not None or _COURT.search(words) is not None
    if verb == "told" and _COURT.search(words) and _ENDS.match(index.text, cue[1]):
        return True  # a headline: "Carer stole from hero, jury told"
    topic = _TOPIC.match(index.text, index.paragraph_at(source[0]).start, source[1]) if verb == ":" else None
    return topic is not None and source[0] <= topic.end()
