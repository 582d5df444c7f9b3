"""Label Studio's tasks: write a JSON file to import, and read the export of the project (as
"JSON").

Each article is a task. Content, Cue and Source are regions with labels; relations lead from the
first part of a content to its other parts, its cues and its sources; the first part has the act as
a choice and the speaker as a text field. Extracted quotes are ``predictions``, which annotators see
as a draft. The task's ``data`` has the article's id and speakers, and an export repeats them.

Of several annotations, the one marked as ground truth is read; if there are no annotations, a
prediction is read. A relation counts by the roles of its regions, not by its direction or label:
related contents are the parts of one quote; a cue or source belongs to the quotes of the contents
that it is related to; a source that is related to a cue belongs to the quotes of the cue.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from importlib.resources import files
from itertools import count
from typing import Any, cast, get_args

from quoteminer.errors import GoldError
from quoteminer.output.gold.annotation_tools import code_points, speaker_line, speaker_of_line
from quoteminer.output.gold.gold_articles import (
    ROLES,
    GoldArticle,
    GoldQuote,
    article_from_dict,
    checked,
)
from quoteminer.output.gold.gold_files import GoldFile
from quoteminer.output.writer import StreamWriter
from quoteminer.records.jsontext import dump
from quoteminer.types import CueAct, Role, Span


def beside_tasks() -> dict[str, str]:
    """Return the files to write beside the tasks: the labelling interface, by the ending that
    replaces ``.json``."""
    config = files(__package__).joinpath("labeling-config.xml")
    return {".labeling-config.xml": config.read_text(encoding="utf-8")}


def read(file: GoldFile) -> Iterator[GoldArticle | GoldError]:
    value = file.json()
    for number, task in enumerate(value if isinstance(value, list) else [value], start=1):
        try:
            yield _article(task, f"{file.name}:{number}")
        except GoldError as error:
            yield file.error(error, f"task {number}")


class LabelStudioGoldWriter(StreamWriter[GoldArticle]):
    """Write a list of tasks."""

    _begun = False

    def write(self, record: GoldArticle) -> None:
        self.add(task_of(record))

    def add(self, task: dict[str, Any]) -> None:
        self.stream.write((",\n" if self._begun else "[\n") + dump(task))
        self._begun = True

    def close(self, *, several: bool = False) -> None:
        self.stream.write("\n]\n" if self._begun else "[]\n")


def task_of(article: GoldArticle) -> dict[str, Any]:
    """Return the task of an article, with its quotes as a prediction; equal cues or sources are one
    region."""
    data: dict[str, Any] = {"id": article.id, "text": article.text}
    if article.speakers:
        data["speakers"] = list(map(asdict, article.speakers))
    lines = {speaker.id: speaker_line(speaker) for speaker in article.speakers}
    regions: list[dict[str, Any]] = []
    relations: list[dict[str, Any]] = []
    shared: dict[tuple[Role, Span], str] = {}
    numbers = count()

    def add(role: Role, span: Span, act: CueAct | None = None, speaker: str | None = None) -> str:
        id, (start, end) = f"r{next(numbers)}", span
        words = article.text[start:end]
        values = [("role", "labels", {"text": words, "labels": [role.capitalize()]})]
        values += [("act", "choices", {"choices": [act]})] if act else []
        values += [("speaker", "textarea", {"text": [speaker]})] if speaker else []
        for name, type, value in values:
            region = {"id": id, "to_name": "text", "from_name": name, "type": type}
            regions.append({**region, "value": {"start": start, "end": end, **value}})
        return id

    for quote in article.quotes:
        first = add(
            "content",
            quote.content[0],
            quote.act,
            None if quote.speaker is None else lines[quote.speaker],
        )
        linked = [("part", add("content", span)) for span in quote.content[1:]]
        for role in ROLES[1:]:
            for span in getattr(quote, role):
                if (role, span) not in shared:
                    shared[role, span] = add(role, span)
                linked.append((role, shared[role, span]))
        for label, id in linked:
            ends = {"from_id": first, "to_id": id}
            relations.append({"type": "relation", **ends, "direction": "right", "labels": [label]})
    return {
        "data": data,
        "predictions": [{"model_version": "quoteminer", "result": [*regions, *relations]}],
    }


def _article(task: Any, name: str) -> GoldArticle:
    data = task.get("data") if isinstance(task, dict) else None
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise GoldError(
            "has no text under data. Export the project as JSON, not as JSON-MIN or CSV."
        )
    id = next((str(holder["id"]) for holder in (data, task) if holder.get("id") is not None), name)
    listed = {"id": id, "text": data["text"], "speakers": data.get("speakers")}
    speakers = list(article_from_dict(listed).speakers)
    results = _results(task)
    regions = _regions(results, data["text"])
    acts, lines = _fields(results, "choices"), _fields(results, "text")
    joined: dict[str, set[str]] = {id: set() for id in regions}
    for result in results:
        ends = str(result.get("from_id")), str(result.get("to_id"))
        if result.get("type") == "relation" and joined.keys() >= {*ends}:
            joined[ends[0]].add(ends[1])
            joined[ends[1]].add(ends[0])
    quotes = []
    for parts in _contents(regions, joined):
        near = set().union(*(joined[id] for id in parts))
        cues = {id for id in near if regions[id][0] == "cue"}
        sources = {
            id for id in near.union(*(joined[id] for id in cues)) if regions[id][0] == "source"
        }
        content, cue, source = (
            tuple(sorted({regions[id][1] for id in some})) for some in (parts, cues, sources)
        )
        parts.sort(key=lambda id: regions[id][1])
        speaker = speaker_of_line(next(filter(None, map(lines.get, parts)), ""), speakers)
        # others are the project's own
        act = next((acts[id] for id in parts if acts.get(id) in get_args(CueAct)), None)
        quotes.append(GoldQuote(content, cue, source, speaker, cast("CueAct | None", act)))
    return checked(GoldArticle(id, data["text"], tuple(quotes), tuple(speakers)), sort=True)


def _contents(
    regions: Mapping[str, tuple[Role, Span]], joined: Mapping[str, set[str]]
) -> Iterator[list[str]]:
    """Yield the ids of the contents of each quote."""
    seen: set[str] = set()
    for first in regions:
        parts, waiting = [], [first]
        while waiting:
            id = waiting.pop()
            if regions[id][0] == "content" and id not in seen:
                seen.add(id)
                parts.append(id)
                waiting += joined[id]
        if parts:
            yield parts


def _results(task: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the results of the annotation to read, or of the last prediction; ``value`` is always
    an object."""
    annotations, predictions = _objects(task.get("annotations")), _objects(task.get("predictions"))
    kept = [annotation for annotation in annotations if not annotation.get("was_cancelled")]
    best = (
        [annotation for annotation in kept if annotation.get("ground_truth")]
        or kept
        or predictions[-1:]
    )
    if not best:
        raise GoldError("has not been annotated. Annotate it, or remove it.")
    if len(best) > 1:
        raise GoldError(
            f"has {len(best)} annotations. Mark one as ground truth, or delete the others."
        )
    results = _objects(best[0].get("result"))
    return [
        {**result, "value": result["value"] if isinstance(result.get("value"), dict) else {}}
        for result in results
    ]


