"""brat's standoff format: a text (``.txt``) and its annotations (``.ann``) beside it.

As in PolNeAR (Newell, Margolin and Ruths, LREC 2018), Source, Cue and Content are text-bound
annotations, with several parts if need be, and an attribution is an event whose type starts with
Attribution (PolNeAR has an Attribution-no-source as well) and whose trigger is the cue::

    T1	Content 0 13;24 40	“We counted,” “Two were gone.”
    T2	Cue 14 18	said
    T3	Source 19 22	Ida
    T4	Attribution 14 18	said
    E1	Attribution:T4 Content:T1 Cue:T2 Source:T3
    A1	Act E1 speech
    #1	AnnotatorNotes E1	speaker 0 person: Ida Brand

In an event without a Cue, the trigger is the cue, unless it is part of the content. The speaker is
in the event's note, which people can change in brat; ``speaker`` and a name are enough. Notes of
the types Speaker (all fields of a speaker), Article (its id) and Joined (brat can't mark line ends:
the next part continues this one) keep the other data. Notes on the document belong to T0, which
does not exist, so that they are not deleted with an annotation. All other annotations are ignored.
The format: https://brat.nlplab.org/standoff.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import Any, Final, cast, get_args

from quoteminer.errors import GoldError, OutputError
from quoteminer.output.gold.annotation_tools import code_points, speaker_line, speaker_of_line
from quoteminer.output.gold.gold_articles import (
    ROLES,
    GoldArticle,
    GoldQuote,
    article_from_dict,
    checked,
)
from quoteminer.output.gold.gold_files import ANN, BOM, TXT, GoldFile
from quoteminer.output.writer import Writer
from quoteminer.records.jsontext import dump
from quoteminer.text.article import SURROGATE
from quoteminer.types import CueAct, Span

EVENT: Final = "Attribution"
DOCUMENT: Final = "T0"
FOLDER_ARTICLES: Final = 1000
"""Most articles in a folder, because brat lists a whole folder. More articles go to subfolders
(``001001-002000``)."""
CONFIGURATION: Final = ("annotation.conf", "visual.conf")
_SPEAKER: Final = re.compile(
    r"speaker(?:(?P<sure>\s*:\s*|\s+(?=-?\d+ \w+: ))|\s+)(?P<line>.+)", re.IGNORECASE
)
"""A note with a speaker. It is ``sure`` if it can't be another note, such as "speaker unclear"."""
# characters that brat treats as line ends
_LINE_ENDS: Final = re.compile("[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]+")
_SPANS: Final = re.compile(r"\d+ \d+(?:;\d+ \d+)*")
_ODD: Final = re.compile(r"[^\w.-]+|^\.")
_LONGEST_STEM: Final = 60  # letters of a file name; at four bytes each they fit into 255 bytes


def read(file: GoldFile) -> Iterator[GoldArticle]:
    """Yield the article of an ``.ann`` file, or of the text beside one. Raises GoldError."""
    annotations, source = file.pair()
    text, lines = source.text(), list(_lines(annotations))
    try:
        yield _article(lines, text.removeprefix(BOM), file.name, marked=text.startswith(BOM))
    except GoldError as error:
        raise annotations.error(error) from None


class BratGoldWriter(Writer[GoldArticle]):
    """Write the two files of each article, and brat's configuration, to an empty folder."""

    def __init__(self, folder: Path) -> None:
        self._top = self._folder = folder
        self._count = 0
        self._taken: set[str] = set()
        for name in CONFIGURATION:
            (folder / name).write_bytes(files(__package__).joinpath(name).read_bytes())

    def write(self, record: GoldArticle) -> None:
        if reason := _unwritable(record):
            raise OutputError(f"{record.id}: {reason}, or write jsonl. It is left out.")
        if self._count and self._count % FOLDER_ARTICLES == 0:
            self._folder = self._top / f"{self._count + 1:06d}-{self._count + FOLDER_ARTICLES:06d}"
            self._folder.mkdir()
            self._taken = set()
        self._count += 1
        path = self._folder / file_stem(record.id, self._taken)
        annotations = _annotations(record, path.relative_to(self._top).as_posix())
        path.with_name(path.name + TXT).write_bytes(record.text.encode())
        path.with_name(path.name + ANN).write_bytes(annotations.encode())


