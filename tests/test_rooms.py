"""The house: a room imports only rooms above it, and rich and typer stay in theirs."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOMS = (
    "errors field_types types output text record_parts records tables inputs network attribution names people "
    "findings linking pipeline component miner checking statements evaluation writers corpus report browse web "
    "views cli __main__"
).split()
"""From the top down, as in CONTRIBUTING.md. The door (__init__) is imported by the command alone."""
OUTSIDE: dict[str, set[str]] = {
    "rich": {"views", "cli"},
    "typer": {"cli"},
    "click": {"cli"},
    "spacy": {"component", "miner", "evaluation"},
    "torch": set(),
    "jinja2": {"report"},
    "fastapi": {"web"},
    "pydantic": {"records", "evaluation", "web"},
    "starlette": {"web"},
    "uvicorn": {"browse", "web"},
    "datasette": {"browse"},
    "prometheus_client": {"web"},
}
"""Which rooms may import these."""
PACKAGE = Path(__file__).resolve().parents[1] / "quoteminer"
FILES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """The dotted names that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_rooms_above_it(path: Path) -> None:
    room = room_of(path)
    for name in imports(path):
        top, _, rest = name.partition(".")
        assert room in OUTSIDE.get(top, {room}), f"{top} is not for {room}"
        if top != "quoteminer" or room == "__init__":
            continue
        used = rest.partition(".")[0]
        if used == "__version__":
            assert room in ("cli", "corpus", "evaluation", "web", "writers")  # a signature, a file names the version
        else:
            assert ROOMS.index(used) <= ROOMS.index(room), f"{room} is above {used}"


def test_every_room_is_known() -> None:
    assert {room_of(path) for path in FILES} <= {*ROOMS, "__init__"}
