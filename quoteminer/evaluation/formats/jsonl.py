"""Our own gold, one JSON object a line, and our records of articles.

::

    {"id": "…", "text": "…", "checked": "all|part",
     "speakers": [{"id": 0, "name": "…", "kind": "person|org|unnamed", "aliases": ["…"]}],
     "quotes": [{"content": [[s, e], …], "cue": [[s, e], …], "source": [[s, e], …],
                 "speaker": 0 | null, "act": "speech|other"}]}

Positions are half-open offsets (Unicode code points) into ``text``. ``checked``, ``speakers``, ``speaker`` and ``act``
may be missing, and so may ``id``: the article is then called after its file and line. Nothing is lost. A line with
``schema_version`` is a record (records.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from quoteminer.errors import GoldError
from quoteminer.evaluation.formats.check import act_in, checked, list_in, spans_in, speakers_in
from quoteminer.evaluation.formats.place import Place
from quoteminer.evaluation.formats.records import Texts, article_of_record
from quoteminer.evaluation.formats.source import BOM, GoldFile, parse_json
from quoteminer.evaluation.gold import Checked, GoldArticle, GoldQuote, GoldSpeaker
from quoteminer.jsontext import dump
from quoteminer.output.writer import StreamWriter


def read(file: GoldFile) -> Iterator[GoldArticle | GoldError]:
    """The articles of a file: one object a line, or one object or a list of them over several lines."""
    texts = Texts(file.path.parent)
    for value, place, name in values_in(file):
        if isinstance(value, GoldError):
            yield value
            continue
        try:
            yield article_of(value, place, name, texts)
        except GoldError as error:
            yield error


def values_in(file: GoldFile) -> Iterator[tuple[Any, Place, str]]:
    """The value of each line, or the GoldError that says what is wrong with it; where it stands; and what its article
    is called where it has no id. Of one JSON value over several lines, or a ``.json`` file: each item of a list, or the
    value itself. Raises GoldError where the file can't be read, or that one value is none."""
    if file.suffix == ".json" or _goes_on(file):
        value = parse_json(file.text().removeprefix(BOM), file.at())
        several = isinstance(value, list)
        for number, one in enumerate(value if several else [value], start=1):
            yield one, file.at(), f"{file.name}:{number}" if several else file.name
        return
    for number, data in file.lines():
        if data.strip():
            place = file.at(number)
            try:
                yield parse_json(file.line(number, data), place), place, f"{file.name}:{number}"
            except GoldError as error:
                yield error, place, ""


def article_of(value: Any, place: Place, name: str, texts: Texts) -> GoldArticle:
    """An article from its object; ``name`` is its id where it has none. Raises GoldError where something is not
    right."""
    if not isinstance(value, dict):
        raise place.error("is no object. Give one object for each article, with id, text and quotes.")
    if "schema_version" in value:
        return checked(article_of_record(value, place, texts), place)
    text = value.get("text")
    if not isinstance(text, str):
        raise place.error("has no text. Give the article as a string under the key 'text'.")
    how_far = value.get("checked")
    if how_far not in (None, *get_args(Checked)):
        raise place.error(f"has checked {how_far!r}. Give 'all' or 'part', or leave it out.")
    article = GoldArticle(
        id=id_of(value, name),
        text=text,
        quotes=tuple(_quote(one, place, f"quote {n}") for n, one in enumerate(list_in(value, "quotes", place), 1)),
        speakers=speakers_in(value, place),
        checked=how_far,
    )
    return checked(article, place)


def id_of(value: Mapping[str, Any], name: str) -> str:
    """An object's id as a string, ``name`` where it has none."""
    return name if value.get("id") is None else str(value["id"])


def article_to_dict(article: GoldArticle) -> dict[str, Any]:
    """An article as JSON-ready values."""
    value: dict[str, Any] = {"id": article.id, "text": article.text}
    if article.checked:
        value["checked"] = article.checked
    if article.speakers:
        value["speakers"] = [speaker_to_dict(speaker) for speaker in article.speakers]
    value["quotes"] = [_quote_to_dict(quote, resolved=bool(article.speakers)) for quote in article.quotes]
    return value


def speaker_to_dict(speaker: GoldSpeaker) -> dict[str, Any]:
    """A speaker as JSON-ready values."""
    return {"id": speaker.id, "name": speaker.name, "kind": speaker.kind, "aliases": list(speaker.aliases)}


class JsonLinesGoldWriter(StreamWriter[GoldArticle]):
    """One article a line."""

    def write(self, record: GoldArticle) -> None:
        self.stream.write(dump(article_to_dict(record)) + "\n")


def _goes_on(file: GoldFile) -> bool:
    """Whether the first line is the mere beginning of a list, or of an object whose first key comes next."""
    lines = (data.strip() for _, data in file.lines() if data.strip())
    first, second = next(lines, b""), next(lines, b"")
    return first == b"[" or (first == b"{" and second.startswith(b'"'))


def _quote(value: Any, place: Place, what: str) -> GoldQuote:
    if not isinstance(value, dict):
        raise place.error(f"{what} is no object. Give content, cue and source.")
    speaker = value.get("speaker")
    if speaker is not None and (not isinstance(speaker, int) or isinstance(speaker, bool)):
        raise place.error(f"{what} has the speaker {speaker!r}. Give a speaker's id, or null.")
    return GoldQuote(
        content=spans_in(value.get("content"), place, f"{what}: content"),
        cue=spans_in(value.get("cue"), place, f"{what}: cue"),
        source=spans_in(value.get("source"), place, f"{what}: source"),
        speaker=speaker,
        act=act_in(value.get("act"), place, what),
    )


def _quote_to_dict(quote: GoldQuote, *, resolved: bool) -> dict[str, Any]:
    value: dict[str, Any] = {
        "content": [list(span) for span in quote.content],
        "cue": [list(span) for span in quote.cue],
        "source": [list(span) for span in quote.source],
    }
    if resolved:
        value["speaker"] = quote.speaker
    if quote.act is not None:
        value["act"] = quote.act
    return value
