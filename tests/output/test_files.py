"""Files and folders are whole or not there, errors say why; JSON text."""

import datetime
import errno
import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.errors import OutputError
from quoteminer.output.whole_files import whole_file, whole_folder
from quoteminer.records.jsontext import DEEPEST, WIDTH, dump, plain


def save(path: Path | str) -> None:
    with whole_file(path) as stream:
        stream.write("new")


def test_the_file_is_there_when_the_block_has_ended(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with whole_file(path) as stream:
        stream.write("“é”\n")
        stream.flush()
        assert not path.exists()
    assert path.read_bytes() == "“é”\n".encode()
    assert os.listdir(tmp_path) == ["a.json"]
    with pytest.raises(BrokenPipeError), whole_file(tmp_path / "b"):  # left to the caller
        raise BrokenPipeError


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, OutputError])
def test_an_error_leaves_the_old_file_and_no_folder(
    tmp_path: Path, error: type[BaseException]
) -> None:
    path = tmp_path / "a"
    path.write_text("old")
    with pytest.raises(error), whole_file(path) as stream:
        stream.write("half")
        raise error
    with pytest.raises(error), whole_folder(tmp_path / "out") as folder:
        (folder / "a").write_text("half")
        raise error
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a"]


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    save(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="no /dev/fd here")
def test_devices_and_pipes_are_written_to_and_not_replaced() -> None:
    save(Path("/dev/null"))
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    reader, writer = os.pipe()
    save(Path(f"/dev/fd/{writer}"))
    os.close(writer)
    with open(reader) as stream:
        assert stream.read() == "new"


@pytest.mark.parametrize(("number", "reason"), [
    (errno.ENOSPC, "there is no space left. Free some"),
    (errno.EACCES, "you have no permission to write there. Give"),
    (errno.EROFS, "that disk can only be read"),
    (errno.EIO, "I/O error"),
])  # fmt: skip
def test_a_disk_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, reason: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, "I/O error")

    path = tmp_path / "a"
    path.write_text("old")
    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OutputError, match=f"a: can't be written: {reason}"):
        save(path)
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a"]


def test_what_was_written_is_on_the_disk_before_its_name_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut may come at any time; the name of a file whose content is lost would be worse
    than no file."""
    done: list[str] = []
    sync, replace = os.fsync, os.replace

    def fsync(number: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(number).st_mode) else "file")
        sync(number)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", lambda *names: (done.append("name"), replace(*names)))
    save(tmp_path / "a")
    assert done == (["file", "name", "folder"] if os.name == "posix" else ["file", "name"])


@pytest.mark.parametrize(("path", "reason"), [
    ("s3:/bucket/x.csv", "only files of this computer are written"),
    ("no/a", "there is no such folder. Make it first"),
    ("", "that is a folder"),
    ("file/b", "a part of that path is not a folder"),
    ("/dev/full", "there is no space left. Free some"),
])  # fmt: skip
def test_what_cannot_be_written(tmp_path: Path, path: str, reason: str) -> None:
    if path == "/dev/full" and not Path(path).exists():
        pytest.skip("no /dev/full here")
    (tmp_path / "file").write_text("old")
    with pytest.raises(OutputError, match=f"can't be written: {reason}"):
        save(path if ":" in path else tmp_path / path)


@pytest.mark.parametrize(("path", "reason"), [
    ("", "has files in it, which are not overwritten. Give"),
    ("file", "file: is a file, not a folder"),
    ("no/a", "there is no such folder. Make it first"),
])  # fmt: skip
def test_folders_that_cannot_be_made(tmp_path: Path, path: str, reason: str) -> None:
    (tmp_path / "file").write_text("old")
    with pytest.raises(OutputError, match=reason), whole_folder(tmp_path / path):
        pass
    assert (tmp_path / "file").read_text() == "old"


def test_permissions_are_those_of_a_new_one_or_of_the_old_one(tmp_path: Path) -> None:
    def mode(name: str) -> int:
        return stat.S_IMODE((tmp_path / name).stat().st_mode)

    old_mask = os.umask(0o027)
    try:
        save(tmp_path / "file")
        with whole_folder(tmp_path / "folder"):
            pass
        assert (mode("file"), mode("folder")) == (0o640, 0o750)
        (tmp_path / "file").chmod(0o604)
        (tmp_path / "folder").chmod(0o705)
        save(tmp_path / "file")
        with whole_folder(tmp_path / "folder") as folder:
            (folder / "a").write_text("new")
        assert (mode("file"), mode("folder")) == (0o604, 0o705)
        assert os.listdir(tmp_path / "folder") == ["a"]
    finally:
        os.umask(old_mask)


TEXT = st.text(st.characters(codec=None), max_size=20)
NUMBERS = st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(TEXT, inner, max_size=6),
    max_leaves=30,
)


@given(VALUES)
def test_what_is_written_is_read_back(value: object) -> None:
    flat, indented = dump(value), dump(value, indent=2)
    assert json.loads(flat) == json.loads(indented) == json.loads(json.dumps(value))
    assert flat.encode().decode().splitlines() == ([flat] if flat else [])
    indented.encode()
    assert plain(value) == value


def test_lone_surrogates_are_escaped_and_short_things_stay_on_a_line() -> None:
    assert dump("“é” \ud800\u2028") == '"“é” \\ud800\\u2028"'
    value = {"spans": [[1, 2], [3, 4]], "words": ["x" * WIDTH, "y"], "none": []}
    assert dump(value, indent=2).split("\n") == [
        "{", '  "spans": [[1, 2], [3, 4]],', '  "words": [', f'    "{"x" * WIDTH}",', '    "y"',
        "  ],", '  "none": []', "}",
    ]  # fmt: skip


def test_other_values_become_plain_and_what_is_nested_too_deeply_is_cut() -> None:
    numbers = {"no": float("nan"), "far": [float("inf")]}
    value: object = {1: (1, 2.5), "when": datetime.date(2023, 6, 11), **numbers, "set": None}
    expected = {"1": [1, 2.5], "when": "2023-06-11", "no": None, "far": [None], "set": None}
    assert plain(value) == expected
    value = "bottom"
    for _ in range(10_000):
        value = [value]
    text = dump(plain(value))
    assert text == "[" * DEEPEST + '"…"' + "]" * DEEPEST
