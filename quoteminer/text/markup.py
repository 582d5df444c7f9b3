"""Detect markup that a text should not have: HTML tags, character references and Markdown. Nothing
is removed, because positions point into the text as given; the words of markup are read as words
of the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from quoteminer.text.form_words import any_of
from quoteminer.types import Warning

_PLAIN: Final = "It is read as words of the article: give plain text"
_KINDS: Final = (
    (
        "html",
        re.compile(rf"</?{any_of('html_tags')}(?:\s[^<>]{{0,200}})?/?>", re.IGNORECASE),
        f"The text has HTML (“{{}}”). {_PLAIN}, or save the page as .html.",
    ),
    (
        "entities",
        re.compile(rf"&(?:{any_of('entities')}|#\d{{1,7}}|#[xX][0-9a-fA-F]{{1,6}});"),
        f"The text has character references of HTML (“{{}}”). {_PLAIN}, see html.unescape.",
    ),
    (
        "markdown",
        re.compile(
            r"^\#{1,6}[ ]\S.{0,40}|\]\((?:https?:|/)[^()\s]{0,80}\)?"
            r"|(?<![\w*])\*\*(?=[^\s*])[^*\n]{0,200}(?<![\s:])\*\*(?![\w*:])",
            re.MULTILINE,
        ),
        f"The text has Markdown (“{{}}”). {_PLAIN}.",
    ),
)
"""Code, pattern and message of each kind of markup."""


def markup(text: str) -> Iterator[Warning]:
    """Yield a warning for each kind of markup, at its first occurrence."""
    for code, pattern, message in _KINDS:
        if found := pattern.search(text):
            yield Warning(code, message.format(found[0]), *found.span())
