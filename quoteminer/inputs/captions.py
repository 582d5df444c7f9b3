"""Read files of captions of films and meetings (WebVTT, SubRip)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from quoteminer.inputs.open_files import File
from quoteminer.inputs.rows import Input, decoded, whole, whole_article
from quoteminer.transcripts.captions import CAPTIONS, read_spoken

SUFFIXES: Final = (".vtt", ".srt")


def read_captions(file: File) -> Iterator[Input]:
    """Yield the article of a file of captions. Raises InputError if it has no captions."""
    text, warnings = decoded(whole(file, file.options.text_bytes), file)
    if not CAPTIONS.match(text):
        raise file.error(
            "has no WEBVTT line or cue number at its beginning. Save the captions again, or as"
            " .txt."
        )
    try:
        spoken, transcript, unread = read_spoken(text)
    except ValueError as error:
        raise file.error(
            f"can't be read as captions ({error}). Save them again, or the words as .txt."
        ) from None
    article = whole_article(spoken, file, warnings=(*warnings, *unread), extracted=True)
    # repaired, it is read again
    yield replace(article, transcript=transcript) if article.text == spoken else article
