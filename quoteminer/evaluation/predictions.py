"""Predictions of a system, read from JSON and matched with the gold by the articles' ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast, get_args

from quoteminer.errors import GoldError
from quoteminer.evaluation.formats import detect_format
from quoteminer.evaluation.formats.files import GoldFile, SourceLocation
from quoteminer.evaluation.formats.jsonl import values_in
from quoteminer.evaluation.gold import GoldArticle, GoldQuote, GoldSpeaker
from quoteminer.types import Act, Span, SpeakerKind

_NEEDED: Final = "Give one record a line, as `quoteminer extract --format jsonl` writes them."
_CONVERT: Final = "Make JSON lines of it first: quoteminer convert … --to jsonl."
_SHOWN: Final = 60
"""Characters of a quote that a message shows."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """The quotes of one article. ``where`` is the file and line; ``texts`` has the words that the file gives for a
    span."""

    id: str
    where: str
    quotes: tuple[GoldQuote, ...]
    speakers: tuple[GoldSpeaker, ...]
    texts: Mapping[Span, str] = field(default_factory=dict)

    def beside(self, gold: GoldArticle) -> GoldArticle:
        """Return the prediction as a reading of the gold's text.

        Raises:
            GoldError: a span lies outside the text, or has other words there.
        """
        spans = {span for quote in self.quotes for span in (*quote.content, *quote.cue, *quote.source)}
        last = max((end for _, end in spans), default=0)
        if last > len(gold.text):
            raise self._other_text(gold, f"it ends at {len(gold.text)}, and the prediction's last span at {last}")
        for (start, end), words in self.texts.items():
            if gold.text[start:end] != words:
                has = f"it has {_short(gold.text[start:end])} at {start}, and the prediction {_short(words)}"
                raise self._other_text(gold, has)
        return GoldArticle(gold.id, gold.text, self.quotes, self.speakers)

    def _other_text(self, gold: GoldArticle, reason: str) -> GoldError:
        return GoldError(
            f"{self.where}: this is a reading of another text than the gold's {gold.id!r}: {reason}. It counts as one "
            "without quotes; extract the very text of the gold."
        )


class Predictions:
    """The articles of a file by id, with a record of those that were asked for."""

    def __init__(self, predictions: Iterable[Prediction]) -> None:
        self._by_id: dict[str, Prediction] = {}
        self.repeated: list[str] = []
        """Ids that came again; the last one counts."""
        self.missing: list[str] = []
        """Ids that were asked for and not there."""
        self._asked: set[str] = set()
        for one in predictions:
            if one.id in self._by_id:
                self.repeated.append(one.id)
            self._by_id[one.id] = one

    def beside(self, gold: GoldArticle) -> GoldArticle:
        """Return the prediction for an article; one without quotes if the file doesn't have it.

        Raises:
            GoldError: the prediction is of another text.
        """
        self._asked.add(gold.id)
        found = self._by_id.get(gold.id)
        if found is None:
            self.missing.append(gold.id)
            return GoldArticle(gold.id, gold.text)
        return found.beside(gold)

    @property
    def unasked(self) -> list[str]:
        """Ids that were not asked for."""
        return [id for id in self._by_id if id not in self._asked]

    @property
    def used(self) -> int:
        """The number of articles that were asked for and found."""
        return len(self._by_id) - len(self.unasked)


def read_predictions(path: str | Path) -> Iterator[Prediction | GoldError]:
    """Read the articles of a file of JSON lines, or of a JSON list, packed by gzip or not.

    They are records as quoteminer writes them, or gold. Only ``id``, ``quotes`` and ``speakers`` are read, and of a
    quote its spans, cue, mention and speaker, so that other tools need not fill in the rest.

    Yields:
        A Prediction for each record, or a GoldError that says what is wrong and what to do.

    Raises:
        GoldError: the file can't be read, or has another format.
    """
    file = GoldFile(Path(path), Path(path).stem)
    if file.path.is_dir():
        raise file.at().error(f"is a folder. {_CONVERT}")
    format = _format(file)
    if format != "jsonl":
        raise file.at().error(f"is in the format {format}. {_CONVERT}")
    for value, location, _ in values_in(file):
        try:
            yield value if isinstance(value, GoldError) else _prediction(value, location)
        except GoldError as error:
            yield error


def _format(file: GoldFile) -> str:
    """Return the file's format, JSON lines if it is unknown, so that an error is reported for each line."""
    try:
        return detect_format(file)
    except GoldError:
        return "jsonl"


def _prediction(value: Any, location: SourceLocation) -> Prediction:
    if not isinstance(value, dict) or value.get("id") is None:
        raise location.error(f"has no id, so that nobody knows which article of the gold it is about. {_NEEDED}")
    try:
        quotes = list(value["quotes"])
        return Prediction(
            str(value["id"]),
            str(location),
            tuple(quote_from_dict(one) for one in quotes),
            tuple(speaker_from_dict(one) for one in value.get("speakers") or ()),
            {_span((one["start"], one["end"])): one["text"] for one in quotes if _is_one_piece(one)},
        )
    except KeyError as error:
        raise location.error(f"lacks {error}. {_NEEDED}") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise location.error(f"is not what a prediction must be ({error}). {_NEEDED}") from None


def quote_from_dict(value: Mapping[str, Any]) -> GoldQuote:
    """Return a quote of a record, or of gold, which has ``content``, from its JSON value.

    Raises:
        KeyError, TypeError, ValueError: the value is neither.
    """
    act = value.get("act")
    act = cast("Act", act) if act in get_args(Act) else None
    if "content" in value:
        content, cue, source = (_spans(value.get(role) or ()) for role in ("content", "cue", "source"))
    else:
        mention = value.get("mention")
        content, cue = _parts(value), _parts(value["cue"]) if value.get("cue") else ()
        source = (_span((mention["start"], mention["end"])),) if mention else ()
    speaker = value.get("speaker")
    return GoldQuote(content, cue, source, None if speaker is None else _whole(speaker), act)


def speaker_from_dict(value: Mapping[str, Any]) -> GoldSpeaker:
    """Return a speaker of a record or of gold from its JSON value. Raises as ``quote_from_dict``."""
    kind = value.get("kind")
    known = cast("SpeakerKind", kind) if kind in get_args(SpeakerKind) else "unnamed"
    names = value.get("name") or "", *(value.get("aliases") or ())
    if not all(isinstance(name, str) for name in names):
        raise TypeError(f"{names!r} are no names")
    return GoldSpeaker(_whole(value["id"]), names[0], known, names[1:])


def _parts(value: Mapping[str, Any]) -> tuple[Span, ...]:
    return _spans(value.get("spans") or [(value["start"], value["end"])])


def _spans(pairs: Iterable[Any]) -> tuple[Span, ...]:
    return tuple(map(_span, pairs))


def _span(pair: Any) -> Span:
    start, end = pair
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= end):
        raise ValueError(f"{start!r} to {end!r} is no span")
    return start, end


def _whole(value: Any) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is no whole number")
    return value


def _is_one_piece(quote: Mapping[str, Any]) -> bool:
    """Return whether this is a record's quote of one part, whose ``text`` is from ``start`` to ``end``."""
    return "content" not in quote and len(quote.get("spans") or [0]) == 1 and isinstance(quote.get("text"), str)


def _short(words: str) -> str:
    return repr(words if len(words) <= _SHOWN else words[:_SHOWN] + "…")
