"""Count the items of an article for every figure, and compute the figures from sums of such counts.

With g, p, m and r for the columns GOLD, PREDICTED, MATCHED and RIGHT of a row (see
`count_article`):

    precision   P = m / p               the share of predicted items that are in the gold
    recall      R = m / g               the share of gold items that were predicted
    F1          2 P R / (P + R)         their harmonic mean (van Rijsbergen, Information Retrieval,
                                        1979, ch. 7)
    source      r / m                   the share of matched items with the right source
    e2e         F1 with r for m         matched, and the source is right; ``attributed`` for
                                        letters; for names ``lenient``: any name that the gold has

All are between 0 and 1, and higher is better. One exception: ``names.quoted`` takes the type of a
gold quote from the gold and of a predicted quote from the prediction, so its precision can exceed 1
if ends differ. The sums run over all articles (micro average).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Final, get_args

import numpy as np
import numpy.typing as npt

from quoteminer.commands.evaluate.alignment import (
    Alignment,
    LetteredQuote,
    Letters,
    align,
    is_canonical_name,
    is_name_or_alias,
    quoted_passages,
    regions,
    shared_letters,
    trimmed,
    type_of,
)
from quoteminer.output.gold.gold_articles import GoldArticle, GoldSpeaker
from quoteminer.types import QuoteType, Role

Counts = npt.NDArray[np.int64]  # shape (…, len(ROWS), 4)
GOLD, PREDICTED, MATCHED, RIGHT = range(4)
"""The columns: gold items, predicted items, those that match, and those that match with the right
source (rows of names: with any name of the speaker; rows of roles: always 0)."""

ROWS: Final[tuple[str, ...]] = (
    *(f"roles.{role}" for role in get_args(Role)),
    *(f"content.{kind}" for kind in (*get_args(QuoteType), "all")),
    "regions",
    *(f"letters.{part}" for part in ("all", "quoted", "unquoted")),
    *(f"names.{part}" for part in ("all", "quoted")),
)
"""The rows of counts, in display order."""

SAME_WORDS: Final = 0.8  # least Jaccard index of two contents that are the same quote
SAME_QUOTE: Final = 0.5  # the same for figures of names, where the ends of the quote matter less
COVERED: Final = 0.8  # least share of a region's letters in the content of a quote that covers it

Values = npt.NDArray[np.float64]
Columns = npt.NDArray[np.int64] | Values  # shape (…, 4): the counts of one row
# from shape (…, 4) to (…): NaN if there is nothing to divide by
Formula = Callable[[Columns], Values]
RowCounts = tuple[str, int, int, int, int]  # a row, and what is to be added to its four columns


def count_article(gold: GoldArticle, predicted: GoldArticle) -> Counts:
    """Count an article; the ``text`` of the prediction is not read. Returns shape (len(ROWS), 4).

    - ``roles.*``: distinct spans of a role, ``trimmed``; matched if both ends are the same.
    - ``content.*``: quotes, one to one, matched if the Jaccard index of the contents' letters is
      SAME_WORDS or more; right if the source is also right. A predicted quote has the type of its
      match, else its own.
    - ``regions``: passages between double marks of two words or more that quotes cover (COVERED);
      right if a gold and a predicted quote that cover it have the same source.
    - ``letters.*``: letters inside a content; right if the quotes there have the same source. A
      letter of several quotes belongs to the last of them.
    - ``names.*``: speech of named persons and organisations, in articles whose gold has speakers;
      matched if the contents match (SAME_QUOTE) and the predicted name is the canonical one; right
      if it is any name in the gold. Predicted are quotes with a named speaker, except those that
      match another kind of attribution.
    """
    aligned = align(gold, predicted)
    passages = quoted_passages(gold.text)
    quoted = frozenset(position for start, end in passages for position in range(start, end))
    tallies = [*_roles(aligned), *_contents(aligned, quoted)]
    tallies += [*_regions(aligned, regions(gold.text, passages)), *_letters(aligned, quoted)]
    if gold.speakers:
        tallies += _names(aligned, quoted)
    table = np.zeros((len(ROWS), 4), dtype=np.int64)
    for row, *numbers in tallies:
        table[ROWS.index(row)] += numbers
    return table


def _roles(aligned: Alignment) -> Iterator[RowCounts]:
    for role in get_args(Role):
        ours, theirs = (
            {
                trimmed(aligned.text, span)
                for lettered in side
                for span in getattr(lettered.quote, role)
            }
            for side in (aligned.gold, aligned.predicted)
        )
        yield f"roles.{role}", len(ours), len(theirs), len(ours & theirs), 0


def _contents(aligned: Alignment, quoted: Letters) -> Iterator[RowCounts]:
    matched = aligned.matched(SAME_WORDS)
    kinds = [type_of(quote.content, quoted) for quote in aligned.gold]
    for gold, kind in enumerate(kinds):
        hit = gold in matched
        right = hit and aligned.same_source(gold, matched[gold])
        for part in (kind, "all"):
            yield f"content.{part}", 1, 0, hit, right
    match_of = {predicted: gold for gold, predicted in matched.items()}
    for predicted, quote in enumerate(aligned.predicted):
        gold = match_of.get(predicted, -1)
        kind = kinds[gold] if gold >= 0 else type_of(quote.content, quoted)
        for part in (kind, "all"):
            yield f"content.{part}", 0, 1, 0, 0


def _regions(aligned: Alignment, passages: list[Letters]) -> Iterator[RowCounts]:
    ours, theirs = _covering(passages, aligned.gold), _covering(passages, aligned.predicted)
    for gold, predicted in zip(ours, theirs, strict=True):
        right = any(aligned.same_source(*pair) for pair in product(gold, predicted))
        yield "regions", bool(gold), bool(predicted), bool(gold and predicted), right


def _covering(passages: list[Letters], side: Sequence[LetteredQuote]) -> list[list[int]]:
    covering: list[list[int]] = [[] for _ in passages]
    shared = shared_letters(passages, [quote.content for quote in side])
    for (region, quote), common in shared.items():
        if common >= COVERED * len(passages[region]):
            covering[region].append(quote)
    return covering


def _letters(aligned: Alignment, quoted: Letters) -> Iterator[RowCounts]:
    sides = aligned.gold, aligned.predicted  # of each letter, the last quote that holds it
    ours, theirs = (
        {letter: index for index, quote in enumerate(side) for letter in quote.content}
        for side in sides
    )
    both = ours.keys() & theirs.keys()
    right = {letter for letter in both if aligned.same_source(ours[letter], theirs[letter])}
    g, p, m, r = (set(some) for some in (ours, theirs, both, right))
    yield "letters.all", len(g), len(p), len(m), len(r)
    yield "letters.quoted", len(g & quoted), len(p & quoted), len(m & quoted), len(r & quoted)
    yield "letters.unquoted", len(g - quoted), len(p - quoted), len(m - quoted), len(r - quoted)


def _names(aligned: Alignment, quoted: Letters) -> Iterator[RowCounts]:
    matched = aligned.matched(SAME_QUOTE)
    for gold, quote in enumerate(aligned.gold):
        if speaker := named_speaker(quote):
            name = aligned.predicted[matched[gold]].name if gold in matched else ""
            hit, lenient = is_canonical_name(name, speaker), is_name_or_alias(name, speaker)
            for row in _name_rows(quote.content, quoted):
                yield row, 1, 0, hit, lenient
    other_kinds = {
        predicted for gold, predicted in matched.items() if not named_speaker(aligned.gold[gold])
    }
    for predicted, quote in enumerate(aligned.predicted):
        if quote.name and predicted not in other_kinds:
            for row in _name_rows(quote.content, quoted):
                yield row, 0, 1, 0, 0


def _name_rows(content: Letters, quoted: Letters) -> tuple[str, ...]:
    return (
        ("names.all",) if type_of(content, quoted) == "indirect" else ("names.all", "names.quoted")
    )


def named_speaker(gold: LetteredQuote) -> GoldSpeaker | None:
    """Return the speaker of a gold quote if the figures of names count it: speech of a person or an
    organisation."""
    counts = gold.speaker and gold.speaker.kind != "unnamed" and gold.quote.act == "speech"
    return gold.speaker if counts else None


def _ratio(part: Columns, whole: Columns) -> Values:
    return np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0)


def _share(part: int, whole: int) -> Formula:
    return lambda row: _ratio(row[..., part], row[..., whole])


def _harmonic(hits: int) -> Formula:
    """Return 2 P R / (P + R) as 2 m / (g + p), except if the gold or the prediction has no items (P
    or R is 0)."""

    def formula(row: Columns) -> Values:
        gold, predicted = row[..., GOLD], row[..., PREDICTED]
        matched = np.where((gold > 0) & (predicted > 0), row[..., hits], 0)
        return _ratio(2 * matched, gold + predicted)

    return formula


precision, recall, f1 = _share(MATCHED, PREDICTED), _share(MATCHED, GOLD), _harmonic(MATCHED)
source_share, f1_right = _share(RIGHT, MATCHED), _harmonic(RIGHT)
FORMULAS: Final[dict[str, dict[str, Formula]]] = {
    "roles": {"P": precision, "R": recall, "F1": f1},
    "content": {"P": precision, "R": recall, "F1": f1, "source": source_share, "e2e": f1_right},
    "regions": {"det": f1, "P": precision, "R": recall, "e2e": f1_right},
    "letters": {"F1": f1, "attributed": f1_right},
    "names": {"P": precision, "R": recall, "F1": f1, "lenient": f1_right},
}
"""The figures of a row, by the first part of its name."""


def shown_formulas(counts: Counts) -> dict[str, dict[str, Formula]]:
    """Return the formulas of each row to show for summed counts: rows of names only if there are
    any."""
    shown = (
        row for index, row in enumerate(ROWS) if not row.startswith("names.") or counts[index].any()
    )
    return {row: FORMULAS[row.partition(".")[0]] for row in shown}


def figures(counts: Counts) -> dict[str, dict[str, float]]:
    """Return the figures of summed counts by row and name (0.0 if there is nothing to divide by),
    and in each row ``gold``, the number of gold items."""
    table: dict[str, dict[str, float]] = {}
    for row, formulas in shown_formulas(counts).items():
        columns = counts[ROWS.index(row)]
        values = {
            name: float(np.nan_to_num(formula(columns))) for name, formula in formulas.items()
        }
        table[row] = {**values, "gold": int(columns[GOLD])}
    return table
