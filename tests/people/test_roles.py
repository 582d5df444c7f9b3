"""The roles of the people of an article (`role_cases.csv`: a mention in {}, a cue in ||, and what a
reader finds)."""

import csv
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from quoteminer.network.load import find_model
from quoteminer.people.article_names import NameIndex
from quoteminer.people.clustering import EntityStore
from quoteminer.people.entities import Entity
from quoteminer.people.ranker import Ranker
from quoteminer.people.resolve import resolve
from quoteminer.people.role_confidence import plain_role
from quoteminer.people.roles import RoleReader, learn_roles
from quoteminer.text.article import make_article
from quoteminer.text.article_index import ArticleIndex
from quoteminer.text.marks import read_marks
from quoteminer.types import Attribution, Name, NameKind

with Path(__file__).with_name("role_cases.csv").open(encoding="utf-8", newline="") as stream:
    CASES = [
        (row["text"], row["role"] or None, row["affiliation"] or None)
        for row in csv.DictReader(stream)
    ]
PEOPLE = (
    "Ida Kranz|Scot Kranz|Kranz|Omar Reyes|Reyes|Nguyễn Thị Hoa|Chidi Okonkwo|Aïcha Benali|Kim Ha-neul|Priya"
    " Raghunathan"
)
BODIES = (
    "Delmar Group|Delmar|Institute of Tides|Tidal Institute|University of Norvik|Norvik Times|Quay"
    " Board|Basic Research"
)
NAMES: dict[NameKind, str] = {
    "person": PEOPLE + "|Kalinda Tau|Leilani",
    "org": BODIES + "|Sông Hồng Bank|Ministry of Wells",
    "place": "Velden|Norvik|N.Y.|U.S.",
}


def places(text: str, names: Mapping[NameKind, str]) -> list[Name]:
    patterns = ((kind, rf"(?<!\w)(?:{words})(?!\w)") for kind, words in names.items())
    return [
        Name(*place.span(), kind)
        for kind, pattern in patterns
        for place in re.finditer(pattern, text)
    ]


def learn(text: str, at: int) -> Entity:
    """The entity that is named first from a position on, once the roles are learned."""
    index = NameIndex(text, places(text, NAMES))
    store = EntityStore(make_article(text), index)
    learn_roles(store, index)
    named = min(
        (name for name in index.names if name.start >= at and name.kind == "person"),
        key=lambda n: n.start,
    )
    entity = store.at(named.start)
    assert entity is not None
    return entity


@pytest.mark.parametrize(("text", "role", "affiliation"), CASES, ids=[text for text, _, _ in CASES])
def test_role_and_affiliation(text: str, role: str | None, affiliation: str | None) -> None:
    at = text.replace("|", "").index("{")
    entity = learn(re.sub(r"[{}|]", "", text) + " it would rain.", at)
    assert (entity.role, entity.affiliation) == (role, affiliation)


@pytest.mark.parametrize(("noun", "gender"), [
    ("fireman", "m"), ("actress", "f"), ("shaman", None), ("doctor", None),
])  # fmt: skip
def test_the_noun_of_a_role_tells_the_gender(noun: str, gender: str | None) -> None:
    assert learn(f"Leilani, the local {noun}, said it would rain.", 0).gender == gender


@pytest.mark.parametrize(("description", "role", "affiliation"), [
    ("The former mayor", "former mayor", None),
    ("the chancellor, who had come", "chancellor", None),
    ("The former Velden mayor", "former mayor", "Velden"),
    ("the Democratic nominee", "nominee", "Democratic"),
    ("the Quay Board's deputy chief", "deputy chief", None),
    ("the nurse from Velden", None, None),
    ("a nurse", None, None),
    ("her brother", None, None),
    ("the American", None, None),
    ("the", None, None),
])  # fmt: skip
def test_definite_descriptions_tell_a_role(
    description: str, role: str | None, affiliation: str | None
) -> None:
    index = NameIndex(description, places(description, NAMES))
    reader = RoleReader(EntityStore(make_article(description), index), index)
    assert reader.told((0, len(description)))[:2] == (role, affiliation)


@pytest.mark.parametrize(("read", "role"), [
    ("former mayor", "former mayor"),
    ("director of foreign trade", "director of foreign trade"),
    ("chairman of", "chairman"),
    ("the harbour master's", "harbour master"),
    ("Prime Minister,", "Prime Minister"),
    ("fiancée", "fiancée"),
    ("General", "General"),
    ("water", None),
    ("27", None),
    ("council's", None),
    ("former", None),
    ("Dr", None),
    ("in-chief", None),
    ("of", None),
    ("", None),
])  # fmt: skip
def test_a_role_is_a_noun_phrase_for_a_person(read: str, role: str | None) -> None:
    assert plain_role(read) == role


SEED_NAMES: dict[NameKind, str] = {
    "person": (
        "Luo Zhongwei|Luo|Xi Jinping|Xi|Bai Minh|Bai|Zhou Yunjie|Li Dongsheng|Lee|Duni Depu|Chen"
        " Duan|Chen"
    ),
    "org": (
        "Ministry of Industry and Information Technology|National Bureau of Statistics|Haier"
        " Group|TCL Technology Group|Roland Berger|Communist Party of China Central"
        " Committee|Central Military Commission|Institute of Industrial Economics|Chinese Academy"
        " of Social Sciences|Center for Digital Economy Integration and Innovation"
        " Development|Central University of Finance and Economics"
    ),
    "place": "China",
}


def test_the_seed_article() -> None:
    """The sample's record says who its speakers are as a reader would."""
    samples = Path(__file__).parents[2] / "samples"
    text = (samples / "china-manufacturing.txt").read_text("utf-8")
    record = json.loads((samples / "china-manufacturing.json").read_text("utf-8"))
    article = make_article(text)
    names = places(text, SEED_NAMES)
    quotes = [_attribution(quote) for quote in record["quotes"]]
    sentences = [m.span() for m in re.finditer(r"[^.\n]+[.]?[”\"]?", text)]
    marks = read_marks(text, article.paragraphs)
    ranker = Ranker(json.loads((find_model() / "ranker.json").read_text("utf-8")))
    index = ArticleIndex(article, marks, sentences=sentences)
    speakers, _ = resolve(index, quotes, names, ranker)
    told = {speaker.name: (speaker.role, speaker.affiliation) for speaker in speakers}
    assert told == {one["name"]: (one["role"], one["affiliation"]) for one in record["speakers"]}


def _attribution(quote: Mapping[str, Any]) -> Attribution:
    cue, source = (
        (part["start"], part["end"]) if part else None for part in (quote["cue"], quote["mention"])
    )
    content = tuple((start, end) for start, end in quote["spans"])
    return Attribution(
        content, (cue,) if cue else (), source, quote["type"], quote["act"], quote["paragraph"]
    )