def _objects(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _regions(results: Sequence[dict[str, Any]], text: str) -> dict[str, tuple[Role, Span]]:
    """Return the role and the span of each region by its id."""
    roles: list[tuple[str, Role]] = []
    annotated = []
    for result in results:
        id, value, labels = str(result.get("id")), result["value"], result["value"].get("labels")
        words = (
            [str(label).strip().casefold() for label in labels] if isinstance(labels, list) else []
        )
        role = next((role for label in words for role in ROLES if role == label), None)
        if role is None:
            continue
        start, end = value.get("start"), value.get("end")
        if type(start) is not int or type(end) is not int:
            raise GoldError(
                f"region {id} has no start and end as numbers. Use the tag Text, not HyperText."
            )
        roles.append((id, role))
        annotated.append((f"region {id}", [(start, end)], str(value.get("text") or "")))
    points = code_points(text, annotated)
    return {id: (role, span) for (id, role), (span,) in zip(roles, points, strict=True)}


def _fields(results: Sequence[dict[str, Any]], key: str) -> dict[str, str]:
    """Return the value of a field (a choice, a text) by the region's id."""
    values = {}
    for result in results:
        value = None if "labels" in result["value"] else result["value"].get(key)
        if value and isinstance(value, list | str):
            values[str(result.get("id"))] = value if isinstance(value, str) else str(value[0])
    return values
