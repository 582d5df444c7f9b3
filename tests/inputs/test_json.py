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


@given(
    st.lists(OBJECTS | st.integers(), max_size=5),
    st.sampled_from([None, 1]),
    st.booleans(),
    st.integers(1, 9),
)
def test_a_list_is_taken_apart(
    items: list[Any], indent: int | None, escaped: bool, step: int
) -> None:
    assert values(json.dumps(items, indent=indent, ensure_ascii=escaped), step) == items


@given(st.lists(OBJECTS, max_size=5), st.sampled_from(["", "\n", " , ", "\n\n"]), st.integers(1, 9))
def test_objects_that_follow_each_other_are_taken_apart(
    items: list[Any], between: str, step: int
) -> None:
    assert values(between.join(map(json.dumps, items)), step) == items


@given(st.lists(OBJECTS, min_size=1, max_size=4), st.data(), st.integers(1, 9))
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


def test_a_list_under_the_name_of_lines(tmp_path: Path) -> None:
    ids = Reading(tmp_path / "a.jsonl", '[{"text": "One."},\n {"text": "Two."}]').ids
    assert ids == ["a:1", "a:2"]
    assert Reading(tmp_path / "b.jsonl", '[\n{"text": "One."}\n]\n').ids == ["b:1"]


def test_a_break_in_a_list_costs_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    reading = Reading(
        path, '[\n  {"text": "One."},\n\n  {"x": 1},\n  {"text": "a\n},\n  {"text": "Two."}\n]'
    )
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
    reading = Reading(
        tmp_path / "a.json", '[{"text": "“Nö.”", "n": NaN}, {"text": "Yes."}]'.encode("cp1252")
    )
    assert (reading.texts, reading.articles[0].meta) == (["“Nö.”", "Yes."], {"n": None})
    assert [len(item.warnings) for item in reading.articles] == [1, 0]
    assert Reading(tmp_path / "a.json", '[{"text": "\\ud800 a"}]').only.text == "\ud800 a"


def test_items_of_one_line_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    number = Reading(path, '[{"text": 5}]').error
    assert "has no text: its value is of the type int." in number
    reading = Reading(path, '[{"no": 1}, {"text": "Yes."}, {"no": 1},\n{"no": 1}]')
    places = [
        error.partition(": has no text")[0].removeprefix(f"{path}, ") for error in reading.errors
    ]
    assert places == ["line 1", "line 1, item 3", "line 2"]


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [
        '{"id": "x", "text": "One.", "date": "2023-06-11", "tags": ["a"]}',
        "",
        '{"text": "Two.\u2028Three."}',
        '{"id": 7, "text": "\ufeffFour."}',
        '{"id": null, "text": "Five.", "n": 1.5}',
        '{"id": "\\udcff", "text": "A \\ud800 and \\u0000."}',
        '{"id": "n", "text": "One.", "a": NaN, "b": -Infinity, "c": 1e999, "d": 2.5}',
    ]
    found = Reading(path, "\n".join(lines)).all
    assert found == [
        Input("One.", "x", str(path), {"date": "2023-06-11", "tags": ["a"]}),
        Input("Two.\u2028Three.", "a:3", str(path)),
        Input("\ufeffFour.", "7", str(path)),
        Input("Five.", "a:5", str(path), {"n": 1.5}),
        Input("A \ud800 and \0.", "\udcff", str(path)),
        Input("One.", "n", str(path), {"a": None, "b": None, "c": None, "d": 2.5}),
    ]


def test_keys(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = (
        '{"id": 1, "text": "One.", "lead": "L1", "n": 3}\n{"id": 2, "body": "Two.", "lead": "L2"}\n'
    )
    usual = Reading(path, lines)
    assert (usual.texts, usual.ids, usual.told) == (["One.", "Two."], ["1", "2"], [])
    asked = Reading(path, lines, text_column="LEAD", id_column="n")
    assert (asked.texts, asked.ids) == (["L1"], ["3"])
    assert asked.errors == [
        f"{path}, line 2: there is no key 'n' (there are: id, body, lead). Check --id-column."
    ]
    missing = "there is no key 'x' (there are: id, text, lead, n). Check --text-column."
    assert Reading(path, lines, text_column="x").errors[0].endswith(missing)


def test_one_note_about_a_guess(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    found = Reading(path, '{"body": "One.", "url": "u1"}\n{"body": "Two.", "url": "u2"}\n')
    assert found.told == [
        f"{path}: texts are in 'body', ids in 'url'; --text-column and --id-column take others."
    ]
    assert (found.ids, found.articles[0].meta) == (["u1", "u2"], {"url": "u1"})


def test_limits(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    long = '{"text": "' + "x" * 2_000_000 + '"}\n'
    reading = Reading(
        path, f'{{"id": "l", "text": "{"x" * 11}"}}\n{long}{{"text": "ok"}}\n', max_chars=10
    )
    assert (reading.texts, reading.ids) == (["ok"], ["a:3"])
    assert reading.errors == [
        (
            f"{path}, line 1: the article has 11 characters, more than the 10 that are allowed."
            " Split it, or raise --max-chars."
        ),
        f"{path}, line 2: the line has more than 10 characters. Split it, or raise --max-chars.",
    ]
    assert [getattr(item, "id", None) for item in reading.all] == ["l", None, "a:3"]