def _unwritable(article: GoldArticle) -> str:
    """Return why brat's files can't hold an article, and what to do; "" if they can."""
    words = "\n".join([article.text, *(speaker.name for speaker in article.speakers)])
    if half := SURROGATE.search(words):
        return f"has half a character ({half[0]!r}), which no text file can hold. Correct it"
    marked = article.text.startswith(BOM)
    return "begins with a byte order mark. Remove it" if marked else ""


def file_stem(id: str, taken: set[str]) -> str:
    """Return a file name without suffix for an article's id, and add it to ``taken``. Case is
    ignored."""
    stem = _ODD.sub("_", id)[:_LONGEST_STEM] or "_"
    names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    name = next(name for name in names if name.casefold() not in taken)
    taken.add(name.casefold())
    return name


@dataclass(frozen=True, slots=True)
class _Annotation:
    """An annotation: ``T1 Cue 14 18 said`` has the id T1, the type Cue, the body "14 18" and the
    tail "said"."""

    id: str
    type: str
    body: str
    tail: str

    def json(self) -> Any:
        try:
            return json.loads(self.tail)
        except (ValueError, RecursionError) as error:
            raise GoldError(
                f"{self.id}: the note is not JSON ({error}). Correct it, or delete it."
            ) from None


def _lines(file: GoldFile) -> Iterator[_Annotation]:
    seen: set[str] = set()
    for number, line in enumerate(file.text().removeprefix(BOM).split("\n"), start=1):
        if not line.strip():
            continue
        (id, tab, rest), place = line.partition("\t"), f"line {number}"
        if not tab or id[:1] not in set("TEAMRN#*"):
            advice = "Write id, tab, type and what it needs, as brat does."
            raise file.error(f"{line[:20]!r} is not an annotation. {advice}", place)
        if id in seen:
            advice = "Give each annotation an id of its own."
            raise file.error(f"there is another {id} above. {advice}", place)
        if id[0] in "TE":
            seen.add(id)
        head, _, tail = rest.partition("\t")
        type, _, body = head.strip().partition(" ")
        yield _Annotation(id, type, body.strip(), tail.strip())


def _article(lines: Sequence[_Annotation], text: str, name: str, *, marked: bool) -> GoldArticle:
    """Return the article of a file's lines; ``marked``: the text had a byte order mark."""
    marks, events, attributes, notes = (
        [line for line in lines if line.id[0] in kinds] for kinds in ("T", "E", "AM", "#")
    )
    listed = [note.json() for note in notes if note.type == "Speaker"]
    speakers = list(article_from_dict({"id": name, "text": text, "speakers": listed}).speakers)
    comments = {note.body: note for note in notes if note.type == "AnnotatorNotes"}
    joints = {note.body: note.tail.split() for note in notes if note.type == "Joined"}
    acts = dict(_act(attribute) for attribute in attributes if attribute.type == "Act")
    offsets = [(mark.id, _offsets(mark), mark.tail) for mark in marks]
    points = code_points(text, offsets, marked=marked)
    spans = {
        mark.id: _joined(text, sorted(some), joints.get(mark.id, ()))
        for mark, some in zip(marks, points, strict=True)
    }
    quotes: dict[str, GoldQuote] = {}
    for event in events:
        if quote := _quote(event, spans):
            line = _speaker(comments[event.id], sure=not listed) if event.id in comments else ""
            speaker = speaker_of_line(line, speakers)
            quotes[event.id] = replace(quote, speaker=speaker, act=acts.get(event.id))
    id = next((str(note.json()) for note in notes if note.type == "Article"), name)
    article = GoldArticle(id, text, tuple(quotes.values()), tuple(speakers))
    return checked(article, names=list(quotes), sort=True)


def _act(attribute: _Annotation) -> tuple[str, CueAct]:
    """Return the id of an event, and its act."""
    event, _, act = attribute.body.partition(" ")
    if act not in get_args(CueAct):
        allowed = " or ".join(get_args(CueAct))
        raise GoldError(f"{attribute.id}: the act is {act!r}. Give {allowed}.")
    return event, cast("CueAct", act)


def _speaker(note: _Annotation, *, sure: bool) -> str:
    """Return the line for a speaker in a note. In a file that lists its speakers, a note must name
    one."""
    match = _SPEAKER.fullmatch(note.tail)
    if match and (match["sure"] or not sure):
        return match["line"]
    if not sure:
        raise GoldError(
            f"the note of {note.body}, {note.tail[:40]!r}, names no speaker. Write 'speaker' and"
            " the name."
        )
    return ""


