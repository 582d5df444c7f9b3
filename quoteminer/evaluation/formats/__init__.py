"""Annotated articles as people have them. Here: JSON lines of our own form."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

from quoteminer.errors import GoldError
from quoteminer.evaluation.gold import GoldArticle
from quoteminer.evaluation.predictions import quote_from_dict, speaker_from_dict


def read_gold(paths: Iterable[str | Path]) -> Iterator[GoldArticle | GoldError]:
    """The annotated articles of the given files, in order, and a GoldError for each that can't be read."""
    for path in map(Path, paths):
        packed = path.suffix == ".gz"
        try:
            with gzip.open(path, "rt", encoding="utf-8") if packed else path.open(encoding="utf-8") as file:
                for number, line in enumerate(cast("Iterable[str]", file), start=1):
                    if line.strip():
                        yield _article(line, f"{path}, line {number}")
        except FileNotFoundError:
            yield GoldError(f"{path}: there is no such file. Check the name and the folder.")
        except (OSError, ValueError) as error:
            yield GoldError(f"{path}: can't be read ({error}).")


def _article(line: str, where: str) -> GoldArticle | GoldError:
    try:
        value = json.loads(line)
        if not isinstance(value["text"], str):
            raise TypeError("text is no string")
        quotes = tuple(quote_from_dict(one) for one in value["quotes"])
        speakers = tuple(speaker_from_dict(one) for one in value.get("speakers") or ())
        return GoldArticle(str(value["id"]), value["text"], quotes, speakers)
    except (KeyError, TypeError, ValueError) as error:
        return GoldError(f"{where}: is no gold ({error!r}). Give id, text and quotes.")
