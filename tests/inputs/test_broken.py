"""Every broken input ends in an article or in an error that names the file and the cause; its
neighbours are read."""

import json
import pickle
import random
import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from input_files import (
    GOOD,
    PACKERS,
    PAGE,
    ROW,
    bombs,
    csv_of,
    jsonl_of,
    parquet_of,
    table_of,
    whole_files,
    xlsx_of,
)

from quoteminer.errors import InputError
from quoteminer.inputs import Input, read_inputs

BEFORE, AFTER = {"id": "before", "text": GOOD}, {"id": "after", "text": GOOD}
CUT = "cut off|damaged|is not a complete|ends before"


@dataclass(frozen=True)
class Broken:
    """A file: the end of its name, its content or what makes that, what an error of it must match
    (None: it has none), and the ids of the articles that must come out of it all the same ("":
    whatever it has)."""

    name: str
    content: bytes | Callable[[], bytes]
    reason: str | None
    ids: tuple[str, ...] = ()


_MAGIC = {
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1", "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    "gif": b"GIF89a\1\0\1\0\0\0\0", "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    "elf": b"\x7fELF\2\1\1\0", "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "wav": b"RIFF\x24\0\0\0WAVEfmt ", "sqlite": b"SQLite format 3\0\x10\0\1\1",
    "rtf": b"{\\rtf1\\ansi {\\fonttbl} No, said Ida.}", "xz": b"\xfd7zXZ\0\0\4",
    "docx": b"PK\x03\x04\x14\0\6\0word/document.xml", "zeros": bytes(4096),
    "random": random.Random(5).randbytes(4096),
}  # fmt: skip


def _other_kinds() -> Iterator[Broken]:
    """Images and the like under names of every kind that is read, and empty files."""
    for suffix in (".txt", ".html", ".csv", ".jsonl", ".json", ".parquet", ".xlsx", ".docx"):
        for kind, data in _MAGIC.items():
            yield Broken(f"{kind}{suffix}", data, "is an? |is not an? |has an encoding|no column")
    for suffix in whole_files():
        yield Broken(f"empty{suffix}", b"", "is empty. Give a file")
        for number, text in enumerate(("  \n\t \u00a0\n", "\ufeff")):
            reason = "is empty|only spaces|no line|no article|no main|is not |damaged"
            yield Broken(f"spaces-{number}{suffix}", text.encode(), reason)


