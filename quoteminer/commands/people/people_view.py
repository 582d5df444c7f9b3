"""Show the people of many articles as a table, or as a list if lines are short."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType
from rich.text import Text

from quoteminer.cli.look import (
    Drawn,
    ListedRow,
    Look,
    listing,
)
from quoteminer.commands.speakers.pronoun_lines import shown_pronouns
from quoteminer.commands.speakers.speaker_views import SUMMARY_WIDTH
from quoteminer.linking.merged_people import Person
from quoteminer.records.parts import counted


def people_view(people: Sequence[Person]) -> RenderableType:
    told = any(person.pronouns for person in people)

    def row(person: Person, look: Look) -> ListedRow:
        posts = (person.roles, person.affiliations)
        post = [min(texts, key=lambda text: (-texts[text], text), default="") for texts in posts]
        numbers = ((person.articles, "article"), (person.quotes, "quote"), (person.words, "word"))
        return (
            look.text(person.name, "bold"),
            [*[shown_pronouns(person.pronouns, guessed=person.guessed)] * told, *post],
            [(f"{number:,}", counted(number, of)) for number, of in numbers],
        )

    def draw(look: Look) -> RenderableType:
        texts = ("Name", *["Pronouns"] * told, "Role", "Affiliation")
        headings = texts, ("Articles", "Quotes", "Words")
        return listing([row(person, look) for person in people], *headings, look, SUMMARY_WIDTH)

    return Drawn(draw) if people else Text("No people.")
