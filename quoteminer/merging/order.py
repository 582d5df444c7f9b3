"""Everybody in one order, with numbers from 1: who has most quotes first."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from quoteminer.merging.faces import Face, Spoken, Sums
from quoteminer.merging.merge import NOBODY, Merged
from quoteminer.merging.rarity import is_initial
from quoteminer.names.organisations import is_acronym
from quoteminer.names.person_names import parse_person
from quoteminer.types import SpeakerKind


class Entry(NamedTuple):
    """A person. ``place``: of the person's first face; of one who is ``loose``, among the loose speakers."""

    minus_quotes: int
    minus_articles: int
    name: str
    kind: SpeakerKind
    key: str
    first_text: str
    loose: bool
    place: int


class Order:
    """The people of faces that have been merged.

    Args:
        faces: all different ones, and what is counted of each.
        merged: which of them are one person.
        speakers: each speaker of each article; ``face`` is its place among the faces.
    """

    def __init__(self, faces: Sequence[Face], sums: Sequence[Sums], merged: Merged, speakers: Iterable[Spoken]) -> None:
        self._faces, self._sums, self._merged = faces, sums, merged
        self.members: dict[int, list[int]] = defaultdict(list)
        """The faces of each person who is not loose, by the first of them."""
        for face, label in enumerate(merged.labels):
            if label != NOBODY and face not in merged.loose:
                self.members[label].append(face)
        self.loose: list[Spoken] = []
        """The speakers who are persons of their own, in the order of the articles."""
        self._articles = self._counted(speakers)
        entries = [self._entry(label, of) for label, of in self.members.items()]
        entries += [self._loose_entry(place, one) for place, one in enumerate(self.loose)]
        self.entries: Sequence[Entry] = sorted(entries)
        self._numbers: dict[int, int] = {}
        self.loose_numbers = array("I", bytes(4 * len(self.loose)))
        """The number of each loose speaker."""
        self._first_loose: dict[int, list[int]] = defaultdict(list)
        for number, entry in enumerate(self.entries, start=1):
            self._note(number, entry)

    def number_of(self, face: int, *, second: bool = False) -> int | None:
        """The person's number; None for a source without a name of its own. ``second``: of a face whose articles are
        kept apart, that of the second one in the order, else of the first one."""
        label = self._merged.labels[face]
        return self._first_loose[label][second] if face in self._merged.loose else self._numbers.get(label)

    def sums_of(self, label: int) -> Sums:
        """What is counted of a person who is not loose."""
        total = Sums()
        for face in self.members[label]:
            total.add(self._sums[face])
        total.articles = self._articles[label]
        return total

    def _counted(self, speakers: Iterable[Spoken]) -> Counter[int]:
        """In how many articles each person is: an article may have two speakers who are one."""
        articles: Counter[int] = Counter()
        last: dict[int, int] = {}
        for one in speakers:
            label = self._merged.labels[one.face]
            if one.face in self._merged.loose:
                self.loose.append(one)
            elif last.get(label) != one.article:
                articles[label] += 1
                last[label] = one.article
        return articles

    def _entry(self, label: int, faces: Sequence[int]) -> Entry:
        sums = self.sums_of(label)
        key = next((self._faces[face].key for face in faces if self._faces[face].key), "")
        kind = self._faces[label].kind
        return Entry(-sums.quotes, -sums.articles, self._name(faces, kind), kind, key, sums.first_text, False, label)

    def _loose_entry(self, place: int, one: Spoken) -> Entry:
        face = self._faces[one.face]
        return Entry(-one.quotes, -1, face.name, face.kind, "", one.text_id, True, place)

    def _note(self, number: int, entry: Entry) -> None:
        if not entry.loose:
            self._numbers[entry.place] = number
            return
        self.loose_numbers[entry.place] = number
        first = self._first_loose[self._merged.labels[self.loose[entry.place].face]]
        first += [number] if len(first) < 2 else []

    def _name(self, faces: Sequence[int], kind: SpeakerKind) -> str:
        """The name of most articles; but one of several words rather than an initial, a single word or an acronym."""
        names: Counter[str] = Counter()
        for face in faces:
            names[self._faces[face].name] += self._sums[face].articles
        if len(names) == 1:
            return next(iter(names))
        return min(names, key=lambda name: (_is_short(name, kind), -names[name], -len(name), name))


def _is_short(name: str, kind: SpeakerKind) -> bool:
    if kind == "org":
        return is_acronym(name)
    parsed = parse_person(name)
    return parsed.order == "bare" or is_initial(parsed.given)
