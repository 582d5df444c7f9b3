"""Show the version and a model."""

from __future__ import annotations

import platform

from quoteminer.cli.streams import open_output
from quoteminer.version import __version__


def show_info(model: str | None) -> None:
    """Write the version and a model (a name or a folder, see `find_model`). Raises ModelError if it
    is damaged."""
    from quoteminer.network.find_model import find_model
    from quoteminer.network.load import read_info

    with open_output(None) as stream:
        stream.write(f"quoteminer  {__version__} (Python {platform.python_version()})\n")
        info = read_info(find_model(model))
        stream.write(
            f"model       {info.name} {info.version}\nfound in    {info.path}\nsha256     "
            f" {info.sha256}\n"
        )
