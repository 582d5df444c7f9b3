"""Label Studio's tasks: a JSON file to import, and the export of the project (as "JSON") read back.

Each article is a task. Content, Cue and Source are regions with labels; relations lead from the first part of a content
to its other parts, its cues and its sources; the act is a choice and the speaker a text field (roster.py) of the first
part. What was found stands under ``predictions``: a person who opens the task gets it as a draft of an annotation.
`LABELING_CONFIG` is the project's labelling interface; it is written beside the tasks. The article's id and its
speakers stand in the task's ``data``, which the export has as well. Nothing is lost.

Of an export the annotation is read, a prediction where there is none. Where several people annotated a task, the one
marked as ground truth counts; without such a mark the task is refused. What relations join counts, not their direction
or label (graph.py).

Label Studio counts code points; before version 1.5 it counted UTF-16 units. The words of a region tell them apart
(rulers.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, cast

from quoteminer.errors import GoldError
from quoteminer.evaluation.formats.check import ACTS, checked_in_order, list_in, speakers_in
from quoteminer.evaluation.formats.graph import Link, Mark, marks_of, quotes_of, role_of
from quoteminer.evaluation.formats.jsonl import id_of, speaker_to_dict
from quoteminer.evaluation.formats.place import Place
from quoteminer.evaluation.formats.roster import Roster, speaker_in_words
from quoteminer.evaluation.formats.rulers import Ruler, fitting_ruler
from quoteminer.evaluation.formats.source import BOM, GoldFile, parse_json
from quoteminer.evaluation.gold import GoldArticle
from quoteminer.output.jsontext import dump
from quoteminer.output.writer import StreamWriter
from quoteminer.types import Act, Role

LABELING_CONFIG: Final = f"""\
<View>
  <Labels name="role" toName="text">
    <Label value="Content" background="#4a90d9"/>
    <Label value="Cue" background="#e8a33d"/>
    <Label value="Source" background="#5aa84f"/>
  </Labels>
  <Relations>
    <Relation value="part"/>
    <Relation value="cue"/>
    <Relation value="source"/>
  </Relations>
  <Text name="text" value="$text"/>
  <Choices name="act" toName="text" choice="single" perRegion="true" whenTagName="role" whenLabelValue="Content">
{"".join(f'    <Choice value="{act}"/>' + chr(10) for act in ACTS)}\
  </Choices>
  <TextArea name="speaker" toName="text" perRegion="true" whenTagName="role" whenLabelValue="Content"/>
