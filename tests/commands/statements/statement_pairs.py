"""The pairs of pairs.tsv as records: two articles each, with a quote that is one statement or
not."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from quoteminer.linking.people_file import guess_kind
from quoteminer.records import ArticleRecord, ModelName, Quote, Speaker
from quoteminer.types import SpeakerKind

PAIRS = Path(__file__).with_name("pairs.tsv")


@dataclass(frozen=True)
class Pair:
    """Two quotes, and whether they are one statement. ``held_out``: written before the code, and
    never tuned on."""

    held_out: bool
    same: bool
    kind: str
    records: tuple[ArticleRecord, ArticleRecord]


def read_pairs() -> list[Pair]:
    with PAIRS.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Pair(
            row["held_out"] == "yes",
            row["label"] == "same",
            row["class"],
            (
                said(f"{number}a", row["speaker"], row["text"], row["date"]),
                said(f"{number}b", row["other_speaker"], row["other_text"], row["other_date"]),
            ),
        )
        for number, row in enumerate(rows)
    ]


def said(id: str, speaker: str, text: str, date: str = "", *, quote_id: int = 0) -> ArticleRecord:
    """Build the record of an article with one quote: a mixed one if it has marks, else a direct
    one."""
    return article(id, [(speaker, text)], date)


def article(id: str, quotes: Iterable[tuple[str, str]], date: str = "") -> ArticleRecord:
    """Build the record of an article from its speakers and their words, one quote after the
    other."""
    found, speakers, start = [], [], 0
    for number, (name, text) in enumerate(quotes):
        words = text if "“" in text else f"“{text}”"
        kind: SpeakerKind = "unnamed" if name.startswith(("a ", "one ")) else guess_kind(name)
        speakers.append(Speaker(number, name, kind, quotes=(number,)))
        span = (start, start + len(words))
        found.append(
            Quote(
                number,
                "mixed" if "“" in text else "direct",
                "statement",
                words,
                *span,
                (span,),
                0,
                None,
                None,
                number,
                "resolved",
                0.9,
            )  # fmt: skip
        )
        start = span[1] + 1
    return ArticleRecord(
        id, tuple(found), tuple(speakers), ModelName("none", "0"),
        meta={"date": date} if date else {},
    )  # fmt: skip
