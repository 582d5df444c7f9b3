"""Posts of social media inside an article, signed beneath as they are embedded: "words — Ana Silva
(@ana) May 2"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from quoteminer.attribution.labelled import nested
from quoteminer.text.article_index import ArticleIndex
from quoteminer.types import Attribution, Span
from quoteminer.types.span_index import SpanIndex

_LONGEST: Final = 1000  # characters of a post
_SAME: Final = 0.5  # least share of a post that its attribution by other words has
_CONFIDENCE: Final = 0.95
#: Dash, name and handle; behind them a date or nothing: "— Ana Silva (@ana) May 2, 2019".
_SIGNATURE: Final = re.compile(
    r"(?P<dash>--|[—–-])[ \xa0]?(?P<name>[^\W_][^\n—–()@]{0,60}?)[ \xa0]\(@\w{1,30}\)"
    r"(?:[ \xa0,·|]+(?:[^\W\d_]{3,9}\.? \d{1,2}|\d{1,2}\.? [^\W\d_]{3,9})\b[^\n]{0,20})?[ \xa0]*$",
    re.MULTILINE,
)
#: An address or a picture at the end of a post.
_LINK: Final = re.compile(r"https?://\S+|pic\.\S+/\S+")


@dataclass(frozen=True, slots=True)
class _Post:
    words: Span
    dash: Span
    name: Span


def with_signed_posts(
    index: ArticleIndex, attributions: Sequence[Attribution]
) -> tuple[Attribution, ...]:
    """Return the attributions, and one for each signed post: direct speech of the name under it.
    Attributions of the post that lack a cue inside it give way; those that have one are nested in
    it. A post whose words the text around it attributes ("Silva wrote:") stays as it is."""
    if "(@" not in index.text or index.article.transcript is not None:
        return tuple(attributions)
    posts = list(_posts(index))
    places = SpanIndex(post.words for post in posts)
    touched = [
        {number for span in one.content for number in places.touching(*span)}
        for one in attributions
    ]
    pairs = zip(attributions, touched, strict=True)
    introduced = {
        number for one, numbers in pairs for number in numbers if _introduces(one, posts[number])
    }
    kept = [
        _attribution(post, index) for number, post in enumerate(posts) if number not in introduced
    ]
    for one, numbers in zip(attributions, touched, strict=True):
        replaced = [posts[number] for number in numbers - introduced]
        if not replaced:
            kept.append(one)
        elif _is_inside(one, replaced[0]):
            kept.append(nested(one))
    return tuple(sorted(kept, key=lambda one: one.content[0][0]))


def _posts(index: ArticleIndex) -> Iterator[_Post]:
    """Yield the posts in text order. A post is in the paragraph of its signature, or in those right
    before it: all back to a blank line if a blank line is also above the signature, else one."""
    text, paragraphs, behind = index.text, index.article.paragraphs, 0
    for found in _SIGNATURE.finditer(text):
        end, place = found.start(), index.paragraph(found.start())
        start = paragraphs[place].start
        if start == end:
            if place == 0:
                continue
            place -= 1
            start = paragraphs[place].start
            apart = "\n\n" in text[paragraphs[place].end : end]
            while apart and place and "\n\n" not in text[paragraphs[place - 1].end : start]:
                place -= 1
                start = paragraphs[place].start
        words = text[max(start, behind) : end]
        if len(words) > 2 * _LONGEST:  # with its links
            continue
        start = max(start, behind) + len(words) - len(words.lstrip())
        end = start + len(_without_links(words.strip()))
        behind = found.end()
        if start < end <= start + _LONGEST:
            yield _Post((start, end), found.span("dash"), found.span("name"))


def _without_links(words: str) -> str:
    """Remove the addresses and pictures at the end of a post."""
    while len(parts := words.rsplit(None, 1)) == 2 and _LINK.fullmatch(parts[1]):
        words = parts[0]
    return words


def _attribution(post: _Post, index: ArticleIndex) -> Attribution:
    return Attribution(
        content=(post.words,),
        cue=(post.dash,),
        source=post.name,
        type="direct",
        act="speech",
        paragraph=index.paragraph(post.words[0]),
        confidence=_CONFIDENCE,
    )


def _overlap(attribution: Attribution, words: Span) -> int:
    return sum(
        max(0, min(end, words[1]) - max(start, words[0])) for start, end in attribution.content
    )


def _introduces(attribution: Attribution, post: _Post) -> bool:
    """True if the text around the post says who wrote it."""
    length = sum(end - start for start, end in attribution.content)
    same = 2 * _overlap(attribution, post.words) / (length + post.words[1] - post.words[0])
    return same >= _SAME and any(
        end <= post.words[0] or start > post.name[1] for start, end in attribution.cue
    )


def _is_inside(attribution: Attribution, post: _Post) -> bool:
    return bool(attribution.cue) and all(
        post.words[0] <= start and end <= post.words[1] for start, end in attribution.spans
    )
