"""People the user knows: a list, loaded once, in which each speaker is looked up.

A reader takes a wrong link for a fact, so a speaker is linked only where one row fits well and no other nearly so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from quoteminer.linking.blocking import Numbers, OrganisationIndex, PersonIndex, union
from quoteminer.linking.evidence import describe, description_features, weigh
from quoteminer.linking.name_variants import given_variant, is_bare, is_several
from quoteminer.linking.people_file import PeopleFile, Row, RowKind
from quoteminer.links import Known, KnownRow
from quoteminer.people.names import PersonName, compare_people, parse_person
from quoteminer.people.organisations import compare_organisations, core_words, is_acronym, plain_organisation
from quoteminer.people.spelling import SAME_NAME, fold
from quoteminer.records import ArticleRecord
from quoteminer.types import SpeakerKind

MOST_NAMESAKES: Final = 400
"""Rows that are compared for one speaker. Where more have his name, no role tells them apart: he is ambiguous."""
SURE: Final = 90.0
"""The least fit of a link, 0..100."""
MARGIN: Final = 10.0
"""How much better than any other row it must fit."""
LISTED: Final = 5
"""Candidates that are listed where it is not sure."""
_FAMILY_ALONE: Final = 13.0
"""What a name of one word lacks against a full name: "Kell" (95) counts as 82, too little without other signs."""
_ONE_WORD: Final = 9.0
"""What two equal names of one word lack: anybody's family name may be written so."""
_MORE_NAMES, _FEWER_NAMES = 3.0, 10.0
"""What a row lacks that has a middle name more than the article (newspapers leave them out), or one less (a list that
knows both is meant to tell them apart)."""
_OTHER_KIND: Final = 95.0
"""The fit of an equal name where the article has an organisation and the list, by a guess, a person, or the reverse."""
_SHORT_ACRONYM: Final = 10.0
"""What an acronym of fewer than four letters lacks against the words that it may stand for: it may stand for many."""
_POINTS: Final = 5.0
"""Points of fit for each unit of `evidence.weigh`, where role and affiliation speak for a row."""
_MOST: Final = 22.0
"""The most that they add."""
_ANOTHER: Final = 6.0
"""What role and affiliation count against a row, each."""


class KnownPeople:
    """A list of people and organisations that the user knows.

    Args:
        path: a .csv, .tsv or .jsonl file in UTF-8 with a column ``name`` and, if wanted, ``aliases`` (in a table
            between "|" or ";"), ``kind`` (person or org; guessed where empty), ``key`` or ``id`` (the number of the
            line where there is neither), ``role`` and ``affiliation`` (which tell namesakes apart); more columns
            are kept. A name may have the family name first, with a comma ("Kell, Dana").

    Raises:
        PeopleFileError: the file can't be read, or a row isn't right; the message names file, line and column.

    A million rows take about half a minute to load and 350 MB of memory, and an article of twenty speakers 30 ms to
    link. A list doesn't change once it is loaded, and pickles.
    """

    def __init__(self, path: str | Path) -> None:
        self.file: Final = PeopleFile(path)
        self._persons, self._bodies = PersonIndex(), OrganisationIndex()
        for number, row in enumerate(self.file.load()):
            for form in row.forms:
                if row.kind == "org":
                    self._bodies.add(form, number)
                else:
                    self._persons.add(parse_person(form), number)
        self._persons.close()
        self._bodies.close()

    def __len__(self) -> int:
        """Return how many rows the list has."""
        return len(self.file)

    def link(self, record: ArticleRecord) -> ArticleRecord:
        """Return the record with ``known`` set for each speaker."""
        linked = (
            replace(one, known=self.find(one.name, one.kind, role=one.role, affiliation=one.affiliation))
            for one in record.speakers
        )
        return replace(record, speakers=tuple(linked))

    def find(
        self, name: str, kind: SpeakerKind = "person", *, role: str | None = None, affiliation: str | None = None
    ) -> Known:
        """Find a person or organisation in the list. Never raises for a name.

        Args:
            name: without honorific and title, in any script.
            kind: "person" and "org" are looked for among the rows of that kind; "unnamed" is nobody of a list.
            role, affiliation: what is known besides the name; they tell namesakes apart.
        """
        if kind == "unnamed":
            return Known("none")
        rows, others = self._persons_named(name), self._bodies.like(name)
        if kind == "org":
            rows, others = others, rows
        if len(others) <= MOST_NAMESAKES:
            rows = union((rows, others))
        unread = max(0, len(rows) - LISTED) if len(rows) > MOST_NAMESAKES else 0
        if unread:  # too many: those that are listed, by their names alone
            rows, role, affiliation = rows[:LISTED], None, None
        read = map(self.file.__getitem__, rows.tolist())
        return decide([(fit(name, kind, row, role or "", affiliation or ""), row) for row in read], others=unread)

    def _persons_named(self, text: str) -> Numbers:
        """Return the rows of a name; where there are none, those that it may be a typo for."""
        name = parse_person(text)
        if is_bare(name):
            return self._persons.alone(name)
        rows = self._persons.like(name)
        return rows if len(rows) else self._persons.near(name)


