"""The package ``en_quoteminer``: built, installed in a folder of its own and opened; its entry in
spaCy's Universe."""

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import spacy
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from spacy.language import Language

import quoteminer
from quoteminer.component import COLOURS, record_of

ABOUT = """
import contextlib, io, json, sys
import spacy
from spacy import displacy

text, example = json.load(sys.stdin)
nlp = spacy.load("en_quoteminer")
doc = nlp(text)
page = displacy.render(doc, style="span", options={"spans_key": "quoteminer"}, page=True)
with contextlib.redirect_stdout(io.StringIO()) as printed:
    exec(example, {})
found = {"record": doc.user_data["quoteminer_record"], "page": page, "printed": printed.getvalue()}
print(json.dumps({**found, "pipes": nlp.pipe_names, "info": spacy.info("en_quoteminer", silent=True)}))
"""


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with the installed setuptools, since pip can fetch none."""
    out = tmp_path_factory.mktemp("dist")
    command = [
        sys.executable, str(root / "models" / "recipe"), "pipeline", "--out", str(out),
        "--no-isolation",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stderr
    (found,) = out.iterdir()
    assert done.stdout.strip() == str(found)
    return found


@pytest.fixture(scope="module")
def found(
    wheel: Path, text: str, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """Return what a process with the installed pipeline prints."""
    site = tmp_path_factory.mktemp("site")
    pip = [
        sys.executable,
        *"-m pip install --quiet --no-deps --no-index --target".split(),
        str(site),
    ]
    subprocess.run([*pip, str(wheel)], check=True, timeout=300)
    page = (root / "models" / "en_quoteminer" / "README.md").read_text("utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    path = os.pathsep.join(filter(None, (str(site), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", ABOUT],
        cwd=site,
        env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        input=json.dumps([text, example]),
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.slow
def test_the_metadata_of_the_wheel(wheel: Path) -> None:
    files = zipfile.ZipFile(wheel)
    meta = json.loads(files.read("en_quoteminer/meta.json"))
    assert meta == json.loads(
        files.read(f"en_quoteminer/en_quoteminer-{quoteminer.__version__}/meta.json")
    )
    assert meta["lang"] == "en"
    assert meta["name"] == "quoteminer"
    assert meta["version"] == quoteminer.__version__
    assert meta["pipeline"] == ["sentencizer", "quoteminer"]
    assert "weights.onnx" not in "".join(files.namelist()), "the network comes with quoteminer"
    assert any(name.endswith("licenses/LICENSE") for name in files.namelist())
    (needed,) = map(Requirement, meta["requirements"])
    assert needed.name == "quoteminer"
    assert quoteminer.__version__ in needed.specifier
    requirements = map(Requirement, metadata.requires("quoteminer") or ())
    (of_spacy,) = (one for one in requirements if one.name == "spacy" and not one.marker)
    ours, theirs = of_spacy.specifier, SpecifierSet(meta["spacy_version"])
    versions = ["3.7.9", "3.8.1", "3.8.2", spacy.__version__, "3.9.0", "3.99.0", "4.0.0"]
    assert [one in ours for one in versions] == [one in theirs for one in versions]
    assert spacy.util.is_compatible_version(spacy.__version__, meta["spacy_version"])


@pytest.mark.slow
def test_it_opens_by_its_name(
    found: dict[str, Any], text: str, make: Callable[..., Language]
) -> None:
    assert found["pipes"] == found["info"]["pipeline"] == ["sentencizer", "quoteminer"]
    assert (found["info"]["lang"], found["info"]["name"]) == ("en", "quoteminer")
    assert found["record"] == record_of(make(before=["sentencizer"])(text))
    assert all(COLOURS[label] in found["page"] for label in ("DIRECT", "INDIRECT", "CUE", "SOURCE"))
    lines = found["printed"].splitlines()
    assert lines == ["direct “We open in May,”", "indirect that entry would be free"]


def test_the_entry_of_the_universe(root: Path) -> None:
    """It has the keys and categories that spaCy asks for, and its example prints what its comments
    say."""
    (entry,) = json.loads((root / "models" / "en_quoteminer" / "universe.json").read_text("utf-8"))[
        "resources"
    ]
    assert set(entry) <= {
        "id", "title", "slogan", "description", "github", "pip", "code_example", "code_language", "url", "thumb",
        "image", "author", "author_links", "category", "tags", "spacy_version",
    }  # fmt: skip
    assert entry["id"] == entry["pip"] == "quoteminer"
    assert set(entry["category"]) <= {"pipeline", "standalone", "models", "visualizers", "research"}
    assert len(entry["slogan"]) < 100
    lines = entry["code_example"]
    assert all(isinstance(line, str) and "\n" not in line for line in lines)
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec("\n".join(lines), names)
    assert printed.getvalue().splitlines() == [
        line.removeprefix("# ") for line in lines if line.startswith("# ")
    ]
    assert COLOURS["DIRECT"] in names["html"]
