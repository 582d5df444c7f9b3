"""Tab-separated values: as CSV in all else, for spreadsheets that expect semicolons where CSV has commas."""

from __future__ import annotations

from quoteminer.writers.csv import CsvWriter


class TsvWriter(CsvWriter):
    """A row a quote, below a row of names."""

    delimiter = "\t"
