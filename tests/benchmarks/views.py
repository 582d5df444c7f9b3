"""Time and size of the views over synthetic records:
``python tests/benchmarks/views.py 20000 FOLDER``.

Each article has a text of 4,000 characters of common words, 8 quotes and 4 speakers, of N / 2
persons (a few of whom speak often), in 50 outlets and 24 months. Times are processor seconds of one
thread.
"""

from __future__ import annotations

import random
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from time import process_time

from quoteminer.linking.stories import common_words
from quoteminer.output.duckdb import duckdb_sql
from quoteminer.output.formats import FORMATS
from quoteminer.output.sqlite import sql
from quoteminer.records import ArticleRecord, Cue, Mention, ModelName, Quote, Speaker, with_quotes

VIEWS = ("who_speaks", "named_and_unnamed", "roles", "quoted_together", "pronouns")
ROLES = ("mayor", "minister", "spokesman", "chief executive", "professor", "resident", None, None)
SEARCH = {
    "sqlite": "key IN (SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH 'harbour')",
    "duckdb": "regexp_matches(quote, '(?i)\\bharbours?\\b')",
}


def records(count: int) -> Iterator[ArticleRecord]:
    chance = random.Random(1)
    words = [word for word in common_words() if word.isalpha()] + ["harbour"]
    parts = [
        f"{first}{last}"
        for first in "B D F G K L M N P R S T V".split()
        for last in "an el in or us ado ero".split()
    ]
    for number in range(count):
        text, quotes = " ".join(chance.choices(words, k=600))[:4000], list[Quote]()
        cast = [_speaker(id, chance, parts, count) for id in range(4)]
        for id in range(8):
            start = id * 400
            said = text[start : start + chance.randrange(60, 240)]
            speaker, pronoun = cast[min(id // 2, 3)], chance.random() < 0.3
            mention = ("she" if speaker.name < "M" else "he") if pronoun else speaker.name
            quotes.append(
                Quote(
                    *(
                        id, "direct", "statement", said, start, start + len(said),
                        ((start, start + len(said)),), id,
                    ),
                    cue=Cue("said", start + 240, start + 244, "say"),
                    mention=Mention(
                        mention, start + 250, start + 250 + len(mention),
                        "pronoun" if pronoun else "name",
                    ),
                    speaker=speaker.id,
                    status="resolved",
                    confidence=round(chance.uniform(0.4, 1), 3),
                )
            )  # fmt: skip
        day = f"20{24 + number % 2}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
        meta = {
            "title": text[:60],
            "date": day,
            "outlet": f"Outlet {number % 50}",
            "url": f"https://o.example/{number}",
        }
        named = with_quotes(cast, quotes)
        yield ArticleRecord(
            f"a{number}", tuple(quotes), named, ModelName("none", "0"), meta=meta, text=text
        )


def _speaker(id: int, chance: random.Random, parts: list[str], count: int) -> Speaker:
    if id == 3:
        return Speaker(id, "a spokesman", "unnamed")
    person = int((count / 2) * chance.random() ** 3)  # the first speak most
    first, middle, last = (parts[(person // len(parts) ** at) % len(parts)] for at in range(3))
    name = f"{first} {last.title()}{middle.lower()}"
    return Speaker(id, name, "person", role=ROLES[person % len(ROLES)])


def main(count: int, folder: Path) -> None:
    import duckdb

    for format, name in (("sqlite", "a.sqlite"), ("parquet", "a.parquet")):
        begun = process_time()
        with FORMATS[format].open(folder / name) as writer:
            for record in records(count):
                writer.write(record)
            writer.close(several=True)
        print(
            f"{name}: {(folder / name).stat().st_size / 1e6:,.0f} MB, {process_time() - begun:,.0f}"
            " s with the records"
        )
    flat, opened = folder / "flat.parquet", duckdb.connect()
    opened.execute(duckdb_sql(str(folder / "a.parquet")) + "SET threads = 1;")
    begun = process_time()
    opened.execute(
        f"COPY (SELECT * EXCLUDE (key, report) FROM each_quote) TO '{flat}' (COMPRESSION zstd)"
    )
    print(f"flat.parquet: {flat.stat().st_size / 1e6:,.0f} MB, {process_time() - begun:.1f} s")
    of_flat = duckdb.connect()
    own = (
        "SET threads = 1; CREATE VIEW each_quote AS SELECT *, NULL AS key, NULL AS report FROM"
        f" read_parquet('{flat}');"
    )
    of_flat.execute(own + sql("views.sql"))
    queries = {view: f"SELECT * FROM {view} ORDER BY 3" for view in VIEWS}
    search = "SELECT day, speaker, quote FROM who_said_what WHERE {} ORDER BY day"
    for engine, ask in (
        ("sqlite", sqlite3.connect(folder / "a.sqlite")),
        ("duckdb", opened),
        ("duckdb, flat", of_flat),
    ):
        asked = queries | {"search": search.format(SEARCH[engine.partition(",")[0]])}
        for view, query in asked.items():
            begun = process_time()
            rows = len(ask.execute(query).fetchall())
            print(f"{engine}\t{view}\t{process_time() - begun:.2f} s\t{rows:,} rows", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
