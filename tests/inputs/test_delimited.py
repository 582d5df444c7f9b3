"""Tables as text: rows and their damage, names of columns, encodings, limits."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from effort import power
from hypothesis import given
from hypothesis import strategies as st
from input_files import GOOD, Reading, csv_of

from quoteminer.inputs import Input, ReadOptions, read_inputs
from quoteminer.inputs.delimited import csv_rows
from quoteminer.inputs.open_files import Line
from quoteminer.inputs.rows import unique_names

MARKS = st.text(st.sampled_from('a",\n'), max_size=30)


def rows(text: str, most: int = 1000) -> list[tuple[int, int, Any]]:
    """First and last line of each row, its cells or its problem; lines that are longer than
    ``most`` are cut."""
    lines = [
        Line(at, "" if len(part) > most else part, part.count('"'), len(part) > most)
        for at, part in enumerate(re.findall(r"[^\n]*\n|[^\n]+", text), start=1)
    ]
    found = csv_rows(lines, "\t" if "\t" in text else ",", most)
    return [(row.line, row.last, row.problem or row.cells) for row in found]


@given(MARKS)
def test_what_is_well_formed_is_read_as_csv_reads_it(text: str) -> None:
    """Errors of csv are problems here; lines are in order, and none before an error is lost."""
    found = rows(text)
    try:
        expected = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except csv.Error:
        assert any(isinstance(cells, str) for _, _, cells in found)
    else:
        assert [cells for _, _, cells in found] == expected
    reached = 0
    for line, last, _ in found:
        assert reached < line <= last
        reached = last
    assert rows(f"a,b\n{text}")[0] == (1, 1, ["a", "b"])


@pytest.mark.parametrize("line", ['a,"b\n', 'a,"b""\n', '"a\tb\n', 'a"b,"c"\n'])
def test_damage_in_every_line_takes_linear_time(line: str) -> None:
    assert power(lambda lines: rows(line * lines, 1_000_000), 3_000, 30_000) < 1.5


@pytest.mark.parametrize(("text", "expected"), [
    ('a,"b\nc,d\ne,f\n', [[1, "a quotation mark opens"], [2, ["c", "d"]], [3, ["e", "f"]]]),
    ('a,"b "c" d"\ne,f\n', [[1, "a quotation mark in a cell"], [2, ["e", "f"]]]),
    ('a,"b\nc,d\ne,"f"\n', [[1, "a quotation mark in a cell"], [2, ["c", "d"]], [3, ["e", "f"]]]),
    ('a,b"c"\n', [[1, ["a", 'b"c"']]]),
    ('a, "b"\n', [[1, ["a", ' "b"']]]),
    ('"a\nb",c\nd\n', [[1, ["a\nb", "c"]], [3, ["d"]]]),
    ("\n\r\na\r\r\n", [[3, ["a"]]]),
    ("a,\n", [[1, ["a", ""]]]),
    ('1\t"We open," said Ana.\n', [[1, ["1", '"We open," said Ana.']]]),
    ('1\t"We open\n2\tb\n', [[1, ["1", '"We open']], [2, ["2", "b"]]]),
    ('1\t"We\topen"\n', [[1, ["1", "We\topen"]]]),
    ('1\t"We\nopen"\n', [[1, ["1", "We\nopen"]]]),
    ('1\t"Yes," he said.\t"No"\n', [[1, ["1", '"Yes," he said.', '"No"']]]),
])  # fmt: skip
def test_rows_and_their_lines(text: str, expected: list[tuple[int, list[str] | str]]) -> None:
    for (line, _, cells), (wanted_line, wanted) in zip(rows(text), expected, strict=True):
        assert line == wanted_line
        assert (cells if isinstance(cells, list) else cells[: len(wanted)]) == wanted


@pytest.mark.parametrize(("row", "last"), [
    ('x,"' + "a" * 200 + '"\n', 2),
    ('x,"' + "a\n" * 100 + '"\n', 102),
    ("x," + "a" * 200 + "\n", 2),
    ('x,"' + 'a""\n' * 100 + '"\n', 102),
    ('x,"' + "a" * 200 + '\nb"\n', 3),
])  # fmt: skip
def test_a_row_that_is_too_long_is_passed_over(row: str, last: int) -> None:
    before, long, after = rows(f"before,1\n{row}after,1\n", most=100)
    assert (before[2], long, after[2]) == (["before", "1"], (2, last, "too long"), ["after", "1"])


def test_between_tabs_a_long_row_ends_with_its_line() -> None:
    found = [cells for *_, cells in rows(f'a\t1\n"{"x" * 60}\n"b\t2\nc\t{"x" * 44}', 50)]
    assert found == [["a", "1"], "too long", ['"b', "2"], ["c", "x" * 44]]


@pytest.mark.parametrize(("name", "content", "text"), [
    ("a.csv", "id,text\nx,No.", "No."),
    ("a.csv", "id;text\nx;a, b", "a, b"),
    ("a.csv", "id\ttext\nx\ta, b", "a, b"),
    ("a.csv", "id|text\nx|a, b", "a, b"),
    ("a.csv", '"a;b;c",text\n1,No.', "No."),
    ("a.csv", "text\na; b", "a; b"),
    ("a.csv", "sep=;\nid;text\nx;a, b, c", "a, b, c"),
    ("a.tsv", 'a, b, c\ttext\n1\t"No," said Ida, “yes”', '"No," said Ida, “yes”'),
    ("a.tab.gz", "a, b, c\ttext\n1\tNo.", "No."),
    ("a.tsv", "id,text\nx,No.", "No."),
])  # fmt: skip
def test_the_mark_between_cells(tmp_path: Path, name: str, content: str, text: str) -> None:
    assert Reading(tmp_path / name, content).only.text == text


def test_a_table(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    texts = {"x": "“No,” said Ida.\nAnd left.", "y": 'A "b", c'}
    rows = [{"id": id, "text": text, "date": id} for id, text in texts.items()]
    found = Reading(path, csv_of(rows))
    assert found.all == [Input(text, id, str(path), {"date": id}) for id, text in texts.items()]
    assert found.told == [
        f"{path}: texts are in 'text', ids in 'id'; --text-column and --id-column take others."
    ]
    (piped,) = read_inputs(["-"], stdin=io.BytesIO(b"lead,n\nNo.,1\n"), options=ReadOptions("lead"))
    assert piped == Input("No.", "stdin:2", "-", {"n": "1"})


@pytest.mark.parametrize("encoding", "utf-8 utf-8-sig utf-16 utf-16-le utf-32 cp1252".split())
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, end: str) -> None:
    text, codes = f"“Nö,” said Ída;{end}and left.", ["encoding"] * (encoding == "cp1252")
    content = end.join(["id;text;n", f'x;"{text}";Zoë', "y;No.;Zoë", ""])
    found = Reading(tmp_path / "a.csv", content.encode(encoding))
    assert [(item.id, item.text, item.meta) for item in found.articles] == [
        ("x", text, {"n": "Zoë"}), ("y", "No.", {"n": "Zoë"}),
    ]  # fmt: skip
    assert [[one.code for one in item.warnings] for item in found.articles] == [codes, codes]


@pytest.mark.parametrize(("header", "text", "id", "meta"), [
    ("ID,Text,n", "Text", "ID", ["n"]),
    ("n,Body", "Body", None, ["n"]),
    ("content,body,url", "body", "url", ["content", "url"]),
    ("uuid,Full Text,doc_id", "Full Text", "doc_id", ["uuid"]),
    ("article_text,ARTICLE-ID", "article_text", "ARTICLE-ID", []),
    (",text,text", "text", None, ["column 1", "text (3)"]),
])  # fmt: skip
def test_guesses(tmp_path: Path, header: str, text: str, id: str | None, meta: list[str]) -> None:
    row = ",".join(f"value {name}" for name in header.split(","))
    article = Reading(tmp_path / "a.csv", f"{header}\n{row}\n").only
    assert (article.text, article.id) == (f"value {text}", f"value {id}" if id else "a:2")
    assert list(article.meta) == meta


@pytest.mark.parametrize(("text", "id", "value"), [
    ("lead", "n", "7"), ("Lead", None, "1"), ("lead", "url", "u"),
])  # fmt: skip
def test_chosen_columns(tmp_path: Path, text: str, id: str | None, value: str) -> None:
    content = "id,text,lead,n,url\n1,No.,Yes.,7,u\n"
    found = Reading(tmp_path / "a.csv", content, text_column=text, id_column=id)
    assert (found.only.text, found.only.id, found.only.meta["text"]) == ("Yes.", value, "No.")
    assert (found.told == []) == (id is not None)


@pytest.mark.parametrize(("text", "id", "reason"), [
    ("leed", None, "there is no column 'leed' (there are: id, lead). Check --text-column."),
    ("lead", "key", "there is no column 'key' (there are: id, lead). Check --id-column."),
    (None, None, "no column has a name for texts, like text or body (there are: id, lead)."
     " Name one with --text-column."),
])  # fmt: skip
def test_a_missing_column(tmp_path: Path, text: str | None, id: str | None, reason: str) -> None:
    path = tmp_path / "a.csv"
    found = Reading(path, "id,lead\n1,No.\n", text_column=text, id_column=id)
    assert found.error == f"{path}: {reason}"
    error = Reading(path, f"1,{GOOD * 90},x\n2,No.,y\n" + ",z" * 50).error  # names are cut
    assert len(error) < len(str(path)) + 500


def test_rows_that_are_none(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    found = Reading(path, "text,n\nOne.,1\nTwo.\n\n,,\nThree.,3,\nFour.,4,x\n,5\nSix.,6\n")
    assert found.ids == ["a:2", "a:6", "a:8", "a:9"]
    assert found.texts == ["One.", "Three.", "", "Six."]
    advice = "Check its quotation marks and line breaks."
    assert found.errors == [
        f"{path}, line 3: the row has 1 cells, the first row 2. {advice}",
        f"{path}, line 7: the row has 3 cells, the first row 2. {advice}",
    ]
    assert [warning.code for warning in found.articles[2].warnings] == ["empty"]
    behind = Reading(path, 'id,text\nx,"No\ny,No.\nz,"No."\nw,No.\n').articles
    codes = [(item.id, [warning.code for warning in item.warnings]) for item in behind]
    assert codes == [("y", ["table"]), ("z", ["table"]), ("w", [])]


def test_a_row_over_the_limit(tmp_path: Path) -> None:
    path, long = tmp_path / "a.csv", "x" * 2_000_000
    found = Reading(path, f'text,n\nok,2\n"{long}\n{long}",3\nok,4\n', max_chars=10)
    assert found.ids == ["a:2", "a:5"]
    reason = "the row has more than 10 characters. Split it, or raise --max-chars."
    assert found.errors == [f"{path}, lines 3 to 4: {reason}"]


@pytest.mark.parametrize(("header", "expected"), [
    (["a", " a ", "a"], ["a", "a (2)", "a (3)"]),
    (["a", "a (2)", "a", "a"], ["a", "a (2)", "a (3)", "a (4)"]),
    (["", None, "column 4", ""], ["column 1", "column 2", "column 4", "column 4 (4)"]),
])  # fmt: skip
def test_each_column_has_a_name_of_its_own(header: list[object], expected: list[str]) -> None:
    assert unique_names(header) == expected


@pytest.mark.parametrize("name", ["", "a"])
def test_a_header_of_very_many_columns_takes_no_longer_than_it_is_long(name: str) -> None:
    assert len(set(unique_names([name] * 200_000))) == 200_000
    assert power(lambda columns: unique_names([name] * columns), 20_000, 200_000) < 1.5
