"""Who speaks, in short articles of our own."""

from __future__ import annotations

import json

import pytest
from cpu import cpu_seconds
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.network.load import find_model
from quoteminer.people.ranker import Ranker
from quoteminer.people.resolve import resolve
from quoteminer.types import Article, Attribution, MarkReading, Name, Paragraph

RANKER = Ranker(json.loads((find_model() / "ranker.json").read_text(encoding="utf-8")))
PEOPLE = {
    "Ana Ruiz": "person",
    "Ruiz": "person",
    "Peter Holm": "person",
    "Holm": "person",
    "Mary Holm": "person",
    "Li Dongsheng": "person",
    "Delmar Shipping": "org",
    "Delmar": "org",
    "Quay Board": "org",
    "Quay Times": "org",
    "Ludovic Lind": "person",
    "Lind": "person",
    "Norvik": "place",
}

CASES = {
    "a shortened name": (
        "<s1>Ana Ruiz</s1> <c1>said</c1> <q1>the quay was shut</q1>. <q2>“Nobody "
        "fell,”</q2> <s2>Ruiz</s2> <c2>said</c2>.",
        ["Ana Ruiz", "Ana Ruiz"],
    ),
    "the full name comes later": (
        "<q1>“Shut,”</q1> <c1>said</c1> <s1>Ruiz</s1> on the quay.\n\nIt was the third time that <s2>Ana Ruiz</s2> "
        "<c2>had warned</c2> <q2>of it</q2>.",
        ["Ana Ruiz", "Ana Ruiz"],
    ),
    "another transliteration": (
        "<s1>Li Dongsheng</s1> <c1>said</c1> <q1>demand grew</q1>.\n\n<q2>Costs fell "
        "too</q2>, <s2>Lee</s2> <c2>added</c2>.",
        ["Li Dongsheng", "Li Dongsheng"],
    ),
    "the family name first": (
        "<s1>Li Dongsheng</s1> <c1>said</c1> <q1>demand grew</q1>. <q2>Costs "
        "fell</q2>, <s2>Mr. Li</s2> <c2>added</c2>.",
        ["Li Dongsheng", "Li Dongsheng"],
    ),
    "honorifics tell a couple apart": (
        "Peter Holm and Mary Holm own the mill. <s1>Mrs Holm</s1> <c1>said</c1> "
        "<q1>it was old</q1>. <s2>Mr Holm</s2> "
        "<c2>said</c2> <q2>it was not</q2>.",
        ["Mary Holm", "Peter Holm"],
    ),
    "he and she": (
        "Peter Holm met Mary Holm on the quay. <s1>She</s1> <c1>said</c1> <q1>it "
        "was cold</q1>. <s2>He</s2> <c2>said</c2> "
        "<q2>it was not</q2>.",
        ["Mary Holm", "Peter Holm"],
    ),
    "he is not whom the quote names": (
        "<s1>Peter Holm</s1> <c1>spoke</c1> <q1>for an hour</q1>. <q2>“Ruiz is "
        "wrong,”</q2> <s2>he</s2> <c2>said</c2>.",
        ["Peter Holm", "Peter Holm"],
    ),
    "he in the next paragraph": (
        "<q1>“It is late,”</q1> <s1>Peter Holm</s1> <c1>said</c1>.\n\n<q2>“We "
        "should go,”</q2> <s2>he</s2> <c2>added</c2>.",
        ["Peter Holm", "Peter Holm"],
    ),
    "the addressee does not speak": (
        "<s1>Ana Ruiz</s1> <c1>told</c1> Peter Holm <q1>that the quay was shut</q1>. <s2>She</s2> <c2>added</c2> "
        "<q2>that nobody fell</q2>.",
        ["Ana Ruiz", "Ana Ruiz"],
    ),
    "who is from there": (
        "Then came Ana Ruiz, 24, from Norvik, <s1>who</s1> <c1>said</c1> <q1>it was old</q1>.",
        ["Ana Ruiz"],
    ),
    "who works there": (
        "They met a baker from Norvik <s1>who</s1> <c1>said</c1> <q1>it was old</q1>.",
        ["a baker from Norvik"],
    ),
    "who she is": (
        "Then came Ana Ruiz, a baker at the Quay Board, <s1>who</s1> <c1>said</c1> <q1>it was old</q1>.",
        ["Ana Ruiz"],
    ),
    "which is the place": (
        "They left Norvik, <s1>which</s1> <c1>denied</c1> <q1>it was old</q1>.",
        ["Norvik"],
    ),
    "a body, and behind its name what it is": (
        "<s1>Quay Times</s1> <c1>said</c1> <q1>profits fell</q1>. Later <s2>the Quay Times newspaper</s2> "
        "<c2>wrote</c2> <q2>that they rose</q2>.",
        ["Quay Times", "Quay Times"],
    ),
    "an honorific knows better than a list": (
        "Ludovic Lind ran. <s1>Ms. Lind</s1> <c1>said</c1> <q1>it was late</q1>.",
        ["Ludovic Lind"],
    ),
    "nobody before him": ("<s1>He</s1> <c1>said</c1> <q1>more was needed</q1>.", [None]),
    "I in one's own quote": (
        "<q1>“<s2>I</s2> <c2>think</c2> <q2>it will rain</q2>,”</q1> <c1>said</c1> <s1>Ana Ruiz</s1>.",
        ["Ana Ruiz", "Ana Ruiz"],
    ),
    "the company": (
        "<s1>Delmar Shipping</s1> <c1>said</c1> <q1>profits fell</q1>. <s2>The company</s2> <c2>blamed</c2> "
        "<q2>the weather</q2>, and <s3>it</s3> <c3>expects</c3> <q3>more of it</q3>.",
        ["Delmar Shipping", "Delmar Shipping", "Delmar Shipping"],
    ),
    "a place is no company": (
        "Delmar Shipping sailed from Norvik. <s1>The firm</s1> <c1>said</c1> <q1>profits fell</q1>.",
        ["Delmar Shipping"],
    ),
    "a short name for a body": (
        "<s1>Delmar Shipping</s1> <c1>said</c1> <q1>profits fell</q1>. "
        "<s2>Delmar</s2> <c2>blamed</c2> <q2>the rain</q2>.",
        ["Delmar Shipping", "Delmar Shipping"],
    ),
    "an abbreviation in brackets": (
        "<s1>The Quay Board (QB)</s1> <c1>said</c1> <q1>it was shut</q1>. <s2>The "
        "QB</s2> <c2>said</c2> <q2>so twice</q2>.",
        ["Quay Board", "Quay Board"],
    ),
    "the statement is its body's": (
        "<s1>A Delmar Shipping statement</s1> <c1>said</c1> <q1>profits fell</q1>.",
        ["Delmar Shipping"],
    ),
    "a poll speaks for itself": (
        "<s1>A new Delmar poll</s1> <c1>found</c1> <q1>that few cared</q1>. <s2>The "
        "survey</s2> <c2>said</c2> <q2>why</q2>.",
        ["A new Delmar poll", "A new Delmar poll"],
    ),
    "the one who has that role": (
        "Harbour master Peter Holm met the trader Ana Ruiz. <s1>The harbour "
        "master</s1> <c1>said</c1> <q1>it was late</q1>.",
        ["Peter Holm"],
    ),
    "a spokesman is nobody's name": (
        "<s1>A spokesman for Mr Holm</s1> <c1>said</c1> <q1>no</q1>. <s2>The "
        "spokesman</s2> <c2>said</c2> <q2>no again</q2>.",
        ["A spokesman for Mr Holm", "A spokesman for Mr Holm"],
    ),
    "they": (
        "<s1>Two dockers</s1> <c1>said</c1> <q1>it was late</q1>. <q2>“It is "
        "dark,”</q2> <s2>they</s2> <c2>added</c2>.",
        ["Two dockers", "Two dockers"],
    ),
    "two together": (
        "Ana Ruiz met Peter Holm. <s1>Ruiz and Holm</s1> <c1>said</c1> <q1>it was late</q1>.",
        ["Ana Ruiz and Peter Holm"],
    ),
    "who": (
        "The prize went to Ana Ruiz, <s1>who</s1> <c1>said</c1> <q1>it was late</q1>.",
        ["Ana Ruiz"],
    ),
    "the sentence goes on without a subject": (
        "<s1>Ana Ruiz</s1> <c1>said</c1> <q1>it was late</q1>, <c2>adding</c2> <q2>that it was dark</q2>.",
        ["Ana Ruiz", "Ana Ruiz"],
    ),
    "the quote that follows in the same paragraph": (
        "<q1>“It was late,”</q1> <c1>said</c1> <s1>Ana Ruiz</s1>. <q2>“It was dark.”</q2>",
        ["Ana Ruiz", "Ana Ruiz"],
    ),
    "the paragraph that opens again": (
        "Peter Holm sat. <q1>“It was late,”</q1> <c1>said</c1> <s1>Ana Ruiz</s1>. <q2>“It was dark.</q2>\n\n"
        "<q3>“Nobody fell.”</q3>",
        ["Ana Ruiz", "Ana Ruiz", "Ana Ruiz"],
    ),
    "dialogue alternates": (
        "<q1>“It is late,”</q1> <c1>said</c1> <s1>Ana Ruiz</s1>.\n\n<q2>“It is not,”</q2> <c2>said</c2> <s2>Peter "
        "Holm</s2>.\n\n<q3>“It is.”</q3>\n\n<q4>“It is not.”</q4>",
        ["Ana Ruiz", "Peter Holm", "Ana Ruiz", "Peter Holm"],
    ),
    "a name and a colon": (
        "<s1>Ana Ruiz</s1><c1>:</c1> <q1>“We go.”</q1> <q2>“Now.”</q2>",
        ["Ana Ruiz", "Ana Ruiz"],
    ),
    "questions and answers": (
        "<s1>Peter Holm</s1><c1>:</c1> <q1>Why is the quay shut?</q1>\n\n<s2>Ana Ruiz</s2><c2>:</c2> <q2>It was old."
        "</q2>\n\n<s3>Holm</s3><c3>:</c3> <q3>Since when?</q3>",
        ["Peter Holm", "Ana Ruiz", "Peter Holm"],
    ),
    "a cross-examination": (
        "Peter Holm asked questions.\n\n<s1>THE WITNESS</s1><c1>:</c1> <q1>It was late.</q1>\n\n<s2>Holm</s2>"
        "<c2>:</c2> <q2>How late?</q2>\n\n<s3>THE WITNESS</s3><c3>:</c3> <q3>Midnight.</q3>\n\n"
        "<s4>THE CORONER</s4><c4>:</c4> <q4>Thank you.</q4>",
        ["THE WITNESS", "Peter Holm", "THE WITNESS", "THE CORONER"],
    ),
    "nobody is his own colleague": (
        "Peter Holm resigned. <s1>A former colleague of Holm’s</s1> <c1>said</c1> <q1>it was late</q1>.",
        ["A former colleague of Holm"],
    ),
    "a title and a trade in front": (
        "<s1>Purser Mary Holm</s1> <c1>said</c1> <q1>it was late</q1>. <q2>“No,”</q2> <c2>said</c2> <s2>Californian "
        "Peter Holm</s2>.",
        ["Mary Holm", "Peter Holm"],
    ),
    "a caption": (
        "Photo: Ana Ruiz on the quay. <q1>“It was late,”</q1> <s1>she</s1> <c1>said</c1>.\n\n<s2>Peter Holm</s2> "
        "<c2>said</c2> <q2>no</q2>.",
        ["Ana Ruiz", "Peter Holm"],
    ),
    "nobody in the text says who speaks": ("It was late. <q1>“Nobody fell.”</q1>", [None]),
    "a spokesman is a speaker, and later references join him": (
        "<s1>A spokesman</s1> <c1>said</c1> <q1>no</q1>. <q2>“Never,”</q2> <s2>he</s2> <c2>added</c2>. <s3>The "
        "spokesman</s3> <c3>said</c3> <q3>so</q3>.",
        ["A spokesman", "A spokesman", "A spokesman"],
    ),
    "a German may be a woman": (
        "<s1>A German</s1> <c1>said</c1> <q1>no</q1>. <q2>“Never,”</q2> <s2>she</s2> <c2>added</c2>.",
        ["A German", "A German"],
    ),
    "nobody is said to have said so": ("<q1>Rain</q1> <c1>is expected</c1> in the north.", [None]),
    "an article in a paper": (
        "<s1>A review in the Quay Board</s1> <c1>called</c1> <q1>it dull</q1>.",
        ["Quay Board"],
    ),
    "Dr before a name behind a comma": (
        "<s1>The Quay Board's director, Dr. Ana Ruiz</s1>, <c1>said</c1> <q1>it was late</q1>.",
        ["Ana Ruiz"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_who_speaks(resolved, case: str) -> None:
    text, expected = CASES[case]
    assert resolved(text, PEOPLE).who == expected


def test_a_headline_describes_whom_the_text_names(resolved) -> None:
    reading = resolved(
        "<s1>Harbour master</s1> <c1>warns</c1> <q1>of storms</q1>\n\nThe storms will be the worst in years.\n\n"
        "<q2>“Stay at home,”</q2> <c2>said</c2> harbour master <s2>Peter Holm</s2>.",
        PEOPLE,
    )
    assert reading.who == ["Peter Holm", "Peter Holm"]


def test_missing_names_are_recognised_in_sources(resolved) -> None:
    text = (
        "<s1>Engineer Tova Lind</s1> <c1>said</c1> <q1>it was late</q1>. <q2>It was "
        "dark</q2>, <s2>Lind</s2> <c2>said</c2>."
    )
    assert resolved(text, {}).who == ["Tova Lind", "Tova Lind"]


def test_a_close_second_is_named(resolved) -> None:
    reading = resolved(
        "Peter Holm met John Holm. <s1>Holm</s1> <c1>said</c1> <q1>it was late</q1>.",
        {"Peter Holm": "person", "John Holm": "person", "Holm": "person"},
    )
    (resolution,) = reading.resolutions
    assert resolution.score < 0.97
    assert (resolution.status, resolution.why) == ("ambiguous", "name; or John Holm")


def test_a_close_second_of_a_pronoun_is_named(resolved) -> None:
    reading = resolved(
        "Peter Holm met John Voss and spoke with him. <s1>He</s1> <c1>said</c1> <q1>it was late</q1>.",
        {"Peter Holm": "person", "John Voss": "person"},
    )
    (resolution,) = reading.resolutions
    assert (resolution.status == "ambiguous") == ("; or " in resolution.why)


def test_speakers_are_in_the_order_of_the_text(resolved) -> None:
    reading = resolved(
        "Ana Ruiz and Peter Holm met. <q1>It was late</q1>, <s1>Holm</s1> <c1>said</c1>. <q2>No</q2>, <s2>Ruiz</s2> "
        "<c2>said</c2>. <s3>Mr Holm</s3> <c3>said</c3> <q3>yes</q3>.",
        PEOPLE,
    )
    assert [(s.id, s.name, s.kind) for s in reading.speakers] == [
        (0, "Ana Ruiz", "person"),
        (1, "Peter Holm", "person"),
    ]
    assert reading.speakers[1].aliases == ("Holm", "Mr Holm")
    assert all(reading.text[a:b] for speaker in reading.speakers for a, b in speaker.mentions)


def test_only_the_quoted_are_speakers(resolved) -> None:
    reading = resolved("Ana Ruiz heard <s1>Peter Holm</s1> <c1>say</c1> <q1>it was late</q1>.", PEOPLE)
    assert [speaker.name for speaker in reading.speakers] == ["Peter Holm"]


def test_why_is_for_a_reader(resolved) -> None:
    reading = resolved("<s1>Ana Ruiz</s1> <c1>said</c1> <q1>no</q1>. <s2>She</s2> <c2>said</c2> <q2>yes</q2>.", PEOPLE)
    name, pronoun = (r.why for r in reading.resolutions)
    assert name == "name"
    assert pronoun.startswith("pronoun: Ana Ruiz (")
    assert "of that gender" in pronoun
    assert all(0 <= r.score <= 1 for r in reading.resolutions)


SPANS = st.tuples(st.integers(-3, 130), st.integers(-3, 130)).map(lambda pair: (min(pair), max(pair)))
ATTRIBUTIONS = st.builds(
    Attribution,
    st.lists(SPANS, max_size=3).map(tuple),
    st.lists(SPANS, max_size=2).map(tuple),
    st.none() | SPANS,
    st.sampled_from(["direct", "indirect", "mixed"]),
    st.just("speech"),
    st.integers(0, 2),
)
NAMES = st.builds(lambda span, kind: Name(*span, kind), SPANS, st.sampled_from(["person", "org", "place"]))
WORDS = [*"Mr Ruiz he said the “ ” . , Group's and Ana of IBM (IBM) who 5".split(), "\n\n"]
TEXTS = st.one_of(
    st.text(max_size=120),
    st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join),
)  # fmt: skip


@given(TEXTS, st.lists(ATTRIBUTIONS, max_size=6), st.lists(NAMES, max_size=8), st.booleans())
def test_anything_is_resolved_or_not_but_never_fails(
    text: str, attributions: list[Attribution], names: list[Name], split: bool
) -> None:
    paragraphs = (Paragraph(0, len(text)),) if text else ()
    sentences = [(0, len(text) // 2), (len(text) // 2, len(text))] if split else []
    article = Article(text, paragraphs)
    speakers, resolutions = resolve(article, attributions, names, sentences, MarkReading((), ()), RANKER)
    assert len(resolutions) == len(attributions)
    assert [speaker.id for speaker in speakers] == list(range(len(speakers)))
    assert {r.speaker for r in resolutions} - {None} == set(range(len(speakers)))
    assert all((r.speaker is None) == (r.status == "unresolved") and 0 <= r.score <= 1 for r in resolutions)
    assert (speakers, resolutions) == resolve(article, attributions, names, sentences, MarkReading((), ()), RANKER)


def test_a_long_text_takes_time_in_proportion() -> None:
    def seconds(times: int) -> float:
        block = "Ana Ruiz met Peter Holm in Norvik. He said it was late, and the company agreed. "
        text = "".join(block.replace("Ruiz", f"Ru{chr(97 + i % 26)}z{chr(97 + i // 26 % 26)}") for i in range(times))
        size = len(block)
        names = [Name(size * i + a, size * i + b, "person") for i in range(times) for a, b in ((0, 8), (13, 23))]
        one = [
            ((size * i + 43, size * i + 54), (size * i + 38, size * i + 42), (size * i + 35, size * i + 37))
            for i in range(times)
        ]
        attributions = [Attribution((q,), (c,), s, "indirect", "speech", 0) for q, c, s in one]
        article = Article(text, (Paragraph(0, len(text)),))
        return cpu_seconds(lambda: resolve(article, attributions, names, [], MarkReading((), ()), RANKER))

    seconds(50)
    assert seconds(2000) < 30 * max(seconds(200), 0.01)


def test_a_source_of_thousands_of_names_takes_time_in_proportion() -> None:
    """No source is so long, but whatever is taken for one must not take the square of its length."""

    def seconds(count: int) -> float:
        block = "Ana Ruiz came and sat. "
        text, size = block * count, len(block)
        names = [Name(size * i, size * i + 8, "person") for i in range(count)]
        source = Attribution(((0, 8),), (), (0, len(text)), "indirect", "speech", 0)
        article = Article(text, (Paragraph(0, len(text)),))
        return cpu_seconds(lambda: resolve(article, [source], names, [], MarkReading((), ()), RANKER))

    seconds(50)
    assert seconds(4000) < 30 * max(seconds(400), 0.01)
