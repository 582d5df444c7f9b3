"""The figures, as functions of summed counts.

With g, p, m and r for the columns GOLD, PREDICTED, MATCHED and RIGHT of a row (counts.py says what each row counts):

    precision   P = m / p               of what was predicted, the share that is in the gold
    recall      R = m / g               of the gold, the share that was predicted
    F1          2 P R / (P + R)         their harmonic mean (van Rijsbergen, Information Retrieval, 1979, ch. 7)
    source      r / m                   of what was matched, the share with the right source
    e2e         F1 with r for m         matched, and the source is right; ``attributed`` for letters, and for names
                                        ``lenient``: the name is any that the gold has

All lie within 0..1 and are better the higher they are; but ``names.quoted`` takes a gold quote's kind from the gold
and a predicted one's from the prediction, so that its precision can pass 1 where ends differ. The sums run over all
articles (micro average): a long article weighs more than a short one. Definitions: the project's scorer,
shared/tools/score.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from quoteminer.evaluation.counts import GOLD, MATCHED, PREDICTED, RIGHT, ROWS, Counts

Values = npt.NDArray[np.float64]
Columns = npt.NDArray[np.int64] | Values
"""Shape (…, 4): the counts of one row."""
Formula = Callable[[Columns], Values]
"""From shape (…, 4) to (…): NaN where there is nothing to divide by."""


def _ratio(part: Columns, whole: Columns) -> Values:
    return np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0)


def _share(part: int, whole: int) -> Formula:
    return lambda row: _ratio(row[..., part], row[..., whole])


def _harmonic(hits: int) -> Formula:
    """2 P R / (P + R) is 2 m / (g + p), but for what the gold or the prediction has none of: then P or R is 0."""

    def formula(row: Columns) -> Values:
        gold, predicted = row[..., GOLD], row[..., PREDICTED]
        found = np.where((gold > 0) & (predicted > 0), row[..., hits], 0)
        return _ratio(2 * found, gold + predicted)

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


def shown_rows(counts: Counts) -> list[str]:
    """Return the rows to show of summed counts, of shape (len(ROWS), 4): those of names only where there are any."""
    return [row for index, row in enumerate(ROWS) if not row.startswith("names.") or counts[index].any()]


def formulas(row: str) -> dict[str, Formula]:
    """Return the figures of a row by name."""
    return FORMULAS[row.partition(".")[0]]


def figures(counts: Counts) -> dict[str, dict[str, float]]:
    """Return every figure of summed counts, of shape (len(ROWS), 4), by row and name, and in each row ``gold``, the
    number of gold items. Where there is nothing to divide by, a figure is 0.0."""
    table: dict[str, dict[str, float]] = {}
    for row in shown_rows(counts):
        columns = counts[ROWS.index(row)]
        values = {name: float(np.nan_to_num(formula(columns))) for name, formula in formulas(row).items()}
        table[row] = {**values, "gold": int(columns[GOLD])}
    return table
