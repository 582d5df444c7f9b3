"""Files to articles, one after the other; standard input, files in memory, and how far the reading
is."""

import errno
import gzip
import json
import os
import sys
from io import BufferedReader, BytesIO, RawIOBase
from pathlib import Path
from typing import Any

import pytest
from input_files import Reading, packed_zst, parquet_of, whole_files

from quoteminer.errors import ConfigError, DependencyError, InputError
from quoteminer.inputs import Input, Meter, ReadOptions, read_bytes, read_inputs

FILES = whole_files()
GARBLED = "â€œWe open,â€\x9d said Ida at the cafÃ©."
REPAIRED = "“We open,” said Ida at the café."


def only(path: Path | str, stdin: bytes = b"") -> Any:
    (found,) = read_inputs([path], stdin=BytesIO(stdin))
    return found


@pytest.mark.parametrize(("content", "text", "codes"), [
    (b"One.\r\n\r\nTwo.\r\n", "One.\r\n\r\nTwo.\r\n", []),
    ("“One.”".encode("utf-8-sig"), "“One.”", []),
    ("“One.”".encode("utf-16"), "“One.”", []),
    ("He said “no”.".encode("cp1252"), "He said “no”.", ["encoding"]),
])  # fmt: skip
def test_a_text_file(tmp_path: Path, content: bytes, text: str, codes: list[str]) -> None:
    """A byte order mark is no part of it, line ends are, and a guessed encoding has a warning."""
    found = Reading(tmp_path / "quay.txt", content).only
    assert (found.text, found.id, found.source) == (text, "quay", str(tmp_path / "quay.txt"))
    assert [warning.code for warning in found.warnings] == codes
    paragraphs = [text[p.start : p.end] for p in found.article().paragraphs]
    assert paragraphs == (["One.", "Two."] if "Two" in text else [text])


@pytest.mark.parametrize(("name", "content", "reason"), [
    ("a.rtf", b"{\\rtf1 No.}", "is an RTF file, which can't be read. Convert it: in Word or LibreOffice, File >"),
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "is an old Word or Excel file (.doc, .xls), or one with a password"),
    ("a.odt", b"PK\3\4" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text", "is an OpenDocument"),
])  # fmt: skip
def test_what_must_be_converted(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    assert Reading(tmp_path / name, content).error.startswith(f"{tmp_path / name}: {reason}")


def test_what_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "b.txt").write_text("One.", "utf-8")
    assert "there is no such file. Check" in str(only(tmp_path / "a.txt"))
    for path in ("a\0b.txt", tmp_path / "b.txt" / "c.txt"):
        assert "can't be read" in str(only(path))
    monkeypatch.setattr(Path, "open", refuse)  # root may read everything
    assert "no permission to read" in str(only(tmp_path / "b.txt"))


def test_inputs_are_read_when_they_are_asked_for_and_go_on_after_errors(tmp_path: Path) -> None:
    names = ("no.txt", "good.txt", "empty.txt", "later.txt")
    (tmp_path / "good.txt").write_text("One.", "utf-8")
    (tmp_path / "empty.txt").touch()
    inputs = read_inputs([tmp_path / name for name in names])
    found = [next(inputs) for _ in range(3)]
    (tmp_path / "later.txt").write_text("Two.", "utf-8")
    assert [isinstance(item, Input) for item in [*found, *inputs]] == [False, True, False, True]


def test_standard_input() -> None:
    assert only("-", b"One.\nTwo.") == Input("One.\nTwo.", "stdin", "-")
    assert only("-", b'{"id": "a", "text": "One."}\n') == Input("One.", "a", "-")
    assert only("-", b'\xef\xbb\xbf{"text": "One."}') == Input("One.", "stdin:1", "-")
    assert only("-", b"{So} it begins.") == Input("{So} it begins.", "stdin", "-")
    assert only("-", "“One.”".encode("utf-16")) == Input("“One.”", "stdin", "-")
    assert "is empty" in str(only("-", b""))


def test_a_pipe_is_read() -> None:
    reader, writer = os.pipe()
    os.write(writer, b"One.")
    os.close(writer)
    assert only(f"/dev/fd/{reader}").text == "One."
    os.close(reader)


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


def known_of(item: Input | InputError) -> Any:
    return (item.text, item.id, item.meta, item.warnings) if isinstance(item, Input) else "error"


@pytest.mark.parametrize("suffix", FILES)
def test_a_file_in_memory_is_read_as_on_the_disk(suffix: str, tmp_path: Path) -> None:
    wanted = list(map(known_of, Reading(tmp_path / f"news{suffix}", FILES[suffix]).all))
    (tmp_path / f"news{suffix}").unlink()
    assert list(map(known_of, read_bytes(FILES[suffix], f"news{suffix}"))) == wanted
    assert wanted


