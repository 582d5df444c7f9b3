"""Speed, memory and scores beside textacy on the same articles: ``python tests/benchmarks/speed.py``; see README.md."""

import argparse
import json
import runpy
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from articles import SHARED, real_articles, synthetic
from runs import Series, Texts, all_cores, installed, measure, table, words

FIGURES = {
    "direct quotes, e2e": ("content.direct", "e2e"),
    "all quotes, e2e": ("content.all", "e2e"),
    "passages between marks, e2e": ("regions", "e2e"),
    "names, direct and mixed quotes": ("names.quoted", "F1"),
}
"""Row and column of the scorer (shared/tools/score.py) by title."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="runs of each system, in turn (default 5)")
    parser.add_argument("--quick", action="store_true", help="a few texts, once: does it run?")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write speeds and ratios, for the model card")
    options = parser.parse_args()
    rounds, systems, cores = 1 if options.quick else options.rounds, installed(), all_cores()
    sets = real_articles(most=2 if options.quick else None)
    texts = [(one["id"], one["text"]) for articles in sets.values() for one in articles]
    short = [(f"short-{seed}", synthetic(70, seed=seed)) for seed in range(5 if options.quick else 1000)]

    one_core = measure(systems, [texts], cores[:1], rounds)
    speeds = {
        "articles": _speeds(one_core, texts),
        "both": _speeds(measure(systems, [texts], cores, rounds), texts),
        "short": _speeds(measure(systems, [short], cores[:1], rounds), short),
    }
    if options.json:
        options.json.write_text(json.dumps(speeds, indent=1) + "\n", encoding="utf-8")
    one_speed, both_speeds = speeds["articles"], speeds["both"]
    gains = [both_speeds[name]["words_per_second"] / one_speed[name]["words_per_second"] for name in systems]
    rows = {
        f"words a second, one core, {len(texts)} articles ({', '.join(sets)})": _cells(speeds["articles"]),
        f"words a second, {len(cores)} cores": _cells(speeds["both"]),
        "times its speed on one core": [f"{gain:.2f}" for gain in gains],
        f"words a second, one core, {len(short):,} short articles": _cells(speeds["short"]),
        "peak memory, the articles": [f"{max(one.peaks, default=0) / 1e6:,.0f} MB" for one in one_core.values()],
        "articles that lost a paragraph or more": [f"{one.lost} of {len(texts)}" for one in one_core.values()],
    }
    scores = [_scores(sets, one.records) for one in one_core.values()]
    rows |= {title: [f"{one[title]:.3f}" for one in scores] for title in scores[0]}
    print(table(systems, rows))


def _speeds(series: dict[str, Series], texts: Texts) -> dict[str, dict[str, Any]]:
    """Return words a second, and how many times as fast the first system was in each round, by system."""
    first = next(iter(series.values())).totals
    speeds = {}
    for system, one in series.items():
        ratios = [theirs / ours for ours, theirs in zip(first, one.totals, strict=True)]
        ratio = {"median": median(ratios), "least": min(ratios), "most": max(ratios)}
        speeds[system] = {"words_per_second": words(texts) / median(one.totals), "ratio": ratio}
    return speeds


def _cells(speeds: dict[str, dict[str, Any]]) -> list[str]:
    first, *others = speeds.values()
    cells = [f"{first['words_per_second']:,.0f}"]
    for one in others:
        ratio = "ratio {median:.2f}; {least:.2f} to {most:.2f}".format(**one["ratio"])
        cells.append(f"{one['words_per_second']:,.0f} ({ratio})")
    return cells


def _scores(sets: dict[str, list[dict[str, Any]]], records: list[dict[str, Any]]) -> dict[str, float]:
    """Return the figures (0..1) that the gold allows; none without gold or scorer."""
    path, stream, figures = SHARED / "tools" / "score.py", iter(records), {}
    for name, gold in sets.items():
        mined = list(islice(stream, len(gold)))
        if path.is_file() and "quotes" in gold[0]:
            rows = runpy.run_path(str(path))["score"](gold, mined)
            figures |= {f"{title}, {name}": rows[row][cell] for title, (row, cell) in FIGURES.items() if row in rows}
    return figures


if __name__ == "__main__":
    main()
