"""The model card, README's table and the wheel of a model, as the recipe makes them; no torch is
needed."""

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

RECIPE = Path(__file__).resolve().parents[2] / "models" / "recipe"
CARD = runpy.run_path(str(RECIPE / "card.py"))
ABOUT = dict.fromkeys(("network", "data", "start", "licence", "weak"), "Told.")
TIMES = {"textacy": {"median": 1.5, "least": 1.4, "most": 1.625}}


def figure(key: str, value: float) -> dict[str, Any]:
    return {key: value, "intervals": {key: [value - 0.1, value + 0.1]}}


def write_model(folder: Path, name: str, **meta: Any) -> Path:
    (folder / name).mkdir()
    (folder / name / "weights.onnx").write_bytes(b"0" * 2_345_678)
    meta = {"name": name, "version": "1.0", "card": ABOUT, "figures": {}, **meta}
    (folder / name / "meta.json").write_text(json.dumps(meta), "utf-8")
    return folder / name


@pytest.fixture
def models(tmp_path: Path) -> list[Path]:
    first = {"web_dev": {"regions": figure("e2e", 0.9)}}
    second = {
        "polnear_dev": {"regions": figure("e2e", 0.7)},
        "news_speakers_dev": {"names.all": figure("F1", 0.6)},
    }
    return [
        write_model(tmp_path, "big", figures=first),
        write_model(tmp_path, "small", figures=second),
    ]


def test_the_table_compares_models(models: list[Path], tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"Before.\n{CARD['_BEGIN']}\nold\n{CARD['_END']}\nAfter.\n", "utf-8")
    CARD["write_table"](models, readme)
    lines = readme.read_text("utf-8").splitlines()
    assert lines[2] == "| F1 | model | PolNeAR | news sites |"
    rows = [
        [cell.strip() for cell in line.split("|")[2:-1]]
        for line in lines
        if "quotation marks" in line
    ]
    assert rows == [["big", "", "0.90"], ["small", "0.70", ""]]
    assert "| the quote and its speaker's name are right | small | 0.60 |  |" in lines
    assert "`big`: 2.3 MB; `small`: 2.3 MB." in lines
    assert lines[-1] == "After."
    with pytest.raises(SystemExit, match="has no place for the table"):
        CARD["write_table"](models, models[0] / "meta.json")


def test_the_speed_comes_from_the_benchmark(models: list[Path], tmp_path: Path) -> None:
    assert "Speed: not measured." in CARD["write_card"](models[0]).read_text("utf-8")
    benchmark = tmp_path / "speeds.json"
    own = {"words_per_second": 712.4, "memory": 650_400_000, "times": TIMES}
    benchmark.write_text(json.dumps({"machine": "a processor", "articles": {"big": own}}), "utf-8")
    lines = CARD["write_card"](models[0], benchmark).read_text("utf-8").splitlines()
    assert max(map(len, lines)) <= 120
    card = " ".join(" ".join(lines).split())
    assert (
        "712 words a second on one core of a processor; 1.50 (1.40 to 1.62) times as fast as"
        " textacy's" in card
    )
    assert "650 MB" in card
    assert "`big`: 2.3 MB, 712 words a second on one core; `small`: 2.3 MB." in CARD[
        "readme_table"
    ](models)
    with pytest.raises(SystemExit, match="no model small: install it"):
        CARD["write_card"](models[1], benchmark)


def test_a_wheel_that_indexes_refuse_is_not_made(tmp_path: Path) -> None:
    pack = runpy.run_path(str(RECIPE / "pack.py"))
    wheel = tmp_path / "a.whl"
    with wheel.open("wb") as file:
        file.truncate(pack["MOST"])
    assert pack["checked_size"](wheel) == wheel
    with wheel.open("ab") as file:
        file.write(b"0")
    with pytest.raises(
        SystemExit, match=r"a\.whl has 95\.0 MB, and may have 95: cut the vocabulary"
    ):
        pack["checked_size"](wheel)
