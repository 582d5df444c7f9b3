"""Pack the spaCy pipeline ``en_quoteminer`` as a wheel: a blank English pipeline with sentences and
our component."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import spacy
from spacy import util
from spacy.cli.package import package
from spacy.language import Language

import quoteminer

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "models" / "en_quoteminer"


def build_pipeline(out: Path, *, isolated: bool = True) -> Path:
    """Write the wheel of the pipeline.

    Args:
        out: the folder for the wheel, which is made if necessary.
        isolated: let pip fetch setuptools for the build. False uses the installed one, without the
            network.

    Returns:
        The wheel.
    """
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as name:
        tree = write_package(Path(name))
        pip = [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--wheel-dir",
            str(out),
        ]
        subprocess.run(
            [*pip, *([] if isolated else ["--no-build-isolation"]), str(tree)], check=True
        )
        return out / f"{tree.name}-py3-none-any.whl"


def write_package(folder: Path) -> Path:
    """Write the source tree of the package below a folder, as ``spacy package`` does, and return
    the tree. It has no model: when it is opened, it uses the best installed one."""
    nlp, data = make_pipeline(), folder / "data"
    nlp.to_disk(data, exclude=["quoteminer"])
    shutil.copy(ROOT / "LICENSE", data)
    shutil.copy(FOLDER / "README.md", data)
    package(data, folder, create_sdist=False)
    tree = folder / f"en_quoteminer-{quoteminer.__version__}"
    # spaCy writes the range of the version that packs; any that quoteminer runs on will do.
    (tree / "meta.json").write_text(
        json.dumps({**nlp.meta, **_own_meta()}, indent=2) + "\n", "utf-8"
    )
    return tree


def make_pipeline() -> Language:
    """Make the pipeline, which reads like ``quoteminer extract``."""
    nlp = spacy.blank("en", meta=_own_meta())
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("quoteminer")
    return nlp


def _own_meta() -> dict[str, Any]:
    meta: dict[str, Any] = json.loads((FOLDER / "meta.json").read_text("utf-8"))
    version = quoteminer.__version__
    return {
        **meta,
        "version": version,
        "requirements": [f"quoteminer{util.get_minor_version_range(version)}"],
    }
