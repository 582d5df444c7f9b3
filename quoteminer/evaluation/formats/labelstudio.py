"""Label Studio's tasks: a JSON file to import, and the export of the project (as "JSON") to read back.

Each article is a task. Content, Cue and Source are regions with labels; relations lead from the first part of a content
to its other parts, its cues and its sources; the first part has the act as a choice and the speaker as a text field
(speakers.py). Quotes that were found are ``predictions``, which people get as a draft when they open the task.
The project's labelling interface (`beside_tasks`) is written beside the tasks. The task's ``data`` has the
article's id and speakers, and an export repeats them. Nothing is lost.

An export is read from its annotations, or from a prediction if there are none. Of several annotations the one marked as
ground truth counts; without such a mark the task is refused. A relation counts by the roles that it joins, not by its
direction or label: joined contents are the parts of one quote; a cue or source belongs to the quotes of the contents
that it is joined to, and a source that is joined to a cue to the quotes of the cue. Cues and sources that are joined to
no content are left out.

Label Studio counts code points, before version 1.5 UTF-16 units; the words of the regions tell which (offsets.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any, cast

from quoteminer.errors import GoldError
from quoteminer.evaluation.formats.check import ACTS, checked, list_in, role_of, speaker_to_dict, speakers_in
from quoteminer.evaluation.formats.files import GoldFile, SourceLocation
from quoteminer.evaluation.formats.jsonl import id_of
from quoteminer.evaluation.formats.offsets import fitting_map
from quoteminer.evaluation.formats.speakers import SpeakerList, speaker_line
from quoteminer.evaluation.gold import GoldArticle, GoldQuote
from quoteminer.jsontext import dump
from quoteminer.output.writer import StreamWriter
from quoteminer.types import Act, Role, Span

Region = tuple[Role, Span]


def beside_tasks() -> dict[str, str]:
    """Return the files to write beside the tasks: the labelling interface, by the ending that replaces ``.json``."""
    config = files(__package__).joinpath("labeling-config.xml")
    return {".labeling-config.xml": config.read_text(encoding="utf-8")}


def read(file: GoldFile) -> Iterator[GoldArticle | GoldError]:
    """Yield the articles of a file of tasks."""
    value = file.json()
    for number, task in enumerate(value if isinstance(value, list) else [value], start=1):
        try:
            yield _article(task, file.at(), f"{file.name}:{number}", f"task {number}")
        except GoldError as error:
            yield error


class LabelStudioWriter(StreamWriter[GoldArticle]):
    """Write a list of tasks."""

    _begun = False

    def write(self, record: GoldArticle) -> None:
        self.add(task_of(record))

    def add(self, task: dict[str, Any]) -> None:
        """Add a task."""
        self.stream.write((",\n" if self._begun else "[\n") + dump(task))
        self._begun = True

    def close(self, *, several: bool = False) -> None:
        self.stream.write("\n]\n" if self._begun else "[]\n")


def task_of(article: GoldArticle) -> dict[str, Any]:
    """Return the task of an article, its quotes as a prediction.

    The content regions are in the order of the quotes and their parts. Cues and sources of the same words share a
    region, so that they are shown once.
    """
    data: dict[str, Any] = {"id": article.id, "text": article.text}
    if article.speakers:
        data["speakers"] = [speaker_to_dict(speaker) for speaker in article.speakers]
    lines = {one.id: speaker_line(one) for one in article.speakers}
    regions: list[list[dict[str, Any]]] = []
    relations: list[dict[str, Any]] = []
    shared: dict[Region, str] = {}

    def add(role: Role, span: Span, act: Act | None = None, speaker: str | None = None) -> str:
        id = f"r{len(regions)}"
        regions.append(list(_region(id, role, span, article.text, act, speaker)))
        return id

    for quote in article.quotes:
        first = add("content", quote.content[0], quote.act, None if quote.speaker is None else lines[quote.speaker])
        linked = [("part", add("content", span)) for span in quote.content[1:]]
        roles: tuple[tuple[Role, tuple[Span, ...]], ...] = (("cue", quote.cue), ("source", quote.source))
        for region in ((role, span) for role, spans in roles for span in spans):
            if region not in shared:
                shared[region] = add(*region)
            linked.append((region[0], shared[region]))
        relations += [
            {"type": "relation", "from_id": first, "to_id": id, "direction": "right", "labels": [label]}
            for label, id in linked
        ]
    result = [*(one for region in regions for one in region), *relations]
    return {"data": data, "predictions": [{"model_version": "quoteminer", "result": result}]}


def _region(
    id: str, role: Role, span: Span, text: str, act: Act | None, speaker: str | None
) -> Iterator[dict[str, Any]]:
    """Yield the result of a region, and one for each of its fields."""
    start, end = span
    common, offsets = {"id": id, "to_name": "text"}, {"start": start, "end": end}
    label = {**offsets, "text": text[start:end], "labels": [role.capitalize()]}
    yield {**common, "from_name": "role", "type": "labels", "value": label}
    if act:
        yield {**common, "from_name": "act", "type": "choices", "value": {**offsets, "choices": [act]}}
    if speaker:
        yield {**common, "from_name": "speaker", "type": "textarea", "value": {**offsets, "text": [speaker]}}


def _article(task: Any, location: SourceLocation, name: str, what: str) -> GoldArticle:
    data = task.get("data") if isinstance(task, dict) else None
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise location.error(f"{what} has no text under data. Export the project as JSON, not as JSON-MIN or CSV.")
    results = _results(task, location, what)
    regions = _regions(results, data["text"], location, what)
    acts, lines = _fields(results, "choices"), _fields(results, "text")
    joined: dict[str, set[str]] = {id: set() for id in regions}
    for one in results:
        ends = str(one.get("from_id")), str(one.get("to_id"))
        if one.get("type") == "relation" and joined.keys() >= {*ends}:
            joined[ends[0]].add(ends[1])
            joined[ends[1]].add(ends[0])
    speakers = SpeakerList(speakers_in(data, location))
    quotes = []
    for parts in _contents(regions, joined):
        near = set().union(*(joined[id] for id in parts))
        cues = {id for id in near if regions[id][0] == "cue"}
        sources = {id for id in near.union(*(joined[id] for id in cues)) if regions[id][0] == "source"}
        content, cue, source = (tuple(sorted({regions[id][1] for id in some})) for some in (parts, cues, sources))
        parts.sort(key=lambda id: regions[id][1])
        speaker = speakers.find(next(filter(None, map(lines.get, parts)), ""))
        act = next((acts[id] for id in parts if acts.get(id) in ACTS), None)  # other choices are the project's own
        quotes.append(GoldQuote(content, cue, source, speaker, cast("Act | None", act)))
    article = GoldArticle(id_of(data, id_of(task, name)), data["text"], tuple(quotes), speakers.speakers)
    return checked(article, location, sort=True)


def _contents(regions: Mapping[str, Region], joined: Mapping[str, set[str]]) -> Iterator[list[str]]:
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


def _results(task: dict[str, Any], location: SourceLocation, what: str) -> list[dict[str, Any]]:
    """Return the results of the annotation that counts, or of the last prediction."""
    annotations, predictions = (
        [one for one in list_in(task, key, location) if isinstance(one, dict)] for key in ("annotations", "predictions")
    )
    given = [one for one in annotations if not one.get("was_cancelled")]
    best = [one for one in given if one.get("ground_truth")] or given or predictions[-1:]
    if not best:
        raise location.error(f"{what} has not been annotated. Annotate it, or take it out.")
    if len(best) > 1:
        raise location.error(f"{what} has {len(best)} annotations. Mark one as ground truth, or delete the others.")
    return [one for one in list_in(best[0], "result", location) if isinstance(one, dict)]


def _regions(results: Sequence[dict[str, Any]], text: str, location: SourceLocation, what: str) -> dict[str, Region]:
    """Return the role of each region, and its span in code points, by its id. Raises GoldError if a region has no
    offsets, or other words than the text."""
    ids, roles, annotated = [], [], []
    for one in results:
        value, role = one.get("value"), _role(one)
        if role is None or not isinstance(value, dict):
            continue
        start, end = value.get("start"), value.get("end")
        if type(start) is not int or type(end) is not int:
            reason = f"{what}: region {one.get('id')} has no start and end as numbers. Use the tag Text, not HyperText."
            raise location.error(reason)
        ids.append(str(one.get("id")))
        roles.append(role)
        annotated.append(([(start, end)], str(value.get("text") or "")))
    offsets, misfit = fitting_map(text, annotated)
    if misfit is not None:
        ((start, end),), words = annotated[misfit]
        raise location.error(
            f"{what}: the text has {text[max(start, 0) : max(end, 0)][:40]!r} at {start}-{end} of {len(text)}, not "
            f"{words[:40]!r}. Check that the task's text is the one that was annotated."
        )
    spans = [offsets.span(span) or span for (span,), _ in annotated]
    return dict(zip(ids, zip(roles, spans, strict=True), strict=True))


def _role(result: dict[str, Any]) -> Role | None:
    """Return the role of a region; None for another result."""
    value = result.get("value")
    labels = value.get("labels") if isinstance(value, dict) else None
    if result.get("type") == "relation" or not isinstance(labels, list):
        return None
    return next(filter(None, (role_of(str(label)) for label in labels)), None)


def _fields(results: Sequence[dict[str, Any]], key: str) -> dict[str, str]:
    """Return the value of a field (a choice, a text) by the region's id."""
    found = {}
    for one in results:
        value = one.get("value")
        given = value.get(key) if isinstance(value, dict) and "labels" not in value else None
        values = given if isinstance(given, list) else [given] if isinstance(given, str) else []
        if values:
            found[str(one.get("id"))] = str(values[0])
    return found
