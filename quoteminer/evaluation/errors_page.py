"""An HTML page of mistakes: gold and prediction side by side, the most costly mistake first.

The page needs no network: its Content Security Policy forbids all but its own style and script. Texts are escaped. It
follows the system's light or dark style, and says in words what colours show. Without a script, only the filter and the
keys are missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from typing import Final

from quoteminer.evaluation.gold import GoldArticle, GoldQuote, GoldSpeaker
from quoteminer.evaluation.mistakes import MISTAKE_KINDS, Mistake, most_costly_first
from quoteminer.htmltext import escaped, page_head
from quoteminer.types import Span

LIMIT: Final = 2000
"""Most mistakes on a page; more make browsers slow. The page gives their total."""
CONTEXT: Final = 160
"""Characters of the article to show around the quotes."""
_SNAP: Final = 20
"""Most characters by which a window grows to the next space."""
_NOBODY: Final = '<span class="none">—</span>'
_MEANINGS: Final = """\
<details><summary>What the kinds and the cost mean</summary>
<ul>
<li><b>missed</b>: no predicted quote is left for it; <b>invented</b>: no gold quote is left for it.</li>
<li><b>other words</b>: gold and predicted quote share less than 80 % of their letters (Jaccard index); or one quote was
cut in two, or two became one.</li>
<li><b>wrong source</b>: the words for the source share no letter. <b>wrong name</b>: speech of a named person or
organisation, and the predicted speaker has another name than the gold's canonical one.</li>
<li>The cost is a number of letters and digits: <b>lost</b> are those of the gold quote that no predicted quote holds,
<b>misattributed</b> those that are held, but by none with the right source and person, <b>invented</b> those of the
predicted quote that no gold quote holds. An invented quote inside one of somebody else is misattributed. What costs 0
is only cut, or called, in another way.</li>
<li>In the texts, the quote in question has a <mark class="content">coloured ground</mark>, its source is
<mark class="source">underlined</mark>, its cue <mark class="cue">underlined with dots</mark>; other quotes of the same
reading have a <mark class="other">dashed frame</mark>.</li>
</ul></details>
"""


def error_page(mistakes: Iterable[Mistake], *, title: str, limit: int = LIMIT) -> Iterator[str]:
    """Yield the page piece by piece.

    Args:
        mistakes: of any number of articles, in any order.
        title: plain text, such as the system and the gold.
        limit: the most mistakes to show, the most costly ones first.
    """
    ordered = most_costly_first(mistakes)
    style, script = _resource("css"), _resource("js")
    yield from page_head(title=title, style=style, script=script)
    yield f"<h1>{escaped(title)}</h1>\n{_summary(ordered)}{_MEANINGS}{_choices(ordered)}<main>\n"
    if len(ordered) > limit:
        yield f"<p>The {limit} most costly of {len(ordered)} mistakes are shown.</p>\n"
    for number, mistake in enumerate(ordered[:limit], start=1):
        yield _mistake(number, mistake)
    if not ordered:
        yield "<p>No mistakes.</p>\n"
    yield f"</main>\n<script>{script}</script>\n</body>\n</html>\n"


def _resource(suffix: str) -> str:
    return resources.files("quoteminer.evaluation").joinpath(f"errors_page.{suffix}").read_text(encoding="utf-8")


def _summary(mistakes: Sequence[Mistake]) -> str:
    """Return a table of number and cost by kind; a mistake of two kinds is in both rows."""
    rows = [(kind, [one for one in mistakes if kind in one.kinds]) for kind in MISTAKE_KINDS]
    lines = "".join(
        f'<tr><th scope="row">{kind}</th><td>{len(some)}</td><td>{sum(one.cost for one in some)}</td></tr>\n'
        for kind, some in [*rows, ("all", list(mistakes))]
    )
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Kind", "Mistakes", "Letters"))
    return f"<table>\n<tr>{heads}</tr>\n{lines}</table>\n"


def _choices(mistakes: Sequence[Mistake]) -> str:
    """Return the filter, hidden until the script that it needs shows it."""
    boxes = "".join(
        f'<label><input type="checkbox" value="{kind}" checked> {kind}</label>\n'
        for kind in MISTAKE_KINDS
        if any(kind in one.kinds for one in mistakes)
    )
    return (
        f'<fieldset id="choices" class="handy" hidden><legend>Show</legend>\n{boxes}'
        '<output id="shown"></output></fieldset>\n'
        '<p class="keys handy" hidden><kbd>j</kbd> next mistake, <kbd>k</kbd> the one before</p>\n'
    )


def _mistake(number: int, mistake: Mistake) -> str:
    kinds = " ".join(f'<span class="kind">{kind}</span>' for kind in mistake.kinds)
    where = f'<span class="where">{escaped(mistake.gold.id)}, character {mistake.start}</span>'
    windows = _windows(mistake)
    sides = "".join(
        _side(heading, reading, quote, speaker, windows)
        for heading, reading, quote, speaker in (
            ("Gold", mistake.gold, mistake.gold_quote, mistake.gold_speaker),
            ("Predicted", mistake.predicted, mistake.predicted_quote, mistake.predicted_speaker),
        )
    )
    return (
        f'<article class="mistake" id="m{number}" tabindex="0" data-kinds="{"|".join(mistake.kinds)}">\n'
        f'<h2><a href="#m{number}">{number}</a> {kinds} <span>{_cost(mistake)}</span> {where}</h2>\n'
        f'<div class="sides">\n{sides}</div>\n</article>\n'
    )


def _cost(mistake: Mistake) -> str:
    parts = (("lost", mistake.lost), ("misattributed", mistake.misattributed), ("invented", mistake.invented))
    named = ", ".join(f"{count} {name}" for name, count in parts if count)
    return f"{mistake.cost} letter{'s' * (mistake.cost != 1)}" + (f": {named}" if named else "")


def _side(
    heading: str, reading: GoldArticle, quote: GoldQuote | None, speaker: GoldSpeaker | None, windows: list[Span]
) -> str:
    text = reading.text
    words = '<span class="gap"> … </span>'.join(_marked(reading, quote, window) for window in windows)
    before = "… " if windows[0][0] > 0 else ""
    after = " …" if windows[-1][1] < len(text) else ""
    shown = f'<p class="words">{before}{words}{after}</p>\n'
    facts = _facts(text, quote, speaker) if quote else '<p class="none">No quote here.</p>'
    return f'<section class="side" aria-label="{heading}"><h3>{heading}</h3>\n{shown}{facts}\n</section>\n'


def _facts(text: str, quote: GoldQuote, speaker: GoldSpeaker | None) -> str:
    """Return the quote's speaker, source, cue and content in words."""
    roles = (("Source", quote.source), ("Cue", quote.cue), ("Content", quote.content))
    rows = [("Speaker", _who(speaker)), *((role, _words(text, spans)) for role, spans in roles)]
    return f"<dl>{''.join(f'<dt>{term}</dt><dd>{shown}</dd>' for term, shown in rows)}</dl>"


