"""A run of four small articles from two papers, with everything that the views count."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from quoteminer.commands.people.write_people import write_people
from quoteminer.inputs import Input
from quoteminer.linking.merged_people import merged_people
from quoteminer.output.run.outcomes import Mined
from quoteminer.output.run.run_file import RunFile
from quoteminer.output.run.run_paths import RUN
from quoteminer.output.table_paths import PeopleTables
from quoteminer.records import ArticleRecord, Cue, Mention, ModelName, Quote, Speaker, with_quotes

LIND, OKOYE, BOARD, STAFF = (
    Speaker(0, "Tova Lind", "person", role="Harbour master"),
    Speaker(1, "Sam Okoye", "person", role="mayor of Skarne"),
    Speaker(2, "Skarne Ferry Board", "org"),
    Speaker(3, "two members of the crew", "unnamed"),
)
Said = tuple[Speaker | None, str, str, float, tuple[str, ...]]


def _said(
    who: Speaker | None, words: str, mention: str = "", confidence: float = 0.9, *flags: str
) -> Said:
    return who, words, mention, confidence, flags


_ARTICLES: Sequence[tuple[str, str, list[Said]]] = (
    (
        "https://www.skarnepost.example/1", "2026-03-02",
        [
            _said(LIND, "“The ferries will sail again on Monday,”"),
            _said(LIND, "the quay is safe", "she"),
            _said(OKOYE, "the town pays for the quay", "he"), _said(STAFF, "nobody asked them"),
        ],
    ),
    (
        "https://skarnepost.example/2", "Mon, 30 Mar 2026 10:00:00 GMT",
        [
            _said(LIND, "sailing in fog is “a risk”", "She"),
            _said(BOARD, "fares stay as they are", "They"),
            _said(OKOYE, "nothing about fares", "he", 0.9, "negated"),
        ],
    ),
    (
        "", "2026-04-11",
        [
            _said(OKOYE, "a ferry sails each hour", "They"),
            _said(LIND, "tickets cost too much", "", 0.3), _said(None, "the fog will lift – soon"),
        ],
    ),
    ("", "no date", [_said(LIND, "goodbye", "she"), _said(BOARD, "we thank her")]),
)  # fmt: skip


def small_records() -> Iterator[ArticleRecord]:
    for number, (url, date, said) in enumerate(_ARTICLES):
        text, quotes = f"News of the ferry {number}\n\n", list[Quote]()
        for id, (who, words, mention, confidence, flags) in enumerate(said):
            start = len(text)
            text += f"{words} {mention} said.\n\n"
            end = start + len(words)
            behind = end + 1 + len(mention)
            quotes.append(
                Quote(
                    *(id, "indirect", "statement", words, start, end, ((start, end),), id + 1),
                    cue=Cue("said", behind + 1, behind + 5, "say"),
                    mention=Mention(mention, end + 1, behind, "pronoun") if mention else None,
                    speaker=who and who.id,
                    status="resolved" if who else "unresolved",
                    confidence=confidence,
                    flags=flags,
                )
            )
        speakers = with_quotes((LIND, OKOYE, BOARD, STAFF), quotes)
        meta = {"date": date, **({"url": url} if url else {"Publisher": "Isle Gazette"})}
        yield ArticleRecord(
            f"n{number}", tuple(quotes), speakers, ModelName("fake", "0"), meta=meta, text=text
        )


def write_run(folder: Path, records: Sequence[ArticleRecord], *, people: bool = False) -> Path:
    """Write a finished run, like ``corpus --with-text``, and optionally the tables of
    ``people``."""
    folder.mkdir()
    with RunFile(folder / RUN, {}) as run_file:
        for record in records:
            line = record.to_json(with_text=True)
            run_file.add(Input("", record.id, "a.jsonl"), Mined(line, len(record.quotes), 0))
        run_file.finish({})
    if people:
        write_people(merged_people(records), PeopleTables.of(folder))
    return folder
