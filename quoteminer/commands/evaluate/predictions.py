"""Read files of predictions: records, or gold articles, which are matched with the gold by their
ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from quoteminer.errors import GoldError
from quoteminer.output.gold import detect_format, jsonl
from quoteminer.output.gold.gold_articles import GoldArticle, article_from_dict
from quoteminer.output.gold.gold_files import GoldFile
from quoteminer.types import Span

_CONVERT: Final = "Make JSON lines of it first: quoteminer convert … --to jsonl."


@dataclass(frozen=True, slots=True)
class Prediction:
    """The predicted quotes of an article with an empty ``text``; ``words`` are the file's words for
    spans."""

    article: GoldArticle
    file: GoldFile
    place: str
    words: Mapping[Span, str] = field(default_factory=dict)

    def beside(self, gold: GoldArticle) -> GoldArticle:
        """Return the prediction as a reading of the gold's text. Raises GoldError if it is for
        another text."""
        last = max((end for quote in self.article.quotes for _, end in quote.spans), default=0)
        misfit = next(
            (span for span, words in self.words.items() if gold.text[slice(*span)] != words), None
        )
        if last > len(gold.text):
            reason = f"it ends at {len(gold.text)}, and the prediction's last span at {last}"
        elif misfit:
            there, words = _short(gold.text[slice(*misfit)]), _short(self.words[misfit])
            reason = f"it has {there} at {misfit[0]}, and the prediction {words}"
        else:
            return replace(self.article, text=gold.text)
        wrong = f"this prediction is of another text than the gold's {gold.id!r}: {reason}"
        raise self.file.error(
            f"{wrong}. It counts as one without quotes. Extract the text of the gold.", self.place
        )


def read_predictions(path: str | Path) -> Iterator[Prediction | GoldError]:
    """Yield a Prediction, or a GoldError, for each record or gold article of a file of JSON lines
    or a JSON list. Other tools need only give ``id`` and ``quotes``. Raises GoldError if the file
    can't be read, or has another format.
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
    for value, place, _ in jsonl.values_in(file):
        try:
            yield value if isinstance(value, GoldError) else _prediction(value, file, place)
        except GoldError as error:
            needed = "Give one record per line, as `quoteminer extract --format jsonl` writes them."
            yield file.error(f"{error} {needed}", place)


def _prediction(value: Any, file: GoldFile, place: str) -> Prediction:
    if not isinstance(value, Mapping) or value.get("id") is None:
        raise GoldError("has no id, so it can't be matched with an article of the gold.")
    if not isinstance(value.get("quotes"), list):
        raise GoldError("has no list of quotes.")
    quotes, speakers = value["quotes"], value.get("speakers")
    article = article_from_dict(
        {"id": str(value["id"]), "text": "", "quotes": quotes, "speakers": speakers}
    )
    pairs = zip(article.quotes, quotes, strict=True)
    whole = [
        (quote.content[0], raw.get("text"))
        for quote, raw in pairs
        if "start" in raw and len(quote.content) == 1
    ]
    return Prediction(
        article, file, place, {span: words for span, words in whole if isinstance(words, str)}
    )


def _short(words: str) -> str:
    return repr(words if len(words) <= 60 else words[:60] + "…")
