"""What writers take from a record besides its quotes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fake_records import sample

from quoteminer.errors import OutputError
from quoteminer.writers.given import Citation, article_iri, article_text, citation_of


@pytest.mark.parametrize(
    ("meta", "citation"),
    [
        ({}, Citation()),
        ({"Title": " A\n b ", "title": ""}, Citation(title="A b")),
        ({"headline": "A", "title": "B"}, Citation(title="B")),
        ({"author": ["A", "", "B"]}, Citation(authors=("A", "B"))),
        ({"byline": "A, B and C"}, Citation(authors=("A, B and C",))),
        ({"date": 2024, "url": "HTTPS://a.b/c"}, Citation(date="2024", url="HTTPS://a.b/c")),
        ({"url": "/news/1", "link": "https://a.b"}, Citation()),
        ({"url": "https://a.b/c d"}, Citation()),
        ({"title": {"a": 1}, "author": None, "date": True, "url": 7}, Citation()),
    ],
)
def test_citations(meta: dict[str, Any], citation: Citation) -> None:
    assert citation_of(replace(sample(), meta=meta)) == citation


@pytest.mark.parametrize(
    ("date", "day"),
    [
        (None, None),
        ("2024-05-06", "2024-05-06"),
        ("2024-05-06T07:08:09Z", "2024-05-06"),
        ("2024-05-06 07:08", "2024-05-06"),
        ("2024-05-061", None),
        ("2024-02-30", None),
        ("May 6, 2024", None),
        ("0000-01-01", None),
        ("2024", None),
    ],
)
def test_days(date: str | None, day: str | None) -> None:
    assert Citation(date=date).day == day


@pytest.mark.parametrize(
    ("id", "iri"),
    [
        ("a", "urn:quoteminer:article:a"),
        ("a/b #ü\ud800", "urn:quoteminer:article:a%2Fb%20%23%C3%BC%ED%A0%80"),
        ("", "urn:quoteminer:article:"),
    ],
)
def test_an_article_without_an_address_is_called_after_its_id(id: str, iri: str) -> None:
    assert article_iri(replace(sample(), id=id)) == iri


def test_a_speaker_who_is_not_listed_is_refused() -> None:
    with pytest.raises(OutputError, match=r"^china-manufacturing: quote 0 has the speaker 0, who is not among"):
        article_text(replace(sample(), speakers=()), "tei")


def test_a_text_that_the_quotes_are_not_in_is_refused() -> None:
    record = sample()
    with pytest.raises(OutputError, match=r"^china-manufacturing: quote 0 is not at 277-483 of the record's text"):
        article_text(replace(record, text=f" {record.text}"), "tei")
