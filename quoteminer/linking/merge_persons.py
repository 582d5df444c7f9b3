"""Merging of persons: each pair of similar names gets a probability, and the most likely are joined first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product
from math import exp, log10
from typing import Final

from quoteminer.linking.blocking import PersonBlocks, alone_key
from quoteminer.linking.evidence import AGAINST, Bearer, Story, describe, features, weigh
from quoteminer.linking.namesakes import Difference, NameCounts, difference, is_bare, name_key, parse_initials
from quoteminer.linking.profiles import SpeakerProfile

_MERGE: Final = 0.8  # the least probability of two profiles that are merged
# The least probability of two that are kept apart and listed. Below it, or below `_MERGE` with evidence against one
# person, they are incompatible: a third profile that may be either is merged with neither.
_DOUBTFUL: Final = 0.2
_SURNAME: Final = 0.5  # the least probability of a surname that is merged with the only full name that it fits
_RIVALS: Final = 0.3  # two full names fit a surname equally well if their probabilities differ by no more
_PROMINENT: Final = 10.0  # a profile with so many times the articles of an incompatible one is not in doubt
_PROMINENCE: Final = 1.2  # log odds, set by hand, for ten times the articles: news is mostly about one bearer of a name
# Profiles that are compared, those of most articles:
_HEADS: Final = 40  # of a name, with all others of it
_VARIANT_HEADS: Final = 8  # of a name, with those of another spelling
_MOST_SURNAMES: Final = 60  # of full names, with a surname
_REASONS: Final[Mapping[str, str]] = {
    "equal": "same name",
    "variant": "another form of the name",
    "weak": "a form of the name that may be another person's",
    "surname": "a name of one word",
    "same role": "same role",
    "same affiliation": "same affiliation",
    "other role": "different roles",
    "other affiliation": "different affiliations",
    "other place": "different places",
    "shared names": "the same names in both articles",
}
StoryOf = Callable[[SpeakerProfile], Story]
Pair = tuple[int, int]  # the numbers of two profiles, the lower one first


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two profiles, by number, that may be one person: ``merged`` or kept apart. ``score``: the probability, 0..1."""

    one: int
    other: int
    score: float
    reason: str
    merged: bool = False


class Groups:
    """Disjoint sets of numbers, at first one for each. ``of[number]`` is the group of a number."""

    def __init__(self, count: int) -> None:
        self.of = [[number] for number in range(count)]

    def join(self, one: int, other: int) -> None:
        small, large = sorted((self.of[one], self.of[other]), key=len)
        if small is not large:
            large += small
            for number in small:
                self.of[number] = large

    def label(self, number: int) -> int:
        """Return the first member of a number's group, which identifies it until groups are joined."""
        return self.of[number][0]


