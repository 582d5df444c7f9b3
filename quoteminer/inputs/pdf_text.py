"""Make the text of a PDF: join lines to paragraphs, without running heads, page numbers and
footnotes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, groupby, pairwise
from statistics import median, mode
from typing import Final

from quoteminer.inputs.pdf_page import HYPHEN, PageLine, Word, page_lines, page_rows
from quoteminer.text import form_words

_APART: Final = 1.4  # times the usual distance of two rows, at which running heads are
_NEAR: Final = 3.0  # points by which a running head may move from page to page
_AWAY: Final = 2  # pages to the next with the same running head, which may differ on facing pages
_DIGITS: Final = re.compile(r"\d+")
_PAGE_NUMBER: Final = re.compile(
    r"[\W_]*(?:page |p\. ?)?(?:\d{1,4}|[ivxlc]{1,7})(?: ?(?:of|/) ?\d{1,4})?[\W_]*", re.I
)
_NOTE: Final = re.compile(r"(\d{1,3}|[*†‡§¶]{1,3})[.)\]]?\s*(?=[^\W\d_]|[“‘\"'(])")
_SMALL: Final = 0.92  # most of the usual size that the letters of a footnote have
_RAISED: Final = 0.85  # most of a line's size that the mark of a footnote in it has
_GAP: Final = 1.3  # times the usual distance of two lines, from which a paragraph ends
_OTHER_SIZE: Final = 1.1
_INDENT: Final = 0.7  # least indentation, in letter sizes
_SENTENCE_END: Final = re.compile(r"(?:[.!?:…]|--|—)[\"'”’»)\]]*\d{0,3}$")
_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_BROKEN: Final = re.compile(r"(?<![^\W_])([^\W_]+)[-\xad]$")
_REST: Final = re.compile(r"[^\W_]+")
_COMPOUNDS: Final = form_words.words("compounds")


def join_pages(pages: Sequence[Sequence[Word]]) -> tuple[str, list[int]]:
    """Return the text of the pages' words, with a blank line between paragraphs, and where in it
    each page begins."""
    sizes = [round(word.size, 1) for words in pages for word in words for _ in word.text]
    usual = mode(sizes) if sizes else 0.0
    lines = []
    for words, running in zip(pages, _running([*map(page_rows, pages)]), strict=True):
        inner = page_lines([word for word in words if word not in running])
        lines.append(_without_notes(list(inner), usual))
    return _joined(lines)


def _running(pages: Sequence[Sequence[PageLine]]) -> Iterator[set[Word]]:
    """Yield, for each page, the words of its running heads, running feet and page number."""
    gaps = [row.base - after.base for page in pages for row, after in pairwise(page)]
    usual = median(gaps) if gaps else 0.0
    edges = [(_edge(page, usual), _edge(page[::-1], usual)) for page in pages]
    for number, ends in enumerate(edges):
        near = range(max(0, number - _AWAY), min(len(pages), number + _AWAY + 1))
        running: set[Word] = set()
        for end, rows in enumerate(ends):
            others = [
                (other, page - number)
                for page in near
                if page != number
                for other in edges[page][end]
            ]
            for row in rows:
                if any(_are_running(row, other, away) for other, away in others):
                    running.update(row.words)
            inwards = pages[number][::-1] if end else pages[number]
            outer = next((row for row in inwards if not running.issuperset(row.words)), None)
            if outer and _PAGE_NUMBER.fullmatch(outer.text):
                running.update(outer.words)
        yield running


def _edge(rows: Sequence[PageLine], usual: float) -> Sequence[PageLine]:
    """Return the rows at one end of a page that are separated from the others, the outermost
    first."""
    pairs = enumerate(pairwise(rows[:4]), 1)
    gaps = (at for at, (row, other) in pairs if abs(row.base - other.base) > _APART * usual)
    return rows[: max(gaps, default=0)]


def _are_running(row: PageLine, other: PageLine, away: int) -> bool:
    """True for rows at the same place on pages ``away`` apart that differ only in numbers, or are
    page numbers."""
    text, other_text = (_DIGITS.sub("#", line.text.casefold()) for line in (row, other))
    numbers = [
        {int(word.text) for word in (line.words[0], line.words[-1]) if word.text.isdecimal()}
        for line in (row, other)
    ]
    is_counted = any(number + away in numbers[1] for number in numbers[0])
    return (text == other_text or is_counted) and abs(row.base - other.base) <= _NEAR


def _without_notes(lines: Sequence[PageLine], usual: float) -> list[PageLine]:
    """Remove the footnotes at the lower ends of a page's columns, and their marks in the text."""
    kept: list[PageLine] = []
    marks: set[str] = set()
    runs = [
        list(run)
        for _, run in groupby(lines, key=lambda line: (line.size <= _SMALL * usual, line.column))
    ]
    for index, run in enumerate(runs):
        after = runs[index + 1][0] if index + 1 < len(runs) else None
        ends = after is None or after.base > run[-1].base or after.column[0] > run[-1].column[1]
        notes = [match[1] for line in run if (match := _NOTE.match(line.text))]
        if run[0].size <= _SMALL * usual and ends and notes:
            marks.update(notes)
        else:
            kept += run
    plain = []
    for line in kept:
        least = _RAISED * line.size
        words = tuple(word for word in line.words if word.text not in marks or word.size > least)
        plain += [replace(line, words=words)] if words else []
    return plain


