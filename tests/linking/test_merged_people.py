"""Speakers of several articles: who is one person, and who may be either of two. The date of an
article."""

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from across import Result, Told, articles_of, record, speaker
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.errors import ConfigError
from quoteminer.linking.guessed_pronouns import guess_pronouns, with_guesses
from quoteminer.linking.known_people import KnownPeople
from quoteminer.linking.stories import date_of
from quoteminer.records import ArticleRecord


def groups(*people: Told) -> list[str]:
    """The articles of each person, as letters: "ab" for the first two."""
    found = Result(articles_of(people)).groups
    return sorted("".join(chr(ord("a") + int(one[1:])) for one in sorted(group)) for group in found)


with Path(__file__).with_name("groups.csv").open(encoding="utf-8", newline="") as stream:
    CASES = list(csv.DictReader(stream))


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["case"])
def test_groups(row: dict[str, str]) -> None:
    """Each article has one speaker: name; role; affiliation."""
    people = [tuple(person.split("; ")) for person in row["people"].split(" | ")]
    assert groups(*people) == row["groups"].split()
    assert len(groups(*reversed(people))) == len(row["groups"].split())


MAYOR, STRIKER, NOTHING = (
    ("Tova Lind", "mayor", "Hull"),
    ("Tova Lind", "striker", "Leeds"),
    ("Tova Lind",),
)


@pytest.mark.parametrize(("people", "sizes"), [
    ([*[MAYOR, NOTHING, ("Tova Lind", "mayor")] * 40, STRIKER], [1, 120]),
    ([*[MAYOR] * 20, STRIKER, NOTHING], [1, 21]),
    ([*[MAYOR] * 5, STRIKER, NOTHING], [1, 6]),
    ([*[MAYOR] * 2, *[STRIKER] * 2, NOTHING], [1, 2, 2]),
])  # fmt: skip
def test_a_namesake_of_few_articles_keeps_nobody_apart(
    people: list[Told], sizes: list[int]
) -> None:
    assert sorted(map(len, Result(articles_of(people)).groups)) == sizes


@pytest.mark.parametrize("told", [("leader", "Tory"), ("leader", ""), ("", "Norvik Council")])
def test_an_equal_name_is_one_person(told: tuple[str, str]) -> None:
    """However frequent the name is, and whether or not each article says who it is."""
    people = [("Michael Howard", *told)] * 12 + [("Michael Howard",)] * 8
    (only,) = Result(articles_of(people)).persons
    assert (only.name, only.articles) == ("Michael Howard", 20)


def test_a_place_of_many_articles_is_no_evidence() -> None:
    """In a town's paper, nearly everybody is from the town."""
    people = [
        ("Tova Lind", "economist", "Delmar University"),
        ("Tova Lind", "goalkeeper", "Delmar Rovers"),
    ]
    others = [(f"Ana S{letter}lva", "", "Delmar Council") for letter in "aeiou"]
    assert len(groups(*people)) == 1
    assert len(groups(*people, *others)) == 2 + len(others)


def test_two_people_of_one_article_are_two() -> None:
    both = [speaker(0, ("Tova Lind", "neighbour")), speaker(1, ("Tova Lind", "caretaker"))]
    records = [record("a", both), record("b", both[:1]), record("c", [replace(both[1], id=0)])]
    assert Result(records[1:]).groups == {frozenset("bc")}
    result = Result(records)
    assert result.of["a", 0] != result.of["a", 1]


LIVES = [
    ("Tova Lind, 34", "Tova Lind, 61", False),
    ("Tova Lind, 34", "Tova Lind, 35", True),
    ("Tova Lind, aged 34", "the 71-year-old Tova Lind", False),
    ("Tova Lind (34)", "Tova Lind", True),
    ("mother of Osk Petrell", "mother of Ana Holm", False),
    ("mother of Osk Petrell", "mother of Osk", True),
]


@pytest.mark.parametrize(("alias", "other", "same"), LIVES)
def test_ages_and_relatives(alias: str, other: str, same: bool) -> None:  # noqa: FBT001
    meta = {"date": "2020-05-01"}
    people = [
        speaker(0, ("Tova Lind", text if " of " in text else ""), aliases=[text])
        for text in (alias, other)
    ]
    records = [record(id, [person], meta) for id, person in zip("ab", people, strict=True)]
    assert (Result(records).of["a", 0] == Result(records).of["b", 0]) == same


def test_an_age_in_the_text() -> None:
    texts = ["Tova Lind, 34, spoke.", "Tova Lind, 61, spoke."]
    person = replace(speaker(0, ("Tova Lind",)), mentions=((0, 9),))
    records = [
        replace(record(id, [person]), text=text) for id, text in zip("ab", texts, strict=True)
    ]
    assert len(Result(records).persons) == 2
    assert len(Result([replace(one, text=None) for one in records]).persons) == 1


