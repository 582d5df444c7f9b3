import re
from collections.abc import Mapping

import pytest
from indexed import index_of

from quoteminer.attribution.assemble import assemble
from quoteminer.network.reading import Reading, RoleSpan
from quoteminer.types import Attribution, Role

ROLES: dict[str, Role] = {"s": "source", "c": "cue", "q": "content"}
_TAG = re.compile(r"<(/?)([scq])(\d*)(n?)>")


def assembled(
    marked: str, speech: Mapping[int, float] | None = None
) -> tuple[str, tuple[Attribution, ...]]:
    """``<q1>…</q1> <c1>said</c1> <s1>Ana</s1>``: spans of one number belong together, those without
    one to nothing; ``n`` after the number is an attribution inside another."""
    text, spans, opened, last = "", [], {}, 0
    for tag in _TAG.finditer(marked):
        text += marked[last : tag.start()]
        last = tag.end()
        if tag[1]:
            spans.append(
                (opened.pop(tag[2] + tag[3] + tag[4]), len(text), tag[2], tag[3], bool(tag[4]))
            )
        else:
            opened[tag[2] + tag[3] + tag[4]] = len(text)
    text += marked[last:]
    spans.sort()
    roles = tuple(RoleSpan(ROLES[kind], a, b, 0.9, int(inner)) for a, b, kind, _, inner in spans)
    links = {
        (i, -1): -5.0 if spans[i][3] else -0.1
        for i, role in enumerate(roles)
        if role.role != "source"
    }
    for i, (*_, own, number, inner) in enumerate(spans):
        for k, (*_, other, to, within) in enumerate(spans):
            if (own, other) in (("q", "c"), ("c", "s")) and inner == within:
                links[i, k] = -0.1 if number == to != "" else -9.0
    cues = {
        i: (speech or {}).get(int(spans[i][3]), 0.9)
        for i, role in enumerate(roles)
        if role.role == "cue"
    }
    return text, assemble(index_of(text, r"\w+|[^\w\s]"), Reading(roles, links, cues, ()))


def contents(text: str, found: tuple[Attribution, ...]) -> list[list[str]]:
    return [[text[a:b] for a, b in one.content] for one in found]


@pytest.mark.parametrize(("marked", "kind"), [
    ("<q1>“We open in May,”</q1> <c1>said</c1> <s1>Ana</s1>.", "direct"),
    ("<s1>Ana,</s1> <c1>said</c1> <q1>that May was “too early” for them</q1>.", "mixed"),
    (
        "<s1>Ana</s1> <c1>said</c1> <q1>that “nobody in the town who has a boat wants a second"
        " harbour”</q1>.",
        "mixed",  # one word in twelve has no marks
    ),
    ("<s1>Ana</s1> <c1>said</c1> <q1>that May was too early</q1>.", "indirect"),
])  # fmt: skip
def test_types(marked: str, kind: str) -> None:
    text, (one,) = assembled(marked)
    assert one.type == kind
    assert [text[a:b] for a, b in one.cue] == ["said"]
    assert one.source is not None
    assert text[slice(*one.source)] == "Ana"


def test_the_marks_of_the_quote_around_it_make_no_direct_quote() -> None:
    marked = (
        "<q1>“<s2n>Bo</s2n> <c2n>says</c2n> <q2n>it is safe</q2n>,”</q1> <c1>said</c1>"
        " <s1>Ana</s1>."
    )
    text, found = assembled(marked)
    assert contents(text, found) == [["“Bo says it is safe,”"], ["it is safe"]]
    assert [one.type for one in found] == ["direct", "indirect"]


@pytest.mark.parametrize(("marked", "sources"), [
    ("<q1>“It is late.”</q1> <s1>Ana</s1> <c1>said</c1>.\n\n<q1>“No bus comes.”</q1>", ["Ana"]),
    ("<q1>“Is it late?”</q1> <s1>Ana</s1> <c1>asked</c1>.\n\n<q1>“No bus comes.”</q1>", ["Ana", None]),
    ("“Is it late?” <s1>Ana</s1> <c1>asked</c1> them:\n\n<q1>“Does a bus come?”</q1>", ["Ana"]),
    ("“Is it late?” Bo asked. <s1>Ana</s1> <c1>said</c1> no.\n\n<q1>“No bus comes.”</q1>", ["Ana"]),
])  # fmt: skip
def test_who_asks_does_not_answer(marked: str, sources: list[str | None]) -> None:
    text, found = assembled(marked)
    assert [one.source and text[slice(*one.source)] for one in found] == sources


