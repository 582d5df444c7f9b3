"""Files of known people: what is read, and what is said of those that can't be."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.errors import PeopleFileError
from quoteminer.linking.names import given_first, guess_kind
from quoteminer.linking.people_file import PeopleFile, Row


def loaded(path: Path, content: str | bytes) -> PeopleFile:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    file = PeopleFile(path)
    rows = list(file.load())
    assert [file[number] for number in range(len(file))] == rows  # what is read again is what was checked
    return file


def read(path: Path, content: str | bytes) -> list[Row]:
    file = loaded(path, content)
    return [file[number] for number in range(len(file))]


def test_a_table(tmp_path: Path) -> None:
    text = "Key,NAME,aliases,kind,role,Born in\np1,Ana Pinto,Ana P. | A. Pinto;,person,captain,Vell\n"
    text += "p2,Quay Board,,ORG,,\n"
    assert read(tmp_path / "a.csv", text) == [
        Row("p1", "Ana Pinto", ("Ana P.", "A. Pinto"), "person", {"role": "captain", "Born in": "Vell"}),
        Row("p2", "Quay Board", (), "org", {"role": "", "Born in": ""}),
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "key,name,note\n1,Ana Pinto,\n2,Kofi Berg,x\n"),
        ("a.csv", "\ufeffkey,name,note\r\n1,Ana Pinto,\r\n\r\n2,Kofi Berg,x"),
        ("a.CSV", "key;name;note\n1;Ana Pinto;\n2;Kofi Berg;x\n"),
        ("a.csv", "key\tname\tnote\n1\tAna Pinto\t\n2\tKofi Berg\tx\n"),
        ("a.tsv", "key\tname\tnote\n1\tAna Pinto\t\n\t\t\n2\tKofi Berg\tx\n"),
        ("a.csv", 'key,name,note\n"1","Ana Pinto",""\n,,\n"2"," Kofi Berg ","x"\n'),
        ("a.jsonl", '{"key": 1, "name": "Ana Pinto", "note": ""}\n\n{"note": "x", "Name": "Kofi Berg", "key": "2"}'),
        (
            "a.ndjson",
            '\ufeff{"key": "1", "name": "Ana Pinto", "note": ""}\r\n{"key": 2, "name": "Kofi Berg", "note": "x"}',
        ),
    ],
)
def test_forms_of_one_list(tmp_path: Path, name: str, content: str) -> None:
    assert read(tmp_path / name, content) == [
        Row("1", "Ana Pinto", (), "person", {"note": ""}, guessed=True),
        Row("2", "Kofi Berg", (), "person", {"note": "x"}, guessed=True),
    ]


@pytest.mark.parametrize(
    ("header", "key"), [("key,id,name", "a"), ("id,born,name", "a"), ("x,born,name", "3"), ("ID,born,name", "a")]
)
def test_what_the_key_is(tmp_path: Path, header: str, key: str) -> None:
    (row,) = read(tmp_path / "a.csv", f"{header}\n\na,b,Ana Pinto\n")
    assert row.key == key


def test_a_cell_of_several_lines_and_the_line_numbers_behind_it(tmp_path: Path) -> None:
    rows = read(tmp_path / "a.csv", 'name,note\n"Ana Pinto","one\ntwo, ""three"""\nKofi Berg,\n')
    assert [(row.key, row.columns["note"]) for row in rows] == [("2", 'one\ntwo, "three"'), ("4", "")]


