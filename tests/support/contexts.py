"""JSON-LD without the network: for each context that is written by reference, the terms of it that quoteminer uses, as
the Web Annotation Vocabulary (https://www.w3.org/TR/annotation-vocab/, appendix A) and schema.org define them. A term
that is not here is dropped by the parser, which the tests would see."""

from __future__ import annotations

from typing import Any

OA = "http://www.w3.org/ns/oa#"
AS = "http://www.w3.org/ns/activitystreams#"
SCHEMA = "https://schema.org/"


def _node(iri: str) -> dict[str, str]:
    return {"@id": iri, "@type": "@id"}


def _term(iri: str) -> dict[str, str]:
    return {"@id": iri, "@type": "@vocab"}


def _count(iri: str) -> dict[str, str]:
    return {"@id": iri, "@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"}


CONTEXTS: dict[str, dict[str, Any]] = {
    "http://www.w3.org/ns/anno.jsonld": {
        "id": "@id",
        "type": "@type",
        "Annotation": f"{OA}Annotation",
        "SpecificResource": f"{OA}SpecificResource",
        "TextPositionSelector": f"{OA}TextPositionSelector",
        "TextQuoteSelector": f"{OA}TextQuoteSelector",
        "TextualBody": f"{OA}TextualBody",
        "AnnotationCollection": f"{AS}OrderedCollection",
        "AnnotationPage": f"{AS}OrderedCollectionPage",
        "Software": f"{AS}Application",
        **{purpose: OA + purpose for purpose in ("assessing", "describing", "identifying", "linking", "tagging")},
        "body": _node(f"{OA}hasBody"),
        "target": _node(f"{OA}hasTarget"),
        "source": _node(f"{OA}hasSource"),
        "selector": _node(f"{OA}hasSelector"),
        "generator": _node(f"{AS}generator"),
        "first": _node(f"{AS}first"),
        "partOf": _node(f"{AS}partOf"),
        "items": {**_node(f"{AS}items"), "@container": "@list"},
        "motivation": _term(f"{OA}motivatedBy"),
        "purpose": _term(f"{OA}hasPurpose"),
        "start": _count(f"{OA}start"),
        "end": _count(f"{OA}end"),
        "startIndex": _count(f"{AS}startIndex"),
        "total": _count(f"{AS}totalItems"),
        "exact": f"{OA}exact",
        "prefix": f"{OA}prefix",
        "suffix": f"{OA}suffix",
        "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
        "format": "http://purl.org/dc/elements/1.1/format",
        "name": "http://xmlns.com/foaf/0.1/name",
        "label": "http://www.w3.org/2000/01/rdf-schema#label",
    },
    SCHEMA.rstrip("/"): {
        **{type: SCHEMA + type for type in ("NewsArticle", "Organization", "Person", "Quotation")},
        **{name: _node(SCHEMA + name) for name in ("affiliation", "author", "creator", "isPartOf", "publisher")},
        **{name: _node(SCHEMA + name) for name in ("sameAs", "spokenByCharacter", "url")},
        **{name: SCHEMA + name for name in ("alternateName", "description", "headline", "identifier", "jobTitle")},
        **{name: SCHEMA + name for name in ("keywords", "name", "text")},
        "datePublished": {"@id": f"{SCHEMA}datePublished", "@type": f"{SCHEMA}Date"},
    },
}


def load(url: str, options: Any = None) -> dict[str, Any]:
    """A document loader for pyld that knows the contexts above and nothing else."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": {"@context": CONTEXTS[url]},
    }
