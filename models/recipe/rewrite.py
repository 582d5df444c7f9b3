"""Rewrite reports into forms that are rare in news corpora but common in users' articles.

``“…,” said Ana Silva.`` becomes ``“…” -Ana Silva``, ``Ana Silva: “…”``, ``And from Ana Silva: “…”``
or the turn of a transcript, ``SILVA: …``. Only a report that fills the rest of its paragraph is
rewritten, so nothing else is touched.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from augment import apply_edits
from gold import Example, LayeredQuote, Span

_DASHES = (" -", " - ", " — ", " —", " – ", "\n— ", " ― ")
_LEADS = ("And from {}: ", "From the desk of {}: ", "{}: ", "{} — ", "From {}: ")
_OPENING, _CLOSING = '"“', '"”'
_MOST = 4  # rewritten reports in an article


def rewrite_reports(example: Example, rng: random.Random) -> Example:
    """Rewrite up to four reports of the article into one other form."""
    form = rng.choice((_dash, _lead, _turn, _question))
    chosen = [
        i for i, quote in enumerate(example.quotes) if _fills_its_paragraph(example.text, quote)
    ]
    for index in sorted(rng.sample(chosen, min(_MOST, len(chosen)))):
        example = _rewritten(example, index, form(example.text, example.quotes[index], rng))
    return example


def _fills_its_paragraph(text: str, quote: LayeredQuote) -> bool:
    """True if the paragraph is one quoted content, then cue and source in any order, and a full
    stop."""
    if quote.layer != 0 or not len(quote.content) == len(quote.cue) == len(quote.source) == 1:
        return False
    (start, end), last = quote.content[0], max(quote.cue[0][1], quote.source[0][1])
    if (
        text[start] not in _OPENING
        or text[end - 1] not in _CLOSING
        or min(quote.cue[0][0], quote.source[0][0]) < end
    ):
        return False
    before = text[:start].rstrip(" ")
    words = _without(text, [quote.content[0], quote.cue[0], quote.source[0]], start, last)
    return (
        before[-1:] in ("\n", "")
        and not words.strip()
        and bool(re.match(r"\.?\s*(\n|$)", text[last:]))
    )


def _without(text: str, spans: Sequence[Span], start: int, end: int) -> str:
    covered = {i for a, b in spans for i in range(a, b)}
    return "".join(text[i] for i in range(start, end) if i not in covered)


Parts = list[tuple[str, str]]  # role, or "" for none, and words


def _dash(text: str, quote: LayeredQuote, rng: random.Random) -> Parts:
    return [
        ("content", _ended(_words(text, quote.content))),
        ("", rng.choice(_DASHES)),
        ("source", _words(text, quote.source)),
    ]


def _lead(text: str, quote: LayeredQuote, rng: random.Random) -> Parts:
    before, after = rng.choice(_LEADS).split("{}")
    cue = after.strip()
    return [
        ("", before),
        ("source", _words(text, quote.source)),
        *((("cue", cue), ("", " ")) if cue == ":" else (("", after),)),
        ("content", _ended(_words(text, quote.content))),
    ]


def _turn(text: str, quote: LayeredQuote, rng: random.Random) -> Parts:
    names = re.findall(r"[^\W\d_][\w’'-]+", _words(text, quote.source)) or ["SPEAKER"]
    name = names[-1].upper() if rng.random() < 0.7 else _words(text, quote.source)
    return _labelled(name, text, quote)


def _question(text: str, quote: LayeredQuote, rng: random.Random) -> Parts:
    return _labelled("Q" if "?" in _words(text, quote.content) else "A", text, quote)


def _labelled(label: str, text: str, quote: LayeredQuote) -> Parts:
    content = _ended(_words(text, quote.content)).strip('"“”').rstrip(".")
    return [
        ("source", label),
        ("cue", ":"),
        ("", " "),
        ("content", content),
        ("", "." if content[-1:].isalnum() else ""),
    ]


def _words(text: str, spans: Sequence[Span]) -> str:
    return text[spans[0][0] : spans[0][1]]


def _ended(content: str) -> str:
    """Return ``“…,”`` as written if no report follows: ``“….”``."""
    return re.sub(r",([\"”])$", r".\1", content)


def _rewritten(example: Example, index: int, parts: Parts) -> Example:
    """Replace the text of a report by ``parts``."""
    quote = example.quotes[index]
    start = quote.content[0][0]
    end = max(quote.cue[0][1], quote.source[0][1])
    end += len(example.text[end:]) - len(example.text[end:].removeprefix("."))
    spans: dict[str, tuple[Span, ...]] = {"content": (), "cue": (), "source": ()}
    at = start
    for role, words in parts:
        if role:
            spans[role] = ((at, at + len(words)),)
        at += len(words)
    changed = apply_edits(example, [(start, end, "".join(words for _, words in parts))])
    quotes = list(changed.quotes)
    quotes[index] = replace(quote, **spans)
    # those in the report have moved
    mentions = [m for m in changed.mentions if not start <= m[0] < at]
    if quote.speaker is not None and spans["source"]:
        mentions.append((*spans["source"][0], quote.speaker))
    names = changed.names
    if names is not None and spans["source"]:
        shift = spans["source"][0][0] - quote.source[0][0]
        same = example.text[slice(*quote.source[0])] == changed.text[slice(*spans["source"][0])]
        inside = [
            n
            for n in example.names or ()
            if quote.source[0][0] <= n[0] and n[1] <= quote.source[0][1]
        ]
        names = (*names, *((a + shift, b + shift, kind) for a, b, kind in inside if same))
    return replace(changed, quotes=tuple(quotes), names=names, mentions=tuple(sorted(mentions)))
