""".csv and .tsv: names of columns, other columns, encodings, rows that are none."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from input_files import GOOD, csv_of
from reading import Reading

from quoteminer.inputs.columns import unique_names

ROWS = [
    {"id": "x", "text": "“No,” said Ida.\nAnd left.", "date": "2021-03-04"},
    {"id": "y", "text": 'A "b", c', "date": ""},
]


def test_a_table(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    found = Reading(path, csv_of(ROWS))
    assert (found.ids, found.texts) == (["x", "y"], [row["text"] for row in ROWS])
    assert [item.meta for item in found.articles] == [
        {"date": "2021-03-04"},
        {"date": ""},
    ]
    assert {item.source for item in found.articles} == {str(path)}
    assert found.told == [f"{path}: texts are in 'text', ids in 'id'; --text-column and --id-column take others."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, end: str) -> None:
    content = end.join(["id;text;n", 'x;"“Nö,” said Ída;' + end + 'and left.";Zoë', "y;No.;Zoë", ""])
    found = Reading(tmp_path / "a.csv", content.encode(encoding))
    assert (found.ids, found.texts) == (["x", "y"], [f"“Nö,” said Ída;{end}and left.", "No."])
    assert [item.meta for item in found.articles] == [{"n": "Zoë"}, {"n": "Zoë"}]
    guessed = [warning.code for item in found.articles for warning in item.warnings]
    assert guessed == (["encoding", "encoding"] if encoding == "cp1252" else [])


def test_old_line_ends(tmp_path: Path) -> None:
    assert Reading(tmp_path / "a.csv", b"id,text\rx,No.\ry,Yes.\r").ids == ["x", "y"]


@pytest.mark.parametrize(
    ("header", "text", "id", "meta"),
    [
        ("ID,Text,n", "Text", "ID", ["n"]),
        ("n,Body", "Body", None, ["n"]),
        ("content,body,url", "body", "url", ["content", "url"]),
        ("uuid,Full Text,doc_id", "Full Text", "doc_id", ["uuid"]),
        ("article_text,ARTICLE-ID", "article_text", "ARTICLE-ID", []),
        (",text,text", "text", None, ["column 1", "text (2)"]),
    ],
)
def test_guesses(tmp_path: Path, header: str, text: str, id: str | None, meta: list[str]) -> None:
    names = header.split(",")
    found = Reading(tmp_path / "a.csv", f"{header}\n{','.join(f'value {name}' for name in names)}\n")
    assert found.only.text == f"value {text}"
    assert found.only.id == (f"value {id}" if id else "a:2")
    assert list(found.only.meta) == meta


@pytest.mark.parametrize(("text", "id"), [("lead", "n"), ("Lead", None), ("lead", "url")])
def test_columns_that_are_asked_for(tmp_path: Path, text: str, id: str | None) -> None:
    found = Reading(tmp_path / "a.csv", "id,text,lead,n,url\n1,No.,Yes.,7,u\n", text=text, id=id)
    assert found.only.text == "Yes."
    assert found.only.id == {"n": "7", None: "1", "url": "u"}[id]
    assert found.only.meta["text"] == "No."
    assert (found.told == []) == (id is not None)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"text": "leed"}, "there is no column 'leed' (there are: id, lead). Check --text-column."),
        ({"text": "lead", "id": "key"}, "there is no column 'key' (there are: id, lead). Check --id-column."),
        (
            {},
            "no column has a name for texts, like text or body (there are: id, lead). Name one with --text-column.",
        ),
    ],
)
def test_a_column_that_is_missing(tmp_path: Path, options: dict[str, str], reason: str) -> None:
    path = tmp_path / "a.csv"
    assert Reading(path, "id,lead\n1,No.\n", **options).error == f"{path}: {reason}"  # type: ignore[arg-type]


def test_names_of_columns_in_a_message_are_short(tmp_path: Path) -> None:
    """A table without names has whole articles in their place."""
    error = Reading(tmp_path / "a.csv", f"1,{GOOD * 90},x\n2,No.,y\n" + ",z" * 50).error
    assert len(error) < len(str(tmp_path)) + 500


def test_rows_that_are_none(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    found = Reading(path, "text,n\nOne.,1\nTwo.\n\n,,\nThree.,3,\nFour.,4,x\n,5\nSix.,6\n")
    assert (found.ids, found.texts) == (["a:2", "a:6", "a:8", "a:9"], ["One.", "Three.", "", "Six."])
    advice = "Check its quotation marks and line breaks."
    assert found.errors == [
        f"{path}, line 3: the row has 1 cells, the first row 2. {advice}",
        f"{path}, line 7: the row has 3 cells, the first row 2. {advice}",
    ]
    assert [warning.code for warning in found.articles[2].warnings] == ["empty"]


def test_a_declared_delimiter_and_tabs(tmp_path: Path) -> None:
    assert Reading(tmp_path / "a.csv", "sep=;\nid;text\nx;a, b, c\n").only.text == "a, b, c"
    assert Reading(tmp_path / "a.tsv", 'id\ttext, all\nx\t"No," said Ida, “yes”\n', text="text, all").only.id == "x"


def test_a_row_behind_damage_has_a_warning(tmp_path: Path) -> None:
    found = Reading(tmp_path / "a.csv", 'id,text\nx,"No\ny,No.\nz,"No."\nw,No.\n')
    assert [(item.id, [warning.code for warning in item.warnings]) for item in found.articles] == [
        ("y", ["table"]),
        ("z", ["table"]),
        ("w", []),
    ]


def test_limits(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    long = "x" * 2_000_000
    found = Reading(path, f'text,n\n{"a" * 11},1\nok,2\n"{long}\n{long}",3\nok,4\n', max_chars=10)
    assert found.ids == ["a:3", "a:6"]
    assert found.errors == [
        f"{path}, line 2: the article has 11 characters, more than the 10 that are allowed. Split it, or raise "
        "--max-chars.",
        f"{path}, lines 4 to 5: the row has more than 10 characters. Split it, or raise --max-chars.",
    ]


def test_a_table_on_standard_input(tmp_path: Path) -> None:
    from io import BytesIO

    from quoteminer.inputs import Columns, Input, read_inputs

    (found,) = read_inputs(["-"], stdin=BytesIO(b"lead,n\nNo.,1\n"), columns=Columns("lead"))
    assert found == Input("No.", "stdin:2", "-", {"n": "1"})


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (["a", " a ", "a"], ["a", "a (2)", "a (3)"]),
        (["a", "a (2)", "a", "a"], ["a", "a (2)", "a (3)", "a (4)"]),
        (["", None, "column 4", ""], ["column 1", "column 2", "column 4", "column 4 (2)"]),
    ],
)
def test_each_column_has_a_name_of_its_own(header: list[object], expected: list[str]) -> None:
    assert unique_names(header) == expected


@pytest.mark.parametrize("name", ["", "a"])
def test_a_header_of_very_many_columns_takes_no_longer_than_it_is_long(name: str) -> None:
    begun = time.monotonic()
    assert len(set(unique_names([name] * 200_000))) == 200_000
    assert time.monotonic() - begun < 10
