"""Sources that are not speakers, and attributions that report no words."""

import pytest
from indexed import index_of, span_of

from quoteminer.attribution.hearers import is_no_speaker
from quoteminer.attribution.wordless import without_speech
from quoteminer.types import Attribution, QuoteType


@pytest.mark.parametrize(("text", "source", "cue", "no_speaker"), [
    ("On Ben Nevis: “A big wet stone.”", "Ben Nevis", ":", True),
    ("On taxes: “They will fall.”", "On taxes", ":", True),
    ("On Russia: “We are neighbours.”", "On Russia", ":", True),
    ("About the referee: “He had a long day.”", "About", ":", True),
    ("On Tuesday Ana Ruiz: “We open.”", "Ana Ruiz", ":", False),
    ("Onward Group: “We open.”", "Onward Group", ":", False),
    ("The jury was told it was late.", "The jury", "was told", True),
    ("The jury told us it was late.", "The jury", "told", False),
])  # fmt: skip
def test_listeners_and_topics_do_not_speak(
    text: str, source: str, cue: str, no_speaker: bool
) -> None:
    assert is_no_speaker(span_of(text, source), span_of(text, cue), index_of(text)) == no_speaker


@pytest.mark.parametrize(("text", "cue", "content", "type", "act"), [
    ("Protesters were told to leave the hall.", "were told", "to leave the hall", "indirect", "other"),
    ("Skippers were ordered to return.", "were ordered", "to return", "indirect", "other"),
    ("Protesters were told that it was late.", "were told", "that it was late", "indirect", "speech"),
    ("Kell told them to leave the hall.", "told", "to leave the hall", "indirect", "speech"),
    ("Kell welcomed the decision.", "welcomed", "the decision", "indirect", "other"),
    ("The club has also backed its captain.", "has also backed", "its captain", "indirect", "other"),
    ("Kell slammed the rota.", "slammed", "the rota", "indirect", "other"),
    ("Kell welcomed it as a start.", "welcomed", "it as a start", "indirect", "speech"),
    ("Kell rejected claims that it was late.", "rejected", "claims that it was late", "indirect", "speech"),
    ("Kell hailed “a new day”.", "hailed", "“a new day”", "mixed", "speech"),
    ("Kell announced the decision.", "announced", "the decision", "indirect", "speech"),
    ("Kell sharply criticised the club.", "sharply criticised", "the club", "indirect", "other"),
    ("Kell defended his choice to row.", "defended", "his choice to row", "indirect", "other"),
    ("The plan was condemned by Kell.", "was condemned by", "The plan", "indirect", "other"),
    ("Kell objected to her remark.", "objected to", "her remark", "indirect", "other"),
    ("Kell hyped the storm.", "hyped", "the storm", "indirect", "other"),
    ("Kell was critical of the ferry.", "was critical", "of the ferry", "indirect", "other"),
    ("Kell’s criticisms of the ferry grew.", "criticisms of", "the ferry", "indirect", "other"),
    ("Kell came out in support of the law.", "came out in support", "of the law", "indirect", "other"),
    ("Kell rejected calls to resign.", "rejected", "calls to resign", "indirect", "speech"),
    ("Kell backed a plan to leave.", "backed", "a plan to leave", "indirect", "speech"),
    ("Kell supports closing the pier.", "supports", "closing the pier", "indirect", "speech"),
    ("Kell used to support closing it.", "used to support", "closing it", "indirect", "speech"),
    ("Kell defended closing the pier.", "defended", "closing the pier", "indirect", "other"),
    ("Kell did not condemn the raid.", "did not condemn", "the raid", "indirect", "speech"),
    ("Kell slammed its refusal to pay.", "slammed", "its refusal to pay", "indirect", "speech"),
    ("Kell praised what he saw.", "praised", "what he saw", "indirect", "speech"),
    ("Kell criticised it because it leaks.", "criticised", "it because it leaks", "indirect", "speech"),
    ("Kell defended and sold the boat.", "defended and sold", "the boat", "indirect", "speech"),
    ("An aide asked not to be named.", "asked", "not to be named", "indirect", "other"),
    ("An aide asked that his name not be used.", "asked", "that his name not be used", "indirect", "other"),
    ("An aide requested anonymity.", "requested", "anonymity", "indirect", "other"),
    ("Kell asked that she not be fined.", "asked", "that she not be fined", "indirect", "speech"),
    ("Kell called the rota a mess.", "called", "the rota a mess", "indirect", "speech"),
    ("Kell threatened a strike.", "threatened", "a strike", "indirect", "speech"),
    ("Kell’s criticism that it leaks is old.", "criticism", "that it leaks", "indirect", "speech"),
])  # fmt: skip
def test_orders_and_reactions_are_no_speech(
    text: str, cue: str, content: str, type: QuoteType, act: str
) -> None:
    made = Attribution((span_of(text, content),), (span_of(text, cue),), None, type, "speech", 0)
    [one] = without_speech(index_of(text), [made])
    asks = content.startswith(("to ", "not ", "that ", "anonymity"))
    flag = "unasked" if asks else "reaction"
    assert (one.act, one.flags) == (act, (flag,) if act == "other" else ())
