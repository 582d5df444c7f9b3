"""The benchmark's parts, and the whole of it on a few short texts. Its figures are no test: see README.md for those."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE))  # its modules import one another as `python tests/benchmarks` has them

from articles import real_articles  # noqa: E402
from growth import exponent  # noqa: E402
from report import BEGIN, END, markdown, write_table  # noqa: E402
from scores import score  # noqa: E402
from synthetic import article, short_articles  # noqa: E402
from systems import SYSTEMS, load_quoteminer, load_textacy, missing  # noqa: E402
from turns import ratios, rotated  # noqa: E402
from worker import peak_memory  # noqa: E402

needs_textacy = pytest.mark.skipif(missing("textacy") is not None, reason=str(missing("textacy")))
TEXT = "The day was long.\n\n“We will open in May,” said Ana Silva.\n\nShe said: “Nobody asked us.\n"


def benchmark(*options: str | Path, folder: Path) -> dict[str, Any]:
    """Run the command, and read what it wrote."""
    out = folder / "results.json"
    command = [sys.executable, str(HERE), "--quick", "--json", str(out), *map(str, options)]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    results: dict[str, Any] = json.loads(out.read_text("utf-8"))
    assert done.stdout == markdown(results)
    return results


def test_quoteminer_alone(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"Before.\n{BEGIN}\nwhat was there\n{END}\nBehind.\n", encoding="utf-8")
    parts = ("--parts", "articles", "short", "long", "cold")
    results = benchmark("--systems", "quoteminer", *parts, "--readme", readme, folder=tmp_path)
    assert readme.read_text("utf-8") == f"Before.\n{BEGIN}\n{markdown(results)}{END}\nBehind.\n"
    articles, long = results["parts"]["articles"], results["parts"]["long"]
    assert results["parts"]["short"]["articles"] == 5
    figures = articles["systems"]["quoteminer"]
    assert articles["articles"] == sum(articles["sets"].values())
    assert figures["lost"] == 0
    assert figures["words_per_second"] > 10
    assert figures["ratio"] == {"median": 1, "least": 1, "most": 1}
    assert long["longest"] >= 800
    assert len(long["systems"]["quoteminer"]["seconds_by_words"]) == 2
    assert min(results["parts"]["cold"]["extract"], results["parts"]["cold"]["import_spacy"]) > 0.1


def test_a_readme_without_a_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("Nothing.", encoding="utf-8")
    with pytest.raises(SystemExit, match="no place for the table"):
        write_table({}, tmp_path / "README.md")


@needs_textacy
def test_both_systems(tmp_path: Path) -> None:
    results = benchmark("--parts", "articles", folder=tmp_path)
    for part in results["parts"].values():
        assert list(part["systems"]) == list(SYSTEMS)
        for figures in part["systems"].values():
            assert figures["ratio"]["least"] <= figures["ratio"]["median"] <= figures["ratio"]["most"]


@needs_textacy
def test_textacy_loses_a_paragraph_and_not_the_article() -> None:
    outcome = load_textacy(1)([("a", TEXT), ("b", "Nothing.")])
    assert outcome.lost == 1
    first, second = outcome.records
    (quote,) = first["quotes"]
    ((start, end),) = quote["content"]
    assert TEXT[start:end] == "“We will open in May,”"
    assert [TEXT[a:b] for key in ("cue", "source") for a, b in quote[key]] == ["said", "Ana Silva"]
    assert second == {"id": "b", "quotes": []}


def test_quoteminer_loses_nothing() -> None:
    outcome = load_quoteminer(1)([("a", TEXT), ("b", "Nothing.")])
    assert outcome.lost == 0
    assert [(record["id"], len(record["quotes"])) for record in outcome.records] == [("a", 2), ("b", 0)]


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    command = [sys.executable, str(HERE), "--quick", "--systems", "quoteminer", "textacy"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['textacy'] = None\n")
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "textacy is left out: the peer is not installed: pip install '.[benchmark]'" in done.stderr


@pytest.mark.parametrize("power", [0.5, 1, 2])
def test_the_exponent_of_a_power_is_found(power: float) -> None:
    words = [1_000, 3_000, 10_000]
    assert exponent(words, [0.004 * count**power for count in words]) == pytest.approx(power)


def test_an_exponent_needs_two_lengths() -> None:
    with pytest.raises(ValueError, match="two lengths"):
        exponent([100, 100], [1, 2])


@pytest.mark.parametrize("words", [1, 70, 5_000])
def test_a_synthetic_article_is_as_long_as_asked_for(words: int) -> None:
    text = article(words)
    assert words <= len(text.split()) < words + 100
    assert text == article(words)
    assert text.count("“") == text.count("”")
    assert all(line.count("“") == line.count("”") for line in text.splitlines())


def test_its_cast_grows() -> None:
    different = [len(set(article(words).split())) for words in (1_000, 4_000, 16_000)]
    assert 1.2 * different[0] < different[1]
    assert 1.2 * different[1] < different[2]


def test_short_articles_differ() -> None:
    assert len({text for _, text in short_articles(50)}) == 50


def test_without_the_gold_the_samples_are_read_again_and_again(tmp_path: Path) -> None:
    (samples,) = real_articles(tmp_path)
    assert samples.name == "samples"
    assert 50_000 < samples.words < 65_000
    assert len({id for id, _ in samples.texts}) == len(samples.texts)
    assert not score(samples.gold, [])
    assert [len(one.texts) for one in real_articles(tmp_path, most=3)] == [3]


def test_turns_move_on() -> None:
    assert [rotated(["a", "b", "c"], by) for by in range(4)] == [list("abc"), list("bca"), list("cab"), list("abc")]
    assert ratios([2.0, 1.0], [3.0, 4.0]) == [1.5, 4.0]


@pytest.mark.skipif(not sys.platform.startswith(("linux", "darwin")), reason="the system doesn't tell")
def test_memory_is_told_in_bytes() -> None:
    assert 10_000_000 < (peak_memory() or 0) < 64_000_000_000