def test_json_keeps_what_it_does_not_know(tmp_path: Path) -> None:
    line = '{"name": "Ana Pinto", "aliases": ["Ana P.", " "], "born": 1961, "seats": [1, {"a": null}], "x": NaN}'
    (row,) = read(tmp_path / "a.jsonl", line)
    assert row.aliases == ("Ana P.",)
    assert row.columns == {"born": 1961, "seats": [1, {"a": None}], "x": None}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", "", "is empty. Give a file with a row"),
        ("a.jsonl", "\ufeff \n", "is empty. Give a file with a row"),
        ("a.csv", "\nname\nAna\n", "line 1, column name: there is no column “name” (there are: none). Call"),
        ("a.csv", "Name of it,born\nAna,1\n", "line 1, column name: there is no column “name” (there are: Name of it,"),
        (
            "a.csv",
            "name,born,Name\nAna,1,2\n",
            "line 1, column Name: there are two columns of that name (name). Rename",
        ),
        ("a.csv", "name,alias,aliases\nAna,1,2\n", "line 1, column aliases: there are two columns"),
        ("a.csv", 'na"me,"b\n', "line 1: has no names of columns (unexpected end of data). Write"),
        ("a.csv", "name,born\n", "has no people. Give a row"),
        ("a.csv", "name,born\n\n,\n", "has no people. Give a row"),
        (
            "a.csv",
            "name,born,seat\nAna,1,2\nKofi\n",
            "line 3, column born: is missing: the row has 1 cells, the first line has 3",
        ),
        (
            "a.csv",
            "name,born\nPinto, Ana,1\n",
            "line 2, column 3: has no name: the row has 3 cells, the first line has 2. Put",
        ),
        (
            "a.csv",
            'name,born\n\n"Ana,1\nKofi,2\n',
            "line 3: is no row of cells (unexpected end of data). Check its quotation marks",
        ),
        ("a.csv", 'name,born\n"Ana"x,1\n', "line 2: is no row of cells ("),
        ("a.csv", 'name,born\nAna,"19""61\nKofi,2\n', "line 2: is no row of cells (unexpected end of data)"),
        ("a.csv", f"name,note,born\nAna,{'x' * 200_000},1\n", "line 2: is no row of cells (field larger than"),
        ("a.csv", "name,born\nAna,1\n ,2\n", "line 3, column name: '' is no name. Write one"),
        ("a.csv", "name,born\n?!,2\n", "line 2, column name: '?!' is no name. Write one"),
        ("a.csv", "key,name\nx,Ana\ny,Kofi\nx,Ana\n", "line 4, column key: the key 'x' stands in line 2 as well. Give"),
        ("a.csv", "id,name\nx,Ana\nx,Kofi\n", "line 3, column id: the key 'x' stands in line 2 as well"),
        ("a.csv", "key,name\nx,Ana\n,Kofi\n", "line 3, column key: is empty. Fill it in"),
        ("a.csv", "name,kind\nAna,human\n", "line 2, column kind: is 'human'; give person or org, or leave it empty"),
        ("a.csv", b"name,born\nAna,1\nJos\xe9,2\n", "line 3, column 4: byte 0xe9 is no UTF-8. Save the file as UTF-8"),
        ("a.csv", "name\nAna\n".encode("utf-16"), "line 1, column 1: byte 0xff is no UTF-8"),
        ("a.jsonl", '{"name": "Ana"}\n{"name": "Kofi"\n', "line 2, column 16: is no JSON ("),
        ("a.jsonl", '{"name": "Ana"}\n["Kofi"]\n', "line 2, column 1: is no object. Give one object a line"),
        ("a.jsonl", '{"nom": "Ana"}', "line 1, column name: there is no “name” (there are: nom). Give"),
        ("a.jsonl", '{"name": "Ana", "NAME": "B"}', "line 1, column NAME: there are two values of that name (name)"),
        ("a.jsonl", '{"name": ["Ana"]}', "line 1, column name: is ['Ana']; give a text."),
        (
            "a.jsonl",
            '{"name": "Ana", "aliases": {"a": 1}}',
            "line 1, column aliases: is {'a': 1}; give a list of texts.",
        ),
        ("a.jsonl", '{"name": "Ana", "aliases": [1]}', "line 1, column aliases: is [1]; give a list of texts."),
        ("a.jsonl", '{"name": "Ana", "aliases": 0}', "line 1, column aliases: is 0; give a list of texts."),
        ("a.jsonl", '{"name": "Ana", "kind": 2}', "line 1, column kind: is 2; give a text."),
        ("a.jsonl", '{"name": "Ana", "key": 1.5}', "line 1, column key: is 1.5; give a text or a whole number."),
        ("a.jsonl", '{"name": "Ana", "key": true}', "line 1, column key: is True; give"),
        ("a.jsonl", '{"name": "Ana", "key": null}', "line 1, column key: is None; give"),
        ("a.jsonl", "[" * 100_000, "line 1, column 1: is no JSON that can be read"),
        ("a.jsonl", '{"name": ' + "9" * 5000 + "}", "line 1, column 1: is no JSON that can be read"),
        ("a.json", "[]", ".json is no format known here. Give the people as .csv, .tsv or .jsonl."),
        ("a", "name", "a name without a suffix is no format known here"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, name: str, content: str | bytes, reason: str) -> None:
    csv.field_size_limit(1 << 17)  # the default, which reading articles raises for the whole process
    with pytest.raises(PeopleFileError) as error:
        read(tmp_path / name, content)
    message = str(error.value)
    assert message.startswith(str(tmp_path / name))
    assert reason in message.removeprefix(str(tmp_path / name))
    assert len(message.splitlines()) == 1


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(PeopleFileError, match="no such file. Check the name and the folder"):
        PeopleFile(tmp_path / "no.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(PeopleFileError, match="is a folder. Give a file of people"):
        PeopleFile(tmp_path / "folder.csv")
    with pytest.raises(PeopleFileError, match="is a folder. Give a file of people"):
        PeopleFile(tmp_path)
    with pytest.raises(PeopleFileError, match="can't be read"):
        PeopleFile("a\0.csv")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ana Pinto", "person"),
        ("Pinto, Ana", "person"),
        ("Charlotte Church", "person"),
        ("John Banks", "person"),
        ("Ramon Co", "person"),
        ("Charo de la Cruz", "person"),
        ("Madonna", "person"),
        ("李东生", "person"),
        ("FBI", "org"),
        ("Quay Board", "org"),
        ("Bank of Vell", "org"),
        ("The Harbour Review", "org"),
        ("Jordan Ltd", "org"),
        ("Pinto & Berg", "org"),
        ("Vell University", "org"),
        ("Ministry for Lakes", "org"),
        ("Tamarind Co", "org"),
    ],
)
def test_kinds_that_are_guessed(name: str, kind: str) -> None:
    assert guess_kind(name) == kind


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Pinto, Ana", "Ana Pinto"),
        ("van der Berg, Kofi J.", "Kofi J. van der Berg"),
        ("Ana Pinto, Jr.", "Ana Pinto, Jr."),
        ("Pinto, Ana, Dr.", "Pinto, Ana, Dr."),
        ("Pinto,", "Pinto,"),
        ("Ana Pinto", "Ana Pinto"),
    ],
)
def test_names_that_begin_with_the_family(name: str, said: str) -> None:
    assert given_first(name) == said