def fit(name: str, kind: RowKind, row: Row, role: str = "", affiliation: str = "") -> float:
    """Return how well a row fits, from 0; below `SAME_NAME` not at all. Above 100 where more than the name agrees."""
    if row.kind != kind:
        words = core_words(name)
        equal = row.guessed and bool(words) and any(core_words(form) == words for form in row.forms)
        return _OTHER_KIND if equal else 0.0
    if kind == "org":
        return max(_fit_organisation(name, form) for form in row.forms)
    parsed, several = parse_person(name), is_several(name)
    forms = (form for form in row.forms if is_several(form) == several)
    best = max((_fit_person(parsed, parse_person(form)) for form in forms), default=0.0)
    if best < SAME_NAME - _MOST:
        return best
    told = describe(role, affiliation), describe(row.text("role"), row.text("affiliation"))
    if not all(one.roles or one.affiliation for one in told):
        return best
    total = weigh(description_features(*told))
    both = bool(role and row.text("role")) + bool(affiliation and row.text("affiliation"))
    return best + (min(_MOST, _POINTS * total) if total > 0 else -_ANOTHER * both)


def _fit_organisation(name: str, form: str) -> float:
    score = compare_organisations(name, form)
    short = min(plain_organisation(name), plain_organisation(form), key=len)
    is_one = is_acronym(short) and is_acronym(name) != is_acronym(form)
    return score - _SHORT_ACRONYM if is_one and sum(map(str.isalpha, short)) < 4 else score


def _fit_person(speaker: PersonName, known: PersonName) -> float:
    """Compare a name with a row's. A full name is not compared with one word of a row: not any Smith is the "Smith"
    that a row has as an alias."""
    score = compare_people(speaker, known)
    if is_bare(speaker):
        return score - (_ONE_WORD if is_bare(known) else _FAMILY_ALONE)
    if is_bare(known):
        return 0.0
    if score < SAME_NAME and fold(speaker.family) == fold(known.family) and speaker.suffix == known.suffix:
        variant = given_variant(fold(speaker.given), fold(known.given))
        score = SAME_NAME + 5 if variant else score
    more = len(known.parts) - len(speaker.parts)
    return score - (_MORE_NAMES if more > 0 else _FEWER_NAMES if more < 0 else 0.0)


def decide(fits: Sequence[tuple[float, Row]], *, others: int = 0) -> Known:
    """Link one of these rows, each with its fit. ``others``: so many more may fit that were not looked at, so that none
    can be sure."""
    ranked = sorted((one for one in fits if one[0] >= SAME_NAME), key=lambda one: -one[0])
    if not ranked:
        return Known("ambiguous", fitting=others) if others else Known("none")
    second = ranked[1][0] if len(ranked) > 1 else 0.0
    if not others and ranked[0][0] >= SURE and ranked[0][0] - second >= MARGIN:
        return Known("linked", row=_shown(*ranked[0]), fitting=len(ranked))
    listed = tuple(_shown(*one) for one in ranked[:LISTED])
    return Known("ambiguous", candidates=listed, fitting=len(ranked) + others)


def _shown(fit: float, row: Row) -> KnownRow:
    return KnownRow(row.key, row.name, round(min(fit, 100.0), 1), row.columns)
