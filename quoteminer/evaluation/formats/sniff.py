"""Which format a file has, by its name and its content."""

from __future__ import annotations

from typing import Any, Final

from quoteminer.errors import GoldError
from quoteminer.evaluation.formats.conll import is_row
from quoteminer.evaluation.formats.find import ANN, COLUMNS, JSON, TXT, annotations_of
from quoteminer.evaluation.formats.source import BOM, GoldFile, parse_json
from quoteminer.evaluation.formats.table import FORMATS
from quoteminer.evaluation.formats.webanno_table import FORMAT

_LOOKED_AT: Final = 200
"""Lines in which a row of columns must come."""


def tell_format(file: GoldFile) -> str:
    """The name of the file's format. Raises GoldError where it has none, or the file can't be read."""
    if file.suffix == ANN or (file.suffix == TXT and annotations_of(file.path)):
        return "brat"
    first = _first_line(file)
    if first.startswith(("{", "[")):
        return _json_format(_first_value(file, first))
    if first.startswith(FORMAT):
        return "webanno"
    if file.suffix in COLUMNS or (file.suffix not in JSON and _has_rows(file)):
        return "conll"
    if file.suffix in JSON and not first:
        return "jsonl"
    if file.suffix == TXT:
        raise file.at().error(f"has no {ANN} file beside it. Annotate it in brat, or take it out.")
    raise file.at().error(
        f"is in no format known here. Say which it has (--from; in Python, format): {', '.join(FORMATS)}."
    )


def _first_line(file: GoldFile) -> str:
    """The first line that is not blank, without space before it; "" where there is none."""
    for number, data in file.lines():
        if data.strip():
            return file.line(number, data).lstrip()
    return ""


def _first_value(file: GoldFile, first: str) -> Any:
    """The JSON value of the first line, of the whole file where that is no value of its own."""
    try:
        return parse_json(first, file.at(1))
    except GoldError:
        try:
            return parse_json(file.text().removeprefix(BOM), file.at())
        except GoldError:
            if file.suffix == ".json":
                raise
            return {}  # lines of which the first is broken: the reader of lines names it


def _json_format(value: Any) -> str:
    one = next((item for item in value if isinstance(item, dict)), {}) if isinstance(value, list) else value
    if "tokens" in one and "labels" in one:
        return "cofenet"
    if "data" in one and {"annotations", "predictions"} & one.keys():
        return "labelstudio"
    quotes = one.get("quotes") or one.get("incomplete_quotes")
    if isinstance(quotes, list) and any(isinstance(quote, dict) and "contents" in quote for quote in quotes):
        return "citron"
    return "jsonl"


def _has_rows(file: GoldFile) -> bool:
    for number, data in file.lines():
        if number > _LOOKED_AT:
            return False
        if is_row(file.line(number, data)):
            return True
    return False
