"""B-cubed and CEAF of `cluster_scores`, by examples and by trying all matchings."""

from itertools import permutations

import pytest
from cluster_scores import b_cubed, ceaf
from hypothesis import given
from hypothesis import strategies as st

CLUSTERS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=8)


def test_an_example() -> None:
    """Five items: {0, 1, 2} {3, 4}, found as {0, 1} {2, 3, 4}."""
    gold, found = dict(enumerate("aaabb")), dict(enumerate("xxyyy"))
    assert b_cubed(gold, found).precision == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)
    assert b_cubed(gold, found).recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert ceaf(gold, found).f1 == pytest.approx(0.8)
    assert b_cubed(gold, gold).f1 == ceaf(gold, gold).f1 == 1


@given(CLUSTERS)
def test_the_best_matching(pairs: list[tuple[int, int]]) -> None:
    gold, found = ({item: pair[side] for item, pair in enumerate(pairs)} for side in (0, 1))
    persons, clusters = sorted(set(gold.values())), sorted(set(found.values()))

    def dice(person: int, cluster: int) -> float:
        sizes = list(gold.values()).count(person) + list(found.values()).count(cluster)
        return 2 * pairs.count((person, cluster)) / sizes

    orders = permutations(range(max(len(persons), len(clusters))), min(len(persons), len(clusters)))
    if len(persons) <= len(clusters):
        best = max(
            sum(dice(persons[n], clusters[m]) for n, m in enumerate(order)) for order in orders
        )
    else:
        best = max(
            sum(dice(persons[m], clusters[n]) for n, m in enumerate(order)) for order in orders
        )
    score = ceaf(gold, found)
    assert score.recall == pytest.approx(best / len(persons))
    assert score.precision == pytest.approx(best / len(clusters))
