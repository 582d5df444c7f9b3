"""Recognise sources that are not speakers: listeners ("The court was told …"), topics ("On the
weather: “…”"), and nobody ("No minister has said …")."""

from __future__ import annotations

import re

from quoteminer.attribution.cues import VERBS
from quoteminer.text.article_index import ArticleIndex
from quoteminer.types import Span

_TOLD = re.compile(
    r"\b(?:am|are|be|been|being|is|was|were)\b(?: \w+ly| also| then| later| not)?"
    rf" {VERBS.any_word('told')}\b(?!.* by$)",
    re.IGNORECASE,
)
_HEARD = re.compile(r"(?:(?:has|have|had) )?(?:also |then )?(?:hear|hears|heard)(?: how)?", re.I)
_COURT = re.compile(rf"\b{VERBS.any_line('courts')}\b", re.I)
_ENDS = re.compile(r"[ .]*(?:\n|$)")
_TOPIC = re.compile(r"(?:On|About)\b(?: (?:the |his |her |their )?)?", re.IGNORECASE)

# "No 10" and "No Labels said" (a capital inside a sentence) are names; "no fewer than ten" and
# "none but he" spoke.
_NOBODY = re.compile(VERBS.any_line("nobody"), re.IGNORECASE)
_SOMEBODY = re.compile(
    r"(?:\S+ ){1,4}(?:but|except|other than|save)\b|no (?:fewer|less|more) ", re.IGNORECASE
)
_BEFORE_SOURCE = re.compile(
    r"\b(?:an?|the|these|those|some|his|her|its|their|our|my|no|none"
    r" of|not|almost|barely|hardly|nearly|scarcely"
    r"|very) $",
    re.IGNORECASE,
)
_OPENS = re.compile(r"(?:^|[.!?:;…—–\n]\W*|[“\"‘'(\[])$")
_LONGEST_FRONT = 80  # characters of a source that tell whether it is nobody


def names_nobody(text: str, source: Span) -> bool:
    """True for a source that nobody is: "nobody", "none of them", "no minister", "few experts",
    "hardly anyone", "neither side"; not for "neither Ruiz nor Holm"."""
    before = _BEFORE_SOURCE.search(" ".join(text[max(0, source[0] - 12) : source[0]].split()) + " ")
    words = (before[0] if before else "") + " ".join(
        text[source[0] : min(source[1], source[0] + _LONGEST_FRONT)].split()
    )
    if not _NOBODY.match(words) or _SOMEBODY.match(words):
        return False
    return (
        not words.startswith("No ")
        or _OPENS.search(text[max(0, source[0] - 4) : source[0]]) is not None
    )


def negates(text: str, source: Span) -> bool:
    """True for a source that says that the words were not said: nobody, or "neither Ruiz nor
    Holm"."""
    return names_nobody(text, source) or text[slice(*source)].casefold().startswith("neither ")


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
    topic = (
        _TOPIC.match(index.text, index.paragraph_at(source[0]).start, source[1])
        if verb == ":"
        else None
    )
    return topic is not None and source[0] <= topic.end()
