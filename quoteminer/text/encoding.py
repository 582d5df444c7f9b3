"""Bytes to text: UTF-8 or UTF-16 where the bytes say so, else the likeliest older encoding, told in a warning."""

from __future__ import annotations

import codecs
import re
from typing import Final

from quoteminer.types import Warning

_BYTE_ORDER_MARKS: Final = (  # the longer ones first: UTF-32's begins as UTF-16's does
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC: Final = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip, Word, Excel or EPUB file"),
    (b"\xd0\xcf\x11\xe0", "an old or a locked Word or Excel file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"7z\xbc\xaf", "a 7-Zip file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"{\\rtf", "an RTF file"),
    (b"PAR1\x15", "a Parquet file"),
    (b"RIFF", "a sound, film or WebP file"),
    (b"\x7fELF", "a program"),
)
_TAR: Final = b"ustar"
_TAR_AT: Final = 257
_WESTERN: Final = ("cp1252", "mac_roman")
_NO_TEXT: Final = "Save or export the article as plain text (.txt, UTF-8) first."

SAMPLE: Final = 65_536
"""Bytes that are looked at to tell text from other files."""
MAX_CONTROL_SHARE: Final = 0.02
"""More control characters than this among the sample's are no text."""
WIDE_SHARE: Final = 0.3
"""UTF-16 without a mark has at least this share of NULs, nearly all at the odd, or all at the even, places."""
MOSTLY_ASCII: Final = 0.8
PLAUSIBLE: Final = 0.8
DETECTED: Final = 2_000_000
"""Bytes that the detector is given."""

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROL_CHARACTER = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_TYPOGRAPHIC: Final = frozenset("‘’“”‚„‹›«»–—…•·†‡™©®°±²³¼½¾×÷§¶€£¥¢¡¿\xa0\xad´ˆ˜‰ªº")
_FOREIGN = re.compile(r"[^\x00-\x7f]")


def decode(data: bytes) -> tuple[str, tuple[Warning, ...]]:
    """The text that the bytes are, without its byte order mark, and a warning where the encoding was guessed.

    Raises:
        ValueError: these are no words but an image, an archive or the like; the message says so and what to do.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding)
    refuse_known_kinds(data)
    wide = _unmarked_wide_encoding(data)
    if wide:
        return _checked(data.decode(wide, "replace")), (_guessed(wide),)
    if not _is_narrow_text(data):
        raise ValueError(f"is a binary file, not text. {_NO_TEXT}")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _guess(data)


def refuse_known_kinds(data: bytes) -> None:
    """Raises ValueError where the bytes begin as an image, an archive or the like does; the message says what it is."""
    kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if data.startswith(_TAR, _TAR_AT):
        kind = "a tar archive"
    if kind:
        raise ValueError(f"is {kind}, not text. {_NO_TEXT}")


def is_binary(sample: bytes) -> bool:
    """Whether what begins so has more control characters than text does."""
    wide = wide_encoding(sample)
    if wide:
        return not _is_text(sample.decode(wide, "replace"))
    return not _is_narrow_text(sample)


def wide_encoding(sample: bytes) -> str | None:
    """The encoding of what begins so, if its letters take two bytes or four: UTF-16 or UTF-32, by the mark or, UTF-16
    alone, by the NULs. The mark is part of what it then decodes to. None: line ends are the bytes that they are in
    ASCII."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if sample.startswith(mark):
            return None if encoding == "utf-8" else encoding
    return _unmarked_wide_encoding(sample)


def _marked(data: bytes, encoding: str) -> tuple[str, tuple[Warning, ...]]:
    try:
        return _checked(data.decode(encoding)), ()
    except UnicodeDecodeError:
        if encoding == "utf-8":
            return _guess(data)
        text = data.decode(encoding, "replace")
        if text.count("\ufffd") > MAX_CONTROL_SHARE * len(text) + 2:
            raise ValueError(f"is a binary file, not text. {_NO_TEXT}") from None
        return _checked(text), (_damaged(encoding),)


def _checked(text: str) -> str:
    """The text, unless it has more control characters than words do."""
    if not _is_text(text):
        raise ValueError(f"is a binary file, not text. {_NO_TEXT}")
    return text


def _is_text(text: str) -> bool:
    return len(_CONTROL_CHARACTER.findall(text, 0, SAMPLE)) <= MAX_CONTROL_SHARE * min(len(text), SAMPLE) + 2


def _is_narrow_text(data: bytes) -> bool:
    return len(_CONTROL.findall(data, 0, SAMPLE)) <= MAX_CONTROL_SHARE * min(len(data), SAMPLE) + 2


def _unmarked_wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of Latin letters is NUL."""
    sample = data[:SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(sample) < 4 or even + odd < WIDE_SHARE * len(sample):
        return None
    if even * 20 < odd:
        return "utf-16-le"
    return "utf-16-be" if odd * 20 < even else None


def _guess(data: bytes) -> tuple[str, tuple[Warning, ...]]:
    """UTF-8 that is damaged in places, else Windows' or the old Mac's Western letters where they read well in what is
    mostly ASCII, else what charset-normalizer finds."""
    repaired = data.decode("utf-8", "replace")
    if len(_FOREIGN.findall(repaired)) > 2 * repaired.count("\ufffd"):
        return repaired, (_damaged("utf-8"),)
    if len(data.translate(None, bytes(range(128, 256)))) >= MOSTLY_ASCII * len(data):
        shares = {encoding: _plausible_share(data, encoding) for encoding in _WESTERN}
        encoding = max(shares, key=shares.__getitem__)
        if shares[encoding] >= PLAUSIBLE:
            return data.decode(encoding, "replace"), (_guessed(encoding),)
    encoding = _detected(data)
    return data.decode(encoding, "replace"), (_guessed(encoding),)


def _plausible_share(data: bytes, encoding: str) -> float:
    """The share, 0..1, of the foreign characters that are marks of typography or letters at their place in a word."""
    text = data.decode(encoding, "replace")
    fits = [_fits(text, found.start()) for found in _FOREIGN.finditer(text)]
    return sum(fits) / max(len(fits), 1)


def _fits(text: str, at: int) -> bool:
    letter, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if letter in _TYPOGRAPHIC:
        return True
    if not letter.isalpha() or letter.isupper() and before.islower():
        return False
    return before.isalpha() or after.isalpha()


def _detected(data: bytes) -> str:
    from charset_normalizer import from_bytes

    first = re.search(rb"[\x80-\xff]", data)
    start = max(0, (first.start() if first else 0) - SAMPLE)
    start = data.rfind(b"\n", 0, start) + 1  # a line's start, so that no character is cut in two
    end = data.rfind(b"\n", start, start + DETECTED) if len(data) - start > DETECTED else len(data)
    best = from_bytes(data[start : end if end > start else None]).best()
    if best is None:
        raise ValueError(f"has an encoding that can't be told. {_NO_TEXT}")
    return best.encoding


def _guessed(encoding: str) -> Warning:
    return Warning("encoding", f"Read as {encoding}, a guess: check accents and quotation marks, or save it as UTF-8.")


def _damaged(encoding: str) -> Warning:
    return Warning("encoding", f"The {encoding} is damaged: what can't be read became U+FFFD. Save it again as UTF-8.")
