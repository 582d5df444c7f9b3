"""What a saved pipeline has of the component, besides its settings, which stand in the pipeline's config.

Files, in the component's own folder or packed as bytes:

- ``quoteminer.json``: which model and which list of people there were, with checksums.
- ``model/``: the model, unless it is the one that comes with quoteminer.
- ``people.csv`` (or ``.tsv``, ``.jsonl``, ``.ndjson``): the list of people, where there is one.

So a pipeline opens wherever quoteminer is installed, also where the paths of its config don't exist.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from quoteminer.errors import ModelError
from quoteminer.network.load import FILES, META, checksums, packaged_model, read_info
from quoteminer.output.jsontext import dump

if TYPE_CHECKING:
    from quoteminer.linking.known_people import KnownPeople

STATE: Final = "quoteminer.json"
MODEL: Final = "model"
FORMAT: Final = 1
_MODEL_FILES: Final = (META, *FILES, "README.md")
_PEOPLE_FILES: Final = ("people.csv", "people.tsv", "people.jsonl", "people.ndjson")
PACKED: Final = (STATE, *_PEOPLE_FILES, *(f"{MODEL}/{name}" for name in _MODEL_FILES))
"""The names that `pack` may give."""

Files = dict[str, bytes]
"""Contents by name, with "/" between the parts of a path."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The model directory and the file of people that the config names; None where it names none."""

    model: str | None
    people: str | None


@dataclass(frozen=True, slots=True)
class SavedModel:
    """Which model it was; ``sums`` is the SHA-256 of each of its files by name. ``inside``: it is there, whole."""

    name: str
    version: str
    sums: Mapping[str, str]
    inside: bool


@dataclass(frozen=True, slots=True)
class State:
    """What was saved; ``asked`` is what the config named then. ``model`` and ``people``, the name and the SHA-256 of
    its file, are None where they were left out."""

    asked: Asked
    model: SavedModel | None
    people: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Held:
    """A model's files: in its folder, or here where it came as bytes. What is read from the folder is checked."""

    folder: Path
    sums: Mapping[str, str]
    files: Mapping[str, bytes] | None = None

    def read(self) -> Mapping[str, bytes]:
        """The files by name. Raises ModelError where another model, or none, is in the folder by now."""
        if self.files is not None:
            return self.files
        read_info(self.folder)
        if sums_in(self.folder) != self.sums:
            raise ModelError(f"{self.folder} has another model than the one that was loaded. Load the pipeline again.")
        return {name: (self.folder / name).read_bytes() for name in _MODEL_FILES if (self.folder / name).is_file()}


def sums_in(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file that a model needs, by name. Raises ModelError where the folder is no model."""
    sums = checksums(folder)
    return {name: sums[name] for name in FILES if name in sums}


def people_sum(people: KnownPeople) -> str:
    """The SHA-256 of a list's file."""
    return hashlib.sha256(people.file.data).hexdigest()


def pack(asked: Asked, model: SavedModel | None, held: Held | None, people: KnownPeople | None) -> Files:
    """The files of a component; a model goes in where it is ``held``.

    Raises:
        ModelError: it is no longer where it was loaded from.
    """
    files: Files = {f"{MODEL}/{name}": data for name, data in held.read().items()} if held else {}
    state: dict[str, Any] = {"format": FORMAT, "asked": asdict(asked), "model": model and asdict(model), "people": None}
    if people is not None:
        name = f"people{Path(people.file.path).suffix.lower()}"
        files[name] = people.file.data
        state["people"] = [name, people_sum(people)]
    return {**files, STATE: dump(state, indent=2).encode()}


def read_state(folder: Path) -> State | None:
    """What was saved in a folder; None where nothing was (by another component, or before there was anything to save).

    Raises:
        ModelError: the file that says so is damaged, or of a later format.
    """
    path = folder / STATE
    if not path.is_file():
        return None
    try:
        value = json.loads(path.read_text("utf-8"))
        if value["format"] != FORMAT:
            raise ValueError(f"format {value['format']!r}, and this quoteminer reads {FORMAT}")
        model, people = value["model"], value["people"]
        if people and people[0] not in _PEOPLE_FILES:  # no name leads out of the folder
            raise ValueError(f"{people[0]!r} is no file of people")
        return State(
            Asked(**value["asked"]), SavedModel(**model) if model else None, (people[0], people[1]) if people else None
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise ModelError(f"{path} is not what quoteminer saves ({error!r}). Save the pipeline again.") from None


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files below a folder, which is made where it isn't there."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@contextmanager
def unpacked(files: Mapping[str, bytes]) -> Iterator[Path]:
    """A temporary folder with the files."""
    with TemporaryDirectory(prefix="quoteminer-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        write(folder, files)
        yield folder


def is_packaged(folder: Path) -> bool:
    """Whether a model is the one that comes with quoteminer."""
    return folder == packaged_model()
