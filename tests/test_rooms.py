"""The house: a room imports only rooms above it, nothing imports a command, and libraries stay in
their rooms."""

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from quoteminer.cli.app import COMMANDS

ROOMS = (
    "version errors types names transcripts text records network attribution people inputs linking"
    " output pipeline component miner cli commands __main__ __init__"
).split()
"""From the top down, as in CONTRIBUTING.md. The door (__init__) is imported by nobody."""
ORDER = (
    "speakers extract corpus people report check statements evaluate convert browse serve info"
    " models".split()
)
"""The commands, from the top down: what two of them share stands in the upper one, or in a room
above."""
MOST_ROOMS, MOST_FLOORS, MOST_ARROWS = 20, 12, 100
OUTSIDE: dict[str, set[str]] = {
    "rich": {"cli", "commands"}, "typer": {"cli", "commands"}, "click": {"cli"},
    "spacy": {"component", "miner", "commands"}, "torch": set(), "jinja2": {"commands"},
    "fastapi": {"commands"}, "pydantic": {"records", "output", "commands"},
    "starlette": {"commands"}, "uvicorn": {"commands"}, "datasette": {"commands"},
    "prometheus_client": {"commands"},
}  # fmt: skip
"""Which rooms may import these."""
OUTSIDE_COMMANDS: dict[str, set[str]] = {
    "spacy": {"evaluate"}, "jinja2": {"report"}, "fastapi": {"serve"},
    "pydantic": {"check", "serve"}, "starlette": {"serve"}, "uvicorn": {"browse", "serve"},
    "datasette": {"browse"}, "prometheus_client": {"serve"},
}  # fmt: skip
"""Which commands may import these."""
PACKAGE = Path(__file__).resolve().parents[1] / "quoteminer"
FILES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def command_of(path: Path) -> str:
    """The command in whose folder a file stands, or ""."""
    parts = path.relative_to(PACKAGE).parts
    return parts[1] if parts[0] == "commands" and len(parts) > 2 else ""


def imports(path: Path) -> Iterator[str]:
    """The dotted names that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports(path: Path) -> Iterator[list[str]]:
    """The parts of the names that a file imports from this package, without "quoteminer"."""
    return (name.split(".")[1:] for name in imports(path) if name.startswith("quoteminer."))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_rooms_above_it(path: Path) -> None:
    room, command = room_of(path), command_of(path)
    for name in imports(path):
        top = name.partition(".")[0]
        assert room in OUTSIDE.get(top, {room}), f"{top} is not for {room}"
        assert not command or command in OUTSIDE_COMMANDS.get(top, {command}), (
            f"{top} is not for {command}"
        )
    for used, *rest in own_imports(path):
        assert ROOMS.index(used) <= ROOMS.index(room), f"{room} is above {used}"
        if used == "commands" and command:
            assert ORDER.index(rest[0]) <= ORDER.index(command), f"{command} is above {rest[0]}"


def test_only_the_door_and_commands_import_a_command() -> None:
    users = {
        room_of(path) for path in FILES if any(name[0] == "commands" for name in own_imports(path))
    }
    assert users <= {"__init__", "commands"}


def test_the_door_imports_commands_only_for_types() -> None:
    """So that the folder of a command can be deleted: only its names are gone then."""
    (guard,) = (
        node
        for node in ast.parse((PACKAGE / "__init__.py").read_text("utf-8")).body
        if isinstance(node, ast.If)
    )
    assert ast.unparse(guard.test) == "TYPE_CHECKING"
    eager = [
        node.module
        for node in ast.walk(ast.parse((PACKAGE / "__init__.py").read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        and not guard.lineno <= node.lineno <= (guard.end_lineno or 0)
    ]
    assert not [module for module in eager if module and module.startswith("quoteminer.commands")]


def test_every_room_is_known() -> None:
    assert {room_of(path) for path in FILES} == set(ROOMS)
    assert {command_of(path) for path in FILES} - {""} == set(ORDER) == set(COMMANDS)


def test_the_house_stays_small() -> None:
    arrows = {
        (room_of(path), name[0])
        for path in FILES
        for name in own_imports(path)
        if name[0] != room_of(path)
    }
    floors: dict[str, int] = {}
    for room in ROOMS:
        floors[room] = 1 + max((floors[used] for user, used in arrows if user == room), default=0)
    assert len(floors) <= MOST_ROOMS
    assert max(floors.values()) <= MOST_FLOORS
    assert len(arrows) <= MOST_ARROWS


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_has_the_first_sentence_of_each_command(name: str) -> None:
    (command,) = import_module(f"quoteminer.commands.{name}.command").app.registered_commands
    words = " ".join((inspect.getdoc(command.callback) or "").split())
    assert command.callback.__name__ == name
    assert words.partition(". ")[0].removesuffix(".") == COMMANDS[name][:-1]