def test_acts_are_those_of_the_cue() -> None:
    marked = (
        "<s1>Ana</s1> <c1>said</c1> <q1>it was late</q1>. <s2>Bo</s2> <c2>hoped</c2> <q2>for"
        " rain</q2>."
    )
    _, found = assembled(marked, speech={1: 0.8, 2: 0.2})
    assert [one.act for one in found] == ["speech", "other"]


@pytest.mark.parametrize(("marked", "expected", "rule"), [
    ("<q1>“Wait,”</q1> <c1>said</c1> <s1>Ana</s1>. <q1>“I hear them.”</q1>", [["“Wait,”", "“I hear them.”"]],
     "A quote that its attribution interrupts has two parts."),
    ("<c1>Said</c1> <s1>Ana</s1>: <q1>“Wait.”</q1> <q>“I hear them.”</q>", [["“Wait.” “I hear them.”"]],
     "A quote with nothing of its own goes on from the one before, also where a paragraph re-opens it,"),
    ("<s1>Ana</s1> <c1>said</c1>: <q1>“It rained.</q1>\n\n<q>“Then it froze.”</q>\n\nAll went home.",
     [["“It rained.", "“Then it froze.”"]],
     "A quote with nothing of its own goes on from the one before, also where a paragraph re-opens it,"),
    ("<q1>“It rained,”</q1> <s1>Ana</s1> <c1>said</c1>.\n\n<q>“It snowed.”</q>\n\nAll went home.",
     [["“It rained,”"], ["“It snowed.”"]], "but after a cue or a closing mark the next paragraph is somebody else's."),
    ("<c1>Said</c1> <s1>Ana</s1>: <q1>“It rained.”</q1>\n\n<q>“Did it?”</q>\n\n<q>“It did.”</q>",
     [["“It rained.”"], ["“Did it?”"], ["“It did.”"]],
     "but after a cue or a closing mark the next paragraph is somebody else's."),
    ("On Monday <s1>Ana</s1> <c1>wrote</c1>:\n\n<q1>We open.</q1>\n\nAll went home.", [["We open."]],
     "A colon introduces the next paragraph."),
    ("On Monday <s1>Ana</s1> <c1>wrote</c1> a letter.\n\n<q1>We open.</q1>\n\nAll went home.", [],
     "A colon introduces the next paragraph."),
    ("<q>“It rained.”</q>\n\nNobody asked. <q>The ferry was late</q>.", [["“It rained.”"]],
     "Quoted words without a cue are kept, others are not; nor are headings, nor marks alone."),
    ("The harbour has been closed since the storm of last week, and ferries wait outside.\n\n"
     "<q1>“Late Winter”</q1>\n\n"
     "<q1>“The ice is still thick,”</q1> <c1>said</c1> <s1>Ana</s1>, who has run the ferry for thirty years.",
     [["“The ice is still thick,”"]],
     "Quoted words without a cue are kept, others are not; nor are headings, nor marks alone."),
    ("<s1>Ana</s1> <c1>said</c1> <q1>“…”</q1>.", [],
     "Quoted words without a cue are kept, others are not; nor are headings, nor marks alone."),
    ("<s1><s2n>Ana</s2n></s1> <c1><c2n>said</c2n></c1> <q1><q2n>it rained</q2n> all day</q1>.",
     [["it rained all day"]], "A cue reports its words once."),
    ("Nobody spoke.", [], "Quoted words without a cue are kept, others are not; nor are headings, nor marks alone."),
    ("<q1>The lake is frozen,</q1> <s1>the guide, Ana,</s1> <c1>said</c1>, <q1>and safe</q1>.",
     [["The lake is frozen", "and safe"]], "Commas stay outside where there are no marks."),
    ("<s1>Ana</s1> <c1>call</c1><q1>ed the ferry a wreck</q1>.", [["the ferry a wreck"]],
     "A word in which the cue ends is the cue's."),
])  # fmt: skip
def test_contents(marked: str, expected: list[list[str]], rule: str) -> None:
    assert contents(*assembled(marked)) == expected, rule