class PersonMerger:
    """Joins the profiles of each person, and never two groups with an incompatible pair."""

    def __init__(
        self, profiles: Sequence[SpeakerProfile], persons: Iterable[int], groups: Groups, story: StoryOf
    ) -> None:
        self._profiles, self._groups = profiles, groups
        self._story = lru_cache(maxsize=65536)(story)
        self._names = {number: parse_initials(profiles[number].name) for number in persons}
        by_name: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, name in self._names.items():
            by_name[name_key(name)].append(number)
        self._namesakes = [self._by_articles(numbers) for numbers in by_name.values()]
        self._counts = NameCounts(self._names[numbers[0]] for numbers in self._namesakes)
        self._incompatible: dict[int, set[int]] = defaultdict(set)
        self._doubts: list[Doubt] = []

    def merge(self) -> list[Doubt]:
        """Join the profiles. Returns the doubts."""
        full = [numbers for numbers in self._namesakes if not is_bare(self._names[numbers[0]])]
        bare = [numbers for numbers in self._namesakes if is_bare(self._names[numbers[0]])]
        self._join(self._scores(self._similar_pairs(full)))
        self._join(self._surname_scores(full, bare))
        return self._doubts

    def _by_articles(self, numbers: Iterable[int]) -> list[int]:
        return sorted(numbers, key=lambda number: (-self._profiles[number].articles, number))

    def _similar_pairs(self, namesakes: Sequence[Sequence[int]]) -> Iterator[tuple[int, int, Difference]]:
        for numbers in namesakes:
            yield from _equal_pairs(numbers, "equal")
        names = [self._names[numbers[0]] for numbers in namesakes]
        index = PersonBlocks()
        for at, name in enumerate(names):
            index.add_name(name, at)
        index.close()
        pairs = {(min(x, y), max(x, y)) for x, name in enumerate(names) for y in index.like(name) if x != y}
        for x, y in sorted(pairs):
            kind = difference(names[x], names[y])
            if kind:
                for one, other in product(namesakes[x][:_VARIANT_HEADS], namesakes[y][:_VARIANT_HEADS]):
                    yield one, other, kind

    def _scores(self, pairs: Iterable[tuple[int, int, Difference]]) -> dict[Pair, float]:
        scores: dict[Pair, float] = {}
        for one, other, kind in pairs:
            score = self._compare(one, other, kind)
            if score >= _DOUBTFUL:
                scores[min(one, other), max(one, other)] = score
        return scores

    def _features(self, one: int, other: int, kind: Difference) -> dict[str, float]:
        def bearer(number: int) -> Bearer:
            profile, name = self._profiles[number], self._names[number]
            about = describe(profile.role or profile.described, profile.affiliation)
            return Bearer(name, about, self._story(profile), self._counts.frequency(name))

        return features(bearer(one), bearer(other), kind)

    def _compare(self, one: int, other: int, kind: Difference) -> float:
        """Return the probability, 0..1, that two profiles are one person; note incompatible ones."""
        x, y, found = self._profiles[one], self._profiles[other], self._features(one, other, kind)
        opposed = any(found.get(feature) for feature in AGAINST)
        log_odds = weigh(found)
        if kind == "equal" and not opposed:
            log_odds += _PROMINENCE * min(2.0, log10(max(x.articles, y.articles)))
        score = 1 / (1 + exp(-log_odds))
        if kind == "weak":
            score = min(score, _MERGE - 0.01)
        if x.key and y.key and x.key != y.key:
            score = 0.0
        if score < (_MERGE if opposed else _DOUBTFUL):
            self._incompatible[one].add(other)
            self._incompatible[other].add(one)
        return score

    def _join(self, scores: Mapping[Pair, float]) -> None:
        """Join the most likely pairs first, and note doubts about the others."""
        contested = self._contested(pair for pair, score in scores.items() if score >= _MERGE)
        for pair, score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
            one, other = (self._groups.of[number] for number in pair)
            if one is other:
                continue
            blocked = pair in contested or not self._are_compatible(one, other)
            if score >= _MERGE and not blocked:
                self._groups.join(*pair)
            else:
                self._doubt(*pair, score, contested=blocked)

    def _contested(self, pairs: Iterable[Pair]) -> set[Pair]:
        """Return pairs in which one profile fits two incompatible profiles equally well."""
        near: dict[int, list[int]] = defaultdict(list)
        for one, other in pairs:
            near[one].append(other)
            near[other].append(one)
        contested: set[Pair] = set()
        for one, others in near.items():
            for x, y in combinations(others[:_HEADS], 2):
                if y in self._incompatible.get(x, ()) or difference(self._names[x], self._names[y]) is None:
                    for number, rival in ((x, y), (y, x)):
                        if self._profiles[number].articles < _PROMINENT * self._profiles[rival].articles:
                            contested.add((min(one, number), max(one, number)))
        return contested

    def _are_compatible(self, one: Collection[int], other: Collection[int]) -> bool:
        short, long = sorted((one, other), key=len)
        others = set(long)
        if not all(others.isdisjoint(self._incompatible.get(number, ())) for number in short):
            return False
        # A group may have organisations, if the user's list has a row for both.
        names = [{self._names[number] for number in group if number in self._names} for group in (one, other)]
        return all(difference(x, y) is not None for x, y in product(*names))

    def _doubt(self, one: int, other: int, score: float, *, contested: bool = False, merged: bool = False) -> None:
        if self._profiles[one].key and self._profiles[other].key:
            return
        kind = difference(self._names[one], self._names[other]) or "equal"
        found = {kind: 1.0, **self._features(one, other, kind)}
        parts = [text for feature, text in _REASONS.items() if found.get(feature)]
        if kind != "surname" and found["frequent"] > 0.85:
            parts.append("a frequent name")
        if contested:
            parts.append("others fit as well")
        reason = "; ".join(parts)
        reason = f"merged: {reason}; nobody else of the name fits" if merged else reason
        self._doubts.append(Doubt(one, other, score, reason, merged))

    def _surname_scores(self, full: Iterable[Sequence[int]], bare: Sequence[Sequence[int]]) -> dict[Pair, float]:
        """Return the pairs to join names of one word with full names and with one another."""
        by_family: dict[str, list[int]] = {alone_key(self._names[numbers[0]]): [] for numbers in bare}
        for numbers in full:
            name = self._names[numbers[0]]
            for key in {alone_key(name), alone_key(name.turned())} & by_family.keys():
                by_family[key] += numbers[:_HEADS]
        scores: dict[Pair, float] = {}
        for numbers in bare:
            others = self._by_articles(by_family[alone_key(self._names[numbers[0]])])[:_MOST_SURNAMES]
            for number in numbers:
                self._find_full(number, others, scores)
        for numbers in bare:
            found = self._scores(_equal_pairs(numbers, "surname"))
            scores |= {pair: score for pair, score in found.items() if score >= _MERGE}
        return scores

    def _find_full(self, number: int, others: Iterable[int], scores: dict[Pair, float]) -> None:
        """Add the most likely full name for a name of one word to ``scores``, or a doubt if another is as likely."""
        best: dict[int, tuple[float, int]] = {}
        for other in others:
            if difference(self._names[number], self._names[other]):
                label, found = self._groups.label(other), (self._compare(number, other, "surname"), -other)
                best[label] = max(best.get(label, found), found)
        ranked = sorted(best.values(), reverse=True)
        if not ranked or ranked[0][0] < _DOUBTFUL:
            return
        score, other = ranked[0][0], -ranked[0][1]
        contested = len(ranked) > 1 and ranked[1][0] > max(_DOUBTFUL, score - _RIVALS)
        if contested or score < (_SURNAME if len(ranked) == 1 else _MERGE):
            self._doubt(number, other, score, contested=contested)
            return
        scores[min(number, other), max(number, other)] = max(score, _MERGE)
        evidence = self._features(number, other, "surname")
        if score < _MERGE or not (evidence.get("same role") or evidence.get("same affiliation")):
            self._doubt(number, other, score, merged=True)


def _equal_pairs(numbers: Sequence[int], kind: Difference) -> Iterator[tuple[int, int, Difference]]:
    for at, head in enumerate(numbers[:_HEADS], start=1):
        yield from ((head, other, kind) for other in numbers[at:])
