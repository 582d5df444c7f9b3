"""Files and folders are whole or not there; what hinders is told."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from quoteminer.errors import OutputError
from quoteminer.output.files import explained, whole_file, whole_folder


def save(path: Path, content: str = "new") -> None:
    with whole_file(path) as stream:
        stream.write(content)


def test_the_file_is_there_when_the_block_has_ended(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with whole_file(path) as stream:
        stream.write("“é”\n")
        stream.flush()
        assert not path.exists()
    assert path.read_bytes() == "“é”\n".encode()
    assert os.listdir(tmp_path) == ["a.json"]


def test_rights_are_a_new_file_s_or_the_old_one_s(tmp_path: Path) -> None:
    old_mask = os.umask(0o027)
    try:
        save(tmp_path / "a")
        assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640
        (tmp_path / "a").chmod(0o604)
        save(tmp_path / "a")
        assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o604
    finally:
        os.umask(old_mask)


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_error_leaves_the_old_file(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "a"
    path.write_text("old")
    with pytest.raises(error), whole_file(path) as stream:
        stream.write("half")
        raise error
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a"]


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    save(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_a_device_is_written_to_and_not_replaced() -> None:
    save(Path("/dev/null"))
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="no /dev/fd here")
def test_a_pipe_is_written_to_under_the_name_given() -> None:
    reader, writer = os.pipe()
    save(Path(f"/dev/fd/{writer}"))
    os.close(writer)
    with open(reader) as stream:
        assert stream.read() == "new"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk() -> None:
    with pytest.raises(OutputError, match="^/dev/full: can't be written: there is no space left. Free some"):
        save(Path("/dev/full"))


def test_a_disk_that_fills_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "a"
    path.write_text("old")
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OutputError, match="no space left"):
        save(path)
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a"]


def test_what_was_written_is_on_the_disk_before_its_name_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut may come at any time; the name of a file whose content is lost would be worse than no file."""
    done: list[str] = []
    sync, replace = os.fsync, os.replace
    kinds = {stat.S_IFREG: "file", stat.S_IFDIR: "folder"}
    monkeypatch.setattr(os, "fsync", lambda no: (done.append(kinds[stat.S_IFMT(os.fstat(no).st_mode)]), sync(no)))
    monkeypatch.setattr(os, "replace", lambda *names: (done.append("name"), replace(*names)))
    with whole_file(tmp_path / "a") as stream:
        stream.write("text")
    assert done == (["file", "name", "folder"] if os.name == "posix" else ["file", "name"])


def test_an_address_is_no_folder() -> None:
    told = "x.csv: can't be written: only files of this computer are written"
    with pytest.raises(OutputError, match=told), whole_file("s3:/bucket/x.csv"):
        pass


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="there is no such folder. Make it first"):
        save(tmp_path / "no" / "a")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="that is a folder"):
        save(tmp_path)


def test_a_file_in_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    with pytest.raises(OutputError, match="no folder"):
        save(tmp_path / "a" / "b")


def test_no_right_to_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)  # root may write everywhere
    with pytest.raises(OutputError, match="you have no right to write there. Give"):
        save(tmp_path / "a")


def test_a_closed_pipe_is_left_to_the_caller(tmp_path: Path) -> None:
    with pytest.raises(BrokenPipeError), whole_file(tmp_path / "a"):
        raise BrokenPipeError


def test_other_errors_are_told_in_the_system_s_words() -> None:
    assert str(explained(OSError(errno.EIO, "Input/output error"), "a")) == "a: can't be written: Input/output error."


def test_a_folder_is_there_when_the_block_has_ended(tmp_path: Path) -> None:
    path = tmp_path / "out"
    with whole_folder(path) as folder:
        (folder / "a").write_text("new")
        assert not path.exists()
    assert os.listdir(path) == ["a"]
    assert os.listdir(tmp_path) == ["out"]


def test_an_empty_folder_is_filled_and_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.mkdir(mode=0o750)
    path.chmod(0o750)
    with whole_folder(path) as folder:
        (folder / "a").write_text("new")
    assert os.listdir(path) == ["a"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o750


def test_a_new_folder_gets_the_rights_of_a_new_folder(tmp_path: Path) -> None:
    old_mask = os.umask(0o027)
    try:
        with whole_folder(tmp_path / "out"):
            pass
        assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o750
    finally:
        os.umask(old_mask)


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, OutputError])
def test_an_error_leaves_no_folder(tmp_path: Path, error: type[BaseException]) -> None:
    with pytest.raises(error), whole_folder(tmp_path / "out") as folder:
        (folder / "a").write_text("half")
        raise error
    assert os.listdir(tmp_path) == []


def test_a_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    save(tmp_path / "a", "old")
    with pytest.raises(OutputError, match="has files in it, which are not overwritten. Give"), whole_folder(tmp_path):
        pass
    with pytest.raises(OutputError, match="a: is a file, not a folder"), whole_folder(tmp_path / "a"):
        pass
    assert (tmp_path / "a").read_text() == "old"


def test_a_folder_in_no_folder(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputError, match="there is no such folder. Make it first"),
        whole_folder(tmp_path / "no" / "a"),
    ):
        pass
