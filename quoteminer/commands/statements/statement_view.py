"""Show statements that several articles have: the first article with each wording, and the
differences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.text import Text

from quoteminer.cli.look import (
    NOBODY,
    Drawn,
    Look,
    ShownRow,
    below,
    number_column,
    table_or_list,
    text_column,
)
from quoteminer.commands.statements.statement import Statement, StatementQuote, gravity
from quoteminer.records.parts import counted

_MOST_WORDINGS: Final = 5  # shown of a statement


def statement_view(
    statements: Sequence[tuple[Statement, Sequence[StatementQuote]]],
) -> RenderableType:
    """Return a view of statements: the fullest wording, and the first article with each wording and
    its differences."""
    wordings_column = text_column("First with each wording, and what differs", ratio=5)
    columns = (text_column("Statement", ratio=5), wordings_column, number_column("Articles"))

    def draw(look: Look) -> RenderableType:
        rows: list[ShownRow] = []
        for statement, quotes in statements:
            text, who = look.text(statement.text), look.text(statement.speaker or NOBODY, "bold")
            wordings = list(_wordings(quotes, look))
            heading = look.line(who, counted(statement.articles, "article"))
            cells = (Group(text, below(who)), Group(*wordings), f"{statement.articles:,}")
            rows.append((cells, [heading, text, *map(below, wordings)]))
        return table_or_list(columns, rows, look)

    return Drawn(draw) if statements else Text("No statement is in several articles.")


def _wordings(quotes: Sequence[StatementQuote], look: Look) -> Iterator[Text]:
    """Yield a line for the first quote of each wording and speaker, the gravest differences
    first."""
    firsts = {(quote.wording, "speaker" in quote.differs): quote for quote in reversed(quotes)}
    shown = sorted(firsts.values(), key=lambda quote: (gravity(quote.differs), quote.wording))
    for quote in shown[:_MOST_WORDINGS]:
        parts: list[Text | str] = (
            [look.text(", ".join(quote.differs), "bold")] if quote.differs else []
        )
        parts.append(" ".join(filter(None, (quote.date, quote.outlet, quote.text_id))))
        if "speaker" in quote.differs:
            parts.append(quote.speaker)
        yield look.line(*parts, *filter(None, (quote.differences,)))
    if len(shown) > _MOST_WORDINGS:
        yield look.text(f"and {counted(len(shown) - _MOST_WORDINGS, 'more wording')}")
