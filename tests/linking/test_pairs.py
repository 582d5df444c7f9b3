"""Two speakers of two articles: one person, two, or in doubt. pairs.tsv has pairs of like names in
our own articles."""

import csv
import gzip
import importlib
import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from across import Result, articles_of, record, speaker, verdict
from linking_pairs import Pair, read_pairs

from quoteminer.linking import evidence
from quoteminer.linking.namesakes import common_words, has_name
from quoteminer.linking.occupations import occupations_in
from quoteminer.names.lexicon import SAME_ROLES

HERE = Path(__file__).parent


@cache
def outcomes() -> list[tuple[Pair, str]]:
    return [(pair, Result(pair.records).outcome("a", "b")) for pair in read_pairs()]


@pytest.mark.parametrize("held_out", [True, False])
def test_quality(held_out: bool) -> None:
    """On names that the weights were learned from and on others; merges that are listed count."""
    counts = Counter(
        (pair.same, found in ("merged", "listed"))
        for pair, found in outcomes()
        if pair.held_out == held_out
    )
    right = counts[True, True]
    assert right / (right + counts[False, True]) >= 0.9
    assert right / (right + counts[True, False]) >= 0.9


def test_half_of_the_pairs_are_different_people() -> None:
    pairs = read_pairs()
    assert len(pairs) >= 260
    assert 0.45 < sum(pair.same for pair in pairs) / len(pairs) < 0.55
    assert 0.4 < sum(pair.held_out for pair in pairs) / len(pairs) < 0.6


def test_the_recipe_makes_the_common_words_that_ship(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(HERE.parents[1] / "models" / "recipe"))
    linking = importlib.import_module("linking")
    with gzip.open(
        linking.ROOT / "models/recipe/written/written_train.jsonl.gz", "rt", encoding="utf-8"
    ) as stream:
        assert list(linking.frequent_words(json.loads(line)["text"] for line in stream)) == list(
            common_words()
        )


def table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(
    "row", table("cases.csv"), ids=lambda row: " ~ ".join(filter(None, row.values()))
)
def test_persons(row: dict[str, str]) -> None:
    one, other = (
        (row[f"{side}_name"], row[f"{side}_role"], row[f"{side}_affiliation"]) for side in "ab"
    )
    assert verdict(one, other) == row["verdict"]
    assert verdict(other, one) == row["verdict"]


def test_equal_names_with_two_roles() -> None:
    """60 pairs of roles that one person can hardly have at a time, 60 of roles that change with
    time."""
    wrong = []
    for row in table("careers.csv"):
        told = {
            side: (row["name"], row[f"{side}_role"], row[f"{side}_affiliation"]) for side in "ab"
        }
        records = [
            record(side, [speaker(0, told[side])], {"date": row[f"{side}_date"]}) for side in "ab"
        ]
        outcome = Result(records).outcome("a", "b")
        if (
            (outcome == "merged")
            if row["label"] == "clash"
            else outcome not in ("merged", "listed")
        ):
            wrong.append(row["name"])
    assert wrong == ["Hugh Penrose"]  # a vicar, later a bishop elsewhere: two, listed as doubtful


def test_two_professions_are_never_merged_without_a_word() -> None:
    """However much the articles have in common."""
    meta = {"title": "Anwen Rees and Bako Idris open Norvik Stadium", "date": "2026-03-02"}
    roles = {"a": ("mayor", "Norvik"), "b": ("striker", "Norvik Rovers")}
    records = [record(id, [speaker(0, ("Tova Lind", *told))], meta) for id, told in roles.items()]
    result = Result(records)
    assert result.outcome("a", "b") == "listed"
    assert "different professions" in result.doubtful[0][2].reason


