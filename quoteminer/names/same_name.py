"""Decide whether two names may be one person's or one organisation's."""

from __future__ import annotations

from quoteminer.names.organisations import compare_organisations
from quoteminer.names.person_comparison import compare_people
from quoteminer.names.similarity import SAME_NAME


def same_name(name: str, other: str, kind: str = "person") -> bool:
    """True if two names may be one person's, or, of the kind "org", one organisation's.
    Symmetric."""
    compare = compare_organisations if kind == "org" else compare_people
    return compare(name, other) >= SAME_NAME
