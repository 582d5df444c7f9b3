"""The names of an article: cleaned, completed, looked up and listed."""

import re

import pytest
from effort import power

from quoteminer.people.article_names import NameIndex
from quoteminer.people.clean_names import clean_names
from quoteminer.people.groups import listed_names
from quoteminer.text.article import make_article
from quoteminer.types import Name, NameKind


@pytest.mark.parametrize(("marked", "kind", "kept"), [
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
    ("It was [Alder]woman [Ana Silva], so.", "person", ["Ana Silva"]),
    ("It was [Lt]. [Ana Silva], so.", "person", ["Ana Silva"]),
    ("It was [Mayor], said [Ana Silva].", "person", ["Mayor", "Ana Silva"]),
    ("It was [Torvald], [Eng] said.", "person", ["Torvald", "Eng"]),
    ("It was [Ida]-[Mae Strand], so.", "person", ["Ida-Mae Strand"]),
    ('It was [Ida C.] "[Mae]" [Strand], so.', "person", ['Ida C. "Mae" Strand']),
    ("It was [Ra]’ad [al-Kell], so.", "person", ["Ra’ad al-Kell"]),
    ("It was [Ju]’[Nia Holm], so.", "person", ["Ju’Nia Holm"]),
    ("It was [James]’ [Ida], so.", "person", ["James", "Ida"]),
    ("It was [Holm Ida Mae Holm]Town, so.", "person", ["Holm", "Ida Mae Holm"]),
    ("It was [Ida Holm Ida HolmBo Kell], so.", "person", ["Ida Holm", "Ida Holm", "Bo Kell"]),
    ("It was [Kang Min-]seo, so.", "person", ["Kang Min-seo"]),
    ("It was [P&eacute]ter, so.", "person", ["P&eacuteter"]),
    ("It was Urs-[Peter Wyss], so.", "person", ["Urs-Peter Wyss"]),
    ("It was S. K. [Nair], so.", "person", ["S. K. Nair"]),
    ("It was [Omar Reyes] Jr., so.", "person", ["Omar Reyes Jr."]),
    (
        "It was Alliance to [Reclaim Our Quays] (AROQ), so.",
        "org",
        ["Alliance to Reclaim Our Quays"],
    ),
    ("It was The [Quay Board] (NQO), so.", "org", ["Quay Board"]),
])  # fmt: skip
def test_names_are_cleaned(marked: str, kind: NameKind, kept: list[str]) -> None:
    text, names = "", []
    for part in re.split(r"(\[[^\]]*\])", marked):
        if part.startswith("["):
            names.append(Name(len(text), len(text) + len(part) - 2, kind))
        text += part.strip("[]")
    found = clean_names(make_article(text), names)
    assert [text[name.start : name.end] for name in found] == kept


def test_most_mentions_of_a_name_say_whether_it_is_a_persons() -> None:
    text = "Kell met Kell, not Kell of Delmar."
    kinds: list[NameKind] = ["person", "org", "person", "org"]
    places = re.finditer("Kell|Delmar", text)
    names = [Name(*place.span(), kind) for place, kind in zip(places, kinds, strict=True)]
    found = clean_names(make_article(text), names)
    assert [name.kind for name in found] == ["person", "person", "person", "org"]


@pytest.mark.parametrize(("text", "lists"), [
    ("Ana Ruiz, Dana Kell and Dr. Peter Holm met.", ["Ana Ruiz, Dana Kell and Dr. Peter Holm"]),
    ("Ana Ruiz, Dana Kell met. Peter Holm and the baker left.", []),
    ("Ana Ruiz and Dana Kell and Peter Holm met.", ["Ana Ruiz and Dana Kell"]),
    ("Ana Ruiz and " * 2 + "Peter Holm, who met Dana Kell & Ana Ruiz.",
     ["Ana Ruiz and Ana Ruiz", "Dana Kell & Ana Ruiz"]),
    ("Ana Ruiz, " * 6 + "Dana Kell and Peter Holm met.", []),
])  # fmt: skip
def test_names_that_are_listed(text: str, lists: list[str]) -> None:
    names = [Name(*m.span(), "person") for m in re.finditer("Ana Ruiz|Dana Kell|Peter Holm", text)]
    found = listed_names(NameIndex(text, names))
    assert [text[run[0].start : run[-1].end] for run in found] == lists


def test_of_two_names_that_overlap_the_longer_is_kept() -> None:
    index = NameIndex(
        "Ana Ruiz Holm", [Name(4, 8, "place"), Name(0, 8, "person"), Name(4, 13, "org")]
    )
    assert index.names == (Name(4, 13, "org"),)
    assert index.touching(0, 5) == index.before(13, 2) == index.names


@pytest.mark.parametrize("text", ["A-" * 100_000, "A. " * 50_000, "AB " * 50_000 + "(AB)"])
def test_cleaning_takes_linear_time(text: str) -> None:
    def work(size: int) -> None:
        end = text[-size:]
        clean_names(make_article(end), [Name(0, 1, "person"), Name(size - 9, size - 5, "org")])

    assert power(work, len(text) // 10, len(text)) < 1.5
