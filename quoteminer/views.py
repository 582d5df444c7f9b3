"""Records as tables for people. Every cell is a ``Text``, which rich neither searches for [markup] nor cuts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quoteminer.links import Known
from quoteminer.merging.people import Person
from quoteminer.records import ArticleRecord, Quote, Speaker
from quoteminer.tally import Share, Tally

NOBODY = "—"
"""Stands where no speaker is known."""
TABLE_WIDTH = 60
"""Characters that the table of quotes needs; where there are fewer, the quotes are stacked."""
SPEAKERS_WIDTH = 84
"""Characters that the table of speakers needs; where there are fewer, the speakers are stacked."""
_SPACE = re.compile(r"\s+")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What would move the cursor, turn the direction of the line, or can't be encoded."""


def article_view(record: ArticleRecord, *, title: bool = False) -> RenderableType:
    """One article's quotes as a table, in text order; what they are (``title``) stands above it. Where it is narrow,
    they are stacked."""
    body = _Fitting(quote_table(record), quote_stack(record), TABLE_WIDTH) if record.quotes else Text("No quotes.")
    return _titled(body, record if title else None)


def speakers_view(tally: Tally, *, title: bool = False) -> RenderableType:
    """One article's speakers as a table, who says most first; what it is (``title``) stands above it. Where it is
    narrow, they are stacked."""
    quoted = tally.speakers or tally.unresolved.quotes
    body = _Fitting(speaker_table(tally), speaker_stack(tally), SPEAKERS_WIDTH) if quoted else Text("No quotes.")
    return _titled(body, tally if title else None)


def _titled(body: RenderableType, article: ArticleRecord | Tally | None) -> RenderableType:
    return Group(Text(_clean(article.source or article.id), style="bold"), body) if article else body


@dataclass(frozen=True, slots=True)
class _Fitting:
    """A table, or a stack where the width turns out to be less than what the table needs."""

    table: Table
    stack: Group
    least: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield self.table if options.max_width >= self.least else self.stack


def quote_stack(record: ArticleRecord) -> Group:
    """For each quote a line "Speaker · type · 0.85", and the quote below it, indented. Where the speakers were looked
    up, what was found stands behind the name."""
    speakers = {speaker.id: speaker for speaker in record.speakers}
    parts: list[RenderableType] = []
    for quote in record.quotes:
        speaker = speakers.get(quote.speaker) if quote.speaker is not None else None
        found = (_known(speaker.known),) if speaker and speaker.known else ()
        parts.append(_line(speaker.name if speaker else NOBODY, *found, quote.type, _confidence(quote)))
        parts.append(_below(quote.text))
    return Group(*parts)


def quote_table(record: ArticleRecord) -> Table:
    """Speaker, quote, type and confidence of every quote, and who of a list the speaker is, where there is a list.
    Nothing is cut: long cells run over several lines."""
    speakers = {speaker.id: speaker for speaker in record.speakers}
    looked_up = any(speaker.known for speaker in record.speakers)
    table = bare_table()
    table.add_column("Speaker", overflow="fold", min_width=12, max_width=28)
    if looked_up:
        table.add_column("Known", overflow="fold", max_width=16)
    table.add_column("Quote", overflow="fold", ratio=1)
    table.add_column("Type", no_wrap=True)
    table.add_column("Conf.", justify="right", no_wrap=True)
    for quote in record.quotes:
        speaker = speakers.get(quote.speaker) if quote.speaker is not None else None
        table.add_row(
            _name(speaker),
            *((_cell(_known(speaker.known if speaker else None)),) if looked_up else ()),
            _cell(quote.text),
            Text(quote.type),
            Text(_confidence(quote)),
        )
    return table


def speaker_table(tally: Tally) -> Table:
    """Name, role, affiliation and other names of every speaker, the number of his quotes and his share of the quoted
    words; who of a list he is, where there is a list."""
    looked_up = any(speaker.known for speaker, _ in tally.speakers)
    table = bare_table()
    table.add_column("Speaker", overflow="fold", min_width=12, max_width=28)
    if looked_up:
        table.add_column("Known", overflow="fold", max_width=16)
    for heading in ("Role", "Affiliation", "Aliases"):
        table.add_column(heading, overflow="fold", ratio=1)
    table.add_column("Quotes", justify="right", no_wrap=True)
    table.add_column("Share", justify="right", no_wrap=True)
    for speaker, share in _rows(tally):
        table.add_row(
            _name(speaker),
            *((_cell(_known(speaker.known if speaker else None)),) if looked_up else ()),
            *map(_cell, _details(speaker)),
            Text(str(share.quotes)),
            Text(_percent(share)),
        )
    return table


