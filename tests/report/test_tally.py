"""The shares of an article's speakers."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.records import ArticleRecord, Known, ModelName, Quote, Speaker, with_quotes
from quoteminer.report.tally import Share, tally


def record(*said: tuple[int | None, str]) -> ArticleRecord:
    """A record of quotes by these speakers."""
    quotes = tuple(
        Quote(at, "direct", "speech", text, 0, 1, ((0, 1),), 0, None, None, speaker, "resolved", 0.9)
        for at, (speaker, text) in enumerate(said)
    )
    names = ("Ana Pinto", "Kofi Berg", "Tova Lind")
    speakers = with_quotes((Speaker(at, name, "person") for at, name in enumerate(names)), quotes)
    return ArticleRecord("a", quotes, speakers, ModelName("m", "1"), source="a.txt")


@pytest.mark.parametrize(
    ("said", "words", "shares", "unresolved"),
    [
        (
            ((0, "“No — not 3.5 €”"), (1, "a b c … d e"), (None, "f"), (0, "g"), (2, "“…”")),
            10,
            [("Kofi Berg", Share(1, 5, 50.0)), ("Ana Pinto", Share(2, 4, 40.0)), ("Tova Lind", Share(1, 0, 0.0))],
            Share(1, 1, 10.0),
        ),
        (  # who says as much stands in the order of the ids
            ((1, "one"), (0, "two"), (2, "three words here")),
            5,
            [("Tova Lind", Share(1, 3, 60.0)), ("Ana Pinto", Share(1, 1, 20.0)), ("Kofi Berg", Share(1, 1, 20.0))],
            Share(0, 0, 0.0),
        ),
        ((), 0, [], Share(0, 0, 0.0)),
    ],
)
def test_shares(said: Any, words: int, shares: list[tuple[str, Share]], unresolved: Share) -> None:
    found = tally(record(*said))
    assert (found.words, found.unresolved) == (words, unresolved)
    assert [(one.name, share) for one, share in found.speakers] == shares


def test_an_improbable_speaker_has_no_share() -> None:
    found = record((0, "one two"), (0, "three"), (1, "four"))
    quotes = tuple(replace(one, confidence=0.4) if one.id else one for one in found.quotes)
    shares = tally(replace(found, quotes=quotes))
    assert [share for _, share in shares.speakers] == [Share(1, 2, 50.0), Share(0, 0, 0.0)]
    assert shares.unresolved == Share(2, 2, 50.0)


def test_json() -> None:
    linked = record((0, "one two"), (None, "three"))
    linked = replace(linked, speakers=(replace(linked.speakers[0], role="cook", known=Known("none")),))
    value = json.loads(tally(linked).to_json(indent=2))
    assert value == tally(linked).to_dict() == json.loads(tally(linked).to_json())
    assert len(tally(linked).to_json().splitlines()) == 1
    (speaker,) = value["speakers"]
    assert list(speaker) == "id name kind role affiliation aliases quotes words share known".split()
    assert [speaker[name] for name in ("role", "quotes", "words", "share")] == ["cook", 1, 2, 66.7]
    assert speaker["known"]["status"] == "none"
    assert value["unresolved"] == {"quotes": 1, "words": 1, "share": 33.3}


@given(st.lists(st.tuples(st.sampled_from([0, 1, 2, None]), st.text(min_size=1, max_size=20))))
def test_shares_are_parts_of_a_whole(said: list[tuple[int | None, str]]) -> None:
    found = tally(record(*said))
    shares = [*(share for _, share in found.speakers), found.unresolved]
    assert sum(share.quotes for share in shares) == len(said)
    assert sum(share.words for share in shares) == found.words
    assert sum(share.percent for share in shares) == pytest.approx(100 if found.words else 0, abs=0.3)
