"""``quoteminer models``: which models are installed, and what they can do."""

from __future__ import annotations

from dataclasses import asdict

from quoteminer.cli.options import TABLE
from quoteminer.cli.screen import ScreenWriter, screen_on
from quoteminer.cli.streams import open_output
from quoteminer.network.listing import InstalledModel, list_models
from quoteminer.output.jsontext import dump
from quoteminer.views.models_view import models_view


def show_models(format: str) -> None:
    """Write the installed models as a table or as JSON. Raises ModelError if one is damaged."""
    models = list_models()
    with open_output(None) as stream:
        if format == TABLE:
            ScreenWriter[InstalledModel](screen_on(stream)).print(models_view(models))
        else:
            stream.write(dump([asdict(model) for model in models], indent=2) + "\n")
