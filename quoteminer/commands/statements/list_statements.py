"""List each statement that several articles of a run quote."""

from __future__ import annotations

from pathlib import Path

from quoteminer.cli.merged import SHOWN, show_merged, stepped_records
from quoteminer.cli.options import check_output
from quoteminer.cli.streams import Bar
from quoteminer.records.parts import counted


def list_statements(
    records: Path, output: Path | None, *, date_column: str | None, quiet: bool
) -> None:
    """Find the statements that several articles of a run have, write the tables and print the
    gravest differences."""
    from quoteminer.commands.statements.merged_statements import merged_statements, write_statements
    from quoteminer.commands.statements.statement_view import statement_view
    from quoteminer.output.table_paths import StatementTables

    tables = StatementTables.at(output) if output else StatementTables.of(records)
    for path in tables:
        check_output([str(records)], path, stdout=False)
    with Bar(quiet=quiet) as bar:
        merged = merged_statements(stepped_records(records, bar), date_column=date_column)
        write_statements(merged, tables)
    totals = merged.totals
    line = (
        f"{counted(totals.compared, 'direct or mixed quote')} of"
        f" {counted(totals.articles, 'article')}: {counted(totals.statements, 'statement')} in"
        f" several articles, {totals.grave:,} with grave differences."
    )
    show_merged(statement_view(merged.first(SHOWN)), [line], totals.undated, tables, quiet=quiet)
