"""How far the reading is."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

from quoteminer.inputs import Meter, read_inputs


def test_it_goes_from_nothing_to_all(tmp_path: Path) -> None:
    lines = "".join(f'{{"id": "{number}", "text": "Some words of article {number}."}}\n' for number in range(5000))
    (tmp_path / "a.jsonl").write_text(lines)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    (tmp_path / "c.txt").write_text("One article.")
    meter = Meter([tmp_path, tmp_path / "no.txt"])
    assert (meter.total, meter.read) == (sum(path.stat().st_size for path in tmp_path.iterdir()), 0)
    seen = [meter.read for _ in read_inputs([tmp_path, tmp_path / "no.txt"], meter=meter)]
    assert seen == sorted(seen)
    assert 0 < seen[2500] < len(lines) < seen[7500] < meter.total == meter.read


def test_nobody_knows_how_much_standard_input_has() -> None:
    meter = Meter(["-"])
    assert len(list(read_inputs(["-"], stdin=io.BytesIO(b"One article."), meter=meter))) == 1
    assert (meter.total, meter.read) == (None, 0)
