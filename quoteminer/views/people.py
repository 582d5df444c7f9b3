"""People over many articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import RenderableType
from rich.text import Text

from quoteminer.merging.people import Person
from quoteminer.views.look import Drawn, Look, bare_table


def people_view(people: Sequence[Person]) -> RenderableType:
    """People in the order given: what they are, in how many articles they are quoted and how often."""
    return Drawn(lambda look: _table(people, look)) if people else Text("No people.")


def _table(people: Sequence[Person], look: Look) -> RenderableType:
    table = bare_table()
    table.add_column("Name", overflow="fold", min_width=12, max_width=32)
    for heading in ("Role", "Affiliation"):
        table.add_column(heading, overflow="fold", ratio=1)
    for heading in ("Articles", "Quotes", "Words"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in people:
        said = (one.name, _most(one.roles), _most(one.affiliations))
        counts = (one.sums.articles, one.sums.quotes, one.sums.words)
        table.add_row(*map(look.text, said), *(f"{count:,}" for count in counts))
    return table


def _most(texts: Counter[str]) -> str:
    """The most frequent text; empty where there is none."""
    return min(texts, key=lambda text: (-texts[text], text), default="")
