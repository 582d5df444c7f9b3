"""quoteminer people: its files, its output, its errors."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from across import record, run_in, speaker
from commands import Result, loaded  # noqa: F401
from people_command import invoke, rows, write_records

from quoteminer.cli.options import Tools
from quoteminer.commands.people.write_people import write_people
from quoteminer.errors import OutputError
from quoteminer.linking.merged_people import merged_people
from quoteminer.output.table_paths import PeopleTables

LIND = replace(speaker(0, ("Tova Lind", "mayor", "Hull"), aliases=["Lind"]), pronouns="she")
AGAIN = [speaker(0, ("Tova Lind",)), speaker(1, ("a spokesman",), "unnamed")]
HARROWS = [speaker(4, ("=Bob Harrow",)), speaker(5, ("Robert Harrow", "=1+2"))]
RECORDS = [
    record("one", [LIND], {"date": "2020-05-01"}),
    record("two", AGAIN, {"date": "2020-04-01"}),
    record("three", HARROWS, {"date": "2021"}),
    record("four", [speaker(0, ("Harbour Bank",), "org")]),
]


def text_of(path: Path) -> str:
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return data.decode("utf-8-sig").replace("\r\n", "\n")


PERSONS = """\
person,name,kind,key,roles,affiliations,spellings,articles,quotes,words,first_date,last_date,first_text_id,pronouns,\
pronouns_guessed
1,Tova Lind,person,,mayor (1),Hull (1),Tova Lind (2) | Lind (1),2,2,6,2020-04-01,2020-05-01,two,she,False
2,'=Bob Harrow,person,,,,'=Bob Harrow (1),1,1,3,2021,2021,three,,False
3,Harbour Bank,org,,,,Harbour Bank (1),1,1,3,,,four,,False
4,Robert Harrow,person,,'=1+2 (1),,Robert Harrow (1),1,1,3,2021,2021,three,,False
"""
SPEAKERS = "text_id,speaker_id,person\none,0,1\ntwo,0,1\ntwo,1,\nthree,4,2\nthree,5,4\nfour,0,3\n"


def test_the_three_tables(tmp_path: Path) -> None:
    status, out, told = invoke(write_records(tmp_path, RECORDS))
    tables = PeopleTables.of(tmp_path / "out.jsonl")
    names = " ".join(path.name for path in tables)
    assert names == "out.people.csv out.people.speakers.csv out.people.doubtful.csv"
    assert status == 0
    assert text_of(tables.persons) == PERSONS
    assert text_of(tables.speakers) == SPEAKERS
    assert rows(tables.doubtful) == []
    assert "Tova Lind" in out
    assert "5 speakers of 4 articles: 4 people and organisations, 1 of them in several" in out
    assert "Doubtful pairs, kept apart: 0. Sources without a name: 1." in out
    assert "People by pronouns: she 1 (33.3 %), unknown 2 (66.7 %)." in out
    assert "Their words: she 50.0 %, unknown 50.0 %." in out
    assert "Articles without a date that can be read: 1." in out
    assert told == f"quoteminer: written: {', '.join(map(str, tables))}\n"


def test_pronouns_are_guessed_if_asked(tmp_path: Path) -> None:
    _, out, _ = invoke(write_records(tmp_path, RECORDS), "--guess-gender")
    persons = rows(PeopleTables.of(tmp_path / "out.jsonl").persons)
    told = [(one["pronouns"], one["pronouns_guessed"]) for one in persons]
    assert told == [("she", "False"), ("", "False"), ("", "False"), ("he", "True")]
    assert "she 1 (33.3 %), he 1 (33.3 %; 1 guessed), unknown 1 (33.3 %)." in out


def test_doubtful_ones_are_listed(tmp_path: Path) -> None:
    people = [("Bob Harrow", "judge", ""), ("Robert Harrow", "", "=Hull")]
    records = [record(str(n), [speaker(0, one)]) for n, one in enumerate(people)]
    invoke(write_records(tmp_path, records))
    (row,) = rows(tmp_path / "out.people.doubtful.csv")
    assert 0 < float(row.pop("score")) < 1
    described = "name,role,affiliation,other_name,other_role,other_affiliation"
    speakers = "text_id,speaker_id,other_text_id,other_speaker_id"
    assert ",".join(row) == f"answer,person,other,reason,{described},{speakers}"
    cells = ",1,2,another form of the name,Bob Harrow,judge,,Robert Harrow,,'=Hull,0,0,1,0"
    assert ",".join(row.values()) == cells


def test_a_run_has_them_in_its_folder(tmp_path: Path) -> None:
    run_in(tmp_path / "run", RECORDS)
    assert invoke(tmp_path / "run", "--quiet")[2] == ""
    names = sorted(path.name for path in (tmp_path / "run").glob("people*"))
    assert names == ["people.csv", "people.doubtful.csv", "people.speakers.csv"]


def test_several_runs_give_the_tables_of_one(tmp_path: Path) -> None:
    run_in(tmp_path / "all", RECORDS)
    runs = [run_in(tmp_path / str(number), [one]) for number, one in enumerate(RECORDS)]
    for options in ((), ("--previous", tmp_path / "old.csv")):
        for inputs, name in (([tmp_path / "all"], "one.csv"), (runs, "several.csv")):
            assert invoke(*inputs, *options, "-o", tmp_path / name)[0] == 0
        one = PeopleTables.at(tmp_path / "one.csv")
        several = PeopleTables.at(tmp_path / "several.csv")
        assert [path.read_bytes() for path in several] == [path.read_bytes() for path in one]
        numbers = text_of(one.speakers).replace(",1\n", ",71\n")
        (tmp_path / "old.speakers.csv").write_text(numbers, "utf-8")
    assert rows(tmp_path / "several.csv")[0]["person"] == "71"
    status, _, told = invoke(*runs)
    assert status == 2
    assert "give a file for their people" in " ".join(told.replace("│", " ").split())


def test_a_list_of_people(tmp_path: Path) -> None:
    people, out = tmp_path / "people.csv", tmp_path / "who.csv"
    people.write_text("key,name,aliases\nk7,Tova Lind,Robert Harrow\n", encoding="utf-8")
    assert invoke(write_records(tmp_path, RECORDS), "--people", people, "-o", out)[0] == 0
    names = " ".join(sorted(path.name for path in tmp_path.glob("who*")))
    assert names == "who.csv who.doubtful.csv who.speakers.csv"
    first = rows(out)[0]
    assert (first["key"], first["articles"]) == ("k7", "3")


def test_the_list_is_never_overwritten(tmp_path: Path) -> None:
    people = tmp_path / "who.csv"
    people.write_text("name\nTova Lind\n", encoding="utf-8")
    status, _, told = invoke(write_records(tmp_path, RECORDS), "--people", people, "-o", people)
    assert (status, people.read_text("utf-8")) == (2, "name\nTova Lind\n")
    assert "would be overwritten" in told


def test_a_date_column(tmp_path: Path) -> None:
    status, _, told = invoke(write_records(tmp_path, RECORDS), "--date-column", "day")
    assert status == 1
    assert "No article has 'day' in its meta, to be the date. There are: date." in told
    assert not list(tmp_path.glob("*.csv"))


def test_what_can_not_be_read(tmp_path: Path) -> None:
    status, out, told = invoke(tmp_path / "nowhere.jsonl")
    assert (status, out) == (1, "")
    assert told.startswith(f"quoteminer: {tmp_path / 'nowhere.jsonl'}: there is no such file.")
    path = write_records(tmp_path, RECORDS)
    path.write_text(path.read_text("utf-8") + "{}\n", encoding="utf-8")
    assert invoke(path)[0] == 1
    assert not list(tmp_path.glob("*.csv"))


@pytest.mark.parametrize(("options", "told"), [
    (["--previous", "old.people.csv"], "there is no old.people.speakers.csv, which people writes."),
    (["--previous", "."], "--previous .: there is no people.speakers.csv, which people writes."),
    (["--output", "."], ".: can't be written: that is a folder. Give the name of a file in it."),
])  # fmt: skip
def test_paths_of_the_wrong_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = invoke(write_records(tmp_path, RECORDS), *options)
    assert (status, out, told in err) == (1, "", True)


def test_all_tables_or_none(tmp_path: Path) -> None:
    (tmp_path / "who.doubtful.csv").mkdir()
    with pytest.raises(OutputError, match=r"who\.doubtful\.csv"):
        write_people(merged_people(RECORDS), PeopleTables.at(tmp_path / "who.csv"))
    assert [path.name for path in tmp_path.iterdir()] == ["who.doubtful.csv"]


def test_no_articles(tmp_path: Path) -> None:
    status, out, _ = invoke(write_records(tmp_path, []))
    assert (status, out.partition("\n")[0]) == (0, "No people.")
    assert rows(tmp_path / "out.people.csv") == []


def test_surrogates_and_control_characters(tmp_path: Path) -> None:
    name = "Tova \ud800\x00Lind\n\x1b[31m"
    path = tmp_path / "out.jsonl"
    path.write_text(json.dumps(record("a", [speaker(0, (name,))]).to_dict()) + "\n", "utf-8")
    status, out, _ = invoke(path)
    assert status == 0
    assert "\x1b" not in out
    assert rows(tmp_path / "out.people.csv")[0]["name"].startswith("Tova \ufffd\ufffdLind")


def test_the_hashes_of_strings_change_no_byte(tmp_path: Path) -> None:
    smiths = [record(f"x{n}", [speaker(0, ("John Smith",))]) for n in range(4)]
    path = write_records(tmp_path, [*RECORDS, *smiths])
    command = [sys.executable, "-m", "quoteminer", "people", str(path), "--quiet"]
    found = []
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(command, env=environment, capture_output=True, check=True)
        found.append([done.stdout, *(one.read_bytes() for one in PeopleTables.of(path))])
    assert found[0] == found[1]


def test_what_extract_wrote(tmp_path: Path, loaded: list[Tools]) -> None:  # noqa: F811
    (tmp_path / "a.txt").write_text("“We shall see,” said Tova Lind.", "utf-8")
    (tmp_path / "b.txt").write_text("“No,” said Tova Lind. “Yes,” said Boyd Harrow.", "utf-8")
    out = tmp_path / "records.jsonl"
    assert Result("extract", tmp_path / "a.txt", tmp_path / "b.txt", "-o", out, "-q").status == 0
    assert invoke(out)[0] == 0
    persons = rows(tmp_path / "records.people.csv")
    found = [(row["name"], row["articles"], row["quotes"]) for row in persons]
    assert found == [("Tova Lind", "2", "2"), ("Boyd Harrow", "1", "1")]
