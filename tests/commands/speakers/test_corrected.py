"""The table of speakers, corrected in a spreadsheet and read back."""

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from commands import Result
from small_run import small_records, write_run

from quoteminer.output.run.corrections import Corrections, corrected_records
from quoteminer.records import ArticleRecord, Speaker

Edit = tuple[str, str, str, str]
"""Article, old name, column, new cell."""
FIRST = (0, 11), (30, 38)


def records() -> list[ArticleRecord]:
    """Four articles; the first has doubtful roles, other names, a group and a line end in a
    name."""
    first, *others = small_records()
    lind, okoye, staff = first.speakers
    group = Speaker(4, "Lind and\nOkoye", "group", quotes=(3,), members=(0, 1))
    quotes = (*first.quotes[:3], replace(first.quotes[3], speaker=4))
    lind = replace(lind, role_confidence=0.6, aliases=("Lind",), mentions=FIRST[:1])
    okoye = replace(okoye, affiliation="Skarne", aliases=("Sam",), mentions=FIRST)
    return [replace(first, quotes=quotes, speakers=(lind, okoye, group)), *others]


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return write_run(tmp_path / "run", records())


def table_of(run: Path, *edits: Edit, command: str = "speakers", form: str = "") -> Path:
    """Write the table of a run, saved by a spreadsheet with these edits."""
    table = run.parent / "speakers.csv"
    assert Result(command, run, "--format", "csv", "-o", table, "--acts", "all").status == 0
    with table.open(encoding="utf-8-sig", newline="") as stream:
        header, *rows = csv.reader(stream)
    for text_id, name, column, cell in edits:
        place, hits = header.index(column), 0
        for row in rows:
            if (row[header.index("text_id")], row[header.index("speaker")]) == (text_id, name):
                row[place], hits = cell, hits + 1
        assert hits, name
    ends, delimiter, start = {"": ("\r\n", ",", "\ufeff"), "excel": ("\r\n", ";", "\ufeff"),
                              "mac": ("\r", "\t", "")}[form]  # fmt: skip
    with table.open("w", encoding="utf-8", newline="") as stream:
        stream.write(start)
        writer = csv.writer(stream, delimiter=delimiter, lineterminator=ends, quoting=csv.QUOTE_ALL)
        writer.writerows([header, *rows])
    return table


def correct(run: Path, table: Path) -> list[ArticleRecord]:
    result = Result("speakers", run, "--corrected", table)
    assert (result.status, result.out) == (0, ""), result.err
    return list(corrected_records(run))


def described(record: ArticleRecord) -> list[tuple[object, ...]]:
    return [
        (one.id, one.name, one.role, one.role_confidence, one.affiliation, one.aliases, one.quotes)
        for one in record.speakers
    ]


