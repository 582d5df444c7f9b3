"""Read the main text of web pages, without menus, advertisements and comments, with trafilatura
(Barbaresi 2021)."""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any, Final

from quoteminer.errors import need
from quoteminer.inputs.open_files import File
from quoteminer.inputs.rows import Input, decoded, whole, whole_article
from quoteminer.text.encoding import stream_encoding
from quoteminer.types import Warning

PAGE_META: Final = ("title", "date", "author", "url")
SHORT: Final = 250  # characters below which trafilatura tries cruder ways (its MIN_EXTRACTED_SIZE)
# news pages have some thousands; trafilatura needs quadratic time, ten seconds for this many
MOST_TAGS: Final = 50_000
# limit for dates; trafilatura's default, today, would make the result depend on the day
LATEST: Final = "2100-01-01"
_BEFORE_PAGE: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?", re.I)
_PAGE: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.I)
_SPACE: Final = re.compile(rb"\s*")
_CHARSET: Final = re.compile(
    rb"""<meta[^<>]+charset\s*=\s*(?:["']\s*)?([\w.:-]+)|<\?xml[^<>]+encoding\s*=\s*["']([\w.:-]+)""",
    re.I,
)
_TAG: Final = re.compile("<[A-Za-z]")
_SENTENCE_END: Final = re.compile("[.!?…]")
_WIDER: Final = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
}
"""Encodings that browsers use in place of the declared ones
(https://encoding.spec.whatwg.org/#names-and-labels)."""
# In the class of an element that repeats words in large letters.
PULL_QUOTE: Final = re.compile(r"pull[-_]?quote", re.I)
FEWEST_WORDS: Final = 3  # shorter quotes are not taken for repetitions
# paragraphs of block quotes that are compared with the article, each in linear time
MOST_QUOTES: Final = 200
_FROM_BLOCK_QUOTE: Final = "\ufffc"  # marks the words of a block quote until the text is extracted
_START: Final = re.compile(r"^\s*(?=\S)")
_QUOTATION_MARKS: Final = tuple('“‘"«„')
_WORD: Final = re.compile(r"\w+")


def is_page(head: bytes) -> bool:
    """True if the first bytes of a file begin a web page, maybe behind comments. Linear in the
    bytes."""
    before = _BEFORE_PAGE.match(head)
    at = before.end() if before else 0
    while head.startswith(b"<!--", at) and (end := head.find(b"-->", at + 4)) >= 0:
        space = _SPACE.match(head, end + 3)
        at = space.end() if space else end + 3
    return _PAGE.match(head, at) is not None


def read_page(file: File) -> Iterator[Input]:
    """Yield the article of a web page. Raises InputError if it has none, DependencyError."""
    file.refuse_binary("Save the page again.")
    data = whole(file, file.options.row_size)
    charset = _CHARSET.search(data, 0, 4096)
    declared = (charset[1] or charset[2]).decode() if charset else ""
    text = None if stream_encoding(data) else decode_as(data, declared)
    page, warnings = decoded(data, file) if text is None else (text, ())
    if next(islice(_TAG.finditer(page), MOST_TAGS, None), None):
        raise file.error(
            f"has more than {MOST_TAGS:,} tags, too many for an article. Save the article as .txt."
        )
    text, document = _extracted(page, file)
    if not _SENTENCE_END.search(text):  # a menu, where the page has nothing else
        raise file.error(
            "has no main text that can be told from the rest of the page. Save the article as .txt."
        )
    if len(text) < SHORT:
        message = (
            f"No more than {len(text)} characters of text are on the page: check that it is all."
        )
        warnings = (*warnings, Warning("short-page", message))
    meta = {key: value for key in PAGE_META if (value := getattr(document, key, None)) is not None}
    yield whole_article(text, file, meta=meta, warnings=warnings, extracted=True)