OCCUPATIONS = [
    ("captain", "Norvik Rovers", "sport"),
    ("captain", "Norvik police", "police"),
    ("former police officer", "", "police: past"),
    ("ex-mayor", "", "politics: past"),
    ("chairman", "Norvik Council", "politics"),
    ("council chairman", "", "politics"),
    ("chief of police", "", "police"),
    ("marine biologist", "", "science"),
    ("glottologist", "", "science"),
    ("taxi driver", "", "workers"),
    ("Sen.", "", "politics"),
    ("nurse and novelist", "", "authors, health"),
    ("witness", "Norvik Council", ""),
    ("", "", ""),
]


@pytest.mark.parametrize(("role", "affiliation", "kinds"), OCCUPATIONS)
def test_occupations(role: str, affiliation: str, kinds: str) -> None:
    found = occupations_in(role, affiliation)
    assert ", ".join(sorted(one.kind + ": past" * one.past for one in found)) == kinds


@pytest.mark.parametrize(
    "row", table("organisations.csv"), ids=lambda row: " ~ ".join(row.values())
)
def test_organisations(row: dict[str, str]) -> None:
    assert verdict((row["a"],), (row["b"],), kind="org") == row["verdict"]
    assert verdict((row["b"],), (row["a"],), kind="org") == row["verdict"]


NAMELESS = (
    "police · Police · the government · The government · local media · Reports · authorities ·"
    " Authorities · a study"
)
NAMED = (
    "Apple · Obama administration · FEC records · the Pentagon · Supreme Court · Quay ferries"
    " office · 港湾銀行 · Labor · Labor Party · Democrats"
)


@pytest.mark.parametrize("name", NAMELESS.split(" · "))
def test_sources_without_a_name(name: str) -> None:
    assert not has_name(name)
    result = Result(articles_of([(name,), (name,)], "org"))
    assert (result.persons, result.totals.nameless, set(result.of.values())) == ([], 2, {None})
    assert all(map(has_name, NAMED.split(" · ")))


def test_the_unnamed_are_nobody() -> None:
    result = Result(articles_of([("a spokesman", "spokesman", "Harbour Bank")] * 3, "unnamed"))
    assert (result.persons, result.totals.nameless, result.totals.named) == ([], 3, 0)


def test_an_organisation_and_a_person_of_one_name_are_two() -> None:
    person = record("a", [speaker(0, ("Tova Lind",))])
    body = record("b", [speaker(0, ("Tova Lind",), "org")])
    assert [one.kind for one in Result([person, body]).persons] == ["org", "person"]


def test_an_acronym_that_an_article_explains() -> None:
    full = record("a", [speaker(0, ("World Lake Fund",), "org", aliases=["WLF", "the fund"])])
    short = record("b", [speaker(0, ("WLF",), "org")])
    (only,) = Result([full, short]).persons
    assert only.name == "World Lake Fund"
    assert only.spellings == {"WLF": 2, "World Lake Fund": 1}


def test_a_body_that_any_country_may_have_is_one_in_articles_of_one_story() -> None:
    """Of four articles, two tell the same story on two days, one that story a month later, one
    another story."""
    told, court = (
        "Anwen Rees and Bako Idris lost at Norvik Quay",
        speaker(0, ("Supreme Court",), "org"),
    )
    titles = {"03-02": told, "03-03": f"{told} again", "04-09": told, "03-04": "Ferry for Delmar"}
    result = Result(
        record(day, [court], {"title": title, "date": f"2026-{day}"})
        for day, title in titles.items()
    )
    assert sorted(map(sorted, result.groups)) == [["03-02", "03-03"], ["03-04"], ["04-09"]]
    ((_, _, doubt),) = result.doubtful
    assert doubt.reason == "any country or town may have one; 3 are kept apart"


@pytest.mark.parametrize(("word", "role"), SAME_ROLES.items())
def test_words_for_one_role(word: str, role: str) -> None:
    assert evidence.describe(word, "") == evidence.describe(role, "")


def test_an_acronym_of_two_is_neithers() -> None:
    names = ["NHRO", "Norvik Harbour Rescue Office", "Northern Hill Riders Organization"]
    result = Result(articles_of([(name,) for name in names], "org"))
    assert len(result.persons) == 3
    assert len(result.doubtful) == 2
