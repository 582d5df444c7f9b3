"""Files that need too much memory or time: each is an error, the others are read, and the child is
started once."""

import gc
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from input_files import GOOD, Reading, failing, whole_files
from pdf_files import endless_pdfs, hungry_pdf

from quoteminer.inputs import Input, file_kinds, read_bytes, read_inputs, reader_process
from quoteminer.inputs.open_files import File

FILES = whole_files()
APART = (".pdf", ".docx", ".xlsx")
LITTLE = 400 << 20
"""Bytes of memory, of which the libraries take half."""


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of each process that is started."""
    numbers: list[int] = []

    class Told(subprocess.Popen[bytes]):
        def __init__(self, *arguments: object, **options: object) -> None:
            super().__init__(*arguments, **options)  # type: ignore[call-overload]
            numbers.append(self.pid)

    reader_process.end_idle()
    monkeypatch.setattr(subprocess, "Popen", Told)
    return numbers


def test_a_child_is_started_once_and_only_if_needed(tmp_path: Path, started: list[int]) -> None:
    paths = [tmp_path / f"a{number}{suffix}" for number in range(3) for suffix in FILES]
    for path in paths:
        path.write_bytes(FILES[path.suffix])
    others = [path for path in paths if path.suffix not in APART]
    assert len([item for item in read_inputs(others) if isinstance(item, Input)]) == len(others)
    assert started == []
    assert len([item for item in read_inputs(paths) if isinstance(item, Input)]) == len(paths)
    assert [item for path in paths for item in read_bytes(FILES[path.suffix], path.name)]
    assert len(started) == 1


@pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere the time is the limit, or memory is measured later"
)
def test_a_file_that_needs_much_memory_fails_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: list[int]
) -> None:
    monkeypatch.setattr(reader_process, "MEMORY", LITTLE)
    monkeypatch.setattr(reader_process, "MEMORY_OF_CHARACTER", 0)
    bomb, reason = hungry_pdf(), "needs more than 400 MB of memory"
    files = {"a.pdf": FILES[".pdf"], "b.pdf": bomb, "c.docx": FILES[".docx"], "d.txt": b"Two."}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    first, error, *others = read_inputs([tmp_path])
    assert str(error).startswith(f"{tmp_path / 'b.pdf'}: {reason}")
    assert str(error).endswith("or is damaged. Save its text as .txt, a table as .csv.")
    assert [item.id for item in (first, *others)] == ["a", "c", "d"]
    assert len(started) == 2
    (error,) = read_bytes(bomb, "b.pdf")
    assert reason in str(error)


@pytest.mark.parametrize("name", ["forms", "pages"])
def test_a_file_that_takes_long_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(reader_process, "SECONDS", 0.6)
    content = endless_pdfs()[name]
    assert len(content) < 5000
    error = Reading(tmp_path / "a.pdf", content).error
    assert error.startswith(f"{tmp_path / 'a.pdf'}: needs more than 1,977 MB of memory or ")
    advice = "Save its text as .txt, a table as .csv."
    assert error.endswith(f" seconds to be read, or is damaged. {advice}")


def test_a_caller_that_reads_no_further_gets_the_next_file_whole(started: list[int]) -> None:
    rows = whole_files([{"text": f"{GOOD} {number}"} for number in range(500)])[".xlsx"]
    assert next(read_bytes(rows, "a.xlsx"))
    gc.collect()
    both_at_once = zip(read_bytes(rows, "a.xlsx"), read_bytes(rows, "b.xlsx"), strict=True)
    assert len(list(both_at_once)) == 500
    assert len(started) == 3


def endless(file: File) -> object:
    file.options.tell(f"{os.getpid()}")
    while True:
        time.sleep(0.01)
    yield


def test_an_unexpected_error_is_one_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader_process.end_idle()
    kind = file_kinds.FileKind("failing", failing, (".bad",), apart=True)
    monkeypatch.setitem(file_kinds.BY_SUFFIX, ".bad", kind)  # type: ignore[arg-type]
    found = Reading(tmp_path / "a.bad", b"One.")
    assert found.texts == ["One."]
    told = "can't be read (KeyError: 'what'). Save its text as .txt, a table as .csv."
    assert found.errors == [f"{tmp_path / 'a.bad'}: {told}"]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_the_child_ends_with_its_parent(tmp_path: Path) -> None:
    """Even if the parent is killed while the child reads a file that takes hours."""
    code = (
        "import sys, test_reader_process as test; from quoteminer.inputs import ReadOptions,"
        " file_kinds, read_inputs\nfile_kinds.BY_SUFFIX['.bad'] = file_kinds.FileKind('bad',"
        " test.endless, ('.bad',), apart=True)\nfor item in read_inputs(sys.argv[1:],"
        " ReadOptions(tell=lambda told: print(told, flush=True))): pass"
    )
    (tmp_path / "a.bad").write_bytes(b"One.")
    parent = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "a.bad")],
        cwd=Path(__file__).parent,
        stdout=subprocess.PIPE,
    )
    assert parent.stdout
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    while is_running(child):  # until the limit of the whole test run
        time.sleep(0.02)


def is_running(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{number}/stat")
    # nobody waits for an orphan here
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(sys.platform == "win32", reason="memory is not watched there")
def test_watched_memory() -> None:
    """As on macOS, which has no limit."""
    code = f"from quoteminer.inputs.reader_process import *; watch_memory({1 << 20})"
    done = subprocess.run([sys.executable, "-c", code], check=False, timeout=120)
    assert done.returncode == 77
