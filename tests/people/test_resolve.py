"""Resolution of sources in short articles of our own. `speaker_cases.csv` has most of them: an article with tags for
its sources, cues and contents, the names that the network would find (empty: PEOPLE), and the speakers."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import cast

import pytest
from cpu import cpu_seconds
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.network.load import find_model
from quoteminer.people.ranker import Ranker
from quoteminer.people.resolve import resolve
from quoteminer.types import Article, Attribution, MarkReading, Name, NameKind, Paragraph

RANKER = Ranker(json.loads((find_model() / "ranker.json").read_text(encoding="utf-8")))
PEOPLE: dict[str, NameKind] = {
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

with Path(__file__).with_name("speaker_cases.csv").open(encoding="utf-8", newline="") as stream:
    CASES = [pytest.param(row["text"], row["names"], row["speakers"], id=row["case"]) for row in csv.DictReader(stream)]


def names_of(cell: str) -> dict[str, NameKind]:
    """Read "person: Ana Ruiz, Ruiz; org: Delmar"; an empty cell stands for PEOPLE."""
    rows = (row.partition(": ") for row in cell.split("; ") if row)
    return {name: cast(NameKind, kind) for kind, _, names in rows for name in names.split(", ")} or PEOPLE


@pytest.mark.parametrize(("text", "names", "speakers"), CASES)
def test_who_speaks(resolved, text: str, names: str, speakers: str) -> None:
    """Each attribution has the speaker that the case gives ("-": unresolved), whatever the order of the names."""
    reading, backwards = resolved(text, names_of(names)), resolved(text, dict(reversed(names_of(names).items())))
    assert [name or "-" for name in reading.who] == speakers.split("; ")
    assert backwards.speakers == reading.speakers


def test_a_close_second_is_named(resolved) -> None:
    reading = resolved(
        "Peter Holm met John Holm. <s1>Holm</s1> <c1>said</c1> <q1>it was late</q1>.",
        {"Peter Holm": "person", "John Holm": "person", "Holm": "person"},
    )
    (resolution,) = reading.resolutions
    assert resolution.score < 0.97
    assert (resolution.status, resolution.why) == ("ambiguous", "name; or John Holm")


def test_speakers_are_the_quoted_in_the_order_of_the_text(resolved) -> None:
    reading = resolved(
        "Lind left. Ana Ruiz and Peter Holm met. <q1>It was late</q1>, <s1>Holm</s1> <c1>said</c1>. <q2>No</q2>, "
        "<s2>Ruiz</s2> <c2>said</c2>. <s3>Mr Holm</s3> <c3>said</c3> <q3>yes</q3>.",
        PEOPLE,
    )
    assert [(s.id, s.name, s.kind) for s in reading.speakers] == [
        (0, "Ana Ruiz", "person"),
        (1, "Peter Holm", "person"),
    ]
    assert reading.speakers[1].aliases == ("Holm", "Mr Holm")
    assert all(reading.text[a:b] for speaker in reading.speakers for a, b in speaker.mentions)


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
