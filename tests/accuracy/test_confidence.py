"""The confidence is a probability, and a high one can be trusted with a name. Needs the development
gold."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from measured import MODELS, mined, needs_gold, read_gold, scorer

SETS = (
    "news_speakers_dev.jsonl.gz", "wild_dev.jsonl.gz", "wild2_dev.jsonl.gz", "web_dev.jsonl.gz",
    "press_dev.jsonl.gz", "written_dev.jsonl.gz",
)  # fmt: skip

pytestmark = needs_gold


class Judged(NamedTuple):
    """A written quote. ``named``: the gold has it with the same canonical name; ``right``: or, for
    the unnamed, with any of its descriptions."""

    quote: dict[str, Any]
    named: bool
    right: bool


@pytest.fixture(scope="module", params=MODELS)
def judged(request: pytest.FixtureRequest) -> list[Judged]:
    gold = {(name, article["id"]): article for name in SETS for article in read_gold(name)}
    read = [
        (gold[name, one.id], record) for name in SETS for one, record in mined(request.param, name)
    ]
    return [row for article, record in read for row in judge(article, record.to_dict())]


def judge(article: dict[str, Any], record: dict[str, Any]) -> Iterator[Judged]:
    score = scorer()
    letters = lambda quote: score["letters"](article["text"], quote["content"])  # noqa: E731
    found = score["read_predicted"](record)
    pairs = score["match"](
        [letters(quote) for quote in article["quotes"]], [letters(quote) for quote in found], 0.5
    )
    gold = {at: article["quotes"][i] for i, at in pairs.items()}
    who = {speaker["id"]: speaker for speaker in article["speakers"]}
    key = score["name_key"]
    for at, quote in enumerate(record["quotes"]):
        speaker = who.get(gold[at]["speaker"]) if at in gold else None
        if speaker is None:
            nobody = at in gold and quote["speaker"] is None
            yield Judged(quote, nobody, nobody)
        else:
            name = key(found[at]["name"])
            named = name == key(speaker["name"])
            described = speaker["kind"] == "unnamed" and name in map(key, speaker["aliases"])
            yield Judged(quote, named, named or described)


@pytest.mark.parametrize("tenth", range(10))
def test_a_confidence_is_the_share_that_is_right(tenth: int, judged: list[Judged]) -> None:
    rows = [row for row in judged if min(int(10 * row.quote["confidence"]), 9) == tenth]
    if len(rows) < 30:
        pytest.skip(f"{len(rows)} quotes are too few to tell")
    confidence = sum(row.quote["confidence"] for row in rows) / len(rows)
    # three standard errors of a share
    chance = 3 * (confidence * (1 - confidence) / len(rows)) ** 0.5
    # The rounding of a processor moves a row or two in a hundred.
    assert abs(sum(row.right for row in rows) / len(rows) - confidence) <= max(0.08, chance)


def test_nine_tenths_can_be_trusted_with_a_name(judged: list[Judged]) -> None:
    spoken = [
        row for row in judged if row.quote["type"] != "indirect" and row.quote["act"] != "thought"
    ]
    sure = [row for row in spoken if row.quote["confidence"] >= 0.9]
    assert len(sure) >= 0.3 * len(spoken), "hardly anything is sure"
    assert sum(row.named for row in sure) >= 0.94 * len(sure)
