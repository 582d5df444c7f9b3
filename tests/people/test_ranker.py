"""The ranker: a softmax over candidates with named features, and the choice that follows from it."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.network.load import find_model
from quoteminer.people.entities import Entity
from quoteminer.people.ranker import FEATURES, TABLES, Candidate, Ranker

WEIGHTS = {"he": {"last_source": 1.0, "nearest": 2.0, "clashes": -3.0}}


def people(*rows: dict[str, float]) -> list[Candidate]:
    return [Candidate(Entity(i, "person", ""), dict(row)) for i, row in enumerate(rows)]


def test_the_most_points_win_and_the_chances_are_a_softmax() -> None:
    ranking = Ranker(WEIGHTS).rank("he", people({"last_source": 1.0}, {"nearest": 1.0}, {"clashes": 1.0}))
    assert [candidate.entity.id for candidate in ranking.candidates if candidate.entity] == [1, 0, 2]
    powers = [math.exp(2), math.exp(1), math.exp(-3)]
    assert ranking.chances == pytest.approx([power / sum(powers) for power in powers])


def test_without_weights_the_first_candidate_stays_first() -> None:
    ranking = Ranker().rank("he", people({"nearest": 1.0}, {"last_source": 1.0}))
    assert ranking.best.entity is not None
    assert ranking.best.entity.id == 0
    assert ranking.chances == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize(("lead", "close"), [(0.0, True), (0.6, True), (0.8, False), (3.0, False)])
def test_a_rival_is_close_from_half_the_chance_on(lead: float, close: bool) -> None:
    ranking = Ranker({"he": {"far": 1.0}}).rank("he", people({"far": lead}, {}))
    rival = ranking.rival()
    assert (rival is not None and rival.id == 1) if close else rival is None


def test_reasons_are_what_the_second_one_lacks() -> None:
    ranking = Ranker(WEIGHTS).rank("he", people({"last_source": 1.0, "nearest": 1.0}, {"nearest": 1.0}))
    assert ranking.reasons == (FEATURES["last_source"],)
    alone = Ranker(WEIGHTS).rank("he", people({"last_source": 1.0, "nearest": 1.0}))
    assert alone.reasons == (FEATURES["nearest"], FEATURES["last_source"])


@given(st.lists(st.dictionaries(st.sampled_from(["last_source", "nearest", "clashes", "far"]), st.floats(-50, 50))))
def test_chances_are_chances(rows: list[dict[str, float]]) -> None:
    ranking = Ranker(WEIGHTS).rank("he", people({}, *rows))
    assert sum(ranking.chances) == pytest.approx(1)
    assert list(ranking.chances) == sorted(ranking.chances, reverse=True)


def test_an_unknown_feature_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"unknown features \['speed'\]; list them in .*features.txt"):
        Ranker(WEIGHTS).rank("he", people({"speed": 1.0}))


def test_the_shipped_weights_are_small_and_for_every_table_and_known_feature() -> None:
    path = find_model() / "ranker.json"
    weights = json.loads(path.read_text(encoding="utf-8"))
    assert path.stat().st_size < 20_000
    assert set(weights) == set(TABLES)
    used = {name for table in weights.values() for name in table}
    assert used <= FEATURES.keys()
    assert {name for name, reason in FEATURES.items() if reason} <= used