def _who(speaker: GoldSpeaker | None) -> str:
    """Return the name, with the other names that count as right."""
    if not speaker or not speaker.name:
        return _NOBODY
    return escaped(speaker.name + (f" (also {', '.join(speaker.aliases)})" if speaker.aliases else ""))


def _words(text: str, spans: Iterable[Span]) -> str:
    return escaped(" … ".join(" ".join(text[start:end].split()) for start, end in spans)) or _NOBODY


def _windows(mistake: Mistake) -> list[Span]:
    """Return the stretches of the article to show on both sides: around all spans of either quote."""
    text = mistake.gold.text
    windows: list[Span] = []
    quotes = [quote for quote in (mistake.gold_quote, mistake.predicted_quote) if quote]
    for span in sorted(span for quote in quotes for span in _spans(quote)):
        start, end = _widened(text, span)
        if windows and start <= windows[-1][1]:
            windows[-1] = windows[-1][0], max(end, windows[-1][1])
        else:
            windows.append((start, end))
    return windows


def _widened(text: str, span: Span) -> Span:
    start, end = max(span[0] - CONTEXT, 0), min(span[1] + CONTEXT, len(text))
    space_before = next((at for at in range(start, max(start - _SNAP, 0), -1) if text[at - 1].isspace()), start)
    space_after = next((at for at in range(end, min(end + _SNAP, len(text))) if text[at].isspace()), end)
    return (0 if start < _SNAP else space_before), space_after


def _spans(quote: GoldQuote) -> tuple[Span, ...]:
    return (*quote.content, *quote.cue, *quote.source)


def _marked(reading: GoldArticle, quote: GoldQuote | None, window: Span) -> str:
    """Return the text of a window with its spans marked."""
    start, end = window
    others = (span for other in reading.quotes for span in other.content if span[0] < end and other is not quote)
    layers = [("other", span) for span in others]
    if quote is not None:
        roles = (("content", quote.content), ("source", quote.source), ("cue", quote.cue))
        layers.extend((name, span) for name, spans in roles for span in spans)
    near = [((max(a, start), min(b, end)), name) for name, (a, b) in layers if a < end and b > start]
    cuts = sorted({start, end, *(at for span, _ in near for at in span)})
    pieces = []
    for a, b in zip(cuts, cuts[1:], strict=False):
        names = dict.fromkeys(name for span, name in near if span[0] <= a and b <= span[1])
        words = escaped(reading.text[a:b])
        pieces.append(f'<mark class="{" ".join(names)}">{words}</mark>' if names else words)
    return "".join(pieces)