def _joined(pages: Sequence[Sequence[PageLine]]) -> tuple[str, list[int]]:
    """Join the lines of all pages, without soft hyphens. A page without lines begins where the next
    one does."""
    known = Counter(
        word for page in pages for line in page for word in _WORD.findall(line.text.casefold())
    )
    pitch = _pitch(pages)
    parts: list[str] = []
    paragraph: list[PageLine] = []
    firsts: list[int] = []  # of each page, the index of its first part
    # pages whose first line is still to come: this page, and those without text before it
    begun = 0
    for page in pages:
        begun += 1
        lefts: defaultdict[tuple[float, float], list[int]] = defaultdict(list)
        for line in page:
            lefts[line.column].append(round(line.left))
        margins = {column: mode(places) for column, places in lefts.items()}
        for line in page:
            if paragraph and (begun > 1 or _begins(line, paragraph, margins[line.column], pitch)):
                parts.append("\n\n")
                paragraph = []
            elif paragraph:
                parts[-1:] = _joint(parts[-1], line.text, known)
            firsts += begun * [len(parts)]
            begun = 0
            parts.append(line.text)
            paragraph.append(line)
    firsts += begun * [len(parts)]
    plain = [part.replace(HYPHEN, "") for part in parts]
    ends = [0, *accumulate(map(len, plain))]
    return "".join(plain), [ends[first] for first in firsts]


def _pitch(pages: Sequence[Sequence[PageLine]]) -> float:
    """Return the usual distance of two lines of a column, in sizes of the lower one."""
    distances = [
        (line.base - after.base) / after.size
        for page in pages
        for line, after in pairwise(page)
        if line.column == after.column and line.base > after.base
    ]
    return median(distances) if distances else 0.0


def _begins(line: PageLine, paragraph: Sequence[PageLine], margin: float, pitch: float) -> bool:
    """True if a line begins a new paragraph."""
    last = paragraph[-1]
    ended = bool(_SENTENCE_END.search(last.text))
    if not last.size / _OTHER_SIZE < line.size < last.size * _OTHER_SIZE:
        return True
    indent = _INDENT * line.size
    first = line.words[0]
    has_room = last.column[1] - last.right > first.right - first.left + 0.5 * line.size
    if line.column != last.column or line.base > last.base:  # the next column or page
        return line.left > margin + indent or ended and has_room
    if last.base - line.base > _GAP * pitch * line.size:
        return True
    if ended and (has_room or line.left < margin - indent):
        return True
    if paragraph[0].words[0].initial and len(paragraph) < 5:
        return False
    if len(paragraph) == 1:
        return line.left > margin + indent and (ended or last.left < margin + indent)
    return abs(line.left - last.left) > indent


def _joint(before: str, after: str, known: Counter[str]) -> tuple[str, str]:
    """Return how to join a line with the next one: the end of the line, and the separator."""
    broken, rest = _BROKEN.search(before), _REST.match(after)
    if before.endswith("—") and not before.endswith(" —"):
        return before, ""
    if not broken or not rest:
        return before, " "
    first, end = before[: broken.end(1)], rest[0].casefold()
    compound = f"{broken[1]}-{end}".casefold()
    is_one_word = known[f"{broken[1]}{end}".casefold()] > 0
    begins_compound = broken[1].casefold() in _COMPOUNDS or broken[1][-1].isdigit()
    is_compound = known[compound] > 0 or begins_compound
    if after[0].islower() and (is_one_word or not is_compound):
        return first, ""
    return f"{first}-", ""
