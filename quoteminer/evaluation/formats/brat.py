"""brat's standoff format: a text (``.txt``) and its annotations (``.ann``) beside it; reading. Writing: brat_write.py.

As in PolNeAR (Newell, Margolin and Ruths, LREC 2018), Source, Cue and Content are text-bound annotations, with several
parts where they have some, and an attribution is an event whose type begins with Attribution (PolNeAR has an
Attribution-no-source as well) and whose trigger stands on the cue::

    T1	Content 0 13;24 40	“We counted,” “Two were gone.”
    T2	Cue 14 18	said
    T3	Source 19 22	Ida
    T4	Attribution 14 18	said
    E1	Attribution:T4 Content:T1 Cue:T2 Source:T3
    A1	Act E1 speech
    #1	AnnotatorNotes E1	speaker 0 person: Ida Brand

An event without a Cue has its trigger as its cue, unless that stands on the content. The speaker is the event's note,
which brat shows and lets people change: ``speaker`` with a name will do (roster.py). Notes of the types Speaker
(all that is known of one), Article (its id) and Joined (brat can't mark line ends: where a part goes on behind one)
keep the rest; they hang on T0, which is no annotation, so that no deletion takes them along. Annotations that stand in
no Attribution, and lines of other kinds, are left out. Nothing is lost on the way through ``.txt`` and ``.ann``.

brat counts code points; where the words beside the offsets say that a file was made by a program that counts otherwise,
they are counted so (rulers.py). Source of the format: https://brat.nlplab.org/standoff.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, cast

from quoteminer.errors import GoldError
from quoteminer.evaluation.formats.check import ACTS, checked_in_order, checked_quote, speaker_in
from quoteminer.evaluation.formats.find import ANN, TXT, annotations_of, text_of
from quoteminer.evaluation.formats.graph import role_of
from quoteminer.evaluation.formats.place import Place
from quoteminer.evaluation.formats.roster import Roster
from quoteminer.evaluation.formats.rulers import fitting_ruler
from quoteminer.evaluation.formats.source import BOM, GoldFile, parse_json
from quoteminer.evaluation.gold import GoldArticle, GoldQuote, GoldSpeaker
from quoteminer.types import Act, Role, Span

EVENT: Final = "Attribution"
DOCUMENT: Final = "T0"
"""What notes about the whole document hang on."""
_NAMED: Final = re.compile(r"speaker\s*:?\s+(.+)", re.IGNORECASE)
SPEAKER_NOTE: Final = re.compile(r"speaker(?:\s*:\s*|\s+(?=-?\d+ \w+: ))(.+)", re.IGNORECASE)
LINE_ENDS: Final = re.compile("[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]+")
"""What brat takes for the end of a line."""
_KINDS: Final = frozenset("TEAMRN#*")
"""The first letters of the ids of annotations."""
_SPANS: Final = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)")


def read(file: GoldFile) -> Iterator[GoldArticle | GoldError]:
    """The article of an ``.ann`` file, or of the text beside one."""
    annotations = annotations_of(file.path) if file.suffix == TXT else file.path
    if annotations is None:
        raise file.at().error(f"has no {ANN} file beside it. Annotate it in brat, or take it out.")
    text_path = text_of(annotations)
    if text_path is None:
        name = annotations.name.replace(ANN, TXT)
        raise file.at().error(f"its text is missing. Put {name} beside it, the text that was annotated.")
    whole = GoldFile(text_path, file.name).text()
    yield _article(GoldFile(annotations, file.name), whole.removeprefix(BOM), marked=whole.startswith(BOM))


@dataclass(frozen=True, slots=True)
class _Marked:
    """A text-bound annotation."""

    place: Place
    type: str
    spans: tuple[Span, ...]
    words: str


@dataclass(frozen=True, slots=True)
class _Event:
    place: Place
    trigger: str
    arguments: tuple[tuple[Role, str], ...]


@dataclass(slots=True)
class _Sheet:
    """What an ``.ann`` file says. Keys are the ids of annotations."""

    marked: dict[str, _Marked] = field(default_factory=dict)
    events: dict[str, _Event] = field(default_factory=dict)
    acts: dict[str, Act] = field(default_factory=dict)
    speakers: dict[str, str] = field(default_factory=dict)
    unread: dict[str, tuple[Place, str]] = field(default_factory=dict)
    joined: dict[str, frozenset[int]] = field(default_factory=dict)
    known: list[GoldSpeaker] = field(default_factory=list)
    id: str | None = None


def _article(file: GoldFile, text: str, *, marked: bool) -> GoldArticle:
    sheet = _Sheet()
    for number, data in file.lines():
        if data.strip():
            _read_line(file.line(number, data), file.at(number), sheet)
    spans = _measured(text, sheet, marked=marked)
    roster = Roster(sheet.known)
    quotes = []
    for id, event in sheet.events.items():
        quote = checked_quote(_quote(id, event, spans), text, event.place, id)
        quotes.append(replace(quote, speaker=roster.find(_speaker_of(id, sheet)), act=sheet.acts.get(id)))
    return checked_in_order(GoldArticle(sheet.id or file.name, text, tuple(quotes), roster.speakers), file.at())


def _speaker_of(id: str, sheet: _Sheet) -> str:
    """The words for an event's speaker. Where the file lists its speakers, a note of an event is about them: one that
    says none would lose somebody's correction. In other files notes are free."""
    if id in sheet.speakers or id not in sheet.unread or not sheet.known:
        return sheet.speakers.get(id, "")
    place, words = sheet.unread[id]
    named = _NAMED.fullmatch(words)
    if named is None:
        raise place.error(f"the note of {id}, {words[:40]!r}, names no speaker. Write 'speaker' and the name.", 1)
    return named[1]


