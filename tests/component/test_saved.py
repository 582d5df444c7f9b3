"""Pipelines that are saved and loaded on another machine."""

import json
import pickle
import shutil
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from quoteminer import ModelError, PeopleFileError
from quoteminer.component import QuoteMinerComponent, record_of
from quoteminer.linking.people_file import JSON_LINES, TABLES

Make = Callable[..., Language]
MISSING = "no such file|(no|not a) model directory"


def saved(nlp: Language, folder: Path, way: str) -> Callable[[], Language]:
    """Save a pipeline. Returns what opens it."""
    if way == "disk":
        nlp.to_disk(folder / "saved")
        return partial(spacy.load, folder / "saved")
    if way == "bytes":
        data, config = nlp.to_bytes(), nlp.config
        return lambda: spacy.util.load_model_from_config(config).from_bytes(data)
    if way == "pickle":
        return partial(pickle.loads, pickle.dumps(nlp))
    if way == "config":
        return partial(
            spacy.util.load_model_from_config, spacy.util.Config().from_str(nlp.config.to_str())
        )
    again = spacy.blank("en", vocab=nlp.vocab)
    again.add_pipe("quoteminer", source=nlp)
    return lambda: again


@pytest.fixture(autouse=True)
def _no_warning() -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text('key,name\nana,"Silva, Ana"\n', "utf-8")
    return path


@pytest.mark.parametrize("way", ["disk", "bytes", "pickle", "config", "source"])
def test_a_pipeline_is_the_same_again(
    shared: Language, text: str, tmp_path: Path, way: str
) -> None:
    again = saved(shared, tmp_path, way)()
    assert record_of(again(text)) == record_of(shared(text))
    assert again.config["components"] == shared.config["components"]


def test_the_model_of_the_package_is_not_copied(shared: Language, tmp_path: Path) -> None:
    shared.to_disk(tmp_path)
    assert [path.name for path in (tmp_path / "quoteminer").iterdir()] == ["quoteminer.json"]
    assert len(shared.get_pipe("quoteminer").to_bytes()) < 2000
    assert len(pickle.dumps(shared.get_pipe("quoteminer"))) < 5000


@pytest.mark.parametrize("way", ["disk", "bytes", "pickle"])
def test_a_pipeline_opens_without_its_paths(
    make: Make, text: str, tmp_path: Path, people: Path, half_model: Path, way: str
) -> None:
    model = tmp_path / "model"
    shutil.copytree(half_model, model)
    opener = saved(make(model=str(model), people=str(people)), tmp_path, way)
    shutil.rmtree(model)
    people.write_text("key,name\nother,Somebody Else\n", "utf-8")
    again = opener()
    record = record_of(again(text))
    assert record["model"] == {"name": "en_news", "version": "9.9"}
    assert [quote["type"] for quote in record["quotes"]] == ["direct"]
    assert record["speakers"][0]["known"]["key"] == "ana"
    once_more = pickle.loads(pickle.dumps(again.get_pipe("quoteminer")))  # from where it is now
    assert once_more.predict([again.make_doc(text)])[0].model.version == "9.9"
    again.to_disk(tmp_path / "saved")
    shutil.move(tmp_path / "saved", tmp_path / "moved")
    assert record_of(spacy.load(tmp_path / "moved")(text))["model"]["version"] == "9.9"


