"""What some system found, read from JSON lines and laid beside the gold by the articles' ids."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast, get_args

from quoteminer.errors import GoldError
from quoteminer.evaluation.gold import GoldArticle, GoldQuote, GoldSpeaker
from quoteminer.types import Act, Span, SpeakerKind

_NEEDED: Final = "Give one record a line, as `quoteminer extract --format jsonl` writes them."
_SHOWN: Final = 60
"""Characters of a quote that a message shows."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """One article's quotes. ``where`` is the file and the line; ``texts`` are the words that the quotes are said to
    have, by span, for the parts that say so."""

    id: str
    where: str
    quotes: tuple[GoldQuote, ...]
    speakers: tuple[GoldSpeaker, ...]
    texts: Mapping[Span, str] = field(default_factory=dict)

    def beside(self, gold: GoldArticle) -> GoldArticle:
        """The prediction as a reading of the gold's text.

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
    """The articles of a file, by id. It remembers which were asked for."""

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
        """What was predicted for an article: no quotes where the file doesn't have it.

        Raises:
            GoldError: what the file has is about another text.
        """
        self._asked.add(gold.id)
        found = self._by_id.get(gold.id)
        if found is None:
            self.missing.append(gold.id)
            return GoldArticle(gold.id, gold.text)
        return found.beside(gold)

    @property
    def unasked(self) -> list[str]:
        """Ids that nobody asked for."""
        return [id for id in self._by_id if id not in self._asked]

    @property
    def used(self) -> int:
        """How many were asked for and there."""
        return len(self._by_id) - len(self.unasked)


def read_predictions(path: str | Path) -> Iterator[Prediction | GoldError]:
    """The articles of a file of JSON lines (``.gz``: packed): records as quoteminer writes them, or the quotes and
    speakers of gold. Of a record only ``id``, ``quotes`` and ``speakers`` are read, of a quote its spans, cue, mention
    and speaker (as the project's scorer does, so that other tools need not fill in the rest).

    Yields:
        A Prediction for each line, and a GoldError, which says what is wrong and what to do, for each that is none.

    Raises:
        GoldError: the file can't be read.
    """
    for number, line in enumerate(_lines(Path(path)), start=1):
        if line.strip():
            try:
                yield _prediction(line, f"{path}, line {number}")
            except GoldError as error:
                yield error


def _lines(path: Path) -> Iterator[str]:
    try:
        packed = path.suffix.lower() == ".gz"
        with gzip.open(path, "rt", encoding="utf-8-sig") if packed else path.open(encoding="utf-8-sig") as stream:
            yield from cast("Iterable[str]", stream)
    except FileNotFoundError:
        raise GoldError(f"{path}: there is no such file. Check the name and the folder.") from None
    except IsADirectoryError:
        raise GoldError(f"{path}: is a folder. Give a file of JSON lines.") from None
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: is no UTF-8 ({error.reason} at byte {error.start}). {_NEEDED}") from None
    except (OSError, EOFError, ValueError, zlib.error) as error:  # ValueError: a NUL byte in the name
        raise GoldError(f"{path}: can't be read ({error}).") from None


def _prediction(line: str, where: str) -> Prediction:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise GoldError(f"{where}: is no JSON ({error}). {_NEEDED}") from None
    if not isinstance(value, dict) or value.get("id") is None:
        raise GoldError(f"{where}: has no id, so that nobody knows which article of the gold it is about. {_NEEDED}")
    try:
        quotes = list(value["quotes"])
        return Prediction(
            str(value["id"]),
            where,
            tuple(quote_from_dict(one) for one in quotes),
            tuple(speaker_from_dict(one) for one in value.get("speakers") or ()),
            {_span((one["start"], one["end"])): one["text"] for one in quotes if _is_one_piece(one)},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise GoldError(f"{where}: is not what a prediction must be ({error!r}). {_NEEDED}") from None


def quote_from_dict(value: Mapping[str, Any]) -> GoldQuote:
    """A quote of a record (RECORDS.md) or of gold, which has ``content``, as JSON has it.

    Raises:
        KeyError, TypeError, ValueError: it is neither.
    """
    act = value.get("act")
    act = cast("Act", act) if act in get_args(Act) else None
    if "content" in value:
        content, cue, source = (_spans(value.get(role) or ()) for role in ("content", "cue", "source"))
    else:
        mention = value.get("mention")
        content, cue = _parts(value), _parts(value["cue"]) if value.get("cue") else ()
        source = (_span((mention["start"], mention["end"])),) if mention else ()
    return GoldQuote(content, cue, source, value.get("speaker"), act)


def speaker_from_dict(value: Mapping[str, Any]) -> GoldSpeaker:
    """A speaker of a record or of gold, as JSON has it. Raises as ``quote_from_dict``."""
    kind = value.get("kind")
    known = cast("SpeakerKind", kind) if kind in get_args(SpeakerKind) else "unnamed"
    return GoldSpeaker(value["id"], value.get("name") or "", known, tuple(value.get("aliases") or ()))


def _parts(value: Mapping[str, Any]) -> tuple[Span, ...]:
    return _spans(value.get("spans") or [(value["start"], value["end"])])


def _spans(pairs: Iterable[Any]) -> tuple[Span, ...]:
    return tuple(map(_span, pairs))


def _span(pair: Any) -> Span:
    start, end = pair
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= end):
        raise ValueError(f"{start!r} to {end!r} is no span")
    return start, end


def _is_one_piece(quote: Mapping[str, Any]) -> bool:
    """Whether it is a record's quote whose ``text`` is what stands between ``start`` and ``end``."""
    return "content" not in quote and len(quote.get("spans") or [0]) == 1 and isinstance(quote.get("text"), str)


def _short(words: str) -> str:
    return repr(words if len(words) <= _SHOWN else words[:_SHOWN] + "…")
