"""Records to bytes: one file per format, and one table of the formats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from quoteminer.evaluation.formats.labelstudio import BESIDE
from quoteminer.writers.brat import BratWriter
from quoteminer.writers.format import Format
from quoteminer.writers.json import JsonWriter
from quoteminer.writers.jsonl import JsonLinesWriter
from quoteminer.writers.labelstudio import LabelStudioWriter
from quoteminer.writers.prodigy import ProdigyWriter
from quoteminer.writers.schemaorg import SchemaOrgWriter
from quoteminer.writers.tei import TeiWriter
from quoteminer.writers.webannotation import WebAnnotationWriter

FORMATS: Final[Mapping[str, Format]] = {
    "json": Format(JsonWriter, (".json",)),
    "jsonl": Format(JsonLinesWriter, (".jsonl", ".ndjson")),
    "brat": Format(BratWriter, (), target="folder", needs_text=True),
    "tei": Format(TeiWriter, (".xml", ".tei"), needs_text=True),
    "webannotation": Format(WebAnnotationWriter, (".jsonld",), needs_text=True),
    "labelstudio": Format(LabelStudioWriter, (".labelstudio.json",), needs_text=True, beside=BESIDE),
    "prodigy": Format(ProdigyWriter, (".prodigy.jsonl",), needs_text=True),
    "schemaorg": Format(SchemaOrgWriter, (".schemaorg.jsonld",)),
}
"""The formats by the name that ``--format`` takes. The table for people is in views.py. A suffix of two parts is for
names that we give: a file of the last one can be in another format as well, so that it tells none."""

__all__ = ["FORMATS", "Format", "JsonLinesWriter", "JsonWriter"]
