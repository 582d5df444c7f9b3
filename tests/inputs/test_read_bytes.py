"""A file in memory is read as the same file on the disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from input_files import whole_files

from quoteminer.errors import ConfigError, InputError
from quoteminer.inputs import Input, read_bytes, read_inputs

FILES = whole_files()


def known_of(item: Input | InputError) -> Any:
    return (item.text, item.id, item.meta, item.warnings) if isinstance(item, Input) else "error"


@pytest.mark.parametrize("suffix", FILES)
def test_as_on_the_disk(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"news{suffix}"
    path.write_bytes(FILES[suffix])
    wanted = list(map(known_of, read_inputs([path])))
    path.unlink()
    assert list(map(known_of, read_bytes(FILES[suffix], path.name))) == wanted
    assert wanted


@pytest.mark.parametrize("name", ["a.txt", "-", "a*.txt", ".", "/etc/passwd"])
def test_its_name_is_not_opened(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("On the disk.", "utf-8")
    (item,) = read_bytes(b"In memory.", name)
    assert isinstance(item, Input)
    assert item.text == "In memory."


@pytest.mark.parametrize("content", [b"", b"\x1f\x8b\x08cut off", b"\x89PNG\r\n\x1a\n"])
def test_errors_are_told_and_begin_with_the_name(content: bytes) -> None:
    (error,) = read_bytes(content, "a.txt.gz")
    assert isinstance(error, InputError)
    assert str(error).startswith("a.txt.gz: ")


def test_a_limit() -> None:
    (error,) = read_bytes(b"12345", "a.txt", max_chars=4)
    assert isinstance(error, InputError)
    with pytest.raises(ConfigError):
        read_bytes(b"12345", "a.txt", max_chars=0)
