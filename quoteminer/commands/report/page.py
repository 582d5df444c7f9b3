"""Write the report: one HTML file with any number of articles, written one by one. It has each
article as JSON, twice: a summary for the index, and the whole article, read only when it is shown.
The scripts (``*.js``) draw it. All texts are escaped, and the page's Content Security Policy
forbids any style, script or request that is not in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, ClassVar, Final, TextIO, get_args

from quoteminer.commands.report.templates import asset, template
from quoteminer.errors import OutputError
from quoteminer.linking.guessed_pronouns import with_guesses
from quoteminer.linking.stories import date_of
from quoteminer.output.article_facts import title_of
from quoteminer.output.flat import split_meta
from quoteminer.output.outlet import outlet_of
from quoteminer.output.tally import tally
from quoteminer.output.writer import Item, StreamWriter
from quoteminer.records import ArticleRecord, Speaker
from quoteminer.text.article import readable
from quoteminer.types import QuoteType

TITLE: Final = "Who said what"
FRAME_SCRIPTS: Final = (
    "dom.js",
    "text.js",
    "filter.js",
    "record.js",
    "pronouns.js",
    "beside.js",
    "article.js",
    "frame.js",
)
"""The scripts that show an article and the parts of the page around it; commands/serve shares
them."""
SCRIPTS: Final = (*FRAME_SCRIPTS, "archive.js", "index.js", "page.js")
# speakers, most words first, with a separate colour (``--tint-0`` … in report.css)
COLOURS: Final = 8
# of a speaker, for the index
_FACTS: Final = (
    "name kind role affiliation role_confidence affiliation_confidence pronouns pronouns_guessed"
).split()
_SMALL: Final = frozenset("a an and for from in of on the to".split())


class PageWriter(StreamWriter[Item]):
    """Writes a page with the HTML of each record to a UTF-8 stream. The title is plain text.
    ``package``: has the files that this package lacks."""

    package: ClassVar[str] = __package__
    page: ClassVar[str] = "report.html"
    scripts: ClassVar[tuple[str, ...]] = SCRIPTS
    styles: ClassVar[tuple[str, ...]] = ("report.css",)

    def __init__(self, stream: TextIO, *, title: str = TITLE) -> None:
        super().__init__(stream)
        style, script = (self._joined(names) for names in (self.styles, self.scripts))
        page = template(self.page, self.package).render(title=title, style=style, script=script)
        self._top, self._end = page.split("<!-- records -->\n")

    def _joined(self, names: Iterable[str]) -> str:
        return "".join(asset(name, self.package) for name in names)

    def write(self, record: Item) -> None:
        body = self.body(record)
        self.stream.writelines((self._top, body))
        self._top = ""

    def close(self, *, several: bool = False) -> None:
        self.stream.writelines((self._top, self._end))

    def body(self, record: Item) -> str:
        """Return the HTML of a record. Raises OutputError if it has no text."""
        raise NotImplementedError


class ReportWriter(PageWriter[ArticleRecord]):
    """Writes the report; records need their text. ``guess_gender``: guess the pronouns that an
    article does not show from given names."""

    def __init__(self, stream: TextIO, *, title: str = TITLE, guess_gender: bool = False) -> None:
        super().__init__(stream, title=title)
        self._guess_gender = guess_gender

    def body(self, record: ArticleRecord) -> str:
        article = article_data(with_guesses(record) if self._guess_gender else record)
        names = {speaker.id: speaker.name for speaker in record.speakers}
        return template("report_article.html").render(
            article=article, summary=summary(article), names=names
        )


def article_data(record: ArticleRecord) -> dict[str, Any]:
    """Return the data of an article for the view (``article.js``), as JSON-ready values.

    Returns:
        ``record``: the dict of `ArticleRecord.to_dict`, with lone surrogates in the text replaced
            by U+FFFD.
        ``heading``: the index of the paragraph with the title, or None.
        ``paragraphs``: start, end and kind of each.
        ``shares``: for each speaker, most words first, ``id`` (None for unresolved quotes, which
            come last), ``tag``, ``colour`` (0 to COLOURS - 1, or None), ``quotes``, ``words``,
            ``percent`` (of the words that count; None for unresolved quotes).
        ``words``: of all quotes.
        ``unlikely``: the ids of quotes that are more likely wrong than right, which tables
            show apart.
        ``uncounted``: the ids of quotes that have a speaker and count for none, improbable or
            negated ones.
        ``rivals``: the name of a second candidate that was close, by the id of each unchecked quote
            that has one.

    Raises:
        OutputError: the record has no text.
    """
    if record.text is None:
        raise OutputError(
            f"{record.id}: the record has no text, which the report shows. Extract it with its"
            " text."
        )
    text, paragraphs = readable(record.text), record.paragraphs
    title, heading = title_of(record, paragraphs)
    tallied, tags = tally(record), speaker_tags(record.speakers)
    known = [(speaker.id, tags[speaker.id], share) for speaker, share in tallied.speakers]
    nobody = [(None, "?", tallied.unresolved)] if tallied.unresolved.quotes else []
    return {
        "title": title,
        "heading": heading,
        "paragraphs": [
            [paragraph.start, paragraph.end, paragraph.kind] for paragraph in paragraphs
        ],
        "words": tallied.words,
        "shares": [
            {"id": id, "tag": tag, "colour": colour, **asdict(share)}
            for rank, (id, tag, share) in enumerate([*known, *nobody])
            for colour in [rank if rank < COLOURS and id is not None else None]
        ],
        "doubtful": [quote.id for quote in record.quotes if quote.doubtful],
        "unlikely": [quote.id for quote in record.quotes if quote.unlikely],
        "rivals": {
            quote.id: quote.rival for quote in record.quotes if quote.rival and not quote.checked
        },
        "uncounted": [
            quote.id for quote in record.quotes if quote.speaker is not None and not quote.counts
        ],
        "record": {**record.to_dict(), "text": text},
    }


def summary(article: Mapping[str, Any]) -> dict[str, Any]:
    """Return the summary of an article for the index, from `article_data`; the page reads all
    summaries at once."""
    record = article["record"]
    own, _ = split_meta(record["meta"])
    known = {None: dict.fromkeys((*_FACTS, "key"))}
    for speaker in record["speakers"]:
        facts = {name: speaker.get(name) for name in _FACTS}
        facts["key"] = speaker["known"]["key"] if speaker["known"] else None
        known[speaker["id"]] = facts
    return {
        "title": article["title"],
        "id": record["id"],
        "source": record["source"],
        "date": date_of(record["meta"]),
        "outlet": outlet_of(record["meta"], own["url"]),
        "words": article["words"],
        "quotes": len(record["quotes"]),
        "types": {
            name: sum(quote["type"] == name for quote in record["quotes"])
            for name in get_args(QuoteType)
        },
        "doubtful": len(article["doubtful"]),
        "speakers": [{**share, **known[share["id"]]} for share in article["shares"]],
    }


def speaker_tags(speakers: Iterable[Speaker]) -> dict[int, str]:
    """Return a unique tag for each speaker's id, for readers who can't distinguish colours:
    initials ("LD"), the first letters of other words ("ex"), with a number if an earlier speaker
    has the same tag ("LD2")."""
    tags: dict[int, str] = {}
    numbers: Counter[str] = Counter()
    taken: set[str] = set()
    for speaker in speakers:
        tag = plain = _initials(speaker)
        while tag in taken:
            numbers[plain] += 1
            tag = f"{plain}{numbers[plain] + 1}"
        tags[speaker.id] = tag
        taken.add(tag)
    return tags


def _initials(speaker: Speaker) -> str:
    plain = ("".join(filter(str.isalnum, word)) for word in speaker.name.split())
    words = list(filter(None, plain))
    weighty = [word for word in words if word.lower() not in _SMALL] or words
    if speaker.kind == "unnamed" or len(words) < 2:
        letters = weighty[0][:2] if words else "*"  # without letters or digits
        return letters.lower() if speaker.kind == "unnamed" else letters
    if speaker.kind == "person":
        return words[0][0] + words[-1][0]
    big = [word for word in weighty if not word[0].islower()]
    return "".join(word[0] for word in (big if len(big) > 1 else weighty)[:3])
