"""No figure falls unnoticed: floors for all of them, on the development gold (not ours to ship:
without it these tests are skipped) and on the gold of our own, which runs everywhere.
``set_floors.py`` sets them."""

import json
import runpy
from pathlib import Path

import pytest
from measured import (
    DEV,
    MODELS,
    OWN,
    WRITTEN,
    gold_sum,
    measured,
    miner,
    model_sums,
    needs_gold,
    read_gold,
    scorer,
    skip_without_gold,
)

GATE = json.loads(Path(__file__).with_name("floors.json").read_text(encoding="utf-8"))
SETS = [pytest.param(name, marks=needs_gold) for name in DEV] + [WRITTEN, OWN]
SET_THEM = "Measure anew, and say why a floor goes down: python tests/accuracy/set_floors.py --help"


@pytest.mark.parametrize("model", MODELS)
def test_the_floors_are_of_this_model(model: str) -> None:
    assert GATE["model"].get(model) == model_sums(model), (
        f"{model}: the model is another than the one that the floors are of. {SET_THEM}"
    )


@pytest.mark.parametrize("name", SETS)
def test_the_floors_are_of_this_gold(name: str) -> None:
    assert GATE["gold"][name] == gold_sum(name), (
        f"{name} is another than the one that the floors are of. {SET_THEM}"
    )


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("name", SETS)
def test_no_figure_is_under_its_floor(name: str, model: str) -> None:
    floors, figures = GATE["floors"][model][name], measured(model, name)
    assert {row: {*cells, "gold"} for row, cells in floors.items()} == {
        row: {*cells, "gold"} for row, cells in figures.items()
    }
    short = {
        f"{row} {key}": (round(figures[row][key], 4), floor)
        for row, cells in floors.items()
        for key, floor in cells.items()
        if figures[row][key] < floor
    }
    assert not short, f"{model}, {name}: (measured, floor) of what fell: {short}. {SET_THEM}"


def test_lowered_floors_are_in_the_changelog(root: Path) -> None:
    told = " ".join((root / "CHANGELOG.md").read_text(encoding="utf-8").split())
    assert [one["why"] for one in GATE["lowered"] if " ".join(one["why"].split()) not in told] == []


@pytest.mark.slow
@skip_without_gold
@pytest.mark.parametrize("model", MODELS)
def test_the_seed_article(model: str) -> None:
    (gold,) = read_gold("seed/china-manufacturing.gold.jsonl")
    record = miner(model).mine(gold["text"], id=gold["id"]).to_dict()
    figures = scorer()["score"]([gold], [record])
    assert figures["names.quoted"]["R"] == 1.0
    assert figures["content.indirect"]["R"] * figures["content.indirect"]["gold"] >= 15
    parts = [span for quote in record["quotes"] for span in quote["spans"]]
    for start, end in gold["not_quotes"]:
        assert not [part for part in parts if start <= part[0] and part[1] <= end]


moved = runpy.run_path(str(Path(__file__).with_name("set_floors.py")))["moved"]
OLD = {"content.all": {"P": 0.7, "R": 0.6}, "names.all": {"P": 0.5}}


def test_a_floor_goes_up_by_itself() -> None:
    figures = {"content.all": {"P": 0.75, "R": 0.61}, "names.all": {"P": 0.53, "R": 0.4}}
    floors, fallen = moved(OLD, figures, 0.01, down=False)
    assert floors == {"content.all": {"P": 0.74, "R": 0.6}, "names.all": {"P": 0.52, "R": 0.39}}
    assert fallen == []


@pytest.mark.parametrize(("figures", "told", "lower"), [
    ({"P": 0.65, "R": 0.65}, ["content.all P: 0.7 to 0.64", "names.all P: 0.5 to None"], {"P": 0.64, "R": 0.64}),
    ({"R": 0.65}, ["content.all P: 0.7 to None", "names.all P: 0.5 to None"], {"R": 0.64}),
])  # fmt: skip
def test_a_floor_goes_down_or_away_only_if_asked(
    figures: dict[str, float], told: list[str], lower: object
) -> None:
    floors, fallen = moved(OLD, {"content.all": figures}, 0.01, down=False)
    assert floors == {"content.all": {"P": 0.7, "R": 0.64}, "names.all": {"P": 0.5}}
    assert fallen == told
    assert moved(OLD, {"content.all": figures}, 0.01, down=True) == ({"content.all": lower}, told)


def test_a_floor_is_never_below_nothing() -> None:
    assert moved({}, {"x": {"P": 0.004}}, 0.01, down=False) == ({"x": {"P": 0.0}}, [])


def test_two_of_few_may_go_wrong() -> None:
    figures = {
        "few": {"P": 0.9, "gold": 20},
        "many": {"P": 0.9, "gold": 400},
        "none": {"P": 0.0, "gold": 0},
    }
    floors = {"few": {"P": 0.8}, "many": {"P": 0.88}, "none": {"P": 0.0}}
    assert moved({}, figures, 0.02, down=False) == (floors, [])
