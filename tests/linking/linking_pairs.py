"""The pairs of tests/linking/pairs.tsv as records: two articles each, in which people of like names
speak."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from quoteminer.linking.people_file import guess_kind
from quoteminer.names.person_names import parse_person
from quoteminer.names.similarity import fold
from quoteminer.records import ArticleRecord, ModelName, Quote, Speaker

PAIRS = Path(__file__).with_name("pairs.tsv")
Row = Mapping[str, str]


@dataclass(frozen=True)
class Pair:
    """Two descriptions of speakers, and whether they are one person. ``held_out``: not for learning
    the weights."""

    same: bool
    kind: str
    one: Row
    other: Row
    held_out: bool

    @property
    def records(self) -> tuple[ArticleRecord, ArticleRecord]:
        return article("a", self.one), article("b", self.other)


def read_pairs(path: Path = PAIRS) -> list[Pair]:
    """Read all pairs. They are halved by family name, so that no name is in both halves."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Pair(one["label"] == "same", one["class"], one, other, is_held_out(other["name"]))
        for one, other in zip(rows[::2], rows[1::2], strict=True)
    ]


def is_held_out(name: str) -> bool:
    return crc32(fold(parse_person(name).family).encode()) % 2 == 1


def article(id: str, row: Row) -> ArticleRecord:
    """Build the record of an article: the first speaker is the row's."""
    others = [name.strip() for name in row["with"].split(";") if name.strip()]
    speakers = [
        Speaker(
            0, row["name"], "person", row["role"] or None, row["affiliation"] or None, (), (), (0,)
        )
    ]
    speakers += [
        Speaker(at, name, guess_kind(name), quotes=()) for at, name in enumerate(others, start=1)
    ]
    said, span = row["said"], (0, len(row["said"]))
    quote = Quote(
        0, "direct", "statement", said, *span, (span,), 0, None, None, 0, "resolved", 0.9
    )  # fmt: skip
    meta = {column: row[column] for column in ("date", "title") if row[column]}
    return ArticleRecord(id, (quote,), tuple(speakers), ModelName("none", "0"), meta=meta)
