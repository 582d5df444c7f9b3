"""Compare the speaker that a draft names for a quotation with the speaker of its words in a source.
README.md has the rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from quoteminer.commands.check.check_record import SaidBy
from quoteminer.commands.check.speaker_comparison import (
    Looks,
    Surroundings,
    likeness,
    looks,
    share_a_name,
)
from quoteminer.names.same_name import same_name
from quoteminer.records import Speaker
from quoteminer.types import QuoteType

_BEGINS: Final = r"(?:\A|[.!?][”\"’)]*|\n)\s*"  # of a sentence
_BREAK: Final = re.compile(r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St))(?<!\bMrs)[.!?][”\"’)]*\s|\n")
_SENTENCE: Final = 200  # most characters before and after a quotation in its sentence
_NAMED_BEFORE: Final = 600  # characters before a pronoun where its person is named


@dataclass(frozen=True, slots=True)
class Saying:
    """The speakers of a passage and the type of its quote. ``sure``: the quote is not doubtful.
    ``before``: the source up to the pronoun that names the speaker; None if it is no pronoun.
    ``described``: a speaker made of the description that names the speaker ("the priest"), or
    None."""

    speakers: tuple[Speaker, ...] = ()
    type: QuoteType | None = None
    sure: bool = True
    before: str | None = None
    described: Speaker | None = None


@dataclass(frozen=True, eq=False)
class Cast:
    """All speakers of a text, and the text, which describes them. What was compared is kept: a long
    source has many places for the same two speakers."""

    speakers: Sequence[Speaker]
    text: str
    _named: dict[Looks, Speaker | None] = field(default_factory=dict, init=False, repr=False)
    _ranked: dict[Looks, list[tuple[float, Speaker]]] = field(
        default_factory=dict, init=False, repr=False
    )

    def named(self, speaker: Speaker) -> Speaker | None:
        """Return the member of the cast with the name of a speaker."""
        key = looks(speaker)
        if key not in self._named:
            self._named[key] = next(
                (member for member in self.speakers if share_a_name(speaker, member)), None
            )
        return self._named[key]

    def likeness(self, described: Speaker, speaker: Speaker) -> float:
        """Compare a description with a member of the cast, by role and by the words beside the name
        in the text."""
        alike = likeness(described, speaker)
        if alike or speaker.kind == "unnamed" or described.kind != "unnamed":
            return alike
        return self.beside(described, speaker)

    def beside(self, described: Speaker, speaker: Speaker) -> float:
        """Compare a description with the words beside a name in the text."""
        return self._surroundings.likeness(described, speaker)

    def best_likeness(self, described: Speaker, *, without: Speaker) -> float:
        """Return the greatest likeness of a description with the members of the cast, except one of
        them."""
        key = looks(described)
        if key not in self._ranked:
            fits = [
                (alike, member)
                for member in self.speakers
                if (alike := self.likeness(described, member))
            ]
            self._ranked[key] = sorted(fits, key=lambda fit: -fit[0])
        return next((alike for alike, member in self._ranked[key] if member != without), 0.0)

    @cached_property
    def _surroundings(self) -> Surroundings:
        return Surroundings(self.text)


@dataclass(frozen=True, slots=True)
class DraftSpeaker:
    """The speaker that a draft names for a quotation (None: nobody), and all its speakers
    (``cast``). ``described``: a speaker made of the words at the quotation, if these are a
    description. ``sure``: the speaker is not doubtful. ``before``: the draft up to the quotation,
    if the speaker is a pronoun there."""

    speaker: Speaker | None
    cast: Cast
    described: Speaker | None = None
    sure: bool = True
    before: str | None = None
    around: str = ""

    def names_only(self, speakers: Sequence[Speaker], source: Cast) -> bool:
        """True if the draft's sentence names the source's speaker and nobody else of the
        source."""
        named = [who for who in source.speakers if re.search(_family(who), self.around)]
        return (
            bool(named)
            and self.speaker is None
            and all(any(share_a_name(who, speaker) for speaker in speakers) for who in named)
        )

    def may_mean(self, other: Speaker) -> bool:
        """True if the draft's pronoun may also refer to another speaker: one without a name, or the
        last one named."""
        return self.before is not None and (
            other.kind == "unnamed" or bool(re.search(_family(other), self._since()))
        )

    def means(self, other: Speaker, source: Cast) -> bool:
        """True if the draft's pronoun refers to another speaker: after the last name of the draft's
        speaker, a sentence begins with the other speaker's name, or with a description that fits
        the other speaker best in the source.
        """
        if self.before is None:
            return False
        named = rf"{_BEGINS}(?:[A-Z][\w.'’-]*\s+){{0,4}}{_family(other)}"
        if other.kind != "unnamed" and re.search(named, self._since()):
            return True
        described = list(re.finditer(rf"{_BEGINS}([Tt]he(?: [a-z’'-]+){{1,3}})", self._since()))
        endings = [match[1].split()[:end] for match in described[-1:] for end in range(2, 5)]
        forms = [Speaker(0, " ".join(words), "unnamed") for words in endings]
        fit = max((source.likeness(form, other) for form in forms), default=0.0)
        return fit > max((source.best_likeness(form, without=other) for form in forms), default=0.0)

    def _since(self) -> str:
        """Return the draft behind the last name of its speaker."""
        before, name = self.before or "", self.speaker.name.split()[-1] if self.speaker else ""
        return before[before.rfind(name) + len(name) :] if name and name in before else ""


def sentence_around(text: str, start: int, end: int) -> str:
    """Return the words of the sentence around a quotation, without it."""
    before = _BREAK.split(text[max(0, start - _SENTENCE) : start])[-1]
    return f"{before} {_BREAK.split(text[end : end + _SENTENCE])[0]}"


def _subject(speaker: Speaker) -> str:
    """Return the pattern of a sentence's beginning with a speaker: "Her colleague Ana Silva …"."""
    return rf"{_BEGINS}(?:[\w.’'-]+\s+){{0,4}}?{_family(speaker)}(?!['’]s)"


