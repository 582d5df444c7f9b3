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


def write(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def one(path: Path | str, stdin: bytes = b"") -> Input | InputError:
    (found,) = read_inputs([path], stdin=BytesIO(stdin))
    return found


def told(path: Path | str, stdin: bytes = b"") -> str:
    found = one(path, stdin)
    assert isinstance(found, InputError)
    assert "\n" not in str(found)
    return str(found)


def lines(folder: Path, *values: object) -> list[Input | InputError]:
    """What comes of a file of JSON lines; strings are lines as they stand."""
    content = "".join(f"{value if isinstance(value, str) else json.dumps(value)}\n" for value in values)
    return list(read_inputs([write(folder, "a.jsonl", content)]))


def test_a_broken_first_line_of_json_lines_on_standard_input_is_named() -> None:
    first, second = read_inputs(["-"], stdin=BytesIO(b'{"text": \n{"text": "One."}\n'))
    assert isinstance(first, InputError)
    assert "line 1" in str(first)
    assert isinstance(second, Input)
    assert second.text == "One."


def test_a_text_file(tmp_path: Path) -> None:
    path = write(tmp_path, "quay.txt", "One.\r\n\r\nTwo.\r\n")
    found = one(path)
    assert found == Input("One.\r\n\r\nTwo.\r\n", "quay", str(path))
    assert isinstance(found, Input)
    article = found.article()
    assert [article.text[p.start : p.end] for p in article.paragraphs] == ["One.", "Two."]


def test_the_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        found = one(write(tmp_path, "a.txt", "“One.”".encode(encoding)))
        assert isinstance(found, Input)
        assert (found.text, found.warnings) == ("“One.”", ())


def test_an_older_encoding_is_told(tmp_path: Path) -> None:
    found = one(write(tmp_path, "a.txt", "He said “no”.".encode("cp1252")))
    assert isinstance(found, Input)
    assert found.text == "He said “no”."
    assert "cp1252" in found.warnings[0].message


def test_json_lines(tmp_path: Path) -> None:
    found = lines(
        tmp_path,
        {"id": "x", "text": "One.", "date": "2023-06-11", "tags": ["a"]},
        "",
        {"text": "Two.\u2028Three."},
        {"id": 7, "text": "\ufeffFour."},
        {"id": None, "text": "Five.", "n": 1.5},
    )
    source = str(tmp_path / "a.jsonl")
    assert found == [
        Input("One.", "x", source, {"date": "2023-06-11", "tags": ["a"]}),
        Input("Two.\u2028Three.", "a:3", source),
        Input("\ufeffFour.", "7", source),
        Input("Five.", "a:5", source, {"n": 1.5}),
    ]


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
    found = lines(tmp_path, {"id": "a", "text": "One."}, line, {"id": "b", "text": "Two."})
    assert [item.id for item in found if isinstance(item, Input)] == ["a", "b"]
    (error,) = (item for item in found if isinstance(item, InputError))
    assert str(error).startswith(f"{tmp_path / 'a.jsonl'}, line 2: {reason}")
    assert "Give " in str(error)


def test_lone_surrogates_and_nuls_in_json_lines(tmp_path: Path) -> None:
    (found,) = lines(tmp_path, '{"id": "\\udcff", "text": "A \\ud800 and \\u0000."}')
    assert isinstance(found, Input)
    assert (found.id, found.text) == ("\udcff", "A \ud800 and \0.")
    assert [warning.code for warning in found.article().warnings] == ["nul-characters", "lone-surrogates"]


def test_numbers_that_json_does_not_have(tmp_path: Path) -> None:
    (found,) = lines(tmp_path, '{"text": "One.", "a": NaN, "b": -Infinity, "c": 1e999, "d": 2.5}')
    assert isinstance(found, Input)
    assert found.meta == {"a": None, "b": None, "c": None, "d": 2.5}


def test_an_empty_text_in_json_lines_is_an_article_with_a_warning(tmp_path: Path) -> None:
    (found,) = lines(tmp_path, {"id": "a", "text": " \n"})
    assert isinstance(found, Input)
    assert [warning.code for warning in found.warnings] == ["empty"]


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


def test_no_such_file(tmp_path: Path) -> None:
    assert "there is no such file. Check" in told(tmp_path / "a.txt")
    assert "there is no such file" in told(tmp_path / "a.jsonl")
    assert "can't be read" in told("a\0b.txt")


def test_no_right_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = write(tmp_path, "a.txt", "One.")
    monkeypatch.setattr(Path, "open", refuse)  # root may read everything
    assert "no right to read" in told(path)


def test_a_file_in_place_of_a_folder(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "One.")
    assert "can't be read" in told(path / "b.txt")


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
    assert isinstance(found, Input)
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
