"""How well speakers are grouped by person: ``python cluster_scores.py RECORDS LABELS.csv``.

The labels are a table with text_id, speaker_id and person: the same person for all speakers that
are one. Speakers without a label are read, but not counted. Families whose names
`linking_pairs.is_held_out` are counted apart.
"""

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

Item = TypeVar("Item", bound=Hashable)
Clusters = Mapping[Item, Hashable]
"""A cluster for each item."""


class Score(NamedTuple):
    """Precision and recall, 0..1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / ((self.precision + self.recall) or 1.0)


def b_cubed(gold: Clusters[Item], predicted: Clusters[Item]) -> Score:
    """Average over the items the share of its cluster that is right (Bagga and Baldwin, 1998)."""
    both = Counter((gold[item], predicted[item]) for item in gold)
    sizes, predicted_sizes = Counter(gold.values()), Counter(predicted[item] for item in gold)
    precision = sum(count**2 / predicted_sizes[cluster] for (_, cluster), count in both.items())
    recall = sum(count**2 / sizes[person] for (person, _), count in both.items())
    return Score(precision / len(gold), recall / len(gold))


def ceaf(gold: Clusters[Item], predicted: Clusters[Item]) -> Score:
    """Match clusters one to one so that the sum of their Dice similarities is greatest (CEAF-e;
    Luo, 2005)."""
    sizes, predicted_sizes = Counter(gold.values()), Counter(predicted[item] for item in gold)
    similar: dict[Hashable, dict[Hashable, float]] = defaultdict(dict)
    for (person, cluster), count in Counter((gold[item], predicted[item]) for item in gold).items():
        similar[person][cluster] = 2 * count / (sizes[person] + predicted_sizes[cluster])
    total = sum(_best_match(part, similar) for part in _components(similar))
    return Score(total / len(predicted_sizes), total / len(sizes))


def _components(similar: Mapping[Hashable, Mapping[Hashable, float]]) -> Iterator[list[Hashable]]:
    """Yield the persons that share clusters, directly or by way of others."""
    persons = defaultdict[Hashable, list[Hashable]](list)
    for person, clusters in similar.items():
        for cluster in clusters:
            persons[cluster].append(person)
    seen = set[Hashable]()
    for first in similar:
        part, waiting = [], [first]
        while waiting:
            person = waiting.pop()
            if person not in seen:
                seen.add(person)
                part.append(person)
                waiting += (other for cluster in similar[person] for other in persons[cluster])
        if part:
            yield part


def _best_match(
    persons: Collection[Hashable], similar: Mapping[Hashable, Mapping[Hashable, float]]
) -> float:
    """Return the greatest sum of similarities of a matching, by shortest augmenting paths (Kuhn and
    Munkres)."""
    clusters = sorted({cluster for person in persons for cluster in similar[person]}, key=repr)
    size = max(len(persons), len(clusters))
    costs = [[-similar[person].get(cluster, 0.0) for cluster in clusters] for person in persons]
    costs = [row + [0.0] * (size - len(row)) for row in costs] + [[0.0] * size] * (
        size - len(costs)
    )
    rows, columns, matched = [0.0] * (size + 1), [0.0] * (size + 1), [size] * (size + 1)
    for row in range(size):
        matched[size], column = row, size
        least, before, done = [float("inf")] * size, [size] * size, set[int]()
        while matched[column] != size or column == size:
            done.add(column)
            current = matched[column]
            for other in set(range(size)) - done:
                reduced = costs[current][other] - rows[current] - columns[other]
                if reduced < least[other]:
                    least[other], before[other] = reduced, column
            following = min(set(range(size)) - done, key=least.__getitem__)
            step = least[following]
            for other in done:
                rows[matched[other]] += step
                columns[other] -= step
            for other in set(range(size)) - done:
                least[other] -= step
            column = following
        while column != size:
            matched[column] = matched[before[column]]
            column = before[column]
    return -sum(costs[matched[column]][column] for column in range(size))


def main(records: Path, table: Path) -> None:
    from linking_pairs import is_held_out

    from quoteminer.linking.merged_people import merged_people
    from quoteminer.linking.namesakes import name_key, parse_initials
    from quoteminer.output.run.read_records import read_records

    names = {}

    def noted():  # type: ignore[no-untyped-def]
        for record in read_records(records):
            names.update({(record.id, speaker.id): speaker.name for speaker in record.speakers})
            yield record

    people = merged_people(noted())
    found = {(text_id, speaker): number for text_id, speaker, number in people.appearances()}
    with table.open(encoding="utf-8-sig", newline="") as stream:
        labels = {
            (row["text_id"], int(row["speaker_id"])): row["person"]
            for row in csv.DictReader(stream)
        }
    gold = {item: person for item, person in labels.items() if item in names}
    equal = {item: name_key(parse_initials(names[item])) for item in gold}
    held_out = {
        person: any(is_held_out(names[item]) for item, label in gold.items() if label == person)
        for person in set(gold.values())
    }
    for part in (False, True):
        some = {item: person for item, person in gold.items() if held_out[person] == part}
        print(
            "held out" if part else "fitted",
            f"{len(some)} speakers, {len(set(some.values()))} persons",
        )
        for name, predicted in (("merged", found), ("equal names", equal)):
            for measure in (b_cubed, ceaf):
                score = measure(some, predicted)
                print(
                    f"  {name:12} {measure.__name__:8} P {score.precision:.4f} R {score.recall:.4f}"
                    f" F1 {score.f1:.4f}"
                )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
