"""Our figures are those of the project's scorer, which is not ours to ship: skipped without it."""

import gzip
import json
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from gold_files import articles
from hypothesis import given
from hypothesis import strategies as st
from measured import SHARED, needs_gold, scorer
from two_readings import readings, to_json

from quoteminer.commands.evaluate.counts import count_article, figures
from quoteminer.commands.evaluate.predictions import Prediction, read_predictions
from quoteminer.output.gold import read_gold
from quoteminer.output.gold.gold_articles import GoldArticle, GoldQuote, GoldSpeaker
from quoteminer.output.gold.gold_files import GoldFile

TOLERANCE = 1e-9
Pairs = Sequence[tuple[GoldArticle, GoldArticle]]

pytestmark = needs_gold


def ours(pairs: Pairs) -> dict[str, dict[str, float]]:
    return figures(sum(count_article(*pair) for pair in pairs))


def assert_agree(pairs: Pairs, theirs: dict[str, dict[str, float]]) -> None:
    """Every row and figure of the scorer is here and equal, and here is nothing else but the number
    of letters."""
    found = ours(pairs)
    assert found.keys() == theirs.keys()
    for row, cells in theirs.items():
        assert {**found[row], "gold": 0} == pytest.approx(
            {**cells, "gold": 0}, abs=TOLERANCE, rel=0
        )
        assert found[row]["gold"] == cells.get("gold", found[row]["gold"])


@given(st.lists(readings(), min_size=1, max_size=3))
def test_on_random_articles(pairs: Pairs) -> None:
    golds = [to_json(gold, id=at) for at, (gold, _) in enumerate(pairs)]
    predictions = [to_json(predicted, id=at) for at, (_, predicted) in enumerate(pairs)]
    assert_agree(pairs, scorer()["score"](golds, predictions))


@given(st.data())
def test_on_random_files(data: st.DataObject) -> None:
    """Through the readers, which must leave overlapping quotes in the order of the file: their
    letters are the last one's."""
    gold = data.draw(articles())
    other = data.draw(articles(st.just(gold.text)))
    kept = [quote for quote in gold.quotes if data.draw(st.booleans())]
    quotes = data.draw(st.permutations([*kept, *other.quotes]))
    values = to_json(gold), to_json(GoldArticle(gold.id, gold.text, tuple(quotes), gold.speakers))
    with tempfile.TemporaryDirectory() as folder:
        for name, value in zip(("gold.jsonl", "predicted.jsonl"), values, strict=True):
            Path(folder, name).write_text(json.dumps(value), "utf-8")
        pairs = pairs_of(Path(folder, "gold.jsonl"), Path(folder, "predicted.jsonl"))
    assert_agree(pairs, scorer()["score"](*([value] for value in values)))


def pairs_of(gold: Path, predicted: Path) -> Pairs:
    predictions = {
        one.article.id: one for one in read_predictions(predicted) if isinstance(one, Prediction)
    }
    articles = [one for one in read_gold([gold]) if isinstance(one, GoldArticle)]
    nothing = Prediction(GoldArticle("", ""), GoldFile(Path("a"), "a"), "")
    return [(article, predictions.get(article.id, nothing).beside(article)) for article in articles]


def spoiled(article: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """A prediction with all kinds of errors, made of the gold."""
    quotes = []
    for quote in article["quotes"]:
        start, end = quote["content"][0]
        moved = {**quote, "content": [[start, min(end + dice.randrange(40), len(article["text"]))]]}
        wrong = {
            **quote,
            "source": dice.choice(article["quotes"])["source"],
            "speaker": dice.choice([0, 1, 2]),
        }
        quotes += dice.choice(
            [[], [quote], [moved], [wrong], [quote, moved], [{**moved, "source": []}]]
        )
    return {"id": article["id"], "quotes": quotes, "speakers": article.get("speakers", [])}


@pytest.mark.parametrize("name", ["polnear_dev", "news_speakers_dev", "wild_dev"])
def test_on_development_gold(name: str, tmp_path: Path) -> None:
    source = SHARED / "data" / f"{name}.jsonl.gz"
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        golds = [json.loads(line) for line in lines]
    dice = random.Random(5)
    predicted = [spoiled(article, dice) for article in golds if dice.random() < 0.9]
    path = tmp_path / "predicted.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in predicted), "utf-8")
    theirs = scorer()["score"](golds, predicted)
    assert 0.2 < theirs["content.all"]["e2e"] < 0.8
    assert_agree(pairs_of(source, path), theirs)


MIXED = "She said “we go” home again."
ANA = (GoldSpeaker(0, "Ana Pinto", "person", ("Pinto",)),)


@pytest.mark.parametrize("also", [(), (GoldQuote(((10, 15),), speaker=0),)])
def test_where_a_quote_is_mixed_in_the_gold_and_indirect_in_the_prediction(
    also: tuple[GoldQuote, ...],
) -> None:
    """Then the hits among quoted names are not among the predicted ones: of none, or of fewer."""
    gold = GoldArticle("a", MIXED, (GoldQuote(((9, 27),), speaker=0, act="speech"),), ANA)
    predicted = GoldArticle("a", MIXED, (GoldQuote(((17, 27),), speaker=0), *also), ANA)
    theirs = scorer()["score"]([to_json(gold)], [to_json(predicted)])
    assert theirs["names.quoted"]["P"] == len(also)
    assert theirs["names.quoted"]["R"] == 1.0
    assert_agree([(gold, predicted)], theirs)
