"""Label Studio's tasks."""

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest
from gold_files import fault, items, only, save

from quoteminer.errors import GoldError
from quoteminer.output.gold import write_gold
from quoteminer.output.gold.gold_articles import GoldArticle, GoldQuote, GoldSpeaker
from quoteminer.output.gold.labelstudio import task_of

TEXT = "😊 “No,”\nsaid Ida."
QUOTE = GoldQuote(((2, 7),), ((8, 12),), ((13, 16),))


def result(id: str, name: str, type: str, start: int, end: int, **value: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, **value}
    return {"id": id, "to_name": "text", "from_name": name, "type": type, "value": value}


def region(id: str, label: str, first: int, last: int, **more: Any) -> dict[str, Any]:
    value = {"start": first, "end": last, "text": TEXT[first:last].replace("\n", "\\n")}
    value |= {"labels": [label], **more}
    return {"origin": "manual", **result(id, "role", "labels", **value)}


def field(id: str, kind: str, key: str, value: Any) -> dict[str, Any]:
    return result(id, kind, kind, 2, 7, **{key: value})


def joined(one: str, other: str) -> dict[str, Any]:
    return {"from_id": one, "to_id": other, "type": "relation", "direction": "bi"}


RESULT = [
    region("x", "Content", 2, 7), region("y", "Cue", 8, 12), region("z", "Source", 13, 16),
    joined("x", "y"), joined("z", "y"),
]  # fmt: skip
ANNOTATION = {"id": 1, "result": RESULT, "was_cancelled": False}
TASK = {"id": 12, "data": {"text": TEXT}, "annotations": [ANNOTATION]}
ARTICLE = GoldArticle("12", TEXT, (QUOTE,))


def saved(folder: Path, *tasks: object) -> Path:
    return save(folder / "export.json", json.dumps(list(tasks)))


def annotated(*results: list[Any], **more: Any) -> dict[str, Any]:
    return {**TASK, "annotations": [{"result": result, **more} for result in results]}


@pytest.mark.parametrize("task", [
    TASK,
    {**TASK, "predictions": [{"result": []}]},  # the annotation counts
    {**TASK, "annotations": [], "predictions": [{"result": []}, {"result": RESULT}]},
    {"id": 12, "data": {"text": TEXT}, "predictions": [{"result": RESULT}]},
    {**TASK, "annotations": [{"result": [], "was_cancelled": True}, ANNOTATION]},
    {**TASK, "annotations": [{"result": []}, {"result": RESULT, "ground_truth": True}]},
    annotated([*RESULT, region("v", "Person", 13, 16), field("q", "choices", "choices", ["good"]), joined("x", "v")]),
    annotated([{**one, "value": {**one["value"], "text": ""}} if "value" in one else one for one in RESULT]),
])  # fmt: skip
def test_what_is_read_of_a_task(tmp_path: Path, task: dict[str, Any]) -> None:
    assert only(saved(tmp_path, task)) == ARTICLE


def test_one_task_alone_and_the_id_that_it_was_given(tmp_path: Path) -> None:
    task = {**TASK, "data": {"text": TEXT, "id": "morning/1"}}
    assert only(save(tmp_path / "a.json", json.dumps(task))).id == "morning/1"
    assert only(save(tmp_path / "b.json", json.dumps([{**TASK, "id": None}]))).id == "b:1"


def test_act_and_speaker_of_a_region(tmp_path: Path) -> None:
    ida = {"id": 3, "name": "Ida Brand", "kind": "person", "aliases": ["Ida"]}

    def read(*fields: dict[str, Any]) -> GoldArticle:
        task = {**annotated([*RESULT, *fields]), "data": {"text": TEXT, "speakers": [ida]}}
        return only(saved(tmp_path, task))

    act = field("x", "choices", "choices", ["other"])
    article = read(act, field("x", "textarea", "text", ["Ida Brand"]))
    assert article.speakers == (GoldSpeaker(3, "Ida Brand", "person", ("Ida",)),)
    assert (article.quotes[0].speaker, article.quotes[0].act) == (3, "other")
    new = read(field("x", "textarea", "text", "Kofi"))
    assert new.speakers[1:] == (GoldSpeaker(4, "Kofi", "person"),)
    assert (new.quotes[0].speaker, new.quotes[0].act) == (4, None)


@pytest.mark.parametrize(("task", "message"), [
    ({**TASK, "data": {"body": TEXT}}, "has no text under data. Export the project as JSON"),
    ({"text": TEXT, "role": []}, "has no text under data."),
    ({**TASK, "annotations": []}, "has not been annotated. Annotate it, or remove it."),
    (annotated(RESULT, RESULT), "has 2 annotations. Mark one as ground truth, or delete the others."),
    (annotated([region("x", "Content", 2, 7, text="Yes")]), "region x: the text, which has 17 characters, has"),
    (annotated([region("x", "Content", 2, 99, text="")]), "region x: the text, which has 17 characters, has"),
    (annotated([region("x", "Content", 2, 7, end="/p[1]/text()[1]")]), "region x has no start and end as numbers."),
    ({**TASK, "data": {"text": TEXT, "speakers": ["Ida"]}}, "speakers.0: Input should be a dictionary"),
])  # fmt: skip
def test_errors_in_a_task(tmp_path: Path, task: dict[str, Any], message: str) -> None:
    assert fault(saved(tmp_path, task), "labelstudio").startswith(f"task 1: {message}")


