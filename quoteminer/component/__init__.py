"""The spaCy component: ``nlp.add_pipe("quoteminer")`` in any English pipeline, without an import."""

from __future__ import annotations

from quoteminer.component.annotations import COLOURS, LABELS, NAME_LABELS, RECORD, record_of, units
from quoteminer.component.factory import make_component
from quoteminer.component.pipe import QuoteMinerComponent

__all__ = [
    "COLOURS",
    "LABELS",
    "NAME_LABELS",
    "RECORD",
    "QuoteMinerComponent",
    "make_component",
    "record_of",
    "units",
]
