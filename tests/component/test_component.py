"""The annotations and settings of the component, its names and README, and the duties of every
spaCy component."""

import doctest
import inspect
import json
import pickle
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.training import Example
from spacy.vocab import Vocab

from quoteminer import ConfigError, QuoteMiner
from quoteminer.component import (
    COLOURS,
    LABELS,
    NAME_LABELS,
    QuoteMinerComponent,
    make_component,
    record_of,
    units,
)
from quoteminer.component.annotations import names_of
from quoteminer.types import Name

Make = Callable[..., Language]


def test_it_writes_plain_quotes_and_labelled_spans(shared: Language, text: str) -> None:
    doc = shared(text)
    first, second = doc._.quotes
    assert first["text"] == "“We will open in May,”"
    assert second["mention"]["text"] == "She"
    assert {first["speaker"], second["speaker"]} == {0}
    labels = [(span.label_, span.text) for span in doc.spans["quoteminer"]]
    assert ("direct", "“We will open in May,”") in labels
    assert any(label == "source" and text.startswith("Ana Silva") for label, text in labels)
    assert ("cue", "said") in labels
    assert [speaker["name"] for speaker in doc._.speakers] == ["Ana Silva"]
    ids = [(span.id_, span.kb_id_) for span in doc.spans["quoteminer"]]
    assert ids == [("0", "0")] * 3 + [("1", "0")] * 3
    assert record_of(doc) is doc.user_data["quoteminer_record"]


def test_predicting_leaves_the_doc_alone(shared: Language, text: str) -> None:
    doc = shared.make_doc(text)
    component = QuoteMinerComponent("who", threads=1)  # without a pipeline
    (record,) = component.predict([doc])
    assert (len(record.quotes), doc._.quotes, len(doc.spans), doc.user_data) == (2, None, 0, {})
    assert (len(component(doc)._.quotes), list(doc.spans)) == (2, ["who"])


@pytest.mark.parametrize("before", ["", "sentencizer", "senter", "parser"])
def test_sentences_may_come_from_any_component(make: Make, text: str, before: str) -> None:
    nlp = make(before=[before] if before else [])
    nlp.initialize()
    assert nlp(text)._.quotes[0]["text"] == "“We will open in May,”"


STOPS = [".", "?", "…", "。", "”", ")", " ", "\n\n", "We left", "no", "U.S.", "Dr. Lind", "1.5"]


@given(st.lists(st.sampled_from(STOPS), max_size=8).map("".join))
def test_sentences_are_those_of_the_rules_of_spacy(text: str) -> None:
    nlp = spacy.blank("en")
    doc, sentencizer = nlp(text), nlp.create_pipe("sentencizer")
    sentences = [(span.start_char, span.end_char) for span in sentencizer(nlp(text)).sents]
    tokens = [(token.idx, token.idx + len(token)) for token in doc if not token.is_space]
    assert units(doc) == (tokens, sentences)


@pytest.mark.parametrize("wanted", [
    {}, {"acts": "all"}, {"acts": ["thought"], "types": "indirect", "min_confidence": 0.7},
])  # fmt: skip
def test_it_gives_the_records_of_the_miner(make: Make, root: Path, wanted: dict[str, Any]) -> None:
    """With the same words; sentences are those of spaCy's rules where no component has set
    others."""
    pipelines = [make(**wanted), make(before=["sentencizer"], **wanted)]
    miner = QuoteMiner(threads=1, **wanted)
    for path in sorted((root / "samples").glob("*.txt"))[:4]:
        article = path.read_text("utf-8")
        expected = miner.mine(article).to_dict()
        assert [record_of(nlp(article)) for nlp in pipelines] == [expected, expected]


