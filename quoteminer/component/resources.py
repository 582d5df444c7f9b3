"""Load, save and pickle the model and the list of people of a component.

A saved pipeline has ``quoteminer.json``, which names both with checksums; the model, in ``model/``,
unless it is an installed one; and the list of people. So it opens wherever quoteminer and that
model are installed, even if the paths in its config do not exist there.
"""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Collection, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from quoteminer.errors import ModelError, PeopleFileError, QuoteMinerError
from quoteminer.network.find_model import META, how_to_get, installed_models, not_installed
from quoteminer.network.load import FILES, Model, checksums, load_model, read_info
from quoteminer.pipeline import load_people
from quoteminer.records.jsontext import dump

if TYPE_CHECKING:
    from quoteminer.linking.known_people import KnownPeople

Files = dict[str, bytes]
_STATE: Final = "quoteminer.json"
_FORMAT: Final = 1
_MODEL_FILES: Final = (META, *FILES, "README.md")
_PEOPLE_FILES: Final = ("people.csv", "people.tsv", "people.jsonl", "people.ndjson")
NAMES: Final = (_STATE, *_PEOPLE_FILES, *(f"model/{name}" for name in _MODEL_FILES))


class Resources:
    """The model and the list of people of a component, with the arguments of `QuoteMinerComponent`.
    With ``lazy``, only `check` raises an error for a path that does not exist, because `load` may
    provide a saved copy.
    """

    model: Model

    def __init__(
        self,
        model: str | Path | None,
        threads: int | None,
        people: str | Path | KnownPeople | None,
        *,
        lazy: bool,
    ) -> None:
        self.people: KnownPeople | None = None
        self._threads = threads
        self._configured = {
            what: str(path) if isinstance(path, str | Path) else None
            for what, path in (("model", model), ("people", people))
        }
        self._missing: dict[str, QuoteMinerError] = {}
        # if it was loaded from bytes, and so is in no folder
        self._model_files: Files | None = None
        try:
            self._load_model(model)
        except ModelError as error:
            self._defer("model", error, lazy=lazy)
        try:
            self.people = load_people(people)
        except PeopleFileError as error:
            self._defer("people", error, lazy=lazy)

    def _load_model(self, model: str | Path | None) -> None:
        self.model = load_model(model, threads=self._threads)
        self._sums = _checksums(self.model.info.path)
        self._model_files = None
        self._missing.pop("model", None)

    def _defer(self, what: str, error: QuoteMinerError, *, lazy: bool) -> None:
        path = self._configured[what]
        if not lazy or path is None or Path(path).exists():
            raise error
        self._missing[what] = error

    def check(self) -> None:
        """Raise the error for the model or the list if it is missing."""
        for error in self._missing.values():
            raise error

    def to_files(self, exclude: Collection[str]) -> Files:
        """Return the files that `load` reads. Raises an error if one is missing, or the model's
        folder has changed."""
        self.check()
        files: Files = {}
        state: dict[str, Any] = {
            "format": _FORMAT,
            "asked": self._configured,
            "model": None,
            "people": None,
        }
        if "model" not in exclude:
            info = self.model.info
            inside = installed_models().get(info.name) != info.path
            state["model"] = {
                "name": info.name,
                "version": info.version,
                "sums": self._sums,
                "inside": inside,
            }
            files = (
                {f"model/{name}": data for name, data in self._read_model().items()}
                if inside
                else {}
            )
        if self.people is not None and "people" not in exclude:
            name = f"people{Path(self.people.file.path).suffix.lower()}"
            files[name] = self.people.file.data
            state["people"] = [name, _people_sum(self.people)]
        return {**files, _STATE: dump(state, indent=2).encode()}

    def _read_model(self) -> Files:
        if self._model_files is not None:
            return self._model_files
        folder = self.model.info.path
        read_info(folder)
        if _checksums(folder) != self._sums:
            raise ModelError(
                f"{folder} has another model than the one that was loaded. Load the pipeline again."
            )
        return {
            name: (folder / name).read_bytes() for name in _MODEL_FILES if (folder / name).is_file()
        }

    def load(self, folder: Path, exclude: Collection[str]) -> None:
        """Load what was saved in a folder. If the config now names another model or list, the saved
        one is ignored."""
        state = _read_state(folder / _STATE)
        changed = {
            what
            for what, now in self._configured.items()
            if now not in (None, state["asked"][what])
        }
        if state["model"] and "model" not in changed.union(exclude):
            self._load_saved_model(folder / "model", state["model"])
        if state["people"] and "people" not in changed.union(exclude):
            name, checksum = state["people"]
            if self.people is None or _people_sum(self.people) != checksum:
                self.people = load_people(folder / name)
                self._missing.pop("people", None)

    def load_files(self, files: Mapping[str, bytes], exclude: Collection[str]) -> None:
        """Load what `to_files` returned. A model among the files is kept in memory, because it has
        no folder."""
        with TemporaryDirectory(prefix="quoteminer-", ignore_cleanup_errors=True) as name:
            folder = Path(name).resolve()
            write_files(folder, files)
            self.load(folder, exclude)
            if "model" not in self._missing and self.model.info.path == folder / "model":
                self._model_files = self._read_model()

    def _load_saved_model(self, folder: Path, saved: Mapping[str, Any]) -> None:
        """Use the saved model: the loaded one if it is the same, else the one in the folder, else
        the installed one with its name. If there is none, the loaded model stays, or the model is
        missing."""
        if "model" not in self._missing and self._sums == saved["sums"]:
            return
        place = folder if saved["inside"] else installed_models().get(saved["name"])
        if place:
            self._load_model(place)
        elif "model" in self._missing:
            self._missing["model"] = not_installed(saved["name"])
            return
        if self._sums != saved["sums"]:
            before, info = f"{saved['name']} {saved['version']}", self.model.info
            other = "" if info.name == saved["name"] else f" {how_to_get(saved['name'])}"
            warnings.warn(
                f"The pipeline was saved with the model {before} and reads with {info.name}"
                f" {info.version} of {info.path}: it may find other quotes.{other} Save it again to"
                " keep to it.",
                stacklevel=4,
            )

    def __getstate__(self) -> tuple[dict[str, Any], Files | None]:
        """Return all attributes but the model, which can't be pickled; the other process loads it
        from its files."""
        values = {
            key: value
            for key, value in vars(self).items()
            if key not in ("model", "_sums", "_model_files")
        }
        return values, None if self._missing else self.to_files(exclude=("people",))

    def __setstate__(self, state: tuple[dict[str, Any], Files | None]) -> None:
        values, files = state
        vars(self).update(values, _model_files=None)
        if files is not None:
            self._missing["model"] = ModelError("The model has not been loaded.")
            self.load_files(files, exclude=())


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _read_state(path: Path) -> dict[str, Any]:
    """Return the values in the config ("asked") and the saved ones, None if nothing. Raises
    ModelError if damaged."""
    if not path.is_file():  # saved by another component, or before there was anything to save
        return {"asked": {"model": None, "people": None}, "model": None, "people": None}
    try:
        state = json.loads(path.read_text("utf-8"))
        if state["format"] != _FORMAT:
            raise ValueError(f"format {state['format']!r}, and this quoteminer reads {_FORMAT}")
        asked = {what: state["asked"][what] for what in ("model", "people")}
        model, people = state["model"], state["people"]
        model = model and {key: model[key] for key in ("name", "version", "sums", "inside")}
        # no name may lead out of the folder
        if people and (len(people) != 2 or people[0] not in _PEOPLE_FILES):
            raise ValueError(f"{people!r} is not a file of people")
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise ModelError(
            f"{path} is not what quoteminer saves ({error!r}). Save the pipeline again."
        ) from None
    return {"asked": asked, "model": model, "people": people}


def _checksums(folder: Path) -> dict[str, str]:
    sums = checksums(folder)
    return {name: sums[name] for name in FILES if name in sums}


def _people_sum(people: KnownPeople) -> str:
    return hashlib.sha256(people.file.data).hexdigest()
