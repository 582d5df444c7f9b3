"""Long lists stay quick and small. Twenty thousand rows,
with bounds that a busy machine keeps (README says what a million take)."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from pathlib import Path

import many_people
import pytest

from quoteminer.linking.known_people import KnownPeople
from quoteminer.records import ArticleRecord, ModelName, Speaker

ROWS = 20_000


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("many") / "people.csv"
    many_people.write(path, ROWS)
    return path


def names_of(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as stream:
        return [row["name"] for row in csv.DictReader(stream)]


def test_articles_with_common_names_are_quick(path: Path) -> None:
    people, names = KnownPeople(path), names_of(path)
    assert len(people) == ROWS
    common = ["Smith", "Li", "Garcia", "John Smith", "Bo Li", "Ana Garcia", "Dana Kellerbachh", *names[:3]]
    times = []
    for start in range(1000, 6000, 500):
        wanted = [*common, *names[start : start + 400 : 40]]
        speakers = tuple(Speaker(at, name, "person", role="mayor") for at, name in enumerate(wanted))
        begin = time.process_time()
        people.link(ArticleRecord("a", (), speakers, ModelName("m", "1")))
        times.append(time.process_time() - begin)
    assert min(times) < 0.05


def test_rows_are_found_by_their_own_names(path: Path) -> None:
    people, names = KnownPeople(path), names_of(path)
    for number in range(0, ROWS, 397):
        known = people.find(names[number])
        assert known.status != "none"
        keys = [row.key for row in (known.row, *known.candidates) if row]
        assert f"p{number}" in keys or known.fitting > len(keys)


def test_rows_take_little_memory(path: Path) -> None:
    """In a process of its own: less than 1 kB a row, where a million must stay below 1 GB."""
    code = (
        "import json, resource, sys\n"
        "from quoteminer.linking.known_people import KnownPeople\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "KnownPeople(sys.argv[1])\n"
        "print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before))\n"
    )
    pytest.importorskip("resource")
    result = subprocess.run([sys.executable, "-c", code, path], capture_output=True, check=True, cwd=path.parent)
    kilobytes = json.loads(result.stdout) / (1024 if sys.platform == "darwin" else 1)
    assert kilobytes < 1.0 * ROWS
