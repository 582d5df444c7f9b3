"""Bytes to text."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteminer.text.encoding import decode

ENGLISH = "“We can’t wait,” said Zoë Müller — the café’s owner. “It’s £5 a day, and that’s it…” ‘Fine,’ he said.\n" * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_what_the_bytes_say_themselves(encoding: str) -> None:
    assert decode(ENGLISH.encode(encoding)) == (ENGLISH, ())


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", ENGLISH),
        ("cp1252", "Only one mark here: it’s."),
        ("mac_roman", ENGLISH),
        ("utf-16-le", ENGLISH),
        ("utf-16-be", ENGLISH),
        ("cp1251", "Президент заявил, что «всё будет хорошо».\n" * 5),
        ("shift_jis", "首相は「準備はできている」と述べた。\n" * 5),
        ("iso8859_1", "Il a dit « très bien », a déclaré un élève à côté, et il est parti très tôt.\n" * 4),
    ],
)
def test_older_encodings_are_found_and_told(encoding: str, text: str) -> None:
    found, warnings = decode(text.encode(encoding))
    assert found == text
    assert [(one.code, one.start, one.end) for one in warnings] == [("encoding", None, None)]


def test_one_bad_byte_does_not_spoil_the_rest() -> None:
    text, warnings = decode(ENGLISH.encode() + b"\xff tail")
    assert text == ENGLISH + "\ufffd tail"
    assert [one.code for one in warnings] == ["encoding"]


def test_nuls_in_words_stay() -> None:
    assert decode(b"He said\0 so and went home.") == ("He said\0 so and went home.", ())


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "a PNG image"),
        (b"\xff\xd8\xff\xe0" + b"a" * 50, "a JPEG image"),
        (b"%PDF-1.7 words words words", "a PDF"),
        (b"PK\x03\x04words", "a zip, Word"),
        (random.Random(1).randbytes(5000), "a binary file"),
        (b"\xff\xfe" + random.Random(2).randbytes(5000), "a binary file"),
        (b"\0" * 500, "a binary file"),
    ],
)
def test_no_text(data: bytes, kind: str) -> None:
    with pytest.raises(ValueError, match=f"^is {kind}.*plain text"):
        decode(data)


def test_a_large_file_is_not_searched_for_ever() -> None:
    data = ("x" * 79 + "\n").encode() * 60_000 + "Президент заявил, что всё хорошо.\n".encode("cp1251") * 1000
    begin = time.perf_counter()
    decode(data)
    assert time.perf_counter() - begin < 10  # 0.2 s here


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_told(data: bytes) -> None:
    try:
        text, warnings = decode(data)
    except ValueError as error:
        assert str(error).startswith(("is ", "has "))
    else:
        text.encode()
        assert len(warnings) <= 1


@given(st.text(st.characters(codec="utf-8", exclude_characters="\ufeff", exclude_categories=["Cc"]), max_size=200))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode()) == (text, ())