@pytest.mark.parametrize("name", ["a.txt", "-", "a*.txt", ".", "/etc/passwd"])
def test_the_name_of_a_file_in_memory_is_not_opened(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("On the disk.", "utf-8")
    assert [item.text for item in read_bytes(b"In memory.", name)] == ["In memory."]


@pytest.mark.parametrize("content", [b"", b"\x1f\x8b\x08cut off", b"\x89PNG\r\n\x1a\n", b"12345"])
def test_errors_of_a_file_in_memory_begin_with_its_name(content: bytes) -> None:
    (error,) = read_bytes(content, "a.txt.gz", ReadOptions(max_chars=4))
    assert isinstance(error, InputError)
    assert str(error).startswith("a.txt.gz: ")
    with pytest.raises(ConfigError):
        ReadOptions(max_chars=0)


@pytest.mark.parametrize(("name", "content"), [
    ("a.txt", GARBLED.encode()),
    ("a.jsonl", json.dumps({"text": GARBLED}).encode()),
    ("a.csv", f'text\n"{GARBLED}"\n'.encode()),
    ("a.parquet", parquet_of([{"text": GARBLED}])),
    ("a.txt.gz", gzip.compress(GARBLED.encode(), mtime=0)),
])  # fmt: skip
def test_garbled_characters(tmp_path: Path, name: str, content: bytes) -> None:
    found = Reading(tmp_path / name, content).only
    assert (found.text, found.extracted) == (GARBLED, False)
    (warning,) = found.article().warnings
    assert (warning.code, warning.start, warning.end) == ("mojibake", 0, 3)
    repaired = Reading(tmp_path / name, content, fix_encoding=True).only
    assert (repaired.text, repaired.extracted) == (REPAIRED, True)
    assert [warning.code for warning in repaired.article().warnings] == ["encoding-fixed"]


def test_what_is_not_garbled_stays_as_it_is(tmp_path: Path) -> None:
    text = "“Ça va,” said Zoë of SÃO PAULO… She’s “fine”\u2028\r\nﬁsh ①"
    found = Reading(tmp_path / "a.txt", text, fix_encoding=True).only
    assert (found.text, found.extracted, found.article().warnings) == (text, False, ())
    mixed = Reading(tmp_path / "a.txt", f"{text}\n{GARBLED}", fix_encoding=True).only
    assert mixed.text == f"{text}\n{REPAIRED}"


def test_the_meter_goes_from_nothing_to_all(tmp_path: Path) -> None:
    lines = "".join(f'{{"text": "Some words of article {number}."}}\n' for number in range(5000))
    (tmp_path / "a.jsonl").write_text(lines)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    (tmp_path / "c.txt").write_text("One article.")
    meter = Meter([tmp_path, tmp_path / "no.txt"])
    assert (meter.total, meter.read) == (sum(path.stat().st_size for path in tmp_path.iterdir()), 0)
    seen = [meter.read for _ in read_inputs([tmp_path, tmp_path / "no.txt"], meter=meter)]
    assert seen == sorted(seen)
    assert 0 < seen[2500] < len(lines) < seen[7500] < meter.total == meter.read
    meter = Meter(["-"])  # whose size is unknown
    assert len(list(read_inputs(["-"], stdin=BytesIO(b"One article."), meter=meter))) == 1
    assert (meter.total, meter.read) == (None, 0)


@pytest.mark.parametrize("suffix", [suffix for suffix in FILES if suffix != ".pdf"])
def test_articles_that_are_too_long_cost_no_other(tmp_path: Path, suffix: str) -> None:
    whole = suffix in (".txt", ".html", ".docx")
    data = FILES[suffix] if whole else whole_files([{"text": "x" * 11}, {"text": "ok"}])[suffix]
    found = Reading(tmp_path / f"a{suffix}", data, max_chars=10)
    (error,) = found.errors
    reason = "" if whole else "the article has 11 characters, more than the 10 that are allowed. "
    assert error.endswith(f"{reason}Split it, or raise --max-chars.")
    assert found.texts == ([] if whole else ["ok"])


@pytest.mark.parametrize(("suffix", "library", "extra"), [
    (".docx", "docx", "docx"),
    (".xlsx", "openpyxl", "xlsx"),
    (".parquet", "pyarrow.parquet", "parquet"),
    (".txt.zst", "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd", "zst"),
])  # fmt: skip
def test_without_the_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, library: str, extra: str
) -> None:
    data = packed_zst(b"One.") if suffix == ".txt.zst" else FILES[suffix]
    monkeypatch.setattr("quoteminer.inputs.read.read_apart", lambda read, file: read(file))
    monkeypatch.setitem(sys.modules, library, None)
    error = Reading(tmp_path / f"a{suffix}", data).error
    assert f"needs {library.partition('.')[0]}, which can't be loaded (" in error
    advice = f"Install the extra {extra} from QuoteMiner's source tree: pip install '.[{extra}]'"
    assert error.endswith(advice)


def test_without_ftfy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ftfy", None)
    advice = r"Install the extra encoding .*: pip install '\.\[encoding\]'"
    with pytest.raises(DependencyError, match=advice):
        ReadOptions(fix_encoding=True)
