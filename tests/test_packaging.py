"""The installed package and its wheel. The wheel is looked for in $QUOTEMINER_WHEEL, then in
dist/."""

import json
import os
import re
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

import quoteminer

DEPENDENCIES = set(
    "charset-normalizer click filelock jinja2 numpy onnxruntime pydantic rapidfuzz rich spacy"
    " tokenizers typer webvtt-py".split()
)
MODEL = {"README.md", "config.json", "meta.json", "tokenizer.json", "weights.onnx"}
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def installed() -> metadata.Distribution:
    """The installed distribution; a source tree on the path or an editable one is not what users
    get."""
    try:
        distribution = metadata.distribution("quoteminer")
    except metadata.PackageNotFoundError:
        pytest.skip("quoteminer is not installed; pip install '.[test]' to test what users get")
    origin = json.loads(distribution.read_text("direct_url.json") or "{}")
    if origin.get("dir_info", {}).get("editable"):
        pytest.skip(
            "quoteminer is installed in editable mode; pip install '.[test]' to test what users get"
        )
    return distribution


@pytest.fixture(scope="module")
def wheel(root: Path) -> zipfile.ZipFile:
    named = os.environ.get("QUOTEMINER_WHEEL")
    found = (
        [Path(named)]
        if named
        else sorted((root / "dist").glob("*.whl"), key=lambda path: path.stat().st_mtime)
    )
    if not found:
        pytest.skip("no wheel: build one with pip wheel --no-deps -w dist .")
    return zipfile.ZipFile(found[-1])


def test_the_tests_use_what_is_installed(installed: metadata.Distribution, root: Path) -> None:
    package = Path(quoteminer.__file__).resolve().parent
    assert package != root / "quoteminer", (
        "the source tree is tested; run .venv/bin/pytest, not python -m pytest"
    )
    assert package == Path(str(installed.locate_file("quoteminer"))).resolve()
    assert installed.version == quoteminer.__version__


def test_the_command_and_the_component_are_registered(installed: metadata.Distribution) -> None:
    found = {(entry.group, entry.name): entry for entry in installed.entry_points}
    assert callable(found["console_scripts", "quoteminer"].load())
    assert callable(found["spacy_factories", "quoteminer"].load())
    assert callable(found["spacy_scorers", "quoteminer.scorer.v1"].load())
    assert found["spacy_displacy_colors", "quoteminer"].load()["DIRECT"].startswith("#")


def test_what_it_requires(installed: metadata.Distribution) -> None:
    needed = {
        re.split(r"[^\w-]", line)[0] for line in installed.requires or () if "extra ==" not in line
    }
    assert needed == DEPENDENCIES
    assert installed.metadata["Requires-Python"] == ">=3.10"
    assert installed.metadata["License-Expression"] == "MIT AND Apache-2.0"


def test_what_is_installed(installed: metadata.Distribution) -> None:
    check_files({str(path) for path in installed.files or ()})


@pytest.mark.slow
def test_what_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    check_files(set(wheel.namelist()))
    assert Path(str(wheel.filename)).stat().st_size < 35 * MEGABYTE
    weights = wheel.getinfo("quoteminer/models/en_news/weights.onnx")
    assert weights.file_size <= 30 * MEGABYTE


def check_files(names: set[str]) -> None:
    """The mark of types, the licence and the whole model are there; nothing but the package is."""
    assert "quoteminer/py.typed" in names
    assert {f"quoteminer/models/en_news/{name}" for name in MODEL} <= names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    tops = {name.split("/")[0] for name in names if not name.startswith("..")}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"quoteminer"}
    assert not [name for name in names if "/recipe/" in name or "/tests/" in name]


def test_the_changelog_knows_this_version(root: Path) -> None:
    assert f"## [{quoteminer.__version__}]" in (root / "CHANGELOG.md").read_text("utf-8")


def test_the_wheels_are_tested_before_they_are_published(root: Path) -> None:
    """On every Python that the package names, and three systems; nothing else may publish."""
    workflow = (root / ".github/workflows/wheels.yml").read_text("utf-8")
    pythons = re.search(r"python: \[(.*)\]", workflow)
    named = re.findall(
        r'"Programming Language :: Python :: (3\.\d+)"',
        (root / "pyproject.toml").read_text("utf-8"),
    )
    assert pythons
    assert re.findall(r"\d[\d.]+", pythons[1]) == named
    systems = re.search(r"os: \[(.*)\]", workflow)
    assert systems
    assert {name.partition("-")[0] for name in systems[1].split(", ")} == {
        "ubuntu",
        "macos",
        "windows",
    }
    before, _, publish = workflow.partition("\n  publish:\n")
    assert "id-token: write" not in before
    for line in ("if: startsWith(github.ref, 'refs/tags/v')", "needs: test", "id-token: write"):
        assert f"    {line}\n" in publish
    assert "password" not in publish
