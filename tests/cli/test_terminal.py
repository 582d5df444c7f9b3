"""The command in a real pseudo-terminal: its width, colours, pager, progress bar."""

import os
import re
import select
import shutil
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="pseudo-terminals are of Linux and macOS")
fcntl = pytest.importorskip("fcntl")
termios = pytest.importorskip("termios")

FAKE = Path(__file__).parents[1] / "support/fake_miner.py"
TEXT = "“No [sic],” said Ana Pinto.\n\n“Well — never,” said Kofi Berg. “We [all] said: “Yes.”\n"
ESCAPE = re.compile(r"\x1b\[[\d;]*m")
PATIENCE = 60


class Session:
    """A run of the command on a terminal of so many columns."""

    def __init__(
        self, *arguments: str | Path, columns: int = 80, rows: int = 24, **environment: str
    ) -> None:
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        plain = (
            *"COLUMNS LINES FORCE_COLOR NO_COLOR COLORTERM PAGER LESS PYTHONIOENCODING".split(),
        )
        inherited = {name: value for name, value in os.environ.items() if name not in plain}
        self._process = subprocess.Popen(
            [sys.executable, FAKE, "extract", *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=FAKE.parent,
            env={**inherited, "TERM": "xterm-256color", **environment},
            start_new_session=True,
        )
        os.close(slave)
        self._master = master
        self._encoding = environment.get("PYTHONIOENCODING", "utf-8")
        self.out = ""

    def wait_for(self, words: str) -> None:
        """Read until the words come."""
        end = time.monotonic() + PATIENCE
        while words not in self.out:
            assert time.monotonic() < end, self.out
            assert self._read(), self.out

    def type(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def finish(self) -> str:
        """All that it printed; it must have ended well."""
        end = time.monotonic() + PATIENCE
        while self._read():
            assert time.monotonic() < end, self.out
        assert self._process.wait(PATIENCE) == 0, self.out
        os.close(self._master)
        return self.out.replace("\r\n", "\n")

    def _read(self) -> bool:
        ready, _, _ = select.select([self._master], [], [], PATIENCE)
        if not ready:
            return False
        try:
            read = os.read(self._master, 65536)
        except OSError:  # Linux says so where the other end is closed
            return False
        self.out += read.decode(self._encoding, "replace")
        return bool(read)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.mark.parametrize("columns", [40, 80])
def test_width_and_colours(article: Path, columns: int) -> None:
    out = Session(article, columns=columns).finish()
    lines = ESCAPE.sub("", out).splitlines()
    assert max(map(len, lines)) <= columns
    assert ("Quote" in lines[0]) is (columns >= 72)
    assert "\x1b[1;38;5;32mAna Pinto" in out
    assert "\x1b[1;38;5;166mKofi Berg" in out
    assert "[sic]" in out
    assert not re.search("\x1b(?!\\[[\\d;]*m)", out)  # no cursor is moved


def test_a_dumb_terminal_has_no_bar_no_pager_and_its_own_width(article: Path) -> None:
    other = article.with_name("b.txt")
    other.write_text(TEXT, "utf-8")
    out = Session(article, other, "--highlight", TERM="dumb", PAGER="false", columns=50).finish()
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= 50
    assert "⟦1 “No [sic],”⟧ said Ana Pinto." in out


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_of_few_letters(article: Path, encoding: str) -> None:
    out = Session(article, "--highlight", PYTHONIOENCODING=encoding, TERM="dumb").finish()
    assert set(out) - set("·") <= set(map(chr, range(128)))  # latin-1 and cp437 have the point
    assert '"No [sic],"' in out
    assert "never," in out
    assert "?" not in out


@pytest.mark.skipif(not shutil.which("less"), reason="no less here")
def test_the_pager_is_less_with_colours(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "".join(f"“Number {number},” said Ana Pinto.\n\n" for number in range(60)), "utf-8"
    )
    session = Session(path, "--highlight")
    session.wait_for("Number 3,")
    assert "Number 59," not in session.out
    assert "\x1b[38;5;32m" in session.out
    session.type("G")
    session.wait_for("Number 59,")
    session.wait_for("60 quotes")
    session.type("q")
    session.finish()


def test_other_pagers_and_less_with_other_options(article: Path) -> None:
    Session(article, "--highlight", PAGER="true").finish()  # one that is left at once is no error
    if shutil.which("less"):
        out = Session(article, "--highlight", PAGER="less", LESS="FX").finish()
        assert "ESC[" not in out
        assert "38;5" in out
        assert "Ana Pinto" in out


def test_the_bar_goes_before_the_pager_comes(article: Path, tmp_path: Path) -> None:
    other = article.with_name("b.txt")
    other.write_text(TEXT, "utf-8")
    seen = tmp_path / "seen"
    out = Session(article, other, "--highlight", PAGER=f"tee {seen}").finish()
    assert "articles" in out
    assert "in 2 articles" in seen.read_text("utf-8")
    assert "\x1b[" in seen.read_text("utf-8")
    assert out.index("\x1b[?25h") < out.index("⟦1")  # the cursor is back
