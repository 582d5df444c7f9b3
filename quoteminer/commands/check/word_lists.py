"""The lists of words for comparing quotations (compared_words.txt)."""

from __future__ import annotations

from typing import Final

from quoteminer.names.sections import read_sections

_SECTIONS: Final = read_sections("quoteminer.commands.check", "compared_words.txt")
LISTS: Final = {section: _SECTIONS.listed(section) for section in _SECTIONS}
"""The lists of compared_words.txt, by name."""
table: Final = _SECTIONS.pairs
