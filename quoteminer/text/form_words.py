"""Word lists for encodings, the names of columns, and the forms of paragraphs and lines
(form_words.txt)."""

from __future__ import annotations

from quoteminer.names.sections import read_sections

SECTIONS = read_sections("quoteminer.text", "form_words.txt")
words, any_of = SECTIONS.words, SECTIONS.any_line
