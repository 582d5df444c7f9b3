"""The columns that only the quotation-tool of the Australian Text Analytics Platform (ATAP) has, in its forms.

Its tables (https://github.com/Australian-Text-Analytics-Platform/quotation-tool, ``QuotationTool.get_quotes``) come
from GenderGapTracker. They write positions as pairs, and name entities, which are here those that the article quotes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final

from quoteminer.output.jsontext import dump
from quoteminer.records import ArticleRecord, Cue, Mention, Quote, Speaker
from quoteminer.tables.columns import Cell

_LABELS: Final = {"person": "PERSON", "org": "ORG"}
"""spaCy's labels of entities; unnamed speakers have none."""
_TOKEN: Final = re.compile(r"\w+|[^\w\s]")

NamedMention = tuple[int, int, str, str]
"""Start and end of a mention, and the name and label of its speaker."""


def named_mentions(speakers: Iterable[Speaker]) -> list[NamedMention]:
    """Return the mentions of the speakers that have a name, in text order."""
    named = (speaker for speaker in speakers if speaker.kind in _LABELS)
    return sorted((*span, speaker.name, _LABELS[speaker.kind]) for speaker in named for span in speaker.mentions)


def quotation_tool_cells(
    record: ArticleRecord, quote: Quote, speaker: Speaker | None, named: Sequence[NamedMention]
) -> dict[str, Cell]:
    """Return the cells of these columns for one quote. ``named`` are the `named_mentions` of the record."""
    is_entity = speaker is not None and speaker.kind in _LABELS
    return {
        "text_name": record.id,
        "quote_index": _pair(quote),
        "quote_entities": dump(_entities_within(quote, named)),
        "speaker_index": _pair(quote.mention),
        "speaker_entities": dump([[speaker.name, _LABELS[speaker.kind]]] if speaker and is_entity else []),
        "verb": quote.cue.text if quote.cue else None,
        "verb_index": _pair(quote.cue),
        "quote_token_count": len(_TOKEN.findall(quote.text)),
        "is_floating_quote": quote.cue is None,
    }


def _entities_within(quote: Quote, named: Sequence[NamedMention]) -> list[tuple[str, str]]:
    """Return name and label of each speaker that is mentioned in a quote, once, in text order."""
    found: dict[tuple[str, str], None] = {}
    for start, end in quote.spans:
        inside = named[bisect_left(named, (start,)) : bisect_left(named, (end,))]
        found |= {(name, label): None for _, mention_end, name, label in inside if mention_end <= end}
    return list(found)


def _pair(part: Quote | Cue | Mention | None) -> str | None:
    return f"({part.start}, {part.end})" if part else None
