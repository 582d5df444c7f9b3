"""Names of persons and organisations, taken apart and compared. All are made up or public
figures'."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quoteminer.names.lexicon import is_title
from quoteminer.names.organisations import (
    acronyms,
    compare_organisations,
    core_words,
    is_acronym,
    plain_organisation,
)
from quoteminer.names.person_comparison import compare_people, may_be_same
from quoteminer.names.person_names import parse_person, rare_name_gender
from quoteminer.names.same_name import same_name
from quoteminer.names.sections import read_sections
from quoteminer.names.similarity import SAME_NAME, compare_words, fold, skeleton

FIELDS = ("honorific", "titles", "given", "middle", "family", "suffix", "order")


PACKAGE = Path(__file__).resolve().parents[2] / "quoteminer"
LISTS = sorted(path for path in PACKAGE.rglob("*.txt") if "\n[" in path.read_text("utf-8"))


@pytest.mark.parametrize("path", LISTS, ids=[path.name for path in LISTS])
def test_a_file_of_lists_says_what_belongs_there_and_each_list_has_a_name(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert lines[0].startswith("# ")
    package = ".".join(path.parent.relative_to(PACKAGE.parent).parts)
    sections = read_sections(package, path.name)
    assert list(sections) == re.findall(r"^\[([\w ]+)\]$", "\n".join(lines), re.MULTILINE)
    assert all(sections.values()), [name for name, entries in sections.items() if not entries]
    read = [line for entries in sections.values() for line in entries]
    heads = [f"[{name}]" for name in sections]
    assert sorted([*read, *heads]) == sorted(
        line for line in lines if line and not line.startswith("# ")
    )


@pytest.mark.parametrize(("text", "expected"), [
    ("Mr. Li", ["Mr.", [], "", [], "Li", "", "bare"]),
    ("Li Dongsheng", ["", [], "Dongsheng", [], "Li", "", "family-first"]),
    ("Kim Jong-un", ["", [], "Jong-un", [], "Kim", "", "family-first"]),
    ("Kim Carter", ["", [], "Kim", [], "Carter", "", "given-first"]),
    (
        "Sen. Robert F. Kennedy Jr.",
        ["", ["Sen."], "Robert", ["F."], "Kennedy", "Jr.", "given-first"],
    ),
    (
        "former Prime Minister Dr. Ana Ruiz",
        ["Dr.", ["former", "Prime", "Minister"], "Ana", [], "Ruiz", "", "given-first"],
    ),
    ("Jan van der Berg", ["", [], "Jan", [], "van der Berg", "", "given-first"]),
    ("De Blasio", ["", [], "", [], "De Blasio", "", "bare"]),
    ("Al Gore", ["", [], "Al", [], "Gore", "", "given-first"]),
    ("Khalid al-Masri", ["", [], "Khalid", [], "al-Masri", "", "given-first"]),
    ("Osama bin Laden", ["", [], "Osama", [], "bin Laden", "", "given-first"]),
    ("Maria López Ortega's", ["", [], "Maria", [], "López Ortega", "", "given-first"]),
    ("José Luis Ortega y Gasset", ["", [], "José", ["Luis"], "Ortega y Gasset", "", "given-first"]),
    ("Moura e Silva", ["", [], "", [], "Moura e Silva", "", "bare"]),
    ("Nguyen Thi Hanh", ["", [], "Thi Hanh", [], "Nguyen", "", "family-first"]),
    ("Dana E Kell", ["", [], "Dana", ["E"], "Kell", "", "given-first"]),
    ("Mr Van den Broek", ["Mr", [], "", [], "Van den Broek", "", "bare"]),
    ("Van Jones", ["", [], "Van", [], "Jones", "", "given-first"]),
    ("Stelios Haji-Ioannou", ["", [], "Stelios", [], "Haji-Ioannou", "", "given-first"]),
    ("German Alvarez", ["", [], "German", [], "Alvarez", "", "given-first"]),
    (
        "German Chancellor Ida Kranz",
        ["", ["German", "Chancellor"], "Ida", [], "Kranz", "", "given-first"],
    ),
    ("Lady Whitmore", ["Lady", [], "", [], "Whitmore", "", "bare"]),
    ("X", ["", [], "", [], "X", "", "bare"]),
    ("", ["", [], "", [], "", "", "bare"]),
])  # fmt: skip
def test_parts_of_a_name(text: str, expected: list[str | list[str]]) -> None:
    name = parse_person(text)
    found = [getattr(name, field) for field in FIELDS]
    assert [list(part) if isinstance(part, tuple) else part for part in found] == expected


@pytest.mark.parametrize(("text", "plain"), [
    ("Sir Edgar Holt", "Edgar Holt"),
    ("Li Dongsheng", "Li Dongsheng"),
    ("President Anna-Lena Voss", "Anna-Lena Voss"),
    ('Robert C. "Bobby" Shaw', 'Robert C. "Bobby" Shaw'),
    ("Justice Sonia M. Reyes", "Sonia M. Reyes"),
    ("Frank Miller III", "Frank Miller III"),
    ("Osman Idris Adam", "Osman Idris Adam"),
    ("Pieter Van den Broecke", "Pieter Van den Broecke"),
    ("Engineer Tova Lind", "Tova Lind"),
    ("Daw Khin Myo Thant", "Khin Myo Thant"),
    ("Tan Sri Haziq Omar", "Haziq Omar"),
    ("Weyzero Hirut Bekele", "Hirut Bekele"),
    ("Elder Kofi Ampah", "Kofi Ampah"),
    ("Elder Ampah", "Elder Ampah"),
    ("Nana Ampah", "Nana Ampah"),
    ("Seri Zulhadi Omar", "Zulhadi Omar"),
    ("Archdeacon Perpetua Lind", "Perpetua Lind"),
])  # fmt: skip
def test_plain_name_leaves_out_titles(text: str, plain: str) -> None:
    assert parse_person(text).plain == plain


@pytest.mark.parametrize(("text", "gender"), [
    ("Mr Voss", "m"),
    ("Dame Helen Voss", "f"),
    ("Susan Voss", "f"),
    ("Dr Voss", None),
    ("Kemi Voss", None),
])  # fmt: skip
def test_gender_of_a_name(text: str, gender: str | None) -> None:
    assert parse_person(text).gender == gender


def test_the_better_reading_of_a_single_name_scores_more() -> None:
    # the family name
    assert compare_people("Kelly", "Ruth Kelly") > compare_people("Kelly", "Kelly Holmes")
    # the same spelling
    assert compare_people("Lee", "Anna Lee") > compare_people("Lee", "Li Dongsheng")


with Path(__file__).with_name("name_pairs.csv").open(encoding="utf-8", newline="") as stream:
    NAMES = st.sampled_from(
        [row[side] for row in csv.DictReader(stream) if row["kind"] == "person" for side in "ab"]
    )
ANY_TEXT = st.one_of(NAMES, st.text(max_size=30))


@given(NAMES.filter(lambda name: bool(parse_person(name).family)))
def test_a_name_is_itself(name: str) -> None:
    assert compare_people(name, name) == 100


@given(NAMES, st.sampled_from(["Dr. ", "Prof. ", "Rep. ", "former President ", "Mayor "]))
def test_titles_do_not_matter(name: str, title: str) -> None:
    if not parse_person(name).family or parse_person(name).honorific:
        return
    assert compare_people(title + name, name) >= 95
    assert compare_people(title.upper() + name, name) >= 95


@given(ANY_TEXT)
def test_case_and_accents_do_not_matter(text: str) -> None:
    assert fold(text) == fold(fold(text))
    assert compare_words(text, text.casefold()) in (0.0, 100.0)


@given(st.text(max_size=200))
def test_any_text_is_parsed(text: str) -> None:
    name = parse_person(text)
    assert isinstance(name.plain, str)
    assert isinstance(skeleton(text), str)


TITLES = ["Mr", "Mrs.", "President", "sen.", "ex-minister", "co-chair", "Paris-based", "biologist"]


@pytest.mark.parametrize("word", [*TITLES, "Anna", "Berg", "Haji-Ioannou", "Reuters", ""])
def test_titles(word: str) -> None:
    assert is_title(word) == (word in TITLES)


def test_the_gender_of_rare_given_names() -> None:
    # Andrea: a man's name in Italy
    by_list = {"Małgorzata": "f", "Ludovic": "m", "Xyzzy": None, "Andrea": None}
    by_ending = {"Qarvanda": "f", "Qarvando": "m", "Qarvus": "m", "Qarko": None, "Qa": None}
    for name, gender in {**by_list, **by_ending}.items():
        assert rare_name_gender(name) == gender


ACRONYMS = ["FBI", "BoE", "U.N.", "AT&T"]


@pytest.mark.parametrize(("text", "plain"), [
    ("the Ministry of Trade", "Ministry of Trade"), ("The Quay Board (QB)", "Quay Board"), ("Reuters'", "Reuters"),
    ("the Harbour's", "Harbour's"), ("The", "The"), ("", ""),
])  # fmt: skip
def test_plain_organisation(text: str, plain: str) -> None:
    assert plain_organisation(text) == plain


@pytest.mark.parametrize("text", [*ACRONYMS, "Reuters", "I", "PACs", "Haier", "", "Oz"])
def test_acronyms(text: str) -> None:
    assert is_acronym(text) == (text in ACRONYMS)


def test_acronyms_of_a_name() -> None:
    assert {"ons", "ofns"} <= acronyms("Office for National Statistics")
    assert {"doh", "hd"} <= acronyms("Harbour Department")
    assert "usdf" in acronyms("U.S. Department of Ferries")
    assert acronyms("Reuters") == frozenset()


with Path(__file__).with_name("name_pairs.csv").open(encoding="utf-8", newline="") as stream:
    ROWS = list(csv.DictReader(stream))
COMPARE = {"person": compare_people, "org": compare_organisations}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['class']}: {row['a']} / {row['b']}")
def test_same_or_different(row: dict[str, str]) -> None:
    compare = COMPARE[row["kind"]]
    score = compare(row["a"], row["b"])
    assert same_name(row["a"], row["b"], row["kind"]) == (row["same"] == "yes"), score
    assert score == compare(row["b"], row["a"])


KINDS = st.sampled_from(sorted(COMPARE))
SCRIPTS = st.text(st.characters(codec="utf-8", categories=["L", "M", "N", "P", "Zs"]), max_size=24)
NAMES = st.one_of(
    st.sampled_from([row[side] for row in ROWS for side in "ab"]), SCRIPTS, st.text(max_size=12)
)


@given(KINDS, NAMES, NAMES)
def test_any_two_texts_are_compared(kind: str, a: str, b: str) -> None:
    score = COMPARE[kind](a, b)
    assert 0 <= score <= 100
    assert score == COMPARE[kind](b, a)


@given(KINDS, NAMES)
def test_space_around_a_name_does_not_matter(kind: str, name: str) -> None:
    assert COMPARE[kind](f" {name} ", name) == COMPARE[kind](name, name)


@given(st.sampled_from([row["a"] for row in ROWS if row["kind"] == "org"]))
def test_the_article_of_an_organisation_does_not_matter(name: str) -> None:
    bare = plain_organisation(name)
    if core_words(bare):
        assert compare_organisations(bare, f"the {bare}") == 100


NAME_PARTS = st.sampled_from(
    "Ana Anna Bob Robert Petr Peter Martina J.D. JD Bo B. Wen-li Al-Harbi van Berg Silva Silvva"
    " Schmidt Schmitt Ortega y Li Lee Hoa Dr Jr. Erdoğan Erdogan Katherine Catherine".split()
)
FULL_NAMES = st.lists(NAME_PARTS, min_size=1, max_size=4).map(" ".join)


@given(FULL_NAMES, FULL_NAMES)
@example("Ana Silva", "Silva Ana")
@example("Ana Silvva", "Anna Maria Silva")
@example("Robert Schmidt", "Bob Schmitt")
def test_names_that_are_not_compared_would_not_match(a: str, b: str) -> None:
    if not may_be_same(parse_person(a), parse_person(b)):
        assert compare_people(a, b) < SAME_NAME


def test_names_that_differ_are_not_compared() -> None:
    assert not may_be_same(parse_person("Ana Silva"), parse_person("Ana Berg"))
    assert not may_be_same(parse_person("Ana Silva"), parse_person("Robert Silva"))
