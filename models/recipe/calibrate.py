"""Fit the confidence: the probability that a quote is right, given the scores of its spans and its
speaker."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import spacy
from checked import write_checked
from gold import key_of, read_jsonl, right_names, set_path
from logistic import fit_yes_no

from quoteminer.attribution.build_record import Findings
from quoteminer.attribution.calibration import FEATURES, SURE, confidence_of, features, probability
from quoteminer.attribution.confidence import Weights, span_features
from quoteminer.commands.evaluate.alignment import letters_of
from quoteminer.component import QuoteMinerComponent
from quoteminer.types import Attribution, Resolution


class Row(NamedTuple):
    """An attribution, and what the gold says of it: ``exact``: the same words (Jaccard index of
    letters 0.8) and source; ``found``: about the same words (0.5); ``right``: about the same words
    with the right speaker.
    """

    attribution: Attribution
    resolution: Resolution
    exact: bool
    found: bool
    right: bool

    @property
    def features(self) -> dict[str, float]:
        return features(self.attribution, self.resolution)


#: Strengths of the L2 penalty, in rows; the second by cross-validation (eight folds of articles),
# the first as it was.
_SPAN_RIDGE, _RIDGE = 0.3, 3.0
_SURE, _TRUSTED = 0.9, 0.95
_EXCESS = 0.06
_ENOUGH = 50  # rows of a tenth


def calibrate(model: Path, *, data: Path, span_sets: list[str], sets: list[str]) -> dict[str, Any]:
    """Fit the weights on development gold; write them to the model's config.json, with its
    checksum.

    First the weights for attributions, on ``span_sets``: which candidates of the network are
    attributions? Then, with the attributions that are kept, on ``sets``, which have resolved
    speakers, the weights for quotes (which of them are in the gold?) and for speakers (which of
    these have the right one?). Returns the weights and, as "held out", the quality of the
    confidence on each of ``sets`` if it is fitted on the others.
    """
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    component = QuoteMinerComponent(model=model)

    def examine(name: str) -> Iterator[Row]:
        for article in read_jsonl(set_path(data, name)):
            rows = judge(component.find(nlp(article["text"])), article)
            # labels say who speaks, not the network
            yield from (row for row in rows if row.attribution.turn is None)

    component._resources.model = replace(component.model, confidence={})
    offered = [
        (span_features(row.attribution), row.exact) for name in span_sets for row in examine(name)
    ]
    spans = _fit(offered, tuple(offered[0][0]), _SPAN_RIDGE)
    component._resources.model = replace(component.model, confidence={"spans": spans})
    kept = {name: list(examine(name)) for name in sets}
    weights = {"spans": spans, **_fit_quotes(kept.values())}
    config = model / "config.json"
    settings = json.loads(config.read_text(encoding="utf-8"))
    write_checked(config, json.dumps({**settings, "confidence": weights}, indent=1) + "\n")
    held_out = {
        name: _held_out(
            rows, _fit_quotes(others for other, others in kept.items() if other != name)
        )
        for name, rows in kept.items()
        if len(kept) > 1
    }
    return {**weights, "held out": held_out}


def _fit_quotes(sets: Iterable[list[Row]]) -> dict[str, dict[str, float]]:
    rows = [row for rows in sets for row in rows]
    quotes = _fit([(row.features, row.found) for row in rows], FEATURES, _RIDGE)
    speakers = _fit([(row.features, row.right) for row in rows if row.found], FEATURES, _RIDGE)
    weights = {"quotes": quotes, "speakers": speakers}
    return weights | {"quotes": quotes | {"prudence": _prudence(rows, weights)}}


def _held_out(rows: Sequence[Row], weights: Mapping[str, Weights]) -> dict[str, float]:
    """Return the mean confidence and the share of right quotes, for all quotes and for those with
    0.9 or more; and the share of quotes found that are marked because of their speaker, for right
    and wrong speakers."""
    judged = [(confidence_of(row.features, weights), row.right) for row in rows]
    sure = [(confidence, right) for confidence, right in judged if confidence >= _SURE]
    told = {"quotes": float(len(judged)), "sure": float(len(sure))}
    for name, some in (("", judged), ("sure ", sure)):
        told[f"{name}confidence"] = round(sum(c for c, _ in some) / max(1, len(some)), 3)
        told[f"{name}right"] = round(sum(right for _, right in some) / max(1, len(some)), 3)
    for name, wanted in (("right", True), ("wrong", False)):
        some = [row for row in rows if row.found and row.right == wanted]
        marked = [probability(row.features, weights["speakers"]) < SURE for row in some]
        told[f"{name} marked"] = round(sum(marked) / max(1, len(marked)), 3)
    return told


def _prudence(rows: Sequence[Row], fitted: Mapping[str, dict[str, float]]) -> float:
    """Return the largest factor, in steps of 0.05, at which a confidence of 0.9 is reliable (95 %
    of spoken direct and mixed quotes have the right speaker), and no tenth from 0.5 on is on
    average overconfident by more than 0.06.
    """
    judged = [(row.attribution, row.features, row.right) for row in rows]
    for step in range(20, 9, -1):
        prudent = {**fitted, "quotes": {**fitted["quotes"], "prudence": step / 20}}
        told = [(one, confidence_of(values, prudent), right) for one, values, right in judged]
        sure = [
            right
            for one, c, right in told
            if one.type != "indirect" and one.act == "speech" and c >= _SURE
        ]
        if (
            sum(sure) >= _TRUSTED * len(sure)
            and _excess([(c, right) for _, c, right in told]) <= _EXCESS
        ):
            break
    return step / 20


def _excess(told: Sequence[tuple[float, bool]]) -> float:
    """Return the largest excess of the mean confidence of a tenth over its share of right quotes,
    from 0.5 on (prudence changes nothing below); 0 if no tenth has enough quotes."""
    tenths = [
        [(c, right) for c, right in told if min(int(10 * c), 9) == tenth] for tenth in range(5, 10)
    ]
    return max(
        (
            sum(c - right for c, right in some) / len(some)
            for some in tenths
            if len(some) >= _ENOUGH
        ),
        default=0.0,
    )


def judge(found: Findings, gold: dict[str, Any]) -> Iterator[Row]:
    """Compare every attribution of an article with the gold; the right names of a speaker:
    `right_names`."""
    text, names = gold["text"], {one["id"]: right_names(one) for one in gold.get("speakers", ())}
    answers = [
        (
            letters_of(text, q["content"]),
            letters_of(text, q["source"]),
            names.get(q.get("speaker"), {None}),
        )
        for q in gold["quotes"]
    ]
    speakers = {speaker.id: key_of(speaker.name) for speaker in found.speakers}
    for attribution, resolution in zip(found.attributions, found.resolutions, strict=True):
        content = letters_of(text, attribution.content)
        source = letters_of(text, [attribution.source] if attribution.source else [])
        who = None if resolution.speaker is None else speakers[resolution.speaker]
        near = [
            (_jaccard(content, c), bool(source & s) or source == s, who in names)
            for c, s, names in answers
        ]
        yield Row(
            attribution,
            resolution,
            exact=any(share >= 0.8 and same for share, same, _ in near),
            found=any(share >= 0.5 for share, _, _ in near),
            right=any(share >= 0.5 and right for share, _, right in near),
        )


def _fit(
    rows: Sequence[tuple[Mapping[str, float], bool]], names: Sequence[str], ridge: float
) -> dict[str, float]:
    fitted = fit_yes_no(
        [[1.0, *values.values()] for values, _ in rows], [right for _, right in rows], ridge
    )
    return dict(zip(("bias", *names), fitted.round(4).tolist(), strict=True))


def _jaccard(one: Set[int], other: Set[int]) -> float:
    return len(one & other) / max(1, len(one | other))