LIST = """\
key,name,aliases,role,affiliation
clemens,Samuel Orrin,Mark Quill,,
mayor,John Smith,,mayor,Hull
striker,John Smith,,striker,Leeds
"""


@pytest.fixture
def known(tmp_path: Path) -> KnownPeople:
    (tmp_path / "people.csv").write_text(LIST, encoding="utf-8")
    return KnownPeople(tmp_path / "people.csv")


def test_one_key_is_one_person_whatever_the_spelling(known: KnownPeople) -> None:
    (only,) = Result(
        articles_of([("Samuel Orrin", "sailor"), ("Mark Quill", "author")]), known
    ).persons
    assert (only.key, only.articles) == ("clemens", 2)
    assert only.spellings == {"Samuel Orrin": 1, "Mark Quill": 1}


def test_two_keys_are_two_people(known: KnownPeople) -> None:
    people = [("John Smith", "mayor", "Hull"), ("John Smith", "striker", "Leeds"), ("John Smith",)]
    result = Result(articles_of(people), known)
    assert sorted(one.key for one in result.persons) == ["", "mayor", "striker"]


def test_links_that_the_records_have() -> None:
    records = [
        record("a", [speaker(0, ("Tova Lind", "mayor"), key="k1")]),
        record("b", [speaker(0, ("T. Marden", "striker"), key="k1")]),
        record("c", [speaker(0, ("Tova Lind", "mayor"), key="k2")]),
    ]
    result = Result(records)
    assert result.groups == {frozenset("ab"), frozenset("c")}
    assert [one.key for one in result.persons] == ["k1", "k2"]
    assert result.doubtful == []


def test_what_is_counted() -> None:
    late = speaker(0, ("Tova Lind", "Mayor"), aliases=["Lind", "the mayor"])
    early = speaker(7, ("Tova Lind", "mayor", "Hull"))
    undated = [speaker(0, ("Tova Lind",)), speaker(1, ("a spokesman",), "unnamed")]
    records = [
        record("late", [late], {"date": "2021-05-01"}),
        record("early", [early], {"date": "2020-01-31T10:00:00Z"}),
        record("undated", undated),
    ]
    result = Result(records)
    (only,) = result.persons
    assert (only.number, only.name, only.kind, only.key) == (1, "Tova Lind", "person", "")
    assert only.roles == {"Mayor": 1, "mayor": 1}
    assert only.affiliations == {"Hull": 1}
    assert only.spellings == {"Tova Lind": 3, "Lind": 1}
    assert (only.articles, only.quotes, only.words) == (3, 3, 9)
    assert (only.first_date, only.first_text) == ("2020-01-31", "early")
    assert only.last_date == "2021-05-01"
    assert result.of == {("late", 0): 1, ("early", 7): 1, ("undated", 0): 1, ("undated", 1): None}
    totals = result.totals
    assert (totals.articles, totals.undated, totals.named, totals.nameless) == (3, 1, 3, 1)
    assert (totals.people, totals.several, totals.doubtful) == (1, 1, 0)


@pytest.mark.parametrize(("pronouns", "expected"), [
    ([None, "she"], "she"),
    (["they", None, "they"], "they"),
    (["she", "he"], None),
    (["she", "she", "he"], None),
    (["he"] * 4 + ["she"], "he"),
    ([None, None], None),
])  # fmt: skip
def test_the_pronouns_of_most_articles(pronouns: list[Any], expected: str | None) -> None:
    spoken = [replace(speaker(0, ("Tova Lind",), key="k1"), pronouns=used) for used in pronouns]
    articles = [record(f"a{number}", [one]) for number, one in enumerate(spoken)]
    assert [one.pronouns for one in Result(articles).persons] == [expected]


@pytest.mark.parametrize(("name", "expected"), [
    ("Ana Pinto", "she"),
    ("Peter Berg", "he"),
    ("Olga Ivanovna Kell", "she"),
    ("Malgorzata Wint", "she"),
    ("Jordan Wint", None),
    ("Pinto", None),
    ("Bosk Wint", None),
])  # fmt: skip
def test_guesses(name: str, expected: str | None) -> None:
    """A listed given name is needed; what the article shows is kept."""
    assert guess_pronouns(name) == expected
    shown, unnamed = speaker(1, (name,)), speaker(2, (name,), "unnamed")
    speakers = [speaker(0, (name,)), replace(shown, pronouns="they"), unnamed]
    guessed = with_guesses(record("a", speakers)).speakers
    assert [(one.pronouns, one.pronouns_guessed) for one in guessed] == [
        (expected, expected is not None),
        ("they", False),
        (None, False),
    ]


