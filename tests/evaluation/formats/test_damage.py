"""Files that are damaged, in their characters or in the types of their values: told, never a crash, and never an
article that breaks the rules."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from damage import damage
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.errors import GoldError
from quoteminer.evaluation.formats import FORMATS, read_gold, write_gold
from quoteminer.evaluation.gold import GoldArticle, GoldQuote, GoldSpeaker, checked

ARTICLE = GoldArticle(
    "a/1",
    "“No 😊,” said\nIda. “Never.”\n\nShe left.\n",
    (GoldQuote(((0, 7), (18, 26)), ((8, 12),), ((13, 16),), 0, "speech"), GoldQuote(((1, 3),), (), ((28, 31),))),
    (GoldSpeaker(0, "Ida Brand", "person", ("Ida",)),),
)
JSON = ["jsonl", "labelstudio"]


@pytest.fixture(scope="module")
def written() -> Iterator[Callable[[str], dict[str, str]]]:
    """The files of the article in a format, by their names."""
    with tempfile.TemporaryDirectory() as folder:

        def files(format: str) -> dict[str, str]:
            out = Path(folder) / format
            if not out.exists():
                write_gold([ARTICLE], out, format=format)
            paths = out.iterdir() if out.is_dir() else [out]
            return {path.name: path.read_bytes().decode() for path in paths if path.suffix not in (".conf", ".xml")}

        yield files


def read_damaged(format: str, files: dict[str, str]) -> None:
    """Read the files; nothing is raised, and what is given as an article keeps the rules."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content.encode("utf-8", "surrogatepass"))
        paths = [Path(folder) / name for name in files if not name.endswith(".txt")]
        for told in (None, format):
            for item in read_gold(paths, format=told):
                if not isinstance(item, GoldError):
                    assert checked(item) == item


@pytest.mark.parametrize("format", list(FORMATS))
@given(data=st.data())
def test_characters_that_are_lost_changed_or_added(
    format: str, data: st.DataObject, written: Callable[[str], dict[str, str]]
) -> None:
    files = dict(written(format))
    name = data.draw(st.sampled_from(sorted(files)))
    for _ in range(data.draw(st.integers(1, 3))):
        content = files[name]
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(start + 8, len(content))))
        put = data.draw(st.text("0129\t\n\r {}[]\"'\\|_-*:;#EATN.x😊\ufeff", max_size=3))
        files[name] = content[:start] + put + content[end:]
    read_damaged(format, files)


@pytest.mark.parametrize("format", JSON)
@given(data=st.data())
def test_values_of_other_types(format: str, data: st.DataObject, written: Callable[[str], dict[str, str]]) -> None:
    ((name, content),) = written(format).items()
    lines = content.splitlines() if format == "jsonl" else [content]
    values = [json.loads(line) for line in lines]
    damage(values, data)
    read_damaged(format, {name: "\n".join(map(json.dumps, values))})
