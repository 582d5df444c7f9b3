"""Speed, memory and scores beside textacy on the same articles:
``python tests/benchmarks/speed.py``; see README.md."""

import json
import runpy
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from articles import SHARED, real_articles, synthetic
from runs import (
    PEERS,
    Series,
    Texts,
    all_cores,
    conditions,
    machine,
    measure,
    parser,
    table,
    title,
    words,
)

FIGURES = {
    "direct quotes, e2e": ("content.direct", "e2e"),
    "all quotes, e2e": ("content.all", "e2e"),
    "passages between marks, e2e": ("regions", "e2e"),
    "names, direct and mixed quotes": ("names.quoted", "F1"),
}
"""Row and column of the scorer (shared/tools/score.py) by title."""


def main() -> None:
    options = parser(__doc__)
    options.add_argument(
        "--json", type=Path, metavar="FILE", help="write speeds and ratios, for the model cards"
    )
    given = options.parse_args()
    rounds, systems, cores = 1 if given.quick else given.rounds, given.systems, all_cores()
    sets = real_articles(most=2 if given.quick else None)
    texts = [(one["id"], one["text"]) for articles in sets.values() for one in articles]
    short = [
        (f"short-{seed}", synthetic(70, seed=seed)) for seed in range(5 if given.quick else 1000)
    ]

    one_core = measure(systems, [texts], cores[:1], rounds)
    speeds = {
        "articles": _speeds(one_core, texts),
        "both": _speeds(measure(systems, [texts], cores, rounds), texts),
        "short": _speeds(measure(systems, [short], cores[:1], rounds), short),
    }
    if given.json:
        given.json.write_text(
            json.dumps({"machine": machine(), **speeds}, indent=1) + "\n", encoding="utf-8"
        )
    titles = {
        "articles": "one core",
        "both": f"{len(cores)} cores",
        "short": f"one core, {len(short):,} short articles",
    }
    print(f"Words a second, {len(texts)} articles ({', '.join(sets)}):\n")
    print(
        _speed_table(
            speeds, titles, {name: f"{one.lost} of {len(texts)}" for name, one in one_core.items()}
        )
    )
    if rows := _ratio_rows(speeds, titles):
        print(
            "\nTimes as fast"
            f" as:\n\n{table([PEERS[name] for name in systems if name in PEERS], rows)}"
        )
    scores = {name: _scores(sets, one.records) for name, one in one_core.items()}
    figures = {
        figure: [f"{one[figure]:.3f}" for one in scores.values()] for figure in scores[systems[0]]
    }
    if figures:
        print(f"\n{table([title(name) for name in systems], figures)}")
    print(f"\n{conditions(rounds)}")


Speeds = dict[str, dict[str, Any]]


def _speeds(series: dict[str, Series], texts: Texts) -> Speeds:
    """Return words a second and peak memory (bytes) by system; of a model, too, how many times as
    fast as each peer it was in each round."""
    speeds = {}
    for system, one in series.items():
        peers = (
            {}
            if system in PEERS
            else {name: other for name, other in series.items() if name in PEERS}
        )
        speeds[system] = {
            "words_per_second": words(texts) / median(one.totals),
            "memory": max(one.peaks, default=0),
            "times": {name: _ratio(one, other) for name, other in peers.items()},
        }
    return speeds


def _ratio(ours: Series, theirs: Series) -> dict[str, float]:
    ratios = [their / our for our, their in zip(ours.totals, theirs.totals, strict=True)]
    return {"median": median(ratios), "least": min(ratios), "most": max(ratios)}


def _speed_table(speeds: dict[str, Speeds], titles: dict[str, str], lost: dict[str, str]) -> str:
    rows = {
        title(system): [
            *(f"{speeds[load][system]['words_per_second']:,.0f}" for load in titles),
            f"{one['memory'] / 1e6:,.0f} MB",
            lost[system],
        ]
        for system, one in speeds["articles"].items()
    }
    return table(
        [*titles.values(), "peak memory, one core", "articles that lost quotes to an odd mark"],
        rows,
    )


def _ratio_rows(speeds: dict[str, Speeds], titles: dict[str, str]) -> dict[str, list[str]]:
    return {
        f"{title(system)}, {words}": [
            "{median:.2f}; {least:.2f} to {most:.2f}".format(**ratio) for ratio in times
        ]
        for load, words in titles.items()
        for system, one in speeds[load].items()
        if (times := one["times"].values())
    }


def _scores(
    sets: dict[str, list[dict[str, Any]]], records: list[dict[str, Any]]
) -> dict[str, float]:
    """Return the figures (0..1) that the gold allows; none without gold or scorer."""
    path, stream, figures = SHARED / "tools" / "score.py", iter(records), {}
    for name, gold in sets.items():
        mined = list(islice(stream, len(gold)))
        if path.is_file() and "quotes" in gold[0]:
            rows = runpy.run_path(str(path))["score"](gold, mined)
            figures |= {
                f"{title}, {name}": rows[row][cell]
                for title, (row, cell) in FIGURES.items()
                if row in rows
            }
    return figures


if __name__ == "__main__":
    main()
