"""Tables on terminals, in pagers, pipes and files."""

import io
import os
import sys
from pathlib import Path

import pytest
from fake_miner import record_of
from screens import Terminal, printed

from quoteminer.cli.options import Show
from quoteminer.cli.screen import FILE_WIDTH, open_screen, screen_on
from quoteminer.text.article import make_article

RECORD = record_of(make_article("“No,” said Ana Pinto."))


@pytest.mark.parametrize(("terminal", "columns", "width"), [
    (False, None, None), (False, "60", 60), (True, "60", 60), (True, "0", 80), (True, "-3", 80), (True, "wide", 80),
    (False, "", None), (True, "7", 20), (True, None, 80),
])  # fmt: skip
def test_width(
    terminal: bool, columns: str | None, width: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if columns is not None:
        monkeypatch.setenv("COLUMNS", columns)
    for term in ("xterm", "dumb"):
        monkeypatch.setenv("TERM", term)
        assert screen_on(Terminal() if terminal else io.StringIO()).width == (width or FILE_WIDTH)


@pytest.mark.parametrize(("environment", "stream", "styled"), [
    ({}, "stdout", False),
    ({"FORCE_COLOR": "1"}, "stdout", True),
    ({"FORCE_COLOR": "1"}, "file", False),
    ({"FORCE_COLOR": ""}, "stdout", False),
    ({"FORCE_COLOR": "0"}, "stdout", False),
    ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, "stdout", False),
    ({"FORCE_COLOR": "1", "NO_COLOR": ""}, "stdout", True),
    ({"FORCE_COLOR": "1", "TERM": "dumb"}, "stdout", False),
    ({}, "terminal", True),
    ({"FORCE_COLOR": "0"}, "terminal", True),
    ({"NO_COLOR": ""}, "terminal", True),
])  # fmt: skip
def test_styles(
    environment: dict[str, str], stream: str, styled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Terminals have styles; of the others, only standard output can be forced to have them."""
    target = Terminal() if stream == "terminal" else io.StringIO()
    for name, value in {"TERM": "xterm", **environment}.items():
        monkeypatch.setenv(name, value)
    if stream == "stdout":
        monkeypatch.setattr(sys, "stdout", target)
    assert ("\x1b[1;35m" in printed([RECORD], Show(), target)) is styled


@pytest.fixture
def pager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pager that writes what it is given, and its $LESS, to the file."""
    script, seen = tmp_path / "pager.py", tmp_path / "seen"
    code = (
        f"import os, sys; open({str(seen)!r}, 'wb').write(sys.stdin.buffer.read() +"
        " os.environ['LESS'].encode())"
    )
    script.write_text(code)
    monkeypatch.setenv("PAGER", f'"{sys.executable}" "{script}"')
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stdin", Terminal())
    return seen


@pytest.mark.skipif(
    os.name == "nt",
    reason="quotation marks around the program are for the shell of Linux and macOS",
)
@pytest.mark.parametrize(
    ("less", "encoding", "options"),
    [(None, "utf-8", "FX -R"), ("iM", "utf-8", "iM -R"), ("iM", "ascii", "iM -R")],
)
def test_the_pager_gets_all_at_the_end(
    pager: Path, monkeypatch: pytest.MonkeyPatch, less: str | None, encoding: str, options: str
) -> None:
    stream = Terminal(encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setenv("LESS", less or "")
    if not less:
        monkeypatch.delenv("LESS")
    with open_screen(None, pager=True) as found:
        found.file.write("“One,” \x1b[1mtwo\x1b[0m\n" * 3)
        assert not pager.exists()
    words = "“One,”" if encoding == "utf-8" else '"One,"'
    assert pager.read_bytes().decode() == f"{words} \x1b[1mtwo\x1b[0m\n" * 3 + options
    assert found.is_terminal
    assert stream.getvalue() == ""


def test_no_pager_for_files_dumb_terminals_and_after_errors(
    pager: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ValueError, match="broke"):
        shown(Terminal(), monkeypatch, ValueError("It broke."))
    assert shown(io.StringIO(), monkeypatch) == "One."
    monkeypatch.setenv("TERM", "dumb")
    assert shown(Terminal(), monkeypatch) == "One."
    assert not pager.exists()


@pytest.mark.parametrize("command", ["", "no-such-pager-here", "less '"])
def test_without_a_pager_it_is_printed(
    pager: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("PAGER", command)
    monkeypatch.setenv("LESS", "")  # else what the command sets would stay
    assert shown(Terminal(), monkeypatch).rstrip() == "One."


def shown(
    stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, error: Exception | None = None
) -> str:
    monkeypatch.setattr(sys, "stdout", stream)
    with open_screen(None, pager=True) as found:
        found.file.write("One.")
        if error:
            raise error
    return stream.getvalue()
