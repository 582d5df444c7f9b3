"""The gate: verdicts on pairs of our own, with precision and recall of each.

All quotations are looked for in all sources at once. Who speaks in a source is read by the model of
the package; the verdicts on words need none.
"""

import pytest
from check_pairs import Pair, all_pairs, draft_of, sources

from quoteminer import CheckedQuote, check

OVERALL, VERBATIM, EACH, SAID_BY, GRAVE = 0.90, 0.97, 0.90, 0.95, 0.90
Judged = list[tuple[Pair, CheckedQuote]]


@pytest.fixture(scope="module")
def judged() -> Judged:
    pairs = all_pairs()
    return list(zip(pairs, check(draft_of(pairs), sources()).quotes, strict=True))


def share(right: list[bool]) -> float:
    return sum(right) / len(right)


def test_verdicts_overall(judged: Judged) -> None:
    wrong = [(pair, found) for pair, found in judged if pair.verdict != found.verdict]
    assert 1 - len(wrong) / len(judged) >= OVERALL, wrong


@pytest.mark.parametrize("verdict", ["verbatim", "altered", "shortened", "stitched", "not found"])
def test_precision_and_recall(judged: Judged, verdict: str) -> None:
    least = VERBATIM if verdict == "verbatim" else EACH
    assert (
        share([pair.verdict == verdict for pair, found in judged if found.verdict == verdict])
        >= least
    )
    assert (
        share([found.verdict == verdict for pair, found in judged if pair.verdict == verdict])
        >= least
    )


def test_who_says_it(judged: Judged) -> None:
    assert share([pair.said_by == found.said_by for pair, found in judged]) >= SAID_BY
    others = [
        found.said_by == "another speaker"
        for pair, found in judged
        if pair.said_by == "another speaker"
    ]
    assert share(others) >= EACH


def test_what_is_grave(judged: Judged) -> None:
    assert share([pair.grave == set(found.grave) for pair, found in judged]) >= GRAVE


def test_places_point_into_the_sources(judged: Judged) -> None:
    texts = dict(sources())
    for pair, found in judged:
        for place in found.places:
            assert texts[place.id][place.start : place.end] == place.text
            assert texts[place.id].count("\n", 0, place.start) + 1 == place.line
        for one in found.differences:
            if one.source_span and one.place is not None:
                start, end = one.source_span
                assert " ".join(texts[found.places[one.place].id][start:end].split()) == one.source
        if found.places and pair.verdict != "not found":
            assert pair.source in {place.id for place in found.places}
