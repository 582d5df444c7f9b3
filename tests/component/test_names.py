"""Names of the pipeline's own entity recogniser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from quoteminer import ConfigError
from quoteminer.component import NAME_LABELS, record_of
from quoteminer.component.annotations import names_of
from quoteminer.types import Name


def with_ruler(label: str, **config: Any) -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": label, "pattern": "Delia Storm"}])
    nlp.add_pipe("quoteminer", config={"threads": 1, "names": "pipeline", **config})
    return nlp


def speakers(doc: Doc) -> list[tuple[str, str]]:
    return [(speaker["name"], speaker["kind"]) for speaker in record_of(doc)["speakers"]]


@pytest.mark.parametrize(
    ("label", "config", "kind"),
    [
        ("PERSON", {}, "person"),
        ("ORG", {}, "org"),
        ("GPE", {}, "org"),
        ("BAND", {"name_labels": {"BAND": "org"}}, "org"),
        ("ORG", {"name_labels": {"ORG": "person"}}, "person"),
        ("ORG", {"names": "own"}, "person"),
    ],
)
def test_the_kind_of_a_name_is_that_of_its_label(label: str, config: dict[str, Any], kind: str) -> None:
    nlp = with_ruler(label, **config)
    assert speakers(nlp("“We must wait,” Delia Storm said on Monday.")) == [("Delia Storm", kind)]
    labels = nlp.config["components"]["quoteminer"]["name_labels"]
    assert labels == {**NAME_LABELS, **config.get("name_labels", {})}


def test_a_doc_without_entity_annotation_is_an_error(make: Callable[..., Language], text: str) -> None:
    nlp = make(names="pipeline")
    with pytest.raises(ConfigError, match='no component before quoteminer has set doc.ents.*or set names to "own"'):
        nlp(text)
    assert nlp("")._.quotes == []
    nlp.set_error_handler(spacy.util.ignore_error)
    assert [doc.text for doc in nlp.pipe([text, ""])] == [""]
    none = Doc(nlp.vocab, ["Quiet", "."])
    none.set_ents([], default="outside")
    assert nlp(none)._.quotes == []


VOCAB = Vocab()
LABELS = st.sampled_from(["PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "DATE", "CARDINAL"])


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 3), LABELS), max_size=4))
def test_names_are_the_entities_with_a_label_of_a_name(found: list[tuple[int, int, str]]) -> None:
    doc = Doc(VOCAB, [f"w{number}" for number in range(12)])
    ents = spacy.util.filter_spans([Span(doc, at, at + size, label) for at, size, label in found])
    doc.set_ents(ents, default="outside")
    expected = []
    for ent in ents:  # an oracle: offsets by the text before
        start = len("".join(token.text_with_ws for token in doc[: ent.start]))
        kind = {"PERSON": "person", "ORG": "org"}.get(ent.label_, "place")
        if ent.label_ not in ("NORP", "DATE", "CARDINAL"):
            expected.append(Name(start, start + len(ent.text), kind))
    assert names_of(doc, NAME_LABELS) == sorted(expected, key=lambda name: name.start)
