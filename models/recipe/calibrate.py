"""Fit the confidence: how often is a quote right whose spans and speaker the chain believes in so much?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from gold import read_jsonl

from quoteminer.attribution.confidence import FEATURES, features
from quoteminer.component import QuoteMinerComponent
from quoteminer.pipeline import Findings

_RIDGE = 1e-2


def calibrate(model: Path, *, data: Path, sets: list[str]) -> dict[str, float]:
    """Fit the weights on gold sets with resolved speakers; write them to the model's config.json, with its checksum.

    A quote is right where its content shares half of its letters (Jaccard index) with a gold one of the same speaker.
    """
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    component = QuoteMinerComponent(model=model)
    rows: list[list[float]] = []
    right: list[bool] = []
    for name in sets:
        for article in read_jsonl(data / f"{name}.jsonl.gz"):
            found = component.find(nlp(article["text"]))
            pairs = zip(found.attributions, found.resolutions, strict=True)
            rows += [[1.0, *features(attribution, resolution).values()] for attribution, resolution in pairs]
            right += judge(found, article)
    fitted = _logistic(np.array(rows), np.array(right, dtype=float))
    weights = dict(zip(("bias", *FEATURES), fitted.round(4).tolist(), strict=True))
    _write(model, weights)
    return weights


def judge(found: Findings, gold: dict[str, Any]) -> list[bool]:
    """For every attribution: is it one of the article's, and is its speaker the right one?"""
    names = {speaker["id"]: {speaker["name"], *speaker["aliases"]} for speaker in gold["speakers"]}
    answers = [(_letters(gold["text"], q["content"]), names.get(q["speaker"], {None})) for q in gold["quotes"]]
    speakers = {speaker.id: speaker.name for speaker in found.speakers}
    return [
        any(
            _jaccard(_letters(gold["text"], attribution.content), letters) >= 0.5
            and (None if resolution.speaker is None else speakers[resolution.speaker]) in allowed
            for letters, allowed in answers
        )
        for attribution, resolution in zip(found.attributions, found.resolutions, strict=True)
    ]


def _letters(text: str, spans: Iterable[Sequence[int]]) -> set[int]:
    return {i for a, b in spans for i in range(a, b) if text[i].isalnum()}


def _jaccard(one: set[int], other: set[int]) -> float:
    return len(one & other) / max(1, len(one | other))


def _logistic(table: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Ridge logistic regression by Newton's method."""
    weights = np.zeros(table.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (chance - right) + _RIDGE * weights
        curve = (table.T * (chance * (1 - chance))) @ table + _RIDGE * np.eye(len(weights))
        weights = weights - np.linalg.solve(curve, slope)
    return weights


def _write(model: Path, weights: dict[str, float]) -> None:
    config, meta = model / "config.json", model / "meta.json"
    settings = json.loads(config.read_text(encoding="utf-8"))
    config.write_text(json.dumps({**settings, "confidence": weights}, indent=1) + "\n", encoding="utf-8")
    about = json.loads(meta.read_text(encoding="utf-8"))
    about["sha256"]["config.json"] = hashlib.sha256(config.read_bytes()).hexdigest()
    meta.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
