"""The mistakes of a prediction, quote by quote, their cost in letters, and an HTML page of them.

The page's Content Security Policy forbids all but its own style and script. What colours show is also said in words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from string import Template
from typing import Final, Literal, get_args

from quoteminer.evaluation.alignment import Alignment, Letters, align, is_name, is_name_or_alias
from quoteminer.evaluation.counts import SAME_QUOTE, SAME_WORDS, named_speaker
from quoteminer.evaluation.gold import GoldArticle, GoldQuote, GoldSpeaker
from quoteminer.output.escaping import escaped, page_head
from quoteminer.types import Span

MistakeKind = Literal["missed", "invented", "other words", "wrong source", "wrong name"]
MISTAKE_KINDS: Final[tuple[MistakeKind, ...]] = get_args(MistakeKind)
MOSTLY: Final = 0.5
"""From this share on of its letters, a quote without a match is a piece of another quote, or two that became one."""
LIMIT: Final = 2000
"""Most mistakes on a page; more make browsers slow. The page gives their total."""
CONTEXT: Final = 160  # characters of the article to show around the quotes
_SNAP: Final = 20  # most characters by which a window grows to the next space
_NOBODY: Final = '<span class="none">—</span>'


@dataclass(frozen=True, slots=True)
class Mistake:
    """A gold quote that is missing or wrong in the prediction, or a quote that only the prediction has.

    The two quotes were matched (None: missing; a speaker of None: unknown). A pair can have several ``kinds``:

    - missed: no predicted quote is left that shares a letter with it;
    - invented: no gold quote is left that shares a letter with it;
    - other words: the Jaccard index of the letters is below SAME_WORDS; or none is left, but MOSTLY it stands in quotes
      of the other side with the right source: it was cut in two, or two became one;
    - wrong source: the words for the source share no letter;
    - wrong name: the figures of names count the quote, and the predicted name is not the canonical one.

    The cost counts letters: ``lost``, those of the gold quote that no predicted quote holds; ``invented``, those of the
    predicted quote that no gold quote holds; ``misattributed``, those of the gold quote, or of a predicted one without
    a match, that the other side holds, but not with the right source (and person).
    """

    kinds: tuple[MistakeKind, ...]
    gold: GoldArticle
    predicted: GoldArticle
    gold_quote: GoldQuote | None
    predicted_quote: GoldQuote | None
    gold_speaker: GoldSpeaker | None = None
    predicted_speaker: GoldSpeaker | None = None
    lost: int = 0
    misattributed: int = 0
    invented: int = 0

    @property
    def cost(self) -> int:
        return self.lost + self.misattributed + self.invented

    @property
    def start(self) -> int:
        """The start of the first span of content."""
        return min(span[0] for quote in (self.gold_quote, self.predicted_quote) if quote for span in quote.content)


def find_mistakes(gold: GoldArticle, predicted: GoldArticle) -> list[Mistake]:
    """Return the mistakes of one article, in text order. They add up to what ``content.all`` of the figures misses."""
    aligned = align(gold, predicted)
    matched = aligned.matched(0.0)
    taken = set(matched.values())
    pairs: list[tuple[int | None, int | None]] = [(at, matched.get(at)) for at in range(len(aligned.gold))]
    pairs += [(None, at) for at in range(len(aligned.predicted)) if at not in taken]
    found = (_mistake(gold, predicted, aligned, *pair) for pair in pairs)
    return sorted((one for one in found if one.kinds), key=lambda mistake: mistake.start)


def _mistake(
    gold: GoldArticle, predicted: GoldArticle, aligned: Alignment, ours: int | None, theirs: int | None
) -> Mistake:
    """Return the mistake of a pair of indices, one of which may be None; without ``kinds`` if nothing is wrong."""
    golden = None if ours is None else aligned.gold[ours]
    found = None if theirs is None else aligned.predicted[theirs]
    lost = misattributed = invented = 0
    kinds: list[MistakeKind] = []
    if ours is not None and golden:
        over = {at: aligned.predicted[at].content for one, at in aligned.shared if one == ours}
        lost, misattributed = _uncovered(golden.content, over, {at for at in over if _is_right(aligned, ours, at)})
        kinds = ["other words" if _is_mostly_right(golden.content, lost + misattributed) else "missed"]
    if theirs is not None and found:
        over = {at: aligned.gold[at].content for at, one in aligned.shared if one == theirs}
        invented, wrong = _uncovered(found.content, over, {at for at in over if _is_right(aligned, at, theirs)})
        if ours is None:
            misattributed = wrong
            kinds = ["other words" if _is_mostly_right(found.content, invented + wrong) else "invented"]
        else:
            jaccard, speaker = aligned.jaccard(ours, theirs), named_speaker(aligned.gold[ours])
            checks: dict[MistakeKind, bool] = {
                "other words": jaccard < SAME_WORDS,
                "wrong source": not aligned.same_source(ours, theirs),
                "wrong name": bool(speaker and jaccard >= SAME_QUOTE and not is_name(found.name, speaker)),
            }
            kinds = [kind for kind, is_wrong in checks.items() if is_wrong]
    quotes = (golden.quote if golden else None), (found.quote if found else None)
    speakers = (golden.speaker if golden else None), (found.speaker if found else None)
    return Mistake(tuple(kinds), gold, predicted, *quotes, *speakers, lost, misattributed, invented)


def _is_right(aligned: Alignment, ours: int, theirs: int) -> bool:
    """Return True if the source is right and, where the figures ask for it, the speaker."""
    speaker = named_speaker(aligned.gold[ours])
    named = not speaker or is_name_or_alias(aligned.predicted[theirs].name, speaker)
    return named and aligned.same_source(ours, theirs)


def _uncovered(content: Letters, over: Mapping[int, Letters], right: Collection[int]) -> tuple[int, int]:
    """Count the letters of the content that no quote of ``over`` holds, and those that only wrong ones hold."""
    held = content.intersection(frozenset().union(*over.values()))
    return len(content) - len(held), len(held.difference(*(over[at] for at in right)))


def _is_mostly_right(content: Letters, wrong: int) -> bool:
    return len(content) - wrong >= MOSTLY * len(content)


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
        yield _mistake_html(number, mistake)
    if not ordered:
        yield "<p>No mistakes.</p>\n"
    yield f"</main>\n<script>{script}</script>\n</body>\n</html>\n"


def _mistake_html(number: int, mistake: Mistake) -> str:
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
