"""What the records of a run depend on besides its input."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from quoteminer import __version__
from quoteminer.corpus.tasks import Setup
from quoteminer.errors import PeopleFileError
from quoteminer.network.load import find_model, read_info
from quoteminer.records import SCHEMA_VERSION, Selection


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a run: the model's folder (None: the one in the package), a file of people (None: speakers are
    not looked up), which quotes are wanted, whether records hold their article's text."""

    model: Path | None = None
    people: Path | None = None
    wanted: Selection = Selection()
    with_text: bool = False

    def setup(self) -> Setup:
        """What the workers need. Raises ModelError."""
        return Setup(find_model(self.model), self.people, self.wanted, self.with_text)

    def anywhere(self) -> Settings:
        """The same with paths that don't depend on the folder that a process is in."""
        return replace(self, model=self.model and self.model.absolute(), people=self.people and self.people.absolute())

    def told(self) -> Mapping[str, Any]:
        """The settings as JSON-ready values, files by the SHA-256 of their content.

        Raises:
            ModelError: the model is missing or damaged.
            PeopleFileError: the file of people can't be read.
        """
        model = read_info(find_model(self.model))
        return {
            "quoteminer": __version__,
            "schema_version": SCHEMA_VERSION,
            "model": f"{model.name} {model.version} {model.sha256}",
            "people": self.people and _content_of(self.people),
            "types": _listed(self.wanted.types),
            "acts": _listed(self.wanted.acts),
            "min_confidence": self.wanted.min_confidence,
            "with_text": self.with_text,
        }


def _listed(values: frozenset[Any] | None) -> list[Any] | None:
    return None if values is None else sorted(values)


def _content_of(people: Path) -> str:
    try:
        return hashlib.sha256(people.read_bytes()).hexdigest()
    except OSError as error:
        raise PeopleFileError(f"{people}: can't be read ({error}). Check its name and its rights.") from None
