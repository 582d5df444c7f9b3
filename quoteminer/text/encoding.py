"""Decode bytes: as UTF-8 or UTF-16 if they are valid, else in the likeliest older encoding, with a
warning."""

from __future__ import annotations

import codecs
import operator
import re
from typing import Any, Final

from quoteminer.errors import need
from quoteminer.text.form_words import SECTIONS
from quoteminer.types import Warning

SAMPLE: Final = 65_536  # bytes that are examined to recognise text
_MAX_CONTROL_SHARE: Final = 0.02  # a sample with a larger share of control characters is not text
# least share of NULs in UTF-16 without a mark, nearly all at odd or all at even offsets
_WIDE_SHARE: Final = 0.3
_MOSTLY_ASCII: Final = 0.8  # least share of ASCII in a text for which Western encodings are tried
_PLAUSIBLE: Final = 0.8  # least share of the other characters that must then be plausible
_DETECTED: Final = 2_000_000  # most bytes given to the detector

_WIDE_MARKS: Final = {
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_SIGNATURES: Final = [
    (int(offset), bytes.fromhex(signature), kind, advice)
    for offset, signature, kind, *advice in (
        line.split(": ", 3) for line in SECTIONS["file_signatures"]
    )
]
_EXPORT: Final = "Save or export the article as plain text (.txt, UTF-8) first."
_GUESSED: Final = "Read as {}, a guess: check accents and quotation marks, or save it as UTF-8."
_DAMAGED: Final = "The {} is damaged: what can't be read became U+FFFD. Save it again as UTF-8."
_BINARY: Final = f"is a binary file, not text. {_EXPORT}"
_GARBLED: Final = re.compile(
    r"â[€\x80][\x80-\xbf‚-›“”‘’•–—˜™š›œžŸ€¢£¤¥¦]|Ã[\xa1-\xbf]|Â[\xa0-\xbf]|ï»¿|ï¿½"
)
"""UTF-8 that was decoded as Windows-1252 or ISO-8859-1: “â€œ” for an opening quotation mark, “Ã©”
for é."""
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_TYPOGRAPHIC: Final = frozenset("‘’“”‚„‹›«»–—…•·†‡™©®°±²³¼½¾×÷§¶€£¥¢¡¿\xa0\xad´ˆ˜‰ªº")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def decode(data: bytes) -> tuple[str, tuple[Warning, ...]]:
    """Decode bytes and drop a byte order mark. Warn if the encoding was guessed or the text is
    damaged. Raises ValueError if the bytes are not text; the message says what they are and what to
    do."""
    wide = stream_encoding(data)
    if not wide:
        data = data.removeprefix(codecs.BOM_UTF8)
        refuse_known_kinds(data)
    if is_binary(data[:SAMPLE]):
        raise ValueError(_BINARY)
    try:
        text = data.decode(wide or "utf-8")
        return text, (
            (Warning("encoding", _GUESSED.format(wide)),)
            if wide in ("utf-16-le", "utf-16-be")
            else ()
        )
    except UnicodeDecodeError:
        if not wide:
            return _guess(data)
    text = data.decode(wide, "replace")
    if text.count("\ufffd") > _MAX_CONTROL_SHARE * len(text) + 2:
        raise ValueError(_BINARY)
    return text, (Warning("encoding", _DAMAGED.format(wide)),)


def refuse_known_kinds(data: bytes) -> None:
    """Raise ValueError, with the kind of the file, if the bytes are those of an image, an archive
    or a document."""
    for offset, signature, kind, advice in _SIGNATURES:
        if data.startswith(signature, offset):
            reason = f"which can't be read. {advice[0]}" if advice else f"not text. {_EXPORT}"
            raise ValueError(f"is {kind}, {reason}")


def is_binary(sample: bytes) -> bool:
    """True if the first bytes of a file have more control characters than text does."""
    text = sample.decode(stream_encoding(sample) or "latin-1", "replace")
    return len(_CONTROL.findall(text, 0, SAMPLE)) > _MAX_CONTROL_SHARE * min(len(text), SAMPLE) + 2


def stream_encoding(data: bytes) -> str | None:
    """Return the encoding if it is UTF-16 or UTF-32, else None (then line ends are ASCII bytes). A
    byte order mark shows it or, for UTF-16, a NUL in every other byte, as Latin letters have."""
    for mark, encoding in _WIDE_MARKS.items():
        if data.startswith(mark):
            return encoding
    sample = data[:SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(sample) < 4 or even + odd < _WIDE_SHARE * len(sample):
        return None
    if even * 20 < odd:
        return "utf-16-le"
    return "utf-16-be" if odd * 20 < even else None


def _guess(data: bytes) -> tuple[str, tuple[Warning, ...]]:
    """Decode as damaged UTF-8, else as cp1252 or Mac Roman if mostly ASCII and plausible, else by
    charset-normalizer, which alone misjudges one English sentence in 14 in cp1252, and one in four
    in Mac Roman."""
    repaired = data.decode("utf-8", "replace")
    if len(_NOT_ASCII.findall(repaired)) > 2 * repaired.count("\ufffd"):
        return repaired, (Warning("encoding", _DAMAGED.format("utf-8")),)
    encoding = None
    if len(data.translate(None, bytes(range(128, 256)))) >= _MOSTLY_ASCII * len(data):
        shares = {western: _plausible_share(data, western) for western in ("cp1252", "mac_roman")}
        likeliest = max(shares, key=shares.__getitem__)
        encoding = likeliest if shares[likeliest] >= _PLAUSIBLE else None
    encoding = encoding or _detected(data)
    return data.decode(encoding, "replace"), (Warning("encoding", _GUESSED.format(encoding)),)


def _plausible_share(data: bytes, encoding: str) -> float:
    """Return the share, 0..1, of non-ASCII characters that are typographic marks or letters within
    words."""
    text = data.decode(encoding, "replace")
    fits = [_fits(text, found.start()) for found in _NOT_ASCII.finditer(text)]
    return sum(fits) / max(len(fits), 1)


def _fits(text: str, offset: int) -> bool:
    letter, before, after = text[offset], text[offset - 1 : offset], text[offset + 1 : offset + 2]
    if letter in _TYPOGRAPHIC:
        return True
    if not letter.isalpha() or letter.isupper() and before.islower():
        return False
    return before.isalpha() or after.isalpha()


def _detected(data: bytes) -> str:
    from charset_normalizer import from_bytes

    first = re.search(rb"[\x80-\xff]", data)
    start = max(0, (first.start() if first else 0) - SAMPLE)
    start = data.rfind(b"\n", 0, start) + 1  # a line's start, so that no character is cut
    end = (
        data.rfind(b"\n", start, start + _DETECTED) if len(data) - start > _DETECTED else len(data)
    )
    best = from_bytes(data[start : end if end > start else None]).best()
    if best is None:
        raise ValueError(f"has an encoding that can't be recognised. {_EXPORT}")
    return best.encoding


def garbled(text: str) -> Warning | None:
    """Return a warning at the first garbled character (mojibake), or None."""
    matches = None if text.isascii() else list(_GARBLED.finditer(text))
    if not matches:
        return None
    count = f"{len(matches)} garbled character{'s' * (len(matches) > 1)} (“{matches[0][0]}”)"
    return Warning(
        "mojibake",
        f"The text has {count} from a wrong encoding: try --fix-encoding.",
        *matches[0].span(),
    )


def fix_encoding(text: str) -> tuple[str, Warning] | None:
    """Repair garbled characters (mojibake) line by line with ftfy, and return the text and a
    warning; None if there is nothing to repair. Raises DependencyError if ftfy is not installed."""
    ftfy = need_ftfy()
    lines = text.split("\n")
    fixed = [line if line.isascii() else ftfy.fix_encoding(line) for line in lines]
    count = sum(map(operator.ne, lines, fixed))
    if not count:
        return None
    where = f"{count} line{'s' * (count > 1)}"
    message = (
        f"Garbled characters in {where} were repaired. All positions are those of the repaired"
        " text."
    )
    return "\n".join(fixed), Warning("encoding-fixed", message)


def need_ftfy() -> Any:
    """Import ftfy. Raises DependencyError if it is not installed."""
    return need("ftfy", extra="encoding", what="Repairing an encoding")
