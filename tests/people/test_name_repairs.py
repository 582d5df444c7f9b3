"""Names that come in pieces or with the wrong kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from quoteminer.people.tidy import tidy_names

from quoteminer.text.article import make_article
from quoteminer.types import Name

CASES: Mapping[str, tuple[str, dict[str, str], list[str]]] = {
    "Jr. belongs to the name": (
        "<q1>“We go,”</q1> <c1>said</c1> <s1>Omar Reyes Jr., the mayor</s1>. <s2>Reyes</s2> <c2>said</c2> <q2>it was "
        "late</q2>.",
        {"Omar Reyes": "person", "Reyes": "person"},
        ["Omar Reyes Jr."] * 2,
    ),
    "a place in a dateline is not it": (
        "PORT NORVIK, May 3 — Delmar Shipping closed a quay.\n\n<s1>It</s1> <c1>said</c1> <q1>trade was slow</q1>.",
        {"PORT NORVIK": "org", "Delmar Shipping": "org"},
        ["Delmar Shipping"],
    ),
    "the first word of a company": (
        "<s1>Delmar Foods Ltd.</s1> <c1>said</c1> <q1>it would close</q1>. <s2>Delmar</s2> <c2>said</c2> <q2>nobody "
        "would go</q2>.",
        {"Delmar Foods Ltd": "org", "Delmar": "person"},
        ["Delmar Foods Ltd"] * 2,
    ),
    "the first word of a company, and a person": (
        "<s1>Delmar Foods Ltd.</s1> <c1>said</c1> <q1>it would close</q1>. <s2>Mr. Delmar</s2> <c2>said</c2> <q2>he "
        "was sad</q2>. <q3>“Very,”</q3> <s3>Delmar</s3> <c3>said</c3>.",
        {"Delmar Foods Ltd": "org", "Delmar": "person"},
        ["Delmar Foods Ltd", "Delmar", "Delmar"],
    ),
    "labels in capitals": (
        "<s1>RUTH OYA</s1><c1>:</c1> <q1>I think we should go.</q1>\n\n<s2>OYA</s2><c2>:</c2> <q2>Now.</q2>",
        {"RUTH": "person", "OYA": "org"},
        ["RUTH OYA"] * 2,
    ),
    "a label in capitals for a known name": (
        "Ruth Oya spoke to a reporter.\n\n<s1>OYA</s1><c1>:</c1> <q1>I think we should go.</q1>",
        {"Ruth Oya": "person", "OYA": "org"},
        ["Ruth Oya"],
    ),
    "a department with a list for a name": (
        "The Department for Rivers, <s1>Quays and Tides</s1> <c1>said</c1> <q1>it would act</q1>.",
        {"Department for Rivers": "org", "Quays and Tides": "org"},
        ["Department for Rivers, Quays and Tides"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_speakers(case: str, resolved: Callable[..., Any]) -> None:
    marked, names, expected = CASES[case]
    assert resolved(marked, names).who == expected


def test_a_list_of_bodies_stays_a_list() -> None:
    text = "The Department of Rivers, Delmar and Quayco met."
    names = [Name(4, 24, "org"), Name(26, 32, "org"), Name(37, 43, "org")]
    assert tidy_names(make_article(text), names) == names


def test_a_label_of_a_body_is_no_person() -> None:
    text = "QUAY BOARD: We shall act."
    assert tidy_names(make_article(text), [Name(0, 10, "org")]) == [Name(0, 10, "org")]
