"""Predictions from JSON lines, laid beside the gold."""

import contextlib
import gzip
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from fake_miner import record_of
from gold_files import damage
from hypothesis import given
from hypothesis import strategies as st
from two_readings import to_json

from quoteminer.commands.evaluate.counts import count_article
from quoteminer.commands.evaluate.errors_page import error_page
from quoteminer.commands.evaluate.mistakes import find_mistakes
from quoteminer.commands.evaluate.predictions import Prediction, read_predictions
from quoteminer.errors import GoldError
from quoteminer.output.gold.gold_articles import GoldArticle, GoldQuote, GoldSpeaker, from_record
from quoteminer.text.article import make_article

TEXT = "“We open,” said Ana Pinto. “In May,” thought Kofi Berg."
GOLD = GoldArticle("a", TEXT)
RECORD = record_of(make_article(TEXT, id="a"))
GOLD_AS_FOUND = from_record(RECORD, TEXT)
IN_FORM_OF_GOLD = to_json(GOLD_AS_FOUND)


def written(path: Path, *values: Any) -> Path:
    lines = "".join(
        (value if isinstance(value, str) else json.dumps(value)) + "\n" for value in values
    )
    path.write_bytes(gzip.compress(lines.encode()) if path.suffix == ".gz" else lines.encode())
    return path


def read_one(path: Path, value: Any) -> Prediction:
    (found,) = read_predictions(written(path, value))
    assert isinstance(found, Prediction), found
    return found


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.json", "a.JSON.gz"])
def test_records(tmp_path: Path, name: str) -> None:
    prediction = read_one(tmp_path / name, RECORD.to_dict())
    assert prediction.beside(GOLD) == GOLD_AS_FOUND


def test_only_id_quotes_and_speakers_of_a_record_are_needed(tmp_path: Path) -> None:
    plain, parts = {"start": 0, "end": 10}, {"start": 0, "end": 36, "spans": [[0, 10], [27, 36]]}
    named = {**plain, "speaker": 3, "cue": {"start": 11, "end": 15}, "mention": None}
    value = {"id": 7, "quotes": [plain, parts, named], "speakers": [{"id": 3, "name": "Ana"}]}
    article = read_one(tmp_path / "a.jsonl", value).article
    assert (article.id, article.speakers) == ("7", (GoldSpeaker(3, "Ana"),))
    assert article.quotes == (
        GoldQuote(((0, 10),)),
        GoldQuote(((0, 10), (27, 36))),
        GoldQuote(((0, 10),), ((11, 15),), (), 3),
    )


@pytest.mark.parametrize(("line", "reason"), [
    ("[1]", "has no id"),
    ('{"id": "a"}', "has no list of quotes"),
    ('{"id": "a", "quotes": [3]}', "quotes.0: Input should be"),
    ('{"id": "a", "quotes": [{"start": 5, "end": 2}]}', "the span 5 to 2 ends before it starts"),
    ('{"id": "a", "quotes": [{"start": -1, "end": 2}]}', "quotes.0.content.0.0: Input should be greater than"),
    ('{"id": "a", "quotes": [], "speakers": [{"name": "Ana"}]}', "speakers.0.id: Field required"),
    ("nonsense", "is not JSON"),
    ("\udce9", "byte 0xe9 is not UTF-8"),
    ("[" * 100_000, "is not JSON"),
])  # fmt: skip
def test_a_line_that_is_no_prediction_does_not_stop_the_others(
    tmp_path: Path, line: str, reason: str
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(f"{line}\n\n{RECORD.to_json()}\n".encode("utf-8", "surrogateescape"))
    error, prediction = read_predictions(path)
    assert isinstance(error, GoldError)
    assert str(error).startswith(f"{path}, line 1")
    assert reason in str(error)
    assert isinstance(prediction, Prediction)


@pytest.mark.parametrize("values", [RECORD.to_dict(), IN_FORM_OF_GOLD], ids=["record", "gold"])
@given(data=st.data())
def test_values_of_other_types_are_told_and_never_a_crash(
    values: dict[str, Any], data: st.DataObject
) -> None:
    damaged = json.loads(json.dumps([values]))
    damage(damaged, data)
    with tempfile.TemporaryDirectory() as folder:
        for found in read_predictions(written(Path(folder) / "a.jsonl", *damaged)):
            with contextlib.suppress(GoldError):
                assert isinstance(found, Prediction | GoldError)
                predicted = found.beside(GOLD) if isinstance(found, Prediction) else GOLD
                count_article(GOLD_AS_FOUND, predicted)
                "".join(error_page(find_mistakes(GOLD_AS_FOUND, predicted), title="x"))


@pytest.mark.parametrize(("name", "reason"), [
    ("no.jsonl", "there is no such file"),
    ("", "is a folder. Make JSON lines of it first: quoteminer convert"),
    ("cut.jsonl.gz", "the gzip file is cut off"),
    ("a.json", "line 2, column 1: is not JSON"),
    ("tasks.json", "is in the format labelstudio. Make JSON lines of it first: quoteminer convert"),
    ("a\0b", "can't be read"),
])  # fmt: skip
def test_files_that_cannot_be_read(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(b"{}\n" * 99)[:-12])
    (tmp_path / "a.json").write_text('{"id":\n', "utf-8")
    tasks = '[\n{"data": {"text": ""}, "predictions": []}\n]\n'
    (tmp_path / "tasks.json").write_text(tasks, "utf-8")
    with pytest.raises(GoldError, match=reason):
        list(read_predictions(tmp_path / name))


@pytest.mark.parametrize(("text", "reason"), [
    (TEXT[:40], "it ends at 40, and the prediction's last span at 54"),
    (TEXT.replace("We open", "We shut"), "it has '“We shut,”' at 0, and the prediction '“We open,”'"),
    ("\n" + TEXT, "it has '\\n“We open,' at 0"),
])  # fmt: skip
def test_predictions_of_another_text_are_refused(tmp_path: Path, text: str, reason: str) -> None:
    prediction = read_one(tmp_path / "a.jsonl", RECORD.to_dict())
    with pytest.raises(GoldError) as caught:
        prediction.beside(GoldArticle("a", text))
    assert reason in str(caught.value)
    assert "Extract the text of the gold" in str(caught.value)
