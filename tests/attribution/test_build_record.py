"""Records from the findings of all packages."""

from dataclasses import replace
from typing import Any

import pytest
from indexed import span_of

from quoteminer.attribution.build_record import Findings, build_record
from quoteminer.attribution.cues import is_negated
from quoteminer.output.tally import tally
from quoteminer.records import (
    ArticleRecord,
    Cue,
    Mention,
    ModelName,
    Quote,
    Speaker,
)
from quoteminer.text.article import make_article
from quoteminer.types import (
    Article,
    Attribution,
    Paragraph,
    QuoteType,
    Resolution,
    SourceMention,
    Span,
    Warning,
)

TEXT = (
    "“We left,” Ana Pinto said, grinning, “at noon.”\n\nThe ice melted, he added. Kofi Berg"
    " thinks so."
)
ARTICLE = make_article(
    TEXT, id="quay", source="quay.txt", meta={"n": 1}, warnings=[Warning("encoding", "Guessed.")]
)


MODEL = ModelName("m", "1")


def at(words: str) -> Span:
    return span_of(TEXT, words)


SPLIT = Attribution(
    (at("“We left,”"), at("“at noon.”")), (at("said"), at("grinning")), at("Ana Pinto"), "direct",
    "speech", 0, 0.91239,
)  # fmt: skip
ADDED = Attribution(
    (at("The ice melted"),), (at("added"),), at("he"), "indirect", "speech", 1, 1.0,
    ("repaired-marks",),
)  # fmt: skip
ALONE = Attribution((at("so"),), (), None, "indirect", "other", 1, 0.2)
ANA = Speaker(4, "Ana Pinto", "person", "captain", None, ("Pinto",), (at("Ana Pinto"),))
SILENT = Speaker(2, "Kofi Berg", "person")
BY_NAME = Resolution(
    4, "resolved", SourceMention(*at("Ana Pinto"), "name", at("Ana Pinto"), "person"), 0.9, "name"
)
BY_PRONOUN = Resolution(4, "ambiguous", None, 0.5, "pronoun; or Kofi Berg")
NOBODY = Resolution(None, "unresolved", None, 0.1, "")


def built() -> ArticleRecord:
    warnings = (Warning("unbalanced-marks", "Odd.", 3, 4),)
    resolutions = (NOBODY, BY_PRONOUN, BY_NAME)
    findings = Findings((ALONE, ADDED, SPLIT), (ANA, SILENT), resolutions, warnings)
    return build_record(ARTICLE, findings, MODEL)


def test_the_record_of_an_article() -> None:
    """Quotes are in text order, an unresolved source is the mention all the same, silent speakers
    are left out."""
    said = Cue("said […] grinning", at("said")[0], at("grinning")[1], "say", SPLIT.cue)
    name = Mention("Ana Pinto", *at("Ana Pinto"), "name")
    added, he = Cue("added", *at("added"), "add"), Mention("he", *at("he"), "description")
    ends, melted, so = (SPLIT.content[0][0], SPLIT.content[1][1]), at("The ice melted"), at("so")
    quotes = (
        Quote(
            0, "direct", "statement", "“We left,” […] “at noon.”", *ends, SPLIT.content, 0, said, name, 4,
            "resolved", 0.912, why="name",
        ),
        Quote(
            1, "indirect", "statement", "The ice melted", *melted, (melted,), 1, added, he, 4,
            "ambiguous", 1.0, ("repaired-marks",), "pronoun; or Kofi Berg",
        ),
        Quote(2, "indirect", "thought", "so", *so, (so,), 1, None, None, None, "unresolved", 0.2),
    )  # fmt: skip
    assert built() == ArticleRecord(
        id="quay",
        source="quay.txt",
        meta={"n": 1},
        quotes=quotes,
        speakers=(replace(ANA, quotes=(0, 1)),),
        warnings=(Warning("encoding", "Guessed."), Warning("unbalanced-marks", "Odd.", 3, 4)),
        model=MODEL,
    )