def speaker_stack(tally: Tally) -> Group:
    """For each speaker a line "Name · 2 quotes · 37.5 %", and what else is known of him below it, indented."""
    parts: list[RenderableType] = []
    for speaker, share in _rows(tally):
        found = (_known(speaker.known),) if speaker and speaker.known else ()
        name = speaker.name if speaker else NOBODY
        parts.append(_line(name, *found, _counted(share.quotes, "quote"), _percent(share)))
        parts.extend(_below(detail) for detail in _details(speaker) if detail)
    return Group(*parts)


def people_view(people: Sequence[Person]) -> RenderableType:
    """People over many articles, in the order given: what they are, in how many articles they are quoted and how
    often."""
    if not people:
        return Text("No people.")
    table = bare_table()
    table.add_column("Name", overflow="fold", min_width=12, max_width=32)
    for heading in ("Role", "Affiliation"):
        table.add_column(heading, overflow="fold", ratio=1)
    for heading in ("Articles", "Quotes", "Words"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in people:
        said = (_most(one.roles), _most(one.affiliations))
        counts = (one.sums.articles, one.sums.quotes, one.sums.words)
        table.add_row(_cell(one.name), *map(_cell, said), *(Text(f"{count:,}") for count in counts))
    return table


def _most(texts: Counter[str]) -> str:
    """The most frequent text; empty where there is none."""
    return min(texts, key=lambda text: (-texts[text], text), default="")


def _rows(tally: Tally) -> list[tuple[Speaker | None, Share]]:
    """The speakers, and nobody where there are quotes of his."""
    rows: list[tuple[Speaker | None, Share]] = list(tally.speakers)
    return [*rows, (None, tally.unresolved)] if tally.unresolved.quotes else rows


def _details(speaker: Speaker | None) -> tuple[str, str, str]:
    if not speaker:
        return "", "", ""
    return speaker.role or "", speaker.affiliation or "", ", ".join(speaker.aliases)


def _known(known: Known | None) -> str:
    """The key of the row; where it is not sure which, how many fit."""
    if not known or known.status == "none":
        return NOBODY
    return known.row.key if known.row else f"ambiguous ({known.fitting})"


def bare_table() -> Table:
    """A table without columns, as all tables here look: a line below the headings and none besides."""
    return Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")


def _name(speaker: Speaker | None) -> Text:
    return Text(_clean(speaker.name) if speaker else NOBODY, style="" if speaker else "dim")


def _cell(text: str) -> Text:
    return Text(_clean(text))


def _line(*parts: str) -> Text:
    return Text(_clean(" · ".join(parts)), overflow="fold")


def _below(text: str) -> Padding:
    return Padding(Text(_clean(text), overflow="fold"), (0, 0, 0, 2), expand=False)


class Totals:
    """Counts what goes by, so that a stream need not be kept."""

    def __init__(self) -> None:
        self.articles = self.speakers = self.warnings = 0
        self.types = {"direct": 0, "mixed": 0, "indirect": 0}

    def add(self, record: ArticleRecord) -> None:
        self.articles += 1
        self.speakers += len(record.speakers)
        self.warnings += len(record.warnings)
        for quote in record.quotes:
            self.types[quote.type] += 1

    def line(self) -> str:
        """ "24 quotes (6 direct, 18 indirect) by 10 speakers; 3 warnings (in the JSON)"."""
        kinds = ", ".join(f"{count} {name}" for name, count in self.types.items() if count)
        line = _counted(sum(self.types.values()), "quote") + (f" ({kinds})" if kinds else "")
        line += f" by {_counted(self.speakers, 'speaker')}"
        if self.articles != 1:
            line += f" in {_counted(self.articles, 'article')}"
        return line + (f"; {_counted(self.warnings, 'warning')} (in the JSON)" if self.warnings else "")


class SpeakerTotals:
    """Counts the tallies that go by."""

    def __init__(self) -> None:
        self.articles = self.speakers = self.quotes = self.words = 0

    def add(self, tally: Tally) -> None:
        self.articles += 1
        self.speakers += len(tally.speakers)
        self.quotes += sum(share.quotes for _, share in _rows(tally))
        self.words += tally.words

    def line(self) -> str:
        """ "10 speakers of 24 quotes (512 words)"."""
        line = f"{_counted(self.speakers, 'speaker')} of {_counted(self.quotes, 'quote')}"
        line += f" ({_counted(self.words, 'word')})"
        return line + (f" in {_counted(self.articles, 'article')}" if self.articles != 1 else "")


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _percent(share: Share) -> str:
    return f"{share.percent:.1f} %"


def _confidence(quote: Quote) -> str:
    return f"{quote.confidence:.2f}"


def _clean(text: str) -> str:
    """The words on one line; what would disturb a terminal becomes U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", _SPACE.sub(" ", text))
