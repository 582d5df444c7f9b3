"""The words around names and in phrases (phrase_words.txt)."""

from __future__ import annotations

from quoteminer.names.sections import read_sections

PHRASE_WORDS = read_sections("quoteminer.people", "phrase_words.txt")
