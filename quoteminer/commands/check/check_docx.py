"""Write a check as a Word document: the draft's text, with a comment on each quotation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from quoteminer.commands.check.check_page import draft_rows
from quoteminer.commands.check.check_record import CheckedQuote, CheckRecord
from quoteminer.commands.check.sentences import notes, place_line, said_line, totals
from quoteminer.errors import need
from quoteminer.output.flat import REPLACEMENT
from quoteminer.output.spreadsheets import NOT_IN_XML
from quoteminer.output.writer import Writer

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""The media type of Word documents."""


class CheckDocxWriter(Writer[CheckRecord]):
    """Writes drafts, each followed by a line of totals; records need their text. Raises
    DependencyError."""

    def __init__(self, target: Path | BinaryIO) -> None:
        self._target = target
        self._document = need("docx", extra="docx", what="Writing .docx").Document()
        self._drafts = 0

    def write(self, record: CheckRecord) -> None:
        document = self._document
        if self._drafts:
            document.add_page_break()
        self._drafts += 1
        runs: dict[int, list[Any]] = {}
        for row in draft_rows(record):
            paragraph = document.add_paragraph(style="Heading 2" if row.tag == "h3" else None)
            for piece in row.pieces:
                run = paragraph.add_run(_legal(piece.words))
                if piece.quote:
                    runs.setdefault(piece.number, []).append(run)
        for number, those in runs.items():
            text = "\n".join(map(_legal, finding(record.quotes[number - 1])))
            document.add_comment(
                [those[0], those[-1]], text=text, author="QuoteMiner", initials="QM"
            )
        closing = document.add_paragraph()
        closing.add_run(_legal(f"{record.source or record.id}: {totals(record)}.")).italic = True
        for warning in record.warnings:
            document.add_paragraph().add_run(_legal(warning.message)).italic = True

    def close(self, *, several: bool = False) -> None:
        self._document.save(self._target)


def finding(quote: CheckedQuote) -> Iterator[str]:
    """Yield lines that describe the result of a quotation: the verdict, the speaker, the
    differences, the places."""
    grave = f", grave: {', '.join(quote.grave)}" if quote.grave else ""
    yield f"{quote.verdict.capitalize()}{grave}"
    if said := said_line(quote):
        yield said[0].upper() + said[1:]
    yield from notes(quote)
    yield from map(place_line, quote.places)


def _legal(text: str) -> str:
    return NOT_IN_XML.sub(REPLACEMENT, text)
