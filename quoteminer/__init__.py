"""QuoteMiner: who said what in a news article.

``extract(text)`` returns the record of one text. A ``QuoteMiner`` loads the model once for many
texts. Heavy libraries are imported only when they are needed.
"""

from __future__ import annotations

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

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
from quoteminer.records import (
    Acts,
    ArticleRecord,
    Cue,
    Known,
    KnownRow,
    Mention,
    ModelName,
    Quote,
    Speaker,
    Types,
)
from quoteminer.version import __version__

if TYPE_CHECKING:
    from quoteminer.commands.check.check import check
    from quoteminer.commands.check.check_record import CheckedQuote, CheckRecord, check_schema
    from quoteminer.linking.known_people import KnownPeople
    from quoteminer.miner import QuoteMiner
    from quoteminer.output.flat import to_table
    from quoteminer.records import record_schema

# silent, until a program wants to see it
logging.getLogger(__name__).addHandler(logging.NullHandler())

__all__ = [
    "ArticleRecord", "CheckRecord", "CheckedQuote", "ConfigError", "Cue", "DependencyError",
    "GoldError", "InputError", "Known", "KnownPeople", "KnownRow", "Mention", "ModelError",
    "ModelName", "OutputError", "PeopleFileError", "Quote", "QuoteMiner", "QuoteMinerError",
    "Speaker", "__version__", "check", "check_schema", "extract", "record_schema", "to_table",
]  # fmt: skip

_MODULES = {
    "CheckRecord": "commands.check.check_record",
    "CheckedQuote": "commands.check.check_record",
    "KnownPeople": "linking.known_people",
    "QuoteMiner": "miner",
    "check": "commands.check.check",
    "check_schema": "commands.check.check_record",
    "record_schema": "records",
    "to_table": "output.flat",
}
"""Modules that are imported when one of their names is first used (PEP 562)."""


def extract(
    text: str,
    *,
    types: Types = "all",
    acts: Acts = "speech",
    min_confidence: float = 0.0,
    fix_encoding: bool = False,
) -> ArticleRecord:
    """Extract the quotes of an article and their speakers. The default model is loaded at the first
    call and kept.

    Args:
        text: the article, of any length. It is never changed: all positions of the record point
            into it.
        types: "direct", "mixed", "indirect", a list of these, or "all".
        acts: "speech" for statements, questions, requests and promises; "topic" for what was only
            spoken of; "thought" for what was thought, wanted or planned; "all"; or a list of acts
            (see `ArticleRecord.filter`).
        min_confidence: the lowest confidence of a quote, 0..1.
        fix_encoding: first repair garbled characters (``â€œ`` for “) with ftfy (extra
            ``encoding``). If there are any, the record has a warning ``encoding-fixed`` and the
            repaired text, and positions point into that text.

    Raises:
        InputError: ``text`` is not a str.
        ConfigError: another argument has a value that is not allowed.
        ModelError: the model is missing or damaged.
        DependencyError: ftfy is needed and not installed.

    Several threads may call it at the same time; they share the model, and the results don't depend
    on them.
    """
    from quoteminer.miner import default_miner

    miner = default_miner()
    return miner.mine(
        text, types=types, acts=acts, min_confidence=min_confidence, fix_encoding=fix_encoding
    )


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
