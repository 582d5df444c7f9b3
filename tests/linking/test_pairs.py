"""Two speakers of two articles: one person, two, or in doubt (person_pairs.csv, body_pairs.csv: our own names)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from across import Result, articles_of, record, speaker, verdict
from quoteminer.merging.bodies import has_name

HERE = Path(__file__).parent


def table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("row", table("person_pairs.csv"), ids=lambda row: " ~ ".join(filter(None, row.values())))
def test_persons(row: dict[str, str]) -> None:
    one, other = ((row[f"{side}_name"], row[f"{side}_role"], row[f"{side}_affiliation"]) for side in "ab")
    assert verdict(one, other) == row["verdict"]
    assert verdict(other, one) == row["verdict"]


@pytest.mark.parametrize("row", table("body_pairs.csv"), ids=lambda row: " ~ ".join(row.values()))
def test_bodies(row: dict[str, str]) -> None:
    assert verdict((row["a"],), (row["b"],), kind="org") == row["verdict"]
    assert verdict((row["b"],), (row["a"],), kind="org") == row["verdict"]


NAMELESS = (
    "police · Police · the government · The government · local media · Reports · authorities · Authorities · a study"
)
NAMED = (
    "Apple · Obama administration · FEC records · the Pentagon · Supreme Court · Quay ferries office · 港湾銀行 · BBC"
)


@pytest.mark.parametrize("name", NAMELESS.split(" · "))
def test_sources_without_a_name(name: str) -> None:
    assert not has_name(name)
    result = Result(articles_of([(name,), (name,)], "org"))
    assert (result.persons, result.totals.nameless, set(result.of.values())) == ([], 2, {None})


@pytest.mark.parametrize("name", NAMED.split(" · "))
def test_bodies_with_a_name(name: str) -> None:
    assert has_name(name)


def test_the_unnamed_are_nobody() -> None:
    result = Result(articles_of([("a spokesman", "spokesman", "Harbour Bank")] * 3, "unnamed"))
    assert (result.persons, result.totals.nameless, result.totals.named) == ([], 3, 0)


def test_an_organisation_and_a_person_of_one_name_are_two() -> None:
    person, body = record("a", [speaker(0, ("Tova Lind",))]), record("b", [speaker(0, ("Tova Lind",), "org")])
    assert [one.kind for one in Result([person, body]).persons] == ["org", "person"]


def test_an_acronym_that_an_article_explains() -> None:
    full = record("a", [speaker(0, ("World Lake Fund",), "org", aliases=["WLF", "the fund"])])
    short = record("b", [speaker(0, ("WLF",), "org")])
    (only,) = Result([full, short]).persons
    assert only.name == "World Lake Fund"
    assert only.spellings == {"WLF": 2, "World Lake Fund": 1}


def test_an_acronym_of_two_is_neithers() -> None:
    names = ["NHRO", "Norvik Harbour Rescue Office", "Northern Hill Riders Organization"]
    result = Result(articles_of([(name,) for name in names], "org"))
    assert len(result.persons) == 3
    assert len(result.doubtful) == 2
