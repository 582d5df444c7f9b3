"""schema.org, as a JSON-LD parser reads it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from contexts import SCHEMA, load
from fake_records import many, odd_records, sample, samples, written
from hypothesis import given

from quoteminer.records import ArticleRecord, Known, KnownRow

jsonld: Any = pytest.importorskip("pyld.jsonld", reason="pyld is in the extra test")


def graph(document: str) -> list[dict[str, Any]]:
    """The nodes of a document, expanded, each with its properties by their bare names."""
    nodes = jsonld.expand(json.loads(document), {"documentLoader": load, "base": ""})
    return [{key.removeprefix(SCHEMA): value for key, value in node.items()} for node in nodes]


def of_type(nodes: list[dict[str, Any]], *types: str) -> list[dict[str, Any]]:
    return [node for node in nodes if node["@type"][0].removeprefix(SCHEMA) in types]


def value(node: dict[str, Any], key: str) -> Any:
    """The one value, or IRI, of a property; None where it has none."""
    found = node.get(key)
    return found and (found[0].get("@value") or found[0].get("@id"))


def facts(document: str) -> list[tuple[Any, ...]]:
    """Of each quotation: the article's id, the words, the speaker's name, type and act."""
    nodes = graph(document)
    by_iri = {node["@id"]: node for node in nodes}
    found = []
    for one in of_type(nodes, "Quotation"):
        article, speaker = by_iri[value(one, "isPartOf")], by_iri.get(value(one, "spokenByCharacter"), {})
        assert one.get("creator") == one.get("spokenByCharacter")
        name = value(speaker, "name") or value(speaker, "description")
        keywords = {word["@value"] for word in one["keywords"]}
        found.append((value(article, "identifier"), value(one, "text"), name, keywords))
    return found


def expected(record: ArticleRecord) -> list[tuple[Any, ...]]:
    speakers = [record.speaker_of(quote) for quote in record.quotes]
    return [
        (record.id, quote.text, speaker and speaker.name, {quote.type, quote.act})
        for quote, speaker in zip(record.quotes, speakers, strict=True)
    ]


def test_the_samples() -> None:
    assert facts(written("schemaorg", samples())) == [fact for one in samples() for fact in expected(one)]


def test_a_thousand_articles() -> None:
    records = many()
    document = written("schemaorg", records)
    assert facts(document) == [fact for one in records for fact in expected(one)]
    nodes = graph(document)
    assert len({node["@id"] for node in nodes}) == len(nodes)


@given(record=odd_records())
def test_odd_records(record: ArticleRecord) -> None:
    assert facts(written("schemaorg", [record])) == expected(record)


def test_what_is_said_of_an_article() -> None:
    meta = {"title": "Cracks", "author": "A. B.", "date": "2024-05-06T07:08", "url": "https://example.org/1"}
    nodes = graph(written("schemaorg", [replace(sample(), meta={**meta, "publisher": "The Wire"}, quotes=())]))
    (article,) = of_type(nodes, "NewsArticle")
    assert article["@id"] == value(article, "url") == "https://example.org/1"
    assert (value(article, "headline"), value(article, "datePublished")) == ("Cracks", "2024-05-06")
    names = [article[key][0][f"{SCHEMA}name"][0]["@value"] for key in ("author", "publisher")]
    assert names == ["A. B.", "The Wire"]


def test_what_is_said_of_speakers() -> None:
    record = sample("ferry-wire")
    keys = ["https://www.wikidata.org/wiki/Q42", "k7"]
    assert "org" in {one.kind for one in record.speakers}
    people = [
        replace(one, role="owner", known=Known("linked", KnownRow(keys[one.id], one.name, 99.0), fitting=1))
        if one.id < 2
        else one
        for one in record.speakers
    ]
    nodes = of_type(graph(written("schemaorg", [replace(record, speakers=tuple(people))])), "Person", "Organization")
    assert len(nodes) == len(people)
    for node, one in zip(nodes, people, strict=True):
        assert node["@type"] == [SCHEMA + ("Organization" if one.kind == "org" else "Person")]
        assert value(node, "description" if one.kind == "unnamed" else "name") == one.name
        assert [alias["@value"] for alias in node.get("alternateName", [])] == list(one.aliases)
        assert value(node, "jobTitle") == (one.role if one.kind != "org" else None)
    assert value(nodes[0], "sameAs") == keys[0]
    assert value(nodes[1], "identifier") == keys[1]


def test_an_address_with_a_fragment_gets_no_second_one() -> None:
    nodes = graph(written("schemaorg", [replace(sample(), meta={"url": "https://example.org/live#post-3"})]))
    assert {node["@id"].count("#") for node in nodes} == {1}


def test_no_article_is_an_empty_graph() -> None:
    assert json.loads(written("schemaorg", [])) == {"@context": "https://schema.org", "@graph": []}
