"""Read a page of a PDF: its words with their positions, and its lines in reading order, column by
column.

All lengths are in points, 72 per inch. ``base`` is the height of a baseline above the lower edge.
"""

from __future__ import annotations

import ctypes
import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from statistics import median, mode
from typing import Any, Final, NamedTuple

# the soft hyphen; also used for PDFium's mark of a hyphen at the end of a line
HYPHEN: Final = "\xad"
_LETTERS: Final = {2: HYPHEN, 0xFFFE: HYPHEN, 0x2010: "-"} | dict(
    enumerate("ff fi fl ffi ffl".split(), 0xFB00)
)
# least size, in those of the other letters, of an initial that is several lines high
_INITIAL: Final = 1.7
_GUTTER: Final = 0.8  # least width of the space between columns, in letter sizes
_ROWS: Final = 4  # least number of rows of a column
_NARROWEST: Final = 0.15  # least share of the text's width that a column has
# least share of the rows beside a column in which it has words; labels in a margin have fewer
_DENSE: Final = 0.6
# of a page that is looked at for columns, as no page of an article has
_MOST_SPLITS, _MOST_WORDS = 50, 10_000
_ALIGNED: Final = 0.5  # least share of the lines of a column that begin at one place


class Word(NamedTuple):
    """A word, or a letter of it. ``size``: the height of its letters; ``glued``: there is no space
    before it; ``initial``: it is the large first letter of a text, and has the position and size of
    the first line beside it.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    glued: bool = False
    initial: bool = False


@dataclass(frozen=True, slots=True)
class PageLine:
    """Words on one baseline, from left to right. ``column`` has the left and right edges of its
    column of text."""

    words: tuple[Word, ...]
    base: float
    size: float
    column: tuple[float, float] = (0.0, 0.0)

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return self.words[-1].right

    @property
    def text(self) -> str:
        spaces = (
            "" if after.glued or word.initial else " " for word, after in pairwise(self.words)
        )
        return "".join(
            word.text + space for word, space in zip(self.words, [*spaces, ""], strict=True)
        )


def page_words(text: Any) -> list[Word]:
    """Return the words of a page, a PdfTextPage of pypdfium2, in the order of the file. Text in
    another direction than most of the page is left out."""
    words: list[Word] = []
    word: list[Word] = []
    glued = False
    for letter in (*_letters(text), None):
        before = word[-1] if word else None
        if before and (letter is None or _parted(before, letter)):
            words.append(_word(word, glued=glued))
            word, glued = [], letter is not None and _touches(before, letter)
        if letter:
            word.append(letter)
        else:
            glued = False
    return list(_with_initials(words))


def _with_initials(words: Sequence[Word]) -> Iterator[Word]:
    """Yield the words, with large initials moved to the first line of their text."""
    usual = median(word.size for word in words) if words else 0
    for word in words:
        is_initial = len(word.text) == 1 and word.text.isalpha() and word.size > _INITIAL * usual
        top = word.base + 0.62 * word.size  # capitals have that share of the height of all letters
        yield (
            word._replace(base=top - 0.62 * usual, size=usual, initial=True) if is_initial else word
        )


def _letters(text: Any) -> list[Word | None]:
    """Return the letters of a page, None for white space."""
    from pypdfium2 import raw

    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    letters: list[Word | None] = []
    turns: list[int] = []
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        turns.append(round(raw.FPDFText_GetCharAngle(text, index) / (math.pi / 2)) % 4)
        if chr(code).isspace() or code == 0 or not raw.FPDFText_GetLooseCharBox(text, index, box):
            letters.append(None)
            continue
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        letters.append(
            Word(_LETTERS.get(code) or chr(code), *_turned(box, x.value, y.value, turns[-1]))
        )
    turned = list(zip(turns, letters, strict=True))
    usual = Counter(turn for turn, letter in turned if letter).most_common(1)
    return [letter if turn == usual[0][0] else None for turn, letter in turned if usual]


def _turned(box: Any, x: float, y: float, turn: int) -> tuple[float, float, float, float]:
    """Return left, right, base and size of a letter, on the page turned by quarters so that the
    letter is upright."""
    if turn == 0:
        return box.left, box.right, y, box.top - box.bottom
    if turn == 3:
        return box.bottom, box.top, -x, box.right - box.left
    if turn == 2:
        return -box.right, -box.left, -y, box.top - box.bottom
    return -box.top, -box.bottom, x, box.right - box.left


def _parted(before: Word, letter: Word) -> bool:
    """True if a letter begins another word: far from the previous letter, on another baseline, or
    of another size."""
    size = max(before.size, letter.size)
    is_beside = -0.5 * size < letter.left - before.right < 0.3 * size
    return (
        not is_beside
        or abs(letter.base - before.base) > 0.15 * size
        or min(before.size, letter.size) < 0.8 * size
    )


def _touches(before: Word, letter: Word) -> bool:
    """True if there is no space between two words, which are parted by their sizes or bases."""
    gap, rise = abs(letter.left - before.right), abs(letter.base - before.base)
    return gap < 0.15 * before.size and rise < before.size


def _word(letters: Sequence[Word], *, glued: bool) -> Word:
    text = "".join(letter.text for letter in letters)
    base = median(letter.base for letter in letters)
    size = median(letter.size for letter in letters)
    return Word(text, letters[0].left, letters[-1].right, base, size, glued)


def page_rows(words: Sequence[Word]) -> list[PageLine]:
    """Return the rows of words from the top, across all columns."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: -word.base):
        others = (row for row in rows[-3:] if _overlap(row[0], word) > 0.5)
        row = max(others, key=lambda row: _overlap(row[0], word), default=None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    return [_line(row) for row in rows]


def _overlap(row: Word, word: Word) -> float:
    """Return the share of the smaller word's height by which the two words overlap vertically."""
    top = min(row.base + 0.7 * row.size, word.base + 0.7 * word.size)
    return (top - max(row.base, word.base)) / (0.7 * min(row.size, word.size) or 1)


def _line(words: Sequence[Word]) -> PageLine:
    sized = sorted(words, key=lambda word: word.left)
    size = mode(round(word.size, 1) for word in words for _ in word.text)
    return PageLine(tuple(sized), median(word.base for word in words), size)


def page_lines(words: Sequence[Word]) -> Iterator[PageLine]:
    """Yield the lines of a page in reading order: one column after the other; lines across all
    columns before or after them. Line numbers in a margin are left out."""
    waiting = [list(words)]
    splits = 0
    while waiting:
        rows = page_rows(waiting.pop())
        gutter = _gutter(rows) if splits < _MOST_SPLITS and len(words) <= _MOST_WORDS else None
        if not gutter:
            left_edge = min((row.left for row in rows), default=0.0)
            right_edge = max((row.right for row in rows), default=0.0)
            yield from (replace(row, column=(left_edge, right_edge)) for row in rows)
            continue
        splits += 1
        first, last, middle = gutter
        left, right = _halves(rows[first:last], middle)
        above, below = ([row.words for row in some] for some in (rows[:first], rows[last:]))
        for part in (below, right, [] if _are_line_numbers(left) else left, above):
            waiting.append(list(chain.from_iterable(part)))


def _halves(
    rows: Sequence[PageLine], middle: float
) -> tuple[list[Sequence[Word]], list[Sequence[Word]]]:
    """Split rows at a horizontal position: the words to its left, and the words to its right,
    without empty rows."""
    left: list[Sequence[Word]] = []
    right: list[Sequence[Word]] = []
    for row in rows:
        cut = bisect_right(row.words, middle, key=lambda word: word.right)
        left += [row.words[:cut]] if cut else []
        right += [row.words[cut:]] if cut < len(row.words) else []
    return left, right


def _gutter(rows: Sequence[PageLine]) -> tuple[int, int, float] | None:
    """Find the space between two columns with most lines: its first row, the row after its last,
    and its middle."""
    size = median(row.size for row in rows) if rows else 0
    gaps = {
        round((word.right + other.left) / 2 / 3) * 3.0
        for row in rows
        for word, other in pairwise(row.words)
        if other.left - word.right > _GUTTER * size
    }
    begins = [[word.left for word in row.words] for row in rows]
    best, score = None, 0
    for middle in gaps:
        for start, end in _stretches(rows, begins, middle, _GUTTER * size / 2):
            left, right = _halves(rows[start:end], middle)
            fewest = min(len(left), len(right))
            is_best = fewest > max(score, _ROWS - 1)
            if is_best and _are_columns(rows[start:end], left, right):
                best, score = (start, end, middle), fewest
    return best


def _stretches(
    rows: Sequence[PageLine], begins: Sequence[Sequence[float]], middle: float, margin: float
) -> Iterator[tuple[int, int]]:
    """Yield the stretches of rows without a word within a margin of a horizontal position.
    ``begins``: of the words of each row."""
    start = 0
    for index, row in enumerate(rows):
        before = bisect_left(begins[index], middle + margin) - 1  # the last word that may cross it
        if before >= 0 and row.words[before].right > middle - margin:
            yield start, index
            start = index + 1
    yield start, len(rows)


def _are_columns(
    rows: Sequence[PageLine], left: list[Sequence[Word]], right: list[Sequence[Word]]
) -> bool:
    if _are_line_numbers(left):
        return True
    width = max(row.right for row in rows) - min(row.left for row in rows)
    return all(_is_column(column, rows, width) for column in (left, right))


def _is_column(column: list[Sequence[Word]], rows: Sequence[PageLine], width: float) -> bool:
    """True if a column is wide, has words in most of the rows beside it, most of which begin at one
    place, and fills most of its width."""
    begins = [row[0].left for row in column]
    edge, extent = min(begins), max(row[-1].right for row in column) - min(begins)
    top, bottom = column[0][0].base + 1, column[-1][0].base - 1
    beside = sum(bottom <= row.base <= top for row in rows)
    usual = Counter(round(begin) for begin in begins)
    aligned = max(usual[place] + usual[place + 1] for place in usual)
    filled = sum(row[-1].right - edge for row in column)
    return (
        extent >= _NARROWEST * width
        and len(column) >= _DENSE * beside
        and aligned >= _ALIGNED * len(column)
        and filled >= _DENSE * extent * len(column)
    )


def _are_line_numbers(rows: Sequence[Sequence[Word]]) -> bool:
    """True if each row has one number and they count up, as line numbers in legal transcripts
    do."""
    numbers = [int(row[0].text) for row in rows if len(row) == 1 and row[0].text.isdecimal()]
    counting = sum(after - before == 1 for before, after in pairwise(numbers))
    return len(rows) >= _ROWS and len(numbers) == len(rows) and counting >= 0.8 * (len(rows) - 1)
