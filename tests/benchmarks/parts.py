"""The parts of the benchmark. Each gives plain values, which are the JSON and which report.py makes the table of."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import median
from typing import Any

from articles import ROOT, Articles, real_articles
from growth import exponent
from scores import score
from synthetic import article, short_articles
from turns import Series, all_cores, commands_in_turn, in_turn, ratios

MEGABYTE = 1_000_000
Part = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """How much is measured. ``most``: real articles of each set, None for all; ``lengths`` in words; ``rounds``: runs
    of each system, in turn."""

    systems: tuple[str, ...] = ("quoteminer", "textacy", "textacy-lean")
    rounds: int = 5
    most: int | None = None
    short: int = 1000
    lengths: tuple[int, ...] = (1_000, 3_000, 10_000, 30_000, 100_000)
    tell: Callable[[str], None] = lambda line: None


def articles(plan: Plan) -> Part:
    """Real articles on one core: speed, memory, what was lost, and how good what was found is."""
    sets = real_articles(most=plan.most)
    part, all_series = _reading(plan, [one.texts for one in sets], all_cores()[:1])
    for series in all_series:
        part["systems"][series.system]["scores"] = _scores(sets, series)
    return {**part, "sets": {one.name: len(one.texts) for one in sets}}


def both(plan: Plan) -> Part:
    """The same articles on every core."""
    return _reading(plan, [one.texts for one in real_articles(most=plan.most)], all_cores())[0]


def short(plan: Plan) -> Part:
    """Many short articles on one core."""
    return _reading(plan, [short_articles(plan.short)], all_cores()[:1])[0]


def long(plan: Plan) -> Part:
    """Articles of growing length on one core: the speed at the longest, and the exponent of cost by length."""
    batches = [[(f"long-{words}", article(words))] for words in plan.lengths]
    part, all_series = _reading(plan, batches, all_cores()[:1])
    words = [_words(batch) for batch in batches]
    for series in all_series:
        figures = part["systems"][series.system]
        seconds = series.medians()
        figures["seconds_by_words"] = dict(zip(map(str, words), seconds, strict=True))
        figures["exponent"] = exponent(words, seconds)
        figures["words_per_second_longest"] = words[-1] / seconds[-1]
    return {**part, "longest": words[-1]}


def cold(plan: Plan) -> Part:
    """The command on one sample, from its start to its end, beside Python loading spaCy and nothing else."""
    sample = str(ROOT / "samples" / "china-manufacturing.txt")
    commands = [[sys.executable, "-m", "quoteminer", "extract", sample], [sys.executable, "-c", "import spacy"]]
    ours, spacy = commands_in_turn(commands, rounds=plan.rounds)
    plan.tell(f"cold start: {median(ours):.2f} s; spaCy alone {median(spacy):.2f} s")
    return {"extract": median(ours), "import_spacy": median(spacy), "ratio": _spread(ratios(spacy, ours))}


PARTS: dict[str, Callable[[Plan], Part]] = {
    "articles": articles,
    "both": both,
    "short": short,
    "long": long,
    "cold": cold,
}


def _reading(plan: Plan, batches: Sequence[Sequence[tuple[str, str]]], cores: list[int]) -> tuple[Part, list[Series]]:
    """What all parts that read texts tell. ``ratio`` is how many times as fast the first system was, in each round."""
    all_series = in_turn(plan.systems, batches, cores=cores, rounds=plan.rounds, tell=plan.tell)
    words = sum(map(_words, batches))
    first = all_series[0]
    systems = {
        one.system: {
            "words_per_second": median(words / seconds for seconds in one.totals()),
            "ratio": _spread(ratios(first.totals(), one.totals())),
            "peak_mb": max(one.peak) / MEGABYTE if one.peak else None,
            "lost": one.lost,
        }
        for one in all_series
    }
    return {"articles": sum(map(len, batches)), "words": words, "cores": len(cores), "systems": systems}, all_series


def _words(batch: Sequence[tuple[str, str]]) -> int:
    return sum(len(text.split()) for _, text in batch)


def _spread(values: Sequence[float]) -> dict[str, float]:
    return {"median": median(values), "least": min(values), "most": max(values)}


def _scores(sets: Sequence[Articles], series: Series) -> dict[str, dict[str, float]]:
    """The figures of each set that has gold."""
    records = iter(series.records)
    by_set = {one.name: score(one.gold, list(islice(records, len(one.texts)))) for one in sets}
    return {name: figures for name, figures in by_set.items() if figures}
