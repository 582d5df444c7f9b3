"""Quotes and captions on a web page, in a form that trafilatura reads in its place."""

from __future__ import annotations

import re
from typing import Any, Final

PULL_QUOTE: Final = re.compile(r"pull[-_]?quote", re.I)
"""Found in the class of an element that repeats words of the article in large letters."""
FEWEST_WORDS: Final = 3
"""Shorter quotes are not taken for repetitions."""
MOST_QUOTES: Final = 200
"""Paragraphs of block quotes that are compared with the article; each takes time that is linear in its length."""
_FROM_BLOCK_QUOTE: Final = "\ufffc"
"""Put before the words of a block quote until the text is extracted: a character that stands for an object."""
_START: Final = re.compile(r"^\s*(?=\S)")
_QUOTATION_MARKS: Final = tuple("“”‘’\"'«„")
_WORD: Final = re.compile(r"\w+")


def prepare(page: Any) -> set[str]:
    """Change a page, an lxml tree, for trafilatura, which drops figures and moves the words of ``<q>``, and judges an
    element by its class.

    ``<q>`` becomes quotation marks, the caption of a figure a paragraph, and a pull quote or an embedded post a block
    quote. Returns the names below block quotes, for `without_repeats`.
    """
    for quote in reversed(list(page.iter("q"))):  # the inner ones first
        opening, closing = "‘’" if next(quote.iterancestors("q"), None) is not None else "“”"
        if not quote.text_content().strip().startswith(_QUOTATION_MARKS):
            quote.text = opening + (quote.text or "")
            quote.tail = closing + (quote.tail or "")
        quote.drop_tag()
    for element in list(page.iter("figure", "figcaption", "blockquote", "aside", "div", "section", "p")):
        is_pull_quote = PULL_QUOTE.search(element.get("class", ""))
        if is_pull_quote or element.tag in ("figure", "figcaption", "blockquote"):
            element.attrib.clear()
        if element.tag == "figcaption":
            element.tag = "p"
        elif is_pull_quote or element.tag == "figure":
            has_text_only = is_pull_quote and element.find(".//blockquote") is None
            element.tag = "blockquote" if has_text_only else "div"
    names = set()
    for quote in page.iter("blockquote"):
        for name in list(quote.iter("cite", "footer")):
            names.add(_words(name.text_content()))
            name.tag = "p" if name.getparent() is quote else "span"
        for node in quote.iter():
            node.text = _START.sub(rf"\g<0>{_FROM_BLOCK_QUOTE}", node.text or "")
            node.tail = _START.sub(rf"\g<0>{_FROM_BLOCK_QUOTE}", node.tail or "") if node is not quote else node.tail
    return names


def without_repeats(text: str, names: set[str]) -> str:
    """Remove each paragraph of a block quote whose words are elsewhere in the article, too, and the name below it.

    Args:
        text: the article that was extracted from a page after `prepare`, a paragraph a line.
        names: as `prepare` returned them.
    """
    lines = text.split("\n")
    words = list(map(_words, lines))
    quotes = [at for at, line in enumerate(lines) if line.startswith(_FROM_BLOCK_QUOTE)]
    removed: set[int] = set()
    for at in reversed(quotes[:MOST_QUOTES]):  # of two block quotes with the same words the first one stays
        if len(words[at].split()) >= FEWEST_WORDS and "".join(words).count(words[at]) > 1:
            removed.update({at, at + 1} if words[at + 1 : at + 2] and words[at + 1] in names else {at})
            words[at] = ""
    kept = "\n".join(line for at, line in enumerate(lines) if at not in removed)
    return kept.replace(_FROM_BLOCK_QUOTE, "")


def _words(text: str) -> str:
    """Return the words in lower case, without punctuation, with a space on either side of the whole."""
    return f" {' '.join(_WORD.findall(text.lower()))} "