def _offsets(mark: _Annotation) -> list[Span]:
    if not _SPANS.fullmatch(mark.body):
        shown = f"{mark.type} {mark.body}".strip()[:40]
        advice = "Write it as 'Cue 14 18' or 'Content 0 13;24 40'."
        raise GoldError(f"{mark.id}: {shown!r} is not a type with offsets. {advice}")
    pairs = (pair.split() for pair in mark.body.split(";"))
    return [(int(start), int(end)) for start, end in pairs]


def _joined(text: str, spans: Sequence[Span], joints: Sequence[str]) -> list[Span]:
    """Join spans if the first ends at a joint and only a line end separates it from the next."""
    joined: list[Span] = []
    for start, end in spans:
        first, last = joined[-1] if joined else (0, 0)
        if joined and str(last) in joints and _LINE_ENDS.fullmatch(text[last:start]):
            joined[-1] = first, end
        else:
            joined.append((start, end))
    return joined


def _quote(event: _Annotation, spans: Mapping[str, Sequence[Span]]) -> GoldQuote | None:
    pairs = [part.partition(":") for part in (event.type, *event.body.split())]
    if not all(name and target for name, _, target in pairs):
        advice = "Write it as 'Attribution:T4 Content:T1 Cue:T2 Source:T3'."
        raise GoldError(f"{event.id} is not an event. {advice}")
    (type, _, trigger), *arguments = pairs
    if not type.casefold().startswith(EVENT.casefold()):
        return None
    roles: dict[str, list[Span]] = {"content": [], "cue": [], "source": [], "trigger": []}
    named = [(name.rstrip("0123456789").casefold(), target) for name, _, target in arguments]
    for role, target in (*(pair for pair in named if pair[0] in ROLES), ("trigger", trigger)):
        if target not in spans:
            advice = "Correct or delete it."
            raise GoldError(f"{event.id} has the {role} {target}, which is not there. {advice}")
        roles[role] += spans[target]
    inside = all(
        any(a <= start and end <= b for a, b in roles["content"]) for start, end in roles["trigger"]
    )
    cue = roles["cue"] or ([] if inside else roles["trigger"])
    return GoldQuote(tuple(roles["content"]), tuple(cue), tuple(roles["source"]))


def _annotations(article: GoldArticle, stem: str) -> str:
    """Return the ``.ann`` file of an article; ``stem`` is the id that its file name stands for."""
    lines: list[str] = []
    counts = dict.fromkeys("TEA#", 0)
    marks: dict[tuple[str, tuple[Span, ...]], str] = {}

    def add(kind: str, body: str) -> str:
        counts[kind] += 1
        lines.append(f"{kind}{counts[kind]}\t{body}\n")
        return f"{kind}{counts[kind]}"

    def mark(role: str, spans: tuple[Span, ...]) -> str:
        if (role, spans) not in marks:
            cut = [list(_pieces(article.text, *span)) for span in spans]
            pieces = [piece for some in cut for piece in some]
            offsets = ";".join(f"{start} {end}" for start, end in pieces)
            words = " ".join(_LINE_ENDS.sub(" ", article.text[start:end]) for start, end in pieces)
            id = marks[role, spans] = add("T", f"{role} {offsets}\t{words}")
            if joints := [str(end) for some in cut for _, end in some[:-1]]:
                add("#", f"Joined {id}\t{' '.join(joints)}")
        return marks[role, spans]

    names = {speaker.id: speaker_line(speaker) for speaker in article.speakers}
    for quote in article.quotes:
        roles = {"Content": quote.content, "Cue": quote.cue, "Source": quote.source}
        arguments = [f"{role}:{mark(role, spans)}" for role, spans in roles.items() if spans]
        trigger = f"{EVENT}:{mark(EVENT, quote.cue or quote.content[:1])}"
        event = add("E", " ".join([trigger, *arguments]))
        if quote.act is not None:
            add("A", f"Act {event} {quote.act}")
        if quote.speaker is not None:
            add("#", f"AnnotatorNotes {event}\tspeaker {names[quote.speaker]}")
    if article.id != stem:
        add("#", f"Article {DOCUMENT}\t{dump(article.id)}")
    for speaker in article.speakers:
        add("#", f"Speaker {DOCUMENT}\t{dump(asdict(speaker))}")
    return "".join(lines)


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """Split a span at its line ends, which brat can't mark."""
    begin = start
    for line_end in _LINE_ENDS.finditer(text, start, end):
        if start < line_end.start() and line_end.end() < end:
            yield begin, line_end.start()
            begin = line_end.end()
    yield begin, end
