"""The marks of a text as they are read, shown in the text itself, as in tests/text/marks.txt."""

import re

from quoteminer.text.marks import read_marks
from quoteminer.types import MarkReading, Paragraph


def paragraphs_of(text: str) -> tuple[Paragraph, ...]:
    """One paragraph a line, without the space around it."""
    return tuple(Paragraph(m.start(), m.end()) for m in re.finditer(r"\S(?:[^\n]*\S)?", text))


def read(text: str) -> MarkReading:
    return read_marks(text, paragraphs_of(text))


def plain(marked: str) -> str:
    return re.sub("[⟦⟧⟨⟩†]", "", marked)


def with_passages(text: str) -> str:
    """The text with its quoted passages in ⟦⟧, the inner ones in ⟨⟩, and † before each mark that is
    warned of."""
    reading = read(text)
    signs = [(warning.start or 0, 4, "†") for warning in reading.warnings]
    for span in reading.quoted:
        if span.depth < 3:
            signs += [
                (span.start, 1 + span.depth, "⟦⟨"[span.depth - 1]),
                (span.end, -span.depth, "⟧⟩"[span.depth - 1]),
            ]
    for at, _, sign in sorted(signs, reverse=True):
        text = text[:at] + sign + text[at:]
    return text
