"""Find the kind of each paragraph by its form. In doubt the kind is body, so that no quote is
lost."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoteminer.text.form_words import any_of, words
from quoteminer.types import Paragraph, ParagraphKind, Span

LONGEST_LINE = 200  # characters; no headline, heading, byline or date line is longer
LONGEST_CAPTION = 800
MAX_HEADLINES = 3
MAX_HEADLINE_WORDS = 26
MAX_HEADING_WORDS, MAX_HEADING = 12, 80
MAX_QUOTED_HEADING = 3  # words of a heading in quotation marks that is no title
TOP, BOTTOM = 8, 4  # bylines are looked for in the first TOP and the last BOTTOM paragraphs

_MARKS = "\"'“”‘’«»„‚‹›`「」『』"
_AGENCY = any_of("agencies")
_PICTURE = any_of("pictures")
_CAPTION_START, _CAPTION_END, _CREDIT_END = (
    re.compile(any_of(section).replace("PICTURE", _PICTURE).replace("AGENCY", _AGENCY), re.I)
    for section in ("caption_starts", "caption_ends", "credit_ends")
)
_SOURCES = rf"\W{{0,3}}{any_of('source_headings')}"
_SOURCES_START = re.compile(rf"{_SOURCES}\s*(?::|\d+\s?[/.)\]]|\[?\d+\]|(?=https?:|www\.))", re.I)
_SOURCES_ALONE = re.compile(rf"{_SOURCES}\W{{0,3}}$", re.I)
_READ_MORE = re.compile(
    r"\W{0,3}(?:read (?:more|also|next)|also read|see also|related)\b[^.!?]{0,120}$", re.I
)
_ADDRESS = re.compile(r"(?:https?:|www\.)\S{2,}", re.I)
_COUNTER = re.compile(r"\W{0,3}\d{0,3}\W{0,3}$")

_BY = re.compile(rf"(?:(?:{any_of('written_by')}\s+)?by|from)[\s:]+(?=\S)", re.I)
_CREDITS = re.compile(rf"(?is)\W?{any_of('credited_by')} by\b.{{0,160}}$")
_CONTACT = re.compile(r"(?:follow|contact|e-?mail|reach)\b.{0,80}@", re.I)
_DESK = re.compile(rf"\b(?:{any_of('authors')}|{any_of('desks')}|{_AGENCY})\b", re.I)
_AGENCY_ALONE = re.compile(rf"\W?(?:the )?{_AGENCY}\W?$", re.I)
_BYLINE_WORDS = words("byline_words")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_UPPER = r"[A-ZÀ-ÞĀ-Ž](?:[A-ZÀ-ÞĀ-Ž.'’-]|St\.)+"
_PLACE_AND_DATE = re.compile(  # LOS ANGELES, Calif., May 26
    rf"{_UPPER}(?:[ /](?:{_UPPER}|[A-Z]\.|AND|DE|du|de|la)){{0,4}}(?:, [A-Z][\w.]*(?:"
    r" [A-Z][\w.]*){0,2})?"
    rf", (?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?\.?$"
)
_DATE_SIGN = re.compile(
    rf"\b(?:19|20)\d\d\b|\b\d{{1,2}}[:.]\d\d\b|\b\d{{1,2}}/\d{{1,2}}/\d|{_MONTH}|\b(?:[a-z]+day|date|ago)\b",
    re.I,
)
_DATE_WORDS = words("date_words")
_DATE_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+\.?)?")

_QUESTION = re.compile(r"(?:Q|A|Question|Answer)\s?[:.]")
# Speech rather than a title: the punctuation is inside the quotation marks.
_SPOKEN = re.compile(r"[.,!?…][\"'”’»]")
_SMALL = frozenset(("the", "and", "for"))
_QUOTED = re.compile(r"[“\"„«].+[”\"“»]")
_ENDS_SPEECH = re.compile(rf"\b{any_of('speech_verbs')}$", re.I)


def paragraph_kinds(text: str, spans: Sequence[Span]) -> list[Paragraph]:
    """Return the paragraphs (spans in text order) with their kinds, by their own form and their
    neighbours'."""
    kinds = [
        _kind_by_form(text[start:end], at, len(spans)) for at, (start, end) in enumerate(spans)
    ]
    _extend_sources(text, spans, kinds)
    _find_headlines(text, spans, kinds)
    _find_headings(text, spans, kinds)
    return [Paragraph(start, end, kind) for (start, end), kind in zip(spans, kinds, strict=True)]


def _kind_by_form(line: str, index: int, count: int) -> ParagraphKind:
    """Return the kind shown by the form of a paragraph; body if none is."""
    if len(line) <= LONGEST_CAPTION and _is_caption(line):
        return "caption"
    if len(line) <= LONGEST_CAPTION and _is_sources(line):
        return "sources"
    if len(line) <= LONGEST_LINE and _is_date_line(line):
        return "dateline"
    if len(line) <= LONGEST_LINE and (index < TOP or index >= count - BOTTOM) and _is_byline(line):
        return "byline"
    return "body"


