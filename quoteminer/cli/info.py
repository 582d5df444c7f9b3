"""``quoteminer info``: what is installed, for a report of a problem or of a method."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from pathlib import Path

from quoteminer import __version__


def lines(model: Path | None) -> Iterator[str]:
    """Version, then the model's name and version, its folder and the SHA-256 of its weights, which is checked.

    Raises:
        ModelError: there is no model, or it is damaged; the first line is out by then.
    """
    yield f"quoteminer  {__version__} (Python {platform.python_version()})"
    from quoteminer.network.load import find_model, read_info

    info = read_info(find_model(model))
    yield f"model       {info.name} {info.version}"
    yield f"found in    {info.path}"
    yield f"sha256      {info.sha256}"
