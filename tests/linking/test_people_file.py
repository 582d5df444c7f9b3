"""Files of known people: what is read, and the errors for what can't be."""

import csv
import gzip
import io
import json
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.errors import PeopleFileError
from quoteminer.linking.people_file import PeopleFile, PeopleRow, given_first, guess_kind


def read(path: Path, content: str | bytes) -> list[PeopleRow]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    file = PeopleFile(path)
    rows = list(file.load())
    assert [file[number] for number in range(len(file))] == rows
    return rows


def test_all_columns(tmp_path: Path) -> None:
    text = (
        "Key,NAME,aliases,kind,role,Born in\np1,Ana Pinto,Ana P. | A. Pinto;,person,captain,Vell\n"
    )
    text += "p2,Quay Board,,ORG,,\n"
    assert read(tmp_path / "a.csv", text) == [
        PeopleRow(
            "p1",
            "Ana Pinto",
            ("Ana P.", "A. Pinto"),
            "person",
            {"role": "captain", "Born in": "Vell"},
        ),
        PeopleRow("p2", "Quay Board", (), "org", {"role": "", "Born in": ""}),
    ]


@pytest.mark.parametrize(("name", "content"), [
    ("a.csv", "key,name,note\n1,Ana Pinto,\n2,Kofi Berg,x\n"),
    ("a.csv", "\ufeffkey,name,note\r\n1,Ana Pinto,\r\n\r\n2,Kofi Berg,x"),
    ("a.CSV", "key;name;note\n1;Ana Pinto;\n2;Kofi Berg;x\n"),
    ("a.csv.gz", gzip.compress(b"key,name,note\n1,Ana Pinto,\n2,Kofi Berg,x\n", mtime=0)),
    ("a.tsv", "key\tname\tnote\n1\tAna Pinto\t\n\t\t\n2\tKofi Berg\tx\n"),
    ("a.csv", 'key,name,note\n"1","Ana Pinto",""\n,,\n"2"," Kofi Berg ","x"\n'),
    ("a.jsonl", '{"key": 1, "name": "Ana Pinto", "note": ""}\n\n{"note": "x", "Name": "Kofi Berg", "key": "2"}'),
    ("a.ndjson", '\ufeff{"key": "1", "name": "Ana Pinto", "note":""}\r\n{"key": 2,"name": "Kofi Berg","note":"x"}'),
])  # fmt: skip
def test_formats(tmp_path: Path, name: str, content: str | bytes) -> None:
    assert read(tmp_path / name, content) == [
        PeopleRow("1", "Ana Pinto", (), "person", {"note": ""}, guessed=True),
        PeopleRow("2", "Kofi Berg", (), "person", {"note": "x"}, guessed=True),
    ]


@pytest.mark.parametrize(
    ("header", "key"), [("key,id,name", "a"), ("ID,born,name", "a"), ("x,born,name", "3")]
)
def test_keys(tmp_path: Path, header: str, key: str) -> None:
    (row,) = read(tmp_path / "a.csv", f"{header}\n\na,b,Ana Pinto\n")
    assert row.key == key


def test_cells_of_several_lines(tmp_path: Path) -> None:
    rows = read(tmp_path / "a.csv", 'name,note\n"Ana Pinto","one\ntwo, ""three"""\nKofi Berg,\n')
    assert [(row.key, row.columns["note"]) for row in rows] == [
        ("2", 'one\ntwo, "three"'),
        ("4", ""),
    ]


def test_json_keeps_further_values(tmp_path: Path) -> None:
    line = (
        '{"name": "Ana Pinto", "aliases": ["Ana P.", " "], "born": 1961, "seats": [1, {"a": null}],'
        ' "x": NaN}'
    )
    (row,) = read(tmp_path / "a.jsonl", line)
    assert row.aliases == ("Ana P.",)
    assert row.columns == {"born": 1961, "seats": [1, {"a": None}], "x": None}