def _extracted(page: str, file: File) -> tuple[str, Any]:
    """Return the main text and the metadata of a page. Raises InputError, DependencyError."""
    trafilatura = need("trafilatura", extra="html", what="Reading HTML")
    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).addHandler(logging.NullHandler())  # else they would print warnings
    dates = {"original_date": True, "extensive_search": False, "max_date": LATEST}
    try:
        tree = trafilatura.load_html(page)
        if tree is None:
            return "", None
        names = _prepare(tree)
        options = {
            "with_metadata": True,
            "include_comments": False,
            "date_extraction_params": dates,
        }
        document = trafilatura.bare_extraction(tree, **options)
        return _without_repeats(document.text, names) if document else "", document
    except Exception as error:  # a broken page may raise any error in a parser
        raise file.error(f"can't be read as HTML ({error!r}). Save the article as .txt.") from None


def decode_as(data: bytes | bytearray, charset: str) -> str | None:
    """Decode text as UTF-8, else in a declared encoding, as browsers do; None if neither works."""
    for name in ("utf-8-sig", charset):
        with suppress(LookupError, ValueError):  # an unknown charset, or bytes that it has not
            codec = codecs.lookup(name).name
            return data.decode(_WIDER.get(codec, codec))
    return None


def _prepare(page: Any) -> set[str]:
    """Change a page, an lxml tree, because trafilatura drops figures and elements of some classes
    and moves ``<q>``. Returns the names below block quotes, for `_without_repeats`."""
    _mark_inline_quotes(page)
    _rename_figures(page)
    return _mark_block_quotes(page)


def _mark_inline_quotes(page: Any) -> None:
    """Make quotation marks of ``<q>``."""
    for quote in reversed(list(page.iter("q"))):  # the inner ones first
        opening, closing = "‘’" if next(quote.iterancestors("q"), None) is not None else "“”"
        first = next(filter(str.strip, quote.itertext()), "")
        if not first.lstrip().startswith(_QUOTATION_MARKS):
            quote.text = opening + (quote.text or "")
            quote.tail = closing + (quote.tail or "")
        quote.tag = "span"


def _rename_figures(page: Any) -> None:
    """Make a paragraph of a figure's caption, and a block quote of a pull quote."""
    tags = ("figure", "figcaption", "blockquote", "aside", "div", "section", "p")
    for element in list(page.iter(*tags)):
        is_pull_quote = PULL_QUOTE.search(element.get("class", ""))
        if is_pull_quote or element.tag in ("figure", "figcaption", "blockquote"):
            element.attrib.clear()
        if element.tag == "figcaption":
            element.tag = "p"
        elif is_pull_quote or element.tag == "figure":
            has_text_only = is_pull_quote and element.find(".//blockquote") is None
            element.tag = "blockquote" if has_text_only else "div"


def _mark_block_quotes(page: Any) -> set[str]:
    """Mark the lines of block quotes, and return the names below them."""
    names = set()
    for quote in page.xpath("//blockquote[not(ancestor::blockquote)]"):
        for name in list(quote.iter("cite", "footer")):
            names.add(_words(name.text_content()))
            name.tag = "p" if name.getparent() is quote else "span"
        for node in quote.iter():
            node.text = _START.sub(rf"\g<0>{_FROM_BLOCK_QUOTE}", node.text or "")
            if node is not quote:
                node.tail = _START.sub(rf"\g<0>{_FROM_BLOCK_QUOTE}", node.tail or "")
    return names


def _without_repeats(text: str, names: set[str]) -> str:
    """Remove each paragraph (a line) of a block quote that repeats words of the article, and the
    name below it."""
    lines = text.split("\n")
    words = list(map(_words, lines))
    quotes = [index for index, line in enumerate(lines) if line.startswith(_FROM_BLOCK_QUOTE)]
    removed: set[int] = set()
    # of two block quotes with the same words the first one stays
    for index in reversed(quotes[:MOST_QUOTES]):
        if len(words[index].split()) >= FEWEST_WORDS and "".join(words).count(words[index]) > 1:
            removed.add(index)
            if names.intersection(words[index + 1 : index + 2]):
                removed.add(index + 1)
            words[index] = ""
    kept = "\n".join(line for index, line in enumerate(lines) if index not in removed)
    return kept.replace(_FROM_BLOCK_QUOTE, "")


def _words(text: str) -> str:
    """Return the words in lower case, without punctuation, separated and surrounded by spaces."""
    return f" {' '.join(_WORD.findall(text.lower()))} "
