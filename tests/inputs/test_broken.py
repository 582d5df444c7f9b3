"""Every broken input ends in an article or in an error that names the file and the cause; its
neighbours are read."""

import json
import pickle
import random
import re
import struct
from collections.abc import Callable, Iterator, Sequence
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
TEXTS = ("", "  \n\t \u00a0\n", "\ufeff")
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


def broken_files() -> Iterator[Broken]:
    """Yield all cases that are files."""
    yield from _other_kinds()
    yield from _empty()
    yield from _cut_off()
    yield from _encodings()
    yield from _json()
    yield from _tables()
    yield from _odd_texts()
    yield from _pages()
    for name, content, reason in bombs():
        yield Broken(name, content, reason)


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
    """Images and the like under names of every kind that is read."""
    for kind, data in _MAGIC.items():
        for suffix in (".txt", ".html", ".csv", ".jsonl", ".json", ".parquet", ".xlsx", ".docx"):
            yield Broken(f"{kind}{suffix}", data, "is an? |is not an? |has an encoding|no column")


def _empty() -> Iterator[Broken]:
    for suffix in whole_files():
        for number, text in enumerate(TEXTS):
            reason = (
                "empty|only spaces|no line|no article|no main|is not "
                if text
                else "is empty. Give a file"
            )
            yield Broken(f"empty-{number}{suffix}", text.encode(), reason)


