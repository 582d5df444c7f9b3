"""No figure on the gold of our own falls unnoticed. It ships with the tests, so this runs everywhere, every time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from dev_gold import needs_gold, scorer
from own_gold import OwnArticle, own_articles
from own_scores import own_scores

from quoteminer import QuoteMiner
from quoteminer.evaluation.gold import GoldArticle, from_record

FLOORS = json.loads(Path(__file__).with_name("floors.json").read_text(encoding="utf-8"))["own"]
PREFIX = "articles "


@pytest.fixture(scope="module")
def own() -> list[OwnArticle]:
    return own_articles()


@pytest.fixture(scope="module")
def mined(own: list[OwnArticle]) -> list[GoldArticle]:
    miner = QuoteMiner(threads=1)
    return [from_record(miner.mine(one.gold.text, id=one.gold.id), one.gold.text) for one in own]


@pytest.fixture(scope="module")
def figures(own: list[OwnArticle], mined: list[GoldArticle]) -> dict[str, float]:
    """Each figure by the name that its floor has."""
    scores = own_scores([one.gold for one in own], mined)
    named = {f"{PREFIX}{row} {key}": value for row, cells in scores.items() for key, value in cells.items()}
    return {**named, f"{PREFIX}not quotes left out": left_out(own, mined)}


def left_out(own: list[OwnArticle], mined: list[GoldArticle]) -> float:
    """Of the words between marks that nobody says, the share that no speech touches."""
    free = [
        not any(a < end and start < b for quote in got.quotes if quote.act == "speech" for a, b in quote.content)
        for one, got in zip(own, mined, strict=True)
        for start, end in one.not_quotes
    ]
    return sum(free) / len(free)


@pytest.mark.parametrize("name", sorted(name for name in FLOORS if name.startswith(PREFIX)))
def test_no_figure_is_under_its_floor(name: str, figures: dict[str, float]) -> None:
    assert figures[name] >= FLOORS[name], f"{name} is {figures[name]:.4f}, its floor {FLOORS[name]}"


def test_every_figure_has_a_floor(figures: dict[str, float]) -> None:
    assert figures.keys() == {name for name in FLOORS if name.startswith(PREFIX)}


@needs_gold
def test_the_figures_are_those_of_the_shared_scorer(own: list[OwnArticle], mined: list[GoldArticle]) -> None:
    gold = [one.gold for one in own]
    theirs = scorer()["score"]([plain(one) for one in gold], [plain(one) for one in mined])
    for row, cells in own_scores(gold, mined).items():
        for key, value in cells.items():
            assert value == pytest.approx(theirs[row][key], abs=1e-9), f"{row} {key}"


def plain(article: GoldArticle) -> dict[str, object]:
    """As shared/data writes it."""
    speakers = [{"id": one.id, "name": one.name, "kind": one.kind, "aliases": one.aliases} for one in article.speakers]
    quotes = [
        {"content": one.content, "cue": one.cue, "source": one.source, "speaker": one.speaker, "act": one.act}
        for one in article.quotes
    ]
    return {"id": article.id, "text": article.text, "speakers": speakers, "quotes": quotes}
