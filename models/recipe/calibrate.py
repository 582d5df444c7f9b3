"""Fit the confidence: the probability that a quote is right, given the scores of its spans and its speaker."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path
from typing import Any

import spacy
from checked import write_checked
from gold import key_of, read_jsonl, right_names, set_path
from logistic import fit_yes_no

from quoteminer.attribution.confidence import span_features
from quoteminer.component import QuoteMinerComponent
from quoteminer.evaluation.alignment import letters_of
from quoteminer.findings.calibration import FEATURES, confidence_of, features
from quoteminer.pipeline import Findings
from quoteminer.types import Attribution, Resolution

Row = tuple[Attribution, Resolution, bool]
Judge = Callable[[Findings, dict[str, Any]], list[bool]]

#: Strengths of the L2 penalty, in rows; the second by cross-validation (eight folds of articles), the first as it was.
_SPAN_RIDGE, _RIDGE = 0.3, 3.0
_SURE, _TRUSTED = 0.9, 0.95
_EXCESS = 0.06
_ENOUGH = 50  # rows of a tenth


def calibrate(model: Path, *, data: Path, span_sets: list[str], sets: list[str]) -> dict[str, Any]:
    """Fit the weights on development gold; write them to the model's config.json, with its checksum.

    First the weights for attributions, on ``span_sets``: which candidates of the network are attributions? Then, with
    the attributions that are kept, the weights for quotes, on ``sets``, which have resolved speakers: which quotes have
    the right speaker? Returns the weights and, as "held out", the quality of the confidence on each of ``sets`` if it
    is fitted on the others.
    """
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    component = QuoteMinerComponent(model=model)

    def examine(name: str, judge: Judge) -> Iterator[Row]:
        for article in read_jsonl(set_path(data, name)):
            found = component.find(nlp(article["text"]))
            rows = zip(found.attributions, found.resolutions, judge(found, article), strict=True)
            yield from (row for row in rows if row[0].turn is None)  # labels say who speaks, not the network

    component._resources.model = replace(component.model, confidence={})
    offered = [(span_features(one), right) for name in span_sets for one, _, right in examine(name, judge_spans)]
    spans = _fit(offered, tuple(offered[0][0]), _SPAN_RIDGE)
    component._resources.model = replace(component.model, confidence={"spans": spans})
    kept = {name: list(examine(name, judge_speakers)) for name in sets}
    weights = {"spans": spans, "quotes": _fit_quotes(kept.values())}
    config = model / "config.json"
    settings = json.loads(config.read_text(encoding="utf-8"))
    write_checked(config, json.dumps({**settings, "confidence": weights}, indent=1) + "\n")
    held_out = {
        name: _held_out(rows, _fit_quotes(others for other, others in kept.items() if other != name))
        for name, rows in kept.items()
        if len(kept) > 1
    }
    return {**weights, "held out": held_out}


def _fit_quotes(sets: Iterable[list[Row]]) -> dict[str, float]:
    rows = [row for rows in sets for row in rows]
    fitted = _fit([(features(one, resolution), right) for one, resolution, right in rows], FEATURES, _RIDGE)
    return {**fitted, "prudence": _prudence(rows, fitted)}


def _held_out(rows: Sequence[Row], weights: Mapping[str, float]) -> dict[str, float]:
    """Return the mean confidence and the share of right quotes, for all quotes and for those with 0.9 or more."""
    judged = [(confidence_of(features(one, who), weights), right) for one, who, right in rows]
    sure = [(confidence, right) for confidence, right in judged if confidence >= _SURE]
    told = {"quotes": float(len(judged)), "sure": float(len(sure))}
    for name, some in (("", judged), ("sure ", sure)):
        told[f"{name}confidence"] = round(sum(c for c, _ in some) / max(1, len(some)), 3)
        told[f"{name}right"] = round(sum(right for _, right in some) / max(1, len(some)), 3)
    return told


def _prudence(rows: Sequence[Row], fitted: Mapping[str, float]) -> float:
    """Return the largest factor, in steps of 0.05, at which a confidence of 0.9 is reliable (95 % of spoken direct and
    mixed quotes have the right speaker), and no tenth from 0.5 on is on average overconfident by more than 0.06."""
    judged = [(one, features(one, who), right) for one, who, right in rows]
    for step in range(20, 9, -1):
        prudent = {**fitted, "prudence": step / 20}
        told = [(one, confidence_of(values, prudent), right) for one, values, right in judged]
        sure = [right for one, c, right in told if one.type != "indirect" and one.act == "speech" and c >= _SURE]
        if sum(sure) >= _TRUSTED * len(sure) and _excess([(c, right) for _, c, right in told]) <= _EXCESS:
            break
    return step / 20


def _excess(told: Sequence[tuple[float, bool]]) -> float:
    """Return the largest excess of the mean confidence of a tenth over its share of right quotes, from 0.5 on (prudence
    changes nothing below); 0 if no tenth has enough quotes."""
    tenths = [[(c, right) for c, right in told if min(int(10 * c), 9) == tenth] for tenth in range(5, 10)]
    return max(
        (sum(c - right for c, right in some) / len(some) for some in tenths if len(some) >= _ENOUGH), default=0.0
    )


def judge_spans(found: Findings, gold: dict[str, Any]) -> list[bool]:
    """Return for every attribution whether the gold has the same words (Jaccard index of letters 0.8) and source."""
    text = gold["text"]
    answers = [(letters_of(text, q["content"]), letters_of(text, q["source"])) for q in gold["quotes"]]
    verdicts = []
    for one in found.attributions:
        content, source = letters_of(text, one.content), letters_of(text, [one.source] if one.source else [])
        verdicts.append(any(_jaccard(content, c) >= 0.8 and (bool(source & s) or source == s) for c, s in answers))
    return verdicts


def judge_speakers(found: Findings, gold: dict[str, Any]) -> list[bool]:
    """Return for every attribution whether the gold has about the same words (0.5) with its speaker (`right_names`)."""
    names = {one["id"]: right_names(one) for one in gold["speakers"]}
    answers = [(letters_of(gold["text"], q["content"]), names.get(q["speaker"], {None})) for q in gold["quotes"]]
    speakers = {speaker.id: key_of(speaker.name) for speaker in found.speakers}
    return [
        any(
            _jaccard(letters_of(gold["text"], attribution.content), letters) >= 0.5
            and (None if resolution.speaker is None else speakers[resolution.speaker]) in allowed
            for letters, allowed in answers
        )
        for attribution, resolution in zip(found.attributions, found.resolutions, strict=True)
    ]


def _fit(rows: Sequence[tuple[Mapping[str, float], bool]], names: Sequence[str], ridge: float) -> dict[str, float]:
    fitted = fit_yes_no([[1.0, *values.values()] for values, _ in rows], [right for _, right in rows], ridge)
    return dict(zip(("bias", *names), fitted.round(4).tolist(), strict=True))


def _jaccard(one: Set[int], other: Set[int]) -> float:
    return len(one & other) / max(1, len(one | other))