def test_of_two_quotes_that_begin_together_the_outer_one_comes_first() -> None:
    outer = replace(ADDED, content=(at("The ice melted, he added"),))
    record = build_record(ARTICLE, Findings((ADDED, outer), (ANA,), (BY_PRONOUN,) * 2), MODEL)
    assert [quote.text for quote in record.quotes] == ["The ice melted, he added", "The ice melted"]


def test_a_speaker_without_a_source_is_taken_over_from_another_quote() -> None:
    findings = Findings((ALONE,), (ANA,), (replace(BY_PRONOUN, status="resolved"),))
    (quote,) = build_record(ARTICLE, findings, MODEL).quotes
    assert (quote.mention, quote.speaker, quote.flags) == (None, 4, ("inherited-speaker",))


@pytest.mark.parametrize(("cue", "kind", "negated"), [
    ("declined to say", "indirect", True),
    ("did not ask", "indirect", True),
    ("wouldn’t comment on", "indirect", True),
    ("has never said", "direct", True),
    ("is not saying", "indirect", True),
    ("isn’t saying", "indirect", True),
    ("has yet to say", "indirect", True),
    ("no longer says", "indirect", True),
    ("said nothing about", "indirect", True),
    ("had nothing but praise for", "indirect", False),
    ("made no mention of", "indirect", True),
    ("has no doubt", "indirect", False),
    ("denied", "indirect", True),
    ("denied", "mixed", True),
    ("denied", "direct", False),
    ("did not hesitate to say", "indirect", False),
    ("not only said", "indirect", False),
    ("said", "indirect", False),
    ("noted", "indirect", False),
    ("have contradicted that", "indirect", True),
    ("disputed that", "mixed", True),
    ("refuted the claim that", "indirect", True),
])  # fmt: skip
def test_what_was_not_said_is_told_apart(cue: str, kind: QuoteType, negated: bool) -> None:
    text = f"Ana {cue} it would rain."
    start = text.index("it would")
    content, cues = ((start, len(text) - 1),), ((4, 4 + len(cue)),)
    one = Attribution(content, cues, (0, 3), kind, "speech", 0, 0.9)
    said = Resolution(0, "resolved", SourceMention(0, 3, "name", (0, 3), "person"), 0.9, "name")
    findings = Findings((one,), (Speaker(0, "Ana", "person"),), (said,))
    record = build_record(make_article(text), findings, MODEL)
    (quote,) = record.quotes
    assert quote.probable
    assert (quote.negated, quote.counts) == (negated, not negated)
    assert ("negated" in quote.flags) == negated
    ((_, share),) = tally(record).speakers
    assert share.quotes == (not negated)


@pytest.mark.parametrize(("cue", "content", "negated"), [
    ("rejected", "claims that it leaks", True),
    ("dismissed", "the mayor’s suggestion that it leaks", True),
    ("rejects", "two offers for the boat", False),
    ("repeated", "claims that it leaks", False),
    ("has dismissed", "as unfounded the two allegations", False),
])  # fmt: skip
def test_a_rejected_claim_is_denied(cue: str, content: str, negated: bool) -> None:
    assert is_negated(cue, "indirect", content) == negated


@pytest.mark.parametrize(("second", "verb", "speaker", "repeat"), [
    ("we leave on Monday morning", "said", 0, True),
    ("we leave on Monday morning", "said", 1, False),
    ("We leave on Monday morning at six", "added", 0, True),
    ("we leave on Friday morning at six", "said", 0, False),
    ("on Monday morning", "said", 0, False),  # too few words
])  # fmt: skip
def test_words_that_are_quoted_again(second: str, verb: str, speaker: int, repeat: bool) -> None:
    first = "we leave on Monday morning at six, not later"
    text = f"Ana said {first}. Later she {verb} {second}."
    at = text.rindex(second)
    made = tuple(
        Attribution(
            ((start, end),), (cue,), None, "indirect", "speech", 0, 0.9
        )
        for start, end, cue in (
            (9, 9 + len(first), (4, 8)), (at, at + len(second), (at - 1 - len(verb), at - 1))
        )
    )  # fmt: skip
    people = tuple(Speaker(number, name, "person") for number, name in enumerate(("Ana", "Bo")))
    chosen = tuple(Resolution(number, "resolved", None, 0.9, "name") for number in (0, speaker))
    record = build_record(make_article(text), Findings(made, people, chosen), MODEL)
    assert ["repeat" in quote.flags for quote in record.quotes] == [False, repeat]
    assert not any("repeat" in quote.flags for quote in record.filter(acts="speech").quotes)


