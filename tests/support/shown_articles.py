"""Records with their text for tests of what is shown, made of words: ``quote`` finds where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from quoteminer.records import PART_SEPARATOR, ArticleRecord, Cue, Mention, ModelName, Quote, Speaker, with_quotes
from quoteminer.text.article import make_article
from quoteminer.types import Span, Warning

HARBOUR = """Harbour wall to be raised

By Tova Lind

“We cannot wait for the next storm,” said Ana Pinto, head of the Quay Board. “The wall is too low.”

Kofi Berg, a fisherman, said that the work would close the harbour for “a whole season”. He thought little of it.

“She told me ‘it is safe’ last year,” Berg added. Costs may rise, one engineer warned.
"""


def span_of(text: str, words: str, after: int = 0) -> Span:
    start = text.index(words, after)
    return start, start + len(words)


def quote(
    text: str,
    *parts: str,
    id: int = 0,
    speaker: int | None = 0,
    type: str = "direct",
    act: str = "speech",
    confidence: float = 0.9,
    cue: str | None = None,
    mention: str | None = None,
    why: str = "name",
) -> Quote:
    """A quote whose parts, cue and mention stand in the text in these words."""
    spans = tuple(span_of(text, part) for part in parts)
    start, end = spans[0][0], spans[-1][1]
    around = text.rindex("\n", 0, start) + 1 if "\n" in text[:start] else 0
    cued, named = (words and span_of(text, words, around) for words in (cue, mention))
    return Quote(
        id=id,
        type=type,  # type: ignore[arg-type]
        act=act,  # type: ignore[arg-type]
        text=PART_SEPARATOR.join(parts),
        start=start,
        end=end,
        spans=spans,
        paragraph=0,
        cue=Cue(cue, *cued, cue, (cued,)) if cue and cued else None,
        mention=Mention(mention, *named, "name") if mention and named else None,
        speaker=speaker,
        status="resolved" if speaker is not None else "unresolved",
        confidence=confidence,
        why=why,
    )


def record_of(
    text: str, quotes: Sequence[Quote], speakers: Sequence[Speaker], *, id: str = "a", **others: Any
) -> ArticleRecord:
    return ArticleRecord(
        id, tuple(quotes), with_quotes(speakers, quotes), ModelName("fake", "0.0"), text=text, **others
    )


def harbour(id: str = "harbour", **others: Any) -> ArticleRecord:
    """An article with a quote of every kind: in two parts, mixed, a thought, one inside another, of nobody known."""
    text = HARBOUR
    quotes = [
        quote(
            text,
            "“We cannot wait for the next storm,”",
            "“The wall is too low.”",
            id=0,
            speaker=0,
            cue="said",
            mention="Ana Pinto, head of the Quay Board",
            confidence=0.95,
        ),
        quote(
            text,
            "that the work would close the harbour for “a whole season”",
            id=1,
            speaker=1,
            type="mixed",
            cue="said",
            mention="Kofi Berg, a fisherman",
            confidence=0.62,
        ),
        quote(
            text,
            "little of it",
            id=2,
            speaker=1,
            type="indirect",
            act="other",
            cue="thought",
            mention="He",
            confidence=0.44,
            why="pronoun: Kofi Berg (quoted last)",
        ),
        quote(text, "“She told me ‘it is safe’ last year,”", id=3, speaker=1, cue="added", mention="Berg"),
        quote(text, "‘it is safe’", id=4, speaker=2, cue="told", mention="She", confidence=0.59),
        quote(text, "Costs may rise", id=5, speaker=None, type="indirect", cue="warned", mention="one engineer"),
    ]
    speakers = [
        Speaker(0, "Ana Pinto", "person", "head", "Quay Board", ("Pinto",)),
        Speaker(1, "Kofi Berg", "person", "fisherman", None, ("Berg",)),
        Speaker(2, "She", "unnamed"),
    ]
    warnings = (Warning("unbalanced-marks", "No quote begins or ends at this mark.", 7, 8),)
    return record_of(text, quotes, speakers, id=id, source="in/harbour.txt", warnings=warnings, **others)


def many(count: int, *, words: int = 600, quotes: int = 20) -> list[ArticleRecord]:
    """Articles of about so many words with so many quotes each; every third has the speakers of the first."""
    return [_generated(at, words, quotes) for at in range(count)]


def _generated(at: int, words: int, count: int) -> ArticleRecord:
    names = [f"Speaker {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[(at % 3 * 7 + one) % 26]}{at % 3}" for one in range(6)]
    filler = "and therefore several ordinary words continue throughout this paragraph without another speaker"
    each = max(words // count - 14, 1)
    lines = [
        f"“Quote {one} of article {at} is about the matter itself,” said {names[one % 6]}. "
        + " ".join(filler.split()[word % 12] for word in range(each))
        for one in range(count)
    ]
    text = f"Article number {at}\n\n" + "\n\n".join(lines)
    found = [
        quote(
            text,
            f"“Quote {one} of article {at} is about the matter itself,”",
            id=one,
            speaker=one % 6,
            type=("direct", "mixed", "indirect")[one % 3],
            cue="said",
            mention=names[one % 6],
            confidence=round(0.4 + 0.6 * (one % 10) / 10, 3),
        )
        for one in range(count)
    ]
    speakers = [Speaker(one, name, "person") for one, name in enumerate(names)]
    return record_of(text, found, speakers, id=f"article-{at}")


def paragraphs_of(text: str) -> list[str]:
    return [text[one.start : one.end] for one in make_article(text).paragraphs]