@pytest.mark.parametrize(("name", "content", "reason"), [
    ("a.csv", "", "is empty. Give a row with a name for each person."),
    ("a.csv", "\n", "line 1: there is no column “name” (there are: none)"),
    ("a.csv", "Of it,n\nAna,1\n", "line 1: there is no column “name” (there are: Of it, n). Rename"),
    ("a.csv", "name,n,Name\nAna,1,2\n", "line 1, column name: there are two columns of this name. Rename one."),
    ("a.csv", "name,n\n\n,\n", "has no people. Give a row"),
    ("a.csv", "name,n,m\nAna,1,2\nKofi\n", "line 3: the row has 1 cells, the first line 3. Put"),
    ("a.csv", "name,n\nPinto, Ana,1\n", "line 2: the row has 3 cells, the first line 2. Put"),
    ("a.csv", 'name,n\n\n"Ana,1\nKofi,2\n', "line 3: a quotation mark opens a cell and none closes it"),
    ("a.csv", 'name,n\n"Ana"x,1\n', "line 2: a quotation mark in a cell"),
    ("a.csv", "name,n\nAna,1\n ,2\n", "line 3, column name: '' is not a name. Give one"),
    ("a.csv", "name,n\n?!,2\n", "line 2, column name: '?!' is not a name. Give one"),
    ("a.csv", "key,name\nx,Ana\ny,Bo\nx,Ana\n", "line 4, column key: 'x' is also the key of line 2. Make keys"),
    ("a.csv", "id,name\nx,Ana\nx,Bo\n", "line 3, column id: 'x' is also the key of line 2"),
    ("a.csv", "key,name\nx,Ana\n,Bo\n", "line 3, column key: is ''; give text or a whole number in every row"),
    ("a.csv", "name,kind\nAna,human\n", "line 2, column kind: is 'human'; give person or org, or leave it empty"),
    ("a.jsonl", '{"name": "Ana"}\n{"name": "Kofi"\n', "line 2: is not JSON ("),
    ("a.jsonl", '{"name": "Ana"}\n["Kofi"]\n', "line 2: is not a JSON object. Give one object per line"),
    ("a.jsonl", '{"nom": "Ana"}', "line 1: there is no column “name” (there are: nom). Rename"),
    ("a.jsonl", '{"name": ["Ana"]}', "line 1, column name: is ['Ana']; give text."),
    ("a.jsonl", '{"name": "Ana", "aliases": [1]}', "line 1, column aliases: is [1]; give a list of texts."),
    ("a.jsonl", '{"name": "Ana", "key": true}', "line 1, column key: is True; give"),
    ("a.json", "[]", ".json is not supported. Give a .csv, .tsv or .jsonl file."),
    ("a", "name", "a name without suffix is not supported. Give a .csv"),
    ("a.csv", b"name,n\nAna,1\nJos\xe9,2\n", "line 3, column 4: byte 0xe9 is not UTF-8. Save the file as UTF-8"),
    ("a.jsonl", "[" * 100_000, "line 1: is not JSON"),
], ids=lambda value: repr(value)[:40])  # fmt: skip
def test_errors(tmp_path: Path, name: str, content: str | bytes, reason: str) -> None:
    with pytest.raises(PeopleFileError) as error:
        read(tmp_path / name, content)
    message = str(error.value)
    assert message.startswith(str(tmp_path / name))
    assert reason in message.removeprefix(str(tmp_path / name))
    assert len(message.splitlines()) == 1


@pytest.mark.parametrize(("name", "reason"), [
    ("no.csv", "there is no such file. Check the name and the folder"),
    ("no", "there is no such file. Check the name and the folder"),
    ("a\0.csv", "can't be read ("),
    ("folder.csv", "is a folder. Give a .csv, .tsv or .jsonl file."),
    (".", "is a folder. Give a .csv, .tsv or .jsonl file."),
])  # fmt: skip
def test_no_file(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(PeopleFileError, match=re.escape(reason)):
        PeopleFile(str(tmp_path / name))


def test_what_wikidata_downloads(tmp_path: Path) -> None:
    rows = [
        'http://www.wikidata.org/entity/Q42,Ana Pinto,"Anita Pinto, A. Pinto"',
        "http://www.wikidata.org/entity/Q7,Kofi,",
    ]
    ana, kofi = read(tmp_path / "a.csv", "\n".join(["item,itemLabel,itemAltLabel", *rows]))
    assert (ana.key, ana.name, ana.aliases) == ("Q42", "Ana Pinto", ("Anita Pinto", "A. Pinto"))
    assert (kofi.key, kofi.name, kofi.aliases) == ("Q7", "Kofi", ())


PERSONS = (
    "Ana Pinto · Pinto, Ana · Charlotte Church · John Banks · Ramon Co · Charo de la Cruz · Madonna"
    " · 李东生"
)
ORGANISATIONS = (
    "FBI · Quay Board · Bank of Vell · The Harbour Review · Jordan Ltd · Pinto & Berg · Ministry"
    " for Lakes"
)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (name, kind)
        for kind, names in (("person", PERSONS), ("org", ORGANISATIONS))
        for name in names.split(" · ")
    ],
)
def test_guessed_kinds(name: str, kind: str) -> None:
    assert guess_kind(name) == kind


@pytest.mark.parametrize(("name", "expected"), [
    ("Pinto, Ana", "Ana Pinto"),
    ("van der Berg, Kofi J.", "Kofi J. van der Berg"),
    ("Ana Pinto, Jr.", "Ana Pinto, Jr."),
    ("Pinto, Ana, Dr.", "Pinto, Ana, Dr."),
    ("Pinto,", "Pinto,"),
])  # fmt: skip
def test_family_name_first(name: str, expected: str) -> None:
    assert given_first(name) == expected


NAMES = st.text(st.characters(codec="utf-8"), max_size=15).filter(
    lambda text: any(map(str.isalnum, text))
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=15)
PERSON = {
    "key": TEXTS.filter(str.strip),
    "name": NAMES,
    "aliases": st.lists(NAMES.filter(lambda text: not set("|;\0") & set(text)), max_size=3),
    "kind": st.sampled_from(["person", "org"]),
    "note": TEXTS,
}
PEOPLE = st.lists(
    st.fixed_dictionaries(PERSON), min_size=1, max_size=8, unique_by=lambda row: row["key"].strip()
)


@given(
    PEOPLE,
    st.sampled_from([",", ";", "\t", "json"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_round_trip(people: list[dict[str, Any]], delimiter: str, end: str, mark: bool) -> None:
    stream = io.StringIO()
    if delimiter == "json":
        stream.writelines(json.dumps(one, ensure_ascii=mark) + end for one in people)
    else:
        writer = csv.DictWriter(
            stream, list(people[0]), delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL
        )
        writer.writeheader()
        writer.writerows({**one, "aliases": "|".join(one["aliases"])} for one in people)
    expected = [
        PeopleRow(key.strip(), name.strip(), tuple(map(str.strip, aliases)), kind, {"note": note})
        for key, name, aliases, kind, note in ([one[column] for column in PERSON] for one in people)
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("a.jsonl" if delimiter == "json" else "a.csv")
        assert read(path, stream.getvalue().encode("utf-8-sig" if mark else "utf-8")) == expected
