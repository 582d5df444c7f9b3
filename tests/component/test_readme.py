"""The component's README: its sessions run, and it lists the settings of the factory."""

from __future__ import annotations

import doctest
import json
import re
from pathlib import Path

import pytest
from spacy.language import Language

from quoteminer.component import NAME_LABELS


@pytest.fixture
def page(root: Path) -> Path:
    return root / "quoteminer" / "component" / "README.md"


def test_its_sessions_run(page: Path) -> None:
    done = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert (done.failed, done.attempted > 8) == (0, True)


def test_its_settings_are_all_there_are(page: Path, shared: Language) -> None:
    told = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", page.read_text("utf-8"), re.MULTILINE))
    config = dict(shared.get_pipe_meta("quoteminer").default_config)
    assert config.pop("name_labels") == NAME_LABELS
    assert config.pop("scorer") == {"@scorers": told.pop("scorer").strip("`")}
    assert told.pop("name_labels") == "`NAME_LABELS`"
    assert {name: json.loads(value) for name, value in told.items()} == config
