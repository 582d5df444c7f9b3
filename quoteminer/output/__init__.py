"""Output: files and folders that are complete or absent, the base of writers, the table of
formats."""

from typing import Literal

RecordFormats = Literal[
    "table",
    "json",
    "jsonl",
    "csv",
    "xlsx",
    "parquet",
    "parquet-quotes",
    "sqlite",
    "brat",
    "labelstudio",
]
"""What ``--format`` takes: the table of the terminal and the keys of `output.formats.FORMATS`. The
names are listed here as well because ``--help`` doesn't import the formats."""