</View>
"""
BESIDE: Final = {".labeling-config.xml": LABELING_CONFIG}
"""Files to write beside the tasks: the end of the name that takes the place of ``.json``, and the content."""
_MODEL: Final = "quoteminer"


def read(file: GoldFile) -> Iterator[GoldArticle | GoldError]:
    """The articles of a file of tasks."""
    place = file.at()
    value = parse_json(file.text().removeprefix(BOM), place)
    for number, task in enumerate(value if isinstance(value, list) else [value], start=1):
        try:
            yield _article(task, place, f"{file.name}:{number}", f"task {number}")
        except GoldError as error:
            yield error


class LabelStudioWriter(StreamWriter[GoldArticle]):
    """A list of tasks."""

    _begun = False

    def write(self, record: GoldArticle) -> None:
        self.add(task_of(record))

    def add(self, task: dict[str, Any]) -> None:
        """Add a task."""
        self.stream.write((",\n" if self._begun else "[\n") + dump(task))
        self._begun = True

    def close(self, *, several: bool = False) -> None:
        self.stream.write("\n]\n" if self._begun else "[]\n")


def _article(task: Any, place: Place, name: str, what: str) -> GoldArticle:
    data = task.get("data") if isinstance(task, dict) else None
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise place.error(f"{what} has no text under data. Export the project as JSON, not as JSON-MIN or CSV.")
    text = data["text"]
    results = _results(task, place, what)
    marks, links = _marks_and_links(results, text, place, what)
    roster = Roster(speakers_in(data, place))
    quotes = quotes_of(marks, links, roster)
    id = id_of(data, id_of(task, name))
    return checked_in_order(GoldArticle(id, text, quotes, roster.speakers), place)


def _results(task: dict[str, Any], place: Place, what: str) -> list[dict[str, Any]]:
    """What the annotation that counts, or a prediction, has found."""
    annotations, predictions = (
        [one for one in list_in(task, key, place) if isinstance(one, dict)] for key in ("annotations", "predictions")
    )
    given = [one for one in annotations if not one.get("was_cancelled")]
    best = [one for one in given if one.get("ground_truth")] or given or predictions[-1:]
    if not best:
        raise place.error(f"{what} has not been annotated. Annotate it, or take it out.")
    if len(best) > 1:
        raise place.error(f"{what} has {len(best)} annotations. Mark one as ground truth, or delete the others.")
    return [one for one in list_in(best[0], "result", place) if isinstance(one, dict)]


def _marks_and_links(
    results: Sequence[dict[str, Any]], text: str, place: Place, what: str
) -> tuple[list[Mark], list[Link]]:
    regions = {str(one.get("id")): (role, one["value"]) for one in results if (role := _role(one))}
    ruler = _measured(regions, text, place, what)
    acts, speakers = _fields(results, "choices"), _fields(results, "text")
    index_of = {id: index for index, id in enumerate(regions)}
    marks = []
    for id, (role, value) in regions.items():
        span = ruler.span((value["start"], value["end"]))
        assert span is not None, "the ruler was chosen so that it measures all of them"
        act = cast("Act", acts[id]) if acts.get(id) in ACTS else None  # other choices are the project's own
        marks.append(Mark(role, span, act, speakers.get(id)))
    ends = [(str(one.get("from_id")), str(one.get("to_id"))) for one in results if one.get("type") == "relation"]
    return marks, [(index_of[a], index_of[b]) for a, b in ends if a in index_of and b in index_of]


def _role(result: dict[str, Any]) -> Role | None:
    """The role of a region; None where the result is something else."""
    value = result.get("value")
    labels = value.get("labels") if isinstance(value, dict) else None
    if result.get("type") == "relation" or not isinstance(labels, list):
        return None
    return next(filter(None, (role_of(str(label)) for label in labels)), None)


def _measured(regions: dict[str, tuple[Role, dict[str, Any]]], text: str, place: Place, what: str) -> Ruler:
    """The ruler of the task. Raises GoldError where a region has no offsets, or none of the rulers fits its words."""
    measured = []
    for id, (_, value) in regions.items():
        start, end = value.get("start"), value.get("end")
        if type(start) is not int or type(end) is not int:
            raise place.error(f"{what}: region {id} has no start and end as numbers. Use the tag Text, not HyperText.")
        measured.append(([(start, end)], str(value.get("text") or "")))
    ruler, misfit = fitting_ruler(text, measured)
    if misfit is not None:
        ((start, end),), words = measured[misfit]
        raise place.error(
            f"{what}: the text has {text[max(start, 0) : max(end, 0)][:40]!r} at {start}-{end} of {len(text)}, not "
            f"{words[:40]!r}. Check that the task's text is the one that was annotated."
        )
    return ruler


def _fields(results: Sequence[dict[str, Any]], key: str) -> dict[str, str]:
    """What the regions have in a field (a choice, a text), by their ids."""
    found = {}
    for one in results:
        value = one.get("value")
        given = value.get(key) if isinstance(value, dict) and "labels" not in value else None
        if isinstance(given, list) and given:
            found[str(one.get("id"))] = str(given[0])
        elif isinstance(given, str):
            found[str(one.get("id"))] = given
    return found


def task_of(article: GoldArticle) -> dict[str, Any]:
    """The task of an article, with its quotes as a prediction. The regions of contents come in the order of the quotes
    and their parts."""
    data: dict[str, Any] = {"id": article.id, "text": article.text}
    if article.speakers:
        data["speakers"] = [speaker_to_dict(speaker) for speaker in article.speakers]
    marks, links = marks_of(article.quotes, {one.id: speaker_in_words(one) for one in article.speakers})
    results = [result for index, mark in enumerate(marks) for result in _region(index, mark, article.text)]
    results += [
        {"type": "relation", "from_id": f"r{a}", "to_id": f"r{b}", "direction": "right", "labels": [label]}
        for a, b, label in links
    ]
    return {"data": data, "predictions": [{"model_version": _MODEL, "result": results}]}


def _region(index: int, mark: Mark, text: str) -> Iterator[dict[str, Any]]:
    """A region, and a result for each of its fields."""
    start, end = mark.span
    offsets = {"start": start, "end": end}
    common = {"id": f"r{index}", "to_name": "text"}
    label = {**offsets, "text": text[start:end], "labels": [mark.role.capitalize()]}
    yield {**common, "from_name": "role", "type": "labels", "value": label}
    if mark.act:
        yield {**common, "from_name": "act", "type": "choices", "value": {**offsets, "choices": [mark.act]}}
    if mark.speaker:
        yield {**common, "from_name": "speaker", "type": "textarea", "value": {**offsets, "text": [mark.speaker]}}