@pytest.mark.parametrize(("kind", "repeat"), [("indirect", True), ("direct", False)])
def test_the_same_words_reported_with_the_same_verb_are_a_repeat(
    kind: QuoteType, repeat: bool
) -> None:
    text = "Ana threatened to quit. Bo left. Ana has threatened to quit. Ana refused to quit."
    starts = [at for at in range(len(text)) if text.startswith("to quit", at)]
    cues = ((4, 14), (37, 51), (65, 72))
    made = tuple(
        Attribution(((at, at + 7),), (cue,), None, kind, "speech", 0, 0.9)
        for at, cue in zip(starts, cues, strict=True)
    )
    chosen = (Resolution(0, "resolved", None, 0.9, "name"),) * 3
    findings = Findings(made, (Speaker(0, "Ana", "person"),), chosen)
    quotes = build_record(make_article(text), findings, MODEL).quotes
    assert [quote.cue and quote.cue.lemma for quote in quotes] == ["threaten", "threaten", "refuse"]
    assert ["repeat" in quote.flags for quote in quotes] == [False, repeat, False]


ASKED = (
    "Who will pay? “I said we would leave,” Ana Pinto said. She was told to wait. She welcomed the"
    " plan."
)


@pytest.mark.parametrize(("words", "kind", "act", "speaker", "flags", "expected"), [
    ("Who will pay?", "indirect", "speech", None, (), ("question", ("unasked",))),
    # the headline
    ("Who will pay?", "indirect", "speech", 4, (), ("question", ("unasked", "inherited-speaker"))),
    ("to wait", "indirect", "other", None, ("unasked",), ("request", ("unasked",))),
    ("the plan", "indirect", "other", 4, ("reaction",), ("statement", ("reaction",))),
    ("we would leave", "indirect", "other", 4, (), ("thought", ("inherited-speaker",))),
    ("we would leave", "indirect", "speech", 4, ("nested",), ("statement", ("nested", "same-speaker"))),
    ("we would leave", "indirect", "speech", 7, ("nested",), ("statement", ("nested",))),
    ("we would leave", "indirect", "speech", None, ("nested",), ("statement", ("nested",))),
    ("She was told", "indirect", "speech", 4, ("nested",), ("statement", ("nested",))),
])  # fmt: skip
def test_acts_and_their_flags(
    words: str,
    kind: QuoteType,
    act: Any,
    speaker: int | None,
    flags: tuple[str, ...],
    expected: Any,
) -> None:
    article = Article(ASKED, (Paragraph(0, 13, "headline"), Paragraph(14, len(ASKED))))
    said, cue, ana = (
        span_of(ASKED, one) for one in ("“I said we would leave,”", "said.", "Ana Pinto")
    )
    outer = Attribution((said,), (cue,), ana, "direct", "speech", 1)
    place, paragraph = span_of(ASKED, words), int(words != "Who will pay?")
    made = Attribution((place,), (), None, kind, act, paragraph, flags=flags)
    chosen = [Resolution(number, "resolved", None, 0.9, "name") for number in (4, speaker)]
    record = build_record(article, Findings((outer, made), (ANA,), tuple(chosen)), MODEL)
    [built] = [quote for quote in record.quotes if quote.start == place[0]]
    assert built.act == expected[0]
    assert set(built.flags) - {"inherited-speaker"} == set(expected[1]) - {"inherited-speaker"}
    assert record.quotes[0 if built.id else 1].flags == ()
