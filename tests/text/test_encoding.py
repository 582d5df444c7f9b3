"""Bytes to text."""

import random

import pytest
from effort import power
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.text.encoding import decode, is_binary, refuse_known_kinds, stream_encoding

ENGLISH = (
    "“We can’t wait,” said Zoë Müller — the café’s owner. “It’s £5 a day, and that’s it…” ‘Fine,’"
    " he said.\n" * 3
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_what_the_bytes_say_themselves(encoding: str) -> None:
    assert decode(ENGLISH.encode(encoding)) == (ENGLISH, ())


@pytest.mark.parametrize(("encoding", "text"), [
    ("cp1252", ENGLISH),
    ("cp1252", "Only one mark here: it’s."),
    ("mac_roman", ENGLISH),
    ("utf-16-le", ENGLISH),
    ("utf-16-be", ENGLISH),
    ("cp1251", "Президент заявил, что «всё будет хорошо».\n" * 5),
    ("shift_jis", "首相は「準備はできている」と述べた。\n" * 5),
    ("iso8859_1", "Il a dit « très bien », a déclaré un élève à côté, et il est parti très tôt.\n" * 4),
])  # fmt: skip
def test_older_encodings_are_found_and_told(encoding: str, text: str) -> None:
    found, warnings = decode(text.encode(encoding))
    assert found == text
    assert [(one.code, one.start, one.end) for one in warnings] == [("encoding", None, None)]


def test_one_bad_byte_does_not_spoil_the_rest_and_nuls_stay() -> None:
    text, warnings = decode(ENGLISH.encode() + b"\xff tail")
    assert text == ENGLISH + "\ufffd tail"
    assert [one.code for one in warnings] == ["encoding"]
    assert decode(b"He said\0 so and went home.") == ("He said\0 so and went home.", ())


@pytest.mark.parametrize(("data", "kind"), [
    (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "a PNG image"),
    (b"\xff\xd8\xff\xe0" + b"a" * 50, "a JPEG image"),
    (b"PK\x03\x04words", "a zip or EPUB file"),
    (b"\x28\xb5\x2f\xfd\x04", "a Zstandard file"),
    (b"\xfd7zXZ\0", "an xz file"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"PAR1\x15\x04", "a Parquet file"),
    (b"a.txt".ljust(257, b"\0") + b"ustar\0", "a tar archive"),
])  # fmt: skip
def test_other_kinds_are_named(data: bytes, kind: str) -> None:
    for check in (decode, refuse_known_kinds):
        with pytest.raises(ValueError, match=f"^is {kind}, not text. Save or export .*plain text"):
            check(data)


@pytest.mark.parametrize("data", [
    random.Random(1).randbytes(5000), b"\xff\xfe" + b"\1\0" * 500, bytes(500),
])  # fmt: skip
def test_binary_files(data: bytes) -> None:
    assert is_binary(data)
    for content in (data, b"\xff\xfe" + random.Random(2).randbytes(5000)):  # or like UTF-16
        with pytest.raises(ValueError, match="^is a binary file.*plain text"):
            decode(content)


def test_a_large_file_is_not_searched_for_ever() -> None:
    line, odd = ("x" * 79 + "\n").encode(), "Президент заявил, что всё хорошо.\n".encode("cp1251")
    assert power(lambda size: decode(line * 60 * size + odd * size), 100, 1000) < 1.5


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_told(data: bytes) -> None:
    try:
        text, warnings = decode(data)
    except ValueError as error:
        assert str(error).startswith(("is ", "has "))
    else:
        text.encode()
        assert len(warnings) <= 1


UTF_8 = st.characters(codec="utf-8", exclude_characters="\ufeff", exclude_categories=["Cc"])


@given(st.text(UTF_8, max_size=200))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode()) == (text, ())


def test_texts_are_no_other_kinds() -> None:
    for data in (b"", b"PAR1 is no file.", b"Rich {\\rtf", ENGLISH.encode(), b"7z, he said."):
        refuse_known_kinds(data)


@pytest.mark.parametrize("encoding", "utf-8 utf-16 utf-16-le utf-16-be utf-32 cp1252".split())
def test_what_takes_two_bytes_or_four(encoding: str) -> None:
    data = ENGLISH.encode(encoding)
    wide = stream_encoding(data)
    assert (wide is None) == (encoding in ("utf-8", "cp1252"))
    assert wide is None or data.decode(wide).removeprefix("\ufeff") == ENGLISH
    assert not is_binary(data)
