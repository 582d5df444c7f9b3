"""Speakers looked up in a list: linked if that is sure, else ambiguous."""

import csv
import pickle
from pathlib import Path
from typing import get_args

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.linking.known_people import MOST_NAMESAKES, KnownPeople
from quoteminer.names.person_comparison import compare_people
from quoteminer.names.person_names import parse_person
from quoteminer.names.similarity import SAME_NAME
from quoteminer.records import ArticleRecord, Known, ModelName, Speaker, record_schema
from quoteminer.types import SpeakerKind

HERE = Path(__file__).parent
with (HERE / "lookups.csv").open(encoding="utf-8", newline="") as stream:
    LOOKUPS = list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def people() -> KnownPeople:
    return KnownPeople(HERE / "known.csv")


def listed(folder: Path, text: str) -> KnownPeople:
    path = folder / "people.csv"
    path.write_text(text, "utf-8")
    return KnownPeople(path)


def found(known: Known) -> str:
    """ "dana 100" for a link, "? dana jon" for an ambiguous one, "-" if nobody fits."""
    if known.row:
        return f"{known.row.key} {known.row.score:.0f}"
    return "? " + " ".join(row.key for row in known.candidates) if known.candidates else "-"


@pytest.mark.parametrize(
    "row", LOOKUPS, ids=lambda row: " ~ ".join(filter(None, list(row.values())[:4]))
)
def test_lookups(people: KnownPeople, row: dict[str, str]) -> None:
    known = people.find(
        row["name"], row["kind"], role=row["role"] or None, affiliation=row["affiliation"] or None
    )
    assert found(known) == row["expected"], row["note"]


def test_fields_of_a_link(people: KnownPeople) -> None:
    known = people.find("Pavel Orlov")
    assert known.row
    assert (known.status, known.row.key, known.row.name) == (
        "linked",
        "orlov",
        "Orlov, Pavel Ivanovich",
    )
    assert known.row.columns == {"role": "", "affiliation": "", "born": ""}
    assert (known.candidates, known.fitting) == ((), 1)
    unsure = people.find("Kell")
    assert (unsure.status, unsure.row, unsure.fitting) == ("ambiguous", None, 2)
    assert [(row.score, row.columns["role"]) for row in unsure.candidates] == [
        (82.0, "senator"),
        (82.0, "baker"),
    ]


def test_a_record_is_linked(people: KnownPeople) -> None:
    speakers = (
        Speaker(0, "Kell", "person", role="senator", quotes=(0,)),
        Speaker(1, "FOL", "org", quotes=(1,)),
        Speaker(2, "experts", "unnamed", quotes=(2,)),
    )
    record = ArticleRecord("a", (), speakers, ModelName("m", "1"))
    linked = people.link(record)
    assert [one.known and found(one.known) for one in linked.speakers] == [
        "dana 92",
        "? lakes",
        "-",
    ]
    assert [one.name for one in linked.speakers] == ["Kell", "FOL", "experts"]
    jsonschema.Draft202012Validator(record_schema()).validate(linked.to_dict())
    assert ArticleRecord.from_json(linked.to_json()) == linked


def test_two_who_speak_together_are_not_a_third(tmp_path: Path) -> None:
    people = listed(
        tmp_path, "name,kind\nAna Holm,\nAna Ruiz and Peter Moor,person\nHarrow & Lind,org\n"
    )
    assert found(people.find("Ana Ruiz and Peter Holm")) == "-"
    assert found(people.find("Ana Ruiz & Peter Holm")) == "-"
    assert found(people.find("Ana Ruiz and Peter Moor")) == "3 100"
    assert found(people.find("Harrow & Lind")) == "-"  # a list that gives the kind decides
    assert found(people.find("Ana Holm")) == "2 100"


@pytest.mark.parametrize(
    "name", ["Ana " * 20_000, "Ana " + "de la " * 20_000 + "Cruz", "a" * 100_000, "A-" * 50_000]
)
def test_very_long_names(name: str, people: KnownPeople, tmp_path: Path) -> None:
    assert people.find(name).status == people.find(name, "org").status == "none"
    assert len(listed(tmp_path, f"name,kind\n{name},person\n{name},org\n")) == 2


def test_two_rows_of_one_name(tmp_path: Path) -> None:
    people = listed(tmp_path, "name,role\nAna Pinto,captain\nAna Pinto,judge\nAna Pinto,\n")
    assert found(people.find("Ana Pinto")) == "? 2 3 4"
    assert found(people.find("Ana Pinto", role="judge")) == "3 100"
    assert found(people.find("Ana Pinto", role="cook")) == "? 4 2 3"


def test_too_many_rows_of_one_name_are_ambiguous(tmp_path: Path) -> None:
    rows = ["Ana Pinto,judge", *["Ana Pinto,cook"] * MOST_NAMESAKES]
    people = listed(tmp_path, "name,role\n" + "\n".join(rows))
    for name in ("Ana Pinto", "Pinto"):
        known = people.find(name, role="judge")
        assert (known.status, known.row, len(known.candidates)) == ("ambiguous", None, 5)
        assert known.fitting == len(rows)
    assert people.find("Pinto", "org") == Known("none")


def test_no_link_beside_too_many_similar_rows(tmp_path: Path) -> None:
    people = listed(tmp_path, "name\nAna Pinto\n" + "Anna Pinto\n" * MOST_NAMESAKES)
    assert people.find("Ana Pinto").status == "ambiguous"


def test_a_middle_initial_is_no_evidence(tmp_path: Path) -> None:
    rows = [f"G{'aeiou'[at % 5]}l{at}an Bruun" for at in range(MOST_NAMESAKES + 1)]
    people = listed(tmp_path, "\n".join(["name", *rows, "Osk G. Bruun"]))
    assert found(people.find("Osk G. Bruun")) == f"{len(rows) + 2} 100"
    assert people.find("G. Bruun").fitting > MOST_NAMESAKES


def test_it_pickles(people: KnownPeople) -> None:
    again = pickle.loads(pickle.dumps(people))
    assert len(again) == len(people) == 27
    assert again.find("Dana Kell") == people.find("Dana Kell")


WORDS = (
    "Ana Anna Bill William J. Jon John Kell Kells Keller Kehler Lee Li Minh Ming van Berg"
    " Soto-Marín Soto Marín Wei"
)
FULL = st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=4).map(" ".join)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("drawn")


@given(rows=st.lists(FULL, min_size=1, max_size=6), name=FULL)
def test_blocks_miss_nothing(folder: Path, rows: list[str], name: str) -> None:
    people = listed(folder, "name,kind\n" + "\n".join(f"{row},person" for row in rows))
    known = people.find(name)
    speaker = parse_person(name)
    keys = {row.key for row in (known.row, *known.candidates) if row}
    for number, row in enumerate(rows, start=2):
        other = parse_person(row)
        sure = (
            speaker.order != "bare" and other.order != "bare" and compare_people(name, row) == 100
        )
        if sure and len(speaker.parts) == len(other.parts) and len(rows) <= 5:
            assert str(number) in keys
    if not any(compare_people(name, row) >= SAME_NAME for row in rows):
        assert known.status == "none"


@given(st.text(st.characters(codec=None), max_size=30), st.sampled_from(get_args(SpeakerKind)))
def test_any_name_can_be_looked_up(people: KnownPeople, name: str, kind: SpeakerKind) -> None:
    known = people.find(name, kind, role=name, affiliation=name)
    assert (known.row is not None) == (known.status == "linked")
