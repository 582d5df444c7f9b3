"""Gold articles of any kind, files of them, and damage to their values."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from quoteminer.errors import GoldError
from quoteminer.output.gold import read_gold
from quoteminer.output.gold.gold_articles import GoldArticle, GoldQuote, GoldSpeaker
from quoteminer.types import Span


def save(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def items(path: Path | str, format: str | None = None) -> list[GoldArticle | GoldError]:
    return list(read_gold([path], format=format))


def only(path: Path, format: str | None = None) -> GoldArticle:
    """The one article of a file."""
    (item,) = items(path, format)
    assert isinstance(item, GoldArticle), item
    return item


def fault(path: Path, format: str | None = None) -> str:
    """Return the error message for a file with one fault, without the path."""
    (item,) = items(path, format)
    assert isinstance(item, GoldError), item
    return str(item).removeprefix(str(path)).lstrip(",: ")


WORDS = [
    "Ida",
    "said",
    "“no,”",
    "coal-fired",
    "didn't",
    "e\u0301te\u0301",
    "नमस्ते",
    "😊",
    "👩‍👧",
    "#",
    "T1",
    "_",
]
MARKS = [*"\"'“”.,:;|[]*\\/-#{}", "->", "\\n", "\ufeff", "\x07", "\x00"]
SPACES = [
    " ", "  ", "\n", "\n\n", "\r\n", "\r", "\t", "\xa0", "\x0b", "\x0c", "\x1c", "\x1f", "\x85",
    "\u2028",
]  # fmt: skip
PIECES = st.sampled_from([*WORDS, *WORDS, *MARKS, *SPACES, " ", " ", " "])
TEXTS = st.lists(PIECES, max_size=30).map("".join)
NAME_PIECES = st.sampled_from([*WORDS, "|", "[1]", "\\", "\n", "\t", " ", " ", "2 person: "])
NAMES = st.lists(NAME_PIECES, max_size=5).map("".join)
IDS = st.lists(st.sampled_from([*'aBé/. "\n=😊', "..", "%27"]), min_size=1, max_size=6).map("".join)


@st.composite
def parts(draw: Callable[..., int], text: str, *, least: int, most: int) -> tuple[Span, ...]:
    """From ``least`` to ``most`` spans of the text that don't overlap, in order."""
    number = draw(st.integers(least, min(most, (len(text) + 1) // 2)))
    at = st.integers(0, len(text))
    edges = sorted(draw(st.lists(at, min_size=2 * number, max_size=2 * number, unique=True)))  # type: ignore[call-overload]
    return tuple(zip(edges[::2], edges[1::2], strict=True))


@st.composite
def quotes(draw: Callable[..., GoldQuote], text: str, speakers: list[int]) -> GoldQuote:
    return GoldQuote(
        content=draw(parts(text, least=1, most=3)),
        cue=draw(parts(text, least=0, most=2)),
        source=draw(parts(text, least=0, most=2)),
        speaker=draw(st.sampled_from([None, *speakers])),
        act=draw(st.sampled_from([None, "speech", "other"])),
    )


@st.composite
def articles(
    draw: Callable[..., GoldArticle], texts: st.SearchStrategy[str] = TEXTS
) -> GoldArticle:
    """An article as ``checked`` leaves it, but for the order of its quotes."""
    text = draw(texts)
    ids = draw(st.lists(st.integers(-2, 9), unique=True, max_size=3))
    kinds = st.sampled_from(["person", "org", "unnamed"])
    names = NAMES.filter(str.strip)
    speakers = tuple(
        GoldSpeaker(id, draw(names), draw(kinds), tuple(draw(st.lists(NAMES, max_size=2))))  # type: ignore[arg-type]
        for id in ids
    )
    found = draw(st.lists(quotes(text, ids), max_size=4 if len(text) > 1 else 0))
    return GoldArticle(draw(IDS.filter(str.strip)), text, tuple(found), speakers)


_VALUES = st.sampled_from(
    [None, True, 0, -1, 10**9, 1.5, "", "x", [], [1], ["x"], [[]], [None], {}, {"a": 1}, [{}]]
)


def damage(values: list[Any], data: st.DataObject) -> None:
    """Put another value in the place of one, however deep."""
    *way, last = data.draw(st.sampled_from(sorted(_places(values), key=str)))
    inner: Any = values
    for key in way:
        inner = inner[key]
    inner[last] = data.draw(_VALUES)


def _places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each value inside."""
    if above:
        yield above
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, item in inner:
        yield from _places(item, (*above, key))
