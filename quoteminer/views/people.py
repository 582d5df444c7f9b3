"""People over many articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.text import Text

from quoteminer.linking.merged_people import Person
from quoteminer.views.look import Look, bare_table, below, number_column, table_or_stack, text_column
from quoteminer.views.totals import counted

PEOPLE_WIDTH: Final = 72
"""Cells that the table of people needs; with fewer, the people are stacked."""


def people_view(people: Sequence[Person]) -> RenderableType:
    """Return people in the order given: role, affiliation, numbers of articles, quotes and words."""
    return table_or_stack(people, _table, _stack, least=PEOPLE_WIDTH) if people else Text("No people.")


def _table(people: Sequence[Person], look: Look) -> RenderableType:
    table = bare_table(
        text_column("Name", min_width=12, max_width=32),
        *(text_column(heading, ratio=1) for heading in ("Role", "Affiliation")),
        *map(number_column, ("Articles", "Quotes", "Words")),
    )
    for one in people:
        counts = (one.articles, one.quotes, one.words)
        table.add_row(*map(look.text, (one.name, *_post(one))), *(f"{count:,}" for count in counts))
    return table


def _stack(people: Sequence[Person], look: Look) -> RenderableType:
    """For each a line "Name · 2 articles · 3 quotes · 40 words", with role and affiliation below it, indented."""
    parts: list[RenderableType] = []
    for one in people:
        sums = (one.articles, "article"), (one.quotes, "quote"), (one.words, "word")
        parts.append(look.line(look.text(one.name, "bold"), *(counted(*pair) for pair in sums)))
        parts += [below(look.text(said)) for said in _post(one) if said]
    return Group(*parts)


def _post(one: Person) -> tuple[str, str]:
    return _most(one.roles), _most(one.affiliations)


def _most(texts: Counter[str]) -> str:
    """Return the most frequent text, "" if there is none."""
    return min(texts, key=lambda text: (-texts[text], text), default="")
