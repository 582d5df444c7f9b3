"""Names, tidied: what must hold for texts that nobody writes."""

from __future__ import annotations

import time

import pytest
from quoteminer.people.shown import full_names, title_case_spans
from quoteminer.people.tidy import tidy_names

from quoteminer.text.article import make_article
from quoteminer.types import Name, NameKind


def test_full_names() -> None:
    text = "Judge Ida May Kranz spoke. Omar Reyes’s lawyer did not."
    found = full_names(text)
    assert {word: [text[start:end] for start, end in spans] for word, spans in found.items()} == {
        "kranz": ["Ida May Kranz"],
        "reyes": ["Omar Reyes"],
    }


@pytest.mark.parametrize("text", ["DEADBEEF" * 60_000, "A-" * 250_000, "A de " * 100_000])
def test_full_names_take_linear_time(text: str) -> None:
    began = time.process_time()
    full_names(text)
    assert time.process_time() - began < 10  # a second here; a quadratic scan would take hours


def test_words_without_a_capital_are_no_names_and_halves_are_joined() -> None:
    text = "the baker, Torvald Eng, said"
    halves = [Name(4, 9, "person"), Name(11, 18, "person"), Name(19, 22, "place")]
    assert tidy_names(make_article(text), halves) == [Name(11, 22, "person")]


NAMES = [
    # text, kind, kept
    ("Delmar and", "org", "Delmar"),
    ("Delmar of", "org", "Delmar"),
    ("the Delmar", "org", "Delmar"),
    ("agency Delmar", "org", "Delmar"),
    ("Delmar Chairman", "org", "Delmar"),
    ("Dana Kell long", "person", "Dana Kell"),
    ("Anna Kell Party", "person", "Anna Kell"),
    ("Bookmakers Delmar", "org", "Delmar"),
    ("al-Nahar", "org", "al-Nahar"),
    ("van der Berg", "person", "van der Berg"),
    ("I", "person", None),
    ("He", "person", None),
    ("7 March", "person", None),
    ("Ms", "person", None),
    ("Siti binti Yusof", "person", "Siti binti Yusof"),
]


@pytest.mark.parametrize(("text", "kind", "kept"), NAMES)
def test_ends_of_names(text: str, kind: NameKind, kept: str | None) -> None:
    found = tidy_names(make_article(f"It was {text}, so."), [Name(7, 7 + len(text), kind)])
    assert [f"It was {text}, so."[name.start : name.end] for name in found] == ([kept] if kept else [])


@pytest.mark.parametrize(
    ("text", "name", "whole"),
    [
        ("After some time Kang Min-seo spoke.", "Kang Min-", "Kang Min-seo"),
        ("After some time Faris bin Nasr Al Harbi spoke.", "Faris", "Faris bin Nasr Al Harbi"),
        ("After some time Rosa dos Santos spoke.", "Rosa", "Rosa dos Santos"),
        ("After some time Dana of Velden spoke.", "Dana", "Dana"),
        ("After some time said Will Harrow, who spoke.", "Will Harrow", "Will Harrow"),
        ("So he asked. Will Harrow speak?", "Will Harrow", "Harrow"),
        ("After some time Represenative Dana Kell spoke.", "Represenative Dana Kell", "Dana Kell"),
    ],
)
def test_persons_are_completed_and_cut(text: str, name: str, whole: str) -> None:
    at = text.index(name)
    found = tidy_names(make_article(text), [Name(at, at + len(name), "person")])
    assert [text[one.start : one.end] for one in found] == [whole]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a director of consultancy Dana Kell spoke", "org"),
        ("a partner at law firm Dana Kell spoke", "org"),
        ("a director of the consultancy Dana Kell leads spoke", "person"),
        ("a friend of Dana Kell spoke", "person"),
        ("a company in Norvik Dana Kell knows", "person"),
    ],
)
def test_what_a_bare_noun_for_a_body_introduces_is_one(text: str, kind: NameKind) -> None:
    at = text.index("Dana")
    assert tidy_names(make_article(text), [Name(at, at + 9, "person")]) == [Name(at, at + 9, kind)]


def test_the_full_name_of_an_acronym_is_found_though_the_network_missed_it() -> None:
    text = "The National Quay Office met. The NQO said so."
    found = tidy_names(make_article(text), [Name(34, 37, "org")])
    assert {text[name.start : name.end] for name in found} == {"National Quay Office", "NQO"}


def test_a_body_with_an_ampersand_is_found_though_the_network_missed_it() -> None:
    text = "Shares of Harrow & Lind fell."
    assert [text[name.start : name.end] for name in tidy_names(make_article(text), [])] == ["Harrow & Lind"]


@pytest.mark.parametrize(
    "text", ["Ab & " * 60_000, "A of " * 60_000, "National Quay of the " * 15_000, "Sen. " * 60_000]
)
def test_tidying_takes_linear_time(text: str) -> None:
    names = [Name(at, at + 3, "org") for at in range(0, 20_000, 7)]
    began = time.process_time()
    tidy_names(make_article(text), names)
    assert time.process_time() - began < 10  # half a second here


def test_first_lines_like_headlines() -> None:
    article = make_article("Kell Slams Quay Board Over Tides\n\nDana Kell was late on Monday, and nobody was sorry.")
    assert title_case_spans(article)[:1] == [(0, 32)]
    assert len(title_case_spans(article)) == 1


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("They told USA TODAY so.", "USA TODAY"),
        ("They told USA sailors so.", "USA"),
        ("THEY TOLD USA TODAY SO.", "USA"),
    ],
)
def test_a_country_before_capitals_is_a_body(text: str, kept: str) -> None:
    at = text.index("USA")
    assert [text[one.start : one.end] for one in tidy_names(make_article(text), [Name(at, at + 3, "place")])] == [kept]
