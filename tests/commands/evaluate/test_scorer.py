"""The scorer of ``nlp.evaluate`` and ``spacy evaluate``, beside the figures of our own
evaluation."""

import json
import math
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import spacy
from annotated_articles import own_articles
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.vocab import Vocab
from two_readings import readings, to_json

from quoteminer import GoldError
from quoteminer.commands.evaluate.counts import count_article, figures
from quoteminer.commands.evaluate.scorer import gold_docs, score
from quoteminer.output.gold.gold_articles import GoldArticle

VOCAB = Vocab()
KEYS = {f"quotes_{head}{key}" for head in ("", "e2e_", "speaker_") for key in "prf"}


def doc_of(article: GoldArticle, **others: Any) -> Doc:
    """A doc of one word with the article's quotes as a record of gold."""
    doc = Doc(VOCAB, [article.text], [False])
    doc.user_data["quoteminer_record"] = to_json(article, **others)
    return doc


def example(pair: tuple[GoldArticle, GoldArticle]) -> Example:
    gold, predicted = map(doc_of, pair)
    return Example(predicted, gold)


@given(st.lists(readings(), min_size=1, max_size=3))
def test_the_figures_are_those_of_evaluate(pairs: list[tuple[GoldArticle, GoldArticle]]) -> None:
    found = score(map(example, pairs))
    table = figures(sum(count_article(*pair) for pair in pairs))
    for key, row, name in (
        ("quotes_p", "content.all", "P"),
        ("quotes_r", "content.all", "R"),
        ("quotes_f", "content.all", "F1"),
        ("quotes_e2e_f", "content.all", "e2e"),
        ("spans_quoteminer_f", "content.all", "F1"),
        ("quotes_speaker_f", "names.all", "F1"),
    ):
        assert math.isclose(found[key] or 0.0, table.get(row, {}).get(name, 0.0))
    types = found["quotes_per_type"]
    for kind in ("direct", "mixed", "indirect"):
        alone = types.get(kind, {"p": 0.0, "r": 0.0, "f": 0.0})
        with_source = types.get(f"{kind} + source", {"f": 0.0})
        wanted = [table[f"content.{kind}"][name] for name in ("P", "R", "F1", "e2e")]
        assert [*alone.values(), with_source["f"]] == pytest.approx(wanted)
    for name, row in (("cue", "roles.cue"), ("source", "roles.source"), ("passages", "regions")):
        assert types.get(name, {"r": 0.0})["r"] == pytest.approx(table[row]["R"])
    spans = {f"spans_quoteminer_{key}" for key in ("p", "r", "f", "per_type")}
    assert set(found) == {*KEYS, "quotes_per_type", *spans}


def test_examples_without_gold_say_nothing() -> None:
    nothing = Doc(VOCAB, ["Hush"])
    article = GoldArticle("a", "Hush")
    gold = doc_of(article)
    assert set(score([Example(nothing, nothing)]).values()) == {None}
    assert set(score([])) == set(score([Example(gold, gold)])), "the same keys"
    assert score([Example(nothing, gold)])["quotes_f"] is None, (
        "gold without a quote, and none was predicted"
    )


def test_another_attribute_has_other_keys() -> None:
    doc = Doc(VOCAB, ["Hush"])
    doc.user_data["quoteminer_record.said"] = {"quotes": [{"content": [[0, 4]]}]}
    found = score(
        [Example(Doc(VOCAB, ["Hush"]), doc)], attribute="said", spans_key="who", labels=()
    )
    assert (found["said_r"], found["spans_who_f"], found["said_speaker_f"]) == (0.0, 0.0, None)


@pytest.mark.parametrize(
    "quotes",
    [[{}], [{"content": "0-4"}], ["Hush"], [{"content": [[3, 1]]}], [{"start": 1, "end": None}]],
)
def test_gold_that_is_none(quotes: list[Any]) -> None:
    doc = doc_of(GoldArticle("a", "Hush"), quotes=quotes)
    with pytest.raises(GoldError, match=r"doc\._\.quotes of the doc that begins 'Hush' is invalid"):
        score([Example(Doc(VOCAB, ["Hush"]), doc)])


def test_two_texts_are_not_compared() -> None:
    gold = doc_of(GoldArticle("a", "Hush now"))
    with pytest.raises(GoldError, match="begins 'Hush now' was annotated as another text"):
        score([Example(Doc(VOCAB, ["Hush"]), gold)])


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    pipeline.add_pipe("quoteminer", config={"threads": 1})
    return pipeline


@pytest.fixture(scope="module")
def gold_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gold") / "gold.jsonl"
    path.write_text(
        "".join(json.dumps(to_json(one.gold)) + "\n" for one in own_articles()[:6]), "utf-8"
    )
    return path


def test_gold_files_become_docs(nlp: Language, gold_file: Path, tmp_path: Path) -> None:
    docs = list(gold_docs(gold_file, nlp))
    assert [doc.text for doc in docs] == [one.gold.text for one in own_articles()[:6]]
    again = score(Example(doc, doc) for doc in docs)
    assert (again["quotes_f"], again["quotes_speaker_f"]) == (1.0, 1.0)
    renamed = list(gold_docs(gold_file, nlp, attribute="said"))
    assert score((Example(doc, doc) for doc in renamed), attribute="said")["said_f"] == 1.0
    (tmp_path / "bad.jsonl").write_text('{"id": "a"}\n', "utf-8")
    with pytest.raises(GoldError, match=r"bad\.jsonl.*has no text"):
        list(gold_docs([tmp_path / "bad.jsonl"], nlp))


def test_what_the_component_found_is_scored(nlp: Language, gold_file: Path) -> None:
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in gold_docs(gold_file, nlp)]
    found = nlp.evaluate(examples, per_component=True)["quoteminer"]
    assert found["quotes_f"] > 0.5
    assert found["quotes_f"] >= found["quotes_e2e_f"] > 0.5
    assert nlp.evaluate(examples)["quotes_f"] == found["quotes_f"]
    assert nlp.get_pipe("quoteminer").score(examples) == score(examples)
    silent = spacy.blank("en")
    silent.add_pipe("quoteminer", config={"scorer": None, "threads": 1})
    assert silent.get_pipe("quoteminer").score(examples) == {}


@pytest.mark.slow
def test_the_command_prints_the_figures(nlp: Language, gold_file: Path, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "model")
    DocBin(store_user_data=True, docs=gold_docs(gold_file, nlp)).to_disk(tmp_path / "gold.spacy")
    command = "-m spacy evaluate model gold.spacy --spans-key quoteminer --output scores.json"
    done = subprocess.run(
        [sys.executable, *command.split()],
        cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    scores = json.loads((tmp_path / "scores.json").read_text("utf-8"))
    assert re.search(rf"SPAN F +{100 * scores['spans_quoteminer_f']:.2f} *\n", done.stdout)
    assert scores["spans_quoteminer_f"] > 0.5
    assert all(name in done.stdout for name in scores["spans_quoteminer_per_type"])
