"""Predictions of a system, read from JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from quoteminer.errors import GoldError
from quoteminer.evaluation.formats import detect_format
from quoteminer.evaluation.formats.files import GoldFile
from quoteminer.evaluation.formats.jsonl import values_in
from quoteminer.evaluation.gold import GoldArticle, article_from_dict
from quoteminer.types import Span

_NEEDED: Final = "Give one record a line, as `quoteminer extract --format jsonl` writes them."
_CONVERT: Final = "Make JSON lines of it first: quoteminer convert … --to jsonl."
_SHOWN: Final = 60
"""Characters of a quote that a message shows."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """The quotes of an article with an empty ``text``; ``words`` are those that the file gives for a span."""

    article: GoldArticle
    where: str
    words: Mapping[Span, str] = field(default_factory=dict)

    def beside(self, gold: GoldArticle) -> GoldArticle:
        """Return the prediction as a reading of the gold's text. Raises GoldError if it was made of another text."""
        last = max((end for quote in self.article.quotes for _, end in quote.spans), default=0)
        reason = ""
        if last > len(gold.text):
            reason = f"it ends at {len(gold.text)}, and the prediction's last span at {last}"
        else:
            for (start, end), words in self.words.items():
                if not reason and gold.text[start:end] != words:
                    there = _short(gold.text[start:end])
                    reason = f"it has {there} at {start}, and the prediction {_short(words)}"
        if reason:
            raise GoldError(
                f"{self.where}: this prediction is of another text than the gold's {gold.id!r}: {reason}. It counts as "
                "one without quotes. Extract the text of the gold."
            )
        return replace(self.article, text=gold.text)


def read_predictions(path: str | Path) -> Iterator[Prediction | GoldError]:
    """Yield a Prediction, or a GoldError, for each record or gold article of a file of JSON lines or a JSON list.

    Only ``id``, ``quotes`` and ``speakers`` are read, and of a quote its spans, cue, mention and speaker, so that other
    tools need not fill in the rest. Raises GoldError if the file can't be read, or has another format.
    """
    file = GoldFile(Path(path), Path(path).stem)
    if file.path.is_dir():
        raise file.error(f"is a folder. {_CONVERT}")
    try:
        format = detect_format(file)
    except GoldError:
        format = "jsonl"  # an error is reported for each line
    if format != "jsonl":
        raise file.error(f"is in the format {format}. {_CONVERT}")
    for value, place, _ in values_in(file):
        try:
            yield value if isinstance(value, GoldError) else _prediction(value, file.at(place))
        except GoldError as error:
            yield file.error(f"{error} {_NEEDED}", place)


def _prediction(value: Any, where: str) -> Prediction:
    if not isinstance(value, Mapping) or value.get("id") is None:
        raise GoldError("has no id, so that nobody knows which article of the gold it is about.")
    if not isinstance(value.get("quotes"), list):
        raise GoldError("has no list of quotes.")
    quotes, speakers = value["quotes"], value.get("speakers")
    article = article_from_dict({"id": str(value["id"]), "text": "", "quotes": quotes, "speakers": speakers})
    pairs = zip(article.quotes, quotes, strict=True)
    whole = [(one.content[0], raw.get("text")) for one, raw in pairs if "start" in raw and len(one.content) == 1]
    return Prediction(article, where, {span: words for span, words in whole if isinstance(words, str)})


def _short(words: str) -> str:
    return repr(words if len(words) <= _SHOWN else words[:_SHOWN] + "…")
