"""Find lines that may begin with the label of a transcript's speaker (label_choice.py decides
whether they do), and the unspoken text of a transcript: times, notes, page numbers, headings."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from quoteminer.names import lexicon
from quoteminer.names.sections import read_sections
from quoteminer.types import Span

LabelStyle = Literal["colon", "letter", "brackets", "clock", "dash", "line", "stop", "change"]
WORDS: Final = read_sections("quoteminer.transcripts", "transcript_words.txt")
HONORIFICS: Final = lexicon.HONORIFICS.keys() | WORDS.words("honorifics")
POSTS: Final = lexicon.POSTS | WORDS.words("posts")
_SMALL: Final = lexicon.PARTICLES | WORDS.words("small")
_NO_SPEAKER: Final = re.compile(WORDS.any_line("no_speakers"), re.IGNORECASE)
_INNER_STOP: Final = re.compile(r"\w{2}\.\w")  # "in 2020.Image"
_SENTENCE_ENDS: Final = frozenset('.?!…"”’—–-)]')
_MOST_WORDS: Final = 8  # of a label's name

_TIME: Final = (
    r"(?:\d{1,3}:\d{1,2}:\d{1,2}|\d{1,3}:\d{2})(?:[.,]\d{1,7})?(?:[ ]?[AaPp]\.?[Mm]\b\.?)?"
    rf"(?:[ ](?i:{WORDS.any_word('time zones')})\b)?"
)
_RANGE: Final = rf"{_TIME}(?:\s*(?:-->|[-–—])\s*{_TIME})?"
_BRACKETED: Final = rf"[\[(<]\s*{_RANGE}\s*[\])>]"
_STAMP: Final = rf"(?:{_BRACKETED}|{_RANGE})"
_NUMBERED: Final = r"(?:Q?\d{1,4}[.)]?[ \t]+)?"  # "Q14 Chair", "4. Ms Silva"
_STAMPED: Final = rf"(?:{_STAMP}(?:[ \t]*[-–—])?[ \t]*)?"
_LEAD: Final = r"[ \t>*_#•\"“]*"
_BOLD: Final = r"[*_]{0,3}"
_NAME: Final = rf"{_BOLD}(?P<name>[^\W\d_](?:[\w.,'’&/\-]|[ ](?![ ])){{0,60}}?){_BOLD}(?<=\S)"
_TITLE: Final = r"(?:[ \t]*[\[(](?P<title>[^()\[\]\n]{1,80})[\])])?"
_BEFORE_NAMES: Final = "|".join(sorted(HONORIFICS | POSTS))
# "Mr. Lind", "The Chairman"
_HONOURED: Final = rf"(?P<name>(?:(?i:{_BEFORE_NAMES})\.?|The)(?:[ ][\w'’-]+){{1,5}}?)"
_POST: Final = r"(?P<title>The [A-Z][\w,'’ -]{3,120}?)"  # "The Minister for Housing (Ana Silva)"
_BESIDE_TITLE: Final = r"(?P<title>(?![ \t])(?:[^\n.?!:]|(?:Co|Corp|Inc|Ltd)\.){3,80}?)(?<![ \t])"
_FORMS: Final[Sequence[tuple[LabelStyle, str, str]]] = (
    ("letter", "", r"[ \t]*(?P<name>[QA])(?:[.:][ \t]*|[ \t]{2,}|\t)(?=\S)"),
    ("brackets", "", rf"{_LEAD}{_STAMPED}\(\([ ]?{_NAME}[ ]?\)\)[ \t]*:?"),
    ("clock", ":", rf"{_LEAD}\[?{_NAME}\]?{_TITLE}(?:[ \t]*[,|·–—-])?[ \t]+{_STAMP}[ \t]*$"),
    ("clock", ":", rf"{_LEAD}{_STAMP}(?:[ \t]*[-–—|])?[ \t]*{_NAME}{_TITLE}(?:[ \t]*:)?[ \t]*$"),
    ("clock", ":", rf"{_LEAD}{_NAME}[ \t]*{_BRACKETED}(?:[ \t]*:)?[ \t]+(?=\S)"),
    (
        "colon",
        ":",
        (
            rf"{_LEAD}{_STAMPED}{_NUMBERED}{_NAME}{_TITLE}[ \t]*{_BOLD}(?:{_STAMP}["
            rf" \t]*)?:{_BOLD}(?=\s|$)"
        ),
    ),
    ("line", "—–-", rf"{_LEAD}{_NAME}[ \t]+(?:[—–-]|--)[ \t]+{_BESIDE_TITLE}[ \t]*$"),
    (
        "dash",
        "—–-",
        rf"{_LEAD}{_STAMPED}{_NAME}{_TITLE}\.?(?:[ \t]+(?:[—–]|--)[ \t]*|(?:[—–]|--)[ \t]+)(?=\S)",
    ),
    ("colon", ":", rf"{_LEAD}{_POST} \({_NAME}\){_BOLD}:{_BOLD}(?=\s|$)"),
    ("line", "", rf"{_LEAD}{_POST} \({_NAME}\)[ \t]*$"),
    ("line", "", rf"{_LEAD}{_NAME}{_TITLE}(?:[ \t]*\([^()\n]{{1,80}}\))?[ \t]*$"),
    ("stop", "", rf"[ \t]*{_HONOURED}\.[ \t]+(?=[^\sa-z])"),
    ("change", "", rf"[ \t]*{_STAMPED}>>+[ \t]*(?=\S)"),
)
"""The style, signs of which each such line has one (empty: any line may match), and the pattern."""
_PATTERNS: Final = [(style, signs, re.compile(pattern)) for style, signs, pattern in _FORMS]
_SIGNS: Final = sorted({sign for _, signs, _ in _FORMS for sign in signs})
_STAMP_LINE: Final = re.compile(rf"[ \t]*{_STAMP}[ \t]*$")
_INLINE_STAMP: Final = re.compile(rf"[\[(]{_TIME}[\])]")
_ONE_TIME: Final = re.compile(r"(?<!\d)(\d{1,9}):(\d{1,9})(?::(\d{1,9}))?(?:[.,](\d{1,9}))?")
_NOTE: Final = re.compile(r"[\s\"“]*[\[(][^\[\]()]*[\])]\.?[\s\"”]*$")
# a whole line without white space at its ends
_NOT_SPOKEN: Final = re.compile(WORDS.any_line("not_spoken"))
# between the name in a label and what its bearer added
BESIDE: Final = re.compile(r"(?<! )[ ]+[-–—|][ ]+")
_NAME_ALONE: Final = re.compile(rf"{_LEAD}{_NAME}{_TITLE}(?:[ \t]*:)?[ \t]*$")

# unspoken text: a time, a note, a page number; the seconds, None if it is no time
Hole = tuple[Span, float | None]


@dataclass(frozen=True, slots=True)
class Label:
    """A label from ``start`` to ``end``, where the words of its turn begin. ``name`` is the span of
    the words that name the speaker, None for a mere change of speakers; ``title`` follows in
    brackets; ``time`` is in seconds.
    """

    start: int
    end: int
    name: Span | None
    style: LabelStyle
    title: str = ""
    time: float | None = None

    def words(self, text: str) -> str:
        """Return the words that name the speaker, "" for a mere change of speakers."""
        return " ".join(text[slice(*self.name)].split()) if self.name else ""


def find_labels(text: str, lines: Sequence[Span]) -> Iterator[Label]:
    """Yield possible labels in text order, with all readings of each line. ``lines`` are the spans
    of visible lines."""
    for number, (start, end) in enumerate(lines):
        if _STAMP_LINE.match(text, start, end):
            below = lines[number + 1] if number + 1 < len(lines) else (0, 0)
            if (found := _NAME_ALONE.match(text, *below)) and is_name(found["name"]):
                time = seconds(text[start:end])
                yield Label(
                    start, below[1], found.span("name"), "clock", found["title"] or "", time
                )
            continue
        here = [sign for sign in _SIGNS if text.find(sign, start, end) >= 0]
        for style, signs, pattern in _PATTERNS:
            if signs and not any(sign in signs for sign in here):
                continue
            if (found := pattern.match(text, start, end)) is None or (
                label := _label(found, style)
            ) is None:
                continue
            if style == "line" and not _heads(text, lines[number : number + 2], label):
                continue
            if style == "stop" and number and not _is_ended(text, *lines[number - 1], start):
                continue
            yield label


def _is_ended(text: str, start: int, end: int, below: int) -> bool:
    """True if a line ends as a sentence or is a heading, or an empty one stands between it and the
    line ``below``."""
    line = text[start:end].rstrip()
    return line[-1] in _SENTENCE_ENDS or line.isupper() or text.count("\n", end, below) > 1


def _is_heading(text: str, line: Span) -> bool:
    """True for a line that has nothing but what may be a name."""
    found = _NAME_ALONE.match(text, *line)
    return found is not None and is_name(found["name"]) and text[line[1] - 1] not in ".?!,;"


def _heads(text: str, lines: Sequence[Span], label: Label) -> bool:
    """True if the label that is the first of two lines has a title, or does not end as a sentence
    does and the second may be what a speaker says."""
    if label.title:
        return True
    if len(lines) < 2 or text[lines[0][1] - 1] in ".?!,;:":
        return False
    below = text[slice(*lines[1])].rstrip()
    return below[-1:] in _SENTENCE_ENDS or not is_name(below) or BESIDE.search(below) is not None


def _label(found: re.Match[str], style: LabelStyle) -> Label | None:
    start, end = found.span()
    if style == "change":
        return Label(start, end, None, style, time=seconds(found[0]))
    groups = found.groupdict()
    if not is_name(groups["name"]):
        return None
    name, title = found.span("name"), (groups.get("title") or "").removeprefix("The ")
    if title and found.end("title") == end and not is_name(title):
        return None  # words of speech
    around = f"{found.string[start : name[0]]} {found.string[name[1] : end]}"
    return Label(
        start,
        end,
        name,
        style,
        "" if _ONE_TIME.match(title.strip()) else title.strip(),
        seconds(around),
    )


def holes_of(text: str, lines: Sequence[Span], labels: Sequence[Label]) -> Iterator[Hole]:
    """Yield the unspoken text after the first label: whole lines (also headings, if labels are
    lines of their own), and times in brackets within lines."""
    first_words = [label.end for label in labels]
    starts = {label.start for label in labels}
    has_headings = any(label.style == "line" for label in labels)
    for start, end in lines:
        if start < labels[0].start:
            continue
        line, on_label = (
            text[start:end],
            bisect_left(first_words, start) < bisect_left(first_words, end),
        )
        if _STAMP_LINE.match(line):
            yield (start, end), seconds(line)
        elif (not on_label and (_NOTE.match(line) or _NOT_SPOKEN.fullmatch(line.strip()))) or (
            has_headings and start not in starts and _is_heading(text, (start, end))
        ):
            yield (start, end), None
        else:
            yield from (
                (found.span(), seconds(found[0]))
                for found in _INLINE_STAMP.finditer(text, start, end)
            )


def seconds(stamp: str) -> float | None:
    """Return the first time in a text in seconds ("1:02:03.5": 3723.5; "02:03": 123.0), None if
    there is none."""
    found = _ONE_TIME.search(stamp)
    if found is None:
        return None
    first, second, third, fraction = found.groups()
    whole = (
        (int(first) * 60 + int(second)) * 60 + int(third)
        if third
        else int(first) * 60 + int(second)
    )
    return round(whole + float(f"0.{fraction or 0}"), 3)


def is_name(words: str) -> bool:
    """True for words that may name a speaker: few words, all with a capital or a digit except
    particles."""
    parts = words.replace("/", " ").split()
    if (
        not parts
        or len(parts) > _MOST_WORDS
        or _INNER_STOP.search(words)
        or _NO_SPEAKER.match(words.strip("*_"))
    ):
        return False
    main = [part for part in parts if part.lower() not in _SMALL]
    return bool(main) and all(
        part[0].isupper() or part[0].isdigit() or not part[0].isalnum() for part in main
    )
