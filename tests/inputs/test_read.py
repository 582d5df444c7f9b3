"""Files to articles; each bad input is told, with what to do, and the others are read."""

from __future__ import annotations

import errno
import json
import os
from io import BufferedReader, BytesIO, RawIOBase
from pathlib import Path

import pytest

from quoteminer.errors import InputError
from quoteminer.inputs import Input, read_inputs
from quoteminer.types import Warning


def write(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def one(path: Path | str, stdin: bytes = b"") -> Input:
    (found,) = read_inputs([path], stdin=BytesIO(stdin))
    assert isinstance(found, Input)
    return found


def told(path: Path | str, stdin: bytes = b"") -> str:
    (found,) = read_inputs([path], stdin=BytesIO(stdin))
    assert isinstance(found, InputError)
    assert "\n" not in str(found)
    return str(found)


def lines(folder: Path, *values: object) -> list[Input | InputError]:
    """What comes of a file of JSON lines; strings are lines as they stand."""
    content = "".join(f"{value if isinstance(value, str) else json.dumps(value)}\n" for value in values)
    return list(read_inputs([write(folder, "a.jsonl", content)]))


@pytest.mark.parametrize(
    ("content", "text", "codes"),
    [
        (b"One.\r\n\r\nTwo.\r\n", "One.\r\n\r\nTwo.\r\n", []),
        ("“One.”".encode("utf-8-sig"), "“One.”", []),
        ("“One.”".encode("utf-16"), "“One.”", []),
        ("He said “no”.".encode("cp1252"), "He said “no”.", ["encoding"]),
    ],
)
def test_a_text_file(tmp_path: Path, content: bytes, text: str, codes: list[str]) -> None:
    """A byte order mark is no part of it, line ends are, and a guessed encoding is told."""
    path = write(tmp_path, "quay.txt", content)
    found = one(path)
    assert (found.text, found.id, found.source) == (text, "quay", str(path))
    assert [warning.code for warning in found.warnings] == codes
    paragraphs = [text[p.start : p.end] for p in found.article().paragraphs]
    assert paragraphs == (["One.", "Two."] if "Two" in text else [text])


def test_json_lines(tmp_path: Path) -> None:
    found = lines(
        tmp_path,
        {"id": "x", "text": "One.", "date": "2023-06-11", "tags": ["a"]},
        "",
        {"text": "Two.\u2028Three."},
        {"id": 7, "text": "\ufeffFour."},
        {"id": None, "text": "Five.", "n": 1.5},
        '{"id": "\\udcff", "text": "A \\ud800 and \\u0000."}',
        '{"id": "n", "text": "One.", "a": NaN, "b": -Infinity, "c": 1e999, "d": 2.5}',
        {"id": "a", "text": " \n"},
    )
    source = str(tmp_path / "a.jsonl")
    assert found == [
        Input("One.", "x", source, {"date": "2023-06-11", "tags": ["a"]}),
        Input("Two.\u2028Three.", "a:3", source),
        Input("\ufeffFour.", "7", source),
        Input("Five.", "a:5", source, {"n": 1.5}),
        Input("A \ud800 and \0.", "\udcff", source),
        Input("One.", "n", source, {"a": None, "b": None, "c": None, "d": 2.5}),
        Input(" \n", "a", source, warnings=(Warning("empty", "The text is empty."),)),
    ]
    assert isinstance(found[4], Input)
    assert [warning.code for warning in found[4].article().warnings] == ["nul-characters", "lone-surrogates"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_json_lines_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    content = '{"id": "a", "text": "“One.”"}\n{"id": "b", "text": "“Two.”"}\n'
    found = list(read_inputs([write(tmp_path, "a.jsonl", content.encode(encoding))]))
    assert [(item.id, item.text) for item in found if isinstance(item, Input)] == [("a", "“One.”"), ("b", "“Two.”")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{not json}", "is no JSON"),
        ('{"text": "a"', "is no JSON"),
        ("[" * 100_000, "is n"),
        ('"text"', "expected a JSON object"),
        ("[1, 2]", "expected a JSON object"),
        ("{}", "has no text"),
        ('{"id": 1}', "has no text"),
        ('{"text": null}', "has no text"),
        ('{"text": ["a"]}', "has no text"),
    ],
)
def test_a_bad_line_is_told_and_the_others_are_read(tmp_path: Path, line: str, reason: str) -> None:
    good = ({"id": "a", "text": "One."}, {"id": "b", "text": "Two."})
    for at, place in ((0, "line 1"), (1, "line 2")):
        found = lines(tmp_path, *good[:at], line, *good[at:])
        assert [item.id for item in found if isinstance(item, Input)] == ["a", "b"]
        assert str(found[at]).startswith(f"{tmp_path / 'a.jsonl'}, {place}: {reason}")
        assert "Give " in str(found[at])


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b"\xef\xbb\xbf", "holds nothing but spaces"),
        ("a.txt", " \n\t\u00a0\n".encode(), "holds nothing but spaces"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a PNG image, not text"),
        ("a.docx", b"PK\x03\x04\x14\0", "is a zip, Word"),
        ("a.txt", b"\0" * 2000, "is a binary file"),
        ("a.json", b"[]", "has no article"),
        ("a.jsonl", b"", "has no article"),
        ("a.jsonl", b"\n \n", "has no article"),
    ],
)
def test_bad_files(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = write(tmp_path, name, content)
    assert told(path).startswith(f"{path}: {reason}")


def test_what_is_not_there(tmp_path: Path) -> None:
    for name in ("a.txt", "a.jsonl"):
        assert "there is no such file. Check" in told(tmp_path / name)
    for path in ("a\0b.txt", write(tmp_path, "a.txt", "One.") / "b.txt"):
        assert "can't be read" in told(path)


def test_no_right_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = write(tmp_path, "a.txt", "One.")
    monkeypatch.setattr(Path, "open", refuse)  # root may read everything
    assert "no right to read" in told(path)


def test_the_stream_goes_on_after_errors(tmp_path: Path) -> None:
    good, empty = write(tmp_path, "good.txt", "One."), write(tmp_path, "empty.txt", "")
    found = list(read_inputs([tmp_path / "no.txt", good, empty, good]))
    assert [isinstance(item, Input) for item in found] == [False, True, False, True]


def test_inputs_are_read_when_they_are_asked_for(tmp_path: Path) -> None:
    good = write(tmp_path, "good.txt", "One.")
    inputs = read_inputs([good, tmp_path / "later.txt"])
    next(inputs)
    write(tmp_path, "later.txt", "Two.")
    assert isinstance(next(inputs), Input)


def test_standard_input() -> None:
    assert one("-", b"One.\nTwo.") == Input("One.\nTwo.", "stdin", "-")
    assert one("-", b'{"id": "a", "text": "One."}\n') == Input("One.", "a", "-")
    assert one("-", b'\xef\xbb\xbf{"text": "One."}') == Input("One.", "stdin:1", "-")
    assert one("-", b"{So} it begins.") == Input("{So} it begins.", "stdin", "-")
    assert one("-", "“One.”".encode("utf-16")) == Input("“One.”", "stdin", "-")
    assert "is empty" in told("-", b"")


def test_a_pipe_is_read(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.write(writer, b"One.")
    os.close(writer)
    found = one(f"/dev/fd/{reader}")
    os.close(reader)
    assert found.text == "One."


class Unreadable(RawIOBase):
    """Standard input that is a folder (``< .``)."""

    def readable(self) -> bool:
        return True

    def readinto(self, _: object) -> int:
        raise IsADirectoryError(errno.EISDIR, "Is a directory")


def test_standard_input_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    (found,) = read_inputs(["-"], stdin=BufferedReader(Unreadable()))
    assert str(found) == "-: standard input can't be read ([Errno 21] Is a directory). Give a file."
    monkeypatch.setattr("sys.stdin", None)
    (found,) = read_inputs(["-"])
    assert str(found) == "-: there is no standard input. Give a file."
