"""The command ``quoteminer``: a table of its subcommands, each loaded from its folder when it is
called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

from typer.core import TyperCommand
from typer.main import get_command

from quoteminer.cli.parameters import LogLevel, Version, new_app
from quoteminer.cli.streams import ReportingGroup

COMMANDS: Final[Mapping[str, str]] = {
    "extract": "Extract quotes and their speakers.",
    "speakers": "List each article's speakers and their shares of the words.",
    "corpus": "Extract quotes from many articles.",
    "people": "List each person quoted in a run once.",
    "statements": "List each statement that several articles of a run quote.",
    "report": "Write an HTML page of articles and quotes in one file.",
    "check": "Check a draft's quotations against sources.",
    "serve": "Serve a web page and an API on this computer.",
    "browse": "Browse a run with Datasette on this computer.",
    "evaluate": "Measure the quotes on annotated articles.",
    "info": "Show the version and the installed model.",
    "models": "List the installed models with their size, speed and figures.",
    "convert": "Convert annotated articles or records to another format.",
}
"""Each command, which is the typer app ``app`` of ``quoteminer/commands/NAME/command.py``, with the
first sentence of its help, so that ``--help`` loads none of them."""


class Subcommands(ReportingGroup):
    """The commands of the table. `get_command` gives only a line of help; `resolve_command` loads
    the command, and gives it the options that all commands have."""

    def __init__(self, **settings: Any) -> None:
        lines: Any = {name: TyperCommand(name, help=line) for name, line in COMMANDS.items()}
        super().__init__(**{**settings, "commands": lines})

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, command, rest = super().resolve_command(ctx, args)
        if command is not None:
            command = get_command(import_module(f"quoteminer.commands.{command.name}.command").app)
            command.params += [option for option in self.params if option.name == "log_level"]
        return name, command, rest


app = new_app(name="quoteminer", cls=Subcommands)


def main() -> None:
    try:
        app(prog_name="quoteminer")
    except KeyboardInterrupt:  # one that came while another was handled
        raise SystemExit(130) from None


@app.callback(no_args_is_help=True)
def _root(version: Version = False, log_level: LogLevel = None) -> None:
    """Who said what in a news article: quotes, speakers and exact positions, offline."""
