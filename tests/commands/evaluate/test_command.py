"""``quoteminer evaluate`` with a miner that needs no network."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from commands import Result as Command
from commands import loaded  # noqa: F401
from fake_miner import record_of
from two_readings import to_json

from quoteminer.cli.options import Tools
from quoteminer.output.gold.gold_articles import GoldArticle, from_record
from quoteminer.text.article import make_article

TEXTS = {
    "a": (
        "“No way,” said Ana Pinto.\n\n“Never [sic],” said Kofi Berg.\n\n“Well then,” thought Ana"
        " Pinto."
    ),
    "b": "“We go,” said Ana Pinto. Kofi Berg said that it rained.",
    "c": "“<b>Now</b> or never,” said Ana Pinto.",
}


class Result(Command):
    """A run of ``quoteminer evaluate``."""

    def __init__(self, *arguments: str | Path) -> None:
        super().__init__("evaluate", *arguments)


def found_in(id: str) -> GoldArticle:
    return from_record(record_of(make_article(TEXTS[id], id=id)), TEXTS[id])


def write(path: Path, values: Iterable[Any]) -> Path:
    path.write_text("".join(json.dumps(value) + "\n" for value in values), "utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """The quotes that the fake miner finds, and an indirect one that it misses."""
    values = [to_json(found_in(id)) for id in TEXTS]
    start = TEXTS["b"].index("that it rained")
    rained = {
        "content": [[start, start + 14]], "cue": [], "source": [], "speaker": None, "act": "speech",
    }  # fmt: skip
    values[1]["quotes"].append(rained)
    return write(tmp_path / "gold.jsonl", values)


def records(*ids: str) -> list[dict[str, Any]]:
    return [record_of(make_article(TEXTS[id], id=id)).to_dict() for id in ids]


def test_the_extractor_is_measured_with_all_acts(gold: Path, loaded: list[Tools]) -> None:  # noqa: F811
    result = Result(gold, "--json", "--model", "m", "--threads", "3")
    assert (result.status, result.err) == (0, "")
    assert loaded == [Tools("m", 3)]
    content = result.json["figures"]["content.all"]
    assert (content["gold"], content["P"], content["R"]) == (6, 1.0, 5 / 6)
    assert content["intervals"]["P"] == [1.0, 1.0]
    assert content["intervals"]["R"][0] < 5 / 6 < content["intervals"]["R"][1]
    assert result.json["predictions"] == {"model": "fake 0.0"}
    assert result.json["gold"] == [str(gold)]


def test_a_table_by_default(gold: Path) -> None:
    result = Result(gold)
    assert (result.status, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines[0].split()[:3] == ["Figure", "Gold", "Precision"]
    figures = next(line for line in lines if line.startswith("quotes: all"))
    assert figures.split()[2:5] == ["6", "1.000", "0.833"]
    too_few = "With fewer than 20 articles, intervals are too narrow and p-values too small."
    assert lines[-2] == too_few
    settings = "articles:3|seed:1|resamples:1000|version:"
    assert lines[-1].startswith(f"95 % intervals by bootstrap of articles; {settings}")
    assert max(map(len, lines)) <= 100


def test_predictions_are_measured_without_a_model(
    gold: Path,
    tmp_path: Path,
    loaded: list[Tools],  # noqa: F811
) -> None:
    predictions = write(tmp_path / "p.jsonl", records("c", "b", "a"))
    measured = Result(gold, "--predictions", predictions, "--json")
    assert loaded == []
    assert measured.json["figures"] == Result(gold, "--json").json["figures"]


def test_what_does_not_fit_together_is_told(gold: Path, tmp_path: Path) -> None:
    unknown = {**records("b")[0], "id": "z"}
    predictions = write(tmp_path / "p.jsonl", [*records("a", "a"), unknown])
    result = Result(gold, "--predictions", predictions, "--json")
    assert result.status == 0
    assert result.err.replace(f"quoteminer: {predictions}: ", "").splitlines() == [
        "articles of the gold without a prediction, counted as no quotes: b, c.",
        "predictions for articles that are not in the gold, left out: z.",
        "articles that are there more than once; the last one counts: a.",
    ]
    assert result.json["figures"]["content.all"]["R"] == 3 / 6
    named = {"file": str(predictions), "missing": ["b", "c"], "unknown": ["z"], "repeated": ["a"]}
    assert result.json["predictions"] == named
    assert Result(gold, "--predictions", predictions, "--quiet").err == ""
    nine = write(tmp_path / "nine.jsonl", [to_json(found_in("a"), id=f"n{at}") for at in range(9)])
    one = write(tmp_path / "one.jsonl", [{**records("a")[0], "id": "n0"}])
    assert "no quotes: n1, n2, n3, n4, n5 and 3 more.\n" in Result(nine, "--predictions", one).err


def test_a_prediction_of_another_text_is_a_failure(gold: Path, tmp_path: Path) -> None:
    other = record_of(make_article("\n" + TEXTS["b"], id="b")).to_dict()
    predictions = write(tmp_path / "p.jsonl", [*records("a", "c"), other])
    result = Result(gold, "--predictions", predictions, "--json", "--quiet")
    assert result.status == 1
    assert result.err.startswith(
        f"quoteminer: {predictions}, line 3: this prediction is of another text than the gold's 'b'"
    )
    assert result.json["failures"] == 1
    assert result.json["figures"]["content.all"]["R"] == 4 / 6


@pytest.mark.parametrize(("ids", "has"), [(["x", "y"], "'x'"), ([], "none")])
def test_predictions_of_other_articles_are_no_measure(
    gold: Path, tmp_path: Path, ids: list[str], has: str
) -> None:
    predictions = write(tmp_path / "p.jsonl", [{**records("a")[0], "id": id} for id in ids])
    for options in (["--predictions", predictions], ["--compare", predictions, predictions]):
        result = Result(gold, *options)
        assert (result.status, result.out) == (1, "")
        reason = f"no article of the gold is in it: the gold has the id 'a', this file {has}."
        assert result.err.startswith(f"quoteminer: {predictions}: {reason} Give")


def test_gold_that_cannot_be_read(gold: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": "d", "quotes": []}\n', "utf-8")
    result = Result(gold, bad, tmp_path / "no.jsonl", "--json")
    assert result.status == 1
    assert (result.json["failures"], result.json["signature"]["articles"]) == (2, 3)
    told = result.err.splitlines()
    assert [line.startswith(f"quoteminer: {tmp_path}") for line in told] == [True, True]
    assert "text" in told[0]
    nothing = Result(bad, "--errors", tmp_path / "e.html")
    assert (nothing.status, nothing.out) == (1, "")
    assert not (tmp_path / "e.html").exists()
    empty = Result(write(tmp_path / "empty.jsonl", []))
    assert (empty.status, empty.out) == (1, "")
    assert empty.err.startswith(f"quoteminer: {tmp_path / 'empty.jsonl'}: is empty.")


def test_figures_that_say_nothing_are_told(tmp_path: Path) -> None:
    bare = {"id": "a", "text": TEXTS["a"], "quotes": [{"content": [[0, 9]]}]}
    result = Result(write(tmp_path / "g.jsonl", [bare]))
    first, second = result.err.splitlines()
    assert "has no sources" in first
    assert "no speech with a named speaker" in second
    assert "names." not in result.out
    assert result.out.splitlines()[-1].startswith("No intervals of one article; articles:1|")
    assert Result(tmp_path / "g.jsonl", "--quiet").err == ""
    same = Result(write(tmp_path / "same.jsonl", [to_json(found_in(id)) for id in TEXTS]))
    assert "All figures are perfect. Is the gold uncorrected output of quoteminer?" in same.err


def test_seed_and_resamples(gold: Path) -> None:
    result = Result(gold, "--json", "--seed", "6", "--resamples", "50")
    signature = result.json["signature"]
    assert (signature["seed"], signature["resamples"]) == (6, 50)


def test_comparing(gold: Path, tmp_path: Path, loaded: list[Tools]) -> None:  # noqa: F811
    less, more = (
        write(tmp_path / "less.jsonl", records("a")),
        write(tmp_path / "more.jsonl", records("a", "b", "c")),
    )
    result = Result(gold, "--compare", less, more, "--json")
    assert (result.status, loaded) == (0, [])
    recall = result.json["figures"]["content.all"]["R"]
    assert (recall["a"], recall["b"]) == (3 / 6, 5 / 6)
    assert recall["difference"] == pytest.approx(2 / 6)
    assert 0 < recall["p"] <= 1
    assert result.json["a"]["missing"] == ["b", "c"]
    table = Result(gold, "--compare", less, more, "--quiet")
    line = next(line for line in table.out.splitlines() if line.startswith("quotes: all, Recall"))
    assert line.split()[2:7] == ["Recall", "6", "0.500", "0.833", "+0.333"]
    assert f"A: {less}" in table.out.splitlines()
    assert f"B: {more}" in table.out.splitlines()


def test_a_page_of_errors(gold: Path, tmp_path: Path, loaded: list[Tools]) -> None:  # noqa: F811
    page = tmp_path / "errors.html"
    predictions = write(tmp_path / "p.jsonl", records("a", "b"))
    result = Result(gold, "--predictions", predictions, "--errors", page)
    assert result.status == 0
    html = page.read_text("utf-8")
    # what the fake miner misses in b, and all of c
    assert html.count('<article class="mistake"') == 2
    assert "&lt;b&gt;Now&lt;/b&gt;" in html
    assert f"<title>{predictions} on {gold}: mistakes</title>" in html
    assert "quotes: all" in result.out
    result = Result(gold, "--errors", tmp_path / "no" / "errors.html")
    assert (result.status, result.out, loaded) == (1, "", [])  # it is opened before the work
    assert "can't be written: there is no such folder" in result.err


@pytest.mark.parametrize("options", [
    [],
    ["{gold}", "--predictions", "p", "--compare", "p", "q"],
    ["{gold}", "--compare", "p", "q", "--errors", "e"],
    ["{gold}", "--compare", "p"],
    ["{gold}", "--predictions", "p", "--model", "m"],
    ["{gold}", "--compare", "p", "q", "--threads", "2"],
    ["{gold}", "--errors", "{gold}"],
    ["{gold}", "--predictions", "{gold}2", "--errors", "{gold}2"],
    ["{gold}", "--errors", "-"],
    ["{gold}", "--seed", "-1"],
    ["{gold}", "--resamples", "0"],
    ["{gold}", "--acts", "all"],
])  # fmt: skip
def test_wrong_usage(gold: Path, options: list[str]) -> None:
    before = gold.read_bytes()
    shutil.copy(gold, f"{gold}2")
    result = Result(*(option.format(gold=gold) for option in options))
    assert result.status == 2
    assert "Usage:" in result.out + result.err or "requires 2 arguments" in result.err
    assert gold.read_bytes() == Path(f"{gold}2").read_bytes() == before


def test_the_format_of_the_gold_can_be_said(gold: Path, tmp_path: Path) -> None:
    odd = tmp_path / "gold.dat"
    odd.write_bytes(b"\n" + gold.read_bytes())
    found = Result(odd, "--from", "jsonl", "--json").json["figures"]
    assert found == Result(gold, "--json").json["figures"]
    refused = Result(gold, "--from", "labelstudio")
    assert (refused.status, refused.out) == (1, "")
    assert refused.err.startswith(f"quoteminer: {gold}")