LIND = (0, "Tova Lind", "Harbour master", 0.6, None, ("Lind",), (0, 1))
OKOYE = (1, "Sam Okoye", "mayor of Skarne", None, "Skarne", ("Sam",), (2,))
BOTH = (4, "Lind and\nOkoye", None, None, None, (), (3,))
CASES: dict[str, tuple[list[Edit], list[tuple[object, ...]]]] = {
    "nothing": ([], [LIND, OKOYE, BOTH]),
    "a name": (
        [("n0", "Tova Lind", "speaker", " Lind ")],
        [(0, "Lind", "Harbour master", 0.6, None, (), (0, 1)), OKOYE, BOTH],
    ),
    "two names exchanged": (
        [("n0", "Tova Lind", "speaker", "x"), ("n0", "Sam Okoye", "speaker", "Tova Lind"),
         ("n0", "x", "speaker", "Sam Okoye")],
        [(0, "Sam Okoye", *LIND[2:]), (1, "Tova Lind", *OKOYE[2:]), BOTH],
    ),
    "a role": (
        [("n0", "Tova Lind", "role", "pilot")],
        [(0, "Tova Lind", "pilot", 1.0, None, ("Lind",), (0, 1)), OKOYE, BOTH],
    ),
    "no role, an affiliation": (
        [("n0", "Tova Lind", "role", ""), ("n0", "Tova Lind", "affiliation", "’=the quay")],
        [(0, "Tova Lind", None, None, "’=the quay", ("Lind",), (0, 1)), OKOYE, BOTH],
    ),
    "two are one": (
        [("n0", "Sam Okoye", "speaker", "tova lind")],
        [(*LIND[:4], "Skarne", ("Lind", "Sam Okoye", "Sam"), (0, 1, 2)), BOTH],
    ),
    "two are one, with a new name and one role": (
        [("n0", "Tova Lind", "speaker", "Sam"), ("n0", "Sam", "role", ""),
         ("n0", "Sam Okoye", "speaker", "Sam")],
        [(0, "Sam", "mayor of Skarne", None, "Skarne", ("Lind", "Sam Okoye"), (0, 1, 2)), BOTH],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_table_corrects_speakers_again_and_back(run: Path, name: str) -> None:
    edits, expected = CASES[name]
    unchanged = table_of(run).read_bytes()
    table = table_of(run, *edits)
    first, *others = correct(run, table)
    assert sorted(described(first)) == sorted(expected)
    assert others == records()[1:]
    assert (run / "corrections").exists() == bool(edits)
    assert correct(run, table) == [first, *others]  # it says the same
    table.write_bytes(table_of(run).read_bytes())  # written anew, with the corrections
    assert correct(run, table) == [first, *others]
    table.write_bytes(unchanged)
    assert correct(run, table) == records()


def test_what_two_who_are_one_have(run: Path) -> None:
    table = table_of(run, ("n0", "Sam Okoye", "speaker", "Tova Lind"))
    record = correct(run, table)[0]
    lind, group = record.speakers
    assert (lind.mentions, group.members) == (FIRST, (0,))
    assert [(quote.speaker, quote.flags) for quote in record.quotes] == [
        (0, ()), (0, ()), (0, ("corrected",)), (4, ()),
    ]  # fmt: skip


@pytest.mark.parametrize("command", ["speakers", "extract"])
@pytest.mark.parametrize("form", ["", "excel", "mac"])
def test_the_tables_of_any_spreadsheet_are_read(run: Path, command: str, form: str) -> None:
    edit = ("n1", "Tova Lind", "speaker", "Tova Lind; Ms")
    table = table_of(run, edit, command=command, form=form)
    assert [one.name for one in correct(run, table)[1].speakers][0] == "Tova Lind; Ms"


def by_hand(record: ArticleRecord) -> ArticleRecord:
    """The record in which the page gave a quote of Okoye's to Lind."""
    quotes = list(record.quotes)
    quotes[2] = replace(quotes[2], speaker=0, why="corrected by hand", flags=("corrected",))
    lind, _, group = record.speakers
    speakers = (replace(lind, quotes=(0, 1, 2)), replace(group, members=(0,)))
    return replace(record, quotes=tuple(quotes), speakers=speakers)


def test_what_the_page_corrected_stays(run: Path) -> None:
    found, changed = records()[0], by_hand(records()[0])
    Corrections(run).write(found, changed, "")
    record = correct(run, table_of(run, ("n0", "Tova Lind", "role", "pilot")))[0]
    assert record.quotes == changed.quotes
    assert [one.role for one in record.speakers] == ["pilot", None]


def no_column(text: str) -> str:
    return text.replace("affiliation,", "Organisation,", 1)


Change = Callable[[str], str]
BAD: list[tuple[Change, str]] = [
    (lambda text: text.replace("n3,0,", "n7,0,"), "line 11: no article of {run} has the id 'n7'"),
    (lambda text: text.replace("n0,0,", "n0,9,"), "line 2: the speaker 9 of n0 does not exist"),
    (lambda text: text.replace("n0,0,", "n0,,"), "line 2: the speaker_id is '', not the number"),
    (lambda text: text.replace("n0,0,Tova Lind", "n0,0, "), "line 2: the speaker has no name"),
    (lambda text: text + "n0,0,Tova\r\n", "line 12: has fewer cells than the first line"),
    (lambda text: text.replace("n0,0,", "n0,0,Ms,"), "line 2: has more cells than the first line"),
    (lambda text: text.replace("n0,1,", "n0,0,"), "line 3: name, role or affiliation of speaker 0"),
    (no_column, ": there is no column affiliation"),
    (lambda text: "", ": there is no column text_id"),
]


@pytest.mark.parametrize(("change", "reason"), BAD, ids=[reason for _, reason in BAD])
def test_a_wrong_row_is_named_and_nothing_is_written(
    run: Path, change: Change, reason: str
) -> None:
    table = table_of(run, ("n1", "Tova Lind", "role", "pilot"))
    table.write_bytes(table.read_bytes().replace(b'"', b""))
    table.write_bytes(change(table.read_bytes().decode()).encode())
    result = Result("speakers", run, "--corrected", table)
    assert result.status == 1
    assert result.err.startswith(f"quoteminer: {table}")
    assert reason.format(run=run) in result.err
    assert not (run / "corrections").exists()


def test_a_speaker_whose_quotes_the_page_gave_away_is_told(run: Path) -> None:
    table = table_of(run)
    Corrections(run).write(records()[0], by_hand(records()[0]), "")
    told = Result("speakers", run, "--corrected", table).err
    assert f"{table}, line 3: the speaker 1 of n0 is quoted no more. Delete the row, or" in told


def test_wrong_use_is_told(run: Path, tmp_path: Path) -> None:
    table = table_of(run)
    twice = write_run(tmp_path / "twice", [*records(), records()[0]])
    (ansi := tmp_path / "ansi.csv").write_bytes("text_id,Müller".encode("cp1252"))
    for arguments, status, reason in (
        ((run, "--corrected", table, "--format", "csv"), 2, "it writes no list; run the command"),
        ((run, twice, "--corrected", table), 2, "give one run or one file of records"),
        ((twice, "--corrected", table), 1, f"two articles of {twice} have the id n0"),
        ((run, "--corrected", ansi), 1, "is not UTF-8. Save it as “CSV UTF-8”."),
        ((run, "--corrected", tmp_path / "no.csv"), 1, "no.csv: "),
        ((tmp_path / "speakers.txt", "--corrected", table), 1, "speakers.txt: "),
    ):
        result = Result("speakers", *arguments)
        assert result.status == status
        assert reason in result.told
    assert not (twice / "corrections").exists()


def test_other_commands_have_the_corrections(run: Path, tmp_path: Path) -> None:
    edits = ("Tova Lind", "speaker", "Tova Berg"), ("Tova Berg", "role", "pilot")
    table = table_of(run, *((f"n{number}", *edit) for number in range(4) for edit in edits))
    correct(run, table)
    assert Result("people", run).status == 0
    assert "1,Tova Berg,person,,pilot (4)" in (run / "people.csv").read_text("utf-8")
    gold = tmp_path / "gold.jsonl"
    assert Result("convert", run, "--to", "jsonl", "-o", gold).status == 0
    assert "Tova Berg" in gold.read_text("utf-8")
    told = Result("evaluate", run).err
    assert "no article has been checked as a whole" in told


def test_the_columns(run: Path) -> None:
    lines = table_of(run).read_text("utf-8-sig").replace('"', "").splitlines()
    assert lines[:2] == [
        "text_id,speaker_id,speaker,role,affiliation,role_confidence,affiliation_confidence,"
        "speaker_kind,known_key,aliases,pronouns,pronouns_guessed,quotes,words,share",
        "n0,0,Tova Lind,Harbour master,,0.6,,person,,Lind,,False,3,14,70.0",
    ]
