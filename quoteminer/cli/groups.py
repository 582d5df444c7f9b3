"""Groups of arguments and options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, is_dataclass
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any

from quoteminer.cli import parameters as opt
from quoteminer.cli.options import InputFiles, Tools, selection
from quoteminer.inputs import MAX_CHARS, ReadOptions
from quoteminer.records import Selection


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command have groups of parameters: one whose type is a dataclass stands for the fields
    of it, in its place."""
    parameters: list[Parameter] = []
    groups: dict[str, tuple[Any, list[str]]] = {}
    for parameter in signature(command, eval_str=True).parameters.values():
        group: Any = parameter.annotation
        own = [parameter]
        if is_dataclass(parameter.annotation):
            own = list(signature(group, eval_str=True).parameters.values())
            groups[parameter.name] = group, [field.name for field in own]
        parameters += [each.replace(kind=Parameter.KEYWORD_ONLY) for each in own]

    @wraps(command)
    def run(**values: Any) -> None:
        for name, (group, names) in groups.items():
            values[name] = group(*map(values.pop, names))
        command(**values)

    run.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    return run


@dataclass(frozen=True, slots=True)
class Reading:
    files: Annotated[
        list[str],
        opt.argument(
            "FILE",
            "Articles: text, HTML, PDF or .docx files; .jsonl, .json, .csv, .tsv, .parquet or .xlsx"
            " files with an article in each row; any of them packed as .gz or .zst; folders, globs,"
            " addresses of web pages, or - for standard input.",
        ),
    ]
    text_column: Annotated[
        str | None,
        opt.option(
            "Column or JSON key of the texts; default: text, body, article or similar.",
            metavar="NAME",
        ),
    ] = None
    id_column: Annotated[
        str | None,
        opt.option(
            "Column or JSON key of the ids; default: id, doc_id, url or similar, else row numbers.",
            metavar="NAME",
        ),
    ] = None
    max_chars: Annotated[
        int, opt.setting("N", "Characters per article at most; longer articles are errors.", min=1)
    ] = MAX_CHARS

    def inputs(self, files: list[str] | None = None, *, fix_encoding: bool = False) -> InputFiles:
        """Return the files to read, or other ``files``, with these options."""
        columns = self.text_column, self.id_column
        return InputFiles(files or self.files, ReadOptions(*columns, self.max_chars, fix_encoding))


@dataclass(frozen=True, slots=True)
class Chosen:
    types: Annotated[
        str,
        opt.setting(
            "TYPE,...",
            "Types of quotes: direct, mixed (partly in quotation marks), indirect (without marks),"
            " or all.",
        ),
    ] = "all"
    acts: Annotated[
        str,
        opt.setting(
            "ACT,...",
            "Acts: statement, question, request, promise, topic, thought; speech (the first four,"
            " but no questions that nobody asks, no reactions without words, no quotes inside a"
            " quote of the same speaker, no repeats); or all.",
        ),
    ] = "speech"
    min_confidence: Annotated[
        float, opt.setting("X", "Lowest confidence of a quote, between 0 and 1.")
    ] = 0.0
    people: opt.People = None

    @property
    def selection(self) -> Selection:
        return selection(self.types, self.acts, self.min_confidence)


@dataclass(frozen=True, slots=True)
class Running:
    quiet: opt.Quiet = False
    threads: opt.Threads = None
    model: opt.Model = None

    def tools(self, people: Path | None = None) -> Tools:
        return Tools(self.model, self.threads, people)
