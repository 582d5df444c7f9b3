"""Measure a model directory on the dev gold with the shared scorer, and keep the figures in its meta.json."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

from gold import read_jsonl

from quoteminer.miner import QuoteMiner


def evaluate(model: Path, *, data: Path, scorer: Path, sets: list[str]) -> dict[str, Any]:
    """Figures by gold set (file name without .jsonl.gz), as ``scorer`` (shared/tools/score.py) defines them."""
    score = runpy.run_path(str(scorer))["score"]
    miner = QuoteMiner(model)
    figures = {}
    for name in sets:
        gold = list(read_jsonl(data / f"{name}.jsonl.gz"))
        records = [miner.mine(article["text"], id=article["id"]).to_dict() for article in gold]
        figures[name] = score(gold, records)
    path = model / "meta.json"
    meta = json.loads(path.read_text(encoding="utf-8"))
    meta["figures"] = {
        name: {row: {key: round(value, 4) for key, value in cells.items()} for row, cells in rows.items()}
        for name, rows in figures.items()
    }
    path.write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")
    return figures