def _cut_off() -> Iterator[Broken]:
    """Files that end too early, packed and not; test_files.py counts what stands before the cut."""
    rows = [
        {"id": f"n{number}", "text": f"{GOOD} {random.Random(number).random()}"}
        for number in range(6000)
    ]
    long = {".csv": csv_of(rows), ".jsonl": jsonl_of(rows)}
    for suffix, data in (whole_files(rows[:50]) | long).items():
        for packing, pack in PACKERS.items():
            packed = pack(data)
            for share in (0.02, 0.5, 1.0):
                cut = packed[: max(12, min(int(share * len(packed)), len(packed) - 5))]
                known = ("n0",) if share > 0.4 and suffix in long else ()
                yield Broken(f"cut-{share}{suffix}{packing}", cut, CUT, known)
    for suffix in (".parquet", ".xlsx", ".docx"):
        data = whole_files()[suffix]
        for share in (0.1, 0.5, 0.98):
            cut = data[: int(len(data) * share)]
            yield Broken(f"cut-{share}{suffix}", cut, CUT + "|is not an? ")
    pack = PACKERS[".gz"]
    packed = bytearray(pack(long[".jsonl"]))
    packed[len(packed) // 2] ^= 0xFF
    yield Broken("flipped.jsonl.gz", bytes(packed), "damaged|is not JSON", ("n0",))
    yield Broken("garbage-behind.jsonl.gz", pack(jsonl_of([ROW])) + b"what", "damaged", ("good",))
    yield Broken("twice.txt.gz", pack(pack(GOOD.encode())), "packed twice")


def _encodings() -> Iterator[Broken]:
    """Texts in encodings that they do not name: read by a guess. Those of tests/text are not
    repeated here."""
    words = "“Die Fähre fährt um sechs”, sagte Ída Bränd, während Kofi schwieg. "
    rows = [BEFORE, {"id": "x", "text": words}, AFTER]
    tables = {"jsonl": jsonl_of(rows), "csv": csv_of(rows), "json": json.dumps(rows).encode()}
    for encoding in ("cp1252", "utf-16", "utf-16-le", "utf-32"):
        for suffix, data in tables.items():
            content = data.decode().encode(encoding, "replace")
            yield Broken(f"{encoding}.{suffix}", content, None, ("before", "x", "after"))
    line = '{"id": "x", "text": "“Näh”"}\n'.encode("cp1252")
    yield Broken("mixed.jsonl", _among(line), None, ("before", "x", "after"))
    yield Broken("odd-utf-16.txt", b"\xff\xfe" + GOOD.encode("utf-16-le") + b"\x20", None, ("",))


def _among(line: bytes) -> bytes:
    """A line of JSON between two good ones."""
    return jsonl_of([BEFORE]) + line + jsonl_of([AFTER])


def _json() -> Iterator[Broken]:
    """Values that are no articles, alone and among good ones."""
    deep = b"[" * 100_000 + b"]" * 100_000
    values = {
        "number": (b"17", "expected a JSON object"), "null": (b"null", "expected a JSON object"),
        "nothing": (b"{}", "has no text"), "no-text": (b'{"title": "x"}', "has no text"),
        "null-text": (b'{"text": null}', "has no text"),
        "list-text": (b'{"text": ["a"]}', "has no text"), "unquoted": (b"{text: 1}", "is not JSON"),
        "record": (b'{"schema_version": "1.2", "quotes": [], "speakers": []}', "is a record"),
        "deep": (b'{"text": "a", "x": ' + deep + b"}", "nested too deeply|is not JSON"),
        "digits": (b'{"text": ' + b"9" * 5000 + b"}", "is not JSON|has no text"),
    }  # fmt: skip
    for name, (value, reason) in values.items():
        yield Broken(f"{name}.json", value, reason)
        yield Broken(f"{name}.jsonl", _among(value + b"\n"), reason, ("before", "after"))
        listed = b"[" + _among(b"," + value + b",") + b"]"
        breaks = name in ("deep", "unquoted", "digits")  # what is not JSON costs the rest of a list
        ids = ("before",) if breaks else ("before", "after")
        yield Broken(f"{name}-in-a-list.json", listed, reason, ids)
    unclosed = b'{"id": "x", "text": "a\n' + jsonl_of([AFTER])
    yield Broken("unclosed.jsonl", unclosed, "is not JSON", ("after",))
    yield Broken("unclosed-list.json", b"[" + jsonl_of([BEFORE]), "ends before", ("before",))
    yield Broken("nul.jsonl", _among(bytes(500) + b"\n"), "is not JSON", ("before", "after"))


def _tables() -> Iterator[Broken]:
    """Rows that are none, among good ones; tables without a column for texts."""
    good, head = ("before", "after"), b"id,text,n\nbefore,No.,1\n"
    tail = b"after,No.,1\n"
    for name, row, reason in (
        ("few", b"x,No.\n", "has 2 cells"), ("many", b"x,No,no,2\n", "has 4 cells"),
        ("unclosed", b'x,"No.,2\n', "none closes it"),
        ("not-doubled", b'x,"He said "no" twice",2\n', "is not doubled"),
        ("open-behind-lines", b'x,"No.\nNo.\nNo,2\n', "none closes it"),
        ("return-and-mark", b'x,N\ro,"2"\n', "a carriage return"),
    ):  # fmt: skip
        yield Broken(f"{name}.csv", head + row + tail, reason, good)
        yield Broken(f"{name}.csv.gz", PACKERS[".gz"](head + row + tail), reason, good)
    yield Broken("nul.csv", head + b"x,N\0o\0.,2\n" + tail, None, ("before", "x", "after"))
    yield Broken("return.csv", head + b"x,N\ro,2\n" + tail, None, ("before", "x", "after"))
    yield Broken("headless.csv", b"before,No.,1\n" + tail, "no column has a name for texts")
    yield Broken("header-only.csv", b"id,text\n", "has no article")
    yield Broken("unclosed-header.csv", b'id,"text\n' + tail, "none closes it")
    other = whole_files([{"title": "x", "n": 3}])
    for suffix in (".csv", ".tsv", ".jsonl", ".json", ".parquet", ".xlsx"):
        reason = "no column has a name|has no text"
        yield Broken(f"no-column{suffix}", other[suffix], reason)
    values = [BEFORE, {"id": "x", "text": None}, AFTER]
    yield Broken("null.xlsx", xlsx_of(table_of(values)), "its value is missing", good)
    yield Broken("number.xlsx", xlsx_of([["text"], [3]]), "of the type int")
    yield Broken("number.parquet", parquet_of([{"text": 3}]), "of the type int")
    footer = b"PAR1\x15" + bytes(50) + struct.pack("<I", 2**31 - 1) + b"PAR1"
    yield Broken("footer.parquet", footer, CUT)
    yield Broken("no-sheet.xlsx", xlsx_of([]), "has no article")


def _odd_texts() -> Iterator[Broken]:
    """Texts with characters that trouble programs: all of them articles."""
    texts = {
        "surrogate": "A \ud800 half “No,” said Ida.",
        "rtl": "\u202e“لا”\u202c قالت Ida \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
        "combining": "“N" + "\u0301\u0323" * 4000 + "o,” said Ida.", "nul": "“N\0o,” said Ida.",
        "controls": "“No\x07,” said\x0b Ida.\x0c", "marks": "“" * 5000,
        "separators": "“No,”\u2028said\u2029Ida\u0085.", "one-word": "x" * 300_000,
        "no-characters": "\ufdd0\ufffe\U0010ffff“No,” said Ida.",
    }  # fmt: skip
    for name, text in texts.items():
        yield Broken(f"{name}.txt", text.encode("utf-8", "surrogatepass"), None, ("",))
        row = {"id": "x", "text": text}
        yield Broken(f"{name}.jsonl", f"{json.dumps(row)}\n".encode(), None, ("x",))
        if "\0" not in text and "\ud800" not in text:
            yield Broken(f"{name}.csv", csv_of([row]), None, ("x",))


def _pages() -> Iterator[Broken]:
    for name, page in (
        ("bare", "<html></html>"), ("unclosed", "<html><body><p"),
        ("comment", "<html><!-- <p>No.</p>"),
        ("menu", "<!doctype html><html><body><nav><a href=a>A</a></nav></body></html>"),
        ("script", "<html><head><script>var x = '<p>';</script></head><body></body></html>"),
        ("frames", "<html><frameset><frame src=a><frame src=b></frameset></html>"),
    ):  # fmt: skip
        yield Broken(f"{name}.html", page.encode(), "has no main text|can't be read as HTML")
    deep = PAGE.replace("<article>", "<div>" * 5_000 + "<article>")
    yield Broken("deep.html", deep.encode(), "has no main text")
    tags = PAGE.replace("<article>", "<article>" + "<p>No." * 200_000)
    yield Broken("tags.html", tags.encode(), "50,000 tags")
    yield Broken("lying.html", PAGE.replace("utf-8", "shift_jis").encode(), None, ("",))


CASES = [
    *_other_kinds(), *_cut_off(), *_encodings(), *_json(), *_tables(), *_odd_texts(), *_pages(),
    *(Broken(*bomb) for bomb in bombs()),
]  # fmt: skip


@pytest.mark.parametrize("case", [
    pytest.param(case, id=case.name, marks=pytest.mark.slow if callable(case.content) else ())
    for case in CASES
])  # fmt: skip
def test_a_broken_file(tmp_path: Path, case: Broken) -> None:
    path = tmp_path / f"000-{case.name}"
    path.write_bytes(case.content() if callable(case.content) else case.content)
    good = tmp_path / "good.txt"
    good.write_text(GOOD, "utf-8")
    first, *found, last = read_inputs([good, path, good])
    assert first == last == Input(GOOD, "good", str(good))
    errors = [item for item in found if isinstance(item, InputError)]
    ids = [item.id for item in found if isinstance(item, Input)]
    for error in errors:
        message = str(error)
        assert message.startswith(str(path))
        assert len(message) < len(str(path)) + 700
        assert message.isprintable()
        assert message.endswith((".", ")", ".[html]'"))
        assert (error.source, str(pickle.loads(pickle.dumps(error)))) == (str(path), message)
    if case.reason is None:
        assert errors == []
        assert ids == [id or ids[0] for id in case.ids]
    else:
        assert any(re.search(case.reason, str(error)) for error in errors), list(map(str, errors))
        assert [id for id in ids if id in case.ids] == list(case.ids)
        before_cut = [f"n{at}" for at in range(len(ids))] if case.name.startswith("cut-") else []
        assert case.ids or ids == before_cut
