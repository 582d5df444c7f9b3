"""Pipelines that are loaded once, and another model than the one in the package."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from quoteminer.component.annotations import register, speakers_attribute
from quoteminer.network.load import find_model

TEXT = (
    "“We will open in May,” said Ana Silva, the director. She added that nobody had asked her"
    " before."
)


def pipeline(**config: Any) -> Language:
    """Return a blank English pipeline with the component; ``before`` are the pipes before it."""
    nlp = spacy.blank("en")
    for name in config.pop("before", ()):
        nlp.add_pipe(name)
    nlp.add_pipe("quoteminer", config={"threads": 1, **config})
    return nlp


@pytest.fixture(scope="session")
def text() -> str:
    """An article of two quotes by one speaker."""
    return TEXT


@pytest.fixture(scope="session")
def make() -> Callable[..., Language]:
    return pipeline


@pytest.fixture(scope="session")
def shared() -> Language:
    """A pipeline for all tests that don't change it."""
    return pipeline()


@pytest.fixture(scope="session")
def half_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model directory of another version, which finds direct quotes only."""
    folder = tmp_path_factory.mktemp("models") / "half"
    shutil.copytree(find_model(), folder)
    path, about = folder / "config.json", folder / "meta.json"
    config, meta = (json.loads(file.read_text("utf-8")) for file in (path, about))
    config["decoding"]["keep"] = 2.0
    path.write_text(json.dumps(config), "utf-8")
    meta["version"] = "9.9"
    meta["sha256"]["config.json"] = hashlib.sha256(path.read_bytes()).hexdigest()
    about.write_text(json.dumps(meta), "utf-8")
    return folder


@pytest.fixture(autouse=True)
def extensions() -> Any:
    """Remove the extensions of a test."""
    yield
    for attribute in ("quotes", "said", "other"):
        for name in (attribute, speakers_attribute(attribute)):
            if Doc.has_extension(name):
                Doc.remove_extension(name)
    register("quotes")
