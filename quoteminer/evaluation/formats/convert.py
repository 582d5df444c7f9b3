"""From one format to another, so that predictions can be corrected in an annotation tool and come back as gold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path

from quoteminer.errors import QuoteMinerError
from quoteminer.evaluation.formats.read import read_gold, without_errors
from quoteminer.evaluation.formats.write import write_gold


def convert(
    paths: Iterable[str | Path],
    output: str | Path,
    *,
    to: str,
    source: str | None = None,
    tell: Callable[[QuoteMinerError], None],
) -> int:
    """Write the articles of files of gold, or of our records, in another format.

    Args:
        paths, source: as for `read_gold`, ``source`` its ``format``.
        output, to: as for `write_gold`, ``to`` its ``format``.
        tell: is told of each article that can't be read or written; the others are written.

    Returns:
        How many could not be read or written. Where none can be read, nothing is written.

    Raises:
        ConfigError, OutputError: as for `write_gold`.
    """
    failures = 0

    def failed(error: QuoteMinerError) -> None:
        nonlocal failures
        failures += 1
        tell(error)

    articles = without_errors(read_gold(paths, format=source), failed)
    first = next(articles, None)
    if first is not None:
        write_gold(chain([first], articles), output, format=to, left_out=failed)
    return failures