@pytest.mark.parametrize(("words", "spaces"), [
    (["“", "We", "open", ",”", "said", "Ana", "Silva", "."], [False, True, False, True, True, True, False, False]),
    (["“We open,” said", " ", "Ana Silva."], [True, False, False]),
    (["“We open,” said Ana Silva."], [False]),
    (["“We", "open,”", "said", "Ana", "Silva", "."], None),
    ([], []),
])  # fmt: skip
def test_docs_of_words(shared: Language, words: list[str], spaces: list[bool] | None) -> None:
    doc = shared(Doc(shared.vocab, words, spaces))
    assert len(doc._.quotes) == bool(words)
    for quote in doc._.quotes:
        assert doc.text[quote["start"] : quote["end"]] == quote["text"]
    spans = doc.spans["quoteminer"]
    assert all(span.label_ in LABELS for span in spans)
    assert ["We" in span.text for span in spans if span.label_ == "direct"] == [True] * bool(words)


def test_its_meta(shared: Language) -> None:
    meta = shared.get_pipe_meta("quoteminer")
    assert meta.assigns == ["doc._.quotes", "doc._.speakers", "doc.spans"]
    assert meta.requires == []
    assert meta.retokenizes is False
    assert {"quotes_f", "quotes_e2e_f", "quotes_speaker_f"} <= set(meta.scores)
    # what is trained beside it is not judged by it
    assert set(meta.default_score_weights.values()) == {None}
    assert "quoteminer" not in shared.config["training"]["score_weights"]
    assert shared.analyze_pipes()["problems"] == {"quoteminer": []}
    assert shared.pipe_labels == {"quoteminer": list(LABELS)}
    assert {label.upper() for label in LABELS} == set(COLOURS)


def test_a_pipeline_with_it_can_be_trained(make: Make, text: str) -> None:
    nlp = make(before=["sentencizer"])
    nlp.add_pipe("textcat_multilabel", first=True).add_label("news")
    nlp.initialize()
    doc = nlp.make_doc(text)
    losses = nlp.update([Example.from_dict(doc, {"cats": {"news": 1.0}})], annotates=["quoteminer"])
    assert set(losses) == {"textcat_multilabel"}
    assert len(nlp(text)._.quotes) == 2


