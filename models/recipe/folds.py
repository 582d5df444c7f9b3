"""Cross-validate the ranker on the training sets, with the gold attributions. Use this to judge
changes in ``people/``; the development sets only confirm it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from gold import key_of
from rank import Case, fit, likeness_of, read_all_cases

from quoteminer.people.ranker import Ranker
from quoteminer.people.resolve import resolve


def cross_validate(
    model: Path, *, data: Path, sets: list[str], folds: int, sample: int
) -> dict[str, float]:
    """Return the share of spoken attributions with the right speaker (the right name, or any
    description of an unnamed speaker), for each kind of mention. Every ``folds``-th article is held
    out in turn."""
    cases, _ = read_all_cases(model, data=data, sets=sets, sample=sample)
    right, total = Counter[str](), Counter[str]()
    for fold in range(folds):
        weights, _ = fit([case for i, case in enumerate(cases) if i % folds != fold])
        for case in cases[fold::folds]:
            _judge(case, Ranker(weights, likeness_of(case)), right, total)
    return {kind: round(right[kind] / total[kind], 4) for kind in sorted(total)}


def _judge(case: Case, ranker: Ranker, right: Counter[str], total: Counter[str]) -> None:
    speakers, resolutions = resolve(case.index, case.attributions, case.found, ranker)
    for attribution, resolution, gold in zip(
        case.attributions, resolutions, case.gold, strict=True
    ):
        if attribution.act == "speech":
            kind = resolution.mention.kind if resolution.mention is not None else "missing"
            found = None if resolution.speaker is None else speakers[resolution.speaker].name
            total[kind] += 1
            right[kind] += (
                found is gold
                if found is None or gold is None
                else key_of(found) in case.answers[gold]
            )
