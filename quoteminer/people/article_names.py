"""The names of an article by position, and each as it is written there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from quoteminer.names.lexicon import HONORIFICS, PEERAGES
from quoteminer.text.article_index import SpanIndex, index_of
from quoteminer.types import Article, Name, NameKind, SourceMention, Span

_NAME_WORD = re.compile(r"[^\W\d_][\w-]+")
_HONORIFIC = re.compile(r"\b([^\W\d_]+)\.?\s+$")
_WITH_FULL_STOP = frozenset("mr mrs ms mme dr prof".split())


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name as written, with the honorific before it (``span``). The name itself starts ``at``."""

    text: str
    span: Span
    kind: NameKind
    at: int
    headline: bool = False


class NameIndex:
    """The names of an article in text order, found by position. Of two overlapping names the longer
    is kept. ``words`` are the words of all names, ``families`` the last words of full names."""

    def __init__(self, text: str, names: Iterable[Name]) -> None:
        kept: list[Name] = []
        for name in sorted(names, key=lambda n: (n.start, -n.end)):
            if not kept or name.start >= kept[-1].end:
                kept.append(name)
            elif name.end - name.start > kept[-1].end - kept[-1].start:
                kept[-1] = name
        self.text, self.names = text, tuple(kept)
        self._places = index_of(kept)
        self.words = frozenset(
            word for name in kept for word in _NAME_WORD.findall(text, name.start, name.end)
        )
        people = (text[name.start : name.end].split() for name in kept if name.kind == "person")
        self.families = frozenset(words[-1] for words in people if len(words) > 1)

    def touching(self, start: int, end: int) -> tuple[Name, ...]:
        return tuple(self.names[i] for i in self._places.touching(start, end))

    def before(self, position: int, count: int) -> tuple[Name, ...]:
        first = self._places.first_from(position)
        return self.names[max(0, first - count) : first][::-1]

    def with_names_of(self, mentions: Iterable[SourceMention | None]) -> NameIndex:
        """Add the names that were found in sources. They replace the names that they overlap."""
        heads = [Name(*m.head, m.name_kind) for m in mentions if m is not None and m.name_kind]
        missed = [head for head in heads if head not in self.touching(head.start, head.end)]
        if not missed:
            return self
        over = {name for head in missed for name in self.touching(head.start, head.end)}
        return NameIndex(self.text, [*(n for n in self.names if n not in over), *missed])


def name_forms(article: Article, index: NameIndex) -> list[NameForm]:
    """Return the names of an index as written, in order. A name after an honorific is a
    person's."""
    headlines = index_of(p for p in article.paragraphs if p.kind in ("headline", "heading"))
    return [_form(article.text, name, headlines) for name in index.names]


def _form(text: str, name: Name, headlines: SpanIndex) -> NameForm:
    start = _start_of_honorific(text, name.start)
    return NameForm(
        " ".join(text[start : name.end].split()),
        (start, name.end),
        name.kind if start == name.start else "person",
        name.start,
        bool(headlines.touching(name.start, name.start + 1)),
    )


def _start_of_honorific(text: str, start: int) -> int:
    """Return where the honorific before a name starts, else the start of the name. "Mr." is one,
    but not "lady." at the end of a sentence."""
    before = _HONORIFIC.search(text, max(0, start - 14), start)
    if before is None or not before[1][0].isupper():
        return start
    key = before[1].casefold()
    is_known = key in HONORIFICS or key in PEERAGES
    return (
        before.start() if is_known and (key in _WITH_FULL_STOP or "." not in before[0]) else start
    )
