"""Quotes and captions on a web page, in a form that trafilatura reads in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

PULL_QUOTE: Final = re.compile(r"pull[-_]?quote", re.I)
"""Found in the class of an element that repeats words of the article in large letters."""
FEWEST_WORDS: Final = 3
"""Shorter quotes are not taken for repetitions."""
MOST_QUOTES: Final = 200
"""Paragraphs of block quotes that are compared with the article; each takes time that is linear in its length."""
_MARKS: Final = tuple("“”‘’\"'«„")
_WORD: Final = re.compile(r"\w+")


@dataclass(slots=True)
class BlockQuotes:
    """The words of the block quotes of a page by paragraph, and those of the names below them, as `_words` has them."""

    quotes: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def without_repeats(self, text: str) -> str:
        """Remove each paragraph of a block quote whose words are elsewhere in the article, too, and the name below it.

        ``text``: the article, a paragraph a line.
        """
        lines = text.split("\n")
        words = list(map(_words, lines))
        removed: set[int] = set()
        for at in reversed(range(len(lines))):  # of two block quotes with the same words the first one stays
            if words[at] in self.quotes and "".join(words).count(words[at]) > 1:
                removed.update({at, at + 1} if at + 1 < len(lines) and words[at + 1] in self.names else {at})
                words[at] = ""
        return "\n".join(line for at, line in enumerate(lines) if at not in removed)


def prepare(page: Any) -> BlockQuotes:
    """Change a page, an lxml tree, for trafilatura, which drops figures and moves the words of ``<q>``, and judges an
    element by its class.

    ``<q>`` becomes quotation marks, the caption of a figure a paragraph, and a pull quote or an embedded post a block
    quote. Returns the block quotes.
    """
    for quote in reversed(list(page.iter("q"))):  # the inner ones first
        opening, closing = "‘’" if next(quote.iterancestors("q"), None) is not None else "“”"
        if not quote.text_content().strip().startswith(_MARKS):
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
    found = BlockQuotes()
    for quote in page.iter("blockquote"):
        found.names.update(_words(name.text_content()) for name in quote.iter("cite", "footer"))
        texts = [*quote.itertext(), *(block.text_content() for block in quote.iter("blockquote", "div", "p"))]
        for words in map(_words, texts):
            if len(words.split()) >= FEWEST_WORDS and len(found.quotes) < MOST_QUOTES:
                found.quotes.add(words)
    return found


def _words(text: str) -> str:
    """Return the words in lower case, without punctuation, with a space on either side of the whole."""
    return f" {' '.join(_WORD.findall(text.lower()))} "
