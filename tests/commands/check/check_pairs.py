"""The draft-source pairs of tests/commands/check, and a draft that holds their quotations."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from quoteminer.records import ArticleRecord, ModelName, Quote, Speaker

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Pair:
    """A quotation of a draft, the source that it is of, and what is right to say of it."""

    verdict: str
    said_by: str
    grave: frozenset[str]
    source: str
    speaker: str
    quote: str


def all_pairs() -> list[Pair]:
    with (HERE / "pairs.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Pair(**{**row, "grave": frozenset(filter(None, row["grave"].split(",")))}) for row in rows
    ]


def sources() -> list[tuple[str, str]]:
    return [
        (path.stem, path.read_text("utf-8")) for path in sorted((HERE / "sources").glob("*.txt"))
    ]


def draft_of(pairs: Sequence[Pair]) -> ArticleRecord:
    """A record of a draft that quotes one of the pairs in each paragraph; " || " parts a quotation
    in two."""
    text, quotes = "", []
    names = sorted({pair.speaker for pair in pairs})
    for id, pair in enumerate(pairs):
        start, spans = len(text), []
        for part in pair.quote.split(" || "):
            begin = len(text)
            text += f"“{part}”"
            spans.append((begin, len(text)))
            text += f" said {pair.speaker}. "
        end = spans[-1][1]
        speaker = names.index(pair.speaker)
        quotes.append(
            Quote(id, "direct", "statement", text[start:end], start, end, tuple(spans), id, None, None, speaker,
                  "resolved", 0.9)
        )  # fmt: skip
        text += "\n\n"
    kinds = ["unnamed" if name.isupper() else "person" for name in names]
    speakers = tuple(Speaker(id, name, kinds[id]) for id, name in enumerate(names))  # type: ignore[arg-type]
    return ArticleRecord("draft", tuple(quotes), speakers, ModelName("none", "0"), text=text)
