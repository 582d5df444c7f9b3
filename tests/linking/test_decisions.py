"""A reader's answers to people.doubtful.csv, which count more than all evidence; numbers that
persons keep."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from across import Result, Told, articles_of, record, run_in, speaker
from hypothesis import given
from hypothesis import strategies as st
from people_command import invoke, rows, write_records

from quoteminer.commands.people.decisions import read_decisions, read_numbers
from quoteminer.errors import PeopleFileError
from quoteminer.linking.decisions import Decision, keep_numbers
from quoteminer.linking.known_people import KnownPeople
from quoteminer.types import SpeakerKind

COLUMNS = "answer,text_id,speaker_id,other_text_id,other_speaker_id"
MAYOR, STRIKER, ANYBODY = (
    ("Tova Lind", "mayor", "Hull"),
    ("Tova Lind", "striker", "Leeds"),
    ("Bob Marden",),
)


def decided(*answers: tuple[int, int, bool]) -> list[Decision]:
    return [
        Decision((f"a{x:03d}", 0), (f"a{y:03d}", 0), same, f"line {n}")
        for n, (x, y, same) in enumerate(answers, 2)
    ]


def grouped(
    people: Sequence[Told],
    decisions: Sequence[Decision],
    known: KnownPeople | None = None,
    kind: SpeakerKind = "person",
) -> set[frozenset[str]]:
    """The last digits of the articles of each person."""
    groups = Result(articles_of(people, kind), known, None, decisions).groups
    return {frozenset(id[-1] for id in group) for group in groups}


def sets(*groups: str) -> set[frozenset[str]]:
    return set(map(frozenset, groups))


def test_same_joins_what_the_evidence_keeps_apart() -> None:
    people = [MAYOR, STRIKER, ANYBODY]
    assert grouped(people, []) == sets("0", "1", "2")
    assert grouped(people, decided((0, 1, True))) == sets("01", "2")
    assert grouped(people, decided((0, 1, True), (1, 2, True))) == sets("012")


def test_different_parts_what_the_evidence_joins() -> None:
    people = [MAYOR, ("Tova Lind", "mayor"), ("Tova Lind", "", "Hull")]
    assert grouped(people, []) == sets("012")
    assert grouped(people, decided((0, 1, False))) in (sets("02", "1"), sets("0", "12"))
    apart = decided((0, 1, False), (0, 2, False), (1, 2, False))
    assert grouped(people, apart) == sets("0", "1", "2")


def test_no_doubt_is_left_about_what_is_decided() -> None:
    people = [("Bob Marden", "judge"), ("Robert Marden", "magistrate", "Hull")]
    assert len(Result(articles_of(people)).doubtful) == 1
    for same in (True, False):
        assert Result(articles_of(people), decisions=decided((0, 1, same))).doubtful == []


def test_decisions_count_more_than_a_list(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("key,name\nk1,Tova Lind\n", encoding="utf-8")
    known = KnownPeople(tmp_path / "people.csv")
    assert grouped([MAYOR, STRIKER], [], known) == sets("01")
    assert grouped([MAYOR, STRIKER], decided((0, 1, False)), known) == sets("0", "1")


def test_organisations_are_decided_too() -> None:
    bodies = [("Norvik Council",), ("Norvik Council", "", "Hull"), ("Quay Ferries",)]
    assert grouped(bodies, decided((0, 2, True)), kind="org") == sets("012")
    assert grouped(bodies, decided((0, 1, False)), kind="org") == sets("0", "1", "2")


@pytest.mark.parametrize(("answers", "reason"), [
    (
        [(0, 1, True), (1, 2, True), (0, 2, False)],
        "line 4: the answer is different, but by other answers these two",
    ),
    (
        [(0, 2, False), (0, 1, True), (1, 2, True)],
        "line 2: the answer is different, but by other answers these two",
    ),
    ([(0, 7, True)], "line 2: there is no speaker 0 in an article 'a007'"),
    ([(3, 4, False)], "line 2: the answer is different, but both are described alike"),
])  # fmt: skip
def test_contradictions_and_unknown_speakers(
    answers: list[tuple[int, int, bool]], reason: str
) -> None:
    records = articles_of([MAYOR, STRIKER, ANYBODY, ANYBODY, ANYBODY])
    with pytest.raises(PeopleFileError) as error:
        Result(records, decisions=decided(*answers))
    assert reason in str(error.value)
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize(("text", "reason"), [
    (f"{COLUMNS}\nmaybe,a,0,b,0\n", "line 2: the answer is 'maybe'; write same or different"),
    (f"{COLUMNS}\nsame,a,first,b,0\n", "line 2, column speaker_id: 'first' is not a number"),
    ("answer,person\nsame,1\n", "there is no column text_id"),
    ("", "there is no column answer"),
])  # fmt: skip
def test_files_that_are_wrong(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PeopleFileError) as error:
        read_decisions(path)
    assert str(error.value).startswith(str(path))
    assert reason in str(error.value)
    with pytest.raises(PeopleFileError, match="there is no such file"):
        read_decisions(tmp_path / "nowhere.csv")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_a_spreadsheet_saves(tmp_path: Path, delimiter: str) -> None:
    lines = [COLUMNS, "Same,'=a,0,b,12", ",c,0,d,0", "different ,e,0,f,0"]
    (tmp_path / "answers.csv").write_text(
        "\ufeff" + "\r\n".join(lines).replace(",", delimiter), encoding="utf-8"
    )
    first, second = read_decisions(tmp_path / "answers.csv")
    assert (first.first, first.second, first.same) == (("=a", 0), ("b", 12), True)
    assert (second.first, second.second, second.same) == (("e", 0), ("f", 0), False)


def test_the_table_goes_back_with_answers(tmp_path: Path) -> None:
    people = [("Bob Marden", "judge"), ("Robert Marden", "magistrate", "Hull")]
    records = [record(id, [speaker(0, told)]) for id, told in zip(("=a", "b"), people, strict=True)]
    out = write_records(tmp_path, records)
    assert invoke(out)[0] == 0
    assert len(rows(tmp_path / "out.people.csv")) == 2
    (row,) = rows(tmp_path / "out.people.doubtful.csv")
    with (tmp_path / "answers.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(row))
        writer.writeheader()
        writer.writerow({**row, "answer": "same"})
    assert invoke(out, "--decisions", tmp_path / "answers.csv")[0] == 0
    assert [one["articles"] for one in rows(tmp_path / "out.people.csv")] == ["2"]
    assert rows(tmp_path / "out.people.doubtful.csv") == []
    status, _, told = invoke(out, "--decisions", tmp_path / "out.people.doubtful.csv")
    assert (status, "would be overwritten" in told) == (2, True)


def test_persons_keep_their_numbers(tmp_path: Path) -> None:
    both = [speaker(0, MAYOR), speaker(1, ANYBODY)]
    first = [record("a", both), record("b", both[:1])]
    run_in(tmp_path / "run", first)
    assert invoke(tmp_path / "run")[0] == 0
    numbers = {row["name"]: row["person"] for row in rows(tmp_path / "run/people.csv")}
    assert numbers == {"Tova Lind": "1", "Bob Marden": "2"}
    more = [record(id, [speaker(0, ("Osk Petrell",)), speaker(1, ANYBODY)]) for id in "cdef"]
    run_in(tmp_path / "later", [*more, *first])
    assert invoke(tmp_path / "later", "--previous", tmp_path / "run")[0] == 0
    numbers = {row["name"]: row["person"] for row in rows(tmp_path / "later/people.csv")}
    assert numbers == {"Bob Marden": "2", "Osk Petrell": "3", "Tova Lind": "1"}
    speakers = read_numbers(tmp_path / "later/people.speakers.csv")
    assert (speakers["a", 0], speakers["a", 1], speakers["c", 0], speakers["c", 1]) == (1, 2, 3, 2)


def test_a_person_that_is_split_or_joined() -> None:
    earlier = {("a", 0): 7, ("b", 0): 7, ("c", 0): 7, ("d", 0): 9}
    split = {("a", 0): 1, ("b", 0): 1, ("c", 0): 2, ("e", 0): 3}
    assert keep_numbers(split, earlier) == {1: 7, 2: 10, 3: 11}
    assert keep_numbers(dict.fromkeys(earlier, 1), earlier) == {1: 7}


SPEAKERS = st.dictionaries(st.tuples(st.sampled_from("abcd"), st.integers(0, 3)), st.integers(1, 6))


@given(SPEAKERS, SPEAKERS)
def test_numbers_are_one_to_one(
    persons: dict[tuple[str, int], int], earlier: dict[tuple[str, int], int]
) -> None:
    kept = keep_numbers(persons, earlier)
    assert kept.keys() == set(persons.values())
    assert len(set(kept.values())) == len(kept)
    assert keep_numbers(persons, persons) == {number: number for number in persons.values()}
