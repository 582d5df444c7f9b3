"""A miner without a network: “…” before "said" or "thought" and a name of two words is a direct
quote.

``python fake_miner.py ARGUMENT…`` is the command with this miner, ``serve`` too.
"""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quoteminer.attribution.build_record import Findings, build_record
from quoteminer.network.turns import JOB, check_job
from quoteminer.records import ArticleRecord, Speaker
from quoteminer.text.article import make_article
from quoteminer.types import Article, Attribution, Resolution, SourceMention, Span

if TYPE_CHECKING:
    from quoteminer.linking.known_people import KnownPeople

_QUOTE = re.compile(r"(“[^”]*”)\s+(said|thought)\s+(\w+ \w+)", re.DOTALL)


@dataclass(frozen=True)
class FakeModel:
    name: str = "fake"
    version: str = "0.0"


class FakeMiner:
    """Replaces QuoteMiner in the command and the server. For a text with "slow", `mine` takes a
    second, with "very slow" five, with "endless" until the job is stopped; with "deaf" it goes on,
    and with "hog" one call of C code holds Python's lock, both for minutes."""

    info = FakeModel()

    def __init__(self, people: Path | None = None) -> None:
        self._people: KnownPeople | None = None
        if people:  # brings numpy, which most of these processes do without
            from quoteminer.linking.known_people import KnownPeople

            self._people = KnownPeople(people)

    def mine(self, text: str, *, acts: str = "speech", **others: Any) -> ArticleRecord:
        if "hog" in text:
            re.match(r"(a+)+b", "a" * 36)
        ends = time.monotonic() + 600 * ("deaf" in text)
        while time.monotonic() < ends:
            time.sleep(0.001)
        steps = (
            itertools.count() if "endless" in text else range(100 if "very slow" in text else 20)
        )
        for _ in steps if "endless" in text or "slow" in text else ():
            time.sleep(0.05)  # as long as a window takes
            check_job(JOB.get())
        return record_of(make_article(text, **others)).filter(
            acts="speech" if acts == "speech" else None
        )

    def named(self, text: str) -> list[Speaker]:
        """Return every pair of adjacent capitalised words."""
        spans: dict[str, list[Span]] = {}
        for name in re.finditer(r"\b[A-Z]\w+ [A-Z]\w+\b", text):
            spans.setdefault(name.group(), []).append(name.span())
        return [
            Speaker(number, name, "person", mentions=tuple(mentions))
            for number, (name, mentions) in enumerate(spans.items())
        ]

    def mine_articles(
        self, articles: Iterable[Article], *, ahead: bool = True
    ) -> Iterator[ArticleRecord]:
        records = map(record_of, articles)
        return map(self._people.link, records) if self._people else records


def record_of(article: Article) -> ArticleRecord:
    attributions, resolutions, speakers = [], [], {}
    for number, found in enumerate(_QUOTE.finditer(article.text)):
        content, cue, source = map(found.span, (1, 2, 3))
        name, act = found[3], "speech" if found[2] == "said" else "other"
        paragraph = next(
            at for at, one in enumerate(article.paragraphs) if one.start <= found.start() < one.end
        )
        confidence = (0.9, 0.8, 0.7, 0.65, 0.5)[number % 5]
        attributions.append(
            Attribution((content,), (cue,), source, "direct", act, paragraph, confidence)
        )
        speaker = speakers.setdefault(
            name, Speaker(len(speakers), name, "person", mentions=(source,))
        )
        resolutions.append(
            Resolution(
                speaker.id, "resolved", SourceMention(*source, "name", source, "person"), 0.9,
                "name",
            )
        )  # fmt: skip
    findings = Findings(tuple(attributions), tuple(speakers.values()), tuple(resolutions))
    return build_record(article, findings, FakeModel())


def load_fake(tools: Any) -> Any:
    """Return the miner; a process of the server finds this function by its name."""
    return FakeMiner(tools.people)


if __name__ == "__main__":
    import quoteminer.cli.mining
    from quoteminer.cli import main

    quoteminer.cli.mining.load_miner = load_fake
    main()
