"""An HTML page of mistakes: gold and prediction side by side, the most costly mistake first.

The Content Security Policy forbids all but the page's own style and script. What colours show is also said in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import resources
from string import Template
from typing import Final

from quoteminer.evaluation.gold import GoldArticle, GoldQuote, GoldSpeaker
from quoteminer.evaluation.mistakes import MISTAKE_KINDS, Mistake
from quoteminer.output.escaping import escaped, page_head
from quoteminer.types import Span

LIMIT: Final = 2000
"""Most mistakes on a page; more make browsers slow. The page gives their total."""
CONTEXT: Final = 160
"""Characters of the article to show around the quotes."""
_SNAP: Final = 20
"""Most characters by which a window grows to the next space."""
_NOBODY: Final = '<span class="none">—</span>'


def error_page(mistakes: Iterable[Mistake], *, title: str, limit: int = LIMIT) -> Iterator[str]:
    """Yield the page piece by piece; ``title`` is plain text."""
    ordered = sorted(mistakes, key=lambda mistake: -mistake.cost)
    folder = resources.files("quoteminer.evaluation")
    style, script, top = (folder.joinpath(f"errors_page.{end}").read_text("utf-8") for end in ("css", "js", "html"))
    rows = boxes = ""
    for kind in (*MISTAKE_KINDS, "all"):
        some = [one for one in ordered if kind in (*one.kinds, "all")]
        cost = sum(one.cost for one in some)
        rows += f'<tr><th scope="row">{kind}</th><td>{len(some)}</td><td>{cost}</td></tr>\n'
        if some and kind != "all":
            boxes += f'<label><input type="checkbox" value="{kind}" checked> {kind}</label>\n'
    yield from page_head(title=title, style=style, script=script)
    yield Template(top).substitute(title=escaped(title), rows=rows, boxes=boxes)
    if len(ordered) > limit:
        yield f"<p>The {limit} most costly of {len(ordered)} mistakes are shown.</p>\n"
    for number, mistake in enumerate(ordered[:limit], start=1):
        yield _mistake(number, mistake)
    if not ordered:
        yield "<p>No mistakes.</p>\n"
    yield f"</main>\n<script>{script}</script>\n</body>\n</html>\n"


def _mistake(number: int, mistake: Mistake) -> str:
    kinds = " ".join(f'<span class="kind">{kind}</span>' for kind in mistake.kinds)
    where = f'<span class="where">{escaped(mistake.gold.id)}, character {mistake.start}</span>'
    parts = (("lost", mistake.lost), ("misattributed", mistake.misattributed), ("invented", mistake.invented))
    named = ", ".join(f"{count} {name}" for name, count in parts if count)
    cost = f"{mistake.cost} letter{'s' * (mistake.cost != 1)}" + (f": {named}" if named else "")
    windows = _windows(mistake)
    gold = _side("Gold", mistake.gold, mistake.gold_quote, mistake.gold_speaker, windows)
    predicted = _side("Predicted", mistake.predicted, mistake.predicted_quote, mistake.predicted_speaker, windows)
    return (
        f'<article class="mistake" id="m{number}" tabindex="0" data-kinds="{"|".join(mistake.kinds)}">\n'
        f'<h2><a href="#m{number}">{number}</a> {kinds} <span>{cost}</span> {where}</h2>\n'
        f'<div class="sides">\n{gold}{predicted}</div>\n</article>\n'
    )


def _windows(mistake: Mistake) -> list[Span]:
    """Return the stretches of the article to show on both sides: around all spans of either quote."""
    text, windows = mistake.gold.text, list[Span]()
    quotes = [quote for quote in (mistake.gold_quote, mistake.predicted_quote) if quote]
    for first, last in sorted(span for quote in quotes for span in quote.spans):
        start, end = max(first - CONTEXT, 0), min(last + CONTEXT, len(text))
        space_before = next((at for at in range(start, max(start - _SNAP, 0), -1) if text[at - 1].isspace()), start)
        start = 0 if start < _SNAP else space_before
        end = next((at for at in range(end, min(end + _SNAP, len(text))) if text[at].isspace()), end)
        if windows and start <= windows[-1][1]:
            windows[-1] = windows[-1][0], max(end, windows[-1][1])
        else:
            windows.append((start, end))
    return windows


def _side(
    heading: str, reading: GoldArticle, quote: GoldQuote | None, speaker: GoldSpeaker | None, windows: list[Span]
) -> str:
    text = reading.text
    words = '<span class="gap"> … </span>'.join(_marked(reading, quote, window) for window in windows)
    before = "… " if windows[0][0] > 0 else ""
    after = " …" if windows[-1][1] < len(text) else ""
    facts = '<p class="none">No quote here.</p>'
    if quote:
        aliases = f" (also {', '.join(speaker.aliases)})" if speaker and speaker.aliases else ""
        rows = [("Speaker", speaker.name + aliases if speaker and speaker.name else "")]
        for role, spans in (("Source", quote.source), ("Cue", quote.cue), ("Content", quote.content)):
            rows.append((role, " … ".join(" ".join(text[start:end].split()) for start, end in spans)))
        facts = f"<dl>{''.join(f'<dt>{term}</dt><dd>{escaped(fact) or _NOBODY}</dd>' for term, fact in rows)}</dl>"
    return (
        f'<section class="side" aria-label="{heading}"><h3>{heading}</h3>\n'
        f'<p class="words">{before}{words}{after}</p>\n{facts}\n</section>\n'
    )


def _marked(reading: GoldArticle, quote: GoldQuote | None, window: Span) -> str:
    """Return the text of a window with its spans marked."""
    start, end = window
    layers = [("other", span) for other in reading.quotes if other is not quote for span in other.content]
    if quote is not None:
        roles = (("content", quote.content), ("source", quote.source), ("cue", quote.cue))
        layers += [(name, span) for name, spans in roles for span in spans]
    near = [((max(a, start), min(b, end)), name) for name, (a, b) in layers if a < end and b > start]
    cuts = sorted({start, end, *(at for span, _ in near for at in span)})
    pieces = []
    for a, b in zip(cuts, cuts[1:], strict=False):
        names = dict.fromkeys(name for span, name in near if span[0] <= a and b <= span[1])
        words = escaped(reading.text[a:b])
        pieces.append(f'<mark class="{" ".join(names)}">{words}</mark>' if names else words)
    return "".join(pieces)
