"""Measure a model directory on gold, and keep the figures in its meta.json."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from resolution import resolution

from quoteminer.errors import GoldError
from quoteminer.evaluation.counts import count_article
from quoteminer.evaluation.formats import read_gold
from quoteminer.evaluation.gold import GoldArticle, from_record
from quoteminer.evaluation.intervals import evaluate as with_intervals
from quoteminer.evaluation.report import scores_to_dict
from quoteminer.miner import QuoteMiner


def evaluate(model: Path, *, data: Path, sets: list[str]) -> dict[str, Any]:
    """By gold set (file name without its endings): every figure with its interval, and where the set has resolved
    speakers those of the resolution (``resolution.py``)."""
    miner = QuoteMiner(model)
    figures = {name.partition(".")[0]: _rounded(_figures(miner, read_all(data / name))) for name in sets}
    path = model / "meta.json"
    meta = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**meta, "figures": figures}, indent=1) + "\n", encoding="utf-8")
    return figures


def read_all(path: Path) -> list[GoldArticle]:
    """The articles of a gold file. Raises GoldError for the first that can't be read."""
    return [_whole(one) for one in read_gold([path])]


def _whole(one: GoldArticle | GoldError) -> GoldArticle:
    if isinstance(one, GoldError):
        raise one
    return one


def _figures(miner: QuoteMiner, gold: list[GoldArticle]) -> dict[str, Any]:
    records = [miner.mine(article.text, id=article.id) for article in gold]
    pairs: Iterable[tuple[GoldArticle, Any]] = zip(gold, records, strict=True)
    scores = scores_to_dict(with_intervals(count_article(one, from_record(r, one.text)) for one, r in pairs))
    return {**scores, "resolution": resolution(gold, records)} if any(one.speakers for one in gold) else scores


def _rounded(value: Any) -> Any:
    """The same with four decimals."""
    return json.loads(json.dumps(value), parse_float=lambda digits: round(float(digits), 4))
