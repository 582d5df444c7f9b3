"""List each person quoted in a run once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, islice
from pathlib import Path

from quoteminer.cli.merged import SHOWN, show_merged, stepped_records
from quoteminer.cli.options import check_output, refuse
from quoteminer.cli.streams import Bar
from quoteminer.errors import InputError
from quoteminer.records.parts import counted


def list_people(
    runs: Sequence[Path],
    list_file: Path | None,
    output: Path | None,
    answers: Sequence[Path],
    previous: Path | None,
    *,
    date_column: str | None,
    guess_gender: bool,
    quiet: bool,
) -> None:
    """Merge the speakers of one or more runs, write the tables and print the people quoted most.
    ``list_file``: a file of known people. ``answers``: files of decisions. ``previous``: an earlier
    run, from which persons keep their numbers.
    """
    from quoteminer.commands.people.decisions import read_decisions, read_numbers
    from quoteminer.commands.people.people_view import people_view
    from quoteminer.commands.people.write_people import write_people
    from quoteminer.commands.speakers.pronoun_lines import pronoun_lines
    from quoteminer.linking.known_people import KnownPeople
    from quoteminer.linking.merged_people import merged_people
    from quoteminer.output.table_paths import PeopleTables
    from quoteminer.output.tally import PronounCounts

    if len(runs) > 1 and not output:
        refuse("--output", "several runs have no folder in common; give a file for their people.")
    tables = PeopleTables.at(output) if output else PeopleTables.of(runs[0])
    for path in tables:
        check_output(map(str, filter(None, (*runs, list_file, *answers))), path, stdout=False)
    known = KnownPeople(list_file) if list_file else None
    decisions = [decision for path in answers for decision in read_decisions(path)]
    numbers = None
    if previous:
        of = PeopleTables.at if previous.suffix == ".csv" else PeopleTables.of
        earlier = of(previous).speakers
        if not earlier.exists():
            raise InputError(
                f"--previous {previous}: there is no {earlier}, which people writes. Give the run"
                " or the file that the earlier run of people read, or its people.csv."
            )
        numbers = read_numbers(earlier)
    with Bar(quiet=quiet) as bar:
        stream = chain.from_iterable(stepped_records(run, bar) for run in runs)
        merged = merged_people(
            stream,
            people=known,
            date_column=date_column,
            decisions=decisions,
            previous=numbers,
            guess_gender=guess_gender,
        )
        write_people(merged, tables)
    totals, counts = merged.totals, PronounCounts()
    for pronouns, words, guessed in merged.pronouns():
        counts.add(pronouns, words, guessed=guessed)
    speakers, articles = counted(totals.named, "speaker"), counted(totals.articles, "article")
    listed = f", merged: {totals.listed:,}" if totals.listed else ""
    lines = (
        f"{speakers} of {articles}: {totals.people:,} people and organisations,"
        f" {totals.several:,} of them in several articles.",
        f"Doubtful pairs, kept apart: {totals.doubtful:,}{listed}. Sources without a name:"
        f" {totals.nameless:,}.",
        *pronoun_lines(counts.shares()),
    )
    show_merged(
        people_view(list(islice(merged.persons(), SHOWN))),
        lines,
        totals.undated,
        tables,
        quiet=quiet,
    )
