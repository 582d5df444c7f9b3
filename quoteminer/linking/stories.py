"""Read the story of an article (its date, names and rarer words), and the age and relatives of its
speakers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from functools import lru_cache
from itertools import product
from typing import Any, Final

from quoteminer.errors import ConfigError
from quoteminer.linking.namesakes import WORD, common_words, name_words
from quoteminer.names.lexicon import singular
from quoteminer.names.similarity import fold
from quoteminer.records import ArticleRecord, Speaker
from quoteminer.text.form_words import SECTIONS

# the best first, in lower case, letters and digits only
_DATE_COLUMNS: Final = SECTIONS.listed("date_columns")
_COLUMNS_SHOWN: Final = 8
_ISO: Final = re.compile(r"\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?![\d-])|(?![\d-]))|(?![\d-]))")
_COMPACT: Final = re.compile(r"\s*(\d{4})(\d\d)(\d\d)(?=$|T|\s)")
_RSS: Final = re.compile(r"\s*(?:[A-Za-z]{3,9},?\s+)?\d{1,2}\s+[A-Za-z]{3,9}\s+\d{4}")
_HEADLINES: Final = SECTIONS.listed("topic_columns")
_MOST_TEXT: Final = 20_000  # characters of an article's quotes that are read
# this many of the most common words are too frequent to show the topic of an article
_FREQUENT: Final = 300
_SAME_NAMES: Final = 3  # least names that two articles of one story share
_SAME_DAYS: Final = 3  # most days between two articles of one story
_AGE: Final = re.compile(r"\b([1-9]\d)-year-old")
_AGE_BEHIND: Final = re.compile(r"[^\W\d_]*\s?[,(] ?(?:aged )?([1-9]\d)(?=[,).;]| and |$)")
_RELATIVE: Final = re.compile(  # kinds of relatives that are unique to a person
    r"(?:\b|['’]s )(wife|husband|widow|widower|mother|father)(?: of|,)? ([A-Z][\w'’-]+(?:"
    r" [A-Z][\w'’-]+)?)"
)


@dataclass(frozen=True, slots=True)
class Story:
    """The story of an article: its names and rarer words, folded, and its days, as ordinals.
    ``usual``: names that many articles of the collection have, which are not in ``names``."""

    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    days: frozenset[int] = frozenset()
    usual: frozenset[str] = frozenset()


def is_one_story(story: Story, other: Story) -> bool:
    """True if two articles tell one story: half of the names of either, and of the same days where
    both have one."""
    shared = len(story.names & other.names)
    near = any(
        abs(day - other_day) <= _SAME_DAYS for day, other_day in product(story.days, other.days)
    )
    is_near = near or not (story.days and other.days)
    return (
        is_near and shared >= _SAME_NAMES and 2 * shared >= min(len(story.names), len(other.names))
    )


def story_of(record: ArticleRecord, day: str) -> Story:
    """Return the story of an article by its headline, its quotes and its speakers; ``day`` is from
    `date_of`."""
    texts = [value for column in _HEADLINES if isinstance(value := record.meta.get(column), str)]
    left = _MOST_TEXT
    for quote in record.quotes:
        texts.append(quote.text[:left])
        left -= len(texts[-1])
    names, words = set[str](), set[str]()
    ranks = common_words()
    for word in set(WORD.findall("\n".join(texts))):
        folded = fold(word)
        rank = ranks.get(folded)
        if rank is None and word[0].isupper():
            if len(folded) > 2:
                names.add(folded)
        elif len(folded) > 4 if rank is None else len(folded) > 3 and rank >= _FREQUENT:
            words.add(singular(folded))
    names.update(
        *(name_words(f"{speaker.name}\n{speaker.affiliation or ''}") for speaker in record.speakers)
    )
    return Story(frozenset(names), frozenset(words), days_of(day))


@lru_cache(maxsize=4096)
def days_of(day: str) -> frozenset[int]:
    """Return a date of `date_of` as an ordinal, if it has a day."""
    return frozenset({date.fromisoformat(day).toordinal()} if len(day) == 10 else ())


def check_column(column: str | None, columns: Collection[str]) -> None:
    """Raise ConfigError if no article has the column of dates that a user names."""
    if column is not None and column not in columns:
        known = ", ".join(sorted(columns)[:_COLUMNS_SHOWN]) or "none"
        raise ConfigError(
            f"No article has {column!r} in its meta, to be the date. There are: {known}."
        )


def date_of(meta: Mapping[str, Any], column: str | None = None) -> str:
    """Return the date of an article as "2016-09-26", or its known part ("2016-09", "2016"), or "".
    ``column`` None takes the first of `_DATE_COLUMNS` with a date in ISO 8601 or in the format of
    e-mail and RSS ("Mon, 26 Sep 2016 10:00:00 GMT"). "26/09/2016" is ambiguous and not read. Time
    zones are ignored."""
    if column is not None:
        return _read_date(meta.get(column))
    by_name = {
        "".join(filter(str.isalnum, name.lower())): value
        for name, value in reversed(list(meta.items()))
    }
    return next(filter(None, (_read_date(by_name.get(name)) for name in _DATE_COLUMNS)), "")


def _read_date(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = str(value)
    match = _COMPACT.match(text) or (_ISO.match(text) if isinstance(value, str) else None)
    try:
        if match:
            year, month, day = match.groups()
            return date(int(year), int(month or 1), int(day or 1)).isoformat()[
                : 10 if day else 7 if month else 4
            ]
        return parsedate_to_datetime(text).date().isoformat() if _RSS.match(text) else ""
    except (ValueError, TypeError, IndexError):
        return ""


@dataclass(frozen=True, slots=True)
class Life:
    """Facts about a person: years of birth (negative ages if the article has no date), and
    relatives as (relation, name)."""

    born: frozenset[int] = frozenset()
    relatives: frozenset[tuple[str, str]] = frozenset()

    @property
    def text(self) -> str:
        """A text that is equal for equal lives, "" if nothing is known."""
        return " ".join([*map(str, sorted(self.born)), *map(" ".join, sorted(self.relatives))])


NO_LIFE: Final = Life()


def lives_of(record: ArticleRecord, day: str) -> list[Life]:
    """Read the ages ("Tova Lind, 34," or "34-year-old") and relatives ("mother of Ana Holm",
    "Lind's wife Ana Holm") of the speakers of an article: in the sources of the quotes, roles,
    aliases and, if the record has it, the text.
    """
    mentions: dict[int | None, list[str]] = defaultdict(list)
    for quote in record.quotes:
        if quote.mention:
            mentions[quote.speaker].append(quote.mention.text)
    return [
        _life_of(speaker, mentions[speaker.id], record.text, day) for speaker in record.speakers
    ]


def _life_of(speaker: Speaker, mentions: Iterable[str], text: str | None, day: str) -> Life:
    told = [speaker.role or "", *speaker.aliases, *mentions]
    behind = [words[len(speaker.name) :] for words in told if words.startswith(speaker.name)]
    if text:
        behind += [text[end : end + 60] for _, end in speaker.mentions]
        told += [text[max(0, start - 20) : end] for start, end in speaker.mentions]
    ages = [
        *_AGE.findall(" | ".join(told)),
        *(age[1] for words in behind if (age := _AGE_BEHIND.match(words))),
    ]
    named = (
        _RELATIVE.match(words)
        for words in (told[0], *(words for words in behind if words[:1] in ("'", "’")))
    )
    relatives = {(match.group(1), fold(match.group(2))) for match in named if match}
    if not ages and not relatives:
        return NO_LIFE
    year = int(day[:4]) if day else 0
    return Life(frozenset(year - int(age) for age in ages), frozenset(relatives))


def lives_clash(x: Life, y: Life) -> bool:
    """Return True if two lives can't belong to one person: the ages differ (by three years or more;
    without dates, by more than ten), or the names of a unique relative differ."""
    ages = [abs(a - b) - (2 if a > 0 else 10) for a in x.born for b in y.born if (a > 0) == (b > 0)]
    names = [
        (a, b)
        for (relation, a), (other, b) in product(x.relatives, y.relatives)
        if relation == other
    ]
    return bool(ages and min(ages) > 0) or bool(
        names and all(a not in b and b not in a for a, b in names)
    )
