"""Time and memory by the length of an article: ``python tests/benchmarks/growth.py``; see
README.md."""

import math
from collections.abc import Sequence

from articles import synthetic
from runs import all_cores, conditions, measure, parser, table, title, words


def exponent(lengths: Sequence[int], seconds: Sequence[float]) -> float:
    """Return the slope of log(seconds) over log(length), by least squares: 1 is linear, 2
    quadratic."""
    x, y = ([math.log(value) for value in values] for values in (lengths, seconds))
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / sum(
        (a - mean_x) ** 2 for a in x
    )


def main() -> None:
    options = parser(__doc__).parse_args()
    wanted = (200, 800) if options.quick else (1_000, 3_000, 10_000, 30_000, 100_000)
    batches = [[(str(length), synthetic(length))] for length in wanted]
    lengths = [words(batch) for batch in batches]
    rounds = 1 if options.quick else options.rounds
    series = measure(options.systems, batches, all_cores()[:1], rounds)
    heads = (
        "words a second, one core",
        "peak memory",
        "cost grows with the length to the power of",
    )
    rows = {
        title(system): [
            f"{lengths[-1] / one.medians[-1]:,.0f}",
            f"{max(one.peaks, default=0) / 1e6:,.0f} MB",
            f"{exponent(lengths, one.medians):.2f}",
        ]
        for system, one in series.items()
    }
    print(
        f"An article of {lengths[-1]:,} words, and shorter"
        f" ones:\n\n{table(heads, rows)}\n\n{conditions(rounds)}"
    )


if __name__ == "__main__":
    main()
