"""The table of the formats."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from quoteminer.errors import GoldError
from quoteminer.evaluation.formats import (
    brat,
    brat_write,
    citron,
    cofenet,
    conll,
    jsonl,
    labelstudio,
    webanno,
    webanno_write,
)
from quoteminer.evaluation.formats.source import BOM, GoldFile
from quoteminer.evaluation.gold import GoldArticle
from quoteminer.output.writer import StreamWriter

_HALF_PAIR = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Format:
    """A format of annotated articles.

    ``read`` gives the articles of one file. Articles are written either one behind the other to a stream by ``writer``,
    or each to files of its own in a folder: ``files`` gives their suffixes and contents. ``extras`` are further files,
    with their content: of a folder, by their names; of a stream, by the end of the name that replaces its suffix.
    ``fault`` says why the format can't hold an article and what to do; None where it can. ``loses`` says what of any
    article does not come back; empty where all does.
    """

    read: Callable[[GoldFile], Iterator[GoldArticle | GoldError]]
    writer: type[StreamWriter[GoldArticle]] | None = None
    files: Callable[[GoldArticle, str], Mapping[str, str]] | None = None
    extras: Mapping[str, str] = field(default_factory=dict)
    fault: Callable[[GoldArticle], str | None] = lambda _: None
    loses: str = ""


def _half_character(article: GoldArticle) -> str | None:
    """UTF-8 can't hold half a surrogate pair; JSON can."""
    found = _HALF_PAIR.search("\n".join([article.text, *(speaker.name for speaker in article.speakers)]))
    return found and f"has half a character ({found[0]!r}), which no text file can hold. Mend it, or write jsonl"


def _no_plain_text(article: GoldArticle) -> str | None:
    """A byte order mark at the start of a file is no part of its text."""
    marked = article.text.startswith(BOM)
    return "begins with a byte order mark. Take it out, or write jsonl" if marked else _half_character(article)


def _no_words(article: GoldArticle) -> str | None:
    """WebAnno TSV has no form for a text without tokens."""
    return _half_character(article) if article.text.strip() else "has no words, which WebAnno TSV has no form for"


_ONE_LABEL: Final = "speakers, acts, quotes inside quotes, and which cue and source belong to which quote"

FORMATS: Final[Mapping[str, Format]] = {
    "jsonl": Format(jsonl.read, jsonl.JsonLinesGoldWriter),
    "brat": Format(brat.read, files=brat_write.files, extras=brat_write.EXTRAS, fault=_no_plain_text),
    "cofenet": Format(cofenet.read, cofenet.CofeNetWriter, loses=_ONE_LABEL),
    "conll": Format(conll.read, conll.ConllWriter, fault=_half_character, loses=_ONE_LABEL),
    "webanno": Format(webanno.read, files=webanno_write.files, fault=_no_words),
    "citron": Format(citron.read, files=citron.files),
    "labelstudio": Format(labelstudio.read, labelstudio.LabelStudioWriter, extras=labelstudio.BESIDE),
}
"""The formats by the name that ``--to`` and ``--from`` take. What each can't hold is told at the top of its file."""
