"""The pipeline: an article in, its record out."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from quoteminer.attribution.assemble import assemble
from quoteminer.attribution.build_record import Findings, build_record
from quoteminer.attribution.calibration import calibrate
from quoteminer.attribution.confidence import keep_probable
from quoteminer.attribution.labelled import with_turns
from quoteminer.attribution.signed_posts import with_signed_posts
from quoteminer.attribution.wordless import without_speech
from quoteminer.errors import check_argument
from quoteminer.network import decode
from quoteminer.network.encode import limit_pieces, make_pieces
from quoteminer.network.load import Model
from quoteminer.people.ranker import Likeness, Ranker
from quoteminer.people.resolve import everybody, resolve
from quoteminer.records import ArticleRecord, Speaker
from quoteminer.text.article import unwrapped
from quoteminer.text.article_index import ArticleIndex
from quoteminer.text.marks import read_marks
from quoteminer.types import Article, MarkReading, Name, Span, Warning

if TYPE_CHECKING:
    from quoteminer.linking.known_people import KnownPeople

Item = TypeVar("Item")
Units = tuple[Sequence[Span], Sequence[Span]]
"""The tokens and the sentences of an article, as character spans in text order."""
# of later articles to run while one is finished, which takes about as long as a window
_WINDOWS_A_THREAD: Final = 4


class _Started(Protocol):
    @property
    def windows(self) -> int: ...


Start = TypeVar("Start", bound=_Started)


@dataclass(frozen=True, slots=True)
class PendingArticle:
    """An article whose quotation marks are read, and which the network is reading. ``read``: the
    article without the line breaks inside paragraphs, with the same offsets. ``warnings``: of the
    marks and of the network.
    """

    article: Article
    read: Article
    marks: MarkReading
    reading: decode.PendingReading
    warnings: tuple[Warning, ...]

    @property
    def windows(self) -> int:
        return len(self.reading.sent)


@dataclass(frozen=True, slots=True)
class FailedArticle:
    """The error of an article that could not be begun, kept until its turn in the stream."""

    error: Exception
    windows: int = 0


def begin(article: Article, model: Model) -> PendingArticle:
    """Read an article's quotation marks and start the network, without waiting. Needs no tokens or
    sentences."""
    read = unwrapped(article)
    marks = read_marks(read.text, read.paragraphs)
    pieces, unread = limit_pieces(make_pieces(read, marks, model.tokenizer), read)
    return PendingArticle(
        article, read, marks, decode.begin(model, pieces), (*marks.warnings, *unread)
    )


def find(
    pending: PendingArticle, units: Units, model: Model, *, names: Sequence[Name] | None = None
) -> Findings:
    """Find every attribution of an article, whatever its act, and its speaker; the confidence does
    not yet consider the speakers. ``names``: names from another source; None takes those that the
    network finds."""
    index = ArticleIndex(pending.read, pending.marks, *units)
    reading = decode.finish(model, pending.reading)
    candidates = assemble(index, reading)
    probable = without_speech(
        index, keep_probable(candidates, model.confidence.get("spans", {}), model.decoding)
    )
    attributions = with_signed_posts(index, with_turns(index, probable))
    ranker = Ranker(
        model.ranker, Likeness(reading.vectors, attributions) if reading.vectors else None
    )
    article_names = reading.names if names is None else names
    speakers, resolutions = resolve(index, attributions, article_names, ranker, reading.attributes)
    return Findings(attributions, speakers, resolutions, pending.warnings)


def mine(
    pending: PendingArticle,
    units: Units,
    model: Model,
    people: KnownPeople | None,
    names: Sequence[Name] | None = None,
) -> ArticleRecord:
    """Return the record of an article; arguments as for ``find``. ``people``: the list to look the
    speakers up in."""
    findings = find(pending, units, model, names=names)
    attributions = calibrate(findings.attributions, findings.resolutions, model.confidence)
    record = build_record(pending.article, replace(findings, attributions=attributions), model.info)
    return people.link(record) if people else record


def named(pending: PendingArticle, model: Model) -> tuple[Speaker, ...]:
    """Return all people and organisations that an article names, quoted or not."""
    reading = decode.finish(model, pending.reading)
    return everybody(pending.read, reading.names, reading.attributes)


def load_people(people: str | Path | KnownPeople | None) -> KnownPeople | None:
    """Return a list of people, loaded first if it is given as a path. Raises PeopleFileError,
    ConfigError."""
    if people is None:
        return None
    from quoteminer.linking.known_people import KnownPeople

    expected = "the path of a list of people, a KnownPeople, or None for no list"
    check_argument("people", people, expected, allowed=isinstance(people, str | Path | KnownPeople))
    return people if isinstance(people, KnownPeople) else KnownPeople(people)


def windows_ahead(model: Model) -> int:
    """Return the number of windows of later articles that keep every thread of a model busy; 0 with
    one thread."""
    return _WINDOWS_A_THREAD * model.pool.threads if model.pool.threads > 1 else 0


def looking_ahead(
    items: Iterable[Item], begin: Callable[[Item], Start], *, windows: int, most: int | None = None
) -> Iterator[tuple[Item, Start]]:
    """Yield every item and the result of ``begin``, in order.

    Before an item is yielded, later items are begun until ``windows`` of their windows are running
    (an empty item counts as one), or ``most`` items wait, including it. With 0 windows, an item is
    taken after the previous one was yielded. If an item can't be taken or begun, earlier ones are
    yielded first.
    """
    waiting: deque[tuple[Item, Start]] = deque()
    try:
        for item in items:
            waiting.append((item, begin(item)))
            while waiting:
                ahead = sum(max(1, started.windows) for _, started in islice(waiting, 1, None))
                if ahead < windows and len(waiting) != most:
                    break
                yield waiting.popleft()
    except Exception:
        yield from waiting
        raise
    yield from waiting
