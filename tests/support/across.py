"""Short definitions of speakers in several articles, and the people merged from them."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from quoteminer.inputs import Input
from quoteminer.linking.decisions import Decision
from quoteminer.linking.known_people import KnownPeople
from quoteminer.linking.merged_people import PeopleTotals, Person, merged_people
from quoteminer.output.run.outcomes import Mined
from quoteminer.output.run.run_file import RunFile
from quoteminer.output.run.run_paths import RUN
from quoteminer.records import ArticleRecord, Known, ModelName, Quote, Speaker
from quoteminer.types import SpeakerKind

Told = tuple[str, ...]
"""Name, and role and affiliation if they are known."""


def speaker(
    id: int, told: Told, kind: SpeakerKind = "person", aliases: Sequence[str] = (), key: str = ""
) -> Speaker:
    name, role, affiliation = (*told, "", "")[:3]
    known = Known("linked", key, name, 100.0) if key else None
    return Speaker(
        id, name, kind, role or None, affiliation or None, tuple(aliases), (), (id,), known
    )


def record(
    id: str, speakers: Sequence[Speaker], meta: Mapping[str, Any] | None = None
) -> ArticleRecord:
    """Return a record in which each speaker is quoted once, with three words."""
    said, place = "“We will see”", (0, 14)
    quotes = [
        Quote(
            one.id, "direct", "statement", said, *place, (place,), 0, None, None, one.id,
            "resolved", 0.9,
        )
        for one in speakers
    ]  # fmt: skip
    return ArticleRecord(
        id, tuple(quotes), tuple(speakers), ModelName("none", "0"), meta=meta or {}
    )


def articles_of(people: Iterable[Told], kind: SpeakerKind = "person") -> list[ArticleRecord]:
    return [
        record(f"a{number:03d}", [speaker(0, told, kind)]) for number, told in enumerate(people)
    ]


def run_in(folder: Path, records: Sequence[ArticleRecord], *, finished: bool = True) -> Path:
    """Write the folder of a run, like corpus."""
    folder.mkdir()
    with RunFile(folder / RUN, {}) as run_file:
        for record in records:
            run_file.add(
                Input("", record.id, "a.jsonl"), Mined(record.to_json(), len(record.quotes), 0)
            )
        if finished:
            run_file.finish({})
    return folder


class Result:
    """The people merged from records, as lists."""

    def __init__(
        self,
        records: Iterable[ArticleRecord],
        people: KnownPeople | None = None,
        date_column: str | None = None,
        decisions: Iterable[Decision] = (),
    ) -> None:
        merged = merged_people(records, people=people, date_column=date_column, decisions=decisions)
        self.persons: list[Person] = list(merged.persons())
        self.doubtful = list(merged.doubtful())
        self.doubt_rows = list(merged.doubt_rows())
        self.totals: PeopleTotals = merged.totals
        self.of = {(text_id, speaker): person for text_id, speaker, person in merged.appearances()}

    @property
    def groups(self) -> set[frozenset[str]]:
        """Return the articles of each person, if each article has one speaker."""
        found: dict[int | None, set[str]] = {}
        for (text_id, _), number in self.of.items():
            found.setdefault(number, set()).add(text_id)
        return set(map(frozenset, found.values()))

    def outcome(self, one: str, other: str) -> str:
        """Return "merged", "listed" (merged but doubtful), "doubtful" or "apart" for the speakers
        of two articles."""
        numbers = self.of[one, 0], self.of[other, 0]
        listed = any({x.person, y.person} == set(numbers) for x, y, _ in self.doubtful)
        if numbers[0] == numbers[1]:
            return "listed" if listed else "merged"
        return "doubtful" if listed else "apart"


def verdict(*people: Told, kind: SpeakerKind = "person") -> str:
    """Return "merge", "doubtful" or "apart" for the first two people, each in an article of its
    own."""
    found = Result(articles_of(people, kind)).outcome("a000", "a001")
    return "merge" if found in ("merged", "listed") else found
