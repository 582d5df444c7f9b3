"""The chain, room by room: an article in, its record out. The only place where the rooms meet."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from quoteminer.attribution.assemble import assemble
from quoteminer.attribution.confidence import calibrate, likely
from quoteminer.build import build_record
from quoteminer.network import decode
from quoteminer.network.encode import make_pieces
from quoteminer.network.load import Model
from quoteminer.people.likeness import Likeness
from quoteminer.people.ranker import Ranker
from quoteminer.people.resolve import resolve
from quoteminer.records import ArticleRecord
from quoteminer.text.marks import read_marks
from quoteminer.types import Article, Attribution, MarkReading, Name, Resolution, Span, Speaker, Warning

if TYPE_CHECKING:
    from quoteminer.linking.known_people import KnownPeople

Item = TypeVar("Item")


class _Started(Protocol):
    """Work that is on its way."""

    @property
    def windows(self) -> int: ...


Start = TypeVar("Start", bound=_Started)

_WINDOWS_A_THREAD: Final = 4  # of later articles, while one is finished, which takes about as long as one window


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rooms found, one resolution per attribution. The attributions' confidence tells nothing of speakers."""

    attributions: tuple[Attribution, ...]
    speakers: tuple[Speaker, ...]
    resolutions: tuple[Resolution, ...]
    warnings: tuple[Warning, ...]


@dataclass(frozen=True, slots=True)
class Begun:
    """An article whose marks are read and whose words are on their way through the network."""

    article: Article
    marks: MarkReading
    reading: decode.Begun

    @property
    def windows(self) -> int:
        """How many windows are on their way."""
        return self.reading.windows


def begin(article: Article, model: Model) -> Begun:
    """Do what needs neither tokens nor sentences, and don't wait for the network."""
    marks = read_marks(article.text, article.paragraphs)
    return Begun(article, marks, decode.begin(model, make_pieces(article, marks, model.tokenizer)))


def find(
    begun: Begun,
    tokens: Sequence[Span],
    sentences: Sequence[Span],
    model: Model,
    *,
    names: Sequence[Name] | None = None,
) -> Findings:
    """Find every attribution of an article, whatever its act, and who is its speaker.

    ``tokens`` and ``sentences`` are the character spans of both, in text order: the units that spans snap to, and the
    distance that resolution counts in. ``names``: the article's names where somebody else has found them; None takes
    those that the network finds.
    """
    article, marks = begun.article, begun.marks
    reading = decode.finish(model, begun.reading)
    offered = assemble(article, reading, marks, tokens)
    keep = {name: model.decoding.get(name, 0.0) for name in ("keep", "keep_nested")}
    attributions = likely(offered, model.confidence.get("spans", {}), **keep)
    named = reading.names if names is None else names
    likeness = Likeness(reading.vectors, attributions) if reading.vectors else None
    ranker = Ranker(model.ranker, likeness)
    speakers, resolutions = resolve(article, attributions, named, sentences, marks, ranker)
    return Findings(attributions, speakers, resolutions, marks.warnings)


def mine(
    begun: Begun,
    tokens: Sequence[Span],
    sentences: Sequence[Span],
    model: Model,
    people: KnownPeople | None = None,
    *,
    names: Sequence[Name] | None = None,
) -> ArticleRecord:
    """Say who said what in an article; arguments as for ``find``. ``people``: a list to look the speakers up in."""
    found = find(begun, tokens, sentences, model, names=names)
    attributions = calibrate(found.attributions, found.resolutions, model.confidence.get("quotes", {}))
    record = build_record(begun.article, attributions, found.speakers, found.resolutions, found.warnings, model.info)
    return people.link(record) if people else record


def load_people(people: str | Path | KnownPeople | None) -> KnownPeople | None:
    """A list of people from its file, or as it is. Raises PeopleFileError."""
    if not isinstance(people, str | Path):
        return people
    from quoteminer.linking.known_people import KnownPeople

    return KnownPeople(people)


def begun_ahead(
    items: Iterable[Item], article: Callable[[Item], Article], model: Model, *, ahead: bool = True
) -> Iterator[tuple[Item, Begun]]:
    """Every item and its article, which is on its way through the network, in order.

    With several threads, later ones are on their way as well, so that every thread has work while an article is
    finished. With one thread, or without ``ahead``, no item is taken before the one before it was given.
    """
    windows = windows_ahead(model) if ahead else 0
    return looking_ahead(items, lambda item: begin(article(item), model), windows=windows)


def windows_ahead(model: Model) -> int:
    """How many windows of later articles keep every thread of a model busy; 0 with one thread."""
    return _WINDOWS_A_THREAD * model.crew.threads if model.crew.threads > 1 else 0


def looking_ahead(
    items: Iterable[Item], begin: Callable[[Item], Start], *, windows: int, most: int | None = None
) -> Iterator[tuple[Item, Start]]:
    """Every item and what begins it, in order.

    Before one is given, those behind it are begun until at least ``windows`` of theirs are on their way (an empty one
    counts as one), or ``most`` items wait, the one that is given included (None: however many). With 0 windows no item
    is taken before the one before it was given. Where taking or beginning one fails, those before it are given first.
    """
    waiting: deque[tuple[Item, Start]] = deque()
    try:
        for item in items:
            waiting.append((item, begin(item)))
            while waiting and (len(waiting) == most or _windows(islice(waiting, 1, None)) >= windows):
                yield waiting.popleft()
    except Exception:
        yield from waiting
        raise
    yield from waiting


def _windows(waiting: Iterable[tuple[object, _Started]]) -> int:
    return sum(max(1, started.windows) for _, started in waiting)
