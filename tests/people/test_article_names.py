"""The network's names, cleaned: what is cut from their ends, and what they are completed with."""

from __future__ import annotations

import re
import time

import pytest

from quoteminer.people.article_names import NameIndex, clean_names
from quoteminer.text.article import make_article
from quoteminer.types import Name, NameKind

CASES = [
    # text with the network's names in brackets, kind, what they become
    ("It was [the Delmar], so.", "org", ["Delmar"]),
    ("It was [Delmar and], so.", "org", ["Delmar"]),
    ("It was [agency Delmar], so.", "org", ["Delmar"]),
    ("It was [al-Nahar], so.", "org", ["al-Nahar"]),
    ("It was [van der Berg], so.", "person", ["van der Berg"]),
    ("It was [Siti binti Yusof], so.", "person", ["Siti binti Yusof"]),
    ("It was [Mr Kell’s] idea.", "person", ["Kell"]),
    ("It was [I], so.", "person", []),
    ("It was [the baker], so.", "person", []),
    ("It was [Dana\nKell], so.", "person", ["Dana", "Kell"]),
    ("It was [Torvald] [Eng], so.", "person", ["Torvald Eng"]),
    ("It was [Torvald], [Eng] said.", "person", ["Torvald", "Eng"]),
    ("It was [Ida]-[Mae Strand], so.", "person", ["Ida-Mae Strand"]),
    ('It was [Ida C.] "[Mae]" [Strand], so.', "person", ['Ida C. "Mae" Strand']),
    ("It was [Kang Min-]seo, so.", "person", ["Kang Min-seo"]),
    ("It was [P&eacute]ter, so.", "person", ["P&eacuteter"]),
    ("It was Urs-[Peter Wyss], so.", "person", ["Urs-Peter Wyss"]),
    ("It was S. K. [Nair], so.", "person", ["S. K. Nair"]),
    ("It was [Omar Reyes] Jr., so.", "person", ["Omar Reyes Jr."]),
    ("It was Alliance to [Reclaim Our Quays] (AROQ), so.", "org", ["Alliance to Reclaim Our Quays"]),
    ("It was The [Quay Board] (NQO), so.", "org", ["Quay Board"]),
]


@pytest.mark.parametrize(("marked", "kind", "kept"), CASES)
def test_names_are_cleaned(marked: str, kind: NameKind, kept: list[str]) -> None:
    text, names = "", []
    for part in re.split(r"(\[[^\]]*\])", marked):
        if part.startswith("["):
            names.append(Name(len(text), len(text) + len(part) - 2, kind))
        text += part.strip("[]")
    found = clean_names(make_article(text), names)
    assert [text[name.start : name.end] for name in found] == kept


def test_of_two_names_that_overlap_the_longer_is_kept() -> None:
    index = NameIndex("Ana Ruiz Holm", [Name(4, 8, "place"), Name(0, 8, "person"), Name(4, 13, "org")])
    assert index.names == (Name(4, 13, "org"),)
    assert index.touching(0, 5) == index.before(13, 2) == index.names


@pytest.mark.parametrize("text", ["A-" * 100_000, "A. " * 50_000, "AB " * 50_000 + "(AB)"])
def test_cleaning_takes_linear_time(text: str) -> None:
    began = time.process_time()
    clean_names(make_article(text), [Name(0, 1, "person"), Name(len(text) - 9, len(text) - 5, "org")])
    assert time.process_time() - began < 10
