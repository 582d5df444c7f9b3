"""Find the folders of models. One is in this package; a separate model package registers its folder
by an entry point, so that it is found by name and never imported."""

from __future__ import annotations

import os
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from quoteminer.errors import ModelError

ORDER: Final = ("en_news_large", "en_news")
"""The models of this project, the best first: the first one that is installed is the default."""
GROUP: Final = "quoteminer_models"
"""The group of the models' entry points: name of the model = package whose folder it is."""
VARIABLE: Final = "QUOTEMINER_MODEL"
META: Final = "meta.json"
HOW: Final = (
    f"Reinstall quoteminer or the model's own package, or point --model (or ${VARIABLE}) at a whole"
    " model directory."
)


def find_model(model: str | Path | None = None) -> Path:
    """Return the folder of a model: the name of an installed one or the path of a folder; None
    takes $QUOTEMINER_MODEL, else the best one that is installed (`ORDER`). Raises ModelError if
    there is no such folder or model.
    """
    asked = model or os.environ.get(VARIABLE)
    if asked and (folder := as_folder(asked)):
        if not folder.is_dir():
            raise ModelError(f"There is no model directory at {folder}. {HOW}")
        return folder.resolve()
    models = installed_models()
    name = str(asked or next(iter(models), ORDER[-1]))
    if name not in models:
        raise not_installed(name)
    return models[name]


def as_folder(model: str | Path) -> Path | None:
    """Return the absolute path of a folder, None for a name. A Path, a text with a path separator
    and an existing folder are folders."""
    is_path = isinstance(model, Path) or "/" in model or os.sep in model or Path(model).is_dir()
    return Path(model).absolute() if is_path else None


def installed_models() -> dict[str, Path]:
    """Return the folder of each installed model by its name, the best one first."""
    folders = {**_registered_models(), **own_models()}
    return {name: folders[name] for name in (*ORDER, *sorted(folders)) if name in folders}


def own_models() -> dict[str, Path]:
    """Return the models of `ORDER` in this package, or in models/ of a source tree."""
    package = Path(__file__).resolve().parents[1]
    places = (package.parent / "models", package / "models")  # the package wins
    return {
        name: place / name for place in places for name in ORDER if (place / name / META).is_file()
    }


def _registered_models() -> dict[str, Path]:
    """Return the models that are separate packages."""
    models = {}
    for entry in entry_points(group=GROUP):
        # for "a.b", a would be imported
        spec = find_spec(entry.value) if entry.value.isidentifier() else None
        folders = spec.submodule_search_locations if spec else None
        if folders and (folder := Path(next(iter(folders))).resolve()).joinpath(META).is_file():
            models[entry.name] = folder
    return models


def not_installed(name: str) -> ModelError:
    """Return an error that lists the installed models and says how to get this one."""
    installed = ", ".join(installed_models()) or "none"
    return ModelError(
        f"The model {name!r} is not installed (installed: {installed}). {how_to_get(name)}"
    )


def how_to_get(name: str) -> str:
    """Return the advice for a missing model. It names no package of PyPI: before QuoteMiner is
    there, anybody may take the name."""
    if name == ORDER[-1]:
        return HOW
    if name in ORDER:
        return f"Install it from QuoteMiner's source tree: pip install ./models/{name}"
    return f"Give an installed one, or the path of a model directory (./{name} for one here)."
