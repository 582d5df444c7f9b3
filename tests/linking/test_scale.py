"""Long lists and many speakers take little work and memory. Twenty thousand of each, and what is
compared is counted (commands/people/README.md says what a million take:
``python many_speakers.py 1000000 million.jsonl``).
"""

import json
import subprocess
import sys
from pathlib import Path

import many_speakers
import pytest
from across import record, speaker
from effort import calls

from quoteminer.linking.known_people import KnownPeople

COUNT = 20_000
SIZE = """
status = pathlib.Path("/proc/self/status")  # ru_maxrss would be that of the tests, which it inherits
lines = status.read_text().splitlines() if status.exists() else ()
size = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)
print(json.dumps([*found, size]))
"""
MERGE = """
import json, pathlib, sys
from quoteminer.output.run.read_records import read_records
from quoteminer.linking import merge_persons
from quoteminer.linking.merged_people import merged_people
compared, features = [], merge_persons.features
merge_persons.features = lambda *pair, **given: compared.append(None) or features(*pair, **given)
people = merged_people(read_records(sys.argv[1]))
found = sum(1 for _ in people.persons()), sum(1 for _ in people.appearances()), len(compared)
"""
LOAD = """
import json, pathlib, sys
from quoteminer.linking.known_people import KnownPeople
found = [len(KnownPeople(sys.argv[1]))]
"""


def measured(code: str, path: Path) -> list[float]:
    """Run code in a process; return its numbers, and its kB where the system gives them."""
    done = subprocess.run(
        [sys.executable, "-c", code + SIZE, path], capture_output=True, check=True, cwd=path.parent
    )
    return [float(one) for one in json.loads(done.stdout)]


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("many") / "people.csv"
    many_speakers.write_people(path, COUNT)
    return path


@pytest.mark.slow
def test_articles_with_common_names_are_quick(listed: Path) -> None:
    people = KnownPeople(listed)
    names = [people.file[at].name for at in range(len(people))]
    common = "Smith|Li|Garcia|John Smith|Bo Li|Ana Garcia|Dana Kellerbachh".split("|") + names[:3]

    def link(start: int) -> None:
        told = [(name, "mayor") for name in (*common, *names[start : start + 400 : 40])]
        people.link(record("a", [speaker(at, who) for at, who in enumerate(told)]))

    link(1000)  # fills what is made once
    assert calls(lambda: link(2000)) < 400_000  # of any function; 160,000 here, of 20 speakers


@pytest.mark.slow
def test_a_list_takes_little_memory(listed: Path) -> None:
    """Less than 1 kB a row beside what Python and numpy take, where a million must stay below 1
    GB."""
    rows, size = measured(LOAD, listed)
    assert rows == COUNT
    assert size < 90_000 + COUNT


@pytest.mark.slow
def test_twenty_thousand_speakers(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    many_speakers.write(path, COUNT)
    people, speakers, compared, size = measured(MERGE, path)
    assert speakers == COUNT
    assert 4_000 < people < 7_000
    assert compared < 10 * COUNT
    assert size < 400_000
