"""Time and memory by the length of an article: ``python tests/benchmarks/growth.py``; see README.md."""

import argparse
import math
from collections.abc import Sequence

from articles import synthetic
from runs import all_cores, installed, measure, table, words


def exponent(lengths: Sequence[int], seconds: Sequence[float]) -> float:
    """Return the slope of log(seconds) over log(length), by least squares: 1 is linear, 2 quadratic."""
    x, y = ([math.log(value) for value in values] for values in (lengths, seconds))
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / sum((a - mean_x) ** 2 for a in x)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="runs of each system, in turn (default 5)")
    parser.add_argument("--quick", action="store_true", help="two short articles, once: does it run?")
    options = parser.parse_args()
    wanted = (200, 800) if options.quick else (1_000, 3_000, 10_000, 30_000, 100_000)
    batches = [[(str(length), synthetic(length))] for length in wanted]
    lengths = [words(batch) for batch in batches]
    series = measure(installed(), batches, all_cores()[:1], 1 if options.quick else options.rounds)
    longest = f"an article of {lengths[-1]:,} words"
    rows = {
        f"words a second, one core, {longest}": [f"{lengths[-1] / one.medians[-1]:,.0f}" for one in series.values()],
        f"peak memory, {longest}": [f"{max(one.peaks, default=0) / 1e6:,.0f} MB" for one in series.values()],
        "cost grows with the length to the power of": [
            f"{exponent(lengths, one.medians):.2f}" for one in series.values()
        ],
    }
    print(table(series, rows))


if __name__ == "__main__":
    main()
