"""TEI: valid against the schema, the article's characters in the body, and the same quotes for lxml."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from fake_records import many, odd_records, sample, samples, written
from hypothesis import example, given

from quoteminer.records import ArticleRecord, Known, KnownRow, Quote
from quoteminer.types import Span

etree = pytest.importorskip("lxml.etree", reason="lxml is in the extra test")

NS = {"t": "http://www.tei-c.org/ns/1.0", "xml": "http://www.w3.org/XML/1998/namespace"}
ID = "{http://www.w3.org/XML/1998/namespace}id"
SCHEMA = Path(__file__).resolve().parents[1] / "schemas/tei_subset.rng"
VALID = etree.RelaxNG(etree.parse(SCHEMA))
NOT_HELD = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read(document: str) -> Any:
    """The root of a document, which must be valid."""
    root = etree.fromstring(document.encode(), etree.XMLParser(huge_tree=True))
    assert VALID.validate(root), VALID.error_log
    return root


@dataclass(frozen=True)
class Said:
    """A quote as a reader of TEI finds it."""

    spans: tuple[Span, ...]
    speaker: str | None
    direct: bool
    type: str
    aloud: bool
    confidence: float
    cues: tuple[Span, ...]
    mentions: tuple[Span, ...]


def quotes_in(tei: Any) -> tuple[str, list[Said]]:
    """The text of a body and the quotes in it, in the order of their ids."""
    body = tei.find("t:text/t:body", NS)
    places = dict(_places(body))
    said = [one for one in body.iter(f"{{{NS['t']}}}said") if one.get("prev") is None]
    names = {one.get(ID): one[0].text for one in tei.iterfind("t:teiHeader/t:profileDesc/t:particDesc/*/*", NS)}
    pointing: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for name in ("seg", "rs"):
        for one in body.iter(f"{{{NS['t']}}}{name}"):
            for target in one.get("corresp").split():
                pointing[name, target[1:]].append(places[one])
    found = [
        Said(
            spans=_parts(one, body, places),
            speaker=names[one.get("who")[1:]] if one.get("who") else None,
            direct=one.get("direct") == "true",
            type=one.get("ana")[1:],
            aloud=one.get("aloud") == "true",
            confidence=float(one.get("cert")),
            cues=_merged(pointing["seg", one.get(ID)]),
            mentions=_merged(pointing["rs", one.get(ID)]),
        )
        for one in sorted(said, key=lambda one: int(one.get(ID).rpartition("q")[2]))
    ]
    return "".join(body.itertext()), found


def _places(body: Any) -> Iterator[tuple[Any, Span]]:
    """Each element with the span of the body's text that it covers."""
    starts: dict[Any, int] = {}
    at = 0
    for event, node in etree.iterwalk(body, events=("start", "end")):
        if event == "start":
            starts[node] = at
            at += len(node.text or "")
        else:
            yield node, (starts[node], at)
            at += len(node.tail or "") if node is not body else 0


