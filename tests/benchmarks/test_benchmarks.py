"""The benchmarks run, on a few short texts. Their figures are no test."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE))  # the scripts import one another

from articles import real_articles, synthetic  # noqa: E402
from growth import exponent  # noqa: E402
from runs import PEERS, installed, load, words  # noqa: E402

MODEL = os.environ["QUOTEMINER_MODEL"]
SYSTEMS = [MODEL, *(name for name in ("textacy-documents",) if name in installed())]
TEXT = (
    "The day was long.\n\n“We will open in May,” said Ana Silva.\n\nShe said: “Nobody asked us.\n"
)


@pytest.mark.slow
@pytest.mark.parametrize(("script", "options", "printed"), [
    (
        "speed.py",
        ["--quick", "--systems", *SYSTEMS, "--json", "{}"],
        "| one core, 5 short articles | peak memory, one core |",
    ),
    ("growth.py", ["--quick", "--systems", MODEL], "| cost grows with the length to the power of |"),
    ("startup.py", ["1", MODEL], f"`quoteminer extract --model {MODEL}` of one sample, from start to end: "),
    pytest.param(
        *("memory.py", ["10", MODEL], "2 worker(s): "),
        marks=pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
    ),
])  # fmt: skip
def test_a_benchmark_runs(tmp_path: Path, script: str, options: list[str], printed: str) -> None:
    file = tmp_path / "speeds.json"
    command = [sys.executable, str(HERE / script), *(option.format(file) for option in options)]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    assert printed in done.stdout
    if file.exists():
        speeds = json.loads(file.read_text("utf-8"))["articles"]
        assert list(speeds) == SYSTEMS
        assert [list(one["times"]) for one in speeds.values()] == [
            SYSTEMS[1:],
            *([] for _ in SYSTEMS[1:]),
        ]


@pytest.mark.parametrize(
    "system", [MODEL, *(pytest.param(peer, marks=pytest.mark.extra("benchmark")) for peer in PEERS)]
)
def test_a_system_gives_quotes_with_offsets(system: str) -> None:
    (first, second), lost = load(system, 1)([("a", TEXT), ("b", "Nothing.")])
    assert lost == (system in PEERS)
    assert (first["id"], second["id"], second["quotes"]) == ("a", "b", [])
    assert len(first["quotes"]) == {MODEL: 2, "textacy-documents": 0}.get(system, 1)
    if system in PEERS and first["quotes"]:
        spans = [first["quotes"][0][key] for key in ("content", "cue", "source")]
        assert [TEXT[a:b] for ((a, b),) in spans] == ["“We will open in May,”", "said", "Ana Silva"]


def test_the_exponent_of_a_power_is_found() -> None:
    lengths = [1_000, 3_000, 10_000]
    assert exponent(lengths, [0.004 * length**1.5 for length in lengths]) == pytest.approx(1.5)


def test_synthetic_articles_have_their_length_and_samples_are_repeated(tmp_path: Path) -> None:
    text = synthetic(5_000)
    assert 5_000 <= words([("", text)]) < 5_100
    assert text == synthetic(5_000) != synthetic(5_000, seed=1)
    assert all(line.count("“") == line.count("”") for line in text.splitlines())
    (samples,) = real_articles(tmp_path).values()
    assert 50_000 < words([(one["id"], one["text"]) for one in samples]) < 65_000
    assert len({one["id"] for one in samples}) == len(samples)
