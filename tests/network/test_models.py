"""Which model runs: names, folders, what is installed, what runs by default.

The second model is a copy of the small one, registered as the package of a model is. The true large
one is tested once, where it is installed.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
import spacy
from commands import Result

from quoteminer import ModelError, QuoteMiner
from quoteminer.commands.corpus.worker import Settings
from quoteminer.network.find_model import (
    ORDER,
    VARIABLE,
    as_folder,
    find_model,
    installed_models,
    own_models,
)
from quoteminer.network.listing import list_models
from quoteminer.network.load import FILES

LARGE, SMALL = ORDER
TEXT = "“We open in May,” said Ana Silva. She added that entry would be free."


def write_package(site: Path, name: str, *, version: str = "9.9", module: str = "") -> Path:
    """Write what pip would install of the package of a model: a copy of the small one. Returns the
    model's folder."""
    folder = site / (module or f"quoteminer_{name}")
    about = site / f"quoteminer_{name}-{version}.dist-info"
    folder.mkdir()
    about.mkdir()
    for file in FILES:
        shutil.copy(small_model() / file, folder)
    meta = json.loads((small_model() / "meta.json").read_text("utf-8"))
    config = folder / "config.json"
    config.write_text(config.read_text("utf-8") + "\n", "utf-8")  # another checksum
    meta["sha256"]["config.json"] = hashlib.sha256(config.read_bytes()).hexdigest()
    figures = {"web_dev": {"content.all": {"e2e": 0.8, "P": 0.9}, "names.all": {"F1": 0.75}}}
    meta |= {"name": name, "version": version, "figures": figures}
    meta["speed"] = {"words_per_second": 712.4}
    told = f"Metadata-Version: 2.1\nName: quoteminer-{name}\nVersion: {version}\n"
    for path, content in (
        (folder / "meta.json", json.dumps(meta)),
        (folder / "__init__.py", "raise SystemExit('a model is found without being imported')"),
        (about / "METADATA", told),
        (about / "entry_points.txt", f"[quoteminer_models]\n{name} = {folder.name}\n"),
    ):
        path.write_text(content, "utf-8")
    return folder


def small_model() -> Path:
    return own_models()[SMALL]


def only_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide a large one that stands in the source tree of an editable install."""
    own = {SMALL: small_model()}
    monkeypatch.setattr("quoteminer.network.find_model.own_models", lambda: own)


@pytest.fixture(autouse=True)
def _nothing_is_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take the variable away that the tests run with, and start where no folder has the name of a
    model."""
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the small model be the only one that is installed."""
    only_inside(monkeypatch)
    monkeypatch.setattr("quoteminer.network.find_model.entry_points", lambda group: ())


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a model that is installed under the name of the large one."""
    only_inside(monkeypatch)
    site = tmp_path / "site"
    site.mkdir()
    folder = write_package(site, LARGE)
    monkeypatch.syspath_prepend(site)
    return folder