def test_a_changed_config_is_respected(
    make: Make,
    text: str,
    tmp_path: Path,
    people: Path,
    half_model: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make(people=str(people)).to_disk(tmp_path / "saved")
    other = tmp_path / "other.csv"
    other.write_text("key,name\nas,Ana Silva\n", "utf-8")
    config = {"components": {"quoteminer": {"people": str(other), "model": str(half_model)}}}
    again = spacy.load(tmp_path / "saved", config=config)
    component = again.get_pipe("quoteminer")
    assert component.model.info.version == "9.9"
    assert component.people.find("Ana Silva").row.key == "as"
    again.to_disk(tmp_path / "again")
    without = spacy.load(tmp_path / "again", config={"components.quoteminer.model": None})
    path = (tmp_path / "again" / "quoteminer" / "model").resolve()
    assert without.get_pipe("quoteminer").model.info.path == path
    monkeypatch.setenv("QUOTEMINER_MODEL", str(half_model))  # is saved like one in the config
    make().to_disk(tmp_path / "environment")
    monkeypatch.setenv("QUOTEMINER_MODEL", "en_news")
    assert record_of(spacy.load(tmp_path / "environment")(text))["model"]["version"] == "9.9"


def test_another_model_in_the_package_is_a_warning(
    make: Make,
    shared: Language,
    text: str,
    tmp_path: Path,
    half_model: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shared.to_disk(tmp_path)
    monkeypatch.setattr("quoteminer.network.find_model.own_models", lambda: {"en_news": half_model})
    told = r"was saved with the model en_news .* reads with en_news 9\.9 of .*half"
    with pytest.warns(UserWarning, match=told):
        again = spacy.load(tmp_path)
    assert record_of(again(text))["model"]["version"] == "9.9"


def test_parts_can_be_left_out(make: Make, tmp_path: Path, people: Path, half_model: Path) -> None:
    component = make(people=str(people), model=str(half_model)).get_pipe("quoteminer")
    component.to_disk(tmp_path / "a", exclude=["model", "people"])
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["quoteminer.json"]
    fresh = QuoteMinerComponent(threads=1)
    assert fresh.from_disk(tmp_path / "a") is fresh
    component.to_disk(tmp_path / "b")
    fresh.from_disk(tmp_path / "b", exclude=["model", "people"])
    assert fresh.model.info.version != "9.9"
    assert fresh.people is None
    fresh.from_bytes(component.to_bytes())
    assert (fresh.model.info.version, len(fresh.people)) == ("9.9", 1)


@pytest.mark.parametrize(("setting", "error"), [("model", ModelError), ("people", PeopleFileError)])
def test_what_is_missing_is_an_error_when_it_is_needed(
    make: Make, tmp_path: Path, setting: str, error: type[Exception]
) -> None:
    missing = tmp_path / "nowhere.csv"
    nlp = make(**{setting: str(missing)})
    for use in (
        lambda: nlp("A text."),
        lambda: next(nlp.pipe(["A text."])),
        lambda: nlp.to_disk(tmp_path / "saved"),
        lambda: QuoteMinerComponent(**{setting: missing}),  # without a pipeline
        nlp.initialize,
        nlp.to_bytes,
        lambda: nlp.set_error_handler(spacy.util.ignore_error) or list(nlp.pipe(["A text."])),
    ):
        with pytest.raises(error, match=MISSING):
            use()


def test_a_missing_model_harms_no_other_component(make: Make, tmp_path: Path) -> None:
    """Listeners of a tok2vec ask every component for its model."""
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec")
    nlp.add_pipe("quoteminer", config={"model": str(tmp_path / "nowhere")})
    assert not hasattr(nlp.get_pipe("quoteminer"), "model")
    again = pickle.loads(pickle.dumps(nlp.get_pipe("quoteminer")))
    with pytest.raises(ModelError, match="nowhere"):
        again.predict([])


def test_errors_at_once(make: Make, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("nom\nAna\n", "utf-8")
    (tmp_path / "model").mkdir()
    with pytest.raises(PeopleFileError, match="name"):
        make(people=str(tmp_path / "people.csv"))
    with pytest.raises(ModelError, match=MISSING):
        make(model=str(tmp_path / "model"))


def test_a_model_changed_after_loading_is_not_saved(
    make: Make, tmp_path: Path, half_model: Path
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(half_model, folder)
    nlp = make(model=str(folder))
    shutil.rmtree(folder)
    shutil.copytree(make().get_pipe("quoteminer").model.info.path, folder)
    with pytest.raises(ModelError, match="has another model than the one that was loaded"):
        nlp.to_disk(tmp_path / "saved")
    shutil.rmtree(folder)
    with pytest.raises(ModelError, match=r"not a model directory: it has no meta\.json"):
        nlp.to_bytes()


@pytest.mark.parametrize(("change", "words"), [
    (lambda state: state.update(format=2), "format 2, and this quoteminer reads 1"),
    (lambda state: state.pop("asked"), "KeyError.*Save the pipeline again"),
    (lambda state: state.update(model=[1]), "not what quoteminer saves"),
    (lambda state: state.update(people=["../../../etc/passwd", "ab"]), "is not a file of people"),
])  # fmt: skip
def test_damaged_state_is_an_error(
    shared: Language, tmp_path: Path, change: Callable[[dict[str, object]], object], words: str
) -> None:
    component = shared.get_pipe("quoteminer")
    component.to_disk(tmp_path)
    path = tmp_path / "quoteminer.json"
    state = json.loads(path.read_text("utf-8"))
    change(state)
    path.write_text(json.dumps(state), "utf-8")
    with pytest.raises(ModelError, match=words):
        component.from_disk(tmp_path)


@pytest.mark.parametrize("suffix", [*TABLES, *JSON_LINES])
def test_every_kind_of_list_is_saved(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"staff{suffix.upper()}"
    path.write_text('{"name": "Ana Silva"}' if suffix in JSON_LINES else "name\nAna Silva")
    data = QuoteMinerComponent(threads=1, people=path).to_bytes()
    again = QuoteMinerComponent(threads=1).from_bytes(data).people
    assert (again.file.data, len(again)) == (path.read_bytes(), 1)


def test_a_pipeline_saved_without_state_opens(shared: Language, text: str, tmp_path: Path) -> None:
    shared.to_disk(tmp_path)
    shutil.rmtree(tmp_path / "quoteminer")
    assert len(spacy.load(tmp_path)(text)._.quotes) == 2
