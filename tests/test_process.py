"""The command as a process: what it imports, how fast it starts, pipes that close, disks that are
full."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from quoteminer.output.whole_files import whole_file, whole_folder

FAKE = Path(__file__).parent / "support/fake_miner.py"
GOOD = "“No,” said Ana Pinto.\n"
HEAVY = {*"spacy onnxruntime numpy tokenizers rapidfuzz rich charset_normalizer torch".split()}


def python(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run Python away from the source tree, which the current folder would put in place of what is
    installed."""
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        [sys.executable, *map(str, arguments)],
        cwd=FAKE.parent,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        **options,
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(GOOD, "utf-8")
    return path


def imported_by(code: str) -> set[str]:
    result = python("-c", f"{code}\nimport sys; print(*sys.modules, file=sys.stderr)")
    assert result.returncode == 0, result.stderr
    return {name.partition(".")[0] for name in result.stderr.split()}


def test_help_imports_nothing_heavy() -> None:
    code = "import sys\nfrom quoteminer.cli import main\n"
    commands = ("extract", "speakers", "check", "evaluate", "convert", "info")
    for arguments in (["--help"], ["--version"], *([command, "--help"] for command in commands)):
        code += f"sys.argv[1:] = {arguments}\ntry: main()\nexcept SystemExit: pass\n"
        code += f"assert not {HEAVY} & {{*sys.modules}}, {arguments}\n"
    modules = imported_by(code)
    assert "typer" in modules
    assert not modules & HEAVY


def test_the_door_imports_nothing_heavy() -> None:
    modules = imported_by("import quoteminer; quoteminer.ArticleRecord; quoteminer.InputError")
    assert not modules & {*HEAVY, "pydantic", "typer"}


def test_help_is_quick() -> None:
    """Its time goes into the modules that it imports; tests/benchmarks/startup.py has the
    seconds."""
    code = "import sys; sys.argv[1:] = ['--help']\nfrom quoteminer.cli import main\n"
    code += "try: main()\nexcept SystemExit: print(*sys.modules, file=sys.stderr)"
    modules = python("-c", code).stderr.split()
    assert 100 < len(modules) < 250  # 178 here
    # reads texts: its patterns take as long as all the rest
    assert not {"quoteminer.inputs", "quoteminer.text"} & set(modules)


def test_the_reader_of_a_pipe_goes_away(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [json.dumps({"text": text}) for text in (GOOD * 50, *[GOOD] * 3000)]
    path.write_text("\n".join(lines), "utf-8")
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    for format in ("jsonl", "table"):
        command = [sys.executable, FAKE, "extract", path, "--format", format]
        with subprocess.Popen(command, **pipes) as process:
            assert process.stdout
            assert process.stderr
            process.stdout.readline()
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait(60) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("command", [
    *(f"extract PATH --format {name}" for name in ("json", "jsonl", "table")), "info", "--version",
])  # fmt: skip
def test_standard_output_is_full(path: Path, command: str) -> None:
    arguments = [sys.executable, FAKE, *command.replace("PATH", str(path)).split()]
    with open("/dev/full", "w") as full:
        result = subprocess.run(arguments, stdout=full, stderr=subprocess.PIPE, encoding="utf-8")
    told = "quoteminer: standard output: can't be written: there is no space left."
    assert (result.returncode, result.stderr[: len(told)]) == (1, told)
    assert len(result.stderr.splitlines()) == 1


def test_output_is_utf_8_whatever_the_locale(path: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    result = python(FAKE, "extract", path, "--format", "jsonl", env=environment)
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout)["quotes"][0]["text"] == "“No,”"
    assert python(FAKE, "extract", path, env=environment).returncode == 0


def test_the_same_input_gives_the_same_bytes(path: Path) -> None:
    command = (FAKE, "extract", path, "--format", "json")
    one, other = (
        python(*command, env={**os.environ, "PYTHONHASHSEED": seed}).stdout for seed in "12"
    )
    assert one == other != ""


def test_standard_input_is_not_overwritten(path: Path) -> None:
    with path.open() as stream:
        assert python(FAKE, "extract", "-", "-o", path, stdin=stream).returncode == 2
    assert path.read_text("utf-8") == GOOD


@pytest.mark.skipif(os.name != "posix", reason="a shell that can close it")
def test_a_closed_standard_output(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“We open in May,” said Ana Silva.", "utf-8")
    line = f'"{sys.executable}" -m quoteminer extract a.txt >&-'
    done = subprocess.run(
        ["sh", "-c", line], cwd=tmp_path, stderr=subprocess.PIPE, encoding="utf-8", check=False
    )
    assert done.returncode == 1
    assert done.stderr == "quoteminer: standard output: is closed. Give a file with --output.\n"


WRITE = """
import sys, time
from quoteminer.output.whole_files import whole_file, whole_folder
from quoteminer.cli import app as frame
def write(*_, **__):
    with whole_file("a.txt") as stream, whole_folder("b") as folder:
        print("begun", flush=True)
        time.sleep(600)
frame.app = write
frame.main()
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows has no signals like these")
def test_unfinished_files_of_a_killed_process(tmp_path: Path) -> None:
    """They are deleted when the file is written again, and those of a process that still runs are
    not."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with subprocess.Popen(
            [sys.executable, "-c", WRITE], cwd=tmp_path, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout
            assert process.stdout.readline() == b"begun\n"
            # deletes what the process before left of this file
            with whole_file(tmp_path / "a.txt"):
                assert len(list(tmp_path.glob(".*.part"))) == 3
            process.send_signal(number)
            assert process.wait(60) == -number
        assert len(list(tmp_path.glob(".*.part"))) == 2
    with whole_file(tmp_path / "a.txt"), whole_folder(tmp_path / "b"):
        pass
    assert list(tmp_path.glob(".*.part")) == []
