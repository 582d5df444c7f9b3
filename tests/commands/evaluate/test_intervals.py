"""The bootstrap, against exact distributions and a slow oracle."""

import math
import random

import numpy as np
import pytest

import quoteminer
from quoteminer.commands.evaluate.counts import ROWS, Counts, figures
from quoteminer.commands.evaluate.intervals import (
    Score,
    ScoreDifference,
    Signature,
    compare,
    evaluate,
    resampled,
)
from quoteminer.errors import ConfigError, GoldError

ROW = "roles.cue"


def article(gold: int, predicted: int, matched: int, row: str = ROW) -> Counts:
    counts = np.zeros((len(ROWS), 4), dtype=np.int64)
    counts[ROWS.index(row), :3] = gold, predicted, matched
    return counts


def articles(hits: list[bool]) -> list[Counts]:
    """One gold item each, and one predicted one, which is a hit or not."""
    return [article(1, 1, hit) for hit in hits]


def recall_of(scores: tuple[Score, ...]) -> Score:
    return next(score for score in scores if (score.row, score.name) == (ROW, "R"))


def recalls_of(differences: tuple[ScoreDifference, ...]) -> ScoreDifference:
    return next(one for one in differences if (one.row, one.name) == (ROW, "R"))


def binomial(trials: int, share: float) -> list[float]:
    """The probability of each number of hits."""
    return [
        math.comb(trials, hits) * share**hits * (1 - share) ** (trials - hits)
        for hits in range(trials + 1)
    ]


def binomial_quantile(trials: int, share: float, level: float) -> int:
    total = 0.0
    for hits, probability in enumerate(binomial(trials, share)):
        total += probability
        if total >= level:
            return hits
    raise AssertionError


@pytest.mark.parametrize(("trials", "hits"), [(40, 30), (100, 10), (200, 199)])
def test_the_interval_of_a_share_is_that_of_the_binomial_distribution(
    trials: int, hits: int
) -> None:
    """Articles of one item each: the hits of a resample are binomial with the observed share, so
    that the percentiles are known without drawing anything."""
    score = recall_of(evaluate(articles([at < hits for at in range(trials)]), resamples=20_000))
    assert score.value == hits / trials
    assert score.interval is not None
    for end, level in zip(score.interval, (0.025, 0.975), strict=True):
        assert abs(end * trials - binomial_quantile(trials, hits / trials, level)) <= 1


def test_the_figures_of_a_resample_are_those_of_its_sums() -> None:
    dice = random.Random(2)
    counts = [article(dice.randrange(1, 9), 9, dice.randrange(9)) for _ in range(12)]
    drawn = resampled(np.stack(counts), seed=1, resamples=200)
    slow = [figures(sums)[ROW]["F1"] for sums in drawn]
    score = next(
        one for one in evaluate(counts, resamples=200) if (one.row, one.name) == (ROW, "F1")
    )
    assert score.interval == pytest.approx((np.quantile(slow, 0.025), np.quantile(slow, 0.975)))


def test_resamples_without_a_value_are_left_out() -> None:
    """Without that, the one article that has the kind would be missing in a third of the resamples,
    as 0."""
    counts = [article(4, 4, 3), *(article(1, 1, 1, "roles.source") for _ in range(9))]
    score = recall_of(evaluate(counts))
    assert score.interval == (0.75, 0.75)


def test_no_interval_of_one_article_or_of_nothing() -> None:
    assert recall_of(evaluate([article(4, 4, 3)])).interval is None
    assert recall_of(evaluate([article(0, 0, 0)] * 5)).interval is None
    assert recall_of(evaluate([article(0, 3, 0)] * 5)).value == 0.0
    (difference,) = [recalls_of(compare([article(4, 4, 3)], [article(4, 4, 2)]))]
    assert (difference.difference, difference.interval, difference.p) == (-0.25, None, None)


def test_the_signature_says_how_to_get_it_again() -> None:
    counts = [article(3 + at, 9, at % 3) for at in range(40)]
    first, again, other = (
        recall_of(evaluate(counts, seed=seed, resamples=300)) for seed in (7, 7, 8)
    )
    assert first == again
    assert first.interval != other.interval
    assert first.signature == Signature(40, 7, 300)
    assert (
        str(first.signature) == f"articles:40|seed:7|resamples:300|version:{quoteminer.__version__}"
    )
    assert first.gold == sum(range(3, 43))


@pytest.mark.parametrize(("trials", "wins"), [(60, 4), (60, 8), (200, 5)])
def test_the_p_value_of_wins_without_losses(trials: int, wins: int) -> None:
    """B finds what A finds, and in some articles more. The difference of a resample is binomial, so
    that the chance of one as far from the observed as that is from 0 is known."""
    losing, winning = articles([False] * trials), articles([at < wins for at in range(trials)])
    found = recalls_of(compare(losing, winning, resamples=20_000))
    chances = binomial(trials, wins / trials)
    expected = chances[0] + sum(chances[2 * wins :])
    assert found.difference == pytest.approx(wins / trials)
    assert found.p == pytest.approx(expected, abs=0.01)


def test_a_comparison_is_paired() -> None:
    """B is right in every article where A is, and in a tenth more: alone, their intervals
    overlap."""
    dice = random.Random(1)
    a = [dice.random() < 0.5 for _ in range(200)]
    b = [hit or at % 10 == 0 for at, hit in enumerate(a)]
    alone = [recall_of(evaluate(articles(hits))).interval for hits in (a, b)]
    assert alone[0] is not None
    assert alone[1] is not None
    assert alone[0][1] > alone[1][0]
    found = recalls_of(compare(articles(a), articles(b)))
    assert found.p is not None
    assert found.p < 0.02
    assert found.interval is not None
    assert 0 < found.interval[0] < found.difference < found.interval[1]


def test_a_comparison_with_itself_and_the_other_way_round() -> None:
    dice = random.Random(6)
    a, b = (articles([dice.random() < 0.5 for _ in range(50)]) for _ in range(2))
    same = recalls_of(compare(a, a))
    assert (same.difference, same.interval, same.p) == (0.0, (0.0, 0.0), 1.0)
    there, back = recalls_of(compare(a, b)), recalls_of(compare(b, a))
    assert there.p == back.p
    assert there.difference == -back.difference
    assert there.interval is not None
    assert back.interval == pytest.approx((-there.interval[1], -there.interval[0]))


@pytest.mark.parametrize(("seed", "resamples"), [(-1, 100), (0, 0)])
def test_wrong_settings(seed: int, resamples: int) -> None:
    with pytest.raises(ConfigError, match=f"seed is {seed} and resamples {resamples}; give"):
        evaluate(articles([True]), seed=seed, resamples=resamples)


def test_no_articles_or_not_the_same() -> None:
    with pytest.raises(GoldError, match="no annotated articles"):
        evaluate([])
    with pytest.raises(GoldError, match="1 and 2 articles can't be compared"):
        compare(articles([True]), articles([True, True]))
