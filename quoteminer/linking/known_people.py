"""Look up speakers in the user's list of known people. A wrong link misleads readers, so a speaker
is linked only if one row fits well and no other fits nearly as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from quoteminer.errors import check_argument
from quoteminer.linking.blocking import OrganisationBlocks
from quoteminer.linking.evidence import describe, description_features
from quoteminer.linking.name_relations import name_relation
from quoteminer.linking.namesakes import is_bare, is_several
from quoteminer.linking.people_file import PeopleFile, PeopleRow, RowKind
from quoteminer.linking.person_blocks import PersonBlocks, alone_key
from quoteminer.names.organisations import (
    compare_organisations,
    core_words,
    is_acronym,
    plain_organisation,
)
from quoteminer.names.person_comparison import compare_people
from quoteminer.names.person_names import PersonName, parse_person
from quoteminer.names.similarity import SAME_NAME
from quoteminer.records import ArticleRecord, Known, KnownRow
from quoteminer.types import SpeakerKind

# if more rows fit a speaker's name, they are not compared, and the link is ambiguous
MOST_NAMESAKES: Final = 400
_SURE: Final = 90.0  # the least fit of a link, 0..100
_MARGIN: Final = 10.0  # its least lead over any other row
_LISTED: Final = 5  # candidates in an ambiguous link
# Points that are subtracted from the score of two names:
# one word against a full name: "Kell" (95) counts as 82, too little without a role
_FAMILY_ALONE: Final = 13.0
_ONE_WORD: Final = 9.0  # two equal names of one word, which may be anybody's family name
# the row has a middle name that the article lacks, as newspapers leave them out
_MORE_NAMES: Final = 3.0
# the article has one that the row lacks: a list that knows both has both
_FEWER_NAMES: Final = 10.0
# an acronym of fewer than four letters, which may stand for many names
_SHORT_ACRONYM: Final = 10.0
# The fit of an equal name if the article has an organisation and the list, by a guess, a person, or
# the reverse:
_OTHER_KIND: Final = 95.0
# Points of fit for role and affiliation, if their sum is evidence for a row, and the maximum:
_POINTS: Final = {
    "same role": 10.3, "other role": -6.4, "same affiliation": 10.3, "other affiliation": -3.7,
    "same place": 12.7, "other place": -6.2,
}  # fmt: skip
_MOST: Final = 22.0
# points subtracted for role and for affiliation, if they are evidence against a row
_ANOTHER: Final = 6.0


class KnownPeople:
    """A list of people and organisations that the user knows.

    Args:
        path: a .csv, .tsv or .jsonl file in UTF-8 with a column ``name`` and, optionally,
            ``aliases`` (in a table separated by "|" or ";"), ``kind`` (person or org; guessed if
            empty), ``key`` or ``id`` (default: the line number), ``role`` and ``affiliation``
            (which distinguish namesakes); other columns are kept. A name may have the family name
            first, with a comma ("Kell, Dana").

    Raises:
        PeopleFileError: the file can't be read, or a row is invalid; the message has file, line and
            column.
        ConfigError: ``path`` is not a path.

    A million rows take about 50 seconds to load and 440 MB of memory, and an article of twenty
    speakers 35 ms to link. A loaded list doesn't change, and can be pickled.
    """

    def __init__(self, path: str | Path) -> None:
        check_argument("path", path, "the path of a file", allowed=isinstance(path, str | Path))
        self.file: Final = PeopleFile(path)
        self._persons, self._organisations = PersonBlocks(), OrganisationBlocks()
        for number, row in enumerate(self.file.load()):
            for form in row.forms:
                if row.kind == "org":
                    self._organisations.add_name(form, number)
                else:
                    self._persons.add_name(parse_person(form), number)
        self._persons.close()
        self._organisations.close()

    def __len__(self) -> int:
        return len(self.file)

    def link(self, record: ArticleRecord) -> ArticleRecord:
        """Return the record with ``known`` set for each speaker."""
        found = [
            self.find(one.name, one.kind, role=one.role, affiliation=one.affiliation)
            for one in record.speakers
        ]
        speakers = (
            replace(speaker, known=known)
            for speaker, known in zip(record.speakers, found, strict=True)
        )
        return replace(record, speakers=tuple(speakers))

    def find(
        self,
        name: str,
        kind: SpeakerKind = "person",
        *,
        role: str | None = None,
        affiliation: str | None = None,
    ) -> Known:
        """Find a person or organisation in the list. Never raises, for any name.

        Args:
            name: the name without honorific and title, in any script.
            kind: "person" and "org" are looked up among the rows of that kind; "unnamed" and
                "group" are never linked.
            role, affiliation: the speaker's role and affiliation, which distinguish namesakes.
        """
        if kind == "unnamed" or kind == "group":
            return Known("none")
        parsed, index = parse_person(name), self._persons
        rows = (
            index.all(alone_key(parsed))
            if is_bare(parsed)
            else index.like(parsed) or index.near(parsed)
        )
        others = self._organisations.like(name)
        if kind == "org":
            rows, others = others, rows
        if len(others) <= MOST_NAMESAKES:
            rows = rows | others
        unread = max(0, len(rows) - _LISTED) if len(rows) > MOST_NAMESAKES else 0
        numbers = sorted(rows)
        if unread:  # too many: list the first ones, by their names alone
            numbers, role, affiliation = numbers[:_LISTED], None, None
        read = map(self.file.__getitem__, numbers)
        return _decide(
            [(_fit(name, kind, row, role or "", affiliation or ""), row) for row in read], unread
        )


def _fit(name: str, kind: RowKind, row: PeopleRow, role: str, affiliation: str) -> float:
    """Return how well a row fits: below `SAME_NAME` it does not; above 100 its name and other
    evidence fit."""
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
    row_role, row_affiliation = row.text("role"), row.text("affiliation")
    evidence = description_features(
        describe(role, affiliation), describe(row_role, row_affiliation)
    )
    points = sum(_POINTS.get(feature, 0.0) * value for feature, value in evidence.items())
    if points >= 0:
        return best + min(_MOST, points)
    return best - _ANOTHER * (bool(role and row_role) + bool(affiliation and row_affiliation))


def _fit_organisation(name: str, form: str) -> float:
    score = compare_organisations(name, form)
    short = min(plain_organisation(name), plain_organisation(form), key=len)
    stands_for = is_acronym(short) and is_acronym(name) != is_acronym(form)
    return score - _SHORT_ACRONYM if stands_for and sum(map(str.isalpha, short)) < 4 else score


def _fit_person(speaker: PersonName, known: PersonName) -> float:
    """Compare a name with a row's names. No full name fits a single word: the alias "Smith" is not
    any Smith."""
    score = compare_people(speaker, known)
    if is_bare(speaker):
        return score - (_ONE_WORD if is_bare(known) else _FAMILY_ALONE)
    if is_bare(known):
        return 0.0
    if score < SAME_NAME and name_relation(speaker, known) in ("variant", "typo"):
        score = SAME_NAME + 5
    more = len(known.parts) - len(speaker.parts)
    return score - (_MORE_NAMES if more > 0 else _FEWER_NAMES if more < 0 else 0.0)


def _decide(fits: Sequence[tuple[float, PeopleRow]], unread: int) -> Known:
    """Link one of these rows, given with its fit, if it is certain; none is if ``unread`` more rows
    fit the name."""
    ranked = sorted((pair for pair in fits if pair[0] >= SAME_NAME), key=lambda pair: -pair[0])
    shown = tuple(
        KnownRow(row.key, row.name, round(min(fit, 100.0), 1), row.columns)
        for fit, row in ranked[:_LISTED]
    )
    second = ranked[1][0] if len(ranked) > 1 else 0.0
    if ranked and not unread and ranked[0][0] >= _SURE and ranked[0][0] - second >= _MARGIN:
        row = shown[0]
        return Known("linked", row.key, row.name, row.score, row.columns, fitting=len(ranked))
    if not ranked and not unread:
        return Known("none")
    return Known("ambiguous", candidates=shown, fitting=len(ranked) + unread)
