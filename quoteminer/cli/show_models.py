"""``info`` and ``models``: show the installed models and their figures."""

from __future__ import annotations

import platform
from dataclasses import asdict

from quoteminer import __version__
from quoteminer.cli.options import TABLE
from quoteminer.cli.streams import open_output
from quoteminer.network.listing import list_models
from quoteminer.output.jsontext import dump


def show_info(model: str | None) -> None:
    """Write the version and a model (a name or a folder, see `find_model`). Raises ModelError if it is damaged."""
    from quoteminer.network.find_model import find_model
    from quoteminer.network.load import read_info

    with open_output(None) as stream:
        stream.write(f"quoteminer  {__version__} (Python {platform.python_version()})\n")
        info = read_info(find_model(model))
        stream.write(f"model       {info.name} {info.version}\nfound in    {info.path}\nsha256      {info.sha256}\n")


def show_models(format: str) -> None:
    """Write the installed models as a table or as JSON. Raises ModelError if one is damaged."""
    from quoteminer.cli.screen import screen_on  # takes 50 ms to import, and `show_info` needs none
    from quoteminer.views.models_view import models_view

    models = list_models()
    with open_output(None) as stream:
        if format == TABLE:
            screen_on(stream).show(models_view(models))
        else:
            stream.write(dump([asdict(model) for model in models], indent=2) + "\n")
