"""Web Annotations, as a JSON-LD parser reads them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from contexts import AS, OA, load
from fake_records import many, odd_records, sample, samples, written
from hypothesis import example, given

from quoteminer.records import ArticleRecord, Known, KnownRow, Quote
from quoteminer.types import Span

jsonld: Any = pytest.importorskip("pyld.jsonld", reason="pyld is in the extra test")

VALUE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#value"


def annotations(document: str) -> list[dict[str, Any]]:
    """The annotations of a document, expanded, which must be a whole collection."""
    (collection,) = jsonld.expand(json.loads(document), {"documentLoader": load, "base": ""})
    assert collection["@type"] == [f"{AS}OrderedCollection"]
    ((page,),) = [collection[f"{AS}first"]]
    assert page["@type"] == [f"{AS}OrderedCollectionPage"]
    assert page[f"{AS}partOf"] == [{"@id": collection["@id"]}]
    items = page[f"{AS}items"][0]["@list"]
    assert collection[f"{AS}totalItems"][0]["@value"] == len(items)
    return list(items)


def selected(resource: dict[str, Any]) -> tuple[str, Span, str, str, str]:
    """Source, position and words of a specific resource."""
    assert resource["@type"] == [f"{OA}SpecificResource"]
    position, words = resource[f"{OA}hasSelector"]
    assert (position["@type"], words["@type"]) == ([f"{OA}TextPositionSelector"], [f"{OA}TextQuoteSelector"])
    start, end = (position[OA + key][0]["@value"] for key in ("start", "end"))
    exact, prefix, suffix = (words[OA + key][0]["@value"] for key in ("exact", "prefix", "suffix"))
    return resource[f"{OA}hasSource"][0]["@id"], (start, end), exact, prefix, suffix


def words_for(annotation: dict[str, Any], purpose: str) -> list[str]:
    """The values of the textual bodies with a purpose."""
    return [one[VALUE][0]["@value"] for one in bodies(annotation, purpose) if VALUE in one]


def spans_for(annotation: dict[str, Any], purpose: str) -> list[Span]:
    """The spans of the selections in the bodies with a purpose."""
    return [selected(one)[1] for one in bodies(annotation, purpose) if f"{OA}hasSelector" in one]


def bodies(annotation: dict[str, Any], purpose: str) -> list[dict[str, Any]]:
    return [one for one in annotation[f"{OA}hasBody"] if one[f"{OA}hasPurpose"] == [{"@id": OA + purpose}]]


def check(annotation: dict[str, Any], record: ArticleRecord, quote: Quote, source: str) -> None:
    """The annotation says of a quote what the record says."""
    text = record.text
    assert text is not None
    assert annotation["@type"] == [f"{OA}Annotation"]
    assert annotation[f"{OA}motivatedBy"] == [{"@id": f"{OA}identifying"}]
    assert annotation[f"{AS}generator"][0]["@type"] == [f"{AS}Application"]
    assert [selected(one) for one in annotation[f"{OA}hasTarget"]] == [
        (source, (start, end), text[start:end], text[:start][-32:], text[end:][:32]) for start, end in quote.spans
    ]
    speaker = record.speaker_of(quote)
    assert words_for(annotation, "identifying") == ([speaker.name] if speaker else [])
    described = ", ".join(filter(None, (speaker.role, speaker.affiliation))) if speaker else ""
    assert words_for(annotation, "describing") == ([described] if described else [])
    assert words_for(annotation, "tagging") == [quote.type, quote.act]
    assert [float(value) for value in words_for(annotation, "assessing")] == [quote.confidence]
    mention = [(quote.mention.start, quote.mention.end)] if quote.mention else []
    assert spans_for(annotation, "identifying") == mention
    assert spans_for(annotation, "linking") == (list(quote.cue.spans) if quote.cue else [])


def test_the_samples() -> None:
    found = annotations(written("webannotation", samples()))
    pairs = [(record, quote) for record in samples() for quote in record.quotes]
    assert len(found) == len(pairs)
    for annotation, (record, quote) in zip(found, pairs, strict=True):
        check(annotation, record, quote, f"urn:quoteminer:article:{record.id}")


def test_a_thousand_articles() -> None:
    records = many()
    found = annotations(written("webannotation", records))
    pairs = [(record, quote) for record in records for quote in record.quotes]
    assert len({one["@id"] for one in found}) == len(found) == len(pairs)
    for annotation, (record, quote) in zip(found, pairs, strict=True):
        check(annotation, record, quote, record.meta.get("url") or f"urn:quoteminer:article:{record.id}")


@given(record=odd_records())
@example(record=replace(sample(), id="", quotes=()))
def test_odd_records(record: ArticleRecord) -> None:
    found = annotations(written("webannotation", [record]))
    assert len(found) == len(record.quotes)
    for annotation, quote in zip(found, record.quotes, strict=True):
        check(annotation, record, quote, selected(annotation[f"{OA}hasTarget"][0])[0])


def test_every_triple_is_kept() -> None:
    """No IRI is relative, for which RDF has no place."""
    record = many(4)[3]
    document = json.loads(written("webannotation", [record]))
    triples = jsonld.to_rdf(document, {"documentLoader": load, "base": ""})["@default"]
    targets = [one for one in triples if one["predicate"]["value"] == f"{OA}hasTarget"]
    assert len(targets) == sum(len(quote.spans) for quote in record.quotes)
    sources = {one["object"]["value"] for one in triples if one["predicate"]["value"] == f"{OA}hasSource"}
    assert sources == {record.meta["url"]}
    assert all(":" in one["subject"]["value"] for one in triples)


def test_an_address_as_a_key_identifies_the_speaker() -> None:
    record = sample("ferry-wire")
    row = KnownRow("https://www.wikidata.org/wiki/Q42", "Ida", 100.0)
    people = tuple(replace(one, known=Known("linked", row, fitting=1)) for one in record.speakers)
    found = annotations(written("webannotation", [replace(record, speakers=people)]))
    for annotation, quote in zip(found, record.quotes, strict=True):
        sources = [one.get(f"{OA}hasSource") for one in bodies(annotation, "identifying")]
        assert ([{"@id": row.key}] in sources) is (quote.speaker is not None)


def test_no_quote_is_an_empty_collection() -> None:
    assert annotations(written("webannotation", [])) == []
    assert annotations(written("webannotation", [replace(sample(), quotes=())])) == []


def test_the_collection_is_called_after_what_is_in_it() -> None:
    one, same, other = (json.loads(written("webannotation", records))["id"] for records in (many(9), many(9), many(8)))
    assert one == same != other
