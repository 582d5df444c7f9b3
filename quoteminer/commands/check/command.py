"""``quoteminer check``: compare a draft's quotations with sources."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer
from typer.core import TyperCommand

from quoteminer.cli import parameters as opt
from quoteminer.cli.options import Show, check_output
from quoteminer.cli.streams import DONE, FAILED

CheckFormats = Literal["table", "json", "jsonl", "html", "docx"]


class CheckCommand(TyperCommand):
    """Lets --against take all arguments up to the next option, such as the files of a glob."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, repeat_option(args, "--against"))


def repeat_option(arguments: list[str], option: str) -> list[str]:
    """Repeat an option before each of its values, up to the next option."""
    repeated: list[str] = []
    last = ""
    for index, argument in enumerate(arguments):
        if argument == "--":
            return repeated + arguments[index:]
        if argument.startswith("-") and argument != "-":
            last = argument
            repeated += [] if argument == option and index + 1 < len(arguments) else [argument]
        else:
            repeated += [option, argument] if last == option else [argument]
    return repeated


Against = Annotated[
    list[str],
    opt.option(
        "Sources: transcripts, articles, speeches; files, folders and globs of any kind that FILE"
        " takes. All arguments up to the next option are sources.",
        metavar="SOURCE...",
    ),
]
CheckFormat = Annotated[
    CheckFormats | None,
    opt.option(f"{opt.BY_SUFFIX} html is a page, docx the draft with comments."),
]
BothTexts = Annotated[
    bool,
    opt.option(
        f"Show both texts with differences marked, instead of the table. {opt.PAGED}", "--highlight"
    ),
]

app = opt.new_app()


@app.command(no_args_is_help=True, cls=CheckCommand)
@opt.grouped
def check(
    *,
    against: Against,
    format: CheckFormat = None,
    output: opt.Output = None,
    highlight: BothTexts = False,
    reading: opt.Reading,
    running: opt.Running,
) -> None:
    """Check a draft's quotations against sources. Each is verbatim, altered, shortened, stitched
    from several places or not found, and said by the same speaker or another.

    Exit status: 0 no problem found, 1 a quotation is altered, not found, turned into its opposite
    or said by another speaker, or something could not be read or written, 2 wrong usage."""
    from quoteminer.commands.check.check_files import check_files, check_sink

    drafts, sources = reading.inputs(), reading.inputs(against)
    check_output([*drafts.files(), *sources.files()], output)
    sink = check_sink(format, output, Show(highlight=highlight))
    done = check_files(drafts, sources, running.tools(), sink, quiet=running.quiet)
    raise typer.Exit(DONE if done else FAILED)
