"""Read what one run of `quoteminer people` keeps for the next: a reader's decisions, and the
numbers of persons."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from quoteminer.errors import PeopleFileError
from quoteminer.linking.decisions import Decision
from quoteminer.linking.profiles import SpeakerId
from quoteminer.output.csv_tables import read_table

_FIRST: Final = ("text_id", "speaker_id")
_SECOND: Final = ("other_text_id", "other_speaker_id")


def read_decisions(path: str | Path) -> list[Decision]:
    """Read a people.doubtful.csv in which a reader has written "same" or "different" into the
    column ``answer``; rows without an answer are left out. Raises PeopleFileError, with the line,
    if the file can't be read, lacks a column or has another answer."""
    answers, decisions = {"same": True, "different": False}, list[Decision]()
    for line, row in read_table(path, ("answer", *_FIRST, *_SECOND), PeopleFileError):
        answer, where = row["answer"].strip().lower(), f"{path}, line {line}"
        if answer and answer not in answers:
            raise PeopleFileError(
                f"{where}: the answer is {row['answer']!r}; write same or different, or nothing."
            )
        if answer:
            first, second = (_speaker(row, columns, where) for columns in (_FIRST, _SECOND))
            decisions.append(Decision(first, second, answers[answer], where))
    return decisions


def read_numbers(path: str | Path) -> dict[SpeakerId, int]:
    """Read the numbers of persons from the people.speakers.csv of an earlier run. Raises
    PeopleFileError."""
    numbers = dict[SpeakerId, int]()
    for line, row in read_table(path, (*_FIRST, "person"), PeopleFileError):
        if row["person"]:
            speaker = _speaker(row, _FIRST, f"{path}, line {line}")
            where = f"{path}, line {line}, column person"
            numbers[speaker] = _whole(row["person"], where)
    return numbers


def _speaker(row: Mapping[str, str], columns: tuple[str, str], where: str) -> SpeakerId:
    return row[columns[0]], _whole(row[columns[1]], f"{where}, column {columns[1]}")


def _whole(cell: str, where: str) -> int:
    if not (cell.isascii() and cell.isdigit()):
        raise PeopleFileError(
            f"{where}: {cell!r} is not a number. Leave the ids as quoteminer people wrote them."
        )
    return int(cell)
