"""The chain, room by room: an article in, its record out. The only place where the rooms meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quoteminer.attribution.assemble import assemble
from quoteminer.attribution.confidence import calibrate, likely
from quoteminer.build import build_record
from quoteminer.known.people import KnownPeople
from quoteminer.network.decode import read
from quoteminer.network.encode import make_pieces
from quoteminer.network.load import Model
from quoteminer.people.ranker import Ranker
from quoteminer.people.resolve import resolve
from quoteminer.records import ArticleRecord
from quoteminer.text.marks import read_marks
from quoteminer.types import Article, Attribution, Resolution, Span, Speaker, Warning


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rooms found, one resolution per attribution. The attributions' confidence tells nothing of speakers."""

    attributions: tuple[Attribution, ...]
    speakers: tuple[Speaker, ...]
    resolutions: tuple[Resolution, ...]
    warnings: tuple[Warning, ...]


def find(article: Article, tokens: Sequence[Span], sentences: Sequence[Span], model: Model) -> Findings:
    """Find every attribution of an article, whatever its act, and who is its speaker.

    ``tokens`` and ``sentences`` are the character spans of both, in text order: the units that spans snap to, and the
    distance that resolution counts in.
    """
    marks = read_marks(article.text, article.paragraphs)
    pieces = make_pieces(article, marks, model.tokenizer)
    reading = read(model, pieces)
    offered = assemble(article, reading, marks, tokens)
    attributions = likely(offered, model.confidence.get("spans", {}), keep=model.decoding.get("keep", 0.0))
    speakers, resolutions = resolve(article, attributions, reading.names, sentences, marks, Ranker(model.ranker))
    return Findings(attributions, speakers, resolutions, marks.warnings)


def mine(
    article: Article,
    tokens: Sequence[Span],
    sentences: Sequence[Span],
    model: Model,
    people: KnownPeople | None = None,
) -> ArticleRecord:
    """Say who said what in an article; arguments as for ``find``. ``people``: a list to look the speakers up in."""
    found = find(article, tokens, sentences, model)
    attributions = calibrate(found.attributions, found.resolutions, model.confidence.get("quotes", {}))
    record = build_record(article, attributions, found.speakers, found.resolutions, found.warnings, model.info)
    return people.link(record) if people else record
