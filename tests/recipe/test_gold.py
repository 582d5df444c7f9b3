"""Annotated articles as the training reads them: layers of attributions, and who is mentioned
where."""

import runpy
from pathlib import Path
from typing import Any

import pytest

GOLD = runpy.run_path(str(Path(__file__).parents[2] / "models" / "recipe" / "gold.py"))
TEXT = (
    "“I hear that Mr Osei said no,” said Ida Berg. The harbour master left. Osei stayed, and so did"
    " Kim Lund."
)


def at(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def quote(content: str, cue: str, source: str, speaker: int) -> dict[str, Any]:
    """An attribution; the cue is the first word of ``cue``."""
    start = at(cue)[0]
    cues = [[start, start + len(cue.split()[0])]]
    return {
        "content": [at(content)], "cue": cues, "source": [at(source)], "speaker": speaker,
        "act": "speech",
    }  # fmt: skip


ROW = {
    "id": "a",
    "text": TEXT,
    "speakers": [
        {"id": 0, "name": "Ida Berg", "kind": "person", "aliases": ["the harbour master"]},
        {"id": 1, "name": "Kwame Osei", "kind": "person", "aliases": ["Mr Osei"]},
    ],
    "quotes": [
        quote("“I hear that Mr Osei said no,”", "said Ida Berg", "Ida Berg", 0),
        quote("no,”", "said no", "Mr Osei", 1),
    ],
}


@pytest.mark.parametrize(("name", "key"), [
    ("Mr Osei", "osei"),
    ("Dr. Osei’s", "osei"),
    ("The City Library", "city library"),
    ("the president", "president"),
])  # fmt: skip
def test_the_key_of_a_name(name: str, key: str) -> None:
    assert GOLD["key_of"](name) == key


def test_an_article_as_an_example() -> None:
    osei = at("Osei stayed")[0]
    names = (
        (*at("Ida Berg"), "person"),
        (*at("Kim Lund"), "person"),
        (osei, osei + len("Osei"), "person"),
    )
    example = GOLD["_example"](ROW, names, {})
    assert [one.layer for one in example.quotes] == [0, 1]
    mentioned = {TEXT[start:end]: who for start, end, who in example.mentions}
    assert mentioned == {
        "Ida Berg": 0,
        "Mr Osei": 1,
        "Osei": 1,  # an alias without its title
        "The harbour master": 0,
        "Kim Lund": GOLD["SOMEBODY_ELSE"],
    }
