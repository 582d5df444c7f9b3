"""Records from the findings of all packages."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.attribution.build_record import Findings, build_record
from quoteminer.attribution.cues import is_negated
from quoteminer.output.tally import tally
from quoteminer.records import (
    PART_SEPARATOR,
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


@dataclass(frozen=True)
class Model:
    name: str = "m"
    version: str = "1"


def at(words: str) -> Span:
    start = TEXT.index(words)
    return start, start + len(words)


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
    pairs = [(ALONE, NOBODY), (ADDED, BY_PRONOUN), (SPLIT, BY_NAME)]
    warnings = (Warning("unbalanced-marks", "Odd.", 3, 4),)
    findings = Findings(
        tuple(a for a, _ in pairs), (ANA, SILENT), tuple(r for _, r in pairs), warnings
    )
    return build_record(ARTICLE, findings, Model())


def test_the_record_of_an_article() -> None:
    """Quotes are in text order, an unresolved source is the mention all the same, silent speakers
    are left out."""
    said = Cue("said […] grinning", at("said")[0], at("grinning")[1], "say", SPLIT.cue)
    name, he = (
        Mention("Ana Pinto", *at("Ana Pinto"), "name"),
        Mention("he", *at("he"), "description"),
    )
    ends, melted, added, so = (
        (SPLIT.content[0][0], SPLIT.content[1][1]), at("The ice melted"), at("added"), at("so"),
    )  # fmt: skip
    first = (
        "direct", "statement", "“We left,” […] “at noon.”", *ends, SPLIT.content, 0, said, name, 4,
        "resolved", 0.912,
    )  # fmt: skip
    second = (
        "indirect", "statement", "The ice melted", *melted, (melted,), 1,
        Cue("added", *added, "add"), he, 4,
    )  # fmt: skip
    assert built() == ArticleRecord(
        id="quay",
        source="quay.txt",
        meta={"n": 1},
        quotes=(
            Quote(0, *first, why="name"),
            Quote(1, *second, "ambiguous", 1.0, ("repaired-marks",), "pronoun; or Kofi Berg"),
            Quote(
                2, "indirect", "thought", "so", *so, (so,), 1, None, None, None, "unresolved", 0.2
            ),
        ),
        speakers=(
            Speaker(
                4, "Ana Pinto", "person", "captain", None, ("Pinto",), (at("Ana Pinto"),), (0, 1)
            ),
        ),
        warnings=(Warning("encoding", "Guessed."), Warning("unbalanced-marks", "Odd.", 3, 4)),
        model=ModelName("m", "1"),
    )


def test_of_two_quotes_that_begin_together_the_outer_one_comes_first() -> None:
    outer = replace(ADDED, content=(at("The ice melted, he added"),))
    record = build_record(ARTICLE, Findings((ADDED, outer), (ANA,), (BY_PRONOUN,) * 2), Model())
    assert [quote.text for quote in record.quotes] == ["The ice melted, he added", "The ice melted"]


def test_a_speaker_without_a_source_is_taken_over_from_another_quote() -> None:
    findings = Findings((ALONE,), (ANA,), (replace(BY_PRONOUN, status="resolved"),))
    (quote,) = build_record(ARTICLE, findings, Model()).quotes
    assert (quote.mention, quote.speaker, quote.flags) == (None, 4, ("inherited-speaker",))


SPANS = st.lists(st.integers(0, len(TEXT)), min_size=2, max_size=6, unique=True).map(
    lambda ends: tuple(zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False))
)


@given(
    st.lists(
        st.tuples(SPANS, st.none() | SPANS, st.sampled_from([None, 0, 1, 2]), st.floats(0, 1)),
        max_size=8,
    )
)
def test_nothing_is_lost_and_every_span_is_its_text(
    drawn: list[tuple[tuple[Span, ...], tuple[Span, ...] | None, int | None, float]],
) -> None:
    attributions = tuple(
        Attribution(content, cue or (), cue[0] if cue else None, "mixed", "speech", 0, confidence)
        for content, cue, _, confidence in drawn
    )
    resolutions = tuple(
        Resolution(speaker, "resolved", None, 0.5, "") for _, _, speaker, _ in drawn
    )
    speakers = tuple(Speaker(number, f"S{number}", "person") for number in range(3))
    record = build_record(ARTICLE, Findings(attributions, speakers, resolutions), Model())
    assert sorted(quote.spans for quote in record.quotes) == sorted(
        one.content for one in attributions
    )
    assert [quote.id for quote in record.quotes] == list(range(len(drawn)))
    spoken = {quote.id: quote.speaker for quote in record.quotes if quote.speaker is not None}
    assert spoken == {id: speaker.id for speaker in record.speakers for id in speaker.quotes}
    for quote in record.quotes:
        assert quote.text == PART_SEPARATOR.join(TEXT[start:end] for start, end in quote.spans)
        assert (quote.start, quote.end) == (quote.spans[0][0], quote.spans[-1][1])
        assert 0 <= quote.confidence <= 1
        if quote.mention:
            assert TEXT[quote.mention.start : quote.mention.end] == quote.mention.text


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
    one = Attribution(
        ((start, len(text) - 1),), ((4, 4 + len(cue)),), (0, 3), kind, "speech", 0, 0.9
    )
    speaker = Speaker(0, "Ana", "person")
    said = Resolution(0, "resolved", SourceMention(0, 3, "name", (0, 3), "person"), 0.9, "name")
    record = build_record(make_article(text), Findings((one,), (speaker,), (said,)), Model())
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
    record = build_record(make_article(text), Findings(made, people, chosen), Model())
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
    quotes = build_record(make_article(text), findings, Model()).quotes
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
    def placed(words: str) -> tuple[int, int]:
        return ASKED.index(words), ASKED.index(words) + len(words)

    article = Article(ASKED, (Paragraph(0, 13, "headline"), Paragraph(14, len(ASKED))))
    said = placed("“I said we would leave,”")
    outer = Attribution((said,), (placed("said."),), placed("Ana Pinto"), "direct", "speech", 1)
    made = Attribution(
        (placed(words),), (), None, kind, act, 0 if words == "Who will pay?" else 1, flags=flags
    )
    chosen = [Resolution(number, "resolved", None, 0.9, "name") for number in (4, speaker)]
    record = build_record(article, Findings((outer, made), (ANA,), tuple(chosen)), Model())
    [built] = [quote for quote in record.quotes if quote.start == placed(words)[0]]
    assert built.act == expected[0]
    assert set(built.flags) - {"inherited-speaker"} == set(expected[1]) - {"inherited-speaker"}
    assert record.quotes[0 if built.id else 1].flags == ()
