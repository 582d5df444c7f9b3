"""Read cues: the dictionary form of the verb, and whether they report that something was not
said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from quoteminer.names.sections import read_sections
from quoteminer.types import QuoteType

VERBS = read_sections("quoteminer.attribution", "verbs.txt")
_DOUBLING, _AUXILIARY = VERBS.words("doubling"), VERBS.words("auxiliary")
_PARTICLES = frozenset(("out", "up", "back", "forth", "down", "off"))
_FIXED = frozenset((":", "as per", "per", "via", "for"))
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SILENT_E = re.compile(
    r"(?:[vcgzu]|[^s]s|[^aeiou]at|[^aeioulr][iou]t|[^aeiourlw]l|[^aeiou][aiu]r|[^aeiou][aiou]d)$"
)
"""Endings of stems that lost an e before -ed or -ing: "believ", "stat", "quot", "requir",
"provid"."""
_CONTRACTED = re.compile(r"(?:n['’]t|['’](?:s|d|ve|ll|re))$")
_NOT = re.compile(rf"\b{VERBS.any_line('not said')}\b|n['’]t\b", re.IGNORECASE)
_DENIES = re.compile(rf"\b{VERBS.any_line('denials')}\b", re.IGNORECASE)
_REJECTS = re.compile(r"\b(?:dismiss|reject)(?:s|es|ed|ing)?$", re.IGNORECASE)
_CLAIM = re.compile(rf"{VERBS.any_line('claims')}\b", re.IGNORECASE)
_STILL = re.compile(r"\bhesitat", re.IGNORECASE)  # "did not hesitate to say"


@lru_cache(maxsize=4096)
def cue_lemma(cue: str) -> str:
    """Return the dictionary form of a cue's main verb, with its particle ("point out"): "say" for
    "has not said" and "went on to say". A cue without a verb ("according to", ":") is returned in
    lower case."""
    whole = " ".join(cue.lower().split())
    if whole in _FIXED:
        return whole
    if "according" in whole:
        return "according to"
    words = [_CONTRACTED.sub("", word) for word in WORD.findall(whole)]
    adverbs = {word for word in words if word.endswith("ly") and word not in verb_forms()}
    content = [
        index for index, word in enumerate(words) if word and word not in _AUXILIARY | adverbs
    ]
    if not content:
        return words[-1] if words else whole
    candidates = [index for index in content if words[index] in verb_forms()] or content[:1]
    # The main verb is the one after the last "to" ("went on to say"), else the first.
    index = next(
        (index for index in reversed(candidates) if index and words[index - 1] == "to"),
        candidates[0],
    )
    lemma = verb_lemma(words[index])
    after = words[index + 1] if index + 1 < len(words) else ""
    return f"{lemma} {after}" if after in _PARTICLES or (lemma, after) == ("go", "on") else lemma


def verb_lemma(word: str) -> str:
    """Return the dictionary form of a verb form: from the table of reporting verbs, else by the
    rules of spelling."""
    word = word.lower()
    if word in verb_forms():
        return verb_forms()[word]
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return _restored(word[: -len(ending)])
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return (
        word[:-1]
        if word.endswith("s") and not word.endswith(("ss", "us")) and len(word) > 3
        else word
    )


@cache
def verb_forms() -> Mapping[str, str]:
    forms: dict[str, str] = {}
    for entry in [*VERBS.listed("regular"), *VERBS["irregular"]]:
        verb, *others = entry.split()
        for form in (*others, *_regular_forms(verb)):
            forms.setdefault(form, verb)
    return forms


def _regular_forms(verb: str) -> Iterator[str]:
    past = verb[:-1] if verb.endswith("e") else verb
    stem = verb if verb.endswith(("ee", "oe")) else past
    if verb in _DOUBLING:
        past = stem = verb + verb[-1]
    yield verb
    if verb.endswith("y") and verb[-2] not in "aeiou":
        yield from (verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
        return
    yield verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    yield from (past + "ed", stem + "ing")


def _restored(stem: str) -> str:
    """Return the verb of a stem before -ed or -ing: with a doubled consonant reduced, or the silent
    e restored."""
    if stem[-1] == stem[-2] and stem[-1] not in "lsfz":
        return stem[:-1]
    return stem + "e" if _SILENT_E.search(stem) else stem


def is_negated(cue: str, kind: QuoteType, content: str = "") -> bool:
    """True if a cue reports that something was not said ("declined to say", "did not ask") or was
    denied ("denied", "rejected | claims that …"). A denial in direct speech counts as said: “We
    never met,” he denied."""
    if _NOT.search(cue):
        return _STILL.search(cue) is None
    denied = _DENIES.search(cue) or _REJECTS.search(cue) and _CLAIM.match(content)
    return kind != "direct" and denied is not None


def is_denial(cue: str) -> bool:
    """True if the cue of a negated quote says that the words are untrue ("denied"), not that they
    were not said ("did not say")."""
    return _NOT.search(cue) is None
