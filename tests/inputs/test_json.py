"""JSON and JSON lines: values and breaks, keys, limits."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from input_files import Reading

from quoteminer.inputs import Input, json_files
from quoteminer.inputs.json_files import JsonError, JsonValues

VALUES = st.recursive(
    st.none() | st.integers() | st.text(st.sampled_from('a"\\{}[],\n é'), max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.text(max_size=3), VALUES, max_size=3)


def values(text: str, step: int = 1 << 16, most: int = 10_000) -> list[Any]:
    """The values of a file that is read in steps of so many characters at first, and the line of
    the break."""
    found: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_files, "CHUNK", step)
        try:
            for _, value in JsonValues(io.StringIO(text, newline=""), most):
                found.append(json.loads(value))
        except JsonError as error:
            found.append(error)
    return found


ITEMS, STEPS = st.lists(OBJECTS | st.integers(), max_size=5), st.integers(1, 9)


@given(ITEMS, st.sampled_from([None, 1]), st.booleans(), STEPS)
def test_a_list_is_taken_apart(items: Any, indent: int | None, escaped: bool, step: int) -> None:
    assert values(json.dumps(items, indent=indent, ensure_ascii=escaped), step) == items


@given(st.lists(OBJECTS, max_size=5), st.sampled_from(["", "\n", " , ", "\n\n"]), STEPS)
def test_objects_in_a_row_are_taken_apart(items: list[Any], between: str, step: int) -> None:
    assert values(between.join(map(json.dumps, items)), step) == items


@given(st.lists(OBJECTS, min_size=1, max_size=4), st.data(), STEPS)
def test_what_stands_before_a_cut_is_read(items: list[Any], data: st.DataObject, step: int) -> None:
    text = json.dumps(items)
    cut = data.draw(st.integers(1, len(text) - 1))
    *found, error = values(text[:cut], step)
    assert isinstance(error, JsonError)
    assert found == items[: len(found)]
    assert len(json.dumps(items[: len(found) + 1])) > cut  # no more was there


@pytest.mark.parametrize(("text", "line", "reason"), [
    ('[{"a": 1},\n {"a": 2,}\n, {}]', 2, "is not JSON"),
    ('[{"a": 1},\n{"a":\n"b},\n{"a": 2}]', 3, "is not JSON"),
    ('[{"a": 1},\n{"a": "b', 2, "is cut off"),
    ('[{"a": 1},\n', 2, "is cut off"),
    ('[{"a": 1},\n' + "[" * 100_000, 2, "is cut off"),
    ('[{"a": 1},\n{"a":' + "[" * 100_000, 2, "is nested too deeply"),
    ('[{"a": 1},\n{"a": ' + "9" * 5000 + "}]", 2, "is not JSON"),
])  # fmt: skip
def test_breaks(text: str, line: int, reason: str) -> None:
    first, error = values(text)
    assert first == {"a": 1}
    assert (error.line, str(error)[: len(reason)]) == (line, reason)


@pytest.mark.parametrize(("content", "ids"), [
    ('[{"text": "One."}, {"text": "Two.", "id": 7}]', ["a:1", "7"]),
    ('[\n{"text": "One."},\n{"text": "Two."},\n]\n', ["a:1", "a:2"]),
    ('{"text": "One."}', ["a:1"]),
    ('{"text": "One."}\n{"text": "Two."}', ["a:1", "a:2"]),
    ('[{"text": "One."}]\n[{"text": "Two."}]', ["a:1", "a:2"]),
    ('{"id": "x", "Body": "One.", "n": [1, {"a": 2}]}', ["x"]),
])  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_articles(tmp_path: Path, content: str, ids: list[str], encoding: str) -> None:
    reading = Reading(tmp_path / "a.json", content.encode(encoding))
    assert (reading.ids, reading.errors) == (ids, [])
    assert reading.texts == ["One.", "Two."][: len(ids)]
    if content.startswith("[") and "]\n[" not in content:  # a list under the name of lines
        assert Reading(tmp_path / "a.jsonl", content).ids == ids


def test_a_break_in_a_list_costs_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    content = '[\n  {"text": "One."},\n\n  {"x": 1},\n  {"text": "a\n},\n  {"text": "Two."}\n]'
    reading = Reading(path, content)
    assert reading.ids == ["a:1"]
    assert reading.errors[0].startswith(f"{path}, line 4: has no text (its keys are: x). Give")
    advice = (
        "The rest is not read. Fix the file, or use .jsonl (one object per line), where one bad"
        " line doesn't affect the others."
    )
    where = f"{path}, line 5, item 3"
    assert reading.errors[1] == f"{where}: is not JSON (Invalid control character at). {advice}"
    error = Reading(path, '[{"text": "' + "x" * 3_000_000 + '"}]', max_chars=10).error
    reason = "the rest is not read, for the object has more than 10 characters"
    assert f"line 1, item 1: {reason}" in error


def test_other_encodings_and_python_s_numbers(tmp_path: Path) -> None:
    content = '[{"text": "“Nö.”", "n": NaN}, {"text": "Yes."}]'
    reading = Reading(tmp_path / "a.json", content.encode("cp1252"))
    assert (reading.texts, reading.articles[0].meta) == (["“Nö.”", "Yes."], {"n": None})
    assert [len(item.warnings) for item in reading.articles] == [1, 0]
    assert Reading(tmp_path / "a.json", '[{"text": "\\ud800 a"}]').only.text == "\ud800 a"


def test_items_of_one_line_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    found = Reading(path, '[{"text": 5}, {"text": "Yes."}, {"text": 5},\n{"text": 5}]').errors
    reason = "has no text: its value is of the type int."
    places = [error[: error.find(reason)] for error in found]
    assert places == [f"{path}, {at}: " for at in ("line 1", "line 1, item 3", "line 2")]


@pytest.mark.parametrize(("line", "text", "id", "meta"), [
    ('{"id": "x", "text": "One.", "n": 1.5, "tag": ["a"]}', "One.", "x", {"n": 1.5, "tag": ["a"]}),
    ('\n{"text": "Two.\u2028Three."}', "Two.\u2028Three.", "a:2", {}),
    ('{"id": 7, "text": "\ufeffFour."}', "\ufeffFour.", "7", {}),
    ('{"id": null, "text": "Five."}', "Five.", "a:1", {}),
    ('{"id": "\\udcff", "text": "A \\ud800 and \\u0000."}', "A \ud800 and \0.", "\udcff", {}),
    ('{"text": "Six.", "a": NaN, "b": -Infinity, "c": 1e999}', "Six.", "a:1", dict.fromkeys("abc")),
])  # fmt: skip
def test_a_line(tmp_path: Path, line: str, text: str, id: str, meta: dict[str, Any]) -> None:
    path = tmp_path / "a.jsonl"
    assert Reading(path, line).only == Input(text, id, str(path), meta)


def test_keys(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = (
        '{"id": 1, "text": "One.", "lead": "L1", "n": 3}\n{"id": 2, "body": "Two.", "lead": "L"}\n'
    )
    usual = Reading(path, lines)
    assert (usual.texts, usual.ids, usual.told) == (["One.", "Two."], ["1", "2"], [])
    asked = Reading(path, lines, text_column="LEAD", id_column="n")
    assert (asked.texts, asked.ids) == (["L1"], ["3"])
    missing = "there is no key 'n' (there are: id, body, lead). Check --id-column."
    assert asked.errors == [f"{path}, line 2: {missing}"]
    missing = "there is no key 'x' (there are: id, text, lead, n). Check --text-column."
    assert Reading(path, lines, text_column="x").errors[0].endswith(missing)
    guessed = Reading(path, '{"body": "One.", "url": "u1"}\n{"body": "Two.", "url": "u2"}\n')
    note = "texts are in 'body', ids in 'url'; --text-column and --id-column take others."
    assert guessed.told == [f"{path}: {note}"]
    assert (guessed.ids, guessed.articles[0].meta) == (["u1", "u2"], {"url": "u1"})


def test_a_line_over_the_limit(tmp_path: Path) -> None:
    path, long = tmp_path / "a.jsonl", json.dumps({"text": "x" * 2_000_000})
    lines = f'{{"id": "l", "text": "{"x" * 11}"}}\n{long}\n{{"text": "ok"}}\n'
    found = Reading(path, lines, max_chars=10)
    assert [getattr(item, "id", None) for item in found.all] == ["l", None, "a:3"]  # of the error
    reason = "the line has more than 10 characters. Split it, or raise --max-chars."
    assert found.errors[1] == f"{path}, line 2: {reason}"
