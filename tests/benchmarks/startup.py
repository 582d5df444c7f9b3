"""Time of the command on one sample, of its help, and of ``import spacy``:
``python startup.py [ROUNDS [MODEL …]]``."""

import subprocess
import sys
import time
from statistics import median

from articles import ROOT

from quoteminer.network.find_model import installed_models

SPACY, HELP = '`python -c "import spacy"`', "`quoteminer --help`"


def main(rounds: str = "5", *models: str) -> None:
    """Run all in turn, once more than ``rounds``: the first time fills the caches and does not
    count. By default with every installed model."""
    extract = [
        "-m", "quoteminer", "extract", str(ROOT / "samples" / "china-manufacturing.txt"), "--model",
    ]  # fmt: skip
    commands = {
        f"`quoteminer extract --model {model}` of one sample": [*extract, model]
        for model in models or installed_models()
    }
    commands |= {SPACY: ["-c", "import spacy"], HELP: ["-m", "quoteminer", "--help"]}
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(int(rounds) + 1):
        for name, command in commands.items():
            began = time.perf_counter()
            subprocess.run([sys.executable, *command], stdout=subprocess.DEVNULL, check=True)
            seconds[name].append(time.perf_counter() - began)
    spacy = seconds[SPACY]
    for name, times in seconds.items():
        ratio = median(a / b for a, b in zip(times[1:], spacy[1:], strict=True))
        print(f"{name}, from start to end: {median(times[1:]):.2f} s, {ratio:.2f} times {SPACY}.")


if __name__ == "__main__":
    main(*sys.argv[1:])
