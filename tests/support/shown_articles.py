"""Records with their text, for tests of views. They are built from words; ``quote`` finds their
positions."""

from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any, get_args

from indexed import span_of

from quoteminer.commands.report.page import ReportWriter
from quoteminer.output.writer import written
from quoteminer.records import (
    PART_SEPARATOR,
    ArticleRecord,
    Cue,
    Mention,
    ModelName,
    Quote,
    Speaker,
    with_quotes,
)
from quoteminer.text.article import make_article
from quoteminer.types import QuoteType, Warning

HARBOUR = """Harbour wall to be raised

By Tova Lind

“We cannot wait for the next storm,” said Ana Pinto, head of the Quay Board. “The wall is too low.”

Kofi Berg, a fisherman, said that the work would close the harbour for “a whole season”. He thought little of it.

“She told me ‘it is safe’ last year,” Berg added. Costs may rise, one engineer warned.
"""


def quote(
    text: str, *parts: str, cue: str | None = None, mention: str | None = None, **facts: Any
) -> Quote:
    """Return a quote by the words of its parts, cue and mention in the text; ``facts`` are its
    other fields."""
    spans = tuple(span_of(text, part) for part in parts)
    start, end = spans[0][0], spans[-1][1]
    around = text.rfind("\n", 0, start) + 1
    cued, named = (words and span_of(text, words, around) for words in (cue, mention))
    values = {
        "id": 0, "type": "direct", "act": "statement", "speaker": 0, "confidence": 0.9,
        "why": "name", **facts,
    }  # fmt: skip
    return Quote(
        text=PART_SEPARATOR.join(parts),
        start=start,
        end=end,
        spans=spans,
        paragraph=0,
        cue=Cue(cue, *cued, cue, (cued,)) if cue and cued else None,
        mention=Mention(mention, *named, "name") if mention and named else None,
        status="unresolved" if values["speaker"] is None else "resolved",
        **values,
    )


def record_of(
    text: str, quotes: Sequence[Quote], speakers: Sequence[Speaker], *, id: str = "a", **others: Any
) -> ArticleRecord:
    said_by, model = with_quotes(speakers, quotes), ModelName("fake", "0.0")
    return ArticleRecord(id, tuple(quotes), said_by, model, text=text, **others)


def harbour(id: str = "harbour", **others: Any) -> ArticleRecord:
    """Return an article with quotes of every kind: in two parts, mixed, a thought, nested, without
    a speaker."""
    pinto, berg = "Ana Pinto, head of the Quay Board", "Kofi Berg, a fisherman"
    closed = "that the work would close the harbour for “a whole season”"
    parts = ("“We cannot wait for the next storm,”", "“The wall is too low.”")
    thought = {"type": "indirect", "act": "thought", "why": "pronoun: Kofi Berg (quoted last)"}
    unsure = {"flags": ("unsure-speaker",)}
    made: list[tuple[tuple[str, ...], dict[str, Any]]] = [
        (parts, {"speaker": 0, "cue": "said", "mention": pinto, "confidence": 0.95}),
        ((closed,), {"type": "mixed", "cue": "said", "mention": berg, "confidence": 0.72}),
        (("little of it",), {**thought, "cue": "thought", "mention": "He", "confidence": 0.44}),
        (("“She told me ‘it is safe’ last year,”",), {"cue": "added", "mention": "Berg"}),
        (
            ("‘it is safe’",),
            {"speaker": 2, "cue": "told", "mention": "She", "confidence": 0.59, **unsure},
        ),
        (
            ("Costs may rise",),
            {"speaker": None, "type": "indirect", "cue": "warned", "mention": "one engineer"},
        ),
    ]
    quotes = [
        quote(HARBOUR, *words, id=at, **{"speaker": 1, **facts})
        for at, (words, facts) in enumerate(made)
    ]
    speakers = [
        Speaker(0, "Ana Pinto", "person", "head", "Quay Board", ("Pinto",)),
        Speaker(1, "Kofi Berg", "person", "fisherman", None, ("Berg",)),
        Speaker(2, "She", "unnamed"),
    ]
    warnings = (Warning("unbalanced-marks", "No quote begins or ends at this mark.", 7, 8),)
    return record_of(
        HARBOUR, quotes, speakers, id=id, source="in/harbour.txt", warnings=warnings, **others
    )


def many(count: int) -> list[ArticleRecord]:
    """Return articles of about 600 words with 20 quotes each; every third has the speakers of the
    first."""
    return [_generated(at) for at in range(count)]


def _generated(at: int) -> ArticleRecord:
    names = [f"Speaker {chr(65 + (at % 3 * 7 + one) % 26)}{at % 3}" for one in range(6)]
    filler = (
        "and therefore several ordinary words continue throughout this paragraph without another"
        " speaker also here"
    )
    said = [f"“Quote {one} of article {at} is about the matter itself,”" for one in range(20)]
    lines = [f"{words} said {names[one % 6]}. {filler}" for one, words in enumerate(said)]
    text = f"Article number {at}\n\n" + "\n\n".join(lines)
    kinds = get_args(QuoteType)
    found = [
        quote(text, one, id=n, speaker=n % 6, type=kinds[n % 3], cue="said")
        for n, one in enumerate(said)
    ]
    return record_of(
        text,
        found,
        [Speaker(n, name, "person") for n, name in enumerate(names)],
        id=f"article-{at}",
    )


def paragraphs_of(text: str) -> list[str]:
    return [text[one.start : one.end] for one in make_article(text).paragraphs]


def report_page(records: Iterable[ArticleRecord]) -> str:
    return written(ReportWriter, records, StringIO()).getvalue()