def _cut_off() -> Iterator[Broken]:
    """Files that end too early, packed and not."""
    rows = [
        {"id": f"n{number}", "text": f"{GOOD} {random.Random(number).random()}"}
        for number in range(6000)
    ]
    for suffix, data in (
        whole_files(rows[:50]) | {".csv": csv_of(rows), ".jsonl": jsonl_of(rows)}
    ).items():
        for packing, pack in PACKERS.items():
            packed = pack(data)
            for share in (0.02, 0.5, 1.0):
                cut = packed[: max(12, min(int(share * len(packed)), len(packed) - 5))]
                # what was packed before the cut
                known = share > 0.4 and suffix in (".csv", ".jsonl")
                yield Broken(f"cut-{share}{suffix}{packing}", cut, CUT, ("n0",) if known else ())
    for suffix in (".parquet", ".xlsx", ".docx"):
        data = whole_files()[suffix]
        for share in (0.1, 0.5, 0.98):
            yield Broken(
                f"cut-{share}{suffix}", data[: int(len(data) * share)], CUT + "|is not an? "
            )
    packed = bytearray(PACKERS[".gz"](jsonl_of(rows)))
    packed[len(packed) // 2] ^= 0xFF
    yield Broken("flipped.jsonl.gz", bytes(packed), "damaged|is not JSON", ("n0",))
    yield Broken(
        "garbage-behind.jsonl.gz",
        PACKERS[".gz"](jsonl_of([ROW])) + b"garbage",
        "damaged",
        ("good",),
    )
    yield Broken("twice.txt.gz", PACKERS[".gz"](PACKERS[".gz"](GOOD.encode())), "packed twice")


def _encodings() -> Iterator[Broken]:
    """Texts in encodings that they do not name: read by a guess."""
    words = "“Die Fähre fährt um sechs”, sagte Ída Bränd, während Kofi schwieg. "
    russian = "«Паром уходит в шесть», — сказала Ида Брандт, капитан. " * 8
    for encoding, text in (
        ("cp1252", words),
        ("utf-16-le", words),
        ("utf-16-be", words),
        ("cp1251", russian),
    ):
        yield Broken(f"{encoding}.txt", text.encode(encoding), None, ("",))
    for encoding, text in (
        ("cp1252", words),
        ("utf-16", words),
        ("utf-16-le", words),
        ("utf-32", words),
    ):
        rows = [BEFORE, {"id": "x", "text": text}, AFTER]
        tables = {"jsonl": jsonl_of(rows), "csv": csv_of(rows), "json": json.dumps(rows).encode()}
        for suffix, data in tables.items():
            content = data.decode().encode(encoding, "replace")
            yield Broken(f"{encoding}.{suffix}", content, None, ("before", "x", "after"))
    among = (
        jsonl_of([BEFORE]) + '{"id": "x", "text": "“Näh”"}\n'.encode("cp1252") + jsonl_of([AFTER])
    )
    yield Broken("mixed.jsonl", among, None, ("before", "x", "after"))
    yield Broken("odd-utf-16.txt", b"\xff\xfe" + GOOD.encode("utf-16-le") + b"\x20", None, ("",))


def _json() -> Iterator[Broken]:
    """Values that are no articles, alone and among good ones."""
    deep = b"[" * 100_000 + b"]" * 100_000
    values = {
        "number": (b"17", "expected a JSON object"),
        "string": (b'"text"', "expected a JSON object"),
        "null": (b"null", "expected a JSON object"),
        "nothing": (b"{}", "has no text"),
        "no-text": (b'{"title": "x"}', "has no text"),
        "null-text": (b'{"text": null}', "has no text"),
        "list-text": (b'{"text": ["a"]}', "has no text"),
        "unquoted": (b"{text: 1}", "is not JSON"),
        "record": (b'{"schema_version": "1.2", "quotes": [], "speakers": []}', "is a record"),
    }
    values["deep"] = b'{"text": "a", "x": ' + deep + b"}", "nested too deeply|is not JSON"
    values["digits"] = b'{"text": ' + b"9" * 5000 + b"}", "is not JSON|has no text"
    for name, (value, reason) in values.items():
        yield Broken(f"{name}.json", value, reason)
        among = jsonl_of([BEFORE]) + value + b"\n" + jsonl_of([AFTER])
        yield Broken(f"{name}.jsonl", among, reason, ("before", "after"))
        listed = b"[" + jsonl_of([BEFORE]) + b"," + value + b"," + jsonl_of([AFTER]) + b"]"
        breaks = name in ("deep", "unquoted", "digits")  # what is not JSON costs the rest of a list
        yield Broken(
            f"{name}-in-a-list.json", listed, reason, ("before",) if breaks else ("before", "after")
        )
    yield Broken(
        "unclosed.jsonl", b'{"id": "x", "text": "a\n' + jsonl_of([AFTER]), "is not JSON", ("after",)
    )
    yield Broken("unclosed-list.json", b"[" + jsonl_of([BEFORE]), "ends before", ("before",))
    nul_line = jsonl_of([BEFORE]) + bytes(500) + b"\n" + jsonl_of([AFTER])
    yield Broken("nul-line.jsonl", nul_line, "is not JSON", ("before", "after"))


def _tables() -> Iterator[Broken]:
    """Rows that are none, among good ones; tables without a column for texts."""
    good, head = ("before", "after"), b"id,text,n\nbefore,No.,1\n"
    tail = b"after,No.,1\n"
    for name, row, reason in [
        ["few", "x,No.\n", "has 2 cells"],
        ["many", "x,No,no,2\n", "has 4 cells"],
        ["unclosed", 'x,"No.,2\n', "none closes it"],
        ["not-doubled", 'x,"He said "no" twice",2\n', "is not doubled"],
        ["open-behind-lines", 'x,"No.\nNo.\nNo,2\n', "none closes it"],
    ]:
        yield Broken(f"{name}.csv", head + row.encode() + tail, reason, good)
        yield Broken(f"{name}.csv.gz", PACKERS[".gz"](head + row.encode() + tail), reason, good)
    yield Broken("nul.csv", head + b"x,N\0o\0.,2\n" + tail, None, ("before", "x", "after"))
    yield Broken("return.csv", head + b"x,N\ro,2\n" + tail, None, ("before", "x", "after"))
    yield Broken("return-and-mark.csv", head + b'x,N\ro,"2"\n' + tail, "a carriage return", good)
    yield Broken("headless.csv", b"before,No.,1\n" + tail, "no column has a name for texts")
    yield Broken("header-only.csv", b"id,text\n", "has no article")
    yield Broken("unclosed-header.csv", b'id,"text\n' + tail, "none closes it")
    other = {"title": "x", "n": 3}
    for suffix in (".csv", ".tsv", ".jsonl", ".json", ".parquet", ".xlsx"):
        yield Broken(
            f"no-column{suffix}", whole_files([other])[suffix], "no column has a name|has no text"
        )
    values = [BEFORE, {"id": "x", "text": None}, AFTER]
    yield Broken("null.parquet", parquet_of(values), "its value is missing", good)
    yield Broken("number.parquet", parquet_of([{"text": 3}]), "of the type int")
    yield Broken("null.xlsx", xlsx_of(table_of(values)), "its value is missing", good)
    yield Broken("number.xlsx", xlsx_of([["text"], [3]]), "of the type int")
    yield Broken(
        "no-rows.parquet", parquet_of([ROW])[:0] + parquet_of([{"text": "x"}]), None, ("",)
    )
    yield Broken(
        "footer.parquet", b"PAR1\x15" + bytes(50) + struct.pack("<I", 2**31 - 1) + b"PAR1", CUT
    )
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
        raw = text.encode("utf-8", "surrogatepass")
        yield Broken(f"{name}.txt", raw, None, ("",))
        yield Broken(
            f"{name}.jsonl", (json.dumps({"id": "x", "text": text}) + "\n").encode(), None, ("x",)
        )
        if "\0" not in text and "\ud800" not in text:
            yield Broken(f"{name}.csv", csv_of([{"id": "x", "text": text}]), None, ("x",))


def _pages() -> Iterator[Broken]:
    for name, page in [
        ["bare", "<html></html>"],
        ["menu", "<!doctype html><html><body><nav><a href=a>A</a></nav></body></html>"],
        ["script", "<html><head><script>var x = '<p>';</script></head><body></body></html>"],
        ["unclosed", "<html><body><p"],
        ["frames", "<html><frameset><frame src=a><frame src=b></frameset></html>"],
        ["comment", "<html><!-- <p>No.</p>"],
    ]:
        yield Broken(f"{name}.html", page.encode(), "has no main text|can't be read as HTML")
    yield Broken(
        "deep.html",
        PAGE.replace("<article>", "<div>" * 5_000 + "<article>").encode(),
        "has no main text",
    )
    yield Broken(
        "tags.html",
        PAGE.replace("<article>", "<article>" + "<p>No." * 200_000).encode(),
        "50,000 tags",
    )
    yield Broken("latin.html", PAGE.replace("utf-8", "iso-8859-1").encode("cp1252"), None, ("",))
    yield Broken("lying.html", PAGE.replace("utf-8", "shift_jis").encode(), None, ("",))
    yield Broken("page.txt", PAGE.encode(), None, ("",))


def read(tmp_path: Path, path: Path) -> Sequence[Input | InputError]:
    """Read a path between two good articles, which must be read, too."""
    good = tmp_path / "good.txt"
    good.write_text(GOOD, "utf-8")
    first, *between, last = read_inputs([good, path, good])
    assert first == last == Input(GOOD, "good", str(good))
    return between


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, marks=pytest.mark.slow if callable(case.content) else ())
        for case in broken_files()
    ],
    ids=lambda case: case.name,
)
def test_a_broken_file(tmp_path: Path, case: Broken) -> None:
    path = tmp_path / f"000-{case.name}"
    path.write_bytes(case.content() if callable(case.content) else case.content)
    found = read(tmp_path, path)
    errors = [item for item in found if isinstance(item, InputError)]
    ids = [item.id for item in found if isinstance(item, Input)]
    for error in errors:
        check(error, path)
    if case.reason is None:
        assert errors == []
        assert ids == [id or ids[0] for id in case.ids]
    else:
        assert any(re.search(case.reason, str(error)) for error in errors), list(map(str, errors))
        assert [id for id in ids if id in case.ids] == list(case.ids)
        assert (
            case.ids
            or not ids
            or (case.name.startswith("cut-") and ids == [f"n{at}" for at in range(len(ids))])
        )


def check(error: InputError, path: Path) -> None:
    message = str(error)
    assert message.startswith(str(path))
    assert len(message) < len(str(path)) + 700
    assert message.isprintable()
    assert message.endswith((".", ")", ".[html]'"))
    assert (error.source, str(pickle.loads(pickle.dumps(error)))) == (str(path), message)
