from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import DocBin

from quoteminer import PeopleFileError

TEXT = "“We will open in May,” said Ana Silva, the director. She added that nobody had asked her before."


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("quoteminer", config={"threads": 1})
    return pipeline


def test_it_writes_plain_quotes_and_labelled_spans(nlp: Language) -> None:
    doc = nlp(TEXT)
    first, second = doc._.quotes
    assert first["text"] == "“We will open in May,”"
    assert second["mention"]["text"] == "She"
    assert {first["speaker"], second["speaker"]} == {0}
    labels = [(span.label_, span.text) for span in doc.spans["quoteminer"]]
    assert ("direct", "“We will open in May,”") in labels
    assert any(label == "source" and text.startswith("Ana Silva") for label, text in labels)
    assert ("cue", "said") in labels
    assert doc.user_data["quoteminer_record"]["speakers"][0]["name"] == "Ana Silva"


def test_a_stream_gives_what_single_docs_give(nlp: Language) -> None:
    texts = [TEXT, "", "Nothing was said.", TEXT]
    assert [doc._.quotes for doc in nlp.pipe(texts)] == [nlp(text)._.quotes for text in texts]


def test_two_threads_and_two_processes_give_the_same(nlp: Language) -> None:
    texts = [TEXT * count for count in (1, 30, 0, 2)] * 2
    alone = [nlp(text)._.quotes for text in texts]
    pipeline = spacy.blank("en")
    pipeline.add_pipe("quoteminer", config={"threads": 2})
    assert [doc._.quotes for doc in pipeline.pipe(texts)] == alone
    # The threads have run by now; a process that is forked from this one has none of them.
    assert [doc._.quotes for doc in pipeline.pipe(texts, n_process=2, batch_size=2)] == alone


def test_docs_pickle_and_survive_a_docbin(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert pickle.loads(pickle.dumps(doc))._.quotes == doc._.quotes
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (again,) = DocBin().from_bytes(stored).get_docs(nlp.vocab)
    assert json.dumps(again._.quotes) == json.dumps(doc._.quotes)


def test_the_component_pickles(nlp: Language) -> None:
    again = pickle.loads(pickle.dumps(nlp.get_pipe("quoteminer")))
    assert again(nlp.make_doc(TEXT))._.quotes == nlp(TEXT)._.quotes


def test_predicting_leaves_the_doc_alone(nlp: Language) -> None:
    doc = nlp.make_doc(TEXT)
    (record,) = nlp.get_pipe("quoteminer").predict([doc])
    assert len(record.quotes) == 2
    assert doc._.quotes is None
    assert "quoteminer" not in doc.spans


def test_it_works_beside_other_components() -> None:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    pipeline.add_pipe("quoteminer", name="who_said_what", config={"threads": 1})
    doc = pipeline(TEXT)
    assert len(doc._.quotes) == 2
    assert len(doc.spans["who_said_what"]) == 6


def test_speakers_are_looked_up_in_a_list(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text('key,name\nana,"Silva, Ana"\n', "utf-8")
    pipeline = spacy.blank("en")
    component = pipeline.add_pipe("quoteminer", config={"threads": 1, "people": str(people)})
    assert pipeline(TEXT).user_data["quoteminer_record"]["speakers"][0]["known"]["key"] == "ana"
    again = pickle.loads(pickle.dumps(component))
    assert again.predict([pipeline.make_doc(TEXT)])[0].speakers[0].known.row.name == "Silva, Ana"


def test_a_list_that_is_not_right() -> None:
    with pytest.raises(PeopleFileError, match="no such file"):
        spacy.blank("en").add_pipe("quoteminer", config={"people": "no.csv"})