NAMES = st.text(st.characters(codec="utf-8"), max_size=15).filter(lambda text: any(map(str.isalnum, text)))
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=15)
PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "key": TEXTS.filter(str.strip),
            "name": NAMES,
            "aliases": st.lists(NAMES.filter(lambda text: not set("|;\0") & set(text)), max_size=3),
            "kind": st.sampled_from(["person", "org"]),
            "note": TEXTS,
        }
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda row: row["key"].strip(),
)


def expected(people: list[dict[str, Any]]) -> list[Row]:
    return [
        Row(
            one["key"].strip(),
            one["name"].strip(),
            tuple(alias.strip() for alias in one["aliases"]),
            one["kind"],
            {"note": one["note"]},
        )
        for one in people
    ]


@given(PEOPLE, st.sampled_from([",", ";", "\t"]), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_a_table_that_was_written_is_read(people: list[dict[str, Any]], delimiter: str, end: str, mark: bool) -> None:
    stream = io.StringIO()
    writer = csv.DictWriter(
        stream, list(people[0]), delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL, strict=True
    )
    writer.writeheader()
    writer.writerows({**one, "aliases": "|".join(one["aliases"])} for one in people)
    with tempfile.TemporaryDirectory() as folder:
        content = stream.getvalue().encode("utf-8-sig" if mark else "utf-8")
        assert read(Path(folder) / "a.csv", content) == expected(people)


@given(PEOPLE, st.booleans())
def test_json_lines_that_were_written_are_read(people: list[dict[str, Any]], ascii: bool) -> None:
    lines = "\n".join(json.dumps(one, ensure_ascii=ascii) for one in people)
    with tempfile.TemporaryDirectory() as folder:
        assert read(Path(folder) / "a.jsonl", lines) == expected(people)
