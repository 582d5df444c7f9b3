"""Web pages: the main text, without menus, advertisements and comments, by trafilatura (Barbaresi 2021, ACL demo)."""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any, Final

from quoteminer.errors import need
from quoteminer.inputs.articles import Input, decoded, whole, whole_article
from quoteminer.inputs.files import File
from quoteminer.inputs.html_quotes import prepare, without_repeats
from quoteminer.text.encoding import stream_encoding
from quoteminer.types import Warning

META: Final = ("title", "date", "author", "url")
"""Metadata of a page that goes into the record."""
SHORT: Final = 250
"""Characters below which trafilatura tries cruder ways (its MIN_EXTRACTED_SIZE)."""
MOST_TAGS: Final = 50_000
"""News pages have some thousands. trafilatura takes the square of their number: ten seconds for these."""
LATEST: Final = "2100-01-01"
"""Limit for dates: that of trafilatura is today, which would make the result depend on the day."""
PAGE: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]", re.I | re.S
)
_CHARSET: Final = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]+encoding\s*=\s*["']([\w.:-]+)""", re.I
)
_TAG: Final = re.compile("<[A-Za-z]")
_SENTENCE_END: Final = re.compile("[.!?…]")
_WIDER: Final = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}
"""Encodings that browsers take these for (https://encoding.spec.whatwg.org/#names-and-labels)."""


def read_page(file: File) -> Iterator[Input]:
    """Yield the article of a web page. Nothing is fetched. Raises InputError if there is none, DependencyError."""
    file.refuse_binary("Save the page again.")
    data = whole(file, file.options.row_size)
    page, warnings = _declared(data) or decoded(data, file)
    if next(islice(_TAG.finditer(page), MOST_TAGS, None), None):
        raise file.error(f"has more than {MOST_TAGS:,} tags, as no article has. Save the article as .txt.")
    text, found = _extracted(page, file)
    if not _SENTENCE_END.search(text):  # a menu, where the page has nothing else
        raise file.error("has no main text that can be told from the rest of the page. Save the article as .txt.")
    if len(text) < SHORT:
        message = f"No more than {len(text)} characters of text are on the page: check that it is all."
        warnings = (*warnings, Warning("short-page", message))
    meta = {key: value for key in META if (value := getattr(found, key, None)) is not None}
    yield whole_article(text, file, meta=meta, warnings=warnings, with_text=True)


def _extracted(page: str, file: File) -> tuple[str, Any]:
    """Return the main text of a page, and what the page says of itself. Raises InputError, DependencyError."""
    trafilatura = need("trafilatura", extra="html", what="Reading HTML")
    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).addHandler(logging.NullHandler())  # else they would print what they dislike
    dates = {"original_date": True, "extensive_search": False, "max_date": LATEST}
    try:
        tree = trafilatura.load_html(page)
        if tree is None:
            return "", None
        names = prepare(tree)
        found = trafilatura.bare_extraction(
            tree, with_metadata=True, include_comments=False, date_extraction_params=dates
        )
        return without_repeats(found.text, names) if found else "", found
    except Exception as error:  # whatever a broken page makes of a parser, it costs no other article
        raise file.error(f"is no HTML that can be read ({error!r}). Save the article as .txt.") from None


def _declared(data: bytes) -> tuple[str, tuple[Warning, ...]] | None:
    """Decode a page that is UTF-8, or in the encoding that it names; None for any other."""
    if stream_encoding(data):
        return None
    with suppress(UnicodeDecodeError):
        return data.decode("utf-8-sig"), ()
    found = _CHARSET.search(data, 0, 4096)
    if not found:
        return None
    name = (found[1] or found[2]).decode("ascii")
    try:
        codec = codecs.lookup(name).name
        return data.decode(_WIDER.get(codec, codec)), ()
    except (LookupError, ValueError):
        return None