def test_the_best_that_is_installed_runs_by_default(
    large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(installed_models()) == [LARGE, SMALL]
    assert find_model() == large
    assert find_model(SMALL) == small_model()
    monkeypatch.setenv(VARIABLE, SMALL)
    assert find_model() == small_model()
    assert find_model(LARGE) == large
    assert f"quoteminer_{LARGE}" not in sys.modules


@pytest.mark.usefixtures("alone")
def test_without_the_large_one_the_small_one_runs() -> None:
    assert find_model() == find_model(SMALL) == small_model()


def test_a_model_of_somebody_else_runs_where_it_is_asked_for(large: Path) -> None:
    theirs = write_package(large.parent, "de_news")
    assert list(installed_models()) == [LARGE, SMALL, "de_news"]
    assert find_model("de_news") == theirs


@pytest.mark.parametrize("module", ["gone", "quoteminer.network"])
def test_a_registered_package_without_a_model_is_none(large: Path, module: str) -> None:
    write_package(large.parent, "de_news", module="de")
    entries = large.parent / "quoteminer_de_news-9.9.dist-info" / "entry_points.txt"
    entries.write_text(f"[quoteminer_models]\nde_news = {module}\n", "utf-8")
    assert list(installed_models()) == [LARGE, SMALL]


def test_a_package_cannot_replace_the_model_inside(large: Path) -> None:
    write_package(large.parent, SMALL)
    assert find_model(SMALL) == small_model()


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(("asked", "told"), [
    (LARGE, r"'en_news_large' is not installed \(installed: en_news\)\. Install it from .*: pip install"
            r" \./models/en_news_large$"),
    ("en_nws", r"'en_nws' is not installed .* Give an installed one, or the path of a model directory"),
    ("./en_news", r"There is no model directory at .*en_news\. Reinstall"),
    (Path("en_news"), r"There is no model directory at .*en_news\. Reinstall"),
])  # fmt: skip
def test_what_is_not_there(asked: str | Path, told: str) -> None:
    with pytest.raises(ModelError, match=told):
        find_model(asked)
    with pytest.raises(ModelError, match=told):
        QuoteMiner(asked)
    assert "pip install quoteminer" not in told


def test_a_name_and_a_folder(tmp_path: Path) -> None:
    assert as_folder("en_news") is None
    (tmp_path / "en_news").mkdir()
    assert as_folder("en_news") == tmp_path / "en_news"
    assert as_folder("a/b") == tmp_path / "a" / "b"
    assert as_folder(Path("a")) == tmp_path / "a"


def test_the_record_says_which_model_made_it(large: Path) -> None:
    models = (None, LARGE, SMALL)
    best, large_one, small = (QuoteMiner(one, threads=1).mine(TEXT).model.version for one in models)
    assert best == large_one == "9.9" != small


@pytest.mark.skipif(LARGE in own_models(), reason="an editable install has the large one inside")
def test_the_command_takes_names(large: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(large.parent)}
    for options, version in (
        ([], "9.9"),
        (["--model", SMALL], QuoteMiner(SMALL, threads=1).info.version),
    ):
        command = [
            sys.executable, "-m", "quoteminer", "extract", str(path), "--format", "json", *options,
        ]  # fmt: skip
        done = subprocess.run(
            command, env=environment, capture_output=True, encoding="utf-8", check=True
        )
        assert json.loads(done.stdout)["model"]["version"] == version
    missing = Result("info", "--model", "en_nws")
    assert (missing.status, missing.err[:43]) == (1, "quoteminer: The model 'en_nws' is not insta")


def test_a_run_tells_models_apart(large: Path) -> None:
    """So that it isn't resumed with another one."""
    small, best = Settings(SMALL).to_dict()["model"], Settings().to_dict()["model"]
    assert best == Settings(LARGE).to_dict()["model"] == Settings(large).to_dict()["model"] != small
    assert best.startswith("en_news_large 9.9 ")


def test_the_list(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = list_models()
    assert first.name == LARGE
    assert first.default is True
    assert first.path == str(large)
    assert first.words_per_second == 712.4
    assert first.figures == {"web_dev": {"content.all e2e": 0.8, "names.all F1": 0.75}}
    assert second.name == SMALL
    assert second.default is False
    assert first.bytes == sum((large / name).stat().st_size for name in (*FILES, "meta.json"))
    told = Result("models")
    assert told.status == 0
    lines = {line.split("  ")[0]: line.split()[-2:] for line in told.out.splitlines() if line}
    assert lines["version"] == ["9.9", second.version]
    assert lines["words a second, one core"][0] == "712"
    assert lines["runs by default"] == ["yes", "no"]
    assert lines["web_dev, content.all e2e"][0] == "0.800"
    assert str(large) in told.out.replace("\n  ", "")
    assert [
        (model["name"], model["default"]) for model in Result("models", "--format", "json").json
    ] == [(LARGE, True), (SMALL, False)]  # fmt: skip
    monkeypatch.setenv(VARIABLE, SMALL)
    rows = [(model.name, model.default) for model in list_models()]
    assert rows == [(SMALL, True), (LARGE, False)]
    monkeypatch.setenv(VARIABLE, "en_nws")
    assert Result("models").status == 1


def test_a_folder_that_the_variable_names_is_listed(
    large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "own"
    shutil.copytree(large, folder)
    monkeypatch.setenv(VARIABLE, str(folder))
    assert [(model.path, model.default) for model in list_models()][:2] == [
        (str(folder), True),
        (str(large), False),
    ]


def test_a_saved_pipeline_keeps_its_model(
    large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A saved pipeline ignores the default of where it is opened, and warns if its model is missing
    there."""
    for name, config in (("small", {"model": SMALL}), ("large", {"model": LARGE}), ("best", {})):
        nlp = spacy.blank("en")
        nlp.add_pipe("quoteminer", config={"threads": 1, **config})
        nlp.to_disk(tmp_path / name)
        assert [path.name for path in (tmp_path / name / "quoteminer").iterdir()] == [
            "quoteminer.json"
        ]
    assert model_of(tmp_path / "small") == SMALL
    monkeypatch.setenv(VARIABLE, SMALL)
    assert model_of(tmp_path / "best") == LARGE
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setattr("quoteminer.network.find_model.entry_points", lambda group: ())
    assert model_of(tmp_path / "small") == SMALL
    with pytest.warns(
        UserWarning,
        match=r"saved with the model en_news_large 9\.9 and reads with en_news .*pip install",
    ):
        assert model_of(tmp_path / "best") == SMALL
    with pytest.raises(ModelError, match=r"'en_news_large' is not installed .*pip install"):
        spacy.load(tmp_path / "large")(TEXT)


def model_of(folder: Path) -> str:
    """Return the name of the model that a saved pipeline reads with."""
    return str(spacy.load(folder).get_pipe("quoteminer").model.info.name)


@pytest.mark.skipif(
    LARGE not in installed_models(),
    reason=f"{LARGE} is not installed: pip install ./models/{LARGE}",
)
def test_the_large_model_reads_the_sample(root: Path) -> None:
    miner = QuoteMiner()
    assert (miner.info.name, miner.info.path) == (LARGE, installed_models()[LARGE])
    record = miner.mine((root / "samples" / "china-manufacturing.txt").read_text("utf-8"))
    assert record.model.name == LARGE
    (quote,) = (one for one in record.quotes if one.text.startswith("Stimulating innovation"))
    speaker = record.speaker_of(quote)
    assert (speaker and speaker.name) == "Li Dongsheng"
    assert len(record.quotes) >= 20


def test_the_package_of_the_large_model(root: Path) -> None:
    """Its version is that of the model, and the licences are those that its weights ask for."""
    try:
        package = metadata.distribution("quoteminer-en-news-large")
    except metadata.PackageNotFoundError:
        pytest.skip(f"{LARGE} is not installed as a package: pip install ./models/{LARGE}")
    assert package.version == QuoteMiner(LARGE).info.version
    assert not package.requires
    names = {path.name for path in package.files or ()}
    assert names >= {*FILES, "meta.json", "README.md", "LICENSE", "LICENSE-APACHE", "NOTICE"}


def test_the_licences_beside_the_weights(root: Path) -> None:
    folders = [root / "models" / name for name in ORDER]
    assert (folders[0] / "LICENSE").read_bytes() == (root / "LICENSE").read_bytes()
    apache = {(folder / "LICENSE-APACHE").read_text("utf-8") for folder in folders}
    assert len(apache) == 1
    assert "Version 2.0, January 2004" in apache.pop()
    assert all("LICENSE-APACHE" in (folder / "NOTICE").read_text("utf-8") for folder in folders)