def test_two_speakers_of_one_article_are_one_article() -> None:
    both = [speaker(0, ("Bob Harrow",), key="k1"), speaker(1, ("Robert Harrow",), key="k1")]
    (only,) = Result([record("a", both)]).persons
    assert (only.articles, only.quotes) == (1, 2)


def test_the_name_is_the_most_frequent_full_one() -> None:
    names = ["B. Harrow"] * 3 + ["Boyd Harrow"] * 2 + ["Boyd James Harrow"]
    people = articles_of((name, "judge", "Norvik") for name in names)
    assert Result(people).persons[0].name == "Boyd Harrow"


def test_the_column_of_the_date() -> None:
    dates = {"printed": "1999-02-03", "date": "2020-01-01"}
    records = [record("a", [speaker(0, ("Tova Lind",))], dates)]
    assert Result(records, date_column="printed").persons[0].first_date == "1999-02-03"
    with pytest.raises(
        ConfigError, match=r"^No article has 'printd' .*\. There are: date, printed\.$"
    ):
        Result(records, date_column="printd")


def test_a_doubt_names_both_and_why() -> None:
    people = [("Bob Marden", "judge"), ("Robert Marden", "magistrate", "Hull")]
    ((x, y, doubt),) = Result(articles_of(people)).doubtful
    assert {(one.name, one.role) for one in (x, y)} == {told[:2] for told in people}
    assert doubt.reason.startswith("another form of the name")
    assert x.person != y.person


def test_a_surname_goes_to_the_only_one_of_its_story() -> None:
    def told(id: str, *who: str, day: int = 1) -> ArticleRecord:
        meta = {"title": "Quay of Vestvik closes for dredging", "date": f"2020-05-0{day}"}
        return record(id, [speaker(0, who), speaker(1, ("Osk Petrell",))], meta)

    records = [told("a", "Tova Lindqvarn", "harbour master"), told("b", "Lindqvarn", day=2)]
    result = Result(records)
    assert result.of["a", 0] == result.of["b", 0]
    apart = Result([*records, told("c", "Torsten Lindqvarn")])
    assert len({apart.of[id, 0] for id in "abc"}) == 3
    assert any("others fit as well" in doubt.reason for _, _, doubt in apart.doubtful)


def test_the_gravest_doubts_come_first() -> None:
    few = [("Bob Harrow", "judge"), ("Robert Harrow", "", "Hull")]
    many = [("Bob Marden", "judge", "Leeds")] * 9 + [("Robert Marden", "judge", "Hull")] * 9
    names = [x.name for x, _, _ in Result(articles_of([*few, *many])).doubtful]
    assert names == ["Bob Marden", "Bob Harrow"]


@pytest.mark.parametrize(("value", "expected"), [
    ("2016-09-26", "2016-09-26"),
    ("2016-9-6", "2016-09-06"),
    ("2016-09-26T10:30:00Z", "2016-09-26"),
    ("2016-09-26T23:59:59.123+02:00", "2016-09-26"),
    ("2016-09", "2016-09"),
    ("2016", "2016"),
    ("20160926", "2016-09-26"),
    ("20160926T103000", "2016-09-26"),
    (20160926, "2016-09-26"),
    ("Mon, 26 Sep 2016 10:00:00 GMT", "2016-09-26"),
    ("2016-02-30", ""),
    ("0000-01-01", ""),
    ("26/09/2016", ""),
    ("201609261030", ""),
    ("yesterday", ""),
    ("32 Sep 2016 10:00:00 GMT", ""),
    ("", ""),
    (None, ""),
    (True, ""),
    (2016, ""),
    (["2016-09-26"], ""),
])  # fmt: skip
def test_values(value: Any, expected: str) -> None:
    assert date_of({"date": value}) == expected
    assert date_of({"date": "2020-01-01", "printed": value}, "printed") == expected


@pytest.mark.parametrize(("meta", "expected"), [
    ({"date": "2020-01-01"}, "2020-01-01"),
    ({"datePublished": "2020-01-01"}, "2020-01-01"),
    ({"article:published_time": "2020-01-01"}, "2020-01-01"),
    ({"pubDate": "Wed, 01 Jan 2020 10:00:00 GMT"}, "2020-01-01"),
    ({"published": "2021-01-01", "date": "2020-01-01"}, "2020-01-01"),
    ({"published": "2021-01-01", "date": "soon"}, "2021-01-01"),
    ({"title": "2020-01-01"}, ""),
    ({"update": "2020-01-01"}, ""),
    ({}, ""),
])  # fmt: skip
def test_columns(meta: dict[str, Any], expected: str) -> None:
    assert date_of(meta) == expected


@given(st.text())
def test_any_text(text: str) -> None:
    found = date_of({"date": text})
    assert not found or found[:4].isdigit()
