"""The columns that only the quotation-tool of the Australian Text Analytics Platform (ATAP) has, in its forms.

Its tables (https://github.com/Australian-Text-Analytics-Platform/quotation-tool, ``QuotationTool.get_quotes``) come
from GenderGapTracker. They write positions as pairs, and name entities, which are here those that the article quotes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import Final

from quoteminer.jsontext import dump
from quoteminer.records import ArticleRecord, Cue, Mention, Quote, Speaker
from quoteminer.tables.columns import Cell

_LABELS: Final = {"person": "PERSON", "org": "ORG"}
"""spaCy's labels of entities; unnamed speakers have none."""
_TOKEN: Final = re.compile(r"\w+|[^\w\s]")


class Named:
    """The mentions of the named speakers of an article."""

    def __init__(self, speakers: Iterable[Speaker]) -> None:
        self._mentions = sorted(
            (start, end, speaker.name, _LABELS[speaker.kind])
            for speaker in speakers
            if speaker.kind in _LABELS
            for start, end in speaker.mentions
        )

    def within(self, quote: Quote) -> list[list[str]]:
        """Return name and label of the speakers that are mentioned in a quote, each once, in text order."""
        found: dict[tuple[str, str], None] = {}
        for start, end in quote.spans:
            for at in range(bisect_left(self._mentions, (start,)), len(self._mentions)):
                mention_start, mention_end, *who = self._mentions[at]
                if mention_start >= end:
                    break
                if mention_end <= end:
                    found[who[0], who[1]] = None
        return [list(who) for who in found]


def quotation_tool_cells(record: ArticleRecord, quote: Quote, speaker: Speaker | None, named: Named) -> dict[str, Cell]:
    """Return the cells of these columns for one quote."""
    is_entity = speaker is not None and speaker.kind in _LABELS
    return {
        "text_name": record.id,
        "quote_index": _pair(quote),
        "quote_entities": dump(named.within(quote)),
        "speaker_index": _pair(quote.mention),
        "speaker_entities": dump([[speaker.name, _LABELS[speaker.kind]]] if speaker and is_entity else []),
        "verb": quote.cue.text if quote.cue else None,
        "verb_index": _pair(quote.cue),
        "quote_token_count": sum(1 for _ in _TOKEN.finditer(quote.text)),
        "is_floating_quote": quote.cue is None,
    }


def _pair(part: Quote | Cue | Mention | None) -> str | None:
    return f"({part.start}, {part.end})" if part else None
