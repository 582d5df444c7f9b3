"""Time of the command on one sample, of its help, and of ``import spacy``: ``python startup.py [ROUNDS]``."""

import subprocess
import sys
import time
from statistics import median

from articles import ROOT


def main(rounds: int = 5) -> None:
    """Run all in turn, once more than ``rounds``: the first time fills the caches and does not count."""
    sample = str(ROOT / "samples" / "china-manufacturing.txt")
    commands = (["-m", "quoteminer", "extract", sample], ["-c", "import spacy"], ["-m", "quoteminer", "--help"])
    seconds: tuple[list[float], ...] = ([], [], [])
    for _ in range(rounds + 1):
        for command, times in zip(commands, seconds, strict=True):
            began = time.perf_counter()
            subprocess.run([sys.executable, *command], stdout=subprocess.DEVNULL, check=True)
            times.append(time.perf_counter() - began)
    ours, spacy, help = (times[1:] for times in seconds)
    ratio = median(a / b for a, b in zip(ours, spacy, strict=True))
    print(
        f"`quoteminer extract` of one sample, from start to end: {median(ours):.2f} s, {ratio:.2f} times "
        f'`python -c "import spacy"` ({median(spacy):.2f} s).'
        f" `quoteminer --help`: {median(help):.2f} s."
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
