"""QuoteMiner: who said what in a news article.

``extract(text)`` gives the record of one text. A ``QuoteMiner`` loads the model once for many. Nothing heavy is loaded
until it is needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quoteminer.checking.check import check
    from quoteminer.checking.record import CheckedQuote, CheckRecord, check_schema
    from quoteminer.errors import (
        ConfigError,
        DependencyError,
        GoldError,
        InputError,
        ModelError,
        OutputError,
        PeopleFileError,
        QuoteMinerError,
    )
    from quoteminer.linking.known_people import KnownPeople
    from quoteminer.miner import QuoteMiner
    from quoteminer.records import (
        ArticleRecord,
        Cue,
        Known,
        KnownRow,
        Mention,
        ModelName,
        Quote,
        Speaker,
        record_schema,
    )
    from quoteminer.tables.flat import to_table

__version__ = "0.1.0"

__all__ = [
    "ArticleRecord",
    "CheckRecord",
    "CheckedQuote",
    "ConfigError",
    "Cue",
    "DependencyError",
    "GoldError",
    "InputError",
    "Known",
    "KnownPeople",
    "KnownRow",
    "Mention",
    "ModelError",
    "ModelName",
    "OutputError",
    "PeopleFileError",
    "Quote",
    "QuoteMiner",
    "QuoteMinerError",
    "Speaker",
    "__version__",
    "check",
    "check_schema",
    "extract",
    "record_schema",
    "to_table",
]

_HOME = {
    "QuoteMiner": "miner",
    **dict.fromkeys(
        ("ArticleRecord", "Cue", "Known", "KnownRow", "Mention", "ModelName", "Quote", "Speaker", "record_schema"),
        "records",
    ),
    "check": "checking.check",
    **dict.fromkeys(("CheckRecord", "CheckedQuote", "check_schema"), "checking.record"),
    "KnownPeople": "linking.known_people",
    "to_table": "tables.flat",
    **dict.fromkeys(
        (
            "ConfigError",
            "DependencyError",
            "GoldError",
            "InputError",
            "ModelError",
            "OutputError",
            "PeopleFileError",
            "QuoteMinerError",
        ),
        "errors",
    ),
}
"""The module that each public name lives in; it is imported when the name is first used (PEP 562)."""


def extract(text: str, *, fix_encoding: bool = False) -> ArticleRecord:
    """Say who said what in an article; the model inside the package is loaded at the first call and kept.

    Args:
        text: the article, of any length. It is never changed: all positions of the record point into it.
        fix_encoding: repair garbled characters (``â€œ`` for “) first, with ftfy (extra ``encoding``). If there were
            any, the record has a warning ``encoding-fixed`` and the repaired text, into which its positions point.

    Returns:
        The record of every attribution found, whatever its act; ``record.filter(acts={"speech"})`` keeps speech alone.

    Raises:
        ModelError: the model is missing or damaged.
        DependencyError: ftfy is needed and not installed.

    Any number of threads may call it at a time; they share the model and get what one thread gets.
    """
    from quoteminer.miner import default_miner

    return default_miner().mine(text, fix_encoding=fix_encoding)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
