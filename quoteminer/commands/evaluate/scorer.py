"""The scorer of ``nlp.evaluate`` and ``spacy evaluate``: the figures of ``quoteminer evaluate``
under spaCy's names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final, get_args

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from quoteminer.commands.evaluate.counts import (
    FORMULAS,
    GOLD,
    MATCHED,
    PREDICTED,
    RIGHT,
    ROWS,
    Counts,
    count_article,
)
from quoteminer.component.annotations import ATTRIBUTE, record_key, record_of
from quoteminer.errors import GoldError
from quoteminer.output.gold import read_gold
from quoteminer.output.gold.gold_articles import GoldArticle, article_from_dict, article_to_dict
from quoteminer.types import QuoteType

CountedColumn = tuple[str, int]  # a row of counts, and the column of its right items

_HEADS: Final[dict[str, CountedColumn]] = {
    "": ("content.all", MATCHED),
    "e2e_": ("content.all", RIGHT),
    "speaker_": ("names.all", MATCHED),
}
"""The separate figures, by the prefix of their names."""
_TYPES: Final[dict[str, CountedColumn]] = {
    **{kind: (f"content.{kind}", MATCHED) for kind in get_args(QuoteType)},
    **{f"{kind} + source": (f"content.{kind}", RIGHT) for kind in get_args(QuoteType)},
    "passages": ("regions", MATCHED),
    "passages + source": ("regions", RIGHT),
    "cue": ("roles.cue", MATCHED),
    "source": ("roles.source", MATCHED),
    "speaker": ("names.all", MATCHED),
}
"""The rows of the table by type. ``speaker``: the name of a quote's speaker is right."""


def make_scorer() -> Callable[..., dict[str, Any]]:
    """Return `score`, for spaCy's registry."""
    return score


def score(
    examples: Iterable[Example],
    *,
    attribute: str = ATTRIBUTE,
    spans_key: str = "quoteminer",
    **_: Any,
) -> dict[str, Any]:
    """Compare predictions with the gold.

    Args:
        examples: the gold is the record of ``example.reference``, set by ``doc._.quotes = […]``,
            `gold_docs` or the component itself. Examples without one are left out.
        attribute, spans_key: the settings of the component.

    Returns:
        Micro averages, 0..1, as in ``quoteminer evaluate``; None if there is nothing to compare:

        - ``quotes_p``, ``_r``, ``_f``: quotes that match; ``quotes_e2e_p``, …: with the right
          source as well; ``quotes_speaker_p``, …: named speakers with the right name.
        - ``quotes_per_type``: ``p``, ``r`` and ``f`` of each type of quote, with and without the
          source, of cues, sources, passages between marks and speakers, if there are any.
        - ``spans_KEY_p``, …, ``spans_KEY_per_type``: the same, with the keys of
          ``spacy evaluate --spans-key KEY``.

    Raises:
        GoldError: an example's docs have different texts, or a record is invalid.
    """
    counts: list[Counts] = []
    for example in examples:
        gold, predicted = (
            _article(doc, attribute) for doc in (example.reference, example.predicted)
        )
        if gold is None:
            continue
        # a Doc of words may end with a space
        if example.predicted.text.rstrip() != gold.text.rstrip():
            reason = (
                f"The doc that begins {gold.text[:60]!r} was annotated as another text than the one"
                " that was read"
            )
            raise GoldError(f"{reason}. Make the predicted doc of the same text.")
        counts.append(count_article(gold, predicted or GoldArticle(gold.id, gold.text)))
    total = np.sum([np.zeros((len(ROWS), 4), dtype=np.int64), *counts], axis=0)
    heads = {head: _figures(total, row) or dict.fromkeys("prf") for head, row in _HEADS.items()}
    types = (
        {name: found for name, row in _TYPES.items() if (found := _figures(total, row))}
        if counts
        else None
    )
    scores: dict[str, Any] = {
        f"{attribute}_{head}{key}": value for head in heads for key, value in heads[head].items()
    }
    scores |= {f"spans_{spans_key}_{key}": value for key, value in heads[""].items()}
    return {**scores, f"{attribute}_per_type": types, f"spans_{spans_key}_per_type": types}


def gold_docs(
    paths: Iterable[str | Path] | str | Path, nlp: Language, *, attribute: str = ATTRIBUTE
) -> Iterator[Doc]:
    """Yield annotated articles as docs for ``spacy evaluate``; save them with
    ``DocBin(store_user_data=True)``.

    Args:
        paths: files, folders or globs of any format that ``quoteminer evaluate`` reads.
        nlp: the pipeline that makes the tokens.
        attribute: the setting of the component that is evaluated.

    Raises:
        GoldError: an article can't be read.
    """
    for article in read_gold(paths):
        if isinstance(article, GoldError):
            raise article
        doc = nlp.make_doc(article.text)
        record = article_to_dict(article)
        del record["text"]
        doc.user_data[record_key(attribute)] = record
        yield doc


def _article(doc: Doc, attribute: str) -> GoldArticle | None:
    if (record := record_of(doc, attribute)) is None:
        return None
    try:
        return article_from_dict({**record, "id": str(record.get("id") or ""), "text": doc.text})
    except GoldError as error:
        reason = f"doc._.{attribute} of the doc that begins {doc.text[:60]!r} is invalid ({error})"
        advice = (
            "Give quotes with content, cue and source, as JSON lines of gold have them, or those of"
            " a record."
        )
        raise GoldError(f"{reason}. {advice}") from None


def _figures(total: Counts, row: CountedColumn) -> dict[str, float | None]:
    """Return precision, recall and F1 (0.0 if the divisor is 0); nothing if neither side has any
    item."""
    columns = total[ROWS.index(row[0])].copy()
    if not columns[[GOLD, PREDICTED]].any():
        return {}
    columns[MATCHED] = columns[row[1]]
    formulas = zip("prf", FORMULAS["roles"].values(), strict=True)
    return {key: float(np.nan_to_num(formula(columns))) for key, formula in formulas}