def _family(speaker: Speaker) -> str:
    return rf"\b{re.escape(speaker.name.split()[-1])}\b"


def said_by(draft: DraftSpeaker, saying: Saying, source: Cast) -> SaidBy:
    """Compare the speaker in the draft with the speaker in the source. README.md has the rules."""
    if draft.speaker is None or not saying.speakers:
        return "same speaker" if draft.names_only(saying.speakers, source) else "unknown"
    same = [_same(draft.speaker, draft.cast, speaker, source) for speaker in saying.speakers]
    # the draft's description may have been given to the wrong person
    if draft.described and True not in same:
        same += [
            True
            for speaker in saying.speakers
            if _same(draft.described, draft.cast, speaker, source)
        ]
    if any(same) or any(draft.means(speaker, source) for speaker in saying.speakers):
        return "same speaker"
    if _fits_better(draft, saying, source):
        return "same speaker"
    if draft.speaker.kind == "person" and _is_last_named(draft.speaker, saying):
        # the source's pronoun may be the draft's speaker: certainly, if a sentence begins with it
        return "same speaker" if _is_last_named(draft.speaker, saying, _subject) else "unknown"
    is_sure = draft.sure and saying.sure and not any(map(draft.may_mean, saying.speakers))
    return "another speaker" if is_sure and None not in same else "unknown"


def _fits_better(draft: DraftSpeaker, saying: Saying, source: Cast) -> bool:
    """True if the source's description of the speaker ("the priest") fits the draft's speaker, by
    what either text says of both, and not the speaker that QuoteMiner found for it."""
    described, speaker = saying.described, draft.speaker
    if described is None or speaker is None or speaker.kind == "unnamed":
        return False
    known = source.named(speaker)
    fit = draft.cast.likeness(described, speaker) or known and source.likeness(described, known)
    return bool(fit) and not any(source.beside(described, who) for who in saying.speakers)


def _is_last_named(
    speaker: Speaker, saying: Saying, pattern: Callable[[Speaker], str] = _family
) -> bool:
    """True if a speaker is named before the source's pronoun, and the speaker that QuoteMiner
    found for the pronoun is not named after that."""
    near = (saying.before or "")[-_NAMED_BEFORE:]
    last = [
        max((match.end() for match in re.finditer(pattern(who), near)), default=-1)
        for who in (speaker, *saying.speakers)
    ]
    return last[0] > max(last[1:], default=-1)


def _same(speaker: Speaker, draft: Cast, other: Speaker, source: Cast) -> bool | None:
    """Compare two speakers; None if undecided."""
    same = share_a_name(speaker, other)
    if same is not None:
        return same
    if "unnamed" not in (speaker.kind, other.kind):  # a person and an organisation
        return True if _belong(speaker, other) or _belong(other, speaker) else None
    if other.kind == "unnamed" and (known := source.named(speaker)):  # who has another label there
        return likeness(other, known) > 0
    fit = max(source.likeness(speaker, other), draft.likeness(other, speaker))
    best = source.best_likeness(speaker, without=other)
    if fit and fit >= best:
        return True
    # If the text with the description also names the person, they are two people, unless the role
    # fits.
    described, person, cast = (
        (speaker, other, draft) if speaker.kind == "unnamed" else (other, speaker, source)
    )
    if person.kind != "unnamed" and (known := cast.named(person)):
        return cast.likeness(described, known) > 0
    return False if best >= 2 and not fit else None


def _belong(speaker: Speaker, organisation: Speaker) -> bool:
    """True if a person speaks for an organisation."""
    own = speaker.affiliation if organisation.kind == "org" else None
    return own is not None and same_name(own, organisation.name, "org")
