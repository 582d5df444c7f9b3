"""JSON text."""

from __future__ import annotations

import datetime
import json

from hypothesis import given
from hypothesis import strategies as st

from quoteminer.output.jsontext import DEEPEST, WIDTH, dump, plain

TEXT = st.text(st.characters(codec=None), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(TEXT, inner, max_size=6),
    max_leaves=30,
)


@given(VALUES)
def test_what_is_written_is_read_back(value: object) -> None:
    flat, indented = dump(value), dump(value, indent=2)
    assert json.loads(flat) == json.loads(indented) == json.loads(json.dumps(value))
    assert flat.encode().decode().splitlines() == ([flat] if flat else [])
    indented.encode()
    assert plain(value) == value


def test_lone_surrogates_are_escaped_and_letters_are_not() -> None:
    assert dump("“é” \ud800\u2028") == '"“é” \\ud800\\u2028"'


def test_short_things_stay_on_a_line() -> None:
    value = {"spans": [[1, 2], [3, 4]], "words": ["x" * WIDTH, "y"], "none": []}
    assert dump(value, indent=2).split("\n") == [
        "{",
        '  "spans": [[1, 2], [3, 4]],',
        '  "words": [',
        f'    "{"x" * WIDTH}",',
        '    "y"',
        "  ],",
        '  "none": []',
        "}",
    ]


def test_plain() -> None:
    value = {1: (1, 2.5), "when": datetime.date(2023, 6, 11), "no": float("nan"), "far": [float("inf")], "set": None}
    assert plain(value) == {"1": [1, 2.5], "when": "2023-06-11", "no": None, "far": [None], "set": None}


def test_what_is_nested_too_deeply_is_cut() -> None:
    value: object = "bottom"
    for _ in range(10_000):
        value = [value]
    text = dump(plain(value))
    assert text == "[" * DEEPEST + '"…"' + "]" * DEEPEST
