"""Many speakers stay quick and small. Twenty thousand of them, with bounds that a busy machine keeps (README says what
a million take: ``python tests/support/many_speakers.py 1000000 million.jsonl``)."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from itertools import islice, product
from pathlib import Path

import many_speakers
import pytest
from across import Result, articles_of

SPEAKERS = 20_000


def test_twenty_thousand(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    many_speakers.write(path, SPEAKERS)
    code = (
        "import json, pathlib, sys, time\n"
        "from quoteminer.linking.merged_people import merged_people\n"
        "from quoteminer.corpus.read_records import read_records\n"
        "begin = time.process_time()\n"
        "with merged_people(read_records(sys.argv[1])) as people:\n"
        "    found = sum(1 for _ in people.persons()), sum(1 for _ in people.speakers())\n"
        "spent = time.process_time() - begin\n"
        "status = pathlib.Path('/proc/self/status')\n"  # ru_maxrss would be that of the tests, which it inherits
        "lines = status.read_text().splitlines() if status.exists() else ()\n"
        "size = next((int(line.split()[1]) for line in lines if line.startswith('VmHWM')), 0)\n"
        "print(json.dumps([*found, spent, size]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, check=True, cwd=tmp_path)
    people, speakers, seconds, size = json.loads(done.stdout)
    assert speakers == SPEAKERS
    assert 4_000 < people < 7_000
    assert seconds < 30  # 3 where it is quiet
    assert size < 400_000  # kB, where the system tells it; 80,000 measured


EVERYBODY = [("John Smith", "role{}"), ("J. Smith", ""), ("{} Smith", ""), ("Smith", "")]


@pytest.mark.parametrize(("name", "role"), EVERYBODY)
def test_a_name_of_everybody(name: str, role: str) -> None:
    """A thousand of one name, or of one family name and initial, each of another place: what is compared is
    bounded."""
    givens = ("Jo" + "".join(letters) for letters in product("bdfglmnprst", "aeiou", "bdfglmnprst", "aeiou"))
    people = [(name.format(given), role.format(n), f"Place{n}") for n, given in enumerate(islice(givens, 1000))]
    begin = time.process_time()
    result = Result(articles_of(people))
    assert time.process_time() - begin < 20  # 1 where it is quiet
    assert len(result.persons) > 950
