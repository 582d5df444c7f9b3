"""The lists of words for comparing quotations (compared_words.txt)."""

from __future__ import annotations

from importlib import resources
from typing import Final

_LINES: Final = (
    resources.files("quoteminer.commands.check")
    .joinpath("compared_words.txt")
    .read_text("utf-8")
    .splitlines()
)
LISTS: Final = {
    name: words.split() for name, _, words in (line.partition(":") for line in _LINES) if words
}
"""The lists of compared_words.txt, by name."""


def table(name: str) -> dict[str, str]:
    """Return a list of pairs ("zero=0") as a dict."""
    return dict(pair.split("=", 1) for pair in LISTS[name])