@pytest.mark.parametrize("marked", [
    "<q2>“We wait.</q2> And we wait. <q1>Then we open,”</q1> <c1>said</c1> <s1>Ana</s1>.",
    "<s1>Ana</s1> <c1>said</c1>: <q1>“We wait.</q1> And we wait. <q2>Then we open.”</q2>",
    "<s1>Ana</s1> <c1>said</c1>: <q2>“We wait.</q2> And <q3>we</q3> wait. <q1>Then we open.”</q1>",
])  # fmt: skip
def test_parts_of_one_passage_are_one_quote(marked: str) -> None:
    text, (one,) = assembled(marked)
    assert [text[a:b].rstrip(",.”") for a, b in one.content] == [
        "“We wait. And we wait. Then we open"
    ]
    assert one.source is not None
    assert text[slice(*one.source)] == "Ana"


@pytest.mark.parametrize("marked", [
    "“<q1>We wait</q1>, <c1>said</c1> <s1>Ana</s1>. And nobody in the whole town knew that. <q2>No way</q2>.”",
    "<s2>Bo</s2> <c2>told</c2> <q2>“We wait</q2> and so they did. <q1>No way,”</q1> <c1>said</c1> <s1>Ana</s1>.",
])  # fmt: skip
def test_parts_of_a_passage_stay_apart_where_it_reports_or_both_are_reported(marked: str) -> None:
    _, found = assembled(marked)
    assert len(found) == 2


@pytest.mark.parametrize(("marked", "kinds"), [
    ("<s1>Q</s1><c1>:</c1> <q1>Do you open?</q1>\n\n<s2>A</s2><c2>:</c2> <q2>In May.</q2>", ["direct", "direct"]),
    ("It rained.\n\n<s1>Ana</s1><c1>:</c1> <q1>we open in May</q1>\n\nAll went home.", ["indirect"]),
    ("<s1>Q</s1><c1>:</c1> <q1>You open?</q1>\n\n<s2>Bo</s2> <c2>said</c2> <q2>in May</q2>.", ["indirect"] * 2),
])  # fmt: skip
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
    text, (one,) = assembled(
        "Minister <s1>Park Ji-</s1><c1>won told</c1> us <q1>that it was late</q1>."
    )
    assert one.source is not None
    assert text[slice(*one.source)] == "Park Ji-won"
    assert [text[a:b] for a, b in one.cue] == ["told"]


@pytest.mark.parametrize(("marked", "source"), [
    ("<s1>The court</s1> <c1>was told</c1> <q1>that the kiln was cold</q1>.", None),
    ("<s1>Two bakers</s1> <c1>have also been asked</c1> <q1>whether it was cold</q1>.", None),
    ("<s1>A jury</s1> <c1>heard</c1> <q1>that the kiln was cold</q1>.", None),
    ("<s1>Ana</s1> <c1>heard</c1> <q1>that the kiln was cold</q1>.", "Ana"),
    ("The court <c1>was told by</c1> <s1>Ana</s1> <q1>that the kiln was cold</q1>.", "Ana"),
    ("<s1>The court</s1> <c1>told</c1> <q1>them to leave</q1>.", "The court"),
    ("<q1>The kiln was cold</q1>, <s1>jury</s1> <c1>told</c1>\n\nIt was May.", None),
    ("<q1>“The kiln was cold,”</q1> <s1>Ana</s1> <c1>told</c1>\n\nThe Quay Post.", "Ana"),
    ("On <s1>Ben Nevis</s1><c1>:</c1> <q1>“It is cold.”</q1>", None),
    ("On Friday, <s1>Ana</s1><c1>:</c1> <q1>“It is cold.”</q1>", "Ana"),
])  # fmt: skip
def test_who_hears_the_words_and_what_they_are_about_is_no_source(
    marked: str, source: str | None
) -> None:
    text, (one,) = assembled(marked)
    assert (one.source and text[slice(*one.source)]) == source
    assert (one.evidence.source is None) == (source is None)


@pytest.mark.parametrize(("marked", "source"), [
    (
        "<s1>Bakers from the quay in</s1> Velden <c1>say</c1> <q1>that it was cold</q1>.",
        "Bakers from the quay in Velden",
    ),
    (
        "<s1>These studies and</s1> a host of others <c1>say</c1> <q1>that it was cold</q1>.",
        "These studies and a host of others",
    ),
    ("<c1>According to</c1> <s1>a baker in</s1> Velden, <q1>it was cold</q1>.", "a baker"),
    ("It was <s1>a</s1> <c1>warning</c1> <q1>that it was cold</q1>.", None),
    ("<s1>A</s1><c1>:</c1> <q1>It was cold.</q1>", "A"),
])  # fmt: skip
def test_a_source_ends_where_its_phrase_does(marked: str, source: str | None) -> None:
    text, (one,) = assembled(marked)
    assert (one.source and text[slice(*one.source)]) == source