@pytest.mark.parametrize(("config", "words"), [
    ({"threads": -1}, "threads is -1; give a whole number, 1 or more"),
    ({"acts": "said"}, "Unknown act 'said'. Choose from speech, statement, question,"),
    ({"types": ["said"]}, "Unknown type 'said'. Choose from direct, mixed, indirect."),
    ({"min_confidence": 1.5}, "min_confidence is 1.5; it must be between 0 and 1"),
    ({"names": "mine"}, "names is 'mine'; give one of 'own', 'pipeline'"),
    ({"name_labels": {"NORP": "people"}}, "name_labels has 'people' for 'NORP'; give one of 'person', 'org', 'pl"),
    ({"attribute": "two words"}, "attribute is 'two words', which can't follow doc._"),
    ({"attribute": "get"}, "attribute is 'get', which can't follow doc._"),
])  # fmt: skip
def test_invalid_settings(config: dict[str, object], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        spacy.blank("en").add_pipe("quoteminer", config=config)


def test_every_spacy_can_read_the_types_of_the_settings() -> None:
    """With confection 0.1 (spaCy 3.8.2), string annotations make add_pipe fail."""
    assert not any(isinstance(one, str) for one in inspect.get_annotations(make_component).values())


@pytest.mark.parametrize("name", ["quotes", "speakers"])
def test_an_extension_of_others_is_never_overwritten(make: Make, text: str, name: str) -> None:
    if Doc.has_extension(name):
        Doc.remove_extension(name)
    Doc.set_extension(name, default=None)
    with pytest.raises(
        ConfigError, match=rf'doc._.{name} is there already.*config=\{{"attribute": "…"\}}'
    ):
        make()
    doc = make(attribute="said", spans_key="who")(text)
    assert doc._.get(name) is None
    assert len(doc._.said) == 2
    assert list(doc.spans) == ["who"]
    assert [speaker["name"] for speaker in doc._.said_speakers] == ["Ana Silva"]
    assert record_of(doc, "said") == doc.user_data["quoteminer_record.said"]


def test_two_in_one_pipeline(make: Make, text: str, half_model: Path) -> None:
    nlp = make()
    other: dict[str, Any] = {"attribute": "other", "threads": 1}
    with pytest.raises(ConfigError, match="'quoteminer' of this pipeline has attribute 'quotes'"):
        nlp.add_pipe("quoteminer", name="other")
    with pytest.raises(ConfigError, match="has spans_key 'quoteminer' as well"):
        nlp.add_pipe("quoteminer", name="other", config={**other, "spans_key": "quoteminer"})
    nlp.add_pipe("quoteminer", name="other", config={**other, "model": str(half_model)})
    doc = nlp(text)
    assert (len(doc._.quotes), len(doc._.other)) == (2, 1)
    assert (len(doc.spans["quoteminer"]), len(doc.spans["other"])) == (6, 3)
    nlp.replace_pipe("other", "quoteminer", config=other)
    assert len(nlp(text)._.other) == 2


def binned(doc: Doc, *, user_data: bool) -> Doc:
    stored = DocBin(store_user_data=user_data, docs=[doc]).to_bytes()
    return next(DocBin().from_bytes(stored).get_docs(doc.vocab))


def from_json(doc: Doc) -> Doc:
    as_json = json.loads(json.dumps(doc.to_json(underscore=["quotes", "speakers"])))
    return Doc(doc.vocab).from_json(as_json)


@pytest.mark.parametrize(("again", "record", "spans"), [
    (lambda doc: pickle.loads(pickle.dumps(doc)), True, True),
    (lambda doc: doc.copy(), True, True),
    (lambda doc: Doc(Vocab()).from_bytes(doc.to_bytes()), True, True),
    (lambda doc: binned(doc, user_data=True), True, True),
    (lambda doc: binned(doc, user_data=False), False, True),
    (from_json, False, False),
    (lambda doc: Doc.from_docs([doc], exclude=["user_data"]), False, True),
    (lambda doc: doc[:].as_doc(copy_user_data=True), True, None),
    (lambda doc: doc[:].as_doc(), False, None),
], ids="pickle copy bytes DocBin-with DocBin-without json from_docs as_doc-with as_doc".split())  # fmt: skip
def test_what_a_copy_of_a_doc_keeps(
    shared: Language,
    text: str,
    again: Callable[[Doc], Doc],
    record: bool,
    spans: bool | None,
    recwarn: pytest.WarningsRecorder,
) -> None:
    """The table of the page. ``spans``: False without their ids."""
    doc = shared(text)
    same = again(doc)
    assert not recwarn
    kept = (doc._.quotes, doc._.speakers) if record or again is from_json else (None, None)
    assert (same._.quotes, same._.speakers) == kept
    if record:
        assert same.user_data["quoteminer_record"] == doc.user_data["quoteminer_record"]

    def seen(doc: Doc) -> list[tuple[object, ...]]:
        labelled = doc.spans.get("quoteminer", [])
        return [(s.start, s.end, s.label_, s.kb_id_, spans and s.id_, s.text) for s in labelled]

    assert seen(same) == (seen(doc) if spans is not None else [])


def test_a_warning_of_spacy_does_not_print_the_record(shared: Language, text: str) -> None:
    docs = [shared(text), shared("Nobody spoke.")]
    with pytest.warns(UserWarning, match="quoteminer_record") as told:
        merged = Doc.from_docs(docs)
    assert [str(warning.message).partition("quoteminer_")[2] for warning in told] == [
        f"record: record of {count} quotes' while merging docs." for count in (2, 0)
    ]
    assert (len(merged.spans["quoteminer"]), merged._.quotes) == (6, None)


@pytest.mark.parametrize(("language", "count"), [("de", 1), ("en", 0), ("xx", 0)])
def test_another_language_than_english_is_a_warning(
    language: str, count: int, recwarn: pytest.WarningsRecorder
) -> None:
    spacy.blank(language).add_pipe("quoteminer", config={"threads": 1})
    messages = [str(warning.message) for warning in recwarn]
    assert len(messages) == count
    assert all("'de', but quoteminer finds quotes in English only" in told for told in messages)


def test_quotes_can_be_set_and_forgotten(shared: Language, text: str) -> None:
    doc = shared(text)
    doc._.quotes = doc._.quotes[:1]
    assert len(record_of(doc)["quotes"]) == 1
    assert record_of(doc)["speakers"]
    doc._.speakers = []
    assert (record_of(doc)["speakers"], len(doc._.quotes)) == ([], 1)
    doc._.quotes = None
    doc._.speakers = None
    assert (doc._.quotes, record_of(doc)) == (None, None)


def test_memory_zones_hold_nothing_of_ours(make: Make, text: str) -> None:
    """Strings of a zone are deleted after it: the next one finds the same, and no string stays."""
    nlp = make(before=["sentencizer"])
    expected = [record_of(doc) for doc in nlp.pipe([text, "Nobody spoke."])]
    sizes = []
    for turn in range(4):
        coined = f"“Zed{turn} is quibble{turn},” said Mara Quill."
        with nlp.memory_zone():
            records = [record_of(doc) for doc in nlp.pipe([text, "Nobody spoke.", coined])]
        assert records[:2] == expected
        assert records[2]["quotes"][0]["text"] == f"“Zed{turn} is quibble{turn},”"
        sizes.append((len(nlp.vocab.strings), len(list(nlp.vocab))))
    assert len(set(sizes)) == 1
    assert record_of(nlp(text)) == expected[0]


def test_its_page(root: Path, shared: Language) -> None:
    page = root / "quoteminer" / "component" / "README.md"
    done = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert done.failed == 0
    assert done.attempted > 8
    listed = dict(re.findall(r"^- `(\w+)` \((.+?)\): ", page.read_text("utf-8"), re.MULTILINE))
    config = dict(shared.get_pipe_meta("quoteminer").default_config)
    assert config.pop("name_labels") == NAME_LABELS
    assert config.pop("scorer") == {"@scorers": listed.pop("scorer").strip("`")}
    assert listed.pop("name_labels") == "`NAME_LABELS`"
    assert {name: json.loads(value) for name, value in listed.items()} == config


def with_ruler(label: str, **config: Any) -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": label, "pattern": "Delia Storm"}])
    nlp.add_pipe("quoteminer", config={"threads": 1, "names": "pipeline", **config})
    return nlp


def speakers(doc: Doc) -> list[tuple[str, str]]:
    return [(speaker["name"], speaker["kind"]) for speaker in record_of(doc)["speakers"]]


@pytest.mark.parametrize(("label", "config", "kind"), [
    ("PERSON", {}, "person"),
    ("ORG", {}, "org"),
    ("GPE", {}, "org"),
    ("BAND", {"name_labels": {"BAND": "org"}}, "org"),
    ("ORG", {"name_labels": {"ORG": "person"}}, "person"),
    ("ORG", {"names": "own"}, "person"),
])  # fmt: skip
def test_the_kind_of_a_name_is_that_of_its_label(
    label: str, config: dict[str, Any], kind: str
) -> None:
    nlp = with_ruler(label, **config)
    assert speakers(nlp("“We must wait,” Delia Storm said on Monday.")) == [("Delia Storm", kind)]
    labels = nlp.config["components"]["quoteminer"]["name_labels"]
    assert labels == {**NAME_LABELS, **config.get("name_labels", {})}


def test_a_doc_without_entity_annotation_is_an_error(make: Make, text: str) -> None:
    nlp = make(names="pipeline")
    told = 'no component before quoteminer has set doc.ents.*or set names to "own"'
    with pytest.raises(ConfigError, match=told):
        nlp(text)
    assert nlp("")._.quotes == []
    nlp.set_error_handler(spacy.util.ignore_error)
    assert [doc.text for doc in nlp.pipe([text, ""])] == [""]
    none = Doc(nlp.vocab, ["Quiet", "."])
    none.set_ents([], default="outside")
    assert nlp(none)._.quotes == []


VOCAB = Vocab()
ENTITY_LABELS = st.sampled_from(["PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "DATE", "CARDINAL"])


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 3), ENTITY_LABELS), max_size=4))
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
