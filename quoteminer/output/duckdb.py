"""Make the views of a SQLite database for DuckDB, over the Parquet files of a run that is too large
for one file."""

from __future__ import annotations

from typing import Final

from quoteminer.output.sqlite import sql

_LETTERS: Final = r"[^\s\p{Z}\x{1c}-\x{1f}\x{85}]"  # words as str.split() finds them
_BY_NAME: Final = {
    "person": (
        "CASE WHEN speaker.kind <> 'unnamed' THEN concat(speaker.kind, ' ', speaker.name) END"
    ),
    "name": "speaker.name",
    "join": "",
}
_BY_NUMBER: Final = {
    "person": "appearances.person",
    "name": "coalesce(persons.name, speaker.name)",
    "join": (
        "LEFT JOIN appearances ON appearances.text_id = spoken.text_id AND appearances.speaker_id ="
        " speaker.id\nLEFT JOIN persons ON persons.key = appearances.person"
    ),
}


def duckdb_sql(articles: str, people: tuple[str, str] | None = None) -> str:
    """Return SQL that makes the views of views.sql in an empty DuckDB database.

    Args:
        articles: a path, glob or URI of Parquet files that quoteminer wrote.
        people: people.csv and people.speakers.csv, written by ``quoteminer people``. None: speakers
            with equal kind and name are one person, and there is no view ``persons``.
    """
    values = {
        "articles": _quoted(articles),
        "letters": _LETTERS,
        **(_BY_NUMBER if people else _BY_NAME),
    }
    views = sql("duckdb.sql")
    if people:
        views = sql("duckdb_people.sql") + views
        values |= {"persons": _quoted(people[0]), "speakers": _quoted(people[1])}
    for name, value in values.items():
        views = views.replace(f"{{{{{name}}}}}", value)
    return f"{views}\n{sql('views.sql')}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
