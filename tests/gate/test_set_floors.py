"""A floor goes up by itself, and down or away only where that is asked for."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

moved = runpy.run_path(str(Path(__file__).with_name("set_floors.py")))["moved"]
OLD = {"content.all": {"P": 0.7, "R": 0.6}, "names.all": {"P": 0.5}}


def test_a_floor_goes_up_by_itself() -> None:
    figures = {"content.all": {"P": 0.75, "R": 0.61}, "names.all": {"P": 0.53, "R": 0.4}}
    floors, fallen = moved(OLD, figures, 0.01, down=False)
    assert floors == {"content.all": {"P": 0.74, "R": 0.6}, "names.all": {"P": 0.52, "R": 0.39}}
    assert fallen == []


@pytest.mark.parametrize(
    ("figures", "told", "lower"),
    [
        ({"P": 0.65, "R": 0.65}, ["content.all P: 0.7 to 0.64", "names.all P: 0.5 to None"], {"P": 0.64, "R": 0.64}),
        ({"R": 0.65}, ["content.all P: 0.7 to None", "names.all P: 0.5 to None"], {"R": 0.64}),
    ],
)
def test_a_floor_goes_down_or_away_only_if_asked(figures: dict[str, float], told: list[str], lower: object) -> None:
    floors, fallen = moved(OLD, {"content.all": figures}, 0.01, down=False)
    assert (floors, fallen) == ({"content.all": {"P": 0.7, "R": 0.64}, "names.all": {"P": 0.5}}, told)
    assert moved(OLD, {"content.all": figures}, 0.01, down=True) == ({"content.all": lower}, told)


def test_a_floor_is_never_below_nothing() -> None:
    assert moved({}, {"x": {"P": 0.004}}, 0.01, down=False) == ({"x": {"P": 0.0}}, [])
