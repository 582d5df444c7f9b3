"""``quoteminer check``: compare a draft's quotations with sources."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer
from typer.core import TyperCommand

from quoteminer.cli import parameters as opt
from quoteminer.cli.options import InputFiles, Show, Tools, check_output
from quoteminer.cli.streams import DONE, FAILED
from quoteminer.inputs import MAX_CHARS, ReadOptions

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
def check(
    files: opt.Files,
    against: Against,
    format: CheckFormat = None,
    output: opt.Output = None,
    highlight: BothTexts = False,
    text_column: opt.TextColumn = None,
    id_column: opt.IdColumn = None,
    max_chars: opt.MaxChars = MAX_CHARS,
    quiet: opt.Quiet = False,
    threads: opt.Threads = None,
    model: opt.Model = None,
) -> None:
    """Check a draft's quotations against sources. Each is verbatim, altered, shortened, stitched
    from several places or not found, and said by the same speaker or another.

    Exit status: 0 no problem found, 1 a quotation is altered, not found, turned into its opposite
    or said by another speaker, or something could not be read or written, 2 wrong usage."""
    from quoteminer.commands.check.check_files import check_files, check_sink

    drafts, sources = (
        InputFiles(paths, ReadOptions(text_column, id_column, max_chars))
        for paths in (files, against)
    )
    check_output([*drafts.files(), *sources.files()], output)
    sink = check_sink(format, output, Show(highlight=highlight))
    raise typer.Exit(
        DONE if check_files(drafts, sources, Tools(model, threads), sink, quiet=quiet) else FAILED
    )
