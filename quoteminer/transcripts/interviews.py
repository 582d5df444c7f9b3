"""Find interviews without labels: questions in separate paragraphs, and answers that say "I"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from quoteminer.types import Span, Transcript, TranscriptSpeaker, Turn

_FEWEST: Final = 3  # questions
_LONGEST: Final = 500  # characters of a question
_MOST_PARTS: Final = 5.0  # paragraphs of an answer, on average
_ASKED: Final = 0.4  # least share of questions that say "you"
_ANSWERED: Final = 0.5  # least share of answers that say "I"
_QUOTED: Final = 0.5  # most answers that begin with a quotation mark, as dialogue in prose does
_LABELLED: Final = 0.2  # most answers that begin with a label: then it is no interview of this kind
_YOU: Final = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
_I: Final = re.compile(r"\b(?:I|[Mm]y|me|myself)\b")
_WE: Final = re.compile(r"\b(?:I|[Mm]y|me|[Ww]e|[Oo]ur|us|[Yy]ou|[Yy]our)\b")
_LABEL: Final = re.compile(r"\W{0,2}(?:[QA][.:]|[^\W\d_][\w.’' -]{0,30}:)\s")
_MARKED: Final = re.compile(r"[“\"][^”\"]*[”\"]?")
_EMPHATIC: Final = re.compile(r"(\*\*|__).+\1", re.DOTALL)  # "**What is it?**"
_ENDS: Final = " \t\xa0*_"
_OPENINGS: Final = "—–-*_ \t\xa0"
_ANSWER: Final = TranscriptSpeaker("A", "unnamed")


Exchange = tuple[Span, Sequence[Span]]  # a question, and the paragraphs of its answer


def read_interview(text: str, paragraphs: Sequence[Span]) -> Transcript | None:
    """Return the questions and answers of an interview without labels as turns; None for any other
    text. Questions have no speaker; answers have the speaker "A", which `people` replaces by a
    person."""
    emphatic = [i for i, span in enumerate(paragraphs) if _EMPHATIC.fullmatch(text, *span)]
    asking = [i for i, span in enumerate(paragraphs) if _is_question(text[slice(*span)])]
    if len(emphatic) >= _FEWEST and 2 * len({*emphatic} & {*asking}) >= len(emphatic):
        asking = emphatic
    exchanges: list[Exchange] = [
        (_words(text, paragraphs[i]), [_words(text, span) for span in paragraphs[i + 1 : end]])
        for i, end in pairwise((*asking, len(paragraphs)))
        if i + 1 < end
    ]
    if len(exchanges) < _FEWEST:
        return None
    question, answer = exchanges[-1]
    exchanges[-1] = question, _personal(text, answer)
    if not _is_interview(text, exchanges):
        return None
    turns = [
        turn
        for question, answer in exchanges
        for turn in (_turn([question], None), _turn(answer, 0))
    ]
    return Transcript(tuple(turns), (_ANSWER,))


def _is_question(words: str) -> bool:
    is_quoted = words.lstrip(_OPENINGS)[:1] in ("“", '"', "‘", "«")
    return words.rstrip(_ENDS).endswith("?") and not is_quoted and len(words) <= _LONGEST


def _words(text: str, span: Span) -> Span:
    """Strip a dash or asterisks from a paragraph."""
    words = text[slice(*span)]
    start = span[0] + len(words) - len(words.lstrip(_OPENINGS))
    return min(start, span[1]), max(start, span[0] + len(words.rstrip(_ENDS)))


def _personal(text: str, parts: Sequence[Span]) -> Sequence[Span]:
    """Return the last answer: the paragraph after the question, and the next ones while they say
    "I", "we" or "you"."""
    end = next((i for i, part in enumerate(parts) if i and not _says(_WE, text, part)), len(parts))
    return parts[:end]


def _says(words: re.Pattern[str], text: str, span: Span) -> bool:
    return words.search(_MARKED.sub("", text[slice(*span)])) is not None


def _is_interview(text: str, exchanges: Sequence[Exchange]) -> bool:
    count, answers = len(exchanges), [answer for _, answer in exchanges]
    return (
        sum(map(len, answers)) <= _MOST_PARTS * count
        and sum(_says(_YOU, text, question) for question, _ in exchanges) >= _ASKED * count
        and sum(any(_says(_I, text, part) for part in answer) for answer in answers)
        >= _ANSWERED * count
        and sum(bool(_LABEL.match(text, answer[0][0])) for answer in answers) <= _LABELLED * count
        and sum(text[answer[0][0]] in '“"‘«' for answer in answers) <= _QUOTED * count
    )


def _turn(spans: Sequence[Span], speaker: int | None) -> Turn:
    start = spans[0][0]
    return Turn(tuple(spans), (start, start), None, speaker)
