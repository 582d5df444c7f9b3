"""``info`` and ``models``: show the installed models and their figures."""

from __future__ import annotations

from dataclasses import asdict

from quoteminer.cli.options import TABLE
from quoteminer.cli.streams import open_output
from quoteminer.network.listing import list_models
from quoteminer.records.jsontext import dump


def show_models(format: str) -> None:
    """Write the installed models as a table or as JSON. Raises ModelError if one is damaged."""
    from quoteminer.cli.screen import screen_on  # takes 50 ms to import, and `show_info` needs none
    from quoteminer.commands.models.models_view import models_view

    models = list_models()
    with open_output(None) as stream:
        if format == TABLE:
            screen_on(stream).show(models_view(models))
        else:
            stream.write(dump([asdict(model) for model in models], indent=2) + "\n")
