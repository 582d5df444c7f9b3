"""People over many articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.text import Text

from quoteminer.linking.merged_people import Person
from quoteminer.views.look import Drawn, Look, bare_table, below
from quoteminer.views.totals import counted

PEOPLE_WIDTH: Final = 72
"""Cells that the table of people needs; where there are fewer, the people are stacked."""


def people_view(people: Sequence[Person]) -> RenderableType:
    """People in the order given: what they are, in how many articles they are quoted and how often. Where it is narrow,
    they are stacked."""
    if not people:
        return Text("No people.")
    return Drawn(lambda look: (_table if look.width >= PEOPLE_WIDTH else _stack)(people, look))


def _table(people: Sequence[Person], look: Look) -> RenderableType:
    table = bare_table()
    table.add_column("Name", overflow="fold", min_width=12, max_width=32)
    for heading in ("Role", "Affiliation"):
        table.add_column(heading, overflow="fold", ratio=1)
    for heading in ("Articles", "Quotes", "Words"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in people:
        counts = (one.articles, one.quotes, one.words)
        table.add_row(*map(look.text, (one.name, *_post(one))), *(f"{count:,}" for count in counts))
    return table


def _stack(people: Sequence[Person], look: Look) -> RenderableType:
    """For each a line "Name · 2 articles · 3 quotes · 40 words", and role and affiliation below it, indented."""

    def lines() -> Iterator[RenderableType]:
        for one in people:
            counts = (one.articles, "article"), (one.quotes, "quote"), (one.words, "word")
            yield look.line(look.text(one.name, "bold"), *(counted(*number) for number in counts))
            yield from (below(look.text(said)) for said in _post(one) if said)

    return Group(*lines())


def _post(one: Person) -> tuple[str, str]:
    return _most(one.roles), _most(one.affiliations)


def _most(texts: Counter[str]) -> str:
    """The most frequent text; empty where there is none."""
    return min(texts, key=lambda text: (-texts[text], text), default="")
