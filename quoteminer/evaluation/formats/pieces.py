"""A text in lines and tokens, for the formats that label tokens."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from quoteminer.evaluation.gold import GoldArticle
from quoteminer.types import Span

_BREAK: Final = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_LINE = re.compile(rf"[^{_BREAK}]*[^{_BREAK}\s][^{_BREAK}]*")
_MARK: Final = "!-/:-@\\[-`{-~\xa1-\xbf\u2010-\u205e"
"""Punctuation marks of ASCII, Latin-1 and Unicode's block for them; the joiner inside emoji (U+200D) is none."""
_TOKEN = re.compile(rf"[^\s{_MARK}]+(?:['’-][^\s{_MARK}]+)*|\S")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text that has letters: its tokens in order, as spans of the text."""

    tokens: tuple[Span, ...]

    @property
    def span(self) -> Span:
        """From the first token to the last."""
        return self.tokens[0][0], self.tokens[-1][1]


def lines_of(article: GoldArticle) -> list[Line]:
    """The lines of an article that are not blank. Tokens are words ("didn't", "coal-fired" are one) and single marks;
    they are cut where a span of a quote starts or ends, so that every span that has no space at its ends is whole
    tokens."""
    edges = {edge for quote in article.quotes for span in quote.content + quote.cue + quote.source for edge in span}
    text = article.text
    return [
        Line(tuple(token for whole in _tokens(text, found.span()) for token in _cut(whole, edges)))
        for found in _LINE.finditer(text)
    ]


def trimmed(text: str, span: Span) -> Span | None:
    """The span without white space at its ends; None where nothing is left."""
    words = text[span[0] : span[1]]
    if not words.strip():
        return None
    return span[0] + len(words) - len(words.lstrip()), span[1] - len(words) + len(words.rstrip())


def _tokens(text: str, line: Span) -> list[Span]:
    return [found.span() for found in _TOKEN.finditer(text, *line)]


def _cut(token: Span, edges: Collection[int]) -> list[Span]:
    inside = [at for at in range(token[0] + 1, token[1]) if at in edges]
    return list(pairwise([token[0], *inside, token[1]]))
