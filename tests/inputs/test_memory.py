"""Memory stays bounded, however large a line, or what a file unpacks to, and however many articles
there are."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from input_files import GOOD, PACKERS, bombs, csv_of, jsonl_of, parquet_of, table_of, xlsx_of

STATUS = Path("/proc/self/status")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not STATUS.exists(), reason="peak memory is measured by Linux"),
]

READ = """
import json, re, sys
from pathlib import Path
from quoteminer.inputs import Input, read_inputs

def peak():  # not that of getrusage, which counts the memory of the process that started this one
    return int(re.search("VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1]) * 1024

warm, paths = sys.argv[1], sys.argv[2:]
list(read_inputs([warm]))
base = peak()
found = sum(isinstance(item, Input) for item in read_inputs(paths))
print(json.dumps([found, peak() - base]))
"""
MEGABYTE = 1 << 20
HELD = 31 * MEGABYTE
"""Bytes in memory of the longest row, where articles may have five million characters."""


def growth(warm: Path, *paths: Path) -> tuple[int, int]:
    """Count the articles of the paths, and the bytes by which a process that has read ``warm``
    grows over them."""
    done = subprocess.run(
        [sys.executable, "-c", READ, *map(str, (warm, *paths))],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    found, grown = json.loads(done.stdout)
    return found, grown


def test_bombs_and_endless_lines(tmp_path: Path) -> None:
    """Read all of them, which would need gigabytes, in a few times the memory of one row. The
    libraries that read them are imported on the way, and maybe compiled."""
    good = tmp_path / "good.jsonl"
    good.write_bytes(jsonl_of([{"text": GOOD}]))
    paths = []
    for name, make, _ in bombs():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(make())
    found, grown = growth(good, *paths, good)
    assert found == 1
    assert grown < 6 * HELD


ROWS = [
    {"id": number, "text": f"{GOOD} {number} " + f"{number % 97} words " * 300}
    for number in range(3000)
]


@pytest.mark.parametrize(
    "suffix", [".jsonl", ".jsonl.gz", ".jsonl.zst", ".json", ".csv", ".parquet", ".xlsx"]
)
def test_many_articles(tmp_path: Path, suffix: str) -> None:
    """Ten megabytes of articles leave no trace: a third of them is read before, and the rest makes
    no difference. Of a workbook, openpyxl holds the strings."""
    few, many = tmp_path / f"few{suffix}", tmp_path / f"many{suffix}"
    for path, rows in ((few, ROWS[:1000]), (many, ROWS)):
        path.write_bytes(made(suffix, rows))
    found, grown = growth(few, many)
    assert found == len(ROWS)
    assert grown < (30 if suffix == ".xlsx" else 5) * MEGABYTE


def made(suffix: str, rows: list[dict[str, object]]) -> bytes:
    kind, _, packing = suffix[1:].partition(".")
    data = {
        "jsonl": lambda: jsonl_of(rows),
        "json": lambda: json.dumps(rows).encode(),
        "csv": lambda: csv_of(rows),
        "parquet": lambda: parquet_of(rows, row_group_size=500),
        "xlsx": lambda: xlsx_of(table_of(rows)),
    }[kind]()
    return PACKERS[f".{packing}"](data) if packing else data
