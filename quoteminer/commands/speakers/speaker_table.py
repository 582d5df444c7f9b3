"""The speakers of articles as a CSV table, which can be corrected in a spreadsheet and read
back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from quoteminer.errors import InputError
from quoteminer.output.csv_tables import guarded, read_table, tidy
from quoteminer.output.flat import LIST_SEPARATOR
from quoteminer.output.spreadsheets import CsvRowsWriter
from quoteminer.output.tally import Tally

COLUMNS: Final = (
    "text_id speaker_id speaker role affiliation role_confidence affiliation_confidence"
    " speaker_kind known_key aliases pronouns pronouns_guessed quotes words share".split()
)
"""Those that are in the flat table of quotes too have the same names there."""
_READ: Final = ("text_id", "speaker_id", "speaker", "role", "affiliation")


class SpeakerRowsWriter(CsvRowsWriter[Tally]):
    """Writes a row for each speaker of an article, in the form of `output.csv_tables`."""

    columns = COLUMNS

    def write(self, record: Tally) -> None:
        for speaker, share in record.speakers:
            facts = speaker.name, speaker.role, speaker.affiliation
            chances = speaker.role_confidence, speaker.affiliation_confidence
            known = speaker.known.key if speaker.known else None
            aliases = LIST_SEPARATOR.join(speaker.aliases)
            pronouns = speaker.pronouns, speaker.pronouns_guessed
            counts = share.quotes, share.words, share.percent
            kinds = speaker.kind, known, aliases
            cells = (record.id, speaker.id, *facts, *chances, *kinds, *pronouns, *counts)
            self._rows.writerow(
                guarded(tidy(cell)) if isinstance(cell, str) else cell for cell in cells
            )


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """What a table says of a speaker, on one line without outer spaces; ``line`` is its line."""

    line: int
    name: str
    role: str
    affiliation: str


ArticleRows = dict[int, SpeakerRow]
"""The rows of an article's speakers, by the ids of these."""


def read_speaker_rows(path: Path) -> dict[str, ArticleRows]:
    """Read the rows of a table of speakers or of quotes, by the ids of the articles (as `tidy`
    makes them). Rows without a speaker are left out. Raises InputError, with the line, for a
    row with a wrong number or no name, and for rows that contradict each other."""
    articles = dict[str, ArticleRows]()
    for line, row in read_table(path, _READ):
        text_id, number, *facts = (tidy(row[column]) for column in _READ)
        if not (number or any(facts)):
            continue
        where = f"{path}, line {line}"
        if not (number.isascii() and number.isdigit()):
            raise InputError(
                f"{where}: the speaker_id is {number!r}, not the number of a speaker. Leave the"
                " ids as quoteminer wrote them; serve gives a speaker to a quote without one."
            )
        if not facts[0]:
            raise InputError(
                f"{where}: the speaker has no name. Write a name; delete the row to leave the"
                " speaker as it is."
            )
        rows, row_read = articles.setdefault(text_id, {}), SpeakerRow(line, *facts)
        first = rows.setdefault(int(number), row_read)
        if _facts(first) != _facts(row_read):
            raise InputError(
                f"{where}: name, role or affiliation of speaker {number} of {text_id} differ from"
                f" line {first.line}. Correct all rows of a speaker in the same way."
            )
    return articles


def _facts(row: SpeakerRow) -> tuple[str, str, str]:
    return row.name, row.role, row.affiliation
