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
from quoteminer.inputs.article import decoded, whole_article
from quoteminer.inputs.file import File
from quoteminer.inputs.item import Input
from quoteminer.inputs.texts import whole
from quoteminer.inputs.wishes import Wishes
from quoteminer.text.encoding import SAMPLE, is_binary, wide_encoding
from quoteminer.types import Warning

META: Final = ("title", "date", "author", "url")
"""What a record keeps of a page, where the page says it."""
SHORT: Final = 250
"""Characters; from fewer on, trafilatura trusts itself so little that it tries cruder ways (MIN_EXTRACTED_SIZE)."""
MOST_TAGS: Final = 50_000
"""Pages of news have some thousands. trafilatura takes the square of their number: ten seconds for these."""
LATEST: Final = "2100-01-01"
"""trafilatura's own limit for dates is today, which would make the result depend on the day."""
_PAGE: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]", re.I | re.S
)
_CHARSET: Final = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]+encoding\s*=\s*["']([\w.:-]+)""", re.I
)
_TAG: Final = re.compile("<[A-Za-z]")
_SENTENCE_END: Final = re.compile("[.!?…]")
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]*\?>")
_WIDER: Final = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}
"""What browsers take these for (https://encoding.spec.whatwg.org/#names-and-labels)."""


def begins_like_page(head: bytes) -> bool:
    """Whether a file that begins so is HTML."""
    return _PAGE.match(head) is not None


def read_page(file: File, wishes: Wishes) -> Iterator[Input]:
    """The article on a web page. Nothing is fetched. Raises InputError where there is none, DependencyError."""
    file.refuse_known_kinds()
    if is_binary(file.head):
        raise file.error("is a binary file, not HTML. Save the page again.")
    data = whole(file, wishes.row_bytes, wishes)
    page, warnings = _page(data, file)
    if next(islice(_TAG.finditer(page), MOST_TAGS, None), None):
        raise file.error(f"has more than {MOST_TAGS:,} tags, as no article has. Save the article as .txt.")
    found = _extracted(page, file)
    text = found.text if found else ""
    if not _SENTENCE_END.search(text):  # a menu, where the page has nothing else
        raise file.error("has no main text that can be told from the rest of the page. Save the article as .txt.")
    if len(text) < SHORT:
        warnings = (*warnings, _short(text))
    meta = {key: value for key in META if (value := getattr(found, key, None)) is not None}
    yield whole_article(text, warnings, file, wishes, meta=meta, with_text=True)


def _extracted(page: str, file: File) -> Any:
    trafilatura = need("trafilatura", extra="html", what="Reading HTML")
    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).addHandler(logging.NullHandler())  # else they would print what they dislike
    dates = {"original_date": True, "extensive_search": False, "max_date": LATEST}
    try:
        return trafilatura.bare_extraction(
            page, with_metadata=True, include_comments=False, date_extraction_params=dates
        )
    except Exception as error:  # whatever a broken page makes of a parser, it costs no other article
        raise file.error(f"is no HTML that can be read ({error!r}). Save the article as .txt.") from None


def _short(text: str) -> Warning:
    return Warning("short-page", f"No more than {len(text)} characters of text are on the page: check that it is all.")


def _page(data: bytes, file: File) -> tuple[str, tuple[Warning, ...]]:
    """The page as text: UTF-8 where it is that, else in the encoding that it names, else in the likeliest one."""
    text, warnings = _declared(data) or decoded(data, file)
    return _DECLARATION.sub("", text, count=1), warnings


def _declared(data: bytes) -> tuple[str, tuple[Warning, ...]] | None:
    if wide_encoding(data[:SAMPLE]):
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
