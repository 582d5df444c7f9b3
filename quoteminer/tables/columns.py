"""The columns of the flat table, which has one row a quote: csv, xlsx and `to_table` write them, in this order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

ColumnType = Literal["text", "integer", "number", "truth"]
Cell = str | int | float | bool | None
"""A value of a column, of the column's type or None. A text is always valid UTF-8."""

META_COLUMNS: Final = ("title", "date", "author", "url")
"""Metadata of the input that has a column of its own, whatever the case of its name."""
LIST_SEPARATOR: Final = "; "
"""Stands between the aliases, and between the flags."""


@dataclass(frozen=True, slots=True)
class Column:
    """The type of a column's cells, and what they mean."""

    type: ColumnType
    meaning: str


COLUMNS: Final[Mapping[str, Column]] = {
    "text_id": Column("text", "The article's id."),
    "quote_id": Column("integer", "Counts the article's quotes from 0, in text order, before any filter."),
    "quote": Column("text", "What is quoted; its parts joined by “ … ” where something else stands between them."),
    "speaker": Column("text", "Whose words they are, by the fullest name that the article has; empty: nobody known."),
    "role": Column("text", "What the speaker is, as the article says it: researcher."),
    "affiliation": Column("text", "Whom the speaker is of or speaks for, as the article says it."),
    "cue": Column("text", "The words that report: said, according to."),
    "quote_type": Column("text", "direct (between marks), mixed (some words between marks) or indirect."),
    "confidence": Column("number", "0 to 1: of the quotes with 0.9, nine in ten have the right speaker."),
    "status": Column("text", "resolved, ambiguous (a second speaker was close) or unresolved (nobody is known)."),
    "act": Column("text", "speech (said, wrote, announced) or other (thought, wanted, felt)."),
    "speaker_kind": Column("text", "person, org or unnamed (experts, a spokesman)."),
    "speaker_mention": Column("text", "The words that name the source where it is quoted: Luo, she, the minister."),
    "mention_kind": Column("text", "name, pronoun or description."),
    "aliases": Column("text", "Other forms of the speaker's name in the article, with “; ” between them."),
    "title": Column("text", "The article's title, where the input has one."),
    "date": Column("text", "The article's date as the input has it."),
    "author": Column("text", "The article's author as the input has it."),
    "url": Column("text", "The article's address on the web as the input has it."),
    "source": Column("text", "The file that the article came from; “-” is standard input."),
    "start": Column("integer", "Where the quote starts in the article, in characters (Unicode code points) from 0."),
    "end": Column("integer", "Where it ends: the position behind its last character."),
    "paragraph": Column("integer", "The paragraph that it starts in, from 0."),
    "flags": Column("text", "What to look at, with “; ” between them: repaired-marks, unclosed, continued."),
    "why": Column("text", "What the speaker was decided by."),
    "cue_lemma": Column("text", "The dictionary form of the cue's verb: say."),
    "speaker_id": Column("integer", "The speaker's number in this article."),
    "known_status": Column("text", "With a list of known people: linked, ambiguous or none; else empty."),
    "known_key": Column("text", "The speaker's key in that list."),
    "known_name": Column("text", "The speaker's name in that list."),
    "known_score": Column("number", "How well name, role and affiliation fit that row, 0 to 100."),
    "spans": Column("text", "Start and end of each part of the quote, as JSON: [[10, 25], [38, 60]]."),
    "cue_start": Column("integer", "Where the cue starts in the article."),
    "cue_end": Column("integer", "Where it ends."),
    "mention_start": Column("integer", "Where the words of speaker_mention start in the article."),
    "mention_end": Column("integer", "Where they end."),
    "model": Column("text", "Name and version of the model that read the article."),
    "meta": Column("text", "What else the input said of the article, as a JSON object; empty: nothing."),
    # The other columns of the quotation-tool of the Australian Text Analytics Platform, for what reads its tables.
    "text_name": Column("text", "quotation-tool's name of the article: as text_id."),
    "quote_index": Column("text", "quotation-tool's form of start and end: (10, 25)."),
    "quote_entities": Column("text", "The people and bodies quoted in the article that the quote names, as JSON."),
    "speaker_index": Column("text", "quotation-tool's form of mention_start and mention_end."),
    "speaker_entities": Column("text", 'The speaker, where it has a name, as JSON: [["Luo Zhongwei", "PERSON"]].'),
    "verb": Column("text", "quotation-tool's name of cue."),
    "verb_index": Column("text", "quotation-tool's form of cue_start and cue_end."),
    "quote_token_count": Column("integer", "How many words and marks the quote has."),
    "is_floating_quote": Column("truth", "Whether no words report the quote (its speaker is known from the context)."),
}
"""Each column, in the order in which they stand. A name, once given, keeps its meaning; new ones come at the end."""
