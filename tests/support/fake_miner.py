"""A miner without a network: every “…” is a direct quote, the word before or behind it the cue, the next two the name.

``python fake_miner.py ARGUMENT…`` is the command with this miner in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from quoteminer.build import build_record
from quoteminer.records import ArticleRecord
from quoteminer.types import Article, Attribution, Mention, Resolution, Speaker

if TYPE_CHECKING:
    from quoteminer.linking.known_people import KnownPeople

_QUOTE = re.compile(r"(“[^”]*”)\s+(said|thought)\s+(\w+ \w+)", re.DOTALL)


@dataclass(frozen=True)
class FakeModel:
    name: str = "fake"
    version: str = "0.0"


class FakeMiner:
    """Looks like QuoteMiner to the command."""

    def __init__(self, people: Path | None = None) -> None:
        self._people = _known(people) if people else None

    def mine_articles(self, articles: Iterable[Article], *, ahead: bool = True) -> Iterator[ArticleRecord]:
        records = map(record_of, articles)
        return map(self._people.link, records) if self._people else records


def _known(people: Path) -> KnownPeople:
    from quoteminer.linking.known_people import KnownPeople  # brings numpy, which most of these processes do without

    return KnownPeople(people)


def record_of(article: Article) -> ArticleRecord:
    attributions, resolutions, speakers = [], [], {}
    for number, found in zip(count(), _QUOTE.finditer(article.text)):
        name, act = found[3], "speech" if found[2] == "said" else "other"
        paragraph = next(at for at, one in enumerate(article.paragraphs) if one.start <= found.start() < one.end)
        attributions.append(
            Attribution(
                (found.span(1),), (found.span(2),), found.span(3), "direct", act, paragraph, 0.9 - 0.1 * (number % 5)
            )
        )
        speaker = speakers.setdefault(name, Speaker(len(speakers), name, "person", mentions=(found.span(3),)))
        mention = Mention(*found.span(3), "name", found.span(3), "person")
        resolutions.append(Resolution(speaker.id, "resolved", mention, 0.9, "name"))
    return build_record(article, attributions, speakers.values(), resolutions, (), FakeModel())


if __name__ == "__main__":
    import quoteminer.cli.extract as command
    from quoteminer.cli import main

    command.load_miner = lambda tools: FakeMiner(tools.people)  # type: ignore[assignment,return-value]
    main()
