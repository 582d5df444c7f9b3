"""quoteminer statements: its files, its output, its errors."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import people_command
import pytest
from across import run_in
from people_command import rows, write_records
from statement_pairs import said

from quoteminer.commands.statements.merged_statements import merged_statements, write_statements
from quoteminer.errors import OutputError
from quoteminer.output.table_paths import StatementTables

TEXT = "Eighteen of the 60 turbines have never turned, not once, not for the photograph."
RECORDS = [
    replace(
        said("agency", "Pierre Galland", TEXT), meta={"date": "2022-09-27", "outlet": "The Wire"}
    ),
    said("gazette", "Pierre Galland", TEXT.replace("Eighteen", "Eight"), "2022-09-28"),
    said("radio", "Ann Lee", f"={TEXT}"),
]
STATEMENTS = f"""\
statement,differs,text,speaker,speakers,articles,quotes,wordings,first_date,last_date,first_text_id
1,"number, speaker","“{TEXT}”",Pierre Galland,Pierre Galland (2) | Ann Lee (1),3,3,2,2022-09-27,2022-09-28,agency
"""
QUOTES = f"""\
statement,wording,text_id,quote_id,date,outlet,speaker,type,text,differs,differences
1,1,agency,0,2022-09-27,The Wire,Pierre Galland,direct,"“{TEXT}”",,
1,2,gazette,0,2022-09-28,,Pierre Galland,direct,"“{TEXT.replace("Eighteen", "Eight")}”",number,“Eighteen” became “Eight”
1,1,radio,0,,,Ann Lee,direct,"“={TEXT}”",speaker,
"""
invoke = partial(people_command.invoke, command="statements")


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")


def test_both_tables(tmp_path: Path) -> None:
    status, out, told = invoke(write_records(tmp_path, RECORDS))
    tables = StatementTables.of(tmp_path / "out.jsonl")
    assert status == 0
    assert [path.name for path in tables] == ["out.statements.csv", "out.statements.quotes.csv"]
    assert text_of(tables.statements) == STATEMENTS
    assert text_of(tables.quotes) == QUOTES
    assert "3 direct or mixed quotes of 3 articles: 1 statement in several articles" in out
    assert "1 with grave differences." in out
    assert "Articles without a date that can be read: 1." in out
    assert told == f"quoteminer: written: {', '.join(map(str, tables))}\n"


@pytest.mark.parametrize("columns", ["100", "50"])
def test_what_is_printed(tmp_path: Path, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    words = " ".join(invoke(write_records(tmp_path, RECORDS))[1].split())
    assert "Pierre Galland" in words
    assert "speaker · radio · Ann Lee" in words
    assert "number · 2022-09-28 gazette" in words
    assert "27 The Wire agency" in words


def test_other_files(tmp_path: Path) -> None:
    """A file that is named, and the folder of a run."""
    assert invoke(write_records(tmp_path, RECORDS), "-o", tmp_path / "said.csv")[0] == 0
    assert sorted(path.name for path in tmp_path.glob("said*")) == ["said.csv", "said.quotes.csv"]
    assert invoke(run_in(tmp_path / "run", RECORDS), "--quiet")[2] == ""
    names = sorted(path.name for path in (tmp_path / "run").glob("*.csv"))
    assert names == ["statements.csv", "statements.quotes.csv"]


def test_the_records_are_never_overwritten(tmp_path: Path) -> None:
    path = write_records(tmp_path, RECORDS)
    assert invoke(path, "-o", path)[0] == 2
    assert path.read_text("utf-8").count("\n") == len(RECORDS)


def test_a_date_column(tmp_path: Path) -> None:
    status, _, told = invoke(write_records(tmp_path, RECORDS), "--date-column", "day")
    assert status == 1
    assert "No article has 'day' in its meta, to be the date. There are: date, outlet." in told
    assert not list(tmp_path.glob("*.csv"))


def test_both_tables_or_none(tmp_path: Path) -> None:
    (tmp_path / "said.quotes.csv").mkdir()
    with pytest.raises(OutputError, match=r"said\.quotes\.csv"):
        write_statements(merged_statements(RECORDS), StatementTables.at(tmp_path / "said.csv"))
    assert [path.name for path in tmp_path.iterdir()] == ["said.quotes.csv"]


def test_no_articles(tmp_path: Path) -> None:
    status, out, _ = invoke(write_records(tmp_path, []))
    assert (status, out.partition("\n")[0]) == (0, "No statement is in several articles.")
    assert rows(tmp_path / "out.statements.csv") == []
