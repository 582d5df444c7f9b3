"""The model and the list of people that a component reads with: loaded, saved, handed to other processes."""

from __future__ import annotations

import os
import warnings
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quoteminer.component.saved import (
    MODEL,
    Asked,
    Files,
    Held,
    SavedModel,
    is_packaged,
    pack,
    people_sum,
    read_state,
    sums_in,
    unpacked,
)
from quoteminer.errors import ModelError, PeopleFileError, QuoteMinerError
from quoteminer.network.load import Model, load_model, packaged_model
from quoteminer.pipeline import load_people

if TYPE_CHECKING:
    from quoteminer.linking.known_people import KnownPeople


class Tools:
    """What a component reads with.

    Args:
        model, threads, people: as for `QuoteMinerComponent`.
        wait: a model or a list that isn't where it should be is no error yet; `take` may bring it, `check` asks.

    Raises:
        ModelError, PeopleFileError: one of them can't be loaded.
        ConfigError: ``threads`` is less than 1.
    """

    model: Model

    def __init__(
        self,
        model: str | Path | None,
        threads: int | None,
        people: str | Path | KnownPeople | None,
        *,
        wait: bool = False,
    ) -> None:
        self.people: KnownPeople | None = None
        self._threads = threads
        self._asked = Asked(_path(model), _path(people))
        self._missing: dict[str, QuoteMinerError] = {}
        try:
            self._load_model(model)
        except ModelError as error:
            self._miss("model", self._asked.model, error, wait=wait)
        try:
            self.people = load_people(people)
        except PeopleFileError as error:
            self._miss("people", self._asked.people, error, wait=wait)

    def _load_model(self, folder: str | Path | None) -> None:
        self.model = load_model(folder, threads=self._threads)
        path = self.model.info.path
        self._held = Held(path, sums_in(path))
        self._missing.pop("model", None)

    def _miss(self, what: str, path: str | None, error: QuoteMinerError, *, wait: bool) -> None:
        if not wait or path is None or Path(path).exists():
            raise error
        self._missing[what] = error

    def check(self) -> None:
        """Raise the error of what is missing: no doc can be read without it."""
        for error in self._missing.values():
            raise error

    def pack(self, exclude: Collection[str]) -> Files:
        """The files that `take` reads. ``exclude``: "model", "people" are left out.

        Raises:
            ModelError, PeopleFileError: one of them is missing, or the model is no longer where it was loaded from.
        """
        self.check()
        model, held = None, None
        if "model" not in exclude:
            info, held = self.model.info, None if is_packaged(self._held.folder) else self._held
            model = SavedModel(info.name, info.version, self._held.sums, inside=held is not None)
        return pack(self._asked, model, held, None if "people" in exclude else self.people)

    def take(self, folder: Path, exclude: Collection[str]) -> None:
        """Take what was saved in a folder, unless the config names another model, or another list, than it did then.

        Raises:
            ModelError, PeopleFileError: what was saved is damaged.
        """
        state = read_state(folder)
        if state and state.model and "model" not in exclude and self._asked.model in (None, state.asked.model):
            self._take_model(folder, state.model)
        if state and state.people and "people" not in exclude and self._asked.people in (None, state.asked.people):
            self._take_people(folder, *state.people)

    def take_files(self, files: Files, exclude: Collection[str]) -> None:
        """The same for files in memory. A model among them is kept there, since it stands nowhere else."""
        with unpacked(files) as folder:
            self.take(folder, exclude)
            if "model" not in self._missing and self._held.folder == folder / MODEL:
                self._held = replace(self._held, files=self._held.read())

    def _take_model(self, folder: Path, was: SavedModel) -> None:
        missing = "model" in self._missing
        if was.inside and (missing or self._held.sums != was.sums):
            self._load_model(folder / MODEL)
        elif missing:
            self._load_model(packaged_model())
        if self._held.sums != was.sums:
            info = self.model.info
            warnings.warn(
                f"The pipeline was saved with the model {was.name} {was.version} of quoteminer and reads with "
                f"{info.name} {info.version} of {info.path}: it may find other quotes. Save it again to keep to it.",
                stacklevel=4,
            )

    def _take_people(self, folder: Path, name: str, checksum: str) -> None:
        if self.people is None or people_sum(self.people) != checksum:
            self.people = load_people(folder / name)
            self._missing.pop("people", None)

    def __reduce__(self) -> tuple[Any, ...]:
        """The other process loads the model itself, since what runs it doesn't pickle."""
        values = {key: value for key, value in vars(self).items() if key not in ("model", "_held")}
        return _restored, (values, None if self._missing else self.pack(exclude=("people",)))


def _restored(values: dict[str, Any], model: Files | None) -> Tools:
    tools = Tools.__new__(Tools)
    vars(tools).update(values)
    if model is not None:
        tools._missing["model"] = ModelError("The model has not been loaded.")
        tools.take_files(model, exclude=())
    return tools


def _path(path: object) -> str | None:
    return os.fspath(path) if isinstance(path, str | Path) else None
