"""Files of gold as tests write and read them."""

from __future__ import annotations

from pathlib import Path

from quoteminer.errors import GoldError
from quoteminer.evaluation.formats import read_gold
from quoteminer.evaluation.gold import GoldArticle


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
    """What is said of a file with one fault, without the path."""
    (item,) = items(path, format)
    assert isinstance(item, GoldError), item
    return str(item).removeprefix(str(path)).lstrip(",: ")
