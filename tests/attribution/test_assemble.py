import re
from collections.abc import Mapping

import pytest
from cases import cases

from quoteminer.attribution.assemble import assemble
from quoteminer.text.article import make_article
from quoteminer.text.article_index import ArticleIndex
from quoteminer.text.marks import read_marks
from quoteminer.types import Attribution, Reading, Role, RoleSpan

ROLES: dict[str, Role] = {"s": "source", "c": "cue", "q": "content"}
_TAG = re.compile(r"<(/?)([scq])(\d*)(n?)>")


def assembled(marked: str, speech: Mapping[int, float] | None = None) -> tuple[str, tuple[Attribution, ...]]:
    """``<q1>…</q1> <c1>said</c1> <s1>Ana</s1>``: spans of one number belong together, those without one to nothing;
    ``n`` after the number is an attribution inside another."""
    text, spans, opened, last = "", [], {}, 0
    for tag in _TAG.finditer(marked):
        text += marked[last : tag.start()]
        last = tag.end()
        if tag[1]:
            spans.append((opened.pop(tag[2] + tag[3] + tag[4]), len(text), tag[2], tag[3], bool(tag[4])))
        else:
            opened[tag[2] + tag[3] + tag[4]] = len(text)
    text += marked[last:]
    spans.sort()
    roles = tuple(RoleSpan(ROLES[kind], a, b, 0.9, int(inner)) for a, b, kind, _, inner in spans)
    links = {(i, -1): -5.0 if spans[i][3] else -0.1 for i, role in enumerate(roles) if role.role != "source"}
    for i, (*_, own, number, inner) in enumerate(spans):
        for k, (*_, other, to, within) in enumerate(spans):
            if (own, other) in (("q", "c"), ("c", "s")) and inner == within:
                links[i, k] = -0.1 if number == to != "" else -9.0
    cues = {i: (speech or {}).get(int(spans[i][3]), 0.9) for i, role in enumerate(roles) if role.role == "cue"}
    article = make_article(text)
    tokens = [found.span() for found in re.finditer(r"\w+|[^\w\s]", text)]
    index = ArticleIndex(article, read_marks(text, article.paragraphs), tokens)
    return text, assemble(index, Reading(roles, links, cues, ()))


def contents(text: str, found: tuple[Attribution, ...]) -> list[list[str]]:
    return [[text[a:b] for a, b in one.content] for one in found]


@pytest.mark.parametrize(("marked", "kind"), cases(__file__, "types"))
def test_types(marked: str, kind: str) -> None:
    text, (one,) = assembled(marked)
    assert one.type == kind
    assert [text[a:b] for a, b in one.cue] == ["said"]
    assert one.source is not None
    assert text[slice(*one.source)] == "Ana"


def test_acts_are_those_of_the_cue() -> None:
    marked = "<s1>Ana</s1> <c1>said</c1> <q1>it was late</q1>. <s2>Bo</s2> <c2>hoped</c2> <q2>for rain</q2>."
    _, found = assembled(marked, speech={1: 0.8, 2: 0.2})
    assert [one.act for one in found] == ["speech", "other"]


@pytest.mark.parametrize(("marked", "expected", "rule"), cases(__file__, "contents"))
def test_contents(marked: str, expected: list[list[str]], rule: str) -> None:
    assert contents(*assembled(marked)) == expected, rule


@pytest.mark.parametrize("marked", cases(__file__, "parts_of_one_passage_are_one_quote"))
def test_parts_of_one_passage_are_one_quote(marked: str) -> None:
    text, (one,) = assembled(marked)
    assert [text[a:b].rstrip(",.”") for a, b in one.content] == ["“We wait. And we wait. Then we open"]
    assert one.source is not None
    assert text[slice(*one.source)] == "Ana"


@pytest.mark.parametrize(
    "marked", cases(__file__, "parts_of_a_passage_stay_apart_where_it_reports_or_both_are_reported")
)
def test_parts_of_a_passage_stay_apart_where_it_reports_or_both_are_reported(marked: str) -> None:
    _, found = assembled(marked)
    assert len(found) == 2


@pytest.mark.parametrize(
    ("marked", "kinds"),
    [
        ("<s1>Q</s1><c1>:</c1> <q1>Do you open?</q1>\n\n<s2>A</s2><c2>:</c2> <q2>In May.</q2>", ["direct", "direct"]),
        ("It rained.\n\n<s1>Ana</s1><c1>:</c1> <q1>we open in May</q1>\n\nAll went home.", ["indirect"]),
        ("<s1>Q</s1><c1>:</c1> <q1>You open?</q1>\n\n<s2>Bo</s2> <c2>said</c2> <q2>in May</q2>.", ["indirect"] * 2),
    ],
)
def test_turns_of_a_transcript_are_direct(marked: str, kinds: list[str]) -> None:
    _, found = assembled(marked)
    assert [one.type for one in found] == kinds


def test_flags_of_odd_marks_and_nesting() -> None:
    text, found = assembled(
        "<q1>“<s2n>Bo</s2n> <c2n>said</c2n> <q2n>no</q2n> to us. ‘</q1> <c1>said</c1> <s1>Ana</s1>."
    )
    assert [one.flags for one in found] == [("repaired-marks",), ("nested", "repaired-marks")]
    assert contents(text, found)[0] == ["“Bo said no to us. ‘"]


def test_a_hyphenated_name_is_not_cut_where_its_second_half_looks_like_a_verb() -> None:
    text, (one,) = assembled("Minister <s1>Park Ji-</s1><c1>won told</c1> us <q1>that it was late</q1>.")
    assert one.source is not None
    assert text[slice(*one.source)] == "Park Ji-won"
    assert [text[a:b] for a, b in one.cue] == ["told"]