def _read_line(line: str, place: Place, sheet: _Sheet) -> None:
    id, tab, rest = line.partition("\t")
    kind, (body, _, tail) = id[:1], rest.partition("\t")
    if not tab or kind not in _KINDS:
        raise place.error(f"{line[:20]!r} is no annotation. Write id, tab, type and what it needs, as brat does.", 1)
    if id in sheet.marked or id in sheet.events:
        raise place.error(f"there is another {id} above. Give each annotation an id of its own.", 1)
    if kind == "T":
        sheet.marked[id] = _marked(body, tail, place, column=len(id) + 2)
    elif kind == "E":
        event = _event(body, place)
        if event:
            sheet.events[id] = event
    elif kind in ("A", "M"):
        _read_attribute(body, place, sheet)
    elif kind == "#":
        _read_note(body, tail, place, sheet, before=len(line) - len(tail))


def _marked(body: str, words: str, place: Place, *, column: int) -> _Marked:
    found = _SPANS.fullmatch(body.rstrip())
    if not found:
        reason = f"{body[:40]!r} is no type with offsets. Write it as 'Cue 14 18' or 'Content 0 13;24 40'."
        raise place.error(reason, column)
    pairs = (pair.split() for pair in found[2].split(";"))
    return _Marked(place, found[1], tuple((int(start), int(end)) for start, end in pairs), words)


def _event(body: str, place: Place) -> _Event | None:
    """The event, None where it is of another type."""
    pairs = [part.partition(":") for part in body.split()]
    if not pairs or not all(name and id for name, _, id in pairs):
        raise place.error("is no event. Write it as 'Attribution:T4 Content:T1 Cue:T2 Source:T3'.")
    (type, _, trigger), *arguments = pairs
    if not type.casefold().startswith(EVENT.casefold()):
        return None
    roles = ((role_of(name.rstrip("0123456789")), id) for name, _, id in arguments)
    return _Event(place, trigger, tuple((role, id) for role, id in roles if role))


def _read_attribute(body: str, place: Place, sheet: _Sheet) -> None:
    name, _, rest = body.partition(" ")
    target, _, value = rest.partition(" ")
    if name != "Act":
        return
    if value.strip() not in ACTS:
        raise place.error(f"the act is {value!r}. Give {' or '.join(ACTS)}.")
    sheet.acts[target] = cast("Act", value.strip())


def _read_note(body: str, tail: str, place: Place, sheet: _Sheet, *, before: int) -> None:
    type, _, target = body.strip().partition(" ")
    found = SPEAKER_NOTE.fullmatch(tail.strip())
    if type == "AnnotatorNotes" and found:
        sheet.speakers[target] = found[1]
    elif type == "AnnotatorNotes":
        sheet.unread[target] = place, tail.strip()
    elif type == "Speaker":
        sheet.known.append(speaker_in(parse_json(tail, place, before=before), place, "the note Speaker"))
    elif type == "Article":
        sheet.id = str(parse_json(tail, place, before=before))
    elif type == "Joined":
        sheet.joined[target] = frozenset(int(part) for part in tail.split() if part.isdecimal())


def _measured(text: str, sheet: _Sheet, *, marked: bool) -> Mapping[str, tuple[Span, ...]]:
    """The spans of each text-bound annotation in code points, parts joined that only a line end cut."""
    annotations = list(sheet.marked.values())
    ruler, misfit = fitting_ruler(text, ((one.spans, one.words) for one in annotations), marked=marked)
    if misfit is not None:
        one = annotations[misfit]
        found = " ".join(text[start:end] for start, end in one.spans)
        raise one.place.error(
            f"the text has {found[:40]!r} at {one.spans[0][0]}-{one.spans[-1][1]} of {len(text)}, not "
            f"{one.words[:40]!r}. Check that it is the text that was annotated."
        )
    spans: dict[str, tuple[Span, ...]] = {}
    for id, one in sheet.marked.items():
        points = sorted(filter(None, map(ruler.span, one.spans)))
        spans[id] = tuple(_joined(text, points, sheet.joined.get(id, frozenset())))
    return spans


def _joined(text: str, spans: list[Span], joints: frozenset[int]) -> Iterator[Span]:
    """The spans, those made one between which a line end at one of the joints stands alone."""
    start: int | None = None
    for index, (begin, end) in enumerate(spans):
        start = begin if start is None else start
        after = spans[index + 1][0] if index + 1 < len(spans) else None
        if after is None or end not in joints or not LINE_ENDS.fullmatch(text[end:after]):
            yield start, end
            start = None


def _quote(id: str, event: _Event, spans: Mapping[str, tuple[Span, ...]]) -> GoldQuote:
    roles: dict[Role, list[Span]] = {"content": [], "cue": [], "source": []}
    for role, target in event.arguments:
        if target not in spans:
            raise event.place.error(f"{id} has the {role} {target}, which is not there. Correct or delete it.")
        roles[role] += spans[target]
    trigger = spans.get(event.trigger)
    if trigger is None:
        raise event.place.error(f"{id} has the trigger {event.trigger}, which is not there. Correct or delete it.")
    inside = all(any(a <= start and end <= b for a, b in roles["content"]) for start, end in trigger)
    cue = roles["cue"] or ([] if inside else list(trigger))
    return GoldQuote(tuple(roles["content"]), tuple(cue), tuple(roles["source"]))