def _is_caption(line: str) -> bool:
    if line[0] in _MARKS:
        return False
    if _CAPTION_END.search(line[-160:]):
        return True
    return len(line) <= LONGEST_LINE and bool(
        _CREDIT_END.search(line) or _CAPTION_START.match(line)
    )


def _is_sources(line: str) -> bool:
    if _SOURCES_START.match(line) or _SOURCES_ALONE.match(line) or _READ_MORE.match(line):
        return True
    if "://" not in line and "www." not in line:
        return False
    return all(_ADDRESS.match(word) or _COUNTER.match(word) for word in line.split())


def _is_date_line(line: str) -> bool:
    """True if a line has only a date or time, or a location in capitals and a date."""
    if not any(map(str.isdigit, line)):
        return False
    if _PLACE_AND_DATE.match(line):
        return True
    return bool(_DATE_SIGN.search(line)) and all(
        word.lower() in _DATE_WORDS for word in _DATE_WORD.findall(line)
    )


def _is_byline(line: str) -> bool:
    if (
        _CREDITS.match(line)
        or _AGENCY_ALONE.match(line)
        or len(line) < 100
        and _CONTACT.match(line)
    ):
        return True
    by = _BY.match(line)
    named = line[by.end() :] if by else line
    name_words = _WORD.findall(named)
    if (
        line[-1] in ".!?:;"
        or any(mark in line for mark in '"“”«»')
        or not 0 < len(name_words) <= 16
    ):
        return False
    if not name_words[0][0].isupper() or not all(
        word[0].isupper() or word in _BYLINE_WORDS for word in name_words
    ):
        return False
    if by:
        return named.isupper() or sum(word[0].isupper() for word in name_words) >= 2
    return bool(re.search("[,|/—–-]", line) and _DESK.search(line))


def _extend_sources(text: str, spans: Sequence[Span], kinds: list[ParagraphKind]) -> None:
    """Mark the short paragraphs after a line "Sources" as a list of sources."""
    listing = False
    for index, (start, end) in enumerate(spans):
        line = text[start : min(end, start + LONGEST_CAPTION)]
        if kinds[index] == "sources":
            listing = listing or bool(_SOURCES_ALONE.match(line)) and 2 * index >= len(spans)
        elif listing and (end - start <= LONGEST_LINE or _ADDRESS.search(line)):
            kinds[index] = "sources"
        else:
            listing = False


def _find_headlines(text: str, spans: Sequence[Span], kinds: list[ParagraphKind]) -> None:
    """Mark the short lines before the first body paragraph, if there is one."""
    body = [index for index, kind in enumerate(kinds) if kind == "body"][: MAX_HEADLINES + 1]
    for index in body[:-1]:
        start, end = spans[index]
        if end - start > LONGEST_LINE or not _is_headline(text[start:end]):
            return
        kinds[index] = "headline"


def _is_headline(line: str) -> bool:
    title_words = _WORD.findall(line)
    if (
        not title_words
        or len(title_words) > MAX_HEADLINE_WORDS
        or _QUESTION.match(line)
        or line[0] in "-–—•*"
    ):
        return False
    bare = line.rstrip(_MARKS)
    if line[0] in _MARKS and _SPOKEN.search(line):
        return False
    if bare[-1] not in ".,;:…" or line[0] == "#":
        return not _ENDS_SPEECH.search(bare)
    long = [word for word in title_words if len(word) > 3]
    in_title_case = sum(word[0].isupper() for word in long) >= 0.8 * len(long)
    return line[-1] in ".;" and ". " not in line and in_title_case and len(long) > 2


def _find_headings(text: str, spans: Sequence[Span], kinds: list[ParagraphKind]) -> None:
    """Mark short lines without final punctuation between body paragraphs."""
    body = [index for index, kind in enumerate(kinds) if kind == "body"]
    for index in body[1:-1]:
        start, end = spans[index]
        behind = text[spans[index + 1][0]]
        if (
            end - start <= MAX_HEADING
            and not behind.islower()
            and text[spans[index - 1][1] - 1] != ":"  # "She wrote:"
            and not _is_said(text[start:end], behind)
            and _is_heading(text[start:end])
        ):
            kinds[index] = "heading"


def _is_said(line: str, behind: str) -> bool:
    """True for a whole line in quotation marks that is no title: a sentence, also of a dialogue,
    whose next line begins with the mark ``behind``."""
    if not _QUOTED.fullmatch(line):
        return False
    words = _WORD.findall(line)
    long = [word for word in words if len(word) > 2 and word not in _SMALL]
    is_title = all(word[0].isupper() for word in long)
    goes_on = behind in _MARKS or len(words) > MAX_QUOTED_HEADING
    return "," in line or goes_on and not is_title


def _is_heading(line: str) -> bool:
    bare = line.strip(_MARKS + "#* ")
    if not 0 < len(_WORD.findall(bare)) <= MAX_HEADING_WORDS or not (
        bare[0].isupper() or bare[0].isdigit()
    ):
        return False
    if bare[-1] in ".,;:!?…" or line[-1] in ".,;:!?…" or _SPOKEN.search(line):
        return False
    return not _ENDS_SPEECH.search(bare) and not _QUESTION.match(line)