def _parts(first: Any, body: Any, places: dict[Any, Span]) -> tuple[Span, ...]:
    """The parts of a quote: the pieces along ``next``, those of one number made one."""
    by_id = {one.get(ID): one for one in places}
    parts: dict[str, list[Span]] = defaultdict(list)
    piece = first
    while piece is not None:
        parts[piece.get("n", "1")].append(places[piece])
        following = piece.get("next")
        if following:
            assert by_id[following[1:]].get("prev") == f"#{piece.get(ID)}"
        piece = by_id[following[1:]] if following else None
    return tuple((min(a for a, _ in spans), max(b for _, b in spans)) for spans in parts.values())


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    """The spans, those made one of which the next begins where the one before ends."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and merged[-1][1] == start:
            merged[-1] = merged[-1][0], end
        else:
            merged.append((start, end))
    return tuple(merged)


def expected(record: ArticleRecord) -> list[Said]:
    return [_expected(record, quote) for quote in record.quotes]


def _expected(record: ArticleRecord, quote: Quote) -> Said:
    speaker = record.speaker_of(quote)
    return Said(
        spans=quote.spans,
        speaker=speaker and NOT_HELD.sub("\ufffd", speaker.name),
        direct=quote.type == "direct",
        type=quote.type,
        aloud=quote.act == "speech",
        confidence=quote.confidence,
        cues=_merged(list(quote.cue.spans) if quote.cue else []),
        mentions=((quote.mention.start, quote.mention.end),) if quote.mention else (),
    )


@pytest.mark.parametrize("record", samples(), ids=lambda record: record.id)
def test_one_article_is_a_tei(record: ArticleRecord) -> None:
    root = read(written("tei", [record]))
    assert etree.QName(root).localname == "TEI"
    assert quotes_in(root) == (record.text, expected(record))


def test_a_thousand_articles_are_a_corpus() -> None:
    records = many()
    root = read(written("tei", records, several=True))
    assert etree.QName(root).localname == "teiCorpus"
    texts = root.findall("t:TEI", NS)
    assert len(texts) == 1000
    for record, tei in zip(records, texts, strict=True):
        assert quotes_in(tei) == (record.text, expected(record))


@given(record=odd_records())
@example(record=replace(sample(), text="", quotes=(), speakers=()))
@example(record=replace(sample(), text=" \n", quotes=(), speakers=(), id=""))
@example(record=replace(sample(), text="\x00\ud800\ufffe\u200b", quotes=(), speakers=()))
def test_odd_records(record: ArticleRecord) -> None:
    assert record.text is not None
    text, found = quotes_in(read(written("tei", [record])))
    assert text == NOT_HELD.sub("\ufffd", record.text)
    assert found == expected(record)


def test_one_article_of_several_is_a_corpus() -> None:
    root = read(written("tei", [sample()], several=True))
    assert [etree.QName(child).localname for child in root] == ["teiHeader", "TEI"]


def test_no_article_is_a_corpus_without_any() -> None:
    root = etree.fromstring(written("tei", []).encode())
    assert [etree.QName(child).localname for child in root] == ["teiHeader"]


def test_what_the_article_is_stands_in_its_header() -> None:
    meta = {
        "title": "Cracks & <hulls>",
        "authors": ["A. B.", "C. D."],
        "date": "2024-05-06 07:08",
        "url": "https://example.org/a?b=1&c=2",
        "publisher": "The Wire",
    }
    root = read(written("tei", [replace(sample(), meta=meta)]))
    bibl = root.find(".//t:sourceDesc/t:bibl", NS)
    facts = [(etree.QName(one).localname, one.text or one.get("target")) for one in bibl]
    assert facts == [
        ("title", "Cracks & <hulls>"),
        ("author", "A. B."),
        ("author", "C. D."),
        ("publisher", "The Wire"),
        ("date", "2024-05-06 07:08"),
        ("ptr", "https://example.org/a?b=1&c=2"),
        ("idno", "china-manufacturing"),
        ("idno", "samples/china-manufacturing.txt"),
    ]
    assert bibl.find("t:date", NS).get("when") == "2024-05-06"


def test_speakers_stand_in_the_header() -> None:
    record = sample("ferry-wire")
    row = KnownRow("Q42", "Ida", 100.0)
    first = replace(record.speakers[0], known=Known("linked", row, fitting=1))
    root = read(written("tei", [replace(record, speakers=(first, *record.speakers[1:]))]))
    people = {one.get(ID): one for one in root.iterfind(".//t:particDesc/*/*", NS)}
    assert set(people) == {f"a1.s{one.id}" for one in record.speakers}
    for one in record.speakers:
        node = people[f"a1.s{one.id}"]
        assert etree.QName(node).localname == ("org" if one.kind == "org" else "person")
        names = [name.text for name in node if etree.QName(name).localname in ("persName", "orgName")]
        assert names == [one.name, *one.aliases]
    assert people["a1.s0"].findtext("t:idno[@type='key']", namespaces=NS) == "Q42"


def test_every_pointer_leads_somewhere() -> None:
    root = read(written("tei", samples()))
    ids = set(root.xpath("//@xml:id", namespaces=NS))
    assert len(ids) == len(root.xpath("//@xml:id", namespaces=NS))
    pointers = {
        pointer
        for key in ("who", "next", "prev", "ana", "ref", "corresp")
        for value in root.xpath(f"//t:text//@{key}", namespaces=NS)
        for pointer in value.split()
    }
    assert pointers
    assert {pointer[1:] for pointer in pointers} <= ids


def test_a_headline_is_the_head_and_paragraphs_are_paragraphs() -> None:
    body = read(written("tei", [sample("ferry-wire")])).find("t:text/t:body", NS)
    assert [etree.QName(one).localname for one in body][:2] == ["head", "p"]
    assert all((one.tail or "").strip() == "" for one in body)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (" aloud=", " loud="),
        ('aloud="true"', 'aloud="yes"'),
        ("<said ", "<p/><said "),
        ("<publicationStmt>", "<publicationStmt>Not "),
        ('cert="1.0"', 'cert="rather"'),
    ],
)
def test_the_schema_refuses_what_is_no_tei(right: str, wrong: str) -> None:
    """The validation above can fail."""
    document = written("tei", [sample("ferry-wire")])
    assert right in document
    root = etree.fromstring(document.replace(right, wrong).encode())
    assert not VALID.validate(root)