def test_tasks_as_they_are_written(tmp_path: Path) -> None:
    quote = GoldQuote(((2, 4), (5, 7)), ((8, 12),), (), 3, "speech")
    article = GoldArticle("x/1", TEXT, (quote,), (GoldSpeaker(3, "Ida", "person"),))
    write_gold([article, GoldArticle("y", "")], tmp_path / "tasks.json", format="labelstudio")
    first, second = json.loads((tmp_path / "tasks.json").read_text("utf-8"))
    predictions = [{"model_version": "quoteminer", "result": []}]
    assert second == {"data": {"id": "y", "text": ""}, "predictions": predictions}
    speakers = [{"id": 3, "name": "Ida", "kind": "person", "aliases": []}]
    assert first["data"] == {"id": "x/1", "text": TEXT, "speakers": speakers}
    relation = {"type": "relation", "from_id": "r0", "direction": "right"}
    assert first["predictions"][0]["result"] == [
        result("r0", "role", "labels", 2, 4, text="“N", labels=["Content"]),
        result("r0", "act", "choices", 2, 4, choices=["speech"]),
        result("r0", "speaker", "textarea", 2, 4, text=["3 person: Ida"]),
        result("r1", "role", "labels", 5, 7, text=",”", labels=["Content"]),
        result("r2", "role", "labels", 8, 12, text="said", labels=["Cue"]),
        relation | {"to_id": "r1", "labels": ["part"]},
        relation | {"to_id": "r2", "labels": ["cue"]},
    ]


def test_the_interface_beside_the_tasks_names_what_the_tasks_use(tmp_path: Path) -> None:
    quote = GoldQuote(((2, 4), (5, 7)), ((8, 12),), ((13, 16),), 3, "speech")
    article = GoldArticle("x", TEXT, (quote,), (GoldSpeaker(3, "Ida", "person"),))
    write_gold([article], tmp_path / "tasks.json", format="labelstudio")
    config = ElementTree.parse(tmp_path / "tasks.labeling-config.xml")
    values = {element.get("value") for element in config.iter()}
    names = {element.get("name") for element in config.iter()}
    (task,) = json.loads((tmp_path / "tasks.json").read_text("utf-8"))
    for one in task["predictions"][0]["result"]:
        assert {one.get("from_name"), one.get("to_name")} <= {*names, None}
        for key in ("labels", "choices"):
            assert {*one.get(key, []), *one.get("value", {}).get(key, [])} <= values


def test_no_articles_are_an_empty_list(tmp_path: Path) -> None:
    write_gold([], tmp_path / "tasks.json", format="labelstudio")
    assert json.loads((tmp_path / "tasks.json").read_text("utf-8")) == []
    assert fault(tmp_path / "tasks.json") == "has no article. Give a file with one in it."


A, B = (2, 4), (5, 7)
CUE, SOURCE = (8, 12), (13, 16)
BOTH = GoldQuote((A, B), (CUE,), (SOURCE,))


@pytest.mark.parametrize(("links", "quotes"), [
    (["ab", "ac", "as"], [BOTH]),  # as they are written
    (["sc", "ca", "bc", "ba"], [BOTH]),  # any direction, the source at the cue
    (["ac", "bc", "cs"], [GoldQuote((one,), (CUE,), (SOURCE,)) for one in (A, B)]),
    (["ac", "bs"], [GoldQuote((A,), (CUE,)), GoldQuote((B,), (), (SOURCE,))]),
    (["cs"], [GoldQuote((A,)), GoldQuote((B,))]),
    (["aa", "ab", "ab", "a?"], [GoldQuote((A, B))]),
])  # fmt: skip
def test_what_is_joined_is_a_quote(tmp_path: Path, links: list[str], quotes: Any) -> None:
    regions = [region("a", "content", *A), region("b", " CONTENT", *B), region("c", "Cue", *CUE)]
    regions += [region("s", "Source", *SOURCE), region("x", "Sources", 0, 1)]
    task = annotated([*regions, *(joined(*link) for link in links)])
    assert list(only(saved(tmp_path, task)).quotes) == quotes


def test_cues_and_sources_of_the_same_words_are_one_region() -> None:
    """A tool shows them once; contents stay apart, since each is the quote that its relations
    belong to."""
    quotes = (BOTH, GoldQuote((B,), (CUE,), (SOURCE,)))
    found = task_of(GoldArticle("x", TEXT, quotes))["predictions"][0]["result"]
    assert [one["value"]["start"] for one in found if "value" in one] == [2, 5, 8, 13, 5]
    links = [(one["from_id"], one["to_id"], *one["labels"]) for one in found if "from_id" in one]
    first = [("r0", "r1", "part"), ("r0", "r2", "cue"), ("r0", "r3", "source")]
    assert links == [*first, ("r4", "r2", "cue"), ("r4", "r3", "source")]


def test_a_wrong_task_costs_no_other(tmp_path: Path) -> None:
    found = items(saved(tmp_path, annotated(RESULT, RESULT), 1, TASK))
    assert [isinstance(item, GoldError) for item in found] == [True, True, False]


def test_act_and_speaker_may_stand_on_any_part(tmp_path: Path) -> None:
    parts = [region("a", "Content", *A), region("b", "Content", *B), joined("b", "a")]
    fields = [field("b", "choices", "choices", ["other"]), field("b", "textarea", "text", ["Ida"])]
    (quote,) = only(saved(tmp_path, annotated([*parts, *fields]))).quotes
    assert quote == GoldQuote((A, B), (), (), 0, "other")
