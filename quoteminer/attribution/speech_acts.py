"""The speech act of a quote, by a logistic regression on the words of its cue and the form of its
content.

The features are pairs of a property of the cue ("cue=ask", "class=request", "negated") and a
property of the content ("form=whether", "no verb", "asks"), and each of them alone. The weights
(act_weights.json) are fitted by the step ``acts`` of models/recipe; act_verbs.txt has the classes
of verbs, for verbs that few training articles have.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import cast

from quoteminer.attribution.cues import cue_lemma, is_negated, verb_forms, verb_lemma
from quoteminer.names.sections import read_sections
from quoteminer.types import Act, QuoteType, Span

SPEECH_ACTS: tuple[Act, ...] = ("statement", "question", "request", "promise", "topic")
LONG = 5
"""A direct quote of this many words is a statement if it does not ask."""

_SECTIONS = read_sections("quoteminer.attribution", "act_verbs.txt")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d+")
_ENDS = " \t\r\n\"“”‘’'`«»„)]"
_VERB = re.compile(
    rf"\b{_SECTIONS.any_word('finite')}\b|n't\b|'(?:re|m|ll|ve)\b",
    re.IGNORECASE,
)
_NEXT_SENTENCE = re.compile(r"[.!…]\W*\s\W*[A-Z]|,[\"”'»]\s+[\"“‘'«][A-Z]")
_MODAL = re.compile(r"\b(?:will|would|can|could|may|might|must|should)\b|'ll\b", re.IGNORECASE)
_PASSIVE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being)(?: \w+ly| also| then)? (?:told|\w+(?:ed|n))\b",
    re.IGNORECASE,
)
_CLAUSE_INSIDE = re.compile(rf"\b{_SECTIONS.any_word('clauses')}\b", re.IGNORECASE)
_GENERIC = re.compile(_SECTIONS.any_line("generic"), re.IGNORECASE)
_POLITE = _SECTIONS.words("before imperatives")
_QUESTION_WORDS, _PREPOSITIONS, _AUXILIARIES, _PRONOUNS = (
    _SECTIONS.words(name) for name in ("question words", "prepositions", "auxiliaries", "pronouns")
)
_LENGTHS = ((1, "1"), (3, "2-3"), (6, "4-6"), (12, "7-12"))  # words, at most


def speech_act(text: str, content: Sequence[Span], cue: Sequence[Span], kind: QuoteType) -> Act:
    """Return what somebody does with the words of an attribution: states, asks, requests, promises,
    or only names a topic. ``content`` and ``cue`` are spans in ``text``; the cue may be empty."""
    words = _joined(text, content)
    if kind == "direct":
        if _only_asks(words):
            return "question"
        if len(_WORD.findall(words)) >= LONG:
            return "statement"
    weights, features = _weights(), act_features(text, content, cue, kind)
    rows = [weights[name] for name in sorted(features) if name in weights]
    points = [sum(column) for column in zip(weights["bias"], *rows, strict=True)]
    # words that were said are no mere topic
    acts = SPEECH_ACTS[:-1] if kind == "direct" else SPEECH_ACTS
    return max(acts, key=lambda act: points[SPEECH_ACTS.index(act)])


def act_features(
    text: str, content: Sequence[Span], cue: Sequence[Span], kind: QuoteType
) -> frozenset[str]:
    """Return the names of the features that an attribution has; arguments as for `speech_act`."""
    of_cue, words_of_cue = _cue_features(_joined(text, cue))
    of_content = [*_content_properties(_joined(text, content), kind), *_place(text, content, cue)]
    pairs = (f"{one} {other}" for one in of_cue for other in of_content)
    return frozenset((*pairs, *of_cue, *of_content, *words_of_cue))


@lru_cache(maxsize=4096)  # most cues are "said"
def _cue_features(cue: str) -> tuple[Sequence[str], Sequence[str]]:
    """Return the properties of a cue, and a feature for each of its words."""
    words = tuple(f"word={verb_lemma(word)}" for word in _WORD.findall(cue.lower()))
    return tuple(_cue_properties(cue)), words


def _cue_properties(cue: str) -> Iterator[str]:
    yield f"cue={cue_lemma(cue) if cue.strip() else '-'}"
    lemmas = {form for word in _WORD.findall(cue.lower()) for form in (word, verb_lemma(word))}
    classes = [name for name, verbs in _classes().items() if lemmas & verbs]
    yield from (f"class={name}" for name in classes or ["none"])
    if is_negated(cue, "indirect"):
        yield "negated"
    if _PASSIVE.search(cue):
        yield "passive"


def _content_properties(content: str, kind: QuoteType) -> Iterator[str]:
    words = _WORD.findall(content.lower()) or ["-"]
    form, verb = _form(words, content), "verb" if _VERB.search(content) else "no verb"
    length = next((name for most, name in _LENGTHS if len(words) <= most), "long")
    yield from (
        f"form={form}",
        f"first={words[0]}",
        verb,
        f"{kind} {verb}",
        f"length={length}",
        f"length={length} {verb}",
    )
    if content.rstrip(_ENDS).endswith("?"):
        yield from ("asks", f"asks {form}")
    elif "?" in content:
        yield "asks inside"
    if form in ("preposition", "preposition -ing", "for", "for to") and _CLAUSE_INSIDE.search(
        content
    ):
        yield "clause inside"
    if _GENERIC.fullmatch(content.strip(_ENDS + ".,")):
        yield "generic"
    if _MODAL.search(content):
        yield "modal"
    if words[0] in ("i", "we"):
        yield "we"
    main = next((word for word in words if word not in _POLITE), "-")
    if (verb_forms().get(main) == main and form in ("clause", "noun", "noun to")) or words[0] in (
        "don't",
        "please",
    ):
        yield f"imperative {kind}"


def _form(words: Sequence[str], content: str) -> str:
    """Return the form of a content by its first words: "that", "whether", "to", "preposition",
    "clause", "noun" …"""
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first in ("that", "whether", "if", "to"):
        return first
    if first in ("not", "even", "only") and second == "to":
        return "to"
    if first == "for":
        return (
            "for to"
            if re.match(r"for\b.{,150}?\bto [a-z]", content.lstrip(_ENDS), re.I | re.S)
            else "for"
        )
    if first in _QUESTION_WORDS:
        return "question word to" if second == "to" else "question word"
    if first in _PREPOSITIONS:
        return "preposition -ing" if second.endswith("ing") else "preposition"
    if first.endswith("ing") and len(first) > 4:
        return "-ing"
    if first in _AUXILIARIES:
        return "auxiliary"
    if first in _PRONOUNS:
        return "pronoun"
    if _VERB.search(content):
        return "clause"
    return "noun to" if re.search(r"\bto [a-z]", content) else "noun"


def _place(text: str, content: Sequence[Span], cue: Sequence[Span]) -> Iterator[str]:
    """Yield where the cue is: behind the content, or before it, with or without some words between
    them."""
    if cue and cue[0][0] > content[0][0]:
        yield "cue last"
    elif cue:
        yield "gap" if 0 < len(text[cue[-1][1] : content[0][0]].split()) < 6 else "no gap"


def _only_asks(words: str) -> bool:
    """True if the words end with a question mark, and no sentence before is a statement ("It
    failed. Why?")."""
    asked = words.rstrip(_ENDS)
    return asked.endswith("?") and _NEXT_SENTENCE.search(asked) is None


def _joined(text: str, spans: Sequence[Span]) -> str:
    return " ".join(text[start:end] for start, end in spans).replace("’", "'")


@cache
def _classes() -> Mapping[str, frozenset[str]]:
    names = ("naming", "asking", "requesting", "promising", "judging", "saying", "commenting")
    return {name: _SECTIONS.words(name) for name in names}


@cache
def _weights() -> Mapping[str, Sequence[float]]:
    table = (resources.files("quoteminer.attribution") / "act_weights.json").read_text("utf-8")
    return cast("Mapping[str, Sequence[float]]", json.loads(table))
