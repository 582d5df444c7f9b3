"""Check the data files of a folder before a step reads them; DATA.md describes their form."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from gold import occurrences

from quoteminer.attribution.speech_acts import SPEECH_ACTS
from quoteminer.errors import GoldError
from quoteminer.network.attributes import KINDS
from quoteminer.output.gold.gold_articles import article_from_dict, checked

ENTITIES: Final = ("PERSON", "ORGANIZATION", "LOCATION", "MISC")
ACTS: Final = ("speech", "other", "both")
ACT_COLUMNS: Final = ["set", "article", "quote", "act"]
_NEITHER: Final = 'has no "text", and no "entities" either. Give the article, or its names.'
_NAMED_FILES: Final = ("gold", "names", "resolved")
"""Keys of a part of a configuration's corpus that name files."""


class _Wrong(Exception):
    """A line of a data file breaks a rule; the message says which, and what to do."""


@dataclass
class DataFile:
    """The contents of a data file. ``kind``: "articles", "names", "cues", "acts" or "other";
    ``rows`` maps the id of each valid row to its line; ``texts`` and ``entities`` are by id."""

    path: Path
    kind: str = "articles"
    rows: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    entities: dict[str, list[list[Any]]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def add(self, line: int | None, reason: str) -> None:
        where = self.path.name if line is None else f"{self.path.name}, line {line}"
        self.problems.append(f"{where}: {reason}")

    def count(self, **numbers: int) -> None:
        for name, number in numbers.items():
            self.counts[name] = self.counts.get(name, 0) + number

    def __str__(self) -> str:
        return (
            f"{self.path.name}:"
            f" {', '.join(f'{number:,} {name}' for name, number in self.counts.items())}"
        )


def check_data(data: Path, config: Mapping[str, Any] | None = None) -> tuple[list[str], list[str]]:
    """Check all files of a folder whose names end in .jsonl, .jsonl.gz or .tsv.

    Args:
        data: the folder.
        config: a configuration of the recipe, whose files must exist.

    Returns:
        A line for each file with a summary, and a line for each problem: file, line, what is wrong,
        what to do.
    """
    paths = sorted(
        path for path in data.iterdir() if path.name.endswith((".jsonl", ".jsonl.gz", ".tsv"))
    )
    files = [_read_cues(path) if path.suffix == ".tsv" else _read_articles(path) for path in paths]
    texts = {id: text for file in files for id, text in file.texts.items()}
    for file in files:
        _check_entities(file, texts)
    problems = [problem for file in files for problem in file.problems]
    problems += [*_shared_articles(files), *(_missing_files(data, config) if config else ())]
    if not files:
        problems.append(f"{data} has no .jsonl, .jsonl.gz or .tsv file. Check the folder.")
    return [str(file) for file in files], problems


def _read_articles(path: Path) -> DataFile:
    """Read a file with an article, or the names of an article, in each line. Steps don't read files
    without either."""
    file = DataFile(path)
    for number, line in _lines(file):
        try:
            row = _row(line)
            id = _id(row, file.rows)
            if "entities" in row:
                file.kind, file.entities[id] = "names", row["entities"]
                file.count(articles=1, names=len(_entities(row["entities"])))
            else:
                file.texts[id] = _check_gold(row, file)
            file.rows[id] = number
        except _Wrong as error:
            file.add(number, str(error))
    if (
        file.problems
        and not file.rows
        and all(problem.endswith(_NEITHER) for problem in file.problems)
    ):
        return DataFile(path, "other", counts={"articles (no step reads such a file)": 0})
    return file


def _lines(file: DataFile) -> Iterator[tuple[int, str]]:
    """Yield the non-empty lines with their numbers; the rest of a damaged file is one problem."""
    number = 0
    try:
        with (
            gzip.open(file.path, "rb") if file.path.suffix == ".gz" else file.path.open("rb")
        ) as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield number, line.decode("utf-8")
    except UnicodeDecodeError:
        file.add(number, "is not UTF-8. Write the file as UTF-8.")
    except (OSError, EOFError, zlib.error) as error:
        file.add(number + 1, f"can't be unpacked ({error}). Pack the file again with gzip.")


def _row(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise _Wrong(
            f"is not JSON ({error.msg}, column {error.colno}). Write one object in each line."
        ) from None
    if not isinstance(row, dict):
        raise _Wrong("is not a JSON object. Write one object in each line.")
    return row


def _id(row: dict[str, Any], known: dict[str, int]) -> str:
    id = row.get("id")
    if not isinstance(id, str) or not id.strip():
        raise _Wrong('has no "id". Give each article an id that is unique in the file.')
    if id in known:
        raise _Wrong(
            f"has the id of line {known[id]}, {id!r}. Remove one of the two, or give it another id."
        )
    return id


def _check_gold(row: dict[str, Any], file: DataFile) -> str:
    """Check an article and its annotations, and return its text."""
    if not isinstance(row.get("text"), str) or not row["text"].strip():
        raise _Wrong(_NEITHER)
    try:
        article = checked(article_from_dict(row))
    except GoldError as error:
        raise _Wrong(str(error)) from None
    for number, quote in enumerate(row.get("quotes") or (), 1):
        if row.get("speakers") and not {"speaker", "act"} <= quote.keys():
            raise _Wrong(
                f'quote {number} has no "speaker" or no "act", but the article has speakers. Give'
                " both."
            )
    described = sum(_has_attributes(speaker, article.text) for speaker in row.get("speakers") or ())
    if "quotes" in row:
        file.count(articles=1, quotes=len(article.quotes), speakers=len(article.speakers))
    else:
        file.count(**{"articles without annotation": 1})
    if described:
        file.count(**{"speakers with role and affiliation": described})
    return article.text


def _has_attributes(speaker: dict[str, Any], text: str) -> bool:
    """Check the role and the affiliation of a speaker, if the gold has them: the step `attributes`
    reads them."""
    who, given = f"speaker {speaker['id']}", [kind for kind in KINDS if kind in speaker]
    if given and speaker.get("kind", "person") != "person":
        raise _Wrong(f'{who} is not a person, but has "{given[0]}". Remove it.')
    for kind in given:
        forms = speaker[kind]
        if not isinstance(forms, list) or not all(
            isinstance(form, str) and form.strip() for form in forms
        ):
            raise _Wrong(
                f'{who}: "{kind}" is not a list of texts. Give the right forms; [] if the article'
                " gives none."
            )
        if absent := [form for form in forms if not any(occurrences(text, form))]:
            raise _Wrong(
                f"{who}: the {kind} {absent[0]!r} is not in the text. Give forms with words of the"
                " article."
            )
    if missing := [kind for kind in KINDS if given and kind not in given]:
        raise _Wrong(
            f'{who} has "{given[0]}", but no "{missing[0]}". Give both; [] if the article gives'
            " none."
        )
    return bool(given)


def _entities(value: Any) -> list[list[Any]]:
    if not isinstance(value, list):
        raise _Wrong('"entities" is not a list. Give a list of [start, end, kind].')
    for entity in value:
        if not (
            isinstance(entity, list)
            and len(entity) == 3
            and all(type(place) is int for place in entity[:2])
        ):
            reason = "is not [start, end, kind]. Give two whole numbers and a kind."
            raise _Wrong(f"the entity {json.dumps(entity)} {reason}")
        if entity[2] not in ENTITIES:
            kinds = ", ".join(ENTITIES)
            raise _Wrong(
                f"the entity {json.dumps(entity)} has another kind than {kinds}. Take one of these."
            )
    return value


def _check_entities(file: DataFile, texts: Mapping[str, str]) -> None:
    """Compare the positions of names with the article, if a file of the folder has it."""
    for id, entities in file.entities.items():
        text = texts.get(id)
        if text is None or id not in file.rows:
            continue
        for start, end, kind in entities:
            if start < 0 or end > len(text) or not text[start:end].strip():
                entity = json.dumps([start, end, kind])
                reason = f"marks no words in the text of {id!r}, which has {len(text)} characters."
                advice = "Count Unicode code points from 0, in the same text."
                file.add(file.rows[id], f"the entity {entity} {reason} {advice}")
                break
    if unknown := sum(id not in texts for id in file.entities):
        file.count(**{"of articles that are not in this folder": unknown})


def _read_cues(path: Path) -> DataFile:
    """Read a table of cues with their acts, or of attributions with their speech acts."""
    file = DataFile(path, "cues")
    for number, line in _lines(file):
        columns = line.rstrip("\r\n").split("\t")
        if number == 1 and columns == ACT_COLUMNS:
            file.kind = "acts"
        elif file.kind == "acts":
            if (
                len(columns) != len(ACT_COLUMNS)
                or not columns[2].isdecimal()
                or columns[3] not in SPEECH_ACTS
            ):
                acts = ", ".join(SPEECH_ACTS)
                file.add(
                    number,
                    f"is not a set, an article, the place of a quote from 0, and one of {acts}.",
                )
            else:
                file.count(acts=1)
        elif number == 1:
            if columns != ["cue", "act", "lemma"]:
                file.add(
                    1,
                    "is not the line cue, act, lemma, with tabs between. Begin the table with it.",
                )
        elif len(columns) != 3:
            file.add(
                number,
                f"has {len(columns)} columns. Give a cue, its act and its lemma, with tabs"
                " between.",
            )
        elif columns[1] not in ACTS:
            file.add(number, f"has the act {columns[1]!r}. Take one of {', '.join(ACTS)}.")
        else:
            file.count(cues=1)
    return file


def _shared_articles(files: list[DataFile]) -> Iterator[str]:
    """Yield a problem for each training file that shares articles with a development file."""
    for train in (file for file in files if "_train." in file.path.name):
        for dev in (file for file in files if "_dev." in file.path.name):
            # By the text, since the same article may have another id.
            measured = set(dev.texts.values())
            both = [id for id, text in train.texts.items() if text in measured]
            if both:
                yield (
                    f"{train.path.name}, line {train.rows[both[0]]}: {len(both)} of its articles"
                    f" are also in {dev.path.name}, the first is {both[0]!r}. Remove them from one"
                    " of the two files: a model can't be measured on articles of its training."
                )


def _missing_files(data: Path, config: Mapping[str, Any]) -> Iterator[str]:
    named = [
        part[key] for part in config.get("corpus", ()) for key in _NAMED_FILES if part.get(key)
    ]
    named += [config["cue_acts"]] if config.get("cue_acts") else []
    named += config.get("export", {}).get("vocabulary", ())
    for name in dict.fromkeys(named):
        if not (data / name).is_file():
            yield (
                f"{name}: the configuration lists it, but {data} has no such file. Add it, or"
                " remove its part."
            )
