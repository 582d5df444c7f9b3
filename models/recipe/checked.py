"""Write files of a model directory, whose checksums are in meta.json."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path


def write_checked(path: Path, content: str | bytes) -> None:
    """Write a file of a model directory, and its checksum into the meta.json beside it."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    meta = path.with_name("meta.json")
    about = json.loads(meta.read_text(encoding="utf-8"))
    about["sha256"][path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    meta.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
