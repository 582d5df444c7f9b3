"""Word lists for encodings, the names of columns, and the forms of paragraphs and lines
(form_words.txt)."""

from __future__ import annotations

import re

from quoteminer.names.sections import read_sections

SECTIONS = read_sections("quoteminer.text", "form_words.txt")


def words(section: str) -> frozenset[str]:
    """Return the words of a section of form_words.txt."""
    return frozenset(" ".join(SECTIONS[section]).split())


def any_of(section: str) -> str:
    """Return a regular expression for the lines of a section of form_words.txt."""
    return f"(?:{'|'.join(map(re.escape, SECTIONS[section]))})"
